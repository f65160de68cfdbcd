"""The small cases of the chapter: a fuller house, parcels that come back, a green promotion, a quick reply, a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.analysis.plan import Plan, PlanRow
from kpilab.analysis.scorecard import Row, index_of
from kpilab.course.task import CaseMaker
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "DESK",
    "HOUSE",
    "JUNE",
    "PARCELS",
    "SALE",
    "Desk",
    "House",
    "Parcels",
    "Promotion",
    "role_rows",
    "volume_plan",
]


@dataclass(frozen=True)
class House:
    """A hotel's night before and after a lower rate for everybody; `cost` is what an occupied room costs."""

    rooms: int
    sold: int
    rate: int
    sold_now: int
    rate_now: int
    cost: int

    @property
    def taken(self) -> tuple[int, int]:
        """What guests pay a night, before and now."""
        return self.sold * self.rate, self.sold_now * self.rate_now

    @property
    def left(self) -> tuple[int, int]:
        """What is left of it once the occupied rooms are paid."""
        return self.sold * (self.rate - self.cost), self.sold_now * (self.rate_now - self.cost)

    def frame(self) -> pd.DataFrame:
        """Four lines, before and now."""
        import pandas as pd

        lines = {
            _("rooms in the house"): (self.rooms, self.rooms),
            _("rooms sold a night"): (self.sold, self.sold_now),
            _("rate a night"): (self.rate, self.rate_now),
            _("cleaning and breakfast, a sold room"): (self.cost, self.cost),
        }
        return pd.DataFrame.from_dict(lines, orient="index", columns=[_("before"), _("now")])


def _draw_house(rng: np.random.Generator) -> House:
    """A house that takes more and keeps less."""
    while True:
        rooms = 10 * int(rng.integers(6, 16))
        sold, now = round(rooms * rng.uniform(0.55, 0.68)), round(rooms * rng.uniform(0.84, 0.95))
        rate, cost = 10 * int(rng.integers(30, 48)), 5 * int(rng.integers(11, 19))
        found = House(rooms, sold, rate, now, 10 * round(rate * rng.uniform(0.66, 0.78) / 10), cost)
        if found.taken[1] > found.taken[0] + 200 and found.left[1] < found.left[0] - 200:
            return found


HOUSE = CaseMaker("c03.house", lambda: House(80, 48, 350, 70, 250, 70), _draw_house)


@dataclass(frozen=True)
class Parcels:
    """Of a thousand visitors: how many order, and which share of the orders comes back, before and after free returns."""

    orders: int
    back: int
    orders_now: int
    back_now: int

    @property
    def kept(self) -> tuple[float, float]:
        """Orders bought and kept of a thousand visitors, before and now."""
        return self.orders * (100 - self.back) / 100, self.orders_now * (100 - self.back_now) / 100

    def frame(self) -> pd.DataFrame:
        """Two lines, before and now."""
        import pandas as pd

        lines = {
            _("orders of 1,000 visitors"): (self.orders, self.orders_now),
            _("of these come back, %"): (self.back, self.back_now),
        }
        return pd.DataFrame.from_dict(lines, orient="index", columns=[_("before"), _("free returns")])


def _draw_parcels(rng: np.random.Generator) -> Parcels:
    """More orders, fewer kept; whole and half shares so that the answer has one decimal."""
    while True:
        orders, back = 2 * int(rng.integers(9, 18)), 5 * int(rng.integers(2, 6))
        found = Parcels(orders, back, orders + 2 * int(rng.integers(2, 6)), back + 5 * int(rng.integers(3, 7)))
        if found.kept[1] < found.kept[0] - 0.5:
            return found


PARCELS = CaseMaker("c03.parcels", lambda: Parcels(24, 20, 30, 40), _draw_parcels)


@dataclass(frozen=True)
class Promotion:
    """A promotion in its bare numbers: money of a piece in yuan, costs in thousands; `usual` is a usual week's margin."""

    orders: int
    price: int
    goods: int
    back: int
    ads: int
    parcels: int
    temps: int
    gifts: int
    usual: int

    @property
    def paid(self) -> float:
        """The paid amount, in thousands."""
        return self.orders * self.price / 1000

    @property
    def kept(self) -> float:
        """Orders that did not come back."""
        return self.orders * (100 - self.back) / 100

    @property
    def margin(self) -> float:
        """Gross margin of what was kept, in thousands."""
        return self.kept * (self.price - self.goods) / 1000

    @property
    def costs(self) -> int:
        """Everything paid for the promotion, in thousands."""
        return self.ads + self.parcels + self.temps + self.gifts

    @property
    def left(self) -> float:
        """What the week left."""
        return self.margin - self.costs

    @property
    def contribution(self) -> float:
        """What it left beyond a usual week: the catalogue's campaign contribution."""
        return self.left - self.usual

    def frame(self) -> pd.DataFrame:
        """The bare numbers, a line each."""
        import pandas as pd

        lines = {
            _("paid orders"): self.orders,
            _("price paid, yuan"): self.price,
            _("cost of the goods of an order, yuan"): self.goods,
            _("orders that come back, %"): self.back,
            _("advertising, thousand"): self.ads,
            _("parcels, out and back, thousand"): self.parcels,
            _("temporary staff at the service desk, thousand"): self.temps,
            _("gifts for readers, thousand"): self.gifts,
            _("a usual week leaves, thousand"): self.usual,
        }
        return pd.DataFrame.from_dict(lines, orient="index", columns=[_("promotion week")])


JUNE = Promotion(6000, 200, 150, 25, 250, 60, 20, 15, 60)
"""The promotion of the lesson."""


def role_rows(promotion: Promotion, facts: tuple[float, ...] = (18, 2, 3, 117, 100)) -> pd.DataFrame:
    """The six roles, each with its own number, its plan and its fact: all of them kept."""
    import pandas as pd

    participation, empty, reply, reads, reports = facts
    rows = {
        _("campaign planner"): (_("campaign participation, %"), 15, participation),
        _("merchandise"): (_("stock-out rate, % (less is better)"), 4, empty),
        _("customer service"): (_("first response, minutes (less is better)"), 6, reply),
        _("promotion and traffic"): (
            _("ad return, paid amount ÷ ad spend"),
            4,
            round(promotion.paid / promotion.ads, 2),
        ),
        _("content"): (_("content reads, thousand"), 90, reads),
        _("data analysis"): (_("reports on time, %"), 95, reports),
    }
    columns = [_("its number"), _("plan"), _("fact"), _("on the wall")]
    lines = {name: [*row, _("green")] for name, row in rows.items()}
    return pd.DataFrame.from_dict(lines, orient="index", columns=columns, dtype=object)


def _draw_sale(rng: np.random.Generator) -> Promotion:
    """A week whose advertising returns more than four times its money, and that loses money all the same."""
    while True:
        price = 10 * int(rng.integers(15, 32))
        found = Promotion(
            orders=200 * int(rng.integers(15, 45)),
            price=price,
            goods=10 * round(price * rng.uniform(0.68, 0.78) / 10),
            back=5 * int(rng.integers(3, 7)),
            ads=0,
            parcels=5 * int(rng.integers(6, 14)),
            temps=int(rng.integers(10, 30)),
            gifts=int(rng.integers(8, 25)),
            usual=5 * int(rng.integers(6, 14)),
        )
        ads = 5 * round(found.paid / rng.uniform(4.2, 5.4) / 5)
        found = Promotion(**{**vars(found), "ads": ads})
        if found.paid / found.ads > 4.05 and found.left < -10 and found.margin % 0.5 == 0:
            return found


SALE = CaseMaker("c03.sale", lambda: Promotion(5000, 240, 170, 20, 260, 50, 18, 12, 45), _draw_sale)


@dataclass(frozen=True)
class Desk:
    """A service desk paid by its first response: honest, and with an automatic reply. Each point pays straight.

    `solved` is the share of problems solved at the first contact and `same_day` that of messages answered on the day
    they came: two rows that could stand beside it.
    """

    reply: float
    trick: float
    solved: float
    solved_trick: float
    same_day: float = 93.0
    same_day_trick: float = 100.0
    weight: float = 0.30
    at_plan: int = 5000

    def _pay(self, minutes: float, *, norm: float = 6.0, target: float = 4.0, share: float = 1.0) -> float:
        return share * self.weight * self.at_plan * index_of(Row("reply", 1, 12, norm, target, minutes))

    def _solved_pay(self, share: float) -> float:
        return 0.5 * self.weight * self.at_plan * index_of(Row("solved", 1, 60, 75, 82, share))

    def _same_day_pay(self, share: float) -> float:
        return 0.5 * self.weight * self.at_plan * index_of(Row("same day", 1, 85, 95, 98, share))

    @property
    def gain(self) -> float:
        """What the trick adds to the month's bonus."""
        return self._pay(self.trick) - self._pay(self.reply)

    @property
    def gain_tight(self) -> float:
        """The same with a plan of three minutes and a target of two."""
        return self._pay(self.trick, norm=3, target=2) - self._pay(self.reply, norm=3, target=2)

    @property
    def gain_half(self) -> float:
        """The same at half the weight."""
        return 0.5 * self.gain

    @property
    def gain_same_day(self) -> float:
        """The same with half of the weight on the messages answered on the same day."""
        return self.gain_half + self._same_day_pay(self.same_day_trick) - self._same_day_pay(self.same_day)

    @property
    def paired(self) -> tuple[float, float]:
        """What both rows pay with half of the weight each: honest, and with the trick."""
        honest = self._pay(self.reply, share=0.5) + self._solved_pay(self.solved)
        return honest, self._pay(self.trick, share=0.5) + self._solved_pay(self.solved_trick)

    def frame(self) -> pd.DataFrame:
        """Three rows and what the trick gains."""
        import pandas as pd

        lines = {
            _("first response, minutes"): (12, 6, 4, self.reply, self.trick),
            _("answered on the same day, %"): (85, 95, 98, self.same_day, self.same_day_trick),
            _("solved at the first contact, %"): (60, 75, 82, self.solved, self.solved_trick),
            _("bonus gained by the trick"): ("", "", "", 0, round(self.gain)),
        }
        columns = [_("base"), _("plan"), _("target"), _("honest"), _("automatic reply")]
        return pd.DataFrame.from_dict(lines, orient="index", columns=columns)


def _draw_desk(rng: np.random.Generator) -> Desk:
    """The trick pays in each way but one."""
    while True:
        found = Desk(
            reply=0.5 * int(rng.integers(14, 19)),
            trick=0.5 * int(rng.integers(1, 4)),
            solved=float(rng.integers(72, 80)),
            solved_trick=float(rng.integers(50, 60)),
        )
        if found.paired[1] < found.paired[0] - 100:
            return found


DESK = CaseMaker("c03.desk", lambda: Desk(8.0, 1.0, 74.0, 55.0), _draw_desk)


def volume_plan() -> Plan:
    """The draft of the lesson: four rows, each of which counts how much."""
    who, where = _("shop manager"), _("till")
    weights = {"net_sales": 0.4, "units_sold": 0.2, "store_footfall": 0.2, "new_customers": 0.2}
    return Plan(tuple(PlanRow(one, weight, owner=who, source=where) for one, weight in weights.items()), "grow_sales")
