"""Head count: full-time jobs in selling, day by day."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import numpy as np
import pandas as pd

from kpilab.metrics.aggregation import Frame
from kpilab.metrics.finishing import side_by_side
from kpilab.metrics.parts import PERIOD, keys_of
from kpilab.metrics.periods import PERIODS, period_at, start_after
from kpilab.metrics.sources import Sources

__all__ = ["per_head", "sellers"]

_NOT_SELLING = ["manager", "cashier"]


def sellers(sources: Sources) -> Frame:
    """Everyone who sells, with the first and last day of work; managers and cashiers are out."""
    columns = "staff_id", "store_id", "role", "fte", "start_on", "end_on"
    staff = sources.table("staff", *columns, key=["staff_id"])
    selling = staff.filter(~nw.col("role").is_in(_NOT_SELLING) & ~nw.col("start_on").is_null())
    return selling.with_columns(nw.col("start_on").alias("day"))


def per_head(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
    """Net sales over the mean of the days' full-time jobs."""
    keys = keys_of(sources)
    lines = side_by_side({"sales": found["sales"], "jobs": _mean_jobs(found["jobs"], sources)}, keys)
    jobs = lines["jobs"]
    return lines[keys].assign(
        value=lines["net_cents"] / jobs.where(jobs.gt(0)), numerator=lines["net_cents"], denominator=jobs
    )


def _mean_jobs(staff: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    """The keys and `jobs`: the mean number of full-time jobs over the days of each key's window."""
    dims, days = list(sources.dims), _days(sources)
    keys = keys_of(sources)
    if days.empty or staff.empty:
        return staff.head(0)[keys].assign(jobs=pd.Series(dtype=float))
    starts = [start_after(sources.period, day, 0) if sources.period else days[0] for day in days]
    groups = list(staff.groupby(dims, dropna=False)) if dims else [((), staff)]
    pieces = [
        pd.DataFrame({**dict(zip(dims, key, strict=True)), PERIOD: starts, "jobs": _jobs(people, days)})
        for key, people in groups
    ]
    means = pd.concat(pieces).groupby([*dims, PERIOD], dropna=False, as_index=False)["jobs"].mean()
    return means.astype({key: staff[key].dtype for key in keys})[[*keys, "jobs"]]


def _jobs(people: pd.DataFrame, days: pd.DatetimeIndex) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The full-time jobs on each of the days; not known where somebody's are not."""
    jobs = np.zeros(len(days))
    for start, end, fte in people[["start_on", "end_on", "fte"]].itertuples(index=False):
        there = days >= start.normalize()
        jobs[there & (True if pd.isna(end) else days <= end)] += fte
    return jobs


def _days(sources: Sources) -> pd.DatetimeIndex:
    """The days of the window: from the first day of the data, or of its period, to the last."""
    first, last = sources.ends()[0], sources.last_day()
    if pd.isna(first) or pd.isna(last):
        return pd.DatetimeIndex([])
    days = pd.date_range(start_after(sources.period, first, 0) if sources.period else first, last)
    for name, labels in sources.where.items():
        if name in PERIODS:
            wanted = {period_at(name, label) for label in labels}
            days = days[days.to_period(PERIODS[name]).isin(wanted)]
    return days
