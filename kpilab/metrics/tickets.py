"""Tickets: what customers brought to us, how soon it was answered, and whether it was solved for good."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import one_where, second_count
from kpilab.metrics.parts import paid_orders
from kpilab.metrics.ratings import on_scale
from kpilab.metrics.sources import Sources
from kpilab.rubrics import rubric

__all__ = [
    "OPENED",
    "answers",
    "conversations",
    "lasting_solutions",
    "orders_with_complaints",
    "settled_matters",
    "solved_tickets",
    "waits",
]

OPENED = ("tickets", "created_at")
"""The column whose last time tells how far the tickets reach."""

_HELD = ("store_id", "channel", "type", "staff_id", "agent_id", "customer_id")


def _tickets(sources: Sources, *columns: str) -> Frame:
    """Tickets with the day on which they were opened."""
    held = [name for name in sources.held("tickets", *_HELD) if name not in columns]
    tickets = sources.table("tickets", "ticket_id", "created_at", *columns, *held, key=["ticket_id"])
    opened = tickets.filter(~nw.col("created_at").is_null())
    return opened.with_columns(nw.col("created_at").dt.truncate("1d").alias("day"))


def _seconds(frame: Frame, column: str) -> Frame:
    """`frame` with `seconds` from the opening to the moment in `column`, where there is one."""
    known = ~nw.col(column).is_null()
    moment = nw.when(known).then(nw.col(column)).otherwise(nw.col("created_at"))
    timed = frame.with_columns(moment.alias("_moment"))
    seconds = second_count("_moment") - second_count("created_at")
    return timed.with_columns(nw.when(known).then(seconds.cast(nw.Float64)).alias("seconds")).drop("_moment")


def waits(sources: Sources) -> Frame:
    """Tickets with the `minutes` till a person answered."""
    tickets = _seconds(_tickets(sources, "first_human_reply_at"), "first_human_reply_at")
    return tickets.with_columns((nw.col("seconds") / 60).alias("minutes"))


def answers(sources: Sources) -> Frame:
    """Tickets with `in_time`: 1 where a person answered within the stated seconds."""
    in_time = nw.col("seconds") <= sources.settings["answer_seconds"]
    return sources.built(waits).with_columns(one_where(in_time).alias("in_time"))


def solved_tickets(sources: Sources) -> Frame:
    """Tickets with the `hours` till they were solved in the end."""
    tickets = _seconds(_tickets(sources, "solved_at", "reopened_at"), "solved_at")
    open_again = one_where(nw.col("reopened_at") >= nw.col("solved_at")) == 1
    return tickets.with_columns(nw.when(~open_again).then(nw.col("seconds") / 3600).alias("hours"))


def lasting_solutions(sources: Sources) -> Frame:
    """Tickets with `for_good`: 1 where they were solved within the stated days and not reopened in them."""
    until = nw.col("created_at").dt.offset_by(f"{sources.days('resolution_days')}d")
    for_good = one_where(nw.col("solved_at") <= until) * (1 - one_where(nw.col("reopened_at") <= until))
    return sources.built(solved_tickets).with_columns(for_good.alias("for_good"))


def settled_matters(sources: Sources) -> Frame:
    """Tickets with `at_once`: 1 where they were solved within the stated days with one contact at most in them.

    Contacts on the ticket count, and those of the same customer on a ticket of the same type.
    """
    days = sources.days("repeat_days")
    tickets = _tickets(sources, "solved_at", "customer_id", "type")
    contacts = sources.table("contacts", "contact_id", "ticket_id", "customer_id", "ts", key=["contact_id"])
    contacts = contacts.with_columns(nw.col("ts").dt.truncate("1d").alias("contact_day")).drop("ts")
    on_ticket = _as_in(contacts.filter(~nw.col("ticket_id").is_null()), "ticket_id", tickets)
    mine = tickets.select("ticket_id", "day").join(on_ticket.drop("customer_id"), on="ticket_id", how="inner")
    matters = tickets.filter(~nw.col("type").is_null()).select("ticket_id", "type")
    of_matter = on_ticket.filter(~nw.col("customer_id").is_null()).join(matters, on="ticket_id", how="inner")
    known = tickets.filter(~nw.col("customer_id").is_null() & ~nw.col("type").is_null())
    alike = known.select("ticket_id", "day", "customer_id", "type").join(
        of_matter.drop("ticket_id"), on=["customer_id", "type"], how="inner"
    )
    columns = ("ticket_id", "day", "contact_id", "contact_day")
    every = nw.concat([mine.select(*columns), alike.select(*columns)], how="vertical")
    until = nw.col("day").dt.offset_by(f"{days}d")
    near = every.filter((nw.col("contact_day") >= nw.col("day")) & (nw.col("contact_day") <= until))
    counted = added_up(near.select("ticket_id", "contact_id").unique(), ["ticket_id"], {"contacts": Plain("len")})
    solved = one_where(nw.col("solved_at").dt.truncate("1d") <= until)
    found = tickets.join(counted, on="ticket_id", how="left")
    return found.with_columns((solved * one_where(nw.col("contacts").fill_null(0) <= 1)).alias("at_once"))


def _as_in(frame: Frame, column: str, other: Frame) -> Frame:
    """`column` in the kind in which the other table holds it: whole numbers with gaps come as broken ones."""
    return frame.with_columns(nw.col(column).cast(other.collect_schema()[column]))


def orders_with_complaints(sources: Sources) -> Frame:
    """Paid orders, with `complained` 1 where a complaint names the order, else 0."""
    orders = sources.built(paid_orders)
    tickets = sources.table("tickets", "ticket_id", "type", "order_id", key=["ticket_id"])
    tickets = tickets.filter((nw.col("type") == "complaint") & ~nw.col("order_id").is_null())
    complaints = _as_in(tickets, "order_id", orders).select("order_id").unique()
    marked = orders.join(complaints.with_columns(nw.lit(1).alias("complained")), on="order_id", how="left")
    return marked.with_columns(nw.col("complained").fill_null(0))


def conversations(sources: Sources) -> Frame:
    """One row for each conversation whose raters agree: its `mean_score`, and the day of its last review."""
    scale = rubric("service_quality")
    columns = ("ticket_id", "agent_id", "rater", "day")
    reviews = sources.table("qa_reviews", *columns, "score", key=columns)
    rated = on_scale(reviews, "score", scale, "qa_reviews", ["ticket_id", "rater"])
    key = ["ticket_id", "agent_id"]
    sums = {
        "points": Plain("sum", "score"),
        "ratings": Plain("len"),
        "lowest_given": Plain("min", "score"),
        "highest_given": Plain("max", "score"),
        "day": Plain("max", "day"),
    }
    heard = added_up(rated, key, sums).filter(
        nw.col("highest_given") - nw.col("lowest_given") <= (scale.apart or scale.highest - scale.lowest)
    )
    return heard.with_columns(
        nw.col("day").dt.truncate("1d"),
        (nw.col("points") / nw.col("ratings")).alias("mean_score"),
        nw.col("agent_id").alias("agent"),
    )
