"""The retail chain's tables, put together from its parts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints
from kpilab.worlds.frames import frame
from kpilab.worlds.retail_chain import plans, service
from kpilab.worlds.retail_chain.assortment import PRODUCTS
from kpilab.worlds.retail_chain.baskets import Lines, Returned, draw_lines, draw_returned
from kpilab.worlds.retail_chain.layout import LAYOUT, PLANNED_KPIS
from kpilab.worlds.retail_chain.orders import CHANNELS, Members, Orders, draw_orders
from kpilab.worlds.retail_chain.people import Person, staff
from kpilab.worlds.retail_chain.shelves import draw_shelves
from kpilab.worlds.retail_chain.stores import STORES
from kpilab.worlds.retail_chain.stories import STORIES
from kpilab.worlds.story import chosen

__all__ = ["tables"]

_FIRST = np.datetime64(calendar.FIRST)
_STORE_IDS = np.array([store.store_id for store in STORES])
_PRODUCT_IDS = np.array([product.product_id for product in PRODUCTS])
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


def _code(letter: str, number: Ints, digits: int) -> Any:
    text = np.char.add(letter, np.char.zfill(number.astype(str), digits))
    return _known(text, number >= 0)


def _date(day: date | None) -> Any:
    return np.datetime64("NaT") if day is None else np.datetime64(day)


def _stores() -> Columns:
    names = ("store_id", "store", "city", "district_type", "opened_on", "floor_m2")
    rows = [(s.store_id, s.name, s.city, s.district, np.datetime64(s.opened_on), s.floor_m2) for s in STORES]
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def _staff(people: tuple[Person, ...]) -> Columns:
    names = ("staff_id", "store_id", "name", "role", "fte", "start_on", "end_on")
    rows = [
        (p.staff_id, _STORE_IDS[p.store], p.name, p.role, p.fte, np.datetime64(p.start_on), _date(p.end_on))
        for p in people
    ]
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def _products() -> Columns:
    names = ("product_id", "product", "category", "price_cents", "cost_cents")
    rows = [(p.product_id, p.name, p.category, p.price * 100, p.cost * 100) for p in PRODUCTS]
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def _customers(members: Members) -> Columns:
    # 7919 and 90001 share no factor, so no two members get the same number, and the numbers tell nothing.
    return {
        "customer_id": _code("C", members.number, 5),
        "joined_on": _day(members.joined_day),
        "home_store_id": _STORE_IDS[members.home],
        "member_no": 8_000_000 + members.number * 7919 % 900_001,
    }


def _orders(orders: Orders, lines: Lines, people: tuple[Person, ...], kept: Ints) -> Columns:
    count = len(orders.number)
    discount, paid = (np.zeros(count, dtype=np.int64) for _ in range(2))
    np.add.at(discount, lines.order, lines.discount)
    np.add.at(paid, lines.order, lines.paid)
    sellers = np.array([person.staff_id for person in people])
    every = {
        "order_id": orders.number,
        "store_id": _STORE_IDS[orders.store],
        "ordered_at": _time(orders.minute),
        "paid_at": _time(orders.paid_minute),
        "customer_id": _code("C", orders.customer, 5),
        "channel": np.array(CHANNELS)[orders.channel],
        "staff_id": _known(sellers[orders.seller], orders.seller >= 0),
        "discount_cents": discount,
        "paid_cents": np.where(orders.paid, paid, 0),
    }
    return {name: values[kept] for name, values in every.items()}


def _order_lines(orders: Orders, lines: Lines) -> Columns:
    return {
        "order_id": orders.number[lines.order],
        "line_no": lines.line_no,
        "product_id": _PRODUCT_IDS[lines.product],
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


def _by_store_and_day(**values: Any) -> Columns:
    shape = (len(STORES), len(calendar.days()))
    store, day = np.indices(shape)
    keys = {"store_id": _STORE_IDS[store.ravel()], "day": _day(day.ravel())}
    return keys | {name: table.ravel() for name, table in values.items()}


def _footfall(entries: Ints, out: Any) -> Columns:
    return _by_store_and_day(entries=_known(entries, ~out))


def _stock(units: Ints, received: Ints) -> Columns:
    ends = np.concatenate([[-1], calendar.month_ends()])
    month, store, product = np.indices(units.shape)
    return {
        "store_id": _STORE_IDS[store.ravel()],
        "product_id": _PRODUCT_IDS[product.ravel()],
        "day": _day(ends[month.ravel()]),
        "units": units.ravel(),
        "received_units": received.ravel(),
    }


def _surveys(answers: service.Answers) -> Columns:
    return {
        "survey_id": np.arange(1, len(answers.day) + 1),
        "store_id": _STORE_IDS[answers.store],
        "answered_on": _day(answers.day),
        "score": answers.score,
        "wait_minutes": answers.wait,
    }


def _plans(scale: float) -> Columns:
    values = np.stack([plans.levels(kpi, scale) for kpi in PLANNED_KPIS], axis=2)
    store, month, kpi = np.indices(values.shape[:3])
    levels = values.reshape(-1, 3)
    return {
        "store_id": _STORE_IDS[store.ravel()],
        "month": np.array(calendar.months())[month.ravel()],
        "kpi": np.array(PLANNED_KPIS)[kpi.ravel()],
        "base": levels[:, 0],
        "norm": levels[:, 1],
        "target": levels[:, 2],
    }


def _calendar() -> Columns:
    days = calendar.days()
    return {
        "day": _day(np.arange(len(days))),
        "iso_year": [day.day.isocalendar().year for day in days],
        "iso_week": [day.day.isocalendar().week for day in days],
        "month": [day.month for day in days],
        "quarter": [f"{day.day.year}-Q{(day.day.month + 2) // 3}" for day in days],
        "year": [day.day.year for day in days],
        "weekday": [day.day.isoweekday() for day in days],
        "is_weekend": [day.day.isoweekday() > 5 for day in days],
        "holiday": [day.holiday or None for day in days],
        "promotion": [day.promotion or None for day in days],
    }


def tables(seed: int, *, stories: Iterable[str] | None = None, scale: float = 1.0) -> dict[str, pd.DataFrame]:
    """All tables of the layout; the same seed gives the same rows. `stories` are ids, all for None, none for ()."""
    told = chosen(stories, STORIES)
    people = staff(seed, told)
    orders, members = draw_orders(seed, people, told, scale)
    lines = draw_lines(seed, orders, told)
    kept = np.unique(lines.order)
    served, waits = service.draw_waits(seed, told, scale)
    columns = {
        "stores": _stores(),
        "staff": _staff(people),
        "products": _products(),
        "customers": _customers(members),
        "orders": _orders(orders, lines, people, kept),
        "order_lines": _order_lines(orders, lines),
        "returns": _returns(orders, lines, draw_returned(seed, orders, lines)),
        "footfall": _footfall(*service.draw_entries(seed, told, scale)),
        "stock": _stock(*draw_shelves(seed, orders, lines, told, scale)),
        "surveys": _surveys(service.draw_answers(seed, told, waits, scale)),
        "till_waits": _by_store_and_day(served=served, wait_minutes_mean=waits),
        "plans": _plans(scale),
        "calendar": _calendar(),
    }
    return {table.name: frame(table, columns[table.name]) for table in LAYOUT.tables}
