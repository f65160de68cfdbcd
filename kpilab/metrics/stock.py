"""What lies in stock at cost, evening by evening, and what was sold from it at cost."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import date_number, number_of
from kpilab.metrics.parts import PERIOD, booked_lines, costs, keys_of, paid_lines, with_period
from kpilab.metrics.periods import PERIODS, labelled, period_at, period_start, start_after, written
from kpilab.metrics.sources import Sources

__all__ = [
    "covered",
    "days_of",
    "evenings",
    "lines_at_cost",
    "margin_lines",
    "range_on_sale",
    "stock_at_cost",
    "unsold_stock",
]


def _counts(sources: Sources, *more: str) -> Frame:
    """What was counted: a row for each store, product and day of counting."""
    key = ["store_id", "product_id", "day"]
    return sources.table("stock", *key, "units", *more, key=key)


def evenings(sources: Sources) -> Frame:
    """The counts by `evening`; the last evening before a period is its opening stock, and stands in that period too."""
    counts = sources.built(_counts).with_columns(nw.col("day").alias("evening"))
    period = sources.period or next((name for name in sources.where if name in PERIODS), None)
    if period is None:
        return counts
    after = counts.with_columns(nw.col("day").dt.offset_by("1d").alias("next_day"))
    begun = date_number("next_day") <= number_of(sources.last_day())
    opening = after.filter(begun & (period_start(period, "next_day") > period_start(period, "day")))
    opening = opening.with_columns(nw.col("next_day").alias("day")).drop("next_day")
    return nw.concat([counts, opening.select(*counts.collect_schema().names())], how="vertical")


def stock_at_cost(sources: Sources) -> Frame:
    """The evenings with `value_cents`, and in `counted_in` the store."""
    lines = sources.built(evenings).join(costs(sources), on="product_id", how="left")
    value = nw.col("units") * nw.col("cost_cents")
    return lines.with_columns(value.alias("value_cents"), nw.col("store_id").alias("counted_in"))


def _moved(sources: Sources) -> Frame:
    """Pieces sold, and as negative numbers those that came back, on the day that it was booked."""
    sold = sources.built(paid_lines)
    sold = sold.drop("net_cents", strict=False).with_columns(nw.col("qty").cast(nw.Float64), nw.lit(1).alias("sold"))
    back = sources.table("returns", "order_id", "line_no", "qty", "returned_on")
    back = back.join(sold.drop("qty", "day", "sold"), on=["order_id", "line_no"], how="inner").with_columns(
        nw.col("returned_on").dt.truncate("1d").alias("day"),
        (-nw.col("qty").cast(nw.Float64)).alias("qty"),
        nw.lit(0).alias("sold"),
    )
    return nw.concat([sold, back.select(*sold.collect_schema().names())], how="vertical")


def lines_at_cost(sources: Sources) -> Frame:
    """Pieces sold and pieces that came back, with `goods_cents`, what they cost us."""
    lines = sources.built(_moved).join(costs(sources), on="product_id", how="left")
    return lines.with_columns((nw.col("qty") * nw.col("cost_cents")).alias("goods_cents"))


def margin_lines(sources: Sources) -> Frame:
    """Booked lines with `margin_cents`, what is left of them once the goods are paid."""
    lines = sources.built(booked_lines).join(costs(sources), on="product_id", how="left")
    return lines.with_columns((nw.col("net_cents") - nw.col("qty") * nw.col("cost_cents")).alias("margin_cents"))


def range_on_sale(sources: Sources) -> Frame:
    """One row for each product and key: on sale in the window (in stock or sold), with `units`, net of what came back.

    Nothing stands in a period before the first order or after the last day of the data.
    """
    moved = sources.built(_moved).with_columns(nw.col("qty").alias("units"), nw.col("sold").alias("offered"))
    stocked = sources.built(evenings).filter(nw.col("units") > 0)
    stocked = stocked.with_columns(nw.lit(0.0).alias("units"), nw.lit(1).alias("offered"))
    key = ["product_id", *keys_of(sources)]
    rows = [
        with_period(sources, sources.narrowed(frame)).select(*key, "units", "offered") for frame in (moved, stocked)
    ]
    products = nw.concat(rows, how="vertical")
    if sources.period:
        first, last = (
            number_of(start_after(sources.period, day, 0)) for day in (sources.ends()[0], sources.last_day())
        )
        products = products.filter(date_number(PERIOD).is_between(first, last))
    found = added_up(products, key, {"units": Plain("sum", "units"), "offered": Plain("max", "offered")})
    return found.filter(nw.col("offered") == 1)


def unsold_stock(sources: Sources) -> Frame:
    """The last evening counted of each store and period, at cost, with `unsold`: 1 without a sale for the stated days.

    Left out are products that are not that long on the shelf, and evenings so early that the orders do not reach
    back so far, or later than they reach.
    """
    days = sources.days("slow_days")
    counts = sources.in_periods(_counts(sources, "received_units"), "day")
    counts = with_period(sources, counts.filter(date_number("day") <= number_of(sources.last_day())))
    shop = ["store_id", *([PERIOD] if sources.period else [])]
    last = added_up(counts, shop, {"day": Plain("max", "day")})
    held = counts.join(last, on=[*shop, "day"], how="inner")
    known = date_number("day").is_between(
        number_of(sources.ends()[0] + pd.Timedelta(days=days - 1)), number_of(sources.last_day())
    )
    place = ["store_id", "product_id"]
    there = _counts(sources, "received_units").filter((nw.col("units") > 0) | (nw.col("received_units") > 0))
    held = held.filter(known).join(added_up(there, place, {"first_seen": Plain("min", "day")}), on=place, how="inner")
    held = held.with_columns(nw.col("day").dt.offset_by(f"-{days}d").alias("since"))
    held = held.filter(nw.col("first_seen") <= nw.col("since"))
    sold = sources.built(paid_lines).select(*place, "day").unique().with_columns(nw.col("day").alias("sold_on"))
    lately = held.select(*place, "day", "since").join(sold.drop("day"), on=place, how="inner")
    lately = lately.filter((nw.col("sold_on") > nw.col("since")) & (nw.col("sold_on") <= nw.col("day")))
    moving = lately.select(*place, "day").unique().with_columns(nw.lit(0).alias("unsold"))
    rows = held.join(moving, on=[*place, "day"], how="left").join(costs(sources), on="product_id", how="left")
    return rows.drop(PERIOD, strict=False).with_columns(
        nw.col("unsold").fill_null(1), (nw.col("units") * nw.col("cost_cents")).alias("value_cents")
    )


def days_of(sources: Sources, lines: pd.DataFrame) -> pd.Series[float]:
    """The days in the window of each line of a small result: those of its period that `where` keeps."""
    if sources.period is None:
        first, last = sources.ends()[0], sources.last_day()
        return pd.Series(_kept(sources, first, last), index=lines.index, dtype=float)
    counted = {
        start: _kept(sources, start, start_after(sources.period, start, 1) - pd.Timedelta(days=1))
        for start in lines[PERIOD].dropna().unique()
    }
    return lines[PERIOD].map(counted).astype(float)


def _kept(sources: Sources, first: pd.Timestamp, last: pd.Timestamp) -> float:
    if pd.isna(first) or pd.isna(last):
        return float("nan")
    days = pd.Series(pd.date_range(first, last, freq="D"))
    for name, labels in sources.where.items():
        if name in PERIODS:
            wanted = {written(name, period_at(name, label)) for label in labels}
            days = days[labelled(days, name).isin(wanted)]
    return float(len(days))


def covered(sources: Sources, lines: pd.DataFrame) -> pd.Series[bool]:
    """Whether the orders reach over the whole period of each line of a small result, but for its first days."""
    first, last = sources.ends()[0], sources.last_day()
    if sources.period is None or pd.isna(first) or pd.isna(last):
        return pd.Series(not pd.isna(first), index=lines.index, dtype=bool)
    begun = lines[PERIOD] >= start_after(sources.period, first, 0)
    return begun & (lines[PERIOD] < start_after(sources.period, last + pd.Timedelta(days=1), 0))
