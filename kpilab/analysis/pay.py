"""What a score pays, and what it asks people to do tomorrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, isnan, nan
from typing import TYPE_CHECKING, Any

from kpilab.analysis.scorecard import FORMULAS, Formula, Matrix, Score, formula_name, score
from kpilab.errors import MatrixError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CLIFF",
    "SMOOTH",
    "PayCurve",
    "bonus",
    "by_formula",
    "effort_pay",
    "effort_points",
    "effort_table",
    "totals",
]


@dataclass(frozen=True)
class PayCurve:
    """The share of the bonus that a total pays: straight between its points, flat beyond the last.

    `points` are (total, share) pairs in rising order; under the first one `below` is paid, so a
    curve whose first share differs from `below` has a cliff there.

    >>> [round(curve.share(0.806), 4) for curve in (CLIFF, SMOOTH)]
    [0.6767, 0.612]
    >>> [round(curve.share(0.69), 4) for curve in (CLIFF, SMOOTH)]
    [0.0, 0.38]
    """

    points: tuple[tuple[float, float], ...]
    below: float = 0.0

    def __post_init__(self) -> None:
        totals = [total for total, _share in self.points]
        shares = [self.below, *(share for _total, share in self.points)]
        if len(totals) < 2 or totals != sorted(set(totals)):
            raise MatrixError(_("A pay curve needs at least two points, in rising order of the total."))
        if shares != sorted(shares) or not all(map(isfinite, [*totals, *shares])):
            raise MatrixError(_("A pay curve never pays less for a higher total."))

    @property
    def cliffs(self) -> tuple[float, ...]:
        """Totals at which the pay jumps."""
        return (self.points[0][0],) if self.points[0][1] > self.below else ()

    def share(self, total: float) -> float:
        """Share of the bonus at `total`; missing for a missing total."""
        if isnan(total):
            return nan
        if total < self.points[0][0]:
            return self.below
        for (left, low), (right, high) in zip(self.points, self.points[1:], strict=False):
            if total <= right:
                return low + (high - low) * (total - left) / (right - left)
        return self.points[-1][1]


CLIFF = PayCurve(((0.70, 0.50), (1.00, 1.00), (1.20, 1.60)))
"""The worked curve: nothing under 0.70, half at 0.70, all at 1.00, 160 % at 1.20 and beyond."""

SMOOTH = PayCurve(((0.50, 0.00), (1.00, 1.00), (1.20, 1.40)))
"""The template: no cliff and no bend; each point of the total pays the same from 0.50 on."""


def bonus(scored: Score, curve: PayCurve, at_plan: float) -> float:
    """Money that `scored` pays when the bonus at plan is `at_plan`, in its currency.

    A total within a billionth of a point of the curve counts as on it, so that a sum of
    weights that is 0.7 on paper is not paid as 0.6999….
    """
    return curve.share(round(scored.total, 9)) * at_plan * scored.bonus_factor


def effort_pay(
    matrix: Matrix,
    efforts: Mapping[str, float],
    *,
    curve: PayCurve,
    at_plan: float,
    **rule: Any,
) -> dict[str, float]:
    """What each effort would add to the bonus: KPI name to money.

    `efforts` gives, for each KPI, the change in its fact (negative where less is better). `rule` goes
    to `score`.
    """
    before = bonus(score(matrix, **rule), curve, at_plan)
    after = {
        kpi: bonus(score(matrix.with_row(kpi, fact=matrix.row(kpi).fact + step), **rule), curve, at_plan)
        for kpi, step in efforts.items()
    }
    return {kpi: money - before for kpi, money in after.items()}


def by_formula(
    matrix: Matrix, *, curve: PayCurve, at_plan: float, formulas: Sequence[Formula] = FORMULAS
) -> pd.DataFrame:
    """The same facts under each formula, with its usual rule below base: index of each row, total, bonus.

    One line a formula, by its name; a column for each KPI, then ``total`` and ``bonus`` (whole, in the currency of
    `at_plan`; 0 where there is no total).
    """
    import pandas as pd

    lines = {}
    for formula in formulas:
        scored = score(matrix, formula=formula)
        indexes = {line.row.kpi: line.index for line in scored.rows}
        paid = bonus(scored, curve, at_plan)
        lines[formula_name(formula)] = {**indexes, "total": scored.total, "bonus": 0 if isnan(paid) else round(paid)}
    return pd.DataFrame.from_dict(lines, orient="index")


def totals(people: Mapping[str, Matrix], *, formulas: Sequence[Formula] = FORMULAS) -> pd.DataFrame:
    """The total of each person (a column) under each formula (a line), with its usual rule below base."""
    import pandas as pd

    scored = {name: [score(matrix, formula=formula).total for formula in formulas] for name, matrix in people.items()}
    return pd.DataFrame(scored, index=[formula_name(formula) for formula in formulas])


def effort_table(
    matrix: Matrix,
    efforts: Mapping[str, float],
    rules: Mapping[str, Mapping[str, Any]],
    *,
    curve: PayCurve,
    at_plan: float,
) -> pd.DataFrame:
    """What each effort would add to the bonus under several sheets: a line a sheet, a column a KPI, in whole money.

    `rules` gives, by the name of a sheet, what goes to `score` for it.
    """
    import pandas as pd

    lines = {name: effort_pay(matrix, efforts, curve=curve, at_plan=at_plan, **rule) for name, rule in rules.items()}
    return pd.DataFrame.from_dict(lines, orient="index").round().astype("int64")


def effort_points(matrix: Matrix, efforts: Mapping[str, float], **rule: Any) -> dict[str, float]:
    """What each effort would add to the total: KPI name to points. `rule` goes to `score`."""
    before = score(matrix, **rule).total
    moved = {kpi: matrix.with_row(kpi, fact=matrix.row(kpi).fact + step) for kpi, step in efforts.items()}
    return {kpi: round(score(after, **rule).total - before, 9) for kpi, after in moved.items()}
