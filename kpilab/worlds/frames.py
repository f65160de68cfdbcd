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

__all__ = ["TEXT", "coded", "csv_bytes", "dtype_of", "frame", "named"]

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


def _cells(values: pd.Series[Any], column: Column) -> Any:
    if column.kind not in ("date", "time"):
        return values
    unit: Any = "D" if column.kind == "date" else "m"
    text = np.datetime_as_string(values.to_numpy().astype(f"datetime64[{unit}]"), unit=unit)
    return np.where(values.isna(), "", np.char.replace(text, "T", " "))


def csv_bytes(table: Table, data: pd.DataFrame) -> bytes:
    """The table as a CSV file in UTF-8 with line feeds; the same table gives the same bytes everywhere."""
    written = pd.DataFrame({column.name: _cells(data[column.name], column) for column in table.columns})
    text: str = written.to_csv(index=False, lineterminator="\n")
    return text.encode()
