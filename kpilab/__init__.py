"""Learn to run a business by its KPIs, and a toolbox to do it with at work."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpilab.analysis.scorecard import Matrix, Row, score
    from kpilab.catalogue import kpi, kpis, role, roles
    from kpilab.data.load import load
    from kpilab.metrics import measure

__version__ = "0.1.0"
__all__ = ["Matrix", "Row", "kpi", "kpis", "load", "measure", "role", "roles", "score"]

_HOMES = {
    "Matrix": "kpilab.analysis.scorecard",
    "Row": "kpilab.analysis.scorecard",
    "kpi": "kpilab.catalogue",
    "kpis": "kpilab.catalogue",
    "load": "kpilab.data.load",
    "measure": "kpilab.metrics",
    "role": "kpilab.catalogue",
    "roles": "kpilab.catalogue",
    "score": "kpilab.analysis.scorecard",
}


def __getattr__(name: str) -> object:
    """Import what is asked for at the moment it is asked for, so that `import kpilab` costs next to nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kpilab' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
