"""How long customers with a contract stay, counting those who are still there for as long as they have been seen."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import numpy as np
import pandas as pd

from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import day_count
from kpilab.metrics.finishing import Finished
from kpilab.metrics.parts import Parts, keys_of, with_period
from kpilab.metrics.periods import PERIODS
from kpilab.metrics.sources import Sources

__all__ = ["median_lifetime", "survival"]


def lifetimes(sources: Sources) -> Frame:
    """One row for each customer and key, on the day on which their first contract starts.

    `lifetime` counts the days to the end of their last contract, or to the last day of the data; `left` is 1 where that
    contract has ended, and 0 where the customer is still there.
    """
    dims = [name for name in dict.fromkeys([*sources.dims, *sources.where]) if name not in PERIODS]
    columns = sources.held("contracts", *(name for name in dims if name != "account_id"))
    contracts = sources.table(
        "contracts", "contract_id", "account_id", "start_on", "end_on", *columns, key=["contract_id"]
    )
    contracts = contracts.with_columns(nw.col("start_on", "end_on").dt.truncate("1d"))
    started = sources.narrowed(contracts.with_columns(nw.col("start_on").alias("day")), periods=False)
    last = _last_day(sources)
    known = started.filter(~nw.col("start_on").is_null()).with_columns(nw.lit(last.to_pydatetime()).alias("last_on"))
    over = nw.col("end_on").is_null() | (nw.col("end_on") > nw.col("last_on"))
    marked = known.filter(nw.col("start_on") <= nw.col("last_on")).with_columns(over.cast(nw.Int64).alias("running"))
    sums = {
        "day": Plain("min", "start_on"),
        "ended_on": Plain("max", "end_on"),
        "running": Plain("max", "running"),
        "last_on": Plain("max", "last_on"),
    }
    lives = added_up(marked, list(dict.fromkeys(["account_id", *sources.dims])), sums)
    until = nw.when(nw.col("running") == 1).then(nw.col("last_on")).otherwise(nw.col("ended_on"))
    ended = lives.with_columns(until.alias("until_on"), (1 - nw.col("running")).alias("left"))
    counted = ended.with_columns((day_count("until_on") - day_count("day")).alias("lifetime"))
    return with_period(sources, sources.in_periods(counted.filter(nw.col("lifetime") >= 0), "day"))


def _last_day(sources: Sources) -> pd.Timestamp:
    """The last day of the data: as said, or the later of the last start and the last end."""
    ends = [sources.last_day(("contracts", name)) for name in ("start_on", "end_on")]
    known = [day for day in ends if pd.notna(day)]
    return max(known) if known else pd.Timestamp("1970-01-01")


def survival(lives: pd.DataFrame) -> pd.DataFrame:
    """The survival curve of Kaplan and Meier: for each `lifetime` at which somebody left, the `share` still there.

    `lives` has `lifetime`, `left` (1 or 0) and `rows`, the number of customers; who is still there after as many days
    as another left counts among those who were there just before.

    >>> lives = pd.DataFrame({"lifetime": [10, 20, 20, 30], "left": [1, 1, 0, 0], "rows": 1})
    >>> survival(lives)
       lifetime  share
    0        10   0.75
    1        20   0.50
    """
    by_time = (
        lives.assign(gone=lives["left"] * lives["rows"]).groupby("lifetime", as_index=False)[["rows", "gone"]].sum()
    )
    there = by_time["rows"].sum() - by_time["rows"].cumsum().shift(fill_value=0)
    share = (1 - by_time["gone"] / there).cumprod()
    left = by_time["gone"].gt(0)
    return by_time.loc[left, ["lifetime"]].assign(share=share[left]).reset_index(drop=True)


def median_lifetime() -> Finished:
    """The first time at which the survival curve falls to one half or below; missing while it has not."""
    part = Parts(lifetimes, "rows", sums={"rows": Plain("len")}, keyed=True, within=("lifetime", "left"))

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        lives, keys = found["lives"].astype({"lifetime": float, "left": float}), keys_of(sources)
        if not keys:
            return pd.DataFrame({"value": [_median(lives)]})
        groups = lives.groupby(keys, dropna=False, sort=False)
        first = lives.groupby(keys, dropna=False, sort=False).head(1)[keys].reset_index(drop=True)
        return first.assign(value=[_median(group) for _key, group in groups])

    return Finished({"lives": part}, finish)


def _median(lives: pd.DataFrame) -> float:
    curve = survival(lives)
    reached = curve.loc[curve["share"].le(0.5 + 1e-12), "lifetime"]
    return float(reached.iloc[0]) if len(reached) else np.nan
