"""What is looked at: conversations at the desk, judged by listening, and cleaners at work after a course."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds.calendar import month_of
from kpilab.worlds.chance import Ints, normal, stream
from kpilab.worlds.hotel.bookings import Bookings
from kpilab.worlds.hotel.cleaning import Staff
from kpilab.worlds.hotel.complaints import Tickets
from kpilab.worlds.hotel.houses import HOUSES

__all__ = ["BEHAVIOURS", "RATERS", "Checks", "Reviews", "draw_checks", "draw_reviews"]

RATERS = ("head of desk", "quality office")
BEHAVIOURS = (
    "knocks and waits",
    "opens the window first",
    "works from top to bottom",
    "looks under the bed",
    "wipes switches and handles",
    "signs the room card",
)

_A_MONTH = 28
_BOTH_HEAR = 0.35
_USUAL = 76.0
_CHECKED_AFTER = (30, 90)
_SEEN_TRAINED, _SEEN_UNTRAINED, _FORGOTTEN = 0.84, 0.50, 0.08
_NO_OCCASION = 0.06


@dataclass(frozen=True)
class Reviews:
    """A position a rating of one conversation."""

    ticket: Ints
    agent: Ints
    rater: Ints
    score: Ints
    day: Ints


@dataclass(frozen=True)
class Checks:
    """A position a behaviour looked for; none where nobody was trained."""

    person: Ints
    day: Ints
    behaviour: Ints
    seen: NDArray[np.bool_]
    trained: NDArray[np.bool_]


def draw_reviews(seed: int, tickets: Tickets, bookings: Bookings, staff: Staff, scale: float, block: int) -> Reviews:
    """Each month some conversations of each house are drawn by lot, and listened to once or twice."""
    rng = stream(seed, "listening", block)
    luck = rng.integers(2**31, size=tickets.cells + 1)[tickets.number]
    day = tickets.minute // 1440
    group = month_of()[day] * len(HOUSES) + bookings.house[tickets.booking]
    order = np.lexsort((luck, group))
    first = np.searchsorted(group[order], group[order])
    chosen = order[np.arange(len(order)) - first < max(1, round(_A_MONTH * scale))]
    agent = np.full(len(chosen), -1)
    for number in range(len(HOUSES)):
        desk = np.flatnonzero((staff.house == number) & (staff.role == 1))
        here = np.flatnonzero(bookings.house[tickets.booking[chosen]] == number)
        there = (staff.start[desk] <= day[chosen[here], None]) & (staff.end[desk] >= day[chosen[here], None])
        seat = luck[chosen[here]] // 8 % np.maximum(there.sum(axis=1), 1)
        agent[here] = desk[np.argmax(np.cumsum(there, axis=1) > seat[:, None], axis=1)]
    skill = 5.0 * normal(rng, len(staff.house))
    twice = luck[chosen] // 1024 % 100 < 100 * _BOTH_HEAR
    ear = np.concatenate([luck[chosen] // 256 % 2, 1 - luck[chosen[twice]] // 256 % 2])
    which = np.concatenate([np.arange(len(chosen)), np.flatnonzero(twice)])
    spread = 7.0 * normal(rng, 4096)[luck[chosen] // 4096 % 4096]
    own = 4.0 * normal(rng, 4096)[(luck[chosen][which] // 65536 + 7 * ear) % 4096]
    points = _USUAL + skill[agent][which] + spread[which] + own - 2.0 * ear
    score = np.clip(np.floor(points / 5 + 0.5) * 5, 0, 100).astype(np.int64)
    ticket = chosen[which]
    heard = np.minimum(day[ticket] + 2 + luck[ticket] // 32 % 5, len(month_of()) - 1)
    in_time = np.lexsort((ear, ticket, heard))
    return Reviews(*(column[in_time] for column in (ticket, agent[which], ear, score, heard)))


def draw_checks(seed: int, staff: Staff, finished: Ints, ends: int, block: int) -> Checks:
    """Cleaners of both houses watched 30 and 90 days after the course; `finished` are those who did all of it."""
    rng = stream(seed, "watching", block)
    shape = (len(staff.house), len(_CHECKED_AFTER), len(BEHAVIOURS))
    luck, occasion = rng.random(shape), rng.random(shape)
    trained = np.isin(np.arange(len(staff.house)), finished)
    person, moment, behaviour = (index.ravel() for index in np.indices(shape))
    day = ends + np.array(_CHECKED_AFTER)[moment] + person % 5
    chance = np.where(trained[person], _SEEN_TRAINED - _FORGOTTEN * moment, _SEEN_UNTRAINED)
    there = (staff.role[person] == 2) & (staff.start[person] < day) & (staff.end[person] >= day)
    mine = np.flatnonzero(there & (occasion.ravel() >= _NO_OCCASION) & bool(len(finished)))
    return Checks(person[mine], day[mine], behaviour[mine], luck.ravel()[mine] < chance[mine], trained[person[mine]])
