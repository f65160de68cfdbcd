"""A mapping to fill in: what some KPIs need, and what of one's own probably means it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from kpilab.data.guesses import guess
from kpilab.data.kinds import columns_of, key_of, kind_of, kind_words, meaning_of
from kpilab.data.opening import Opened, OwnTable
from kpilab.data.reading_plan import needed_by
from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["mapping_template"]


def mapping_template(ids: Sequence[str], opened: Opened | None = None, *, keys: Sequence[str] = ()) -> str:
    """The TOML text: each table and column that the KPIs need, filled in where the data have one that fits.

    So are the columns `keys`, by which one wants to measure or to choose rows; others of the kind are left as comments.

    >>> print(mapping_template(["order_count"]).split("[tables]")[1].splitlines()[2])
    orders = ""
    """
    needed = needed_by(ids)
    sources = {table: _source(table, needed[table], opened) for table in needed}
    lines = [
        _comment(_("Which of your tables and columns hold what these KPIs need: {kpis}").format(kpis=", ".join(ids))),
        _comment(_("Write your names between the quotes; a line that stays empty is looked for under its own name.")),
        _comment(_("Guesses are filled in: check each of them.")),
        "",
        *_money(needed, sources),
        *([f"# encoding = {_quoted('gb18030')}  # {_('only where the guess at a CSV file is wrong')}", ""]),
        "[tables]",
    ]
    if opened:
        lines.append(_comment(_("There is: {names}.").format(names=", ".join(sorted(opened.tables)))))
    for table, source in sources.items():
        if opened is None:
            lines.append(_comment(_("your table of {table}").format(table=table)))
        nothing = _("none seems to fit; write false if nothing of the kind is kept")
        lines.append(
            f"{table} = {_quoted(source.name)}" if source else f'{table} = ""' + (f"  # {nothing}" if opened else "")
        )
    for table, columns in needed.items():
        lines += ["", *_section(table, columns, sources[table], keys, shared=_shared(table, sources))]
    return "\n".join(lines) + "\n"


def _source(table: str, columns: Mapping[str, Sequence[str]], opened: Opened | None) -> OwnTable | None:
    """The table that is probably ours: by its name, or else one in which three of four columns are found."""
    if opened is None:
        return None
    if table in opened.tables:
        return opened.tables[table]
    name = guess("tables", table, list(opened.tables))
    if name:
        return opened.tables[name]
    found = {one: sum(guess("columns", column, _there(source)) is not None for column in columns)
             for one, source in opened.tables.items()}  # fmt: skip
    best = max(found, key=lambda one: found[one])
    return opened.tables[best] if found[best] * 4 >= len(columns) * 3 else None


def _there(source: OwnTable | None) -> tuple[str, ...]:
    try:
        return source.columns if source else ()
    except DataError:
        return ()


def _shared(table: str, sources: Mapping[str, OwnTable | None]) -> list[str]:
    """The other tables that are read from the same one."""
    return [other for other, source in sources.items() if source and source is sources[table] and other != table]


def _money(needed: Mapping[str, Mapping[str, object]], sources: Mapping[str, OwnTable | None]) -> Iterator[str]:
    money = [(table, name) for table, columns in needed.items() for name in columns if kind_of(table, name) == "money"]
    if not money:
        return
    ours = all(name in _there(sources[table]) for table, name in money)
    yield f'money = "{"cents" if ours else "whole"}"  # ' + _('"whole" for 12.35, "cents" for 1235')
    yield f'# decimal = ","  # {_("where the comma is the decimal mark")}'


def _section(
    table: str,
    columns: Mapping[str, Sequence[str]],
    source: OwnTable | None,
    keys: Sequence[str],
    *,
    shared: Sequence[str],
) -> Iterator[str]:
    there = _there(source)
    found = _guesses([*columns, *(name for name in columns_of(table) if name not in columns)], there)
    yield f"[columns.{table}]"
    if there:
        yield _comment(_("There is: {names}.").format(names=", ".join(there)))
    for name in columns:
        told = _told(table, name)
        if name == "line_no" and name not in found and "order_id" in found:
            yield f"{name} = {{ count_within = {_quoted(found['order_id'])} }}  # {told}"
            continue
        yield f"{name} = {_quoted(found.get(name, ''))}  # {told}"
        if kind_of(table, name) == "money" and name not in found:
            yield _comment(_("where there is none: {example}").format(example=f"{name} = {{ value = 0 }}"))
    for name in columns_of(table):
        if name not in columns and name in found:
            line = f"{name} = {_quoted(found[name])}  # {_('only to measure by it, or to choose rows')}"
            yield line if name in keys else _comment(line)
    yield ""
    if shared and len(key_of(table)) == 1:
        text = _("{table} is read from the same table as {others}: of rows that are alike one is kept.")
        yield _comment(text.format(table=table, others=", ".join(shared)))
        yield f"[reading.{table}]"
        yield 'rows = "distinct"'
    elif table == "orders" and all(guess("columns", name, there) for name in ("product_id", "qty")):
        yield _comment(
            _("{table} seems to hold a row a product: of rows that are alike one is kept.").format(table=table)
        )
        yield f"[reading.{table}]"
        yield 'rows = "distinct"'
    else:
        yield f"# [reading.{table}]"
    yield f'# dates = "%d/%m/%Y %H:%M"  # {_("where dates are not written 2025-05-31 or 2025/5/31")}'


def _guesses(names: Sequence[str], there: Sequence[str]) -> dict[str, str]:
    """For each of our names the column that probably means it; none is guessed twice."""
    found: dict[str, str] = {name: name for name in names if name in there}
    for name in names:
        free = [one for one in there if one not in found.values()]
        if name not in found and (one := guess("columns", name, free)):
            found[name] = one
    return found


def _told(table: str, name: str) -> str:
    kind, meaning = kind_words(kind_of(table, name)), meaning_of(table, name)
    return _("{kind}; {meaning}").format(kind=kind, meaning=meaning) if meaning else kind


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    return f"# {text}"
