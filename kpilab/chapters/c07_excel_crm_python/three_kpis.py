"""Win rate, follow-up on time and quota attainment of each seller: by SQL, by pandas, and by `measure`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kpilab.chapters.c07_excel_crm_python.queries import QUERIES

if TYPE_CHECKING:
    import pandas as pd

    from kpilab.data.crm import Crm

__all__ = ["by_measure", "by_pandas", "by_sql", "differing"]

FIRST, AFTER = "2025-01-01", "2026-01-01"
"""The year that is looked at."""


def by_sql(db: Crm, *, first: str = FIRST, after: str = AFTER) -> pd.DataFrame:
    """A line a seller: the three KPIs as the CRM answers the three queries; a KPI without a whole is missing."""
    asked = {
        "win_rate": db.query(QUERIES["win_rate"], first=first, after=after),
        "follow_up_timeliness": db.query(QUERIES["follow_up_timeliness"], first=first, after=after),
        "quota_attainment": db.query(
            QUERIES["quota_attainment"], first=first, after=after, first_month=first[:7], after_month=after[:7]
        ),
    }
    return _beside({name: found.set_index("staff_id").iloc[:, :2] for name, found in asked.items()})


def by_pandas(data: Mapping[str, pd.DataFrame], *, first: str = FIRST, after: str = AFTER) -> pd.DataFrame:
    """The same from the tables in memory."""
    import pandas as pd

    begin, end = pd.Timestamp(first), pd.Timestamp(after)

    def within(moments: pd.Series[pd.Timestamp]) -> pd.Series[bool]:
        return moments.ge(begin) & moments.lt(end)

    deals = data["opportunities"]
    closed = deals[deals["stage"].isin(["won", "lost"]) & within(deals["closed_at"])]
    leads = data["leads"].assign(due_at=data["leads"]["created_at"] + pd.Timedelta(hours=24))
    due = leads[within(leads["due_at"])]
    paid = data["orders"][within(data["orders"]["paid_at"])]
    quotas = data["quotas"][data["quotas"]["month"].between(first[:7], after[:7], inclusive="left")]
    return _beside(
        {
            "win_rate": _counted(closed["stage"].eq("won"), closed["staff_id"]),
            "follow_up_timeliness": _counted(due["first_contact_at"].le(due["due_at"]), due["staff_id"]),
            "quota_attainment": pd.concat(
                [paid.groupby("staff_id")["paid_cents"].sum(), quotas.groupby("staff_id")["quota_cents"].sum()],
                axis=1,
                keys=["part", "whole"],
            ).dropna(subset="whole").fillna(0),
        }
    )  # fmt: skip


def by_measure(data: Mapping[str, pd.DataFrame], *, first: str = FIRST) -> pd.DataFrame:
    """The same from `measure`, for the year of `first`: paid orders are its gmv_paid, held against the quotas."""
    from kpilab.metrics import measure

    kpis = ["win_rate", "follow_up_timeliness", "gmv_paid"]
    found = measure(kpis, data, by="staff_id", where={"year": first[:4]}).set_index("staff_id")
    rates = {kpi: found[found["kpi"] == kpi][["numerator", "denominator"]].dropna() for kpi in kpis[:2]}
    quotas = data["quotas"][data["quotas"]["month"].str.startswith(first[:4])].groupby("staff_id")["quota_cents"].sum()
    paid = found[found["kpi"] == "gmv_paid"]["numerator"] * 100
    held = quotas.to_frame("whole").assign(part=paid.round()).fillna({"part": 0})[["part", "whole"]]
    return _beside({**rates, "quota_attainment": held})


def _counted(kept: pd.Series[bool], whom: pd.Series[str]) -> pd.DataFrame:
    """Part and whole by person."""
    lines = kept.astype("int64").groupby(whom)
    return lines.sum().to_frame("part").assign(whole=lines.size())


def _beside(parts: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Part over whole of each KPI, a line a seller."""
    import pandas as pd

    rates = {
        name: found.iloc[:, 0].astype("float64") / found.iloc[:, 1].astype("float64") for name, found in parts.items()
    }
    return pd.DataFrame(rates).rename_axis("staff_id").sort_index()


def differing(one: pd.DataFrame, other: pd.DataFrame) -> int:
    """How many numbers of the two tables are not the same to the last digit; a missing one is like a missing one."""
    same = one.eq(other) | (one.isna() & other.isna())
    return int((~same).to_numpy().sum()) + abs(len(one) - len(other))
