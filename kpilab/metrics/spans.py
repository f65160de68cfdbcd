"""Spans of days: how much of each falls into a period."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from kpilab.metrics.parts import PERIOD
from kpilab.metrics.periods import PERIODS, start_after
from kpilab.metrics.sources import Sources

__all__ = ["days_asked", "each_day"]


def each_day(
    spans: pd.DataFrame, sources: Sources, first: pd.Timestamp, last: pd.Timestamp, *, within: str = ""
) -> pd.DataFrame:
    """One row for each day of each span, from `from_on` to `to_on`, both included; a span without an end goes on.

    The days are those from `first` to `last`, in the periods that `where` names; they come with their period, where one
    was asked for. `within` is a column with the start of the one period of which a span's days count.
    """
    begin, end = spans["from_on"], spans["to_on"].fillna(last)
    begin, end = begin.mask(begin.lt(first), first), end.mask(end.gt(last), last)
    lengths = (end - begin).dt.days.add(1).fillna(0).clip(lower=0).astype(int)
    rows = spans.loc[spans.index.repeat(lengths)]
    start = begin.loc[rows.index]
    rows = rows.assign(day=start + pd.to_timedelta(rows.groupby(level=0).cumcount(), unit="D")).reset_index(drop=True)
    kept = sources.in_periods(nw.from_native(rows).lazy(), "day").collect().to_pandas()
    if sources.period is None:
        return kept
    starts = kept["day"].dt.to_period(PERIODS[sources.period]).dt.start_time
    if within:
        kept, starts = kept[starts.eq(kept[within])], starts[starts.eq(kept[within])]
    return kept.assign(**{PERIOD: starts})


def days_asked(lines: pd.DataFrame, sources: Sources, known_by: tuple[str, str] = ("events", "ts")) -> pd.Series[float]:
    """How many days each line stands for: those of its period, or of the data, in the periods that `where` names."""
    if sources.period is None:
        first, last = sources.ends(known_by)[0], sources.last_day(known_by)
    else:
        starts = lines[PERIOD]
        first, last = starts.min(), start_after(sources.period, starts.max(), 1) - pd.Timedelta(days=1)
    if pd.isna(first) or pd.isna(last):
        return pd.Series(float("nan"), index=lines.index)
    whole = pd.DataFrame({"from_on": [first], "to_on": [last]})
    days = each_day(whole, sources, first, last)
    if sources.period is None:
        return pd.Series(float(len(days)), index=lines.index)
    return lines[PERIOD].map(days[PERIOD].value_counts()).astype(float)
