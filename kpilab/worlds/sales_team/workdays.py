"""The firm's days: which are worked, how busy they are, and moments moved into office hours."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, Reals, slots

__all__ = [
    "DAY",
    "END",
    "at_office",
    "busy_days",
    "day_number",
    "month_number",
    "next_workday",
    "quarter_ends",
    "workday_before",
]

DAY = 1440
"""Minutes."""
END = (calendar.LAST - calendar.FIRST).days
"""The last day that the tables know, counted from 0."""
_AHEAD = 1500
_SEASON = (0.86, 0.72, 1.12, 1.06, 1.00, 1.10, 0.92, 0.90, 1.12, 0.98, 1.08, 1.14)
"""Enquiries from January to December."""
_WEEK = (1.10, 1.12, 1.06, 1.02, 0.90, 0.22, 0.16)


def day_number(day: date) -> int:
    """The day counted from the first of the tables.

    >>> day_number(date(2024, 2, 1))
    31
    """
    return (day - calendar.FIRST).days


@cache
def _worked() -> Reals:
    holidays = {day.day for day in calendar.days() if day.holiday}
    every = (calendar.FIRST + timedelta(days=number) for number in range(END + _AHEAD))
    return np.array([day.weekday() < 5 and day not in holidays for day in every])


@cache
def _next() -> Ints:
    worked = np.flatnonzero(_worked())
    return worked[np.minimum(np.searchsorted(worked, np.arange(END + _AHEAD)), len(worked) - 1)]


def next_workday(days: Ints) -> Ints:
    """The day itself where it is worked, else the next one that is; days before the tables begin stay.

    >>> next_workday(np.array([0, 1])).tolist()  # the first of January 2024, a holiday
    [1, 1]
    """
    return np.where(days < 0, days, _next()[np.clip(days, 0, END + _AHEAD - 1)])


def workday_before(days: Ints) -> Ints:
    """The day itself where it is worked, else the last one before it that is."""
    worked = np.flatnonzero(_worked())
    return worked[np.maximum(np.searchsorted(worked, days, side="right") - 1, 0)]


def at_office(moments: Ints, luck: Reals) -> Ints:
    """Moments outside office hours moved to the next morning that is worked."""
    day, minute = moments // DAY, moments % DAY
    over = minute > 18 * 60
    day = day + over
    open_on = next_workday(day)
    waits = over | (open_on != day) | (minute < 9 * 60)
    morning = 9 * 60 + np.floor(luck * 150).astype(np.int64)
    return open_on * DAY + np.where(waits, morning, minute)


@cache
def busy_days() -> Ints:
    """Equally likely days of the two years for an enquiry: weeks, seasons, holidays and a little growth."""
    weights = [
        _WEEK[day.day.weekday()]
        * _SEASON[day.day.month - 1]
        * (0.15 if day.holiday else 1.0)
        * (1 + 0.10 * number / END)
        for number, day in enumerate(calendar.days())
    ]
    return slots(weights, 60_000)


def month_number(days: Ints) -> Ints:
    """The month of each day, 0 to 23."""
    return calendar.month_of()[days]


@cache
def quarter_ends() -> Ints:
    """The last day of each of the eight quarters."""
    return calendar.month_ends()[2::3]
