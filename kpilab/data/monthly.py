"""Long tables as monthly summaries, short enough to be read in Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpilab.i18n import N_
from kpilab.worlds.layout import Column, Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Summary", "summary"]

Frames = Mapping[str, "pd.DataFrame"]

_MONTH = Column("month", "text", N_("The month, as 2025-05."))
_STORE = Column("store", "text", N_("The store's name."))


@dataclass(frozen=True)
class Summary:
    """A long table by month: what a row is, its columns, and its rows."""

    what: str
    columns: tuple[Column, ...]
    rows: pd.DataFrame


def _count(name: str, meaning: str) -> Column:
    return Column(name, "integer", meaning)


def _money(name: str, meaning: str) -> Column:
    return Column(name, "integer", meaning, N_("cents"))


def _with_store(data: pd.DataFrame, stores: pd.DataFrame, column: str = "store_id") -> pd.DataFrame:
    return data.assign(store=data[column].map(stores.set_index("store_id")["store"]))


def _month(times: pd.Series[pd.Timestamp]) -> pd.Series[str]:
    return times.dt.strftime("%Y-%m")


def _orders(frames: Frames) -> Summary:
    orders = _with_store(frames["orders"], frames["stores"])
    orders = orders.assign(
        month=_month(orders["ordered_at"]),
        orders=1,
        paid_orders=orders["paid_at"].notna().astype("int64"),
        by_members=(orders["paid_at"].notna() & orders["customer_id"].notna()).astype("int64"),
    )
    columns = (
        _MONTH,
        _STORE,
        Column("channel", "text", N_("How the orders were placed.")),
        _count("orders", N_("Orders placed.")),
        _count("paid_orders", N_("Of these, orders paid in the end.")),
        _count("by_members", N_("Of these, orders by members.")),
        _money("discount_cents", N_("Taken off the list price.")),
        _money("paid_cents", N_("Paid in the end; returns are not taken off.")),
    )
    return Summary(N_("Orders by month of the order, store and channel."), columns, _summed(orders, columns, 3))


def _order_lines(frames: Frames) -> Summary:
    paid = _with_store(frames["orders"].dropna(subset=["paid_at"]), frames["stores"])
    paid = paid.assign(month=_month(paid["paid_at"]))[["order_id", "month", "store"]]
    lines = frames["order_lines"].merge(paid, on="order_id")
    lines = lines.merge(frames["products"][["product_id", "category", "cost_cents"]], on="product_id")
    lines = lines.assign(
        lines=1,
        list_cents=lines["qty"] * lines["unit_price_cents"],
        goods_cents=lines["qty"] * lines["cost_cents"],
        paid_cents=lines["qty"] * lines["unit_price_cents"] - lines["discount_cents"],
    )
    columns = (
        _MONTH,
        _STORE,
        Column("category", "text", N_("The category of the products.")),
        _count("lines", N_("Lines of paid orders.")),
        Column("qty", "integer", N_("Pieces sold."), N_("pieces")),
        _money("list_cents", N_("At list price.")),
        _money("discount_cents", N_("Taken off the list price.")),
        _money("paid_cents", N_("Paid in the end; returns are not taken off.")),
        _money("goods_cents", N_("What these goods cost the chain.")),
    )
    what = N_("Lines of paid orders by month of payment, store and category.")
    return Summary(what, columns, _summed(lines, columns, 3))


def _customers(frames: Frames) -> Summary:
    members = _with_store(frames["customers"], frames["stores"], "home_store_id")
    members = members.assign(month=_month(members["joined_on"]), members=1)
    columns = (_MONTH, _STORE, _count("members", N_("Members who joined.")))
    return Summary(N_("Members by month of joining and store."), columns, _summed(members, columns, 2))


def _any(table: Table, frames: Frames) -> Summary:
    """Rows counted, and pieces and amounts of money added up, by month and by what else tells them apart in few words.

    The month is that of the table's first day or time, or of the row that it belongs to. Where the sheet would still
    be too long, the last of these keys is left out.
    """
    parts = dict(_by(table, frames))
    keys = list(parts)
    data = frames[table.name].assign(rows=1, **{column.name: values for column, values in parts.items()})
    amounts = [column for column in table.columns if _adds_up(column)]
    columns = (*keys, _count("rows", N_("Rows of the table.")), *amounts)
    found = _summed(data, columns, len(keys))
    while len(found) > _MOST and len(keys) > 1:
        keys = keys[:-1]
        columns = (*keys, *columns[len(keys) + 1 :])
        found = _summed(data, columns, len(keys))
    return Summary(N_("Rows counted, and pieces and money added up, by month and kind."), columns, found)


_MOST = 5_000
_FEW = 60
"""So many different places still make a table that one can read."""


def _adds_up(column: Column) -> bool:
    return column.name == "qty" or (column.name.endswith("_cents") and "price" not in column.name)


def _by(table: Table, frames: Frames) -> Iterator[tuple[Column, Any]]:
    data = frames[table.name]
    month = _months(table, data, frames)
    if month is not None:
        yield _MONTH, month
    named = "stores" in frames and "store" in frames["stores"]
    if "store_id" in table.names and named:
        yield _STORE, _with_store(data, frames["stores"])["store"]
    for column in table.columns:
        if column.name == "store_id" and named:
            continue
        known = frames.get(column.refers_to) if column.refers_to else None
        is_place = known is not None and len(known) <= _FEW
        if column.kind == "text" and (is_place or column.allowed) and data[column.name].nunique() <= _FEW:
            yield column, data[column.name].astype("object").fillna("")


def _months(table: Table, data: pd.DataFrame, frames: Frames) -> Any:
    """For each row its month; None where neither it nor the row that it belongs to has a day."""
    moment = _moment(table.columns)
    if moment is not None:
        return _month(data[moment])
    for column in table.columns:
        there = frames.get(column.refers_to) if column.refers_to else None
        if there is not None and len(there) > _FEW:
            named = [name for name in there.columns if str(there[name].dtype).startswith("datetime")]
            if named:
                by_key = there.set_index(column.refers_as or column.name)[named[0]]
                return _month(data[column.name].map(by_key))
    return None


def _moment(columns: tuple[Column, ...]) -> str | None:
    return next((column.name for column in columns if column.kind in ("date", "time")), None)


def _summed(data: pd.DataFrame, columns: tuple[Column, ...], keys: int) -> pd.DataFrame:
    names = [column.name for column in columns]
    if not keys:
        return data[names].sum().to_frame().T
    return data.groupby(names[:keys], as_index=False, sort=True, dropna=False)[names[keys:]].sum()


_SUMMARIES: Mapping[str, Mapping[str, Callable[[Frames], Summary]]] = {
    "retail_chain": {"customers": _customers, "orders": _orders, "order_lines": _order_lines},
}


def summary(name: str, table: Table, frames: Frames) -> Summary:
    """The rows by month of a table of that merchant: summed where we know what adds up, counted elsewhere."""
    made = _SUMMARIES.get(name, {}).get(table.name)
    return made(frames) if made else _any(table, frames)
