"""What a finance system would say of a chain's sales: the same money by other rules; the truth is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.worlds.chance import happens, stream

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FEES", "STANDARD_SEED", "TAX", "FinanceExport", "finance_export"]

TAX = 0.13
"""The share of value-added tax on the amount without it; the till's prices hold it."""
FEES: Mapping[str, float] = {"store": 0.0038, "online": 0.006, "phone": 0.006}
"""What the payment service keeps of each payment."""
STANDARD_SEED = 44
"""Tried out until what was forgotten in May 2025 and what was booked too much nearly cancel out."""
_PAYOUT: Mapping[str, int] = {"store": 1, "online": 3, "phone": 2}
"""Days until the payment service pays out; a payout that falls on a weekend comes on Monday."""
_COLUMNS = ("reference", "date", "amount_cents", "tax_cents", "fee_cents")


@dataclass(frozen=True, eq=False)
class FinanceExport:
    """Two tables of the same sales, and what separates them in `month`.

    `sales` is the till's list (``reference``, ``date``, ``amount_cents``: paid orders, tax inside, returns not taken
    off), `finance` what was booked (the same, with ``tax_cents`` and ``fee_cents`` taken off). Both hold the month
    before and after too. `truth` says for each cause of `kpilab.data.reconcile` how many cents it adds on the way from
    one total to the other.
    """

    month: str
    sales: pd.DataFrame
    finance: pd.DataFrame
    truth: Mapping[str, int]


def finance_export(
    tables: Mapping[str, pd.DataFrame], *, month: str = "2025-05", seed: int = STANDARD_SEED
) -> FinanceExport:
    """The finance export for `month`, made from ``orders`` and ``returns``; a seed gives the same bookings everywhere.

    Finance books on the day of the payout, without tax and less the fee, and refunds on their own day. A few large
    orders are paid in two instalments, cash is rounded to ten cents, a few bank transfers carry no reference, one
    store's payout of a day is forgotten, another one is booked twice, two bookings are no sales of the till, and one
    amount is typed wrongly. Raises `DataError` for a month of which, or beside which, there are no orders.

    >>> from kpilab.data.load import load
    >>> made = finance_export(load("retail_chain", tables=["orders", "returns"]), month="2025-05", seed=1)
    >>> sorted(made.truth)[:3]
    ['booked_from_outside', 'booked_outside', 'fee']
    """
    import pandas as pd

    orders, returns = _around(tables, month)
    booked = _booked(orders, stream(seed, "finance: payouts"))
    changes = _Changes(pd.Period(month), stream(seed, "finance: mistakes"))
    rows = pd.concat([changes.made(booked), _refunded(returns, seed)], ignore_index=True)
    rows = rows.sort_values(["date", "reference"], kind="stable", ignore_index=True)
    sales = pd.DataFrame(
        {
            "reference": orders["order_id"].astype("str"),
            "date": orders["paid_at"].dt.normalize(),
            "amount_cents": orders["paid_cents"],
        }
    ).sort_values(["date", "reference"], kind="stable", ignore_index=True)
    return FinanceExport(month, sales, rows[list(_COLUMNS)], changes.truth(rows))


def _around(tables: Mapping[str, pd.DataFrame], month: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    import pandas as pd

    try:
        asked = pd.Period(month, freq="M")
    except ValueError as fault:
        raise DataError(_("“{month}” is no month. Write it as 2025-05.").format(month=month)) from fault
    first, last = (asked - 1).start_time, (asked + 1).end_time
    orders, returns = tables["orders"], tables["returns"]
    orders = orders[orders["paid_at"].between(first, last) & (orders["paid_cents"] > 0)]
    months = set(orders["paid_at"].dt.strftime("%Y-%m"))
    if not {str(asked - 1), str(asked), str(asked + 1)} <= months:
        raise DataError(_("There are no orders in {month}, or in a month beside it.").format(month=month))
    returns = returns[returns["returned_on"].between(first, last)]
    return orders.reset_index(drop=True), returns.reset_index(drop=True)


def _split(gross: pd.Series[int]) -> tuple[pd.Series[int], pd.Series[int]]:
    """What stands without tax, and the tax, of amounts that hold it: together the amount, to the cent."""
    net = (gross / (1 + TAX)).round().astype("int64")
    return net, gross - net


def _booked(orders: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """A row for each paid order, on its payout day; `sold` is the till's day, `till` its amount."""
    import pandas as pd

    sold = orders["paid_at"].dt.normalize()
    wait = orders["channel"].map(_PAYOUT) + happens(rng, 0.1, len(orders)).astype("int64")
    paid_out = sold + pd.to_timedelta(wait, unit="D")
    late = paid_out.dt.day_of_week.map({5: 2, 6: 1}).fillna(0)
    cash = (orders["channel"] == "store") & happens(rng, 0.12, len(orders))
    gross = orders["paid_cents"].where(~cash, (orders["paid_cents"] / 10).round().astype("int64") * 10)
    made = pd.DataFrame(
        {
            "reference": orders["order_id"].astype("str"),
            "date": paid_out + pd.to_timedelta(late, unit="D"),
            "sold": sold,
            "till": orders["paid_cents"],
            "gross": gross,
            "store": orders["store_id"],
            "rate": orders["channel"].map(FEES).where(~cash, 0.0),
            "cause": np.where(gross == orders["paid_cents"], "", "rounding"),
        }
    )
    return _priced(made)


def _priced(rows: pd.DataFrame) -> pd.DataFrame:
    """With tax, fee and the amount that is booked, of each row's gross."""
    net, tax = _split(rows["gross"])
    fee = (rows["gross"] * rows["rate"]).round().astype("int64")
    return rows.assign(amount_cents=net - fee, tax_cents=tax, fee_cents=fee)


def _refunded(returns: pd.DataFrame, seed: int) -> pd.DataFrame:
    """A row for each refund, booked up to three days after the goods came back."""
    import pandas as pd

    wait = stream(seed, "finance: refunds").integers(0, 4, size=len(returns))
    made = pd.DataFrame(
        {
            "reference": returns["order_id"].astype("str"),
            "date": returns["returned_on"] + pd.to_timedelta(wait, unit="D"),
            "sold": pd.NaT,
            "till": 0,
            "gross": -returns["refund_cents"],
            "store": "",
            "rate": 0.0,
            "cause": "refunds",
        }
    )
    return _priced(made)


class _Changes:
    """What people and payments do to one month's bookings, and what that adds to finance's total."""

    def __init__(self, month: pd.Period, rng: np.random.Generator) -> None:
        self._month, self._rng = month, rng
        self._forgotten = 0

    def inside(self, days: pd.Series[Any]) -> pd.Series[bool]:
        """Whether each day lies in the month."""
        found: pd.Series[bool] = days.dt.to_period("M") == self._month
        return found

    def made(self, booked: pd.DataFrame) -> pd.DataFrame:
        """The bookings with everything that was done to them."""
        import pandas as pd

        whole = self.inside(booked["sold"]) & self.inside(booked["date"]) & (booked["cause"] == "")
        forgotten, twice = self._two_batches(booked, whole)
        alone = ~booked["till"].duplicated(keep=False) & whole & ~forgotten & ~twice
        unnamed = self._some(booked, alone, 6)
        parts = self._some(booked, whole & ~forgotten & ~twice & ~unnamed & (booked["gross"] > 500_000), 5)
        typed = self._some(booked, whole & ~forgotten & ~twice & ~unnamed & ~parts & (booked["gross"] > 100_000), 1)
        self._forgotten = int(booked.loc[forgotten & self.inside(booked["sold"]), "till"].sum())
        again = booked[twice].assign(cause="twice_in_finance", till=0)
        kept = booked.assign(reference=booked["reference"].where(~unnamed, ""))[~forgotten & ~parts & ~typed]
        wrong = booked[typed].assign(gross=lambda rows: rows["gross"] - 27_000, cause="unexplained")
        return pd.concat(
            [kept, again, *self._instalments(booked[parts]), _priced(wrong), self._no_sales(booked)], ignore_index=True
        )

    def _two_batches(self, booked: pd.DataFrame, whole: pd.Series[bool]) -> tuple[pd.Series[bool], pd.Series[bool]]:
        """One store's payout of one day that is forgotten, and another one that is booked twice."""
        sizes = booked[whole].groupby(["store", "date"]).size()
        days = sorted(sizes[sizes.between(3, 12)].index)
        first, second = self._rng.choice(len(days), size=2, replace=False).tolist()
        marks = [(booked["store"] == days[at][0]) & (booked["date"] == days[at][1]) & whole for at in (first, second)]
        return marks[0], marks[1]

    def _some(self, booked: pd.DataFrame, of: pd.Series[bool], count: int) -> pd.Series[bool]:
        places = np.flatnonzero(of.to_numpy())
        taken = self._rng.choice(places, size=min(count, len(places)), replace=False)
        mark = of & False
        mark.iloc[taken] = True
        return mark

    def _instalments(self, orders: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Two bookings of half the amount each, the second one ten days later."""
        import pandas as pd

        half = orders["gross"] // 2
        later = orders["date"] + pd.Timedelta(days=10)
        first = orders.assign(gross=half)
        second = orders.assign(gross=orders["gross"] - half, date=later, till=0, cause="instalment")
        return _priced(first), _priced(second)

    def _no_sales(self, booked: pd.DataFrame) -> pd.DataFrame:
        """Two bookings of which the till knows nothing: rent for a stand, and a gift card settled by hand."""
        import pandas as pd

        known = set(booked["gross"].tolist())
        days = self._rng.integers(5, 25, size=2)
        amounts = []
        for amount in (226_000, 84_750):
            while any(amount + step in known for step in range(-10, 11)):
                amount += 1_130
            amounts.append(amount)
        start = self._month.start_time
        return _priced(
            pd.DataFrame(
                {
                    "reference": ["J-0412", "J-0417"],
                    "date": [start + pd.Timedelta(days=int(day)) for day in days],
                    "sold": pd.NaT,
                    "till": 0,
                    "gross": amounts,
                    "store": "",
                    "rate": 0.0,
                    "cause": "missing_in_sales",
                }
            )
        )

    def truth(self, rows: pd.DataFrame) -> dict[str, int]:
        """What each cause adds to finance's total of the month."""
        inside, sold = self.inside(rows["date"]), self.inside(rows["sold"])
        found = {
            "tax": -int(rows.loc[inside, "tax_cents"].sum()),
            "fee": -int(rows.loc[inside, "fee_cents"].sum()),
            "missing_in_finance": -self._forgotten,
        }
        for cause in ("refunds", "missing_in_sales", "twice_in_finance"):
            found[cause] = int(rows.loc[inside & (rows["cause"] == cause), "gross"].sum())
        by_order = rows[rows["cause"].isin(["", "rounding", "unexplained", "instalment"])]
        for cause in ("rounding", "unexplained"):
            mine = by_order[(by_order["cause"] == cause) & self.inside(by_order["date"])]
            found[cause] = int((mine["gross"] - mine["till"]).sum())
        moved = by_order.assign(
            booked=by_order["gross"].where(inside, 0), counted=by_order["till"].where(sold, 0), rest=0
        )
        off = moved["cause"].isin(["rounding", "unexplained"]) & inside
        moved["rest"] = (moved["gross"] - moved["till"]).where(off, 0)
        key = moved["reference"].where(moved["reference"] != "", moved.index.astype("str"))
        change = moved.groupby(key)[["booked", "counted", "rest"]].sum()
        step = change["booked"] - change["counted"] - change["rest"]
        found["booked_outside"] = int(step[step < 0].sum())
        found["booked_from_outside"] = int(step[step > 0].sum())
        return {cause: cents for cause, cents in found.items() if cents}
