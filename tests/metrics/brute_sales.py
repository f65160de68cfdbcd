"""Deals, leads, plans and campaigns in plain loops: written from the catalogue's words and not from the engine."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from brute_orders import LAST, Key, Rows, net_sales

MONTHS = [f"2025-{number:02}" for number in range(1, 7)]
Found = dict[str, float]


def _first(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 1)


def _last(month: str) -> date:
    return (_first(month) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _over(above: Mapping[str, float | None], below: Mapping[str, float | None]) -> Found:
    """Above over below, where both are known and something is below; what is not above at all counts as nothing."""
    found: Found = {}
    for key, bottom in below.items():
        top = above.get(key, 0)
        if top is not None and bottom is not None and bottom > 0:
            found[key] = top / bottom
    return found


def _add(found: dict[str, float | None], key: str, amount: float | None) -> None:
    """Add an amount; what is not known makes the sum unknown."""
    so_far = found.setdefault(key, 0)
    found[key] = None if so_far is None or amount is None else so_far + amount


def _finished_deals(rows: Rows) -> list[dict[str, Any]]:
    return [row for row in rows["opportunities"] if row["stage"] in ("won", "lost") and row["closed_at"]]


def win_rate(rows: Rows, key: Key) -> Found:
    deals = _finished_deals(rows)
    won = Counter(key(row["closed_at"]) for row in deals if row["stage"] == "won")
    return _over(won, Counter(key(row["closed_at"]) for row in deals))


def _cycles(rows: Rows, key: Key) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for row in _finished_deals(rows):
        if row["stage"] == "won":
            took = (row["closed_at"].date() - row["created_at"].date()).days
            if took >= 0:
                found[key(row["closed_at"])].append(took)
    return found


def sales_cycle_days(rows: Rows, key: Key) -> Found:
    return {month: median(days) for month, days in _cycles(rows, key).items()}


def sales_velocity(rows: Rows, key: Key) -> Found:
    deals, cycles = _finished_deals(rows), sales_cycle_days(rows, key)
    brought, closed = Counter[str](), Counter[str]()
    for row in deals:
        closed[key(row["closed_at"])] += 1
        brought[key(row["closed_at"])] += row["value_cents"] / 100 if row["stage"] == "won" else 0
    found: Found = {}
    for month, days in cycles.items():
        waiting = 0
        for row in rows["opportunities"]:
            done = row["stage"] in ("won", "lost") and row["closed_at"]
            if row["qualified_at"] and not (done and row["closed_at"] < row["qualified_at"]):
                begun = key(row["qualified_at"]) <= month
                waiting += begun and not (done and key(row["closed_at"]) <= month)
        if days > 0 and month <= key(LAST):
            found[month] = waiting * brought[month] / closed[month] / days
    return found


def _people(rows: Rows) -> dict[Any, list[dict[str, Any]]]:
    """The leads of each contact, the first one first."""
    found: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows["leads"], key=lambda row: (row["created_at"], row["lead_id"])):
        found[row["contact_key"] or row["lead_id"]].append(row)
    return found


def lead_count(rows: Rows, key: Key) -> Found:
    return dict(Counter(key(leads[0]["created_at"]) for leads in _people(rows).values()))


def qualified_lead_rate(rows: Rows, key: Key) -> Found:
    good = Counter[str]()
    for leads in _people(rows).values():
        when = [row["qualified_at"].date() for row in leads if row["qualified_at"]]
        first = leads[0]["created_at"]
        good[key(first)] += bool(when) and min(when) <= first.date() + timedelta(days=14)
    shares = _over(good, lead_count(rows, key))
    return {month: share for month, share in shares.items() if _last(month) + timedelta(days=14) <= LAST}


def lead_to_customer_rate(rows: Rows, key: Key) -> Found:
    first_paid: dict[str, date] = {}
    for row in rows["orders"]:
        if row["paid_at"] and row["customer_id"]:
            day = row["paid_at"].date()
            first_paid[row["customer_id"]] = min(day, first_paid.get(row["customer_id"], day))
    became = Counter[str]()
    for leads in _people(rows).values():
        paid = [first_paid[row["customer_id"]] for row in leads if row["customer_id"] in first_paid]
        first = leads[0]["created_at"]
        became[key(first)] += bool(paid) and 0 <= (min(paid) - first.date()).days <= 30
    shares = _over(became, lead_count(rows, key))
    return {month: share for month, share in shares.items() if _last(month) + timedelta(days=30) <= LAST}


def sales_growth_rate(rows: Rows, key: Key) -> Found:
    sales = net_sales(rows, key)
    pairs = pairwise(MONTHS)
    return {
        after: sales[after] / sales[before] - 1
        for before, after in pairs
        if after in sales and sales.get(before, 0) > 0
    }


def plan_attainment(rows: Rows, key: Key) -> Found:
    plan: dict[str, float | None] = {}
    for row in rows["plans"]:
        if row["kpi"] == "net_sales":
            _add(plan, row["month"], row["norm"])
    return _over(net_sales(rows, key), plan)


def plan_pace(rows: Rows, key: Key) -> Found:
    """Every month is over on the last day, and by the end of a month all of its sales are expected."""
    first = key(min(row["paid_at"] for row in rows["orders"] if row["paid_at"]))
    return {month: share for month, share in plan_attainment(rows, key).items() if month >= first}


def market_share(rows: Rows, key: Key) -> Found:
    market = {
        (row["month"], row["category"]): row["total_cents"] / 100
        for row in rows["market"]
        if row["total_cents"] is not None
    }
    category = {row["product_id"]: row["category"] for row in rows["products"]}
    ours: dict[str, float | None] = {}
    for month, product, amount in _booked(rows, key):
        if (month, category[product]) in market:
            _add(ours, month, amount)
    whole: dict[str, float | None] = {}
    for (month, _category), total in market.items():
        _add(whole, month, total)
    return _at_least_nothing(_over(ours, whole))


def _at_least_nothing(shares: Found) -> Found:
    return {month: share for month, share in shares.items() if share >= 0}


def _booked(rows: Rows, key: Key) -> Iterator[tuple[str, str, float]]:
    """Month, product and amount of each line of a paid order and of each refund."""
    paid = {row["order_id"]: row["paid_at"] for row in rows["orders"] if row["paid_at"]}
    product = {(row["order_id"], row["line_no"]): row["product_id"] for row in rows["order_lines"]}
    for row in rows["order_lines"]:
        if row["order_id"] in paid:
            amount = (row["qty"] * row["unit_price_cents"] - row["discount_cents"]) / 100
            yield key(paid[row["order_id"]]), row["product_id"], amount
    for row in rows["returns"]:
        if row["order_id"] in paid:
            yield key(row["returned_on"]), product[row["order_id"], row["line_no"]], -row["refund_cents"] / 100


def sales_per_head(rows: Rows, key: Key) -> Found:
    jobs: dict[str, float | None] = {}
    for month in MONTHS:
        days = [_first(month) + timedelta(days=number) for number in range((_last(month) - _first(month)).days + 1)]
        present = [
            row["fte"]
            for day in days
            for row in rows["staff"]
            if row["role"] not in ("manager", "cashier")
            and row["start_on"].date() <= day
            and (row["end_on"] is None or row["end_on"].date() >= day)
        ]
        jobs[month] = sum(present) / len(days)
    sales = net_sales(rows, key)
    return _over(sales, {month: jobs[month] for month in sales if month in jobs})


def sell_through_rate(rows: Rows, key: Key) -> Found:
    paid = {row["order_id"]: row["paid_at"] for row in rows["orders"] if row["paid_at"]}
    sold: dict[str, float | None] = {}
    for row in rows["order_lines"]:
        if row["order_id"] in paid:
            _add(sold, key(paid[row["order_id"]]), row["qty"])
    for row in rows["returns"]:
        if row["order_id"] in paid:
            _add(sold, key(row["returned_on"]), -row["qty"])
    offered: dict[str, float | None] = {}
    for month in [*MONTHS, "2025-07"]:
        evening = _first(month) - timedelta(days=1)
        counts = [row["units"] for row in rows["stock"] if row["day"].date() == evening]
        received = [row["received_units"] for row in rows["stock"] if key(row["day"]) == month]
        if counts:
            for units in [*counts, *received]:
                _add(offered, month, units)
    return _at_least_nothing(_over(sold, offered))


BRUTE: dict[str, Callable[[Rows, Key], Mapping[str, float]]] = {
    function.__name__: function
    for function in (
        lead_count, lead_to_customer_rate, market_share, plan_attainment, plan_pace, qualified_lead_rate,
        sales_cycle_days, sales_growth_rate, sales_per_head, sales_velocity, sell_through_rate, win_rate,
    )
}  # fmt: skip
