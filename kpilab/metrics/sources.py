"""The tables of one call: handed out checked, narrowed to what was asked, built once each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from re import fullmatch
from typing import Any, Literal

import narwhals as nw
import pandas as pd

from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _

__all__ = ["PANDAS_PERIODS", "PERIODS", "Builder", "Frame", "Sources"]

Frame = nw.DataFrame[Any]
Builder = Callable[["Sources"], Frame]

PERIODS: Mapping[str, str] = {"day": "1d", "month": "1mo", "quarter": "1q", "year": "1y"}
"""The periods that a KPI can be measured by, finest first, as Narwhals writes them."""

PANDAS_PERIODS: Mapping[str, Literal["D", "M", "Q", "Y"]] = {"day": "D", "month": "M", "quarter": "Q", "year": "Y"}
"""The same periods as pandas writes them."""

_WRITTEN: Mapping[str, str] = {
    "day": r"\d{4}-\d\d-\d\d",
    "month": r"\d{4}-\d\d",
    "quarter": r"\d{4}-Q[1-4]",
    "year": r"\d{4}",
}
_LOOKED_UP_IN: Mapping[str, str] = {
    "stores": "store_id",
    "products": "product_id",
    "staff": "staff_id",
    "customers": "customer_id",
    "calendar": "day",
}
_TIME_ENDINGS = ("_at", "_on")


def _is_time(column: str) -> bool:
    return column == "day" or column.endswith(_TIME_ENDINGS)


@dataclass
class Sources:
    """What a table builder works from: the tables, and the keys that the caller asked for.

    `period` is the column of `PERIODS` to measure by, if any; `dims` are the other keys; `where` keeps
    rows whose column holds one of the values; `window` is the number of periods in a window.
    """

    data: Mapping[str, Any]
    period: str | None = None
    dims: tuple[str, ...] = ()
    where: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    window: int = 1
    _built: dict[Any, Frame] = field(default_factory=dict)

    def has(self, table: str, column: str) -> bool:
        """Whether the data hold that column."""
        return table in self.data and column in self._native(table).columns

    def held(self, table: str, *columns: str) -> list[str]:
        """Those of `columns` that the data hold."""
        return [column for column in columns if self.has(table, column)]

    def table(self, name: str, *columns: str, key: Sequence[str] = ()) -> Frame:
        """`columns` of the table `name`, times as times; with `key`, each row must be told apart by it."""
        frame = _with_times(self._native(name).select(*columns), name)
        if key and (shared := len(frame) - len(frame.select(*key).unique())):
            raise DataError(
                _("The table '{table}' has {n} rows too many: {key} must be different in every row.").format(
                    table=name, n=shared, key=" + ".join(key)
                )
            )
        return frame

    def built(self, builder: Builder) -> Frame:
        """The table that `builder` makes, made once a call."""
        if builder not in self._built:
            self._built[builder] = builder(self)
        return self._built[builder]

    def narrowed(self, frame: Frame, *, periods: bool = True) -> Frame:
        """The rows that `where` keeps, with a column for each key of `dims` (looked up where the table lacks it)."""
        for name in dict.fromkeys([*self.dims, *(key for key in self.where if key not in PERIODS)]):
            frame = self._with_column(frame, name)
        for name, values in self.where.items():
            if name not in PERIODS:
                frame = frame.filter(nw.col(name).is_in(list(values)))
        return self.in_periods(frame, "day") if periods else frame

    def in_periods(self, frame: Frame, column: str) -> Frame:
        """The rows whose time in `column` lies in the periods that `where` names."""
        for name, values in self.where.items():
            if name in PERIODS:
                starts = [_start(name, value) for value in values]
                frame = frame.filter(nw.col(column).dt.truncate(PERIODS[name]).is_in(starts))
        return frame

    def _native(self, name: str) -> Frame:
        if name not in self.data:
            raise UnknownName(_("table"), name, self.data)
        found = nw.from_native(self.data[name])
        return found.collect() if isinstance(found, nw.LazyFrame) else found

    def _with_column(self, frame: Frame, name: str) -> Frame:
        if name in frame.columns:
            return frame
        for table, key in _LOOKED_UP_IN.items():
            if key in frame.columns and self.has(table, name):
                return frame.join(self.table(table, key, name, key=[key]), on=key, how="left")
        offered = {*frame.columns, *PERIODS} - {"day"}
        raise UnknownName(_("column to measure by"), name, offered)


def _with_times(frame: Frame, table: str) -> Frame:
    turned = []
    for name, kind in frame.schema.items():
        if not _is_time(name) or isinstance(kind, nw.Datetime):
            continue
        if kind == nw.String and len(frame):
            turned.append(nw.col(name).str.to_datetime())
        elif kind == nw.Date or not len(frame):
            turned.append(nw.col(name).cast(nw.Datetime("us")))
        else:
            raise DataError(_("{table}.{column} must hold dates or times.").format(table=table, column=name))
    return frame.with_columns(*turned) if turned else frame


def _start(period: str, value: Any) -> datetime:
    written = str(value)
    try:
        if fullmatch(_WRITTEN[period], written):
            return pd.Period(written, freq=PANDAS_PERIODS[period]).start_time.to_pydatetime()
    except ValueError:
        pass
    raise DataError(
        _("'{value}' is not a {period}; write 2025-05-31, 2025-05, 2025-Q2 or 2025.").format(value=value, period=period)
    )
