"""One pass over each table: what the KPIs asked for need of it is added up together, and fetched.

Row expressions first, then one aggregation of bare columns. What is alike is worked out once, whoever needs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pandas as pd

from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import date_number, fetched, number_of
from kpilab.metrics.finishing import Finished
from kpilab.metrics.parts import PERIOD, Parts, is_dated, keys_of, wider_than, with_period
from kpilab.metrics.periods import start_after
from kpilab.metrics.sources import Sources

__all__ = ["Added", "components"]

_ALL = "_all"
_ROWS = "_rows"
_GAPS = "_gaps"
_Alike = tuple[Any, ...]


@dataclass(frozen=True)
class Added:
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


def components(parts: Mapping[str, Parts | Finished], sources: Sources) -> dict[tuple[str, str], Added]:
    """Every component of every KPI, added up: those that share a table in one pass over it."""
    single = {
        (name, component): part
        for name, asked in parts.items()
        for component, part in (asked.parts.items() if isinstance(asked, Finished) else (("", asked),))
    }
    groups = [_Group(members, sources) for members in _by_table(single)]
    tables = _with_known(groups, fetched([group.added_up() for group in groups]))
    return {
        name: Added(part, table, *group.places[name])
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
