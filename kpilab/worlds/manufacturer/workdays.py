"""The days on which the plant and its customers work, counted from `BEGINS` on, and the hours of the office."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints
from kpilab.worlds.manufacturer.plant import BEGINS

__all__ = ["day_at", "days_before", "in_office", "place_before", "place_from", "place_of", "workday_share"]

_FROM, _TO = BEGINS - 400, 1500
_BEFORE_2024 = (date(2023, 9, 29), date(2023, 10, 6))
"""Mid-Autumn and National Day of 2023; the calendar of the tables begins after them."""


@cache
def _workdays() -> Ints:
    closed = {(day.day - calendar.FIRST).days for day in calendar.days() if day.holiday}
    first, last = ((day - calendar.FIRST).days for day in _BEFORE_2024)
    closed |= {*range(first, last + 1), (date(2026, 1, 1) - calendar.FIRST).days}
    weekday = calendar.FIRST.weekday()
    return np.array([day for day in range(_FROM, _TO) if (weekday + day) % 7 < 5 and day not in closed])


@cache
def workday_share() -> float:
    """How many of the days of the two years are worked.

    >>> 0.64 < workday_share() < 0.68
    True
    """
    found = _workdays()
    end = (calendar.LAST - calendar.FIRST + timedelta(days=1)).days
    return round(int(((found >= 0) & (found < end)).sum()) / end, 4)


def place_from(days: Ints) -> Ints:
    """The place among the workdays of each day, or of the next one that is worked."""
    return np.searchsorted(_workdays(), days)


def place_before(days: Ints) -> Ints:
    """The place among the workdays of each day, or of the last one before it that is worked."""
    return np.searchsorted(_workdays(), days, side="right") - 1


def day_at(places: Ints) -> Ints:
    """The day of each place among the workdays; a place beyond the last is the last."""
    found = _workdays()
    return found[np.clip(places, 0, len(found) - 1)]


def place_of(days: Ints, luck: Ints) -> Ints:
    """Each day's place; a day off is spread over the three workdays after it."""
    place = place_from(days)
    return np.where(day_at(place) == days, place, place + luck % 3)


def days_before(days: Ints, luck: Ints) -> Ints:
    """Days off spread over the five workdays before them; those worked stay.

    >>> days_before(np.array([2, 6]), np.array([7, 7])).tolist()  # a Wednesday, and the Sunday after it
    [2, 2]
    """
    place = place_from(days)
    return np.where(day_at(place) == days, days, day_at(place - 1 - luck % 5))


def in_office(minutes: Ints, luck: Ints, *, within: int = 120) -> Ints:
    """Moments outside office hours moved into the first minutes, `within` of them, of the next day that is worked.

    Those far before the tables stay.

    >>> in_office(np.array([1440 + 900, 1440 + 1100]), np.array([7, 7])).tolist()
    [2340, 3367]
    """
    day, minute = minutes // 1440, minutes % 1440
    over = minute >= 18 * 60
    open_on = day_at(place_from(day + over))
    waits = over | (open_on != day) | (minute < 8 * 60)
    found = np.where(waits, open_on * 1440 + 8 * 60 + luck % within, minutes)
    return np.where(day < _FROM, minutes, found)
