"""The same tables on every engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa

Tables = dict[str, pd.DataFrame]

ENGINES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "polars": pl.from_pandas,
    "polars lazy": lambda table: pl.from_pandas(table).lazy(),
    "duckdb": duckdb.from_df,
    "pyarrow": pa.Table.from_pandas,
}


def on(engine: str, tables: Tables) -> dict[str, Any]:
    return {name: ENGINES[engine](table) for name, table in tables.items()}


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(found, expected, rtol=1e-9, atol=0, check_dtype=False)
