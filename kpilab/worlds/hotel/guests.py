"""Who the guests are: a few come again and again and then less often, most come once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds.chance import Ints, happens, stream
from kpilab.worlds.hotel.bookings import LAST_DAY, Bookings

__all__ = ["Guests", "draw_guests"]

_REGULARS = np.array([[420, 330], [90, 640]])
"""Houses × travel for holiday or work: how many regulars the house knows at one time."""
_IS_REGULAR = np.array([[0.17, 0.40], [0.20, 0.58]])
_DRIFT = 0.9
"""The share of the regulars who are replaced by others within the two years."""


@dataclass(frozen=True)
class Guests:
    """`number` holds a guest for each booking, from 1; the other columns a position for each guest."""

    number: Ints
    joined_day: Ints
    home: Ints
    at_work: NDArray[np.bool_]


def draw_guests(seed: int, bookings: Bookings, scale: float, block: int) -> Guests:
    """A guest for each booking, numbered in the order of first bookings."""
    rng = stream(seed, "guests", block)
    count = len(bookings.house)
    place = bookings.house, bookings.at_work.astype(np.int64)
    pool = np.maximum(np.round(_REGULARS * scale), 1).astype(np.int64)[place]
    luck = rng.random(count)
    # The window over the regulars moves on: the newest come most often, and slow down as it leaves them behind.
    passed = np.clip(bookings.arrival, 0, LAST_DAY) * pool * _DRIFT / LAST_DAY
    index = passed.astype(np.int64) + pool - 1 - np.floor(pool * luck * luck).astype(np.int64)
    regular = happens(rng, _IS_REGULAR[place])
    key = np.where(regular, (place[0] * 2 + place[1]) * 10**8 + index, 10**9 + np.arange(count))
    _keys, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    in_time = np.argsort(first, kind="stable")
    rank[in_time] = np.arange(len(first))
    opening = first[in_time]
    joined = bookings.ordered_minute[opening] // 1440
    known = regular[opening] & (index[opening] < pool[opening] * 0.9)
    long_ago = -1 - rng.integers(5 * 365, size=count)[opening]
    return Guests(
        number=rank[inverse] + 1,
        joined_day=np.where(known, np.minimum(long_ago, joined), joined),
        home=bookings.house[opening],
        at_work=bookings.at_work[opening],
    )
