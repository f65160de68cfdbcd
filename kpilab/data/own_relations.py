"""One's own tables that DuckDB reads where they lie, under our names and in our kinds; misfits are counted by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from kpilab.data.kinds import key_of, kind_of
from kpilab.data.mapping import From, Reading
from kpilab.data.mismatches import key_sentence, repeated_sentence, unread_sentence
from kpilab.data.parquet import DuckTable, quoted, told_by_duckdb
from kpilab.data.reading_plan import Planned
from kpilab.i18n import _

__all__ = ["relations"]

_SHOWN = 3
_WHOLE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?")
_ZONE = r"'(:\d\d(\.\d+)?)\s*(Z|[+-]\d\d(:?\d\d)?)$', '\1'"
_MOMENTS = ("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y%m%d", "%Y%m%d%H%M%S")


def relations(
    plan: Sequence[Planned], readings: Mapping[str, Reading], *, tell: Callable[[str], None] = lambda _step: None
) -> tuple[dict[str, Any], list[str]]:
    """Our tables by name as DuckDB relations, and a sentence for each misfit. Nothing but counts is fetched."""
    codes = _codes_as_text(plan)
    found: dict[str, Any] = {}
    problems: list[str] = []
    for planned in plan:
        table, reading = planned.source, readings[planned.table]
        if not isinstance(table, DuckTable):
            continue
        tell(_("checking {table}").format(table=table.name))
        with told_by_duckdb(table.name):
            problems += _cell_problems(planned, table, reading)
            found[planned.table] = table.connection.sql(_selected(planned, table, reading, codes))
            problems += _key_problems(planned, found[planned.table], table, reading)
    for planned in plan:
        if planned.table not in found:
            found[planned.table] = _without_rows(planned, plan, codes)
    return found, problems


def _without_rows(planned: Planned, plan: Sequence[Planned], codes: set[str]) -> Any:
    """The table that was said not to be there, its codes of the kinds that they have elsewhere."""
    import duckdb

    tables = [one for one in plan if isinstance(one.source, DuckTable)]
    kinds = {"time": "TIMESTAMP", "number": "BIGINT", "money": "BIGINT", "flag": "BOOLEAN"}
    pieces = []
    for name in planned.columns:
        kind = kinds.get(kind_of(planned.table, name), "VARCHAR")
        for one in tables:
            origin = one.columns.get(name)
            if kind == "VARCHAR" and name not in codes and origin and origin.how != "value":
                kind = _types(one)[origin.of] if origin.how == "column" else "BIGINT"
        pieces.append(f"CAST(NULL AS {kind}) AS {quoted(name)}")
    connection = tables[0].source.connection if tables else duckdb.connect()  # type: ignore[attr-defined]
    return connection.sql(f"SELECT {', '.join(pieces)} WHERE false")


def _types(planned: Planned) -> Mapping[str, str]:
    return planned.source.types if isinstance(planned.source, DuckTable) else {}


def _literal(value: object) -> str:
    return str(value) if isinstance(value, int | float) else "'{}'".format(str(value).replace("'", "''"))


def _is_text(kind: str) -> bool:
    return kind.startswith(("VARCHAR", "ENUM"))


def _codes_as_text(plan: Sequence[Planned]) -> set[str]:
    """The codes that are texts in one table and numbers in another."""
    kinds: dict[str, set[bool]] = {}
    for planned in plan:
        for name, origin in planned.columns.items():
            if kind_of(planned.table, name) == "id" and isinstance(planned.source, DuckTable):
                kinds.setdefault(name, set()).add(_holds_text(origin, planned.source.types))
    return {name for name, found in kinds.items() if len(found) > 1}


def _holds_text(origin: From, types: Mapping[str, str]) -> bool:
    if origin.how == "value":
        return isinstance(origin.of, str)
    return origin.how == "column" and _is_text(types[origin.of])


def _value(table: str, name: str, origin: From, types: Mapping[str, str], reading: Reading) -> str:
    """The SQL of one column in our kind; NULL where a cell cannot be read."""
    if origin.how == "count_within":
        return f"row_number() OVER (PARTITION BY {quoted(origin.of)})"
    cell = _literal(origin.of) if origin.how == "value" else quoted(origin.of)
    text = _is_text(types[origin.of]) if origin.how == "sum" else _holds_text(origin, types)
    kind = kind_of(table, name)
    if kind == "time" and text:
        return _time(f"trim({cell})", reading.dates.get(name) or reading.dates.get(""))
    if kind in ("number", "money"):
        number = _number(cell, reading.decimal) if text else cell
        if kind == "number":
            return number
        cents = f"CAST({number} AS DOUBLE)" + (" * 100" if reading.money == "whole" else "")
        whole = not text and reading.money != "whole" and _WHOLE.fullmatch(types.get(str(origin.of), ""))
        return cell if whole else f"CAST(round({cents}) AS BIGINT)"
    if text:
        return f"nullif(trim({cell}), '')"
    return cell


def _number(cell: str, decimal: str) -> str:
    swapped = f"translate({cell}, '.,', ',.')" if decimal == "," else cell
    bare = rf"regexp_replace({swapped}, '[\s¥￥$€£元]', '', 'g')"
    grouped = rf"regexp_matches({bare}, '^[+-]?\d{{1,3}}(,\d{{3}})+(\.\d+)?$')"
    return f"TRY_CAST(CASE WHEN {grouped} THEN replace({bare}, ',', '') ELSE {bare} END AS DOUBLE)"


def _time(cell: str, form: str | None) -> str:
    if form:
        return f"try_strptime({cell}, {_literal(form)})"
    bare = f"regexp_replace({cell}, {_ZONE})"
    forms = ", ".join(_literal(one) for one in _MOMENTS)
    return f"coalesce(TRY_CAST({bare} AS TIMESTAMP), try_strptime({bare}, [{forms}]))"


def _selected(planned: Planned, table: DuckTable, reading: Reading, codes: set[str]) -> str:
    pieces, added = [], False
    for name, origin in planned.columns.items():
        value = _value(planned.table, name, origin, table.types, reading)
        value = f"CAST({value} AS VARCHAR)" if name in codes else value
        if origin.how == "sum":
            value, added = f"CAST(sum({value}) AS BIGINT)", True
        pieces.append(f"{value} AS {quoted(name)}")
    start = "SELECT DISTINCT" if reading.distinct and not added else "SELECT"
    return f"{start} {', '.join(pieces)} FROM {table.source}" + (" GROUP BY ALL" if added else "")


def _cell_problems(planned: Planned, table: DuckTable, reading: Reading) -> Iterator[str]:
    """One look at the table counts what cannot be read in all its columns; a second finds the first of each."""
    bad: dict[tuple[str, bool], str] = {}
    for name, origin in planned.columns.items():
        if origin.how not in ("column", "sum"):
            continue
        bad |= {(name, fine): sql for fine, sql in _faults(planned.table, name, origin, table.types, reading)}
    if not bad:
        return
    counts = ", ".join(f"count(*) FILTER ({sql})" for sql in bad.values())
    [(rows, *found)] = table.connection.execute(f"SELECT count(*), {counts} FROM {table.source}").fetchall()
    for ((name, fine), sql), count in zip(bad.items(), found, strict=True):
        if count:
            cell = quoted(planned.columns[name].of)
            numbered = f"SELECT row_number() OVER () AS place, * FROM {table.source}"
            first = table.connection.execute(
                f"SELECT place, CAST({cell} AS VARCHAR) FROM ({numbered}) WHERE {sql} ORDER BY place LIMIT {_SHOWN}"
            ).fetchall()
            yield unread_sentence(planned, name, count, rows, first, reading, fine=fine)


def _faults(
    table: str, name: str, origin: From, types: Mapping[str, str], reading: Reading
) -> Iterator[tuple[bool, str]]:
    """SQL that is true of a cell that cannot be read, and of an amount finer than a cent."""
    kind, type_, cell = kind_of(table, name), types[origin.of], quoted(origin.of)
    if kind == "time" and not type_.startswith(("DATE", "TIMESTAMP")):
        if _is_text(type_):
            yield False, f"trim({cell}) <> '' AND {_value(table, name, origin, types, reading)} IS NULL"
        else:
            yield False, f"{cell} IS NOT NULL"
    if kind in ("number", "money"):
        if _is_text(type_):
            yield False, f"trim({cell}) <> '' AND {_number(cell, reading.decimal)} IS NULL"
        if kind == "money" and not reading.rounded and not _WHOLE.fullmatch(type_):
            number = _number(cell, reading.decimal) if _is_text(type_) else f"CAST({cell} AS DOUBLE)"
            cents = f"({number} * {100 if reading.money == 'whole' else 1})"
            yield True, f"abs({cents} - round({cents})) > 1e-4"


def _key_problems(planned: Planned, relation: Any, table: DuckTable, reading: Reading) -> Iterator[str]:
    key = key_of(planned.table)
    if not key or any(name not in planned.columns for name in key):
        return
    connection, keys = table.connection, ", ".join(map(quoted, key))
    empty = " OR ".join(f"{quoted(name)} IS NULL" for name in key)
    connection.register("_own", relation)
    try:
        [(lost,)] = connection.execute(f"SELECT count(*) FILTER ({empty}) FROM _own").fetchall()
        if lost:
            yield key_sentence(planned, key, lost, [])
        grouped = f"SELECT {keys} FROM _own WHERE NOT ({empty}) GROUP BY {keys} HAVING count(*) > 1"
        [(count,)] = connection.execute(f"SELECT count(*) FROM ({grouped})").fetchall()
        if not count:
            return
        first = connection.execute(f"{grouped} ORDER BY ALL LIMIT {_SHOWN}").fetchall()
        same = " AND ".join(f"{quoted(name)} = ?" for name in key)
        others = [name for name in planned.columns if name not in key]
        counted = ", ".join(f"count(DISTINCT coalesce(CAST({quoted(name)} AS VARCHAR), ''))" for name in others) or "1"
        [kinds] = connection.execute(f"SELECT {counted} FROM _own WHERE {same}", list(first[0])).fetchall()
        differ = [name for name, number in zip(others, kinds, strict=False) if number > 1]
        yield repeated_sentence(planned, key, count, [(tuple(map(str, one)), ()) for one in first], differ, reading)
    finally:
        connection.unregister("_own")
