"""Pace: how far a plan has been reached by a day, against how far it usually is by then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import pandas as pd

from kpilab.metrics.engines import fetched
from kpilab.metrics.parts import keys_of
from kpilab.metrics.periods import PERIODS
from kpilab.metrics.sources import Sources

__all__ = ["paced"]

Line = tuple[Any, ...]


def paced(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
    """Sales to date over the part of the plan that is expected by then.

    By month, quarter or year the day is the last one that the data cover; by day it is each day of the month.
    Nothing is said by week, since weeks are not planned.
    """
    dims, keys = list(sources.dims), keys_of(sources)
    groups = dict(_groups(found["plans"], dims))
    sold = dict(_groups(found["sales"], dims))
    holidays = _holidays(sources)
    lines = chain.from_iterable(
        ((*key, *line) for line in _lines(plans, sold.get(key, found["sales"].head(0)), holidays, sources))
        for key, plans in groups.items()
    )
    table = pd.DataFrame(list(lines), columns=[*keys, "numerator", "denominator"])
    table = table.astype({key: found["plans"][key].dtype for key in keys})
    return table.assign(value=table["numerator"] / table["denominator"].where(table["denominator"].gt(0)))


def _groups(amounts: pd.DataFrame, dims: list[str]) -> Iterator[tuple[Line, pd.DataFrame]]:
    if dims:
        yield from amounts.groupby(dims, dropna=False)
    else:
        yield (), amounts


def _holidays(sources: Sources) -> set[pd.Timestamp]:
    calendar = fetched([sources.table("calendar", "day", "holiday", key=["day"])])[0]
    return set(calendar.loc[calendar["holiday"].fillna("").ne(""), "day"].dt.normalize())


def _lines(
    plans: pd.DataFrame, sold: pd.DataFrame, holidays: set[pd.Timestamp], sources: Sources
) -> Iterator[tuple[pd.Timestamp, float, float]]:
    """Period, sales to date and expected sales to date, for each planned period that has begun."""
    first, last = sources.ends()[0], sources.last_day()
    kind = "month" if sources.period == "day" else str(sources.period)
    if kind == "week" or pd.isna(first) or pd.isna(last):
        return
    by_day = sold.groupby("day")["net_cents"].sum(min_count=1).reindex(sold["day"].unique())
    unknown = sold.loc[sold["net_cents"].isna(), "day"]
    sales = by_day.reindex(pd.date_range(first, last), fill_value=0.0).mask(lambda days: days.index.isin(unknown))
    norms = plans.groupby(plans["day"].dt.to_period(PERIODS["month"]))["norm"].sum(min_count=1)
    for period in sorted({month.asfreq(PERIODS[kind]) for month in norms.index}):
        start, end = period.start_time, period.end_time.normalize()
        months = pd.period_range(start, end, freq=PERIODS["month"])
        planned = norms.reindex(months).sum(min_count=len(months))
        share = _expected(sales[: start - pd.Timedelta(days=1)], pd.date_range(start, end), holidays).cumsum()
        so_far = sales[start:end].cumsum()
        for day in so_far.index if sources.period == "day" else so_far.index[-1:]:
            yield day if sources.period == "day" else start, so_far[day], planned * share[day]


def _expected(before: pd.Series[float], days: pd.DatetimeIndex, holidays: set[pd.Timestamp]) -> pd.Series[float]:
    """The share of a period's sales that each of its days usually brings.

    A weekday, and a holiday, counts as it did on average before; a holiday that was not seen counts as its weekday.
    Where not every weekday was seen, each day counts alike.
    """
    alike = pd.Series(1.0, index=days)
    weekdays = before[~before.index.isin(holidays)]
    usual = weekdays.groupby(pd.DatetimeIndex(weekdays.index).day_of_week).mean()
    expected = pd.Series(days.day_of_week, index=days).map(usual)
    festive = before[before.index.isin(holidays)].mean()
    if pd.notna(festive):
        expected = expected.mask(days.isin(holidays), festive)
    whole = expected if len(before) and expected.notna().all() and expected.sum() > 0 else alike
    return whole / whole.sum()
