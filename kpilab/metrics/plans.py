"""What was planned for the lines of a measured table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from kpilab.catalogue import kpi
from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.metrics.engines import fetched
from kpilab.metrics.periods import PERIODS, inside, period_at, written
from kpilab.metrics.question import Question
from kpilab.metrics.sources import Sources

__all__ = ["planned"]


def planned(
    table: pd.DataFrame, question: Question, last: date | None, data: Mapping[str, Any], level: str
) -> pd.DataFrame:
    """The plan of each line: keys, kpi, reference.

    The table `plans` holds a `level` by store_id, month and kpi. Additive KPIs add up over stores and months;
    others have a plan only where one line of `plans` stands for one line of the table. Of the period in which
    `last` lies an additive plan counts for its days up to then. `DataError` where the table is
    finer than the plans, or narrowed by what they do not know.
    """
    period = str(question.period)
    if not inside("month", period):
        raise DataError(
            _("Plans are made by month; compare by month, quarter or year, and not by {period}.").format(period=period)
        )
    sources = Sources(data, dims=question.dims, where=question.rows)
    rows = sources.table("plans", "store_id", "month", "kpi", level, key=["store_id", "month", "kpi"])
    plans = fetched([sources.narrowed(rows, periods=False)])[0]
    plans = plans[plans["kpi"].isin(table["kpi"].unique())]
    plans = plans.assign(**{period: [_label(period, month) for month in plans["month"]]})
    lines = plans.groupby([*question.by, "kpi"], dropna=False)
    sums = lines[[level]].sum().assign(known=lines[level].count(), rows=lines.size(), months=lines["month"].nunique())
    sums = sums.reset_index()
    additive = sums["kpi"].map(lambda name: kpi(name).additivity == "additive").astype(bool)
    share = sums[period].map(lambda label: _gone(period_at(period, label), last)).astype(float)
    months = sums[period].map(lambda label: len(pd.period_range(*_ends(period, label), freq="M"))).astype(int)
    whole = sums["known"].eq(sums["rows"]) & (additive | sums["rows"].eq(1)) & sums["months"].eq(months)
    reference = sums[level].astype(float) * share.where(additive, 1.0)
    return sums[[*question.by, "kpi"]].assign(reference=reference.where(whole))


def _label(period: str, month: Any) -> str:
    return written(period, pd.Period(period_at("month", month).start_time, freq=PERIODS[period]))


def _ends(period: str, label: Any) -> tuple[pd.Timestamp, pd.Timestamp]:
    when = period_at(period, label)
    return when.start_time, when.end_time


def _gone(when: pd.Period, last: date | None) -> float:
    """The share of a period's days that is over."""
    days = (when.end_time - when.start_time).days + 1
    gone = days if last is None else (pd.Timestamp(last) - when.start_time).days + 1
    return min(max(gone, 0), days) / days
