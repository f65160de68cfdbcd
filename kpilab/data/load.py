"""Loading a merchant's tables, the ones that ship with kpilab or a folder of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kpilab import worlds
from kpilab.data.delimited import CsvTable
from kpilab.data.opening import Opened, OwnTable, open_data
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _, ngettext
from kpilab.worlds.datasets import checksums, standard_folder
from kpilab.worlds.layout import Layout, Table

if TYPE_CHECKING:
    import pandas as pd

    from kpilab.data.laid_out import DayOrder, Decimal

__all__ = ["Tables", "load", "standard_folder"]

_UNLIKE = 0.4
"""A table that shares no more of its columns with one of ours is none of ours."""
_SHOWN = 8


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


def load(
    source: str | Path,
    *,
    tables: Iterable[str] | None = None,
    merchant: str | None = None,
    decimal: Decimal | None = None,
    days: DayOrder | None = None,
) -> Tables:
    """A merchant's tables: the standard data by its name, or one's own from wherever they are kept.

    `source` is a merchant's name; a folder of CSV files, workbooks or Parquet files; one such file; a DuckDB or SQLite
    file; or a database's URL (sqlite://, postgresql://, duckdb://). One's own tables are named and laid out as in the
    data dictionary of the merchant whose tables they resemble most, or of `merchant`; a file of a single table may have
    any name. `tables` names those wanted, all by default; a file of a single table holds just that one.

    Encodings (UTF-8, UTF-16, GB18030, cp1252), the mark between columns, 1.234,56 and 31.05.2025 are recognised; where
    the cells leave open what they mean, say `decimal` ("." or ",") or `days` ("day first" or "month first"). Text
    columns are pandas strings, days and times are timestamps, money is whole cents. Raises one `DataError` that lists
    everything that does not fit with its file, row, column and what to do, and `UnknownName` for a merchant or table
    that does not exist.

    >>> len(load("retail_chain", tables=["stores"])["stores"])
    8
    """
    name, place = _found(source, merchant)
    if name:
        return _standard(name, place, tables)
    opened = open_data(str(source))
    layout, there = _resembling(opened, merchant)
    wanted = _wanted(layout, there, opened, tables)
    shipped = _unchanged(layout.name, wanted, there)
    others = [table for table in wanted if table.name not in shipped]
    from kpilab.data.laid_out import laid_out_frames

    frames = shipped | laid_out_frames(others, there, shipped, decimal=decimal, days=days)
    return Tables(layout.name, {table.name: frames[table.name] for table in wanted})


def _found(source: str | Path, merchant: str | None) -> tuple[str, Path]:
    """The standard merchant that is meant and its folder, or "" where the data are one's own."""
    if isinstance(source, str) and source in worlds.MERCHANTS:
        return source, standard_folder(source)
    if merchant is not None:
        worlds.layout(merchant)
    path = Path(source)
    if isinstance(source, str) and "://" not in source and not path.exists() and path.name == source:
        raise UnknownName(_("merchant, folder or file"), source, worlds.MERCHANTS)
    return "", path


def _standard(name: str, folder: Path, tables: Iterable[str] | None) -> Tables:
    layout = worlds.layout(name)
    asked = layout.tables if tables is None else tuple(layout.table(table) for table in tables)
    shipped = checksums(folder)
    contents = _contents(folder, asked)
    changed = [
        f"{table.name}.csv"
        for table in asked
        if sha256(contents[table.name]).hexdigest() != shipped.get(f"{table.name}.csv")
    ]
    if changed:
        raise DataError(
            _("{files} in {folder} differ from what was shipped; install kpilab again or restore them.").format(
                files=", ".join(changed), folder=folder
            )
        )
    return Tables(name, {table.name: _shipped_frame(table, contents[table.name]) for table in asked})


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


def _shipped_frame(table: Table, content: bytes) -> pd.DataFrame:
    """A table of the standard data, known by its checksum and so not examined again."""
    import pyarrow as pa
    from pyarrow import csv

    from kpilab.data.typed import csv_options, from_arrow
    from kpilab.worlds.frames import frame

    return frame(table, from_arrow(table, csv.read_csv(pa.BufferReader(content), convert_options=csv_options(table))))


def _resembling(opened: Opened, merchant: str | None) -> tuple[Layout, dict[str, OwnTable]]:
    """The layout that these tables are laid out by, and the tables by the layout's names."""
    names = {name.casefold(): table for name, table in opened.tables.items()}
    layouts = [worlds.layout(name) for name in ([merchant] if merchant else worlds.MERCHANTS)]
    if len(opened.tables) == 1:
        only = next(iter(opened.tables.values()))
        candidates = [(layout, table) for layout in layouts for table in layout.tables]
        layout, table = max(candidates, key=lambda pair: _likeness(pair[1], only))
        if _likeness(table, only) > _UNLIKE:
            return layout, {table.name: only}
        text = _("{place} is laid out as no table of the data dictionary; its columns are {columns}.")
        raise DataError(text.format(place=opened.place, columns=", ".join(only.columns[:_SHOWN])))
    layout = max(layouts, key=lambda layout: sum(_likeness(table, names.get(table.name)) for table in layout.tables))
    there = {table.name: names[table.name] for table in layout.tables if table.name in names}
    if not there:
        text = _("{place} holds no table of the data dictionary; it holds {tables}.")
        raise DataError(text.format(place=opened.place, tables=", ".join(list(opened.tables)[:_SHOWN])))
    return layout, there


def _likeness(table: Table, own: OwnTable | None) -> float:
    """How many of the columns two tables share, of all that either has; a little more where the names agree."""
    if own is None:
        return 0.0
    try:
        ours, theirs = set(table.names), set(own.columns)
    except DataError:  # it is told when the table is read
        return 0.01
    return len(ours & theirs) / len(ours | theirs) + 0.01 * (own.name.casefold() == table.name)


def _wanted(
    layout: Layout, there: Mapping[str, OwnTable], opened: Opened, tables: Iterable[str] | None
) -> tuple[Table, ...]:
    """The tables to load; `DataError` names those that are not there."""
    if tables is None and len(opened.tables) == 1:
        return tuple(layout.table(name) for name in there)
    asked = layout.tables if tables is None else tuple(layout.table(table) for table in tables)
    missing = [table.name for table in asked if table.name not in there]
    if missing and Path(opened.place).is_dir():
        said = [_("{file} is missing; save the table under this name.").format(file=f"{name}.csv") for name in missing]
        raise DataError(_("The data in {folder} are not complete:").format(folder=opened.place), said)
    if missing:
        text = _("{place} has no table {names}. With tables=[…] you load just those that are there: {there}.")
        raise DataError(text.format(place=opened.place, names=", ".join(missing), there=", ".join(there)))
    return asked


def _unchanged(name: str, tables: Iterable[Table], there: Mapping[str, OwnTable]) -> dict[str, pd.DataFrame]:
    """Copies of the standard files: known by their checksums, they need no examination."""
    folder, found = standard_folder(name), {}
    shipped = checksums(folder)
    for table in tables:
        source = there[table.name]
        digest = shipped.get(f"{table.name}.csv")
        if isinstance(source, CsvTable) and digest:
            try:
                if source.path.stat().st_size != (folder / f"{table.name}.csv").stat().st_size:
                    continue
                content = source.path.read_bytes()
            except OSError:  # it is told when the table is read
                continue
            if sha256(content).hexdigest() == digest:
                found[table.name] = _shipped_frame(table, content)
    return found
