"""The small cases of the chapter: five people who sell kitchens, and what the exercises ask about, with fresh numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from kpilab.analysis.capacity import Selling, capacity_test
from kpilab.analysis.plan_life import Team
from kpilab.analysis.plan_versions import PlanBook, PlanVersion
from kpilab.analysis.ratio_plans import RatioCheck, RatioPart, check_ratio
from kpilab.analysis.reconciliation import forecast_pay
from kpilab.analysis.seasons import seasonal_indices
from kpilab.analysis.shares import ShareKey, Unit, split_exactly
from kpilab.course.task import CaseMaker

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "BLEND",
    "CREW",
    "DIARY",
    "FIVE",
    "FORECASTS",
    "HAND_OUT",
    "OFFER",
    "Q4",
    "REACH",
    "SELLING",
    "SHOWROOMS",
    "VERSIONS",
    "YEAR",
    "Crew",
    "Diary",
    "HandOut",
    "Offer",
    "Showrooms",
    "Versions",
    "Year",
    "plan_book",
    "softer_first_quarter",
]

FIVE = (
    Unit("Lin", 1200, 1, 30),
    Unit("Bao", 1000, 1, 25),
    Unit("Qiu", 900, 1, 20),
    Unit("Tan", 600, 1, 15),
    Unit("Yu", 200, 0.5, 10),
)
"""The five people of the lesson: last year's fourth quarter in thousand, strength, potential of the area."""
Q4 = 4_680_000
FORECASTS = {"Lin": 1250, "Bao": 1100, "Qiu": 1050, "Tan": 550, "Yu": 350}
"""What each of them forecasts, in thousand; Tan's is low on purpose."""
BLEND = ShareKey(0.60, 0.25, 0.15)
REACH = Team({"Lin": 1_240_000, "Bao": 1_170_000, "Qiu": 1_060_000, "Tan": 860_000, "Yu": 420_000})
"""What each can sell in the fourth quarter at full effort; shown only when the quarter has been lived."""
SELLING = Selling(0.25, 16_000, days=62, visits_per_day=5)


@dataclass(frozen=True)
class Year:
    """Last year's quarters in thousand, of which the third held an opening sale, and the plan for the next year."""

    sold: tuple[int, int, int, int]
    opening: int
    plan: int

    @property
    def without(self) -> int:
        """The third quarter without its opening sale."""
        return self.sold[2] - self.opening

    @property
    def usual(self) -> int:
        """The year without the opening sale."""
        return sum(self.sold) - self.opening

    @property
    def index(self) -> float:
        """The seasonal index of the third quarter."""
        return seasonal_indices(self.sold, ("1", "2", "3", "4"), lifts=(0, 0, self.opening, 0)).indices["3"]

    @property
    def third(self) -> float:
        """The plan of the third quarter."""
        return self.plan / 4 * self.index

    def frame(self) -> pd.DataFrame:
        """A line a quarter of last year: sold, of which the opening sale; then the plan for the next year."""
        import pandas as pd

        columns = {
            "sold": [*self.sold, ""],
            "opening sale in it": ["", "", self.opening, "", ""],
            "plan": ["", "", "", "", self.plan],
        }
        return pd.DataFrame(columns, index=["Q1", "Q2", "Q3", "Q4", "next year"], dtype="object")


def _draw_year(rng: np.random.Generator) -> Year:
    first = 100 * int(rng.integers(11, 18))
    steps = [100 * int(step) for step in rng.integers(1, 7, size=3)]
    quarters = [first, first + steps[0], first + steps[0] + steps[1], first + sum(steps)]
    opening = 100 * int(rng.integers(2, 6))
    sold = (quarters[0], quarters[1], quarters[2] + opening, quarters[3])
    growth = int(rng.choice((105, 110, 115, 120, 125)))
    return Year(sold, opening, sum(quarters) * growth // 100)


YEAR = CaseMaker("c05.year", lambda: Year((1500, 1800, 2400, 2600), 300, 9600), _draw_year)


@dataclass(frozen=True)
class Crew:
    """Five people who share a quarter's plan (in thousand) by a key; Hu is the one who is asked about."""

    units: tuple[Unit, ...]
    plan: int
    key: ShareKey
    visits: int
    per_visit: float

    def unit(self, name: str) -> Unit:
        """One of the five."""
        return next(unit for unit in self.units if unit.name == name)

    def total(self, what: str) -> float:
        """The sum of the five's history, capacity or potential."""
        return float(sum(getattr(unit, what) for unit in self.units))

    def share(self, what: str, name: str = "Hu") -> float:
        """Somebody's share of the five's history, capacity or potential."""
        return float(getattr(self.unit(name), what)) / self.total(what)

    def asked(self, name: str = "Hu", *, key: ShareKey | None = None) -> float:
        """Somebody's plan, in thousand, not rounded."""
        return float((key or self.key).shares(self.units)[name] * self.plan)

    @property
    def needed(self) -> float:
        """The visits that Hu's plan needs."""
        return self.asked() / self.per_visit

    def frame(self) -> pd.DataFrame:
        """A line a person: last year's quarter, strength, potential of the area."""
        import pandas as pd

        return pd.DataFrame(
            {
                "last year": [unit.history for unit in self.units],
                "strength": [unit.capacity for unit in self.units],
                "potential, %": [unit.potential for unit in self.units],
            },
            index=[unit.name for unit in self.units],
        )

    def sheet(self) -> pd.DataFrame:
        """The same, with the key's weights and the plan in a line below."""
        import pandas as pd

        table = self.frame().astype("object")
        table.loc["weight in the key"] = [self.key.history, self.key.capacity, self.key.potential]
        plans = [*("" for _unit in self.units), self.plan]
        return table.assign(**{"plan of all five": pd.Series(plans, index=table.index, dtype="object")})


_CREW = ("Ding", "Fang", "Hu", "Jin", "Mei")
_STRENGTH = (1.0, 1.0, 1.0, 0.5, 0.5)
_KEYS = ((0.50, 0.30, 0.20), (0.50, 0.20, 0.30), (0.50, 0.40, 0.10))


def _crew(history: tuple[int, ...], potential: tuple[int, ...], plan: int, key: ShareKey, visits: int) -> Crew:
    units = tuple(Unit(*row) for row in zip(_CREW, history, _STRENGTH, potential, strict=True))
    return Crew(units, plan, key, visits, 4)


def _draw_crew(rng: np.random.Generator) -> Crew:
    """Hu works the richest area and is asked for more growth than the five together; the plan fits Hu's days."""
    while True:
        small = [20 * int(rng.integers(4, 8)), 20 * int(rng.integers(1, 4))]
        hu, fang = 20 * int(rng.integers(19, 25)), 20 * int(rng.integers(26, 33))
        history = (2000 - hu - fang - sum(small), fang, hu, *small)
        rich = int(rng.choice((30, 35)))
        rest = [int(rng.integers(18, 24)), int(rng.integers(16, 21)), int(rng.integers(11, 16))]
        potential = (rest[0], rest[1], rich, rest[2], 100 - rich - sum(rest))
        key = ShareKey(*_KEYS[int(rng.integers(len(_KEYS)))])
        made = _crew(history, potential, 200 * int(rng.integers(11, 15)), key, 0)
        visits = 2 * round(made.needed * float(rng.choice((1.15, 1.25, 1.3))) / 2)
        made = _crew(history, potential, made.plan, key, visits)
        growth = made.asked() / hu
        if potential[4] >= 4 and growth > 1.08 * made.plan / 2000 and max(history) == history[0]:
            return made


CREW = CaseMaker(
    "c05.crew",
    lambda: _crew((800, 600, 440, 120, 40), (25, 20, 30, 15, 10), 2400, ShareKey(0.50, 0.30, 0.20), 186),
    _draw_crew,
)


@dataclass(frozen=True)
class HandOut:
    """Five showrooms' exact shares of a plan, in thousand, to be handed out in steps of 100; the second is asked about."""

    shares: Mapping[str, float]
    step: int = 100

    @property
    def plan(self) -> int:
        """What is handed out."""
        return round(sum(self.shares.values()))

    @property
    def plans(self) -> Mapping[str, int]:
        """The plans, exact and in steps."""
        return split_exactly(self.plan, self.shares, step=self.step)

    def nearest(self, name: str, *, step: int | None = None) -> int:
        """One share rounded by itself."""
        grain = step or self.step
        return int(self.shares[name] / grain + 0.5) * grain

    @property
    def rounded_sum(self) -> int:
        """What the five come to, each rounded by itself."""
        return sum(map(self.nearest, self.shares))

    @property
    def leftover(self) -> int:
        """What is left after every share was rounded down."""
        return self.plan - sum(int(share // self.step) * self.step for share in self.shares.values())

    def frame(self) -> pd.DataFrame:
        """A line a showroom: its exact share; then what they are together."""
        import pandas as pd

        shares = [*self.shares.values(), float(self.plan)]
        return pd.DataFrame({"exact share": shares}, index=[*self.shares, "together"])


SECOND = "East"
_ROOMS = ("North", SECOND, "South", "West", "Harbour")


def _draw_hand_out(rng: np.random.Generator) -> HandOut:
    """The second showroom's share lies under the half of a step, and takes a step all the same."""
    while True:
        plan = 100 * int(rng.integers(24, 48))
        cuts = sorted(int(cut) for cut in rng.choice(np.arange(200, plan - 200, 2), size=4, replace=False))
        parts = [b - a for a, b in zip([0, *cuts], [*cuts, plan], strict=True)]
        made = HandOut(dict(zip(_ROOMS, map(float, parts), strict=True)))
        over = made.shares[SECOND] % 100
        lucky = made.plans[SECOND] > made.nearest(SECOND)
        if min(parts) >= 150 and lucky and over >= 27 and made.leftover >= 200:
            return made


HAND_OUT = CaseMaker(
    "c05.handout",
    lambda: HandOut(dict(zip(_ROOMS, (1040.0, 848.0, 784.0, 312.0, 216.0), strict=True))),
    _draw_hand_out,
)


@dataclass(frozen=True)
class Seller:
    """Somebody's plan in thousand beside how they sell and how many visits fit into a full quarter."""

    plan: int
    win_rate: float
    order: float
    visits: int
    strength: float

    @property
    def selling(self) -> Selling:
        """As the capacity test takes it: one day holds all the visits of the quarter."""
        return Selling(self.win_rate, self.order, days=1, visits_per_day=self.visits, ramp=self.strength)

    @property
    def needed(self) -> float:
        """The visits that the plan needs."""
        return capacity_test(self.plan, self.selling).visits

    @property
    def zone(self) -> str:
        """Whether the plan fits, does not fit, or leaves room for more."""
        load = capacity_test(self.plan, self.selling).load
        return "over" if load > 1 else "room" if load < 0.7 else "fits"


@dataclass(frozen=True)
class Diary:
    """Four people's plans to be held against their days; `kinds` says what is to be noticed about each.

    "near" is a little over the days, "rich" the largest plan in a diary that holds it, "room" leaves days free, "new"
    fits only at a strength that the person does not have yet.
    """

    people: Mapping[str, Seller]
    kinds: Mapping[str, str]

    def frame(self) -> pd.DataFrame:
        """A line a person."""
        import pandas as pd

        people = list(self.people.values())
        return pd.DataFrame(
            {
                "plan": [one.plan for one in people],
                "orders per visit": [one.win_rate for one in people],
                "order value": [one.order for one in people],
                "visits at full strength": [one.visits for one in people],
                "strength": [one.strength for one in people],
            },
            index=list(self.people),
        )


PEOPLE = ("Ding", "Fang", "Hu", "Mei")
_KINDS = ("near", "rich", "room", "new")


def _draw_seller(rng: np.random.Generator, kind: str) -> Seller:
    win, order = (0.40, 25.0) if kind == "rich" else (0.25, float(rng.choice((16, 20))))
    needed = 10 * int(rng.integers(15, 23))
    load = {"near": (1.06, 1.12), "rich": (0.82, 0.90), "room": (0.50, 0.62), "new": (1.15, 1.30)}[kind]
    strength = 0.5 if kind == "new" else 1.0
    if kind == "room":
        needed = 10 * int(rng.integers(9, 13))
    if kind == "new":
        needed = 10 * int(rng.integers(10, 14))
    visits = round(needed / float(rng.uniform(*load)) / strength / 2) * 2
    return Seller(round(needed * win * order), win, order, visits, strength)


def _draw_diary(rng: np.random.Generator) -> Diary:
    dealt = dict(zip(PEOPLE, (str(kind) for kind in rng.permutation(_KINDS)), strict=True))
    return Diary({name: _draw_seller(rng, kind) for name, kind in dealt.items()}, dealt)


def _model_diary() -> Diary:
    rows = (
        Seller(1100, 0.25, 20, 200, 1.0),
        Seller(1500, 0.40, 25, 180, 1.0),
        Seller(400, 0.25, 16, 190, 1.0),
        Seller(480, 0.25, 16, 200, 0.5),
    )
    return Diary(dict(zip(PEOPLE, rows, strict=True)), dict(zip(PEOPLE, _KINDS, strict=True)))


DIARY = CaseMaker("c05.diary", _model_diary, _draw_diary)


@dataclass(frozen=True)
class Showrooms:
    """Three showrooms' planned visits and conversion rates."""

    parts: Mapping[str, RatioPart]

    @property
    def check(self) -> RatioCheck:
        """What they come to together, beside the mean of their rates as the company's plan."""
        rates = [part.rate for part in self.parts.values()]
        return check_ratio(self.parts, sum(rates) / len(rates))

    def frame(self) -> pd.DataFrame:
        """A line a showroom: visits, planned conversion."""
        return self.check.frame()[["denominator", "rate"]].rename(
            columns={"denominator": "visits", "rate": "planned conversion"}
        )


_THREE = ("North", "East", "South")


def _showrooms(visits: tuple[int, ...], rates: tuple[float, ...]) -> Showrooms:
    return Showrooms({name: RatioPart(r, v) for name, v, r in zip(_THREE, visits, rates, strict=True)})


def _draw_showrooms(rng: np.random.Generator) -> Showrooms:
    visits = [(6000, 3000, 1000), (5000, 3000, 2000), (5000, 4000, 1000), (6000, 2000, 2000), (7000, 2000, 1000)]
    low = int(rng.integers(7, 13))
    steps = [int(step) for step in rng.integers(2, 7, size=2)]
    rates = (low / 100, (low + steps[0]) / 100, (low + sum(steps)) / 100)
    return _showrooms(visits[int(rng.integers(len(visits)))], rates)


SHOWROOMS = CaseMaker("c05.showrooms", lambda: _showrooms((5000, 3000, 2000), (0.10, 0.14, 0.20)), _draw_showrooms)


@dataclass(frozen=True)
class Offer:
    """What Tan forecast in three quarters and sold in them, what is asked in all, and what the others offer (thousand)."""

    said: int
    sold: tuple[int, int, int]
    asked: int
    others: int

    @property
    def honest(self) -> int:
        """What Tan can sell: the last quarter shows it."""
        return self.sold[-1]

    def plan(self, said: int) -> float:
        """Tan's plan when the gap is shared out in proportion to the offers."""
        return self.asked * said / (self.others + said)

    def pay(self, said: int) -> float:
        """Tan's bonus in yuan under pay for the forecast."""
        return 1000 * forecast_pay(said, self.honest)

    def frame(self) -> pd.DataFrame:
        """A line a quarter: forecast and sold; then what is asked of all for the next one."""
        import pandas as pd

        columns = {
            "Tan's forecast": [self.said] * 4,
            "Tan sold": [*self.sold, ""],
            "forecast by the others": ["", "", "", self.others],
            "asked of all": ["", "", "", self.asked],
        }
        return pd.DataFrame(columns, index=["Q1", "Q2", "Q3", "Q4"], dtype="object")


def _draw_offer(rng: np.random.Generator) -> Offer:
    said = 10 * int(rng.integers(40, 66))
    can = said + 10 * int(rng.integers(15, 28))
    sold = (can - 10 * int(rng.integers(0, 3)), can + 10, can)
    others = 100 * int(rng.integers(18, 26))
    return Offer(said, sold, 100 * round((others + can) * 1.1 / 100), others)


OFFER = CaseMaker("c05.offer", lambda: Offer(500, (700, 720, 710), 3000, 2000), _draw_offer)


@dataclass(frozen=True)
class Versions:
    """Four versions of the plan for March (in thousand), what was sold, and the day on which March was closed."""

    plans: tuple[int, int, int, int]
    approved: tuple[date, date, date, date]
    sold: int

    @property
    def book(self) -> PlanBook:
        """The versions in a book that counts the first day."""
        starts = (date(2025, 1, 1), *(date(2025, 3, 1) for _version in self.plans[1:]))
        lines = zip(self.plans, self.approved, starts, strict=True)
        return PlanBook(
            tuple(
                PlanVersion(number, approved, start, "Li", "a change", (("2025-03", "Chen", plan),))
                for number, (plan, approved, start) in enumerate(lines, 1)
            )
        )

    @property
    def attainment(self) -> float:
        """Sold ÷ the plan that was in force on the first day of March."""
        return self.book.score("2025-03", {"Chen": self.sold}).attainment

    def frame(self) -> pd.DataFrame:
        """A line a version: approved on, takes effect on, plan for March; then what was sold."""
        import pandas as pd

        book = self.book.versions
        return pd.DataFrame(
            {
                "approved on": [*(f"{one.approved_on:%Y-%m-%d}" for one in book), ""],
                "to take effect on": [*(f"{one.effective_from:%Y-%m-%d}" for one in book), ""],
                "plan for March": [*self.plans, ""],
                "sold in March": ["", "", "", "", self.sold],
            },
            index=[*(f"version {one.number}" for one in book), "March"],
            dtype="object",
        )


def _draw_versions(rng: np.random.Generator) -> Versions:
    plan = int(rng.choice((400, 500, 600, 700, 800)))
    steps = [10 * int(step) for step in rng.integers(2, 8, size=3)]
    plans = (plan - steps[0], plan, plan - steps[1], plan - steps[1] - steps[2])
    approved = (
        date(2024, 12, 18) + timedelta(days=int(rng.integers(0, 5))),
        date(2025, 2, 17) + timedelta(days=int(rng.integers(0, 9))),
        date(2025, 3, 10) + timedelta(days=int(rng.integers(0, 9))),
        date(2025, 4, 1) + timedelta(days=int(rng.integers(0, 3))),
    )
    return Versions(plans, approved, plan * int(rng.integers(86, 98)) // 100)


VERSIONS = CaseMaker(
    "c05.versions",
    lambda: Versions(
        (500, 520, 480, 450), (date(2024, 12, 20), date(2025, 2, 20), date(2025, 3, 12), date(2025, 4, 2)), 468
    ),
    _draw_versions,
)


def plan_book() -> PlanBook:
    """The lesson's book: a year's version, the first quarter closed with it, and a softer version approved in June."""
    first = PlanVersion(
        1, date(2024, 12, 20), date(2025, 1, 1), "Li", "the year's plan",
        (("2025-Q1", "team", 2520), ("2025-Q2", "team", 2880), ("2025-Q3", "team", 3120), ("2025-Q4", "team", 4680)),
    )  # fmt: skip
    softer = PlanVersion(
        2, date(2025, 6, 10), date(2025, 4, 1), "Li", "a supplier fails",
        (("2025-Q2", "team", 2700), ("2025-Q3", "team", 2900)),
    )  # fmt: skip
    return PlanBook((first,)).close("2025-Q1", on=date(2025, 4, 3)).add(softer)


def softer_first_quarter() -> PlanVersion:
    """A third version, that would lower the first quarter after the fact."""
    return PlanVersion(
        3, date(2025, 6, 20), date(2025, 1, 1), "Li", "the first quarter too", (("2025-Q1", "team", 2400),)
    )
