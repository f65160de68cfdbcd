"""Measure KPIs: gather the parts of all that were asked for, and add them up table by table.

Three steps, on whatever frame Narwhals knows: row expressions; one aggregation of bare columns; and, on
the small result, division that leaves the undefined missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any

import narwhals as nw
import pandas as pd

from kpilab.catalogue import kpi
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _
from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import date_number, fetched, number_of, recognised
from kpilab.metrics.finishing import Finished
from kpilab.metrics.parts import PERIOD, Parts, is_dated, keys_of, wider_than, with_period
from kpilab.metrics.periods import PERIODS, inside, labelled, start_after
from kpilab.metrics.question import Question, asking
from kpilab.metrics.registry import parts_of
from kpilab.metrics.sources import Sources

__all__ = ["measure"]

_ALL = "_all"
_ROWS = "_rows"
_GAPS = "_gaps"
_THERE = "_there"
_VALUES = ["value", "numerator", "denominator"]
_Alike = tuple[Any, ...]


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
    found = _components(parts, sources)
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


@dataclass(frozen=True)
class _Added:
    """What the engine added up for one component: the small result, and where its columns and sums stand in it."""

    part: Parts
    table: pd.DataFrame
    columns: Mapping[str, str]
    sums: Mapping[str, str]

    def whole(self, name: str) -> pd.Series[float]:
        """One part as a number, in whole currency units where it counts cents; missing where anything in it is."""
        plain = self.part.sums[name]
        found = self.table[self.sums[name]].astype(float) / (100 if name.endswith("_cents") else 1)
        known = _known(self.columns.get(plain.column, plain.column))
        if known not in self.table.columns:
            return found
        gaps = self.table[_ROWS].astype(float) > self.table[known].astype(float)
        if plain.how == "n_unique":  # every engine counts "not known" as one more
            return found - gaps
        return found.where(~gaps) if plain.how == "sum" else found

    def unknown(self, sources: Sources) -> pd.Series[bool]:
        """The lines whose period is not known yet."""
        late = self.part.known_after
        if late is None or not sources.period or not len(self.table):
            return pd.Series(False, index=self.table.index)
        cut = start_after(sources.period, _first_unknown(sources, self.part), 0)
        return ~self.table[PERIOD].lt(cut)

    def frame(self, sources: Sources) -> pd.DataFrame:
        """Keys, the columns within them, and every sum under its own name, missing where it is not known yet."""
        unknown = self.unknown(sources)
        whole = {name: self.whole(name).where(~unknown) for name in self.part.sums}
        return self.table[[*keys_of(sources), *self.part.within]].assign(**whole)


def _components(parts: Mapping[str, Parts | Finished], sources: Sources) -> dict[tuple[str, str], _Added]:
    """Every component of every KPI, added up: those that share a table in one pass over it."""
    single = {
        (name, component): part
        for name, asked in parts.items()
        for component, part in (asked.parts.items() if isinstance(asked, Finished) else (("", asked),))
    }
    groups = [_Group(members, sources) for members in _by_table(single)]
    tables = _with_known(groups, fetched([group.added_up() for group in groups]))
    return {
        name: _Added(part, table, *group.places[name])
        for group, table in zip(groups, tables, strict=True)
        for name, part in group.parts.items()
    }


def _by_table(parts: Mapping[tuple[str, str], Parts]) -> list[dict[tuple[str, str], Parts]]:
    """The components that can be added up in one pass over one table."""
    groups: dict[_Alike, dict[tuple[str, str], Parts]] = {}
    for name, part in parts.items():
        late = (part.known_after, part.known_by) if part.known_after else ()
        groups.setdefault((part.table, late, part.within, part.history), {})[name] = part
    return list(_widened(groups).values())


def _widened(groups: Mapping[_Alike, Mapping[tuple[str, str], Parts]]) -> dict[_Alike, dict[tuple[str, str], Parts]]:
    """The groups, those of a table among those of a wider one with the same rows, where there is one anyway."""
    found = {alike: dict(group) for alike, group in groups.items()}
    for alike in groups:
        table, *rest = alike
        for wide in wider_than(table):
            if (wide, *rest) in found and alike in found:
                found[wide, *rest] |= found.pop(alike)
    return found


class _Group:
    """Components that share a table: row expressions and sums that are alike are worked out once, under one name."""

    def __init__(self, parts: Mapping[tuple[str, str], Parts], sources: Sources) -> None:
        self.parts = parts
        self.within = next(iter(parts.values())).within
        self.keys = [*keys_of(sources), *self.within]
        self._frame = _rows(_widest(parts.values()), sources)
        self._there = set(self._frame.collect_schema().names())
        self._rows: dict[str, nw.Expr] = {}
        self._sums: dict[str, Plain] = {}
        self.places = {name: self._placed(part) for name, part in parts.items()}

    def _placed(self, part: Parts) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Where the row expressions of a component stand, and where its sums."""
        columns: dict[str, str] = {}
        for name, row in part.rows.items():
            place = name
            while place in self._there or self._rows.get(place, row) is not row:
                place += "_"
            columns[name], self._rows[place] = place, row
        sums: dict[str, str] = {}
        for name, plain in part.sums.items():
            bare = Plain(plain.how, columns.get(plain.column, plain.column))
            place = name
            while place in self.keys or self._sums.get(place, bare) != bare:
                place += "_"
            sums[name], self._sums[place] = place, bare
        return columns, sums

    def added_up(self) -> Frame:
        """Every sum by key; and, where a column has gaps, in how many rows it is known, or that it is not in some."""
        frame = self._frame.with_columns(**self._rows) if self._rows else self._frame
        self._check_numbers(frame)
        amounts, once = self._columns("sum"), self._columns("n_unique")
        sums, in_memory = dict(self._sums), frame.implementation.is_pandas_like()
        if in_memory:
            sums |= _counts([column for column in {*amounts, *once} if frame.to_native()[column].hasnans])
        else:
            sums |= _counts(once)
        if amounts and not in_memory:  # one mark for all: a count of each column would take as long as the sums
            gap = nw.any_horizontal(*(nw.col(column).is_null() for column in amounts), ignore_nulls=False)
            frame = frame.with_columns(gap.cast(nw.Int64).alias(_GAPS))
            sums[_GAPS] = Plain("sum", _GAPS)
        self._summed = frame if self.keys else frame.with_columns(nw.lit(1).alias(_ALL))
        return added_up(self._summed, self.keys or [_ALL], sums)

    def known(self) -> Frame:
        """In how many rows each amount is known, by key."""
        return added_up(self._summed, self.keys or [_ALL], _counts(self._columns("sum")))

    def _columns(self, how: str) -> list[str]:
        return sorted({plain.column for plain in self._sums.values() if plain.how == how})

    def _check_numbers(self, frame: Frame) -> None:
        """Added up are numbers: text would be strung together, or refused in the engine's own words."""
        kinds = frame.collect_schema()
        for one in self._sums.values():
            if one.how == "sum" and kinds[one.column] == nw.String and not _nothing_in(frame, one.column):
                raise DataError(
                    _("'{column}' must hold numbers to be added up, and holds text.").format(column=one.column)
                )


def _nothing_in(frame: Frame, column: str) -> bool:
    return frame.implementation.is_pandas_like() and not frame.to_native()[column].notna().any()


def _widest(parts: Iterable[Parts]) -> Parts:
    """The part whose table serves for all."""
    tables = {part.table for part in parts}
    return next(part for part in parts if not tables & set(wider_than(part.table)))


def _rows(part: Parts, sources: Sources) -> Frame:
    frame = sources.built(part.table)
    if part.windowed:
        return sources.in_periods(frame, PERIOD)
    if part.keyed:
        return frame
    frame = sources.narrowed(frame, periods=not part.history)
    frame = frame if is_dated(part.table) else with_period(sources, frame)
    if part.known_after and sources.period is None:
        return frame.filter(date_number("day") < number_of(_first_unknown(sources, part)))
    return frame


def _with_known(groups: Sequence[_Group], tables: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """The tables; those with gaps in their amounts get the rows in which each amount is known."""
    unclear = [place for place, table in enumerate(tables) if _GAPS in table and table[_GAPS].astype(float).sum() > 0]
    known = fetched([groups[place].known() for place in unclear]) if unclear else []
    found = list(tables)
    for place, counts in zip(unclear, known, strict=True):
        keys = groups[place].keys or [_ALL]
        new = [name for name in counts.columns if name in keys or name not in found[place].columns]
        found[place] = found[place].merge(counts[new], on=keys, how="left")
    return found


def _counts(columns: Sequence[str]) -> dict[str, Plain]:
    return {_ROWS: Plain("len")} | {_known(column): Plain("count", column) for column in columns} if columns else {}


def _known(column: str) -> str:
    return f"{column}?"


def _first_unknown(sources: Sources, part: Parts) -> pd.Timestamp:
    """The first day whose value is not known yet."""
    return sources.last_day(part.known_by) + pd.Timedelta(days=1 - sources.days(part.known_after))


def _last_day(sources: Sources) -> date | None:
    """The last day of the data, where a KPI had to ask for it."""
    last = sources.looked_up_end
    return None if last is None or pd.isna(last) else last.date()


def _divided(name: str, part: Parts, found: Mapping[tuple[str, str], _Added], sources: Sources) -> pd.DataFrame:
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


def _finished(name: str, asked: Finished, found: Mapping[tuple[str, str], _Added], sources: Sources) -> pd.DataFrame:
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
