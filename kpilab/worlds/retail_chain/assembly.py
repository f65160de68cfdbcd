"""The retail chain's tables, put together from its parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from kpilab.worlds import BLOCK, calendar
from kpilab.worlds.calendar_table import calendar_columns
from kpilab.worlds.chance import Ints, stream
from kpilab.worlds.frames import coded, frame, named
from kpilab.worlds.retail_chain import plans, service
from kpilab.worlds.retail_chain.assortment import PRODUCTS
from kpilab.worlds.retail_chain.baskets import Lines, Returned, draw_lines, draw_returned
from kpilab.worlds.retail_chain.layout import LAYOUT, PLANNED_KPIS
from kpilab.worlds.retail_chain.orders import CHANNELS, Members, Orders, draw_orders
from kpilab.worlds.retail_chain.people import Person, staff
from kpilab.worlds.retail_chain.shelves import draw_shelves
from kpilab.worlds.retail_chain.stores import STORES, Store, region
from kpilab.worlds.retail_chain.stories import STORIES
from kpilab.worlds.story import chosen

__all__ = ["tables"]

_FIRST = np.datetime64(calendar.FIRST)
_PRODUCT_IDS = [product.product_id for product in PRODUCTS]
Columns = dict[str, Any]


def _day(day: Ints) -> Any:
    return _FIRST + day.astype("timedelta64[D]")


def _time(minute: Ints) -> Any:
    moment = _FIRST.astype("datetime64[m]") + minute.astype("timedelta64[m]")
    moment[minute < 0] = np.datetime64("NaT")
    return moment


def _known(values: Any, known: Any) -> Any:
    cells = values.astype(object)
    cells[~known] = None
    return cells


def _ids(stores: tuple[Store, ...], positions: Ints) -> Any:
    return named([store.store_id for store in stores], positions)


def _members(number: Ints, block: int) -> Any:
    return coded("C", np.where(number < 0, -1, number + block * BLOCK), digits=5)


def _date(day: date | None) -> Any:
    return np.datetime64("NaT") if day is None else np.datetime64(day)


def _stores(stores: tuple[Store, ...]) -> Columns:
    names = ("store_id", "store", "city", "district_type", "opened_on", "floor_m2")
    rows = [(s.store_id, s.name, s.city, s.district, np.datetime64(s.opened_on), s.floor_m2) for s in stores]
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def _staff(stores: tuple[Store, ...], people: tuple[Person, ...]) -> Columns:
    names = ("staff_id", "store_id", "name", "role", "fte", "start_on", "end_on")
    rows = [
        (p.staff_id, stores[p.store].store_id, p.name, p.role, p.fte, np.datetime64(p.start_on), _date(p.end_on))
        for p in people
    ]
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def _products() -> Columns:
    names = ("product_id", "product", "category", "price_cents", "cost_cents")
    rows = [(p.product_id, p.name, p.category, p.price * 100, p.cost * 100) for p in PRODUCTS]
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def _customers(stores: tuple[Store, ...], members: Members, block: int) -> Columns:
    # 7919 and 90001 share no factor, so no two members get the same number, and the numbers tell nothing.
    return {
        "customer_id": _members(members.number, block),
        "joined_on": _day(members.joined_day),
        "home_store_id": _ids(stores, members.home),
        "member_no": block * BLOCK + 8_000_000 + members.number * 7919 % 900_001,
    }


def _sums(lines: Lines, values: Ints, orders: Orders) -> Ints:
    """The sum over each order's lines; whole cents below 2⁵³ stay exact on the way."""
    return np.bincount(lines.order, weights=values, minlength=len(orders.number)).astype(np.int64)


def _orders(stores: tuple[Store, ...], orders: Orders, lines: Lines, people: tuple[Person, ...], block: int) -> Columns:
    discount, paid = (_sums(lines, values, orders) for values in (lines.discount, lines.paid))
    kept = np.flatnonzero(np.bincount(lines.order, minlength=len(orders.number)))
    placed = orders if len(kept) == len(orders.number) else orders.taken(kept)
    return {
        "order_id": placed.number,
        "store_id": _ids(stores, placed.store),
        "ordered_at": _time(placed.minute),
        "paid_at": _time(placed.paid_minute),
        "customer_id": _members(placed.customer, block),
        "channel": named(CHANNELS, placed.channel),
        "staff_id": named([person.staff_id for person in people], placed.seller),
        "discount_cents": discount[kept],
        "paid_cents": np.where(placed.paid, paid[kept], 0),
    }


def _order_lines(orders: Orders, lines: Lines) -> Columns:
    return {
        "order_id": orders.number[lines.order],
        "line_no": lines.line_no,
        "product_id": named(_PRODUCT_IDS, lines.product),
        "qty": lines.quantity,
        "unit_price_cents": lines.price,
        "discount_cents": lines.discount,
    }


def _returns(orders: Orders, lines: Lines, returned: Returned) -> Columns:
    order, line_no = orders.number[lines.order][returned.line], lines.line_no[returned.line]
    return {
        "return_id": order * 10 + line_no,
        "order_id": order,
        "line_no": line_no,
        "qty": returned.quantity,
        "refund_cents": returned.refund,
        "returned_on": _day(returned.day),
    }


def _by_store_and_day(stores: tuple[Store, ...], **values: Any) -> Columns:
    shape = (len(STORES), len(calendar.days()))
    store, day = np.indices(shape)
    keys = {"store_id": _ids(stores, store.ravel()), "day": _day(day.ravel())}
    return keys | {name: table.ravel() for name, table in values.items()}


def _footfall(stores: tuple[Store, ...], entries: Ints, out: Any) -> Columns:
    return _by_store_and_day(stores, entries=_known(entries, ~out))


def _stock(stores: tuple[Store, ...], units: Ints, received: Ints) -> Columns:
    ends = np.concatenate([[-1], calendar.month_ends()])
    month, store, product = np.indices(units.shape)
    return {
        "store_id": _ids(stores, store.ravel()),
        "product_id": named(_PRODUCT_IDS, product.ravel()),
        "day": _day(ends[month.ravel()]),
        "units": units.ravel(),
        "received_units": received.ravel(),
    }


def _surveys(stores: tuple[Store, ...], answers: service.Answers, block: int) -> Columns:
    return {
        "survey_id": block * BLOCK + np.arange(1, len(answers.day) + 1),
        "store_id": _ids(stores, answers.store),
        "answered_on": _day(answers.day),
        "score": answers.score,
        "wait_minutes": answers.wait,
    }


def _plans(stores: tuple[Store, ...], scale: float) -> Columns:
    values = np.stack([plans.levels(kpi, scale) for kpi in PLANNED_KPIS], axis=2)
    store, month, kpi = np.indices(values.shape[:3])
    levels = values.reshape(-1, 3)
    return {
        "store_id": _ids(stores, store.ravel()),
        "month": named(calendar.months(), month.ravel()),
        "kpi": named(PLANNED_KPIS, kpi.ravel()),
        "base": levels[:, 0],
        "norm": levels[:, 1],
        "target": levels[:, 2],
    }


def tables(
    seed: int, *, stories: Iterable[str] | None = None, scale: float = 1.0, block: int = 0
) -> dict[str, pd.DataFrame]:
    """All tables of the layout; the same seed gives the same rows. `stories` are ids, all for None, none for ().

    A block beyond the first is a region of eight more stores with staff and members of their own; what happened at a
    named store happened in the first block alone.
    """
    told = {name: story for name, story in chosen(stories, STORIES).items() if not block or "store" not in story.where}
    streams, stores = partial(stream, seed, block=block), region(block)
    people = staff(streams, told, stores, block * BLOCK + 1)
    orders, members = draw_orders(streams, people, told, scale)
    orders = replace(orders, number=orders.number + block * BLOCK)
    lines = draw_lines(streams, orders, told)
    served, waits = service.draw_waits(streams, told, scale)
    columns = {
        "stores": _stores(stores),
        "staff": _staff(stores, people),
        "products": _products(),
        "customers": _customers(stores, members, block),
        "orders": _orders(stores, orders, lines, people, block),
        "order_lines": _order_lines(orders, lines),
        "returns": _returns(orders, lines, draw_returned(streams, orders, lines)),
        "footfall": _footfall(stores, *service.draw_entries(streams, told, scale)),
        "stock": _stock(stores, *draw_shelves(streams, orders, lines, told, scale)),
        "surveys": _surveys(stores, service.draw_answers(streams, told, waits, scale), block),
        "till_waits": _by_store_and_day(stores, served=served, wait_minutes_mean=waits),
        "plans": _plans(stores, scale),
        "calendar": calendar_columns(),
    }
    return {table.name: frame(table, columns[table.name]) for table in LAYOUT.tables}
