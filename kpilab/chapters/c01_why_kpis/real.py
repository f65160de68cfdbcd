"""What the chain's own tables say about the chapter's claims: a link, a lost margin, three anchors, a bent count."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan
from typing import TYPE_CHECKING

from kpilab.analysis.surveys import change_margin
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["anchors", "appliances", "link", "sign_ups"]

_YEARS = ("2024", "2025")
_STORE = "Riverside"


def link(chain: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Riverside, March to December of both years: satisfied, coming back the next month, sales; and the other stores' sales.

    Columns: 2024, 2025, change and give_or_take (half the width of the change's 95 % interval; missing for sales).
    Shares are in percent and their changes in points; sales are in thousands and their change in percent.
    """
    import pandas as pd

    from kpilab.metrics import measure

    asked = ["csat_top2", "repurchase_next_window", "net_sales"]
    found = measure(asked, chain, by=["store", "month"], where={"month": [*_months(3, 12)]})
    found = found.assign(year=found["month"].str[:4], here=found["store"] == _STORE)
    added = found.groupby(["kpi", "here", "year"])[["value", "numerator", "denominator"]].sum()
    sold = added["value"] / 1000
    lines = {
        _("satisfied, %"): _share(added, "csat_top2"),
        _("come back the next month, %"): _share(added, "repurchase_next_window"),
        _("Riverside's sales, thousand"): _grown(sold["net_sales", True]),
        _("the other seven, thousand"): _grown(sold["net_sales", False]),
    }
    return pd.DataFrame.from_dict(lines, orient="index", columns=[*_YEARS, _("change"), _("give or take")])


def _months(first: int, last: int) -> tuple[str, ...]:
    """Those months of both years: measured in one go, and added up by year."""
    return tuple(f"{year}-{month:02d}" for year in _YEARS for month in range(first, last + 1))


def _share(added: pd.DataFrame, kpi: str) -> list[float]:
    """Riverside's share of both years, in percent, its change, and the margin of that change."""
    above, below = (added[part][kpi, True].tolist() for part in ("numerator", "denominator"))
    before, after = (one / of for one, of in zip(above, below, strict=True))
    margin = change_margin(before, int(below[0]), after, int(below[1]))
    return [100 * before, 100 * after, 100 * (after - before), 100 * margin]


def _grown(years: pd.Series[float]) -> list[float]:
    before, after = years.tolist()
    return [before, after, 100 * (after / before - 1), nan]


def appliances(chain: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Small appliances, April to December of both years: sales, gross profit, pieces, and the profit of one piece.

    Columns: 2024, 2025 and the change in percent. Sales and profit are in thousands.
    """
    import pandas as pd

    from kpilab.metrics import measure

    where = {"category": "Small appliances", "month": [*_months(4, 12)]}
    months = measure(["net_sales", "gross_margin", "units_sold"], chain, by="month", where=where)
    values = months.groupby([months["month"].str[:4], "kpi"])["value"].sum()
    found = {}
    for year in _YEARS:
        sold, margin, pieces = (float(values[year, kpi]) for kpi in ("net_sales", "gross_margin", "units_sold"))
        found[year] = [sold / 1000, margin / 1000, pieces, margin / pieces]
    names = [_("net sales, thousand"), _("gross profit, thousand"), _("pieces"), _("gross profit a piece")]
    table = pd.DataFrame(found, index=names)
    return table.assign(**{_("change, %"): 100 * (table["2025"] / table["2024"] - 1)})


def anchors(chain: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Riverside's sales of March 2025 (thousands) beside three numbers that one may compare them with."""
    import pandas as pd

    from kpilab.metrics import measure

    where = {"store": _STORE, "month": ["2024-03", "2025-02", "2025-03"]}
    sold = measure("net_sales", chain, by="month", where=where).set_index("month")["value"] / 1000
    stores = chain["stores"].set_index("store")["store_id"]
    plans = chain["plans"]
    here = (plans["store_id"] == stores[_STORE]) & (plans["kpi"] == "net_sales") & (plans["month"] == "2025-03")
    compared = {
        _("last month"): float(sold["2025-02"]),
        _("the same month last year"): float(sold["2024-03"]),
        _("the plan"): float(plans.loc[here, "norm"].iloc[0]) / 1000,
    }
    march = float(sold["2025-03"])
    table = pd.DataFrame({_("compared with"): compared, _("March 2025"): march})
    return table.assign(**{_("change, %"): 100 * (march / table[_("compared with")] - 1)})


def sign_ups(chain: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Station's new members from April to September of both years, and those who bought again within 60 days."""
    import pandas as pd

    from kpilab.metrics import measure

    names = {"new_customers": _("new members"), "new_customers_returning": _("bought again within 60 days")}
    where = {"store": "Station", "month": [*_months(4, 9)]}
    months = measure(list(names), chain, by="month", where=where)
    added = months.assign(year=months["month"].str[:4]).groupby(["kpi", "year"])["value"].sum().astype(int)
    return pd.DataFrame({name: added[kpi] for kpi, name in names.items()}).T.rename_axis(columns=None)
