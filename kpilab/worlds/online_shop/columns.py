"""From positions and minutes to the cells of a table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints

__all__ = ["FIRST", "Columns", "day_of", "days_or_none", "numbers", "time_of"]

Columns = dict[str, Any]

FIRST = np.datetime64(calendar.FIRST)


def day_of(days: Ints) -> Any:
    """Positions in the calendar as days; −1 is the last day before it, and there is none before that."""
    return np.where(days < -1, np.datetime64("NaT"), FIRST + days.astype("timedelta64[D]"))


def days_or_none(days: Ints) -> Any:
    """Positions in the calendar as days; none below 0."""
    return np.where(days < 0, np.datetime64("NaT"), FIRST + days.astype("timedelta64[D]"))


def time_of(minutes: Ints) -> Any:
    """Minutes since the calendar's first as times; none below 0."""
    return np.where(minutes < 0, np.datetime64("NaT"), FIRST.astype("M8[m]") + minutes.astype("timedelta64[m]"))


def numbers(values: Ints) -> Any:
    """Whole numbers, missing below 0."""
    return pd.arrays.IntegerArray(values.astype(np.int64), values < 0)
