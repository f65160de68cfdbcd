"""What is in the orders: products, pieces, prices and discounts; what is paid and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, happens, log_normal, pick, slots, stream
from kpilab.worlds.online_shop.demand import DAY, Demand
from kpilab.worlds.online_shop.shop import (
    CATEGORIES,
    CHANNELS,
    POPULARITY,
    PRODUCTS,
    PROMOTION_DAYS,
    day_number,
    product_number,
)
from kpilab.worlds.story import Story

__all__ = ["Lines", "Orders", "Returns", "draw_lines", "draw_orders", "draw_returns"]

_LINES = slots([58, 24, 11, 5, 2], 100) + 1
_FIRMS, _FIRMS_PIECES = 0.012, 14
"""One order in eighty is a firm's, of many pieces of one product."""
_DISCOUNTS = {False: slots([86, 0, 7, 7], 100) * 5, True: slots([10, 6, 24, 34, 26], 100) * 5}
_TAKE_ANOTHER = 0.85
"""How many take the next product of the category where the one they want is missing; the rest leave it out."""
_DEAR_SINCE_2025 = 103


@dataclass(frozen=True)
class Orders:
    """Placed orders, a position each; `paid_minute` is −1 where nobody paid, `given_up` where a story stopped it."""

    meant: Demand
    paid_minute: Ints
    given_up: NDArray[np.bool_]
    warehouse: Ints

    @property
    def paid(self) -> NDArray[np.bool_]:
        """Whether it was ever paid."""
        return self.paid_minute >= 0

    @property
    def paid_day(self) -> Ints:
        """The day of payment; of no meaning where unpaid."""
        return np.maximum(self.paid_minute, 0) // DAY


@dataclass(frozen=True)
class Lines:
    """Lines in the order of their orders: `order` is a position, `number` counts within the order; money in cents."""

    order: Ints
    number: Ints
    product: Ints
    qty: Ints
    price: Ints
    discount: Ints
    shipped: Ints
    """Pieces in the first parcel, −1 where nobody paid."""
    kept: NDArray[np.bool_]
    """Whether it was ordered in the end; what was missing and left out stays here, so that all other luck stays."""

    @property
    def paid(self) -> Ints:
        """What the line comes to."""
        return self.qty * self.price - self.discount


@dataclass(frozen=True)
class Returns:
    """What came back: positions of lines, pieces, cents, and the day."""

    line: Ints
    qty: Ints
    refund: Ints
    day: Ints


def draw_orders(seed: int, meant: Demand, stories: Mapping[str, Story], *, block: int) -> Orders:
    """Which of the meant orders are paid, when, and from which warehouse they leave."""
    rng = stream(seed, "payments", block)
    count, end = len(meant.minute), len(calendar.days()) * DAY
    left = happens(rng, 0.05, count)
    wait = np.where(happens(rng, 0.12, count), rng.integers(20, 2 * DAY, size=count), rng.integers(0, 6, size=count))
    paid = np.where(left | (meant.minute + wait >= end), -1, meant.minute + wait)
    warehouse = (rng.random(count) < 0.34).astype(np.int64)
    refuses, given_up = rng.random(count), np.zeros(count, dtype=bool)
    if story := stories.get("phone_checkout"):
        inside = (meant.day >= day_number(story.first)) & (meant.day <= day_number(story.last))
        given_up = inside & (meant.device == 0) & (refuses < story.strength)
    return Orders(meant, np.where(given_up, -1, paid), given_up, warehouse)


def _next_in_category() -> Ints:
    following = np.arange(len(PRODUCTS))
    for category in CATEGORIES:
        own = [number for number, product in enumerate(PRODUCTS) if product.category == category]
        following[own] = [*own[1:], own[0]]
    return following


def _once(order: Ints, product: Ints) -> Ints:
    """The products with those that an order holds already put in the place of another: each stands on one line."""
    for _round in range(2):
        for back in range(1, 5):
            again = np.zeros(len(order), dtype=bool)
            again[back:] = (order[back:] == order[:-back]) & (product[back:] == product[:-back])
            product = np.where(again, (product + 5 * back) % len(PRODUCTS), product)
    return product


def draw_lines(seed: int, orders: Orders, stories: Mapping[str, Story], *, block: int) -> Lines:
    """The lines of all orders that were placed."""
    rng = stream(seed, "baskets", block)
    meant = orders.meant
    counts = pick(rng, _LINES, len(meant.minute)).astype(np.int64)
    order = np.repeat(np.arange(len(counts)), counts)
    product = pick(rng, slots(POPULARITY, 2000), len(order)).astype(np.int64)
    product = _once(order, product)
    freely = rng.random(len(order)) < 0.16 * meant.spend[order]
    qty = 1 + freely * rng.integers(1, 4, size=len(order))
    firm = happens(rng, _FIRMS, len(counts))[order]
    many = np.maximum(4, (_FIRMS_PIECES * log_normal(rng, len(order), 0.7)).astype(np.int64))
    qty = np.where(firm, many, qty)
    takes = (rng.random(len(order)) < _TAKE_ANOTHER) | firm
    number = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    kept = np.ones(len(order), dtype=bool)
    if story := stories.get("kettle_stockout"):
        day = meant.day[order]
        missing = (day >= day_number(story.first)) & (day <= day_number(story.last))
        missing &= product == product_number(story.where["product"])
        product = np.where(missing, _next_in_category()[product], product)
        kept = ~missing | takes | (number == 0)
    promoted = np.array([(day.day.month, day.day.day) in PROMOTION_DAYS for day in calendar.days()])[meant.day]
    percent = np.where(
        promoted, pick(rng, _DISCOUNTS[True], len(counts)), pick(rng, _DISCOUNTS[False], len(counts))
    ).astype(np.int64)
    short = rng.random(len(order)) < 0.03
    list_price = np.array([product.price for product in PRODUCTS])[product]
    price = np.where(meant.day[order] >= 366, list_price * _DEAR_SINCE_2025 // 10_000 * 100, list_price)
    discount = qty * price * percent[order] // 100
    shipped = np.where(orders.paid[order], np.where(short, qty - 1, qty), -1)
    return Lines(order, number + 1, product, qty, price, discount, shipped, kept)


def draw_returns(
    seed: int, orders: Orders, lines: Lines, arrived: Ints, stories: Mapping[str, Story], *, block: int
) -> Returns:
    """What of the paid lines comes back within a month of arriving; of the burst twice as much as of ordinary days.

    `arrived` is the day on which each order arrived, −1 where it did not.
    """
    rng = stream(seed, "returns", block)
    day = orders.paid_day[lines.order]
    chance = np.array([product.comes_back for product in PRODUCTS])[lines.product]
    promoted = np.array([(day.day.month, day.day.day) in PROMOTION_DAYS for day in calendar.days()])
    chance = chance * np.where(promoted[np.minimum(day, len(promoted) - 1)], 2.0, 1.0)
    if story := stories.get("try_at_home"):
        invited = (day >= day_number(story.first)) & (orders.meant.channel[lines.order] == CHANNELS.index("social"))
        chance = chance + invited * story.strength
    luck = rng.random(len(day))
    after, part = rng.integers(1, 24, size=len(day)), rng.integers(1 << 20, size=len(day))
    came = arrived[lines.order]
    back = came + after
    comes = (luck < chance) & lines.kept & (came >= 0) & (back < len(calendar.days()))
    line = np.flatnonzero(comes)
    qty = np.minimum(lines.qty[line], 1 + part[line] % lines.qty[line])
    refund = lines.paid[line] * qty // lines.qty[line]
    in_time = np.argsort(back[line], kind="stable")
    return Returns(line[in_time], qty[in_time], refund[in_time], back[line][in_time])
