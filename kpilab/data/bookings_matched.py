"""Which bookings of two systems belong together, by reference or, with care, by amount and day; what stands twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["matched", "standing_twice", "unnetted"]


def matched(sales: pd.DataFrame, finance: pd.DataFrame, *, days: int, near: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both ledgers with ``group`` (rows of one group belong together) and ``matched`` (how a row found the other side).

    First by reference; several rows of one reference, such as instalments, are one group. What is left, sales and
    refunds each for themselves, is paired by amount (at most `near` cents apart) and day (at most `days` apart), and
    only where there is one candidate on each side: probably right, and named so. A row without a partner is a group of
    its own.

    >>> import pandas as pd
    >>> day = pd.Timestamp("2025-05-03")
    >>> sales = pd.DataFrame({"reference": ["A", "B"], "day": [day, day], "gross": [500, 700]})
    >>> finance = pd.DataFrame({"reference": ["A", ""], "day": [day, day], "gross": [500, 700]})
    >>> matched(sales, finance, days=3, near=0)[1]["matched"].tolist()
    ['reference', 'amount and day']
    """
    import pandas as pd

    own = [f"#{place}" for place in range(len(sales))]
    left = sales.assign(group=sales["reference"].where(sales["reference"] != "", own))
    own = [f"##{place}" for place in range(len(finance))]
    known = finance["reference"].isin(left["group"]) & (finance["reference"] != "")
    named = finance["reference"].where(finance["reference"] != "", own)
    right = finance.assign(group=named, matched=known.map({True: "reference", False: ""}).astype("str"))
    there = set(zip(right.loc[known, "group"], right.loc[known, "gross"] < 0, strict=True))
    found = [key in there for key in zip(left["group"], left["gross"] < 0, strict=True)]
    left["matched"] = pd.Series(found, index=left.index, dtype=bool).map({True: "reference", False: ""}).astype("str")
    pairs = _probable(left[left["matched"] == ""], right[right["matched"] == ""], days, near)
    right.loc[pairs["finance"], "group"] = left.loc[pairs["sales"], "group"].to_numpy()
    right.loc[pairs["finance"], "matched"] = "amount and day"
    left.loc[pairs["sales"], "matched"] = "amount and day"
    return _numbered(left, right)


def _numbered(left: pd.DataFrame, right: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both with their groups as whole numbers, the same number on both sides."""
    import pandas as pd

    numbers = pd.factorize(pd.concat([left["group"], right["group"]], ignore_index=True))[0]
    return left.assign(group=numbers[: len(left)]), right.assign(group=numbers[len(left) :])


def _probable(left: pd.DataFrame, right: pd.DataFrame, days: int, near: int) -> pd.DataFrame:
    import pandas as pd

    sign = left["gross"] < 0
    alone = left[~left.assign(sign=sign).duplicated(["group", "sign"], keep=False)].rename_axis("sales").reset_index()
    other = right.rename_axis("finance").reset_index()
    found = [
        alone.assign(key=alone["gross"] + step).merge(other, left_on="key", right_on="gross", suffixes=("", "_booked"))
        for step in range(-near, near + 1)
    ]
    pairs = pd.concat(found, ignore_index=True)
    apart = (pairs["day_booked"] - pairs["day"]).abs().dt.days
    pairs = pairs.loc[apart <= days, ["sales", "finance"]]
    return pairs[~pairs["sales"].duplicated(keep=False) & ~pairs["finance"].duplicated(keep=False)]


def unnetted(sales: pd.DataFrame, finance: pd.DataFrame, *, near: int) -> pd.DataFrame:
    """The ledger of finance with netted bookings taken apart: a sale less its refund, in one amount, becomes two rows.

    Only where the sales system knows the refund, finance has none for it, and the amounts agree within `near` cents.
    The row that is added holds no cents of its own beyond the refund, so that the total stays what it was.

    >>> import pandas as pd
    >>> sales = pd.DataFrame({"group": ["A", "A"], "gross": [500, -200], "refund": [False, True]})
    >>> booked = pd.DataFrame({"group": ["A"], "day": [1], "gross": [300], "cents": [300], "refund": [False]})
    >>> unnetted(sales, booked, near=0)["gross"].tolist()
    [500, -200]
    """
    import pandas as pd

    if not sales["refund"].any():
        return finance
    refunds = sales[sales["refund"]].groupby("group")["gross"].sum()
    sold = sales[~sales["refund"]].groupby("group")["gross"].sum()
    booked = finance.groupby("group")["gross"].sum()
    whole = (booked - sold.add(refunds)).abs() <= near
    lone = ~finance.groupby("group")["refund"].any()
    candidates = refunds.index.intersection(booked.index[whole.reindex(booked.index, fill_value=False)])
    netted = [one for one in candidates if lone[one] and one in sold.index]
    last = finance[finance["group"].isin(netted)].groupby("group").tail(1)
    if last.empty:
        return finance
    back = refunds.loc[last["group"]].to_numpy()
    added = last.assign(gross=back, cents=back, refund=True)
    for part in set(added.columns) & {"tax", "fee", "discount"}:
        added[part] = 0
    kept = finance.copy()
    kept.loc[last.index, "gross"] -= back
    kept.loc[last.index, "cents"] -= back
    return pd.concat([kept, added], ignore_index=True)


def standing_twice(rows: pd.DataFrame, other: pd.DataFrame, *, near: int) -> pd.Series[bool]:
    """Which of `rows` stand there again: same group and amount as a row before, and beyond what `other` knows of it.

    Equal instalments that add up to the other side's amount are no such rows.

    >>> import pandas as pd
    >>> booked = pd.DataFrame({"group": ["A", "A"], "refund": [False, False], "gross": [500, 500]})
    >>> standing_twice(booked, booked.head(1), near=0).tolist()
    [False, True]
    """
    keys = ["group", "refund"]
    size = rows["gross"].abs()
    known = other.groupby(keys)["gross"].sum().abs().rename("known")
    there = rows[keys].join(known, on=keys)["known"]
    excess = size.groupby([rows[key] for key in keys]).transform("sum") - there
    again = rows.duplicated([*keys, "gross"]) & there.notna()
    reached = size.where(again, 0).groupby([rows[key] for key in keys]).cumsum()
    return again & (reached <= excess + near)
