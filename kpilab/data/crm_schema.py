"""A CRM's tables in a database: made from the layout of a merchant, with types, keys and indexes, and filled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kpilab.worlds.layout import Column, Kind, Layout, Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FILLED", "create_tables", "fill_tables", "layout_of"]

_TIMES = {
    "sqlite": (
        "strftime('%Y-%m-%d %H:%M:%S', created_at, '+24 hours')",
        "ROUND((julianday(first_contact_at) - julianday(created_at)) * 1440) / 60.0",
    ),
    "postgresql": (
        "created_at + INTERVAL '24 hours'",
        "EXTRACT(EPOCH FROM first_contact_at - created_at) / 3600.0",
    ),
}
"""When an answer is due and how many hours it took: databases reckon with time each in a way of their own."""

FILLED = "kpilab_filled"
"""The table in which a database that was filled here notes what it was filled with."""


def layout_of(name: str, tables: Mapping[str, pd.DataFrame]) -> Layout:
    """The layout that frames have by themselves: columns with their kinds, no keys.

    >>> import pandas as pd
    >>> layout_of("desk", {"deals": pd.DataFrame({"deal": ["D1"], "value": [40]})}).table("deals").column("value").kind
    'integer'
    """
    return Layout(name, tuple(Table(table, "", (), tuple(_columns(frame))) for table, frame in tables.items()))


def _columns(frame: pd.DataFrame) -> Iterable[Column]:
    for name, values in frame.items():
        yield Column(str(name), _kind(values), "", empty_means="" if values.notna().all() else "?")


def _kind(values: pd.Series[Any]) -> Kind:
    from pandas.api import types

    if types.is_bool_dtype(values):
        return "flag"
    if types.is_datetime64_any_dtype(values):
        return "date" if (values.dropna() == values.dropna().dt.normalize()).all() else "time"
    if types.is_integer_dtype(values):
        return "integer"
    return "decimal" if types.is_float_dtype(values) else "text"


def create_tables(connection: Any, layout: Layout) -> Any:
    """Create the layout's tables, and the note of what they are filled with, in one transaction; their metadata."""
    import sqlalchemy as sa

    made = sa.MetaData()
    for table in layout.tables:
        sa.Table(table.name, made, *_parts(layout, table))
    noted = (sa.Column(name, sa.Text, nullable=False) for name in ("merchant", "data"))
    sa.Table(
        FILLED, made, *noted, sa.Column("filled", sa.Text, primary_key=True), sa.Column("rows_filled", sa.BigInteger)
    )
    made.create_all(connection)
    return made


def _parts(layout: Layout, table: Table) -> Iterable[Any]:
    import sqlalchemy as sa

    types = {
        "text": sa.Text,
        "integer": sa.BigInteger,
        "decimal": sa.Double,
        "date": sa.Date,
        "time": sa.DateTime,
        "flag": sa.Boolean,
    }
    for column in table.columns:
        key = column.name in table.key
        yield sa.Column(column.name, types[column.kind], primary_key=key, nullable=column.may_be_empty and not key)
    for column in table.columns:
        if target := _referred(layout, column):
            yield sa.ForeignKeyConstraint([column.name], [target])
        if (target or column.kind in ("date", "time")) and table.key != (column.name,):
            yield sa.Index(f"{table.name}_{column.name}", column.name)


def _referred(layout: Layout, column: Column) -> str:
    """The table and column that a column points to, where a database can hold it to that: to the whole key."""
    names = [table.name for table in layout.tables]
    other = column.refers_as or column.name
    if column.refers_to not in names or layout.table(column.refers_to).key != (other,):
        return ""
    return f"{column.refers_to}.{other}"


def fill_tables(connection: Any, layout: Layout, tables: Mapping[str, pd.DataFrame], *, data: str) -> None:
    """Create the tables and put every row in, with a note of `data` and the rows; all of it or nothing.

    A CRM with leads gets a view of them, `lead_times`, with the moment an answer was due and the hours it took.

    Money stays in whole cents. A day without a time is written without one in SQLite, so that days compare as days.
    """
    made = create_tables(connection, layout)
    put = _copied if connection.dialect.name == "postgresql" else _inserted
    for table in made.sorted_tables:
        if table.name != FILLED:
            put(connection, layout.table(table.name), tables[table.name])
    noted = [
        {"merchant": layout.name, "data": data, "filled": table.name, "rows_filled": len(tables[table.name])}
        for table in layout.tables
    ]
    if noted:
        connection.execute(made.tables[FILLED].insert(), noted)
    if "leads" in tables:
        due, hours = _TIMES[connection.dialect.name]
        connection.exec_driver_sql(
            "CREATE VIEW lead_times AS SELECT lead_id, staff_id, store_id, created_at, first_contact_at, "
            f"{due} AS due_at, {hours} AS hours FROM leads"
        )


def _copied(connection: Any, table: Table, frame: pd.DataFrame) -> None:
    from kpilab.worlds.frames import csv_bytes

    names = ", ".join(f'"{name}"' for name in table.names)
    take = f'COPY "{table.name}" ({names}) FROM STDIN WITH (FORMAT csv, HEADER true)'
    content = BytesIO(csv_bytes(table, frame))
    with connection.connection.cursor() as cursor, cursor.copy(take) as copy:
        while block := content.read(1 << 16):
            copy.write(block)


def _inserted(connection: Any, table: Table, frame: pd.DataFrame) -> None:
    names = ", ".join(f'"{name}"' for name in table.names)
    marks = ", ".join("?" * len(table.names))
    columns = [_stored(frame[column.name], column.kind) for column in table.columns]
    rows = list(zip(*columns, strict=True))
    if rows:
        connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', rows)


def _stored(values: pd.Series[Any], kind: Kind) -> list[Any]:
    """The cells as SQLite keeps them: empty ones as NULL, days and times as text that sorts by time."""
    if kind == "date" or (kind == "time" and values.notna().any()):
        text = values.dt.strftime("%Y-%m-%d %H:%M:%S").str.removesuffix(" 00:00:00")
    else:
        text = values.astype("Int64") if kind == "integer" else values
    return [None if empty else cell for cell, empty in zip(text.tolist(), values.isna().tolist(), strict=True)]
