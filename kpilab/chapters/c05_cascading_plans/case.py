"""The small cases of the chapter: five people who sell kitchens, and what the first exercises share out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from kpilab.analysis.capacity import Selling
from kpilab.analysis.plan_book import PlanBook
from kpilab.analysis.plan_life import Team
from kpilab.analysis.plan_versions import PlanVersion
from kpilab.analysis.seasons import seasonal_indices
from kpilab.analysis.shares import ShareKey, Unit, split_exactly
from kpilab.course.task import CaseMaker

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "BLEND",
    "CREW",
    "FIVE",
    "FORECASTS",
    "HAND_OUT",
    "Q4",
    "REACH",
    "SECOND",
    "SELLING",
    "YEAR",
    "Crew",
    "HandOut",
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
        if potential[4] >= 4 and 1.08 * made.plan / 2000 < growth < 1.65 and max(history) == history[0]:
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
    """The second showroom's share lies under the half of a step and takes a step, or over the half and takes none."""
    lucky = bool(rng.integers(2))
    while True:
        plan = 100 * int(rng.integers(24, 48))
        cuts = sorted(int(cut) for cut in rng.choice(np.arange(200, plan - 200, 2), size=4, replace=False))
        parts = [b - a for a, b in zip([0, *cuts], [*cuts, plan], strict=True)]
        made = HandOut(dict(zip(_ROOMS, map(float, parts), strict=True)))
        over = made.shares[SECOND] % 100
        step = made.plans[SECOND] - made.nearest(SECOND)
        if min(parts) >= 150 and step == (100 if lucky else -100) and 27 <= over <= 73 and made.leftover >= 200:
            return made


HAND_OUT = CaseMaker(
    "c05.handout",
    lambda: HandOut(dict(zip(_ROOMS, (1040.0, 848.0, 784.0, 312.0, 216.0), strict=True))),
    _draw_hand_out,
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
