"""The KPIs and the roles as data: read once, checked loudly, looked up by id.

Everything that names or explains a KPI reads it here, so that a definition is typed once.
Texts are kept in English and translated where they are shown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from math import fsum, isfinite
from types import MappingProxyType
from typing import Any, Literal, get_args

from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _, language

__all__ = ["KPI", "Role", "RoleRow", "kpi", "kpis", "read_catalogue", "read_roles", "role", "roles"]

Family = Literal[
    "sales",
    "traffic",
    "customer",
    "inventory",
    "profit",
    "service",
    "promotion",
    "content",
    "activity",
    "data_quality",
    "process_skill",
]
Unit = Literal["money", "count", "share", "ratio", "seconds", "minutes", "hours", "days", "score"]
Direction = Literal["higher", "lower", "nominal"]
Kind = Literal["leading", "lagging"]
Additivity = Literal["additive", "semi-additive", "distinct", "ratio", "order statistic"]

_ONE_OF: Mapping[str, tuple[str, ...]] = {
    "family": get_args(Family),
    "unit": get_args(Unit),
    "direction": get_args(Direction),
    "kind": get_args(Kind),
    "additivity": get_args(Additivity),
}
_LISTS = ("edge_cases", "rivals", "sources")


@dataclass(frozen=True)
class KPI:
    """One entry of the catalogue: what the number means, and how it misleads.

    A ``share`` is measured as a fraction from 0 to 1 and shown in percent; ``direction`` says
    which way is good (``nominal``: neither); ``needs`` gives the columns of each table it is
    measured from; ``rivals`` are other definitions that go by the same name.
    """

    id: str
    name: str
    name_zh: str
    family: Family
    question: str
    formula: str
    unit: Unit
    direction: Direction
    kind: Kind
    additivity: Additivity
    needs: Mapping[str, tuple[str, ...]] = field(hash=False)
    window: str
    edge_cases: tuple[str, ...]
    gaming: str
    owner: str
    rivals: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name in the language in use."""
        return _in_language(self.name, self.name_zh)


@dataclass(frozen=True)
class RoleRow:
    """One row of a role's matrix, with example levels in the row's unit (a share in percent).

    The levels are examples and are meant to be replaced by those that were agreed.
    """

    kpi: str
    weight: float
    base: float
    norm: float
    target: float
    unit: str
    name: str
    name_zh: str

    @property
    def title(self) -> str:
        """The name in the language in use, as this role calls the KPI."""
        return _in_language(self.name, self.name_zh)


@dataclass(frozen=True)
class Role:
    """A named role: three to seven rows whose weights sum to 1."""

    id: str
    name: str
    name_zh: str
    rows: tuple[RoleRow, ...]

    @property
    def title(self) -> str:
        """The name in the language in use."""
        return _in_language(self.name, self.name_zh)


def _in_language(name: str, name_zh: str) -> str:
    return name_zh if language().startswith("zh") else _(name)


def _field_problems(
    where: str, table: Mapping[str, Any], known: Iterable[str], optional: Iterable[str] = ()
) -> Iterable[str]:
    for name in sorted(set(table) - set(known)):
        yield _("{where}: unknown field '{field}'.").format(where=where, field=name)
    for name in sorted(set(known) - set(table) - set(optional)):
        yield _("{where}: the field '{field}' is missing.").format(where=where, field=name)


def _entry_problems(key: str, entry: Mapping[str, Any], all_entries: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    known = [spec.name for spec in fields(KPI) if spec.name != "id"]
    yield from _field_problems(key, entry, known)
    for name, allowed in _ONE_OF.items():
        if name in entry and entry[name] not in allowed:
            yield _("{where}: {field} is '{value}'; it is one of {allowed}.").format(
                where=key, field=name, value=entry[name], allowed=", ".join(allowed)
            )
    for name in known:
        if name in entry and not entry[name] and name not in _LISTS:
            yield _("{where}: the field '{field}' is empty.").format(where=key, field=name)
    for rival in entry.get("rivals", ()):
        if rival not in all_entries:
            yield _("{where}: its rival '{rival}' is not in the catalogue.").format(where=key, rival=rival)
        elif key not in all_entries[rival].get("rivals", ()):
            yield _("{where}: '{rival}' does not name it as a rival in return.").format(where=key, rival=rival)


def _row_problems(where: str, row: Mapping[str, Any], known: Mapping[str, KPI]) -> Iterable[str]:
    names = [spec.name for spec in fields(RoleRow)]
    problems = list(_field_problems(where, row, names, ("name", "name_zh")))
    yield from problems
    if problems:
        return
    if row["kpi"] not in known:
        yield _("{where}: KPI '{kpi}' is not in the catalogue.").format(where=where, kpi=row["kpi"])
        return
    base, norm, target = row["base"], row["norm"], row["target"]
    if not all(isfinite(level) for level in (base, norm, target)) or not (target - norm) * (norm - base) > 0:
        yield _("{where}: {kpi}: base {base:g}, norm {norm:g} and target {target:g} do not lead one way.").format(
            where=where, kpi=row["kpi"], base=base, norm=norm, target=target
        )
    elif known[row["kpi"]].direction != ("higher" if norm > base else "lower"):
        yield _("{where}: {kpi}: the levels lead the wrong way; for this KPI, {direction} is better.").format(
            where=where, kpi=row["kpi"], direction=known[row["kpi"]].direction
        )


def _role_problems(key: str, entry: Mapping[str, Any], known: Mapping[str, KPI]) -> Iterable[str]:
    problems = list(_field_problems(key, entry, ("name", "name_zh", "rows")))
    yield from problems
    if problems:
        return
    for row in entry["rows"]:
        yield from _row_problems(key, row, known)
    if not 3 <= len(entry["rows"]) <= 7:
        yield _("{where}: {n} rows; a role has three to seven.").format(where=key, n=len(entry["rows"]))
    total = fsum(row.get("weight", 0) for row in entry["rows"])
    if abs(total - 1) > 1e-9:
        yield _("{where}: the weights add up to {total:g} and not to 1.").format(where=key, total=total)


def _frozen(key: str, entry: Mapping[str, Any]) -> KPI:
    lists = {name: tuple(entry[name]) for name in _LISTS}
    needs = MappingProxyType({table: tuple(columns) for table, columns in entry["needs"].items()})
    return KPI(**{**entry, **lists, "needs": needs, "id": key})


def _named_row(row: Mapping[str, Any], known: Mapping[str, KPI]) -> RoleRow:
    entry = known[row["kpi"]]
    levels = {name: float(row[name]) for name in ("weight", "base", "norm", "target")}
    return RoleRow(**{"name": entry.name, "name_zh": entry.name_zh, **row, **levels})


def _tables(text: str, problems_of: Callable[[str, Any, Any], Iterable[str]], context: Any = None) -> dict[str, Any]:
    try:
        entries = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(_("This file is not TOML: {reason}").format(reason=error)) from error
    if problems := [line for key, entry in entries.items() for line in problems_of(key, entry, context or entries)]:
        raise DataError(_("These definitions cannot be used:"), problems)
    return entries


def read_catalogue(text: str) -> dict[str, KPI]:
    """The KPIs of a TOML text, by id; every mistake in it raises one `DataError` that names them all."""
    return {key: _frozen(key, entry) for key, entry in _tables(text, _entry_problems).items()}


def read_roles(text: str, known: Mapping[str, KPI]) -> dict[str, Role]:
    """The roles of a TOML text, by id; their KPIs must be among `known`. Mistakes raise one `DataError`."""
    return {
        key: Role(key, entry["name"], entry["name_zh"], tuple(_named_row(row, known) for row in entry["rows"]))
        for key, entry in _tables(text, _role_problems, known).items()
    }


@cache
def _catalogue() -> dict[str, KPI]:
    return read_catalogue(files("kpilab").joinpath("catalogue.toml").read_text("utf-8"))


@cache
def _roles() -> dict[str, Role]:
    return read_roles(files("kpilab").joinpath("roles.toml").read_text("utf-8"), _catalogue())


def kpi(id: str) -> KPI:  # noqa: A002 - the word of the catalogue
    """The entry of that id; `UnknownName` with the nearest ids where there is none.

    >>> kpi("repurchase_next_window").direction
    'higher'
    """
    found = _catalogue().get(id)
    if found is None:
        raise UnknownName(_("KPI"), id, _catalogue())
    return found


def kpis(*, family: str | None = None) -> tuple[KPI, ...]:
    """All entries, or those of one family, in the order of the catalogue.

    >>> [entry.id for entry in kpis(family="profit")]
    ['gross_margin', 'gross_margin_rate']
    """
    if family is not None and family not in _ONE_OF["family"]:
        raise UnknownName(_("family"), family, _ONE_OF["family"])
    return tuple(entry for entry in _catalogue().values() if family in (None, entry.family))


def role(name: str) -> Role:
    """The role of that id; `UnknownName` with the nearest where there is none.

    >>> [row.kpi for row in role("store_manager").rows][:2]
    ['net_sales', 'new_customers']
    """
    found = _roles().get(name)
    if found is None:
        raise UnknownName(_("role"), name, _roles())
    return found


def roles() -> tuple[Role, ...]:
    """All named roles, in the order of the file."""
    return tuple(_roles().values())
