"""The tables of one call: handed out checked, narrowed to what was asked, built once each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import narwhals as nw
import pandas as pd

from kpilab.catalogue import kpi
from kpilab.errors import DataError, GrainError, UnknownName
from kpilab.i18n import _
from kpilab.metrics.aggregation import Frame
from kpilab.metrics.engines import fetched, opened, repeated, settled, so_far
from kpilab.metrics.periods import PERIODS, during

__all__ = ["ORDERS_PAID", "PERIODS", "Builder", "Frame", "Sources"]

Builder = Callable[["Sources"], Frame]
ORDERS_PAID = ("orders", "paid_at")
"""The table and column whose last time tells how far most data reach."""

_LOOKED_UP_IN: Mapping[str, str] = {
    "stores": "store_id",
    "products": "product_id",
    "staff": "staff_id",
    "customers": "customer_id",
    "sessions": "session_id",
    "campaigns": "campaign_id",
    "tickets": "ticket_id",
    "opportunities": "opportunity_id",
    "calendar": "day",
}

_ROW_IDS: Mapping[str, str] = {
    "returns": "return_id",
    "ledger": "entry_id",
    "ad_events": "event_id",
    "content_events": "event_id",
    "audits": "audit_id",
    "behaviour_checks": "check_id",
}
"""Tables in which nothing that a KPI needs tells rows apart, and the column that does, where the data hold it."""


@dataclass
class Sources:
    """What a table builder works from: the tables, and the keys that the caller asked for.

    `period` is the column of `PERIODS` to measure by, if any; `dims` are the other keys; `where` keeps
    rows whose column holds one of the values; `window` is the number of periods in a window; `until` is
    the last day that the data cover, where the caller says so; `settings` are what the definitions leave to be stated;
    `asked` are the KPIs.
    """

    data: Mapping[str, Any]
    period: str | None = None
    dims: tuple[str, ...] = ()
    where: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    window: int = 1
    check_keys: bool = True
    until: date | None = None
    settings: Mapping[str, float] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    _built: dict[Any, Frame] = field(default_factory=dict)
    _opened: dict[str, Frame] = field(default_factory=dict)
    _checked: set[tuple[str, ...]] = field(default_factory=set)
    _ids: dict[str, tuple[str, bool]] = field(default_factory=dict)
    _ends: dict[tuple[str, str], tuple[pd.Timestamp, pd.Timestamp]] = field(default_factory=dict)

    @property
    def key_columns(self) -> list[str]:
        """The columns by which rows are told apart or kept."""
        return list(dict.fromkeys([*self.dims, *(key for key in self.where if key not in PERIODS)]))

    def needed(self, table: str, *, beside: str) -> set[str]:
        """The columns of `table` that any of the KPIs needs which also need the table `beside`."""
        needs = [kpi(name).needs for name in self.asked]
        return {column for each in needs if beside in each for column in each.get(table, ())}

    def with_known_keys(self, frame: Frame) -> Frame:
        """`frame` with those keys that it has or that can be looked up from it."""
        for name in self.key_columns:
            with suppress(UnknownName):
                frame = self._with_column(frame, name)
        return frame

    def has(self, table: str, column: str) -> bool:
        """Whether the data hold that column."""
        return table in self.data and column in self._opened_table(table).collect_schema().names()

    def held(self, table: str, *columns: str) -> list[str]:
        """Those of `columns` that the data hold."""
        return [column for column in columns if self.has(table, column)]

    def table(self, name: str, *columns: str, key: Sequence[str] = ()) -> Frame:
        """`columns` of the table `name`, times as times; with `key`, each row must be told apart by it."""
        frame = settled(self._opened_table(name).select(*columns), name)
        self._check_ids(frame, name)
        key = key or self.held(name, *([_ROW_IDS[name]] if name in _ROW_IDS else []))
        if key and self.check_keys and (name, *key) not in self._checked:
            rows = frame if set(key) <= set(columns) else self._opened_table(name).select(*key)
            if "day" in key:  # rows without a day belong to no period, and are told apart by nothing
                rows = rows.filter(~nw.col("day").is_null())
            twice = repeated(rows, key, most=GrainError.SHOWN + 1)
            if len(twice):
                raise GrainError(name, key, twice.to_dict("records"))
            self._checked.add((name, *key))
        return frame

    def built(self, builder: Builder) -> Frame:
        """The table that `builder` makes, made once a call."""
        if builder not in self._built:
            self._built[builder] = builder(self)
        return self._built[builder]

    def ends(self, known_by: tuple[str, str] = ORDERS_PAID) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The first and the last day that a column of a table holds; no day where it holds none."""
        if known_by not in self._ends:
            table, column = known_by
            when = nw.col(column)
            both = self.table(table, column).select(when.min().alias("first"), when.max().alias("last"))
            found = fetched([both])[0]
            first, last = (pd.to_datetime(found[end]).dt.normalize().iloc[0] for end in ("first", "last"))
            self._ends[known_by] = first, last
        return self._ends[known_by]

    def last_day(self, known_by: tuple[str, str] = ORDERS_PAID) -> pd.Timestamp:
        """The last day that the data cover: `until` where it was said, else the last day of that column."""
        return pd.Timestamp(self.until).normalize() if self.until else self.ends(known_by)[1]

    def days(self, stated: int | str | None) -> int:
        """A number of days, given as such or as the name of a setting; 0 for none."""
        return int(self.settings[stated]) if isinstance(stated, str) else stated or 0

    @property
    def looked_up_end(self) -> pd.Timestamp | None:
        """The last day that anything asked for, orders before others, if anything did."""
        found = self._ends.get(ORDERS_PAID) or next(iter(self._ends.values()), None)
        return found[1] if found else None

    def narrowed(self, frame: Frame, *, periods: bool = True, ahead: bool = False) -> Frame:
        """The rows that `where` keeps, with a column for each key of `dims` (looked up where the table lacks it).

        A row without a day belongs to no period and is left out, and so is one after `until`, unless `ahead`.
        """
        for name in self.key_columns:
            frame = self._with_column(frame, name)
        for name, values in self.where.items():
            if name not in PERIODS:
                frame = frame.filter(nw.col(name).is_in(list(values)))
        if "day" in frame.collect_schema().names():
            frame = so_far(frame, pd.Timestamp(self.until) if self.until and not ahead else None)
        return self.in_periods(frame, "day") if periods else frame

    def in_periods(self, frame: Frame, column: str) -> Frame:
        """The rows whose time in `column` lies in the periods that `where` names."""
        for name, values in self.where.items():
            if name in PERIODS:
                frame = frame.filter(during(name, values, column))
        return frame

    def _opened_table(self, name: str) -> Frame:
        if name not in self.data:
            raise UnknownName(_("table"), name, self.data)
        if name not in self._opened:
            self._opened[name] = opened(self.data[name], name)
            self._check_engines(name)
        return self._opened[name]

    def _check_ids(self, frame: Frame, name: str) -> None:
        """An id is text in every table or a number in every table: otherwise nothing meets in a join."""
        for column, kind in frame.collect_schema().items():
            if not column.endswith("_id") or not (kind.is_numeric() or kind == nw.String):
                continue
            table, number = self._ids.setdefault(column, (name, kind.is_numeric()))
            if number != kind.is_numeric() and not any(self._nothing_in(one, column) for one in (name, table)):
                words = {True: _("numbers"), False: _("text")}
                raise DataError(
                    _(
                        "The column '{column}' holds {one} in '{here}' and {other} in '{there}'; bring both to one."
                    ).format(column=column, one=words[number], here=table, other=words[not number], there=name)
                )

    def _nothing_in(self, name: str, column: str) -> bool:
        """Whether a table in memory holds nothing in that column: what it is then, is chance."""
        frame = self._opened_table(name)
        return frame.implementation.is_pandas_like() and not frame.to_native()[column].notna().any()

    def _check_engines(self, name: str) -> None:
        first = next(iter(self._opened))
        here, there = (self._opened[table].implementation for table in (name, first))
        if here is not there:
            raise DataError(
                _("'{one}' is a table of {here} and '{other}' one of {there}; bring all to one of them.").format(
                    one=name, here=here.value, other=first, there=there.value
                )
            )

    def _with_column(self, frame: Frame, name: str) -> Frame:
        columns = frame.collect_schema().names()
        if name in columns:
            return frame
        for table, key in _LOOKED_UP_IN.items():
            if key in columns and self.has(table, name):
                return frame.join(self.table(table, key, name, key=[key]), on=key, how="left")
        offered = {*self._measurable_by(columns), *PERIODS}
        raise UnknownName(_("column to measure by"), name, offered)

    def _measurable_by(self, columns: Sequence[str]) -> Iterator[str]:
        """The columns of a table, and of those that it points to, but for amounts and times."""
        orders = ["orders"] if "order_id" in columns and "orders" in self.data else []
        there = {*columns, *(name for table in orders for name in self._opened_table(table).collect_schema())}
        tables = [table for table, key in _LOOKED_UP_IN.items() if key in there and table in self.data]
        for name in (*there, *(name for table in tables for name in self._opened_table(table).collect_schema())):
            if not name.endswith(("_cents", "_at", "_on")) and name not in ("day", "ts", "order_id", "line_no"):
                yield name
