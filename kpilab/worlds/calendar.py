"""The days of 2024 and 2025: weeks, moving holidays, and the promotions that move with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["FIRST", "LAST", "Day", "days", "month_ends", "month_of", "months"]

FIRST = date(2024, 1, 1)
LAST = date(2025, 12, 31)

# Public holidays as announced for these years; working weekends that make up for them are left out.
_HOLIDAYS = (
    ("New Year", date(2024, 1, 1), date(2024, 1, 1)),
    ("Spring Festival", date(2024, 2, 10), date(2024, 2, 17)),
    ("Qingming", date(2024, 4, 4), date(2024, 4, 6)),
    ("Labour Day", date(2024, 5, 1), date(2024, 5, 5)),
    ("Dragon Boat", date(2024, 6, 8), date(2024, 6, 10)),
    ("Mid-Autumn", date(2024, 9, 15), date(2024, 9, 17)),
    ("National Day", date(2024, 10, 1), date(2024, 10, 7)),
    ("New Year", date(2025, 1, 1), date(2025, 1, 1)),
    ("Spring Festival", date(2025, 1, 28), date(2025, 2, 4)),
    ("Qingming", date(2025, 4, 4), date(2025, 4, 6)),
    ("Labour Day", date(2025, 5, 1), date(2025, 5, 5)),
    ("Dragon Boat", date(2025, 5, 31), date(2025, 6, 2)),
    ("National Day", date(2025, 10, 1), date(2025, 10, 8)),
)
_PROMOTIONS = (
    ("New Year goods", date(2024, 1, 27), date(2024, 2, 9)),
    ("6.18", date(2024, 6, 10), date(2024, 6, 18)),
    ("11.11", date(2024, 11, 4), date(2024, 11, 11)),
    ("New Year goods", date(2025, 1, 14), date(2025, 1, 27)),
    ("6.18", date(2025, 6, 10), date(2025, 6, 18)),
    ("11.11", date(2025, 11, 4), date(2025, 11, 11)),
)


@dataclass(frozen=True)
class Day:
    """One day, with what the calendar says about it; `holiday` and `promotion` are "" on plain days."""

    day: date
    holiday: str
    promotion: str

    @property
    def month(self) -> str:
        """As 2025-05."""
        return f"{self.day:%Y-%m}"


def _named(spans: tuple[tuple[str, date, date], ...], day: date) -> str:
    return next((name for name, first, last in spans if first <= day <= last), "")


@cache
def days() -> tuple[Day, ...]:
    """Every day from the first of January 2024 to the last of December 2025.

    >>> len(days()), days()[40].holiday
    (731, 'Spring Festival')
    """
    count = (LAST - FIRST).days + 1
    every = (FIRST + timedelta(days=number) for number in range(count))
    return tuple(Day(day, _named(_HOLIDAYS, day), _named(_PROMOTIONS, day)) for day in every)


@cache
def months() -> tuple[str, ...]:
    """The twenty-four months, as 2025-05."""
    return tuple(dict.fromkeys(day.month for day in days()))


def month_of() -> NDArray[np.int64]:
    """For each day the position of its month, 0 to 23."""
    return np.array([(day.day.year - FIRST.year) * 12 + day.day.month - 1 for day in days()])


def month_ends() -> NDArray[np.int64]:
    """For each month the position of its last day."""
    return np.flatnonzero(np.diff(np.append(month_of(), len(months()))))
