"""Learn to run a business by its KPIs, and a toolbox to do it with at work."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpilab.analysis.choosing import suggest
    from kpilab.analysis.plan import Plan, PlanRow, lint
    from kpilab.analysis.scorecard import Matrix, Row, score
    from kpilab.analysis.smart import smart_check
    from kpilab.catalogue import kpi, role, roles
    from kpilab.data.load import load
    from kpilab.metrics import compare, measure, rivals, rollup
    from kpilab.rubrics import rubric
    from kpilab.sectors import goals, kpis

__version__ = "0.1.0"
__all__ = [
    "Matrix",
    "Plan",
    "PlanRow",
    "Row",
    "compare",
    "goals",
    "kpi",
    "kpis",
    "lint",
    "load",
    "measure",
    "rivals",
    "role",
    "roles",
    "rollup",
    "rubric",
    "score",
    "smart_check",
    "suggest",
]

_HOMES = {
    "Matrix": "kpilab.analysis.scorecard",
    "Plan": "kpilab.analysis.plan",
    "PlanRow": "kpilab.analysis.plan",
    "Row": "kpilab.analysis.scorecard",
    "compare": "kpilab.metrics",
    "goals": "kpilab.sectors",
    "kpi": "kpilab.catalogue",
    "kpis": "kpilab.sectors",
    "lint": "kpilab.analysis.plan",
    "load": "kpilab.data.load",
    "measure": "kpilab.metrics",
    "rivals": "kpilab.metrics",
    "role": "kpilab.catalogue",
    "roles": "kpilab.catalogue",
    "rollup": "kpilab.metrics",
    "rubric": "kpilab.rubrics",
    "score": "kpilab.analysis.scorecard",
    "smart_check": "kpilab.analysis.smart",
    "suggest": "kpilab.analysis.choosing",
}
_SHOWING_KPIS = {"kpi", "kpis", "suggest"}
"""Names whose results are shown as cards: the card is tied to the record when one of them is asked for."""


def __getattr__(name: str) -> object:
    """Import what is asked for at the moment it is asked for, so that `import kpilab` costs next to nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kpilab' has no attribute '{name}'")
    if name in _SHOWING_KPIS:
        import_module("kpilab.report.kpi_card")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
