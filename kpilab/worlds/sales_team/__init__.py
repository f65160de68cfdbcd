"""The sales team of a technology firm: leads, deals, visits and orders of two years, and the people behind them."""

from kpilab.worlds.sales_team.assembly import tables
from kpilab.worlds.sales_team.layout import LAYOUT
from kpilab.worlds.sales_team.makers import MAKERS, for_maker
from kpilab.worlds.sales_team.stories import STORIES

__all__ = ["LAYOUT", "MAKERS", "STORIES", "for_maker", "tables"]
