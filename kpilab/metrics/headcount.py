"""Head count: full-time jobs in selling, day by day."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import pandas as pd

from kpilab.metrics.aggregation import Frame
from kpilab.metrics.finishing import side_by_side, summed
from kpilab.metrics.parts import PERIOD, keys_of
from kpilab.metrics.periods import start_after
from kpilab.metrics.sources import Sources
from kpilab.metrics.spans import each_day

__all__ = ["per_head", "sellers"]

_NOT_SELLING = ["manager", "cashier"]


def sellers(sources: Sources) -> Frame:
    """Everyone who sells, with the first and last day of work; managers and cashiers are out."""
    columns = "staff_id", "store_id", "role", "fte", "start_on", "end_on"
    staff = sources.table("staff", *columns, key=["staff_id"])
    selling = staff.filter(~nw.col("role").is_in(_NOT_SELLING) & ~nw.col("start_on").is_null())
    first, last = (nw.col(name).dt.truncate("1d") for name in ("start_on", "end_on"))
    return selling.with_columns(first.alias("day"), first.alias("start_on"), last.alias("end_on"))


def per_head(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
    """Net sales over the mean of the days' full-time jobs."""
    keys = keys_of(sources)
    lines = side_by_side({"sales": found["sales"], "jobs": _mean_jobs(found["jobs"], sources)}, keys)
    jobs = lines["jobs"]
    return lines[keys].assign(
        value=lines["net_cents"] / jobs.where(jobs.gt(0)), numerator=lines["net_cents"], denominator=jobs
    )


def _mean_jobs(staff: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    """The keys and `jobs`: the mean number of full-time jobs over the days of each key's window so far."""
    keys, (first, _last), last = keys_of(sources), sources.ends(), sources.last_day()
    if staff.empty or pd.isna(first) or pd.isna(last):
        return staff.head(0)[keys].assign(jobs=pd.Series(dtype=float))
    began = start_after(sources.period, first, 0) if sources.period else first
    spans = staff.rename(columns={"start_on": "from_on", "end_on": "to_on"})
    worked = summed(each_day(spans, sources, began, last), keys, ["fte"])
    days = each_day(pd.DataFrame({"from_on": [began], "to_on": [last]}), sources, began, last)
    if not sources.period:
        return worked[keys].assign(jobs=worked["fte"] / len(days))
    count = worked[PERIOD].map(days[PERIOD].value_counts())
    return worked[keys].assign(jobs=worked["fte"] / count).astype({PERIOD: staff[PERIOD].dtype})
