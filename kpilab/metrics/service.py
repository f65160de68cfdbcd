"""Service: how long customers wait, what is solved, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import pandas as pd

from kpilab.metrics.aggregation import Plain, added_up
from kpilab.metrics.engines import date_number, number_of, one_where
from kpilab.metrics.finishing import Finished, quantile, summed
from kpilab.metrics.parts import Parts, keys_of, paid_orders
from kpilab.metrics.registry import measures
from kpilab.metrics.sources import Frame, Sources
from kpilab.metrics.tickets import (
    OPENED,
    answers,
    conversations,
    lasting_solutions,
    orders_with_complaints,
    settled_matters,
    solved_tickets,
    waits,
)


def till_days(sources: Sources) -> Frame:
    """The queue sensor's days."""
    return sources.table("till_waits", "store_id", "day", "served", "wait_minutes_mean", key=["store_id", "day"])


def orders_with_returns(sources: Sources) -> Frame:
    """Paid orders, with `came_back` 1 where anything was refunded within the stated days, else 0."""
    orders = sources.built(paid_orders)
    refunds = sources.table("returns", "order_id", "returned_on").join(
        orders.select("order_id", "day"), on="order_id", how="inner"
    )
    came_on = nw.col("returned_on").dt.truncate("1d")
    in_time = refunds.filter(came_on <= nw.col("day").dt.offset_by(f"{sources.days('return_days')}d"))
    came_back = in_time.select("order_id").unique().with_columns(nw.lit(1).alias("came_back"))
    return orders.join(came_back, on="order_id", how="left").with_columns(nw.col("came_back").fill_null(0))


def promises(sources: Sources) -> Frame:
    """Orders that are due, on the day promised first, with `on_time`: 1 where the last parcel came by then."""
    shipments = sources.table(
        "shipments", "shipment_id", "order_id", "promised_on", "delivered_on", key=["shipment_id"]
    )
    shipments = shipments.with_columns(one_where(nw.col("delivered_on").is_null()).alias("open"))
    sums = {
        "day": Plain("min", "promised_on"),
        "came_on": Plain("max", "delivered_on"),
        "open": Plain("sum", "open"),
    }
    orders = added_up(shipments.filter(~nw.col("order_id").is_null()), ["order_id"], sums)
    orders = orders.filter(~nw.col("day").is_null()).with_columns(
        nw.col("day").dt.truncate("1d"), nw.col("came_on").dt.truncate("1d")
    )
    due = orders.filter(date_number("day") <= number_of(sources.last_day(("shipments", "delivered_on"))))
    on_time = (nw.col("open") == 0) & (nw.col("came_on") <= nw.col("day"))
    due = due.with_columns(one_where(on_time).alias("on_time"))
    held = sources.held("orders", "store_id", "channel", "staff_id", "customer_id") if "orders" in sources.data else []
    if not held:
        return due
    return due.join(sources.table("orders", "order_id", *held, key=["order_id"]), on="order_id", how="left")


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


@measures("first_response_time")
def first_response_time() -> Finished:
    """The median of the minutes till a person answered; who has no answer yet waits longest."""
    return quantile(waits, "minutes", gaps_last=True)


@measures("service_level")
def service_level() -> Parts:
    """Contacts that a person answered within the stated seconds, over contacts."""
    return Parts(answers, "in_time", "offered", sums={"in_time": Plain("sum", "in_time"), "offered": Plain("len")})


@measures("resolution_rate")
def resolution_rate() -> Parts:
    """Tickets solved within the stated days and not reopened in them, over tickets; known when these are over."""
    sums = {"for_good": Plain("sum", "for_good"), "tickets": Plain("len")}
    return Parts(lasting_solutions, "for_good", "tickets", sums=sums, known_after="resolution_days", known_by=OPENED)


@measures("resolution_time")
def resolution_time() -> Finished:
    """The median of the hours till a ticket was solved in the end; what is still open takes longest."""
    return quantile(solved_tickets, "hours", gaps_last=True)


@measures("first_contact_resolution")
def first_contact_resolution() -> Parts:
    """Tickets solved with one contact within the stated days, over tickets; known when these are over."""
    sums = {"at_once": Plain("sum", "at_once"), "tickets": Plain("len")}
    return Parts(settled_matters, "at_once", "tickets", sums=sums, known_after="repeat_days", known_by=OPENED)


@measures("complaint_rate")
def complaint_rate() -> Parts:
    """Orders that somebody complained about, over orders."""
    sums = {"complained": Plain("sum", "complained"), "orders": Plain("len")}
    return Parts(orders_with_complaints, "complained", "orders", sums=sums)


@measures("on_time_delivery")
def on_time_delivery() -> Parts:
    """Orders that came whole by the day promised, over the orders that were due."""
    return Parts(promises, "on_time", "due", sums={"on_time": Plain("sum", "on_time"), "due": Plain("len")})


@measures("service_quality_score")
def service_quality_score() -> Finished:
    """The mean score of the conversations of those agents of whom enough were heard."""
    heard = Parts(
        conversations,
        "points",
        sums={"points": Plain("sum", "mean_score"), "conversations": Plain("len")},
        within=("agent",),
    )

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        agents, keys = found["heard"], keys_of(sources)
        enough = agents[agents["conversations"] >= sources.settings["conversations"]]
        lines = summed(enough, keys, ["points", "conversations"])
        return lines[keys].assign(
            value=lines["points"] / lines["conversations"],
            numerator=lines["points"],
            denominator=lines["conversations"],
        )

    return Finished({"heard": heard}, finish, "conversations")
