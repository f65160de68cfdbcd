"""What guests bring to the desk: complaints, questions and wishes, when they are answered, and when solved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpilab.worlds.chance import Ints, happens, log_normal, slots, stream
from kpilab.worlds.hotel.bookings import LAST_DAY, Bookings
from kpilab.worlds.hotel.experience import DIMENSIONS, Experience
from kpilab.worlds.hotel.stories import days_of
from kpilab.worlds.story import Story

__all__ = ["CHANNELS", "TOPICS", "TYPES", "Tickets", "draw_tickets"]

TOPICS = (*DIMENSIONS, "quiet", "booking", "invoice", "transport")
TYPES = ("complaint", "question", "request")
CHANNELS = ("desk", "phone", "message", "email")

_BY_TOPIC = np.array([0.046, 0.013, 0.011, 0.014, 0.008, 0.008])
"""The chance of a complaint of a guest with usual marks."""
_BY_MARK = np.array([9.0, 5.0, 2.2, 0.6, 0.15])
"""How much likelier it is for marks of 1, 2, … 5."""
_CHANNELS = slots((0.42, 0.18, 0.26, 0.14), 100)
_MINUTES = np.array([4.0, 8.0, 38.0, 190.0])
_HOURS = np.array([3.0, 10.0, 30.0])
_WRITTEN = 2
"""Channels from here on are answered when somebody has time."""
_HOUR_OF_DAY = slots((2, 4, 4, 3, 3, 3, 2, 2, 3, 4, 5, 5, 6, 6, 5, 3), 400) + 7


@dataclass(frozen=True)
class Tickets:
    """A position a ticket, in the order of opening."""

    number: Ints
    booking: Ints
    kind: Ints
    topic: Ints
    severity: Ints
    """1 to 3 for complaints, 0 for the rest."""
    channel: Ints
    minute: Ints
    replied_minute: Ints
    solved_minute: Ints
    reopened_minute: Ints
    contacts: Ints
    """How often the guest had to turn to the house about it."""
    cells: int
    """How many tickets there could have been: numbers run up to it."""


_NEVER = -(10**9)


def _opened(seed: int, bookings: Bookings, experience: Experience, block: int) -> tuple[Ints, Ints, Ints]:
    """Booking, kind and topic of each ticket: at most one complaint a topic, one question, one wish."""
    rng = stream(seed, "tickets", block)
    count = len(bookings.house)
    usual = np.full((count, 1), 3)
    marks = np.concatenate([experience.marks, usual], axis=1)
    chance = _BY_TOPIC * _BY_MARK[marks - 1]
    chance[:, 2] *= bookings.breakfast
    complaint = happens(rng, np.minimum(chance, 0.8))
    asks = happens(rng, np.full((count, 2), 0.085))
    about = 6 + rng.integers(3, size=(count, 2))
    booking, topic = np.nonzero(complaint)
    asker, kind = np.nonzero(asks)
    return (
        np.concatenate([booking, asker]),
        np.concatenate([np.zeros_like(booking), kind + 1]),
        np.concatenate([topic, about[asker, kind]]),
    )


def _possible(minute: Ints, booking: Ints, kind: Ints, channel: Ints, bookings: Bookings) -> Ints:
    """The moments, moved into the stay for what is said in the house, and behind the booking for the rest."""
    after_booking = bookings.ordered_minute[booking] + 20
    arrives = np.maximum(bookings.arrival[booking] * 1440 + 14 * 60 + minute % 97, after_booking)
    leaves = np.maximum(bookings.departure[booking] * 1440 + 10 * 60 + minute % 59, arrives + 30)
    from_afar = (channel == 3) | ((kind == 1) & (channel != 0))
    return np.where(from_afar, np.maximum(minute, after_booking), np.clip(minute, arrives, leaves))


def draw_tickets(
    seed: int, bookings: Bookings, experience: Experience, stories: dict[str, Story], block: int
) -> Tickets:
    """All tickets of guests who stayed."""
    booking, kind, topic = _opened(seed, bookings, experience, block)
    # Each possible ticket has luck of its own, so that one more does not shift that of the others.
    rng = stream(seed, "care", block)
    shape = (len(bookings.house), len(TOPICS) + len(TYPES) - 1)
    place = np.where(kind == 0, topic, len(TOPICS) + kind - 1)
    cell = booking * shape[1] + place
    size = shape[0] * shape[1]
    luck = rng.integers(2**31, size=size)[cell]
    parts = rng.integers(2**31, size=size)[cell]
    channel = _CHANNELS[luck % 100]
    weights = (luck // 100) % 100
    mark = experience.marks[booking, np.minimum(topic, len(DIMENSIONS) - 1)]
    severity = np.where(weights < 12 + 10 * (mark <= 2), 3, np.where(weights < 55, 2, 1))
    severity = np.where(kind == 0, severity, 0)
    during = (luck // 10_000) % 1000
    day = bookings.arrival[booking] + during * (bookings.nights[booking] + 1) // 1000
    day = np.where(channel == 3, bookings.departure[booking] + 1 + during % 4, day)
    day = np.where((kind == 1) & (channel != 0), bookings.arrival[booking] - 1 - during % 6, day)
    minute = day * 1440 + _HOUR_OF_DAY[parts % 400] * 60 + (parts // 400) % 60
    minute = _possible(minute, booking, kind, channel, bookings)
    tail = stream(seed, "answers", block)
    spread = log_normal(tail, 4096, 1.0)
    waits = _MINUTES[channel] * spread[parts // 32768 % 4096]
    waits = np.where(channel >= _WRITTEN, waits, np.minimum(waits, 60))
    day = minute // 1440
    weekend = day % 7 >= 5  # the first of January 2024 is a Monday
    if "weekend_replies" in stories:
        story = stories["weekend_replies"]
        first, last = days_of(story)
        waits = np.where(weekend & (day >= first) & (day <= last), waits * (1 + story.strength), waits)
    replied = minute + np.maximum(np.floor(waits + 0.5), 1).astype(np.int64)
    hours = _HOURS[np.maximum(severity, 1) - 1] * spread[(luck // 4096) % 4096]
    solved = replied + np.floor(hours * 60 + 5).astype(np.int64)
    never = (parts // 64) % 1000
    solved = np.where(never < 40, _NEVER, solved)
    again = (never >= 40) & (never < 95)
    reopened = np.where(again, solved + (12 + (luck // 512) % 90) * 60, _NEVER)
    contacts = 1 + (never >= 700) + (never >= 900) + again
    end = (LAST_DAY + 1) * 1440
    mine = np.flatnonzero((bookings.status[booking] == 0) & (minute < end) & (minute >= 0))
    mine = mine[np.argsort(minute[mine], kind="stable")]
    known = [np.where(values < end, values, _NEVER)[mine] for values in (replied, solved, reopened)]
    return Tickets(
        cell[mine] + 1, booking[mine], kind[mine], topic[mine], severity[mine], channel[mine], minute[mine],
        known[0], known[1], known[2], contacts[mine], size,
    )  # fmt: skip
