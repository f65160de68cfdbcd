"""Tables written to files piece by piece: CSV, Parquet, or one DuckDB database."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from kpilab.errors import MissingExtra, UnknownName
from kpilab.i18n import _
from kpilab.worlds.layout import Layout, Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FORMATS", "TableFiles", "file_names", "open_files"]

FORMATS = ("csv", "parquet", "duckdb")


class TableFiles(Protocol):
    """Files that are being written: rows are put below those that a table has already."""

    def add(self, table: Table, rows: pd.DataFrame) -> None:
        """Put these rows below the others."""

    def close(self) -> None:
        """Bring everything to the disk."""


def file_names(layout: Layout, format: str) -> tuple[str, ...]:  # noqa: A002
    """The files that data of that format lie in; `UnknownName` for a format that there is not.

    >>> from kpilab.worlds import layout
    >>> file_names(layout("retail_chain"), "duckdb"), file_names(layout("retail_chain"), "csv")[0]
    (('retail_chain.duckdb',), 'stores.csv')
    """
    if format not in FORMATS:
        raise UnknownName(_("format"), format, FORMATS)
    if format == "duckdb":
        return (f"{layout.name}.duckdb",)
    return tuple(f"{table.name}.{format}" for table in layout.tables)


def open_files(layout: Layout, format: str, folder: Path) -> TableFiles:  # noqa: A002
    """Empty files for all tables of a merchant, in an existing folder.

    Raises `UnknownName` for a format that there is not and `MissingExtra` where DuckDB is not installed.
    """
    names = file_names(layout, format)
    if format == "duckdb":
        if find_spec("duckdb") is None:
            raise MissingExtra(_("Data in a DuckDB file"), "scale")
        return _DuckFile(layout, folder / names[0])
    files = {table.name: folder / name for table, name in zip(layout.tables, names, strict=True)}
    return _CsvFiles(layout, files) if format == "csv" else _ParquetFiles(layout, files)


class _CsvFiles:
    def __init__(self, layout: Layout, files: Mapping[str, Path]) -> None:
        self._open: dict[str, IO[bytes]] = {}
        for table in layout.tables:
            file = files[table.name].open("wb")
            self._open[table.name] = file
            file.write(",".join(table.names).encode() + b"\n")

    def add(self, table: Table, rows: pd.DataFrame) -> None:
        from kpilab.worlds.frames import csv_bytes

        for first in range(0, len(rows), _ROWS_AT_ONCE):
            piece = rows.iloc[first : first + _ROWS_AT_ONCE]
            self._open[table.name].write(csv_bytes(table, piece, header=False))

    def close(self) -> None:
        for file in self._open.values():
            file.close()


_ROWS_AT_ONCE = 200_000


class _ParquetFiles:
    def __init__(self, layout: Layout, files: Mapping[str, Path]) -> None:
        from pyarrow import parquet

        self._open: dict[str, Any] = {}
        for table in layout.tables:
            texts = (column.name for column in table.columns if column.kind == "text")
            repeated = [name for name in texts if name not in table.key]
            writer = parquet.ParquetWriter(files[table.name], _schema(table), use_dictionary=repeated or False)
            self._open[table.name] = writer

    def add(self, table: Table, rows: pd.DataFrame) -> None:
        from kpilab.worlds.frames import arrow_table

        if len(rows):
            self._open[table.name].write_table(arrow_table(table, rows))

    def close(self) -> None:
        for writer in self._open.values():
            writer.close()


def _schema(table: Table) -> Any:
    import pyarrow as pa

    from kpilab.worlds.frames import arrow_type

    return pa.schema([(column.name, arrow_type(column)) for column in table.columns])


class _DuckFile:
    def __init__(self, layout: Layout, file: Path) -> None:
        import duckdb

        self._database = duckdb.connect(str(file))
        for table in layout.tables:
            columns = ", ".join(f'"{column.name}" {_DUCK_TYPES[column.kind]}' for column in table.columns)
            self._database.execute(f'CREATE TABLE "{table.name}" ({columns})')

    def add(self, table: Table, rows: pd.DataFrame) -> None:
        from kpilab.worlds.frames import arrow_table

        if len(rows):
            self._database.register("kpilab_rows", arrow_table(table, rows))
            self._database.execute(f'INSERT INTO "{table.name}" SELECT * FROM kpilab_rows')
            self._database.unregister("kpilab_rows")

    def close(self) -> None:
        self._database.close()


_DUCK_TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "decimal": "DOUBLE",
    "date": "TIMESTAMP",
    "time": "TIMESTAMP",
    "flag": "BOOLEAN",
}
"""A day is a timestamp too: so it is in the tables that are loaded, and a KPI measured here is the same number."""
