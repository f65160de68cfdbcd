"""How customers were served: the queue, the door counter, and what customers say."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, Reals, Streams, happens, normal
from kpilab.worlds.retail_chain import demand
from kpilab.worlds.retail_chain.orders import busyness
from kpilab.worlds.retail_chain.stores import STORES, store_number
from kpilab.worlds.story import Story

__all__ = ["Answers", "draw_answers", "draw_entries", "draw_waits", "expected_served", "expected_waits"]

_SERVED_PER_WALK_IN = 6.0
_QUIET, _BUSY = 0.6, 0.4
_PER_EXTRA_MINUTE = 0.02
"""How much satisfaction each minute of waiting beyond the usual costs."""

_REMEMBERED = np.array([0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.7, 1.9, 2.5])


@dataclass(frozen=True)
class Answers:
    """Columns, a position an answer, in the order of their days."""

    store: Ints
    day: Ints
    score: Ints
    wait: Reals


def expected_served() -> Reals:
    """Stores × days: people at the till and the pick-up desk before luck."""
    walk_ins = np.array([store.walk_ins for store in STORES])[:, None]
    return walk_ins * _SERVED_PER_WALK_IN * demand.day_factors()


def expected_waits() -> Reals:
    """Stores × days: minutes of waiting before luck and before any story."""
    usual = np.array([store.wait for store in STORES])[:, None]
    return usual * (_QUIET + _BUSY * np.minimum(demand.day_factors(), 2.0))


def draw_waits(streams: Streams, stories: dict[str, Story], scale: float) -> tuple[Ints, Reals]:
    """Stores × days: people served, and their mean wait in minutes to one decimal."""
    rng = streams("waits")
    shape = (len(STORES), len(calendar.days()))
    expected = expected_served() * busyness(streams) * scale
    served = np.maximum(np.floor(expected + np.sqrt(expected) * normal(rng, shape) + 0.5), 1).astype(np.int64)
    by_month = 1 + 0.12 * np.clip(normal(rng, (len(STORES), len(calendar.months()))), -2, 2)
    waits = expected_waits() * by_month[:, calendar.month_of()] * (1 + 0.15 * np.clip(normal(rng, shape), -2, 2))
    if "garden_mall_tills" in stories:
        story = stories["garden_mall_tills"]
        waits[store_number(story.where["store"]), _span(story)] *= 1 + story.strength
    return served, np.round(waits, 1)


def _span(story: Story) -> slice:
    return slice((story.first - calendar.FIRST).days, (story.last - calendar.FIRST).days + 1)


def draw_entries(streams: Streams, stories: dict[str, Story], scale: float) -> tuple[Ints, NDArray[np.bool_]]:
    """Stores × days: people counted at the door, and whether the counter was out."""
    rng = streams("door counters")
    usual = np.array([store.visitors_per_order * store.walk_ins for store in STORES])[:, None]
    expected = usual * demand.day_factors() * busyness(streams) * scale
    shape = expected.shape
    if "hilltop_counter" in stories:
        story = stories["hilltop_counter"]
        span = _span(story)
        half = (span.start + span.stop) // 2
        row = store_number(story.where["store"])
        expected[row, span.start : half] *= 1 - story.strength / 2
        expected[row, half : span.stop] *= 1 - story.strength
    entries = np.maximum(np.floor(expected + np.sqrt(expected) * normal(rng, shape) + 0.5), 0).astype(np.int64)
    out = np.zeros(shape, dtype=bool)
    breaks, lengths = happens(rng, np.full(shape, 0.005)), rng.integers(1, 7, size=shape)
    for row, day in np.argwhere(breaks).tolist():
        out[row, day : day + lengths[row, day]] = True
    return entries, out


def _satisfied(streams: Streams, stories: dict[str, Story], waits: Reals) -> Reals:
    """Stores × days: the chance that an answer is 4 or 5."""
    usual = np.array([store.satisfied for store in STORES])[:, None]
    chance = usual - _PER_EXTRA_MINUTE * (waits - expected_waits())
    if "riverside_advisers" in stories:
        story = stories["riverside_advisers"]
        chance[store_number(story.where["store"]), _span(story)] -= story.strength
    return np.clip(chance, 0.05, 0.99)


def draw_answers(streams: Streams, stories: dict[str, Story], waits: Reals, scale: float) -> Answers:
    """The survey's answers: each store asks the same number of customers every month, whatever happens."""
    rng = streams("surveys")
    months = calendar.month_of()
    asked = np.array([max(1, round(store.answers * scale)) for store in STORES])
    store, month = (
        np.repeat(index.ravel(), np.repeat(asked, len(calendar.months())))
        for index in np.indices((len(STORES), len(calendar.months())))
    )
    lengths = np.bincount(months)
    first = np.cumsum(lengths) - lengths
    day = first[month] + rng.integers(1 << 20, size=len(store)) * lengths[month] // (1 << 20)
    remembered = waits[store, day] * _REMEMBERED[rng.integers(len(_REMEMBERED), size=len(store))]
    wait = np.floor(remembered * 2 + 0.5) / 2
    luck = rng.random(len(store))
    satisfied = luck < _satisfied(streams, stories, waits)[store, day]
    grade = rng.integers(10, size=len(store))
    score = np.where(satisfied, np.where(grade < 6, 5, 4), np.where(grade < 5, 3, np.where(grade < 8, 2, 1)))
    in_time = np.argsort(day, kind="stable")
    return Answers(store[in_time], day[in_time], score[in_time], wait[in_time])
