"""Which columns of which of one's own tables are to be read for some KPIs, and everything that is not there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpilab.catalogue import kpi
from kpilab.data.guesses import guess
from kpilab.data.kinds import columns_of, key_of, kind_of, looked_up_by, table_names
from kpilab.data.mapping import DataMap, From, named_alike
from kpilab.data.opening import NoTable, Opened, OwnTable
from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["Planned", "needed_by", "plan_reading"]


@dataclass(frozen=True)
class Planned:
    """One of our tables, the table it is read from, and where each of its columns comes from."""

    table: str
    source: OwnTable
    columns: Mapping[str, From]

    @property
    def read(self) -> tuple[str, ...]:
        """The columns of the source that are read."""
        return tuple(dict.fromkeys(one.of for one in self.columns.values() if one.how != "value"))


def needed_by(ids: Iterable[str]) -> dict[str, dict[str, list[str]]]:
    """Table, column, and the KPIs that need it.

    >>> needed_by(["order_count"])
    {'orders': {'order_id': ['order_count'], 'paid_at': ['order_count']}}
    """
    found: dict[str, dict[str, list[str]]] = {}
    for name in ids:
        for table, columns in kpi(name).needs.items():
            for column in columns:
                found.setdefault(table, {}).setdefault(column, []).append(name)
    return found


def plan_reading(
    ids: Sequence[str], opened: Opened, mapping: DataMap, *, keys: Sequence[str] = (), periods: Sequence[str] = ()
) -> tuple[list[Planned], list[str]]:
    """What is to be read to measure the KPIs by `keys` (columns, no periods), and a sentence for each thing lacking.

    `periods` are what else a key may have been meant to be.
    """
    needed, sources, problems = needed_by(ids), {}, []
    for table in needed:
        source, said = _source(table, opened, mapping, needed)
        problems += said
        if source:
            sources[table] = source
    plan: dict[str, dict[str, From]] = {}
    for table, source in sources.items():
        plan[table], said = _columns(table, source, mapping, needed[table])
        problems += said
    for name in keys:
        problems += _add_key(name, plan, sources, opened, mapping, periods)
    problems += _unread(plan, mapping)
    return [Planned(table, sources[table], columns) for table, columns in plan.items()], problems


def _source(
    table: str, opened: Opened, mapping: DataMap, needed: Mapping[str, object]
) -> tuple[OwnTable | None, list[str]]:
    """Where one of our tables is read from, or what is wrong with that."""
    said, there = mapping.tables.get(table), opened.tables
    if table in mapping.absent:
        return NoTable(table, columns_of(table)), []
    if said is None and table not in there and len(there) == len(needed) == 1 and not mapping.tables:
        return next(iter(there.values())), []
    name = said or table
    if name in there:
        return there[name], []
    near = named_alike(name, list(there)) or (None if said else guess("tables", table, list(there)))
    if said:
        text = _("[tables] {table}: {place} holds no table '{name}'. {hint}")
    else:
        text = _("The table '{table}' is needed for {kpis}, and {place} holds none of that name. {hint}")
    hint = (
        _("Is it '{near}'? Then write under [tables]: {table} = {quoted}").format(
            near=near, table=table, quoted=_toml(near)
        )
        if near
        else _("There is: {names}. If nothing of the kind is kept, write under [tables]: {table} = false").format(
            names=", ".join(sorted(there)), table=table
        )
    )
    kpis = ", ".join(dict.fromkeys(one for names in needed_kpis(needed, table) for one in names))
    return None, [text.format(table=table, place=opened.place, name=name, kpis=kpis, hint=hint)]


def needed_kpis(needed: Mapping[str, object], table: str) -> Iterator[Sequence[str]]:
    """The KPIs that need each column of a table."""
    columns = needed.get(table, {})
    if isinstance(columns, Mapping):
        yield from columns.values()


def _columns(
    table: str, source: OwnTable, mapping: DataMap, needed: Mapping[str, Sequence[str]]
) -> tuple[dict[str, From], list[str]]:
    """Where the columns of one table come from, its key among them where it is there."""
    try:
        there = source.columns
    except DataError as error:
        return {}, [str(error)]
    found, problems = {}, []
    for name in dict.fromkeys([*needed, *key_of(table)]):
        origin = _origin(table, name, there, mapping)
        lacking = origin is not None and origin.how != "value" and origin.of not in there
        if origin is not None and not lacking:
            found[name] = origin
        elif name in needed or origin is not None:
            problems.append(_column_sentence(table, name, source, origin, mapping, needed.get(name, ())))
    return found, problems


def _origin(table: str, name: str, there: Sequence[str], mapping: DataMap) -> From | None:
    said = mapping.columns.get(table, {}).get(name)
    return said or (From("column", name) if name in there else None)


def _column_sentence(
    table: str, name: str, source: OwnTable, origin: From | None, mapping: DataMap, kpis: Sequence[str]
) -> str:
    there = source.columns
    if origin is not None:
        near = named_alike(origin.of, there)
        hint = _("Did you mean '{near}'?").format(near=near) if near else _listed(there)
        text = _("[columns.{table}] {column}: the table '{source}' has no column '{name}'. {hint}")
        return text.format(table=table, column=name, source=source.name, name=origin.of, hint=hint)
    others = [one for one in mapping.columns.get(table, {}) if one not in needed_by(kpis).get(table, {})]
    text = _("{table}.{column} is needed for {kpis}, and '{source}' has no column of that name. {hint}")
    misspelt = named_alike(name, others)
    near = guess("columns", name, there)
    if misspelt and misspelt not in there:
        hint = _("The mapping names '{misspelt}'; did you mean '{column}' by it?").format(
            misspelt=misspelt, column=name
        )
    elif near:
        hint = _("Is it '{near}'? Then write under [columns.{table}]: {column} = {quoted}").format(
            near=near, table=table, column=name, quoted=_toml(near)
        )
    else:
        hint = _listed(there)
    return text.format(table=table, column=name, kpis=", ".join(kpis), source=source.name, hint=hint)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:40])
    return _("There is: {names}.").format(names=f"{shown} …" if len(names) > 40 else shown)


def _add_key(
    name: str,
    plan: dict[str, dict[str, From]],
    sources: dict[str, OwnTable],
    opened: Opened,
    mapping: DataMap,
    periods: Sequence[str],
) -> list[str]:
    """Take the column `name` into the plan: from the tables that have it, and from those that these look up."""
    offered: set[str] = set()
    found = False
    for table, source in sources.items():
        there = _names(table, source, mapping)
        offered |= there
        if name in there and name not in plan[table]:
            plan[table][name] = _origin(table, name, source.columns, mapping) or From("column", name)
        found = found or name in there
    for table in table_names():
        key = looked_up_by(table)
        other = opened.tables.get(mapping.tables.get(table, table))
        if key is None or other is None:
            continue
        there = _names(table, other, mapping)
        users = [one for one, own in sources.items() if one != table and key in _names(one, own, mapping)]
        if not users or key not in there:
            continue
        offered |= there
        if name not in there:
            continue
        found = True
        sources.setdefault(table, other)
        for one, columns in ((table, (key, name)), *((one, (key,)) for one in users)):
            for column in columns:
                origin = _origin(one, column, sources[one].columns, mapping)
                if origin:
                    plan.setdefault(one, {}).setdefault(column, origin)
    if found:
        return []
    near = named_alike(name, [*periods, *sorted(offered)])
    hint = _("Did you mean '{near}'?").format(near=near) if near else _listed(sorted(offered))
    return [_("There is no column '{name}' to measure by or to choose rows by. {hint}").format(name=name, hint=hint)]


def _names(table: str, source: OwnTable, mapping: DataMap) -> set[str]:
    try:
        return {*source.columns, *mapping.columns.get(table, {})}
    except DataError:
        return set()


def _unread(plan: Mapping[str, Mapping[str, From]], mapping: DataMap) -> Iterator[str]:
    """What the mapping leaves unsaid, or says of nothing: whether money is in cents, forms of dates."""
    for table, columns in plan.items():
        reading = mapping.reading(table)
        money = [name for name, one in columns.items() if kind_of(table, name) == "money" and one.of != 0]
        told = reading.money or all(str(columns[name].of).casefold().endswith(("_cents", "分")) for name in money)
        if money and not told:
            yield _(
                "{columns}: are amounts whole (12.35) or in cents (1235)? Write at the top of the mapping "
                'money = "whole" or money = "cents".'
            ).format(columns=", ".join(f"{table}.{name}" for name in money))
        for name in reading.dates:
            if name and name in columns and kind_of(table, name) != "time":
                yield _("[reading.{table}] dates: {column} holds no dates.").format(table=table, column=name)


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
