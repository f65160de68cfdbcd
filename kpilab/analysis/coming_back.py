"""Customers who come back, by every reading that the word allows: what counts, who is divided by, window, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from math import nan
from typing import Any, Literal, get_args

from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = [
    "Below",
    "Counts",
    "Purchase",
    "Purchases",
    "Reading",
    "When",
    "coming_back",
    "every_reading",
    "month_number",
    "purchases_of",
]

Counts = Literal["all channels", "tills only"]
Below = Literal["bought before", "bought now, twice", "bought now, known"]
When = Literal["at once", "returns off"]
_MONTHS = 12


@dataclass(frozen=True)
class Reading:
    """One way to read "customers who come back": four ends of the word, each tied.

    `counts`: which purchases count. `below`: who stands below the line, and what stands above it: buyers of the window
    before, and those of them who bought in this one; or buyers of this window, and those who bought on two days of it;
    or the same buyers, and those who were customers before it. `window`: its months. `when`: at once, or a
    month later, when the goods of orders that went back whole are off.
    """

    counts: Counts = "all channels"
    below: Below = "bought before"
    window: int = 3
    when: When = "at once"


@dataclass(frozen=True)
class Purchase:
    """A day on which a known customer bought: at a till or elsewhere, and whether any of it was kept."""

    customer: str
    day: date
    till: bool = True
    kept: bool = True

    @property
    def month(self) -> int:
        """The day's month, counted through the years."""
        return self.day.year * _MONTHS + self.day.month - 1


@dataclass(frozen=True)
class Purchases:
    """What known customers bought, and since which month each is one (-1: before the first purchase of the data)."""

    rows: tuple[Purchase, ...]
    since: Mapping[str, int]
    _bought: dict[tuple[bool, bool], dict[int, Counter[str]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def without(self, gone: Iterable[Purchase]) -> Purchases:
        """The same, without those rows; who is a customer since when stays."""
        away = frozenset(gone)
        return Purchases(tuple(row for row in self.rows if row not in away), self.since)

    def bought(self, counts: Counts, when: When) -> Mapping[int, Counter[str]]:
        """Days with a purchase by month and customer, for one reading of what counts."""
        key = counts == "tills only", when == "returns off"
        if key not in self._bought:
            days = {
                (row.customer, row.day) for row in self.rows if (row.till or not key[0]) and (row.kept or not key[1])
            }
            found: dict[int, Counter[str]] = {}
            for customer, day in days:
                found.setdefault(day.year * _MONTHS + day.month - 1, Counter())[customer] += 1
            self._bought[key] = found
        return self._bought[key]


def month_number(text: str) -> int:
    """The month's number, counted through the years.

    >>> month_number("2025-10") - month_number("2024-12")
    10
    """
    year, month = text.split("-")
    return int(year) * _MONTHS + int(month) - 1


def purchases_of(data: Mapping[str, Any]) -> Purchases:
    """The purchases in `orders`, with `returns`, `order_lines` and `customers` where they are there (pandas tables).

    Orders without a customer or a payment are left out. An order is kept unless all its units went back.
    """
    import pandas as pd

    if "orders" not in data:
        raise DataError(_("There is no table 'orders': purchases cannot be counted without it."))
    orders = data["orders"].dropna(subset=["customer_id", "paid_at"])
    rows = pd.DataFrame(
        {
            "customer": orders["customer_id"].astype(str),
            "day": pd.to_datetime(orders["paid_at"]).dt.date,
            "till": orders["channel"].eq("store") if "channel" in orders else True,
            "kept": ~orders["order_id"].isin(_sent_back(data)),
        }
    )
    found = tuple(Purchase(*row) for row in rows.itertuples(index=False, name=None))
    since = {row.customer: row.month for row in sorted(found, key=lambda row: row.day, reverse=True)}
    return Purchases(found, since | dict.fromkeys(_members_before(data, since, rows["day"].min()), -1))


def _members_before(data: Mapping[str, Any], buyers: Iterable[str], began: date) -> set[str]:
    """The buyers who joined before the first purchase of the data."""
    import pandas as pd

    if "customers" not in data:
        return set()
    joined = data["customers"].set_index("customer_id")["joined_on"]
    return set(joined.index[pd.to_datetime(joined) < pd.Timestamp(began)].astype(str)) & set(buyers)


def _sent_back(data: Mapping[str, Any]) -> set[Any]:
    """The orders of which every unit went back."""
    if "returns" not in data or "order_lines" not in data:
        return set()
    back = data["returns"].groupby("order_id")["qty"].sum()
    sold = data["order_lines"].groupby("order_id")["qty"].sum().reindex(back.index)
    return set(back.index[back >= sold])


def coming_back(purchases: Purchases, reading: Reading, month: str) -> float:
    """The share of customers who come back, by `reading`, as it is told at the end of `month` ("2025-10").

    A fraction from 0 to 1; missing where nobody stands below the line, or where the window before is not in the data.

    >>> days = (("Ann", date(2025, 2, 3)), ("Bo", date(2025, 2, 7)), ("Ann", date(2025, 3, 1)))
    >>> shop = Purchases(tuple(Purchase(who, day) for who, day in days), {})
    >>> coming_back(shop, Reading(window=1), "2025-03")
    0.5
    >>> coming_back(shop, Reading(below="bought now, twice", window=1), "2025-03")
    0.0
    """
    end = month_number(month) - (reading.when == "returns off")
    bought = purchases.bought(reading.counts, reading.when)
    began = min((row.month for row in purchases.rows), default=end + 1)
    first = end - reading.window + 1
    now = _window(bought, first, reading.window)
    if first < began:
        return nan
    if reading.below == "bought before":
        before = _window(bought, first - reading.window, reading.window)
        return len(before.keys() & now.keys()) / len(before) if before and first - reading.window >= began else nan
    if not now:
        return nan
    if reading.below == "bought now, twice":
        return sum(days >= 2 for days in now.values()) / len(now)
    return sum(purchases.since[customer] < first for customer in now) / len(now)


def _window(bought: Mapping[int, Counter[str]], first: int, months: int) -> Counter[str]:
    found: Counter[str] = Counter()
    for month in range(first, first + months):
        found.update(bought.get(month, {}))
    return found


def every_reading(windows: Iterable[int] = (1, 3, 6)) -> tuple[Reading, ...]:
    """All the readings: two of what counts, three of who, one for each window, two of when.

    >>> len(every_reading())
    36
    """
    return tuple(
        Reading(counts, below, window, when)
        for counts, below, window, when in product(get_args(Counts), get_args(Below), tuple(windows), get_args(When))
    )
