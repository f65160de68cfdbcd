"""Who stays, who leaves, who answers, in plain loops: written from the catalogue's words and not from the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

Rows = Mapping[str, list[dict[str, Any]]]
Key = Callable[[Any], str]
FIRST, LAST = date(2025, 1, 1), date(2025, 6, 30)
MONTHS = tuple(f"2025-{number:02}" for number in range(1, 7))
ACTIVE_DAYS = 90


def _bought(rows: Rows) -> dict[str, list[date]]:
    """The days of each known customer's paid orders, one for each order."""
    found: dict[str, list[date]] = {}
    for row in rows["orders"]:
        if row["paid_at"] and row["customer_id"]:
            found.setdefault(row["customer_id"], []).append(row["paid_at"].date())
    return {customer: sorted(days) for customer, days in found.items()}


def _first_day(rows: Rows) -> date:
    return min(row["paid_at"].date() for row in rows["orders"] if row["paid_at"])


def _begins(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 1)


def _after(month: str, count: int = 1) -> str:
    months = int(month[:4]) * 12 + int(month[5:]) - 1 + count
    return f"{months // 12}-{months % 12 + 1:02}"


def _days_of(month: str) -> list[date]:
    first = _begins(month)
    length = (_begins(_after(month)) - first).days
    return [first + timedelta(days=number) for number in range(length)]


def _orders_and_buyers(rows: Rows, key: Key) -> dict[str, tuple[int, int]]:
    months: dict[str, list[str]] = {}
    for customer, days in _bought(rows).items():
        for day in days:
            months.setdefault(key(day), []).append(customer)
    return {month: (len(names), len(set(names))) for month, names in months.items()}


def repeat_order_share(rows: Rows, key: Key) -> dict[str, float]:
    return {month: (orders - buyers) / orders for month, (orders, buyers) in _orders_and_buyers(rows, key).items()}


def orders_per_buyer(rows: Rows, key: Key) -> dict[str, float]:
    return {month: orders / buyers for month, (orders, buyers) in _orders_and_buyers(rows, key).items()}


def _active(days: Iterable[date], on: date) -> bool:
    return any(0 <= (on - day).days <= ACTIVE_DAYS for day in days)


Standing = dict[str, tuple[set[str], set[str], set[str]]]


def _standing(rows: Rows) -> Standing:
    """Customers active at the start, at the end, and at any time, of each month that can be known."""
    bought, found = _bought(rows), {}
    for month in MONTHS:
        days = _days_of(month)
        eve = days[0] - timedelta(days=1)
        if eve - timedelta(days=ACTIVE_DAYS) < _first_day(rows) or days[-1] > LAST:
            continue
        start, end = ({one for one, when in bought.items() if _active(when, on)} for on in (eve, days[-1]))
        ever = {one for one, when in bought.items() if any(_active(when, on) for on in [eve, *days])}
        found[month] = start, end, ever
    return found


def customer_growth_rate(rows: Rows, key: Key) -> dict[str, float]:
    return {month: (len(e) - len(s)) / len(s) for month, (s, e, _ever) in _standing(rows).items() if s}


def retention_rate(rows: Rows, key: Key) -> dict[str, float]:
    return {month: len(s & e) / len(s) for month, (s, e, _ever) in _standing(rows).items() if s}


def churn_rate(rows: Rows, key: Key) -> dict[str, float]:
    return {month: len(s - e) / len(s) for month, (s, e, _ever) in _standing(rows).items() if s}


def churn_rate_all_customers(rows: Rows, key: Key) -> dict[str, float]:
    return {month: len(ever - e) / len(ever) for month, (_s, e, ever) in _standing(rows).items() if ever}


def cohort_retention(rows: Rows, key: Key) -> dict[str, float]:
    joined = {row["customer_id"]: row["joined_on"].date() for row in rows["customers"]}
    cohorts: dict[str, list[bool]] = {}
    for customer, days in _bought(rows).items():
        if joined[customer] >= _first_day(rows):
            month = key(days[0])
            cohorts.setdefault(month, []).append(any(key(day) == _after(month) for day in days))
    return {month: sum(back) / len(back) for month, back in cohorts.items() if _days_of(_after(month))[-1] <= LAST}


def clv(rows: Rows, key: Key) -> dict[str, float]:
    cost = {row["product_id"]: row["cost_cents"] for row in rows["products"]}
    month_of = {row["order_id"]: key(row["paid_at"]) for row in rows["orders"] if row["paid_at"] and row["customer_id"]}
    margin: dict[str, float] = {}
    for row in rows["order_lines"]:
        if row["order_id"] in month_of:
            earned = row["qty"] * (row["unit_price_cents"] - cost[row["product_id"]]) - row["discount_cents"]
            margin[month_of[row["order_id"]]] = margin.get(month_of[row["order_id"]], 0) + earned / 100
    found = {}
    for month, (start, end, ever) in _standing(rows).items():
        if start:
            stays, value = len(start & end) / len(start), 0.0
            for later in range(24):
                value += margin.get(month, 0) / len(ever) * stays**later / 1.1 ** (later / 12)
            found[month] = value
    return found


def nps(rows: Rows, key: Key) -> dict[str, float]:
    answers: dict[str, list[int]] = {}
    for row in rows["surveys"]:
        if row["recommend"] is not None and 0 <= row["recommend"] <= 10:
            promoter, detractor = row["recommend"] >= 9, row["recommend"] <= 6
            answers.setdefault(key(row["answered_on"]), []).append(promoter - detractor)
    return {month: 100 * sum(found) / len(found) for month, found in answers.items()}


def survey_response_rate(rows: Rows, key: Key) -> dict[str, float]:
    flags: dict[str, list[bool]] = {}
    for row in rows["survey_invitations"]:
        if row["delivered"]:
            answered, sent = row["answered_at"], row["sent_at"].date()
            in_time = answered is not None and answered.date() - sent <= timedelta(days=14)
            flags.setdefault(key(sent), []).append(in_time)
    known = {month: found for month, found in flags.items() if _days_of(month)[-1] + timedelta(days=14) <= LAST}
    return {month: sum(found) / len(found) for month, found in known.items()}


def stickiness(rows: Rows, key: Key) -> dict[str, float]:
    found = {}
    for month in MONTHS:
        days = {
            day: {row["visitor_id"] for row in rows["events"] if row["ts"].date() == day} for day in _days_of(month)
        }
        everyone = set().union(*days.values())
        if everyone:
            found[month] = sum(len(there) for there in days.values()) / len(days) / len(everyone)
    return found


def median_lifetime_km(rows: Rows, key: Key) -> dict[str, float]:
    contracts: dict[str, list[dict[str, Any]]] = {}
    for row in rows["contracts"]:
        contracts.setdefault(row["account_id"], []).append(row)
    lives: dict[str, list[tuple[int, bool]]] = {}
    for held in contracts.values():
        began = min(row["start_on"] for row in held).date()
        left = all(row["end_on"] is not None and row["end_on"].date() <= LAST for row in held)
        until = max(row["end_on"].date() for row in held) if left else LAST
        lives.setdefault(key(began), []).append(((until - began).days, left))
    found = {}
    for month, seen in lives.items():
        share = 1.0
        for time in sorted({time for time, left in seen if left}):
            there = sum(one >= time for one, _left in seen)
            share *= 1 - seen.count((time, True)) / there
            if share <= 0.5 + 1e-12 and month not in found:
                found[month] = float(time)
    return found


def key_account_contact_coverage(rows: Rows, key: Key) -> dict[str, float]:
    visits = [row for row in rows["visits"] if row["outcome"] is not None]
    since = min(row["ts"].date() for row in rows["visits"])
    months = ("2024-12", *MONTHS)
    heard, cared = dict.fromkeys(months, 0), dict.fromkeys(months, 0)
    for account in rows["accounts"]:
        released = account["released_on"].date() if account["released_on"] else LAST + timedelta(days=1)
        for month in months:
            care = {day for day in _days_of(month) if account["assigned_on"].date() <= day < released}
            mine = (row for row in visits if _same(row, account, "customer_id") and _same(row, account, "staff_id"))
            days = sum(day >= since for day in care)
            cared[month] += days
            heard[month] += days * any(row["ts"].date() in care for row in mine)
    return {month: heard[month] / days for month, days in cared.items() if days}


def _same(row: dict[str, Any], other: dict[str, Any], column: str) -> bool:
    return bool(row[column] == other[column])


BRUTE = {
    loop.__name__: loop
    for loop in (
        churn_rate, churn_rate_all_customers, clv, cohort_retention, customer_growth_rate,
        key_account_contact_coverage, median_lifetime_km, nps, orders_per_buyer, repeat_order_share, retention_rate,
        stickiness, survey_response_rate,
    )
}  # fmt: skip
