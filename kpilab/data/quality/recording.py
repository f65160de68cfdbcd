"""When it was recorded: late, all at once at the end of the month, with days left out, or not up to the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpilab.data.quality.check import Check
from kpilab.data.quality.column import ColumnLook, ExaminedTable
from kpilab.data.quality.roles import cost_of, moves_money
from kpilab.i18n import _, ngettext

__all__ = ["Recorded", "in_time", "late_limit", "recorded_columns"]

USUAL_DAYS = 2.0
"""Where nobody says otherwise, a record is in time within so many days."""
_RECORDED = re.compile(r"^(logged|recorded|entered|booked_in|typed|keyed)(_|$)|录入|登记|erfasst", re.I)
_HAPPENED = (
    "ts",
    "happened_at",
    "visited_at",
    "sold_at",
    "sold_on",
    "day",
    "date",
    "ordered_at",
    "paid_at",
    "日期",
    "时间",
)
_BATCH, _LEAST = 0.3, 30
_DENSE, _MOST_GROUPS = 0.9, 2_000
_BEHIND = 35
_NUMBERED = 0.98
_MOST_TEXTS = 500_000


@dataclass(frozen=True, eq=False)
class Recorded:
    """The columns that say when something happened and when it was recorded, and the days that may lie between."""

    happened: ColumnLook
    recorded: ColumnLook
    days: float


def recorded_columns(table: ExaminedTable) -> Recorded | None:
    """Which columns tell how long recording took; none where the table does not say."""
    times = {look.rule.name: look for look in table.of_kind("date", "time")}
    recorded = next((look for name, look in times.items() if _RECORDED.search(name)), None)
    if recorded is None:
        return None
    others = [name for name in times if name != recorded.rule.name]
    name = next((name for name in _HAPPENED if name in others), others[0] if others else None)
    if name is None:
        return None
    limit = recorded.rule.recorded_days
    return Recorded(times[name], recorded, USUAL_DAYS if limit is None else limit)


def late_limit(both: Recorded) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.int64]]:
    """For each row when it had to be recorded and when it was; and the rows of which both are known."""
    happened, recorded = (look.values.to_numpy().astype("datetime64[s]") for look in (both.happened, both.recorded))
    if "date" in (both.happened.rule.kind, both.recorded.rule.kind):
        happened, recorded = (times.astype("datetime64[D]").astype("datetime64[s]") for times in (happened, recorded))
    due = happened + np.timedelta64(round(both.days * 86_400), "s")
    return due, recorded, np.flatnonzero(~np.isnat(due) & ~np.isnat(recorded))


def in_time(table: ExaminedTable, tables: Mapping[str, ExaminedTable]) -> Iterator[Check]:
    """Late records, records made in a heap at the month's end, days and numbers left out, tables that end early."""
    both = recorded_columns(table)
    if both is not None:
        yield _late(table, both)
        yield _heaped(table, both)
    yield from _days_left_out(table)
    yield from _numbers_left_out(table)
    yield from _ends_early(table, tables)


def _late(table: ExaminedTable, both: Recorded) -> Check:
    due, recorded, known = late_limit(both)
    late = known[recorded[known] > due[known]]
    stated = both.recorded.rule.recorded_days is not None
    text = ngettext(
        "It is recorded within {days:g} day: {recorded} follows {happened} as soon as that.",
        "It is recorded within {days:g} days: {recorded} follows {happened} as soon as that.",
        int(both.days),
    )
    names = {"recorded": both.recorded.rule.name, "happened": both.happened.rule.name}
    cost, how = cost_of(table, late, _("Missing from reports in the meantime: {amount} of these rows."))
    return Check(
        "timeliness", "late", table.name, both.recorded.rule.name, text.format(days=both.days, **names), late,
        len(known), certain=stated, failed=len(late), cost_cents=cost, cost_how=how,
        advice=_("Record where it happens, on the same day; memory rounds and forgets."),
    )  # fmt: skip


def _heaped(table: ExaminedTable, both: Recorded) -> Check:
    recorded = both.recorded.values.to_numpy().astype("datetime64[D]")
    known = ~np.isnat(recorded)
    next_day = recorded + np.timedelta64(1, "D")
    last = known & (next_day.astype("datetime64[M]") != recorded.astype("datetime64[M]"))
    heap = last.sum() > _BATCH * known.sum() and known.sum() >= _LEAST
    positions = np.flatnonzero(last) if heap else np.empty(0, dtype=np.int64)
    rule = _("Records are made day by day, and not in a heap on the last day of the month.")
    return Check(
        "timeliness", "month_end_heap", table.name, both.recorded.rule.name, rule, positions, int(known.sum()),
        certain=False, counted=0,
        advice=_("Ask how these rows were remembered; a part of what is written weeks later is guessed."),
    )  # fmt: skip


def _days_left_out(table: ExaminedTable) -> Iterator[Check]:
    """Days missing from a table that has one for each place, or where hardly a day is without a row."""
    import pandas as pd

    day = next((look for look in table.of_kind("date", "time") if look.rule.name not in ("end_on", "start_on")), None)
    if day is None or len(table) < _LEAST:
        return
    keyed = day.rule.name in table.key
    if not keyed and not moves_money(table):
        return
    others = [name for name in table.key if name != day.rule.name] if keyed else []
    days = pd.Series(day.values.to_numpy().astype("datetime64[D]").astype("datetime64[s]")).rename("day")
    frame = pd.DataFrame({"day": days, **{name: table.cells[name].astype("str") for name in others}})
    frame = frame.dropna(subset=["day"]).drop_duplicates()
    groups = [frame] if not others else [group for _name, group in frame.groupby(others, sort=False)]
    if len(groups) > _MOST_GROUPS or (not keyed and not others and frame.empty):
        return
    gaps, expected = [], 0
    for group in groups:
        usual, there = _usual_days(group["day"])
        expected += len(usual)
        missing = usual.difference(there)
        if len(missing) and len(missing) <= (1 - _DENSE) * len(usual):
            gaps.append((group, missing))
    positions = (
        np.sort(np.concatenate([_row_before(group, missing) for group, missing in gaps]))
        if gaps
        else np.empty(0, dtype=np.int64)
    )
    n = sum(len(missing) for _group, missing in gaps)
    first = min((missing[0] for _group, missing in gaps), default=None)
    advice = "" if first is None else ngettext(
        "{n} day is missing, on {first}. The rows shown stand before the gap. Ask whether it was closed that day.",
        "{n} days are missing, the first on {first}. The rows shown stand before the gaps. Ask whether it was closed.",
        n,
    ).format(n=n, first=first.date())  # fmt: skip
    yield Check(
        "completeness", "days_left_out", table.name, day.rule.name,
        _("There is something for each usual day in {column}, with none left out.").format(column=day.rule.name),
        positions, expected, certain=False, counted=0, advice=advice,
    )  # fmt: skip


def _usual_days(days: Any) -> tuple[Any, Any]:
    """The days from the first to the last, on weekdays that are in use; and those that are there."""
    import pandas as pd

    there = pd.DatetimeIndex(days).unique().sort_values()
    if len(there) < _LEAST or there[-1].year > 2100 or there[0].year < 1900 or (there[-1] - there[0]).days > 20_000:
        return there[:0], there
    span = pd.date_range(there[0], there[-1], unit=there.unit)
    used = pd.Series(there.day_of_week).value_counts(normalize=True)
    return span[span.day_of_week.isin(used.index[used >= 0.03])], there


def _row_before(group: Any, missing: Any) -> NDArray[np.int64]:
    """The rows of the last day before each gap."""
    days = group["day"].sort_values()
    places = np.unique(np.searchsorted(days.to_numpy(), missing.to_numpy().astype(days.dtype)) - 1)
    found: NDArray[np.int64] = days.index.to_numpy()[places[places >= 0]].astype(np.int64)
    return found


def _numbers_left_out(table: ExaminedTable) -> Iterator[Check]:
    """Receipt numbers that run on with hardly a gap, and the gaps."""
    if len(table.key) != 1 or table.key[0] not in table.looks or len(table) < _LEAST:
        return
    name = table.key[0]
    look = table.looks[name]
    if look.is_text and len(table) > _MOST_TEXTS:
        return
    digits = look.numbers if not look.is_text else _end_numbers(table.cells[name])
    rows = np.flatnonzero(~np.isnan(digits))
    if not len(rows):
        return
    rising = bool((np.diff(digits[rows]) > 0).all())
    order = rows if rising else rows[np.argsort(digits[rows], kind="stable")]
    steps = np.diff(digits[order])
    span = digits[order[-1]] - digits[order[0]] + 1
    there = len(rows) if rising else len(np.unique(digits[rows]))
    gaps = np.flatnonzero(steps > 1)
    if there < _NUMBERED * span:
        gaps = gaps[:0]
    n = int(span - there) if len(gaps) else 0
    yield Check(
        "completeness", "numbers_left_out", table.name, name,
        _("The numbers in {column} run on without a gap.").format(column=name), np.sort(order[gaps]), int(span),
        certain=False, counted=0,
        advice=ngettext(
            "{n} number is missing; the row shown stands before it. Ask whether a record was deleted.",
            "{n} numbers are missing; the rows shown stand before them. Ask whether records were deleted.", n,
        ).format(n=n),
    )  # fmt: skip


def _end_numbers(cells: Any) -> NDArray[np.float64]:
    """The numbers in which codes end: 17 of A-0017."""
    found: NDArray[np.float64] = cells.astype("str").str.extract(r"(\d{1,15})$")[0].astype("float64").to_numpy()
    return found


def _ends_early(table: ExaminedTable, tables: Mapping[str, ExaminedTable]) -> Iterator[Check]:
    """A table that stops long before the others do."""
    if not moves_money(table) and not any(look.rule.name in ("day", "ts") for look in table.of_kind("date", "time")):
        return
    mine = _last_day(table)
    others = [_last_day(other) for name, other in tables.items() if name not in (table.name, "calendar")]
    known = [day for day in others if day is not None]
    if mine is None or not known or table.name == "calendar":
        return
    median = sorted(known)[len(known) // 2]
    behind = int((median - mine).astype(int))
    positions = np.array([_row_on(table, mine)], dtype=np.int64) if behind > _BEHIND else np.empty(0, dtype=np.int64)
    yield Check(
        "timeliness", "ends_early", table.name, "", _("The table reaches as far as the others do."), positions,
        len(table), certain=False, counted=0,
        advice=_("It ends on {day}, {n} days before the others; ask for what came since.").format(day=mine, n=behind),
    )  # fmt: skip


def _moments(table: ExaminedTable) -> ColumnLook | None:
    skipped = ("end_on", "start_on", "opened_on", "joined_on", "due_on", "due_at", "planned_on", "promised_on")
    return next((look for look in table.of_kind("date", "time") if look.rule.name not in skipped), None)


def _last_day(table: ExaminedTable) -> Any:
    look = _moments(table)
    if look is None or len(table) < _LEAST:
        return None
    known = look.values.dropna()
    if known.empty:
        return None
    days = np.sort(known.to_numpy().astype("datetime64[D]"))
    return days[int(0.995 * (len(days) - 1))]


def _row_on(table: ExaminedTable, day: Any) -> int:
    """A row of the table's last day."""
    look = _moments(table)
    days = look.values.to_numpy().astype("datetime64[D]") if look is not None else np.empty(0)
    return int(np.flatnonzero(days == day)[-1]) if (days == day).any() else 0
