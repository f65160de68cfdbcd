"""Long tables as monthly summaries, short enough to be read in Excel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    """Rows counted by the month of the table's first day or time, and by store where it has one."""
    data = frames[table.name].assign(rows=1)
    keys: tuple[Column, ...] = ()
    moments = [column.name for column in table.columns if column.kind in ("date", "time")]
    if moments:
        data, keys = data.assign(month=_month(data[moments[0]])), (_MONTH,)
    if "store_id" in table.names:
        data, keys = _with_store(data, frames["stores"]), (*keys, _STORE)
    columns = (*keys, _count("rows", N_("Rows of the table.")))
    return Summary(N_("Rows counted by month and store."), columns, _summed(data, columns, len(keys)))


def _summed(data: pd.DataFrame, columns: tuple[Column, ...], keys: int) -> pd.DataFrame:
    names = [column.name for column in columns]
    if not keys:
        return data[names].sum().to_frame().T
    return data.groupby(names[:keys], as_index=False, sort=True)[names[keys:]].sum()


_SUMMARIES: Mapping[str, Callable[[Frames], Summary]] = {
    "customers": _customers,
    "orders": _orders,
    "order_lines": _order_lines,
}


def summary(table: Table, frames: Frames) -> Summary:
    """The table's rows by month: summed where we know what adds up, counted elsewhere."""
    return _SUMMARIES[table.name](frames) if table.name in _SUMMARIES else _any(table, frames)
