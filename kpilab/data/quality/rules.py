"""What may stand in each column: from a merchant's layout, from our known names, or guessed and said aloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kpilab import worlds
from kpilab.worlds.layout import Column, Layout, Table

__all__ = ["FieldKind", "FieldRule", "TableRules", "layout_for", "rules_of"]

FieldKind = Literal["id", "text", "number", "money", "date", "time", "flag"]
_IDS = ("_id", "_no", "_key")
_KINDS: Mapping[str, FieldKind] = {
    "text": "text", "integer": "number", "decimal": "number", "date": "date", "time": "time", "flag": "flag"
}  # fmt: skip


@dataclass(frozen=True)
class FieldRule:
    """What a column holds. `stated` is False where it was only guessed from the cells."""

    name: str
    kind: FieldKind
    meaning: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    pattern: str = ""
    refers_to: tuple[str, str] | None = None
    unique: bool = False
    whole: bool = False
    """Only whole numbers."""
    cents: bool = False
    """Money in whole cents; other money is in currency units."""
    stated: bool = True
    recorded_days: float | None = None
    """The user's limit: so many days may pass until it is recorded."""


@dataclass(frozen=True)
class TableRules:
    """The rules of a table's columns, and the columns that tell its rows apart."""

    fields: Mapping[str, FieldRule]
    key: tuple[str, ...] = ()
    key_stated: bool = False
    meaning: str = ""

    def with_field(self, rule: FieldRule) -> TableRules:
        """The same rules with one column's changed."""
        return replace(self, fields={**self.fields, rule.name: rule})


def layout_for(name: str, tables: Mapping[str, Sequence[str]]) -> Layout | None:
    """The merchant's layout that these tables follow: by the merchant's name, or where all of a merchant's columns are.

    >>> layout_for("export", {"stores": ["store_id", "colour"]}) is None
    True
    """
    if name in worlds.MERCHANTS:
        found = worlds.layout(name)
        if any(table.name in tables for table in found.tables):
            return found
    for merchant in worlds.MERCHANTS:
        layout = worlds.layout(merchant)
        known = {table.name: set(table.names) for table in layout.tables}
        if tables and all(known.get(table) == set(columns) for table, columns in tables.items()):
            return layout
    return None


def rules_of(table: Table) -> TableRules:
    """The rules that a layout states for a table."""
    fields = {column.name: _stated(table, column) for column in table.columns}
    return TableRules(fields, table.key, True, table.meaning)


def _stated(table: Table, column: Column) -> FieldRule:
    money = column.name.endswith("_cents")
    is_id = column.name.endswith(_IDS) or bool(column.refers_to)
    kind: FieldKind = (
        "money" if money else "id" if is_id and column.kind in ("text", "integer") else _KINDS[column.kind]
    )
    return FieldRule(
        column.name,
        kind,
        column.meaning,
        required=not column.may_be_empty,
        allowed=column.allowed,
        least=column.at_least,
        most=column.at_most,
        pattern=column.pattern,
        refers_to=(column.refers_to, column.refers_as or column.name) if column.refers_to else None,
        whole=column.kind == "integer",
        cents=money,
    )
