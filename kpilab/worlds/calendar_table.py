"""The calendar as a table: its layout, the same in each merchant that has it from here, and its columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from kpilab.i18n import N_
from kpilab.worlds.calendar import days
from kpilab.worlds.layout import Column, Table

__all__ = ["CALENDAR", "calendar_columns", "with_promotions"]

CALENDAR = Table(
    "calendar",
    N_("Every day of the two years."),
    ("day",),
    (
        Column("day", "date", N_("The day.")),
        Column("iso_year", "integer", N_("The year that the ISO week belongs to.")),
        Column("iso_week", "integer", N_("The ISO week, Monday to Sunday."), at_least=1, at_most=53),
        Column("month", "text", N_("The month, as 2025-05."), pattern=r"20\d\d-(0[1-9]|1[0-2])"),
        Column("quarter", "text", N_("The quarter, as 2025-Q2."), pattern=r"20\d\d-Q[1-4]"),
        Column("year", "integer", N_("The calendar year.")),
        Column("weekday", "integer", N_("1 is Monday, 7 is Sunday."), at_least=1, at_most=7),
        Column("is_weekend", "flag", N_("Saturday or Sunday.")),
        Column("holiday", "text", N_("The public holiday."), empty_means=N_("no holiday")),
    ),
    grows="stays",
)


def with_promotions(meaning: str, empty_means: str = N_("no promotion")) -> Table:
    """`CALENDAR` with a column for promotions, which means what the merchant says.

    >>> with_promotions("The promotion of that day.").names[-1]
    'promotion'
    """
    promotion = Column("promotion", "text", meaning, empty_means=empty_means)
    return replace(CALENDAR, columns=(*CALENDAR.columns, promotion))


def calendar_columns() -> dict[str, Any]:
    """The columns of `CALENDAR`, and the promotions of shops for a merchant that takes part in them.

    >>> calendar_columns()["quarter"][0]
    '2024-Q1'
    """
    every = days()
    weeks = [day.day.isocalendar() for day in every]
    return {
        "day": np.array([day.day for day in every], dtype="datetime64[D]"),
        "iso_year": [week.year for week in weeks],
        "iso_week": [week.week for week in weeks],
        "month": [day.month for day in every],
        "quarter": [f"{day.day.year}-Q{(day.day.month + 2) // 3}" for day in every],
        "year": [day.day.year for day in every],
        "weekday": [week.weekday for week in weeks],
        "is_weekend": [week.weekday > 5 for week in weeks],
        "holiday": [day.holiday or None for day in every],
        "promotion": [day.promotion or None for day in every],
    }
