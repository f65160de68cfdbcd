"""One of several options, an option for each of several rows, or several choices that must agree with each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any, TypeAlias

from kpilab.course.form_shape import ManyParts, OnePart, Parts, still_open
from kpilab.course.plain_data import Plain, PlainTable, describe, is_blank, label, listed
from kpilab.course.problem import NO_WORDS, Problem, Words, filled, known_name, same_name
from kpilab.i18n import _
from kpilab.widgets.fields import Field

__all__ = ["Assign", "Choice", "Composite", "Options"]

Options: TypeAlias = tuple[tuple[str, str], ...]
"""(key, message id of the text) pairs, in the order in which they are shown."""

_LETTER = re.compile(r"[(\[]?([a-z])[)\].:]?")
_LETTERED = re.compile(r"[(\[]?[a-z0-9][)\].:]\s+(.*)", re.DOTALL)
_LETTERS = re.compile(r"[a-z](?:[\s/]*[a-z])+")
_BETWEEN = re.compile(r"\s*[,;、，；+&]\s*|\s+and\s+")


def pick(options: Options, found: Plain) -> str | Problem:
    """The key of the option that the answer names: by letter, text or key.

    A number is no place: it may as well be a number of the case, of a text, or of a step.
    """
    inside = listed(found)
    if inside is not None and len(inside) == 1:
        return pick(options, inside[0])
    if isinstance(found, bool):
        found = "yes" if found else "no"
    if not isinstance(found, str | int | float) or found != found:
        blank = is_blank(found)
        return Problem(_("Nothing is chosen yet.") if blank else describe(found), blank=blank)
    given = same_name(label(found))
    if given in {"", "...", "…"}:
        return Problem(_("Nothing is chosen yet."), blank=True)
    lettered = _LETTERED.fullmatch(given)
    key = known_name(given, options) or (known_name(lettered[1], options) if lettered else None)
    return key or _by_letter(options, given) or _stranger(options, given)


def _by_letter(options: Options, given: str) -> str | None:
    letter = _LETTER.fullmatch(given)
    at = ascii_uppercase.index(letter[1].upper()) if letter else len(options)
    return options[at][0] if at < len(options) else None


def _stranger(options: Options, given: str) -> Problem:
    known = ", ".join(f"{letter} {text}" for letter, (_key, text) in zip(ascii_uppercase, options, strict=False))
    if len(known) > 160:
        known = ", ".join(ascii_uppercase[: len(options)])
    return Problem(_("“{given}” is none of the options. There is: {options}.").format(given=given[:60], options=known))


def _together(text: str) -> list[str]:
    """The letters of options written without a comma between them: "A C", "AC"; none where it is no such text."""
    given = same_name(text)
    return [mark for mark in given if mark.isalpha()] if _LETTERS.fullmatch(given) else []


@dataclass(frozen=True)
class Choice(OnePart):
    """One of several options; its letter, its text and its key all name it, and a number does not.

    >>> zones = Choice((("low", "below base"), ("met", "plan met")))
    >>> zones.read("Plan met"), zones.read("b"), zones.read("B.")
    ('met', 'met', 'met')
    """

    options: Options

    def shown_options(self, words: Words = NO_WORDS) -> Options:
        """The options with their texts in the language in use, and the case's numbers in them."""
        return tuple((key, filled(text, words)) for key, text in self.options)

    def asks(self, task: str) -> str:
        """What is asked for, as a sentence."""
        last = ascii_uppercase[len(self.options) - 1]
        return _("Task {task} asks for one of the options A to {last}.").format(task=task, last=last)

    def read(self, found: Plain, words: Words = NO_WORDS) -> str | Problem:
        """The key of the option, or why it cannot be told."""
        return pick(self.shown_options(words), found)

    def same(self, one: str, other: str) -> bool:
        """Whether two keys are one."""
        return one == other

    def fields(self, words: Words = NO_WORDS, *, key: str = "answer", label: str = "") -> tuple[Field, ...]:
        """One field with the options."""
        return (Field(key, label or _("Your answer"), "choice", self.shown_options(words)),)

    def from_fields(self, typed: Mapping[str, object], *, key: str = "answer") -> object:
        """The key of the option picked."""
        return typed.get(key)

    def show(self, value: str, words: Words = NO_WORDS) -> str:
        """The text of the option."""
        return dict(self.shown_options(words))[value]


@dataclass(frozen=True)
class Assign(ManyParts):
    """One option for each of several named rows: by its text, its letter or its key.

    >>> zones = Assign(("Net sales", "Refunds"), (("low", "below base"), ("met", "plan met")))
    >>> zones.read({"refunds": "plan met", "net sales": "a"})
    {'Net sales': 'low', 'Refunds': 'met'}
    """

    rows: tuple[str, ...]
    options: Options

    def part_labels(self) -> Mapping[str, str]:
        """The rows, in order."""
        return {row: _(row) for row in self.rows}

    def shown_options(self, words: Words = NO_WORDS) -> Options:
        """The options with their texts in the language in use."""
        return tuple((key, filled(text, words)) for key, text in self.options)

    def asks(self, task: str) -> str:
        """What is asked for, as a sentence."""
        rows = ", ".join(self.part_labels().values())
        return _("Task {task} asks for one option for each row: {rows}.").format(task=task, rows=rows)

    def read(self, found: Plain, words: Words = NO_WORDS) -> dict[str, str] | Problem:
        """The option's key by row, or why the rows cannot be compared."""
        if is_blank(found):
            return Problem(_("Nothing is chosen yet."), blank=True)
        given = self.by_part(self._two_columns(found, words))
        if given is None or isinstance(given, Problem):
            return given or Problem(describe(found))
        picked = {row: self.read_part(row, given.get(row), words) for row in self.rows}
        for row, key in picked.items():
            if isinstance(key, Problem) and not key.blank:
                return self.in_part(row, key)
        labels = self.part_labels()
        if missing := [labels[row] for row, key in picked.items() if isinstance(key, Problem)]:
            return still_open(missing)
        return {row: key for row, key in picked.items() if isinstance(key, str)}

    def _two_columns(self, found: Plain, words: Words) -> Plain:
        """Of a wider table, the column with the rows' names and the one with options."""
        if not isinstance(found, PlainTable) or len(found.data) + len(found.index) < 3:
            return found
        columns = [column.tolist() for column in (*(labels for _name, labels in found.index), *found.data)]
        rows = [one for one in columns if all(known_name(label(cell), self.part_labels().items()) for cell in one)]
        options = self.shown_options(words)
        chosen = [one for one in columns if all(isinstance(c, str) and isinstance(pick(options, c), str) for c in one)]
        if len(rows) == 1 and len(chosen) == 1:
            return [list(pair) for pair in zip(rows[0], chosen[0], strict=True)]
        return found

    def read_part(self, part: str, found: Plain, words: Words) -> str | Problem:
        """The key of the option for one row."""
        return pick(self.shown_options(words), found)

    def fits(self, part: str, given: str, right: str) -> bool:
        """Whether the row has the right option."""
        return given == right

    def shows(self, part: str, given: str, claimed: str) -> bool:
        """Whether the row has the option of a known mistake."""
        return given == claimed

    def fields(self, words: Words = NO_WORDS, *, key: str = "answer", label: str = "") -> tuple[Field, ...]:
        """A field with the options for each row."""
        options = self.shown_options(words)
        return tuple(Field(f"{key}.{row}", name, "choice", options) for row, name in self.part_labels().items())

    def from_fields(self, typed: Mapping[str, object], *, key: str = "answer") -> object:
        """The option picked by row."""
        return {row: typed.get(f"{key}.{row}") for row in self.rows}

    def show(self, value: Mapping[str, Any], words: Words = NO_WORDS) -> str:
        """The rows with the texts of their options."""
        texts = dict(self.shown_options(words))
        return "; ".join(f"{name}: {texts[value[row]]}" for row, name in self.part_labels().items())


@dataclass(frozen=True)
class Composite(ManyParts):
    """Several choices that must be true one by one and agree with each other, a point each.

    The task's answer maps each part to the SET of option keys that score there, or is a sequence of such mappings where
    several defences hold, each in itself; `several` names parts where as many options are picked as the number says.
    A part left open scores nothing, and the rest is judged.
    """

    parts: tuple[tuple[str, str, Choice], ...]
    several: tuple[tuple[str, int], ...] = ()

    def part_labels(self) -> Mapping[str, str]:
        """The questions of the parts, in order."""
        return {key: _(text) for key, text, _choice in self.parts}

    def choice(self, part: str) -> Choice:
        """The options of a part."""
        return next(choice for key, _label, choice in self.parts if key == part)

    def count(self, part: str) -> int:
        """How many options are to be picked in a part."""
        return dict(self.several).get(part, 1)

    def asks(self, task: str) -> str:
        """What is asked for, as a sentence."""
        parts = ", ".join(self.part_labels().values())
        return _("Task {task} asks for a choice in each part: {parts}.").format(task=task, parts=parts)

    def read(self, found: Plain, words: Words = NO_WORDS) -> dict[str, frozenset[str]] | Problem:
        """The picked keys by part, without the parts that are still open."""
        if is_blank(found):
            return Problem(_("Nothing is chosen yet."), blank=True)
        given = self.by_part(found)
        if given is None or isinstance(given, Problem):
            return given or Problem(describe(found))
        picked: dict[str, frozenset[str]] = {}
        for part, value in given.items():
            keys = self.read_part(part, value, words)
            if isinstance(keys, Problem):
                return self.in_part(part, keys)
            if keys and len(keys) != self.count(part):
                needed = _("Pick {n}; you picked {given}.").format(n=self.count(part), given=len(keys))
                return self.in_part(part, Problem(needed, blank=len(keys) < self.count(part)))
            if keys:
                picked[part] = keys
        return picked or Problem(_("Nothing is chosen yet."), blank=True)

    def read_part(self, part: str, found: Plain, words: Words) -> frozenset[str] | Problem:
        """The keys picked in one part; none where it is open."""
        options = self.choice(part).shown_options(words)
        keys: set[str] = set()
        for one in self._picks(part, found, options):
            key = pick(options, one)
            if isinstance(key, Problem) and not key.blank:
                return key
            if isinstance(key, str):
                keys.add(key)
        return frozenset(keys)

    def _picks(self, part: str, found: Plain, options: Options) -> Iterable[Plain]:
        if isinstance(found, frozenset):
            return found
        inside = listed(found)
        if inside is not None:
            return inside
        if isinstance(found, str) and self.count(part) > 1 and isinstance(pick(options, found), Problem):
            letters = _together(found)
            return letters if len(letters) == self.count(part) else _BETWEEN.split(found.strip())
        return [found]

    def rights(self, found: Plain, words: Words = NO_WORDS) -> tuple[Parts, ...] | Problem:
        """The defences that hold: for each, the keys that score by part."""
        ways = found if isinstance(found, list) else [found]
        read_ones = [self.claim(way, words=words) for way in ways]
        problems = [one for one in read_ones if isinstance(one, Problem)]
        return problems[0] if problems else tuple(one for one in read_ones if not isinstance(one, Problem))

    def fits(self, part: str, given: frozenset[str], right: frozenset[str]) -> bool:
        """Whether every option picked in the part scores."""
        return given <= right

    def shows(self, part: str, given: frozenset[str], claimed: frozenset[str]) -> bool:
        """Whether the part has the option of a known mistake."""
        return claimed <= given

    def stored(self, value: Mapping[str, frozenset[str]]) -> object:
        """The keys by part, in the order of the options."""
        return {part: [key for key, _text in self.choice(part).options if key in keys] for part, keys in value.items()}

    def fields(self, words: Words = NO_WORDS, *, key: str = "answer", label: str = "") -> tuple[Field, ...]:
        """A field for each part."""
        return tuple(
            Field(
                f"{key}.{part}", _(text), "several" if self.count(part) > 1 else "choice", choice.shown_options(words)
            )
            for part, text, choice in self.parts
        )

    def from_fields(self, typed: Mapping[str, object], *, key: str = "answer") -> object:
        """What was picked, by part."""
        return {part: typed.get(f"{key}.{part}") for part, _label, _choice in self.parts}

    def show(self, value: Mapping[str, Any], words: Words = NO_WORDS) -> str:
        """The parts with the texts of what is picked, or may be picked, there."""
        lines = []
        for part, name in self.part_labels().items():
            texts = [text for key, text in self.choice(part).shown_options(words) if key in value.get(part, ())]
            line = _("{part}: any {n} of: {options}") if len(texts) > self.count(part) > 1 else "{part}: {options}"
            lines.append(line.format(part=name, n=self.count(part), options=" / ".join(texts)))
        return "\n".join(lines)
