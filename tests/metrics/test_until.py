"""The last day that the data cover, and rows without a day: nothing after the one, none of the other."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from by_hand import Tables, table
from drawn import drawn
from on_engines import ENGINES, on, same

from kpilab.metrics import compare, measure, measured
from kpilab.metrics.registry import parts_of

MID_MAY = date(2025, 5, 14)
LOOKS_AHEAD = {
    "channel_value_per_visit": "orders of a visit are paid later",
    "complaint_rate": "late complaints change earlier periods",
    "conversion_rate_session": "orders of a visit are paid later",
}


def orders(*days: str | None) -> Tables:
    numbered = [(number, day, 1000) for number, day in enumerate(days, 1)]
    return {"orders": table("order_id paid_at paid_cents", *numbered)}


def test_rows_after_the_last_day_are_left_out():
    shop = orders("2025-04-01", "2025-04-20", "2025-05-10", "2025-05-14 23:59", "2025-05-15", "2025-06-02")
    found = measure("order_count", shop, by="month", until=MID_MAY)
    assert found.set_index("month")["value"].to_dict() == {"2025-04": 2, "2025-05": 2}
    assert measure("order_count", shop, until=MID_MAY)["value"].item() == 4


def test_an_early_last_day_cuts_value_and_reference_alike():
    days = [str(day.date()) for day in pd.date_range("2025-04-01", "2025-06-30")]  # one order a day
    shop = orders(*days)
    found = compare(measure("order_count", shop, by="month", until=MID_MAY), shop, to="previous").set_index("month")
    assert found.loc["2025-05", ["value", "reference", "change"]].tolist() == [14, 14, 0]
    assert "2025-06" not in found.index


@pytest.mark.parametrize("name", [name for name in measured() if name not in LOOKS_AHEAD])
def test_no_kpi_knows_of_orders_after_the_last_day(name: str):
    whole = drawn(3)
    later = whole["orders"]["paid_at"] >= pd.Timestamp("2025-05-15")
    cut = {**whole, "orders": whole["orders"][~later].reset_index(drop=True)}
    options = {"by": "month", "until": MID_MAY, "where": {"month": ["2025-03", "2025-04", "2025-05"]}}
    found, expected = (measure(name, data, **options) for data in (whole, cut))
    told = [frame.dropna(subset="value")[["month", "value"]].reset_index(drop=True) for frame in (found, expected)]
    pd.testing.assert_frame_equal(*told, rtol=1e-9)


@pytest.mark.parametrize("engine", ["pandas", *ENGINES])
def test_a_row_without_a_day_counts_in_no_period(engine: str):
    surveys = table("survey_id answered_on score", (1, "2025-05-03", 5), (2, None, 1), (3, "2025-05-20", 5))
    shop = {**orders("2025-05-01", "2025-05-20"), "surveys": surveys}
    data = shop if engine == "pandas" else on(engine, shop)
    found = measure("csat_top2", data, by="month")
    assert found[["month", "value", "denominator"]].to_numpy().tolist() == [["2025-05", 1.0, 2.0]]
    assert measure("csat_top2", data)["denominator"].item() == 2


@pytest.mark.parametrize("engine", ["pandas", *ENGINES])
def test_who_joined_nobody_knows_when_is_new_with_the_first_order(engine: str):
    shop = {
        "orders": table("order_id paid_at customer_id", (1, "2025-05-01", "A"), (2, "2025-05-02", "B")),
        "customers": table("customer_id joined_on", ("A", None), ("B", "2024-01-01")),
    }
    data = shop if engine == "pandas" else on(engine, shop)
    assert measure("new_customers", data)["value"].item() == 1  # B was a member before the first day


def test_a_refund_that_nobody_dated_is_in_no_growth():
    shop = drawn(3)
    returns = shop["returns"].copy()
    returns.loc[returns.index[:3], "returned_on"] = pd.NaT
    dated = {**shop, "returns": shop["returns"].iloc[3:]}
    asked = ["net_sales", "sales_growth_rate", "active_sku_rate", "contribution_margin_campaign"]
    found, expected = (measure(asked, data, by="month") for data in ({**shop, "returns": returns}, dated))
    same(found, expected)


DAYS_OF_KEYS = {(table, "day") for table in ("stock", "calendar", "followers", "footfall", "till_waits")}


@pytest.mark.parametrize("name", [name for name in measured() if not parts_of(name).windowed])
def test_every_kpi_takes_tables_with_gaps_in_their_dates(name: str):
    tables = {}
    for title, rows in drawn(3).items():
        gaps = rows.copy()
        for column in gaps.select_dtypes("datetime"):
            if (title, column) not in DAYS_OF_KEYS:
                gaps.loc[gaps.index[:2], column] = pd.NaT
        tables[title] = gaps
    assert measure(name, tables, by="month", until=date(2025, 6, 30))["month"].notna().all()
