"""Where the rows are kept: pandas, Polars, DuckDB or Spark, and what each of them does in its own way.

Tables are opened without being read, and only what was added up is fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any
from warnings import catch_warnings, simplefilter

import narwhals as nw
import numpy as np
import pandas as pd

from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.metrics.aggregation import Frame, Plain, added_up

__all__ = [
    "date_number",
    "day_count",
    "fetched",
    "number_of",
    "one_where",
    "opened",
    "recognised",
    "repeated",
    "second_count",
    "settled",
    "so_far",
]

_TIMES, _TIME_ENDINGS = ("day", "ts"), ("_at", "_on")
_MOMENT = nw.Datetime("us")


def opened(table: Any, name: str) -> Frame:
    """A table of any engine as a frame that is worked on where it lies; a PyArrow table through Polars or pandas."""
    found: Any = recognised(table, name)
    if isinstance(found, nw.DataFrame) and found.implementation.is_pyarrow():
        found = nw.from_native(found.to_polars() if find_spec("polars") else found.to_pandas())
    frame: Frame = found.lazy()
    return frame


def recognised(table: Any, name: str) -> Any:
    """A table as Narwhals reads it; `DataError` for what is none."""
    try:
        return nw.from_native(table)
    except TypeError as error:
        raise DataError(
            _(
                "'{name}' is no table: hand over a pandas or Polars frame, a DuckDB relation, a PySpark frame or "
                "a PyArrow table, and not '{kind}'."
            ).format(name=name, kind=type(table).__name__)
        ) from error


def fetched(frames: Sequence[Frame]) -> list[pd.DataFrame]:
    """Small results as pandas frames; Polars works them all out in one go, and so does alike work once."""
    frames = [_as_fetched(frame) for frame in frames]
    if all(frame.implementation.is_polars() for frame in frames):
        native = frames[0].implementation.to_native_namespace() if frames else None
        read = [nw.from_native(one) for one in native.collect_all([frame.to_native() for frame in frames])]  # type: ignore[union-attr]
    else:
        read = [frame.collect() for frame in frames]
    return [frame.to_pandas() for frame in read]


def settled(frame: Frame, table: str) -> Frame:
    """The same rows with times as times, without a time zone, whole numbers wide enough to add up, and gaps as gaps."""
    frame = _unmasked(frame)
    turned = [
        expression
        for name, kind in frame.collect_schema().items()
        if (expression := _settled(frame, table, name, kind)) is not None
    ]
    return frame.with_columns(*turned) if turned else frame


def so_far(frame: Frame, until: pd.Timestamp | None) -> Frame:
    """The rows of which the `day` is known, and not after `until` where that is given."""
    if not frame.implementation.is_pandas_like():
        known = frame.filter(~nw.col("day").is_null())
        return known if until is None else known.filter(date_number("day") <= number_of(until))
    native = frame.to_native()
    days = native["day"]
    kept = days.notna() if until is None else days < until.normalize() + pd.Timedelta(days=1)
    return frame if kept.all() else nw.from_native(native[kept]).lazy()


def repeated(frame: Frame, key: Sequence[str], *, most: int) -> pd.DataFrame:
    """The first `most` keys that stand in several rows, with `rows`, their number."""
    if frame.implementation.is_pandas_like():
        native = frame.to_native()
        if _rises(native, key):
            return pd.DataFrame(columns=[*key, "rows"])
        frame = nw.from_native(native[native.duplicated(list(key), keep=False)]).lazy()
    counted = added_up(frame, key, {"rows": Plain("len")}).filter(nw.col("rows") > 1)
    return fetched([counted.sort(*key).head(most)])[0]


def _rises(native: pd.DataFrame, key: Sequence[str]) -> bool:
    """Whether each row's key of whole numbers is above that of the row before: then none stands twice."""
    columns = [native[name] for name in key]
    if not all(isinstance(column.dtype, np.dtype) and column.dtype.kind in "iu" for column in columns):
        return False
    above = np.zeros(max(len(native) - 1, 0), dtype=bool)
    for column in reversed(columns):
        values = column.to_numpy()
        above = (values[1:] > values[:-1]) | ((values[1:] == values[:-1]) & above)
    return bool(above.all())


def date_number(column: str) -> nw.Expr:
    """The day of a time as a number, 20250531: compared alike by every engine, whatever its time zone.

    No day is a number after all days, since pandas has no whole number for it.
    """
    when = nw.col(column).dt
    year, month, day = (
        part.fill_null(none).cast(nw.Int64)
        for part, none in ((when.year(), 9999), (when.month(), 99), (when.day(), 99))
    )
    return year * 10_000 + month * 100 + day


def day_count(column: str) -> nw.Expr:
    """The day of a time as a running number: two differ by the days between, on every engine, from 1901 to 2099."""
    when = nw.col(column).dt
    year, month, day = (part.cast(nw.Int64) for part in (when.year(), when.month(), when.day()))
    return 367 * year - (7 * (year + (month + 9) // 12)) // 4 + 275 * month // 9 + day


def second_count(column: str) -> nw.Expr:
    """A moment as a running number of seconds, where it is known; not every engine subtracts moments."""
    when = nw.col(column).dt
    hours, minutes, seconds = (part.cast(nw.Int64) for part in (when.hour(), when.minute(), when.second()))
    return day_count(column) * 86_400 + hours * 3600 + minutes * 60 + seconds


def number_of(day: pd.Timestamp) -> int:
    """One day as `date_number` writes it; 0 for no day.

    >>> number_of(pd.Timestamp("2025-05-31 18:00"))
    20250531
    """
    return 0 if pd.isna(day) else day.year * 10_000 + day.month * 100 + day.day


def one_where(condition: nw.Expr) -> nw.Expr:
    """1 where a condition holds, 0 where it does not; where it is not known pandas says no, and the others nothing."""
    return condition.fill_null(False).cast(nw.Int64)


def _settled(frame: Frame, table: str, name: str, kind: nw.dtypes.DType) -> nw.Expr | None:
    column = nw.col(name)
    in_memory = frame.implementation.is_pandas_like()
    if name in _TIMES or name.endswith(_TIME_ENDINGS):
        return _time(frame, table, name, kind)
    if kind.is_integer() and kind != nw.Int64:
        return column.cast(nw.Int64)
    if isinstance(kind, nw.Decimal):
        return column.cast(nw.Float64)
    if isinstance(kind, nw.Categorical | nw.Enum):
        return column.cast(nw.String)
    if kind.is_float() and not in_memory:
        known = nw.when(~column.is_nan()).then(column)
        return (known.cast(nw.Int64) if name.endswith("_id") else known).alias(name)
    return None


def _unmasked(frame: Frame) -> Frame:
    """The numbers of pandas that have a mask as plain ones: not all that Narwhals does can be done with a mask."""
    if not frame.implementation.is_pandas_like():
        return frame
    native = frame.to_native()
    masked = [
        name
        for name, kind in native.dtypes.items()
        if not isinstance(kind, np.dtype) and getattr(kind, "kind", "O") in "iuf"
    ]
    if not masked:
        return frame
    kinds = {name: "float64" if native[name].hasnans or native[name].dtype.kind == "f" else "int64" for name in masked}
    plain: Frame = nw.from_native(native.astype(kinds)).lazy()
    return plain


def _time(frame: Frame, table: str, name: str, kind: nw.dtypes.DType) -> nw.Expr | None:
    column = nw.col(name)
    in_memory = frame.implementation.is_pandas_like()
    elsewhere = not in_memory and not frame.implementation.is_polars()
    # Narwhals does not know every zone that pandas knows: America/New_York is unknown to it.
    zoned = isinstance(kind, nw.Datetime) and kind.time_zone is not None
    if zoned or (in_memory and isinstance(frame.to_native()[name].dtype, pd.DatetimeTZDtype)):
        return column.cast(_MOMENT) if elsewhere else column.dt.replace_time_zone(None)
    if isinstance(kind, nw.Datetime):
        return None if in_memory or kind == _MOMENT else column.cast(_MOMENT)
    if kind == nw.Date or (in_memory and not len(frame.to_native())):
        return column.cast(_MOMENT)
    if kind == nw.String:
        if in_memory:
            _check_readable(frame.to_native()[name], table)
        return column.cast(_MOMENT) if elsewhere else column.str.to_datetime()
    raise DataError(_("{table}.{column} must hold dates or times.").format(table=table, column=name))


def _check_readable(texts: pd.Series[str], table: str) -> None:
    """`DataError` for texts that are no times."""
    with catch_warnings():
        simplefilter("error", UserWarning)
        try:
            pd.to_datetime(texts)
        except (ValueError, UserWarning) as error:
            raise DataError(
                _("{table}.{column} must hold dates or times, written such as 2025-05-31 18:30.").format(
                    table=table, column=texts.name
                )
            ) from error


def _as_fetched(frame: Frame) -> Frame:
    """DuckDB's exact numbers as numbers, and Spark's moments as the clock of its session shows them."""
    kinds = frame.collect_schema().items()
    exact = [nw.col(name).cast(nw.Float64) for name, kind in kinds if isinstance(kind, nw.Decimal)]
    zoned = [nw.col(name).cast(_MOMENT) for name, kind in kinds if isinstance(kind, nw.Datetime) and kind.time_zone]
    return frame.with_columns(*exact, *zoned) if exact or zoned else frame
