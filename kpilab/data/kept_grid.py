"""A sheet as it was kept: its cells with their addresses, what is merged, what is hidden, and notes on all that."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from zipfile import BadZipFile, ZipFile

from kpilab.data.sheets import opened_book
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _

__all__ = ["Grid", "Note", "address", "grids", "is_filled"]

_MOST_CELLS = 3_000_000
_MOST_MERGED, _MOST_BYTES = 500_000, 200_000_000
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')


@dataclass(frozen=True)
class Note:
    """One thing that was done with a sheet, or that is in doubt, with the address of its cells."""

    cell: str
    kind: Literal["did", "doubt"]
    text: str


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet up to the last filled one; rows and columns count from 0."""

    path: Path
    sheet: str
    cells: Sequence[Sequence[Any]]
    merged: Sequence[tuple[int, int, int, int]]
    """First row, first column, last row, last column of what is merged."""
    hidden: bool
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max(map(len, self.cells), default=0)

    def row(self, number: int) -> tuple[Any, ...]:
        """The cells of a row, as many as there are columns."""
        line = self.cells[number] if number < len(self.cells) else ()
        return (*line, *[None] * (self.width - len(line)))

    def merged_at(self) -> Mapping[tuple[int, int], tuple[int, int, int, int]]:
        """For each cell within something merged, what that is."""
        return {
            (row, column): area
            for area in self.merged
            for row in range(area[0], area[2] + 1)
            for column in range(area[1], area[3] + 1)
        }


def is_filled(value: object) -> bool:
    """Whether something stands there, be it only a 0.

    >>> is_filled(0), is_filled(" ")
    (True, False)
    """
    return value is not None and not (isinstance(value, str) and not value.strip())


def address(row: int, column: int, last_row: int | None = None, last_column: int | None = None) -> str:
    """The address as Excel writes it, of a cell or of a rectangle; rows and columns count from 0.

    >>> address(3, 0), address(3, 0, 5, 27)
    ('A4', 'A4:AB6')
    """
    from openpyxl.utils import get_column_letter

    first = f"{get_column_letter(column + 1)}{row + 1}"
    last_row, last_column = row if last_row is None else last_row, column if last_column is None else last_column
    last = f"{get_column_letter(last_column + 1)}{last_row + 1}"
    return first if first == last else f"{first}:{last}"


def grids(path: Path, sheet: str | None = None) -> list[Grid]:
    """The sheets of a workbook that hold anything, the hidden ones too; or the one of that name.

    Formulas give the values that were stored with them. Raises `DataError` for what is no workbook or too large, and
    `UnknownName` for a sheet that is not there.
    """
    _refuse_vast_merges(path)
    with opened_book(path, whole=True) as book:
        names = [each.title for each in book.worksheets]
        if sheet is not None and sheet not in names:
            raise UnknownName(_("sheet"), sheet, names)
        wanted = [book[name] for name in names if sheet in (None, name)]
        found = [_grid(path, each) for each in wanted]
    filled = [grid for grid in found if grid.cells]
    if not filled:
        text = _("{file} holds nothing.") if sheet is None else _("The sheet '{sheet}' of {file} is empty.")
        raise DataError(text.format(file=path.name, sheet=sheet))
    return filled


def _refuse_vast_merges(path: Path) -> None:
    """Refuse cells merged over whole sheets: the reader would make a cell of each of them, for hours."""
    from openpyxl.utils.cell import range_boundaries

    found: list[bytes] = []
    with suppress(OSError, BadZipFile), ZipFile(path) as packed:
        for part in packed.namelist():
            if part.startswith("xl/worksheets/") and packed.getinfo(part).file_size <= _MOST_BYTES:
                found += _MERGED.findall(packed.read(part))
    for reference in found:
        first, top, last, bottom = (number or 0 for number in range_boundaries(reference.decode()))
        if (last - first + 1) * (bottom - top + 1) > _MOST_MERGED:
            text = _("{file} has cells merged over whole columns ({cells}). Unmerge them in Excel, and save it.")
            raise DataError(text.format(file=path.name, cells=reference.decode()))


def _grid(path: Path, sheet: Any) -> Grid:
    if sheet.max_row * sheet.max_column > _MOST_CELLS:
        text = _(
            "The sheet '{sheet}' of {file} reaches to row {rows:,} and column {columns:,}. Delete what stands far from "
            "the table (Ctrl+End goes there); where it is so large, save it as CSV."
        )
        raise DataError(text.format(sheet=sheet.title, file=path.name, rows=sheet.max_row, columns=sheet.max_column))
    cells = [list(line) for line in sheet.iter_rows(values_only=True)]
    while cells and not any(map(is_filled, cells[-1])):
        cells.pop()
    width = max((place + 1 for line in cells for place, value in enumerate(line) if is_filled(value)), default=0)
    from openpyxl.utils import column_index_from_string

    return Grid(
        path=path,
        sheet=sheet.title,
        cells=[line[:width] for line in cells],
        merged=[
            (area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1)
            for area in sheet.merged_cells.ranges
        ],
        hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(row - 1 for row, look in sheet.row_dimensions.items() if look.hidden),
        hidden_columns=frozenset(
            column_index_from_string(letter) - 1 for letter, look in sheet.column_dimensions.items() if look.hidden
        ),
    )
