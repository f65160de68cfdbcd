"""What the chain's own tables say about the chapter's claims: a link, a lost margin, three anchors, a bent count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

    others = [store for store in chain["stores"]["store"] if store != _STORE]
    lines = {
        _("satisfied, %"): _share(chain, "csat_top2"),
        _("come back the next month, %"): _share(chain, "repurchase_next_window"),
        _("Riverside's sales, thousand"): _sales(chain, [_STORE]),
        _("the other seven, thousand"): _sales(chain, others),
    }
    return pd.DataFrame.from_dict(lines, orient="index", columns=[*_YEARS, _("change"), _("give or take")])


def _months(year: str, first: int, last: int) -> list[str]:
    return [f"{year}-{month:02d}" for month in range(first, last + 1)]


def _share(chain: Mapping[str, pd.DataFrame], kpi: str) -> list[float]:
    from kpilab.metrics import measure

    shares, counts = [], []
    for year in _YEARS:
        months = measure(kpi, chain, by="month", where={"store": _STORE, "month": _months(year, 3, 12)})
        added = months[["numerator", "denominator"]].sum()
        shares.append(float(added["numerator"] / added["denominator"]))
        counts.append(int(added["denominator"]))
    margin = change_margin(shares[0], counts[0], shares[1], counts[1])
    return [100 * shares[0], 100 * shares[1], 100 * (shares[1] - shares[0]), 100 * margin]


def _sales(chain: Mapping[str, pd.DataFrame], stores: Sequence[str]) -> list[float]:
    from math import nan

    from kpilab.metrics import measure

    sold = [
        float(measure("net_sales", chain, where={"store": stores, "month": _months(year, 3, 12)})["value"].sum()) / 1000
        for year in _YEARS
    ]
    return [*sold, 100 * (sold[1] / sold[0] - 1), nan]


def appliances(chain: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Small appliances, April to December of both years: sales, gross profit, pieces, and the profit of one piece.

    Columns: 2024, 2025 and the change in percent. Sales and profit are in thousands.
    """
    import pandas as pd

    from kpilab.metrics import measure

    found = {}
    for year in _YEARS:
        where = {"category": "Small appliances", "month": _months(year, 4, 12)}
        values = measure(["net_sales", "gross_margin", "units_sold"], chain, where=where).set_index("kpi")["value"]
        sold, margin, pieces = (float(values[kpi]) for kpi in ("net_sales", "gross_margin", "units_sold"))
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
    found = {}
    for year in _YEARS:
        where = {"store": "Station", "month": _months(year, 4, 9)}
        months = measure(list(names), chain, by="month", where=where)
        found[year] = months.groupby("kpi")["value"].sum().rename(index=names).astype(int)
    return pd.DataFrame(found).loc[list(names.values())].rename_axis(None)
