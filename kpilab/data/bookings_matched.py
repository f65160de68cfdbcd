"""Which bookings of two systems belong together, by reference or, with care, by amount and day; what stands twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["matched", "set_apart", "standing_twice", "unnetted"]


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

    own = [f" {place}" for place in range(len(sales))]  # no reference begins with a blank
    left = sales.assign(group=sales["reference"].where(sales["reference"] != "", own))
    own = [f"  {place}" for place in range(len(finance))]
    known = finance["reference"].isin(sales["reference"]) & (finance["reference"] != "")
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
    """The places of rows that have one candidate on the other side, and are its only one: ``sales`` and ``finance``."""
    import numpy as np
    import pandas as pd

    alone = left[~left.assign(sign=left["gross"] < 0).duplicated(["group", "sign"], keep=False)]
    one, other = _by_amount(alone), _by_amount(right)
    amounts = other["gross"].to_numpy()
    first = np.searchsorted(amounts, one["gross"].to_numpy() - near, side="left")
    many = np.searchsorted(amounts, one["gross"].to_numpy() + near, side="right") - first
    at = np.repeat(np.arange(len(one)), many)
    to = np.arange(many.sum()) - np.repeat(many.cumsum() - many, many) + np.repeat(first, many)
    apart = np.abs(one["day"].to_numpy()[at] - other["day"].to_numpy()[to])
    same_sign = (one["gross"].to_numpy()[at] < 0) == (amounts[to] < 0)
    held = same_sign & (apart <= np.timedelta64(days, "D"))
    pairs = pd.DataFrame({"at": at[held], "to": to[held]})
    here, there = one["size"].to_numpy()[pairs["at"]], other["size"].to_numpy()[pairs["to"]]
    single = (here == 1) & (there == 1)
    lone = ~pairs["at"].duplicated(keep=False) & ~pairs["to"].duplicated(keep=False)
    sure = pairs[single & lone]
    return pd.DataFrame(
        {"sales": one["place"].to_numpy()[sure["at"]], "finance": other["place"].to_numpy()[sure["to"]]}
    )


def _by_amount(rows: pd.DataFrame) -> pd.DataFrame:
    """A line for each amount and day, by amount: how many rows have it (``size``), and the first one's ``place``."""
    by = rows.assign(place=rows.index).groupby(["gross", "day"])["place"]
    return by.agg(size="size", place="first").reset_index()


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
    last = finance[finance["group"].isin(netted)].sort_values("day", kind="stable").groupby("group").tail(1)
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

    Equal instalments that add up to the other side's amount are no such rows. In what order the rows lie does not
    matter: of two equal ones the later day stands there again, and the larger amounts are looked at first.

    >>> import pandas as pd
    >>> booked = pd.DataFrame({"group": ["A", "A"], "refund": [False, False], "day": [2, 1], "gross": [500, 500]})
    >>> standing_twice(booked, booked.head(1), near=0).tolist()
    [True, False]
    """
    keys = ["group", "refund"]
    size = rows["gross"].abs()
    order = rows.assign(size=-size).sort_values(["size", "day"], kind="stable").index
    rows, size = rows.loc[order], size.loc[order]
    known = other.groupby(keys)["gross"].sum().abs().rename("known")
    there = rows[keys].join(known, on=keys)["known"]
    excess = size.groupby([rows[key] for key in keys]).transform("sum") - there
    again = rows.duplicated([*keys, "gross"]) & there.notna()
    reached = size.where(again, 0).groupby([rows[key] for key in keys]).cumsum()
    twice: pd.Series[bool] = (again & (reached <= excess + near)).sort_index()
    return twice


def set_apart(sales: pd.DataFrame, finance: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both ledgers, where one side of a group has all amounts of the other and more: the rest in groups of their own.

    Two payments of one order of which one was booked are a booking that is missing, and no wrong amount. Rows that
    stand there twice are left alone.

    >>> import pandas as pd
    >>> sales = pd.DataFrame({"group": [0, 0], "gross": [500, 700]}).assign(refund=False, twice=False, matched="")
    >>> found = set_apart(sales, sales.head(1))
    >>> found[0]["group"].tolist(), found[1]["group"].tolist()
    ([0, 1], [0])
    """
    import pandas as pd

    keys = ["group", "refund"]
    rows = pd.concat([sales.assign(own=True), finance.assign(own=False)], ignore_index=True)
    here = rows[~rows["twice"]]
    here = here.assign(turn=here.groupby([*keys, "gross", "own"]).cumcount())
    lonely = ~here.duplicated([*keys, "gross", "turn"], keep=False)
    by_group = here.assign(left_over=lonely, paired=~lonely).groupby(keys)
    sides = here[lonely].groupby(keys)["own"].nunique()
    wanted = sides[(sides == 1) & by_group["paired"].any().loc[sides.index]].index
    mark = lonely & pd.Series(pd.MultiIndex.from_frame(here[keys]).isin(wanted), index=here.index)
    moved = rows.index.isin(here.index[mark])
    fresh = int(rows["group"].max()) + 1 if len(rows) else 0
    rows.loc[moved, "group"] = range(fresh, fresh + int(moved.sum()))
    rows.loc[moved, "matched"] = ""
    groups, found = rows["group"].to_numpy(), rows["matched"].to_numpy()
    size = len(sales)
    return (
        sales.assign(group=groups[:size], matched=found[:size]),
        finance.assign(group=groups[size:], matched=found[size:]),
    )
