"""Who wants to buy, and when: people who come for the first time, and those who come back more and more slowly."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache, partial
from math import log

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, Reals, happens, log_normal, normal, pick, poisson, slots, stream
from kpilab.worlds.online_shop.shop import CHANNEL_SHARES, DEVICE_SHARES, PROMOTION_DAYS, day_factors

__all__ = ["DAY", "HOURS", "Demand", "People", "draw_demand"]

DAY = 24 * 60
_NEW_A_DAY, _REGULARS = 6.0, 1500
_GUESTS = 0.18
_COMES_AGAIN = (0.40, 0.55, 0.62, 0.66, 0.68)
"""The chance of another purchase after the first, the second, …; the last holds for all that follow."""
_DAYS_BETWEEN, _SLOWER_EACH_TIME = 52.0, 0.14
_WAITS_FOR_PROMOTION, _WAITS_DAYS = 0.35, 25
HOURS = slots([2, 1, 0, 0, 0, 1, 3, 4, 5, 6, 6, 6, 7, 6, 5, 5, 5, 6, 7, 9, 12, 13, 10, 5], 400)
_FLIPPED = 0.12
"""How often somebody takes the other device, or comes by another way, than at first."""


@dataclass(frozen=True)
class People:
    """The customers, a position each: numbered, `joined` counts days and is negative before 2024."""

    number: Ints
    joined: Ints
    channel: Ints


@dataclass(frozen=True)
class Demand:
    """Orders as people mean to place them, a position each in the order of time; `customer` is −1 for a guest."""

    minute: Ints
    customer: Ints
    first: NDArray[np.bool_]
    """Whether it is the person's first order with the shop."""
    channel: Ints
    device: Ints
    spend: Reals
    """How freely the person spends beside others, 1 on average."""

    @property
    def day(self) -> Ints:
        """The position of the day."""
        return self.minute // DAY

    def taken(self, positions: Ints) -> Demand:
        """Those at these positions, in this order."""
        return Demand(**{field.name: getattr(self, field.name)[positions] for field in fields(self)})


@cache
def _waits() -> Reals:
    """Equally likely waits with a mean of 1, most of them short."""
    return np.array([round(-log(1 - (place + 0.5) / 4096), 4) for place in range(4096)])


def _promotion_ahead() -> Ints:
    """For each day the number of a promotion's day that is near enough to wait for; −1 where there is none."""
    days = calendar.days()
    ends = [number for number, day in enumerate(days) if (day.day.month, day.day.day) in ((6, 18), (11, 11))]
    ahead = np.full(len(days), -1)
    for end in ends:
        ahead[max(0, end - _WAITS_DAYS) : end - 3] = end
    return ahead


def _later_orders(rng: np.random.Generator, last: Ints, bought: Ints, tempo: Reals) -> list[tuple[Ints, Ints]]:
    """Who comes again and on which day, round by round."""
    found, who = [], np.arange(len(last))
    ahead, end = _promotion_ahead(), len(calendar.days())
    while len(who):
        chance = np.array(_COMES_AGAIN)[np.minimum(bought[who] - 1, len(_COMES_AGAIN) - 1)]
        who = who[happens(rng, chance)]
        wait = _waits()[rng.integers(len(_waits()), size=len(who))] * tempo[who] * _DAYS_BETWEEN
        gap = wait * (1 + _SLOWER_EACH_TIME * (bought[who] - 1))
        day = last[who] + np.maximum(1, gap.astype(np.int64))
        luck, early = rng.random(len(who)), rng.integers(4, size=len(who))
        inside = (day >= 0) & (day < end)
        near = np.where(inside, ahead[np.where(inside, day, 0)], -1)
        day = np.where((near >= 0) & (luck < _WAITS_FOR_PROMOTION), near - early // 2, day)
        last[who], bought[who] = day, bought[who] + 1
        who = who[day < end]
        seen = last[who] >= 0
        found.append((who[seen], last[who][seen]))
    return found


def _busyness(seed: int) -> Reals:
    """Luck of the days that all blocks share, 1 on average."""
    return 1 + 0.08 * np.clip(normal(stream(seed, "busyness"), len(calendar.days())), -2, 2)


def draw_demand(seed: int, *, scale: float, block: int) -> tuple[Demand, People]:
    """The orders that people mean to place over the two years, and the customers among them."""
    streams = partial(stream, seed, block=block)
    rng = streams("arrivals")
    arrivals = poisson(rng, _NEW_A_DAY * scale * day_factors() * _busyness(seed))
    came = np.repeat(np.arange(len(arrivals)), arrivals)
    regulars = max(1, round(_REGULARS * scale))
    joined = np.concatenate([np.sort(-rng.integers(1, 731, size=regulars)), came])
    guest = happens(rng, _GUESTS, len(joined)) & (joined >= 0)
    channel = pick(rng, slots(CHANNEL_SHARES), len(joined)).astype(np.int64)
    device = pick(rng, slots(DEVICE_SHARES), len(joined)).astype(np.int64)
    spend, tempo = log_normal(rng, len(joined), 0.5), log_normal(rng, len(joined), 0.5)
    again = streams("coming back")
    known = np.flatnonzero(~guest)
    bought = np.where(joined[known] < 0, 2, 1)
    last = np.where(joined[known] < 0, np.maximum(joined[known], -90), joined[known])
    rounds = _later_orders(again, last, bought, tempo[known])
    who = np.concatenate([np.flatnonzero(joined >= 0), *(known[people] for people, _days in rounds)])
    day = np.concatenate([joined[joined >= 0], *(days for _people, days in rounds)])
    first = np.arange(len(who)) < int((joined >= 0).sum())
    hour = pick(again, HOURS, len(who)).astype(np.int64)
    late = _promotion_days()[day] & happens(again, 0.3, len(who))
    minute = day * DAY + np.where(late, again.integers(20, 24, size=len(who)), hour) * 60
    minute = minute + again.integers(60, size=len(who))
    other_way = happens(again, _FLIPPED, len(who)) & ~first
    number = np.cumsum(~guest).astype(np.int64)
    meant = Demand(
        minute=minute,
        customer=np.where(guest, -1, number)[who],
        first=first,
        channel=np.where(other_way, pick(again, slots(CHANNEL_SHARES), len(who)), channel[who]).astype(np.int64),
        device=np.where(happens(again, _FLIPPED, len(who)) & ~first, 1 - device[who], device[who]),
        spend=spend[who],
    )
    people = People(number[known], joined[known], channel[known])
    return meant.taken(np.argsort(meant.minute, kind="stable")), people


def _promotion_days() -> NDArray[np.bool_]:
    return np.array([(day.day.month, day.day.day) in PROMOTION_DAYS for day in calendar.days()])
