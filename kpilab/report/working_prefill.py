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


def _place(tables: Tables) -> str | None:
    """The column that tells the stores apart; None where orders or plans know no stores: then the firm is one line."""
    known = [tables[name] for name in ("orders", "plans") if name in tables]
    if any("store_id" not in table for table in known):
        return None
    stores = tables.get("stores")
    return next((name for name in ("store", "team", "store_id") if stores is not None and name in stores), "store_id")


def _sales(tables: Tables, months: Sequence[str]) -> pd.DataFrame:
    """A row for each month and store, or for each month of the whole firm."""
    from kpilab.metrics import measure

    place = _place(tables)
    keys = [place, "month"] if place else ["month"]
    kpis = {"net_sales": "net", "order_count": "orders", "gross_margin": "profit"}
    if "footfall" in tables:
        kpis["store_footfall"] = "visitors"
    elif place is None and "sessions" in tables:
        kpis["sessions"] = "visitors"
    facts = measure(list(kpis), tables, by=keys)
    rows = facts.pivot_table(index=keys, columns="kpi", values="value").rename(columns=kpis).reset_index()
    if "footfall" in tables:
        rows["visitors"] = rows["visitors"].where(_counted_whole(tables, rows, keys))
    earlier = rows[[*keys, "net"]].rename(columns={"net": "year_ago"}).assign(month=rows["month"].map(_year_later))
    rows = rows.merge(earlier, on=keys, how="left")
    if "plans" in tables:
        plans = tables["plans"].query("kpi == 'net_sales'").rename(columns={"norm": "plan"})
        if place not in (None, "store_id"):
            plans = plans.merge(tables["stores"][["store_id", place]], on="store_id")
        rows = rows.merge(plans[[*keys, "plan"]], on=keys, how="left")
    rows = rows[rows["month"].isin(list(months))].sort_values([*reversed(keys)], ignore_index=True)
    return rows.rename(columns={place: "who"}) if place else rows.assign(who=_("the whole firm"))


def _counted_whole(tables: Tables, rows: pd.DataFrame, keys: Sequence[str]) -> pd.Series[bool]:
    """Whether visitors were counted on each day on which something was paid: sales of other days have no visitors."""
    paid = tables["orders"].dropna(subset=["paid_at"]).assign(day=lambda t: t["paid_at"].dt.normalize())
    sold = paid[["store_id", "day"]].drop_duplicates()
    seen = tables["footfall"].dropna(subset=["entries"])[["store_id", "day"]].assign(seen=True)
    days = sold.merge(seen, on=["store_id", "day"], how="left")
    days["month"] = days["day"].dt.strftime("%Y-%m")
    if "stores" in tables:
        days = days.merge(tables["stores"], on="store_id")
    gaps = days[days["seen"].isna()][list(keys)].drop_duplicates().assign(gap=True)
    whole: pd.Series[bool] = rows[list(keys)].merge(gaps, on=list(keys), how="left")["gap"].isna()
    return whole.set_axis(rows.index)


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
    """A row for each month and channel of the tickets; without tickets, what customers answered.

    In time and solved are those of the KPIs, so a month that is not over for them stays blank; so do the minutes
    where somebody never got an answer, since their wait is not known. Orders and answers have no channel of service.
    """
    import pandas as pd

    if "tickets" in tables:
        return _tickets(tables, months)
    if "surveys" not in tables or "score" not in tables["surveys"]:
        return pd.DataFrame()
    orders = tables["orders"].dropna(subset=["paid_at"])
    paid = orders["paid_at"].dt.strftime("%Y-%m").value_counts()
    answers = tables["surveys"].assign(month=lambda t: t["answered_on"].dt.strftime("%Y-%m")).dropna(subset=["score"])
    answers = answers[answers["month"].isin(list(months))].assign(satisfied=lambda t: t["score"].ge(4))
    asked: pd.DataFrame = answers.groupby("month", as_index=False).agg(
        answers=("score", "size"), satisfied=("satisfied", "sum")
    )
    return asked.assign(channel=_("store"), orders=asked["month"].map(paid))


def _tickets(tables: Tables, months: Sequence[str]) -> pd.DataFrame:
    """The tickets by month and channel."""
    from kpilab.metrics import measure

    keys = ["month", "channel"]
    tickets = tables["tickets"].assign(month=lambda t: t["created_at"].dt.strftime("%Y-%m"))
    wait = (tickets["first_human_reply_at"] - tickets["created_at"]).dt.total_seconds() / 60
    rows = tickets.assign(minutes=wait, waiting=wait.isna(), complaints=tickets["type"].eq("complaint"))
    rows = rows[rows["month"].isin(list(months))].groupby(keys, as_index=False)
    counted: pd.DataFrame = rows.agg(
        tickets=("ticket_id", "size"),
        minutes=("minutes", "sum"),
        waiting=("waiting", "sum"),
        complaints=("complaints", "sum"),
    )
    counted["minutes"] = counted["minutes"].where(counted["waiting"].eq(0))
    kpis = {"service_level": "in_time", "resolution_rate": "solved"}
    facts = measure(list(kpis), tables, by=keys).pivot_table(index=keys, columns="kpi", values="numerator")
    return counted.drop(columns="waiting").merge(facts.rename(columns=kpis).reset_index(), on=keys, how="left")


def _marketing(tables: Tables, months: Sequence[str]) -> pd.DataFrame:
    """A row for each campaign that began in those months: the paid orders credited to it, less what was paid back."""
    import pandas as pd

    if "campaign_id" not in tables["orders"]:
        return pd.DataFrame()
    campaigns = tables["campaigns"]
    rows = campaigns[campaigns["start_on"].dt.strftime("%Y-%m").isin(list(months))]
    orders = tables["orders"].dropna(subset=["paid_at", "campaign_id"])
    lines = tables["order_lines"].merge(orders[["order_id", "campaign_id"]], on="order_id")
    lines = lines.merge(tables["products"][["product_id", "cost_cents"]], on="product_id")
    net, qty = lines["qty"] * lines["unit_price_cents"] - lines["discount_cents"], lines["qty"]
    if "returns" in tables:
        back = tables["returns"].groupby(["order_id", "line_no"])[["qty", "refund_cents"]].sum()
        back = back.reindex(pd.MultiIndex.from_frame(lines[["order_id", "line_no"]])).fillna(0).reset_index(drop=True)
        net, qty = net - back["refund_cents"], qty - back["qty"]
    sums = lines.assign(net=net, profit=net - qty * lines["cost_cents"]).groupby("campaign_id")[["net", "profit"]]
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
