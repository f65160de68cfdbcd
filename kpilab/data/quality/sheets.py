"""Sheets as people keep them, every row as it stands: a report on what is wrong must see the totals and the gaps too.

`kept_sheets` of `kpilab.data` hands back the clean table, without totals and with days and amounts read; here its grid
and its headings are used, and its rows are left for the rules to judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpilab.data.kept_grid import Grid, Note, grids, is_filled
from kpilab.data.kept_headings import Headings, headings
from kpilab.data.kept_rows import filled_down
from kpilab.data.sheets import SheetTable, sheet_tables
from kpilab.errors import DataError
from kpilab.i18n import _, ngettext

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["headed", "is_heading", "sheets_as_kept"]

_LARGE = 8_000_000
"""A workbook of more bytes is read line by line, and its merged cells stay as they are."""


def is_heading(cells: Sequence[object]) -> bool:
    """Whether a line names columns: it holds no number but years.

    >>> is_heading(["Item", 2024, 2025]), is_heading(["Tea", "bag", 48])
    (True, False)
    """
    return not any(_is_number(cell) for cell in cells)


def _is_number(cell: object) -> bool:
    if isinstance(cell, str):
        try:
            cell = float(cell.replace(",", "."))
        except ValueError:
            return False
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return not (1900 <= cell <= 2100 and float(cell).is_integer())


def headed(names: Sequence[object]) -> list[str]:
    """A name for each column: its heading, or its number; one that comes twice is told apart.

    >>> headed(["Date", None, "Sum", "Sum"])
    ['Date', 'column 2', 'Sum', 'Sum (2)']
    """
    found: dict[str, None] = {}
    for place, name in enumerate(names, 1):
        text = "" if name is None else str(name).strip()
        text = text or _("column {n}").format(n=place)
        n, one = 1, text
        while one in found:
            n += 1
            one = f"{text} ({n})"
        found[one] = None
    return list(found)


def sheets_as_kept(path: Path) -> Iterator[tuple[SheetTable, int, pd.DataFrame, bool, tuple[str, ...]]]:
    """Each visible sheet that holds anything: its first row of data, its cells, whether it has headings, and notes."""
    sheets = {sheet.sheet: sheet for sheet in sheet_tables(path)}
    if path.stat().st_size > _LARGE:
        for sheet in sheets.values():
            note = _("{table}: the workbook is large; cells that are merged count in their first row alone.")
            yield sheet, sheet.first_row, sheet.read(_different(sheet)), True, (note.format(table=sheet.name),)
        return
    for grid in grids(path):
        if grid.sheet in sheets:
            sheet, heads = sheets[grid.sheet], headings(grid)
            cells, notes = _cells(grid, heads)
            said = (_noted(sheet.name, note) for note in (*heads.notes, *notes))
            merged = _merged(sheet.name, grid, heads)
            yield sheet, heads.last + 2, cells, heads.first <= heads.last, (*said, *merged)


def _different(sheet: SheetTable) -> tuple[str, ...]:
    twice = sorted({name for name in sheet.columns if sheet.columns.count(name) > 1})
    if twice:
        text = _("{table} has several columns of the name {names}; name them otherwise.")
        raise DataError(text.format(table=sheet.name, names=", ".join(f"'{name}'" for name in twice)))
    return sheet.columns


def _cells(grid: Grid, heads: Headings) -> tuple[pd.DataFrame, list[Note]]:
    """Every row below the headings; where these stand again, an empty row, so that the others keep their numbers."""
    import pandas as pd

    places, rows, notes = list(heads.names), [], []
    for row in range(heads.last + 1, len(grid.cells)):
        line = filled_down(grid, row, places)
        if heads.stand_in({place: value for place, value in line.items() if is_filled(value)}):
            notes.append(Note(f"A{row + 1}", "did", _("The headings stand here again; the row is left out.")))
            line = dict.fromkeys(places)
        rows.append([line[place] for place in places])
    return pd.DataFrame(rows, columns=list(heads.names.values()), dtype=object), notes


def _noted(table: str, note: Note) -> str:
    return _("{table}, cell {cell}: {note}").format(table=table, cell=note.cell.split(":")[0], note=note.text)


def _merged(table: str, grid: Grid, heads: Headings) -> Iterator[str]:
    """How many cells are merged over several rows, and what that is taken for."""
    tall = [area for area in grid.merged if area[0] > heads.last and area[2] > area[0]]
    values = [_value(grid, area) for area in tall]
    amounts = sum(isinstance(value, int | float) and not isinstance(value, bool) for value in values)
    words = sum(map(is_filled, values)) - amounts
    if words:
        text = ngettext(
            "{table}: {n} cell is merged over several rows; each of these rows counts as holding it.",
            "{table}: {n} cells are merged over several rows; each of these rows counts as holding them.",
            words,
        )
        yield text.format(table=table, n=words)
    if amounts:
        text = ngettext(
            "{table}: {n} amount is merged over several rows; it counts once, in the first of them.",
            "{table}: {n} amounts are merged over several rows; each counts once, in the first of them.",
            amounts,
        )
        yield text.format(table=table, n=amounts)


def _value(grid: Grid, area: tuple[int, int, int, int]) -> Any:
    row = grid.row(area[0])
    return row[area[1]] if area[1] < len(row) else None
