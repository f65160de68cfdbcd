"""Where each KPI is at home: the sectors, the phases of a big promotion, the goals it serves, who answers for it.

Read once from `sectors.toml` and checked loudly, like the catalogue itself. Texts are translated where they are shown.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, Protocol, TypeVar, get_args

from kpilab import catalogue
from kpilab.catalogue import KPI, Role
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _, language

__all__ = [
    "Goal",
    "Mark",
    "Part",
    "Phase",
    "Sector",
    "Serves",
    "answers_for",
    "goal",
    "goals",
    "kpis",
    "marked",
    "phase",
    "phases",
    "read_sectors",
    "sector",
    "sectors",
]

Part = Literal["result", "driver", "guard"]
Mark = Literal["customer", "long_term"]

_MUST_HAVE = {
    "sectors": ("retail", "e_commerce", "service", "manufacturing"),
    "phases": ("preparation", "warm_up", "burst", "closing"),
    "marks": get_args(Mark),
}
_FIELDS = {"sectors": ("name", "name_zh", "core", "also"), "phases": ("name", "name_zh", "kpis")}
_FIELDS["goals"] = _FIELDS["phases"]
_TABLES = ("everywhere", "sectors", "phases", "owners", "marks", "goals")


@dataclass(frozen=True)
class Sector:
    """A trade: the KPIs it is run by (`core`, the most telling first) and all that are at home in it."""

    id: str
    name: str
    name_zh: str
    core: tuple[str, ...]
    kpis: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name in the language in use."""
        return _title(self)


@dataclass(frozen=True)
class Phase:
    """A phase of a big promotion, and the KPIs that lead in it."""

    id: str
    name: str
    name_zh: str
    kpis: tuple[str, ...]

    @property
    def title(self) -> str:
        """The name in the language in use."""
        return _title(self)


@dataclass(frozen=True)
class Serves:
    """What one KPI does for a goal: `result`, `driver` or `guard`, and why."""

    kpi: str
    part: Part
    why: str


@dataclass(frozen=True)
class Goal:
    """What somebody wants to reach, and the KPIs that serve it, the most telling of each part first."""

    id: str
    name: str
    name_zh: str
    kpis: tuple[Serves, ...]

    @property
    def title(self) -> str:
        """The name in the language in use."""
        return _title(self)


@dataclass(frozen=True)
class _Sectors:
    sectors: Mapping[str, Sector]
    phases: Mapping[str, Phase]
    goals: Mapping[str, Goal]
    owners: Mapping[str, tuple[str, ...]]
    marks: Mapping[str, tuple[str, ...]]


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def name_zh(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


def _title(named: _Named) -> str:
    return named.name_zh if language().startswith("zh") else _(named.name)


def _problems(text: Mapping[str, Any], entries: Mapping[str, KPI], roles: Iterable[str]) -> Iterator[str]:
    yield from _shape(_("the file"), text, _TABLES)
    if set(text) != set(_TABLES):
        return
    for kind, wanted in _MUST_HAVE.items():
        yield from _shape(kind, text[kind], wanted)
    for kind, fields in _FIELDS.items():
        for key, entry in text[kind].items():
            yield from _shape(f"{kind}.{key}", entry, fields)
            for name in ("name", "name_zh"):
                if not isinstance(entry.get(name, "-"), str) or not entry.get(name, "-").strip():
                    yield _("{where}: the field '{field}' must be a text.").format(where=f"{kind}.{key}", field=name)
    for where, ids in _lists(text):
        yield from _id_problems(where, ids, entries)
    for key, entry in text["goals"].items():
        yield from _goal_problems(f"goals.{key}", entry.get("kpis", ()))
    yield from _owner_problems(text["owners"], set(roles))
    home = {
        *text["everywhere"].get("kpis", ()),
        *(one for where, ids in _lists(text) if where.startswith("sectors.") for one in ids),
    }
    for one in entries:
        if one not in home:
            yield _("{kpi} is at home in no sector.").format(kpi=one)


def _shape(where: str, table: Mapping[str, Any], wanted: Iterable[str]) -> Iterator[str]:
    for name in sorted(set(table) - set(wanted)):
        yield _("{where}: unknown field '{field}'.").format(where=where, field=name)
    for name in sorted(set(wanted) - set(table)):
        yield _("{where}: the field '{field}' is missing.").format(where=where, field=name)


def _lists(text: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    yield "everywhere", text["everywhere"].get("kpis", [])
    for key, entry in text["sectors"].items():
        yield f"sectors.{key}", [*entry.get("core", ()), *entry.get("also", ())]
    for key, entry in text["phases"].items():
        yield f"phases.{key}", entry.get("kpis", [])
    for key, entry in text["goals"].items():
        yield f"goals.{key}", [str(line.get("kpi")) for line in entry.get("kpis", ())]
    for key, ids in text["marks"].items():
        yield f"marks.{key}", ids


def _id_problems(where: str, ids: list[str], entries: Mapping[str, KPI]) -> Iterator[str]:
    if not ids:
        yield _("{where}: it names no KPI.").format(where=where)
    for one, often in Counter(ids).items():
        if one not in entries:
            yield _("{where}: {reason}").format(where=where, reason=UnknownName(_("KPI"), one, entries))
        if often > 1:
            yield _("{where}: '{kpi}' stands there twice.").format(where=where, kpi=one)


def _goal_problems(where: str, lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    lines = list(lines)
    for line in lines:
        yield from _shape(where, line, ("kpi", "part", "why"))
        if line.get("part", "result") not in get_args(Part):
            yield _("{where}: {field} is '{value}'; it is one of {allowed}.").format(
                where=where, field="part", value=line["part"], allowed=", ".join(get_args(Part))
            )
        if not str(line.get("why", "-")).strip():
            yield _("{where}: the field '{field}' is empty.").format(where=where, field="why")
    for part in get_args(Part):
        if part not in {line.get("part") for line in lines}:
            yield _("{where}: no KPI is a {part}.").format(where=where, part=part)


def _owner_problems(owners: Mapping[str, list[str]], roles: set[str]) -> Iterator[str]:
    yield from _shape("owners", owners, get_args(catalogue.Owner))
    for owner, ids in owners.items():
        for one in ids:
            if one not in roles:
                yield _("{where}: {reason}").format(where=f"owners.{owner}", reason=UnknownName(_("role"), one, roles))


def read_sectors(text: str, entries: Mapping[str, KPI], roles: Iterable[str]) -> _Sectors:
    """Sectors, phases, goals, owners and marks of a TOML text; every mistake in it raises one `DataError`."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(_("This file is not TOML: {reason}").format(reason=error)) from error
    if problems := list(_problems(found, entries, roles)):
        raise DataError(_("These definitions cannot be used:"), problems)
    everywhere = set(found["everywhere"]["kpis"])
    return _Sectors(
        {key: _sector(key, entry, everywhere, entries) for key, entry in found["sectors"].items()},
        {
            key: Phase(key, entry["name"], entry["name_zh"], tuple(entry["kpis"]))
            for key, entry in found["phases"].items()
        },
        {
            key: Goal(key, entry["name"], entry["name_zh"], tuple(Serves(**line) for line in entry["kpis"]))
            for key, entry in found["goals"].items()
        },
        {owner: tuple(ids) for owner, ids in found["owners"].items()},
        {mark: tuple(ids) for mark, ids in found["marks"].items()},
    )


def _sector(key: str, entry: Mapping[str, Any], everywhere: set[str], entries: Iterable[str]) -> Sector:
    home = everywhere | {*entry["core"], *entry["also"]}
    return Sector(
        key, entry["name"], entry["name_zh"], tuple(entry["core"]), tuple(one for one in entries if one in home)
    )


@cache
def _read() -> _Sectors:
    text = files("kpilab").joinpath("sectors.toml").read_text("utf-8")
    return read_sectors(text, {entry.id: entry for entry in catalogue.kpis()}, [one.id for one in catalogue.roles()])


def _found(kind: str, asked: str, known: Mapping[str, _N]) -> _N:
    """By id, by English name or by Chinese name; spaces, hyphens and capitals do not matter."""
    key = asked.strip().casefold().replace("-", "_").replace(" ", "_")
    for one, named in known.items():
        if key in (one, named.name.casefold().replace("-", "_").replace(" ", "_")) or asked.strip() == named.name_zh:
            return named
    raise UnknownName(kind, key, known)


def sector(name: str) -> Sector:
    """The sector of that id or name; `UnknownName` with the nearest where there is none.

    >>> sector("E-commerce").core[:2]
    ('conversion_rate_visitor', 'cart_abandonment_rate')
    """
    return _found(_("sector"), name, _read().sectors)


def sectors() -> tuple[Sector, ...]:
    """All sectors: retail, e-commerce, service, manufacturing."""
    return tuple(_read().sectors.values())


def phase(name: str) -> Phase:
    """The phase of that id or name; `UnknownName` with the nearest where there is none.

    >>> phase("warm-up").kpis[0]
    'presale_signal'
    """
    return _found(_("phase"), name, _read().phases)


def phases() -> tuple[Phase, ...]:
    """The phases of a big promotion in their order."""
    return tuple(_read().phases.values())


def goal(name: str) -> Goal:
    """The goal of that id or name; `UnknownName` with the nearest where there is none.

    >>> goal("Keep customers").kpis[0].part
    'result'
    """
    return _found(_("goal"), name, _read().goals)


def goals() -> tuple[Goal, ...]:
    """All goals, in the order of the file."""
    return tuple(_read().goals.values())


def marked(mark: Mark) -> frozenset[str]:
    """The ids of the KPIs that watch the customers one has, or that look further than a quarter."""
    return frozenset(_read().marks[mark])


def answers_for(role: Role, entry: KPI) -> bool:
    """Whether that role has the KPI in its matrix, or owns it by the catalogue.

    >>> answers_for(catalogue.role("merchandiser"), catalogue.kpi("gmroi"))
    True
    """
    return entry.id in {row.kpi for row in role.rows} or role.id in _read().owners[entry.owner]


def kpis(
    *, family: str | None = None, sector: str | None = None, role: str | None = None, phase: str | None = None
) -> tuple[KPI, ...]:
    """The entries of a family that are at home in a sector, that a role answers for, and that lead in a phase.

    What is left out does not narrow. Raises `UnknownName` for a name that is not there.

    >>> [entry.id for entry in kpis(family="service", phase="closing")]
    ['return_rate', 'resolution_rate', 'complaint_rate']
    """
    return tuple(
        entry for entry in catalogue.kpis(family=family) if all(keep(entry) for keep in _kept(sector, role, phase))
    )


def _kept(sector_name: str | None, role_name: str | None, phase_name: str | None) -> Iterator[Callable[[KPI], bool]]:
    if sector_name is not None:
        home = set(sector(sector_name).kpis)
        yield lambda entry: entry.id in home
    if role_name is not None:
        role = catalogue.role(role_name)
        yield lambda entry: answers_for(role, entry)
    if phase_name is not None:
        leading = set(phase(phase_name).kpis)
        yield lambda entry: entry.id in leading
