"""What a channel's visits earn, less what its campaigns cost."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import pandas as pd

from kpilab.metrics.aggregation import Frame, added_up
from kpilab.metrics.finishing import Finished
from kpilab.metrics.margins import sold_margins
from kpilab.metrics.parts import PERIOD, Parts, Plain, keys_of
from kpilab.metrics.sources import Sources
from kpilab.metrics.spans import each_day
from kpilab.metrics.web_events import visits

__all__ = ["value_per_visit"]

_SPAN = ("from_on", "to_on")


def visits_with_margins(sources: Sources) -> Frame:
    """Visits with the margin of their orders: 0 without an order, missing where the cost of a piece is not known."""
    begun = sources.built(visits)
    orders = sources.table("orders", "order_id", "session_id", key=["order_id"])
    known = orders.filter(~nw.col("session_id").is_null())
    linked = known.with_columns(nw.col("session_id").cast(begun.collect_schema()["session_id"]))
    lines = sources.built(sold_margins).select("order_id", "margin_cents").join(linked, on="order_id", how="inner")
    sums = {
        "margin_cents": Plain("sum", "margin_cents"),
        "lines": Plain("len"),
        "costed": Plain("count", "margin_cents"),
    }
    both = begun.join(added_up(lines, ["session_id"], sums), on="session_id", how="left")
    amount = nw.when(nw.col("costed") == nw.col("lines")).then(nw.col("margin_cents").cast(nw.Float64))
    margin = nw.when(nw.col("lines").is_null()).then(nw.lit(0.0)).otherwise(amount)
    return both.with_columns(margin.alias("margin_cents"))


def costs_with_days(sources: Sources) -> Frame:
    """What each campaign cost, with its days; one without an end costs on its first day."""
    columns = sources.held("campaigns", "channel", "objective", "store_id")
    found = sources.table("campaigns", "campaign_id", "start_on", "end_on", "cost_cents", *columns, key=["campaign_id"])
    first = nw.col("start_on").dt.truncate("1d")
    last = nw.when(nw.col("end_on").is_null()).then(first).otherwise(nw.col("end_on").dt.truncate("1d"))
    return found.with_columns(first.alias("day"), first.alias("from_on"), last.alias("to_on"))


def value_per_visit() -> Finished:
    """Margin of the orders of the visits less what campaigns cost, over visits; a cost is spread over its days."""
    sums = {"margin_cents": Plain("sum", "margin_cents"), "visits": Plain("len")}
    costs = Parts(
        costs_with_days, "cost_cents", sums={"cost_cents": Plain("sum", "cost_cents")}, within=_SPAN, history=True
    )

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        lines, keys = found["visits"], keys_of(sources)
        earned = lines["margin_cents"] - _spent(found["costs"], lines, sources)
        below = lines["visits"].where(lines["visits"].gt(0))
        return lines[keys].assign(value=earned / below, numerator=earned, denominator=below)

    return Finished({"visits": Parts(visits_with_margins, "margin_cents", sums=sums), "costs": costs}, finish, "visits")


def _spent(costs: pd.DataFrame, lines: pd.DataFrame, sources: Sources) -> pd.Series[float]:
    """What campaigns cost on the days that the visits cover, for each of `lines`; 0 where there was none."""
    keys, begun = keys_of(sources), ("sessions", "started_at")
    a_day = costs["cost_cents"].astype(float) / (costs["to_on"] - costs["from_on"]).dt.days.add(1)
    spans = costs.drop(columns=PERIOD, errors="ignore").assign(cost=a_day)
    days = each_day(spans, sources, sources.ends(begun)[0], sources.last_day(begun))
    if not keys:
        return pd.Series(days["cost"].sum(skipna=False), index=lines.index, dtype=float)
    sums = days.groupby(keys, dropna=False)["cost"].sum(skipna=False).rename("cost").reset_index()
    found = lines[keys].merge(sums, on=keys, how="left", indicator="booked")
    return found["cost"].mask(found["booked"].eq("left_only"), 0.0).set_axis(lines.index)
