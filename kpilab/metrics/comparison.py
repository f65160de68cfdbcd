"""Period over period and against the plan: like with like, or missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal

import pandas as pd

from kpilab.catalogue import kpi
from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.metrics.engine import measure
from kpilab.metrics.engines import fetched
from kpilab.metrics.periods import PERIODS, period_at, written
from kpilab.metrics.plans import planned
from kpilab.metrics.question import Question, asked
from kpilab.metrics.registry import parts_of
from kpilab.metrics.sources import Sources
from kpilab.metrics.year_ago import date_ago, partners, weekday_ago

__all__ = ["compare"]

To = Literal["previous", "year_ago", "plan"]
_A_YEAR = {"month": 12, "quarter": 4, "year": 1}


def compare(
    table: pd.DataFrame,
    data: Mapping[str, Any] | None = None,
    *,
    to: To,
    same_stores: bool = False,
    moving_holidays: bool = False,
    level: str = "norm",
) -> pd.DataFrame:
    """The lines of `table`, as `measure` returned it, with what they are set against: reference, change, better.

    Columns are the keys, kpi, value, reference, change (value less reference), change_share (change over the
    reference, missing unless that is above 0) and better: whether the change is for the good of this KPI, missing
    where nothing changed, no way is good, or either value is missing.

    The reference is the value of the previous period; of the period a year ago (for a day the same weekday, 364 days
    earlier, for an ISO week the week of that number); or the `level` of the table `plans`, where months and
    stores add up for additive KPIs and are missing for others. An unfinished period, one that the last
    day of the data or `until` lies in, is set against as many days of its reference; an additive plan, against the
    share of its days that is over. A reference that the orders cover only in part, because they begin within it, is
    missing. `same_stores` keeps to stores open from the first day of the reference to the last day of the period
    (`opened_on` and `closed_on` in the table `stores`). `moving_holidays` sets the days of a
    holiday or promotion in the table `calendar` against its days of the year before, wherever they fell.

    `data` are what `table` was measured on; without them, what stands in no line of the table is missing.
    Raises `DataError` for a table that was not measured by a period, and for questions that exclude each other.

    >>> days = pd.to_datetime(["2025-04-03", "2025-05-02", "2025-05-31"])
    >>> monthly = measure("order_count", {"orders": pd.DataFrame({"order_id": [1, 2, 3], "paid_at": days})}, by="month")
    >>> compare(monthly, to="previous")[["month", "value", "reference", "change_share", "better"]]
         month  value  reference  change_share better
    0  2025-04    1.0        NaN           NaN   <NA>
    1  2025-05    2.0        1.0           1.0   True
    """
    question = asked(table)
    _check(question, data, to, same_stores=same_stores, moving_holidays=moving_holidays)
    lines = table[[*question.by, "kpi", "value"]].reset_index(drop=True)
    if to == "plan" and data is not None:
        return _judged(lines, planned(table, question, _last_day(question, data), data, level), question)
    spans = _covered(_spans(table, question, data, to, moving=moving_holidays), question, data)
    if same_stores and data is not None:
        return _same_stores(lines, question, data, spans)
    return _judged(lines, _references(table, question, data, spans), question)


@dataclass(frozen=True)
class _Span:
    """A period, the period before it, and the days of that to keep to (none: all of them)."""

    label: str
    before: str
    days: tuple[str, ...] | None = None


def _check(
    question: Question, data: Mapping[str, Any] | None, to: str, *, same_stores: bool, moving_holidays: bool
) -> None:
    if to not in ("previous", "year_ago", "plan"):
        raise DataError(_("Compare to 'previous', 'year_ago' or 'plan', and not to '{to}'.").format(to=to))
    if question.period is None:
        raise DataError(_("Only what was measured by a period can be compared."))
    if data is None and (same_stores or moving_holidays or to == "plan"):
        raise DataError(_("Plans, stores and holidays stand in the data; hand them over as well."))
    if to == "plan" and same_stores:
        raise DataError(_("A plan is made for the stores that there are; compare the same stores to another period."))
    if to != "year_ago" and moving_holidays:
        raise DataError(_("Holidays move from year to year; compare to 'year_ago'."))


def _last_day(question: Question, data: Mapping[str, Any] | None) -> date | None:
    if question.until is not None or data is None or "orders" not in data:
        return question.until
    last = Sources(data).ends()[1]
    return None if pd.isna(last) else last.date()


def _before(period: str, when: pd.Period, to: str) -> pd.Period | None:
    if to == "previous":
        return when - 1
    if period == "day":
        return pd.Period(weekday_ago(when.start_time.date()), freq="D")
    if period != "week":
        return when - _A_YEAR[period]
    year, week, _day = when.start_time.isocalendar()
    try:
        return pd.Period(date.fromisocalendar(year - 1, week, 1), freq=PERIODS["week"])
    except ValueError:  # week 53 of a year that had 52
        return None


def _spans(
    table: pd.DataFrame, question: Question, data: Mapping[str, Any] | None, to: str, *, moving: bool
) -> list[_Span]:
    period, last = str(question.period), _last_day(question, data)
    meets = _meetings(Sources(data), period) if moving and data is not None else None
    found = []
    for label in table[period].unique():
        when = period_at(period, label)
        before = _before(period, when, to)
        if before is None:
            continue
        now, then = _days(when), _days(before)
        gone = [day for day in now if last is None or day <= last]
        kept = then[: len(gone)] if len(gone) < len(now) else then
        if meets:
            kept = sorted(met for day in gone if (met := meets(day)) is not None)
        found.append(_Span(label, written(period, before), None if kept == then else tuple(map(str, kept))))
    return found


def _covered(spans: Sequence[_Span], question: Question, data: Mapping[str, Any] | None) -> list[_Span]:
    """The spans whose reference does not begin before the orders do."""
    period = str(question.period)
    begins = [pd.Timestamp(span.days[0]) if span.days else period_at(period, span.before).start_time for span in spans]
    if data is None or "orders" not in data or not begins:
        return list(spans)
    first = Sources(data).ends()[0]
    if pd.isna(first) or min(begins) >= first:
        return list(spans)
    known = _first_covered(data)
    return [span for span, begin in zip(spans, begins, strict=True) if begin >= known]


def _first_covered(data: Mapping[str, Any]) -> pd.Timestamp:
    """The first day that the orders cover: as many silent days before the first order as there ever were after it.

    So a shop that is closed on New Year's Day has a January, and one whose orders begin on the 15th has none.
    """
    sold = measure("order_count", data, by="day", check_keys=False)
    days = pd.Series(pd.to_datetime(sold["day"]).sort_values().unique())
    apart = int(days.diff().dt.days.max()) if len(days) > 1 else 1
    first: pd.Timestamp = days.iloc[0] - pd.Timedelta(days=apart - 1)
    return first


def _days(when: pd.Period) -> list[date]:
    first = when.start_time.date()
    return [first + timedelta(days=number) for number in range((when.end_time.date() - first).days + 1)]


def _meetings(sources: Sources, period: str) -> Any:
    """For a day, its partner of the year before."""
    columns = sources.held("calendar", "holiday", "promotion")
    calendar = fetched([sources.table("calendar", "day", *columns, key=["day"])])[0]
    days = calendar["day"].dt.date
    events = [
        {day: str(name) for day, name in zip(days, calendar[column].fillna(""), strict=True) if name}
        for column in columns
    ]
    ordinary = weekday_ago if period in ("day", "week") else date_ago

    @cache
    def of_year(year: int) -> dict[date, date | None]:
        return partners(year, events, ordinary)

    return lambda day: of_year(day.year)[day]


def _references(
    table: pd.DataFrame, question: Question, data: Mapping[str, Any] | None, spans: Sequence[_Span]
) -> pd.DataFrame:
    """The value that each line is set against: keys, kpi, reference."""
    period, ids = str(question.period), list(dict.fromkeys(table["kpi"]))
    whole = {span.before: span.label for span in spans if span.days is None}
    known = table[table[period].isin(list(whole))]
    lacking = [label for label in whole if label not in set(table[period])]
    pieces = [known]
    if data is not None and lacking:
        pieces.append(_measured(ids, data, question, question.by, {period: lacking}))
    found = [piece.assign(**{period: piece[period].map(whole)}) for piece in pieces]
    cut = [name for name in ids if not parts_of(name).windowed]
    for span in spans:
        if data is not None and span.days and cut:
            part = _measured(cut, data, question, question.dims, {"day": span.days})
            found.append(part.assign(**{period: span.label}))
    lines = pd.concat([piece[[*question.by, "kpi", "value"]] for piece in found], ignore_index=True)
    return lines.rename(columns={"value": "reference"})


def _measured(
    ids: Sequence[str],
    data: Mapping[str, Any],
    question: Question,
    by: Sequence[str],
    when: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    where = {**question.rows, **when}
    return measure(
        ids, data, by=by, where=where, window=question.window, until=question.until, settings=question.settings
    )


def _same_stores(
    lines: pd.DataFrame, question: Question, data: Mapping[str, Any], spans: Sequence[_Span]
) -> pd.DataFrame:
    """Value and reference of the stores that were open all the time, period by period."""
    period, ids = str(question.period), list(dict.fromkeys(lines["kpi"]))
    groups: dict[tuple[Any, ...], list[_Span]] = {}
    for span, stores in _open_stores(question, data, spans):
        if stores:
            groups.setdefault(stores, []).append(span)
    values, references = [lines.head(0)], []
    for stores, group in groups.items():
        narrow = replace(question, where={**question.rows, "store_id": stores})
        labels = [span.label for span in group]
        now = _measured(ids, data, narrow, question.by, {period: labels})
        values.append(now[[*question.by, "kpi", "value"]])
        references.append(_references(now, narrow, data, group))
    keys = [*question.by, "kpi"]
    found = lines[keys].merge(pd.concat(values, ignore_index=True), on=keys, how="left")
    nothing = lines[keys].head(0).assign(reference=pd.Series(dtype=float))
    return _judged(found, pd.concat(references, ignore_index=True) if references else nothing, question)


def _open_stores(
    question: Question, data: Mapping[str, Any], spans: Sequence[_Span]
) -> list[tuple[_Span, tuple[Any, ...]]]:
    sources, period = Sources(data), str(question.period)
    columns = sources.held("stores", "closed_on")
    stores = fetched([sources.table("stores", "store_id", "opened_on", *columns, key=["store_id"])])[0]
    if "store_id" in question.rows:
        stores = stores[stores["store_id"].isin(list(question.rows["store_id"]))]
    closed = stores["closed_on"] if columns else pd.Series(pd.NaT, index=stores.index)
    found = []
    for span in spans:
        first = min(span.days) if span.days else period_at(period, span.before).start_time
        there = stores["opened_on"].le(pd.Timestamp(first))
        stayed = closed.isna() | closed.ge(period_at(period, span.label).end_time.normalize())
        found.append((span, tuple(sorted(stores.loc[there & stayed, "store_id"]))))
    return found


def _judged(lines: pd.DataFrame, references: pd.DataFrame, question: Question) -> pd.DataFrame:
    found = lines.merge(references, on=[*question.by, "kpi"], how="left")
    change = found["value"] - found["reference"]
    good = found["kpi"].map(lambda name: {"higher": 1, "lower": -1}.get(kpi(name).direction, 0)).astype(float)
    told = change.notna() & change.ne(0) & good.ne(0)
    return found.assign(
        change=change,
        change_share=change / found["reference"].where(found["reference"].gt(0)),
        better=(change * good).gt(0).astype("boolean").where(told),
    )
