"""Review cards: each comes back with fresh numbers after a day, after four and after ten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.course.forms import Choice, Number
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CARDS"]


@dataclass(frozen=True)
class Months:
    """A month that brought `sold` in a year of `year`, and the next year's plan."""

    sold: int
    year: int
    plan: int

    def frame(self) -> pd.DataFrame:
        """One line."""
        import pandas as pd

        return pd.DataFrame({"last November": [self.sold], "last year": [self.year], "next year's plan": [self.plan]})


def _draw_months(rng: np.random.Generator) -> Months:
    average = 100 * int(rng.integers(4, 10))
    sold = average + 10 * int(rng.integers(5, 30))
    return Months(sold, 12 * average, 12 * average * int(rng.choice((105, 110, 115, 120))) // 100)


def _month_fields(case: Months) -> Mapping[str, object]:
    return {
        "sold": case.sold,
        "year": case.year,
        "plan": case.plan,
        "average": case.year / 12,
        "index": 12 * case.sold / case.year,
        "right": case.plan * case.sold / case.year,
        "even": case.plan / 12,
    }


_MONTH_CARD = Task(
    "5.c1",
    N_("A month of a plan"),
    Number(tolerance=0.5, decimals=0),
    CaseMaker("c05.card.month", lambda: Months(650, 6000, 6600), _draw_months),
    lambda case: case.plan * case.sold / case.year,
    (
        Mistake(
            "even", lambda case: case.plan / 12, N_("That is a twelfth of the year. November is no average month.")
        ),
        Mistake(
            "again", lambda case: case.sold, N_("That is last November again. The year grows, and November with it.")
        ),
        Mistake(
            "added",
            lambda case: case.sold + (case.plan - case.year) / 12,
            N_("You added a twelfth of the growth. A strong month grows by more than a weak one."),
        ),
        Mistake(
            "of-the-year",
            lambda case: case.plan * 12 * case.sold / case.year,
            N_("The index belongs to an average month, not to the year."),
        ),
    ),
    (
        N_("How far does November stand above an average month?"),
        N_("index = month ÷ average month; plan of the month = year's plan ÷ 12 × index"),
        N_("An average month of last year is {year:,} ÷ 12. And of the plan?"),
    ),
    N_("An average month of the plan is {even:,.0f}; November stands at {index:.2f} of it."),
    N_(
        "Last year {year:,}, November {sold:,}, index {index:.3f}. A plan of {plan:,} has an average month of {even:,.0f}; × {index:.3f} = {right:,.0f}."
    ),
    _month_fields,
    Months.frame,
    question=N_(
        "Last year brought {year:,}, of which November {sold:,}. Next year's plan is {plan:,}. What is November's plan by season?"
    ),
)


@dataclass(frozen=True)
class Two:
    """Two stores' visits and planned rates in percent."""

    visits: tuple[int, int]
    rates: tuple[int, int]

    @property
    def together(self) -> float:
        """The rate of both."""
        return self.orders / sum(self.visits)

    @property
    def orders(self) -> float:
        """The orders of both."""
        return sum(visits * rate / 100 for visits, rate in zip(self.visits, self.rates, strict=True))

    def frame(self) -> pd.DataFrame:
        """Two lines."""
        import pandas as pd

        return pd.DataFrame({"visits": self.visits, "planned rate, %": self.rates}, index=["A", "B"])


def _draw_two(rng: np.random.Generator) -> Two:
    visits = ((8000, 2000), (7000, 3000), (6000, 4000), (9000, 1000))[int(rng.integers(4))]
    low = int(rng.integers(6, 13))
    return Two(visits, (low, low + int(rng.integers(4, 11))))


def _two_fields(case: Two) -> Mapping[str, object]:
    first, second = (visits * rate / 100 for visits, rate in zip(case.visits, case.rates, strict=True))
    return {
        "a_visits": case.visits[0],
        "b_visits": case.visits[1],
        "a_rate": case.rates[0],
        "b_rate": case.rates[1],
        "a_orders": first,
        "b_orders": second,
        "orders": case.orders,
        "visits": sum(case.visits),
        "together": 100 * case.together,
        "mean": sum(case.rates) / 2,
    }


_RATE_CARD = Task(
    "5.c2",
    N_("Two stores' rates together"),
    Number(tolerance=0.0004, decimals=3, percent=True),
    CaseMaker("c05.card.rate", lambda: Two((8000, 2000), (8, 15)), _draw_two),
    lambda case: case.together,
    (
        Mistake(
            "mean",
            lambda case: sum(case.rates) / 200,
            N_("That is the mean of the two rates. B has far fewer visits than A."),
        ),
        Mistake("sum", lambda case: sum(case.rates) / 100, N_("Rates do not add up.")),
        Mistake(
            "turned",
            lambda case: (case.rates[0] * case.visits[1] + case.rates[1] * case.visits[0]) / sum(case.visits) / 100,
            N_("You gave A's rate the visits of B, and the other way round."),
        ),
    ),
    (
        N_("How many orders does each store bring? And how many visits are there together?"),
        N_("rate together = sum of orders ÷ sum of visits"),
        N_("A brings {a_rate} % of {a_visits:,}. B …"),
    ),
    N_("{orders:,.0f} orders of {visits:,.0f} visits; the mean of the rates, {mean:g} %, would have promised more."),
    N_("{a_orders:,.0f} + {b_orders:,.0f} = {orders:,.0f} orders of {visits:,.0f} visits: {together:.1f} %."),
    _two_fields,
    Two.frame,
    question=N_(
        "Store A has {a_visits:,} visits and is to win {a_rate} % of them, B {b_visits:,} and {b_rate} %. Both keep their plan. What share of all visits is won?"
    ),
)


@dataclass(frozen=True)
class KpiToPlan:
    """A KPI whose plan is to be handed down, and how that is done."""

    kpi: str
    way: str


_KPIS = (
    KpiToPlan(N_("net sales"), "share"),
    KpiToPlan(N_("orders"), "share"),
    KpiToPlan(N_("average order value"), "ratio"),
    KpiToPlan(N_("return rate"), "ratio"),
    KpiToPlan(N_("different visitors in a month"), "overlap"),
    KpiToPlan(N_("members who shop in any store"), "overlap"),
)


def _draw_kpi(rng: np.random.Generator) -> KpiToPlan:
    return _KPIS[int(rng.integers(len(_KPIS)))]


def _kpi_frame(case: KpiToPlan) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({"KPI": [_(case.kpi)]})


def _why(case: KpiToPlan) -> str:
    return {
        "share": _("The parts add up to the whole, so a share of it is a plan."),
        "ratio": _(
            "It is a division. What stands above and below the line adds up; the result of the division does not."
        ),
        "overlap": _(
            "One person may be counted in two stores. The parts add up to more than the whole, and the difference has a line of its own."
        ),
    }[case.way]


def _other(case: KpiToPlan, place: int) -> str:
    return [way for way in ("share", "ratio", "overlap") if way != case.way][place]


_WAY_CARD = Task(
    "5.c3",
    N_("How a KPI is handed down"),
    Choice(
        (
            ("share", N_("Share it out: the parts add up.")),
            ("ratio", N_("Share out what stands above and below the line; check the division.")),
            ("overlap", N_("Plan each store by itself, and state the overlap.")),
            ("same", N_("Give every store the company's number.")),
        )
    ),
    CaseMaker("c05.card.way", lambda: _KPIS[2], _draw_kpi),
    lambda case: case.way,
    (
        Mistake(
            "first-other",
            lambda case: _other(case, 0),
            N_("Add up two stores of your own in your head: does “{kpi}” of both come out that way?"),
        ),
        Mistake(
            "second-other",
            lambda case: _other(case, 1),
            N_("Try it with two stores, one large and one small: is that how “{kpi}” of both comes about?"),
        ),
        Mistake(
            "same",
            lambda case: "same",
            N_("Then the smallest store is asked for what the company has. What is the company's “{kpi}” made of?"),
        ),
    ),
    (
        N_("Take two stores. How do you get “{kpi}” of both from each one's?"),
        N_(
            "What adds up is shared out; a division is checked by its two sums; what counts each one once needs an overlap line."
        ),
        N_("Ask of “{kpi}”: is it a division? If not: can one person be in it twice?"),
    ),
    N_("{why}"),
    N_("For “{kpi}”: {why}"),
    lambda case: {"kpi": _(case.kpi), "why": _why(case)},
    _kpi_frame,
    question=N_("The company has a plan for “{kpi}”. How do you hand it down to the stores?"),
)

CARDS = (_MONTH_CARD, _RATE_CARD, _WAY_CARD)
