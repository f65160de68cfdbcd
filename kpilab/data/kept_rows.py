"""Which rows of a kept sheet are data: totals, blank rows, repeated headings and notes are left out, and named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import isclose
from typing import Any

from kpilab.data.kept_grid import Grid, Note, address, is_filled
from kpilab.data.kept_headings import Headings
from kpilab.data.units import read_in
from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["Body", "amount", "body", "filled_down", "section_name"]

_TOTAL = re.compile(
    r"^(?:(?:grand|sub)[ -]?)?totals?$|\b(?:sub)?totals?$|^sums?$|^(?:summe|gesamt|zwischensumme)\b"
    r"|^(?:本|月|日|年|分)?(?:合\s*计|小\s*计|总\s*计|累\s*计|合共)|(?:合计|小计|总计)$",
    re.IGNORECASE,
)
_PERHAPS = re.compile(r"^(?:(?:grand|sub)[ -]?)?totals?\b|^sum of\b", re.IGNORECASE)
"""So a total may begin, and so may a product: it is a total where it adds up."""
_AVERAGE = re.compile(r"^(?:average|mean|avg\.?|平均\S*)$", re.IGNORECASE)
_OFTEN = 3
"""A word beside sums that add up so often is this person's word for a total."""


@dataclass(frozen=True)
class Body:
    """The rows of data by their number, each a cell for each column; the part of the sheet each is in; and notes."""

    rows: tuple[int, ...]
    lines: tuple[tuple[Any, ...], ...]
    sections: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass
class _Sums:
    """What has been added up since the last total, and in all."""

    places: Sequence[int]
    here: dict[int, float]
    all: dict[int, float]
    rows_here: int = 0

    def add(self, line: Mapping[int, Any]) -> None:
        for place in self.places:
            value = amount(line.get(place))
            if value is not None:
                self.here[place] = self.here.get(place, 0.0) + value
                self.all[place] = self.all.get(place, 0.0) + value
        self.rows_here += 1

    def explain(self, line: Mapping[int, Any]) -> bool:
        """Whether each number of the line is the sum of the rows since the last total, or of all."""
        numbers = {place: value for place, cell in line.items() if (value := amount(cell)) is not None}
        return bool(numbers) and any(
            all(place in sums and isclose(value, sums[place], abs_tol=0.006) for place, value in numbers.items())
            for sums in (self.here, self.all)
        )

    def nearest_miss(self, line: Mapping[int, Any]) -> tuple[float, float]:
        """The first number of the line that is no sum, and the sum that comes nearest to it."""
        for place, cell in line.items():
            value = amount(cell)
            sums = [found[place] for found in (self.here, self.all) if place in found] or [0.0]
            if value is not None and not any(isclose(value, each, abs_tol=0.006) for each in sums):
                return value, min(sums, key=partial(_apart, value))
        value = next(found for cell in line.values() if (found := amount(cell)) is not None)
        return value, next(iter(self.here.values()), 0.0)


def _apart(one: float, other: float) -> float:
    return abs(one - other)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def amount(value: object) -> float | None:
    """The amount in a cell, also where it is written as text; None where there is none.

    >>> amount("1,200 pcs"), amount("31.05.2025"), amount(True)
    (1200.0, None, None)
    """
    if _is_number(value):
        return float(value)  # type: ignore[arg-type]
    if not isinstance(value, str) or not any(sign.isdigit() for sign in value):
        return None
    try:
        return read_in(value).value
    except DataError:
        return None


def body(grid: Grid, heads: Headings) -> Body:
    """The rows below the headings that are data."""
    places = list(heads.names)
    lines = {row: filled_down(grid, row, places) for row in range(heads.last + 1, len(grid.cells))}
    notes = _merged_notes(grid, heads)
    usual = Counter(sum(map(is_filled, line.values())) for line in lines.values() if any(map(is_filled, line.values())))
    most = max((count for count, often in usual.items() if often * 4 >= max(usual.values())), default=1)
    labels = _own_words(lines, places, most)
    sums, rows, sections, section = _Sums(places, {}, {}), [], [], ""
    lasts = [row for row, line in lines.items() if sum(map(is_filled, line.values())) > 1]
    last_data = max(lasts, default=heads.last)
    for row, line in lines.items():
        filled = {place: value for place, value in line.items() if is_filled(value)}
        cells = address(row, places[0], row, places[-1])
        if not filled:
            if row < last_data:
                notes.append(Note(cells, "did", _("A blank row is left out.")))
        elif heads.stand_in(filled):
            notes.append(Note(cells, "did", _("The headings stand here again; the row is left out.")))
        elif (word := _total_word(filled, labels, most, sums)) is not None:
            notes.append(_total_note(cells, word, filled, sums))
            if not _AVERAGE.search(word):
                sums.here, sums.rows_here = {}, 0
        elif len(filled) == 1 and len(places) > 2 and isinstance(next(iter(filled.values())), str):
            text = str(next(iter(filled.values()))).strip()
            if row > last_data:
                said = _("A note below the table is left out: {text}")
                notes.append(Note(cells, "did", said.format(text=_short(text))))
            else:
                section = text
                said = _("'{text}' stands alone in its row: it is taken as the name of the part below, in '{name}'.")
                notes.append(Note(cells, "doubt", said.format(text=_short(text), name=section_name())))
        else:
            if row in grid.hidden_rows:
                notes.append(Note(cells, "doubt", _("The row is hidden; it is read.")))
            sums.add(line)
            rows.append(row)
            sections.append(section)
    kept = tuple(tuple(lines[row][place] for place in places) for row in rows)
    return Body(tuple(rows), kept, tuple(sections), tuple(notes))


def section_name() -> str:
    """What the column is called that holds the part of the sheet a row stands in."""
    return _("Section")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"


def filled_down(grid: Grid, row: int, places: Sequence[int]) -> dict[int, Any]:
    """The row's cells; a text or a day merged over several rows stands in each of them, an amount in the first.

    >>> from pathlib import Path
    >>> sheet = Grid(Path(), "May", [["day", "cash"], ["1/5", 9], [None, None]], [(1, 0, 2, 0), (1, 1, 2, 1)], False,
    ...              frozenset(), frozenset())
    >>> filled_down(sheet, 2, [0, 1])
    {0: '1/5', 1: None}
    """
    line = grid.row(row)
    found = {place: line[place] for place in places}
    for first_row, first, last_row, _last in grid.merged:
        if first_row < row <= last_row and first in found:
            value = grid.row(first_row)[first]
            if not _is_number(value):
                found[first] = value
    return found


def _merged_notes(grid: Grid, heads: Headings) -> list[Note]:
    notes = []
    for first_row, first, last_row, last in sorted(grid.merged):
        value = grid.row(first_row)[first] if first_row < len(grid.cells) else None
        if first_row <= heads.last or last_row == first_row or not is_filled(value):
            continue
        cells, shown = address(first_row, first, last_row, last), _short(str(value))
        if _is_number(value):
            said = _("The amount {value} is merged over several rows; it is counted once, in the first of them.")
            notes.append(Note(cells, "doubt", said.format(value=shown)))
        else:
            said = _("'{value}' is merged over several rows; it is written into each of them.")
            notes.append(Note(cells, "did", said.format(value=shown)))
    return notes


def _own_words(lines: Mapping[int, Mapping[int, Any]], places: Sequence[int], most: int) -> set[str]:
    """Words that again and again stand beside the sum of the rows above: what this person calls a total."""
    filled = [{place: value for place, value in line.items() if is_filled(value)} for line in lines.values()]
    short = [
        {_plain(value) for value in line.values() if amount(value) is None} for line in filled if _is_short(line, most)
    ]
    often = Counter(word for words in short for word in words)
    return {word for word, times in often.items() if times >= _OFTEN and _explains(word, filled, places, most)}


def _is_short(line: Mapping[int, Any], most: int) -> bool:
    return 0 < len(line) * 2 <= most + 1 and any(amount(value) is not None for value in line.values())


def _explains(word: str, lines: Sequence[Mapping[int, Any]], places: Sequence[int], most: int) -> bool:
    """Whether most short rows with that word hold the sum of the rows since the one before."""
    sums, times, right = _Sums(places, {}, {}), 0, 0
    for line in lines:
        if _is_short(line, most) and word in map(_plain, line.values()):
            times += 1
            right += sums.rows_here > 0 and sums.explain(line)
            sums.here, sums.rows_here = {}, 0
        elif line:
            sums.add(line)
    return right >= _OFTEN and right * 2 > times


def _plain(value: object) -> str:
    return str(value).strip().rstrip(":： ").casefold()


def _total_word(filled: Mapping[int, Any], labels: set[str], most: int, sums: _Sums) -> str | None:
    """The word that makes the row a total; None for a row of data."""
    if all(amount(value) is None for value in filled.values()):
        return None
    for text in (str(value).strip() for value in filled.values() if amount(value) is None):
        plain = text.rstrip(":： ")
        if (_TOTAL.search(plain) or _AVERAGE.search(plain)) and len(plain) <= 40:
            return text
        if _PERHAPS.search(plain) and sums.rows_here > 0 and sums.explain(filled):
            return text
        if plain.casefold() in labels and _is_short(filled, most):
            return text
    return None


def _total_note(cells: str, word: str, filled: Mapping[int, Any], sums: _Sums) -> Note:
    if _AVERAGE.search(word.rstrip(":： ")):
        return Note(cells, "did", _("The row '{word}' is an average and is left out.").format(word=_short(word)))
    if sums.explain(filled):
        said = _("The row '{word}' is a total and is left out; it adds up to the rows above.")
        return Note(cells, "did", said.format(word=_short(word)))
    said_there, above = sums.nearest_miss(filled)
    said = _("The total '{word}' is left out and does not add up: it says {said:,.2f}, the rows above {above:,.2f}.")
    return Note(cells, "doubt", said.format(word=_short(word), said=said_there, above=above))
