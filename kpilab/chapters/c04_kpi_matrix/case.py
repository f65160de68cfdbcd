"""The small cases of the chapter: May in three stores, and Hilltop's June with the learner's own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from kpilab.analysis.pay import CLIFF, bonus
from kpilab.analysis.scorecard import Formula, Matrix, Row, score
from kpilab.course.task import CaseMaker

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AT_PLAN", "EFFORTS", "HILLTOP", "HISTORY", "MAY", "Hilltop", "History"]

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
        return self.matrix.frame().set_index("kpi")[["weight", "base", "norm", "target", "fact"]]

    def total(self, formula: Formula = "two_segment", *, matrix: Matrix | None = None) -> float:
        """The weighted total by a named formula."""
        return score(matrix or self.matrix, formula=formula).total

    def pay(self, formula: Formula = "two_segment", *, matrix: Matrix | None = None) -> float:
        """The bonus on the agreement's curve."""
        return bonus(score(matrix or self.matrix, formula=formula), CLIFF, self.at_plan)

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


def _between(rng: np.random.Generator, low: float, high: float, step: float) -> float:
    """A multiple of `step` strictly between `low` and `high`."""
    steps = round((high - low) / step)
    return round(low + step * int(rng.integers(1, steps)), 6)


def _draw_hilltop(rng: np.random.Generator) -> Hilltop:
    """A month of the same kind: thank for three rows, plan one, stop one; and a trick that a pair can turn."""
    pick = rng.choice
    weights = _WEIGHTS[int(rng.integers(len(_WEIGHTS)))]
    sales = 20 * int(rng.integers(28, 46))
    sales_base, sales_target = sales - int(pick((100, 120, 140, 160))), sales + int(pick((60, 80, 100)))
    members_base = 5 * int(rng.integers(14, 22))
    members = members_base + int(pick((30, 40)))
    members_target = members + int(pick((15, 20, 25)))
    repurchase_base = int(rng.integers(17, 24))
    repurchase = repurchase_base + int(pick((4, 5, 6)))
    satisfied_base = 2 * int(rng.integers(38, 42))
    satisfied = satisfied_base + int(pick((6, 8, 10)))
    refunds_base = 0.5 * int(rng.integers(10, 15))
    refunds = refunds_base - float(pick((1.5, 2.0, 2.5)))
    refunds_target = refunds - float(pick((0.8, 1.0, 1.2)))
    rows = (
        Row(
            SALES,
            weights[0],
            sales_base,
            sales,
            sales_target,
            _between(rng, sales + 10, sales_target, 5),
            unit="thousand",
        ),
        Row(
            MEMBERS, weights[1], members_base, members, members_target, _between(rng, members_base + 8, members - 12, 1)
        ),
        Row(
            REPURCHASE, weights[2], repurchase_base, repurchase, repurchase + int(pick((2, 3, 4))), repurchase, unit="%"
        ),
        Row(
            SATISFIED,
            weights[3],
            satisfied_base,
            satisfied,
            satisfied + 4,
            satisfied_base - 2 * int(rng.integers(1, 4)),
            unit="%",
            sample=50,
        ),
        Row(
            REFUNDS,
            weights[4],
            refunds_base,
            refunds,
            round(refunds_target, 1),
            round(_between(rng, refunds_target, refunds, 0.1), 1),
            unit="% of orders",
        ),
    )
    till = members_target + 5 * int(rng.integers(5, 10))
    pair_norm = int(rng.integers(26, 34))
    pair = _pair(pair_norm - 10, pair_norm, pair_norm + 5, pair_norm + int(rng.integers(1, 4)))
    drawn = Hilltop(Matrix(rows), till, till + 20, pair, pair_norm - int(rng.integers(14, 19)))
    return drawn if 0.73 <= drawn.total() <= 0.93 and drawn.total("ratio") > 0.97 else _draw_hilltop(rng)


HILLTOP = CaseMaker("c04.hilltop", _model_hilltop, _draw_hilltop)


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
