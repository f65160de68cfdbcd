"""The user's own rules for a look at data, from a small TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

from kpilab.data.quality.rules import FieldKind, FieldRule, TableRules
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _

__all__ = ["OwnRules", "read_rules", "with_own_rules"]

_WORDS = ("allowed", "kind", "least", "most", "pattern", "recorded_within_days", "refers_to", "required", "unique")


@dataclass(frozen=True)
class OwnRules:
    """For each table its key and, for each column, what was written down."""

    columns: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place: str = ""


def read_rules(path: str | Path) -> OwnRules:
    """The rules in a TOML file; `DataError` where it cannot be read or says what is not known.

    A table's section holds its ``key`` and a section for each column::

        [sales]
        key = ["receipt_no"]

        [sales.qty]
        kind = "number"      # id, text, number, money, date, time or flag
        required = true
        least = 1
        most = 500

        [sales.channel]
        allowed = ["shop", "online"]
    """
    path = Path(path)
    try:
        found = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as fault:
        text = _("{path} cannot be read: {reason}.")
        raise DataError(text.format(path=path, reason=fault.strerror or fault)) from fault
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        text = _("{path} is not a file of rules: {reason}.")
        raise DataError(text.format(path=path, reason=fault)) from fault
    problems: list[str] = []
    columns: dict[str, dict[str, Mapping[str, Any]]] = {}
    keys: dict[str, tuple[str, ...]] = {}
    for table, section in found.items():
        if not isinstance(section, dict):
            problems.append(_("{name} is not the section of a table.").format(name=table))
            continue
        for name, said in section.items():
            if name == "key" and isinstance(said, list | str):
                keys[table] = (said,) if isinstance(said, str) else tuple(map(str, said))
            elif isinstance(said, dict):
                columns.setdefault(table, {})[name] = said
                problems += _problems(f"{table}.{name}", said)
            else:
                problems.append(
                    _("{name} is neither a key nor the section of a column.").format(name=f"{table}.{name}")
                )
    if problems:
        raise DataError(_("The rules in {path} cannot be used:").format(path=path), problems)
    return OwnRules(columns, keys, str(path))


def _problems(place: str, said: Mapping[str, Any]) -> list[str]:
    found = []
    for word, value in said.items():
        if word not in _WORDS:
            text = _("{place}: {word} is not known; there is {words}.")
            found.append(text.format(place=place, word=word, words=", ".join(_WORDS)))
        elif not _fits(word, value):
            found.append(_("{place}: {word} cannot be {value}.").format(place=place, word=word, value=repr(value)))
    return found


def _fits(word: str, value: Any) -> bool:
    if word in ("least", "most", "recorded_within_days"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if word in ("required", "unique"):
        return isinstance(value, bool)
    if word == "allowed":
        return isinstance(value, list) and bool(value) and all(isinstance(one, str | int) for one in value)
    if word == "kind":
        return value in get_args(FieldKind)
    return isinstance(value, str) and (word != "refers_to" or value.count(".") == 1) and _compiles(word, value)


def _compiles(word: str, value: str) -> bool:
    import re

    if word != "pattern":
        return True
    try:
        re.compile(value)
    except re.error:
        return False
    return True


def with_own_rules(own: OwnRules, rules: Mapping[str, TableRules]) -> dict[str, TableRules]:
    """The rules with the user's own put over them. Raises `UnknownName` for a table or column that is not there."""
    found = dict(rules)
    for table in (*own.columns, *own.keys):
        if table not in found:
            raise UnknownName(_("table"), table, found)
    for table, keys in own.keys.items():
        for name in keys:
            if name not in found[table].fields:
                raise UnknownName(_("column"), name, found[table].fields)
        found[table] = replace(found[table], key=keys, key_stated=True)
    for table, columns in own.columns.items():
        for name, said in columns.items():
            if name not in found[table].fields:
                raise UnknownName(_("column"), name, found[table].fields)
            found[table] = found[table].with_field(_changed(found[table].fields[name], said))
    return found


def _changed(rule: FieldRule, said: Mapping[str, Any]) -> FieldRule:
    link = said.get("refers_to")
    return replace(
        rule,
        kind=said.get("kind", rule.kind),
        required=said.get("required", rule.required),
        unique=said.get("unique", rule.unique),
        allowed=tuple(map(str, said.get("allowed", rule.allowed))),
        least=said.get("least", rule.least),
        most=said.get("most", rule.most),
        pattern=said.get("pattern", rule.pattern),
        refers_to=(link.split(".")[0], link.split(".")[1]) if link else rule.refers_to,
        recorded_days=said.get("recorded_within_days", rule.recorded_days),
        stated=True,
    )
