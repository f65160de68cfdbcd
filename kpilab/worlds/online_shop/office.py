"""The work behind the shop: monthly reports, how far to trust them and what came of them; plans and pieces rated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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

FIELDS = ("visitors", "orders", "net sales", "refunds", "advertising cost", "stock value")
RUBRICS = {"plan_innovation": (1, 5), "content_quality": (0, 101), "analysis_depth": (0, 5)}
"""What is rated, from which number to below which."""
RATERS = ("Gu", "Han", "Lin")
AGENTS = ("An", "Bai", "Cao", "Dong")
_ADVICE_A_REPORT = 2


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


def draw_reports(seed: int) -> Reports:
    """The reports, due on the fifth working morning; one in five is late, one in eight has to be corrected."""
    rng = stream(seed, "reports")
    due = (_firsts() + 6) * DAY + 9 * 60
    late = happens(rng, 0.2, len(due))
    sent = due + np.where(late, rng.integers(2 * 60, 3 * DAY, size=len(due)), -rng.integers(10, DAY, size=len(due)))
    wrong = happens(rng, 0.13, len(due))
    corrected = np.where(wrong, sent + rng.integers(DAY, 6 * DAY, size=len(due)), -1)
    of = np.repeat(np.arange(len(due)), _ADVICE_A_REPORT)
    made = sent[of] // DAY
    acted = made + rng.integers(3, 40, size=len(of))
    taken = happens(rng, 0.55, len(of)) & (acted < len(calendar.days()))
    return Reports(due, sent, corrected, of, made, np.where(taken, acted, -1))


def draw_audits(seed: int) -> Audits:
    """Every field of every report; one in twenty-five is missing, one in fourteen is wrong."""
    rng = stream(seed, "audits")
    first = _firsts()
    report = np.repeat(np.arange(len(first)), len(FIELDS))
    field = np.tile(np.arange(len(FIELDS)), len(first))
    true = np.array([5000, 400, 110_000, 4_500, 1_300, 60_000])[field] + rng.integers(-300, 300, size=len(field))
    wrong = happens(rng, 0.07, len(field)) * rng.integers(20, 300, size=len(field))
    missing = happens(rng, 0.04, len(field))
    day = np.minimum(first[report] + 14, len(calendar.days()) - 1)
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
