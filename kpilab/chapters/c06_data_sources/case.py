"""The small cases of the chapter: a month seen by three departments, five orders, a panel, and a definition that changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from kpilab.course.task import CaseMaker
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CHANGED",
    "FIVE",
    "JUNE",
    "KINDS",
    "LETTERS",
    "MAY",
    "OUTSIDE",
    "Changed",
    "FiveOrders",
    "Month",
    "Order",
    "Outside",
]

_TAX = 113
"""Prices hold 13 of tax for each 100 without it, so whole amounts are multiples of 113."""


@dataclass(frozen=True)
class Order:
    """One order: its three kinds of days, its price with tax inside, and what was paid back."""

    number: int
    ordered: date
    paid: date | None
    amount: int
    booked: tuple[date, ...] = ()
    back: int = 0
    back_on: date | None = None


@dataclass(frozen=True)
class Month:
    """The orders around one month of 2025, as marketing, sales and finance see them. Amounts are whole yuan, tax inside."""

    month: int
    orders: tuple[Order, ...]

    def inside(self, day: date | None) -> bool:
        """Whether that day lies in the month."""
        return day is not None and day.month == self.month

    def role(self, name: str) -> Order:
        """The order that is there for a reason: ``early``, ``back``, ``missing``, ``twice``, ``late``, ``next`` or ``unpaid``."""
        kinds: Mapping[str, Callable[[Order], bool]] = {
            "early": lambda one: not self.inside(one.ordered) and self.inside(one.paid),
            "back": lambda one: one.back > 0,
            "missing": lambda one: self.inside(one.paid) and not one.booked,
            "twice": lambda one: len(one.booked) > 1,
            "late": lambda one: self.inside(one.paid) and bool(one.booked) and not self.inside(one.booked[0]),
            "next": lambda one: one.paid is not None and one.paid.month > self.month,
            "unpaid": lambda one: one.paid is None,
        }
        return next(one for one in self.orders if kinds[name](one))

    @property
    def marketing(self) -> int:
        """What was ordered in the month, paid or not."""
        return sum(one.amount for one in self.orders if self.inside(one.ordered))

    @property
    def sales(self) -> int:
        """What was paid in the month."""
        return sum(one.amount for one in self.orders if self.inside(one.paid))

    @property
    def booked_gross(self) -> int:
        """What finance booked in the month, refunds off, tax still inside."""
        booked = sum(one.amount for one in self.orders for day in one.booked if self.inside(day))
        return booked - sum(one.back for one in self.orders if self.inside(one.back_on))

    @property
    def tax(self) -> int:
        """The tax inside of that."""
        return self.booked_gross * (_TAX - 100) // _TAX

    @property
    def finance(self) -> int:
        """What finance booked in the month, without tax."""
        return self.booked_gross - self.tax

    @property
    def causes(self) -> Mapping[str, int]:
        """What each cause adds on the way from sales' total to finance's."""
        return {
            "late": -self.role("late").amount,
            "missing": -self.role("missing").amount,
            "twice": self.role("twice").amount,
            "refund": -self.role("back").back,
            "tax": -self.tax,
        }

    def frame(self) -> pd.DataFrame:
        """A line an order: ordered, paid, amount, booked by finance (day by day), paid back."""
        import pandas as pd

        lines = [
            {
                _("ordered"): str(one.ordered),
                _("paid"): str(one.paid) if one.paid else _("never"),
                _("amount"): one.amount,
                _("booked by finance"): ", ".join(map(str, one.booked)) or _("never"),
                _("paid back"): f"{one.back:,} ({one.back_on})" if one.back else "",
            }
            for one in self.orders
        ]
        return pd.DataFrame(lines, index=pd.Index([one.number for one in self.orders], name=_("order")))

    def dated(self) -> pd.DataFrame:
        """The orders with real dates, for reckoning: ``ordered``, ``paid``, ``amount``."""
        import pandas as pd

        rows = [(one.ordered, one.paid, one.amount) for one in self.orders]
        made = pd.DataFrame(rows, columns=["ordered", "paid", "amount"])
        return made.astype({"ordered": "datetime64[us]", "paid": "datetime64[us]"})

    def booked(self) -> pd.DataFrame:
        """What finance wrote down, tax still inside: ``day`` and ``amount``; refunds are below 0."""
        books = self.ledger()
        return books.assign(day=books["date"], amount=books["amount"] + books["tax"])[["day", "amount"]]

    def till(self) -> pd.DataFrame:
        """The list of the sales system, for `reconcile`: each paid order with its day and its amount."""
        import pandas as pd

        rows = [(one.number, one.paid, one.amount) for one in self.orders if one.paid]
        return pd.DataFrame(rows, columns=["reference", "date", "amount"]).astype({"date": "datetime64[us]"})

    def ledger(self) -> pd.DataFrame:
        """Finance's bookings, for `reconcile`: the amount without tax, and the tax."""
        import pandas as pd

        rows = [(one.number, day, one.amount) for one in self.orders for day in one.booked]
        rows += [(one.number, one.back_on, -one.back) for one in self.orders if one.back_on]
        made = pd.DataFrame(rows, columns=["reference", "date", "gross"]).sort_values("date", ignore_index=True)
        tax = made["gross"] * (_TAX - 100) // _TAX
        made = made.assign(amount=made["gross"] - tax, tax=tax).drop(columns="gross")
        return made.astype({"date": "datetime64[us]"})


def _day(month: int, day: int) -> date:
    return date(2025, month, day)


MAY = Month(
    5,
    (
        Order(1, _day(4, 30), _day(5, 2), 1130, (_day(5, 3),)),
        Order(2, _day(5, 12), _day(5, 12), 2260, (_day(5, 13),), 1130, _day(5, 28)),
        Order(3, _day(5, 20), _day(5, 20), 565),
        Order(4, _day(5, 24), _day(5, 24), 904, (_day(5, 25), _day(5, 26))),
        Order(5, _day(5, 30), _day(5, 31), 3390, (_day(6, 2),)),
        Order(6, _day(5, 31), _day(6, 1), 1695, (_day(6, 2),)),
    ),
)
"""The month of the lesson."""


def _june(amounts: tuple[int, ...], back: int, days: tuple[int, ...]) -> Month:
    """June with an order of each kind; `amounts` in the order early, back, missing, twice, plain, late, next, unpaid."""
    early, returned, missing, twice, plain, late, after, unpaid = amounts
    first, second, third, fourth = days
    made = (
        Order(0, _day(5, 31), _day(6, 2), early, (_day(6, 3),)),
        Order(0, _day(6, first), _day(6, first), returned, (_day(6, first + 1),), back, _day(6, 27)),
        Order(0, _day(6, second), _day(6, second), missing),
        Order(0, _day(6, third), _day(6, third), twice, (_day(6, third + 1), _day(6, third + 2))),
        Order(0, _day(6, fourth), _day(6, fourth), plain, (_day(6, fourth + 1),)),
        Order(0, _day(6, 28), _day(6, 30), late, (_day(7, 1),)),
        Order(0, _day(6, 30), _day(7, 1), after, (_day(7, 2),)),
        Order(0, _day(6, 18), None, unpaid),
    )
    in_time = sorted(made, key=lambda one: (one.ordered, one.amount))
    return Month(6, tuple(Order(**{**vars(one), "number": 701 + place}) for place, one in enumerate(in_time)))


def _draw_june(rng: np.random.Generator) -> Month:
    sizes = rng.choice(np.arange(4, 31), size=8, replace=False)
    sizes[1] = 2 * int(rng.integers(10, 18))
    amounts = tuple(int(size) * _TAX for size in sizes)
    days = tuple(int(day) for day in rng.permutation(np.arange(4, 25, 3))[:4])
    return _june(amounts, amounts[1] // 2, (days[0], days[1], days[2], days[3]))


JUNE = CaseMaker(
    "c06.june",
    lambda: _june((1356, 2260, 678, 1017, 2147, 2712, 1582, 565), 1130, (5, 11, 16, 23)),
    _draw_june,
)


LETTERS = ("A", "B", "C", "D", "E")
KINDS = ("all", "marketing_sales", "marketing", "sales_finance", "finance")
"""Which departments count an order in the month, where its three days follow each other."""


@dataclass(frozen=True)
class FiveOrders:
    """Five orders around the ends of May, each counted by other departments."""

    kinds: Mapping[str, str]
    days: Mapping[str, tuple[date, date, date]]

    def frame(self) -> pd.DataFrame:
        """A line an order: ordered, paid, booked."""
        import pandas as pd

        lines = [tuple(map(str, self.days[letter])) for letter in LETTERS]
        head = [_("ordered"), _("paid"), _("booked by finance")]
        return pd.DataFrame(lines, columns=head, index=[_("order {letter}").format(letter=one) for one in LETTERS])


def _three_days(kind: str, shift: int, wait: int) -> tuple[date, date, date]:
    """Days on which an order of that kind is placed, paid and booked."""
    first, last = date(2025, 5, 1), date(2025, 5, 31)
    some, more = timedelta(days=shift), timedelta(days=wait)
    return {
        "all": (first + some * 3, first + some * 3, first + some * 3 + more),
        "marketing_sales": (last - some, last, last + more),
        "marketing": (last, last + timedelta(days=1), last + timedelta(days=1) + more),
        "sales_finance": (first - some, first + timedelta(days=1), first + timedelta(days=1) + more),
        "finance": (first - some - timedelta(days=1), first - timedelta(days=1), first - timedelta(days=1) + more),
    }[kind]


def _five(order: tuple[str, ...], shifts: tuple[int, ...], waits: tuple[int, ...]) -> FiveOrders:
    kinds = dict(zip(LETTERS, order, strict=True))
    days = zip(order, shifts, waits, strict=True)
    return FiveOrders(kinds, dict(zip(LETTERS, (_three_days(*one) for one in days), strict=True)))


def _draw_five(rng: np.random.Generator) -> FiveOrders:
    order = tuple(KINDS[place] for place in rng.permutation(5))
    shifts, waits = rng.integers(1, 6, size=5), rng.integers(2, 5, size=5)
    return _five(order, tuple(map(int, shifts)), tuple(map(int, waits)))


FIVE = CaseMaker(
    "c06.five",
    lambda: _five(
        ("sales_finance", "all", "finance", "marketing", "marketing_sales"), (2, 3, 1, 1, 2), (2, 2, 3, 2, 2)
    ),
    _draw_five,
)


@dataclass(frozen=True)
class Outside:
    """One month of visitors: our own counter, a panel's figure for us and for the rival, and the rival's own news."""

    counter: int
    panel_own: int
    panel_rival: int
    news: int

    @property
    def rival(self) -> float:
        """The rival's visitors in the counter's terms."""
        return self.panel_rival * self.counter / self.panel_own

    def frame(self) -> pd.DataFrame:
        """Four figures, who says each, and of whom."""
        import pandas as pd

        rows = [
            (_("our door counter"), _("us"), self.counter),
            (_("panel"), _("us"), self.panel_own),
            (_("panel"), _("Lotus"), self.panel_rival),
            (_("news on Lotus' own page"), _("Lotus"), self.news),
        ]
        return pd.DataFrame(rows, columns=[_("source"), _("of whom"), _("visitors in May")])


def _draw_outside(rng: np.random.Generator) -> Outside:
    ratio = float(rng.choice((1.25, 1.5, 1.75, 2.0, 2.25)))
    own = 400 * int(rng.integers(10, 25))
    rival = 400 * int(rng.integers(own // 400 + 3, own // 400 + 15))
    return Outside(int(own * ratio), own, rival, int(rival * ratio * 1.3) // 1000 * 1000 + 500)


OUTSIDE = CaseMaker("c06.outside", lambda: Outside(12_600, 7_200, 9_600, 21_500), _draw_outside)


@dataclass(frozen=True)
class Changed:
    """Two months, in thousand: what was paid and what came back. Until the first month the report shows what is left."""

    paid: tuple[float, float]
    back: tuple[float, float]
    months: tuple[str, str] = field(default=("2025-06", "2025-07"))

    @property
    def net(self) -> tuple[float, float]:
        """What is left of both months once refunds are taken off."""
        return self.paid[0] - self.back[0], self.paid[1] - self.back[1]

    @property
    def growth(self) -> float:
        """Growth by one definition: what is left."""
        return self.net[1] / self.net[0] - 1

    @property
    def reported(self) -> float:
        """The growth that the report shows: the second month before refunds, over the first after them."""
        return self.paid[1] / self.net[0] - 1

    def frame(self) -> pd.DataFrame:
        """Paid, came back, and what the report shows, by month."""
        import pandas as pd

        rows = {
            _("paid, thousand"): self.paid,
            _("came back, thousand"): self.back,
            _("“sales” in the report, thousand"): (self.net[0], self.paid[1]),
        }
        return pd.DataFrame(rows, index=list(self.months)).T


def _draw_changed(rng: np.random.Generator) -> Changed:
    net = 200.0 * int(rng.integers(2, 6))
    fall = float(rng.choice((-0.04, -0.03, -0.025, -0.02, -0.015)))
    back = 0.005 * net * int(rng.integers(4, 9)), 0.005 * net * int(rng.integers(9, 15))
    return Changed((net + back[0], net * (1 + fall) + back[1]), back)


CHANGED = CaseMaker("c06.changed", lambda: Changed((412, 408), (12, 18)), _draw_changed)
