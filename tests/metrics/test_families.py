"""Every KPI on the shop of eight orders, with its numbers worked by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from shop import SHOP

from kpilab.metrics import measure

Tables = dict[str, pd.DataFrame]
END = date(2025, 6, 30)
NONE = None

BY_MONTH = [
    # kpi, month, numerator, denominator; the value is their quotient
    ("order_count", "2025-05", 4, NONE),  # order 4 was never paid
    ("order_count", "2025-06", 3, NONE),
    ("gmv_paid", "2025-05", 10 + 18 + 5 + 45, NONE),
    ("gmv_paid", "2025-06", 20 + 10 + 7, NONE),
    ("net_sales", "2025-05", 78, NONE),
    ("net_sales", "2025-06", 37 - 9 - 9, NONE),  # both refunds are booked in June
    ("avg_order_value", "2025-05", 78, 4),
    ("discount_share", "2025-05", 7, 78 + 7),
    ("discount_share", "2025-06", 1, 37 + 1),
    ("spend_per_buyer", "2025-05", 10 + 18 + 45, 3),  # the guest's 5 are left out
    ("units_sold", "2025-05", 2 + 2 + 1 + 1 + 5, NONE),
    ("items_per_order", "2025-06", 2 + 1 + 2, 3),
    ("price_per_unit", "2025-05", 78, 11),
    ("gross_margin", "2025-05", 78 - 5 * 3 - 6 * 6, NONE),  # five cups at 3, six pans at 6
    ("gross_margin", "2025-06", 37 - 24 - 2 * (9 - 6), NONE),  # two pans come back with their cost
    ("gross_margin_rate", "2025-05", 27, 78),
    ("gross_margin_rate", "2025-06", 7, 19),
    ("new_customers", "2025-05", 2, NONE),  # C1 and C2; C3 joined last year
    ("new_customers", "2025-06", 1, NONE),
    ("repurchase_next_window", "2025-06", 2, 3),  # of C1, C2, C3 come back C1, C2
    ("repeat_purchase_rate", "2025-05", 0, 3),
    ("repeat_customer_share", "2025-05", 1, 3),
    ("repeat_customer_share", "2025-06", 2, 3),
    ("return_rate", "2025-05", 1, 4),  # order 5 came back on day 41
    ("csat_top2", "2025-05", 2, 3),
    ("till_wait_minutes", "2025-05", 10 * 4 + 30 * 8, 40),  # the mean of daily means would be 6, and this is 7
    ("store_footfall", "2025-05", 100, NONE),
    ("stockout_rate", "2025-05", 1, 2),
]


@pytest.mark.parametrize(("kpi", "month", "numerator", "denominator"), BY_MONTH)
def test_the_hand_example(shop: Tables, kpi: str, month: str, numerator: float, denominator: float | None):
    found = measure(kpi, shop, by="month", until=END).set_index("month").loc[month]
    assert found["numerator"] == pytest.approx(numerator)
    assert found["denominator"] == pytest.approx(denominator) if denominator else pd.isna(found["denominator"])
    assert found["value"] == pytest.approx(numerator / (denominator or 1))


def test_every_measured_kpi_has_a_hand_example():
    assert {kpi for kpi, *_rest in BY_MONTH} | {"new_customers_returning"} == set(SHOP)


def one(kpi: str, data: Tables, month: str, **options: object) -> float:
    return float(measure(kpi, data, by="month", **options).set_index("month")["value"][month])  # type: ignore[arg-type]


def test_new_customers_who_return_are_known_sixty_days_after_the_month(shop: Tables):
    assert one("new_customers_returning", shop, "2025-05", until=date(2025, 7, 30)) == 2
    assert pd.isna(one("new_customers_returning", shop, "2025-05", until=date(2025, 7, 29)))


def test_returns_are_known_thirty_days_after_the_month(shop: Tables):
    assert one("return_rate", shop, "2025-05", until=date(2025, 6, 30)) == 0.25
    assert pd.isna(one("return_rate", shop, "2025-05", until=date(2025, 6, 29)))
    assert pd.isna(one("return_rate", shop, "2025-06", until=END))


def test_without_a_period_only_orders_that_can_be_known_count(shop: Tables):
    found = measure("return_rate", shop, until=date(2025, 6, 14)).iloc[0]  # paid by 15 May: orders 1 and 5
    assert (found["numerator"], found["denominator"]) == (0, 2)


def test_a_window_that_is_not_over_is_missing(shop: Tables):
    assert pd.isna(one("repurchase_next_window", shop, "2025-06", until=date(2025, 6, 29)))
    assert pd.isna(one("repurchase_next_window", shop, "2025-05", until=END))  # nobody before May


def test_longer_windows_need_more_history(shop: Tables):
    april = pd.DataFrame({"order_id": [90, 91], "customer_id": ["C3", "C4"], "store_id": "S1", "paid_cents": 100})
    april["paid_at"] = pd.to_datetime(["2025-03-15", "2025-04-15"])
    data = {"orders": pd.concat([shop["orders"], april])}
    table = measure("repurchase_next_window", data, by="month", window=2, until=END).set_index("month")
    # March and April: C3, C4. May and June: C1, C2, C3, C4. May would need February.
    assert table.loc["2025-06", ["numerator", "denominator"]].tolist() == [2, 2]
    assert table.loc["2025-05", "value"] != table.loc["2025-05", "value"]


def test_customers_come_back_to_the_store_they_bought_in(shop: Tables):
    found = measure("repurchase_next_window", shop, by=("store_id", "month"), until=END)
    june = found[found["month"] == "2025-06"].set_index("store_id")["value"]
    assert june.to_dict() == {"S1": 0.5, "S2": 0.0}


def test_a_customer_who_buys_on_two_days_has_repeated(shop: Tables):
    found = measure("repeat_purchase_rate", shop).iloc[0]
    assert (found["numerator"], found["denominator"]) == (2, 4)


def test_an_answer_off_the_scale_is_no_answer(shop: Tables):
    more = pd.DataFrame({"survey_id": [4, 5, 6], "score": [None, 0, 9]})
    shop["surveys"] = pd.concat([shop["surveys"], more.assign(answered_on=pd.Timestamp("2025-05-05"))])
    assert measure("csat_top2", shop)["denominator"].tolist() == [3]


def test_a_door_counter_that_was_out_is_missing_and_not_0(shop: Tables):
    found = measure("store_footfall", shop, by="store_id").set_index("store_id")["value"]
    assert found["S1"] == 100
    assert pd.isna(found["S2"])


def test_a_sensor_that_saw_nothing_measures_no_wait(shop: Tables):
    shop["till_waits"]["wait_minutes_mean"] = float("nan")
    assert pd.isna(one("till_wait_minutes", shop, "2025-05"))


def test_an_unknown_cost_leaves_the_margin_missing(shop: Tables):
    shop["products"] = shop["products"][shop["products"]["product_id"] == "P1"]
    found = measure(["gross_margin", "net_sales"], shop, by="category").set_index(["category", "kpi"])["value"]
    assert found["cups", "gross_margin"] == 10 + 9 + 5 + 7 - 7 * 3
    assert measure("gross_margin", shop)["value"].isna().all()


def test_an_order_without_its_amount_leaves_the_sum_missing_and_the_count_right(shop: Tables):
    shop["orders"]["paid_cents"] = shop["orders"]["paid_cents"].astype(float).where(shop["orders"]["order_id"] != 7)
    found = measure(["gmv_paid", "order_count"], shop, by="store_id").set_index(["store_id", "kpi"])["value"]
    assert found["S1", "gmv_paid"] == 10 + 18 + 5 + 20 + 7
    assert pd.isna(found["S2", "gmv_paid"])
    assert found["S2", "order_count"] == 2


def test_net_sales_of_zero_or_less_have_no_margin_rate(shop: Tables):
    shop["returns"]["refund_cents"] = 90_000
    assert one("gross_margin", shop, "2025-06") < 0
    assert pd.isna(one("gross_margin_rate", shop, "2025-06"))
