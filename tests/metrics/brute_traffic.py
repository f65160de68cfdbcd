"""Visits, page views, carts and searches in plain loops: written from the catalogue's words and not from the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
Key = Callable[[Any], str]
LAST = date(2025, 6, 30)
STEPS = ("register", "add_to_cart", "order", "pay")


def _by(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _share(flags: Mapping[str, list[Any]]) -> dict[str, float]:
    return {key: sum(found) / len(found) for key, found in flags.items() if found}


def _flags(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for key, flag in pairs:
        found.setdefault(key, []).append(flag)
    return found


def _views(rows: Rows) -> list[Row]:
    return [row for row in rows["events"] if row["type"] == "page_view"]


def _order_in_time(row: Row) -> tuple[Any, Any]:
    return row["ts"], row["event_id"]


def unique_visitors(rows: Rows, key: Key) -> dict[str, float]:
    return {month: len({row["visitor_id"] for row in seen}) for month, seen in _by_month(_views(rows), key).items()}


def _by_month(rows: Iterable[Row], key: Key) -> dict[str, list[Row]]:
    return _by(rows, lambda row: key(row["ts"]))


def sessions(rows: Rows, key: Key) -> dict[str, float]:
    return {month: len(found) for month, found in _by(rows["sessions"], lambda row: key(row["started_at"])).items()}


def page_views(rows: Rows, key: Key) -> dict[str, float]:
    return {month: len(seen) for month, seen in _by_month(_views(rows), key).items()}


def conversion_rate_visitor(rows: Rows, key: Key) -> dict[str, float]:
    paid = [row for row in rows["orders"] if row["paid_at"] and row["customer_id"]]
    buyers = _by(paid, lambda row: key(row["paid_at"]))
    visitors = unique_visitors(rows, key)
    return {
        month: len({row["customer_id"] for row in buyers.get(month, [])}) / count for month, count in visitors.items()
    }


def conversion_rate_session(rows: Rows, key: Key) -> dict[str, float]:
    ordered = {row["session_id"] for row in rows["orders"] if row["paid_at"] and row["session_id"] is not None}
    return _share(_flags((key(row["started_at"]), row["session_id"] in ordered) for row in rows["sessions"]))


def cart_abandonment_rate(rows: Rows, key: Key) -> dict[str, float]:
    flags = []
    for cart, found in _by(rows["events"], lambda row: row["cart_id"]).items():
        added = [row["ts"] for row in found if row["type"] == "add_to_cart"]
        if cart and added:
            paid = [row["ts"] for row in found if row["type"] == "pay"]
            in_time = any(min(added) <= when <= min(added) + timedelta(days=1) for when in paid)
            flags.append((key(min(added)), not in_time))
    return {month: value for month, value in _share(_flags(flags)).items() if month < "2025-06"}


def _visits(rows: Rows, key: Key) -> list[tuple[str, list[Row]]]:
    """The month of each visit, and its events."""
    events = _by(rows["events"], lambda row: row["session_id"])
    return [(key(row["started_at"]), events.get(row["session_id"], [])) for row in rows["sessions"]]


def _pages(events: Iterable[Row]) -> int:
    return sum(row["type"] == "page_view" for row in events)


def bounce_rate(rows: Rows, key: Key) -> dict[str, float]:
    return _share(_flags((month, _pages(events) == 1) for month, events in _visits(rows, key)))


def bounce_rate_visitor(rows: Rows, key: Key) -> dict[str, float]:
    person_days = _by(_views(rows), lambda row: (row["visitor_id"], row["ts"].date()))
    return _share(_flags((key(day), len(seen) == 1) for (_visitor, day), seen in person_days.items()))


def bounce_rate_engaged(rows: Rows, key: Key) -> dict[str, float]:
    def engaged(events: list[Row]) -> bool:
        acts = any(row["type"] in ("register", "order", "pay") for row in events)
        return acts or _pages(events) >= 2 or sum(row["engaged_ms"] or 0 for row in events) >= 10_000

    return _share(_flags((month, not engaged(events)) for month, events in _visits(rows, key)))


def exit_rate(rows: Rows, key: Key) -> dict[str, float]:
    by_visit = _by([row for row in _views(rows) if row["session_id"] is not None], lambda row: row["session_id"])
    last = {id(max(seen, key=_order_in_time)) for seen in by_visit.values()}
    return _share(_flags((key(row["ts"]), id(row) in last) for seen in by_visit.values() for row in seen))


def checkout_step_dropoff(rows: Rows, key: Key) -> dict[str, float]:
    flags = []
    for visit, found in _by(rows["events"], lambda row: row["session_id"]).items():
        for number, step in enumerate(STEPS[:-1]):
            reached = [row["ts"] for row in found if row["type"] == step]
            if visit is not None and reached:
                later = [row["ts"] for row in found if row["type"] in STEPS[number + 1 :]]
                went_on = any(timedelta(0) <= when - min(reached) <= timedelta(minutes=30) for when in later)
                flags.append((key(min(reached)), not went_on))
    return _share(_flags(flags))


def avg_session_seconds(rows: Rows, key: Key) -> dict[str, float]:
    return _share(
        _flags((month, sum(row["engaged_ms"] or 0 for row in events) / 1000) for month, events in _visits(rows, key))
    )


def pages_per_session(rows: Rows, key: Key) -> dict[str, float]:
    return _share(_flags((month, _pages(events)) for month, events in _visits(rows, key)))


def page_load_p75(rows: Rows, key: Key) -> dict[str, float]:
    found = {}
    for month, seen in _by_month(_views(rows), key).items():
        times = sorted(row["load_ms"] / 1000 for row in seen if row["load_ms"] is not None)
        if times:
            place = (len(times) - 1) * 0.75
            low = int(place)
            high = min(low + 1, len(times) - 1)
            found[month] = times[low] + (times[high] - times[low]) * (place - low)
    return found


def card_ctr(rows: Rows, key: Key) -> dict[str, float]:
    found = {}
    for month, events in _by_month(rows["events"], key).items():
        in_view, clicks = (sum(row["type"] == kind for row in events) for kind in ("card_view", "card_click"))
        if in_view:
            found[month] = clicks / in_view
    return found


def card_to_cart_rate(rows: Rows, key: Key) -> dict[str, float]:
    found = {}
    for month, events in _by_month([row for row in rows["events"] if row["product_id"]], key).items():
        viewed, added = (
            {(row["visitor_id"], row["product_id"]) for row in events if row["type"] == kind}
            for kind in ("page_view", "add_to_cart")
        )
        if viewed:
            found[month] = len(viewed & added) / len(viewed)
    return found


def zero_result_rate(rows: Rows, key: Key) -> dict[str, float]:
    known = [row for row in rows["searches"] if row["results"] is not None]
    return _share(_flags((key(row["ts"]), row["results"] == 0) for row in known))


def traffic_vs_peer(rows: Rows, key: Key) -> dict[str, float]:
    known = [row for row in rows["competitors"] if row["visitors"] is not None]
    mean = _share(_flags((row["month"], row["visitors"]) for row in known))
    ours = unique_visitors(rows, key)
    return {month: ours[month] / mean[month] for month in ours if mean.get(month, 0) > 0}


def channel_value_per_visit(rows: Rows, key: Key) -> dict[str, float]:
    paid = {row["order_id"]: row["session_id"] for row in rows["orders"] if row["paid_at"]}
    cost = {row["product_id"]: row["cost_cents"] for row in rows["products"]}
    month_of = {row["session_id"]: key(row["started_at"]) for row in rows["sessions"]}
    earned = dict.fromkeys(month_of.values(), 0.0)
    for row in rows["order_lines"]:
        visit = paid.get(row["order_id"])
        if visit is not None:
            margin = row["qty"] * (row["unit_price_cents"] - cost[row["product_id"]]) - row["discount_cents"]
            earned[month_of[visit]] += margin / 100
    since = min(row["started_at"].date() for row in rows["sessions"])
    for row in rows["campaigns"]:
        length = (row["end_on"] - row["start_on"]).days + 1
        for number in range(length):
            day = row["start_on"].date() + timedelta(days=number)
            if since <= day <= LAST and key(day) in earned:
                earned[key(day)] -= row["cost_cents"] / 100 / length
    return {month: earned[month] / count for month, count in sessions(rows, key).items()}


BRUTE = {
    loop.__name__: loop
    for loop in (
        avg_session_seconds, bounce_rate, bounce_rate_engaged, bounce_rate_visitor, card_ctr, card_to_cart_rate,
        cart_abandonment_rate, channel_value_per_visit, checkout_step_dropoff,
        conversion_rate_session, conversion_rate_visitor, exit_rate,
        page_load_p75, page_views, pages_per_session, sessions, traffic_vs_peer, unique_visitors, zero_result_rate,
    )
}  # fmt: skip
