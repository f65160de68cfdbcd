"""One number, or several named ones: read as people write them, compared within a stated tolerance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isinf, isnan
from operator import abs as size  # bound here, so that a name patched later in a learner's kernel decides nothing
from typing import Any

from kpilab.course.form_shape import ManyParts, OnePart, still_open
from kpilab.course.plain_data import Plain, describe, is_blank, listed
from kpilab.course.problem import NO_WORDS, Problem, Words
from kpilab.data.units import read_in
from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.widgets.fields import Field

__all__ = ["Number", "Numbers"]

_DUST = 1e-9
"""What floating point may add to a tolerance."""


@dataclass(frozen=True)
class Number(OnePart):
    """A number. With `percent`, 0.4, "40 %" and 40 with a percent sign are the same answer.

    Two values are the same when they differ by at most `tolerance` (in the unit of the answer).
    `decimals` is how many a person is expected to give; a value rounded to fewer is told so. With the unit "%" and
    without `percent` the answer is in percent, and "38 %" is 38. A unit word may stand behind the number; which of them
    scale it, `data.units` says. A text that is no number is no answer yet.

    >>> Number(tolerance=0.004, percent=True).read("４０％")
    0.4
    """

    tolerance: float
    decimals: int = 2
    unit: str = ""
    percent: bool = False

    def asks(self, task: str) -> str:
        """What is asked for, as a sentence."""
        return _("Task {task} asks for one number.").format(task=task)

    def read(self, found: Plain, words: Words = NO_WORDS) -> float | Problem:
        """The number meant, or why there is none."""
        values = self.readings(found, words)
        return values if isinstance(values, Problem) else values[0]

    def readings(self, found: Plain, words: Words = NO_WORDS) -> tuple[float, ...] | Problem:
        """The number meant; a second one where "1,234" may also be 1.234."""
        inside = listed(found)
        if inside is not None and len(inside) == 1:
            return self.readings(inside[0], words)
        if is_blank(found) and not isinstance(found, float):
            return Problem(_("Nothing is filled in yet."), blank=True)
        if isinstance(found, str):
            return self._of_text(found)
        if isinstance(found, bool) or not isinstance(found, int | float):
            return Problem(describe(found))
        return self._of_number(float(found))

    def _of_number(self, number: float) -> tuple[float, ...] | Problem:
        if isnan(number):
            nothing = _("The answer is NaN, “not a number”: somewhere a value is missing, or 0 was divided by 0.")
            return Problem(nothing, blank=True)
        if isinf(number):
            return Problem(_("The answer is infinite: somewhere a number was divided by 0."))
        return (number,)

    def _of_text(self, text: str) -> tuple[float, ...] | Problem:
        try:
            said = read_in(text, self.unit)
        except DataError as problem:
            return Problem(str(problem), blank=True)
        in_percent = said.percent and self.unit.startswith("%") and not self.percent
        values = (said.number if in_percent else said.value, said.other * (100 if in_percent else 1))
        return tuple(value for value in values if not isnan(value))

    def same(self, one: float, other: float) -> bool:
        """Whether two numbers differ by at most the tolerance."""
        return size(one - other) <= self.tolerance + _DUST * (1.0 + size(other))

    def fields(self, words: Words = NO_WORDS, *, key: str = "answer", label: str = "") -> tuple[Field, ...]:
        """One field for a number; what is typed there may carry a percent sign."""
        sample = _("0.25 or 25 %") if self.percent else _(self.unit) if self.unit else ""
        return (Field(key, label or _("Your answer"), "number", placeholder=sample),)

    def from_fields(self, typed: Mapping[str, object], *, key: str = "answer") -> object:
        """The answer as typed into the field."""
        return typed.get(key)

    def show(self, value: float, words: Words = NO_WORDS) -> str:
        """The number at its decimals.

        >>> Number(tolerance=1, decimals=0).show(4060.4), Number(0.001, 3, unit="%", percent=True).show(0.125)
        ('4,060', '12.5 %')
        """
        if not self.unit.startswith("%"):
            return f"{value:z,.{self.decimals}f}"
        if self.percent:
            return f"{value * 100:z,.{max(self.decimals - 2, 0)}f} %"
        return f"{value:z,.{self.decimals}f} %"


@dataclass(frozen=True)
class Numbers(ManyParts):
    """Several named numbers: (key, message id of the label) pairs. A plain sequence is read in that order.

    >>> levels = Numbers((("base", "base"), ("norm", "norm")), tolerance=0.05)
    >>> levels.read({"Norm": "111,5", "base": 96})
    {'base': 96.0, 'norm': 111.5}
    """

    names: tuple[tuple[str, str], ...]
    tolerance: float
    decimals: int = 2
    unit: str = ""

    @property
    def number(self) -> Number:
        """The form of each of the numbers."""
        return Number(self.tolerance, self.decimals, self.unit)

    def part_labels(self) -> Mapping[str, str]:
        """The names of the numbers, in order."""
        return {key: _(label) for key, label in self.names}

    def asks(self, task: str) -> str:
        """What is asked for, as a sentence."""
        names = ", ".join(self.part_labels().values())
        return _("Task {task} asks for {n} numbers: {names}.").format(task=task, n=len(self.names), names=names)

    def read(self, found: Plain, words: Words = NO_WORDS) -> dict[str, float] | Problem:
        """The numbers by name, or why they cannot be compared."""
        values = self.readings(found, words)
        return values if isinstance(values, Problem) else values[0]

    def readings(self, found: Plain, words: Words = NO_WORDS) -> tuple[dict[str, float], ...] | Problem:
        """The numbers by name; a second time where a comma in one of them may be a decimal mark."""
        if is_blank(found):
            return Problem(_("Nothing is filled in yet."), blank=True)
        given = self.by_part(found)
        if given is None or isinstance(given, Problem):
            return given or Problem(describe(found))
        read_ones = {key: self.number.readings(given.get(key)) for key, _label in self.names}
        for key, values in read_ones.items():
            if isinstance(values, Problem) and not (values.blank and is_blank(given.get(key))):
                return self.in_part(key, values)
        labels = self.part_labels()
        if missing := [labels[key] for key, values in read_ones.items() if isinstance(values, Problem)]:
            return still_open(missing)
        sure = {key: values for key, values in read_ones.items() if not isinstance(values, Problem)}
        last = {key: values[-1] for key, values in sure.items()}
        first = {key: values[0] for key, values in sure.items()}
        return (first,) if first == last else (first, last)

    def read_part(self, part: str, found: Plain, words: Words) -> float | Problem:
        """One of the numbers."""
        return self.number.read(found)

    def fits(self, part: str, given: float, right: float) -> bool:
        """Whether one of the numbers is right."""
        return self.number.same(given, right)

    def shows(self, part: str, given: float, claimed: float) -> bool:
        """Whether one of the numbers is a known wrong one."""
        return self.number.same(given, claimed)

    def fields(self, words: Words = NO_WORDS, *, key: str = "answer", label: str = "") -> tuple[Field, ...]:
        """A field for each number."""
        return tuple(Field(f"{key}.{part}", name, "number") for part, name in self.part_labels().items())

    def from_fields(self, typed: Mapping[str, object], *, key: str = "answer") -> object:
        """The answer as typed into the fields."""
        return {part: typed.get(f"{key}.{part}") for part, _label in self.names}

    def show(self, value: Mapping[str, Any], words: Words = NO_WORDS) -> str:
        """The numbers with their names."""
        shown = (f"{name} {self.number.show(value[part])}" for part, name in self.part_labels().items())
        return "; ".join(shown)
