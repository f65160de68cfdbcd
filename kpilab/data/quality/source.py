"""The tables to be looked at, their cells as they stand: from memory, a merchant, a file or a folder."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from kpilab import worlds
from kpilab.data.delimited import CsvTable, separator_in
from kpilab.data.load import Tables, load
from kpilab.data.opening import open_data
from kpilab.data.parquet import DuckTable, ParquetTable
from kpilab.data.quality.sheets import headed, is_heading, sheets_as_kept
from kpilab.data.sheets import SheetTable
from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Given", "Source", "given_tables"]

Source: TypeAlias = "str | Path | pd.DataFrame | Mapping[str, pd.DataFrame]"
_PEEK = 1_000
_LARGE, _MOST_NAMES = 50_000_000, 100_000
"""In files of more bytes, texts that come again and again are kept once each."""
_BLOCK = 1 << 23
"""Bytes read at a time; the first of them decide a column's type, and a cell that does not fit makes it text."""
_ZEROS = re.compile(r"[+-]?0\d")
"""A number written like this is a code: as a number it would lose its zeros."""


@dataclass(frozen=True, eq=False)
class Given:
    """One table as it was given: `first_row` is the number that a person gives its first row of data.

    `notes` say how it was read where that is not plain; `has_heading` is False where no line names the columns.
    """

    name: str
    file: str
    first_row: int
    cells: pd.DataFrame
    has_heading: bool = True
    notes: tuple[str, ...] = ()


def given_tables(source: Source, *, told: Callable[[str], None] | None = None) -> tuple[str, dict[str, Given]]:
    """What the data are called, and their tables by name. `told` hears the name of each table before it is read.

    >>> import pandas as pd
    >>> given_tables(pd.DataFrame({"qty": [1]}))[1]["table"].first_row
    1
    """
    import pandas as pd

    if isinstance(source, pd.DataFrame):
        return "table", {"table": Given("table", "table", 1, source.reset_index(drop=True))}
    if isinstance(source, Mapping):
        return _from_memory(source)
    text = str(source)
    if text in worlds.MERCHANTS and not Path(text).exists():
        return _from_memory(load(text))
    opened = open_data(text)
    name = Path(text).stem if "://" not in text else opened.place
    found = {}
    for table in opened.tables.values():
        if told:
            told(table.name)
        found[table.name] = _given(table)
    books = dict.fromkeys(table.path for table in opened.tables.values() if isinstance(table, SheetTable))
    for book in books:
        for sheet, first, cells, has_heading, notes in sheets_as_kept(book):
            found[sheet.name] = Given(sheet.name, _file_of(sheet), first, cells, has_heading, notes)
    return name, {table: one for table, one in found.items() if len(one.cells.columns)}


def _given(table: Any) -> Given:
    import pandas as pd

    if isinstance(table, SheetTable):
        return Given(table.name, _file_of(table), 1, pd.DataFrame())
    if isinstance(table, CsvTable):
        has_heading = is_heading(table.columns) and sum(map(bool, table.columns)) * 2 > len(table.columns)
        is_data = not is_heading(table.columns)
        names = headed(table.columns if has_heading else [None] * len(table.columns))
        cells = _quickly(table, names, skipped=0 if is_data else 1)
        if cells is None:
            cells = table.read(_told_apart(table)).set_axis(names, axis="columns")
        return Given(table.name, _file_of(table), 1 if is_data else 2, cells, has_heading)
    return Given(table.name, _file_of(table), table.first_row, _cells(table))


def _told_apart(table: CsvTable) -> tuple[str, ...]:
    """The table's columns; `DataError` where two have one name and the file is not read by place."""
    twice = sorted({column for column in table.columns if table.columns.count(column) > 1})
    if twice:
        text = _("{table} has several columns of the name {names}; name them otherwise.")
        raise DataError(text.format(table=table.name, names=", ".join(f"'{name}'" for name in twice)))
    return table.columns


def _from_memory(source: Mapping[str, pd.DataFrame]) -> tuple[str, dict[str, Given]]:
    shipped = isinstance(source, Tables)
    name = source.name if isinstance(source, Tables) else "tables"
    return name, {
        table: Given(table, f"{table}.csv" if shipped else table, 2 if shipped else 1, frame.reset_index(drop=True))
        for table, frame in source.items()
    }


def _file_of(table: Any) -> str:
    path = getattr(table, "path", None)
    if path is None:
        return str(table.name)
    sheet = getattr(table, "sheet", "")
    return f"{path.name} · {sheet}" if sheet else str(path.name)


def _cells(table: Any) -> pd.DataFrame:
    """Every column as it stands."""
    if not table.columns:
        raise DataError(_("{table} has no columns.").format(table=table.name))
    if isinstance(table, DuckTable):
        found: pd.DataFrame = table.connection.sql(f"SELECT * FROM {table.source}").df()
        return found
    if isinstance(table, ParquetTable) or hasattr(table, "read"):
        read: pd.DataFrame = table.read(table.columns)
        return read.reset_index(drop=True)
    raise DataError(_("{table} cannot be read.").format(table=table.name))


def _quickly(table: CsvTable, names: list[str], *, skipped: int) -> pd.DataFrame | None:
    """The file read by its columns' types: a column in which one cell is no number stays text, cell by cell."""
    import pyarrow as pa
    from pyarrow import csv as fast

    quotes = _quotes(table.path)
    if quotes % 2:
        return None
    try:
        with table.path.open(encoding=table.encoding, newline="") as file:
            mark = separator_in(file.readline())
            coded = {
                names[place] for row in islice(csv.reader(file, delimiter=mark), _PEEK) for place in _coded(row, names)
            }
        read = fast.read_csv(
            table.path,
            fast.ReadOptions(
                column_names=names, skip_rows=skipped, encoding=table.encoding.removesuffix("-sig"), block_size=_BLOCK
            ),
            fast.ParseOptions(delimiter=mark, newlines_in_values=bool(quotes), ignore_empty_lines=False),
            fast.ConvertOptions(
                null_values=[""], strings_can_be_null=True, timestamp_parsers=[fast.ISO8601],
                column_types=dict.fromkeys(coded, pa.large_string()), true_values=["True"], false_values=["False"],
                auto_dict_encode=table.path.stat().st_size > _LARGE, auto_dict_max_cardinality=_MOST_NAMES,
            ),
            memory_pool=pa.system_memory_pool(),
        )  # fmt: skip
    except (pa.ArrowException, OSError, UnicodeError, LookupError, csv.Error):
        return None
    return _in_pandas(read)


def _in_pandas(read: Any) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    columns = {}
    for name in read.column_names:
        column = read[name]
        if pa.types.is_dictionary(column.type):
            columns[name] = _categories(column.unify_dictionaries())
        elif pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            columns[name] = pd.Series(pd.array(column.cast(pa.large_string()), dtype="str"))
        elif pa.types.is_integer(column.type) and column.null_count:
            columns[name] = pd.Series(pd.array(column.to_pandas(integer_object_nulls=True), dtype="Int64"))
        elif pa.types.is_boolean(column.type) and column.null_count:
            columns[name] = pd.Series(pd.array(column.to_pandas(), dtype="boolean"))
        elif pa.types.is_temporal(column.type):
            wide = column.cast(pa.timestamp("us")) if not pa.types.is_time(column.type) else column.cast(pa.string())
            columns[name] = wide.to_pandas().rename(None)
        elif pa.types.is_null(column.type):
            columns[name] = pd.Series(pd.array([None] * len(column), dtype="str"))
        else:
            columns[name] = column.to_pandas().rename(None)
    return pd.DataFrame(columns, copy=False)


def _categories(column: Any) -> pd.Series[Any]:
    import pandas as pd
    import pyarrow as pa

    if not column.num_chunks:
        return pd.Series([], dtype="str")
    codes = pa.chunked_array([chunk.indices for chunk in column.chunks]).fill_null(-1).to_numpy()
    texts = pd.Index(pd.array(column.chunk(0).dictionary.cast(pa.large_string()), dtype="str"))
    return pd.Series(pd.Categorical.from_codes(codes, categories=texts))


def _quotes(path: Path) -> int:
    """How many quotation marks stand below the headings: only in them a cell goes on in the next line.

    Where their number is odd, one that was opened may swallow the rest: such a file is read by the careful reader.
    """
    with path.open("rb") as file:
        file.readline()
        return sum(chunk.count(b'"') for chunk in iter(lambda: file.read(1 << 22), b""))


def _coded(row: list[str], names: list[str]) -> Iterator[int]:
    return (place for place, cell in enumerate(row[: len(names)]) if _ZEROS.match(cell))
