"""What the customers order, when, at which price, and how much of it could be shipped at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds.calendar import FIRST
from kpilab.worlds.chance import Ints, happens, log_normal, slots, stream
from kpilab.worlds.manufacturer.firms import LAST_DAY, Firms
from kpilab.worlds.manufacturer.plant import BEGINS, LINES, PRODUCTS, batch_of
from kpilab.worlds.manufacturer.terms import NEVER, Terms
from kpilab.worlds.manufacturer.workdays import day_at, place_from, workday_share

__all__ = ["Lines", "Orders", "draw_lines", "draw_orders"]

_STEPS = 170
_EACH = len(PRODUCTS) // len(LINES)
_LINE_COUNTS = slots((0.62, 0.27, 0.11), 100) + 1
_SHORT, _CANCELLED = 0.03, 0.012
_FADES, _FADE = 0.6, 110
_ON_SATURDAY = 9
"""Of a hundred orders of a Friday, those that come on the Saturday after it."""
_SEASON = np.array([1.02, 0.86, 1.07, 1.04, 1.0, 1.03, 0.94, 0.95, 1.03, 0.97, 1.05, 1.04])
"""Pieces in an order from January to December: less around Spring Festival and in the heat of the summer."""


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


def draw_orders(seed: int, firms: Firms, terms: Terms, block: int) -> Orders:
    """All orders from `BEGINS` on: each customer has a rhythm of workdays, and stops with the last contract."""
    rng = stream(seed, "orders", block)
    count = len(firms.joined)
    luck = rng.random((_STEPS, count))
    pause_from, pause_to = terms.pause()
    rhythm = firms.gap * workday_share()
    last = np.minimum(terms.ends, LAST_DAY)
    start = np.where(firms.joined < BEGINS, BEGINS + np.floor(firms.gap * luck[0]).astype(np.int64), firms.joined)
    place = place_from(start)
    found = np.full((_STEPS, count), NEVER)
    for step in range(_STEPS):
        resumes = pause_to + np.floor(firms.gap * luck[step] * 0.5).astype(np.int64)
        day = day_at(place)
        place = np.where((day > pause_from) & (day < pause_to), place_from(resumes), place)
        day = day_at(place)
        going = day <= last
        if not going.any():
            break
        found[step] = np.where(going, day, NEVER)
        place = place + np.maximum(np.floor(rhythm * (0.65 + 0.7 * luck[step]) + 0.5).astype(np.int64), 1)
    step_of, firm = np.nonzero(found < NEVER)
    placed = found[step_of, firm]
    cell = step_of * count + firm
    more = rng.integers(2**31, size=_STEPS * count)[cell]
    saturday = (placed % 7 == 4) & (more // 10**7 % 100 < _ON_SATURDAY)  # the first of January 2024 is a Monday
    saturday &= (placed < last[firm]) & (placed != pause_from[firm]) & (day_at(place_from(placed + 1)) == placed + 3)
    placed = placed + saturday
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
    month = (np.datetime64(FIRST) + day.astype("timedelta64[D]")).astype("datetime64[M]").astype(np.int64) % 12
    pieces = firms.size[firm] * lot * size * _SEASON[month] * np.where(fading, _FADES, 1.0)
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
