"""What happens on the shop's pages: events, the visits they make up, carts, and steps towards the order.

The column `type` says what an event is: page_view, card_view (a product card is in view), card_click, add_to_cart,
register, order, pay. A page view with a product is a view of that product's page.
"""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import settled
from kpilab.metrics.parts import keys_of, with_period
from kpilab.metrics.sources import Sources

__all__ = [
    "carts",
    "events",
    "pages_seen",
    "pages_seen_in_visits",
    "peers",
    "product_visitors",
    "searches",
    "steps",
    "visitor_days",
    "visitors",
    "visits",
    "visits_with_events",
]

_STEPS = ("register", "add_to_cart", "order", "pay")
_ACTS = ("register", "order", "pay")
"""Steps in their order, and the acts that make a visit an engaged one."""

_EVENT_COLUMNS = (
    "event_id",
    "visitor_id",
    "session_id",
    "type",
    "page_type",
    "product_id",
    "position",
    "cart_id",
    "campaign_id",
    "store_id",
    "channel",
    "device",
    "landing_page",
    "in_stock",
    "engaged_ms",
    "load_ms",
)
_VISIT_COLUMNS = ("visitor_id", "channel", "device", "landing_page", "store_id", "campaign_id")


def events(sources: Sources) -> Frame:
    """Every event, with its day."""
    columns = sources.held("events", *_EVENT_COLUMNS)
    found = sources.table("events", "ts", *columns, key=["event_id"] if "event_id" in columns else ())
    if "session_id" in columns and sources.has("sessions", "session_id"):
        found = _as_written_in_visits(sources, found)
    return found.with_columns(nw.col("ts").dt.truncate("1d").alias("day"))


def pages_seen(sources: Sources) -> Frame:
    """Page views, with the seconds they took to load; `is_last` is 1 on the last one of a visit."""
    views = sources.built(events).filter(nw.col("type") == "page_view")
    columns = views.collect_schema().names()
    if "load_ms" in columns:
        views = views.with_columns((nw.col("load_ms") / 1000).alias("load_seconds"))
    if "event_id" in columns and "session_id" in columns:
        after = nw.col("event_id").shift(-1).over("session_id", order_by=["ts", "event_id"])
        last = after.is_null() & ~nw.col("session_id").is_null()
        views = views.with_columns(last.cast(nw.Int64).alias("is_last"))
    return views


def pages_seen_in_visits(sources: Sources) -> Frame:
    """Page views of which the visit is known."""
    return sources.built(pages_seen).filter(~nw.col("session_id").is_null())


def visits(sources: Sources) -> Frame:
    """Visits, on the day on which they begin."""
    columns = sources.held("sessions", *_VISIT_COLUMNS)
    found = sources.table("sessions", "session_id", "started_at", *columns, key=["session_id"])
    return found.with_columns(nw.col("started_at").dt.truncate("1d").alias("day")).drop("started_at")


def visits_with_events(sources: Sources) -> Frame:
    """Visits with their page views, milliseconds in the foreground and important acts; 0 where nothing is logged."""
    known = sources.built(events).filter(~nw.col("session_id").is_null())
    counted: dict[str, nw.Expr] = {}
    if sources.has("events", "type"):
        counted["views"] = (nw.col("type") == "page_view").fill_null(False).cast(nw.Int64)
        counted["acts"] = nw.col("type").is_in(_ACTS).fill_null(False).cast(nw.Int64)
    if sources.has("events", "engaged_ms"):
        counted["foreground_ms"] = nw.col("engaged_ms").fill_null(0)
    sums = {name: Plain("sum", name) for name in counted}
    by_visit = added_up(known.with_columns(**counted), ["session_id"], sums)
    both = sources.built(visits).join(by_visit, on="session_id", how="left")
    return both.with_columns(*(nw.col(name).fill_null(0) for name in counted))


def visitors(sources: Sources) -> Frame:
    """One row for each visitor and key with anything logged: `days` are the days on which there was something."""
    known = sources.narrowed(sources.built(events).filter(~nw.col("visitor_id").is_null()))
    return added_up(with_period(sources, known), _with_keys(sources, "visitor_id"), {"days": Plain("n_unique", "day")})


def visitor_days(sources: Sources) -> Frame:
    """One row for each visitor, day and key: `views` are the pages seen."""
    known = sources.narrowed(sources.built(pages_seen).filter(~nw.col("visitor_id").is_null()))
    keys = _with_keys(sources, "visitor_id", "day")
    return added_up(with_period(sources, known), keys, {"views": Plain("len")})


def product_visitors(sources: Sources) -> Frame:
    """One row for each visitor, product and key: whether they `viewed` its page, and `added` it to a cart.

    Where the events say so (`in_stock`), views of a product that is out of stock are left out.
    """
    of_products = sources.built(events).filter(~nw.col("visitor_id").is_null() & ~nw.col("product_id").is_null())
    known = sources.narrowed(of_products)
    viewed = nw.col("type") == "page_view"
    if sources.has("events", "in_stock"):
        viewed = viewed & nw.col("in_stock").fill_null(True)
    flags = {"viewed": viewed, "added": nw.col("type") == "add_to_cart"}
    marked = known.with_columns(**{name: flag.fill_null(False).cast(nw.Int64) for name, flag in flags.items()})
    keys = _with_keys(sources, "visitor_id", "product_id")
    return added_up(with_period(sources, marked), keys, {name: Plain("max", name) for name in flags})


def carts(sources: Sources) -> Frame:
    """Carts, on the day of the first thing put in: `paid` is 1 where they were paid for within `cart_days`."""
    known = sources.built(events).filter(~nw.col("cart_id").is_null())
    created = _first(known.filter(nw.col("type") == "add_to_cart"), "cart_id")
    payments = known.filter(nw.col("type") == "pay").select("cart_id", nw.col("ts").alias("paid_at"))
    in_time = nw.col("paid_at").is_between(nw.col("ts"), nw.col("ts").dt.offset_by(f"{sources.days('cart_days')}d"))
    return _marked(created, payments, in_time, ["cart_id"], "paid")


def steps(sources: Sources) -> Frame:
    """Steps reached in a visit, each the first time, with its `step`: `went_on` is 1 where a later one follows in time.

    Payment has no next step. A step that was skipped is not reached, and not lost at the one before.
    """
    reached = sources.built(events).filter(~nw.col("session_id").is_null() & nw.col("type").is_in(_STEPS))
    place = nw.lit(0, nw.Int64)
    for number, step in enumerate(_STEPS):
        place = nw.when(nw.col("type") == step).then(nw.lit(number, nw.Int64)).otherwise(place)
    placed = reached.with_columns(place.alias("place"), nw.col("type").alias("step"))
    firsts = _first(placed.filter(nw.col("step") != _STEPS[-1]), "session_id", "step")
    later = placed.select("session_id", nw.col("ts").alias("later_at"), nw.col("place").alias("later_place"))
    in_time = nw.col("later_at").is_between(
        nw.col("ts"), nw.col("ts").dt.offset_by(f"{sources.days('step_minutes')}m")
    ) & (nw.col("later_place") > nw.col("place"))
    return _marked(firsts, later, in_time, ["session_id", "step"], "went_on")


def searches(sources: Sources) -> Frame:
    """Searches of which the number of results is known."""
    columns = sources.held("searches", "session_id", "channel", "device", "word")
    found = sources.table("searches", "search_id", "ts", "results", *columns, key=["search_id"])
    if "session_id" in columns and sources.has("sessions", "session_id"):
        found = _as_written_in_visits(sources, found)
    return found.filter(~nw.col("results").is_null()).with_columns(nw.col("ts").dt.truncate("1d").alias("day"))


def peers(sources: Sources) -> Frame:
    """The visitors of each competitor, on the first day of the month."""
    found = sources.table("competitors", "month", "competitor", "visitors", key=["month", "competitor"])
    known = found.filter(~nw.col("visitors").is_null())
    return settled(known.with_columns(nw.concat_str([nw.col("month"), nw.lit("-01")]).alias("day")), "competitors")


def _with_keys(sources: Sources, *columns: str) -> list[str]:
    return list(dict.fromkeys([*columns, *keys_of(sources)]))


def _first(frame: Frame, *columns: str) -> Frame:
    """The first event for each value of the columns."""
    before = nw.col("event_id").shift(1).over(*columns, order_by=["ts", "event_id"])
    return frame.with_columns(before.alias("before")).filter(nw.col("before").is_null()).drop("before")


def _marked(frame: Frame, others: Frame, condition: nw.Expr, on: Sequence[str], mark: str) -> Frame:
    """`frame` with a column that is 1 where a row of `others` meets the condition, else 0."""
    shared = [name for name in on if name in others.collect_schema().names()]
    met = frame.join(others, on=shared, how="inner").filter(condition).select(*on).unique()
    both = frame.join(met.with_columns(nw.lit(1).alias(mark)), on=list(on), how="left")
    return both.with_columns(nw.col(mark).fill_null(0))


def _as_written_in_visits(sources: Sources, frame: Frame) -> Frame:
    """The same rows with `session_id` of the kind that it has among the visits; pandas joins numbers of all kinds."""
    kind = sources.table("sessions", "session_id").collect_schema()["session_id"]
    if frame.implementation.is_pandas_like() or frame.collect_schema()["session_id"] == kind:
        return frame
    return frame.with_columns(nw.col("session_id").cast(kind))
