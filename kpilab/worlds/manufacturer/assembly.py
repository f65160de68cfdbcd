"""The manufacturer's tables, put together from their parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpilab.worlds import BLOCK
from kpilab.worlds.calendar import FIRST
from kpilab.worlds.calendar_table import calendar_columns
from kpilab.worlds.chance import Ints, log_normal, stream
from kpilab.worlds.frames import TEXT, coded, frame, named
from kpilab.worlds.manufacturer import care, deals, deliveries, service
from kpilab.worlds.manufacturer.firms import (
    FIRST_NAMES,
    INDUSTRIES,
    LAST_DAY,
    MANAGERS,
    REGIONS,
    SEGMENTS,
    Firms,
    draw_firms,
)
from kpilab.worlds.manufacturer.layout import LAYOUT
from kpilab.worlds.manufacturer.orders import Lines, Orders, draw_lines, draw_orders
from kpilab.worlds.manufacturer.plant import LINES, PRODUCTS, Batches, draw_batches
from kpilab.worlds.manufacturer.stories import STORIES
from kpilab.worlds.manufacturer.terms import NEVER, REASONS, Terms, draw_terms
from kpilab.worlds.story import chosen

__all__ = ["tables"]

Columns = dict[str, Any]
_TRADES = ("Household", "Packaging", "Medical", "Lifts", "Water", "Textile")
_FORMS = ("Machinery", "Works", "Systems", "Technology", "Industries", "Equipment", "Manufacturing", "Group")


def _day(day: Ints) -> Any:
    found = np.datetime64(FIRST) + np.minimum(np.maximum(day, -(10**5)), 10**5).astype("timedelta64[D]")
    return np.where((day < NEVER) & (day > -(10**5)), found, np.datetime64("NaT"))


def _time(minute: Ints) -> Any:
    moment = np.datetime64(FIRST).astype("datetime64[m]") + np.clip(minute, -(10**8), 10**8).astype("timedelta64[m]")
    return np.where((minute > -(10**8)) & (minute < 10**8), moment, np.datetime64("NaT"))


def _customers(firms: Firms, positions: Ints, block: int) -> Any:
    return coded("C", np.where(positions < 0, -1, block * BLOCK + 101 + positions))


def _people(positions: Ints, block: int) -> Any:
    return coded("E", block * BLOCK + 1 + positions)


def _staff(seed: int, scale: float, block: int) -> Columns:
    sets = care.staff_sets(scale)
    each = len(MANAGERS)
    number = np.arange(sets * each + len(care.SERVICE))
    manager = number < sets * each
    who = np.where(manager, number % each, each + number - sets * each)
    return {
        "staff_id": _people(number, block),
        "name": named([*(name for name, _region in MANAGERS), *care.SERVICE], who),
        "role": named(("account manager", "service"), (~manager).astype(np.int64)),
        "region": named(REGIONS, np.array([*(REGIONS.index(region) for _name, region in MANAGERS), -1, -1, -1])[who]),
        "fte": np.where(who == each + 2, 0.6, 1.0),
        "start_on": _day(care.starts(seed, scale, block)),
        "end_on": _day(np.where(manager & (who == 5), care.HANDED_OVER - 1, NEVER)),
    }


def _firms(firms: Firms, block: int) -> Columns:
    count = len(firms.joined)
    form = firms.name // len(FIRST_NAMES) % len(_FORMS)
    first = pa.array(named(FIRST_NAMES, firms.name % len(FIRST_NAMES)))
    trade = pa.array(named(_TRADES, firms.industry))
    last = pa.array(named(_FORMS, form))
    number = firms.name // (len(FIRST_NAMES) * len(_FORMS))
    space = pa.scalar(" ", pa.large_string())
    whole = pc.binary_join_element_wise(first, trade, last, space)
    later = pc.binary_join_element_wise(whole, pa.array(number + 1).cast(pa.large_string()), space)
    names = pc.if_else(pa.array(number > 0), later, whole)
    return {
        "customer_id": _customers(firms, np.arange(count), block),
        "customer": pd.array(names, dtype=TEXT),
        "joined_on": _day(firms.joined),
        "segment": named(SEGMENTS, firms.segment),
        "industry": named(INDUSTRIES, firms.industry),
        "region": named(REGIONS, firms.region),
    }


def _accounts(seed: int, firms: Firms, terms: Terms, scale: float, block: int) -> Columns:
    """One row for each customer and manager: most keep theirs, those of one manager are handed over."""
    firm = np.arange(len(firms.joined))
    moved = firms.manager == 5
    over = care.HANDED_OVER
    first = firm[~moved | (firms.joined < over)]
    second = firm[moved & (terms.ends >= over)]
    out = np.where(terms.ends < NEVER, terms.ends + 1, NEVER)
    whose = np.concatenate([first, second])
    later = np.arange(len(whose)) >= len(first)
    begins = np.where(later, np.maximum(firms.joined[whose], over), firms.joined[whose])
    ends = np.where(~later & moved[whose], np.minimum(out[whose], over), out[whose])
    order = np.lexsort((begins, whose))
    whose, begins, ends = whose[order], begins[order], ends[order]
    manager = care.manager_on(firms, whose, begins, scale)
    return {
        "customer_id": _customers(firms, whose, block),
        "staff_id": _people(manager, block),
        "assigned_on": _day(np.maximum(begins, care.starts(seed, scale, block)[manager])),
        "released_on": _day(np.where(ends <= LAST_DAY + 1, ends, NEVER)),
    }


def _contracts(seed: int, firms: Firms, terms: Terms, block: int) -> tuple[Columns, Columns]:
    """Contracts, and what came of those that ended."""
    rng = stream(seed, "values", block)
    count, years = terms.due.shape
    value = np.floor(log_normal(rng, (count, years + 1), 0.2) * (firms.yearly / 10_000)[:, None])
    start = np.concatenate([firms.joined[:, None], terms.again], axis=1)
    due = np.concatenate([terms.due, np.full((count, 1), NEVER)], axis=1)
    runs = np.where(start < NEVER, start, 0) + 364
    # What began before the orders do and has not ended within the tables ends a year after its last renewal.
    first_open = (terms.due[:, 0] >= NEVER) & (firms.joined < LAST_DAY - 364)
    years_gone = (LAST_DAY - firms.joined) // 365 + 1
    runs[:, 0] = np.where(first_open, firms.joined + years_gone * 365 - 1, runs[:, 0])
    end = np.where(due < NEVER, due, runs)
    firm, year = np.nonzero(start < NEVER)
    number = block * BLOCK + 1 + firm * (years + 1) + year
    ended = np.flatnonzero(due[firm, year] < NEVER)
    where = (firm[ended], year[ended])
    left = terms.left[where]
    contracts = {
        "contract_id": number,
        "account_id": _customers(firms, firm, block),
        "start_on": _day(start[firm, year]),
        "end_on": _day(end[firm, year]),
        "yearly_value_cents": (value[firm, year].astype(np.int64) + 1) * 10_000,
    }
    renewals = {
        "contract_id": number[ended],
        "due_on": _day(terms.due[where]),
        "decided_on": _day(terms.decided[where]),
        "outcome": named(("renewed", "left"), left.astype(np.int64)),
        "reason": named(REASONS, np.where(left, terms.reason[where], -1)),
        "extra_discount": terms.bought[where],
    }
    return contracts, renewals


def _products() -> Columns:
    names = ("product_id", "product", "category", "plant_line", "price_cents", "cost_cents")
    rows = [(one.product_id, one.name, one.category, one.line, one.price, one.cost) for one in PRODUCTS]
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def _batches(batches: Batches) -> Columns:
    batch, line = (index.ravel() for index in np.indices(batches.day.shape))
    return {
        "batch_id": coded("B", (line + 1) * 1000 + batch),
        "plant_line": named(LINES, line),
        "made_on": _day(batches.day.ravel()),
        "made_qty": batches.made.ravel(),
        "checked_qty": batches.checked.ravel(),
        "faulty_qty": batches.faulty.ravel(),
    }


def _orders(firms: Firms, orders: Orders, lines: Lines, shipped: Ints, scale: float, block: int) -> Columns:
    count = len(orders.firm)
    discount, paid = (
        np.bincount(lines.order, weights=values, minlength=count).astype(np.int64)
        for values in (lines.discount, lines.paid)
    )
    gone = shipped < NEVER
    return {
        "order_id": block * BLOCK + 1 + np.arange(count),
        "ordered_at": _time(orders.minute),
        "paid_at": _time(np.where(gone, shipped * 1440 + 16 * 60 + orders.cell % 90, -(10**9))),
        "customer_id": _customers(firms, orders.firm, block),
        "staff_id": _people(care.manager_on(firms, orders.firm, orders.day, scale), block),
        "plant_line": named(LINES, orders.line),
        "discount_cents": discount,
        "paid_cents": np.where(gone, paid, 0),
    }


def _order_lines(orders: Orders, lines: Lines, shipped: Ints, block: int) -> Columns:
    gone = shipped[lines.order] < NEVER
    return {
        "order_id": block * BLOCK + 1 + lines.order,
        "line_no": lines.line_no,
        "product_id": named([product.product_id for product in PRODUCTS], lines.product),
        "batch_id": coded("B", (orders.line[lines.order] + 1) * 1000 + lines.batch),
        "qty": lines.quantity,
        "unit_price_cents": np.array([product.price for product in PRODUCTS])[lines.product],
        "discount_cents": lines.discount,
        "first_shipped_qty": pd.arrays.IntegerArray(lines.shipped, ~gone),
    }


def _shipments(firms: Firms, orders: Orders, parcels: deliveries.Parcels, block: int) -> Columns:
    return {
        "shipment_id": block * BLOCK + (1 + parcels.order) * 2 + parcels.second,
        "order_id": block * BLOCK + 1 + parcels.order,
        "carrier": named(deliveries.CARRIERS, firms.region[orders.firm[parcels.order]]),
        "promised_on": _day(parcels.promised),
        "shipped_on": _day(parcels.shipped),
        "delivered_on": _day(parcels.delivered),
    }


def _returns(lines: Lines, returned: deliveries.Returned, block: int) -> Columns:
    line = returned.line
    order = block * BLOCK + 1 + lines.order[line]
    return {
        "return_id": order * 10 + lines.line_no[line],
        "order_id": order,
        "line_no": lines.line_no[line],
        "qty": returned.quantity,
        "reason": named(deliveries.RETURN_REASONS, returned.reason),
        "refund_cents": np.maximum(lines.paid[line] * returned.quantity // lines.quantity[line], 1),
        "returned_on": _day(returned.day),
    }


def _visits(firms: Firms, visits: care.Visits, block: int) -> Columns:
    return {
        "visit_id": block * BLOCK + 1 + np.arange(len(visits.firm)),
        "customer_id": _customers(firms, visits.firm, block),
        "staff_id": _people(visits.manager, block),
        "ts": _time(visits.minute),
        "minutes": visits.minutes,
        "is_target": (firms.segment[visits.firm] < 2) | (visits.minute % 7 > 1),
        "with_decider": visits.with_decider > 0,
        "outcome": named(care.OUTCOMES, visits.outcome),
        "next_step": named(care.NEXT_STEPS, visits.next_step),
        "logged_at": _time(visits.logged_minute),
    }


def _tickets(firms: Firms, orders: Orders, tickets: service.Tickets, block: int) -> Columns:
    return {
        "ticket_id": block * BLOCK + tickets.number,
        "order_id": block * BLOCK + 1 + tickets.order,
        "customer_id": _customers(firms, orders.firm[tickets.order], block),
        "created_at": _time(tickets.minute),
        "channel": named(service.CHANNELS, tickets.channel),
        "type": named(service.TYPES, tickets.kind),
        "topic": named(service.TOPICS, tickets.topic),
        "first_human_reply_at": _time(tickets.replied),
        "solved_at": _time(tickets.solved),
        "reopened_at": _time(tickets.reopened),
    }


def _opportunities(firms: Firms, found: deals.Deals, block: int) -> Columns:
    return {
        "opportunity_id": block * BLOCK + 1 + np.arange(len(found.created)),
        "staff_id": _people(found.manager, block),
        "created_at": _day(found.created),
        "qualified_at": _day(found.qualified),
        "closed_at": _day(found.closed),
        "stage": named(deals.STAGES, found.stage),
        "value_cents": found.value + 100_000,
        "customer_id": _customers(firms, found.firm, block),
    }


def _asked(firms: Firms, asked: service.Asked, block: int) -> tuple[Columns, Columns]:
    number = block * BLOCK + 1 + asked.firm * 4 + asked.wave
    says = np.flatnonzero(asked.answered_minute >= 0)
    invitations = {
        "invitation_id": number,
        "customer_id": _customers(firms, asked.firm, block),
        "wave": named(("2024-05", "2024-11", "2025-05", "2025-11"), asked.wave),
        "sent_at": _time(asked.sent_minute),
        "delivered": asked.delivered,
        "answered_at": _time(asked.answered_minute),
    }
    surveys = {
        "survey_id": number[says],
        "customer_id": _customers(firms, asked.firm[says], block),
        "answered_on": _day(asked.answered_minute[says] // 1440),
        "score": asked.score[says],
        "recommend": asked.recommend[says],
    }
    return invitations, surveys


def tables(
    seed: int, *, stories: Iterable[str] | None = None, scale: float = 1.0, block: int = 0
) -> dict[str, pd.DataFrame]:
    """All tables of the layout; the same seed gives the same rows. `stories` are ids, all for None, none for ().

    A larger manufacturer has more customers and more account managers, and the same products and batches.
    """
    told = chosen(stories, STORIES)
    firms = draw_firms(seed, scale, block)
    terms = draw_terms(seed, firms, told, block)
    orders = draw_orders(seed, firms, terms, block)
    lines = draw_lines(seed, firms, terms, orders, block)
    batches = draw_batches(seed, told)
    parcels = deliveries.draw_parcels(seed, firms, orders, lines, told, block)
    returned = deliveries.draw_returned(seed, orders, lines, parcels, batches, block)
    tickets = service.draw_tickets(seed, orders, lines, parcels, returned, block)
    contracts, renewals = _contracts(seed, firms, terms, block)
    invitations, surveys = _asked(firms, service.draw_asked(seed, firms, terms, told, block), block)
    columns = {
        "staff": _staff(seed, scale, block),
        "customers": _firms(firms, block),
        "accounts": _accounts(seed, firms, terms, scale, block),
        "contracts": contracts,
        "renewals": renewals,
        "products": _products(),
        "batches": _batches(batches),
        "orders": _orders(firms, orders, lines, parcels.first_shipped, scale, block),
        "order_lines": _order_lines(orders, lines, parcels.first_shipped, block),
        "shipments": _shipments(firms, orders, parcels, block),
        "returns": _returns(lines, returned, block),
        "visits": _visits(firms, care.draw_visits(seed, firms, terms, told, scale, block), block),
        "tickets": _tickets(firms, orders, tickets, block),
        "opportunities": _opportunities(firms, deals.draw_deals(seed, firms, scale, block), block),
        "survey_invitations": invitations,
        "surveys": surveys,
        "calendar": calendar_columns(),
    }
    return {table.name: frame(table, columns[table.name]) for table in LAYOUT.tables}
