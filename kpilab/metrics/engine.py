"""Measure KPIs: gather the parts of all that were asked for, and add them up table by table.

Three steps, on whatever frame Narwhals knows: row expressions; one aggregation of bare columns; and, on
the small result, division that leaves the undefined missing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import inf
from typing import Any

import narwhals as nw
import pandas as pd

from kpilab.catalogue import kpi
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _
from kpilab.metrics.engines import recognised
from kpilab.metrics.finishing import Finished
from kpilab.metrics.parts import PERIOD, Parts, keys_of
from kpilab.metrics.passes import Added, components
from kpilab.metrics.periods import PERIODS, inside, labelled
from kpilab.metrics.question import Question, asking
from kpilab.metrics.registry import parts_of
from kpilab.metrics.sources import Sources

__all__ = ["measure"]

_THERE = "_there"
_VALUES = ["value", "numerator", "denominator"]


def measure(
    ids: str | Sequence[str],
    data: Mapping[str, Any],
    *,
    by: str | Sequence[str] = (),
    where: Mapping[str, Any] | None = None,
    window: int = 1,
    until: date | str | None = None,
    check_keys: bool = True,
    settings: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """One line a key and KPI: the columns of `by`, then kpi, value, numerator, denominator.

    `data` maps names to tables, all of one engine: pandas or Polars frames (lazy ones too), DuckDB relations, PySpark
    frames or PyArrow tables. What is heavy is done by that engine, and only the added-up lines are fetched.

    `by` names at most one period (day, ISO week, month, quarter, year; written 2025-05-31, 2025-W22, 2025-05, 2025-Q2,
    2025) and any columns of the KPI's table or of the stores, products, staff, customers or calendar it points to.
    `where` keeps the rows in which a column, or the period, is one value or one of several. Money is in
    whole currency units, a share a fraction from 0 to 1; a KPI that is a plain sum has no denominator.

    A value is missing, never 0, where it is not defined (nothing to divide by, nothing observed, an amount not
    known) and where its window is not over. `until` is the last day that the data cover, by default the day of the
    last paid order; where it is given, rows of later days are left out, as rows without a day always are. A KPI that
    compares neighbouring windows takes `window` periods for each, and dates the value by the last of them. All KPIs
    asked for share one set of keys; what was not seen in one is missing.

    `settings` state what a definition leaves open (``{"active_days": 60}``); what the catalogue's entry states is used
    otherwise.

    Raises `UnknownName` for a KPI, setting or column that is not there, `DataError` where no KPI is named or the data
    cannot be used, with every table and column that is lacking, and `GrainError` where rows share a key that must be
    unique. `check_keys=False` saves that look at every key, for tables whose database guarantees them.

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
    if not asked:
        raise DataError(_("Nothing to measure: name a KPI, or several."))
    keys = (by,) if isinstance(by, str) else tuple(by)
    parts = {name: parts_of(name) for name in asked}
    _check_needs(asked, data)
    if window < 1:
        raise DataError(_("A window has at least one period; {window} was asked for.").format(window=window))
    dims = tuple(key for key in keys if key not in PERIODS)
    stated = _stated(asked, settings or {})
    last = _day(until)
    sources = Sources(data, _period_in(keys), dims, _listed(where or {}), window, check_keys, last, stated, asked)
    _check_windows(parts, sources)
    found = components(parts, sources)
    pieces = [
        _finished(name, part, found, sources) if isinstance(part, Finished) else _divided(name, part, found, sources)
        for name, part in parts.items()
    ]
    table = _tidy(pieces, asked, keys, sources)
    unseen = tuple(table.loc[table.pop(_THERE).isna(), [*keys, "kpi"]].itertuples(index=False, name=None))
    question = Question(keys, sources.where, window, last or _last_day(sources), dict(settings or {}), unseen)
    return asking(table, question)


def _stated(asked: Sequence[str], settings: Mapping[str, float]) -> dict[str, float]:
    """What the definitions of these KPIs leave to be stated, as stated here or in the catalogue."""
    stated = {name: value for one in asked for name, value in kpi(one).settings.items()}
    for name, value in settings.items():
        if name not in stated:
            raise UnknownName(_("setting"), name, stated)
        if not isinstance(value, int | float) or not 0 <= value < inf:
            raise DataError(
                _("The setting '{name}' is a number, 0 or more, and not {value}.").format(name=name, value=value)
            )
    return {**stated, **settings}


def _day(until: date | str | None) -> date | None:
    """The last day as a day; it may be written as one."""
    try:
        return date.fromisoformat(until) if isinstance(until, str) else until
    except ValueError as error:
        raise DataError(_("'{value}' is not a day; write 2025-05-31.").format(value=until)) from error


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
    if not isinstance(data, Mapping):
        raise DataError(
            _("Hand the tables over by their names, such as {example}.").format(example="{'orders': orders}")
        )
    problems = []
    for name in asked:
        for table, columns in kpi(name).needs.items():
            if table not in data:
                problems.append(_("{kpi} needs the table '{table}'.").format(kpi=name, table=table))
                continue
            there = recognised(data[table], table).collect_schema().names()
            problems += [
                _("{kpi} needs the column '{column}' in the table '{table}'.").format(
                    kpi=name, column=column, table=table
                )
                for column in columns
                if column not in there
            ]
    if problems:
        raise DataError(_("The data do not hold what is to be measured:"), problems)


def _check_windows(parts: Mapping[str, Parts | Finished], sources: Sources) -> None:
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


def _last_day(sources: Sources) -> date | None:
    """The last day of the data, where a KPI had to ask for it."""
    last = sources.looked_up_end
    return None if last is None or pd.isna(last) else last.date()


def _divided(name: str, part: Parts, found: Mapping[tuple[str, str], Added], sources: Sources) -> pd.DataFrame:
    """One KPI by key: value, numerator, denominator."""
    added = found[name, ""]
    numerator = added.whole(part.numerator)
    if part.observed:
        numerator = numerator.where(added.whole(part.observed).gt(0))
    numerator = numerator.where(~added.unknown(sources))
    denominator = added.whole(part.denominator) if part.denominator else None
    value = part.times * (numerator if denominator is None else numerator / denominator.where(denominator.gt(0)))
    keys = added.table[keys_of(sources)]
    return keys.assign(kpi=name, value=value, numerator=numerator, denominator=denominator)


def _finished(name: str, asked: Finished, found: Mapping[tuple[str, str], Added], sources: Sources) -> pd.DataFrame:
    """One KPI whose last step is taken on small results."""
    frames = {component: found[name, component].frame(sources) for component in asked.parts}
    lines = asked.finish(frames, sources)
    if any(part.history for part in asked.parts.values()) and sources.period:
        kept = sources.in_periods(nw.from_native(lines).lazy(), PERIOD).collect()
        lines = kept.to_pandas()
    columns = lines.reindex(columns=[*keys_of(sources), *_VALUES])
    return columns.assign(kpi=name)[[*keys_of(sources), "kpi", *_VALUES]]


def _tidy(pieces: Sequence[pd.DataFrame], asked: Sequence[str], keys: Sequence[str], sources: Sources) -> pd.DataFrame:
    inner = keys_of(sources)
    filled = [piece.astype(dict.fromkeys(_VALUES, float)).assign(**{_THERE: True}) for piece in pieces]
    found = pd.concat(filled, ignore_index=True)
    seen = found[inner].drop_duplicates() if inner else pd.DataFrame(index=[0])
    grid = seen.merge(pd.DataFrame({"kpi": list(asked)}), how="cross")
    table = grid.merge(found, on=[*inner, "kpi"], how="left")
    table["kpi"] = pd.Categorical(table["kpi"], categories=list(asked))
    if sources.period:
        table[sources.period] = labelled(table.pop(PERIOD), sources.period)
    table = table.sort_values([*keys, "kpi"], ignore_index=True)
    return table.assign(kpi=table["kpi"].astype(str))[[*keys, "kpi", *_VALUES, _THERE]]
