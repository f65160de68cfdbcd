"""The second quarter of 2025 as the owner wrote it down: a line a thing sold, with the defects that were planted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from kpilab.worlds.chance import stream
from kpilab.worlds.small_shop.assembly import tables
from kpilab.worlds.small_shop.assortment import BAGS_A_JIN, BAGS_A_KILO, DOZEN, PRODUCTS, Product

__all__ = ["MONTHS", "KeptLine", "Slip", "as_written", "kept_lines", "lost_days"]

MONTHS = ((4, "April"), (5, "May"), (6, "June"))
_NOTEBOOK_DAY = 2
"""On Wednesdays the helper is alone and writes into a notebook instead of the workbook."""
_LAST_DAY = {4: 31, 5: 32, 6: 31}
"""A day that the month does not have."""
_GUESTS = ("Mrs Gu", "Old Fan", "teacher Lu", "the florist", "Wu", "lady w. dog", "Xiao Bai", "Mr Tong")


@dataclass(frozen=True)
class Slip:
    """One planted defect: its kind, the column, what should stand there, and by how much the quarter's sum is off."""

    kind: str
    column: str
    should_be: str
    cost_cents: int = 0


@dataclass(frozen=True)
class KeptLine:
    """One line as it was written. `amount` counts in `unit`; money in yuan; None where nothing stands."""

    day: date
    written_day: str
    what: str
    amount: float | None
    unit: str
    price: float | None
    total: float | None
    guest: str
    remark: str
    in_notebook: bool
    slips: tuple[Slip, ...] = ()


def as_written(day: date, number: int | None = None) -> str:
    """The day as the book writes it, another way each month: 3.4., 3/5, 3 June.

    >>> as_written(date(2025, 5, 3)), as_written(date(2025, 6, 3), 31)
    ('3/5', '31 June')
    """
    which = day.day if number is None else number
    return {4: f"{which}.4.", 5: f"{which}/5", 6: f"{which} June"}[day.month]


@lru_cache(maxsize=2)
def kept_lines(seed: int) -> tuple[KeptLine, ...]:
    """The quarter's lines in the order in which they were written.

    Two days were never written down, some lines twice; what is odd and true stays unmarked: an order for a wedding,
    two guests who buy the same, a discount with its remark.
    """
    true = _true_lines(seed)
    rng = stream(seed, "kept by hand")
    days = sorted({line.day for line in true if not line.in_notebook})
    free = set(range(len(true)))

    def some(count: int, fits: Iterable[int]) -> list[int]:
        places = [place for place in fits if place in free]
        chosen = [places[int(n)] for n in np.sort(rng.permutation(len(places))[:count])]
        free.difference_update(chosen)
        return chosen

    lost = {days[int(n)] for n in rng.permutation(len(days) - 2)[:2] + 1}
    free.difference_update(place for place, line in enumerate(true) if line.day in lost)
    lines: list[tuple[KeptLine, ...]] = [() if line.day in lost else (line,) for line in true]
    tea = [n for n, line in enumerate(true) if line.unit == "bag" and line.amount in (5, 10) and not line.remark]
    cups = [n for n, line in enumerate(true) if line.amount == DOZEN]
    dear = [n for n, line in enumerate(true) if (line.price or 0) >= 58 and not line.remark]
    plain = [n for n, line in enumerate(true) if not line.remark]
    for place in some(4, dear):
        lines[place] = (_ten_times(true[place]),)
    for place in some(5, (n for n in dear if n + 1 < len(true))):
        lines[place] = (true[place], _again(true[place]))
    for place in some(7, plain):
        lines[place] = (_added_wrongly(true[place], int(rng.integers(1, 6))),)
    for n, place in enumerate(some(8, plain)):
        lines[place] = (_left_out(true[place], ("amount", "price", "total")[n % 3]),)
    for place in some(3, (n for n in plain if not true[n].in_notebook)):
        lines[place] = (_no_such_day(true[place]),)
    for place in (*some(10, tea), *some(4, cups)):
        lines[place] = (_other_unit(true[place], kilo=bool(rng.random() < 0.3)),)
    for place in some(40, range(len(true))):
        lines[place] = (_other_name(true[place], int(rng.integers(2))),)
    return tuple(line for group in lines for line in group)


def _product(name: str) -> Product:
    return next(product for product in PRODUCTS if product.name == name)


@lru_cache(maxsize=2)
def _true_lines(seed: int) -> tuple[KeptLine, ...]:
    made = tables(seed)
    lines = made["order_lines"].merge(made["orders"][["order_id", "paid_at", "customer_id"]], on="order_id")
    first, last = pd.Timestamp(2025, MONTHS[0][0], 1), pd.Timestamp(2025, MONTHS[-1][0] + 1, 1)
    lines = lines[(lines["paid_at"] >= first) & (lines["paid_at"] < last)]
    by_id = {product.product_id: product for product in PRODUCTS}
    cells = zip(
        lines["paid_at"],
        lines["product_id"],
        lines["qty"],
        lines["discount_cents"],
        lines["customer_id"].isna(),
        strict=True,
    )
    found = []
    for number, (moment, product_id, quantity, discount, nameless) in enumerate(cells):
        product, day = by_id[product_id], moment.date()
        percent = round(100 * discount / (quantity * product.price * 100))
        found.append(
            KeptLine(
                day,
                as_written(day),
                product.name,
                float(quantity),
                product.unit,
                float(product.price),
                round((quantity * product.price * 100 - discount) / 100, 2),
                "" if nameless else _GUESTS[number % len(_GUESTS)],
                f"less {percent} %" if percent else "wedding" if quantity >= DOZEN or product.price >= 398 else "",
                day.weekday() == _NOTEBOOK_DAY,
            )
        )
    return tuple(found)


def _number(value: float | None) -> str:
    return f"{value:g}"


def _cents(yuan: float) -> int:
    return round(100 * yuan)


def _ten_times(line: KeptLine) -> KeptLine:
    """The price, and with it the sum, ten times too high."""
    price, total = line.price or 0, line.total or 0
    slips = (Slip("price ten times too high", "price", _number(price), _cents(9 * total)),)
    return replace(line, price=10 * price, total=10 * total, slips=slips)


def _again(line: KeptLine) -> KeptLine:
    """The same line written a second time."""
    return replace(line, slips=(Slip("written twice", "row", "", _cents(line.total or 0)),))


def _added_wrongly(line: KeptLine, by: int) -> KeptLine:
    total = line.total or 0
    slips = (Slip("sum does not add up", "total", _number(total), _cents(10 * by)),)
    return replace(line, total=total + 10 * by, slips=slips)


def _left_out(line: KeptLine, column: str) -> KeptLine:
    missing = getattr(line, column)
    cost = _cents(missing) if column == "total" else 0
    slips = (Slip("left blank", column, _number(missing), cost),)
    if column == "amount":
        return replace(line, amount=None, slips=slips)
    return replace(line, price=None, slips=slips) if column == "price" else replace(line, total=None, slips=slips)


def _no_such_day(line: KeptLine) -> KeptLine:
    written = as_written(line.day, _LAST_DAY[line.day.month])
    return replace(line, written_day=written, slips=(Slip("no such day", "day", as_written(line.day)),))


def _other_unit(line: KeptLine, *, kilo: bool) -> KeptLine:
    """Jin, kilograms and dozens instead of bags and pieces; the price is that of the larger unit."""
    amount, price = line.amount or 0, line.price or 0
    unit, size = ("dozen", DOZEN) if amount == DOZEN else ("kg", BAGS_A_KILO) if kilo else ("jin", BAGS_A_JIN)
    slips = (Slip("another unit", "amount", _number(amount)),)
    return replace(line, amount=amount / size, unit=unit, price=price * size, slips=slips)


def _other_name(line: KeptLine, which: int) -> KeptLine:
    slips = (Slip("another spelling", "what", line.what),)
    return replace(line, what=_product(line.what).spellings[which], slips=slips)


def lost_days(seed: int) -> tuple[tuple[date, float], ...]:
    """The days that were never written down, with what was sold on them, in yuan."""
    written = {line.day for line in kept_lines(seed)}
    sold: dict[date, float] = {}
    for line in _true_lines(seed):
        if line.day not in written:
            sold[line.day] = round(sold.get(line.day, 0.0) + (line.total or 0), 2)
    return tuple(sorted(sold.items()))
