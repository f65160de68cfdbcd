"""Plain data: what is left of an answer when the learner's objects are gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from kpilab.i18n import _, ngettext

__all__ = [
    "MAX_ROWS",
    "Plain",
    "PlainTable",
    "Unreadable",
    "describe",
    "kind_name",
    "label",
    "limit",
    "listed",
    "named",
]

MAX_ROWS = 200_000
"""More rows than this are not an answer but the data it was to be computed from."""
_NAME: Any = type.__dict__["__name__"]


@dataclass(frozen=True, eq=False)
class PlainTable:
    """A table of plain arrays: whole numbers, floats, or texts (with None where one is missing).

    `index` holds the row labels by name, and is empty where rows are only counted. `series` marks a single column
    of values.
    """

    columns: tuple[str, ...]
    data: tuple[np.ndarray[Any, Any], ...]
    index: tuple[tuple[str, np.ndarray[Any, Any]], ...] = ()
    series: bool = False

    @property
    def rows(self) -> int:
        """Number of rows."""
        columns = [*self.data, *(labels for _name, labels in self.index)]
        return len(columns[0]) if columns else 0


Plain: TypeAlias = "float | int | str | bool | list[Plain] | dict[str, Plain] | frozenset[Plain] | PlainTable | None"


class Unreadable(Exception):  # noqa: N818 - it never leaves the two modules that read answers
    """Carries a sentence to the edge of this module."""


def kind_name(kind: type) -> str:
    """The name of a type, short and harmless whatever a learner called it."""
    name: str = _NAME.__get__(kind)
    return name[:40] if name.isidentifier() else "object"


def limit(rows: int, *, most: int = MAX_ROWS) -> None:
    """Raise where there is more than an answer can hold."""
    if rows > most:
        raise Unreadable(
            _(
                "This holds {rows:,} values; an answer has at most {most:,}. "
                "Give the result, not the data that it comes from."
            ).format(rows=rows, most=most)
        )


def label(found: Plain) -> str:
    """The name of a row or column as text: 3 and 3.0 are both "3", a missing one is empty.

    >>> label(3.0), label(["Riverside", 2025]), label(None)
    ('3', 'Riverside · 2025', '')
    """
    if isinstance(found, float) and found.is_integer():
        return str(int(found))
    if isinstance(found, list):
        return " · ".join(label(one) for one in found)
    return "" if found is None or found != found else str(found).strip()


def is_blank(found: Plain) -> bool:
    """Whether nothing was filled in: no value, an empty text or list, dots, a missing number.

    >>> [is_blank(one) for one in (None, " ", "...", [], float("nan"), 0)]
    [True, True, True, True, True, False]
    """
    if isinstance(found, str):
        return found.strip() in {"", "...", "…"}
    if isinstance(found, list | dict | frozenset):
        return not found
    return found is None or found != found


def listed(found: Plain) -> list[Plain] | None:
    """The values of a list, or of a table's only column, in their order; None for anything else."""
    if isinstance(found, list):
        return found
    if isinstance(found, PlainTable) and len(found.data) == 1:
        values: list[Plain] = found.data[0].tolist()
        return values
    return None


def named(found: Plain) -> list[tuple[str, Plain]] | None:
    """(name, value) pairs, where the data names its values; None where it does not.

    That is a dictionary, a labelled column, a table of two columns or of one row, or a list of pairs.

    >>> named({"norm": 120}), named([["norm", 120]]), named([120])
    ([('norm', 120)], [('norm', 120)], None)
    """
    if isinstance(found, dict):
        return list(found.items())
    if isinstance(found, PlainTable):
        return _named_table(found)
    if not isinstance(found, list) or not found:
        return None
    pairs = [list(one.values()) if isinstance(one, dict) else one for one in found]
    if all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        return [(label(pair[0]), pair[1]) for pair in pairs if isinstance(pair, list)]
    return None


def _named_table(found: PlainTable) -> list[tuple[str, Plain]] | None:
    columns = [*(labels for _name, labels in found.index), *found.data]
    if len(found.data) == 2 and _only_counted(found):
        columns = [*found.data]
    if len(columns) == 2:
        return [(label(name), value) for name, value in zip(*(column.tolist() for column in columns), strict=True)]
    if found.rows == 1 and not found.series:
        return [(name, column.tolist()[0]) for name, column in zip(found.columns, found.data, strict=True)]
    return None


def _only_counted(found: PlainTable) -> bool:
    """Whether the row labels are the numbers of rows that were sorted or filtered, and name nothing."""
    return all(name == "" and labels.dtype.kind == "i" for name, labels in found.index)


def describe(found: Plain) -> str:
    """What was handed in, as a sentence.

    >>> describe([1, 2, 3])
    'This is a list of 3 values.'
    """
    if isinstance(found, PlainTable):
        return _described_table(found)
    if found is None:
        return _("Nothing is filled in yet.")
    if isinstance(found, bool):
        return _("This is {value}: a yes or a no.").format(value=found)
    if isinstance(found, str):
        return _("This is the text “{text}”.").format(text=found if len(found) <= 60 else f"{found[:60]}…")
    if isinstance(found, dict):
        return ngettext("This is one named value.", "These are {n:,} named values.", len(found)).format(n=len(found))
    if isinstance(found, frozenset):
        return ngettext("This is a set of one value.", "This is a set of {n:,} values.", len(found)).format(
            n=len(found)
        )
    if isinstance(found, list):
        return ngettext("This is a list of one value.", "This is a list of {n:,} values.", len(found)).format(
            n=len(found)
        )
    return _("This is one number, {number:.6g}.").format(number=found)


def _described_table(found: PlainTable) -> str:
    rows, columns = found.rows, len(found.columns)
    if found.series:
        return ngettext("This is a column of one value.", "This is a column of {n:,} values.", rows).format(n=rows)
    if rows == 1:
        return ngettext(
            "This is a table of one row and one column.", "This is a table of one row and {n:,} columns.", columns
        ).format(n=columns)
    return ngettext(
        "This is a table of {rows:,} rows and one column.",
        "This is a table of {rows:,} rows and {n:,} columns.",
        columns,
    ).format(rows=rows, n=columns)
