"""The small cases of the exercises: notes on a wall, six months of numbers, two campaigns, a chain, a prize, a shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
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
    "MILL",
    "NOTES",
    "SIGNALS",
    "SIGNAL_NAMES",
    "VISITS",
    "Buyers",
    "Campaign",
    "Campaigns",
    "Links",
    "Mill",
    "Notes",
    "Pinned",
    "Signals",
    "Visits",
]


@dataclass(frozen=True)
class Pinned:
    """Lines to be read, whole, on a page and in plain text."""

    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return "".join(f"<p>{escape(line)}</p>" for line in self.lines)


@dataclass(frozen=True)
class Notes:
    """Five notes on a wall.

    `kinds` says what each of them is: measure, indicator, owned (an indicator with a name and no decision), kpi or
    plan; the numbers fill them.
    """

    kinds: tuple[str, ...]
    receipts: int
    satisfied: int
    before: int
    wait: float
    back: int
    under: int
    plan: int

    def text(self, kind: str) -> str:
        """The note of that kind, as it hangs there."""
        text = {
            "measure": _("{receipts:,} receipts in June"),
            "indicator": _("Satisfied customers {satisfied} %, in May {before} %"),
            "owned": _("Ms Lin answers for the wait at the till. In June it was {wait:g} minutes, in May 6"),
            "kpi": _(
                "Regulars who come back, each month: {back} % or more. Under {under} % Mr Bao rings ten of them the same week"
            ),
            "plan": _("{plan} % satisfied by the end of the year"),
        }[kind]
        return text.format(**vars(self))

    def wall(self) -> Pinned:
        """The five notes, one line each."""
        line = _("Note {n}: {says}.")
        return Pinned(tuple(line.format(n=n, says=self.text(kind)) for n, kind in enumerate(self.kinds, 1)))


def _draw_notes(rng: np.random.Generator) -> Notes:
    kinds = tuple(rng.permutation(["measure", "indicator", "owned", "kpi", "plan"]).tolist())
    satisfied, back = int(rng.integers(80, 93)), int(rng.integers(38, 52))
    return Notes(
        kinds,
        10 * int(rng.integers(80, 180)),
        satisfied,
        satisfied + int(rng.choice((-3, -2, 2, 3))),
        float(rng.choice((5.5, 6.5, 7, 7.5))),
        back,
        back - int(rng.integers(2, 5)),
        int(rng.integers(90, 96)),
    )


NOTES = CaseMaker(
    "c01.notes",
    lambda: Notes(("measure", "indicator", "owned", "kpi", "plan"), 1340, 86, 88, 6.5, 46, 43, 92),
    _draw_notes,
)

SIGNAL_NAMES = (
    N_("Satisfied customers, %"),
    N_("Discount given, %"),
    N_("Wait at the till, minutes"),
    N_("Goods returned, %"),
    N_("Visitors a day"),
)
_MONTHS = (N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"))
_LINES = (85.0, 8.0, 6.0, 4.0, 90.0)
_STEPS = (1.0, 0.5, 0.5, 0.5, 2.0)
_LOWER = (False, True, True, True, False)


@dataclass(frozen=True)
class Signals:
    """Five numbers over six months, each with its line, beside net sales and their line.

    `kinds` says of each number when it first crossed its line: "early" or "earlier" (before net sales), "same" (in the
    same month), "late" (after), or "near" (never: it came to stand on the line). `crossed` is the month, 0 for January,
    in which net sales first fell under their line.
    """

    kinds: tuple[str, ...]
    readings: tuple[tuple[float, ...], ...]
    sales: tuple[int, ...]
    plan: int
    crossed: int

    def first(self, place: int) -> int | None:
        """The month in which that number first crossed its line, 0 for January; None where it never did."""
        line, lower = _LINES[place], _LOWER[place]
        crossings = [month for month, x in enumerate(self.readings[place]) if (x > line if lower else x < line)]
        return crossings[0] if crossings else None

    def level(self, place: int) -> float:
        """That number's line."""
        return _LINES[place]

    def lower(self, place: int) -> bool:
        """Whether that number is better when it is lower."""
        return _LOWER[place]

    def line(self, place: int) -> str:
        """That number's line, in words."""
        text = _("{line:g} or less") if _LOWER[place] else _("{line:g} or more")
        return text.format(line=_LINES[place])

    def frame(self) -> pd.DataFrame:
        """Six lines: net sales and the five numbers, month by month, with the line of each."""
        import pandas as pd

        months = [_(month) for month in _MONTHS]
        rows = {_("Net sales, thousand"): [_("{line:g} or more").format(line=self.plan), *self.sales]}
        for place, name in enumerate(SIGNAL_NAMES):
            rows[_(name)] = [self.line(place), *(f"{reading:g}" for reading in self.readings[place])]
        return pd.DataFrame.from_dict(rows, orient="index", columns=[_("should be"), *months])


def _signals(rng: np.random.Generator, kinds: tuple[str, ...]) -> Signals:
    """Numbers of these kinds; net sales fall under their line in April or May."""
    crossed = int(rng.integers(3, 5))
    first = {"early": crossed - 1, "earlier": crossed - 2, "same": crossed, "late": crossed + 1}
    readings = tuple(_moving(rng, place, first.get(kind)) for place, kind in enumerate(kinds))
    plan = 20 * int(rng.integers(20, 31))
    sales = [
        plan + 5 * int(rng.integers(1, 7)) if month < crossed else plan - 5 * int(rng.integers(2, 8))
        for month in range(6)
    ]
    return Signals(kinds, readings, tuple(sales), plan, crossed)


def _moving(rng: np.random.Generator, place: int, first: int | None) -> tuple[float, ...]:
    """Six readings that cross the line in month `first`, the more the later; or stand on it once where there is none."""
    line, step, way = _LINES[place], _STEPS[place], (1 if _LOWER[place] else -1)
    good = [line - way * step * int(rng.integers(1, 4)) for _month in range(6)]
    if first is None:
        good[int(rng.integers(2, 5))] = line
        return tuple(good)
    bad = [line + way * step * (1 + month - first + int(rng.integers(0, 2))) for month in range(first, 6)]
    return (*good[:first], *bad)


def _draw_signals(rng: np.random.Generator) -> Signals:
    dealt = rng.permutation(["early", "earlier", "same", "late", "near"]).tolist()
    return _signals(rng, tuple(dealt))


SIGNALS = CaseMaker(
    "c01.signals",
    lambda: Signals(
        ("earlier", "early", "same", "late", "near"),
        (
            (88, 87, 84, 82, 81, 81),
            (6, 6.5, 6, 9, 10, 10.5),
            (5, 5.5, 5, 5.5, 6.5, 7),
            (3, 2.5, 3, 3.5, 3.5, 4.5),
            (94, 96, 92, 90, 92, 94),
        ),
        (515, 520, 530, 525, 480, 470),
        500,
        4,
    ),
    _draw_signals,
)


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
            _("each cost"): [one.cost for one in both],
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
    "goods": N_("goods"),
    "discount": N_("discount"),
    "returns": N_("returns"),
    "delivery": N_("delivery"),
    "wages": N_("wages at the till"),
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

        names = [*(_(name) for name in LINK_NAMES.values()), _("profit")]
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


@dataclass(frozen=True)
class Mill:
    """Mill Lane: what grew and what shrank in a year. Percentages; `wait` in minutes."""

    sales: int
    profit: int
    satisfied: tuple[int, int]
    discount: tuple[int, int]
    complaints: tuple[int, int]
    visitors: int
    wait: float

    def frame(self) -> pd.DataFrame:
        """Seven lines: a year ago and now."""
        import pandas as pd

        wait = f"{self.wait:g}"
        rows = {
            _("net sales (a year ago = 100)"): ("100", f"{100 + self.sales}"),
            _("gross profit (a year ago = 100)"): ("100", f"{100 - self.profit}"),
            _("satisfied customers, %"): tuple(str(one) for one in self.satisfied),
            _("discount given, % of list price"): tuple(str(one) for one in self.discount),
            _("complaints a month"): tuple(str(one) for one in self.complaints),
            _("visitors (a year ago = 100)"): ("100", f"{100 + self.visitors}"),
            _("wait at the till, minutes"): (wait, wait),
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=[_("a year ago"), _("now")])


def _draw_mill(rng: np.random.Generator) -> Mill:
    satisfied, discount, complaints = (int(rng.integers(low, high)) for low, high in ((88, 94), (5, 8), (8, 15)))
    return Mill(
        int(rng.integers(6, 13)),
        int(rng.integers(13, 22)),
        (satisfied, satisfied - int(rng.integers(7, 11))),
        (discount, discount + int(rng.integers(5, 9))),
        (complaints, complaints + int(rng.integers(9, 16))),
        int(rng.integers(3, 6)),
        float(rng.choice((4.5, 5, 5.5))),
    )


MILL = CaseMaker("c01.mill", lambda: Mill(9, 14, (91, 83), (6, 13), (10, 21), 4, 5.0), _draw_mill)
