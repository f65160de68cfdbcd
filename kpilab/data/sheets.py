"""The sheets of Excel workbooks as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SheetTable", "opened_book", "sheet_tables"]

_LOOK = 20
"""The line of headings is among the first this many."""
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Excel's old files begin, and every file that it has locked by a password."""
_MOST_UNPACKED, _MOST_PACKING = 200_000_000, 200
"""Bytes; a workbook of rows that are all different shrinks to a tenth, one of empty rows to a hundredth."""


@dataclass(frozen=True)
class SheetTable:
    """One sheet as a table: cells as Excel holds them, below the first line in which two cells or more are filled."""

    name: str
    path: Path
    sheet: str

    @property
    def place(self) -> str:
        """Where a person finds it."""
        return _("{file}, sheet {sheet}").format(file=self.path.name, sheet=self.sheet)

    @cached_property
    def _headings(self) -> tuple[int, tuple[str, ...]]:
        with opened_book(self.path) as book:
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
        with opened_book(self.path) as book:
            lines = book[self.sheet].iter_rows(min_row=self.first_row, values_only=True)
            rows = [[line[place] if place < len(line) else None for place in places] for line in lines]
        while rows and all(cell is None for cell in rows[-1]):
            rows.pop()
        return pd.DataFrame(rows, columns=list(columns), dtype=object)


def sheet_tables(path: Path) -> list[SheetTable]:
    """The visible sheets that hold anything; a lone one is named after the file.

    Raises `DataError` for what is no workbook.
    """
    with opened_book(path) as book:
        names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    return [SheetTable(path.stem if len(names) == 1 else name, path, name) for name in names]


def _refuse_hidden_content(path: Path) -> None:
    """Raise `DataError` for a workbook with a password, and for one that unpacks to far more than any workbook does."""
    with path.open("rb") as file:
        if file.read(len(_LOCKED)) == _LOCKED:
            text = _("{file} is locked by a password or in Excel's old form; save it as .xlsx without a password.")
            raise DataError(text.format(file=path.name))
    with ZipFile(path) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())
    if unpacked > _MOST_UNPACKED and unpacked > _MOST_PACKING * path.stat().st_size:
        text = _("{file} unpacks to {size:,} MB, far more than a workbook holds; it is not opened.")
        raise DataError(text.format(file=path.name, size=unpacked // 1_000_000))


@contextmanager
def opened_book(path: Path, *, whole: bool = False) -> Iterator[Any]:
    """The workbook, closed afterwards: read row by row, or `whole`, with what is merged and hidden.

    Raises `DataError` for what is no workbook, has a password, or unpacks to more than any workbook does.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _refuse_hidden_content(path)
        book = load_workbook(path, read_only=not whole, data_only=True)
    except (OSError, BadZipFile, KeyError, ValueError, InvalidFileException) as fault:
        why = getattr(fault, "strerror", None) or _("it is not an Excel workbook (.xlsx)")
        raise DataError(_("{file} cannot be read: {why}.").format(file=path.name, why=why)) from fault
    try:
        yield book
    finally:
        book.close()
