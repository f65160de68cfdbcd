"""A table: rows matched by their keys, values compared within a tolerance, the first difference named."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

import numpy as np

from kpilab.course.form_shape import OnePart, Parts
from kpilab.course.plain_data import Plain, describe, is_blank, label, named
from kpilab.course.problem import NO_WORDS, Problem, Words, same_name
from kpilab.course.table_rows import (
    SCALARS,
    Rows,
    columns_of,
    differing,
    joined,
    jsonable,
    numbers_of,
    order_of,
    rounded_early,
    texts_of,
)
from kpilab.i18n import _, ngettext
from kpilab.widgets.fields import Field

__all__ = ["Rows", "Table"]

_Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Table(OnePart):
    """A table: rows are matched by `keys`, `values` compared within `tolerance`; order counts only if `ordered`."""

    keys: tuple[str, ...]
    values: tuple[str, ...]
    tolerance: float
    ordered: bool = False

    def asks(self, task: str) -> str:
        """What is asked for, as a sentence."""
        columns = ", ".join((*self.keys, *self.values))
        return _("Task {task} asks for a table with the columns {columns}.").format(task=task, columns=columns)

    def read(self, found: Plain, words: Words = NO_WORDS) -> Rows | Problem:
        """The rows by key, or why they cannot be compared."""
        if is_blank(found):
            return Problem(_("Nothing is filled in yet."), blank=True)
        columns = self._columns(found)
        if isinstance(columns, Problem):
            return columns
        texts = [texts_of(columns[name]) for name in self.keys]
        keys = joined([compared for compared, _shown in texts])
        labels = tuple(shown for _compared, shown in texts)
        return Rows(keys, labels, tuple(numbers_of(columns[name]) for name in self.values))

    def rights(self, found: Plain, words: Words = NO_WORDS) -> tuple[Parts, ...] | Problem:
        """The right table; each of its rows has a key of its own."""
        right = self.read(found, words)
        if isinstance(right, Rows) and len(right.places) < len(right.keys):
            return Problem(_("Two rows of the right table have the same key."))
        return right if isinstance(right, Problem) else (self.split(right),)

    def _columns(self, found: Plain) -> Mapping[str, list[Any]] | Problem:
        columns = columns_of(found)
        if columns is None:
            pairs = named(found) if len(self.keys) == len(self.values) == 1 else None
            if not pairs:
                return Problem(describe(found))
            columns = [("", [name for name, _value in pairs]), ("", [value for _name, value in pairs])]
        return self._chosen(columns)

    def _chosen(self, columns: list[tuple[str, list[Any]]]) -> Mapping[str, list[Any]] | Problem:
        """The columns asked for: by name, or by place where exactly as many stand there as are asked for."""
        wanted = (*self.keys, *self.values)
        by_name = {same_name(name): cells for name, cells in columns}
        missing = [name for name in wanted if same_name(name) not in by_name]
        unnamed = [cells for name, cells in columns if same_name(name) not in {same_name(one) for one in wanted}]
        alone = len(missing) == 1 and missing[0] in self.values
        if len(missing) == 1 and missing[0] in self.keys and "" in by_name:
            by_name[same_name(missing[0])] = by_name[""]
        elif missing and (len(columns) == len(wanted) or alone) and len(unnamed) == len(missing):
            by_name |= dict(zip(map(same_name, missing), unnamed, strict=True))
        elif missing:
            there = ", ".join(name for name, _cells in columns if name)
            text = _("The column {missing} is missing. There is: {there}.")
            return Problem(text.format(missing=", ".join(missing), there=there or _("no column with a name")))
        chosen = {name: by_name[same_name(name)] for name in wanted}
        if any(not SCALARS.issuperset(map(type, cells)) for cells in chosen.values()):
            return Problem(_("A cell of the table holds more than one value."))
        return chosen

    def same(self, one: Rows, other: Rows) -> bool:
        """Whether two tables hold the same rows with the same values."""
        if one.keys != other.keys and not one.same_keys(other):
            return False
        order = order_of(one, other)
        return not any(wrong.any() for wrong in self._wrong(one, other, order)) and self._in_order(order)

    def _wrong(self, given: Rows, right: Rows, order: _Array) -> list[_Array]:
        pairs = zip(given.values, right.values, strict=True)
        return [differing(mine, theirs[order], self.tolerance) for mine, theirs in pairs]

    def _in_order(self, order: _Array) -> bool:
        return not self.ordered or bool((order[1:] > order[:-1]).all())

    def told(self, given: Rows, right: Rows) -> list[str]:
        """What differs, and whether only the scale or the sign does; without the right values."""
        if given.same_keys(right):
            order = order_of(given, right)
            for factor, slip in ((100, _too_small), (0.01, _too_large), (-1, _wrong_sign)):
                if not any(wrong.any() for wrong in self._wrong(given.scaled(factor), right, order)):
                    return [slip()]
            if self._rounded(given, right, order):
                return [_("Rounded too early: right as far as it goes. Keep all decimals, and round only at the end.")]
        difference = self.difference(given, right)
        return [difference] if difference else []

    def _rounded(self, given: Rows, right: Rows, order: _Array) -> bool:
        """Whether every column that differs does so by rounding alone."""
        pairs = [(mine, theirs[order]) for mine, theirs in zip(given.values, right.values, strict=True)]
        wrong = [pair for pair in pairs if differing(*pair, self.tolerance).any()]
        return bool(wrong) and all(rounded_early(*pair, self.tolerance) for pair in wrong)

    def difference(self, given: Rows, right: Rows) -> str | None:
        """The first difference, as a sentence that names row and column and not the right value; None without one."""
        if len(given.places) < len(given.keys):
            again = next(place for place, key in enumerate(given.keys) if given.places[key] != place)
            return _("The row {row} is there twice.").format(row=given.row(again))
        if extra := [place for place, key in enumerate(given.keys) if key not in right.places]:
            return ngettext(
                "There is one row too many: {row}.", "There are {n:,} rows too many, the first is {row}.", len(extra)
            ).format(n=len(extra), row=given.row(extra[0]))
        if missing := [place for place, key in enumerate(right.keys) if key not in given.places]:
            return ngettext(
                "One row is missing: {row}.", "{n:,} rows are missing, the first is {row}.", len(missing)
            ).format(n=len(missing), row=right.row(missing[0]))
        order = order_of(given, right)
        return self._different_value(given, right, order) or self._different_order(given, right, order)

    def _different_value(self, given: Rows, right: Rows, order: _Array) -> str | None:
        wrong = self._wrong(given, right, order)
        rows = np.logical_or.reduce(wrong) if wrong else np.zeros(len(order), dtype=bool)
        count = int(rows.sum())
        if not count:
            return None
        place = int(order[rows].min())
        here = int(np.flatnonzero(order == place)[0])
        column = next(name for name, differs in zip(self.values, wrong, strict=True) if differs[here])
        return ngettext(
            "One of {rows:,} rows differs: {row}, in the column {column}.",
            "{n:,} of {rows:,} rows differ; the first is {row}, in the column {column}.",
            count,
        ).format(n=count, rows=len(order), row=right.row(place), column=column)

    def _different_order(self, given: Rows, right: Rows, order: _Array) -> str | None:
        if self._in_order(order):
            return None
        first = int(np.flatnonzero(order != np.arange(len(order)))[0])
        text = _("All values are right, and the rows stand in another order than asked for, from row {n}, {row}, on.")
        return text.format(n=first + 1, row=given.row(first))

    def stored(self, value: Rows) -> object:
        """The columns asked for, as lists."""
        keys = dict(zip(self.keys, value.labels, strict=True))
        cells = {name: jsonable(column) for name, column in zip(self.values, value.values, strict=True)}
        return {**keys, **cells}

    def fields(self, words: Words = NO_WORDS, *, key: str = "answer", label: str = "") -> tuple[Field, ...]:
        """One field into which a table is pasted from a spreadsheet, with its headings."""
        headings = "\t".join((*self.keys, *self.values))
        return (Field(key, label or _("Paste your table, with its headings"), "text", placeholder=headings),)

    def from_fields(self, typed: Mapping[str, object], *, key: str = "answer") -> object:
        """The pasted table as a dictionary of columns."""
        text = typed.get(key)
        if not isinstance(text, str) or not text.strip():
            return None
        lines = text.strip("\n").splitlines()
        mark = next((one for one in "\t;|," if one in lines[0]), "\t")
        head, *rows = list(csv.reader(StringIO("\n".join(lines)), delimiter=mark))
        if any(len(row) != len(head) for row in rows):
            return text
        return {name.strip(): [row[place].strip() for row in rows] for place, name in enumerate(head)}

    def show(self, value: Rows, words: Words = NO_WORDS) -> str:
        """The table's size, and its first rows."""
        lines = [", ".join((*self.keys, *self.values))]
        columns = (*value.labels, *(list(map(label, column.tolist())) for column in value.values))
        lines += [", ".join(column[place] for column in columns) for place in range(min(20, len(value.keys)))]
        return "\n".join(lines)


def _too_large() -> str:
    return _("All values are a hundred times too large: a share is 0.25 or 25 %, not 25.")


def _too_small() -> str:
    return _("All values are a hundred times too small. Are shares asked for, or percentages?")


def _wrong_sign() -> str:
    return _("All values have the wrong sign. Which of the two numbers do you count from?")
