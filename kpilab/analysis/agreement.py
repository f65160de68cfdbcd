"""What people do under a signed KPI matrix, month by month, when each follows the money.

A toy, and it says so: a person has one effort a month and spends it where the sheet pays most; some facts
slip in a month when nobody works on them; nothing else moves, and no fact moves another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import fsum, isnan

import numpy as np

from kpilab.analysis.pay import PayCurve, bonus
from kpilab.analysis.scorecard import BelowBase, Formula, Matrix, Score, score
from kpilab.errors import MatrixError, UnknownName
from kpilab.i18n import _

__all__ = ["Agreement", "Lived", "LivedMonth", "Pull", "Work", "blocked_by_luck", "live_with", "pays_most", "redrawn"]

_MONEY_TIE = 1e-6
_FULL = 100.0


@dataclass(frozen=True)
class Agreement:
    """What is signed: the formula, the rule below base, and the weights and bases that differ from the sheet's.

    `weights` and `bases` give numbers by KPI name; a KPI left out keeps what its matrix says.
    """

    formula: Formula = "two_segment"
    below_base: BelowBase | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    bases: Mapping[str, float] = field(default_factory=dict)

    def applied(self, matrix: Matrix) -> Matrix:
        """`matrix` with the weights and bases agreed. Raises `MatrixError` where they do not fit together."""
        known = [row.kpi for row in matrix.rows]
        for name in [*self.weights, *self.bases]:
            if name not in known:
                raise UnknownName(_("row"), name, known)
        rows = (
            replace(row, weight=self.weights.get(row.kpi, row.weight), base=self.bases.get(row.kpi, row.base))
            for row in matrix.rows
        )
        return replace(matrix, rows=tuple(rows))

    def score(self, matrix: Matrix) -> Score:
        """`matrix` scored as agreed."""
        return score(self.applied(matrix), formula=self.formula, below_base=self.below_base)


@dataclass(frozen=True)
class Work:
    """What a month allows and what it pays: data about the trade, the same under every agreement.

    `efforts` gives, by KPI, how far one month's effort moves the fact (negative where less is better);
    `slips` how far a fact moves in a month when nobody works on it. Where two efforts pay the same, the one that
    stands first in `ties` is taken, then the one that stands first in `efforts`.

    Facts stay at 0 or above, and a survey's share at 100 or below.
    """

    efforts: Mapping[str, float]
    curve: PayCurve
    at_plan: float
    slips: Mapping[str, float] = field(default_factory=dict)
    ties: tuple[str, ...] = ()

    def after(self, matrix: Matrix, effort: str | None) -> Matrix:
        """`matrix` at the end of a month spent on `effort`, or on nothing."""
        if effort is not None and effort not in self.efforts:
            raise UnknownName(_("effort"), effort, self.efforts)
        moved = dict(self.slips)
        if effort is not None:
            moved[effort] = self.efforts[effort]
        rows = []
        for row in matrix.rows:
            top = _FULL if row.sample is not None or row.unit == "%" else np.inf
            fact = row.fact if isnan(row.fact) else float(min(top, max(0.0, row.fact + moved.get(row.kpi, 0.0))))
            rows.append(replace(row, fact=fact))
        return replace(matrix, rows=tuple(rows))

    def pay(self, matrix: Matrix, agreement: Agreement) -> float:
        """The month's bonus, in money; 0 where there is no total."""
        paid = bonus(agreement.score(matrix), self.curve, self.at_plan)
        return 0.0 if isnan(paid) else paid


@dataclass(frozen=True)
class Pull:
    """Where the sheet pulls one person: the effort that pays most, and what it adds to a month of doing nothing.

    `gain` is 0 where no effort changes the pay; `tied` are all efforts that pay as much as the first.
    """

    kpi: str
    gain: float
    tied: tuple[str, ...]


@dataclass(frozen=True)
class LivedMonth:
    """One person's month: what was worked on, the facts at its end, and what they paid."""

    number: int
    person: str
    effort: str
    facts: Mapping[str, float]
    total: float
    bonus: float


@dataclass(frozen=True)
class Lived:
    """All months of all people under one agreement."""

    agreement: Agreement
    months: tuple[LivedMonth, ...]

    @property
    def cost(self) -> float:
        """All bonuses together."""
        return fsum(month.bonus for month in self.months)

    def of(self, person: str) -> tuple[LivedMonth, ...]:
        """One person's months, in order."""
        return tuple(month for month in self.months if month.person == person)

    def efforts(self, person: str) -> tuple[str, ...]:
        """What one person worked on, month by month."""
        return tuple(month.effort for month in self.of(person))

    def fact(self, person: str, kpi: str) -> float:
        """Where one person's fact stands in the end."""
        return self.of(person)[-1].facts[kpi]


def pays_most(matrix: Matrix, agreement: Agreement, work: Work) -> Pull:
    """The effort that pays most next month, slips counted. Raises `MatrixError` where there is no effort.

    >>> from kpilab.analysis.pay import SMOOTH
    >>> from kpilab.analysis.scorecard import Row
    >>> may = Matrix((Row("sales", 0.6, 400, 500, 550, 510), Row("satisfied", 0.4, 80, 90, 94, 78)))
    >>> june = Work({"sales": 10, "satisfied": 2}, SMOOTH, 6000, slips={"satisfied": -1})
    >>> pays_most(may, Agreement("two_segment", "negative"), june).kpi
    'satisfied'
    >>> pays_most(may, Agreement("two_segment", "zero"), june).kpi
    'sales'
    """
    if not work.efforts:
        raise MatrixError(_("There is no effort to choose from: name at least one KPI that work can move."))
    paid = {kpi: work.pay(work.after(matrix, kpi), agreement) for kpi in work.efforts}
    most = max(paid.values())
    order = [*(kpi for kpi in work.ties if kpi in paid), *paid]
    tied = tuple(dict.fromkeys(kpi for kpi in order if paid[kpi] >= most - _MONEY_TIE))
    return Pull(tied[0], most - work.pay(work.after(matrix, None), agreement), tied)


def live_with(matrices: Mapping[str, Matrix], agreement: Agreement, work: Work, *, months: int = 3) -> Lived:
    """Each person's months under `agreement`: the effort that pays most, the facts after it, and their bonus.

    An effort stays in the facts of the months that follow; the bonus is paid on the facts at the month's end.
    """
    lived: list[LivedMonth] = []
    for person, matrix in matrices.items():
        now = matrix
        for number in range(1, months + 1):
            effort = pays_most(now, agreement, work).kpi
            now = work.after(now, effort)
            facts = {row.kpi: row.fact for row in now.rows}
            lived.append(
                LivedMonth(number, person, effort, facts, agreement.score(now).total, work.pay(now, agreement))
            )
    return Lived(agreement, tuple(lived))


def blocked_by_luck(true_share: float, base: float, asked: int) -> float:
    """Chance that a survey of `asked` answers shows less than `base` when the share is truly `true_share`.

    Shares in percent; the chance is a fraction. Source: the binomial distribution.

    >>> round(blocked_by_luck(84, 80, 50), 2), round(blocked_by_luck(84, 80, 600), 3)
    (0.17, 0.004)
    """
    p = true_share / _FULL
    chances = np.zeros(asked + 1)
    chances[0] = 1.0
    for _answer in range(asked):
        chances[1:] = chances[1:] * (1 - p) + chances[:-1] * p
        chances[0] *= 1 - p
    shares = np.arange(asked + 1) * _FULL / asked
    return float(chances[shares < base - 1e-9].sum())


def redrawn(true_share: float, asked: int, rng: np.random.Generator, *, times: int = 20) -> Sequence[float]:
    """The percentages that `times` surveys of `asked` answers show when the share is truly `true_share`.

    >>> redrawn(100, 50, np.random.default_rng(4), times=3)
    (100.0, 100.0, 100.0)
    """
    return tuple(float(said) * _FULL / asked for said in rng.binomial(asked, true_share / _FULL, size=times))
