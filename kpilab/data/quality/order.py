"""Events in their order: nothing is delivered before it is ordered, nothing sold before the store opened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpilab.data.quality.check import Check
from kpilab.data.quality.column import ColumnLook, ExaminedTable
from kpilab.data.quality.roles import cost_of
from kpilab.i18n import _

__all__ = ["events_in_order"]

_LATER: Mapping[str, tuple[str, ...]] = {
    "ordered_at": (
        "paid_at",
        "shipped_at",
        "shipped_on",
        "delivered_at",
        "delivered_on",
        "returned_on",
        "cancelled_at",
    ),
    "ordered_on": ("paid_on", "shipped_on", "delivered_on", "returned_on"),
    "shipped_on": ("delivered_on",),
    "shipped_at": ("delivered_at", "delivered_on"),
    "created_at": ("qualified_at", "closed_at", "first_contact_at", "first_human_reply_at", "solved_at", "reopened_at"),
    "solved_at": ("reopened_at",),
    "start_on": ("end_on",),
    "started_at": ("ended_at",),
    "assigned_on": ("released_on",),
    "sent_at": ("answered_at", "corrected_at"),
    "made_on": ("acted_on",),
    "enrolled_on": ("finished_on",),
    "arrived_on": ("left_on",),
    "booked_at": ("cancelled_at", "arrived_on", "left_on"),
    "opened_on": ("ordered_at", "paid_at", "closed_on"),
    "paid_at": ("returned_on",),
}
"""What comes later than what, by our names of columns."""
_LIKELY = (
    (
        re.compile(r"order|下单|bestell", re.I),
        re.compile(r"deliver|ship|paid|payment|return|发货|送达|付款|liefer", re.I),
    ),
    (re.compile(r"^start|^begin|开始", re.I), re.compile(r"^end|^finish|结束", re.I)),
    (re.compile(r"check.?in|arriv|入住", re.I), re.compile(r"check.?out|depart|离店", re.I)),
    (re.compile(r"open|created|创建", re.I), re.compile(r"clos|solved|关闭", re.I)),
)
_HOLDS = 0.8
_SOME = 10_000


def events_in_order(table: ExaminedTable, tables: Mapping[str, ExaminedTable]) -> Iterator[Check]:
    """Rows in which a later event stands before an earlier one, of the row itself or of what it refers to."""
    times = {look.rule.name: look for look in table.of_kind("date", "time")}
    for first, then, stated in _pairs(times):
        yield _in_order(table, times[then], times[first].values.to_numpy(), _rule(first, then), stated, times[first])
    for link in table.looks.values():
        if link.rule.refers_to is None or link.rule.refers_to[0] not in tables or not times:
            continue
        other, column = tables[link.rule.refers_to[0]], link.rule.refers_to[1]
        if other.key != (column,):
            continue
        for early in other.of_kind("date", "time"):
            for late in _LATER.get(early.rule.name, ()):
                if late in times and not (early.rule.name == "paid_at" and "ordered_at" in other.looks):
                    moments = _looked_up(link, other, column, early)
                    rule = _("{late} is not before {early} in {table}.")
                    text = rule.format(late=late, early=early.rule.name, table=other.name)
                    yield _in_order(table, times[late], moments, text, link.rule.stated, early)


def _pairs(times: Mapping[str, ColumnLook]) -> Iterator[tuple[str, str, bool]]:
    seen = set()
    for first, others in _LATER.items():
        for then in others:
            if first in times and then in times and first != "opened_on":
                seen.add((first, then))
                yield first, then, times[first].rule.stated
    for early, late in _LIKELY:
        firsts = [name for name in times if early.search(name) and not late.search(name)]
        thens = [name for name in times if late.search(name)]
        for first in firsts[:1]:
            for then in thens:
                if (first, then) not in seen and not times[first].rule.stated:
                    yield first, then, False


def _rule(first: str, then: str) -> str:
    return _("{late} is not before {early}.").format(late=then, early=first)


def _looked_up(link: ColumnLook, other: ExaminedTable, column: str, early: ColumnLook) -> NDArray[Any]:
    import pandas as pd

    keys = other.cells[column]
    moments = pd.Series(early.values.to_numpy(), index=keys.to_numpy())
    moments = moments[keys.notna().to_numpy() & ~keys.duplicated().to_numpy()]
    return link.cells.map(moments).to_numpy(dtype="datetime64[us]")


def _in_order(
    table: ExaminedTable, late: ColumnLook, early: NDArray[Any], rule: str, stated: bool, first: ColumnLook
) -> Check:
    then = late.values.to_numpy().astype("datetime64[us]", copy=False)
    early = early.astype("datetime64[us]", copy=False)
    if "date" in (late.rule.kind, first.rule.kind) or _days_only(late) or _days_only(first):
        then, early = then.astype("datetime64[D]"), early.astype("datetime64[D]")
    known = ~np.isnat(then) & ~np.isnat(early)
    positions = np.flatnonzero(known & (then < early))
    certain = stated and bool(len(positions) <= (1 - _HOLDS) * known.sum())
    cost, how = cost_of(table, positions, _("In doubt: {amount} of these rows."))
    return Check(
        "accuracy", "before", table.name, late.rule.name, rule, positions, int(known.sum()), certain=certain,
        failed=len(positions) if certain else 0, cost_cents=cost, cost_how=how,
        advice=_("One of the two days is wrong: look at the paper, and let the system stamp the time."),
    )  # fmt: skip


def _days_only(look: ColumnLook) -> bool:
    for known in (look.values.head(_SOME).dropna(), look.values.dropna()):
        if not (known == known.dt.normalize()).all():
            return False
    return True
