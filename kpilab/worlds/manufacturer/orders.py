"""What the customers order, when, at which price, and how much of it could be shipped at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds.calendar import days
from kpilab.worlds.chance import Ints, happens, log_normal, slots, stream
from kpilab.worlds.manufacturer.firms import LAST_DAY, Firms
from kpilab.worlds.manufacturer.plant import BEGINS, LINES, PRODUCTS, batch_of
from kpilab.worlds.manufacturer.terms import NEVER, Terms

__all__ = ["Lines", "Orders", "draw_lines", "draw_orders"]

_STEPS = 170
_EACH = len(PRODUCTS) // len(LINES)
_LINE_COUNTS = slots((0.62, 0.27, 0.11), 100) + 1
_SHORT, _CANCELLED = 0.03, 0.012
_FADES, _FADE = 0.6, 110


@dataclass(frozen=True)
class Orders:
    """A position an order, in the order of time."""

    firm: Ints
    day: Ints
    minute: Ints
    line: Ints
    """The plant line that makes the goods: an order goes to one line."""
    cancelled: NDArray[np.bool_]
    cell: Ints
    """A number that an order keeps whatever is planted: its customer and its turn."""
    cells: int


@dataclass(frozen=True)
class Lines:
    """A position a line of an order; `order` is a position in the orders."""

    order: Ints
    line_no: Ints
    product: Ints
    quantity: Ints
    discount: Ints
    """Off the whole line, in cents."""
    shipped: Ints
    """Pieces in the first parcel."""
    batch: Ints

    @property
    def paid(self) -> Ints:
        """What the line costs after its discount, in cents."""
        prices = np.array([product.price for product in PRODUCTS])
        paid: Ints = self.quantity * prices[self.product] - self.discount
        return paid


def _free_days() -> Ints:
    """For each day from `BEGINS` on, the next day on which firms order: no Sunday, and no long holiday."""
    closed = {(day.day - days()[0].day).days for day in days() if day.holiday in ("Spring Festival", "National Day")}
    found = np.arange(BEGINS, LAST_DAY + 400)
    for position in range(len(found) - 2, -1, -1):
        day = position + BEGINS
        if day in closed or day % 7 == 6:  # the first of January 2024 is a Monday
            found[position] = found[position + 1]
    return found


def draw_orders(seed: int, firms: Firms, terms: Terms, block: int) -> Orders:
    """All orders from `BEGINS` on: each customer has a rhythm, and stops with the last contract."""
    rng = stream(seed, "orders", block)
    count = len(firms.joined)
    luck = rng.random((_STEPS, count))
    pause_from, pause_to = terms.pause()
    free = _free_days()
    last = np.minimum(terms.ends, LAST_DAY)
    start = np.where(firms.joined < BEGINS, BEGINS + np.floor(firms.gap * luck[0]).astype(np.int64), firms.joined)
    day = start
    found = np.full((_STEPS, count), NEVER)
    for step in range(_STEPS):
        resumes = pause_to + np.floor(firms.gap * luck[step] * 0.5).astype(np.int64)
        day = np.where((day > pause_from) & (day < pause_to), resumes, day)
        day = free[np.minimum(day, LAST_DAY + 300) - BEGINS]
        going = day <= last
        if not going.any():
            break
        found[step] = np.where(going, day, NEVER)
        day = day + np.maximum(np.floor(firms.gap * (0.65 + 0.7 * luck[step])).astype(np.int64), 1)
    step_of, firm = np.nonzero(found < NEVER)
    placed = found[step_of, firm]
    cell = step_of * count + firm
    more = rng.integers(2**31, size=_STEPS * count)[cell]
    cancelled = happens(rng, np.full(_STEPS * count, _CANCELLED))[cell]
    elsewhere = more % 100 < 26
    line = np.where(elsewhere, more // 100 % len(LINES), firms.line[firm])
    minute = placed * 1440 + 8 * 60 + more // 1000 % (9 * 60)
    order = np.argsort(minute, kind="stable")
    return Orders(firm[order], placed[order], minute[order], line[order], cancelled[order], cell[order], _STEPS * count)


def draw_lines(seed: int, firms: Firms, terms: Terms, orders: Orders, block: int) -> Lines:
    """What each order holds: one to three products of its plant line."""
    rng = stream(seed, "lines", block)
    many = _LINE_COUNTS[rng.integers(100, size=orders.cells)][orders.cell]
    first = rng.integers(2**31, size=orders.cells)[orders.cell]
    order = np.repeat(np.arange(len(orders.firm)), many)
    line_no = np.arange(len(order)) - np.repeat(np.cumsum(many) - many, many)
    cell = orders.cell[order] * 3 + line_no
    size = log_normal(rng, orders.cells * 3, 0.55)[cell]
    luck = rng.integers(2**31, size=orders.cells * 3)[cell]
    firm, day = orders.firm[order], orders.day[order]
    product = orders.line[order] * _EACH + (first[order] + line_no) % _EACH
    lot = np.array([one.lot for one in PRODUCTS])[product]
    # Who is about to leave for quality or service orders less before.
    fading = _leaves_over_us(terms)[firm] & (terms.ends[firm] - day < _FADE)
    pieces = firms.size[firm] * lot * size * np.where(fading, _FADES, 1.0)
    quantity = np.maximum(np.floor(pieces + 0.5), 1).astype(np.int64)
    quantity = np.where(quantity >= 20, quantity // 5 * 5, quantity)
    price = np.array([one.price for one in PRODUCTS])[product]
    percent = firms.discount[firm] + terms.more_discount(firm, day)
    short = luck % 1000 < 1000 * _SHORT
    shipped = np.where(short, quantity * (luck // 1000 % 80) // 100, quantity)
    return Lines(order, line_no + 1, product, quantity, quantity * price * percent // 100, shipped, batch_of(day))


def _leaves_over_us(terms: Terms) -> NDArray[np.bool_]:
    """For each customer whether they leave within the tables for quality or service."""
    left: NDArray[np.bool_] = np.any(terms.left & (terms.reason <= 1), axis=1)
    return left
