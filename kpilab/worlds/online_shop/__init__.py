"""An online shop for tea and what goes with it: two years of orders, four months of page events, one big promotion."""

from kpilab.worlds.online_shop.assembly import tables
from kpilab.worlds.online_shop.layout import LAYOUT
from kpilab.worlds.online_shop.stories import STORIES

__all__ = ["LAYOUT", "STORIES", "tables"]
