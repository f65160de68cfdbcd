"""A scored KPI matrix: it never goes anywhere without the name of its formula and of its rule below base.

The façade of the matrix: rows and matrices (`kpilab.analysis.matrix`), formulas (`kpilab.analysis.index`) and `score`.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import fsum, isnan, nan
from typing import TYPE_CHECKING, Literal

from kpilab.analysis.index import (
    BELOW_BASE,
    FORMULAS,
    USUAL_BELOW_BASE,
    BelowBase,
    Formula,
    formula_name,
    index_of,
    plan_ratio,
    policy_name,
)
from kpilab.analysis.matrix import WEIGHT_TOLERANCE, Matrix, Row, Zone, zone_name
from kpilab.errors import MatrixError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "BELOW_BASE",
    "FORMULAS",
    "BelowBase",
    "Formula",
    "Matrix",
    "Missing",
    "Row",
    "Score",
    "ScoredRow",
    "Zone",
    "formula_name",
    "index_of",
    "policy_name",
    "score",
    "zone_name",
]
Missing = Literal["renormalise", "zero"]


@dataclass(frozen=True)
class ScoredRow:
    """A row with its index; `weight` is the one that counted (re-shared when facts are missing)."""

    row: Row
    index: float
    weight: float
    dead_zone: bool

    @property
    def contribution(self) -> float:
        """Weight × index; a row without an index contributes nothing."""
        return 0.0 if isnan(self.index) else self.weight * self.index

    @property
    def plan_ratio(self) -> float:
        """Fact ÷ plan (plan ÷ fact where less is better), always shown beside the index."""
        return plan_ratio(self.row) if not isnan(self.row.fact) else nan

    @property
    def sentence(self) -> str:
        """The row in one plain sentence."""
        row = self.row
        if row.zone == "no fact":
            asked = row.owner or _("its owner")
            return _("{kpi}: no fact; ask {owner}.").format(kpi=row.kpi, owner=asked)
        if isnan(self.index):
            return _("{kpi}: {fact:g} {unit} has no index by this formula, so the row is left out.").format(
                kpi=row.kpi, fact=row.fact, unit=row.unit
            )
        shown = {"kpi": row.kpi, "fact": row.fact, "unit": row.unit, "base": row.base, "norm": row.norm}
        shown |= {"target": row.target, "index": self.index}
        if row.tolerance is not None:
            text = _("{kpi}: {fact:g} {unit} where {norm:g} is best; index {index:.3g}.")
        elif row.zone == "below base":
            text = _("{kpi}: {fact:g} {unit} is below the base of {base:g}; index {index:.3g}.")
        elif row.zone == "under plan":
            text = _("{kpi}: {fact:g} {unit} is between base {base:g} and plan {norm:g}; index {index:.3g}.")
        elif row.zone == "plan met":
            text = _("{kpi}: {fact:g} {unit} keeps the plan of {norm:g}; index {index:.3g}.")
        else:
            text = _("{kpi}: {fact:g} {unit} reaches the target of {target:g}; index {index:.3g}.")
        return text.format(**shown).replace("  ", " ")


@dataclass(frozen=True)
class Score:
    """A scored matrix. It never goes anywhere without the name of its formula and its rule below base."""

    matrix: Matrix
    rows: tuple[ScoredRow, ...]
    total: float
    coverage: float
    formula: Formula
    below_base: BelowBase
    cap: float
    blocked_by: tuple[str, ...]

    @property
    def title(self) -> str:
        """Formula and rule below base, in words."""
        return f"{formula_name(self.formula)}; {policy_name(self.below_base)}"

    @property
    def bonus_factor(self) -> float:
        """0 where the rule below base withholds the bonus, else 1."""
        return 0.0 if self.blocked_by and self.below_base == "bonus_block" else 1.0

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a manager should know before signing this score."""
        found = []
        if not 3 <= len(self.rows) <= 7:
            found.append(_("{n} rows: three to seven are read and remembered.").format(n=len(self.rows)))
        left_out = [scored.row for scored in self.rows if isnan(scored.index)]
        if missing := [row for row in left_out if isnan(row.fact)]:
            rows = ", ".join(f"{row.kpi} ({row.owner})" if row.owner else row.kpi for row in missing)
            text = _("Coverage {coverage:.2f}: without {rows}. Ask who was to bring the missing facts.")
            found.append(text.format(coverage=self.coverage, rows=rows))
        if without_index := [row.kpi for row in left_out if not isnan(row.fact)]:
            text = _("Coverage {coverage:.2f}: {rows} has a fact, and no index by this formula.")
            found.append(text.format(coverage=self.coverage, rows=", ".join(without_index)))
        for scored in self.rows:
            if scored.dead_zone:
                found.append(
                    _("{kpi} is in a dead zone: a repair that ends at the base adds nothing to the total.").format(
                        kpi=scored.row.kpi
                    )
                )
            low, high = scored.row.interval
            if not isnan(low):
                found.append(
                    _(
                        "{kpi}: {n} answers; luck alone could put the true share anywhere "
                        "from {low:.0f} to {high:.0f} %."
                    ).format(kpi=scored.row.kpi, n=scored.row.sample, low=low, high=high)
                )
        if self.blocked_by:
            found.append(_("Below base: {rows}.").format(rows=", ".join(self.blocked_by)))
        return tuple(found)

    def sentences(self) -> tuple[str, ...]:
        """The matrix read aloud: a sentence a row."""
        return tuple(scored.sentence for scored in self.rows)

    def frame(self) -> pd.DataFrame:
        """One line a row: kpi, weight, base, norm, target, fact, fact_vs_plan, index, weighted, zone."""
        import pandas as pd

        lines = [
            {
                "kpi": scored.row.kpi,
                "weight": scored.weight,
                "base": scored.row.base,
                "norm": scored.row.norm,
                "target": scored.row.target,
                "fact": scored.row.fact,
                "fact_vs_plan": scored.plan_ratio,
                "index": scored.index,
                "weighted": scored.contribution,
                "zone": zone_name(scored.row.zone),
            }
            for scored in self.rows
        ]
        return pd.DataFrame(lines)

    def __str__(self) -> str:
        width = max(len(scored.row.kpi) for scored in self.rows)
        lines = [self.title]
        for scored in self.rows:
            index = _("none") if isnan(scored.index) else f"{scored.index:.3f}"
            lines.append(f"{scored.row.kpi:<{width}}  {scored.weight:.2f} × {index:>6}  {zone_name(scored.row.zone)}")
        lines.append(_("Total {total:.4f}, coverage {coverage:.2f}").format(total=self.total, coverage=self.coverage))
        return "\n".join([*lines, *self.warnings])

    def _repr_mimebundle_(self, **_options: object) -> dict[str, str]:
        return {"text/plain": str(self), "text/html": _score_html(self)}


def _shown(value: float, form: str = "g") -> str:
    return "–" if isnan(value) else format(value, form)


def _score_html(scored: Score) -> str:
    heads = [
        _("KPI"),
        _("weight"),
        _("base"),
        _("norm"),
        _("target"),
        _("fact"),
        _("fact ÷ plan"),
        _("index"),
        _("weight × index"),
        _("zone"),
    ]
    body = []
    for line in scored.rows:
        row = line.row
        numbers = [
            f"{line.weight:.2f}",
            *(_shown(value) for value in (row.base, row.norm, row.target, row.fact)),
            _shown(line.plan_ratio, ".3f"),
            _shown(line.index, ".3f"),
            f"{line.contribution:.4f}",
        ]
        cells = "".join(f'<td style="text-align:right">{number}</td>' for number in numbers)
        name = escape(row.kpi + (f", {row.unit}" if row.unit else ""))
        body.append(
            f'<tr><th scope="row" style="text-align:left">{name}</th>{cells}'
            f'<td style="text-align:left">{escape(zone_name(row.zone))}</td></tr>'
        )
    head = "".join(
        f'<th scope="col" style="text-align:{"left" if i in (0, 9) else "right"}">{escape(text)}</th>'
        for i, text in enumerate(heads)
    )
    total = escape(_("Total {total:.4f}, coverage {coverage:.2f}").format(total=scored.total, coverage=scored.coverage))
    notes = "".join(f"<li>{escape(text)}</li>" for text in scored.warnings)
    return (
        f'<div class="kpilab-score"><p><strong>{escape(scored.title)}</strong></p>'
        f'<div style="overflow-x:auto"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
        f"<p><strong>{total}</strong></p>" + (f"<ul>{notes}</ul>" if notes else "") + "</div>"
    )


def _counted_weights(rows: tuple[Row, ...], indexes: list[float], missing: Missing) -> tuple[list[float], float]:
    coverage = fsum(row.weight for row, index in zip(rows, indexes, strict=True) if not isnan(index))
    if missing == "zero" or coverage in (0, 1):
        return [row.weight for row in rows], coverage
    scale = 1 / coverage if coverage < 1 - WEIGHT_TOLERANCE else 1.0
    return [row.weight * scale if not isnan(index) else 0.0 for row, index in zip(rows, indexes, strict=True)], coverage


def score(
    matrix: Matrix,
    *,
    formula: Formula = "two_segment",
    below_base: BelowBase | None = None,
    cap: float = 1.2,
    missing: Missing = "renormalise",
    gate_factor: float = 0.0,
) -> Score:
    """Score `matrix` by a named formula; the total is the weighted sum of its rows' indexes.

    The rule below base is the formula's usual one unless another is named (none for ratio and
    line; zero for clipped, two_segment and grades). A row without a fact is left out, its weight
    shared among the others and the coverage printed (``missing="zero"`` counts it 0 instead); with
    no fact at all the total is missing. Under ``gate`` a gated row below base multiplies the
    total by `gate_factor`; under ``bonus_block`` the total stays and the bonus is withheld.

    >>> round(score(Matrix((Row("sales", 0.6, 400, 500, 550, 540), Row("wait", 0.4, 8, 5, 4, 4)))).total, 3)
    1.176
    """
    if not cap > 1:
        raise MatrixError(
            _("The cap is {cap:g}; it is the index at the target, so it must be above 1.").format(cap=cap)
        )
    indexes = [index_of(row, formula=formula, below_base=below_base, cap=cap) for row in matrix.rows]
    policy = below_base or USUAL_BELOW_BASE[formula]
    weights, coverage = _counted_weights(matrix.rows, indexes, missing)
    blocked = tuple(
        row.kpi for row in matrix.rows if policy in ("gate", "bonus_block") and row.gated and row.below_base
    )
    pinned = policy == "zero" or (policy in ("gate", "bonus_block") and len(blocked) > 1)
    rows = tuple(
        ScoredRow(row, index, weight, dead_zone=pinned and row.tolerance is None and row.below_base)
        for row, index, weight in zip(matrix.rows, indexes, weights, strict=True)
    )
    total = fsum(line.contribution for line in rows) if coverage > 0 or missing == "zero" else nan
    if policy == "gate" and blocked:
        total = total * gate_factor
    return Score(matrix, rows, total, coverage, formula, policy, cap, blocked)
