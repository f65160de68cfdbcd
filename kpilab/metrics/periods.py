"""The periods that a KPI can be measured by: how each begins, is written, and follows the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from re import fullmatch
from typing import Any, Literal

import narwhals as nw
import pandas as pd

from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.metrics.aggregation import Frame
from kpilab.metrics.engines import date_number, number_of

__all__ = [
    "PERIODS",
    "during",
    "inside",
    "labelled",
    "period_at",
    "period_start",
    "periods_later",
    "start_after",
    "with_starts",
    "written",
]

PERIODS: Mapping[str, Literal["D", "W", "M", "Q", "Y"]] = {
    "day": "D",
    "week": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
}
"""The periods, finest first, as pandas writes them. Weeks are ISO weeks: they begin on Monday."""

_STEPS: Mapping[str, tuple[int, str]] = {
    "day": (1, "d"),
    "week": (7, "d"),
    "month": (1, "mo"),
    "quarter": (1, "q"),
    "year": (1, "y"),
}
_WRITTEN: Mapping[str, str] = {
    "day": r"\d{4}-\d\d-\d\d",
    "week": r"\d{4}-W\d\d",
    "month": r"\d{4}-\d\d",
    "quarter": r"\d{4}-Q[1-4]",
    "year": r"\d{4}",
}
_LABELS = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "quarter": "%Y-Q%q", "year": "%Y"}


def with_starts(frame: Frame, period: str, column: str, name: str) -> Frame:
    """`frame` with the first moment of the period of `column` as the column `name`."""
    if not frame.implementation.is_pandas_like() or period == "week":
        return frame.with_columns(period_start(period, column).alias(name))
    native = frame.to_native()
    unit, every = {"day": ("D", 1), "month": ("M", 1), "quarter": ("M", 3), "year": ("Y", 1)}[period]
    starts = native[column].to_numpy().astype(f"datetime64[{unit}]")
    if every > 1:
        starts = starts - starts.astype("int64") % every
    moments = pd.Series(starts.astype("datetime64[us]"), index=native.index)
    dated: Frame = nw.from_native(native.assign(**{name: moments})).lazy()
    return dated


def period_start(period: str, column: str = "day") -> nw.Expr:
    """The first moment of the period in which the time in `column` lies.

    No engine truncates to weeks through Narwhals, so that Monday is found by stepping back; Sunday is 7 on some
    engines and 0 on Spark.
    """
    if period != "week":
        return nw.col(column).dt.truncate("1" + _STEPS[period][1])
    day = nw.col(column).dt.truncate("1d")
    weekday = nw.col(column).dt.weekday() % 7
    monday = day.dt.offset_by("-6d")
    for back in range(6):
        monday = nw.when(weekday == back + 1).then(day.dt.offset_by(f"-{back}d")).otherwise(monday)
    return monday


def periods_later(period: str, column: str, count: int) -> nw.Expr:
    """The start of the period that is `count` periods after the one starting in `column`."""
    multiple, unit = _STEPS[period]
    return nw.col(column).dt.offset_by(f"{count * multiple}{unit}")


def period_at(period: str, label: Any) -> pd.Period:
    """The period written `label`; `DataError` where nothing is written so.

    >>> period_at("week", "2025-W01").start_time
    Timestamp('2024-12-30 00:00:00')
    """
    text = str(label)
    try:
        if fullmatch(_WRITTEN[period], text):
            first = date.fromisocalendar(int(text[:4]), int(text[6:]), 1) if period == "week" else text
            return pd.Period(first, freq=PERIODS[period])
    except ValueError:
        pass
    raise DataError(
        _("'{value}' is not a {period}; write 2025-05-31, 2025-W22, 2025-05, 2025-Q2 or 2025.").format(
            value=label, period=period
        )
    )


def written(period: str, when: pd.Period) -> str:
    """A period as it stands in a table.

    >>> written("week", pd.Period("2024-12-30", freq="W"))
    '2025-W01'
    """
    return labelled(pd.Series([when.start_time]), period).iloc[0]


def labelled(starts: pd.Series[Any], period: str) -> pd.Series[str]:
    """Each period's start as the period is written; so written, periods of a kind sort by time."""
    when = pd.to_datetime(starts).dt
    shown = when.to_period("Q").dt if period == "quarter" else when
    return shown.strftime(_LABELS[period]).astype("str")


def start_after(period: str, day: pd.Timestamp, count: int) -> pd.Timestamp:
    """The first day of the period that is `count` periods after the one of `day`; no day after no day."""
    return day if pd.isna(day) else (day.to_period(PERIODS[period]) + count).start_time


def during(period: str, labels: Iterable[Any], column: str) -> nw.Expr:
    """Whether the time in `column` lies in one of the periods so written."""
    found = sorted({period_at(period, label) for label in labels})
    number = date_number(column)
    runs = [number.is_between(number_of(first), number_of(last)) for first, last in _runs(found)]
    return nw.any_horizontal(*runs, ignore_nulls=False) if runs else nw.lit(False)


def inside(fine: str, coarse: str) -> bool:
    """Whether every period of the kind `fine` lies within one of the kind `coarse`.

    >>> inside("day", "week"), inside("week", "month"), inside("month", "year")
    (True, False, True)
    """
    order = list(PERIODS)
    return fine == coarse or fine == "day" or (fine != "week" != coarse and order.index(fine) < order.index(coarse))


def _runs(periods: list[pd.Period]) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """First and last day of each unbroken run of periods."""
    if not periods:
        return []
    breaks = [index + 1 for index, (one, after) in enumerate(pairwise(periods)) if after != one + 1]
    bounds = pairwise([0, *breaks, len(periods)])
    return [(periods[first].start_time, periods[last - 1].end_time) for first, last in bounds]
