"""What was measured on one's own data and is probably not what was meant: told below the table, forbidden to nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import narwhals as nw

from kpilab.data.mapping import DataMap
from kpilab.data.reading_plan import needed_by
from kpilab.i18n import _, ngettext
from kpilab.metrics.periods import PERIODS

__all__ = ["doubts"]

_LISTED = 12


def doubts(
    ids: Sequence[str], mapping: DataMap, tables: Mapping[str, Any], *, where: Mapping[str, Sequence[Any]]
) -> Iterator[str]:
    """A sentence for each: tables said not to be there, refunds of orders that are not, values that no row has.

    >>> import pandas as pd
    >>> orders, returns = pd.DataFrame({"order_id": ["T1", "T2"]}), pd.DataFrame({"order_id": ["T1", "X7", "X8"]})
    >>> [said] = doubts([], DataMap(), {"orders": orders, "returns": returns}, where={})
    >>> said
    "2 of 3 rows of 'returns' name an order that 'orders' does not hold, and were not counted: X7, X8."
    """
    needed = needed_by(ids)
    for table in sorted(mapping.absent & needed.keys()):
        kpis = ", ".join(dict.fromkeys(one for names in needed[table].values() for one in names))
        text = _("The mapping says {table} = false: measured as if there had been none. It bears on {kpis}.")
        yield text.format(table=table, kpis=kpis)
    yield from _orphans(tables)
    for name, values in where.items():
        if name not in PERIODS:
            yield from _unseen(name, values, tables)


def _orphans(tables: Mapping[str, Any]) -> Iterator[str]:
    """Refunds whose order is not there: often another number stands in the column that was taken for the order's."""
    if not {"orders", "returns"} <= tables.keys():
        return
    orders, returns = (nw.from_native(tables[name]).lazy() for name in ("orders", "returns"))
    if any("order_id" not in frame.collect_schema() for frame in (orders, returns)):
        return
    known = returns.filter(~nw.col("order_id").is_null()).select("order_id")
    rows = int(known.select(nw.len()).collect().to_pandas().iloc[0, 0])
    lost = known.join(orders.select("order_id").unique(), on="order_id", how="anti").collect().to_pandas()["order_id"]
    if lost.empty:
        return
    text = ngettext(
        "{n:,} of {rows:,} rows of 'returns' names an order that 'orders' does not hold, and was not counted: {first}.",
        "{n:,} of {rows:,} rows of 'returns' name an order that 'orders' does not hold, and were not counted: {first}.",
        len(lost),
    )
    first = [str(one) for one in sorted(lost.unique())]
    yield text.format(n=len(lost), rows=rows, first=", ".join(first[:3]) + (" …" if len(first) > 3 else ""))


def _unseen(name: str, values: Sequence[Any], tables: Mapping[str, Any]) -> Iterator[str]:
    """Values asked for with --where that no table has."""
    found: set[Any] = set()
    for table in tables.values():
        frame = nw.from_native(table).lazy()
        if name in frame.collect_schema():
            found |= set(frame.select(name).unique().collect().to_pandas()[name].dropna())
    for value in values:
        if found and value not in found:
            there = sorted(map(str, found))
            listed = ", ".join(there[:_LISTED]) + (" …" if len(there) > _LISTED else "")
            text = _("--where {name}={value}: no row has that value. There is: {listed}.")
            yield text.format(name=name, value=value, listed=listed)
