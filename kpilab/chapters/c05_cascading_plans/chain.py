"""The real chain's section: its sales of 2025 against an even year, the season of 2024, and its own plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpilab.analysis.seasons import seasonal_indices, split_year
from kpilab.analysis.shares import ShareKey, Unit, split_exactly

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["by_month_2025", "stores_by_history"]

_MONTHS = tuple(f"{month:02d}" for month in range(1, 13))


def _sold() -> pd.DataFrame:
    """Net sales in yuan: a line a month of 2024 and 2025, a column a store."""
    from kpilab.data.load import load
    from kpilab.metrics import measure

    found = measure(["net_sales"], load("retail_chain"), by=["month", "store"])
    return found.pivot_table(index="month", columns="store", values="value")


def _planned() -> pd.DataFrame:
    """The planned net sales in yuan: a line a month, a column a store."""
    from kpilab.data.load import load

    tables = load("retail_chain", tables=["plans", "stores"])
    plans = tables["plans"]
    names = tables["stores"].set_index("store_id")["store"]
    rows = plans[plans["kpi"] == "net_sales"]
    return rows.assign(store=rows["store_id"].map(names)).pivot_table(index="month", columns="store", values="norm")


def by_month_2025() -> pd.DataFrame:
    """Each month of 2025: sold in yuan, and sold ÷ plan for three plans of the same year's total."""
    sold, planned = _sold().sum(axis=1), _planned().sum(axis=1)
    before, after, plan = sold.loc[:"2024-12"], sold.loc["2025-01":], planned.loc["2025-01":]
    total = round(plan.sum())
    season = split_year(total, seasonal_indices(before.tolist(), _MONTHS))
    table = after.to_frame("sold")
    table["even twelfth"] = after / (total / 12)
    table["season of 2024"] = after / list(season.values())
    table["own plan"] = after / plan
    return table


def stores_by_history() -> pd.DataFrame:
    """Each store in 2025: the plan if 2024's sales alone shared it out, what it sold (both in thousand), attainment."""
    sold, planned = _sold(), _planned()
    history = [Unit(str(store), float(amount)) for store, amount in sold.loc[:"2024-12"].sum().items()]
    total = round(planned.loc["2025-01":].to_numpy().sum())
    plans = split_exactly(total, ShareKey().shares(history), step=1000)
    table = sold.loc["2025-01":].sum().to_frame("sold, thousand") / 1000
    table.insert(0, "plan by history", [plans[store] // 1000 for store in table.index])
    table["attainment"] = table["sold, thousand"] / table["plan by history"]
    return table.sort_values("attainment").rename_axis(None)
