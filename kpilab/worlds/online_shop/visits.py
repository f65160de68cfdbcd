"""Visits to the shop's pages and what happens in them: each order has its visit, and many visits have no order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds import BLOCK, calendar
from kpilab.worlds.chance import Ints, Reals, log_normal_table, lot, normal, poisson, slots, stream
from kpilab.worlds.online_shop.baskets import Lines, Orders
from kpilab.worlds.online_shop.demand import DAY, HOURS
from kpilab.worlds.online_shop.shop import (
    CHANNEL_SHARES,
    CHANNELS,
    DEVICE_SHARES,
    LOG_FIRST,
    PHASES,
    POPULARITY,
    day_factors,
    day_number,
    in_log,
)
from kpilab.worlds.story import Story

__all__ = ["PAGES", "TYPES", "Events", "Searches", "Visits", "draw_events", "draw_searches", "draw_visits", "registers"]

N = TypeVar("N", bound=np.generic)

TYPES = (
    "page_view",
    "card_view",
    "card_click",
    "add_to_cart",
    "register",
    "order",
    "pay",
    "favourite",
    "coupon",
    "deposit",
)
PAGES = ("home", "list", "search", "product", "cart", "checkout")
_VIEWS_A_DAY = 116.0
"""Visits without an order on an ordinary day of 2024."""
_COMES_BACK = 0.3

# What a visit is made of: types of events, page views by the page's name.
_SCRIPTS = {
    "leaves": "home",
    "leaves product": "product",
    "looks": "home list card_view card_view",
    "reads": "list card_view card_view card_click product",
    "wanders": "home list card_view card_view card_click product list card_view card_click product",
    "searches": "home search card_view card_view",
    "searches and reads": "search card_view card_click product",
    "likes": "list card_view card_click product favourite",
    "fills": "list card_view card_click product add_to_cart cart",
    "hesitates": "search card_view card_click product add_to_cart cart checkout",
    "registers": "list card_view card_click product add_to_cart cart checkout register",
    "deposits": "home list card_view card_click product add_to_cart coupon deposit",
    "gives up": "list card_view card_click product add_to_cart cart checkout",
    "orders": "list card_view card_click product add_to_cart cart checkout order",
    "pays": "list card_view card_click product add_to_cart cart checkout order pay",
    "joins and pays": "search card_view card_click product add_to_cart cart checkout register order pay",
    "joins and orders": "search card_view card_click product add_to_cart cart checkout register order",
}
_NAMES = tuple(_SCRIPTS)
_EVENTS = tuple(tuple(script.split()) for script in _SCRIPTS.values())
_PLAIN = {
    "leaves": 27, "leaves product": 15, "looks": 14, "reads": 14, "wanders": 6, "searches": 5, "searches and reads": 7,
    "likes": 3, "fills": 4, "hesitates": 3, "registers": 2,
}  # fmt: skip
_WARM_UP = {
    "leaves": 20, "leaves product": 10, "looks": 12, "reads": 14, "wanders": 10, "searches": 5, "searches and reads": 7,
    "likes": 7, "fills": 6, "hesitates": 2, "registers": 1, "deposits": 6,
}  # fmt: skip
_CURIOUS = {"leaves": 40, "leaves product": 52, "looks": 8}
"""How often a visit without an order follows each script: as a rule, before the promotion, and after a bought video."""
_ABOUT = tuple(TYPES.index(kind) for kind in ("add_to_cart", "favourite"))
_WITH_CART = tuple(TYPES.index(kind) for kind in ("add_to_cart", "order", "pay"))
_WAITS = slots([50, 25, 15, 10])
_PASSED_BY, _LOGGED = 0.55, 0.97
_OTHERS, _CURIOUS_ONES = BLOCK * 4, BLOCK * 8
"""From here on the keys of visits without an order, and of those whom the bought video sent."""
_SEARCHES = (_NAMES.index("searches"), _NAMES.index("searches and reads"), _NAMES.index("hesitates"),
             _NAMES.index("joins and pays"), _NAMES.index("joins and orders"))  # fmt: skip


@dataclass(frozen=True)
class Visits:
    """The visits on record, a position each in the order of time."""

    key: Ints
    """Tells a visit apart whatever else there is."""
    number: Ints
    visitor: Ints
    minute: Ints
    channel: Ints
    device: Ints
    script: Ints
    product: Ints
    order: Ints
    """The position of its order, or −1."""

    @property
    def landing(self) -> Ints:
        """The page on which each begins, as a position in `PAGES`."""
        return np.array([PAGES.index(events[0]) for events in _EVENTS])[self.script]


@dataclass(frozen=True)
class Events:
    """Page events in the order of time; −1 where a column has nothing to say."""

    visit: Ints
    """The position of the visit."""
    minute: Ints
    type: Ints
    page: Ints
    product: Ints
    position: Ints
    cart: Ints
    engaged: Ints
    load: Ints


@dataclass(frozen=True)
class Searches:
    """What was searched for: the visit's position, the minute and how many results came."""

    visit: Ints
    minute: Ints
    results: Ints


def registers(visits: Visits) -> NDArray[np.bool_]:
    """Which visits end with a registration and without an order."""
    found: NDArray[np.bool_] = visits.script == _NAMES.index("registers")
    return found


def _scripts(weights: Mapping[str, int]) -> Ints:
    return slots([weights.get(name, 0) for name in _NAMES])


def _at(table: NDArray[N], luck: Reals) -> NDArray[N]:
    """The entries of a table of equally likely ones that these lots fall on."""
    return table[(luck * len(table)).astype(np.int64)]


def _other_visits(seed: int, story: Story | None, *, scale: float, block: int) -> dict[str, Ints]:
    """The visits that end without an order, key by key."""
    first = day_number(LOG_FIRST)
    luck_of_days = 1 + 0.07 * np.clip(normal(stream(seed, "web days"), len(day_factors()) - first), -2, 2)
    rate = _VIEWS_A_DAY * scale * np.sqrt(day_factors())[first:] * luck_of_days
    counts = poisson(stream(seed, "visits", block), rate)
    day = np.repeat(np.arange(first, first + len(counts)), counts)
    key = _OTHERS + np.arange(len(day))
    if story:
        days = np.arange(day_number(story.first), day_number(story.last) + 1)
        usual = _VIEWS_A_DAY * scale * CHANNEL_SHARES[CHANNELS.index("video")] / 100
        more = poisson(stream(seed, story.id, block), np.full(len(days), usual * story.strength))
        day = np.concatenate([day, np.repeat(days, more)])
        key = np.concatenate([key, _CURIOUS_ONES + np.arange(more.sum())])
    key = key + block * BLOCK * 16
    lots = partial(lot, seed, keys=key)
    curious = key % (BLOCK * 16) >= _CURIOUS_ONES
    warm = np.array([PHASES[1][1] <= one.day <= PHASES[1][2] for one in calendar.days()])
    plain = np.where(warm[day], _at(_scripts(_WARM_UP), lots("script")), _at(_scripts(_PLAIN), lots("script")))
    hour = _at(HOURS, lots("hour"))
    return {
        "key": key,
        "minute": day * DAY + hour * 60 + (lots("minute") * 60).astype(np.int64),
        "visitor": _visitors(lots, len(day)),
        "channel": np.where(curious, CHANNELS.index("video"), _at(slots(CHANNEL_SHARES), lots("channel"))),
        "device": _at(slots(DEVICE_SHARES), lots("device")),
        "script": np.where(curious, _at(_scripts(_CURIOUS), lots("script")), plain),
        "product": _at(slots(POPULARITY, 2000), lots("product")),
        "order": np.full(len(day), -1),
    }


def _visitors(lots: Callable[[str], Reals], count: int) -> Ints:
    """A number for each visit's visitor; some have been here before."""
    own = np.arange(count)
    again = lots("again") < _COMES_BACK
    earlier = (lots("earlier") * np.maximum(own, 1)).astype(np.int64)
    return np.where(again & ~again[earlier], earlier, own)


def _began(seed: int, key: Ints, ordered: Ints, joins: NDArray[np.bool_]) -> Ints:
    """When the visits with an order began: as long before it as their pages take, and not before the record does."""
    known, new = (_EVENTS[_NAMES.index(script)].index("order") for script in ("pays", "joins and pays"))
    place = np.where(joins, new, known)
    minute = ordered.copy()
    for step in range(1, int(place.max(initial=0)) + 1):
        minute = minute - _at(_WAITS, lot(seed, "waits", key * 16 + step)) * (step <= place)
    return np.maximum(minute, day_number(LOG_FIRST) * DAY)


def draw_visits(
    seed: int, orders: Orders, lines: Lines, stories: Mapping[str, Story], *, scale: float, block: int
) -> Visits:
    """All visits of the months on record."""
    meant = orders.meant
    placed = np.flatnonzero(in_log(meant.day))
    joins = meant.first[placed] & (meant.customer[placed] >= 0)
    script = np.where(joins, _NAMES.index("joins and pays"), _NAMES.index("pays"))
    key = block * BLOCK * 16 + placed
    begins = _began(seed, key, meant.minute[placed], joins)
    unpaid = np.where(joins, _NAMES.index("joins and orders"), _NAMES.index("orders"))
    script = np.where(orders.paid[placed], script, unpaid)
    script = np.where(orders.given_up[placed], _NAMES.index("gives up"), script)
    others = _other_visits(seed, stories.get("video_curious"), scale=scale, block=block)
    people, guest = int(meant.customer.max(initial=0)) + 1, meant.customer[placed] < 0
    strangers = people + len(placed)
    buyers = {
        "key": key,
        "minute": begins,
        "visitor": np.where(guest, people + np.arange(len(placed)), meant.customer[placed]),
        "channel": meant.channel[placed],
        "device": meant.device[placed],
        "script": script,
        "product": lines.product[np.searchsorted(lines.order, placed)],
        "order": np.where(orders.given_up[placed], -1, placed),
    }
    others["visitor"] = strangers + others["visitor"]
    every = {name: np.concatenate([column, others[name]]) for name, column in buyers.items()}
    in_time = np.lexsort((every["key"], every["minute"]))
    return Visits(number=np.arange(1, len(in_time) + 1), **{name: column[in_time] for name, column in every.items()})


def _base_load(device: Ints, page: Ints) -> Reals:
    found: Reals = np.array([1900.0, 1250.0])[device] * np.array([1.0, 1.1, 1.3, 1.25, 0.9, 1.0])[page]
    return found


def draw_events(seed: int, visits: Visits, orders: Orders, stories: Mapping[str, Story]) -> Events:
    """What happened in each visit, event by event; who pays does so when the order says, some of them days later."""
    lengths = np.array([len(events) for events in _EVENTS])
    flat = [kind for events in _EVENTS for kind in events]
    kinds = np.array([TYPES.index(kind) if kind in TYPES else 0 for kind in flat])
    pages = np.array([-1 if kind in TYPES else PAGES.index(kind) for kind in flat])
    starts = np.cumsum(lengths) - lengths
    count = lengths[visits.script]
    visit = np.repeat(np.arange(len(count)), count)
    before = np.cumsum(count) - count
    place = np.arange(len(visit)) - np.repeat(before, count)
    kind, page = kinds[starts[visits.script][visit] + place], pages[starts[visits.script][visit] + place]
    lots = partial(lot, seed, keys=visits.key[visit] * 16 + place)
    passed = np.cumsum(_at(_WAITS, lots("waits")))
    minute = visits.minute[visit] + passed - np.repeat(passed[before], count)
    with_order = np.where(visits.order >= 0, visits.order, 0)[visit]
    if len(orders.paid):
        ordered, paid = orders.meant.minute[with_order], orders.paid_minute[with_order]
        has = (visits.order >= 0)[visit]
        minute = np.where(has & (kind != TYPES.index("pay")), np.minimum(minute, ordered), minute)
        minute = np.where(has & (kind == TYPES.index("pay")), paid, minute)
    is_card = (kind == TYPES.index("card_view")) | (kind == TYPES.index("card_click"))
    about = is_card | (page == PAGES.index("product")) | np.isin(kind, _ABOUT)
    passing = (kind == TYPES.index("card_view")) & (lots("passing") < _PASSED_BY)
    shown = np.where(passing, _at(slots(POPULARITY, 2000), lots("shown")), visits.product[visit])
    load = _base_load(visits.device[visit], np.maximum(page, 0)) * _at(log_normal_table(0.45), lots("load"))
    if story := stories.get("slow_laptop_pages"):
        slow = (minute // DAY >= day_number(story.first)) & (visits.device[visit] == 1)
        load = load * np.where(slow, 1 + story.strength, 1.0)
    seen = page >= 0
    return Events(
        visit=visit,
        minute=minute,
        type=kind,
        page=page,
        product=np.where(about, shown, -1),
        position=np.where(is_card, 1 + (lots("position") ** 2 * 12).astype(np.int64), -1),
        cart=np.where(np.isin(kind, _WITH_CART), visits.number[visit], -1),
        engaged=np.where(seen, (180 * _at(log_normal_table(0.9), lots("engaged"))).astype(np.int64) * 100, -1),
        load=np.where(seen & (lots("logged") < _LOGGED), load.astype(np.int64) // 10 * 10, -1),
    )


def draw_searches(seed: int, visits: Visits) -> Searches:
    """The search that opens some visits; one in eleven finds nothing."""
    visit = np.flatnonzero(np.isin(visits.script, _SEARCHES))
    lots = partial(lot, seed, keys=visits.key[visit])
    found = 1 + (lots("results") ** 2 * 24).astype(np.int64)
    return Searches(visit, visits.minute[visit], np.where(lots("nothing found") < 0.09, 0, found))
