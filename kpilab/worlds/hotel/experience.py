"""How each stay was for the guest, before anyone asks: marks by dimension, overall, and recommendation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from kpilab.worlds.calendar import days
from kpilab.worlds.chance import Ints, Reals, normal, stream
from kpilab.worlds.hotel.bookings import LAST_DAY, Bookings
from kpilab.worlds.hotel.houses import BEFORE, HOUSES, arrival_chances, house_number
from kpilab.worlds.hotel.stories import days_of
from kpilab.worlds.story import Story

__all__ = ["DIMENSIONS", "Experience", "breakfast_waits", "draw_experience", "expected_occupancy"]

DIMENSIONS = ("cleanliness", "service", "breakfast", "room", "value")

_USUAL = np.array([[-0.35, 0.15, 0.15, 0.20, -0.05], [0.15, 0.15, -0.10, 0.00, 0.10]])
"""Houses × dimensions: how good it is, in standard deviations of a guest's judgement."""
_WEIGHTS = np.array([0.36, 0.25, 0.12, 0.15, 0.12])
"""How much each dimension counts in the judgement of the whole."""
_MARKS = np.array([-2.0, -1.5, -0.92, -0.15])
_MARKS_OVERALL = np.array([-1.50, -1.05, -0.50, 0.22])
_RECOMMEND = np.array([-1.85, -1.7, -1.55, -1.4, -1.2, -0.95, -0.7, -0.4, -0.08, 0.28])
_STAYS_ON = 1 - 1 / 2.3
_TRAINED, _UNDERSTAFFED = 0.60, 0.95
_LONG_WAIT = 6.0


@dataclass(frozen=True)
class Experience:
    """A position a booking, whether or not it became a stay: so that no luck moves when a story does."""

    marks: Ints
    """Bookings × dimensions, 1 to 5."""
    overall: Ints
    recommend: Ints
    feeling: Reals
    """What the overall mark is cut from: 0 is usual."""


@cache
def expected_occupancy() -> Reals:
    """Days × houses: the share of rooms taken, before luck."""
    taken = np.full(len(HOUSES), 0.5)
    found = []
    for chances in arrival_chances():
        stays = taken * _STAYS_ON
        taken = stays + (1 - stays) * chances
        found.append(taken)
    return np.stack(found)[BEFORE : BEFORE + len(days())]


def breakfast_waits(seed: int, stories: dict[str, Story]) -> Reals:
    """Days × houses: minutes in the queue for breakfast, as the head waiter notes them, to one decimal."""
    rng = stream(seed, "breakfast")
    busy = expected_occupancy()
    waits: Reals = 2.0 + 3.5 * busy + 0.7 * np.clip(normal(rng, busy.shape), -2, 2)
    if "tea_garden_breakfast" in stories:
        story = stories["tea_garden_breakfast"]
        first, last = days_of(story)
        here = slice(first, last + 1), house_number(story.where["store"])
        waits[here] += 58 * np.maximum(busy[here] - 0.62, 0)
    return np.floor(np.maximum(waits, 0.5) * 10 + 0.5) / 10


def _cut(values: Reals, edges: Reals, lowest: int) -> Ints:
    return lowest + np.searchsorted(edges, values, side="right").astype(np.int64)


def draw_experience(seed: int, bookings: Bookings, stories: dict[str, Story], block: int) -> Experience:
    """The marks that each guest would give."""
    rng = stream(seed, "experience", block)
    count = len(bookings.house)
    mood = normal(rng, count)
    own = normal(rng, (count, len(DIMENSIONS)))
    day = np.clip(bookings.departure, 0, LAST_DAY)
    felt = 0.6 * mood[:, None] + 0.8 * own + _USUAL[bookings.house]
    busy = expected_occupancy()[day, bookings.house]
    felt[:, 0] -= 0.35 * (busy - 0.65)
    if "tea_garden_training" in stories:
        felt[_touched(stories["tea_garden_training"], bookings, day), 0] += _TRAINED
    if "willow_cleaners" in stories:
        here = _touched(stories["willow_cleaners"], bookings, day)
        felt[here, 0] -= _UNDERSTAFFED
        felt[here, 1] -= 0.25
    queued = np.maximum(breakfast_waits(seed, stories)[day, bookings.house] - _LONG_WAIT, 0) * bookings.breakfast
    felt[:, 2] -= 0.12 * queued
    counted = np.where(bookings.breakfast, felt[:, 2], felt[:, 3])
    parts = [_WEIGHTS[0] * felt[:, 0], _WEIGHTS[1] * felt[:, 1], _WEIGHTS[2] * counted]
    parts += [_WEIGHTS[3] * felt[:, 3], _WEIGHTS[4] * felt[:, 4]]
    feeling = 0.33 * normal(rng, count) - 0.052 * queued
    for part in parts:
        feeling = feeling + part
    recommend = _cut(feeling + 0.35 * normal(rng, count), _RECOMMEND, 0)
    return Experience(_cut(felt, _MARKS, 1), _cut(feeling, _MARKS_OVERALL, 1), recommend, feeling)


def _touched(story: Story, bookings: Bookings, day: Ints) -> np.typing.NDArray[np.bool_]:
    first, last = days_of(story)
    here: np.typing.NDArray[np.bool_] = bookings.house == house_number(story.where["store"])
    return here & (day >= first) & (day <= last)
