"""One's own data opened, whatever they are kept in: the tables are named, and nothing is read yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kpilab import worlds
from kpilab.data.databases import database_tables, shown_url
from kpilab.data.delimited import CsvTable
from kpilab.data.parquet import DuckTable, ParquetTable, duckdb_tables, in_duckdb
from kpilab.data.sheets import sheet_tables
from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.worlds.datasets import standard_folder

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["InMemory", "NoTable", "Opened", "OwnTable", "is_in_duckdb", "open_data"]

_TEXTS, _SHEETS, _DUCKS = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm"), (".duckdb", ".ddb")
_SQLITES = (".sqlite", ".sqlite3", ".db")


class OwnTable(Protocol):
    """A table of one's own: `first_row` is the number that a person gives its first row of data."""

    @property
    def name(self) -> str:
        """What it is called where it lies."""

    @property
    def place(self) -> str:
        """Where a person finds it: its file, its sheet, or its name."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns; `DataError` where it cannot be read."""

    @property
    def first_row(self) -> int:
        """The number of its first row of data."""


class InMemory(OwnTable, Protocol):
    """A table that is read into memory."""

    def read(self, columns: Sequence[str]) -> pd.DataFrame:
        """Those columns."""


@dataclass(frozen=True)
class NoTable:
    """A table that was said not to be there: it has the columns that are asked for, and no row."""

    name: str
    columns: tuple[str, ...]
    first_row: int = 1

    @property
    def place(self) -> str:
        """Where a person finds it."""
        return self.name

    def read(self, columns: Sequence[str]) -> pd.DataFrame:
        """Those columns, empty."""
        import pandas as pd

        return pd.DataFrame(columns=list(columns), dtype=object)


@dataclass(frozen=True)
class Opened:
    """Where the data lie, as it may be shown, and the tables that were found there.

    Either all of them are read by DuckDB, or none is.
    """

    place: str
    tables: Mapping[str, OwnTable]


def open_data(source: str, *, encoding: str | None = None) -> Opened:
    """The tables of a folder, a file (CSV, Excel, Parquet, DuckDB, SQLite), a database URL or a standard merchant.

    In a folder each CSV or Parquet file is a table, each sheet of a workbook, and each folder of Parquet files. Raises
    `DataError` where there is nothing to read, and `MissingExtra` where a part must be installed for it.

    >>> sorted(open_data("retail_chain").tables)[:3]
    ['calendar', 'customers', 'footfall']
    """
    if "://" in source:
        return _named(shown_url(source), _by_url(source))
    path = Path(source)
    if not path.exists() and source in worlds.MERCHANTS:
        path = standard_folder(source)
    if path.is_dir():
        found = _in_folder(path, encoding)
        if not found:
            text = _("{folder} holds no table: no CSV, Excel or Parquet file.")
            raise DataError(text.format(folder=path))
        return _named(str(path), _together(found))
    if not path.is_file():
        raise DataError(_("There is no file or folder {path}.").format(path=path))
    return _named(str(path), _together(_in_file(path, encoding)))


def _by_url(url: str) -> Sequence[OwnTable]:
    kind, _mark, rest = url.partition("://")
    if kind != "duckdb":
        return database_tables(url)
    path = Path(rest.removeprefix("/"))
    if not path.is_file():
        raise DataError(_("{url} cannot be opened: {why}.").format(url=url, why=_("there is no such file")))
    return duckdb_tables(path)


def _in_file(path: Path, encoding: str | None) -> Sequence[OwnTable]:
    ending = path.suffix.lower()
    if ending in _TEXTS:
        return [CsvTable(path.stem, path, encoding)]
    if ending in _SHEETS:
        return sheet_tables(path)
    if ending == ".parquet":
        return [ParquetTable(path.stem, (path,))]
    if ending in _DUCKS:
        return duckdb_tables(path)
    if ending in _SQLITES:
        return database_tables(f"sqlite:///{path}")
    if ending == ".xls":
        raise DataError(_("{file} is in Excel's old form; save it as .xlsx.").format(file=path.name))
    raise DataError(
        _("{file} is of a kind that is not read; it ends in .csv, .xlsx, .parquet, .duckdb or .sqlite.").format(
            file=path.name
        )
    )


def _in_folder(folder: Path, encoding: str | None) -> list[OwnTable]:
    found: list[OwnTable] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~$")):
            continue
        if path.is_dir():
            pieces = tuple(sorted(path.rglob("*.parquet")))
            found += [ParquetTable(path.name, pieces)] if pieces else []
        elif path.suffix.lower() in (*_TEXTS[:2], *_SHEETS, ".parquet"):
            found += _in_file(path, encoding)
    return found


def _together(tables: Sequence[OwnTable]) -> Sequence[OwnTable]:
    """The same tables, in DuckDB where all are Parquet and it is installed."""
    pieces = [table for table in tables if isinstance(table, ParquetTable)]
    if pieces and len(pieces) == len(tables) and find_spec("duckdb"):
        return in_duckdb(pieces)
    return tables


def _named(place: str, tables: Sequence[OwnTable]) -> Opened:
    if not tables:
        raise DataError(_("{place} holds no table.").format(place=place))
    names = [table.name for table in tables]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        text = _("{place} holds several tables of the name {names}; take one of each away or name it otherwise.")
        raise DataError(text.format(place=place, names=", ".join(twice)))
    return Opened(place, {table.name: table for table in tables})


def is_in_duckdb(opened: Opened) -> bool:
    """Whether DuckDB reads these tables where they lie."""
    return all(isinstance(table, DuckTable) for table in opened.tables.values())
