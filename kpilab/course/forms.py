"""The forms an answer can take: what is asked for, what counts as the same, how it is shown.

A form knows nothing of tasks and misconceptions. It reads a plain value (see `answers`), says whether two
values are the same answer, and lists the fields in which a person without code fills it in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["Assign", "Choice", "Composite", "Form", "Number", "Numbers", "Table"]

Options: TypeAlias = tuple[tuple[str, str], ...]
"""(key, message id of the text) pairs, in the order in which they are shown."""


@dataclass(frozen=True)
class Number:
    """A number. With `percent`, 0.4, "40 %" and 40 with a percent sign are the same answer.

    Two values are the same when they differ by at most `tolerance` (in the unit of the answer).
    `decimals` is how many a person is expected to give; a value rounded to fewer is told so.
    """

    tolerance: float
    decimals: int = 2
    unit: str = ""
    percent: bool = False


@dataclass(frozen=True)
class Choice:
    """One of several options; the key, the letter, the number or the text of an option all name it."""

    options: Options


@dataclass(frozen=True)
class Assign:
    """One option for each of several named rows."""

    rows: tuple[str, ...]
    options: Options


@dataclass(frozen=True)
class Numbers:
    """Several named numbers: (key, message id of the label) pairs. A plain sequence is read in that order."""

    names: Options
    tolerance: float
    decimals: int = 2
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """A table: rows are matched by `keys`, `values` compared within `tolerance`; order counts only if `ordered`."""

    keys: tuple[str, ...]
    values: tuple[str, ...]
    tolerance: float
    ordered: bool = False


@dataclass(frozen=True)
class Composite:
    """Several choices that must be true one by one and agree with each other, a point each.

    The task's answer maps each part to the SET of option keys that score there; `several` names parts where
    as many options are picked as the number says.
    """

    parts: tuple[tuple[str, str, Choice], ...]
    several: tuple[tuple[str, int], ...] = ()


Form: TypeAlias = Number | Choice | Assign | Numbers | Table | Composite
