"""What the shop is: its assortment, its two warehouses, how people come to it, and its year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, Reals

__all__ = [
    "CATEGORIES",
    "CHANNELS",
    "CHANNEL_SHARES",
    "DEVICES",
    "DEVICE_SHARES",
    "LOG_FIRST",
    "PHASES",
    "POPULARITY",
    "PRODUCTS",
    "PROMOTION_DAYS",
    "WAREHOUSES",
    "Product",
    "day_factors",
    "day_number",
    "in_log",
    "product_number",
]

CHANNELS = ("search", "direct", "mail", "video", "social", "ads")
CHANNEL_SHARES = (32, 22, 12, 10, 14, 10)
DEVICES = ("phone", "laptop")
DEVICE_SHARES = (66, 34)
LOG_FIRST = date(2025, 9, 1)
"""Page events are kept for four months; what was before has been deleted."""
WAREHOUSES = (
    ("S1", "East warehouse", "Jiaxing", date(2019, 3, 1)),
    ("S2", "West warehouse", "Chengdu", date(2022, 5, 9)),
)
PHASES = (
    ("preparation", date(2025, 10, 10), date(2025, 10, 20)),
    ("warm-up", date(2025, 10, 21), date(2025, 11, 7)),
    ("burst", date(2025, 11, 8), date(2025, 11, 11)),
    ("closing", date(2025, 11, 12), date(2025, 12, 10)),
)
"""The four phases of the promotion of 11 November 2025."""
CATEGORIES = ("Tea", "Teaware", "Kettles", "Lamps", "Gifts")


@dataclass(frozen=True)
class Product:
    """One product; prices in cents, `weight` is how often it is asked for beside the others."""

    name: str
    category: str
    price: int
    cost: int
    weight: int
    comes_back: float = 0.035
    """The chance that one that was sold is sent back."""


def _of(category: str, comes_back: float, *rows: tuple[str, int, int, int]) -> tuple[Product, ...]:
    return tuple(
        Product(name, category, 100 * price, 100 * cost, weight, comes_back) for name, price, cost, weight in rows
    )


PRODUCTS = (
    *_of(
        "Tea", 0.01,
        ("Green tea 100 g", 68, 29, 95), ("Green tea 250 g", 148, 66, 48), ("Oolong 100 g", 79, 34, 70),
        ("Oolong 250 g", 168, 75, 30), ("White tea 50 g", 88, 36, 40), ("Black tea 100 g", 58, 24, 80),
        ("Puer cake 357 g", 238, 105, 34), ("Jasmine tea 100 g", 52, 21, 72), ("Tea sampler", 99, 45, 60),
    ),
    *_of(
        "Teaware", 0.04,
        ("Gaiwan, white", 89, 38, 55), ("Gaiwan, celadon", 129, 55, 36), ("Clay teapot", 298, 140, 34),
        ("Glass teapot", 119, 48, 50), ("Cup, pair", 69, 26, 66), ("Travel set", 159, 68, 42),
        ("Tea tray", 199, 92, 20), ("Strainer", 29, 9, 58), ("Storage tin", 45, 17, 48),
    ),
    *_of(
        "Kettles", 0.05,
        ("Kettle, 1 l", 199, 104, 62), ("Kettle, 1.5 l", 259, 138, 38), ("Gooseneck kettle", 329, 170, 30),
        ("Travel kettle", 169, 88, 34), ("Warming plate", 139, 70, 22),
    ),
    *_of(
        "Lamps", 0.06,
        ("Paper lantern", 79, 30, 32), ("Desk lamp", 189, 88, 36), ("Night light", 59, 22, 44),
        ("Bamboo lamp", 269, 120, 14), ("Clip light", 49, 18, 40),
    ),
    *_of(
        "Gifts", 0.03,
        ("Gift box, small", 168, 76, 38), ("Gift box, large", 368, 172, 20), ("Festival box", 258, 120, 18),
        ("Incense set", 88, 33, 26), ("Brush set", 128, 52, 16), ("Fan", 39, 12, 30), ("Card holder", 56, 20, 22),
    ),
)  # fmt: skip
POPULARITY = tuple(product.weight for product in PRODUCTS)

_WEEK = (0.97, 0.95, 0.96, 0.98, 0.96, 1.08, 1.10)
_SEASON = (1.06, 0.86, 0.95, 0.96, 0.98, 1.0, 0.92, 0.94, 1.04, 1.0, 1.08, 1.14)
_GROWTH_A_YEAR = 0.12


def _event_factor(day: calendar.Day) -> float:
    if day.promotion == "11.11":
        return {8: 2.6, 9: 1.9, 10: 2.6, 11: 8.0}.get(day.day.day, 0.9)
    if day.promotion == "6.18":
        return {16: 1.8, 17: 2.2, 18: 3.4}.get(day.day.day, 1.0)
    if (day.day.month, day.day.day) in _HOLDING_BACK:
        return 0.8
    if day.holiday == "Spring Festival":
        return 0.5
    return 1.25 if day.promotion else 1.0


_HOLDING_BACK = {(11, number) for number in range(1, 4)} | {(11, number) for number in range(12, 20)}
PROMOTION_DAYS = frozenset({(11, 8), (11, 9), (11, 10), (11, 11), (6, 16), (6, 17), (6, 18)})
"""Months and days on which most of what is bought carries a discount."""


@cache
def day_factors() -> Reals:
    """How busy each day is against an ordinary day of 2024."""
    days = calendar.days()
    return np.array(
        [
            _WEEK[day.day.weekday()]
            * _SEASON[day.day.month - 1]
            * (1 + _GROWTH_A_YEAR * number / 365)
            * _event_factor(day)
            for number, day in enumerate(days)
        ]
    )


def day_number(day: date) -> int:
    """The position of a day in the calendar."""
    return (day - calendar.FIRST).days


def in_log(day: Ints) -> Ints:
    """For each day whether page events are kept of it."""
    return day >= day_number(LOG_FIRST)  # type: ignore[return-value]


def product_number(name: str) -> int:
    """The position of a product in the assortment."""
    return [product.name for product in PRODUCTS].index(name)
