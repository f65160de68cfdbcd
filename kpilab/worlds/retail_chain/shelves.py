"""What stood on the shelves at each month's end, and what was delivered in between."""

from __future__ import annotations

import numpy as np

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, Streams, happens
from kpilab.worlds.retail_chain.assortment import PRODUCTS
from kpilab.worlds.retail_chain.baskets import STOCK_LEFT, Lines
from kpilab.worlds.retail_chain.orders import Orders
from kpilab.worlds.retail_chain.stores import STORES, store_number
from kpilab.worlds.story import Story

__all__ = ["draw_shelves"]

_SUPPLIER_FAILS = 0.05


def _sold(orders: Orders, lines: Lines) -> Ints:
    """Months × stores × products: pieces that left the shelf, on the day of the order."""
    sold = np.zeros((len(calendar.months()), len(STORES), len(PRODUCTS)), dtype=np.int64)
    paid = orders.paid[lines.order]
    month = calendar.month_of()[orders.day[lines.order]]
    where = (month[paid], orders.store[lines.order][paid], lines.product[paid])
    np.add.at(sold, where, lines.quantity[paid])
    return sold


def draw_shelves(
    streams: Streams, orders: Orders, lines: Lines, stories: dict[str, Story], scale: float
) -> tuple[Ints, Ints]:
    """Month ends (from December 2023) × stores × products: pieces on the shelf, and pieces received that month.

    A shelf is filled to between one and two months' usual sales, but in one month of twenty the supplier
    brings only what had been promised to customers: then the shelf may stand empty for a while.
    """
    rng = streams("shelves")
    walk_ins = np.array([store.walk_ins for store in STORES])
    wanted = np.array([product.wanted for product in PRODUCTS])
    usual = walk_ins[:, None] * scale * 30 * 1.5 * 1.9 * wanted[None, :] / wanted.sum()
    months = len(calendar.months())
    aim = np.floor(usual * (1 + rng.integers(0, 101, size=(months + 1, *usual.shape)) / 100)).astype(np.int64)
    sold = _sold(orders, lines)
    aim[happens(rng, np.full(aim.shape, _SUPPLIER_FAILS))] = 0
    aim[:_LAST_FULL_MONTH, *_BESTSELLER] = STOCK_LEFT
    units, received = aim.copy(), np.zeros_like(aim)
    stopped = _stopped(stories)
    for month in range(1, months + 1):
        left = units[month - 1] - sold[month - 1]
        received[month] = np.maximum(aim[month] - left, 0)
        if month in stopped:
            received[month][_BESTSELLER] = 0
        units[month] = left + received[month]
    return units, received


_BESTSELLER = (store_number("Old Town"), [product.name for product in PRODUCTS].index("Rice cooker"))


_LAST_FULL_MONTH = 10
"""Up to September 2024 the bestseller is filled up to the same level, so that what is left is known."""


def _stopped(stories: dict[str, Story]) -> range:
    story = stories.get("old_town_stockout")
    if story is None:
        return range(0)
    first, last = ((day.year - calendar.FIRST.year) * 12 + day.month for day in (story.first, story.last))
    return range(first, last + 1)
