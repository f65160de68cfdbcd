"""What is in each order, at which price and discount, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, Streams, happens, pick, slots
from kpilab.worlds.retail_chain import demand
from kpilab.worlds.retail_chain.assortment import CATEGORY_SEASONS, DEARER_IN_2025, PRODUCTS, quantities
from kpilab.worlds.retail_chain.orders import Orders
from kpilab.worlds.retail_chain.stores import STORES, store_number
from kpilab.worlds.story import Story

__all__ = ["ONLINE_RETURNS", "Lines", "Returned", "draw_lines", "draw_returned", "list_prices", "product_slots"]

ONLINE_RETURNS = 1.6
"""How much more often goods bought unseen come back."""

_EXTRA_PIECE = 0.26
_DAYS_UNTIL_RETURN = slots([1, 3, 5, 6, 6, 6, 6, 5, 5, 4, 4, 4, 3, 3, 3, 3, *[2] * 6, *[1] * 8], 400) + 1


@dataclass(frozen=True)
class Lines:
    """Columns of whole numbers, a position a line; `order` is a position in the orders."""

    order: Ints
    line_no: Ints
    product: Ints
    quantity: Ints
    price: Ints
    """Of one piece, in cents."""
    discount: Ints
    """Off the whole line, in cents."""

    @property
    def paid(self) -> Ints:
        """What the line costs after its discount, in cents."""
        return self.quantity * self.price - self.discount

    def taken(self, positions: Ints) -> Lines:
        """The lines at these positions, in this order."""
        return Lines(**{field.name: getattr(self, field.name)[positions] for field in fields(self)})


@dataclass(frozen=True)
class Returned:
    """Columns of whole numbers, a position a return; `line` is a position in the lines."""

    line: Ints
    quantity: Ints
    refund: Ints
    day: Ints


@cache
def product_slots() -> Ints:
    """Months of the year × 2,000 equally likely products."""
    rows = []
    for month in range(12):
        rows.append(slots([product.wanted * CATEGORY_SEASONS[product.category][month] for product in PRODUCTS], 2000))
    return np.stack(rows)


@cache
def list_prices() -> Ints:
    """Years (2024, 2025) × products: the list price in cents."""
    now = np.array([product.price * 100 for product in PRODUCTS])
    dearer = np.array([product.category in DEARER_IN_2025 for product in PRODUCTS])
    before = np.where(dearer, now * 96 // 100 // 1000 * 1000, now)
    return np.stack([before, now])


def _month_of_year(day: Ints) -> Ints:
    return calendar.month_of()[day] % 12


def draw_lines(streams: Streams, orders: Orders, stories: dict[str, Story]) -> Lines:
    """The lines of all orders, order by order."""
    rng = streams("baskets")
    per_order = pick(rng, np.array(demand.PRODUCTS_PER_ORDER), len(orders.store)).astype(np.int64)
    order = np.repeat(np.arange(len(per_order)), per_order)
    line_no = np.arange(len(order)) - np.repeat(np.cumsum(per_order) - per_order, per_order) + 1
    day = orders.day[order]
    product = product_slots()[_month_of_year(day), rng.integers(2000, size=len(order))]
    quantity_table = np.array([quantities(each) for each in PRODUCTS])
    quantity = quantity_table[product, rng.integers(20, size=len(order))]
    price = list_prices()[(calendar.month_of()[day] >= 12).astype(np.int64), product]
    tables = np.array([demand.DISCOUNTS[False], demand.DISCOUNTS[True]])
    percent = tables[demand.is_promotion()[day].astype(np.int64), rng.integers(20, size=len(order))]
    tempted = happens(streams("appliance_discounts"), _EXTRA_PIECE, len(order))
    if "appliance_discounts" in stories:
        story = stories["appliance_discounts"]
        meant = np.array([each.category == story.where["category"] for each in PRODUCTS])[product] & _during(story, day)
        percent = percent + np.where(meant, round(story.strength * 100), 0)
        quantity = quantity + (meant & tempted)
    lines = Lines(order, line_no, product, quantity, price, quantity * price * percent // 100)
    missing = stories.get("old_town_stockout")
    return lines if missing is None else _without_stock(streams, lines, orders, missing)


def _during(story: Story, day: Ints) -> NDArray[np.bool_]:
    return (day >= (story.first - calendar.FIRST).days) & (day <= (story.last - calendar.FIRST).days)


def _without_stock(streams: Streams, lines: Lines, orders: Orders, story: Story) -> Lines:
    """Lines of the product that has run out: half of them become another product, half are not bought."""
    bestseller, instead = _product(story.where["product"]), _product("Air fryer")
    store = store_number(story.where["store"])
    here = (orders.store == store) & orders.paid & _during(story, orders.day)
    wanted = here[lines.order] & (lines.product == bestseller)
    left, empty = STOCK_LEFT, np.zeros(len(wanted), dtype=bool)
    for position in np.flatnonzero(wanted).tolist():
        if lines.quantity[position] <= left:
            left -= int(lines.quantity[position])
        else:
            empty[position] = True
    # A joining order always finds a substitute, so that no member is without a first purchase.
    swaps = empty & (happens(streams(story.id), 0.5, len(wanted)) | orders.joins[lines.order])
    other = np.flatnonzero(swaps)
    swapped, price = lines.taken(other), list_prices()[1, instead]
    percent = swapped.discount * 100 // (swapped.quantity * swapped.price)
    changed = replace(
        lines,
        product=_with(lines.product, other, instead),
        price=_with(lines.price, other, price),
        discount=_with(lines.discount, other, swapped.quantity * price * percent // 100),
    )
    return changed.taken(np.flatnonzero(~empty | swaps))


def _with(values: Ints, positions: Ints, others: Ints | int) -> Ints:
    changed = values.copy()
    changed[positions] = others
    return changed


STOCK_LEFT = 14
"""Rice cookers on Old Town's shelf when the deliveries stop."""


def _product(name: str) -> int:
    return [product.name for product in PRODUCTS].index(name)


def draw_returned(streams: Streams, orders: Orders, lines: Lines) -> Returned:
    """Goods that came back by the end of 2025, in the order of their days."""
    rng = streams("returned goods")
    unseen = np.where(orders.channel == 1, ONLINE_RETURNS, 1.0)
    chance = np.array([store.comes_back for store in STORES])[orders.store] * unseen
    # Luck hangs on the order and the line's place in it, so that a line more or less elsewhere changes nothing.
    place, places = lines.order * _MOST_LINES + lines.line_no - 1, len(orders.store) * _MOST_LINES
    back = np.where(orders.paid, chance * (1 << 30), 0.0)
    line = np.flatnonzero(rng.integers(1 << 30, size=places)[place] < back[lines.order])
    whole = rng.integers(20, size=places)[place[line]] < 17
    wait = _DAYS_UNTIL_RETURN[rng.integers(400, size=places)[place[line]]]
    day = orders.paid_minute[lines.order[line]] // (24 * 60) + wait
    in_time = np.argsort(day, kind="stable")
    in_time = in_time[day[in_time] < len(calendar.days())]
    line, whole, day = line[in_time], whole[in_time], day[in_time]
    sold = lines.taken(line)
    quantity = np.where(whole, sold.quantity, 1)
    return Returned(line, quantity, sold.paid * quantity // sold.quantity, day)


_MOST_LINES = max(demand.PRODUCTS_PER_ORDER)
