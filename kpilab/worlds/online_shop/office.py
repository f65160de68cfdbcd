"""The work behind the shop: monthly reports, how far to trust them and what came of them; plans and pieces rated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, happens, pick, slots, stream
from kpilab.worlds.online_shop.content import PIECES
from kpilab.worlds.online_shop.demand import DAY
from kpilab.worlds.online_shop.service import Tickets
from kpilab.worlds.online_shop.shop import day_number

__all__ = [
    "AGENTS",
    "FIELDS",
    "RATERS",
    "RUBRICS",
    "Audits",
    "Listening",
    "Ratings",
    "Reports",
    "draw_audits",
    "draw_listening",
    "draw_ratings",
    "draw_reports",
]

FIELDS = ("registrations", "orders", "net sales", "refunds", "advertising cost", "stock value")
RUBRICS = {"plan_innovation": (1, 5), "content_quality": (0, 101), "analysis_depth": (0, 5)}
"""What is rated, from which number to below which."""
RATERS = ("Gu", "Han", "Lin")
AGENTS = ("An", "Bai", "Cao", "Dong")
_ADVICE_A_REPORT = 2
_CHECKED_AFTER = 14


@dataclass(frozen=True)
class Reports:
    """One report for each month: minutes due, sent and corrected (−1 never); then its pieces of advice."""

    due: Ints
    sent: Ints
    corrected: Ints
    advice_of: Ints
    advice_made: Ints
    advice_acted: Ints


@dataclass(frozen=True)
class Audits:
    """Each report's fields, checked a fortnight later: what was reported (−1 nothing), what is true, and the day."""

    report: Ints
    field: Ints
    reported: Ints
    true: Ints
    day: Ints


@dataclass(frozen=True)
class Ratings:
    """Ratings by rubric: rubric, item, rater, score and day; the item of a piece of content is the piece."""

    rubric: Ints
    item: Ints
    rater: Ints
    score: Ints
    day: Ints


@dataclass(frozen=True)
class Listening:
    """Tickets drawn by lot and judged: position of the ticket, agent, rater, score and day."""

    ticket: Ints
    agent: Ints
    rater: Ints
    score: Ints
    day: Ints


def _firsts() -> Ints:
    """The first day of every month but the first: on it the report on the month before is begun."""
    ends = calendar.month_ends()
    return ends[:-1] + 1


def _mistaken(seed: int) -> NDArray[np.bool_]:
    """Reports × fields: what was reported wrongly."""
    shape = (len(_firsts()), len(FIELDS))
    return happens(stream(seed, "mistakes"), 0.07, shape[0] * shape[1]).reshape(shape)


def draw_reports(seed: int) -> Reports:
    """The reports, due on the fifth working morning; one in five is late, most mistakes are corrected once found."""
    rng = stream(seed, "reports")
    worked = np.flatnonzero([day.day.weekday() < 5 and not day.holiday for day in calendar.days()])
    first = np.searchsorted(worked, _firsts())
    due = worked[first + 4] * DAY + 9 * 60
    late = happens(rng, 0.2, len(due))
    place = first + 4 + np.where(late, rng.integers(3, size=len(due)), -1)
    sent = worked[place] * DAY + 14 * 60 + rng.integers(4 * 60, size=len(due))
    checked = np.searchsorted(worked, _firsts() + _CHECKED_AFTER)
    amended = worked[checked + 1 + rng.integers(4, size=len(due))] * DAY + 10 * 60 + rng.integers(7 * 60, size=len(due))
    corrected = np.where(_mistaken(seed).any(axis=1) & happens(rng, 0.6, len(due)), amended, -1)
    of = np.repeat(np.arange(len(due)), _ADVICE_A_REPORT)
    made = sent[of] // DAY
    acted = made + rng.integers(3, 40, size=len(of))
    taken = happens(rng, 0.55, len(of)) & (acted < len(calendar.days()))
    return Reports(due, sent, corrected, of, made, np.where(taken, acted, -1))


def draw_audits(seed: int, months: Ints, scale: float) -> Audits:
    """Every field of every report; one in twenty-five is missing, one in fourteen is wrong.

    `months` holds what is true: months × fields.
    """
    rng = stream(seed, "audits")
    first = _firsts()
    report = np.repeat(np.arange(len(first)), len(FIELDS))
    field = np.tile(np.arange(len(FIELDS)), len(first))
    true = months[report, field]
    usual = np.maximum(np.floor(np.array([1.5, 4, 1_100, 60, 25, 350]) * scale), 1).astype(np.int64)[field]
    wrong = _mistaken(seed)[report, field] * rng.integers(5, 30, size=len(field)) * usual
    missing = happens(rng, 0.04, len(field))
    day = np.minimum(first[report] + _CHECKED_AFTER, len(calendar.days()) - 1)
    return Audits(report, field, np.where(missing, -1, true + wrong), true, day)


def draw_ratings(seed: int) -> Ratings:
    """Three raters for each campaign plan and each report's analysis of a quarter, two for each piece."""
    rng = stream(seed, "ratings")
    ends = calendar.month_ends()
    pieces = np.array([day_number(published) for _title, _kind, published in PIECES])
    items = [(0, ends[2::3] - 20, 3), (1, pieces, 2), (2, np.minimum(ends[2::3] + 10, ends[-1]), 2)]
    rows = []
    for rubric, days, raters in items:
        size = len(days) * raters
        base = np.repeat(pick(rng, slots([1, 3, 4, 2]), len(days)).astype(np.int64), raters)
        apart = pick(rng, slots([1, 4, 1]), size).astype(np.int64) - 1
        low, high = list(RUBRICS.values())[rubric]
        score = 40 + base * 15 + apart * 5 if rubric == 1 else low + base + apart
        rows.append(
            (
                np.full(size, rubric),
                np.repeat(np.arange(len(days)), raters),
                np.tile(np.arange(raters), len(days)),
                np.clip(score, low, high - 1),
                np.repeat(days, raters),
            )
        )
    return Ratings(*(np.concatenate(columns) for columns in zip(*rows, strict=True)))


def draw_listening(seed: int, tickets: Tickets, *, block: int) -> Listening:
    """One answered ticket in nine is listened to within a week."""
    rng = stream(seed, "listening", block)
    size = len(tickets.order)
    luck, agent = rng.random(size), rng.integers(len(AGENTS), size=size)
    rater, points = rng.integers(len(RATERS), size=size), rng.integers(-3, 4, size=size)
    day = tickets.created // DAY + rng.integers(1, 8, size=size)
    at = np.flatnonzero((luck < 0.11) & (tickets.replied >= 0) & (day < len(calendar.days())))
    score = np.clip(np.array([78, 72, 84, 68])[agent] + 5 * points, 0, 100)
    return Listening(at, agent[at], rater[at], score[at], day[at])
