"""Who booked which room for which nights, through which channel, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds.calendar import days
from kpilab.worlds.chance import Ints, happens, log_normal, pick, slots, stream
from kpilab.worlds.hotel.houses import BEFORE, HOUSES, SPAN, arrival_chances, house_number, price_factors, rooms
from kpilab.worlds.hotel.stories import days_of
from kpilab.worlds.story import Story

__all__ = ["CHANNELS", "LAST_DAY", "STATUSES", "Bookings", "draw_bookings"]

CHANNELS = ("direct", "company", "platform", "walk_in", "flash_app")
STATUSES = ("stayed", "cancelled", "no_show", "booked", "in_house")
LAST_DAY = len(days()) - 1

_NIGHTS = (slots((0.27, 0.41, 0.19, 0.07, 0.03, 0, 0.03), 200) + 1, slots((0.42, 0.27, 0.17, 0.09, 0.05), 200) + 1)
"""Nights of guests on holiday and of guests at work."""
_CHANNEL_SLOTS = (slots((0.27, 0.0, 0.63, 0.10), 200), slots((0.20, 0.46, 0.28, 0.06), 200))
_LEAD = np.array([17.0, 8.0, 21.0, 0.0])
_CANCELLED = np.array([0.10, 0.09, 0.21, 0.0])
_NO_SHOW = 0.015
_LIKELY_DISCOUNT = np.array([0.25, 0.80, 0.10, 0.0, 0.10])
_MOMENTS = slots((1, 2, 3, 3, 2, 2, 2, 2, 3, 3, 4, 5, 6, 4, 2), 600) + 9
"""Hours at which people book."""
_FLASH_TAKES = 0.45
_FLASH_LEAD = 21


@dataclass(frozen=True)
class Bookings:
    """Columns, a position a booking, in the order of booking; days count from the first of January 2024."""

    ordered_minute: Ints
    room: Ints
    house: Ints
    arrival: Ints
    nights: Ints
    guests: Ints
    at_work: NDArray[np.bool_]
    """Whether the guest travels for work."""
    channel: Ints
    status: Ints
    cancelled_day: Ints
    """−1 where it was not cancelled."""
    rate: Ints
    """For a night, in cents."""
    discount: Ints
    paid: Ints
    paid_minute: Ints
    """A number that no day has where it was never paid."""
    breakfast: NDArray[np.bool_]
    luck: Ints
    """A number below 2³¹ that a booking keeps whatever else is planted."""

    @property
    def departure(self) -> Ints:
        """The day of leaving."""
        return self.arrival + self.nights

    def taken(self, positions: Ints | NDArray[np.bool_]) -> Bookings:
        """The bookings at these positions."""
        return Bookings(**{field.name: getattr(self, field.name)[positions] for field in fields(self)})


NEVER = -(10**9)


def _filled(seed: int, scale: float, block: int) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
    """The room, the day of arrival, the nights and whether at work, of every stay: no room is let twice."""
    house, _kind, _floor, _price = rooms(scale)
    count = len(house)
    rng = stream(seed, "nights", block)
    luck = rng.random((SPAN, count))
    at_work = happens(rng, np.broadcast_to(np.array([one.business for one in HOUSES])[house], (SPAN, count)))
    slot = rng.integers(200, size=(SPAN, count))
    nights = np.where(at_work, _NIGHTS[1][slot], _NIGHTS[0][slot])
    taken = luck < arrival_chances()[:, house]
    free_from = np.zeros(count, dtype=np.int64)
    arrives = np.zeros((SPAN, count), dtype=bool)
    for day in range(SPAN):
        here = taken[day] & (free_from <= day)
        arrives[day] = here
        free_from = np.where(here, day + nights[day], free_from)
    came, room = np.nonzero(arrives)
    return room, came - BEFORE, nights[came, room], at_work[came, room]


def draw_bookings(seed: int, stories: dict[str, Story], scale: float, block: int) -> Bookings:
    """All bookings: those that became stays, and beside them those that were cancelled or never came."""
    room, arrival, nights, at_work = _filled(seed, scale, block)
    house_of, kind_of, _floor, price_of = rooms(scale)
    rng = stream(seed, "bookings", block)
    count = len(room)
    slot = rng.integers(200, size=count)
    channel = np.where(at_work, _CHANNEL_SLOTS[1][slot], _CHANNEL_SLOTS[0][slot])
    # Every stay stands for a few bookings like it that came to nothing.
    lost_share = (_CANCELLED / (1 - _CANCELLED))[channel]
    fate = rng.random(count)
    twin = np.flatnonzero((fate < lost_share + _NO_SHOW) & (channel != 3))
    is_no_show = fate[twin] >= lost_share[twin]
    every = np.concatenate([np.arange(count), twin])
    late = np.arange(len(every)) >= count
    shift = np.where(late, rng.integers(-6, 7, size=len(every)), 0)
    room, nights, at_work, channel = room[every], nights[every], at_work[every], channel[every]
    arrival = arrival[every] + shift
    status = np.where(late, 1, 0)
    status[count:][is_no_show] = 2
    lead = np.minimum((log_normal(rng, len(every), 0.9) * _LEAD[channel]).astype(np.int64), 170)
    ordered = arrival - lead
    hour = np.where(channel == 3, 13 + rng.integers(9, size=len(every)), pick(rng, _MOMENTS, len(every)))
    ordered_minute = ordered * 1440 + hour * 60 + rng.integers(60, size=len(every))
    cancelled = arrival - (rng.random(len(every)) * (lead + 1)).astype(np.int64)
    prices = log_normal(rng, len(every), 0.07)
    house = house_of[room]
    day = np.clip(arrival + BEFORE, 0, SPAN - 1)
    rate = np.floor(price_of[room] * price_factors()[day, house] * prices / 100 + 0.5).astype(np.int64) * 100
    off = np.where(rng.random(len(every)) < _LIKELY_DISCOUNT[channel], 5 + 5 * rng.integers(3, size=len(every)), 0)
    extras = np.floor(log_normal(rng, len(every), 1.1) * 90).astype(np.int64) * 100
    extras[rng.random(len(every)) < 0.45] = 0
    many = 1 + rng.integers(100, size=len(every))
    guests = np.where(at_work, np.where(many > 85, 2, 1), np.where(many < 16, 1, 2))
    guests = np.where((kind_of[room] == 2) & ~at_work, 2 + (many % 3), guests)
    guests = np.where(kind_of[room] == 0, 1, guests)
    breakfast = happens(rng, np.where(at_work, 0.72, 0.84))
    leaves = (arrival + nights) * 1440 + 7 * 60 + rng.integers(5 * 60, size=len(every))
    luck = rng.integers(2**31, size=len(every))
    discount = rate * nights * off // 10000 * 100

    kept = (ordered_minute < (LAST_DAY + 1) * 1440) & (arrival + nights >= 0)
    order = np.flatnonzero(kept)[np.argsort(ordered_minute[kept], kind="stable")]
    lately = np.where(status == 0, np.where(arrival > LAST_DAY, 3, np.where(arrival + nights > LAST_DAY, 4, 0)), status)
    unknown = (lately == 1) & (cancelled > LAST_DAY) | (lately == 2) & (arrival >= LAST_DAY)
    status = np.where(unknown, 3, lately)
    # Whoever leaves on the last day of the tables has left.
    status = np.where((status == 4) & (arrival + nights <= LAST_DAY), 0, status)
    total = rate * nights - discount + extras
    found = Bookings(
        ordered_minute, room, house, arrival, nights, guests, at_work, channel, status,
        np.where(status == 1, cancelled, -1), rate, discount, np.where(status == 0, total, 0),
        np.where(status == 0, leaves, NEVER), breakfast, luck,
    )  # fmt: skip
    return _in_the_app(found.taken(order), stories)


def _in_the_app(bookings: Bookings, stories: dict[str, Story]) -> Bookings:
    """The flash app takes over bookings at short notice, is paid at once, and pays back what is cancelled."""
    story = stories.get("flash_app")
    if story is None:
        return bookings
    first, last = days_of(story)
    ordered = bookings.ordered_minute // 1440
    here = (bookings.house == house_number(story.where["store"])) & (bookings.channel == 2)
    here &= (ordered >= first) & (ordered <= last) & (bookings.arrival - ordered <= _FLASH_LEAD)
    here &= bookings.status != 2
    moved = np.flatnonzero(here & (bookings.luck % 1000 < 1000 * _FLASH_TAKES))
    channel, status, cancelled, paid, minute = (
        values.copy()
        for values in (
            bookings.channel,
            bookings.status,
            bookings.cancelled_day,
            bookings.paid,
            bookings.paid_minute,
        )
    )
    channel[moved] = CHANNELS.index("flash_app")
    # Those who cancel anyway are among the two in five.
    gone_anyway = (status[moved] == 1).mean() if len(moved) else 0.0
    more = max(0.0, (story.strength - gone_anyway) / (1 - gone_anyway))
    lead = bookings.arrival[moved] - ordered[moved]
    on = ordered[moved] + (bookings.luck[moved] // 1000 % 1000) * (lead + 1) // 1000
    drops = (bookings.luck[moved] // 1_000_000 % 1000 < 1000 * more) & (status[moved] != 1) & (on <= LAST_DAY)
    status[moved] = np.where(drops, 1, status[moved])
    cancelled[moved] = np.where(drops, on, cancelled[moved])
    prices = bookings.rate[moved] * bookings.nights[moved] - bookings.discount[moved]
    paid[moved] = np.where(status[moved] == 0, np.maximum(paid[moved], prices), prices)
    minute[moved] = bookings.ordered_minute[moved]
    return replace(bookings, channel=channel, status=status, cancelled_day=cancelled, paid=paid, paid_minute=minute)
