"""Questions, complaints, and what customers say when they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, happens, log_normal, pick, slots, stream
from kpilab.worlds.online_shop.baskets import Orders
from kpilab.worlds.online_shop.demand import DAY
from kpilab.worlds.online_shop.logistics import Parcels
from kpilab.worlds.online_shop.shop import day_number
from kpilab.worlds.story import Story

__all__ = ["CHANNELS", "MATTERS", "Invitations", "Tickets", "draw_invitations", "draw_tickets"]

CHANNELS = ("chat", "mail", "phone")
MATTERS = ("question", "delivery", "complaint")
_CHANNEL_SHARES, _ASKS = (62, 25, 13), 0.2
_EVENING, _MORNING = 20, 8
_INVITED, _ANSWERS = 0.3, 0.24


@dataclass(frozen=True)
class Tickets:
    """Tickets in the order of time; −1 where something did not happen. `contacts` is how often the customer wrote."""

    order: Ints
    created: Ints
    replied: Ints
    channel: Ints
    matter: Ints
    solved: Ints
    reopened: Ints
    contacts: Ints


@dataclass(frozen=True)
class Invitations:
    """Who was asked: the position of the order, minutes, and whether the mail arrived; −1 where nobody answered."""

    order: Ints
    sent: Ints
    delivered: Ints
    answered: Ints
    score: Ints
    recommend: Ints

    @property
    def answers(self) -> Ints:
        """The positions of those that were answered."""
        return np.flatnonzero(self.answered >= 0)


def draw_tickets(seed: int, orders: Orders, parcels: Parcels, stories: Mapping[str, Story], *, block: int) -> Tickets:
    """One order in six is followed by a ticket."""
    rng = stream(seed, "tickets", block)
    size, end = len(parcels.order), len(calendar.days()) * DAY
    asks = happens(rng, _ASKS, size)
    late = (parcels.delivered < 0) | (parcels.delivered > parcels.promised)
    asks |= late & (rng.random(size) < 0.25)
    matter = pick(rng, slots([55, 30, 15]), size).astype(np.int64)
    matter = np.where(late & (rng.random(size) < 0.6), 1, matter)
    channel = pick(rng, slots(_CHANNEL_SHARES), size).astype(np.int64)
    hour = pick(rng, slots([1, 0, 0, 0, 0, 0, 1, 3, 6, 8, 9, 8, 7, 7, 7, 7, 7, 6, 6, 8, 12, 12, 8, 4], 200), size)
    day = orders.paid_day[parcels.order] + rng.integers(1, 9, size=size)
    created = day * DAY + hour.astype(np.int64) * 60 + rng.integers(60, size=size)
    slow = np.array([1.1, 190.0, 2.5])[channel] * log_normal(rng, size, 0.9)
    wait = np.floor(slow).astype(np.int64)
    hour_now = created // 60 % 24
    if story := stories.get("no_night_shift"):
        late_chat = (hour_now >= _EVENING) & (channel == 0) & (day >= day_number(story.first))
        until_morning = ((day + 1) * DAY + _MORNING * 60) - created
        wait = np.where(late_chat, until_morning + wait, wait)
    answered = rng.random(size) < 0.97
    replied = np.where(answered & (created + wait < end), created + wait, -1)
    takes = np.floor(60 * np.array([5.0, 30.0, 3.0])[channel] * log_normal(rng, size, 1.0)).astype(np.int64)
    done = created + wait + takes
    solved = np.where((rng.random(size) < 0.93) & (replied >= 0) & (done < end), done, -1)
    again = done + rng.integers(60, 9 * DAY, size=size)
    reopened = np.where((rng.random(size) < 0.07) & (solved >= 0) & (again < end), again, -1)
    contacts = 1 + pick(rng, slots([66, 22, 9, 3]), size).astype(np.int64) + (reopened >= 0)
    at = np.flatnonzero(asks & (created < end))
    at = at[np.argsort(created[at], kind="stable")]
    return Tickets(
        *(column[at] for column in (parcels.order, created, replied, channel, matter, solved, reopened, contacts))
    )


def draw_invitations(seed: int, orders: Orders, parcels: Parcels, *, block: int) -> Invitations:
    """A sample of the delivered orders is asked; who waited too long is less content, and answers more readily."""
    rng = stream(seed, "invitations", block)
    size, end = len(parcels.order), len(calendar.days()) * DAY
    luck = rng.random(size)
    late = parcels.delivered > parcels.promised
    sent = (parcels.delivered + 2) * DAY + 9 * 60 + rng.integers(8 * 60, size=size)
    arrived = rng.random(size) < 0.96
    willing = rng.random(size) < np.where(late, 0.32, _ANSWERS)
    answered = sent + rng.integers(10, 6 * DAY, size=size)
    good = pick(rng, np.repeat(np.arange(1, 6), [2, 3, 9, 36, 50]), size).astype(np.int64)
    bad = pick(rng, np.repeat(np.arange(1, 6), [18, 22, 26, 22, 12]), size).astype(np.int64)
    score = np.where(late, bad, good)
    recommend = np.clip(2 * score + rng.integers(-2, 2, size=size), 0, 10)
    at = np.flatnonzero((luck < _INVITED) & (parcels.delivered >= 0) & (sent < end))
    at = at[np.argsort(sent[at], kind="stable")]
    counts = (arrived & willing & (answered < end))[at]
    return Invitations(
        order=parcels.order[at],
        sent=sent[at],
        delivered=arrived[at].astype(np.int64),
        answered=np.where(counts, answered[at], -1),
        score=score[at],
        recommend=recommend[at],
    )
