"""Parcels, shelves and counts: when orders arrive, what lies in the warehouses, and what the records say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, happens, pick, poisson, slots, stream
from kpilab.worlds.online_shop.baskets import Lines, Orders
from kpilab.worlds.online_shop.shop import POPULARITY, PRODUCTS, PROMOTION_DAYS, WAREHOUSES, day_number, product_number
from kpilab.worlds.story import Story

__all__ = ["Counts", "Parcels", "draw_counts", "draw_parcels", "draw_shelves"]

_TRANSIT = slots([10, 46, 28, 10, 4, 2], 100) + 1
_PROMISED, _PROMISED_IN_PROMOTION = 4, 7
_MONTHLY_PIECES = 620.0
"""Pieces that an ordinary month of 2024 sells, in all."""
_CUSHION = 1.5
"""Months of sales that lie on the shelves."""
_COUNTED_EACH_QUARTER = 12


@dataclass(frozen=True)
class Parcels:
    """One parcel for each paid order: its position, the promised day and the day of delivery, −1 where on its way."""

    order: Ints
    promised: Ints
    delivered: Ints

    def arrived(self, count: int) -> Ints:
        """For each of `count` orders the day on which it arrived, −1 where it did not."""
        found = np.full(count, -1)
        found[self.order] = self.delivered
        return found


@dataclass(frozen=True)
class Counts:
    """Places that were counted: the month, the warehouse, the product, pieces in the books and on the shelf."""

    month: Ints
    warehouse: Ints
    product: Ints
    book: Ints
    counted: Ints


def draw_parcels(seed: int, orders: Orders, stories: Mapping[str, Story], *, block: int) -> Parcels:
    """When the paid orders were promised and delivered."""
    rng = stream(seed, "parcels", block)
    days = calendar.days()
    busy = np.array([(day.day.month, day.day.day) in PROMOTION_DAYS for day in days])[orders.paid_day]
    transit = pick(rng, _TRANSIT, len(busy)).astype(np.int64) + busy * rng.integers(0, 4, size=len(busy))
    slower = rng.random(len(busy))
    promised = orders.paid_day + np.where(busy, _PROMISED_IN_PROMOTION, _PROMISED)
    arrives = orders.paid_day + transit
    if story := stories.get("western_carrier"):
        hit = (orders.paid_day >= day_number(story.first)) & (orders.warehouse == 1) & (slower < story.strength)
        arrives = arrives + 2 * hit
    order = np.flatnonzero(orders.paid)
    delivered = np.where(arrives < len(days), arrives, -1)
    return Parcels(order, promised[order], delivered[order])


def draw_shelves(
    seed: int, orders: Orders, lines: Lines, stories: Mapping[str, Story], *, scale: float, block: int
) -> tuple[Ints, Ints]:
    """Warehouses × products × month ends from December 2023: pieces on the shelf, and pieces received in the month."""
    months, shape = calendar.months(), (len(WAREHOUSES), len(PRODUCTS), len(calendar.months()))
    counted = lines.kept & orders.paid[lines.order]
    place = orders.warehouse[lines.order][counted] * shape[1] + lines.product[counted]
    month = calendar.month_of()[orders.meant.day[lines.order][counted]]
    sold = np.bincount(place * shape[2] + month, lines.qty[counted], shape[0] * shape[1] * shape[2])
    sold = sold.astype(np.int64).reshape(shape)
    share = np.array(POPULARITY) / sum(POPULARITY)
    cushion = np.array([0.66, 0.34])[:, None] * share[None, :] * _MONTHLY_PIECES * _CUSHION * scale
    rng = stream(seed, "shelves", block)
    units = poisson(rng, np.repeat(cushion[:, :, None], shape[2] + 1, axis=2))
    empty = rng.random(units.shape) < 0.03
    units = np.where(empty, 0, units)
    if story := stories.get("kettle_stockout"):
        missing = [f"{story.first:%Y-%m}" <= name <= f"{story.last:%Y-%m}" for name in months]
        first = missing.index(True)
        kettle = product_number(story.where["product"])
        units[:, kettle, first : first + sum(missing) + 1] = 0
        # What lies there in the months before is no more than is sold until the shelf is empty.
        for end in range(first - 1, -1, -1):
            most = units[:, kettle, end + 1] + sold[:, kettle, end]
            units[:, kettle, end] = np.minimum(units[:, kettle, end], most)
    received = np.zeros_like(units)
    received[:, :, 0] = units[:, :, 0]
    received[:, :, 1:] = np.diff(units, axis=2) + sold
    short = np.minimum(received, 0)
    # What would have to be taken away lies on the shelf a little longer: units never fall faster than they are sold.
    while (short[:, :, 1:] < 0).any():
        units[:, :, 1:] -= short[:, :, 1:]
        received[:, :, 1:] = np.diff(units, axis=2) + sold
        short = np.minimum(received, 0)
    return units, received


def draw_counts(seed: int, units: Ints, *, block: int) -> Counts:
    """Twelve places a quarter and warehouse are counted by hand; most agree with the books."""
    rng = stream(seed, "counts", block)
    ends = np.arange(3, units.shape[2], 3)
    size = len(ends) * units.shape[0] * _COUNTED_EACH_QUARTER
    warehouse = np.tile(np.repeat(np.arange(units.shape[0]), _COUNTED_EACH_QUARTER), len(ends))
    month = np.repeat(ends, units.shape[0] * _COUNTED_EACH_QUARTER)
    step = rng.integers(len(PRODUCTS), size=len(ends) * units.shape[0])
    product = (np.repeat(step, _COUNTED_EACH_QUARTER) + np.tile(np.arange(_COUNTED_EACH_QUARTER), len(step))) % len(
        PRODUCTS
    )
    book = units[warehouse, product, month]
    wrong = happens(rng, 0.08, size) * rng.integers(-3, 4, size=size)
    return Counts(month, warehouse, product, book, np.maximum(0, book + wrong))
