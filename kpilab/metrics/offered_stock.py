"""Stock on offer: what was counted on the evening before a window, and what was received in it."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from kpilab.metrics.aggregation import Frame
from kpilab.metrics.engines import date_number, number_of
from kpilab.metrics.parts import paid_lines
from kpilab.metrics.periods import PERIODS, period_at, period_start
from kpilab.metrics.sources import Sources

__all__ = ["offered_units", "returned_units", "units_of_counted_days"]

_COUNTED = ("stock", "day")


def offered_units(sources: Sources) -> Frame:
    """Rows with `offered` units: the count before a window (`counts` 1), on its first day, and what came in in it."""
    key = ["store_id", "product_id", "day"]
    stock = sources.table("stock", *key, "units", "received_units", key=key)
    after = stock.with_columns(nw.col("day").dt.offset_by("1d"))
    first = number_of(_first_day(sources))
    at_start = date_number("day") == (first if sources.period is None else _start_number(sources.period))
    begun = date_number("day") <= number_of(sources.last_day())
    opening = after.filter(at_start & begun).with_columns(nw.col("units").alias("offered"), nw.lit(1).alias("counts"))
    received = _from_first_day(sources, stock)
    received = received.with_columns(nw.col("received_units").alias("offered"), nw.lit(0).alias("counts"))
    columns = [*key, "offered", "counts"]
    pieces = [piece.select(*columns).with_columns(nw.col("offered").cast(nw.Float64)) for piece in (opening, received)]
    return nw.concat(pieces, how="vertical")


def units_of_counted_days(sources: Sources) -> Frame:
    """Units on paid lines, from the first day of the window on."""
    return _from_first_day(sources, sources.built(paid_lines))


def returned_units(sources: Sources) -> Frame:
    """Units that came back, on the day they did."""
    returns = sources.table("returns", "order_id", "line_no", "qty", "returned_on")
    lines = sources.built(paid_lines).drop("qty", "day").join(returns, on=["order_id", "line_no"], how="inner")
    return _from_first_day(sources, lines.with_columns(nw.col("returned_on").dt.truncate("1d").alias("day")))


def _from_first_day(sources: Sources, frame: Frame) -> Frame:
    """Without periods the window begins on a certain day; with them each begins with its period."""
    if sources.period:
        return frame
    return frame.filter(date_number("day") >= number_of(_first_day(sources)))


def _first_day(sources: Sources) -> pd.Timestamp:
    """The first day of the one window: of the periods that were asked for, or the day after the first count."""
    asked = [period_at(name, label).start_time for name in PERIODS for label in sources.where.get(name, ())]
    return min(asked) if asked else sources.ends(_COUNTED)[0] + pd.Timedelta(days=1)


def _start_number(period: str) -> nw.Expr:
    start = period_start(period).dt
    return start.year().cast(nw.Int64) * 10_000 + start.month().cast(nw.Int64) * 100 + start.day().cast(nw.Int64)
