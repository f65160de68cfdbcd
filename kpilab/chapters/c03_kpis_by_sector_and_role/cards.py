"""Review cards: each comes back with fresh numbers after a day, after four and after ten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpilab.analysis.choosing import part_word
from kpilab.catalogue import kpi
from kpilab.chapters.c03_kpis_by_sector_and_role.case import PARCELS, Parcels
from kpilab.chapters.c03_kpis_by_sector_and_role.deck import (
    ANOTHER_MOMENT,
    ANOTHER_TRADE,
    PHASES,
    SECTORS,
    choose_three,
)
from kpilab.course.forms import Choice, Number
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_, _
from kpilab.sectors import Part, goal, goals

__all__ = ["CARDS"]

_KEYS = ("result", "driver", "guard", "none")
_STRANGERS = (
    ("keep_customers", "new_customers"),
    ("win_customers", "retention_rate"),
    ("satisfy_customers", "inventory_turnover"),
    ("serve_fast", "net_sales"),
    ("sell_the_stock", "first_response_time"),
    ("raise_profit", "follower_net_growth"),
    ("convert_visitors", "inventory_turnover"),
    ("grow_sales", "data_accuracy"),
    ("be_seen", "resolution_rate"),
    ("trust_the_numbers", "store_footfall"),
)
"""Goals, each with a KPI that nobody would defend there: many another one could be argued for."""


@dataclass(frozen=True)
class Place:
    """A KPI held against a goal: what it does there."""

    goal: str
    kpi: str

    @property
    def part(self) -> Part | Literal["none"]:
        """What the KPI does for the goal; “none” where it serves another goal."""
        return next((line.part for line in goal(self.goal).kpis if line.kpi == self.kpi), "none")

    @property
    def why(self) -> str:
        """Why, in the catalogue's words."""
        return next(
            (_(line.why) for line in goal(self.goal).kpis if line.kpi == self.kpi), _("It serves another goal.")
        )

    def wrong(self, nth: int) -> str:
        """The `nth` of the three parts that it does not play."""
        return [key for key in _KEYS if key != self.part][nth]


def _draw_place(rng: np.random.Generator) -> Place:
    if rng.random() < 0.2:
        return Place(*_STRANGERS[int(rng.integers(len(_STRANGERS)))])
    chosen = goals()[int(rng.integers(len(goals())))]
    return Place(chosen.id, chosen.kpis[int(rng.integers(len(chosen.kpis)))].kpi)


def _place_fields(case: Place) -> Mapping[str, object]:
    words = {"kpi": kpi(case.kpi).title, "goal": goal(case.goal).title}
    said = {
        "result": _("A result tells by itself whether “{goal}” is reached. Could “{kpi}” be kept and the goal missed?"),
        "driver": _(
            "A driver moves before the result, and somebody can work on it this week. Is that what “{kpi}” does for “{goal}”?"
        ),
        "guard": _("A guard gets worse when “{goal}” is bought too dearly. Does “{kpi}”?"),
        "none": _(
            "“{kpi}” has a place in “{goal}”. Ask what it would tell you there: whether, how soon, or at what cost."
        ),
    }
    told = {f"says_{nth}": said[case.wrong(nth)].format(**words) for nth in range(3)}
    part = _("stranger") if case.part == "none" else part_word(case.part)
    return {**words, **told, "part": part, "why": case.why, "asks": _(kpi(case.kpi).question)}


_PLACE_CARD = Task(
    "3.c1",
    N_("Result, driver or guard"),
    Choice(
        (
            ("result", N_("result: it tells whether the goal is reached")),
            ("driver", N_("driver: it moves before the result")),
            ("guard", N_("guard: it shows what the goal must not cost")),
            ("none", N_("none: it serves another goal")),
        )
    ),
    CaseMaker("c03.card.place", lambda: Place("grow_sales", "gross_margin_rate"), _draw_place),
    lambda case: case.part,
    tuple(
        Mistake(f"wrong-{nth}", lambda case, nth=nth: case.wrong(nth), f"{{says_{nth}}}")  # type: ignore[misc]
        for nth in range(3)
    ),
    (
        N_("Suppose the KPI is far better than planned, and nothing else is known. Is the goal reached?"),
        N_("Result: whether. Driver: how soon, and by whose work. Guard: at what cost."),
        N_("“{kpi}” asks: {asks}"),
    ),
    "{why}",
    N_("Another pair: for “{goal}”, “{kpi}” is a {part}. {why}"),
    _place_fields,
    lambda case: f"{kpi(case.kpi).title}: {_(kpi(case.kpi).question)}",
    question=N_("The goal is “{goal}”. What does “{kpi}” do for it?"),
)

_KEPT_CARD = Task(
    "3.c2",
    N_("Bought and kept"),
    Number(tolerance=0.04, decimals=1),
    CaseMaker("c03.card.parcels", lambda: Parcels(20, 15, 26, 45), PARCELS.draw),
    lambda case: case.kept[1],
    (
        Mistake("bought", lambda case: case.orders_now, N_("That is what was ordered. Which part of it stays?")),
        Mistake(
            "came-back", lambda case: case.orders_now * case.back_now / 100, N_("Those come back. Count the others.")
        ),
        Mistake(
            "points",
            lambda case: case.orders_now - case.back_now,
            N_("{back_now:g} is a share in per cent, not a number of orders."),
        ),
    ),
    (
        N_("Which share of the orders stays with the customer?"),
        N_("kept = orders × (1 − share that comes back)"),
        N_("{stay_now:g} of each hundred stay. There are {orders_now:g}."),
    ),
    N_("Conversion without refunds counts parcels that are on their way back."),
    N_("With {orders_now:g} orders and {back_now:g} % back: {orders_now:g} × {stay_now:g} ÷ 100 = {kept_now:.1f}."),
    lambda case: {**vars(case), "stay_now": 100 - case.back_now, "kept_now": case.kept[1]},
    Parcels.frame,
    question=N_(
        "Free returns bring {orders_now:g} orders of a thousand visitors, and {back_now:g} % of the orders come back. How many of a thousand "
        "visitors buy and keep?"
    ),
)

_HINTS = (
    N_("Which of the eight would you ask for first, to know whether what the card asks for has happened?"),
    N_("One that tells, one that moves first, one that shows the cost; in a promotion: what can still be changed now."),
    N_("One of the three is “{first}”."),
)
_SECTOR_CARD = choose_three(
    "3.c3",
    N_("Three of eight, in some trade"),
    CaseMaker("c03.card.sector", SECTORS.standard, SECTORS.draw),
    _HINTS,
    ANOTHER_TRADE,
    question=N_("{situation} {asked} Which three of the eight serve that?"),
)
_PHASE_CARD = choose_three(
    "3.c4",
    N_("Three of eight, in some phase"),
    CaseMaker("c03.card.phase", PHASES.standard, PHASES.draw),
    _HINTS,
    ANOTHER_MOMENT,
    question=N_("{situation} {asked} Which three of the eight lead now?"),
)

CARDS = (_PLACE_CARD, _KEPT_CARD, _SECTOR_CARD, _PHASE_CARD)
