"""Customers who come back, by every reading: a hand-made shop, the edge cases, and the KPI engine's own numbers."""

from __future__ import annotations

from datetime import date
from math import isnan

import pandas as pd
import pytest

from kpilab.analysis.coming_back import Purchase, Purchases, Reading, coming_back, every_reading, purchases_of
from kpilab.data.load import load
from kpilab.errors import DataError
from kpilab.metrics.engine import measure


def day(text: str) -> date:
    return date.fromisoformat(f"2025-{text}")


ROWS = (
    Purchase("Ann", day("02-02")),
    Purchase("Ann", day("04-10")),
    Purchase("Ann", day("05-20"), till=False),
    Purchase("Bo", day("03-05")),
    Purchase("Cai", day("01-07")),
    Purchase("Cai", day("06-03"), kept=False),
    Purchase("Dora", day("04-12")),
    Purchase("Dora", day("04-12"), till=False),
    Purchase("Eli", day("05-30")),
)
FIRST = {row.customer: row.month for row in reversed(ROWS)}
SHOP = Purchases(ROWS, FIRST)


@pytest.mark.parametrize(
    ("reading", "month", "expected"),
    [
        (Reading(), "2025-06", 2 / 3),  # Ann and Cai of Ann, Bo, Cai
        (Reading(below="bought now, known"), "2025-06", 2 / 4),  # Ann and Cai of Ann, Cai, Dora, Eli
        (Reading(below="bought now, twice"), "2025-06", 1 / 4),  # Ann; Dora's two receipts are one day
        (Reading("tills only", "bought now, twice"), "2025-06", 0.0),  # Ann's second day was online
        (Reading(when="returns off"), "2025-07", 1 / 3),  # the same quarter, without what Cai sent back
        (Reading(window=1), "2025-02", 0.0),  # Cai, of January, did not come
    ],
)
def test_by_hand(reading: Reading, month: str, expected: float) -> None:
    assert coming_back(SHOP, reading, month) == pytest.approx(expected)


def test_missing_where_nobody_could_come_back_or_the_window_is_not_in_the_data() -> None:
    assert isnan(coming_back(SHOP, Reading(), "2025-03"))
    assert isnan(coming_back(SHOP, Reading(window=1), "2025-01"))
    assert isnan(coming_back(SHOP, Reading(below="bought now, twice", window=1), "2025-09"))
    assert isnan(coming_back(Purchases((), {}), Reading(), "2025-06"))


def test_the_order_of_rows_and_a_customer_who_goes() -> None:
    assert coming_back(Purchases(ROWS[::-1], FIRST), Reading(), "2025-06") == pytest.approx(2 / 3)
    assert coming_back(SHOP.without(row for row in ROWS if row.customer == "Ann"), Reading(), "2025-06") == 1 / 2


def test_the_chain_has_the_engines_numbers() -> None:
    chain = load("retail_chain", tables=["orders", "order_lines", "returns", "customers", "stores"])
    bought = purchases_of(chain)
    kpis = {
        "repurchase_next_window": Reading(),
        "repeat_purchase_rate": Reading(below="bought now, twice"),
        "repeat_customer_share": Reading(below="bought now, known"),
    }
    measured = measure(list(kpis), chain, by="quarter").set_index(["quarter", "kpi"])["value"]
    for name, reading in kpis.items():
        for quarter, month in {"2025-Q2": "2025-06", "2025-Q4": "2025-12"}.items():
            assert coming_back(bought, reading, month) == pytest.approx(measured[quarter, name], abs=1e-12)
    assert all(0 <= coming_back(bought, reading, "2025-12") <= 1 for reading in every_reading())


def test_an_order_is_kept_unless_all_of_it_went_back() -> None:
    orders = pd.DataFrame(
        {
            "order_id": [1, 2, 3],
            "customer_id": ["Ann", "Bo", None],
            "paid_at": pd.to_datetime(["2025-01-05 10:00", "2025-01-06 11:00", "2025-01-07 12:00"]),
            "channel": ["store", "online", "store"],
        }
    )
    lines = pd.DataFrame({"order_id": [1, 1, 2], "qty": [1, 1, 2]})
    returns = pd.DataFrame({"order_id": [1, 2], "qty": [1, 2]})
    customers = pd.DataFrame({"customer_id": ["Ann", "Bo"], "joined_on": pd.to_datetime(["2020-01-01", "2025-01-06"])})
    found = purchases_of({"orders": orders, "order_lines": lines, "returns": returns, "customers": customers})
    assert [(row.customer, row.till, row.kept) for row in found.rows] == [("Ann", True, True), ("Bo", False, False)]
    assert found.since["Ann"] == -1
    assert found.since["Bo"] == found.rows[1].month


def test_without_orders_nothing_can_be_said() -> None:
    with pytest.raises(DataError, match="orders"):
        purchases_of({"customers": pd.DataFrame()})
