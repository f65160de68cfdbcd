"""Whether a plan fits into the days that there are: opportunities and visits needed, and the ramp of newcomers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import TYPE_CHECKING

from kpilab.errors import PlanError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RAMP", "CapacityTest", "Selling", "capacity_table", "capacity_test", "ramp_factor"]

RAMP = (0.25, 0.50, 0.75, 1.00)
"""A newcomer's share of full strength in the first, second, third and each later month: an example, to be measured."""


@dataclass(frozen=True)
class Selling:
    """How sales are made, and how many visits fit into the days.

    `win_rate` is the share of opportunities won, `deal_size` the money a deal brings; `ramp` is the share of full
    strength, 1 for an old hand.
    """

    win_rate: float
    deal_size: float
    days: float
    visits_per_day: float
    visits_per_opportunity: float = 1.0
    ramp: float = 1.0

    def __post_init__(self) -> None:
        positive = ("win_rate", "deal_size", "days", "visits_per_day", "visits_per_opportunity", "ramp")
        bad = [name for name in positive if not (isfinite(getattr(self, name)) and getattr(self, name) > 0)]
        if bad:
            raise PlanError(_("These must be numbers above 0: {names}.").format(names=", ".join(bad)))
        for name in ("win_rate", "ramp"):
            if getattr(self, name) > 1:
                raise PlanError(_("{name} is a share: write 25 % as 0.25.").format(name=name))

    @property
    def possible_visits(self) -> float:
        """Visits that fit into the days."""
        return self.days * self.visits_per_day * self.ramp

    @property
    def possible_sales(self) -> float:
        """What those visits bring, in the money of a deal."""
        return self.possible_visits / self.visits_per_opportunity * self.win_rate * self.deal_size


@dataclass(frozen=True)
class CapacityTest:
    """What a plan needs beside what the days allow; `load` is needed ÷ possible, so above 1 it does not fit."""

    name: str
    plan: float
    opportunities: float
    visits: float
    possible_visits: float
    possible_sales: float

    @property
    def load(self) -> float:
        """Visits needed ÷ visits possible."""
        return self.visits / self.possible_visits

    @property
    def fits(self) -> bool:
        """Whether the days are enough."""
        return self.load <= 1 + 1e-9

    def __str__(self) -> str:
        text = (
            _("{name}: {plan:,.0f} needs {needed:,} visits; {possible:,.0f} fit into the days. It fits.")
            if self.fits
            else _(
                "{name}: {plan:,.0f} needs {needed:,} visits; {possible:,.0f} fit into the days. It does not fit: "
                "{over:,.0f} of the plan have no day."
            )
        )
        return text.format(
            name=self.name,
            plan=self.plan,
            needed=ceil(round(self.visits, 6)),
            possible=self.possible_visits,
            over=self.plan - self.possible_sales,
        )


def capacity_test(plan: float, selling: Selling, *, name: str = "") -> CapacityTest:
    """What `plan` needs of whoever sells so.

    Opportunities = plan ÷ (win rate × deal size); visits = opportunities × visits per opportunity. Raises `PlanError`
    for a plan that is missing or negative.

    >>> capacity_test(480_000, Selling(0.25, 16_000, days=60, visits_per_day=4, visits_per_opportunity=2)).opportunities
    120.0
    """
    if not (isfinite(plan) and plan >= 0):
        raise PlanError(_("The plan to test must be a number, not below 0."))
    opportunities = plan / (selling.win_rate * selling.deal_size)
    visits = opportunities * selling.visits_per_opportunity
    return CapacityTest(
        name or _("This plan"), plan, opportunities, visits, selling.possible_visits, selling.possible_sales
    )


def capacity_table(plans: Mapping[str, float], selling: Mapping[str, Selling]) -> pd.DataFrame:
    """A line a unit: ``plan``, ``visits_needed``, ``visits_possible``, ``load``; by name, in the order of `plans`."""
    import pandas as pd

    if missing := sorted(set(plans) - set(selling)):
        raise PlanError(_("It is not known how these sell: {names}.").format(names=", ".join(missing)))
    tests = [capacity_test(plan, selling[name], name=name) for name, plan in plans.items()]
    return pd.DataFrame(
        {
            "plan": [test.plan for test in tests],
            "visits_needed": [ceil(round(test.visits, 6)) for test in tests],
            "visits_possible": [test.possible_visits for test in tests],
            "load": [test.load for test in tests],
        },
        index=[test.name for test in tests],
    )


def ramp_factor(first_month: int, months: int = 1, *, ramp: Sequence[float] = RAMP) -> float:
    """The average share of full strength over `months` months, from somebody's `first_month`-th month at work on.

    The first month at work is 1; after the last step of the ramp its value stays.

    >>> ramp_factor(1, 3)
    0.5

    Raises `PlanError` for a month below 1, no month, or a ramp that is empty, falls, or leaves 0–1.
    """
    steps = list(ramp)
    if not steps or steps != sorted(steps) or not all(0 <= step <= 1 for step in steps):
        raise PlanError(_("A ramp rises in shares from 0 to 1, such as 0.25, 0.5, 0.75, 1."))
    if first_month < 1 or months < 1:
        raise PlanError(_("The first month at work is 1, and at least one month is planned."))
    used = [steps[min(month, len(steps)) - 1] for month in range(first_month, first_month + months)]
    return sum(used) / months
