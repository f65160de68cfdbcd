"""Rows for the working tables from the tables of a merchant: measured where there is a KPI, counted otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["prefilled"]

Tables = Mapping[str, Any]
_DAYS_TO_ORDER = 14
"""A first proposal of the lowest level: what two weeks sell."""


def prefilled(tables: Tables, months: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Rows by kind of working table, for those months (2025-05, 2025-06 …); kinds without data are left out.

    `tables` are pandas tables with the names and columns of a merchant. Raises `DataError` where no month is named.
    """
    if not months:
        raise DataError(_("Name at least one month, such as 2025-05."))
    makers: dict[str, tuple[tuple[str, ...], Callable[[Tables, Sequence[str]], pd.DataFrame]]] = {
        "sales": (("orders", "order_lines", "products"), _sales),
        "stock": (("stock", "orders", "order_lines", "products"), _stock),
        "service": (("orders",), _service),
        "marketing": (("campaigns", "orders", "order_lines", "products"), _marketing),
    }
    found = {kind: make(tables, months) for kind, (needs, make) in makers.items() if set(needs) <= set(tables)}
    return {kind: rows for kind, rows in found.items() if len(rows)}


def _place(tables: Tables) -> str:
    stores = tables.get("stores")
    return next((name for name in ("store", "team", "store_id") if stores is not None and name in stores), "store_id")


def _sales(tables: Tables, months: Sequence[str]) -> pd.DataFrame:
    """A row for each month and store."""
    from kpilab.metrics import measure

    place = _place(tables)
    keys = [place, "month"]
    kpis = {"net_sales": "net", "order_count": "orders", "gross_margin": "profit"}
    if "footfall" in tables:
        kpis["store_footfall"] = "visitors"
    facts = measure(list(kpis), tables, by=keys)
    rows = facts.pivot_table(index=keys, columns="kpi", values="value").rename(columns=kpis).reset_index()
    earlier = rows[[*keys, "net"]].rename(columns={"net": "year_ago"}).assign(month=rows["month"].map(_year_later))
    rows = rows.merge(earlier, on=keys, how="left")
    if "plans" in tables:
        plans = tables["plans"]
        plans = plans[plans["kpi"] == "net_sales"][["store_id", "month", "norm"]].rename(columns={"norm": "plan"})
        if place != "store_id":
            plans = plans.merge(tables["stores"][["store_id", place]], on="store_id").drop(columns="store_id")
        rows = rows.merge(plans, on=keys, how="left")
    rows = rows[rows["month"].isin(list(months))].sort_values(["month", place], ignore_index=True)
    return rows.rename(columns={place: "who"})


def _year_later(month: str) -> str:
    return f"{int(month[:4]) + 1}{month[4:]}"


def _stock(tables: Tables, months: Sequence[str]) -> pd.DataFrame:
    """A row for each product, over all stores: from the count before the first month to that after the last."""
    import pandas as pd

    counts = tables["stock"].assign(month=lambda t: t["day"].dt.strftime("%Y-%m"))
    before = str(pd.Period(months[0], "M") - 1)
    units = counts.pivot_table(index="product_id", columns="month", values="units", aggfunc="sum")
    if before not in units or months[-1] not in units:
        return pd.DataFrame()
    received = counts[counts["month"].isin(list(months))].groupby("product_id")["received_units"].sum()
    orders = tables["orders"]
    when = orders["ordered_at"] if "ordered_at" in orders else orders["paid_at"]
    paid = orders[orders["paid_at"].notna() & when.dt.strftime("%Y-%m").isin(list(months))]
    lines = tables["order_lines"]
    sold = lines[lines["order_id"].isin(paid["order_id"])].groupby("product_id")["qty"].sum()
    days = (pd.Period(months[-1], "M").end_time - pd.Period(months[0], "M").start_time).days + 1
    rows = tables["products"].set_index("product_id")
    return pd.DataFrame(
        {
            "product": rows.get("product", rows.index),
            "category": rows["category"],
            "opening": units[before],
            "received": received,
            "sold": sold.reindex(rows.index).fillna(0),
            "counted": units[months[-1]],
            "unit_cost": rows["cost_cents"] / 100,
            "lowest": (sold.reindex(rows.index).fillna(0) / days * _DAYS_TO_ORDER).round(),
            "days": days,
        },
        index=rows.index,
    ).reset_index(drop=True)


def _service(tables: Tables, months: Sequence[str]) -> pd.DataFrame:
    """A row for each month and channel of the tickets; without tickets, what customers answered."""
    import pandas as pd

    orders = tables["orders"].dropna(subset=["paid_at"])
    paid = orders["paid_at"].dt.strftime("%Y-%m").value_counts()
    if "tickets" in tables:
        tickets = tables["tickets"].assign(month=lambda t: t["created_at"].dt.strftime("%Y-%m"))
        wait = (tickets["first_human_reply_at"] - tickets["created_at"]).dt.total_seconds() / 60
        rows = tickets.assign(
            minutes=wait,
            solved=tickets["solved_at"].notna() & tickets["reopened_at"].isna(),
            complaints=tickets["type"].eq("complaint"),
        )
        rows = rows[rows["month"].isin(list(months))].groupby(["month", "channel"], as_index=False)
        counted: pd.DataFrame = rows.agg(
            tickets=("ticket_id", "size"),
            minutes=("minutes", "sum"),
            solved=("solved", "sum"),
            complaints=("complaints", "sum"),
        )
        return counted
    if "surveys" not in tables or "score" not in tables["surveys"]:
        return pd.DataFrame()
    answers = tables["surveys"].assign(month=lambda t: t["answered_on"].dt.strftime("%Y-%m")).dropna(subset=["score"])
    answers = answers[answers["month"].isin(list(months))].assign(satisfied=lambda t: t["score"].ge(4))
    asked: pd.DataFrame = answers.groupby("month", as_index=False).agg(
        answers=("score", "size"), satisfied=("satisfied", "sum")
    )
    return asked.assign(channel=_("store"), orders=asked["month"].map(paid))


def _marketing(tables: Tables, months: Sequence[str]) -> pd.DataFrame:
    """A row for each campaign that began in those months, with the paid orders credited to it."""
    import pandas as pd

    if "campaign_id" not in tables["orders"]:
        return pd.DataFrame()
    campaigns = tables["campaigns"]
    rows = campaigns[campaigns["start_on"].dt.strftime("%Y-%m").isin(list(months))]
    orders = tables["orders"].dropna(subset=["paid_at", "campaign_id"])
    lines = tables["order_lines"].merge(orders[["order_id", "campaign_id"]], on="order_id")
    lines = lines.merge(tables["products"][["product_id", "cost_cents"]], on="product_id")
    net = lines["qty"] * lines["unit_price_cents"] - lines["discount_cents"]
    sums = lines.assign(net=net, profit=net - lines["qty"] * lines["cost_cents"]).groupby("campaign_id")[
        ["net", "profit"]
    ]
    sold = sums.sum().div(100).reindex(rows["campaign_id"])
    many = orders.groupby("campaign_id")["order_id"].size().reindex(rows["campaign_id"])
    return pd.DataFrame(
        {
            "campaign": (rows["campaign"] if "campaign" in rows else rows["campaign_id"]).to_numpy(),
            "channel": rows["channel"].to_numpy(),
            "begins": rows["start_on"].to_numpy(),
            "ends": rows["end_on"].to_numpy(),
            "cost": rows["cost_cents"].to_numpy() / 100,
            "orders": many.fillna(0).to_numpy(),
            "sales": sold["net"].fillna(0).to_numpy(),
            "profit": sold["profit"].fillna(0).to_numpy(),
            "plan": rows["plan_cents"].to_numpy() / 100 if "plan_cents" in rows else float("nan"),
        }
    )
