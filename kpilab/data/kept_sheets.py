"""Excel sheets as people really keep them, as clean tables, with a list of what was done and what is in doubt.

Titles above the headings, headings on two lines, merged cells, totals within the data, blank rows, notes below, days
and numbers written as text, hidden rows and sheets, cells with errors: each is dealt with and named by its address.
For sheets that hold a plain table, `kpilab.data.sheets` is quicker.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpilab.data.kept_columns import column, marks_shown
from kpilab.data.kept_grid import Grid, Note, grids
from kpilab.data.kept_headings import headings
from kpilab.data.kept_rows import body, section_name
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KeptSheet", "Note", "kept_sheet", "kept_sheets"]


@dataclass(frozen=True, eq=False)
class KeptSheet:
    """One sheet: its clean table, the number that Excel gives each row, and notes on what was done and is in doubt."""

    path: Path
    sheet: str
    hidden: bool
    table: pd.DataFrame
    rows: tuple[int, ...]
    notes: tuple[Note, ...]

    @property
    def did(self) -> tuple[Note, ...]:
        """What was done with the sheet, from top to bottom."""
        return tuple(note for note in self.notes if note.kind == "did")

    @property
    def doubts(self) -> tuple[Note, ...]:
        """What somebody who knows the sheet should look at."""
        return tuple(note for note in self.notes if note.kind == "doubt")

    @property
    def report(self) -> pd.DataFrame:
        """The notes as a table: cell, kind (did or doubt), note."""
        import pandas as pd

        return pd.DataFrame(
            [(note.cell, note.kind, note.text) for note in self.notes], columns=["cell", "kind", "note"], dtype="str"
        )


def kept_sheet(
    path: str | Path, sheet: str | None = None, *, day_first: bool | None = None, year: int | None = None
) -> KeptSheet:
    """The sheet of that name, or the first visible one, as a clean table.

    `day_first` says how days such as 5/6/25 are meant; without it, those that nothing else in their column decides
    stay texts and are named. `year` is that of days written without one. Raises `DataError` for what is no workbook or
    holds nothing, `UnknownName` for a sheet that is not there.
    """
    found = grids(Path(path), sheet)
    chosen = next((grid for grid in found if not grid.hidden), found[0])
    return _cleaned(chosen, day_first, year)


def kept_sheets(path: str | Path, *, day_first: bool | None = None, year: int | None = None) -> tuple[KeptSheet, ...]:
    """All sheets that hold anything, the hidden ones too (`hidden` tells), as `kept_sheet` reads each."""
    return tuple(_cleaned(grid, day_first, year) for grid in grids(Path(path)))


def _cleaned(grid: Grid, day_first: bool | None, year: int | None) -> KeptSheet:
    import pandas as pd

    heads = headings(grid)
    found = body(grid, heads)
    notes = [*heads.notes, *found.notes]
    if grid.hidden:
        notes.insert(0, Note("A1", "doubt", _("The sheet '{sheet}' is hidden.").format(sheet=grid.sheet)))
    marks = marks_shown([value for line in found.lines for value in line])
    columns: dict[str, pd.Series[Any]] = {}
    for position, (place, name) in enumerate(heads.names.items()):
        values = [line[position] for line in found.lines]
        columns[name], said = column(name, values, found.rows, place, day_first=day_first, year=year, marks=marks)
        notes.extend(said)
    if any(found.sections):
        name = section_name() if section_name() not in columns else f"{section_name()} (2)"
        columns = {name: pd.Series([text or None for text in found.sections], dtype="str"), **columns}
    rows = tuple(row + 1 for row in found.rows)
    return KeptSheet(grid.path, grid.sheet, grid.hidden, pd.DataFrame(columns), rows, tuple(sorted(notes, key=_place)))


def _place(note: Note) -> tuple[int, int]:
    from openpyxl.utils.cell import coordinate_to_tuple

    row, place = coordinate_to_tuple(note.cell.split(":")[0])
    return row, place
