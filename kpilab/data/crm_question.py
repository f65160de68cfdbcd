"""A question to a CRM before it is asked: one SELECT as text, and the values that are handed over beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kpilab.data.crm_faults import CHANGES, read_only
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _

__all__ = ["statement_of", "values_of"]

_ASKS = ("SELECT", "WITH", "VALUES")
_ASIDE = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
"""Texts, names in quotes and comments: whatever stands in them is no place for a value."""
_COMMENTS = ("--", "/*")
_WORD = re.compile(r"\w+|.", re.DOTALL)
_PLACE = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")
_LISTS = (list, tuple, set, frozenset, range)
_LARGEST = 2**63


def statement_of(sql: str, values: Mapping[str, object]) -> Any:
    """The query with its named values; what is asked for by name must be given, and the other way round.

    Raises `DataError` where the text is no question, and `UnknownName` for a value that has no place in it.

    >>> str(statement_of("SELECT ':a' AS said, :b AS handed_over", {"b": 1}))
    "SELECT ':a' AS said, :b AS handed_over"
    """
    from sqlalchemy import bindparam, text

    if not isinstance(sql, str):
        raise DataError(_('A query is a text: write it in quotes, "SELECT … FROM …".'))
    _told(sql)
    _written(sql)
    plain = _ASIDE.sub(lambda found: found[0].replace(":", r"\:"), sql)
    asked = set(_PLACE.findall(plain))
    if unknown := sorted(asked - set(values)):
        wanted = _('The query asks for :{name}, and no value was given for it. Write {name}="…" behind the query.')
        raise DataError(wanted.format(name=unknown[0]))
    if spare := sorted(set(values) - asked):
        raise UnknownName(_("place in the query for the value"), spare[0], asked)
    several = [name for name, value in values.items() if isinstance(value, list)]
    return text(plain).bindparams(*(bindparam(name, expanding=True) for name in several))


def _told(sql: str) -> None:
    """Refuse what is no question, by its first word."""
    bare = _ASIDE.sub(lambda found: " " if found[0].startswith(_COMMENTS) else found[0], sql).lstrip(" \t\r\n(;")
    if not bare or bare.startswith(_COMMENTS):
        raise DataError(_("There is no question yet. SELECT says what is shown, FROM in which table it stands."))
    word = _WORD.match(bare)[0]  # type: ignore[index]
    if word.upper() in CHANGES:
        raise read_only()
    if word.upper() not in _ASKS:
        raise DataError(_("A query begins with SELECT; this one begins with '{word}'.").format(word=word[:40]))


def _written(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as fault:
        said = _("There is half a sign in the text, at place {place}; type it again.")
        raise DataError(said.format(place=fault.start + 1)) from None


def values_of(parameters: Mapping[str, object], dialect: str) -> dict[str, object]:
    """The values as the driver of that database takes them; a list for whatever holds several.

    >>> values_of({"stages": ("won", "lost"), "day": date(2025, 5, 31)}, "sqlite")
    {'stages': ['won', 'lost'], 'day': '2025-05-31'}
    """
    found: dict[str, object] = {}
    for name, value in parameters.items():
        held = value.tolist() if hasattr(value, "tolist") else value
        found[name] = (
            [_value(name, one, dialect) for one in held] if isinstance(held, _LISTS) else _value(name, held, dialect)
        )
    return found


def _value(name: str, value: object, dialect: str) -> object:
    """One value; days as text that sorts by time where SQLite keeps them so, and None for what is missing."""
    import pandas as pd

    value = value.item() if hasattr(value, "item") and not isinstance(value, date) else value
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, str):
        _written(value)
        return value
    if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        raise DataError(_("The value of '{name}' is larger than a database can count.").format(name=name))
    if isinstance(value, date) and dialect == "sqlite":
        moment = value if isinstance(value, datetime) else datetime.combine(value, datetime.min.time())
        return moment.strftime("%Y-%m-%d %H:%M:%S").removesuffix(" 00:00:00")
    if isinstance(value, datetime):
        return datetime.fromisoformat(value.isoformat())
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, int | float | date):
        return value
    text = _("The value of '{name}' is a {kind}; a query takes a text, a number, a day, or a list of them.")
    raise DataError(text.format(name=name, kind=type(value).__name__))
