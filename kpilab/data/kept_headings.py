"""Where the headings of a kept sheet stand, on one line or two, and what each column is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kpilab.data.kept_grid import Grid, Note, address, is_filled
from kpilab.i18n import _

__all__ = ["Headings", "headings"]

_LOOK = 30
"""The headings are among the first this many rows."""
_YEARS = range(1990, 2101)


@dataclass(frozen=True)
class Headings:
    """The first row of headings and the last, the name of each column by its place, and notes.

    Where there are none, `first` is behind `last`. `words` are what stands above each column.
    """

    first: int
    last: int
    names: dict[int, str]
    notes: tuple[Note, ...]
    words: dict[int, frozenset[str]]

    def stand_in(self, filled: Mapping[int, Any]) -> bool:
        """Whether these cells of a row are the headings again."""
        return len(filled) > 1 and all(_text(value) in self.words[place] for place, value in filled.items())


def headings(grid: Grid) -> Headings:
    """The headings of the sheet, if one line looks like them."""
    first = _first_line(grid)
    if first is None:
        return _without_headings(grid)
    upper = _spread(grid, first)
    lower = _spread(grid, first + 1)
    two = _is_second_line(grid, first, upper, lower)
    texts = [
        _joined(top, low) if two else _text(top) for top, low in zip(_onward(upper, lower, two), lower, strict=True)
    ]
    last = first + 1 if two else first
    names, notes = _named(grid, texts, last)
    above = [row for row in range(first) if any(map(is_filled, grid.row(row)))]
    said = [
        Note(
            address(row, 0, row, grid.width - 1),
            "did",
            _("A line above the headings is left out: {text}").format(text=_shown(grid.row(row))),
        )
        for row in above
    ]
    if two:
        text = _("The headings stand on two lines; each column is named by both.")
        said.append(Note(address(first, 0, last, grid.width - 1), "did", text))
    words = {
        place: frozenset({texts[place], _text(upper[place]), *([_text(lower[place])] if two else [])})
        for place in names
    }
    return Headings(first, last, names, (*said, *notes), words)


def _without_headings(grid: Grid) -> Headings:
    """Columns called by their letters; a title above them is left out."""
    counts = [sum(map(is_filled, grid.row(row))) for row in range(len(grid.cells))]
    start = next(row for row, count in enumerate(counts) if count >= min(2, max(counts)))
    names, _notes = _named(grid, [""] * grid.width, start - 1)
    cells = address(start, 0, start, grid.width - 1)
    text = _("No line of headings was found; the columns are called by their letters.")
    return Headings(start, start - 1, names, (Note(cells, "doubt", text),), dict.fromkeys(names, frozenset()))


def _first_line(grid: Grid) -> int | None:
    filled = [sum(map(is_filled, _spread(grid, row))) for row in range(len(grid.cells))]
    widest = max(sorted(filled)[-max(1, len(filled) // 2) :], default=0)
    for row in range(min(_LOOK, len(filled))):
        line = grid.row(row)
        kinds = [value for value in line if is_filled(value)]
        if len(set(map(str, kinds))) >= min(2, grid.width) and filled[row] * 2 >= widest and _are_headings(kinds):
            return row
    return None


def _are_headings(values: Sequence[Any]) -> bool:
    """Texts, and years or days that stand as headings; more of the first than of the others, or no amounts."""
    words = sum(isinstance(value, str) for value in values)
    marks = sum(_is_mark(value) for value in values)
    return words + marks == len(values) and words > 0


def _is_mark(value: object) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool) and value in _YEARS
    return whole or isinstance(value, date | datetime)


def _spread(grid: Grid, row: int) -> list[Any]:
    """A row in which what is merged over several columns stands in each of them, unless over all of them."""
    line = list(grid.row(row))
    for first_row, first, last_row, last in grid.merged:
        over_all = last - first + 1 >= grid.width > 1
        if first_row <= row <= last_row and last > first and not over_all:
            value = grid.row(first_row)[first]
            line[first : last + 1] = [value] * (last - first + 1)
        elif first_row < row <= last_row and last == first:
            line[first] = None
    return line


def _is_second_line(grid: Grid, first: int, upper: Sequence[Any], lower: Sequence[Any]) -> bool:
    """Whether the next line is headings too: all texts, under gaps or merged cells, and amounts come after it."""
    own = [value for value in grid.row(first + 1) if is_filled(value)]
    if len(own) < 2 or not _are_headings(own):
        return False
    wide = any(area[0] == first and area[3] > area[1] for area in grid.merged)
    tall = any(area[0] == first and area[2] > area[0] for area in grid.merged)
    gaps = any(not is_filled(top) and is_filled(low) for top, low in zip(upper, lower, strict=True))
    after = [value for row in range(first + 2, min(first + 6, len(grid.cells))) for value in grid.row(row)]
    return (wide or tall or gaps) and any(not isinstance(value, str) for value in after if is_filled(value))


def _onward(upper: Sequence[Any], lower: Sequence[Any], two: bool) -> list[Any]:
    """The upper line, where a gap above a lower heading means: the same as to the left."""
    line, left = list(upper), None
    for place, value in enumerate(line):
        if is_filled(value):
            left = value
        elif two and is_filled(lower[place]):
            line[place] = left
    return line


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    return " ".join(str(value).split()) if is_filled(value) else ""


def _joined(top: object, low: object) -> str:
    upper, lower = _text(top), _text(low)
    return upper if not lower or lower == upper else f"{upper} {lower}".strip()


def _shown(line: Sequence[Any]) -> str:
    text = " · ".join(_text(value) for value in line if is_filled(value))
    return text if len(text) <= 60 else f"{text[:60]}…"


def _named(grid: Grid, texts: Sequence[str], last: int) -> tuple[dict[int, str], list[Note]]:
    names: dict[int, str] = {}
    notes: list[Note] = []
    for place, text in enumerate(texts):
        holds = any(is_filled(grid.row(row)[place]) for row in range(last + 1, len(grid.cells)))
        cell = address(max(last, 0), place)
        if not text and not holds:
            continue
        name = text or _("column {letter}").format(letter=cell.rstrip("0123456789"))
        if not text:
            notes.append(Note(cell, "doubt", _("This column has no heading; it is called '{name}'.").format(name=name)))
        if name in names.values():
            again = next(f"{name} ({n})" for n in range(2, 1000) if f"{name} ({n})" not in names.values())
            said = _("The heading '{name}' stands there twice; this one is called '{again}'.")
            notes.append(Note(cell, "doubt", said.format(name=name, again=again)))
            name = again
        names[place] = name
        if place in grid.hidden_columns:
            notes.append(Note(cell, "doubt", _("The column '{name}' is hidden; it is read.").format(name=name)))
    return names, notes
