"""Whom the houses ask after a stay, who answers, and what they write."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds.chance import Ints, happens, normal, slots, stream
from kpilab.worlds.hotel.bookings import LAST_DAY, Bookings
from kpilab.worlds.hotel.experience import DIMENSIONS, Experience
from kpilab.worlds.hotel.houses import house_number
from kpilab.worlds.hotel.sentences import TOPICS, places
from kpilab.worlds.hotel.stories import days_of
from kpilab.worlds.story import Story

__all__ = ["Feedback", "draw_calls", "draw_feedback"]

_ASKED, _ARRIVES = 0.72, 0.95
_ANSWERS = np.array([0.36, 0.26, 0.17, 0.25, 0.39])
"""The chance of an answer, for those who would give 1, 2, … 5 overall: the angry and the delighted write."""
_AT_WORK = 0.72
_DAYS = slots((16, 22, 18, 13, 9, 6, 5, 3, 2, 2, 1, 1, 1, 1, 1, 1, 0.7, 0.6, 0.5, 0.4), 800)
_LOOKS = 0.7
_IN_PERSON = 1.35
_SKIPPED = 0.04
_WRITES = np.array([0.72, 0.66, 0.55, 0.38, 0.42])


@dataclass(frozen=True)
class Feedback:
    """A position for each guest who was asked."""

    booking: Ints
    """The position of the stay among the bookings."""
    sent_minute: Ints
    delivered: NDArray[np.bool_]
    answered_minute: Ints
    """Far below 0 where no answer came."""
    marks: Ints
    """Guests asked × dimensions; 0 where the question was skipped, or no breakfast was taken."""
    sentences: Ints
    """Guests asked × 2: positions in the sentences; −1 where there is none."""


_NEVER = -(10**9)


def _sentences(seed: int, experience: Experience, breakfast: NDArray[np.bool_], block: int) -> Ints:
    """For each booking up to two sentences that the guest would write, −1 for none."""
    rng = stream(seed, "comments", block)
    count = len(breakfast)
    marks = np.where(breakfast[:, None] | (np.arange(len(DIMENSIONS)) != 2), experience.marks, 3)
    good = experience.overall >= 4
    ranked = np.where(good[:, None], marks, -marks) + rng.random(marks.shape)
    topic = np.argmax(ranked, axis=1)
    table = np.array([[places(name, tone) for tone in ("negative", "positive")] for name in TOPICS])
    found = np.full((count, 2), -1)
    writes = happens(rng, _WRITES[experience.overall - 1])
    more = happens(rng, 0.38, count) & writes
    quiet = happens(rng, 0.16, count)
    second = np.where(quiet, len(DIMENSIONS), rng.integers(len(DIMENSIONS), size=count))
    second = np.where((second == 2) & ~breakfast, 3, second)
    luck = rng.random((count, 2))
    for place, about in ((0, topic), (1, second)):
        mark = np.take_along_axis(marks, np.minimum(about, len(DIMENSIONS) - 1)[:, None], axis=1)[:, 0]
        tone = np.where(about == len(DIMENSIONS), luck[:, 0] < 0.55, mark >= 4).astype(np.int64)
        first, many = table[about, tone, 0], table[about, tone, 1]
        found[:, place] = first + (luck[:, place] * luck[:, place] * many).astype(np.int64)
    found[~writes] = -1
    found[~(more & (second != topic)), 1] = -1
    return found


def draw_feedback(
    seed: int, bookings: Bookings, experience: Experience, stories: dict[str, Story], block: int
) -> Feedback:
    """Invitations in the order of the days of leaving, with their answers."""
    rng = stream(seed, "invitations", block)
    count = len(bookings.house)
    asked = happens(rng, _ASKED, count)
    arrives = happens(rng, _ARRIVES, count)
    chance = _ANSWERS[experience.overall - 1] * np.where(bookings.at_work, _AT_WORK, 1.0)
    looks = experience.feeling + _LOOKS * normal(rng, count)
    if "happy_guests_only" in stories:
        story = stories["happy_guests_only"]
        first, last = days_of(story)
        here = bookings.house == house_number(story.where["store"])
        here &= (bookings.departure >= first) & (bookings.departure <= last)
        asked &= ~here | (looks > -0.15)
        chance = np.where(here, np.minimum(chance * _IN_PERSON, 0.9), chance)
    luck = rng.random(count)
    sent = (bookings.departure + 1) * 1440 + 9 * 60 + rng.integers(120, size=count)
    slot = rng.integers(len(_DAYS), size=count)
    answered = (bookings.departure + 1 + _DAYS[slot]) * 1440 + 11 * 60 + rng.integers(11 * 60, size=count)
    skipped = happens(rng, np.full((count, len(DIMENSIONS)), _SKIPPED))
    skipped[:, 2] |= ~bookings.breakfast
    sentences = _sentences(seed, experience, bookings.breakfast, block)
    end = (LAST_DAY + 1) * 1440
    mine = np.flatnonzero((bookings.status == 0) & asked & (sent < end) & (bookings.departure >= 0))
    mine = mine[np.argsort(bookings.departure[mine], kind="stable")]
    says = arrives[mine] & (luck[mine] < chance[mine]) & (answered[mine] < end)
    return Feedback(
        booking=mine,
        sent_minute=sent[mine],
        delivered=arrives[mine],
        answered_minute=np.where(says, answered[mine], _NEVER),
        marks=np.where(skipped[mine], 0, experience.marks[mine]),
        sentences=sentences[mine],
    )


def draw_calls(seed: int, feedback: Feedback, bookings: Bookings, scale: float, block: int) -> tuple[Ints, Ints, Ints]:
    """Guests whom head office rang in June 2025: position among those asked, day, and 1 where reached.

    They were drawn at random from those who left either house in May 2025 and had not answered.
    """
    rng = stream(seed, "calls", block)
    first, last = 486, 516  # 1 May to 31 May 2025, counted from the first of January 2024
    left = bookings.departure[feedback.booking]
    silent = np.flatnonzero((left >= first) & (left <= last) & (feedback.answered_minute < 0) & feedback.delivered)
    chosen = rng.permutation(len(silent))[: max(20, round(240 * scale))]
    called = np.sort(silent[chosen])
    day = 519 + rng.integers(12, size=len(called))
    return called, day, (rng.random(len(called)) < 0.74).astype(np.int64)
