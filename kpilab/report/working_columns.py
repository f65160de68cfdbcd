"""What a working table is made of: columns to fill, columns that are computed, and tiles that add up the table.

Each computation is written once; its formula in Excel and its value in Python are made from the same record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan, prod
from typing import Literal

__all__ = ["Computed", "Field", "Light", "Look", "Product", "Ratio", "Rule", "Tile", "Total", "WorkingTable"]

Look = Literal["text", "choice", "day", "count", "money", "share", "number", "word"]
Amounts = Mapping[str, float]


@dataclass(frozen=True)
class Total:
    """Columns added up, those with a minus in front taken off, `times` a number."""

    terms: tuple[str, ...]
    times: float = 1.0

    def formula(self, at: Callable[[str], str]) -> str:
        """The formula, blank where nothing is filled in."""
        times = "" if self.times == 1 else f"*{self.times:g}"
        cells = ",".join(at(_key(term)) for term in self.terms)
        return f'IF(COUNT({cells})<{len(self.terms)},"",({_added(self.terms, at)}){times})'

    def value(self, row: Amounts) -> float:
        """The value; missing where a term is."""
        return self.times * sum(_signed(row, term) for term in self.terms)


@dataclass(frozen=True)
class Product:
    """Columns multiplied with one another."""

    keys: tuple[str, ...]

    def formula(self, at: Callable[[str], str]) -> str:
        """The formula, blank where nothing is filled in."""
        cells = [at(key) for key in self.keys]
        return f'IF(COUNT({",".join(cells)})<{len(cells)},"",{"*".join(cells)})'

    def value(self, row: Amounts) -> float:
        """The value; missing where a factor is."""
        return prod(row[key] for key in self.keys)


@dataclass(frozen=True)
class Ratio:
    """Sums over sums, less a number; blank where something is missing or the divisor is 0."""

    above: tuple[str, ...]
    below: tuple[str, ...]
    less: float = 0.0

    def formula(self, at: Callable[[str], str]) -> str:
        """The formula of one row."""
        terms = list(dict.fromkeys(_key(term) for term in (*self.above, *self.below)))
        cells = ",".join(at(term) for term in terms)
        below = _added(self.below, at)
        test = f"IF(COUNT({cells})<{len(terms)},TRUE,({below})=0)"
        return f'IF({test},"",({_added(self.above, at)})/({below}){_less(self.less)})'

    def value(self, row: Amounts) -> float:
        """The value of one row."""
        below = sum(_signed(row, term) for term in self.below)
        if isnan(below) or below == 0:
            return nan
        return sum(_signed(row, term) for term in self.above) / below - self.less


Rule = Total | Product | Ratio


@dataclass(frozen=True)
class Field:
    """A column that people fill in, with a note for those who do."""

    key: str
    heading: str
    look: Look
    note: str
    choices: tuple[str, ...] = ()
    """What may be chosen; with `look` "choice" and none, whatever the list on the sheet of lists says."""


@dataclass(frozen=True)
class Computed:
    """A column that Excel works out."""

    key: str
    heading: str
    look: Look
    note: str
    rule: Rule


@dataclass(frozen=True)
class Light:
    """The traffic light: the column it looks at, and from where it is green and amber."""

    of: str
    green: float
    amber: float
    words: tuple[str, str, str]
    """What green, amber and red say."""

    def word(self, value: float) -> str:
        """What the light says of a value; "" where it is missing."""
        if isnan(value):
            return ""
        return self.words[0 if value >= self.green else 1 if value >= self.amber else 2]


@dataclass(frozen=True)
class Tile:
    """A number above the table: a sum of a column, or sums over sums, for what is chosen."""

    label: str
    look: Look
    above: tuple[str, ...]
    below: tuple[str, ...] = ()
    less: float = 0.0

    def value(self, rows: Sequence[Amounts]) -> float:
        """The value for these rows; a ratio counts those in which both parts are known and the divisor is above 0."""
        if not self.below:
            return sum(row[self.above[0]] for row in rows if not isnan(row[self.above[0]]))
        keys = [_key(term) for term in (*self.above, *self.below)]
        known = [row for row in rows if not any(isnan(row[key]) for key in keys) and row[_key(self.below[0])] > 0]
        below = sum(_signed(row, term) for row in known for term in self.below)
        above = sum(_signed(row, term) for row in known for term in self.above)
        return above / below - self.less if below else nan

    def formula(self, sums: Callable[[str, Sequence[str]], str]) -> str:
        """The formula; `sums` gives the sum of a column over the chosen rows in which those columns are known."""
        if not self.below:
            return sums(self.above[0], ())
        keys = list(dict.fromkeys(_key(term) for term in (*self.above, *self.below)))
        above, below = (_added(terms, lambda key: sums(key, keys)) for terms in (self.above, self.below))
        return f'IF(({below})=0,"",({above})/({below}){_less(self.less)})'


@dataclass(frozen=True)
class WorkingTable:
    """One sheet: what it is for, its columns in order, the columns one chooses by, tiles and the traffic light."""

    key: str
    title: str
    what_for: str
    fields: tuple[Field, ...]
    computed: tuple[Computed, ...]
    chosen_by: tuple[str, ...]
    tiles: tuple[Tile, ...]
    light: Light

    @property
    def headings(self) -> Mapping[str, str]:
        """The heading of each column by its key."""
        return {column.key: column.heading for column in self.columns}

    @property
    def columns(self) -> tuple[Field | Computed, ...]:
        """Those to fill in, then those that are computed."""
        return (*self.fields, *self.computed)


def _key(term: str) -> str:
    return term.removeprefix("-")


def _signed(row: Amounts, term: str) -> float:
    return -row[_key(term)] if term.startswith("-") else row[term]


def _added(terms: Sequence[str], at: Callable[[str], str]) -> str:
    text = "".join(f"-{at(_key(term))}" if term.startswith("-") else f"+{at(term)}" for term in terms)
    return text.removeprefix("+")


def _less(number: float) -> str:
    return f"-{number:g}" if number else ""
