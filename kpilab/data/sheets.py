"""The sheets of Excel workbooks as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SheetTable", "sheet_tables"]

_LOOK = 20
"""The line of headings is among the first this many."""


@dataclass(frozen=True)
class SheetTable:
    """One sheet as a table: cells as Excel holds them, below the first line in which two cells or more are filled."""

    name: str
    path: Path
    sheet: str

    @cached_property
    def _headings(self) -> tuple[int, tuple[str, ...]]:
        with _opened(self.path) as book:
            lines = [
                tuple("" if cell is None else str(cell).strip() for cell in line)
                for line in book[self.sheet].iter_rows(max_row=_LOOK, values_only=True)
            ]
        filled = [sum(map(bool, line)) for line in lines]
        enough = next((least for least in (2, 1) if any(count >= least for count in filled)), None)
        if enough is None:
            raise DataError(_("The sheet '{sheet}' of {file} is empty.").format(sheet=self.sheet, file=self.path.name))
        row = next(row for row, count in enumerate(filled) if count >= enough)
        return row, lines[row]

    @property
    def first_row(self) -> int:
        """The number that Excel gives the first row of data."""
        return self._headings[0] + 2

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The headings that are filled."""
        return tuple(filter(None, self._headings[1]))

    def read(self, columns: Sequence[str]) -> pd.DataFrame:
        """Those columns; rows below the last filled one are left out."""
        import pandas as pd

        places = [self._headings[1].index(name) for name in columns]
        with _opened(self.path) as book:
            lines = book[self.sheet].iter_rows(min_row=self.first_row, values_only=True)
            rows = [[line[place] if place < len(line) else None for place in places] for line in lines]
        while rows and all(cell is None for cell in rows[-1]):
            rows.pop()
        return pd.DataFrame(rows, columns=list(columns), dtype=object)


def sheet_tables(path: Path) -> list[SheetTable]:
    """The visible sheets that hold anything; a lone one is named after the file.

    Raises `DataError` for what is no workbook.
    """
    with _opened(path) as book:
        names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [SheetTable(path.stem if len(names) == 1 else name, path, name) for name in names]


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, BadZipFile, KeyError, ValueError, InvalidFileException) as fault:
        why = getattr(fault, "strerror", None) or _("it is not an Excel workbook (.xlsx)")
        raise DataError(_("{file} cannot be read: {why}.").format(file=path.name, why=why)) from fault
    try:
        yield book
    finally:
        book.close()
