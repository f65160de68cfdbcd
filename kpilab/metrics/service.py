"""Service: how long customers wait, and what comes back."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.parts import Parts, Plain, paid_orders
from kpilab.metrics.registry import measures
from kpilab.metrics.sources import Frame, Sources


def till_days(sources: Sources) -> Frame:
    """The queue sensor's days."""
    return sources.table("till_waits", "store_id", "day", "served", "wait_minutes_mean", key=["store_id", "day"])


def orders_with_returns(sources: Sources) -> Frame:
    """Paid orders, with `came_back` 1 where anything was refunded within the stated days, else 0."""
    orders = sources.built(paid_orders)
    refunds = sources.table("returns", "order_id", "returned_on").join(
        orders.select("order_id", "day"), on="order_id", how="inner"
    )
    in_time = refunds.filter(nw.col("returned_on") <= nw.col("day").dt.offset_by(f"{sources.days('return_days')}d"))
    came_back = in_time.select("order_id").unique().with_columns(nw.lit(1).alias("came_back"))
    return orders.join(came_back, on="order_id", how="left").with_columns(nw.col("came_back").fill_null(0))


@measures("till_wait_minutes")
def till_wait_minutes() -> Parts:
    """Minutes waited over people served, on the days that the sensor saw."""
    seen = (~nw.col("wait_minutes_mean").is_null() & ~nw.col("served").is_null()).cast(nw.Int64)
    served = nw.col("served").fill_null(0) * seen
    rows = {"waited": served * nw.col("wait_minutes_mean").fill_null(0), "served_seen": served}
    sums = {"waited": Plain("sum", "waited"), "served_seen": Plain("sum", "served_seen")}
    return Parts(till_days, "waited", "served_seen", rows=rows, sums=sums)


@measures("return_rate")
def return_rate() -> Parts:
    """Orders of which anything came back within the stated days, over orders; known when these are over."""
    sums = {"came_back": Plain("sum", "came_back"), "orders": Plain("len")}
    return Parts(orders_with_returns, "came_back", "orders", sums=sums, known_after="return_days")
