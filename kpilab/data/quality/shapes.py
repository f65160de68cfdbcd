"""Numbers that were made up rather than counted: round ones, the same again and again, and hours when all is shut."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kpilab.data.quality.check import Check
from kpilab.data.quality.column import ColumnLook, ExaminedTable
from kpilab.data.quality.roles import cost_of, moves_money
from kpilab.i18n import _

__all__ = ["natural_shapes"]

_LEAST = 100
_ROUND, _LARGE = 0.6, 20
_RUN, _LUCK = 4, 1e-4
_HOURS, _SELDOM = 500, 0.0005
_COUNTED = re.compile(r"minute|entries|visitor|people|count|served|wait|guests|calls|footfall|客流|人数|分钟", re.I)
_PRICES = re.compile(r"price|cost|norm|base|target|plan|list|score|week|month|year|单价", re.I)


def natural_shapes(table: ExaminedTable) -> Iterator[Check]:
    """Heaps at round numbers, values copied from day to day, and sales at hours when hardly anything is sold."""
    for look in table.of_kind("number"):
        if _COUNTED.search(look.rule.name) and look.rule.name not in table.key:
            yield _rounded(table, look)
    day = next((look for look in table.of_kind("date") if look.rule.name in table.key or len(table.fields) < 8), None)
    if day is not None and (day.rule.name in table.key or not table.key):
        for look in table.of_kind("number", "money"):
            if not _PRICES.search(look.rule.name) and look.rule.name not in table.key:
                yield _copied(table, day, look)
    yield from _shut(table)


def _rounded(table: ExaminedTable, look: ColumnLook) -> Check:
    """Counts that end in 0 or 5 far more often than one in five."""
    numbers = look.numbers
    known = np.flatnonzero(np.nan_to_num(numbers) >= _LARGE)
    ends = known[np.isin(np.mod(numbers[known], 5), (0.0,))]
    heap = len(known) >= _LEAST and len(ends) > _ROUND * len(known) and len(np.unique(numbers[known])) > _LARGE
    return Check(
        "accuracy", "round_numbers", table.name, look.rule.name,
        _("{column} is counted and not guessed: round numbers are no more frequent than others.").format(
            column=look.rule.name
        ),
        ends if heap else ends[:0], len(known), certain=False,
        advice=_("Ask how it was counted; people who guess end on 0 and 5."),
    )  # fmt: skip


def _copied(table: ExaminedTable, day: ColumnLook, look: ColumnLook) -> Check:
    """The same number on so many days in a row that chance does not make it."""
    import pandas as pd

    others = [name for name in table.key if name != day.rule.name]
    numbers = look.numbers
    known = np.flatnonzero(~np.isnan(numbers) & day.values.notna().to_numpy() & (numbers != 0))
    found: NDArray[np.int64] = np.empty(0, dtype=np.int64)
    if len(known) >= _LEAST:
        keys = [table.cells[name].astype("str").iloc[known] for name in others]
        frame = pd.DataFrame({"at": known, "value": numbers[known], "day": day.values.iloc[known].to_numpy()})
        frame["group"] = pd.factorize(pd.MultiIndex.from_arrays(keys))[0] if keys else 0
        frame = frame.sort_values(["group", "day"])
        new = (frame["value"] != frame["value"].shift()) | (frame["group"] != frame["group"].shift())
        run = new.cumsum()
        length = run.map(run.value_counts())
        same = frame.groupby(["group", "value"])["at"].transform("size") - length + 1
        frequency = same / frame.groupby("group")["at"].transform("size")
        luck = frequency ** (length - 1) * len(frame)
        own = frame.groupby("group")["value"].transform("nunique") > 10
        found = np.sort(frame["at"].to_numpy()[((length >= _RUN) & (luck < _LUCK) & own).to_numpy()])
    return Check(
        "accuracy", "copied_days", table.name, look.rule.name,
        _("{column} differs from day to day, as counted things do.").format(column=look.rule.name), found, len(known),
        certain=False, advice=_("Look whether a day was copied, or a counter stood still."),
    )  # fmt: skip


def _shut(table: ExaminedTable) -> Iterator[Check]:
    """Sales at hours in which hardly any of the same channel are made: the shop is shut then."""
    if not moves_money(table):
        return
    times = table.of_kind("time")
    if not times or len(table) < _HOURS:
        return
    look, channel = times[0], table.looks.get("channel")
    known = look.values.notna().to_numpy()
    if channel is not None and channel.is_text:
        known = known & (channel.spread(channel.texts.isin(("store", "shop")).to_numpy()))
    elif channel is not None:
        return
    rows = np.flatnonzero(known)
    hours = (look.values.to_numpy()[rows].astype("datetime64[h]").astype(np.int64) % 24).astype(np.int64)
    share = np.bincount(hours, minlength=24) / max(1, len(rows))
    seldom = share < _SELDOM
    positions = rows[seldom[hours]] if len(rows) >= _HOURS and seldom.sum() >= 6 else rows[:0]
    cost, how = cost_of(table, positions, _("To be looked at: {amount} of these rows."))
    yield Check(
        "accuracy", "odd_hour", table.name, look.rule.name,
        _("Nothing is sold in {column} at hours when the shop is shut.").format(column=look.rule.name), positions,
        len(rows), certain=False, cost_cents=cost, cost_how=how,
        advice=_("Look at the clock of the till, and at who was there."),
    )  # fmt: skip
