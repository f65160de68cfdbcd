"""Totals among the rows that they add up: found, checked against their parts, and kept out of all other looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kpilab.data.quality.check import Check, Offer
from kpilab.data.quality.column import ColumnLook, ExaminedTable
from kpilab.data.quality.roles import cents_of, column_for
from kpilab.i18n import _

__all__ = ["body_of", "totals_among"]

_TOTALS = frozenset({"total", "totals", "sum", "subtotal", "grand total", "合计", "总计", "小计", "summe", "gesamt"})
_LATE = re.compile(r"written (?:at|later|afterwards)|month.?end|from memory|补录|补记|nachgetragen", re.I)
_HOLDS, _LEAST = 0.5, 3
_CENT = 1.0
_BY_HAND = 300_000
"""Nobody keeps more rows than this by hand."""


def totals_among(table: ExaminedTable) -> tuple[NDArray[np.bool_], list[Check]]:
    """Which rows are totals, and what is to be said of them; none in a table whose layout is known."""
    nothing = np.zeros(len(table), dtype=bool)
    if not 0 < len(table) <= _BY_HAND or all(rule.stated for rule in table.fields.values()):
        return nothing, []
    amount = column_for(table, "amount", kinds=("money", "number"))
    told, label = _told(table)
    parts = nothing
    checks: list[Check] = []
    if amount is not None:
        for look in table.of_kind("text"):
            found = _adding_up(table, look, amount, told)
            if found is not None:
                parts, label = found[0], look
                checks.append(_off(table, amount, *found))
                break
    totals = told | parts
    if totals.any() and label is not None:
        checks.append(_total_rows(table, label, amount, totals))
    checks += list(_said_late(table))
    return totals, checks


def body_of(table: ExaminedTable, totals: NDArray[np.bool_]) -> tuple[ExaminedTable, NDArray[np.int64]]:
    """The table without its totals and its empty rows, and where its rows stand in the whole table."""
    if all(rule.stated for rule in table.fields.values()):
        return table, np.arange(len(table))
    empty = np.ones(len(table), dtype=bool)
    for look in table.looks.values():
        if not empty.any():
            break
        empty = empty & look.blank
    if not (empty | totals).any():
        return table, np.arange(len(table))
    places = np.flatnonzero(~(empty | totals))
    return replace(table, cells=table.cells.iloc[places].reset_index(drop=True)), places


def _told(table: ExaminedTable) -> tuple[NDArray[np.bool_], ColumnLook | None]:
    """Rows that call themselves a total."""
    for look in table.looks.values():
        if look.is_text:
            named = look.texts.str.strip().str.rstrip(":：").str.lower().isin(_TOTALS).to_numpy(dtype=bool)
            if named.any():
                return look.spread(named), look
    return np.zeros(len(table), dtype=bool), None


def _adding_up(
    table: ExaminedTable, look: ColumnLook, amount: ColumnLook, told: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]] | None:
    """Rows of one name, emptier than others, that mostly hold the sum of the rows since the last of that name."""
    if not look.is_text or len(look.texts) > 2_000:
        return None
    filled = np.sum([~one.blank for one in table.looks.values()], axis=0)
    usual = float(np.median(filled))
    for place in np.flatnonzero(look.counts >= _LEAST)[np.argsort(-look.counts[look.counts >= _LEAST])][:20]:
        rows = look.codes == place
        if float(np.median(filled[rows])) > usual - 2 or np.isnan(amount.numbers[rows]).any():
            continue
        worth = np.where(rows | told, 0.0, np.nan_to_num(amount.numbers))
        running = np.cumsum(worth)
        at = np.flatnonzero(rows)
        parts = np.diff(np.concatenate([[0.0], running[at]]))
        off = amount.numbers[at] - parts
        if (np.abs(off) < _CENT).mean() >= _HOLDS:
            return rows, off
    return None


def _off(table: ExaminedTable, amount: ColumnLook, rows: NDArray[np.bool_], off: NDArray[np.float64]) -> Check:
    at = np.flatnonzero(rows)
    wrong = np.abs(off) >= _CENT
    scale = 1 if amount.rule.kind == "money" else 100
    return Check(
        "consistency", "part_sum", table.name, amount.rule.name, _("A total is the sum of the rows above it."),
        at[wrong], len(at), failed=int(wrong.sum()),
        cost_cents=cents_of(np.abs(off[wrong]) * scale) if wrong.any() else None,
        cost_how=_("The differences between the totals and the rows that they add up."),
        advice=_("Add up again; look for a row that was written twice, left out, or blank."),
    )  # fmt: skip


def _total_rows(table: ExaminedTable, label: ColumnLook, amount: ColumnLook | None, totals: NDArray[np.bool_]) -> Check:
    positions = np.flatnonzero(totals)
    cost = None
    if amount is not None:
        scale = 1 if amount.rule.kind == "money" else 100
        cost = cents_of(amount.numbers[positions] * scale)
    return Check(
        "uniqueness", "total_row", table.name, label.rule.name,
        _("The rows are single records; no row of totals stands among them."), positions, len(table),
        failed=len(positions), cost_cents=cost,
        cost_how=_("Counted again by whoever adds up the column: the totals themselves."),
        advice=_("Take the totals out of the data; let a formula or a report add up."),
        offers=(Offer("drop", _("Take out the rows of totals."), "", positions, None),),
    )  # fmt: skip


def _said_late(table: ExaminedTable) -> Iterator[Check]:
    """Rows of which somebody noted that they were written later."""
    for look in table.of_kind("text"):
        if not look.is_text:
            continue
        late = look.texts.str.contains(_LATE).to_numpy(dtype=bool)
        if late.any():
            positions = np.flatnonzero(look.spread(late))
            yield Check(
                "timeliness", "said_late", table.name, look.rule.name,
                _("What happens is written down on the same day, and not later from memory."), positions,
                int((~look.blank).sum()), failed=len(positions),
                advice=_("Write it the same evening; of what is remembered for weeks, a part is guessed."),
            )  # fmt: skip
