"""All tables of the sales team, in the order of the files."""

from __future__ import annotations

from kpilab.worlds.layout import Layout
from kpilab.worlds.sales_team.layout_deals import DEAL_TABLES
from kpilab.worlds.sales_team.layout_people import CALENDAR, PEOPLE_TABLES, STAFF

__all__ = ["LAYOUT"]

LAYOUT = Layout("sales_team", (DEAL_TABLES[0], STAFF, *DEAL_TABLES[1:], *PEOPLE_TABLES, CALENDAR))
"""Money stands in whole cents throughout, in columns that end in `_cents`."""
