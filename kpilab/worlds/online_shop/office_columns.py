"""The columns of the tables of the work behind the shop."""

from __future__ import annotations

from typing import Any

import numpy as np

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints
from kpilab.worlds.frames import coded, named
from kpilab.worlds.online_shop.columns import Columns, day_of, days_or_none, numbers, time_of
from kpilab.worlds.online_shop.content import PIECES
from kpilab.worlds.online_shop.office import (
    AGENTS,
    FIELDS,
    RATERS,
    RUBRICS,
    Listening,
    Ratings,
    draw_audits,
    draw_ratings,
    draw_reports,
)

__all__ = ["listening_columns", "office_columns"]


def _reports(positions: Ints) -> Any:
    return coded("R", positions + 1)


def office_columns(seed: int, months: Ints, scale: float) -> dict[str, Columns]:
    """Reports, recommendations and reviews, the same in every block; and audits of what each block's `months` hold."""
    reports, audits = draw_reports(seed), draw_audits(seed, months, scale)
    return {
        "reports": {
            "report_id": _reports(np.arange(len(reports.due))),
            "due_at": time_of(reports.due),
            "sent_at": time_of(reports.sent),
            "corrected_at": time_of(reports.corrected),
        },
        "audits": {
            "report_id": _reports(audits.report),
            "field": named(FIELDS, audits.field),
            "audited_on": day_of(audits.day),
            "reported": numbers(audits.reported),
            "true_value": audits.true,
        },
        "recommendations": {
            "recommendation_id": coded("A", np.arange(1, len(reports.advice_of) + 1)),
            "report_id": _reports(reports.advice_of),
            "made_on": day_of(reports.advice_made),
            "acted_on": days_or_none(reports.advice_acted),
        },
        "reviews": _reviews(draw_ratings(seed)),
    }


def _reviews(ratings: Ratings) -> Columns:
    months = calendar.months()
    quarters = [f"{month[:4]}-Q{(int(month[5:]) + 2) // 3}" for month in months[2::3]]
    items = [
        [f"plan {quarter}" for quarter in quarters],
        [f"B{number}" for number in range(1, len(PIECES) + 1)],
        [f"analysis {quarter}" for quarter in quarters],
    ]
    starts = np.cumsum([0, *map(len, items)])[:-1]
    return {
        "review_id": np.arange(1, len(ratings.rubric) + 1),
        "rubric": named(tuple(RUBRICS), ratings.rubric),
        "item": named([name for names in items for name in names], starts[ratings.rubric] + ratings.item),
        "rater": named(RATERS, ratings.rater),
        "score": ratings.score,
        "reviewed_on": day_of(ratings.day),
    }


def listening_columns(listening: Listening, start: int) -> Columns:
    """The tickets that were listened to; those of a block are numbered after `start`."""
    return {
        "ticket_id": start + 1 + listening.ticket,
        "agent_id": named(AGENTS, listening.agent),
        "rater": named(RATERS, listening.rater),
        "score": listening.score,
        "day": day_of(listening.day),
    }
