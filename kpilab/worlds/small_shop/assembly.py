"""The small shop's tables, put together from its parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from kpilab.worlds import BLOCK, calendar
from kpilab.worlds.calendar_table import calendar_columns
from kpilab.worlds.chance import Ints, happens, stream
from kpilab.worlds.frames import coded, frame, named
from kpilab.worlds.small_shop import bookkeeping
from kpilab.worlds.small_shop.assortment import PRODUCTS
from kpilab.worlds.small_shop.layout import AUDITED, LAYOUT
from kpilab.worlds.small_shop.stories import STORIES
from kpilab.worlds.small_shop.trade import Lines, Sales, draw_lines, draw_sales, is_open
from kpilab.worlds.story import chosen

__all__ = ["tables"]

_FIRST = np.datetime64(calendar.FIRST)
_STORE, _PEOPLE, _CODES = ("S1",), ("E1", "E2"), tuple(product.product_id for product in PRODUCTS)
Columns = dict[str, Any]


def _day(day: Ints) -> Any:
    return _FIRST + day.astype("timedelta64[D]")


def _time(minute: Ints) -> Any:
    return _FIRST.astype("datetime64[m]") + minute.astype("timedelta64[m]")


def _store(count: int) -> Any:
    return named(_STORE, np.zeros(count, dtype=np.int64))


def _stores() -> Columns:
    opened = np.array(["2019-03-15"], dtype="datetime64[D]")
    return {"store_id": ["S1"], "store": ["Lane Tea"], "city": ["Suzhou"], "opened_on": opened, "floor_m2": [38]}


def _staff() -> Columns:
    return {
        "staff_id": list(_PEOPLE),
        "store_id": ["S1", "S1"],
        "name": ["Ru", "Ming"],
        "role": ["owner", "helper"],
        "fte": [1.0, 0.6],
        "start_on": np.array(["2019-03-15", "2023-09-01"], dtype="datetime64[D]"),
        "end_on": np.array(["NaT", "NaT"], dtype="datetime64[D]"),
    }


def _products() -> Columns:
    rows = [(p.product_id, p.name, p.category, p.unit, p.price * 100, p.cost * 100) for p in PRODUCTS]
    names = ("product_id", "product", "category", "unit", "price_cents", "cost_cents")
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def _customers(sales: Sales) -> Columns:
    known = sales.guest > 0
    guest, first = np.unique(sales.guest[known], return_index=True)
    return {"customer_id": coded("C", guest), "joined_on": _day(sales.day[known][first])}


def _orders(sales: Sales, lines: Lines) -> Columns:
    count = len(sales.number)
    discount, paid = (np.zeros(count, dtype=np.int64) for _ in range(2))
    np.add.at(discount, lines.sale, lines.discount)
    np.add.at(paid, lines.sale, lines.price * lines.quantity - lines.discount)
    return {
        "order_id": sales.number,
        "store_id": _store(count),
        "paid_at": _time(sales.minute),
        "customer_id": coded("C", sales.guest),
        "channel": named(("store", "phone"), sales.by_phone.astype(np.int64)),
        "staff_id": named(_PEOPLE, sales.helper.astype(np.int64)),
        "discount_cents": discount,
        "paid_cents": paid,
    }


def _order_lines(sales: Sales, lines: Lines) -> Columns:
    return {
        "order_id": sales.number[lines.sale],
        "line_no": lines.line_no,
        "product_id": named(_CODES, lines.product),
        "qty": lines.quantity,
        "unit_price_cents": lines.price,
        "discount_cents": lines.discount,
    }


def _returns(seed: int, sales: Sales, lines: Lines, block: int) -> Columns:
    rng = stream(seed, "returns", block)
    back = happens(rng, 0.015, len(lines.sale))
    later = 1 + rng.integers(20, size=len(lines.sale))
    day = sales.day[lines.sale] + later
    back &= day < len(calendar.days())
    order, line_no = sales.number[lines.sale][back], lines.line_no[back]
    paid = lines.price * lines.quantity - lines.discount
    return {
        "return_id": order * 10 + line_no,
        "order_id": order,
        "line_no": line_no,
        "qty": lines.quantity[back],
        "refund_cents": paid[back],
        "returned_on": _day(day[back]),
    }


def _footfall(seed: int, sales: Sales, scale: float, block: int) -> Columns:
    entries, kept = bookkeeping.draw_tally(seed, sales, scale, block)
    days = np.flatnonzero(is_open())
    cells = entries[days].astype(object)
    cells[~kept[days]] = None
    return {"store_id": _store(len(days)), "day": _day(days), "entries": cells}


def _stock(units: Ints, received: Ints) -> Columns:
    ends = np.concatenate([[-1], calendar.month_ends()])
    month, product = np.indices(units.shape)
    return {
        "store_id": _store(units.size),
        "product_id": named(_CODES, product.ravel()),
        "day": _day(ends[month.ravel()]),
        "units": units.ravel(),
        "received_units": received.ravel(),
    }


def _stock_counts(books: Ints, counted: Ints) -> Columns:
    month, product = np.indices(books.shape)
    place = named(_CODES, product.ravel())
    return {
        "place": place,
        "product_id": place,
        "day": _day(calendar.month_ends()[month.ravel()]),
        "book": books.ravel(),
        "counted": counted.ravel(),
    }


def _surveys(seed: int, sales: Sales, block: int) -> Columns:
    where, score = bookkeeping.draw_scores(seed, sales, block)
    number = block * BLOCK + 1 + np.arange(len(where))
    return {"survey_id": number, "store_id": _store(len(where)), "answered_on": _day(sales.day[where]), "score": score}


def _audits(audit: bookkeeping.Audit, sales: Sales) -> Columns:
    return {
        "report_id": sales.number[audit.sale],
        "audited_on": _day(audit.day),
        "field": named(AUDITED, audit.field),
        "reported": [text or None for text in audit.reported],
        "true_value": list(audit.true),
    }


def _reports(seed: int, stories: Any) -> Columns:
    due, written = bookkeeping.draw_sheets(seed, stories)
    last = len(calendar.days()) * 24 * 60
    sent = _time(written)
    sent[written >= last] = np.datetime64("NaT")
    never = np.full(len(due), np.datetime64("NaT"), dtype="datetime64[m]")
    return {"report_id": 1 + np.arange(len(due)), "due_at": _time(due), "sent_at": sent, "corrected_at": never}


def tables(
    seed: int, *, stories: Iterable[str] | None = None, scale: float = 1.0, block: int = 0
) -> dict[str, pd.DataFrame]:
    """All tables of the layout; the same seed gives the same rows. `stories` are ids, all for None, none for ().

    A `block` above 0 is another stretch of the same shop: its sales and guests have numbers of their own.

    >>> made = tables(3, scale=0.5)
    >>> bool(made["orders"]["paid_cents"].min() > 0)
    True
    """
    told = chosen(stories, STORIES)
    sales = draw_sales(seed, told, scale, block)
    lines = draw_lines(seed, sales, told, block)
    units, received = bookkeeping.draw_shelves(seed, sales, lines, told, scale, block)
    audit = bookkeeping.draw_audits(seed, sales, lines, told)
    columns = {
        "stores": _stores(),
        "staff": _staff(),
        "products": _products(),
        "customers": _customers(sales),
        "orders": _orders(sales, lines),
        "order_lines": _order_lines(sales, lines),
        "returns": _returns(seed, sales, lines, block),
        "footfall": _footfall(seed, sales, scale, block),
        "stock": _stock(units, received),
        "stock_counts": _stock_counts(bookkeeping.draw_books(seed, units, told), units[1:]),
        "surveys": _surveys(seed, sales, block),
        "audits": _audits(audit, sales),
        "reports": _reports(seed, told),
        "calendar": calendar_columns(),
    }
    return {table.name: frame(table, columns[table.name]) for table in LAYOUT.tables}
