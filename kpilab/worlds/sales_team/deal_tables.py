"""The columns of the tables that follow a lead to its money."""

from __future__ import annotations

import numpy as np

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints
from kpilab.worlds.frames import coded, named
from kpilab.worlds.sales_team import fieldwork, plans
from kpilab.worlds.sales_team.baskets import Wanted
from kpilab.worlds.sales_team.cells import OLDEST, TEAM_IDS, TEAM_NAMES, Codes, as_day, as_moment, as_whole
from kpilab.worlds.sales_team.companies import COMPANY_NAMES, NEVER, Care, Companies
from kpilab.worlds.sales_team.deals import ABSENT, Deals
from kpilab.worlds.sales_team.firm import (
    CITIES,
    EXISTING,
    INDUSTRIES,
    LOST_REASONS,
    PRODUCTS,
    SOURCES,
    STAGES,
    TEAMS,
    seats_of,
)
from kpilab.worlds.sales_team.leads import Leads
from kpilab.worlds.sales_team.luck import Luck
from kpilab.worlds.sales_team.orders import Orders
from kpilab.worlds.sales_team.people import People
from kpilab.worlds.sales_team.skills import Columns
from kpilab.worlds.sales_team.workdays import DAY

__all__ = [
    "accounts_table",
    "customers_table",
    "follow_ups_table",
    "leads_table",
    "opportunities_table",
    "order_lines_table",
    "orders_table",
    "products_table",
    "returns_table",
    "stage_changes_table",
    "stores_table",
    "team_plans_table",
    "visits_table",
]

_PRODUCT_IDS = [product.product_id for product in PRODUCTS]
_SOURCES = [*(source.name for source in SOURCES), EXISTING]
_ORDERS_AFTER = 100_000
_SIZES = np.array([12, 20, 28, 35, 40, 55, 60, 80, 90, 120, 150, 180, 220, 300, 400, 550, 800, 1200, 2500, 6000])


def stores_table() -> Columns:
    """The four teams."""
    return {
        "store_id": TEAM_IDS,
        "team": TEAM_NAMES,
        "city": [team.region for team in TEAMS],
        "manager": [team.manager for team in TEAMS],
    }


def products_table() -> Columns:
    """What the firm sells."""
    names = ("product_id", "product", "category", "price_cents", "cost_cents")
    rows = [(each.product_id, each.name, each.category, each.price * 100, each.cost * 100) for each in PRODUCTS]
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def customers_table(seed: int, companies: Companies, ids: Codes, scale: float, block: int) -> Columns:
    """The companies in the books."""
    luck, number = Luck(seed, block), companies.number
    team = companies.seat // seats_of(scale)
    cities = [city for each in CITIES for city in each]
    city = team * 5 + np.minimum(luck.below("city", 8, number), luck.below("city", 5, number, 1))
    return {
        "customer_id": ids.company(number),
        "customer": named(COMPANY_NAMES, (number * 769 + block * 13) % len(COMPANY_NAMES)),
        "industry": named(INDUSTRIES, luck.below("industry", len(INDUSTRIES), number)),
        "city": named(cities, city),
        "employees": _SIZES[luck.below("employees", len(_SIZES), number)] + luck.below("employees", 9, number, 1),
        "store_id": ids.team(companies.seat),
        "joined_on": as_day(np.where(companies.joined == NEVER, 0, companies.joined), companies.joined != NEVER),
    }


def accounts_table(care: Care, ids: Codes) -> Columns:
    """Who looked after which customer."""
    return {
        "customer_id": ids.company(care.company),
        "staff_id": ids.person(care.person),
        "assigned_on": as_day(care.assigned),
        "released_on": as_day(care.released, (care.released >= 0) & (care.released <= 730)),
    }


def leads_table(leads: Leads, deals: Deals, ids: Codes) -> Columns:
    """Enquiries and addresses."""
    company = np.full(int(leads.number.max(initial=0)) + 1, -1, dtype=np.int64)
    company[deals.lead[deals.lead >= 0]] = deals.company[deals.lead >= 0]
    return {
        "lead_id": ids.number(leads.number),
        "created_at": as_moment(leads.created),
        "source": named(_SOURCES, leads.source),
        "contact_key": coded("L", ids.number(leads.contact)),
        "store_id": ids.team(leads.seat),
        "staff_id": ids.person(leads.person),
        "first_contact_at": as_moment(leads.contacted),
        "qualified_at": as_moment(leads.qualified),
        "customer_id": ids.company(company[leads.contact]),
        "is_spam": leads.spam,
    }


def _values(deals: Deals, lines: Wanted) -> tuple[Ints, Ints]:
    """For each deal what it comes to after discount, and the discount."""
    paid, discount = (np.zeros(len(deals.number), dtype=np.int64) for _ in range(2))
    np.add.at(paid, lines.deal, lines.paid)
    np.add.at(discount, lines.deal, lines.discount)
    return paid, discount


def opportunities_table(seed: int, deals: Deals, lines: Wanted, ids: Codes, block: int) -> Columns:
    """Deals, with what they come to."""
    luck = Luck(seed, block)
    guess = np.floor(deals.lasts * (0.4 + 0.7 * luck.uniform("expects", deals.number))).astype(np.int64) + 10
    return {
        "opportunity_id": ids.number(deals.number),
        "lead_id": as_whole(ids.number(deals.lead)),
        "customer_id": ids.company(deals.company),
        "store_id": ids.team(deals.seat),
        "staff_id": ids.person(deals.person),
        "source": named(_SOURCES, deals.source),
        "created_at": as_moment(deals.created, OLDEST),
        "qualified_at": as_moment(deals.entered(1), OLDEST),
        "stage": named(STAGES, deals.stage),
        "closed_at": as_moment(deals.closed),
        "expected_close_on": as_day(deals.created // DAY + np.minimum(guess, 240)),
        "value_cents": _values(deals, lines)[0],
        "lost_reason": named(LOST_REASONS, deals.reason),
    }


def stage_changes_table(deals: Deals, ids: Codes) -> Columns:
    """When each deal entered each stage."""
    moments = [deals.entered(stage) if stage else deals.created for stage in range(4)]
    entered = np.stack([*moments, *(np.where(deals.stage == end, deals.closed, ABSENT) for end in (4, 5))], axis=1)
    deal, stage = np.nonzero(entered > ABSENT)
    return {
        "opportunity_id": ids.number(deals.number[deal]),
        "stage": named(STAGES, stage),
        "entered_at": as_moment(entered[deal, stage], OLDEST),
    }


def follow_ups_table(follow_ups: fieldwork.FollowUps, deals: Deals, ids: Codes) -> Columns:
    """What was to be done on deals."""
    return {
        "follow_up_id": ids.number(follow_ups.number),
        "opportunity_id": ids.number(deals.number[follow_ups.deal]),
        "staff_id": ids.person(follow_ups.person),
        "kind": named(fieldwork.KINDS, follow_ups.kind),
        "due_on": as_day(follow_ups.due),
        "done_on": as_day(follow_ups.done, follow_ups.done >= 0),
    }


def visits_table(visits: fieldwork.Visits, people: People, ids: Codes) -> Columns:
    """Visits as they were written up."""
    return {
        "visit_id": ids.number(visits.number),
        "customer_id": ids.company(visits.company),
        "staff_id": ids.person(visits.person),
        "store_id": named(TEAM_IDS, people.team[visits.person]),
        "ts": as_moment(visits.moment),
        "minutes": visits.minutes,
        "is_target": visits.target,
        "with_decider": visits.decider,
        "outcome": named(fieldwork.OUTCOMES, visits.outcome),
        "next_step": named(fieldwork.STEPS, visits.step),
        "logged_at": as_moment(visits.logged),
    }


def orders_table(deals: Deals, lines: Wanted, orders: Orders, ids: Codes) -> Columns:
    """One row for each deal won, in the order of time."""
    deal = orders.deal[np.argsort(deals.closed[orders.deal], kind="stable")]
    paid, discount = _values(deals, lines)
    partner = deals.source[deal] == _SOURCES.index("partner")
    return {
        "order_id": ids.number(deals.number[deal]) + _ORDERS_AFTER,
        "opportunity_id": ids.number(deals.number[deal]),
        "store_id": ids.team(deals.seat[deal]),
        "ordered_at": as_moment(deals.closed[deal]),
        "paid_at": as_moment(orders.paid[deal]),
        "customer_id": ids.company(deals.company[deal]),
        "channel": named(("direct", "partner"), partner.astype(np.int64)),
        "staff_id": ids.person(deals.person[deal]),
        "discount_cents": discount[deal],
        "paid_cents": np.where(orders.paid[deal] >= 0, paid[deal], 0),
    }


def order_lines_table(deals: Deals, lines: Wanted, orders: Orders, ids: Codes) -> Columns:
    """What was in each order, in the order of time."""
    line = orders.line[np.argsort(deals.closed[lines.deal[orders.line]], kind="stable")]
    return {
        "order_id": ids.number(deals.number[lines.deal[line]]) + _ORDERS_AFTER,
        "line_no": lines.line_no[line],
        "product_id": named(_PRODUCT_IDS, lines.product[line]),
        "qty": lines.quantity[line],
        "unit_price_cents": lines.price[line],
        "discount_cents": lines.discount[line],
    }


def returns_table(deals: Deals, lines: Wanted, orders: Orders, ids: Codes) -> Columns:
    """Devices sent back."""
    line, back = orders.returned, orders.returned_quantity
    number = ids.number(deals.number[lines.deal[line]]) + _ORDERS_AFTER
    return {
        "return_id": number * 10 + lines.line_no[line],
        "order_id": number,
        "line_no": lines.line_no[line],
        "qty": back,
        "refund_cents": lines.paid[line] * back // lines.quantity[line],
        "returned_on": as_day(orders.returned_day),
    }


def team_plans_table(scale: float) -> Columns:
    """What was agreed with each team."""
    columns = plans.team_plans(scale)
    keys = {
        "store_id": named(TEAM_IDS, columns["team"]),
        "month": named(calendar.months(), columns["month"]),
        "kpi": named(plans.PLANNED_KPIS, columns["kpi"]),
    }
    return keys | {level: columns[level] for level in ("base", "norm", "target")}
