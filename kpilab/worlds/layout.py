"""How a merchant's tables are laid out: the one source of the schemas and of the data dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kpilab.errors import UnknownName
from kpilab.i18n import _

__all__ = ["Column", "Kind", "Layout", "Table", "kind_name"]

Kind = Literal["text", "integer", "decimal", "date", "time", "flag"]


@dataclass(frozen=True)
class Column:
    """One column: what it holds, in which unit, and what may stand in it."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    empty_means: str = ""
    """What an empty cell says; without it a cell may not be empty."""
    allowed: tuple[str, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    pattern: str = ""
    refers_to: str = ""
    """The table that holds this value, in the column of the same name unless `refers_as` names another."""
    refers_as: str = ""

    @property
    def may_be_empty(self) -> bool:
        """Whether a missing value is meant, and not a fault."""
        return bool(self.empty_means)


@dataclass(frozen=True)
class Table:
    """One table: its columns in the order of the file, and the columns that tell its rows apart."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    grows: Literal["rows", "adds", "stays"] = "rows"
    """What a larger merchant has of it: more rows, the same rows with their counts added up, or the same rows.

    Counts are the columns of whole numbers that are no key and refer to nothing. A table that adds up has the same keys
    in the same order whatever the scale, the seed and the stories.
    """

    def column(self, name: str) -> Column:
        """The column of that name; `UnknownName` where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise UnknownName(_("column"), name, [column.name for column in self.columns])

    @property
    def counts(self) -> tuple[str, ...]:
        """The columns that are added up where a larger merchant has the same rows: whole numbers beside the key."""
        whole = (column for column in self.columns if column.kind == "integer" and not column.refers_to)
        return tuple(column.name for column in whole if column.name not in self.key)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in the order of the file."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class Layout:
    """All tables of a merchant."""

    name: str
    tables: tuple[Table, ...]

    def table(self, name: str) -> Table:
        """The table of that name; `UnknownName` where there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise UnknownName(_("table"), name, [table.name for table in self.tables])


def kind_name(kind: Kind) -> str:
    """The kind of a column in plain words, as the data dictionary and the errors print it.

    >>> kind_name("date")
    'date, as 2025-05-31'
    """
    return {
        "text": _("text"),
        "integer": _("whole number"),
        "decimal": _("number"),
        "date": _("date, as 2025-05-31"),
        "time": _("date and time, as 2025-05-31 16:30"),
        "flag": _("True or False"),
    }[kind]
