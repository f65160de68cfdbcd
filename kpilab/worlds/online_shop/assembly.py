"""The tables of the online shop, put together from what was drawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from kpilab.worlds import BLOCK, calendar
from kpilab.worlds.calendar_table import calendar_columns
from kpilab.worlds.chance import Ints, lot
from kpilab.worlds.frames import coded, frame, named
from kpilab.worlds.online_shop.acts import Acts
from kpilab.worlds.online_shop.baskets import Lines, Orders, Returns, draw_lines, draw_orders, draw_returns
from kpilab.worlds.online_shop.books import COST_LINES, PLANNED_KPIS, budget, ledger, phase_of, plan_levels
from kpilab.worlds.online_shop.campaigns import CAMPAIGNS, ad_events, campaign_of, goes_without, held_out
from kpilab.worlds.online_shop.columns import FIRST, Columns, day_of, days_or_none, numbers, time_of
from kpilab.worlds.online_shop.content import PIECES, content_events, followers
from kpilab.worlds.online_shop.demand import DAY, People, draw_demand
from kpilab.worlds.online_shop.layout import ACTS, LAYOUT
from kpilab.worlds.online_shop.logistics import Counts, Parcels, draw_counts, draw_parcels, draw_shelves
from kpilab.worlds.online_shop.office import draw_listening
from kpilab.worlds.online_shop.office_columns import listening_columns, office_columns
from kpilab.worlds.online_shop.registrations import draw_registrations
from kpilab.worlds.online_shop.service import CHANNELS as SERVICE_CHANNELS
from kpilab.worlds.online_shop.service import MATTERS, Invitations, Tickets, draw_invitations, draw_tickets
from kpilab.worlds.online_shop.shop import CATEGORIES, CHANNELS, DEVICES, PHASES, PRODUCTS, WAREHOUSES
from kpilab.worlds.online_shop.stories import STORIES
from kpilab.worlds.online_shop.surroundings import RIVALS, market, rivals
from kpilab.worlds.online_shop.visits import (
    PAGES,
    TYPES,
    Events,
    Searches,
    Visits,
    draw_events,
    draw_searches,
    draw_visits,
)
from kpilab.worlds.story import chosen

__all__ = ["tables"]

_PRODUCT_IDS = tuple(f"P{number}" for number in range(1, len(PRODUCTS) + 1))
_CAMPAIGN_IDS = tuple(f"K{number}" for number in range(1, len(CAMPAIGNS) + 1))
_PIECE_IDS = tuple(f"B{number}" for number in range(1, len(PIECES) + 1))
_PHASE_NAMES = tuple(name for name, _first, _last in PHASES)


def _dates(days: Iterable[date]) -> Any:
    return np.array(list(days), dtype="datetime64[D]")


class _Shop:
    """One block of the shop: what was drawn, and the numbers that its rows bear."""

    def __init__(self, seed: int, stories: Iterable[str] | None, scale: float, block: int) -> None:
        told = chosen(stories, STORIES)
        self.seed, self.scale, self.block, self.start = seed, scale, block, block * BLOCK
        meant, self.people = draw_demand(seed, scale=scale, block=block)
        joined = self.people.joined
        stopped = goes_without(seed, meant.day, meant.channel, meant.customer, joined, block=block)
        meant = meant.taken(np.flatnonzero(~stopped))
        self.orders = draw_orders(seed, meant, told, block=block)
        self.lines = draw_lines(seed, self.orders, told, block=block)
        self.parcels = draw_parcels(seed, self.orders, told, block=block)
        arrived = self.parcels.arrived(len(self.orders.paid))
        self.returns = draw_returns(seed, self.orders, self.lines, arrived, told, block=block)
        self.shelves = draw_shelves(seed, self.orders, self.lines, told, scale=scale, block=block)
        self.visits = draw_visits(seed, self.orders, self.lines, told, scale=scale, block=block)
        self.registered = draw_registrations(seed, self.visits, scale=scale, block=block)
        self.events = draw_events(seed, self.visits, self.orders, told)
        self.tickets = draw_tickets(seed, self.orders, self.parcels, told, block=block)
        self.invitations = draw_invitations(seed, self.orders, self.parcels, block=block)

    def columns(self) -> dict[str, Columns]:
        """Every table's columns by the table's name."""
        return {
            "stores": _stores(),
            "products": _products(),
            "customers": self._customers(self.people),
            "orders": self._orders(self.orders, self.lines, self.visits),
            "order_lines": self._lines(self.orders, self.lines),
            "returns": self._returns(self.lines, self.returns),
            "shipments": self._shipments(self.orders, self.parcels),
            "stock": _stock(*self.shelves),
            "stock_counts": self._counts(draw_counts(self.seed, self.shelves[0], block=self.block)),
            "sessions": self._sessions(self.visits),
            "events": self._events(self.visits, self.events),
            "searches": self._searches(self.visits, draw_searches(self.seed, self.visits)),
            "competitors": _competitors(self.seed),
            "market": _market(self.seed, self.scale),
            "campaigns": _campaigns(),
            "ad_events": self._acts("ad_event_id", ad_events(self.seed, scale=self.scale, block=self.block)),
            "experiments": self._experiments(),
            "pieces": _pieces(),
            "content_events": self._content(),
            "followers": self._followers(),
            "phases": _phases(),
            "budget": _budget(),
            "ledger": self._ledger(),
            "plans": _plans(self.scale),
            "tickets": self._tickets(self.tickets),
            "contacts": self._contacts(self.tickets),
            "survey_invitations": self._invitations(self.invitations),
            "surveys": self._surveys(self.invitations),
            **office_columns(self.seed, self._months(), self.scale),
            "qa_reviews": listening_columns(draw_listening(self.seed, self.tickets, block=self.block), self.start),
            "calendar": calendar_columns(),
        }

    def _ids(self, count: int) -> Ints:
        return self.start + np.arange(1, count + 1)

    def _order_id(self, positions: Ints) -> Ints:
        return np.where(positions < 0, -1, self.start + 500_001 + positions)

    def _customer(self, numbers: Ints) -> Any:
        return coded("C", np.where(numbers < 0, -1, self.start + numbers))

    def _customers(self, people: People) -> Columns:
        days, channels = self.registered
        joined = FIRST + np.concatenate([people.joined, days]).astype("timedelta64[D]")
        channel = named(CHANNELS, np.concatenate([people.channel, channels]))
        return {"customer_id": self._customer(np.arange(1, len(joined) + 1)), "joined_on": joined, "channel": channel}

    def _orders(self, orders: Orders, lines: Lines, visits: Visits) -> Columns:
        meant, size = orders.meant, len(orders.paid)
        paid = np.bincount(lines.order, lines.paid * lines.kept, size).astype(np.int64)
        discount = np.bincount(lines.order, lines.discount * lines.kept, size).astype(np.int64)
        session = np.full(size, -1)
        with_order = visits.order >= 0
        session[visits.order[with_order]] = self.start + visits.number[with_order]
        columns: Columns = {
            "order_id": self._order_id(np.arange(size)),
            "store_id": orders.warehouse,
            "ordered_at": meant.minute,
            "paid_at": orders.paid_minute,
            "customer_id": meant.customer,
            "channel": meant.channel,
            "device": meant.device,
            "session_id": session,
            "campaign_id": campaign_of(meant.day, meant.channel),
            "discount_cents": discount,
            "paid_cents": np.where(orders.paid, paid, 0),
        }
        columns = {name: column[~orders.given_up] for name, column in columns.items()}
        return columns | {
            "store_id": _warehouse(columns["store_id"]),
            "ordered_at": time_of(columns["ordered_at"]),
            "paid_at": time_of(columns["paid_at"]),
            "customer_id": self._customer(columns["customer_id"]),
            "channel": named(CHANNELS, columns["channel"]),
            "device": named(DEVICES, columns["device"]),
            "session_id": numbers(columns["session_id"]),
            "campaign_id": named(_CAMPAIGN_IDS, columns["campaign_id"]),
        }

    def _lines(self, orders: Orders, lines: Lines) -> Columns:
        at = np.flatnonzero(lines.kept & ~orders.given_up[lines.order])
        return {
            "order_id": self._order_id(lines.order[at]),
            "line_no": lines.number[at],
            "product_id": named(_PRODUCT_IDS, lines.product[at]),
            "qty": lines.qty[at],
            "unit_price_cents": lines.price[at],
            "discount_cents": lines.discount[at],
            "first_shipped_qty": numbers(lines.shipped[at]),
        }

    def _returns(self, lines: Lines, returns: Returns) -> Columns:
        return {
            "return_id": self._ids(len(returns.line)),
            "order_id": self._order_id(lines.order[returns.line]),
            "line_no": lines.number[returns.line],
            "qty": returns.qty,
            "refund_cents": returns.refund,
            "returned_on": day_of(returns.day),
        }

    def _shipments(self, orders: Orders, parcels: Parcels) -> Columns:
        return {
            "shipment_id": self._ids(len(parcels.order)),
            "order_id": self._order_id(parcels.order),
            "store_id": _warehouse(orders.warehouse[parcels.order]),
            "promised_on": day_of(parcels.promised),
            "delivered_on": days_or_none(parcels.delivered),
        }

    def _counts(self, counts: Counts) -> Columns:
        ends = np.concatenate([[-1], calendar.month_ends()])
        place = self.start // BLOCK * 1000 + np.arange(1, len(counts.month) + 1)
        return {
            "place": coded("A", place),
            "store_id": _warehouse(counts.warehouse),
            "product_id": named(_PRODUCT_IDS, counts.product),
            "day": day_of(ends[counts.month]),
            "book": counts.book,
            "counted": counts.counted,
        }

    def _visitor(self, visitors: Ints) -> Any:
        return coded("V", self.start + 1 + visitors)

    def _sessions(self, visits: Visits) -> Columns:
        return {
            "session_id": self.start + visits.number,
            "visitor_id": self._visitor(visits.visitor),
            "started_at": time_of(visits.minute),
            "channel": named(CHANNELS, visits.channel),
            "device": named(DEVICES, visits.device),
            "landing_page": named(PAGES, visits.landing),
        }

    def _events(self, visits: Visits, events: Events) -> Columns:
        brought = campaign_of(visits.minute // DAY, visits.channel)
        return {
            "event_id": self._ids(len(events.visit)),
            "session_id": self.start + visits.number[events.visit],
            "visitor_id": self._visitor(visits.visitor)[events.visit],
            "ts": time_of(events.minute),
            "type": named(TYPES, events.type),
            "page_type": named(PAGES, events.page),
            "product_id": named(_PRODUCT_IDS, events.product),
            "position": numbers(events.position),
            "cart_id": coded("B", np.where(events.cart < 0, -1, self.start + events.cart)),
            "campaign_id": named(_CAMPAIGN_IDS, brought)[events.visit],
            "device": named(DEVICES, visits.device[events.visit]),
            "engaged_ms": numbers(events.engaged),
            "load_ms": numbers(events.load),
        }

    def _searches(self, visits: Visits, searches: Searches) -> Columns:
        return {
            "search_id": self._ids(len(searches.visit)),
            "session_id": self.start + visits.number[searches.visit],
            "ts": time_of(searches.minute),
            "results": searches.results,
        }

    def _acts(self, name: str, acts: Acts) -> Columns:
        return {
            name: self._ids(len(acts.of)),
            "campaign_id": named(_CAMPAIGN_IDS, acts.of),
            "visitor_id": coded("A", np.where(acts.who < 0, -1, self.start + acts.who)),
            "ts": time_of(acts.minute),
            "type": named(("impression", "click"), acts.kind),
        }

    def _content(self) -> Columns:
        acts = content_events(self.seed, self.people.joined, scale=self.scale, block=self.block)
        reader = np.where(acts.who < 0, -1, self.people.number[acts.who])
        return {
            "content_event_id": self._ids(len(acts.of)),
            "piece_id": named(_PIECE_IDS, acts.of),
            "reader_id": self._customer(reader),
            "ts": time_of(acts.minute),
            "type": named(ACTS, acts.kind),
        }

    def _experiments(self) -> Columns:
        campaign, customer, without = held_out(self.seed, self.people.joined, block=self.block)
        return {
            "campaign_id": named(_CAMPAIGN_IDS, campaign),
            "customer_id": self._customer(self.people.number[customer]),
            "arm": named(("with", "without"), without),
        }

    def _followers(self) -> Columns:
        gained, lost = followers(self.seed, scale=self.scale, block=self.block)
        return {"day": day_of(np.arange(len(gained))), "gained": gained, "lost": lost}

    def _booked(self) -> tuple[Ints, Ints, Ints]:
        days = len(calendar.days())
        parcels = np.bincount(self.orders.paid_day[self.parcels.order], minlength=days)
        help_ = np.bincount(self.tickets.created // 1440, minlength=days)
        return ledger(parcels[:days], help_[:days])

    def _months(self) -> Ints:
        """Months × what a report tells, in the order of `office.FIELDS`: money in whole currency units."""
        months, count = calendar.month_of(), len(calendar.months())
        joined = np.concatenate([self.people.joined[self.people.joined >= 0], self.registered[0]])
        paid = self.lines.kept & self.orders.paid[self.lines.order]
        line_month = months[self.orders.paid_day[self.lines.order[paid]]]
        sales = np.bincount(line_month, self.lines.paid[paid], count)
        refunds = np.bincount(months[self.returns.day], self.returns.refund, count)
        day, line, cents = self._booked()
        marketing = line == COST_LINES.index("marketing")
        cost = np.array([product.cost for product in PRODUCTS])
        told = (
            np.bincount(months[joined], minlength=count),
            np.bincount(months[self.orders.paid_day[self.orders.paid]], minlength=count),
            (sales - refunds) / 100,
            refunds / 100,
            np.bincount(months[day[marketing]], cents[marketing], count) / 100,
            (self.shelves[0] * cost[None, :, None]).sum(axis=(0, 1))[1:] / 100,
        )
        found: Ints = np.floor(np.stack(told, axis=1)).astype(np.int64)
        return found

    def _ledger(self) -> Columns:
        day, line, cents = self._booked()
        phase = np.where(line < 3, phase_of()[day], -1)
        names = {"cost_line": named(COST_LINES, line), "phase": named(_PHASE_NAMES, phase)}
        return {"day": day_of(day), "amount_cents": cents, **names}

    def _tickets(self, tickets: Tickets) -> Columns:
        return {
            "ticket_id": self._ids(len(tickets.order)),
            "order_id": self._order_id(tickets.order),
            "customer_id": self._customer(self.orders.meant.customer[tickets.order]),
            "channel": named(SERVICE_CHANNELS, tickets.channel),
            "type": named(MATTERS, tickets.matter),
            "created_at": time_of(tickets.created),
            "first_human_reply_at": time_of(tickets.replied),
            "solved_at": time_of(tickets.solved),
            "reopened_at": time_of(tickets.reopened),
        }

    def _contacts(self, tickets: Tickets) -> Columns:
        ticket = np.repeat(np.arange(len(tickets.order)), tickets.contacts)
        place = np.arange(len(ticket)) - np.repeat(np.cumsum(tickets.contacts) - tickets.contacts, tickets.contacts)
        # The first contact opens the ticket, one opens it again, and those between fall into the wait for the solution.
        again = tickets.reopened[ticket]
        between = tickets.contacts[ticket] - 1 - (again >= 0)
        luck = lot(self.seed, "contacts", (self.start + tickets.order[ticket]) * 8 + place)
        created, solved = tickets.created[ticket], tickets.solved[ticket]
        until = np.where(solved >= 0, solved, np.minimum(created + 2 * 1440, len(calendar.days()) * 1440 - 1))
        share = (place - 1 + luck) / np.maximum(between, 1)
        minute = np.where(place > 0, created + (share * (until - created)).astype(np.int64), created)
        minute = np.where((again >= 0) & (place > between), again, minute)
        return {
            "contact_id": self._ids(len(ticket)),
            "ticket_id": self.start + 1 + ticket,
            "customer_id": self._customer(self.orders.meant.customer[tickets.order[ticket]]),
            "ts": time_of(minute),
            "channel": named(SERVICE_CHANNELS, tickets.channel[ticket]),
        }

    def _invitations(self, asked: Invitations) -> Columns:
        return {
            "invitation_id": self._ids(len(asked.order)),
            "order_id": self._order_id(asked.order),
            "sent_at": time_of(asked.sent),
            "delivered": asked.delivered == 1,
            "answered_at": time_of(asked.answered),
        }

    def _surveys(self, asked: Invitations) -> Columns:
        at = asked.answers
        return {
            "survey_id": self.start + 1 + at,
            "order_id": self._order_id(asked.order[at]),
            "answered_on": day_of(asked.answered[at] // 1440),
            "score": asked.score[at],
            "recommend": asked.recommend[at],
        }


def _warehouse(positions: Ints) -> Any:
    return named([warehouse[0] for warehouse in WAREHOUSES], positions)


def _stores() -> Columns:
    return {
        "store_id": [name for name, _store, _city, _opened in WAREHOUSES],
        "store": [store for _id, store, _city, _opened in WAREHOUSES],
        "city": [city for _id, _store, city, _opened in WAREHOUSES],
        "opened_on": _dates(opened for _id, _store, _city, opened in WAREHOUSES),
    }


def _products() -> Columns:
    return {
        "product_id": _PRODUCT_IDS,
        "product": [product.name for product in PRODUCTS],
        "category": [product.category for product in PRODUCTS],
        "price_cents": [product.price * 103 // 10_000 * 100 for product in PRODUCTS],
        "cost_cents": [product.cost for product in PRODUCTS],
    }


def _stock(units: Ints, received: Ints) -> Columns:
    ends = np.concatenate([[-1], calendar.month_ends()])
    warehouse, product, month = np.indices(units.shape)
    return {
        "store_id": _warehouse(warehouse.ravel()),
        "product_id": named(_PRODUCT_IDS, product.ravel()),
        "day": day_of(ends[month.ravel()]),
        "units": units.ravel(),
        "received_units": received.ravel(),
    }


def _by_month(names: tuple[str, ...], values: Ints) -> tuple[Any, Any, Ints]:
    month, name = np.indices(values.shape)
    return named(calendar.months(), month.ravel()), named(names, name.ravel()), values.ravel()


def _competitors(seed: int) -> Columns:
    month, rival, visitors = _by_month(tuple(name for name, _size in RIVALS), rivals(seed))
    return {"month": month, "competitor": rival, "visitors": visitors, "source": ["panel"] * len(visitors)}


def _market(seed: int, scale: float) -> Columns:
    month, category, total = _by_month(CATEGORIES, market(seed, scale))
    return {"month": month, "category": category, "total_cents": total}


def _campaigns() -> Columns:
    return {
        "campaign_id": _CAMPAIGN_IDS,
        "campaign": [f"{campaign.name} {campaign.first.year}" for campaign in CAMPAIGNS],
        "objective": [campaign.objective for campaign in CAMPAIGNS],
        "channel": [campaign.channel for campaign in CAMPAIGNS],
        "start_on": _dates(campaign.first for campaign in CAMPAIGNS),
        "end_on": _dates(campaign.last for campaign in CAMPAIGNS),
        "cost_cents": [campaign.cost for campaign in CAMPAIGNS],
        "plan_cents": [campaign.plan for campaign in CAMPAIGNS],
        "audience": [campaign.audience for campaign in CAMPAIGNS],
    }


def _pieces() -> Columns:
    return {
        "piece_id": _PIECE_IDS,
        "title": [title for title, _kind, _published in PIECES],
        "kind": [kind for _title, kind, _published in PIECES],
        "published_on": _dates(published for _title, _kind, published in PIECES),
    }


def _phases() -> Columns:
    return {
        "phase": _PHASE_NAMES,
        "first_on": _dates(first for _name, first, _last in PHASES),
        "last_on": _dates(last for _name, _first, last in PHASES),
    }


def _budget() -> Columns:
    lines, phases, days, cents = zip(*budget(), strict=True)
    return {"cost_line": lines, "phase": phases, "day": day_of(np.array(days)), "amount_cents": cents}


def _plans(scale: float) -> Columns:
    levels = np.stack([plan_levels(kpi, scale) for kpi in PLANNED_KPIS], axis=1)
    month, kpi = np.indices(levels.shape[:2])
    base, norm, target = levels.reshape(-1, 3).T
    names = {"month": named(calendar.months(), month.ravel()), "kpi": named(PLANNED_KPIS, kpi.ravel())}
    return {**names, "base": base, "norm": norm, "target": target}


def tables(
    seed: int, *, stories: Iterable[str] | None = None, scale: float = 1.0, block: int = 0
) -> dict[str, pd.DataFrame]:
    """All tables of the layout; the same seed gives the same rows. `stories` are ids, all for None, none for ()."""
    columns = _Shop(seed, stories, scale, block).columns()
    return {table.name: frame(table, columns[table.name]) for table in LAYOUT.tables}
