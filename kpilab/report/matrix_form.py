"""What a matrix workbook holds: the matrix, the rules it is scored by, the people, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan, nan

from kpilab.analysis.pay import SMOOTH, PayCurve, bonus
from kpilab.analysis.scorecard import BELOW_BASE, BelowBase, Formula, Matrix, Row, Score, policy_name, score
from kpilab.i18n import N_, _

__all__ = [
    "COLUMNS",
    "HEADINGS",
    "RULES",
    "SETTINGS",
    "TABLE_NAME",
    "MatrixFile",
    "ScoredMatrix",
    "heading",
    "looks_like_a_fraction",
    "rule_name",
    "scored",
]

RULES: tuple[BelowBase | None, ...] = (None, *BELOW_BASE)
"""The choices below base in the form's order; None is the formula's usual rule."""

TABLE_NAME = "matrix_rows"
"""The defined name of the table's rows, from the first column to the last."""

COLUMNS: Mapping[str, str] = {
    "kpi": "A",
    "unit": "B",
    "owner": "C",
    "weight": "D",
    "base": "E",
    "norm": "F",
    "target": "G",
    "fact": "H",
    "sample": "I",
    "better": "J",
    "plan_ratio": "K",
    "index": "L",
    "weighted": "M",
    "zone": "N",
    "note": "O",
    "tolerance": "P",
    "gated": "Q",
    "kpi_id": "R",
}
"""Where the form has its columns; a reader goes by the headings instead."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "kpi": (N_("KPI"), "indicator", "指标", "kpi 名称"),
    "unit": (N_("Unit"), "单位"),
    "owner": (N_("Who brings the fact"), "owner", "负责人"),
    "weight": (N_("Weight"), "权重"),
    "base": (N_("Base (lowest accepted)"), "base", "底线"),
    "norm": (N_("Norm (plan)"), "norm", "plan", "计划"),
    "target": (N_("Target (stretch)"), "target", "stretch", "挑战"),
    "fact": (N_("Fact"), "actual", "实际"),
    "sample": (N_("Survey answers"), "answers", "sample", "样本量"),
    "better": (N_("Better is"),),
    "plan_ratio": (N_("Fact ÷ plan"),),
    "index": (N_("Index"),),
    "weighted": (N_("Weight × index"),),
    "zone": (N_("Zone"),),
    "note": (N_("Check and note"),),
    "tolerance": (N_("Best at norm, ±"), "tolerance", "容差"),
    "gated": (N_("Can stop the bonus"), "gated"),
    "kpi_id": (N_("Catalogue id"), "kpi id", "kpi_id"),
}
"""The heading of each column as the form writes it, and other words for it that a reader accepts."""

SETTINGS: Mapping[str, str] = {
    "title": N_("Role, store or team"),
    "person": N_("Person"),
    "manager": N_("Manager"),
    "period": N_("Period"),
    "at_plan": N_("Bonus at plan"),
    "currency": N_("Currency"),
    "formula": N_("Index formula"),
    "below_base": N_("Rule below base"),
    "cap": N_("Index at the target"),
    "gate_factor": N_("A gate leaves of the total"),
}
"""The label of each setting; its cell has the defined name matrix_<setting>."""


def looks_like_a_fraction(row: Row) -> bool:
    """Whether a fact in per cent was written as 0.78 where base and norm say 80 and 90."""
    return "%" in row.unit and 0 < row.fact <= 1 and row.base >= 20 and row.norm >= 20


@dataclass(frozen=True)
class MatrixFile:
    """A matrix with everything that decides its score and its pay.

    `below_base` is None for the formula's usual rule. `at_plan` is the bonus at plan in `currency`; missing where
    the form leaves it out. `path` is the file it was read from.
    """

    matrix: Matrix
    formula: Formula = "two_segment"
    below_base: BelowBase | None = None
    curve: PayCurve = SMOOTH
    at_plan: float = nan
    currency: str = ""
    title: str = ""
    person: str = ""
    manager: str = ""
    period: str = ""
    cap: float = 1.2
    gate_factor: float = 0.0
    path: str = ""

    def score(self, formula: Formula | None = None) -> Score:
        """The matrix scored by the file's formula and rules, or by another formula under the same rules."""
        return score(
            self.matrix,
            formula=formula or self.formula,
            below_base=self.below_base,
            cap=self.cap,
            gate_factor=self.gate_factor,
        )


@dataclass(frozen=True)
class ScoredMatrix:
    """A matrix file with its score, the share of the bonus that it pays, and the money (missing without a bonus)."""

    file: MatrixFile
    score: Score
    share: float
    bonus: float

    @property
    def heading(self) -> str:
        """Whose matrix this is, for which period."""
        file = self.file
        return " · ".join(part for part in (file.title, file.person, file.period) if part) or _("KPI matrix")

    @property
    def pays(self) -> str:
        """What the total pays, in one sentence."""
        if isnan(self.share):
            return _("It pays nothing yet: no row has a fact.")
        if isnan(self.bonus):
            return _("It pays {share:.2f} % of the bonus at plan.").format(share=self.share * 100)
        return (
            _("It pays {share:.2f} % of {at_plan:,.0f}: {bonus:,.0f} {currency}.")
            .format(share=self.share * 100, at_plan=self.file.at_plan, bonus=self.bonus, currency=self.file.currency)
            .replace(" .", ".")
        )


def scored(file: MatrixFile, formula: Formula | None = None) -> ScoredMatrix:
    """The file's matrix with its score, share and bonus; by another formula where one is named.

    >>> from kpilab.analysis.scorecard import Row
    >>> found = scored(MatrixFile(Matrix((Row("sales", 1, 400, 500, 550, 500),)), at_plan=6000))
    >>> found.score.total, found.bonus
    (1.0, 6000.0)
    """
    result = file.score(formula)
    return ScoredMatrix(file, result, bonus(result, file.curve, 1.0), bonus(result, file.curve, file.at_plan))


def heading(column: str) -> str:
    """The heading of a column in the language in use."""
    return _(HEADINGS[column][0])


def rule_name(rule: BelowBase | None) -> str:
    """The rule below base in words."""
    return _("the formula's usual rule") if rule is None else policy_name(rule)
