"""Rolling up: parts are added and divided anew; ratios are never averaged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from kpilab.catalogue import kpi
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _
from kpilab.metrics.engine import measure
from kpilab.metrics.finishing import Finished
from kpilab.metrics.periods import PERIODS, inside, period_at, start_after, written
from kpilab.metrics.question import Question, asked, asking, keys_in
from kpilab.metrics.registry import parts_of

__all__ = ["rollup"]

_ALL = "_all"


def rollup(table: pd.DataFrame, data: Mapping[str, Any] | None = None, *, to: str | Sequence[str]) -> pd.DataFrame:
    """The lines of `table`, a result of `measure`, added up to fewer keys or a coarser period.

    `to` names the keys that remain: some of the table's, or a period in which its periods lie whole (days lie in
    weeks and in months, months in quarters, no week in a month). Numerators and denominators are added, and
    then divided. A line is missing where a part of it is missing; what was not seen at all is left out.

    A KPI that cannot be added up (it counts each customer once, or is a level at a moment) is
    measured again on `data`; without data, `DataError` gives the reason for each.

    >>> orders = pd.DataFrame({
    ...     "order_id": [1, 2, 3],
    ...     "paid_at": pd.to_datetime(["2025-05-02", "2025-05-31", "2025-06-01"]),
    ...     "paid_cents": [1000, 2000, 9000],
    ... })
    >>> monthly = measure("avg_order_value", {"orders": orders}, by="month")
    >>> rollup(monthly, to="quarter")
       quarter              kpi  value  numerator  denominator
    0  2025-Q2  avg_order_value   40.0      120.0          3.0
    """
    keep = (to,) if isinstance(to, str) else tuple(to)
    question = asked(table)
    period = _period(question, keep)
    _check_keys(question, keep, period)
    ids = list(dict.fromkeys(table["kpi"]))
    over_time = question.period is not None and period != question.period
    refused = {name: reason for name in ids if (reason := _reason(name, over_time=over_time))}
    if refused and data is None:
        problems = [_("{kpi}: {reason}").format(kpi=name, reason=reason) for name, reason in refused.items()]
        raise DataError(_("These cannot be added up; hand over the data, and they are measured again:"), problems)
    added = _added(table, keep, question, period)
    unseen = tuple(added.loc[~added.pop("seen").gt(0), [*keep, "kpi"]].itertuples(index=False, name=None))
    if refused and data is not None:
        again = measure(
            list(refused),
            data,
            by=keep,
            where=question.where,
            window=question.window,
            until=question.until,
            settings=question.settings,
        )
        added = _with(added, again, keep)
    return asking(added, replace(question, by=keep, unseen=unseen))


def _period(question: Question, keep: Sequence[str]) -> str | None:
    periods = [key for key in keep if key in PERIODS]
    if len(periods) > 1:
        raise DataError(_("Roll up to one period at a time; {periods} are several.").format(periods=", ".join(periods)))
    return periods[0] if periods else None


def _check_keys(question: Question, keep: Sequence[str], period: str | None) -> None:
    for key in keep:
        if key not in PERIODS and key not in question.by:
            raise UnknownName(_("key of the table"), key, question.by)
    if period and question.period is None:
        raise DataError(_("The table has no periods to roll up to a {period}.").format(period=period))
    if period and not inside(str(question.period), period):
        raise DataError(
            _("A {fine} does not lie within one {coarse}; measure by {coarse}.").format(
                fine=question.period, coarse=period
            )
        )


def _reason(name: str, *, over_time: bool) -> str | None:
    """Why the lines of a KPI cannot be added up, if they cannot."""
    part, additivity = parts_of(name), kpi(name).additivity
    if part.windowed:
        return _("it compares neighbouring windows, and longer windows hold other customers")
    if additivity == "order statistic":
        return _("it is a value in the middle or at the end of a row of values, and not a sum")
    if isinstance(part, Finished):
        return None if part.adds_up else _("it is worked out from its parts in a last step, and not by adding")
    used = [part.sums[one] for one in (part.numerator, part.denominator) if one]
    if part.keyed or additivity == "distinct" or any(plain.how not in ("sum", "len") for plain in used):
        return _("it counts each one once, and who stands in two lines would count twice")
    if additivity == "semi-additive" and over_time:
        return _("it is a level at a moment, and levels do not add up over time")
    return None


def _added(table: pd.DataFrame, keep: Sequence[str], question: Question, period: str | None) -> pd.DataFrame:
    rows = table.reset_index(drop=True)
    if period and period != question.period:
        labels = {label: _coarser(str(question.period), label, period) for label in rows[question.period].unique()}
        rows[period] = rows[question.period].map(labels)
    observed = rows["kpi"].map(_observed).astype(bool)
    divides = rows["kpi"].map(lambda name: parts_of(name).denominator is not None).astype(bool)
    nothing = set(question.unseen)
    absent = [tuple(line) in nothing for line in table[[*question.by, "kpi"]].itertuples(index=False, name=None)]
    unseen = (rows["numerator"].isna() & rows["denominator"].isna() & divides) | (rows["numerator"].isna() & observed)
    unseen |= pd.Series(absent, index=rows.index, dtype=bool)
    rows = rows.assign(
        **{_ALL: 1},
        seen=~unseen,
        gap=rows["numerator"].isna() & ~unseen,
        lacking=rows["denominator"].isna() & ~unseen,
    )
    keys = [*keep, "kpi"]
    order = {name: place for place, name in enumerate(dict.fromkeys(rows["kpi"]))}
    sums = rows.groupby(keys, dropna=False, as_index=False)[
        ["numerator", "denominator", "seen", "gap", "lacking"]
    ].sum()
    whole = sums["seen"].gt(0)
    numerator = sums["numerator"].where(whole & sums["gap"].eq(0))
    denominator = sums["denominator"].where(whole & sums["lacking"].eq(0))
    if period and question.until:
        numerator = numerator.where(~_unfinished(sums, period, question, question.until))
    ratio = sums["kpi"].map(lambda name: parts_of(name).denominator is not None).astype(bool)
    times = sums["kpi"].map(lambda name: parts_of(name).times).astype(float)
    value = times * numerator.where(~ratio, numerator / denominator.where(denominator.gt(0)))
    found = sums[keys].assign(value=value, numerator=numerator, denominator=denominator, seen=sums["seen"])
    found = found.assign(_order=found["kpi"].map(order)).sort_values([*keep, "_order"], ignore_index=True)
    return found.drop(columns="_order")


def _observed(name: str) -> bool:
    part = parts_of(name)
    return isinstance(part, Finished) or part.observed is not None


def _unfinished(lines: pd.DataFrame, period: str, question: Question, until: date) -> pd.Series[bool]:
    """Whether a line's KPI is not known yet for all of its period."""
    last = pd.Timestamp(until)
    late = [
        any(_end(period, label) + pd.Timedelta(days=days) > last for days in _waits(name, question))
        for name, label in zip(lines["kpi"], lines[period], strict=True)
    ]
    return pd.Series(late, index=lines.index).astype(bool)


def _end(period: str, label: str) -> pd.Timestamp:
    return period_at(period, label).end_time.normalize()


def _waits(name: str, question: Question) -> list[int]:
    stated = {**kpi(name).settings, **question.settings}
    return [int(stated[days]) if isinstance(days, str) else days for days in parts_of(name).waits]


def _coarser(fine: str, label: str, coarse: str) -> str:
    return written(coarse, pd.Period(start_after(coarse, period_at(fine, label).start_time, 0), freq=PERIODS[coarse]))


def _with(added: pd.DataFrame, again: pd.DataFrame, keep: Sequence[str]) -> pd.DataFrame:
    """`added` with the lines of `again` in the place of its own."""
    order = {name: place for place, name in enumerate(dict.fromkeys(added["kpi"]))}
    keys = added[list(keep)].drop_duplicates() if keep else pd.DataFrame(index=[0])
    lines = keys.merge(pd.DataFrame({"kpi": list(dict.fromkeys(again["kpi"]))}), how="cross")
    lines = lines.merge(again, on=[*keep, "kpi"], how="left")
    both = pd.concat([added[~added["kpi"].isin(again["kpi"])], lines])
    both = both.assign(_order=both["kpi"].map(order)).sort_values([*keep, "_order"], ignore_index=True)
    return both.drop(columns="_order")[[*keys_in(added), "kpi", "value", "numerator", "denominator"]]
