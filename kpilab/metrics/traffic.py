"""Traffic: who came to look, what they saw, and how far they got."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import pandas as pd

from kpilab.metrics.channel_value import value_per_visit
from kpilab.metrics.finishing import Finished, over, quantile, side_by_side
from kpilab.metrics.parts import Parts, Plain, keys_of, paid_orders
from kpilab.metrics.registry import measures
from kpilab.metrics.sources import Frame, Sources
from kpilab.metrics.web_events import (
    carts,
    events,
    pages_seen,
    pages_seen_in_visits,
    peers,
    product_visitors,
    searches,
    steps,
    visitor_days,
    visits,
    visits_with_events,
)

_EVENTS = ("events", "ts")
_LEN = Plain("len")


def counted_days(sources: Sources) -> Frame:
    """The door counter's days."""
    return sources.table("footfall", "store_id", "day", "entries", key=["store_id", "day"])


def visits_with_orders(sources: Sources) -> Frame:
    """Visits, with `ordered` 1 where an order of the visit was paid, else 0."""
    orders = sources.table("orders", "order_id", "paid_at", "session_id", key=["order_id"])
    known = orders.filter(~nw.col("paid_at").is_null() & ~nw.col("session_id").is_null()).select("session_id")
    begun = sources.built(visits)
    kind = begun.collect_schema()["session_id"]
    ordered = known.with_columns(nw.col("session_id").cast(kind)).unique().with_columns(nw.lit(1).alias("ordered"))
    return begun.join(ordered, on="session_id", how="left").with_columns(nw.col("ordered").fill_null(0))


def engaged_visits(sources: Sources) -> Frame:
    """Visits, with `not_engaged` 0 where they lasted, saw two pages or did an important act, else 1."""
    lasted = nw.col("foreground_ms") >= 1000 * sources.settings["engaged_seconds"]
    engaged = lasted | (nw.col("views") >= 2) | (nw.col("acts") > 0)
    return sources.built(visits_with_events).with_columns((~engaged).cast(nw.Int64).alias("not_engaged"))


def _ones(**flags: nw.Expr) -> dict[str, nw.Expr]:
    return {name: flag.fill_null(False).cast(nw.Int64) for name, flag in flags.items()}


@measures("store_footfall")
def store_footfall() -> Parts:
    """Entries on the days that the counter worked; missing where it worked on none."""
    rows = {"seen": nw.col("entries").fill_null(0), "worked": (~nw.col("entries").is_null()).cast(nw.Int64)}
    sums = {"seen": Plain("sum", "seen"), "worked": Plain("sum", "worked")}
    return Parts(counted_days, "seen", rows=rows, sums=sums, observed="worked")


@measures("unique_visitors")
def unique_visitors() -> Parts:
    """Distinct visitors with a page view."""
    return Parts(pages_seen, "visitors", sums={"visitors": Plain("n_unique", "visitor_id")})


@measures("sessions")
def sessions() -> Parts:
    """Visits begun."""
    return Parts(visits, "visits", sums={"visits": _LEN})


@measures("page_views")
def page_views() -> Parts:
    """Pages viewed."""
    return Parts(pages_seen, "views", sums={"views": _LEN})


@measures("conversion_rate_visitor")
def conversion_rate_visitor() -> Finished:
    """Distinct known buyers over distinct visitors."""
    buyers = Parts(paid_orders, "buyers", sums={"buyers": Plain("n_unique", "customer_id")})
    return over(buyers, unique_visitors(), nothing_is_zero=True, adds_up=False)


@measures("conversion_rate_session")
def conversion_rate_session() -> Parts:
    """Visits with a paid order over visits."""
    sums = {"ordered": Plain("sum", "ordered"), "visits": _LEN}
    return Parts(visits_with_orders, "ordered", "visits", sums=sums)


@measures("cart_abandonment_rate")
def cart_abandonment_rate() -> Parts:
    """Carts that were not paid for within the stated days, over carts created; known when these are over."""
    sums = {"abandoned": Plain("sum", "abandoned"), "carts": _LEN}
    rows = {"abandoned": 1 - nw.col("paid")}
    return Parts(carts, "abandoned", "carts", rows=rows, sums=sums, known_after="cart_days", known_by=_EVENTS)


@measures("bounce_rate")
def bounce_rate() -> Parts:
    """Visits with one page view over visits."""
    sums = {"bounced": Plain("sum", "bounced"), "visits": _LEN}
    return Parts(visits_with_events, "bounced", "visits", rows=_ones(bounced=nw.col("views") == 1), sums=sums)


@measures("bounce_rate_visitor")
def bounce_rate_visitor() -> Parts:
    """Visitors with one page view on the day over the visitors of the day; over several days, person-days."""
    sums = {"bounced": Plain("sum", "bounced"), "visitor_days": _LEN}
    return Parts(
        visitor_days, "bounced", "visitor_days", rows=_ones(bounced=nw.col("views") == 1), sums=sums, keyed=True
    )


@measures("bounce_rate_engaged")
def bounce_rate_engaged() -> Parts:
    """Visits without time, a second page or an important act, over visits."""
    sums = {"not_engaged": Plain("sum", "not_engaged"), "visits": _LEN}
    return Parts(engaged_visits, "not_engaged", "visits", sums=sums)


@measures("exit_rate")
def exit_rate() -> Parts:
    """Page views that were the last of their visit, over page views."""
    sums = {"ended": Plain("sum", "is_last"), "views": _LEN}
    return Parts(pages_seen_in_visits, "ended", "views", sums=sums)


@measures("checkout_step_dropoff")
def checkout_step_dropoff() -> Parts:
    """Steps reached in a visit after which no later one followed in time, over steps reached."""
    sums = {"stopped": Plain("sum", "stopped"), "reached": _LEN}
    return Parts(steps, "stopped", "reached", rows={"stopped": 1 - nw.col("went_on")}, sums=sums)


@measures("avg_session_seconds")
def avg_session_seconds() -> Parts:
    """Seconds in the foreground over visits."""
    sums = {"seconds": Plain("sum", "seconds"), "visits": _LEN}
    rows = {"seconds": nw.col("foreground_ms") / 1000}
    return Parts(visits_with_events, "seconds", "visits", rows=rows, sums=sums)


@measures("pages_per_session")
def pages_per_session() -> Parts:
    """Page views of the visits over visits."""
    return Parts(visits_with_events, "views", "visits", sums={"views": Plain("sum", "views"), "visits": _LEN})


@measures("page_load_p75")
def page_load_p75() -> Finished:
    """The loading time that three page views in four do not exceed."""
    return quantile(pages_seen, "load_seconds", 0.75)


@measures("card_ctr")
def card_ctr() -> Parts:
    """Clicks on product cards over the times that cards were in view."""
    rows = _ones(clicked=nw.col("type") == "card_click", in_view=nw.col("type") == "card_view")
    sums = {name: Plain("sum", name) for name in rows}
    return Parts(events, "clicked", "in_view", rows=rows, sums=sums)


@measures("card_to_cart_rate")
def card_to_cart_rate() -> Parts:
    """Visitors who viewed a product's page and added it, over those who viewed it, product by product."""
    sums = {"viewed_and_added": Plain("sum", "both"), "viewed": Plain("sum", "viewed")}
    rows = {"both": nw.col("viewed") * nw.col("added")}
    return Parts(product_visitors, "viewed_and_added", "viewed", rows=rows, sums=sums, keyed=True)


@measures("zero_result_rate")
def zero_result_rate() -> Parts:
    """Searches with no result over searches."""
    sums = {"nothing": Plain("sum", "nothing"), "searches": _LEN}
    return Parts(searches, "nothing", "searches", rows=_ones(nothing=nw.col("results") == 0), sums=sums)


@measures("traffic_vs_peer")
def traffic_vs_peer() -> Finished:
    """Our visitors over the mean of the competitors', by month."""
    ours = Parts(
        pages_seen, "visitors", sums={"visitors": Plain("n_unique", "visitor_id")}, known_after=0, known_by=_EVENTS
    )
    theirs = Parts(peers, "visitors", sums={"visitors": Plain("sum", "visitors"), "peers": _LEN})

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        keys = keys_of(sources)
        mean = found["theirs"]["visitors"] / found["theirs"]["peers"]
        frames = {"ours": found["ours"], "theirs": found["theirs"][keys].assign(mean=mean)}
        lines = side_by_side(frames, keys)
        monthly = pd.Series(sources.period == "month", index=lines.index)
        below = lines["mean"].where(monthly & lines["mean"].gt(0))
        return lines[keys].assign(value=lines["visitors"] / below, numerator=lines["visitors"], denominator=below)

    return Finished({"ours": ours, "theirs": theirs}, finish, "mean")


@measures("channel_value_per_visit")
def channel_value_per_visit() -> Finished:
    """Margin of the orders of the visits less what campaigns cost, over visits; a cost is spread over its days."""
    return value_per_visit()
