"""Days as people write them by hand, without the year: 3.4., 3/5, 3 June; those that do not exist or stand once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from kpilab.data.quality.check import Check
from kpilab.data.quality.column import ColumnLook, ExaminedTable
from kpilab.data.quality.source import Given
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["days_by_hand", "exists", "filled_down"]

_BY_HAND = re.compile(
    r"^\s*(\d{1,2})\s*"
    r"(?:[/-]\s*(\d{1,2})|\.\s*(\d{1,2})\.|\s+([A-Za-z]{3,9})\.?|月\s*(\d{1,2})\s*日?)\s*$"
)
_FULL = re.compile(r"^\s*\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MOSTLY, _ONCE = 0.8, 0.3
_MOST_ROWS = 300_000
"""Nobody keeps more rows than this by hand."""


def exists(text: str) -> bool | None:
    """Whether a day written without its year can be one, the day first or the month first; None where it is no day.

    >>> [exists(text) for text in ("3.4.", "31.4.", "32/5", "12/31", "31 June", "2月30日", "tea")]
    [True, False, False, True, False, False, None]
    """
    found = _BY_HAND.match(text)
    if found is None:
        return None
    first, slashed, dotted, name, day = found.groups()
    second = slashed or dotted
    if name:
        month = name[:3].casefold()
        return _is_day(int(first), _MONTHS.index(month) + 1) if month in _MONTHS else None
    if day:
        return _is_day(int(day), int(first))
    return _is_day(int(first), int(second)) or (bool(slashed) and _is_day(int(second), int(first)))


def _is_day(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= _LENGTHS[month - 1]


def days_by_hand(table: ExaminedTable) -> Iterator[Check]:
    """Days that no calendar has, in columns where days are mostly written without the year."""
    for look in table.of_kind("text"):
        known = _told(look) if look.is_text and not look.rule.stated else []
        if not known or sum(one is not None for one in known) < _MOSTLY * len(known):
            continue
        positions = np.flatnonzero(look.spread([one is False for one in known]))
        yield Check(
            "validity", "no_such_day", table.name, look.rule.name,
            _("Each day in {column} is in the calendar.").format(column=look.rule.name), positions,
            int((~look.unfilled).sum()), failed=len(positions),
            advice=_("Look it up where it was first written; nobody can say what 31 February was to be."),
        )  # fmt: skip


def _told(look: ColumnLook) -> list[bool | None]:
    return [exists(text) for text in look.texts if text.strip()] if len(look.texts) <= 5_000 else []


def filled_down(given: Given) -> Given:
    """The table with days that are written once above their rows in each of these rows, and a note that says so."""
    if not 0 < len(given.cells) <= _MOST_ROWS or not given.cells.columns.size:
        return given
    name = given.cells.columns[0]
    cells = given.cells[name]
    blank = cells.isna() | cells.astype("str").str.strip().eq("")
    if not _ONCE <= float(blank.mean()) < 1 or blank.iloc[0] or not _are_days(cells[~blank]):
        return given
    note = _("{table}: where {column} is empty, the day above it was taken.").format(table=given.name, column=name)
    filled = given.cells.assign(**{str(name): cells.where(~blank).ffill()})
    return replace(given, cells=filled, notes=(*given.notes, note))


def _are_days(cells: pd.Series[str]) -> bool:
    texts = cells.astype("str").drop_duplicates()
    return sum(exists(text) is not None or bool(_FULL.match(text)) for text in texts) >= _MOSTLY * len(texts)
