"""Measure KPIs: gather the parts of all that were asked for, and add them up table by table.

Three steps, on whatever frame Narwhals knows: row expressions; one aggregation of bare columns; and, on
the small result, division that leaves the undefined missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import narwhals as nw
import pandas as pd

from kpilab.catalogue import kpi
from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import date_number, fetched, number_of
from kpilab.metrics.parts import PERIOD, Parts, keys_of, with_period
from kpilab.metrics.periods import PERIODS, inside, labelled, start_after
from kpilab.metrics.question import Question, asking
from kpilab.metrics.registry import parts_of
from kpilab.metrics.sources import Sources

__all__ = ["measure"]

_ALL = "_all"
_ROWS = "_rows"
_VALUES = ["value", "numerator", "denominator"]


def measure(
    ids: str | Sequence[str],
    data: Mapping[str, Any],
    *,
    by: str | Sequence[str] = (),
    where: Mapping[str, Any] | None = None,
    window: int = 1,
    until: date | None = None,
    check_keys: bool = True,
) -> pd.DataFrame:
    """One line a key and KPI: the columns of `by`, then kpi, value, numerator, denominator.

    `data` maps names to tables, all of one engine: pandas or Polars frames (lazy ones too), DuckDB relations, PySpark
    frames or PyArrow tables. What is heavy is done by that engine, and only the added-up lines are fetched.

    `by` names at most one period (day, ISO week, month, quarter, year; written 2025-05-31, 2025-W22, 2025-05, 2025-Q2,
    2025) and any columns of the KPI's table or of the stores, products, staff, customers or calendar it points to.
    `where` keeps the rows in which a column, or the period, is one value or one of several. Money is in
    whole currency units, a share a fraction from 0 to 1; a KPI that is a plain sum has no denominator.

    A value is missing, never 0, where it is not defined (nothing to divide by, nothing observed, an amount not
    known) and where its window is not over: `until` is the last day that the data cover, by default the
    day of the last paid order. A KPI that compares neighbouring windows takes `window` periods for each, and
    dates the value by the last of them. All KPIs asked for share one set of keys; what was not seen in one is missing.

    Raises `UnknownName` for a KPI or column that is not there, `DataError` with every table and
    column that is lacking, and `GrainError` where rows share a key that must be unique. `check_keys=False`
    saves that look at every key, for tables whose database guarantees them.

    >>> orders = pd.DataFrame({
    ...     "order_id": [1, 2, 3],
    ...     "paid_at": pd.to_datetime(["2025-05-02", "2025-05-31", "2025-06-01"]),
    ...     "paid_cents": [1000, 2000, 4000],
    ... })
    >>> measure(["avg_order_value", "order_count"], {"orders": orders}, by="month")
         month              kpi  value  numerator  denominator
    0  2025-05  avg_order_value   15.0       30.0          2.0
    1  2025-05      order_count    2.0        2.0          NaN
    2  2025-06  avg_order_value   40.0       40.0          1.0
    3  2025-06      order_count    1.0        1.0          NaN
    """
    asked = (ids,) if isinstance(ids, str) else tuple(dict.fromkeys(ids))
    keys = (by,) if isinstance(by, str) else tuple(by)
    parts = {name: parts_of(name) for name in asked}
    _check_needs(asked, data)
    if window < 1:
        raise DataError(_("A window has at least one period; {window} was asked for.").format(window=window))
    dims = tuple(key for key in keys if key not in PERIODS)
    sources = Sources(data, _period_in(keys), dims, _listed(where or {}), window, check_keys)
    _check_windows(parts, sources)
    groups = _by_table(parts)
    fetched_sums = fetched([_added_up(group, sources, until) for group in groups])
    pieces = [
        _divided(name, part, added, sources, until)
        for group, added in zip(groups, fetched_sums, strict=True)
        for name, part in group.items()
    ]
    question = Question(keys, sources.where, window, until or _last_day(sources))
    return asking(_tidy(pieces, asked, keys, sources), question)


def _listed(where: Mapping[str, Any]) -> dict[str, Sequence[Any]]:
    one = (str, bytes)
    return {
        name: list(value) if isinstance(value, Sequence | set) and not isinstance(value, one) else [value]
        for name, value in where.items()
    }


def _period_in(keys: Sequence[str]) -> str | None:
    periods = [key for key in keys if key in PERIODS]
    if len(periods) > 1:
        raise DataError(_("Measure by one period at a time; {periods} are several.").format(periods=", ".join(periods)))
    return periods[0] if periods else None


def _check_needs(asked: Sequence[str], data: Mapping[str, Any]) -> None:
    problems = []
    for name in asked:
        for table, columns in kpi(name).needs.items():
            if table not in data:
                problems.append(_("{kpi} needs the table '{table}'.").format(kpi=name, table=table))
                continue
            there = nw.from_native(data[table]).collect_schema().names()
            problems += [
                _("{kpi} needs the column '{column}' in the table '{table}'.").format(
                    kpi=name, column=column, table=table
                )
                for column in columns
                if column not in there
            ]
    if problems:
        raise DataError(_("The data do not hold what is to be measured:"), problems)


def _check_windows(parts: Mapping[str, Parts], sources: Sources) -> None:
    for name, part in parts.items():
        if part.windowed and sources.period is None:
            raise DataError(
                _("{kpi} compares neighbouring periods: measure it by one of {periods}.").format(
                    kpi=name, periods=", ".join(PERIODS)
                )
            )
    cut = [name for name in sources.where if name in PERIODS and not inside(sources.period or name, name)]
    if cut and any(part.windowed for part in parts.values()):
        raise DataError(
            _("Neighbouring periods cannot be cut to a part of a period: leave out {period}.").format(period=cut[0])
        )


def _by_table(parts: Mapping[str, Parts]) -> list[dict[str, Parts]]:
    """The KPIs that can be added up in one pass over one table."""
    groups: dict[object, dict[str, Parts]] = {}
    for name, part in parts.items():
        alike = part.table, part.known_after if part.known_after else 0
        groups.setdefault(alike, {})[name] = part
    return list(groups.values())


def _rows(group: Mapping[str, Parts], sources: Sources, until: date | None) -> Frame:
    first = next(iter(group.values()))
    frame = sources.built(first.table)
    if first.windowed:
        frame = sources.in_periods(frame, PERIOD)
    elif not first.keyed:
        frame = with_period(sources, sources.narrowed(frame))
        if first.known_after and sources.period is None:
            unknown = number_of(_first_unknown(sources, until, first.known_after))
            frame = frame.filter(date_number("day") < unknown)
    expressions = {name: rows for part in group.values() for name, rows in part.rows.items()}
    return frame.with_columns(**expressions) if expressions else frame


def _added_up(group: Mapping[str, Parts], sources: Sources, until: date | None) -> Frame:
    """Every part of the group by key, with a count of the rows in which each column is known."""
    frame = _rows(group, sources, until)
    sums = {name: plain for part in group.values() for name, plain in part.sums.items()}
    gaps = _with_gaps(frame, sorted({plain.column for plain in sums.values() if plain.how in ("sum", "n_unique")}))
    if gaps:
        sums |= {_ROWS: Plain("len")} | {_known(column): Plain("count", column) for column in gaps}
    keys = keys_of(sources)
    if not keys:
        frame, keys = frame.with_columns(nw.lit(1).alias(_ALL)), [_ALL]
    return added_up(frame, keys, sums)


def _with_gaps(frame: Frame, columns: Sequence[str]) -> list[str]:
    """The columns in which something may be missing; only in memory is it worth a look."""
    if not frame.implementation.is_pandas_like():
        return list(columns)
    native = frame.to_native()
    return [column for column in columns if native[column].hasnans]


def _known(column: str) -> str:
    return f"{column}?"


def _first_unknown(sources: Sources, until: date | None, days: int) -> pd.Timestamp:
    """The first day whose value is not known yet."""
    last = pd.Timestamp(until).normalize() if until else sources.ends()[1]
    return last + pd.Timedelta(days=1 - days)


def _last_day(sources: Sources) -> date | None:
    """The last day of the data, where a KPI had to ask for it."""
    last = sources.looked_up_end
    return None if last is None or pd.isna(last) else last.date()


def _whole(added: pd.DataFrame, part: Parts, name: str) -> pd.Series[float]:
    """One part as a number, in whole currency units where it counts cents; missing where anything in it is."""
    plain = part.sums[name]
    found = added[name].astype(float) / (100 if name.endswith("_cents") else 1)
    if _known(plain.column) not in added.columns:
        return found
    gaps = added[_ROWS].astype(float) > added[_known(plain.column)].astype(float)
    if plain.how == "n_unique":  # every engine counts "not known" as one more
        return found - gaps
    return found.where(~gaps) if plain.how == "sum" else found


def _divided(name: str, part: Parts, added: pd.DataFrame, sources: Sources, until: date | None) -> pd.DataFrame:
    """One KPI by key: value, numerator, denominator."""
    numerator = _whole(added, part, part.numerator)
    if part.observed:
        numerator = numerator.where(added[part.observed].gt(0))
    if part.known_after is not None and sources.period and len(added):
        cut = start_after(sources.period, _first_unknown(sources, until, part.known_after), 0)
        numerator = numerator.where(added[PERIOD].lt(cut))
    denominator = _whole(added, part, part.denominator) if part.denominator else None
    value = numerator if denominator is None else (numerator / denominator.where(denominator.gt(0)))
    keys = added[keys_of(sources)]
    return keys.assign(kpi=name, value=value, numerator=numerator, denominator=denominator)


def _tidy(pieces: Sequence[pd.DataFrame], asked: Sequence[str], keys: Sequence[str], sources: Sources) -> pd.DataFrame:
    inner = keys_of(sources)
    filled = [piece.astype(dict.fromkeys(_VALUES, float)) for piece in pieces]
    found = pd.concat(filled, ignore_index=True)
    seen = found[inner].drop_duplicates() if inner else pd.DataFrame(index=[0])
    grid = seen.merge(pd.DataFrame({"kpi": list(asked)}), how="cross")
    table = grid.merge(found, on=[*inner, "kpi"], how="left")
    table["kpi"] = pd.Categorical(table["kpi"], categories=list(asked))
    if sources.period:
        table[sources.period] = labelled(table.pop(PERIOD), sources.period)
    table = table.sort_values([*keys, "kpi"], ignore_index=True)
    return table.assign(kpi=table["kpi"].astype(str))[[*keys, "kpi", *_VALUES]]
