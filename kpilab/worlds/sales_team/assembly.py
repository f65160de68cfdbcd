"""The sales team's tables, put together from its parts."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kpilab.worlds import calendar
from kpilab.worlds.calendar_table import calendar_columns
from kpilab.worlds.frames import frame
from kpilab.worlds.sales_team import deal_tables as of_deals
from kpilab.worlds.sales_team import fieldwork, plans
from kpilab.worlds.sales_team import people_tables as of_people
from kpilab.worlds.sales_team.cells import Codes
from kpilab.worlds.sales_team.companies import draw_companies, in_care
from kpilab.worlds.sales_team.deals import draw_deals
from kpilab.worlds.sales_team.layout import LAYOUT
from kpilab.worlds.sales_team.leads import draw_leads
from kpilab.worlds.sales_team.orders import draw_orders
from kpilab.worlds.sales_team.people import draw_people
from kpilab.worlds.sales_team.stories import STORIES
from kpilab.worlds.story import chosen

__all__ = ["tables"]


def tables(
    seed: int, *, stories: Iterable[str] | None = None, scale: float = 1.0, block: int = 0
) -> dict[str, pd.DataFrame]:
    """All tables of the layout; the same seed gives the same rows. `stories` are ids, all for None, none for ().

    `scale` makes teams larger or smaller, and leads, deals and orders with them; `block` is another stretch of
    the same firm, its numbers beginning after `block * BLOCK`.
    """
    told = chosen(stories, STORIES)
    people = draw_people(seed, told, scale, block)
    leads = draw_leads(seed, people, told, scale, block)
    deals, lines = draw_deals(seed, leads, people, told, scale, block)
    orders = draw_orders(seed, deals, lines, block)
    companies = draw_companies(seed, deals, orders, scale, block)
    care = in_care(companies, people)
    ids = Codes(block, people, scale)
    columns = {
        "stores": of_deals.stores_table(),
        "staff": of_people.staff_table(people, ids),
        "products": of_deals.products_table(),
        "customers": of_deals.customers_table(seed, companies, ids, scale, block),
        "accounts": of_deals.accounts_table(care, ids),
        "leads": of_deals.leads_table(leads, deals, ids),
        "opportunities": of_deals.opportunities_table(seed, deals, lines, ids, block),
        "stage_changes": of_deals.stage_changes_table(deals, ids),
        "follow_ups": of_deals.follow_ups_table(fieldwork.draw_follow_ups(seed, deals, people, block), deals, ids),
        "visits": of_deals.visits_table(fieldwork.draw_visits(seed, deals, care, people, told, block), people, ids),
        "orders": of_deals.orders_table(deals, lines, orders, ids),
        "order_lines": of_deals.order_lines_table(deals, lines, orders, ids),
        "returns": of_deals.returns_table(deals, lines, orders, ids),
        "plans": of_deals.team_plans_table(scale),
        "quotas": of_people.by_month_tables(plans.quotas(people), ids, quota_cents="cents"),
        "pay": of_people.by_month_tables(
            plans.pay(people, deals, lines, orders),
            ids,
            base_cents="base",
            commission_cents="commission",
            bonus_cents="bonus",
        ),
        "matrix": of_people.matrix_table(plans.matrix(people, leads, deals, lines, orders), ids),
        "meetings": of_people.meetings_table(seed),
        "calendar": calendar_columns() | {"promotion": [None] * len(calendar.days())},
    }
    columns |= of_people.paperwork_tables(seed, deals, people, ids, scale, block)
    columns |= of_people.skills_tables(seed, people, ids, scale, block, told) | of_people.courses_tables(
        seed, people, ids, block, told
    )
    return {table.name: frame(table, columns[table.name]) for table in LAYOUT.tables}
