"""One module a KPI family, a function a KPI, and `measure` for all of them."""

from kpilab.metrics import (
    activity,
    content,
    customer,
    data_quality,
    inventory,
    process_skill,
    profit,
    promotion,
    sales,
    service,
    traffic,
)
from kpilab.metrics.comparison import compare
from kpilab.metrics.engine import measure
from kpilab.metrics.finishing import Finished
from kpilab.metrics.parts import Parts, Plain
from kpilab.metrics.registry import entry_of, measured, measures
from kpilab.metrics.rivalry import rivals
from kpilab.metrics.rollups import rollup

__all__ = [
    "Finished",
    "Parts",
    "Plain",
    "activity",
    "compare",
    "content",
    "customer",
    "data_quality",
    "entry_of",
    "inventory",
    "measure",
    "measured",
    "measures",
    "process_skill",
    "profit",
    "promotion",
    "rivals",
    "rollup",
    "sales",
    "service",
    "traffic",
]
