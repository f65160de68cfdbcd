"""How much each store can expect on each day, before luck and before any story."""

from __future__ import annotations

from functools import cache

import numpy as np

from kpilab.worlds import calendar
from kpilab.worlds.chance import Reals
from kpilab.worlds.retail_chain.stores import DISTRICT_SEASONS, STORES

__all__ = [
    "DISCOUNTS",
    "PRODUCTS_PER_ORDER",
    "channel_shares",
    "day_factors",
    "is_promotion",
    "month_factors",
    "month_sums",
]

PRODUCTS_PER_ORDER = (1,) * 55 + (2,) * 27 + (3,) * 11 + (4,) * 4 + (5,) * 2 + (9,)
"""A hundred equally likely numbers of lines; one order in a hundred furnishes a flat."""

DISCOUNTS = {
    False: (0,) * 14 + (5,) * 4 + (10,) * 2,
    True: (0,) * 4 + (5,) * 3 + (10,) * 5 + (15,) * 4 + (20,) * 4,
}
"""Twenty equally likely discounts in percent, on plain days and during a promotion."""

_WEEK = (0.88, 0.86, 0.88, 0.92, 1.08, 1.22, 1.16)
_COMMUTER_WEEK = (1.04, 1.00, 1.00, 1.03, 1.18, 0.91, 0.84)
_GROWTH_A_YEAR = 0.03


def _event_factor(day: calendar.Day) -> float:
    if day.promotion == "6.18":
        return 2.1 if day.day.day >= 16 else 1.15
    if day.promotion == "11.11":
        return 2.4 if day.day.day >= 10 else 1.15
    if (day.day.month, day.day.day) in _AFTER_PROMOTION:
        return 0.82
    if day.holiday == "Spring Festival":
        return 0.55
    if day.promotion:
        return 1.4
    return 1.25 if day.holiday else 1.0


_AFTER_PROMOTION = {(6, number) for number in range(19, 26)} | {(11, number) for number in range(12, 19)}


@cache
def day_factors() -> Reals:
    """Stores × days: how busy a day is against an ordinary day of that store."""
    rows = []
    for store in STORES:
        season = DISTRICT_SEASONS[store.district]
        week = _COMMUTER_WEEK if store.district == "transit" else _WEEK
        rows.append(
            [
                season[day.day.month - 1]
                * week[day.day.weekday()]
                * _event_factor(day)
                * (1 + _GROWTH_A_YEAR * number / 365)
                for number, day in enumerate(calendar.days())
            ]
        )
    return np.array(rows)


def month_sums(by_day: Reals) -> Reals:
    """Stores × months: the sums of a table of stores × days."""
    starts = np.searchsorted(calendar.month_of(), np.arange(len(calendar.months())))
    return np.add.reduceat(by_day, starts, axis=1)


@cache
def month_factors() -> Reals:
    """Stores × months: how busy a month is against thirty ordinary days of that store."""
    return month_sums(day_factors()) / 30


@cache
def is_promotion() -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """For each day whether a chain-wide promotion runs."""
    return np.array([bool(day.promotion) for day in calendar.days()])


@cache
def channel_shares() -> Reals:
    """Stores × days × (online, phone): the shift from the store to online, faster at the University."""
    days = calendar.days()
    passed = np.arange(len(days)) / len(days)
    big = np.array([day.promotion in ("6.18", "11.11") for day in days])
    online = 0.12 + 0.14 * passed + 0.12 * big
    phone = 0.06 - 0.02 * passed
    student = np.array([0.08 if store.district == "student" else 0.0 for store in STORES])
    return np.stack([online + student[:, None], np.broadcast_to(phone, (len(STORES), len(days)))], axis=2)
