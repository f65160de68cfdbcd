"""One module a KPI family, a function a KPI, and `measure` for all of them."""

from kpilab.metrics import customer, inventory, profit, sales, service, traffic
from kpilab.metrics.engine import measure
from kpilab.metrics.parts import Parts, Plain
from kpilab.metrics.registry import entry_of, measured, measures
from kpilab.metrics.rollups import rollup

__all__ = [
    "Parts",
    "Plain",
    "customer",
    "entry_of",
    "inventory",
    "measure",
    "measured",
    "measures",
    "profit",
    "rollup",
    "sales",
    "service",
    "traffic",
]
