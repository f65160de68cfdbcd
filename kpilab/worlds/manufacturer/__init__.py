"""A maker of components for other firms: contracts, orders, deliveries, defects, visits, and customers who leave."""

from kpilab.worlds.manufacturer.assembly import tables
from kpilab.worlds.manufacturer.layout import LAYOUT
from kpilab.worlds.manufacturer.stories import STORIES

__all__ = ["LAYOUT", "STORIES", "tables"]
