"""The KPIs and the roles as data: read once, checked loudly, looked up by id.

Everything that names or explains a KPI reads it here, so that a definition is typed once.
Texts are kept in English and translated where they are shown.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from math import fsum, isfinite
from types import MappingProxyType
from typing import Any, Literal, get_args

from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _, language

__all__ = ["KPI", "Role", "RoleRow", "kpi", "kpis", "read_catalogue", "read_roles", "role", "roles", "shown_by"]

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
Unit = Literal["money", "count", "share", "percent", "ratio", "seconds", "minutes", "hours", "days", "score"]
Direction = Literal["higher", "lower", "nominal"]
Kind = Literal["leading", "lagging"]
Additivity = Literal["additive", "semi-additive", "distinct", "ratio", "order statistic"]
Merchant = Literal["retail_chain", "online_shop", "hotel", "manufacturer", "sales_team", "small_shop"]
Owner = Literal[
    "sales manager",
    "salesperson",
    "merchant",
    "ecommerce operator",
    "customer service",
    "campaign planner",
    "marketing",
    "content creator",
    "data analyst",
    "trainer",
]
SourceDocument = Literal["S0", "S1", "S2", "S3", "S4", "support", "own", "rival"]

_ONE_OF: Mapping[str, tuple[str, ...]] = {
    "family": get_args(Family),
    "unit": get_args(Unit),
    "direction": get_args(Direction),
    "kind": get_args(Kind),
    "additivity": get_args(Additivity),
    "owner": get_args(Owner),
}
_SOME_OF: Mapping[str, tuple[str, ...]] = {
    "merchants": get_args(Merchant),
    "source_documents": get_args(SourceDocument),
}
_LISTS = ("merchants", "edge_cases", "rivals", "source_documents")
_MAY_BE_EMPTY = ("rivals",)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_MOST_MEANT = 5


@dataclass(frozen=True)
class KPI:
    """One entry of the catalogue: what the number means, and how it misleads.

    A ``share`` is measured as a fraction from 0 to 1 and shown in percent; a ``percent`` too, and may
    be negative or above 1. ``direction`` says which way is good (``nominal``: neither). ``mathematics``
    is the formula in LaTeX, without dollar signs. ``needs`` gives the columns of each table it is measured
    from, ``merchants`` whose tables hold them; ``rivals`` are other definitions that go by the same
    name or are taken for this one. ``settings`` are what the definition leaves to be stated (after how many
    days a customer counts as lost, say), with the value that is used where nothing else is said.
    """

    id: str
    name: str
    name_zh: str
    family: Family
    question: str
    formula: str
    mathematics: str
    unit: Unit
    direction: Direction
    kind: Kind
    additivity: Additivity
    needs: Mapping[str, tuple[str, ...]] = field(hash=False)
    merchants: tuple[Merchant, ...]
    window: str
    edge_cases: tuple[str, ...]
    gaming: str
    owner: Owner
    rivals: tuple[str, ...]
    source_documents: tuple[SourceDocument, ...]
    settings: Mapping[str, float] = field(default_factory=dict, hash=False)

    @property
    def title(self) -> str:
        """The name in the language in use."""
        return _in_language(self.name, self.name_zh)

    def __str__(self) -> str:
        return self._repr_mimebundle_()["text/plain"]

    def _repr_mimebundle_(self, **_options: object) -> dict[str, str]:
        """What a notebook shows; the report layer ties its card here with `shown_by`."""
        return _FACES[-1](self) if _FACES else {"text/plain": repr(self)}


_Face = Callable[[KPI], dict[str, str]]
_FACES: list[_Face] = []


def shown_by(face: _Face) -> _Face:
    """Let `face` make what a notebook or a print shows of an entry, by MIME type, text/plain among them."""
    _FACES.append(face)
    return face


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


_FIELDS = tuple(spec.name for spec in fields(KPI) if spec.name not in ("id", "settings"))
_TEXTS = tuple(name for name in _FIELDS if name != "needs" and name not in _LISTS)


def _catalogue_problems(entries: Mapping[str, Any]) -> Iterable[str]:
    for key, entry in entries.items():
        if not isinstance(entry, dict):
            yield _("{where}: this stands outside any entry.").format(where=key)
            return
        if not _NAME.fullmatch(key):
            yield _("{where}: an id is lower-case letters, digits and underscores.").format(where=key)
        yield from _field_problems(key, entry, (*_FIELDS, "settings"), ("settings",))
        yield from _text_problems(key, entry)
        yield from _list_problems(key, entry)
        yield from _needs_problems(key, entry.get("needs", {"": [""]}))
        yield from _rival_problems(key, entry, entries)
    yield from _settings_problems(entries)
    yield from _twins(entries)


def _text_problems(where: str, entry: Mapping[str, Any]) -> Iterable[str]:
    for name in _TEXTS:
        value = entry.get(name, name)
        if not isinstance(value, str):
            yield _("{where}: the field '{field}' must be a text.").format(where=where, field=name)
        elif not value.strip():
            yield _("{where}: the field '{field}' is empty.").format(where=where, field=name)
        elif name in entry and name in _ONE_OF and value not in _ONE_OF[name]:
            yield _("{where}: {field} is '{value}'; it is one of {allowed}.").format(
                where=where, field=name, value=value, allowed=", ".join(_ONE_OF[name])
            )
    written = str(entry.get("mathematics", ""))
    if "$" in written or written.count("{") != written.count("}"):
        yield _("{where}: mathematics has a dollar sign, or a brace without its partner.").format(where=where)


def _list_problems(where: str, entry: Mapping[str, Any]) -> Iterable[str]:
    for name in _LISTS:
        value = entry.get(name, [name])
        if not _are_texts(value):
            yield _("{where}: the field '{field}' must be a list of different texts.").format(where=where, field=name)
        elif not value and name not in _MAY_BE_EMPTY:
            yield _("{where}: the field '{field}' is empty.").format(where=where, field=name)
        elif name in entry and (strange := [item for item in value if item not in _SOME_OF.get(name, value)]):
            yield _("{where}: {field} is '{value}'; it is one of {allowed}.").format(
                where=where, field=name, value=strange[0], allowed=", ".join(_SOME_OF[name])
            )


def _are_texts(value: object) -> bool:
    texts = isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)
    return texts and len(set(value)) == len(value)  # type: ignore[arg-type, call-overload]


def _needs_problems(where: str, needs: object) -> Iterable[str]:
    if not isinstance(needs, dict) or not needs:
        yield _("{where}: needs names no table.").format(where=where)
        return
    for table, columns in needs.items():
        named = _are_texts(columns) and all(_NAME.fullmatch(name) for name in (table, *columns))
        if "" not in needs and not (named and columns):
            yield _("{where}: needs must name each table with its columns, each once; see '{table}'.").format(
                where=where, table=table
            )


def _settings_problems(entries: Mapping[str, Any]) -> Iterable[str]:
    stated: dict[str, float] = {}
    for key, entry in entries.items():
        settings = entry.get("settings", {})
        sound = isinstance(settings, dict) and all(
            _NAME.fullmatch(name) and isinstance(value, int | float) and not isinstance(value, bool)
            for name, value in settings.items()
        )
        if not sound:
            yield _("{where}: settings must give names a number each.").format(where=key)
            continue
        for name, value in settings.items():
            if stated.setdefault(name, value) != value:
                yield _("{where}: the setting '{name}' is {value:g} here and {other:g} elsewhere.").format(
                    where=key, name=name, value=value, other=stated[name]
                )


def _rival_problems(key: str, entry: Mapping[str, Any], entries: Mapping[str, Any]) -> Iterable[str]:
    for rival in entry.get("rivals", ()):
        if rival == key:
            yield _("{where}: it is its own rival.").format(where=key)
        elif rival not in entries:
            yield _("{where}: its rival '{rival}' is not in the catalogue.").format(where=key, rival=rival)
        elif key not in entries[rival].get("rivals", ()):
            yield _("{where}: '{rival}' does not name it as a rival in return.").format(where=key, rival=rival)


def _twins(entries: Mapping[str, Any]) -> Iterable[str]:
    for field_name in ("name", "name_zh"):
        names = {key: str(entry.get(field_name, key)).casefold() for key, entry in entries.items()}
        often = Counter(names.values())
        for key, name in names.items():
            if often[name] > 1:
                yield _("{where}: another entry has the same {field}.").format(where=key, field=field_name)


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
    settings = MappingProxyType(dict(entry.get("settings", {})))
    return KPI(**{**entry, **lists, "needs": needs, "settings": settings, "id": key})


def _named_row(row: Mapping[str, Any], known: Mapping[str, KPI]) -> RoleRow:
    entry = known[row["kpi"]]
    levels = {name: float(row[name]) for name in ("weight", "base", "norm", "target")}
    return RoleRow(**{"name": entry.name, "name_zh": entry.name_zh, **row, **levels})


def _tables(text: str, problems_of: Callable[[Mapping[str, Any]], Iterable[str]]) -> dict[str, Any]:
    try:
        entries = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(_("This file is not TOML: {reason}").format(reason=error)) from error
    if problems := list(problems_of(entries)):
        raise DataError(_("These definitions cannot be used:"), problems)
    return entries


def read_catalogue(text: str) -> dict[str, KPI]:
    """The KPIs of a TOML text, by id; every mistake in it raises one `DataError` that names them all."""
    return {key: _frozen(key, entry) for key, entry in _tables(text, _catalogue_problems).items()}


def read_roles(text: str, known: Mapping[str, KPI]) -> dict[str, Role]:
    """The roles of a TOML text, by id; their KPIs must be among `known`. Mistakes raise one `DataError`."""

    def problems(entries: Mapping[str, Any]) -> Iterable[str]:
        return (line for key, entry in entries.items() for line in _role_problems(key, entry, known))

    return {
        key: Role(key, entry["name"], entry["name_zh"], tuple(_named_row(row, known) for row in entry["rows"]))
        for key, entry in _tables(text, problems).items()
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
        raise UnknownName(_("KPI"), id, _catalogue(), meant=_meant(id), listing="kpilab kpis")
    return found


def _meant(asked: str) -> list[str]:
    """The ids of the KPIs that are called so, in either language; or else, of those with the words in their name."""
    words = asked.replace("_", " ").strip().casefold()
    called = {
        one.id: [text.replace("_", " ").casefold() for text in (one.id, one.name, one.name_zh)]
        for one in _catalogue().values()
    }
    exact = [name for name, texts in called.items() if words in texts]
    within = [name for name, texts in called.items() if len(words) > 1 and any(words in text for text in texts)]
    return (exact or within)[:_MOST_MEANT]


def kpis(*, family: str | None = None) -> tuple[KPI, ...]:
    """All entries, or those of one family, in the order of the catalogue.

    >>> [entry.id for entry in kpis(family="profit")][:2]
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
