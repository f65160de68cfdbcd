"""Campaigns: what each cost and was planned to bring, and the orders that are credited to it.

A campaign counts in the period in which it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import narwhals as nw
import pandas as pd

from kpilab.metrics.aggregation import Frame, Plain
from kpilab.metrics.finishing import Finished, over, summed, with_zeros
from kpilab.metrics.parts import Parts, keys_of, paid_lines, paid_orders
from kpilab.metrics.sources import Sources
from kpilab.metrics.spans import each_day
from kpilab.metrics.web_events import events

__all__ = [
    "ad_lines",
    "ad_orders",
    "audiences",
    "campaign_costs",
    "campaign_lines",
    "campaign_plans",
    "cost_of_winning",
    "in_run",
    "participants",
    "runs",
]

_TOOK_PART = ["coupon", "play", "pay"]


def runs(sources: Sources) -> Frame:
    """Campaigns with their first and last day, `starts_on` and `stops_on`; those without are left out."""
    found = sources.table("campaigns", "campaign_id", "start_on", "end_on", key=["campaign_id"])
    known = found.filter(~nw.col("start_on").is_null() & ~nw.col("end_on").is_null())
    return known.select(
        "campaign_id",
        nw.col("start_on").dt.truncate("1d").alias("starts_on"),
        nw.col("end_on").dt.truncate("1d").alias("stops_on"),
    )


def in_run(sources: Sources, frame: Frame, *, days: int = 0) -> Frame:
    """Rows with a `campaign_id` whose day lies in the campaign or the `days` days after it."""
    rows = frame.filter(~nw.col("campaign_id").is_null()).join(sources.built(runs), on="campaign_id", how="inner")
    over = nw.col("stops_on").dt.offset_by(f"{days}d")
    return rows.filter((nw.col("day") >= nw.col("starts_on")) & (nw.col("day") <= over))


def campaign_costs(sources: Sources) -> Frame:
    """What each campaign cost."""
    return _by_run(sources, "cost_cents")


def campaign_plans(sources: Sources) -> Frame:
    """What each campaign was planned to sell."""
    return _by_run(sources, "plan_cents")


def audiences(sources: Sources) -> Frame:
    """How many people each campaign reached."""
    return _by_run(sources, "audience")


def participants(sources: Sources) -> Frame:
    """One row for each visitor who did something that counts (coupon, play, pay) while the campaign ran."""
    acts = sources.built(events).filter(nw.col("type").is_in(_TOOK_PART) & ~nw.col("visitor_id").is_null())
    there = in_run(sources, acts.select("campaign_id", "visitor_id", "day"))
    return _at_end(there).select("campaign_id", "visitor_id", "day").unique()


def ad_orders(sources: Sources) -> Frame:
    """Orders credited to a campaign and paid while it ran or within the stated days after."""
    orders = sources.built(paid_orders)
    columns = [name for name in ("paid_cents",) if name in orders.collect_schema().names()]
    credited = orders.select("order_id", "campaign_id", "day", *columns)
    return _at_end(in_run(sources, credited, days=sources.days("credit_days")))


def ad_lines(sources: Sources) -> Frame:
    """Lines of those orders, and their refunds until the stated days are over, as negative lines."""
    days = sources.days("credit_days")
    return _lines(sources, paid_within=days, refunded_within=days)


def campaign_lines(sources: Sources) -> Frame:
    """Lines of credited orders paid while a campaign ran; refunds count until goods may no longer come back."""
    return _lines(sources, paid_within=0, refunded_within=sources.days("return_days"))


def cost_of_winning(new: Parts) -> Finished:
    """What campaigns cost that are to win customers, spread over their days, over `new` customers."""
    costs = {"cost_cents": Plain("sum", "cost_cents")}
    cost = Parts(_winning_costs, "cost_cents", sums=costs, within=("starts_on", "stops_on"), history=True)
    fraction = over(cost, new)

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        keys, spent = keys_of(sources), _spread(found["above"], sources)
        won = with_zeros(found["below"], spent, keys)
        return fraction.finish({"above": with_zeros(spent, won, keys), "below": won}, sources)

    return replace(fraction, finish=finish)


def _by_run(sources: Sources, column: str) -> Frame:
    amounts = sources.table("campaigns", "campaign_id", column).with_columns(nw.col("campaign_id").alias("run"))
    return _at_end(amounts.join(sources.built(runs), on="campaign_id", how="inner"))


def _at_end(frame: Frame) -> Frame:
    """On the day on which the campaign ends."""
    return frame.with_columns(nw.col("stops_on").alias("day")).drop("starts_on", "stops_on")


def _lines(sources: Sources, *, paid_within: int, refunded_within: int) -> Frame:
    columns = "order_id", "line_no", "product_id", "campaign_id", "qty", "net_cents", "day"
    amounts = [nw.col(name).cast(nw.Float64) for name in ("qty", "net_cents")]
    sold = in_run(sources, sources.built(paid_lines).select(*columns), days=paid_within).with_columns(*amounts)
    refunds = sources.table("returns", "order_id", "line_no", "qty", "refund_cents", "returned_on")
    back = sold.drop("qty", "net_cents").join(refunds, on=["order_id", "line_no"], how="inner")
    in_time = nw.col("returned_on").dt.truncate("1d") <= nw.col("stops_on").dt.offset_by(f"{refunded_within}d")
    back = back.filter(in_time).with_columns(
        (-nw.col("qty").cast(nw.Float64)).alias("qty"), (-nw.col("refund_cents").cast(nw.Float64)).alias("net_cents")
    )
    kept = [*columns, "starts_on", "stops_on"]
    return _at_end(nw.concat([sold.select(*kept), back.select(*kept)], how="vertical"))


def _winning_costs(sources: Sources) -> Frame:
    """What campaigns cost that are to win customers, on their first day; their last is `stops_on`."""
    costs = sources.table("campaigns", "campaign_id", "objective", "cost_cents")
    winning = costs.filter(nw.col("objective") == "acquisition").drop("objective")
    dated = winning.join(sources.built(runs), on="campaign_id", how="inner")
    return dated.with_columns(nw.col("starts_on").alias("day"))


def _spread(costs: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    """The keys and `cost_cents`, each campaign's cost in equal parts on its days up to the last one of the data."""
    keys, last = keys_of(sources), sources.last_day()
    if costs.empty or pd.isna(last):
        return costs.head(0)[[*keys, "cost_cents"]]
    spans = costs.rename(columns={"starts_on": "from_on", "stops_on": "to_on"})
    a_day = spans["cost_cents"] / ((spans["to_on"] - spans["from_on"]).dt.days + 1)
    days = each_day(spans.assign(cost_cents=a_day), sources, spans["from_on"].min(), last)
    return summed(days, keys, ["cost_cents"]).astype({key: costs[key].dtype for key in keys})
