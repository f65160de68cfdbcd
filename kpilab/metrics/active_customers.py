"""Who is a customer without a contract: from a purchase until too long has passed without another.

A customer is active on the day of a purchase and on the `active_days` days after it; on the day after these they are
lost, and with the next purchase won again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import narwhals as nw
import pandas as pd

from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import date_number
from kpilab.metrics.finishing import Finished, balances
from kpilab.metrics.parts import PERIOD, Parts, keys_of, paid_orders, with_period
from kpilab.metrics.periods import start_after
from kpilab.metrics.sources import Sources

__all__ = ["MOVES", "from_standing", "standing", "whole_before"]

_NEVER = 99_999_999


def won_and_lost(sources: Sources) -> Frame:
    """One row for each known buyer, key and period in which they were won or lost.

    `net` is 1 for who is active at the end and was not at the start, −1 for the reverse; `left` marks the reverse, and
    `passed` who was won within the period and lost within it. Who was lost and is back by the end has 0 in all three.
    """
    who = list(dict.fromkeys(["customer_id", *sources.dims]))
    known = sources.built(paid_orders).filter(~nw.col("customer_id").is_null())
    days = sources.narrowed(known, periods=False).select(*who, "day").unique()
    lasting = f"{sources.days('active_days') + 1}d"
    seen = days.with_columns(
        nw.col("day").dt.offset_by(lasting).alias("over_on"),
        nw.col("day").shift(1).over(*who, order_by="day").alias("before"),
        nw.col("day").shift(-1).over(*who, order_by="day").alias("after"),
    )
    begins = nw.col("before").is_null() | (nw.col("day") > nw.col("before").dt.offset_by(lasting))
    ends = nw.col("after").is_null() | (nw.col("after") > nw.col("over_on"))
    never, one, none = (nw.lit(number, nw.Int64) for number in (_NEVER, 1, 0))
    won = (
        seen.filter(begins)
        .select(*who, "day")
        .with_columns(one.alias("won"), none.alias("lost"), date_number("day").alias("won_on"), never.alias("lost_on"))
    )
    over = (
        seen.filter(ends)
        .select(*who, nw.col("over_on").alias("day"))
        .with_columns(none.alias("won"), one.alias("lost"), never.alias("won_on"), date_number("day").alias("lost_on"))
    )
    moves = with_period(sources, nw.concat([won, over], how="vertical"))
    key = list(dict.fromkeys(["customer_id", *keys_of(sources)]))
    how = {"won": "sum", "lost": "sum", "won_on": "min", "lost_on": "min"}
    by_period = added_up(moves, key, {name: Plain(one_of, name) for name, one_of in how.items()})  # type: ignore[arg-type]
    net = nw.col("won") - nw.col("lost")
    passed = (net == 0) & (nw.col("won_on") < nw.col("lost_on"))
    return by_period.with_columns(
        net.alias("net"), (net == -1).cast(nw.Int64).alias("left"), passed.cast(nw.Int64).alias("passed")
    )


MOVES = Parts(
    won_and_lost,
    "net",
    sums={name: Plain("sum", name) for name in ("net", "left", "passed")},
    keyed=True,
    history=True,
)
"""Customers won less customers lost, in each period from the first day on."""


def standing(moves: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    """The customers of each period, by key: active at the `start` and at the `end`, and in between.

    `left` were active at the start and are not at the end; `passed` were won and lost within. All are missing for a
    period that is not over, and for one whose start the data do not reach far enough back to know.
    """
    keys = keys_of(sources)
    levels = balances(moves, "net", sources).rename(columns={"opening": "start", "closing": "end"})
    lines = levels.merge(moves[[*keys, "left", "passed"]], on=keys, how="left")
    known_from = sources.ends()[0] + pd.Timedelta(days=sources.days("active_days"))
    known = lines[PERIOD].gt(known_from) & lines[PERIOD].lt(whole_before(sources))
    counts = lines[["start", "end", "left", "passed"]].astype(float).fillna(0)
    return pd.concat([lines[keys], counts.where(known)], axis="columns")


def whole_before(sources: Sources, later: int = 0) -> pd.Timestamp:
    """The start of the first period that is not over, or whose period so many `later` is not."""
    return start_after(str(sources.period), sources.last_day() + pd.Timedelta(days=1), -later)


def from_standing(
    ratio: Callable[[pd.DataFrame], tuple[pd.Series[float], pd.Series[float]]], denominator: str
) -> Finished:
    """The KPI that is the `ratio` of two counts of `standing`."""

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        lines = standing(found["moves"], sources)
        above, below = ratio(lines)
        value = above / below.where(below.gt(0))
        return lines[keys_of(sources)].assign(value=value, numerator=above, denominator=below)

    return Finished({"moves": MOVES}, finish, denominator, windowed=True)
