"""Who buys what and when: about five sales on an open day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds import BLOCK, calendar
from kpilab.worlds.chance import Ints, Reals, happens, log_normal, pick, poisson, slots, stream
from kpilab.worlds.small_shop.assortment import PRODUCTS, position, quantities
from kpilab.worlds.story import Story

__all__ = ["LAST_BOXES", "Lines", "Sales", "draw_lines", "draw_sales", "is_open", "since", "within"]

_A_DAY = 4.6
_SEASON = (1.15, 0.85, 0.9, 1.05, 1.0, 0.9, 0.85, 0.95, 1.25, 1.0, 0.95, 1.15)
_WEEK = (0.8, 0.0, 0.85, 0.9, 1.05, 1.35, 1.25)
_HOURS = (10, 11, 12, 13, 14, 15, 16, 17, 18, 19)
_BUSY = (6, 10, 9, 8, 11, 13, 13, 12, 11, 7)
_REGULARS, _BY_REGULARS, _FADES = 240, 0.55, 0.96
_NAMED_BEFORE, _NAMED_AFTER = (0.25, 0.05), (0.75, 0.45)
"""The share of regulars, and of others, whose name the shop asks for and gets, before and after it asks everybody."""


@dataclass(frozen=True)
class Sales:
    """Columns, a position a sale, in the order of time; `guest` is -1 where no name was written down."""

    number: Ints
    day: Ints
    minute: Ints
    guest: Ints
    by_phone: NDArray[np.bool_]
    helper: NDArray[np.bool_]


@dataclass(frozen=True)
class Lines:
    """Columns, a position a line; `sale` is the position of its sale. Money in cents."""

    sale: Ints
    line_no: Ints
    product: Ints
    quantity: Ints
    price: Ints
    discount: Ints


def since(story: Story | None, day: Ints) -> NDArray[np.bool_]:
    """Whether each day lies on or after the story's first; never where it is not told."""
    found: NDArray[np.bool_] = day >= ((story.first - calendar.FIRST).days if story else len(calendar.days()))
    return found


def within(story: Story | None, day: Ints) -> NDArray[np.bool_]:
    """Whether each day lies in the story; never where it is not told."""
    return since(story, day) & (day <= ((story.last - calendar.FIRST).days if story else -1))


@cache
def is_open() -> NDArray[np.bool_]:
    """For each day whether the shop is open: not on Tuesdays, not over Spring Festival."""
    return np.array([d.day.weekday() != 1 and d.holiday != "Spring Festival" for d in calendar.days()])


@cache
def _busy() -> Reals:
    """For each day how busy it is against an ordinary one; 0 where the shop is closed."""
    days = calendar.days()
    event = [1.6 if d.promotion == "New Year goods" else 1.3 if d.holiday else 1.0 for d in days]
    busy = [_SEASON[d.day.month - 1] * _WEEK[d.day.weekday()] * e for d, e in zip(days, event, strict=True)]
    return np.where(is_open(), np.array(busy), 0.0)


def draw_sales(seed: int, stories: dict[str, Story], scale: float, block: int) -> Sales:
    """The sales of two years, with the names that were written down."""
    rng = stream(seed, "sales", block)
    rates = _busy()[:, None] * np.array(_BUSY)[None, :] / sum(_BUSY) * _A_DAY * scale
    counts = poisson(rng, rates)
    day, hour = (np.repeat(index.ravel(), counts.ravel()) for index in np.indices(counts.shape))
    count = len(day)
    minute = (day * 24 + np.array(_HOURS)[hour]) * 60 + rng.integers(60, size=count)
    order = np.argsort(minute, kind="stable")
    day, minute = day[order], minute[order]
    person = _people(seed, day, scale, block)
    helper = happens(stream(seed, "helper", block), np.where(np.isin(day % 7, (2, 5, 6)), 0.7, 0.25))
    phone = happens(stream(seed, "phone", block), 0.06, count)
    named = _is_named(seed, person, day, stories, block)
    number = block * BLOCK + 1 + np.arange(count)
    return Sales(number, day, minute, np.where(named, block * BLOCK + 1 + person, -1), phone, helper)


def _people(seed: int, day: Ints, scale: float, block: int) -> Ints:
    """For each sale the person who buys: a regular, who slows down with the months, or somebody who comes once."""
    rng = stream(seed, "people", block)
    regulars = max(round(_REGULARS * scale), 1)
    spend = np.floor(1000 * log_normal(rng, regulars, 0.9)).astype(np.int64) + 1
    first = rng.integers(-400, 680, size=regulars)
    comes_back, luck = happens(rng, _BY_REGULARS, len(day)), rng.random(len(day))
    slower = np.array([round(1000 * _FADES**month) for month in range(40)])
    person = regulars + np.arange(len(day))
    for today in np.unique(day):
        here = np.flatnonzero((day == today) & comes_back)
        age = today - first
        weight = np.where(age >= 0, spend * slower[np.clip(age // 30, 0, 39)], 0).cumsum()
        if weight[-1]:
            person[here] = np.searchsorted(weight, np.floor(luck[here] * weight[-1]).astype(np.int64), side="right")
    return person


def _is_named(seed: int, person: Ints, day: Ints, stories: dict[str, Story], block: int) -> NDArray[np.bool_]:
    # The willingness belongs to the person: a name once written down is written down at each later sale.
    willing = stream(seed, "names", block).random(int(person.max(initial=0)) + 1)[person]
    once = person >= np.int64(person.max(initial=0) + 1 - len(day))
    asked = since(stories.get("names_asked"), day)
    before, after = (np.where(once, *shares[::-1]) for shares in (_NAMED_BEFORE, _NAMED_AFTER))
    named: NDArray[np.bool_] = willing < np.where(asked, after, before)
    return named


_LINES_A_SALE = np.array((1,) * 12 + (2,) * 6 + (3,) * 2)
LAST_BOXES = 4
"""Boxes of Dragon Well on the shelf at the end of each month; the last ones are sold when no more come."""
_OUT, _INSTEAD = position("Dragon Well box"), position("Jasmine box")
_MOON, _LOOSE = position("Moon gift box"), np.array([product.category == "Loose tea" for product in PRODUCTS])


@cache
def _wanted() -> Ints:
    """Months of the year × 1000 equally likely products; moon boxes belong to August and September."""
    weights = [
        [
            product.wanted * ((8.0 if month in (8, 9) else 0.1) if n == _MOON else 1.0)
            for n, product in enumerate(PRODUCTS)
        ]
        for month in range(1, 13)
    ]
    return np.stack([slots(row) for row in weights])


def draw_lines(seed: int, sales: Sales, stories: dict[str, Story], block: int) -> Lines:
    """What was in each sale."""
    rng = stream(seed, "lines", block)
    per_sale = pick(rng, _LINES_A_SALE, len(sales.day)).astype(np.int64)
    sale = np.repeat(np.arange(len(per_sale)), per_sale)
    line_no = np.arange(len(sale)) - np.repeat(np.cumsum(per_sale) - per_sale, per_sale) + 1
    day = sales.day[sale]
    month = calendar.month_of()[day] % 12
    product = _wanted()[month, rng.integers(1000, size=len(sale))]
    amounts = np.array([quantities(one) for one in PRODUCTS])
    quantity = amounts[product, rng.integers(20, size=len(sale))]
    product = _without_boxes(product, quantity, within(stories.get("dragon_well_out"), day))
    price = np.array([one.price * 100 for one in PRODUCTS])[product]
    percent = np.where(happens(rng, 0.05, len(sale)), 10, 0)
    unasked = happens(rng, 0.5, len(sale)) & _LOOSE[product] & since(stories.get("loose_tea_discounts"), day)
    return Lines(sale, line_no, product, quantity, price, price * quantity * np.where(unasked, 20, percent) // 100)


def _without_boxes(product: Ints, quantity: Ints, none_come: NDArray[np.bool_]) -> Ints:
    """The products as they were sold: once the last boxes are gone, guests take another tea."""
    sold, left = product.copy(), LAST_BOXES
    for line in np.flatnonzero((product == _OUT) & none_come).tolist():
        if quantity[line] <= left:
            left -= int(quantity[line])
        else:
            sold[line] = _INSTEAD
    return sold
