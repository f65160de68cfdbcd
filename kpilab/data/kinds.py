"""What stands in a column of a known name: the kinds, keys and meanings of the tables that KPIs are measured from."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Literal

from kpilab import worlds
from kpilab.catalogue import kpis
from kpilab.i18n import _
from kpilab.worlds.layout import Table

__all__ = ["Kind", "columns_of", "key_of", "kind_of", "kind_words", "looked_up_by", "meaning_of", "table_names"]

Kind = Literal["id", "text", "number", "money", "time", "flag", "any"]

_TIMES = ("_at", "_on")
_IDS = ("_id", "_no", "_key")
_NUMBERS = frozenset(
    {
        "actions", "base", "book", "counted", "engaged_ms", "errors", "fact", "first_shipped_qty", "gained", "level",
        "load_ms", "lost", "minutes", "norm", "points", "points_possible", "position", "qty", "quality", "recommend",
        "reported", "results", "score", "steps_in_order", "steps_required", "target", "true_value",
        "visitors", "weight",
    }
)  # fmt: skip
"""Columns that hold numbers in the tables of the catalogue that no merchant has yet."""
_OF_ANY_KIND = frozenset({("audits", "reported"), ("audits", "true_value")})
"""What was audited may be a number, a name or a day."""
_LOOKED_UP = {
    "stores": "store_id",
    "products": "product_id",
    "staff": "staff_id",
    "customers": "customer_id",
    "calendar": "day",
}


@cache
def _laid_out() -> dict[str, Table]:
    """Every merchant's tables by name: one that several have has all columns, and the longest of the keys."""
    found: dict[str, Table] = {}
    for merchant in worlds.MERCHANTS:
        for table in worlds.layout(merchant).tables:
            known = found.setdefault(table.name, table)
            more = tuple(column for column in table.columns if column.name not in known.names)
            key = max(known.key, table.key, key=len)
            found[table.name] = replace(known, key=key, columns=known.columns + more)
    return found


@cache
def table_names() -> tuple[str, ...]:
    """The tables that a KPI may need, and those that one looks things up in, in alphabetical order."""
    needed = {table for entry in kpis() for table in entry.needs}
    return tuple(sorted({*needed, *_laid_out(), *_LOOKED_UP}))


def looked_up_by(table: str) -> str | None:
    """The column by which other tables look things up in this one, if they do.

    >>> looked_up_by("stores"), looked_up_by("orders")
    ('store_id', None)
    """
    return _LOOKED_UP.get(table)


def key_of(table: str) -> tuple[str, ...]:
    """The columns that tell a table's rows apart; none where that is not laid down.

    >>> key_of("order_lines")
    ('order_id', 'line_no')
    """
    found = _laid_out().get(table)
    return found.key if found else ()


def columns_of(table: str) -> tuple[str, ...]:
    """The columns that a table is known to have."""
    needed = [name for entry in kpis() for name in entry.needs.get(table, ())]
    laid_out = _laid_out()[table].names if table in _laid_out() else ()
    return tuple(dict.fromkeys([*laid_out, *needed]))


def meaning_of(table: str, column: str) -> str:
    """What a column holds, in a sentence; empty where that is not laid down."""
    found = _laid_out().get(table)
    return _(found.column(column).meaning) if found and column in found.names else ""


def kind_of(table: str, column: str) -> Kind:
    """What stands in a column.

    >>> kind_of("orders", "paid_cents"), kind_of("leads", "created_at"), kind_of("orders", "brand")
    ('money', 'time', 'any')
    """
    if (table, column) in _OF_ANY_KIND:
        return "any"
    if column.endswith("_cents"):
        return "money"
    if column.endswith(_IDS):
        return "id"
    found = _laid_out().get(table)
    if found and column in found.names:
        kind = found.column(column).kind
        return {"integer": "number", "decimal": "number", "date": "time"}.get(kind, kind)  # type: ignore[return-value]
    if column in ("day", "ts") or column.endswith(_TIMES):
        return "time"
    return "number" if column in _NUMBERS else "any"


def kind_words(kind: Kind) -> str:
    """A kind in plain words.

    >>> kind_words("time")
    'dates or times'
    """
    return {
        "id": _("numbers or codes"),
        "text": _("text"),
        "number": _("numbers"),
        "money": _("amounts of money"),
        "time": _("dates or times"),
        "flag": _("True or False"),
        "any": _("anything"),
    }[kind]
