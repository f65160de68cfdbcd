"""What customers bring to the service desk, and what they say when they are asked twice a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds.chance import Ints, log_normal, normal, slots, stream
from kpilab.worlds.manufacturer.deliveries import Parcels, Returned
from kpilab.worlds.manufacturer.firms import LAST_DAY, Firms
from kpilab.worlds.manufacturer.orders import Lines, Orders
from kpilab.worlds.manufacturer.stories import days_of
from kpilab.worlds.manufacturer.terms import NEVER, Terms
from kpilab.worlds.manufacturer.workdays import day_at, in_office, place_from, place_of
from kpilab.worlds.story import Story

__all__ = ["CHANNELS", "TOPICS", "TYPES", "Asked", "Tickets", "draw_asked", "draw_tickets"]

TYPES = ("complaint", "question")
TOPICS = ("quality", "delivery", "invoice", "technical")
CHANNELS = ("phone", "email", "portal")

_CHANNELS = slots((0.40, 0.45, 0.15), 100)
_MINUTES = np.array([12.0, 240.0, 300.0])
_HOURS = np.array([52.0, 20.0, 9.0, 16.0])
_SAYS_OF_RETURN, _SAYS_OF_DELAY, _OF_INVOICE, _ASKS = 850, 260, 8, 55
_WAVES = (129, 318, 493, 682)
"""The days on which all customers are asked: each May and November."""
_ANSWERS = np.array([0.34, 0.30, 0.30, 0.42, 0.52])
_MARKS = np.array([-1.75, -1.25, -0.62, 0.35])
_RECOMMEND = np.array([-2.2, -2.0, -1.85, -1.7, -1.5, -1.25, -1.0, -0.7, -0.25, 0.3])


@dataclass(frozen=True)
class Tickets:
    """A position a ticket, in the order of opening; minutes are below −10⁸ where there is none."""

    number: Ints
    order: Ints
    kind: Ints
    topic: Ints
    channel: Ints
    minute: Ints
    replied: Ints
    solved: Ints
    reopened: Ints


@dataclass(frozen=True)
class Asked:
    """A position for each customer asked in a wave."""

    firm: Ints
    wave: Ints
    sent_minute: Ints
    delivered: NDArray[np.bool_]
    answered_minute: Ints
    score: Ints
    recommend: Ints


_NEVER = -(10**9)


def draw_tickets(seed: int, orders: Orders, lines: Lines, parcels: Parcels, returned: Returned, block: int) -> Tickets:
    """At most one complaint and one question an order."""
    rng = stream(seed, "tickets", block)
    count = len(orders.firm)
    luck = [rng.integers(2**31, size=orders.cells)[orders.cell] for _ in range(3)]
    spread = log_normal(rng, 4096, 1.0)
    back = np.full(count, NEVER)
    np.minimum.at(back, lines.order[returned.line], returned.day)
    sent = parcels.first_shipped < NEVER
    of_return = (back < NEVER) & (luck[0] % 1000 < _SAYS_OF_RETURN)
    of_delay = parcels.late & sent & (luck[0] // 1000 % 1000 < _SAYS_OF_DELAY)
    of_invoice = sent & (luck[0] // 1_000_000 % 1000 < _OF_INVOICE)
    topic = np.where(of_return, 0, np.where(of_delay, 1, 2))
    complains = of_return | of_delay | of_invoice
    asks = sent & (luck[1] % 1000 < _ASKS)
    order = np.concatenate([np.flatnonzero(complains), np.flatnonzero(asks)])
    kind = np.repeat([0, 1], [int(complains.sum()), int(asks.sum())])
    topic = np.where(kind == 0, topic[order], 2 + luck[1][order] // 1000 % 2)
    own = luck[2][order] ^ (kind * 0x2A5A5A5A)
    day = np.where(topic == 0, back[order], np.where(topic == 1, parcels.came[order], parcels.came[order] + 3))
    day = np.where((topic == 1) & (kind == 0), np.minimum(day, parcels.came[order]), day)
    day = np.where(kind == 1, orders.day[order] + 1 + own % 5, day)
    day = day_at(place_of(day, own // 16))
    minute = day * 1440 + 8 * 60 + own // 128 % (9 * 60)
    channel = _CHANNELS[own // 65536 % 100]
    wait = _MINUTES[channel] * spread[own // 512 % 4096]
    replied = in_office(minute + np.maximum(np.floor(wait), 1).astype(np.int64), own // 32)
    hours = _HOURS[topic] * spread[own // 8192 % 4096]
    solved = in_office(replied + np.floor(hours * 60 + 10).astype(np.int64), own // 256, within=510)
    fate = own // 4096 % 1000
    solved = np.where(fate < 35, _NEVER, solved)
    again = in_office(solved + 1440 + own % 4000, own // 1024, within=510)
    reopened = np.where((fate >= 35) & (fate < 100), again, _NEVER)
    end = (LAST_DAY + 1) * 1440
    mine = np.flatnonzero(minute < end)
    mine = mine[np.argsort(minute[mine], kind="stable")]
    number = orders.cell[order] * 2 + kind + 1
    after = [np.where(values < end, values, _NEVER)[mine] for values in (replied, solved, reopened)]
    return Tickets(
        number[mine], order[mine], kind[mine], topic[mine], channel[mine], minute[mine], after[0], after[1], after[2]
    )


def draw_asked(seed: int, firms: Firms, terms: Terms, stories: dict[str, Story], block: int) -> Asked:
    """Everyone with a contract is asked in each wave; who will leave over us is less satisfied before."""
    rng = stream(seed, "asked", block)
    count, waves = len(firms.joined), np.array(_WAVES)
    mood = normal(rng, count)
    luck = rng.random((count, len(waves)))
    own = normal(rng, (count, len(waves)))
    likes = normal(rng, (count, len(waves)))
    more = rng.integers(2**31, size=(count, len(waves)))
    leaving = terms.left & (terms.reason <= 1)
    due = np.where(leaving, terms.due, NEVER).min(axis=1)
    feeling = 0.6 * mood[:, None] + 0.7 * own - 0.40
    feeling -= 1.1 * ((due[:, None] - waves) < 300)
    if "quality_mended" in stories:
        feeling += 0.45 * (waves >= days_of(stories["quality_mended"])[0])
    score = 1 + np.searchsorted(_MARKS, feeling, side="right")
    recommend = np.searchsorted(_RECOMMEND, feeling + 0.35 * likes, side="right")
    there = (firms.joined[:, None] < waves - 30) & (terms.ends[:, None] >= waves)
    wave, firm = np.nonzero(there.T)
    cell = (firm, wave)
    arrives = more[cell] % 100 < 96
    sent = waves[wave] * 1440 + 9 * 60
    answered = day_at(place_from(waves[wave]) + more[cell] // 128 % 9) * 1440 + 9 * 60 + more[cell] // 4096 % 480
    says = arrives & (luck[cell] < _ANSWERS[score[cell] - 1])
    return Asked(firm, wave, sent, arrives, np.where(says, answered, _NEVER), score[cell], recommend[cell])
