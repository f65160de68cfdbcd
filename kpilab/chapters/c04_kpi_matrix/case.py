"""The small cases of the chapter: May in three stores, and Hilltop's June with the learner's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import nan
from typing import TYPE_CHECKING

import numpy as np

from kpilab.analysis.pay import CLIFF, bonus
from kpilab.analysis.scorecard import Formula, Matrix, Row, score
from kpilab.course.task import CaseMaker

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AT_PLAN", "EFFORTS", "HILLTOP", "HISTORY", "MAY", "SHEET", "Hilltop", "History", "Sheet"]

AT_PLAN = 6000.0
SALES, MEMBERS, REPURCHASE, SATISFIED, REFUNDS, WAIT = (
    "Net sales",
    "New members",
    "Repurchase",
    "Satisfied customers",
    "Refunds",
    "Wait at the till",
)


def _may(sales: float, members: float, satisfied: float, wait: float) -> Matrix:
    return Matrix(
        (
            Row(SALES, 0.40, 400, 500, 550, sales, unit="thousand"),
            Row(MEMBERS, 0.20, 40, 60, 70, members),
            Row(SATISFIED, 0.25, 80, 90, 94, satisfied, unit="%", sample=50),
            Row(WAIT, 0.15, 8, 5, 4, wait, unit="minutes"),
        )
    )


MAY: Mapping[str, Matrix] = {
    "Chen": _may(540, 50, 78, 4),
    "Ma": _may(500, 60, 90, 5),
    "Song": _may(430, 52, 95, 4.5),
}
"""The matrix of each of the three managers in May."""

EFFORTS: Mapping[str, float] = {SALES: 10, MEMBERS: 4, SATISFIED: 2, WAIT: -0.5}
"""What one spare effort of a month moves."""


@dataclass(frozen=True)
class Hilltop:
    """June at Hilltop: five rows, a bonus at plan, and a colleague who signs up every guest at the till.

    `till_members` is what signing everybody up would reach, `high_target` a target that only the trick
    reaches. `pair` is the row that could stand beside the members: new members who buy again within 60
    days, with its honest fact; `pair_tricked` is its fact under the trick.
    """

    matrix: Matrix
    till_members: float
    high_target: float
    pair: Row
    pair_tricked: float
    at_plan: float = AT_PLAN

    def frame(self) -> pd.DataFrame:
        """The five rows as a table, one line a KPI."""
        return self.matrix.frame().set_index("kpi").rename_axis(None)[["weight", "base", "norm", "target", "fact"]]

    def total(self, formula: Formula = "two_segment", *, matrix: Matrix | None = None) -> float:
        """The weighted total by a named formula."""
        return score(matrix or self.matrix, formula=formula).total

    def pay(self, formula: Formula = "two_segment", *, matrix: Matrix | None = None) -> float:
        """The bonus on the agreement's curve."""
        return bonus(score(matrix or self.matrix, formula=formula), CLIFF, self.at_plan)

    def trick(self) -> pd.DataFrame:
        """What signing everybody up does: members, those of them who buy again within 60 days, and what it adds.

        The bonus itself is left out: exercise 4.5 asks for it.
        """
        import pandas as pd

        members, pair = self.matrix.row(MEMBERS), self.pair
        levels = {"base": [members.base, pair.base], "norm": [members.norm, pair.norm]}
        facts = {"honest": [members.fact, pair.fact], "trick": [self.till_members, self.pair_tricked]}
        table = pd.DataFrame(
            {**levels, "target": [members.target, pair.target], **facts},
            index=[MEMBERS, "of these, % who buy again"],
        )
        gained = round(self.pay(matrix=self.tricked())) - round(self.pay())
        table.loc["bonus gained by the trick"] = [nan, nan, nan, 0, gained]
        return table.astype("object").where(table.notna(), "")

    def tricked(self, **members: float) -> Matrix:
        """The month with every guest signed up at the till; `members` changes the row further."""
        return self.matrix.with_row(MEMBERS, fact=self.till_members, **members)

    def shared_with_sales(self, *, tricked: bool) -> Matrix:
        """Half of the members' weight moved to net sales."""
        half = self.matrix.row(MEMBERS).weight / 2
        rows = (self.tricked() if tricked else self.matrix).rows
        moved = {MEMBERS: -half, SALES: half}
        return Matrix(tuple(replace(row, weight=row.weight + moved.get(row.kpi, 0)) for row in rows))

    def paired(self, *, tricked: bool) -> Matrix:
        """Half of the members' weight given to new members who buy again."""
        half = self.matrix.row(MEMBERS).weight / 2
        rows = (self.tricked() if tricked else self.matrix).rows
        kept = tuple(replace(row, weight=half) if row.kpi == MEMBERS else row for row in rows)
        fact = self.pair_tricked if tricked else self.pair.fact
        return Matrix((*kept, replace(self.pair, weight=half, fact=fact)))


def _pair(base: float, norm: float, target: float, honest: float) -> Row:
    return Row("New members who buy again", 0.1, base, norm, target, honest, unit="%")


def _model_hilltop() -> Hilltop:
    rows = (
        Row(SALES, 0.40, 600, 720, 800, 780, unit="thousand"),
        Row(MEMBERS, 0.20, 90, 120, 140, 102),
        Row(REPURCHASE, 0.15, 20, 25, 28, 25, unit="%"),
        Row(SATISFIED, 0.15, 80, 88, 92, 76, unit="%", sample=50),
        Row(REFUNDS, 0.10, 6, 4, 3, 3.2, unit="% of orders"),
    )
    return Hilltop(Matrix(rows), 180, 200, _pair(20, 30, 35, 31), 12)


_WEIGHTS = (
    (0.40, 0.20, 0.15, 0.15, 0.10),
    (0.35, 0.25, 0.15, 0.15, 0.10),
    (0.35, 0.20, 0.20, 0.15, 0.10),
    (0.40, 0.20, 0.10, 0.15, 0.15),
)
_RATIO_AT_LEAST, _NEGATIVE_AT_LEAST, _TOTAL_AT_MOST = 1.0005, 0.705, 0.95


def _between(rng: np.random.Generator, low: float, high: float, step: float) -> float:
    """A multiple of `step` strictly between `low` and `high`."""
    steps = round((high - low) / step)
    return round(low + step * int(rng.integers(1, steps)), 6)


def _draw_hilltop(rng: np.random.Generator) -> Hilltop:
    """A month of the same kind: thank for three rows, plan one, stop one; and a trick that a pair can turn.

    Steps are chosen so that each index that is asked for has two decimals and no more. A month is drawn again
    until fact ÷ plan calls it "plan met", and until a repair pays under "negative below base".
    """
    pick = rng.choice
    while True:
        weights = _WEIGHTS[int(rng.integers(len(_WEIGHTS)))]
        sales = 20 * int(rng.integers(20, 40))
        sales_base, stretch = sales - int(pick((100, 120, 140))), int(pick((50, 100)))
        members_base = 5 * int(rng.integers(14, 26))
        members = members_base + int(pick((20, 25)))
        repurchase_base = int(rng.integers(17, 24))
        repurchase = repurchase_base + int(pick((4, 5, 6)))
        satisfied_base = 2 * int(rng.integers(38, 42))
        satisfied = satisfied_base + int(pick((8, 10)))
        refunds_base = 0.5 * int(rng.integers(10, 15))
        refunds = refunds_base - float(pick((1.5, 2.0, 2.5)))
        refunds_target = round(refunds - float(pick((0.5, 1.0))), 1)
        sold = _between(rng, sales + stretch / 2, sales + stretch, 5)
        signed = _between(rng, members_base + (members - members_base) * 0.4, members - 1, 1)
        happy = satisfied_base - 2 * int(rng.integers(1, 3))
        refunded = round(_between(rng, refunds_target, refunds - 0.1, 0.1), 1)
        rows = (
            Row(SALES, weights[0], sales_base, sales, sales + stretch, sold, unit="thousand"),
            Row(MEMBERS, weights[1], members_base, members, members + int(pick((15, 20))), round(signed)),
            Row(
                REPURCHASE,
                weights[2],
                repurchase_base,
                repurchase,
                repurchase + int(pick((2, 3))),
                repurchase,
                unit="%",
            ),
            Row(SATISFIED, weights[3], satisfied_base, satisfied, satisfied + 4, happy, unit="%", sample=50),
            Row(REFUNDS, weights[4], refunds_base, refunds, refunds_target, refunded, unit="% of orders"),
        )
        matrix = Matrix(rows)
        negative = score(matrix, below_base="negative").total
        if score(matrix, formula="ratio").total < _RATIO_AT_LEAST or negative < _NEGATIVE_AT_LEAST:
            continue
        if score(matrix).total > _TOTAL_AT_MOST:
            continue
        till = matrix.row(MEMBERS).target + 5 * int(rng.integers(5, 10))
        pair_norm = int(rng.integers(26, 34))
        pair = _pair(pair_norm - 10, pair_norm, pair_norm + 5, pair_norm + int(rng.integers(1, 4)))
        return Hilltop(matrix, till, till + 20, pair, pair_norm - int(rng.integers(14, 19)))


HILLTOP = CaseMaker("c04.hilltop", _model_hilltop, _draw_hilltop)


@dataclass(frozen=True)
class Sheet:
    """A sheet to be read before it is scored: five rows, each in a zone of its own making.

    `kinds` says, for each of the first four rows, what is to be noticed in it: "past the norm", "between" base and
    norm, "at the norm", or "near" (near the plan in percent, and below base all the same).
    """

    matrix: Matrix
    kinds: Mapping[str, str]

    def frame(self) -> pd.DataFrame:
        """The five rows as a table, one line a KPI."""
        return self.matrix.frame().set_index("kpi").rename_axis(None)[["weight", "base", "norm", "target", "fact"]]


_KINDS = ("past the norm", "between", "at the norm", "near")


def _model_sheet() -> Sheet:
    order = (SALES, "past the norm"), (MEMBERS, "between"), (REPURCHASE, "at the norm"), (SATISFIED, "near")
    return Sheet(_model_hilltop().matrix, dict(order))


def _draw_sheet(rng: np.random.Generator) -> Sheet:
    """Hilltop's levels, with the four kinds of fact dealt to the four rows anew."""
    drawn = _draw_hilltop(rng).matrix
    dealt = dict(zip((SALES, MEMBERS, REPURCHASE, SATISFIED), rng.permutation(_KINDS).tolist(), strict=True))
    steps = {SALES: 5.0, MEMBERS: 1.0, REPURCHASE: 0.5, SATISFIED: 2.0}
    rows = (
        replace(row, fact=_fact_of(rng, row, dealt[row.kpi], steps[row.kpi])) if row.kpi in dealt else row
        for row in drawn.rows
    )
    return Sheet(Matrix(tuple(rows)), dealt)


def _fact_of(rng: np.random.Generator, row: Row, kind: str, step: float) -> float:
    match kind:
        case "past the norm":
            return _between(rng, row.norm, row.target, step)
        case "between":
            return _between(rng, row.base, row.norm, step)
        case "at the norm":
            return row.norm
        case _:
            return row.base - step


SHEET = CaseMaker("c04.sheet", _model_sheet, _draw_sheet)


@dataclass(frozen=True)
class History:
    """New members in twelve comparable months; one of them was an opening campaign."""

    months: tuple[int, ...]

    @property
    def campaign(self) -> int:
        """The odd month out: the highest."""
        return max(self.months)

    def frame(self) -> pd.DataFrame:
        """Twelve rows: month (1–12), members."""
        import pandas as pd

        return pd.DataFrame({"month": range(1, 13), "members": self.months})


def _draw_history(rng: np.random.Generator) -> History:
    centre = int(rng.integers(90, 140))
    months = [centre + int(step) for step in rng.integers(-18, 19, size=12)]
    months[int(rng.integers(2, 10))] = round(centre * float(rng.choice((1.55, 1.6, 1.7))))
    low = min(months)
    months[months.index(low)] = low - int(rng.integers(5, 10))
    return History(tuple(months))


HISTORY = CaseMaker(
    "c04.history",
    lambda: History((104, 96, 118, 84, 113, 101, 110, 187, 116, 108, 130, 123)),
    _draw_history,
)
