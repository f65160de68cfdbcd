"""What stands there twice: the same row, the same key, the same sale a few minutes later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from kpilab.data.quality.check import Check, Offer
from kpilab.data.quality.column import ColumnLook, ExaminedTable
from kpilab.data.quality.roles import amounts, column_for, cost_of
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["codes_of", "unique_rows"]

_MINUTES = 5
_MOST = 2**62


def unique_rows(table: ExaminedTable) -> Iterator[Check]:
    """Exact duplicates, two rows of one key, and sales entered again."""
    twice = _repeated(table, table.key) if table.key else _repeated(table, list(table.cells.columns))
    exact = _exact(table, twice) if table.key else twice
    yield _duplicates(table, exact)
    if table.key:
        yield _same_key(table, twice[~np.isin(twice, exact)])
    for look in table.looks.values():
        if look.rule.unique and table.key != (look.rule.name,):
            yield _same_value(table, look)
    yield from _entered_again(table, exact)


def codes_of(cells: pd.Series[Any]) -> NDArray[np.int64]:
    """A number for each different cell; -1 where nothing stands."""
    import pandas as pd

    if cells.dtype == object:
        cells = cells.map(str, na_action="ignore")
    codes, _uniques = pd.factorize(cells)
    return codes.astype(np.int64, copy=False)


def _as_numbers(table: ExaminedTable, name: str) -> NDArray[np.int64]:
    look = table.looks.get(name)
    cells = table.cells[name]
    if cells.dtype.kind in "iu" and not str(cells.dtype).startswith(("Int", "UInt")):
        values = cells.to_numpy()
        least = int(values.min()) if len(values) else 0
        return (values - least).astype(np.int64)
    return (look.codes if look is not None and look.is_text else codes_of(cells)).astype(np.int64) + 1


def _together(table: ExaminedTable, names: Sequence[str]) -> NDArray[np.int64]:
    """A number for each different row of these columns."""
    import pandas as pd

    found = np.zeros(len(table), dtype=np.int64)
    most = 1
    for name in names:
        numbers = _as_numbers(table, name)
        width = int(numbers.max(initial=0)) + 1
        if most > _MOST // width:
            found, uniques = pd.factorize(found)
            most = len(uniques)
        if most > _MOST // width:
            numbers, uniques = pd.factorize(numbers)
            width = len(uniques)
        found = found * width + numbers
        most *= width
    return found.astype(np.int64)


def _repeated(table: ExaminedTable, names: Sequence[str]) -> NDArray[np.int64]:
    """Rows that are like an earlier one in these columns; those in which one of a key's is empty are left out."""
    import pandas as pd

    if not len(table) or not names:
        return np.empty(0, dtype=np.int64)
    if _rising(table, names):
        return np.empty(0, dtype=np.int64)
    together = _together(table, names)
    twice = pd.Series(together).duplicated().to_numpy()
    if table.key and tuple(names) == table.key:
        for name in names:
            twice = twice & (~table.looks[name].unfilled)
    else:
        twice = twice & (~table.cells.isna().all(axis=1).to_numpy() if twice.any() else twice)
    found: NDArray[np.int64] = np.flatnonzero(twice)
    return found


def _rising(table: ExaminedTable, names: Sequence[str]) -> bool:
    """Whether the rows lie in the order of these columns, each above the one before: then none is there twice."""
    level = np.ones(max(0, len(table) - 1), dtype=bool)
    for name in names:
        cells = table.cells[name]
        if not isinstance(cells.dtype, np.dtype) or cells.dtype.kind not in "iu":
            return False
        values = cells.to_numpy()
        if bool((level & (values[1:] < values[:-1])).any()):
            return False
        level = level & (values[1:] == values[:-1])
        if not level.any():
            return True
    return not level.any()


def _exact(table: ExaminedTable, twice: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of the rows with a repeated key that are alike in all columns to an earlier one."""
    if not len(twice):
        return twice
    together = _together(table, table.key)
    places = np.flatnonzero(np.isin(together, together[twice]))
    alike = table.cells.iloc[places].duplicated().to_numpy(dtype=bool)
    found: NDArray[np.int64] = places[alike]
    return found


def _duplicates(table: ExaminedTable, positions: NDArray[np.int64]) -> Check:
    cost, how = cost_of(table, positions, _("Counted twice: {amount} of the rows that are there again."))
    return Check(
        "uniqueness", "duplicate_row", table.name, "", _("No row stands there twice, alike in every cell."), positions,
        len(table), certain=bool(table.key), failed=len(positions) if table.key else 0, cost_cents=cost, cost_how=how,
        advice=_("Take the second one out; then find out what entered it twice: a file, or a button."),
        offers=(Offer("drop", _("Take out the rows that are there again."), "", positions, None),),
    )  # fmt: skip


def _same_key(table: ExaminedTable, positions: NDArray[np.int64]) -> Check:
    key = " + ".join(table.key)
    cost, how = cost_of(table, positions, _("In doubt: {amount} of the second row and those after it."))
    return Check(
        "uniqueness", "same_key", table.name, table.key[0], _("{key} is different in every row.").format(key=key),
        positions, len(table), certain=table.key_stated, failed=len(positions) if table.key_stated else 0,
        cost_cents=cost, cost_how=how, advice=_("Two rows contradict each other: look up which of them is right."),
        offers=(Offer("keep_first", _("Keep the first row of each and take out the others."), "", positions, None),),
    )  # fmt: skip


def _same_value(table: ExaminedTable, look: ColumnLook) -> Check:
    import pandas as pd

    filled = np.flatnonzero(~look.unfilled)
    twice = pd.Series(_as_numbers(table, look.rule.name)[filled]).duplicated().to_numpy()
    return Check(
        "uniqueness", "same_value", table.name, look.rule.name,
        _("{key} is different in every row.").format(key=look.rule.name), filled[twice], len(filled),
        failed=int(twice.sum()), advice=_("Two rows contradict each other: look up which of them is right."),
    )  # fmt: skip


def _entered_again(table: ExaminedTable, exact: NDArray[np.int64]) -> Iterator[Check]:
    """The same customer, place and amount within minutes under another number."""
    who = column_for(table, "who")
    when = next((look for look in table.of_kind("time") if look.values.notna().any()), None)
    found = amounts(table) if when is not None else None
    if when is None or found is None or (who is None and column_for(table, "product") is None):
        return
    others = [look for look in table.of_kind("id") if look.rule.name not in table.key]
    same = [who] if who else others
    group = _together(table, [look.rule.name for look in same])
    again = _several(group, found[0]) & (found[0] > 0) & _all_filled([when, *same], len(table))
    again[exact] = False
    rows = np.flatnonzero(again)
    times = when.values.to_numpy()[rows].astype("datetime64[s]")
    rows, times = rows[~np.isnat(times)], times[~np.isnat(times)].astype(np.int64)
    worth, group = np.round(found[0][rows]).astype(np.int64), group[rows]
    order = np.lexsort((times, worth, group))
    near = np.zeros(len(rows), dtype=bool)
    near[1:] = (np.diff(group[order]) == 0) & (np.diff(worth[order]) == 0) & (np.diff(times[order]) <= _MINUTES * 60)
    positions = np.sort(rows[order[near]])
    cost, how = cost_of(table, positions, _("Counted twice if it is one sale: {amount} of the later rows."))
    yield Check(
        "uniqueness", "entered_again", table.name, same[0].rule.name,
        _("Nobody is charged the same amount again within {n} minutes.").format(n=_MINUTES), positions, len(rows),
        certain=False, cost_cents=cost, cost_how=how,
        advice=_("Look at both receipts; where it was one sale, take the second out and pay it back."),
        offers=(Offer("drop", _("Take out the later ones."), "", positions, None),),
    )  # fmt: skip


def _several(group: NDArray[np.int64], worth: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Rows that share both with another one; at most a few too many, where numbers fall together."""
    import pandas as pd

    both = pd.Series(group * np.float64(1_000_003.0) + worth)
    return both.duplicated(keep=False).to_numpy(dtype=bool)


def _all_filled(looks: Sequence[ColumnLook], length: int) -> NDArray[np.bool_]:
    filled = np.ones(length, dtype=bool)
    for look in looks:
        filled = filled & ~look.unfilled
    return filled
