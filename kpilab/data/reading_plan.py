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
    table: str, opened: Opened, mapping: DataMap, needed: Mapping[str, Mapping[str, Sequence[str]]]
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
    kpis = ", ".join(dict.fromkeys(one for names in needed[table].values() for one in names))
    return None, [text.format(table=table, place=opened.place, name=name, kpis=kpis, hint=hint)]


def _columns(
    table: str, source: OwnTable, mapping: DataMap, needed: Mapping[str, Sequence[str]]
) -> tuple[dict[str, From], list[str]]:
    """Where the columns of one table come from, its key among them where it is there."""
    if isinstance(source, NoTable):
        return {name: From("column", name) for name in source.columns}, []
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
    holders = [table for table, source in sources.items() if name in _names(table, source, mapping)]
    wanted = dict.fromkeys((table, name) for table in holders)
    for table, key in _looked_up(sources, opened, mapping):
        other = opened.tables[mapping.tables.get(table, table)]
        if name in _names(table, other, mapping):
            sources.setdefault(table, other)
            users = [one for one, own in sources.items() if key in _names(one, own, mapping)]
            wanted |= dict.fromkeys([(table, name), *((one, key) for one in users)])
    if not wanted:
        return [_no_key(name, sources, opened, mapping, periods)]
    return [said for table, column in wanted for said in _take(table, column, plan, sources[table], mapping)]


def _looked_up(sources: Mapping[str, OwnTable], opened: Opened, mapping: DataMap) -> list[tuple[str, str]]:
    """The tables in which those of the plan may look something up, each with its key."""
    found = []
    for table in table_names():
        key, other = looked_up_by(table), opened.tables.get(mapping.tables.get(table, table))
        if key is None or other is None or key not in _names(table, other, mapping):
            continue
        if any(key in _names(one, own, mapping) for one, own in sources.items() if one != table):
            found.append((table, key))
    return found


def _take(table: str, name: str, plan: dict[str, dict[str, From]], source: OwnTable, mapping: DataMap) -> Iterator[str]:
    """Put one column into the plan, or say what is wrong with it."""
    origin = _origin(table, name, source.columns, mapping)
    if name in plan.get(table, {}) or origin is None:
        return
    if origin.how != "value" and origin.of not in source.columns:
        yield _column_sentence(table, name, source, origin, mapping, ())
        return
    plan.setdefault(table, {})[name] = origin


def _no_key(
    name: str, sources: Mapping[str, OwnTable], opened: Opened, mapping: DataMap, periods: Sequence[str]
) -> str:
    """What is said of a column that no KPI can be measured by."""
    for table, source in sources.items():
        if name in source.columns:
            ours = [one for one in columns_of(table) if guess("columns", one, [name])]
            text = _(
                "'{name}' is a column of '{source}', and KPIs know it under one of our names only. Write under "
                "[columns.{table}]: {ours} = {quoted}, and ask for {ours}."
            )
            best = ours[0] if ours else next((one for one in ("channel", "category") if one in columns_of(table)), name)
            return text.format(name=name, source=source.name, table=table, ours=best, quoted=_toml(name))
    for table, source in sources.items():
        probable = guess("columns", name, _there(source)) if name in columns_of(table) else None
        if probable:
            text = _(
                "There is no column '{name}' to measure by or to choose rows by. Is it '{near}' of '{source}'? Then "
                "write under [columns.{table}]: {name} = {quoted}"
            )
            return text.format(name=name, near=probable, source=source.name, table=table, quoted=_toml(probable))
    offered = {one for table, source in sources.items() for one in _names(table, source, mapping)}
    for table, _key in _looked_up(sources, opened, mapping):
        offered |= _names(table, opened.tables[mapping.tables.get(table, table)], mapping)
    near = named_alike(name, [*periods, *sorted(offered)])
    hint = _("Did you mean '{near}'?").format(near=near) if near else _listed(sorted(offered))
    return _("There is no column '{name}' to measure by or to choose rows by. {hint}").format(name=name, hint=hint)


def _there(source: OwnTable) -> Sequence[str]:
    try:
        return source.columns
    except DataError:
        return ()


def _names(table: str, source: OwnTable, mapping: DataMap) -> set[str]:
    """The columns that a KPI may be measured by: all of a table that is looked up, of others those that we know."""
    try:
        found = {*source.columns, *mapping.columns.get(table, {})}
    except DataError:
        return set()
    return found if looked_up_by(table) else found & set(columns_of(table))


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
