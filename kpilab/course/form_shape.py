"""What the judge asks of every form: its parts, and whether a part fits what is right or shows a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpilab.course.plain_data import Plain, listed, named
from kpilab.course.problem import NO_WORDS, Problem, Words, known_name
from kpilab.i18n import _

__all__ = ["ManyParts", "OnePart", "Parts"]

Parts = Mapping[str, Any]
"""An answer by part; a form that asks for one thing has one part, named ""."""


class OnePart:
    """A form that asks for one thing."""

    def read(self, found: Plain, words: Words = NO_WORDS) -> Any:
        """The value of the answer, or the `Problem` that keeps it from being compared."""
        raise NotImplementedError

    def same(self, one: Any, other: Any) -> bool:
        """Whether two values are the same answer."""
        raise NotImplementedError

    def readings(self, found: Plain, words: Words = NO_WORDS) -> tuple[Any, ...] | Problem:
        """Every value that the answer can sensibly mean, the likeliest first."""
        value = self.read(found, words)
        return value if isinstance(value, Problem) else (value,)

    def part_labels(self) -> Mapping[str, str]:
        """The parts, with their names in the language in use."""
        return {"": ""}

    def split(self, value: Any) -> Parts:
        """The value by part."""
        return {"": value}

    def claim(self, found: Plain, part: str = "", words: Words = NO_WORDS) -> Parts | Problem:
        """What a task says that somebody answers: all of it, or one part of it."""
        value = self.read(found, words)
        return value if isinstance(value, Problem) else self.split(value)

    def rights(self, found: Plain, words: Words = NO_WORDS) -> tuple[Parts, ...] | Problem:
        """The right answers; there is more than one where several that agree with themselves are right."""
        claimed = self.claim(found, words=words)
        return claimed if isinstance(claimed, Problem) else (claimed,)

    def fits(self, part: str, given: Any, right: Any) -> bool:
        """Whether a part as given is right."""
        return self.same(given, right)

    def shows(self, part: str, given: Any, claimed: Any) -> bool:
        """Whether a part as given is what a known mistake gives."""
        return self.same(given, claimed)

    def stored(self, value: Any) -> object:
        """The value as plain data for JSON, which reads back as the same answer."""
        return value


class ManyParts(OnePart):
    """A form that asks for several named things; its values are dictionaries by part."""

    def read_part(self, part: str, found: Plain, words: Words) -> Any:
        """The value of one part, or a `Problem`."""
        raise NotImplementedError

    def split(self, value: Any) -> Parts:
        """The value by part."""
        parts: Parts = value
        return parts

    def same(self, one: Any, other: Any) -> bool:
        """Whether two values agree in every part."""
        return one.keys() == other.keys() and all(self.fits(part, one[part], other[part]) for part in one)

    def stored(self, value: Any) -> object:
        """The value as a dictionary of plain data."""
        return dict(value)

    def by_part(self, found: Plain) -> Mapping[str, Plain] | Problem | None:
        """The answer sorted by part, whether it came with names or in order; None when it is neither."""
        labels = self.part_labels()
        pairs = named(found)
        if pairs is None:
            values = listed(found)
            return dict(zip(labels, values, strict=True)) if values and len(values) == len(labels) else None
        sorted_out: dict[str, Plain] = {}
        for name, value in pairs:
            part = known_name(name, labels.items())
            if part is None:
                known = ", ".join(labels.values())
                return Problem(_("There is no “{name}” here. Asked for: {known}.").format(name=name[:60], known=known))
            if part in sorted_out:
                return Problem(_("“{name}” is there twice.").format(name=labels[part]))
            sorted_out[part] = value
        return sorted_out

    def claim(self, found: Plain, part: str = "", words: Words = NO_WORDS) -> Parts | Problem:
        """What a task says that somebody answers: all parts, some of them, or the one named."""
        claimed: Mapping[str, Plain] | Problem | None = {part: found} if part else self.by_part(found)
        if claimed is None or isinstance(claimed, Problem):
            return claimed or Problem(_("This names no part."))
        values = {one: self.read_part(one, value, words) for one, value in claimed.items() if value is not None}
        problems = [value for value in values.values() if isinstance(value, Problem)]
        return problems[0] if problems else values

    def in_part(self, part: str, problem: Problem) -> Problem:
        """The problem, with the name of the part that has it."""
        text = _("{part}: {problem}").format(part=self.part_labels()[part], problem=problem.text)
        return Problem(text, blank=problem.blank)


def still_open(labels: list[str]) -> Problem:
    """Not everything is filled in yet."""
    return Problem(_("Still open: {parts}.").format(parts=", ".join(labels)), blank=True)
