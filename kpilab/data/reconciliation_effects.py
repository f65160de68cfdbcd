"""What each group of bookings adds to the difference of two systems, and by which cause."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kpilab.data.ledger import DEDUCTIONS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["causes_of", "effects", "rows_of"]


def effects(left: pd.DataFrame, right: pd.DataFrame, rounding: int) -> pd.DataFrame:
    """For each group of sales or refunds: its cause and what it adds; a rest beside another day is a second line."""
    import numpy as np
    import pandas as pd

    keys = ["group", "refund"]
    sums = pd.concat([_sums(left[~left["twice"]], keys, "sold"), _sums(right[~right["twice"]], keys, "booked")], axis=1)
    counts = sums[["sold_rows", "booked_rows"]].fillna(0)
    amounts = sums[["sold", "sold_inside", "booked", "booked_inside"]].fillna(0).astype("int64")
    ends_inside = sums["booked_ends_inside"].fillna(0).astype(bool)
    there, here = counts["sold_rows"] > 0, counts["booked_rows"] > 0
    both = there & here
    rest = (amounts["booked"] - amounts["sold"]).where(both & ends_inside, 0)
    moved = (amounts["booked_inside"] - amounts["sold_inside"] - rest).where(both, 0)
    refund = pd.Series(sums.index.get_level_values("refund").astype(bool), index=sums.index)
    known_sale = pd.Series(sums.index.get_level_values("group").isin(left["group"]), index=sums.index)
    plain_refund = refund & (known_sale | (not bool(left["refund"].any())))
    timing = np.where(refund, "refund_day", np.where(moved < 0, "booked_outside", "booked_from_outside"))
    alone = np.where(~here, "missing_in_finance", np.where(plain_refund, "refunds", "missing_in_sales"))
    one_sided = (amounts["booked_inside"] - amounts["sold_inside"]).where(~both, 0)
    small = rest.abs() <= rounding * counts["booked_rows"]
    lines = [
        _lines(np.where(both, timing, alone), moved + one_sided, sums.index),
        _lines(np.where(small, "rounding", "unexplained"), rest, sums.index),
    ]
    return pd.concat(lines, ignore_index=True)


def _sums(rows: pd.DataFrame, keys: list[str], name: str) -> pd.DataFrame:
    import pandas as pd

    by_group = rows.assign(gross_inside=rows["gross"].where(rows["inside"], 0)).groupby(keys)
    last = rows.sort_values("day", kind="stable").groupby(keys)["inside"].last()
    return pd.DataFrame(
        {
            name: by_group["gross"].sum(),
            f"{name}_inside": by_group["gross_inside"].sum(),
            f"{name}_rows": by_group.size(),
            f"{name}_ends_inside": last,
        }
    )


def _lines(cause: Any, cents: pd.Series[int], index: pd.Index[Any]) -> pd.DataFrame:
    import pandas as pd

    made = pd.DataFrame({"cause": cause, "cents": cents.to_numpy()}, index=index).reset_index()
    return made[made["cents"] != 0]


def causes_of(found: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame, order: Mapping[str, str]) -> pd.DataFrame:
    """A line a cause, in that order: ``cause``, ``nature``, ``rows``, ``cents``, ``size_cents`` (without signs)."""
    import pandas as pd

    sums = {
        cause: (len(rows), int(rows["cents"].sum()), int(rows["cents"].abs().sum()))
        for cause, rows in found.groupby("cause")
    }
    booked = right[right["inside"]]
    for part in DEDUCTIONS:
        taken = booked[part]
        sums[part] = (int((taken != 0).sum()), -int(taken.sum()), int(taken.abs().sum()))
    for cause, rows, sign in (("twice_in_finance", right, 1), ("twice_in_sales", left, -1)):
        again = rows.loc[rows["twice"] & rows["inside"], "gross"]
        sums[cause] = (len(again), sign * int(again.sum()), int(again.abs().sum()))
    lines = [(cause, nature, *sums[cause]) for cause, nature in order.items() if sums.get(cause, (0,))[0]]
    made = pd.DataFrame(lines, columns=["cause", "nature", "rows", "cents", "size_cents"])
    return made.astype({"rows": "int64", "cents": "int64", "size_cents": "int64"})


def rows_of(left: pd.DataFrame, right: pd.DataFrame, found: pd.DataFrame, names: tuple[str, str]) -> pd.DataFrame:
    """Each row of both systems with its ``cause``, and ``also``: the rest of a booking that lies on another day too."""
    import pandas as pd

    keys = ["group", "refund"]
    first = found.drop_duplicates(keys).set_index(keys)["cause"]
    second = found[found.duplicated(keys)].set_index(keys)["cause"].rename("also")
    made = []
    for rows, system, again in ((left, names[0], "twice_in_sales"), (right, names[1], "twice_in_finance")):
        cause = rows[keys].join(first, on=keys)["cause"].fillna("agrees").where(~rows["twice"], again)
        also = rows[keys].join(second, on=keys)["also"].fillna("").where(~rows["twice"], "")
        taken = {part: rows.get(part, 0) for part in DEDUCTIONS}
        made.append(rows.assign(system=system, cause=cause, also=also, **taken))
    shown = ["system", "reference", "day", "cents", "inside", "cause", "also", "matched", *DEDUCTIONS]
    return pd.concat([one[shown] for one in made], ignore_index=True)
