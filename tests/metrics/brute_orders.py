"""Orders, refunds, customers and counts in plain loops: written from the catalogue's words and not from the engine."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

Rows = Mapping[str, list[dict[str, Any]]]
Key = Callable[[Any], str]
LAST = date(2025, 6, 30)


def _paid(rows: Rows) -> list[dict[str, Any]]:
    return sorted((row for row in rows["orders"] if row["paid_at"]), key=lambda row: (row["paid_at"], row["order_id"]))


def _over(above: Mapping[str, float], below: Mapping[str, float]) -> dict[str, float]:
    return {key: above.get(key, 0) / below[key] for key in below if below[key] > 0}


def _sums(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, amount in pairs:
        found[key] = found.get(key, 0) + amount
    return found


def _ends(key: str) -> date:
    year, number = int(key[:4]), int(key[5:])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def _known(found: Mapping[str, float], after: int) -> dict[str, float]:
    return {key: value for key, value in found.items() if _ends(key) + timedelta(days=after) <= LAST}


def _lines(rows: Rows, key: Key) -> list[tuple[str, dict[str, Any], float]]:
    """Month, line and amount in whole units, of the lines of paid orders."""
    months = {row["order_id"]: key(row["paid_at"]) for row in _paid(rows)}
    return [
        (months[row["order_id"]], row, (row["qty"] * row["unit_price_cents"] - row["discount_cents"]) / 100)
        for row in rows["order_lines"]
        if row["order_id"] in months
    ]


def net_sales(rows: Rows, key: Key) -> dict[str, float]:
    paid = {row["order_id"] for row in _paid(rows)}
    sold = [(month, amount) for month, _row, amount in _lines(rows, key)]
    back = [(key(row["returned_on"]), -row["refund_cents"] / 100) for row in rows["returns"] if row["order_id"] in paid]
    return _sums([*sold, *back])


def gmv_paid(rows: Rows, key: Key) -> dict[str, float]:
    return _sums((key(row["paid_at"]), row["paid_cents"] / 100) for row in _paid(rows))


def order_count(rows: Rows, key: Key) -> dict[str, float]:
    return dict(Counter(key(row["paid_at"]) for row in _paid(rows)))


def avg_order_value(rows: Rows, key: Key) -> dict[str, float]:
    return _over(gmv_paid(rows, key), order_count(rows, key))


def discount_share(rows: Rows, key: Key) -> dict[str, float]:
    given = _sums((key(row["paid_at"]), row["discount_cents"]) for row in _paid(rows))
    listed = _sums((key(row["paid_at"]), row["discount_cents"] + row["paid_cents"]) for row in _paid(rows))
    return _over(given, listed)


def units_sold(rows: Rows, key: Key) -> dict[str, float]:
    return _sums((month, row["qty"]) for month, row, _amount in _lines(rows, key))


def items_per_order(rows: Rows, key: Key) -> dict[str, float]:
    orders: dict[str, set[int]] = defaultdict(set)
    for month, row, _amount in _lines(rows, key):
        orders[month].add(row["order_id"])
    return _over(units_sold(rows, key), {month: len(found) for month, found in orders.items()})


def price_per_unit(rows: Rows, key: Key) -> dict[str, float]:
    return _over(_sums((month, amount) for month, _row, amount in _lines(rows, key)), units_sold(rows, key))


def gross_margin(rows: Rows, key: Key) -> dict[str, float]:
    cost = {row["product_id"]: row["cost_cents"] / 100 for row in rows["products"]}
    product = {(row["order_id"], row["line_no"]): row["product_id"] for _month, row, _amount in _lines(rows, key)}
    sold = [(month, amount - row["qty"] * cost[row["product_id"]]) for month, row, amount in _lines(rows, key)]
    back = [
        (key(row["returned_on"]), row["qty"] * cost[product[line]] - row["refund_cents"] / 100)
        for row in rows["returns"]
        if (line := (row["order_id"], row["line_no"])) in product
    ]
    return _sums([*sold, *back])


def gross_margin_rate(rows: Rows, key: Key) -> dict[str, float]:
    return _over(gross_margin(rows, key), net_sales(rows, key))


def _visits(rows: Rows) -> dict[str, list[date]]:
    found: dict[str, list[date]] = defaultdict(list)
    for row in _paid(rows):
        if row["customer_id"]:
            found[row["customer_id"]].append(row["paid_at"].date())
    return found


def _new(rows: Rows) -> dict[str, list[date]]:
    """The days of purchase of customers who had not joined before the first day of the data."""
    began = min(row["paid_at"] for row in _paid(rows)).date()
    joined = {row["customer_id"]: row["joined_on"].date() for row in rows["customers"]}
    return {one: days for one, days in _visits(rows).items() if joined.get(one, began) >= began}


def _zeros(rows: Rows, key: Key) -> dict[str, float]:
    return dict.fromkeys(order_count(rows, key), 0)


def new_customers(rows: Rows, key: Key) -> dict[str, float]:
    return _zeros(rows, key) | Counter(key(days[0]) for days in _new(rows).values())


def new_customers_returning(rows: Rows, key: Key) -> dict[str, float]:
    again = Counter(
        key(days[0])
        for days in _new(rows).values()
        if any(timedelta(0) < day - days[0] <= timedelta(days=60) for day in days)
    )
    return _known(_zeros(rows, key) | again, 60)


def _bought(rows: Rows, key: Key) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in _paid(rows):
        if row["customer_id"]:
            found[key(row["paid_at"])].add(row["customer_id"])
    return found


def repurchase_next_window(rows: Rows, key: Key) -> dict[str, float]:
    bought = _bought(rows, key)
    months = [f"2025-{number:02}" for number in range(1, 7)]
    return {
        after: len(bought[before] & bought[after]) / len(bought[before])
        for before, after in pairwise(months)
        if bought[before] and before >= key(_paid(rows)[0]["paid_at"])
    }


def repeat_purchase_rate(rows: Rows, key: Key) -> dict[str, float]:
    days: dict[str, dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    for customer, visits in _visits(rows).items():
        for day in visits:
            days[key(day)][customer].add(day)
    return {month: sum(len(seen) > 1 for seen in people.values()) / len(people) for month, people in days.items()}


def repeat_customer_share(rows: Rows, key: Key) -> dict[str, float]:
    first = {one: key(days[0]) for one, days in _new(rows).items()}
    return {
        month: sum(first.get(one) != month for one in people) / len(people)
        for month, people in _bought(rows, key).items()
    }


def spend_per_buyer(rows: Rows, key: Key) -> dict[str, float]:
    spent = _sums((key(row["paid_at"]), row["paid_cents"] / 100) for row in _paid(rows) if row["customer_id"])
    return _over(spent, {month: len(people) for month, people in _bought(rows, key).items()})


def return_rate(rows: Rows, key: Key) -> dict[str, float]:
    paid = {row["order_id"]: row["paid_at"].date() for row in _paid(rows)}
    back = {
        row["order_id"]
        for row in rows["returns"]
        if row["order_id"] in paid and row["returned_on"].date() - paid[row["order_id"]] <= timedelta(days=30)
    }
    came = Counter(key(paid[order]) for order in back)
    return _known(_over(came, order_count(rows, key)), 30)


def csat_top2(rows: Rows, key: Key) -> dict[str, float]:
    valid = [row for row in rows["surveys"] if row["score"] is not None and 1 <= row["score"] <= 5]
    happy = Counter(key(row["answered_on"]) for row in valid if row["score"] >= 4)
    return _over(happy, Counter(key(row["answered_on"]) for row in valid))


def till_wait_minutes(rows: Rows, key: Key) -> dict[str, float]:
    seen = [row for row in rows["till_waits"] if None not in (row["served"], row["wait_minutes_mean"])]
    waited = _sums((key(row["day"]), row["served"] * row["wait_minutes_mean"]) for row in seen)
    return _over(waited, _sums((key(row["day"]), row["served"]) for row in seen))


def store_footfall(rows: Rows, key: Key) -> dict[str, float]:
    return _sums((key(row["day"]), row["entries"]) for row in rows["footfall"] if row["entries"] is not None)


def stockout_rate(rows: Rows, key: Key) -> dict[str, float]:
    seen = [row for row in rows["stock"] if row["units"] is not None]
    return _over(
        Counter(key(row["day"]) for row in seen if row["units"] <= 0), Counter(key(row["day"]) for row in seen)
    )


BRUTE: dict[str, Callable[[Rows, Key], Mapping[str, float]]] = {
    function.__name__: function
    for function in (
        avg_order_value, csat_top2, discount_share, gmv_paid, gross_margin, gross_margin_rate, items_per_order,
        net_sales, new_customers, new_customers_returning, order_count, price_per_unit, repeat_customer_share,
        repeat_purchase_rate, repurchase_next_window, return_rate, spend_per_buyer, stockout_rate, store_footfall,
        till_wait_minutes, units_sold,
    )
}  # fmt: skip
