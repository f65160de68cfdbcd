"""From columns to typed tables, and from tables to the bytes of a CSV file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kpilab.worlds.layout import Column, Table

__all__ = ["TEXT", "arrow_table", "arrow_type", "coded", "csv_bytes", "dtype_of", "frame", "named"]

TEXT = pd.StringDtype(storage="pyarrow", na_value=np.nan)
"""The same text type under every version of pandas that we support."""


def dtype_of(column: Column) -> Any:
    """The pandas type of a column; whole numbers that may be missing stay whole numbers.

    >>> dtype_of(Column("qty", "integer", "Pieces."))
    'int64'
    """
    if column.kind == "text":
        return TEXT
    if column.kind == "integer":
        return "Int64" if column.may_be_empty else "int64"
    return {"decimal": "float64", "date": "datetime64[us]", "time": "datetime64[us]", "flag": "bool"}[column.kind]


def named(names: Sequence[str], positions: NDArray[np.int64]) -> Any:
    """The name at each position, as a text column; a position below 0 is an empty cell.

    >>> named(["store", "online"], np.array([1, -1])).tolist()
    ['online', nan]
    """
    known = pa.array(names, type=pa.large_string())
    return pd.array(known.take(pa.array(positions, mask=positions < 0)), dtype=TEXT)


def coded(prefix: str, numbers: NDArray[np.int64], *, digits: int = 1) -> Any:
    """Numbers as codes with a letter in front, filled up with zeros to `digits`; one below 0 is an empty cell.

    >>> coded("C", np.array([17, -1])).tolist()
    ['C17', nan]
    """
    shown = pa.array(numbers, mask=numbers < 0).cast(pa.large_string())
    if digits > 1:
        shown = pc.utf8_lpad(shown, digits, "0")
    return pd.array(
        pc.binary_join_element_wise(pa.scalar(prefix, shown.type), shown, pa.scalar("", shown.type)), dtype=TEXT
    )


def frame(table: Table, columns: Mapping[str, Any] | pd.DataFrame) -> pd.DataFrame:
    """A table with the layout's columns, in its order and with its types."""
    typed = {column.name: pd.Series(columns[column.name], dtype=dtype_of(column)) for column in table.columns}
    return pd.DataFrame(typed, copy=False)  # each column is a copy already


def arrow_type(column: Column) -> Any:
    """The Arrow type of a column, in files that keep types: days and times alike are timestamps, as in the tables.

    >>> arrow_type(Column("qty", "integer", "Pieces."))
    DataType(int64)
    """
    day_or_time = pa.timestamp("us")
    return {
        "text": pa.large_string(),
        "integer": pa.int64(),
        "decimal": pa.float64(),
        "date": day_or_time,
        "time": day_or_time,
        "flag": pa.bool_(),
    }[column.kind]


def arrow_table(table: Table, data: pd.DataFrame) -> Any:
    """The table in Arrow's columns, typed by the layout; missing values are nulls."""
    columns = [pa.array(data[column.name], arrow_type(column), from_pandas=True) for column in table.columns]
    schema = pa.schema([(column.name, arrow_type(column)) for column in table.columns])
    return pa.table([_whole(values) for values in columns], schema=schema)


def _whole(values: Any) -> Any:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values


def _text(column: Column, values: Any) -> Any:
    """The column's cells as they stand in a CSV file; an empty cell stays null."""
    if column.kind == "time":
        return pc.utf8_slice_codeunits(values.cast(pa.timestamp("s"), safe=False).cast(pa.large_string()), 0, 16)
    if column.kind == "flag":
        return pc.if_else(values, _TRUE, _FALSE)
    if column.kind == "integer":
        return values.cast(pa.large_string())
    if column.kind == "text":
        special = pc.match_substring_regex(values, '[,"\\r\\n]')
        if not pc.any(special).as_py():
            return values
        quoted = pc.binary_join_element_wise(_QUOTE, pc.replace_substring(values, '"', '""'), _QUOTE, _NOTHING)
        return pc.if_else(special, quoted, values)
    coded = values.dictionary_encode()  # few different days and decimals: each is spelt out once
    spelt = [str(value)[:10] if column.kind == "date" else repr(value) for value in coded.dictionary.to_pylist()]
    return pa.array(spelt, pa.large_string()).take(coded.indices)


_TRUE, _FALSE, _QUOTE, _NOTHING, _COMMA, _END = (
    pa.scalar(text, pa.large_string()) for text in ("True", "False", '"', "", ",", "\n")
)


def csv_bytes(table: Table, data: pd.DataFrame, *, header: bool = True) -> bytes:
    """The table as a CSV file in UTF-8 with line feeds; the same table gives the same bytes everywhere.

    Without its header it is the rows alone, to be put below others.
    """
    columns = arrow_table(table, data)
    cells = [_text(column, columns[column.name].combine_chunks()) for column in table.columns]
    cells[-1] = pc.binary_join_element_wise(cells[-1].fill_null(""), _NOTHING, _END)
    filled = {"null_handling": "replace", "null_replacement": ""}
    lines = cells[0] if len(cells) == 1 else pc.binary_join_element_wise(*cells, _COMMA, **filled)
    head = ",".join(table.names).encode() + b"\n" if header else b""
    return head + _buffer(lines)


def _buffer(lines: Any) -> bytes:
    """The bytes of all strings, one after another, as Arrow keeps them."""
    if not len(lines):
        return b""
    _valid, ends, letters = lines.buffers()
    last = int(np.frombuffer(ends, dtype=np.int64)[len(lines)])
    text: bytes = letters[:last].to_pybytes()
    return text
