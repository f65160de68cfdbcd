"""What a plan is held against in the exercises: diaries, showrooms, a low forecast, and versions that came too late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from kpilab.analysis.capacity import Selling, capacity_test
from kpilab.analysis.plan_book import PlanBook
from kpilab.analysis.plan_versions import PlanVersion
from kpilab.analysis.ratio_plans import RatioCheck, RatioPart, check_ratio
from kpilab.analysis.reconciliation import forecast_pay
from kpilab.course.task import CaseMaker

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DIARY", "OFFER", "PEOPLE", "SHOWROOMS", "VERSIONS", "Diary", "Offer", "Seller", "Showrooms", "Versions"]


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
