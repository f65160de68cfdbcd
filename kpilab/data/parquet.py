"""Parquet files and DuckDB databases: read where they lie by DuckDB, or into memory where it is not installed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

from kpilab.errors import DataError, MissingExtra
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DuckTable", "ParquetTable", "duckdb_tables", "in_duckdb", "quoted", "told_by_duckdb"]

_MAGIC = b"PAR1"


@dataclass(frozen=True)
class ParquetTable:
    """One Parquet file, or several with the same columns, read into memory."""

    name: str
    paths: tuple[Path, ...]
    first_row: int = 1

    @property
    def place(self) -> str:
        """Where a person finds it."""
        return self.paths[0].name if len(self.paths) == 1 else self.name

    def check(self) -> None:
        """Raise `DataError` unless each file begins as a Parquet file does."""
        for path in self.paths:
            try:
                with path.open("rb") as file:
                    begins = file.read(4)
            except OSError as fault:
                why = fault.strerror or str(fault)
                raise DataError(_("{file} cannot be read: {why}.").format(file=path.name, why=why)) from fault
            if begins != _MAGIC:
                raise DataError(_("{file} is not a Parquet file, whatever its name says.").format(file=path.name))

    @cached_property
    def _set(self) -> Any:
        import pyarrow as pa
        from pyarrow import dataset

        self.check()
        try:
            return dataset.dataset([str(path) for path in self.paths], format="parquet")
        except (pa.ArrowException, OSError) as fault:
            raise self._broken(fault) from fault

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(self._set.schema.names)

    def read(self, columns: Sequence[str]) -> pd.DataFrame:
        """Those columns, as their types say."""
        found: pd.DataFrame = self.arrow(columns).to_pandas(integer_object_nulls=True)
        return found

    def arrow(self, columns: Sequence[str]) -> Any:
        """Those columns as an Arrow table."""
        import pyarrow as pa

        try:
            return self._set.to_table(columns=list(columns))
        except (pa.ArrowException, OSError) as fault:
            raise self._broken(fault) from fault

    def _broken(self, fault: Exception) -> DataError:
        first = str(fault).partition("\n")[0].rstrip(".")
        return DataError(_("{file} cannot be read: {why}.").format(file=self.paths[0].name, why=first))


@dataclass(frozen=True)
class DuckTable:
    """A table that DuckDB reads where it lies: only what was added up is fetched."""

    name: str
    connection: Any
    source: str
    """The table as SQL names it."""
    first_row: int = 1

    @property
    def place(self) -> str:
        """Where a person finds it."""
        return self.name

    @cached_property
    def types(self) -> dict[str, str]:
        """Each column with its type, as DuckDB writes it."""
        with told_by_duckdb(self.name):
            found = self.connection.sql(f"SELECT * FROM {self.source}")
        return dict(zip(found.columns, map(str, found.types), strict=True))

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(self.types)

    def arrow(self, columns: Sequence[str]) -> Any:
        """Those columns as an Arrow table."""
        with told_by_duckdb(self.name):
            wanted = ", ".join(map(quoted, columns))
            return self.connection.sql(f"SELECT {wanted} FROM {self.source}").to_arrow_table()

    def read(self, columns: Sequence[str]) -> pd.DataFrame:
        """Those columns in memory, as their types say."""
        found: pd.DataFrame = self.arrow(columns).to_pandas(integer_object_nulls=True)
        return found


def quoted(name: str) -> str:
    """A name as SQL takes it.

    >>> quoted('a "b" c')
    '"a ""b"" c"'
    """
    return '"{}"'.format(name.replace('"', '""'))


@contextmanager
def told_by_duckdb(name: str) -> Iterator[None]:
    """What DuckDB complains of while it works on `name`, as a `DataError`; a stop by the keyboard as what it is."""
    try:
        yield
    except Exception as fault:
        if "query interrupted" in str(fault).casefold():
            raise KeyboardInterrupt from fault
        if type(fault).__module__.lstrip("_").partition(".")[0] != "duckdb":
            raise
        first = str(fault).partition("\n")[0].rstrip(".")
        raise DataError(_("{name} cannot be read: {why}.").format(name=name, why=first)) from fault


def in_duckdb(tables: Sequence[ParquetTable]) -> list[DuckTable]:
    """The same files as DuckDB reads them."""
    connection = _connected(":memory:")
    found = []
    for table in tables:
        table.check()
        paths = ", ".join("'{}'".format(str(path).replace("'", "''")) for path in table.paths)
        found.append(DuckTable(table.name, connection, f"read_parquet([{paths}], union_by_name = true)"))
    return found


def duckdb_tables(path: Path) -> list[DuckTable]:
    """The tables and views of a DuckDB file; those of the schema main without its name before them.

    Raises `MissingExtra` without DuckDB, and `DataError` for a file that it cannot open.
    """
    if find_spec("duckdb") is None:
        raise MissingExtra(_("A DuckDB file"), "scale")
    with path.open("rb") as file:
        if file.read(12)[8:] != b"DUCK":
            raise DataError(_("{file} is not a DuckDB file, whatever its name says.").format(file=path.name))
    with told_by_duckdb(path.name):
        connection = _connected(str(path), read_only=True)
        rows = connection.execute(
            "SELECT table_schema, table_name FROM information_schema.tables ORDER BY ALL"
        ).fetchall()
    return [
        DuckTable(name if schema == "main" else f"{schema}.{name}", connection, f"{quoted(schema)}.{quoted(name)}")
        for schema, name in rows
    ]


def _connected(path: str, *, read_only: bool = False) -> Any:
    import duckdb

    connection = duckdb.connect(path, read_only=read_only)
    connection.execute("SET temp_directory = '{}'".format(gettempdir().replace("'", "''")))
    return connection
