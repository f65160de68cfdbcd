"""The orders: walk-ins, those who join with their order, and members who come back."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, Reals, Streams, happens, normal, pick, poisson, slots
from kpilab.worlds.retail_chain import demand
from kpilab.worlds.retail_chain.members import AWAY, EARLIEST_MONTH, HABITS, draw_returns
from kpilab.worlds.retail_chain.people import Person, manager_of, sellers
from kpilab.worlds.retail_chain.stores import STORES, store_number
from kpilab.worlds.story import Story

__all__ = ["CHANNELS", "PAID_SHARE", "Members", "Orders", "busyness", "draw_orders"]

CHANNELS = ("store", "online", "phone")
PAID_SHARE = {"store": 1.0, "online": 0.965, "phone": 0.98}

_DAY = 24 * 60
_OPEN_HOURS = slots([2, 4, 5, 5, 5, 6, 7, 7, 6, 5, 3], 100) + 10
_ONLINE_HOURS = slots([2, 1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 6, 7, 6, 5, 5, 5, 5, 6, 8, 10, 10, 8, 5], 200)


@dataclass(frozen=True)
class Orders:
    """Columns of whole numbers, a position an order; `customer` and `seller` are −1 where there is none."""

    number: Ints
    store: Ints
    minute: Ints
    """Since the first of January 2024, 00:00."""
    paid_minute: Ints
    channel: Ints
    customer: Ints
    joins: NDArray[np.bool_]
    seller: Ints

    @property
    def day(self) -> Ints:
        """The day it was placed, as a position in the calendar."""
        return self.minute // _DAY

    @property
    def paid(self) -> NDArray[np.bool_]:
        """Whether it was ever paid."""
        return self.paid_minute >= 0

    def taken(self, positions: Ints) -> Orders:
        """The orders at these positions, in this order."""
        return Orders(**{field.name: getattr(self, field.name)[positions] for field in fields(self)})


@dataclass(frozen=True)
class Members:
    """The members, a position each; `number` has gaps, `joined_day` is negative before 2024."""

    number: Ints
    home: Ints
    joined_day: Ints


def busyness(streams: Streams) -> Reals:
    """Stores × days: luck that orders and visitors share, 1 on average: the month's and the day's."""
    rng = streams("busyness")
    by_month = 1 + 0.05 * np.clip(normal(rng, (len(STORES), len(calendar.months()))), -2, 2)
    by_day = 1 + 0.10 * np.clip(normal(rng, (len(STORES), len(calendar.days()))), -2, 2)
    return by_month[:, calendar.month_of()] * by_day


def _channels(rng: np.random.Generator, store: Ints, day: Ints) -> Ints:
    shares = demand.channel_shares()[store, day]
    luck = rng.random(len(store))
    return np.where(luck < shares[:, 0], 1, np.where(luck < shares[:, 0] + shares[:, 1], 2, 0))


def _minutes(rng: np.random.Generator, day: Ints, channel: Ints) -> Ints:
    open_hour, any_hour = pick(rng, _OPEN_HOURS, len(day)), pick(rng, _ONLINE_HOURS, len(day))
    hour = np.where(channel == 1, any_hour, open_hour).astype(np.int64)
    return day * _DAY + hour * 60 + rng.integers(60, size=len(day))


def _payments(rng: np.random.Generator, minute: Ints, channel: Ints, joins: NDArray[np.bool_]) -> Ints:
    count = len(minute)
    soon, late = rng.integers(0, 5, size=count), rng.integers(30, 3 * _DAY, size=count)
    later = happens(rng, np.array([0.0, 0.06, 0.7])[channel]) & ~joins
    paid = minute + np.where(later, late, soon)
    given_up = happens(rng, 1 - np.array([PAID_SHARE[name] for name in CHANNELS])[channel]) & ~joins
    same_day = np.minimum(paid, minute // _DAY * _DAY + _DAY - 1)
    paid = np.where(joins, same_day, paid)
    return np.where(given_up | (paid >= len(calendar.days()) * _DAY), -1, paid)


def _walk_ins(streams: Streams, scale: float) -> tuple[Ints, Ints]:
    rates = np.array([store.walk_ins for store in STORES])[:, None] * demand.day_factors() * busyness(streams) * scale
    counts = poisson(streams("walk-ins"), rates)
    store, day = np.indices(counts.shape)
    return np.repeat(store.ravel(), counts.ravel()), np.repeat(day.ravel(), counts.ravel())


def _regulars(streams: Streams, scale: float) -> tuple[Ints, Ints]:
    counts = [max(1, round(store.regulars * scale)) for store in STORES]
    rng = streams("regulars")
    home = rng.permutation(np.repeat(np.arange(len(STORES)), counts))
    return home, np.sort(-rng.integers(1, 1096, size=len(home)))


def _joined_month(day: Ints) -> Ints:
    months = calendar.month_of()
    return np.where(day >= 0, months[np.maximum(day, 0)], np.maximum(day // 31, EARLIEST_MONTH))


def _return_days(rng: np.random.Generator, store: Ints, month: Ints) -> Ints:
    luck = rng.integers(1000, size=len(store))
    found: Ints = _likely_days().ravel()[(store * len(calendar.months()) + month) * 1000 + luck]
    return found


@cache
def _likely_days() -> Ints:
    """Stores × months × 1,000 equally likely days of the month."""
    months = calendar.month_of()
    inside = [np.flatnonzero(months == place) for place in range(len(calendar.months()))]
    return np.stack([[days[slots(factors[days].tolist())] for days in inside] for factors in demand.day_factors()])


def draw_orders(
    streams: Streams, people: tuple[Person, ...], stories: dict[str, Story], scale: float
) -> tuple[Orders, Members]:
    """All orders in the order of time, and the members who placed them."""
    rng = streams("orders")
    store, day = _walk_ins(streams, scale)
    channel = _channels(rng, store, day)
    minute = _minutes(rng, day, channel)
    joins = happens(rng, np.array([place.joins for place in STORES])[store])
    in_time = np.lexsort((rng.integers(1 << 40, size=len(store)), minute))
    store, channel, minute, joins = store[in_time], channel[in_time], minute[in_time], joins[in_time]
    day = minute // _DAY
    booked = _could_be_booked(streams, store=store, day=day, channel=channel) & ~joins

    regular_home, regular_day = _regulars(streams, scale)
    first_number = len(regular_home)
    arrives = joins | booked
    number_of = np.where(arrives, first_number + np.cumsum(arrives), 0)
    number = np.concatenate([np.arange(1, first_number + 1), number_of[joins]])
    home = np.concatenate([regular_home, store[joins]])
    joined_day = np.concatenate([regular_day, day[joins]])
    habit = pick(streams("habits"), slots([share for share, _, _ in HABITS], 20), len(home)).astype(np.int64)

    who, month = draw_returns(
        streams("returns of members"), home=home, joined_month=_joined_month(joined_day), habit=habit
    )
    again = streams("later orders")
    at_store = np.where(happens(again, AWAY, len(who)), again.integers(len(STORES), size=len(who)), home[who])
    again_day = _return_days(again, at_store, month)
    again_channel = _channels(again, at_store, again_day)
    again_minute = _minutes(again, again_day, again_channel)

    every = Orders(
        number=np.zeros(len(store) + len(who), dtype=np.int64),
        store=np.concatenate([store, at_store]),
        minute=np.concatenate([minute, again_minute]),
        paid_minute=np.zeros(len(store) + len(who), dtype=np.int64),
        channel=np.concatenate([channel, again_channel]),
        customer=np.concatenate([np.where(joins, number_of, -1), number[who]]),
        joins=np.concatenate([joins, np.zeros(len(who), dtype=bool)]),
        seller=np.full(len(store) + len(who), -1),
    )
    bookable = np.concatenate([np.where(booked, number_of, -1), np.full(len(who), -1)])
    in_time = np.argsort(every.minute, kind="stable")
    every, bookable = every.taken(in_time), bookable[in_time]
    finish = streams("payments and sellers")
    first = every.joins | (bookable >= 0)
    paid_minute = _payments(finish, every.minute, every.channel, first)
    luck = finish.integers(1000, size=len(every.store))
    seller = sellers(people, store=every.store, day=every.day, luck=luck)
    every = replace(
        every,
        number=100_001 + np.arange(len(every.store)),
        paid_minute=paid_minute,
        seller=np.where(every.channel == 1, -1, seller),
    )
    members = Members(number, home, joined_day)
    if "station_signups" in stories:
        return _book_guests(every, members, bookable, manager_of(people, "Station"))
    return every, members


def _could_be_booked(streams: Streams, *, store: Ints, day: Ints, channel: Ints) -> NDArray[np.bool_]:
    """The guest orders that Station's manager would book as new members; drawn whether the story is on or off."""
    from kpilab.worlds.retail_chain.stories import STORIES

    story = next(story for story in STORIES if story.id == "station_signups")
    inside = (day >= _position(story.first)) & (day <= _position(story.last)) & (channel == 0)
    willing = happens(streams(story.id), story.strength, len(store))
    found: NDArray[np.bool_] = inside & willing & (store == store_number(story.where["store"]))
    return found


def _position(day: date) -> int:
    return (day - calendar.FIRST).days


def _book_guests(orders: Orders, members: Members, bookable: Ints, manager: int) -> tuple[Orders, Members]:
    booked = bookable >= 0
    changed = replace(
        orders,
        customer=np.where(booked, bookable, orders.customer),
        joins=orders.joins | booked,
        seller=np.where(booked, manager, orders.seller),
    )
    number = np.concatenate([members.number, bookable[booked]])
    home = np.concatenate([members.home, orders.store[booked]])
    joined = np.concatenate([members.joined_day, orders.day[booked]])
    by_number = np.argsort(number, kind="stable")
    return changed, Members(number[by_number], home[by_number], joined[by_number])
