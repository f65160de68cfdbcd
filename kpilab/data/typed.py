"""Tables whose cells are typed already, or written as programs write them: read in one go, without looking at cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpilab.data.delimited import CsvTable
from kpilab.data.parquet import DuckTable, ParquetTable
from kpilab.worlds.layout import Column, Table

if TYPE_CHECKING:
    import pandas as pd

    from kpilab.data.opening import OwnTable

__all__ = ["arrow_type", "csv_options", "fits", "from_arrow", "typed_cells", "typed_frame"]

_NOTHING = ["", "null", "NULL", r"\N"]


def arrow_type(column: Column) -> Any:
    """The Arrow type of a column."""
    import pyarrow as pa

    return {
        "text": pa.large_string(),
        "integer": pa.int64(),
        "decimal": pa.float64(),
        "date": pa.timestamp("us"),
        "time": pa.timestamp("us"),
        "flag": pa.bool_(),
    }[column.kind]


def csv_options(table: Table) -> Any:
    """How the cells of a table's CSV file are to be read."""
    from pyarrow import csv

    return csv.ConvertOptions(
        column_types={column.name: arrow_type(column) for column in table.columns},
        include_columns=list(table.names),
        timestamp_parsers=[csv.ISO8601],  # a pattern of one's own would take 31 February for 2 March
        null_values=_NOTHING,
        strings_can_be_null=True,
        true_values=["True", "true", "TRUE"],
        false_values=["False", "false", "FALSE"],
    )


def from_arrow(table: Table, read: Any) -> pd.DataFrame:
    """The columns of an Arrow table as the layout has them, whole numbers and flags able to be missing."""
    import pandas as pd

    return pd.DataFrame({column.name: _values(column, read[column.name]) for column in table.columns})


def _values(column: Column, values: Any) -> Any:
    import pandas as pd

    from kpilab.worlds.frames import TEXT

    if column.kind == "text":
        return pd.array(values, dtype=TEXT)
    if column.kind in ("integer", "flag") and values.null_count:
        return pd.array(
            values.to_pandas(integer_object_nulls=True), dtype="Int64" if column.kind == "integer" else "boolean"
        )
    return values.to_pandas()


def typed_frame(table: Table, source: OwnTable) -> pd.DataFrame | None:
    """The table where each cell is of its column's type or in the usual form; None where cells must be looked at."""
    import pyarrow as pa

    try:
        if isinstance(source, CsvTable):
            read = _csv(table, source)
        elif isinstance(source, ParquetTable | DuckTable):
            read = _cast(table, source.arrow(table.names))
        else:
            return None
    except pa.ArrowException:
        return None
    return None if read is None or _finer(table, read) else from_arrow(table, read)


def typed_cells(table: Table, cells: pd.DataFrame) -> pd.DataFrame | None:
    """The same for cells that a sheet or a database has handed over."""
    import pyarrow as pa

    try:
        read = _cast(table, pa.Table.from_pandas(cells, preserve_index=False), texts_as_times=True)
    except (pa.ArrowException, OverflowError, ValueError, TypeError):
        return None
    return None if read is None or _finer(table, read) else from_arrow(table, read)


def _csv(table: Table, source: CsvTable) -> Any:
    from pyarrow import csv

    if source.encoding not in ("utf-8", "utf-8-sig"):
        return None
    names = list(source.columns)
    read = csv.read_csv(
        source.path,
        read_options=csv.ReadOptions(column_names=names, skip_rows=1),
        parse_options=csv.ParseOptions(delimiter=source.separator, newlines_in_values=True, ignore_empty_lines=False),
        convert_options=csv_options(table),
    )
    return _trimmed(table, read)


def _trimmed(table: Table, read: Any) -> Any:
    """The columns in order, texts without blanks around them; None where a text says that nothing is there."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = {column.name: read[column.name] for column in table.columns}
    for column in table.columns:
        if column.kind == "text":
            columns[column.name] = pc.utf8_trim_whitespace(columns[column.name])
            if pc.any(pc.is_in(columns[column.name], pa.array(_NOTHING, type=pa.large_string()))).as_py():
                return None
    return pa.table(columns)


def _cast(table: Table, read: Any, *, texts_as_times: bool = False) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    wanted = {}
    for column in table.columns:
        content = read[column.name]
        if pa.types.is_dictionary(content.type):
            content = content.cast(content.type.value_type)
        written = texts_as_times and column.kind in ("date", "time") and _is_text(content.type)
        if not written and not _is_alike(column, content.type):
            return None
        if pa.types.is_timestamp(content.type) and content.type.tz:
            content = pc.local_timestamp(content)
        wanted[column.name] = content.cast(arrow_type(column))
    return _trimmed(table, wanted)


def _is_text(held: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(held) or pa.types.is_large_string(held))


def _is_alike(column: Column, held: Any) -> bool:
    """Whether what is held needs only to be widened."""
    import pyarrow as pa

    types = pa.types
    numbers = types.is_integer(held) or types.is_floating(held) or types.is_decimal(held)
    fitting: dict[str, bool] = {
        "text": _is_text(held),
        "integer": numbers,
        "decimal": numbers,
        "date": types.is_date(held) or types.is_timestamp(held),
        "time": types.is_date(held) or types.is_timestamp(held),
        "flag": types.is_boolean(held),
    }
    return fitting[column.kind] or bool(types.is_null(held))


def _finer(table: Table, read: Any) -> bool:
    """Whether a day has a clock time, or a number is none."""
    import pyarrow.compute as pc

    for column in table.columns:
        content = read[column.name]
        if column.kind == "date" and pc.any(pc.not_equal(pc.floor_temporal(content, unit="day"), content)).as_py():
            return True
        if column.kind == "decimal" and pc.any(pc.invert(pc.is_finite(content))).as_py():
            return True
    return False


def fits(table: Table, frame: pd.DataFrame) -> bool:
    """Whether a table keeps every rule of its layout: seen quickly; which cell breaks which, `schemas.faults` says."""
    return not frame.duplicated(list(table.key)).any() and all(
        _keeps(column, frame[column.name]) for column in table.columns
    )


def _keeps(column: Column, values: pd.Series[Any]) -> bool:
    if not column.may_be_empty and values.isna().any():
        return False
    if column.at_least is not None and (values < column.at_least).any():
        return False
    if column.at_most is not None and (values > column.at_most).any():
        return False
    if column.allowed and not set(values.dropna().unique()) <= set(column.allowed):
        return False
    return not column.pattern or bool(values.dropna().str.fullmatch(column.pattern).all())
