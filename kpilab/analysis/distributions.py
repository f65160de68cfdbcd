"""How purchases are spread: few large ones, busy days and months, returning customers, and small stores full of luck.

Each function takes the paid orders of a merchant and returns a small table; nothing is fitted and nothing smoothed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "days_between",
    "lines_per_order",
    "month_shares",
    "paid_orders",
    "small_among_best",
    "spend_tail",
    "store_noise",
    "week_shares",
]

_TIMES_MEDIAN = (0.25, 0.5, 1, 2, 3, 5, 8, 13, 20, 30, 50)


def paid_orders(orders: pd.DataFrame) -> pd.DataFrame:
    """The orders that were paid for: with a time of payment, and money."""
    return orders[orders["paid_at"].notna() & orders["paid_cents"].gt(0)]


def spend_tail(amounts: pd.Series[float], *, times: Iterable[float] = _TIMES_MEDIAN) -> pd.DataFrame:
    """The share of amounts that are at least so many times the middle one; 0 where none is.

    >>> spend_tail(pd.Series([10, 10, 20, 40]), times=[1, 2])["share"].tolist()
    [0.5, 0.25]
    """
    known = amounts.dropna()
    middle = known.median()
    found = [(float(each), float((known >= each * middle).mean())) for each in times]
    return pd.DataFrame(found, columns=["times_median", "share"])


def week_shares(moments: pd.Series[pd.Timestamp]) -> pd.DataFrame:
    """For each weekday, 1 for Monday, its purchases beside those of an average day of the week: 1 is as many."""
    weekday = moments.dt.day_of_week + 1
    return _beside_average(weekday.value_counts().reindex(range(1, 8), fill_value=0), "weekday")


def month_shares(moments: pd.Series[pd.Timestamp]) -> pd.DataFrame:
    """For each month of the year, its purchases a day beside those of an average day: 1 is as many.

    The days of a month are counted from the first to the last purchase, so that a year cut short misleads nobody.
    """
    days = pd.Series(pd.date_range(moments.min().normalize(), moments.max().normalize()))
    open_days = days.dt.month.value_counts().reindex(range(1, 13))
    return _beside_average(moments.dt.month.value_counts().reindex(range(1, 13)) / open_days, "month")


def _beside_average(counts: pd.Series[float] | pd.Series[int], name: str) -> pd.DataFrame:
    return pd.DataFrame({name: counts.index, "beside_average": (counts / counts.mean()).to_numpy()})


def days_between(orders: pd.DataFrame, *, longest: int = 120, width: int = 5) -> pd.DataFrame:
    """The share of gaps between a customer's purchases by days, in classes of `width` up to `longest`.

    A gap is from one day with a purchase to the customer's next; guests have none. Longer gaps count in the whole, and
    gaps that reach beyond the data are not seen: they make customers look a little quicker than they are.
    """
    known = orders.dropna(subset=["customer_id"])
    days = pd.DataFrame({"customer": known["customer_id"], "day": known["paid_at"].dt.normalize()}).drop_duplicates()
    days = days.sort_values(["customer", "day"])
    gaps = days.groupby("customer")["day"].diff().dropna().dt.days
    upper = np.arange(width, longest + 1, width)
    shares = [float(gaps.between(last - width + 1, last).mean()) if len(gaps) else float("nan") for last in upper]
    return pd.DataFrame({"up_to_days": upper, "share": shares})


def store_noise(orders: pd.DataFrame) -> pd.DataFrame:
    """For each store the orders of an average week, and how far its weekly sales scatter: deviation over mean.

    Stores with purchases in fewer than 20 weeks are left out. The weeks cut short by the data's ends are left out too.
    """
    by_week = _by_week(orders)
    by_store = by_week.groupby("store_id").agg(
        weeks=("size", "size"), orders_a_week=("size", "mean"), mean=("sum", "mean"), spread=("sum", "std")
    )
    enough = by_store[by_store["weeks"] >= 20]
    found = enough.assign(scatter=enough["spread"] / enough["mean"])
    shown: pd.DataFrame = found.reset_index()[["store_id", "orders_a_week", "scatter"]]
    return shown.sort_values("orders_a_week", ignore_index=True)


def _by_week(orders: pd.DataFrame) -> pd.DataFrame:
    """Stores and weeks: the orders (size) and money (sum) of each whole week."""
    week = orders["paid_at"].dt.to_period("W-SUN").dt.start_time
    inside = week.gt(week.min()) & week.lt(week.max())
    by_week: pd.DataFrame = orders[inside].groupby(["store_id", week[inside]])["paid_cents"].agg(["size", "sum"])
    return by_week


def small_among_best(orders: pd.DataFrame) -> float:
    """The share of weeks in which the store furthest above its own average week is one of the smallest third."""
    stores = store_noise(orders)["store_id"]
    weeks = _by_week(orders).rename_axis(["store_id", "week"]).reset_index()
    sums = weeks.pivot_table(index="week", columns="store_id", values="sum")[stores.tolist()]
    best = (sums / sums.mean()).idxmax(axis=1)
    return float(best.isin(stores.head(len(stores) // 3)).mean())


def lines_per_order(counts: pd.Series[int], *, most: int = 15) -> pd.DataFrame:
    """The share of orders with one line, with two, up to `most`; longer ones count in the whole.

    >>> lines_per_order(pd.Series([1, 1, 2, 40]), most=2)["share"].tolist()
    [0.5, 0.25]
    """
    shares = counts.value_counts(normalize=True).reindex(range(1, most + 1), fill_value=0.0)
    return pd.DataFrame({"lines": shares.index, "share": shares.to_numpy()})
