"""A chain of eight stores for the home: two years of orders, members, stock, service and plans."""

from kpilab.worlds.retail_chain.assembly import tables
from kpilab.worlds.retail_chain.layout import LAYOUT, PLANNED_KPIS
from kpilab.worlds.retail_chain.stories import STORIES

__all__ = ["LAYOUT", "PLANNED_KPIS", "STORIES", "tables"]
