"""The rows of a table that was read, and how columns of them are taken in and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf
from typing import Any

import numpy as np
from numpy import absolute, arange, array, empty, fromiter, isinf, isnan, maximum, rint

from kpilab.course.plain_data import Plain, PlainTable, label
from kpilab.course.problem import same_name
from kpilab.data.numbers import read_number
from kpilab.errors import DataError

__all__ = [
    "SCALARS",
    "Rows",
    "columns_of",
    "differing",
    "joined",
    "jsonable",
    "numbers_of",
    "order_of",
    "rounded_early",
    "texts_of",
]

_DUST = 1e-9
_APART = "\x1f"
SCALARS = frozenset({str, int, float, bool, type(None)})
"""What a cell can hold."""
_Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Rows:
    """A table that was read: each row's key as it is compared, and the columns of keys as written and of values."""

    keys: list[str]
    labels: tuple[list[str], ...]
    values: tuple[_Array, ...]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where the row of each key stands; the last one where a key is there twice."""
        return {key: place for place, key in enumerate(self.keys)}

    def row(self, place: int) -> str:
        """The name of a row as it was written."""
        return "“" + " · ".join(column[place] for column in self.labels) + "”"

    def same_keys(self, other: Rows) -> bool:
        """Whether both have the same rows, each once, in whatever order."""
        return len(self.keys) == len(other.keys) == len(self.places) and self.places.keys() == other.places.keys()

    def scaled(self, factor: float) -> Rows:
        """The same rows, each number times `factor`."""
        values = tuple(column if column.dtype == object else column * factor for column in self.values)
        return Rows(self.keys, self.labels, values)


def columns_of(found: Plain) -> list[tuple[str, list[Any]]] | None:
    """(name, cells) of a table, a dictionary of columns, or a list of records; None for anything else."""
    if isinstance(found, PlainTable):
        data = [(name, cells.tolist()) for name, cells in zip(found.columns, found.data, strict=True)]
        return [(name, cells.tolist()) for name, cells in found.index] + data
    if isinstance(found, dict):
        lists = [(name, column) for name, column in found.items() if isinstance(column, list)]
        alike = len(lists) == len(found) and len({len(column) for _name, column in lists}) == 1
        return lists if alike else None
    if not isinstance(found, list) or not found:
        return None
    records = [row for row in found if isinstance(row, dict)]
    if len(records) == len(found) and all(row.keys() == records[0].keys() for row in records):
        return [(name, [row[name] for row in records]) for name in records[0]]
    rows = [row for row in found if isinstance(row, list)]
    if len(rows) == len(found) and len({len(row) for row in rows}) == 1:
        return [("", list(column)) for column in zip(*rows, strict=True)]
    return None


def texts_of(cells: list[Any]) -> tuple[list[str], list[str]]:
    """Each cell's text as it is compared and as it is shown; worked out once for cells that are alike."""
    shown = {cell: label(cell) for cell in set(cells)}
    compared = {cell: same_name(text) for cell, text in shown.items()}
    return [compared[cell] for cell in cells], [shown[cell] for cell in cells]


def joined(columns: list[list[str]]) -> list[str]:
    """One text for each row's key: texts, unlike tuples of them, cost the interpreter no upkeep."""
    return columns[0] if len(columns) == 1 else list(map(_APART.join, zip(*columns, strict=True)))


def order_of(given: Rows, right: Rows) -> _Array:
    """For each row of `given` its place in `right`."""
    if given.keys == right.keys:
        return arange(len(given.keys))
    return fromiter((right.places[key] for key in given.keys), dtype=np.int64, count=len(given.keys))


def numbers_of(cells: list[Any]) -> _Array:
    """The cells as numbers, also those written as text ("12.5 %"); as texts where one of them is no number."""
    if str not in set(map(type, cells)):
        return array(cells, dtype=np.float64)
    try:
        return array([read_number(cell) for cell in cells], dtype=np.float64)
    except DataError:
        found = empty(len(cells), dtype=object)
        found[:] = [same_name(label(cell)) for cell in cells]
        return found


def differing(given: _Array, right: _Array, tolerance: float) -> _Array:
    """Row by row, whether two columns differ by more than `tolerance`; missing agrees with missing only."""
    if given.dtype == object and right.dtype != object:
        given = array([_number(cell) for cell in given.tolist()], dtype=np.float64)
    if right.dtype == object:
        pairs = zip(given.tolist(), right.tolist(), strict=True)
        return array([label(mine) != label(theirs) for mine, theirs in pairs], dtype=bool)
    with np.errstate(invalid="ignore"):
        near = absolute(given - right) <= tolerance + _DUST * maximum(1.0, absolute(right))
    near &= ~isinf(right)
    missing = isnan(given) & isnan(right)
    found: _Array = ~(near | (given == right) | missing)
    return found


def rounded_early(given: _Array, right: _Array, tolerance: float) -> bool:
    """Whether the column is the right one but for rounding that goes beyond the tolerance."""
    if object in (given.dtype, right.dtype) or not len(right):
        return False
    known = ~(isnan(given) | isnan(right))
    mine, theirs = given[known], right[known]
    if len(mine) != int((~isnan(right)).sum()) or len(mine) != int((~isnan(given)).sum()):
        return False
    for step in (10.0**-places for places in range(6, -7, -1)):
        off = absolute(mine - theirs)
        small = (off <= step / 2 * (1 + _DUST)) & ((step < 1) | (off <= 0.05 * absolute(theirs)))
        if step > tolerance and bool((small & (absolute(mine / step - rint(mine / step)) < 1e-6)).all()):
            return True
    return False


def _number(cell: Any) -> float:
    """The cell as a number; infinite where it is none, and so unlike any right one."""
    try:
        return read_number(cell)
    except DataError:
        return inf


def jsonable(column: _Array) -> list[Any]:
    """The cells for JSON, which knows neither missing nor infinite numbers."""
    return [None if cell != cell or cell in (inf, -inf) else cell for cell in column.tolist()]
