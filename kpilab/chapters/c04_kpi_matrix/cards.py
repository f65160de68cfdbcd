"""Review cards: each comes back with fresh numbers after a day, after four and after ten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kpilab.analysis.scorecard import Row, index_of
from kpilab.course.forms import Choice, Number
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CARDS"]


@dataclass(frozen=True)
class OneRow:
    """A matrix row on its own."""

    row: Row
    repaired: float = 0.0

    def frame(self) -> pd.DataFrame:
        """One line: weight, base, norm, target, fact."""
        import pandas as pd

        levels = ("weight", "base", "norm", "target", "fact")
        return pd.DataFrame({name: [getattr(self.row, name)] for name in levels}, index=[self.row.kpi])


def _row_fields(case: OneRow) -> Mapping[str, object]:
    row = case.row
    return {
        "kpi": row.kpi,
        "weight": row.weight,
        "base": row.base,
        "norm": row.norm,
        "target": row.target,
        "fact": row.fact,
        "steps": abs(row.norm - row.base),
        "walked": abs(row.fact - row.base),
        "index": index_of(row, formula="line"),
        "twice": 2 * row.weight,
        "repaired": case.repaired,
        "above": case.repaired - row.base,
        "earned": _earned(case),
        "meaning": _meaning(case),
    }


def _earned(case: OneRow) -> float:
    """What the repair adds to the total at twice the weight: the steps above the base, and no others."""
    row = case.row
    return 2 * row.weight * (case.repaired - row.base) / (row.norm - row.base)


def _meaning(case: OneRow) -> str:
    if case.repaired == case.row.base:
        return _("Twice nothing is nothing: more weight raises the price of failing, not the pay for repair.")
    return _("Only the steps above the base pay. Those back to the base are free of charge, whatever the weight.")


def _draw_up(rng: np.random.Generator) -> OneRow:
    base = 10 * int(rng.integers(4, 12))
    norm = base + int(rng.choice((20, 25, 40, 50)))
    fact = base + round((norm - base) * float(rng.choice((0.2, 0.3, 0.4, 0.6, 0.7, 0.8))))
    return OneRow(Row("Members signed", 1, base, norm, norm + 10, fact))


def _draw_down(rng: np.random.Generator) -> OneRow:
    base = float(rng.integers(9, 16))
    norm = base - int(rng.choice((4, 5, 6)))
    fact = round(base - (base - norm) * float(rng.choice((0.25, 0.3, 0.4, 0.6, 0.7, 0.75))), 1)
    return OneRow(Row("Wait at the till, minutes", 1, base, norm, norm - 1, fact))


def _draw_failed(rng: np.random.Generator) -> OneRow:
    """A failed row, repaired to exactly its base or a little above it."""
    base = 2 * int(rng.integers(35, 42))
    norm = base + int(rng.choice((6, 8, 10)))
    weight = float(rng.choice((0.10, 0.15, 0.20, 0.25)))
    row = Row("Satisfied customers, %", weight, base, norm, norm + 4, base - int(rng.integers(3, 8)))
    return OneRow(row, repaired=base + int(rng.choice((0, 0, 1, 2))))


_UP = CaseMaker("c04.card.up", lambda: OneRow(Row("Members signed", 1, 40, 60, 70, 54)), _draw_up)
_DOWN = CaseMaker("c04.card.down", lambda: OneRow(Row("Wait at the till, minutes", 1, 10, 6, 5, 7.2)), _draw_down)
_FAILED = CaseMaker(
    "c04.card.failed", lambda: OneRow(Row("Satisfied customers, %", 0.25, 80, 90, 94, 75), repaired=80), _draw_failed
)

_UP_CARD = Task(
    "4.c1",
    N_("An index between base and norm"),
    Number(tolerance=0.004, percent=True),
    _UP,
    lambda case: index_of(case.row, formula="line"),
    (
        Mistake(
            "fact-over-plan",
            lambda case: case.row.fact / case.row.norm,
            N_("That is fact ÷ plan: a scale that starts at zero. This one starts at {base:g}."),
        ),
        Mistake(
            "what-is-missing",
            lambda case: 1 - index_of(case.row, formula="line"),
            N_("That is the part still missing. Count the steps already walked."),
        ),
        Mistake(
            "way-to-target",
            lambda case: (case.row.fact - case.row.base) / (case.row.target - case.row.base),
            N_("You walked towards the target. The index is 1 at the norm, {norm:g}."),
        ),
        Mistake(
            "fact-over-base",
            lambda case: case.row.fact / case.row.base,
            N_("You compared with the base. The base is where the scale begins."),
        ),
    ),
    (
        N_("How long is the road from base to norm, and how much of it is walked?"),
        N_("index = (fact − base) ÷ (norm − base)"),
        N_("The road is {steps:g} steps long. Walked: from {base:g} to {fact:g}."),
    ),
    N_("{walked:g} of {steps:g} steps from acceptable to planned."),
    N_("With base {base:g}, norm {norm:g} and fact {fact:g}: {walked:g} ÷ {steps:g} = {index:.2f}."),
    _row_fields,
    OneRow.frame,
    question=N_(
        "{kpi}: base {base:g}, norm {norm:g}, target {target:g}, fact {fact:g}. What is the index on the line?"
    ),
)

_DOWN_CARD = Task(
    "4.c2",
    N_("A row where less is better"),
    Number(tolerance=0.004, percent=True),
    _DOWN,
    lambda case: index_of(case.row, formula="line"),
    (
        Mistake(
            "fact-over-plan",
            lambda case: case.row.fact / case.row.norm,
            N_("Fact ÷ norm rises when the wait gets longer. Less is better here."),
        ),
        Mistake(
            "plan-over-fact",
            lambda case: case.row.norm / case.row.fact,
            N_("Norm ÷ fact is the ratio formula. The line runs from base to norm."),
        ),
        Mistake(
            "what-is-missing",
            lambda case: 1 - index_of(case.row, formula="line"),
            N_("You counted from the norm back to the fact. Count from the base, {base:g}, downwards."),
        ),
        Mistake(
            "low-is-bad",
            lambda case: 0,
            N_("{fact:g} is under {base:g}, and here that is good: below base begins above {base:g}."),
        ),
    ),
    (
        N_("Base stands above norm. Which way does the road run?"),
        N_("index = (fact − base) ÷ (norm − base); both brackets are negative, so the index is not."),
        N_("From {base:g} down to {norm:g} is {steps:g}. From {base:g} down to {fact:g} is …"),
    ),
    N_("{walked:.2g} of {steps:g} minutes down the road. No formula had to be told that less is better."),
    N_("With base {base:g}, norm {norm:g} and fact {fact:g}: {walked:.2g} ÷ {steps:g} = {index:.2f}."),
    _row_fields,
    OneRow.frame,
    question=N_(
        "{kpi}: base {base:g}, norm {norm:g}, target {target:g}, fact {fact:g}. What is the index on the line?"
    ),
)

_TRAP_CARD = Task(
    "4.c3",
    N_("The weight trap"),
    Number(tolerance=0.004, decimals=3),
    _FAILED,
    _earned,
    (
        Mistake(
            "its-weight",
            lambda case: 2 * case.row.weight,
            N_("{twice:g} is what the row brings when it reaches the norm. The repair ends at {repaired:g}."),
        ),
        Mistake(
            "the-line",
            lambda case: 2 * case.row.weight * (case.repaired - case.row.fact) / (case.row.norm - case.row.base),
            N_("You paid each step back to the base too. Below base counts 0, so those steps are free of charge."),
        ),
        Mistake(
            "old-weight-line",
            lambda case: case.row.weight * (case.repaired - case.row.fact) / (case.row.norm - case.row.base),
            N_("You paid the steps back to the base, at the old weight. Below base counts 0, whatever the weight."),
        ),
        Mistake(
            "by-ratio",
            lambda case: 2 * case.row.weight * (case.repaired - case.row.fact) / case.row.norm,
            N_("That is what fact ÷ plan would add. This sheet starts counting at the base."),
        ),
    ),
    (
        N_("What is the index before the repair? And after it, at {repaired:g}?"),
        N_("addition = weight × (index after − index before), and below base the index is 0"),
        N_("Before: 0, by the rule below base. After: {repaired:g} is {above:g} above the base of {base:g}."),
    ),
    N_("{meaning}"),
    N_(
        "A row at {fact:g} with base {base:g} and norm {norm:g}: index 0. Repaired to {repaired:g}, it stands {above:g} of "
        "{steps:g} steps above the base. At a weight of {twice:g} that adds {earned:.3f}."
    ),
    _row_fields,
    OneRow.frame,
    question=N_(
        "{kpi}: base {base:g}, norm {norm:g}, fact {fact:g}; below base counts 0. The weight is doubled from {weight:g} to {twice:g}, "
        "and the row is repaired to {repaired:g}. How much does the repair add to the total, at the doubled weight?"
    ),
)


@dataclass(frozen=True)
class Pair:
    """A KPI under pay, the trick it invites, and five rows that might stand beside it; the first one works."""

    kpi: str
    trick: str
    pair: str
    same: str
    aside: str
    more: str
    order: tuple[str, ...] = ("same", "pair", "aside", "more")

    def letter(self, which: str) -> str:
        """The key of the option under which one of the four rows stands."""
        return "abcd"[self.order.index(which)]


_PAIRS = (
    Pair(
        N_("orders shipped within a day"),
        N_("empty parcels go out on time"),
        N_("parcels complete at the first delivery"),
        N_("orders shipped within two days"),
        N_("visitors to the site"),
        N_("orders shipped within half a day"),
    ),
    Pair(
        N_("calls answered in five minutes"),
        N_("agents answer with one word and hang up"),
        N_("problems solved without a second call"),
        N_("calls answered in ten minutes"),
        N_("net sales of the shop"),
        N_("calls answered in two minutes"),
    ),
    Pair(
        N_("visits per week"),
        N_("people drop in where nobody decides anything"),
        N_("share of visits with an agreed next step"),
        N_("visits per day"),
        N_("refunds"),
        N_("kilometres driven"),
    ),
    Pair(
        N_("followers gained"),
        N_("a prize for everyone who clicks “follow”"),
        N_("share of new followers who read a post in the next month"),
        N_("growth of followers in percent"),
        N_("wait at the till"),
        N_("clicks on “follow”"),
    ),
)


def _pair_fields(case: Pair) -> Mapping[str, object]:
    shown = {name: _(getattr(case, name)) for name in ("kpi", "trick", "pair")}
    return shown | {key: _(getattr(case, which)) for key, which in zip("abcd", case.order, strict=True)}


def _draw_pair(rng: np.random.Generator) -> Pair:
    order = tuple(rng.permutation(("same", "pair", "aside", "more")).tolist())
    return replace(_PAIRS[int(rng.integers(len(_PAIRS)))], order=order)


def _pair_frame(case: Pair) -> pd.DataFrame:
    import pandas as pd

    shown = _pair_fields(case)
    return pd.DataFrame({"row under pay": [shown["kpi"]], "trick": [shown["trick"]]})


_PAIR_CARD = Task(
    "4.c4",
    N_("Which pair moves the other way"),
    Choice((("a", "{a}"), ("b", "{b}"), ("c", "{c}"), ("d", "{d}"))),
    CaseMaker("c04.card.pair", lambda: _PAIRS[0], _draw_pair),
    lambda case: case.letter("pair"),
    (
        Mistake(
            "same",
            lambda case: case.letter("same"),
            N_("That is the same count with another yardstick: the trick lifts both."),
        ),
        Mistake(
            "aside",
            lambda case: case.letter("aside"),
            N_("The trick does not touch that row. It neither rewards the trick nor stops it."),
        ),
        Mistake("more", lambda case: case.letter("more"), N_("That asks for more of what the trick delivers.")),
    ),
    (
        N_("Imagine the trick used all month. Which of the four rows gets worse?"),
        N_("A pair falls when the trick is used and rises when the work is honest."),
        N_("The trick: {trick}. Who notices?"),
    ),
    N_("The trick lifts one and sinks the other, so it stops paying; nobody has to be watched."),
    N_("For “{kpi}” the trick is: {trick}. “{pair}” gets worse with it, so the two belong together."),
    _pair_fields,
    _pair_frame,
    question=N_("“{kpi}” is under pay, and the trick is: {trick}. Which row beside it ends the trick?"),
)

CARDS = (_UP_CARD, _DOWN_CARD, _TRAP_CARD, _PAIR_CARD)
