"""Fixes as records: what was changed in which rows, by what rule, by whom; replayed on a copy, refused or undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from kpilab.data.quality.check import Check, Offer
from kpilab.data.quality.column import ExaminedTable
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _, ngettext

if TYPE_CHECKING:
    import pandas as pd

    from kpilab.data.quality.source import Source

__all__ = ["Change", "Fix", "FixLog", "apply", "fix_of", "undo"]

Cell: TypeAlias = "str | int | float | bool | date | None"


@dataclass(frozen=True)
class Change:
    """One row changed: its number in the file, its key in words, the cells before, and after; no after: taken out."""

    row: int
    key: str
    before: Mapping[str, Cell]
    after: Mapping[str, Cell] | None


@dataclass(frozen=True)
class Fix:
    """One fix, offered or `taken`. `cells` is the type in which each changed column is kept."""

    id: str
    what: str
    table: str
    column: str
    rule: str
    changes: tuple[Change, ...]
    cells: Mapping[str, str] = field(default_factory=dict)
    taken: bool = False
    who: str = ""
    why: str = ""
    when: date | None = None

    @property
    def drops(self) -> bool:
        """Whether it takes rows out."""
        return not self.column


@dataclass(frozen=True)
class FixLog:
    """All fixes in the order in which they are applied; only those that are taken change anything."""

    name: str
    fixes: tuple[Fix, ...]

    def take(self, fix: str, *, who: str, why: str = "", when: date | None = None) -> FixLog:
        """The same log with this fix taken; `UnknownName` where there is none of that id."""
        if fix not in {one.id for one in self.fixes}:
            raise UnknownName(_("fix"), fix, [one.id for one in self.fixes])
        taken = {"taken": True, "who": who, "why": why, "when": when}
        return replace(self, fixes=tuple(replace(one, **taken) if one.id == fix else one for one in self.fixes))  # type: ignore[arg-type]

    def leave(self, fix: str) -> FixLog:
        """The same log with this fix not taken."""
        return replace(self, fixes=tuple(replace(one, taken=False) if one.id == fix else one for one in self.fixes))

    @property
    def taken(self) -> tuple[Fix, ...]:
        """The fixes that are applied."""
        return tuple(fix for fix in self.fixes if fix.taken)


def fix_of(check: Check, offer: Offer, table: ExaminedTable) -> Fix:
    """An offer of a finding as a record with the cells before and after."""
    columns = [offer.column] if offer.column else list(table.cells.columns)
    rows = table.cells[columns].iloc[offer.positions]
    keys = _keys(table.cells.iloc[offer.positions], table.key)
    numbers = (offer.positions + table.first_row).tolist()
    before = [[_plain(value) for value in rows[name].astype(object)] for name in columns]
    after = None if offer.after is None else [_plain(value) for value in offer.after]
    changes = tuple(
        Change(
            number,
            keys[n],
            {name: values[n] for name, values in zip(columns, before, strict=True) if values[n] is not None},
            None if after is None else {} if after[n] is None else {offer.column: after[n]},
        )
        for n, number in enumerate(numbers)
    )
    cells = {name: str(table.cells[name].dtype) for name in columns}
    return Fix(f"{check.id}.{offer.name}", offer.what, table.name, offer.column, check.rule, changes, cells)


def _keys(rows: pd.DataFrame, key: Sequence[str]) -> list[str]:
    if not key:
        return [""] * len(rows)
    parts = [[f"{name} {_plain(value)}" for value in rows[name].astype(object)] for name in key]
    return [", ".join(words) for words in zip(*parts, strict=True)]


def _plain(value: Any) -> Cell:
    """A cell as Python and TOML know it; None where nothing stands."""
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime(warn=False)
    if isinstance(value, np.generic):
        return _plain(value.item())
    return value if isinstance(value, str | int | float | bool | date) else str(value)


def apply(log: FixLog, data: Source, *, first_rows: Mapping[str, int] | None = None) -> dict[str, pd.DataFrame]:
    """The tables with every fix of the log that is taken; the data themselves stay as they are.

    Rows are taken out first; a fix of such a row's cells has nothing left to do.
    Rows are known by the numbers that they have in their files; `first_rows` says where these begin for frames that
    were read elsewhere. Raises `DataError`, and changes nothing, where a row is no longer what it was when the fix was
    recorded.

    >>> import pandas as pd
    >>> shop = pd.DataFrame({"item": ["tea", "Tea"], "price": [3, 3]})
    >>> merge = Fix("1", "", "table", "item", "", (Change(1, "", {"item": "tea"}, {"item": "Tea"}),), taken=True)
    >>> apply(FixLog("shop", (merge,)), shop)["table"]["item"].tolist(), shop["item"].tolist()
    (['Tea', 'Tea'], ['tea', 'Tea'])
    """
    from kpilab.data.quality.source import given_tables

    _name, given = given_tables(data)
    firsts = {name: (first_rows or {}).get(name, one.first_row) for name, one in given.items()}
    frames = {name: one.cells.copy() for name, one in given.items()}
    gone: dict[str, dict[int, str]] = {name: {} for name in frames}
    touched: dict[tuple[str, str, int], str] = {}
    problems: list[str] = []
    for fix in sorted(log.taken, key=lambda one: not one.drops):
        if fix.table not in frames or not set(_columns(fix)) <= set(frames[fix.table].columns):
            problems.append(_("{fix}: its table or column is no longer there.").format(fix=fix.id))
            continue
        frame, first = frames[fix.table], firsts[fix.table]
        left = [change for change in fix.changes if change.row - first not in gone[fix.table]]
        found = _differing(fix, left, frame, first, touched)
        problems += found
        if found:
            continue
        if fix.drops:
            gone[fix.table] |= {change.row - first: fix.id for change in left}
        else:
            frames[fix.table] = _with(frame, fix, {change.row - first: change.after or {} for change in left})
            touched |= {(fix.table, fix.column, change.row): fix.id for change in left}
    if problems:
        raise DataError(_("The data have changed since these fixes were recorded; nothing was applied:"), problems)
    return {
        name: frame.drop(index=list(gone[name])).reset_index(drop=True) if gone[name] else frame
        for name, frame in frames.items()
    }


_LISTED = 3


def _columns(fix: Fix) -> Iterable[str]:
    return [fix.column] if fix.column else {name for change in fix.changes for name in change.before}


def _differing(
    fix: Fix, changes: Sequence[Change], frame: pd.DataFrame, first: int, touched: Mapping[tuple[str, str, int], str]
) -> list[str]:
    """A sentence for each row that is not as it was, the first few of them."""
    columns = [fix.column] if fix.column else list(frame.columns)
    inside = [change for change in changes if 0 <= change.row - first < len(frame)]
    rows = frame[columns].iloc[[change.row - first for change in inside]]
    there = {name: [_plain(value) for value in rows[name].astype(object)] for name in columns}
    said = [
        _("{fix}: row {row} is no longer there.").format(fix=fix.id, row=change.row)
        for change in changes
        if not 0 <= change.row - first < len(frame)
    ]
    for n, change in enumerate(inside):
        for name in columns:
            if there[name][n] != change.before.get(name):
                said.append(_sentence(fix, change, name, there[name][n], touched))
                break
    left = len(said) - _LISTED
    more = ngettext("{fix}: {n} more row like these.", "{fix}: {n} more rows like these.", left)
    return said[:_LISTED] + ([more.format(fix=fix.id, n=left)] if left > 0 else [])


def _sentence(fix: Fix, change: Change, name: str, now: Cell, touched: Mapping[tuple[str, str, int], str]) -> str:
    other = touched.get((fix.table, name, change.row))
    if other:
        text = _("{fix}: row {row}, column {column} is changed by {other} already; take one of the two.")
        return text.format(fix=fix.id, row=change.row, column=name, other=other)
    text = _("{fix}: row {row}, column {column} was '{before}' and is '{now}'.")
    was = change.before.get(name)
    return text.format(
        fix=fix.id, row=change.row, column=name, before="" if was is None else was, now="" if now is None else now
    )


def _with(frame: pd.DataFrame, fix: Fix, values: Mapping[int, Mapping[str, Cell]]) -> pd.DataFrame:
    """The frame with these cells of one column, in the column's type where it can hold them."""
    import pandas as pd

    cells = frame[fix.column].astype(object).to_numpy(copy=True)
    for position, after in values.items():
        cells[position] = after.get(fix.column)
    settled = pd.Series(cells, index=frame.index, dtype=object)
    return frame.assign(**{fix.column: _settled(settled, fix.cells.get(fix.column) or str(frame[fix.column].dtype))})


def _settled(cells: pd.Series[Any], dtype: str) -> pd.Series[Any]:
    for one in (dtype, {"int64": "Int64", "bool": "boolean"}.get(dtype, "")):
        if not one or (one in ("int64", "bool") and cells.isna().any()):
            continue
        as_before: Any = one
        try:
            settled: pd.Series[Any] = cells.astype(as_before)
        except (TypeError, ValueError):
            continue
        return settled
    return cells


def undo(log: FixLog, mended: Mapping[str, pd.DataFrame], *, first_rows: Mapping[str, int]) -> dict[str, pd.DataFrame]:
    """The tables as they were before `apply`: the cells as before, the rows that were taken out back in their places.

    `first_rows` are the numbers that the tables' first rows have in their files.
    """
    import pandas as pd

    frames = {}
    for name, frame in mended.items():
        fixes, first = [fix for fix in log.taken if fix.table == name], first_rows[name]
        out = {change.row - first: change for fix in fixes if fix.drops for change in fix.changes}
        places = [n for n in range(len(frame) + len(out)) if n not in out]
        found = frame.set_axis(places)
        for fix in reversed([fix for fix in fixes if not fix.drops]):
            back = {change.row - first: change.before for change in fix.changes if change.row - first not in out}
            found = _placed(found, fix, back)
        if out:
            rows = {column: [change.before.get(column) for change in out.values()] for column in frame.columns}
            lost = pd.DataFrame(rows, index=list(out), dtype=object)
            typed = {column: _settled(lost[column], str(found[column].dtype)) for column in frame.columns}
            found = pd.concat([found, pd.DataFrame(typed, index=lost.index)]).sort_index()
        frames[name] = found.reset_index(drop=True)
    return frames


def _placed(frame: pd.DataFrame, fix: Fix, values: Mapping[int, Mapping[str, Cell]]) -> pd.DataFrame:
    """As `_with`, for a frame in which rows are missing: the values are given by the original position."""
    at = {place: n for n, place in enumerate(frame.index)}
    plain = frame.reset_index(drop=True)
    return _with(plain, fix, {at[place]: before for place, before in values.items()}).set_axis(frame.index)
