"""Which of one's own tables and columns hold what the KPIs need: a TOML file, read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args

from kpilab.data.kinds import table_names
from kpilab.errors import DataError, MappingError
from kpilab.i18n import _

__all__ = ["DataMap", "From", "How", "Reading", "named_alike", "read_mapping"]

Money = Literal["whole", "cents"]
How = Literal["column", "value", "count_within", "sum"]

_TOP = ("columns", "decimal", "encoding", "money", "reading", "tables")
_READING = ("dates", "decimal", "fractions", "money", "rows")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "money": get_args(Money),
    "decimal": (".", ","),
    "fractions": ("refuse", "round"),
    "rows": ("all", "distinct"),
}
_INSTEAD: tuple[How, ...] = ("value", "count_within", "sum")


@dataclass(frozen=True)
class From:
    """Where the cells of a column come from.

    A ``column`` of that name; one ``value`` for all rows; the number of the row among those that share a column
    (``count_within``); the ``sum`` of a column over rows that are alike in all else.
    """

    how: How
    of: Any


@dataclass(frozen=True)
class Reading:
    """How the cells of a table are written.

    `dates` is a format by column ("" for all); `rounded` lets amounts finer than a cent be rounded; of rows that are
    alike in all that is read, `distinct` keeps one.
    """

    money: str | None = None
    decimal: str = "."
    dates: Mapping[str, str] = field(default_factory=dict)
    distinct: bool = False
    rounded: bool = False


@dataclass(frozen=True)
class DataMap:
    """Names of tables and columns by ours; what is not named is looked for under our own name."""

    tables: Mapping[str, str] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    """Tables of ours for which there is nothing: they count as empty."""
    columns: Mapping[str, Mapping[str, From]] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    plain: Reading = Reading()
    """How the tables are written that say nothing of their own."""
    encoding: str | None = None

    def reading(self, table: str) -> Reading:
        """How the cells of a table are written; where a column is a sum, rows that are alike are one."""
        found = self.readings.get(table, self.plain)
        summed = any(origin.how == "sum" for origin in self.columns.get(table, {}).values())
        return replace(found, distinct=found.distinct or summed)


def read_mapping(path: Path) -> DataMap:
    """The mapping in a TOML file; `MappingError` with everything in it that is not understood.

    `DataError` where there is no such file.
    """
    if not path.exists():
        text = _("There is no mapping {path}; --new-mapping {path} writes one to start from.")
        raise DataError(text.format(path=path))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as fault:
        why = getattr(fault, "strerror", None) or _("it is not in UTF-8")
        raise DataError(_("The mapping {path} cannot be read: {why}.").format(path=path, why=why)) from fault
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise MappingError(
            _("The mapping {path} is not TOML; each line is a name, = and a text in quotes:").format(path=path),
            [str(fault)],
        ) from fault
    problems = list(_problems(found))
    if problems:
        raise MappingError(_("The mapping {path} is not understood:").format(path=path), problems)
    return _mapped(found)


def named_alike(name: str, known: Sequence[str]) -> str | None:
    """The nearest of the known names, however its letters are written; none where none is near.

    >>> named_alike("PaidAt", ["paid_at", "day"])
    'paid_at'
    """
    plain = {_plain(one): one for one in reversed(known)}
    near = get_close_matches(_plain(name), list(plain), n=1, cutoff=0.6)
    return plain[near[0]] if near else None


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _problems(found: Mapping[str, Any]) -> Iterator[str]:
    yield from _unknown(found, _TOP, _("at the top"))
    yield from _choice_problems(found, _("at the top"))
    if not isinstance(found.get("encoding", ""), str) or not _is_encoding(found.get("encoding", "utf-8")):
        yield _("encoding '{value}' is not known; write utf-8, gb18030 or cp1252.").format(value=found["encoding"])
    for part in ("tables", "columns", "reading"):
        section = found.get(part, {})
        if not isinstance(section, dict):
            yield _("{part} must be a section: write [{part}] on a line of its own.").format(part=part)
            continue
        yield from _unknown(section, table_names(), f"[{part}]")
        for table, inside in section.items():
            yield from _section_problems(part, table, inside)


def _section_problems(part: str, table: str, inside: Any) -> Iterator[str]:
    where = f"[{part}.{table}]"
    if part == "tables":
        if not isinstance(inside, str) and inside is not False:
            yield _("[tables] {table}: write the name of your table in quotes, or false where there is none.").format(
                table=table
            )
        return
    if not isinstance(inside, dict):
        yield _("{part} {table} must be a section: write {where} on a line of its own.").format(
            part=part, table=table, where=where
        )
    elif part == "columns":
        for name, source in inside.items():
            yield from _column_problems(where, name, source)
    else:
        yield from _unknown(inside, _READING, where)
        yield from _choice_problems(inside, where)
        dates = inside.get("dates", "")
        if not isinstance(dates, str) and not (
            isinstance(dates, dict) and all(isinstance(one, str) for one in dates.values())
        ):
            yield _('{where} dates: write a form such as "%d/%m/%Y", or {{ paid_at = "%d/%m/%Y" }}.').format(
                where=where
            )


def _column_problems(where: str, name: str, source: Any) -> Iterator[str]:
    if isinstance(source, str):
        return
    if not isinstance(source, dict) or len(source) != 1 or next(iter(source)) not in _INSTEAD:
        yield _(
            "{where} {column}: write the name of your column in quotes, or one of "
            '{{ value = "…" }}, {{ count_within = "a column" }}, {{ sum = "a column" }}.'
        ).format(where=where, column=name)
        return
    how, of = next(iter(source.items()))
    right = (str, int, float, bool) if how == "value" else (str,)
    if not isinstance(of, right):
        yield _("{where} {column}: {how} must be {wanted}.").format(
            where=where,
            column=name,
            how=how,
            wanted=_("a text or a number") if how == "value" else _("the name of a column, in quotes"),
        )


def _unknown(section: Mapping[str, Any], known: Sequence[str], where: str) -> Iterator[str]:
    for name in section:
        if name in known:
            continue
        near = named_alike(name, known)
        if near:
            yield _("{where}: '{name}' is not known. Did you mean '{near}'?").format(where=where, name=name, near=near)
        else:
            yield _("{where}: '{name}' is not known. There is: {known}.").format(
                where=where, name=name, known=", ".join(known)
            )


def _choice_problems(section: Mapping[str, Any], where: str) -> Iterator[str]:
    for name, allowed in _CHOICES.items():
        if name in section and section[name] not in allowed:
            yield _("{where}: {name} is '{value}'; write one of {allowed}.").format(
                where=where, name=name, value=section[name], allowed=", ".join(f'"{one}"' for one in allowed)
            )


def _is_encoding(name: str) -> bool:
    try:
        "".encode(name)
    except LookupError:
        return False
    return True


def _mapped(found: Mapping[str, Any]) -> DataMap:
    plain = Reading(found.get("money"), found.get("decimal", "."))
    return DataMap(
        tables={table: name for table, name in found.get("tables", {}).items() if name},
        absent=frozenset(table for table, name in found.get("tables", {}).items() if name is False),
        columns={
            table: {name: _from(source) for name, source in section.items() if source != ""}
            for table, section in found.get("columns", {}).items()
        },
        readings={table: _reading(section, plain) for table, section in found.get("reading", {}).items()},
        plain=plain,
        encoding=found.get("encoding"),
    )


def _from(source: Any) -> From:
    if isinstance(source, str):
        return From("column", source)
    return From(*next(iter(source.items())))


def _reading(section: Mapping[str, Any], plain: Reading) -> Reading:
    dates = section.get("dates", {})
    return Reading(
        section.get("money", plain.money),
        section.get("decimal", plain.decimal),
        {"": dates} if isinstance(dates, str) else dict(dates),
        section.get("rows") == "distinct",
        section.get("fractions") == "round",
    )
