"""One's own data as `measure` takes them: opened, mapped and checked before anything is computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpilab.data.kinds import key_of
from kpilab.data.mapping import DataMap
from kpilab.data.opening import Opened, is_in_duckdb
from kpilab.data.own_relations import relations
from kpilab.data.own_tables import tables_in_memory
from kpilab.data.reading_plan import plan_reading
from kpilab.errors import MappingError
from kpilab.i18n import _

__all__ = ["OwnData", "own_data"]


@dataclass(frozen=True)
class OwnData:
    """Our tables by name, and whether the keys of all of them have been looked at."""

    tables: Mapping[str, Any]
    keys_checked: bool


def own_data(
    ids: Sequence[str],
    opened: Opened,
    mapping: DataMap | None = None,
    *,
    keys: Sequence[str] = (),
    periods: Sequence[str] = (),
    problems: Sequence[str] = (),
    tell: Callable[[str], None] = lambda _step: None,
) -> OwnData:
    """The tables and columns that the KPIs `ids` need, and those of `keys`, read from `opened`.

    Raises `MappingError` with the `problems` found so far and every other: tables and columns that are not there,
    cells that cannot be read, keys that repeat. `periods` are other words that may have been meant by a key that is no
    column. `tell` hears each step.
    """
    mapping = mapping or DataMap()
    plan, lacking = plan_reading(ids, opened, mapping, keys=keys, periods=periods)
    found = [*problems, *lacking]
    readings = {planned.table: mapping.reading(planned.table) for planned in plan}
    ready = [planned for planned in plan if planned.columns]
    make = relations if is_in_duckdb(opened) else tables_in_memory
    tables, said = make(ready, readings, tell=tell)
    found += said
    if found:
        text = _(
            "Nothing was measured, since these do not fit. --new-mapping FILE.toml writes a mapping to start from."
        )
        raise MappingError(text, found)
    checked = all(key_of(one.table) and set(key_of(one.table)) <= set(one.columns) for one in plan)
    return OwnData(tables, checked)
