"""What the shop writes down beside its sales: shelf, stock book, weekly sheets, the tally at the door, and a check."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, happens, poisson, stream
from kpilab.worlds.small_shop.assortment import PRODUCTS, position
from kpilab.worlds.small_shop.trade import LAST_BOXES, Lines, Sales, since, within
from kpilab.worlds.story import Story

__all__ = ["Audit", "draw_audits", "draw_books", "draw_scores", "draw_sheets", "draw_shelves", "draw_tally"]

_SUPPLIER_FAILS = 0.04
_BOOK_AGREES, _OPENED = 0.88, 0.30
_BLANK, _SLIP = 0.16, 0.05
_IN_TIME = 0.88
_EACH_MONTH = 10
_OUT = position("Dragon Well box")


def draw_shelves(
    seed: int, sales: Sales, lines: Lines, stories: dict[str, Story], scale: float, block: int
) -> tuple[Ints, Ints]:
    """Month ends (from December 2023) × products: pieces on the shelf, and pieces received that month."""
    rng = stream(seed, "shelves", block)
    months = len(calendar.months())
    sold = np.zeros((months, len(PRODUCTS)), dtype=np.int64)
    np.add.at(sold, (calendar.month_of()[sales.day[lines.sale]], lines.product), lines.quantity)
    wanted = np.array([product.wanted for product in PRODUCTS])
    usual = np.floor(400 * scale * wanted / wanted.sum()).astype(np.int64) + 3
    aim = usual + usual * rng.integers(0, 101, size=(months + 1, len(PRODUCTS))) // 100
    aim[happens(rng, np.full(aim.shape, _SUPPLIER_FAILS))] = 0
    aim[:, _OUT] = LAST_BOXES
    aim[1:, _OUT][within(stories.get("dragon_well_out"), calendar.month_ends())] = 0
    units, received = aim.copy(), np.zeros_like(aim)
    for month in range(1, months + 1):
        left = units[month - 1] - sold[month - 1]
        received[month] = np.maximum(aim[month] - left, 0)
        units[month] = left + received[month]
    return units, received


def draw_books(seed: int, units: Ints, stories: dict[str, Story]) -> Ints:
    """Months × products: what the stock book says on the day of the count."""
    rng = stream(seed, "stock book")
    shape = (len(calendar.months()), len(PRODUCTS))
    wrong = ~happens(rng, np.full(shape, _BOOK_AGREES))
    opened = happens(rng, np.full(shape, _OPENED))
    by = np.where(rng.random(shape) < 0.5, -1, 1) * rng.integers(1, 5, size=shape)
    since_then = since(stories.get("boxes_opened"), calendar.month_ends())[:, None]
    return units[1:] + np.where(wrong | (opened & since_then), by, 0)


@dataclass(frozen=True)
class Audit:
    """Columns, a position a field checked; `reported` is "" where nothing stands there."""

    sale: Ints
    day: Ints
    field: Ints
    reported: tuple[str, ...]
    true: tuple[str, ...]


def draw_audits(seed: int, sales: Sales, lines: Lines, stories: dict[str, Story]) -> Audit:
    """Ten sales of each month, three fields each.

    A cell is left blank where the sale was not a plain one: another price than the list's, more than one piece, a
    day that nobody was sure of. Whatever is filled in later by habit is therefore wrong.
    """
    rng = stream(seed, "audits")
    ends = calendar.month_ends()
    starts = np.searchsorted(sales.day, np.concatenate([[0], ends[:-1] + 1]))
    counts = np.diff(np.append(starts, len(sales.day)))
    drawn = [
        start + np.sort(np.argsort(rng.random(count), kind="stable")[:_EACH_MONTH])
        for start, count in zip(starts.tolist(), counts.tolist(), strict=True)
    ]
    sale = np.repeat(np.concatenate(drawn), 3)
    field = np.tile(np.arange(3), len(sale) // 3)
    day = np.minimum(ends[calendar.month_of()[sales.day[sale]]] + 1, ends[-1])
    first = np.searchsorted(lines.sale, sale)
    quantity, price = lines.quantity[first], lines.price[first] // 100
    blank, slip = happens(rng, _BLANK, len(sale)), happens(rng, _SLIP, len(sale))
    filled = since(stories.get("blanks_filled"), sales.day[sale])
    days = [f"{one.day:%d.%m.}" for one in calendar.days()]
    true, reported = [], []
    for n, which in enumerate(field.tolist()):
        today = int(sales.day[sale[n]])
        plain = (days[today], str(quantity[n]), str(price[n]))[which]
        odd = (days[today], str(quantity[n] + 1), f"{price[n]}.5")[which]
        habit = (days[max(today - 1, 0)], "1", str(price[n]))[which]
        wrong = (days[min(today + 1, len(days) - 1)], str(quantity[n] * 10), str(price[n] * 10))[which]
        true.append(odd if blank[n] else plain)
        reported.append((habit if filled[n] else "") if blank[n] else wrong if slip[n] else plain)
    return Audit(sale, day, field, tuple(reported), tuple(true))


def draw_sheets(seed: int, stories: dict[str, Story]) -> tuple[Ints, Ints]:
    """For each week the minute at which its sheet is due, Monday at 20:00, and the minute at which it was written."""
    rng = stream(seed, "weekly sheets")
    mondays = np.arange(7, len(calendar.days()) - 2, 7)
    due = (mondays * 24 + 20) * 60
    in_time, at_month_end = happens(rng, _IN_TIME, len(mondays)), happens(rng, 0.85, len(mondays))
    early, late = rng.integers(10, 500, size=len(mondays)), rng.integers(60, 2500, size=len(mondays))
    written = np.where(in_time, due - early, due + late)
    ends = calendar.month_ends()
    month_end = (ends[calendar.month_of()[mondays]] * 24 + 22) * 60
    kept_back = since(stories.get("sheets_at_month_end"), mondays) & at_month_end
    return due, np.where(kept_back, np.maximum(month_end, written), written)


def draw_tally(seed: int, sales: Sales, scale: float, block: int) -> tuple[Ints, NDArray[np.bool_]]:
    """For each day how many came in, and whether somebody kept the tally."""
    rng = stream(seed, "tally", block)
    days = len(calendar.days())
    bought = np.bincount(sales.day, minlength=days)
    looked = poisson(rng, np.full((days, 10), 1.1 * min(scale, 50.0))).sum(axis=1)
    kept = happens(stream(seed, "tally kept"), 0.4, days)
    return bought + looked, kept


def draw_scores(seed: int, sales: Sales, block: int) -> tuple[Ints, Ints]:
    """Positions of the sales after which a card was filled in, and the scores."""
    rng = stream(seed, "cards", block)
    filled = np.flatnonzero(happens(rng, 0.06, len(sales.day)))
    points = np.array((1,) + (2,) + (3,) * 3 + (4,) * 8 + (5,) * 7)
    return filled, points[rng.integers(20, size=len(filled))]
