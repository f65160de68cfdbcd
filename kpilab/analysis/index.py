"""Five ways to turn a row into an index, each by its name, and the rules for a fact below base.

They agree where the fact equals the norm and quarrel everywhere else.

Source: formulas I1 to I5 as in the index formulas in common use.
"""

from __future__ import annotations

from math import isnan, nan
from typing import Literal, get_args

from kpilab.analysis.matrix import Row, Zone
from kpilab.errors import MatrixError, UnknownName
from kpilab.i18n import _

__all__ = [
    "BELOW_BASE",
    "FORMULAS",
    "USUAL_BELOW_BASE",
    "BelowBase",
    "Formula",
    "formula_name",
    "index_of",
    "plan_ratio",
    "policy_name",
]

Formula = Literal["ratio", "line", "clipped", "two_segment", "grades"]
BelowBase = Literal["none", "zero", "negative", "gate", "bonus_block"]

FORMULAS: tuple[Formula, ...] = get_args(Formula)
BELOW_BASE: tuple[BelowBase, ...] = get_args(BelowBase)
USUAL_BELOW_BASE: dict[Formula, BelowBase] = {
    "ratio": "none",
    "line": "none",
    "clipped": "zero",
    "two_segment": "zero",
    "grades": "zero",
}
"""The rule that goes with a formula where no other is agreed."""
_UNDER_PLAN_GRADE = 0.7


def _line(row: Row) -> float:
    return row.along


def _two_segment(row: Row, cap: float) -> float:
    if isnan(row.target):
        raise MatrixError(
            _("Not every row can be scored:"), [_("{kpi}: the two-segment formula needs a target.").format(kpi=row.kpi)]
        )
    if row.along <= 1:
        return row.along
    beyond = (row.fact - row.norm) / (row.target - row.norm)
    return min(cap, 1 + beyond * (cap - 1))


def plan_ratio(row: Row) -> float:
    top, bottom = (row.norm, row.fact) if row.direction == "lower" else (row.fact, row.norm)
    return top / bottom if bottom != 0 and row.norm > 0 else nan


def _grade(row: Row, cap: float) -> float:
    steps: dict[Zone, float] = {
        "below base": 0.0,
        "under plan": _UNDER_PLAN_GRADE,
        "plan met": 1.0,
        "target reached": cap,
    }
    return steps[row.zone]


def index_of(
    row: Row, *, formula: Formula = "two_segment", below_base: BelowBase | None = None, cap: float = 1.2
) -> float:
    """How much of its promise a row has kept: 1 at the norm; missing where the fact is, or has no index.

    * ``ratio``: fact ÷ norm; norm ÷ fact where less is better (no value at fact 0: missing, never infinite).
    * ``line``: the share of the way from base to norm; unbounded both ways.
    * ``clipped``: the line kept between 0 and `cap`.
    * ``two_segment``: 0 to 1 from base to norm, 1 to `cap` from norm to target, `cap` beyond.
    * ``grades``: steps: 0 below base, 0.7 under plan, 1 with the plan met, `cap` with the target reached.

    Below base: ``none`` leaves the formula alone, ``zero`` counts 0, ``negative`` follows the line
    below 0. ``gate`` and ``bonus_block`` act on the whole score and leave the row as its formula has it.

    >>> index_of(Row("members", 1, 40, 60, 70, 50))
    0.5
    """
    if formula not in FORMULAS:
        raise UnknownName(_("formula"), str(formula), FORMULAS)
    if below_base is not None and below_base not in BELOW_BASE:
        raise UnknownName(_("rule below base"), str(below_base), BELOW_BASE)
    if isnan(row.fact):
        return nan
    if row.tolerance is not None:
        return max(0.0, 1 - abs(row.fact - row.norm) / row.tolerance)
    policy = below_base if below_base in ("none", "zero", "negative") else USUAL_BELOW_BASE[formula]
    if row.below_base and policy == "zero":
        return 0.0
    if row.below_base and policy == "negative":
        return _line(row)
    match formula:
        case "ratio":
            return plan_ratio(row)
        case "line":
            return _line(row)
        case "clipped":
            return min(cap, _line(row))
        case "two_segment":
            return _two_segment(row, cap)
        case "grades":
            return _grade(row, cap)


def formula_name(formula: Formula) -> str:
    """The formula in the language in use."""
    return {
        "ratio": _("ratio (fact ÷ plan)"),
        "line": _("line (base to norm)"),
        "clipped": _("clipped line"),
        "two_segment": _("two-segment"),
        "grades": _("grades"),
    }[formula]


def policy_name(policy: BelowBase) -> str:
    """The rule below base in the language in use."""
    return {
        "none": _("below base: no special rule"),
        "zero": _("below base: counts 0"),
        "negative": _("below base: counts negative"),
        "gate": _("below base: the whole score is gated"),
        "bonus_block": _("below base: no bonus"),
    }[policy]
