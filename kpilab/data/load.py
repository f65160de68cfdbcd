"""Loading a merchant's tables, the ones that ship with kpilab or a folder of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpilab import worlds
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _, ngettext
from kpilab.worlds.datasets import checksums, standard_folder
from kpilab.worlds.layout import Column, Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Tables", "load", "standard_folder"]


class Tables(Mapping[str, "pd.DataFrame"]):
    """A merchant's tables by name: to be read, not to be added to."""

    def __init__(self, name: str, frames: Mapping[str, pd.DataFrame]) -> None:
        self.name = name
        self._frames = dict(frames)

    def __getitem__(self, table: str) -> pd.DataFrame:
        if table not in self._frames:
            raise UnknownName(_("table"), table, self._frames)
        return self._frames[table]

    def __contains__(self, table: object) -> bool:
        return table in self._frames

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    def __repr__(self) -> str:
        lines = [
            ngettext("{table}: {n:,} row", "{table}: {n:,} rows", len(frame)).format(table=name, n=len(frame))
            for name, frame in self._frames.items()
        ]
        return "\n".join([self.name, *(f"  {line}" for line in lines)])


def load(source: str | Path, *, tables: Iterable[str] | None = None) -> Tables:
    """The tables of the merchant or folder `source`: all of them, or those named in `tables`.

    A merchant's name loads the standard data. A folder holds one CSV file a table, laid out as
    in the data dictionary; every cell that does not fit is listed in one `DataError` with its
    file, row, column and what to do. Text columns are pandas strings, days and times are
    timestamps, money is whole cents.

    >>> len(load("retail_chain", tables=["stores"])["stores"])
    8
    """
    name, folder = _found(source)
    layout = worlds.layout(name)
    asked = layout.tables if tables is None else tuple(layout.table(table) for table in tables)
    shipped = checksums(standard_folder(name))
    contents = _contents(folder, asked)
    frames = {
        table.name: _shipped_frame(table, contents[table.name])
        for table in asked
        if sha256(contents[table.name]).hexdigest() == shipped.get(f"{table.name}.csv")
    }
    others = [table for table in asked if table.name not in frames]
    if others and folder == standard_folder(name):
        files = ", ".join(f"{table.name}.csv" for table in others)
        raise DataError(
            _("{files} in {folder} differ from what was shipped; install kpilab again or restore them.").format(
                files=files, folder=folder
            )
        )
    if others:
        from kpilab.data.own_folder import checked_frames

        frames |= checked_frames(others, contents, frames)
    return Tables(name, {table.name: frames[table.name] for table in asked})


def _found(source: str | Path) -> tuple[str, Path]:
    if isinstance(source, str) and source in worlds.MERCHANTS:
        return source, standard_folder(source)
    folder = Path(source)
    if folder.is_dir():
        return worlds.MERCHANTS[0], folder
    if folder.exists():
        raise DataError(_("{path} is a file; name the folder that holds it.").format(path=folder))
    if folder.name == str(source):
        raise UnknownName(_("merchant or folder"), str(source), worlds.MERCHANTS)
    raise DataError(_("There is no folder {path}.").format(path=folder))


def _contents(folder: Path, tables: Iterable[Table]) -> dict[str, bytes]:
    contents, missing = {}, []
    for table in tables:
        file = folder / f"{table.name}.csv"
        try:
            contents[table.name] = file.read_bytes()
        except FileNotFoundError:
            missing.append(_("{file} is missing; save the table under this name.").format(file=file.name))
        except OSError as fault:
            missing.append(_("{file} cannot be read: {why}.").format(file=file.name, why=fault.strerror or fault))
    if missing:
        raise DataError(_("The data in {folder} are not complete:").format(folder=folder), missing)
    return contents


def _arrow_type(column: Column) -> Any:
    import pyarrow as pa

    return {
        "text": pa.large_string(),
        "integer": pa.int64(),
        "decimal": pa.float64(),
        "date": pa.timestamp("us"),
        "time": pa.timestamp("us"),
        "flag": pa.bool_(),
    }[column.kind]


def _shipped_frame(table: Table, content: bytes) -> pd.DataFrame:
    """A table of the standard data, known by its checksum and so not examined again."""
    import pyarrow as pa
    from pyarrow import csv

    from kpilab.worlds.frames import frame

    options = csv.ConvertOptions(
        column_types={column.name: _arrow_type(column) for column in table.columns},
        timestamp_parsers=["%Y-%m-%d %H:%M", "%Y-%m-%d"],
        null_values=[""],
        strings_can_be_null=True,
        true_values=["True"],
        false_values=["False"],
    )
    read = csv.read_csv(pa.BufferReader(content), convert_options=options)
    return frame(table, {column.name: _values(column, read[column.name]) for column in table.columns})


def _values(column: Column, values: Any) -> Any:
    import pandas as pd

    from kpilab.worlds.frames import TEXT

    if column.kind == "text":
        return pd.array(values, dtype=TEXT)
    if column.kind == "integer" and column.may_be_empty:
        return pd.array(values.to_pandas(integer_object_nulls=True), dtype="Int64")
    return values.to_pandas()
