"""The small cases about people who come back and money that is left: buyers, campaigns, links of a chain, visits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.course.task import CaseMaker
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "BUYERS",
    "CAMPAIGNS",
    "LINKS",
    "LINK_NAMES",
    "VISITS",
    "Buyers",
    "Campaign",
    "Campaigns",
    "Links",
    "Visits",
]


@dataclass(frozen=True)
class Buyers:
    """Buyers of a month by the grade they gave, and the share of each group that comes back (all in percent)."""

    buyers: int
    fives: int
    fours: int
    five_back: int
    four_back: int
    other_back: int

    @property
    def others(self) -> int:
        """The share that gave 3 or less."""
        return 100 - self.fives - self.fours

    @property
    def groups(self) -> tuple[float, float, float]:
        """How many buyers gave a five, a four, and less."""
        return (self.buyers * self.fives / 100, self.buyers * self.fours / 100, self.buyers * self.others / 100)

    @property
    def parts(self) -> tuple[float, float, float]:
        """How many of each group come back."""
        five, four, other = self.groups
        return (five * self.five_back / 100, four * self.four_back / 100, other * self.other_back / 100)

    @property
    def back(self) -> float:
        """How many come back in all."""
        return sum(self.parts)

    def frame(self) -> pd.DataFrame:
        """Three lines: the share of the buyers, and the share of them that comes back."""
        import pandas as pd

        shares = [self.fives, self.fours, self.others]
        backs = [self.five_back, self.four_back, self.other_back]
        names = [_("gave a 5"), _("gave a 4"), _("gave 3 or less")]
        columns = {_("of {n:,} buyers, %").format(n=self.buyers): shares, _("of these come back, %"): backs}
        return pd.DataFrame(columns, index=names)


def _draw_buyers(rng: np.random.Generator) -> Buyers:
    fives = 5 * int(rng.integers(6, 12))
    fours = 5 * int(rng.integers(5, min(11, (95 - fives) // 5)))
    rates = int(rng.choice((50, 60, 70))), int(rng.choice((20, 30, 40))), 10
    return Buyers(200 * int(rng.integers(2, 7)), fives, fours, *rates)


BUYERS = CaseMaker("c01.buyers", lambda: Buyers(400, 40, 45, 60, 30, 10), _draw_buyers)


@dataclass(frozen=True)
class Campaign:
    """A campaign: how many customers came, what each bought for, and what it cost to fetch one."""

    customers: int
    spend: int
    cost: int

    @property
    def sales(self) -> int:
        """What they bought."""
        return self.customers * self.spend

    @property
    def fetched(self) -> int:
        """What it cost to fetch them all."""
        return self.customers * self.cost

    def left(self, margin: int) -> float:
        """Margin (in percent of sales) less what fetching cost."""
        return self.sales * margin / 100 - self.fetched


@dataclass(frozen=True)
class Campaigns:
    """Two campaigns of one month: one fetched new customers, one wrote to regulars. `margin` is in percent."""

    new: Campaign
    old: Campaign
    margin: int

    @property
    def gap(self) -> float:
        """How much more the letter to regulars left."""
        return self.old.left(self.margin) - self.new.left(self.margin)

    def frame(self) -> pd.DataFrame:
        """Two lines: customers, what each bought for, what each cost, sales, margin."""
        import pandas as pd

        both = (self.new, self.old)
        columns = {
            _("customers"): [one.customers for one in both],
            _("each bought for"): [one.spend for one in both],
            _("fetching each cost"): [one.cost for one in both],
            _("sales"): [one.sales for one in both],
            _("margin, % of sales"): [self.margin, self.margin],
        }
        return pd.DataFrame(columns, index=[_("ad for new customers"), _("letter to regulars")])


def _draw_campaigns(rng: np.random.Generator) -> Campaigns:
    """The ad sells more, the letter leaves more."""
    margin = int(rng.choice((30, 40, 50)))
    while True:
        new = Campaign(10 * int(rng.integers(12, 22)), 20 * int(rng.integers(20, 29)), 10 * int(rng.integers(9, 15)))
        old = Campaign(10 * int(rng.integers(9, 16)), 20 * int(rng.integers(22, 30)), 5 * int(rng.integers(2, 6)))
        found = Campaigns(new, old, margin)
        if new.sales > old.sales * 1.1 and new.left(margin) > 0 and found.gap > 0.2 * new.left(margin):
            return found


CAMPAIGNS = CaseMaker(
    "c01.campaigns", lambda: Campaigns(Campaign(150, 480, 120), Campaign(110, 520, 15), 40), _draw_campaigns
)

LINK_NAMES: Mapping[str, str] = {
    "goods": N_("Goods"),
    "discount": N_("Discount"),
    "returns": N_("Returns"),
    "delivery": N_("Delivery"),
    "wages": N_("Wages at the till"),
}


@dataclass(frozen=True)
class Links:
    """Where 100 of list price go, last year and this year.

    `kinds` says of four links how they moved: "most" (by points), "times" (most for its size), "better" (it costs less
    now) or "little"; goods did not move.
    """

    kinds: Mapping[str, str]
    before: Mapping[str, int]
    after: Mapping[str, int]

    def link(self, kind: str) -> str:
        """The link that moved in that way."""
        return next(name for name, moved in self.kinds.items() if moved == kind)

    def profit(self, year: Mapping[str, int]) -> int:
        """What is left of 100."""
        return 100 - sum(year.values())

    def frame(self) -> pd.DataFrame:
        """A line a link, and what is left; last year and this year, of each 100 of list price."""
        import pandas as pd

        names = [*(_(name) for name in LINK_NAMES.values()), _("Profit")]
        years = {
            _("last year"): [*(self.before[link] for link in LINK_NAMES), self.profit(self.before)],
            _("this year"): [*(self.after[link] for link in LINK_NAMES), self.profit(self.after)],
        }
        return pd.DataFrame(years, index=names)


def _links(goods: int, kinds: Mapping[str, str], sizes: Mapping[str, int], moves: Mapping[str, int]) -> Links:
    before = {"goods": goods, **{link: sizes[kind] for link, kind in kinds.items()}}
    after = {"goods": goods, **{link: sizes[kind] + moves[kind] for link, kind in kinds.items()}}
    ordered = [{link: year[link] for link in LINK_NAMES} for year in (before, after)]
    return Links(dict(kinds), ordered[0], ordered[1])


def _draw_links(rng: np.random.Generator) -> Links:
    dealt = rng.permutation(["most", "times", "better", "little"]).tolist()
    kinds = dict(zip(("discount", "returns", "delivery", "wages"), dealt, strict=True))
    sizes = {
        "most": int(rng.integers(6, 9)),
        "times": 1,
        "better": int(rng.integers(6, 9)),
        "little": int(rng.integers(9, 13)),
    }
    moves = {
        "most": int(rng.integers(4, 6)),
        "times": int(rng.integers(2, 4)),
        "better": -int(rng.integers(2, 4)),
        "little": 1,
    }
    return _links(int(rng.integers(52, 58)), kinds, sizes, moves)


def _model_links() -> Links:
    kinds = {"discount": "most", "returns": "times", "delivery": "better", "wages": "little"}
    sizes = {"most": 6, "times": 1, "better": 6, "little": 12}
    return _links(58, kinds, sizes, {"most": 5, "times": 2, "better": -2, "little": 1})


LINKS = CaseMaker("c01.links", _model_links, _draw_links)


@dataclass(frozen=True)
class Visits:
    """A prize for the shop whose regulars visit most often, and a shop that rings up one purchase on two days.

    `before` and `after` are the visits of its `regulars` in the month before the trick and in the month of it; their
    purchases, `sales` in money, are the same. `level` is what the prize asks for, in visits a regular.
    """

    regulars: int
    before: int
    after: int
    sales: int
    level: float

    @property
    def often(self) -> tuple[float, float]:
        """Visits of one regular, before and after."""
        return self.before / self.regulars, self.after / self.regulars

    @property
    def spend(self) -> tuple[float, float]:
        """Sales of one visit, before and after."""
        return self.sales / self.before, self.sales / self.after

    def frame(self) -> pd.DataFrame:
        """Five lines: regulars, their visits, visits of one, their sales, sales of one visit; last month and this."""
        import pandas as pd

        often, spend = ([f"{one:g}" for one in self.often], [f"{one:.0f}" for one in self.spend])
        rows = {
            _("regulars"): [str(self.regulars)] * 2,
            _("their visits"): [str(self.before), str(self.after)],
            _("visits of one regular"): often,
            _("sales to regulars"): [f"{self.sales:,}"] * 2,
            _("sales of one visit"): spend,
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=[_("last month"), _("this month")])


def _draw_visits(rng: np.random.Generator) -> Visits:
    regulars = 100 * int(rng.integers(3, 8))
    before, more = int(rng.integers(14, 19)), int(rng.integers(5, 8))
    visits = regulars * before // 10
    return Visits(regulars, visits, regulars * (before + more) // 10, visits * 10 * int(rng.integers(35, 60)), 2.0)


VISITS = CaseMaker("c01.visits", lambda: Visits(400, 640, 840, 320_000, 2.0), _draw_visits)
