"""The tables' schemas in pandera, made from the layout that also makes the data dictionary."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpilab.worlds.layout import Column, Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Fault", "faults", "open_dtype", "schema"]


@dataclass(frozen=True)
class Fault:
    """One cell, or one row's key, that breaks a rule; `row` counts from 0 in the table."""

    rule: str
    """empty, allowed, least, most, pattern or unique."""
    column: str
    row: int
    value: object


def _pandera() -> Any:
    with warnings.catch_warnings():
        # Where PySpark is installed, pandera imports it, and it warns about settings that nobody here uses.
        warnings.filterwarnings("ignore", message=".*PYARROW_IGNORE_TIMEZONE.*")
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
        warnings.filterwarnings("ignore", module=r"pyspark(\..*)?$")
        import pandera.backends.pandas.builtin_checks  # otherwise at the first check, outside of this silence
        import pandera.pandas
    return pandera.pandas


def _checks(column: Column) -> list[Any]:
    check = _pandera().Check
    found = []
    if column.allowed:
        found.append(check.isin(list(column.allowed), error="allowed"))
    if column.pattern:
        found.append(check.str_matches(f"^(?:{column.pattern})$", error="pattern"))
    if column.at_least is not None:
        found.append(check.ge(column.at_least, error="least"))
    if column.at_most is not None:
        found.append(check.le(column.at_most, error="most"))
    return found


def open_dtype(column: Column) -> Any:
    """The type in which a column is examined: one that can hold a missing value even where none may be.

    >>> open_dtype(Column("qty", "integer", "Pieces."))
    'Int64'
    """
    from kpilab.worlds.frames import dtype_of

    return {"integer": "Int64", "flag": "boolean"}.get(column.kind) or dtype_of(column)


def schema(table: Table) -> Any:
    """The pandera `DataFrameSchema` of a table: its columns in order, their open types, limits and keys."""
    pandera = _pandera()
    columns = {
        column.name: pandera.Column(open_dtype(column), _checks(column), nullable=column.may_be_empty)
        for column in table.columns
    }
    return pandera.DataFrameSchema(
        columns,
        name=table.name,
        strict=True,
        ordered=True,
        unique=list(table.key),
        report_duplicates="exclude_first",
    )


def faults(table: Table, data: pd.DataFrame) -> Iterator[Fault]:
    """Every fault of a table that already has the layout's columns, in the order of rows."""
    errors = _pandera().errors
    try:
        schema(table).validate(data.astype({column.name: open_dtype(column) for column in table.columns}), lazy=True)
    except errors.SchemaErrors as found:
        cases = found.failure_cases
        seen = set()
        for check, column, row, value in sorted(
            zip(cases["check"], cases["column"], cases["index"], cases["failure_case"], strict=True),
            key=lambda case: (case[2], str(case[1])),
        ):
            rule = {"not_nullable": "empty", "multiple_fields_uniqueness": "unique"}.get(check, check)
            place = (rule, "" if rule == "unique" else column, row)
            if place not in seen:
                seen.add(place)
                if rule == "unique":
                    yield Fault(rule, table.key[0], int(row), None)
                else:
                    yield Fault(rule, column, int(row), value)
