"""The edge cases of what every shop measures: orders, buyers, returns, shelves and tills, each of a few rows."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from by_hand import Tables, line, missing, table, value
from small_shop import sold

from kpilab.metrics import measure


def orders(*rows: tuple[object, ...]) -> Tables:
    """Orders of 10 each: the day, and who bought."""
    bought = [(number, day, who, 1000, 0) for number, (day, who) in enumerate(rows, 1)]
    return {"orders": table("order_id paid_at customer_id paid_cents discount_cents", *bought)}


GUESTS = orders(("2025-05-02", None), ("2025-05-03", None))


def test_a_refund_lowers_the_month_in_which_it_is_booked_and_no_spend_per_order():
    shop = sold(("2025-05-02", 60), ("2025-06-03", 40), back=((1, "2025-06-10", 30),))
    assert value("net_sales", shop) == 60
    assert value("net_sales", shop, "2025-06") == 40 - 30
    assert line("avg_order_value", shop, "2025-06") == (40, 1)
    assert value("gmv_paid", shop, "2025-06") == 40
    assert value("units_sold", shop, "2025-06") == 1  # before returns


@pytest.mark.parametrize(
    "kpi",
    ["spend_per_buyer", "repeat_purchase_rate", "repeat_order_share", "orders_per_buyer", "repurchase_next_window"],
)
def test_guests_alone_are_nobody_known(kpi: str):
    assert missing(kpi, GUESTS)
    assert value("order_count", GUESTS) == 2


def test_an_order_of_value_zero_counts_and_gives_nothing_away():
    shop = {"orders": GUESTS["orders"].assign(paid_cents=0)}
    assert value("order_count", shop) == 2
    assert value("avg_order_value", shop) == 0
    assert missing("discount_share", shop)  # nothing was sold at any price


def test_two_orders_on_a_day_are_one_purchase():
    shop = orders(("2025-05-02 09:00", "A"), ("2025-05-02 18:00", "A"), ("2025-05-02", "B"), ("2025-05-09", "B"))
    assert line("repeat_purchase_rate", shop) == (1, 2)  # B; A came on one day
    assert line("repeat_order_share", shop) == (2, 4)


def joined(shop: Tables, *rows: tuple[str, str]) -> Tables:
    return {**shop, "customers": table("customer_id joined_on", *rows)}


def test_a_member_of_before_the_data_is_not_new_and_a_refund_makes_nobody_old():
    shop = joined(orders(("2025-05-02", "A"), ("2025-05-03", "B")), ("A", "2025-05-02"), ("B", "2024-12-01"))
    back = {"returns": table("order_id line_no qty refund_cents returned_on", (1, 1, 1, 1000, "2025-05-04"))}
    assert value("new_customers", shop) == value("new_customers", shop | back) == 1
    assert line("repeat_customer_share", shop) == (1, 2)


@pytest.mark.parametrize(("again", "returning"), [("2025-05-02 20:00", 0), ("2025-07-01", 1), ("2025-07-02", 0)])
def test_new_customers_return_on_a_later_day_within_sixty(again: str, returning: int):
    # 60 days after 2 May is 1 July.
    shop = joined(orders(("2025-05-02 08:00", "A"), (again, "A")), ("A", "2025-05-02"))
    assert value("new_customers_returning", shop, until=date(2025, 8, 31)) == returning


@pytest.mark.parametrize(("back", "share"), [("2025-06-01 17:00", 0.5), ("2025-06-02 00:00", 0)])
def test_a_return_on_the_thirtieth_day_counts_whatever_the_hour(back: str, share: float):
    # 30 days after 2 May is 1 June.
    shop = sold(("2025-05-02 10:00", 5), ("2025-05-03", 5), back=((1, back, 5), (1, back, 5)))
    assert value("return_rate", shop, until=date(2025, 7, 31)) == share  # two refunds of one order count once


def test_a_shelf_that_nobody_counted_is_neither_full_nor_empty():
    stock = table("store_id product_id day units", ("S1", "P1", "2025-05-02", 0), ("S1", "P2", "2025-05-02", None))
    assert line("stockout_rate", {**GUESTS, "stock": stock}) == (1, 1)
    assert missing("stockout_rate", {**GUESTS, "stock": stock.tail(1)})


def test_a_till_that_served_nobody_has_no_wait():
    waits = table("store_id day served wait_minutes_mean", ("S1", "2025-05-02", 0, 4.0))
    assert missing("till_wait_minutes", {**GUESTS, "till_waits": waits})
    mixed = table("store_id day served wait_minutes_mean", ("S1", "2025-05-02", 0, 4.0), ("S1", "2025-05-03", 2, 3.0))
    assert line("till_wait_minutes", {**GUESTS, "till_waits": mixed}) == (6, 2)


def test_no_valid_answer_is_no_share_of_satisfied_customers():
    assert missing("csat_top2", {**GUESTS, "surveys": table("survey_id answered_on score", (1, "2025-05-02", 7))})


def test_pieces_without_a_sale_have_no_price():
    shop = sold(("2025-05-02", 10))
    nothing = {**shop, "order_lines": shop["order_lines"].assign(qty=0)}
    assert missing("price_per_unit", nothing)
    assert missing("items_per_order", {**shop, "order_lines": shop["order_lines"].head(0)})


def test_the_leap_day_the_turn_of_the_year_and_months_of_silence():
    days = ("2023-12-31", "2024-01-01", "2024-02-29", "2024-12-30", "2025-01-01", "2025-05-31")
    shop = orders(*((day, "A") for day in days))

    def counted(period: str) -> dict[str, float]:
        found = measure("order_count", shop, by=period)
        return dict(zip(found[period], found["value"], strict=True))

    assert counted("year") == {"2023": 1, "2024": 3, "2025": 2}
    assert counted("week") == {"2023-W52": 1, "2024-W01": 1, "2024-W09": 1, "2025-W01": 2, "2025-W22": 1}
    assert counted("day")["2024-02-29"] == 1
    assert counted("month") == dict.fromkeys(["2023-12", "2024-01", "2024-02", "2024-12", "2025-01", "2025-05"], 1)
    leap = measure("order_count", shop, by="day", where={"month": "2024-02"})
    assert leap["day"].tolist() == ["2024-02-29"]


def test_a_month_without_rows_between_two_others_is_nobody_to_come_back_to():
    shop = orders(("2025-03-02", "A"), ("2025-05-03", "A"))
    assert missing("repurchase_next_window", shop)  # in April nobody bought
    assert (
        measure("repurchase_next_window", shop, by="month", until=date(2025, 5, 31))
        .set_index("month")["value"]
        .get("2025-04")
        == 0
    )


def test_members_and_guests_of_a_store_that_is_not_named_stand_on_a_line_of_their_own():
    shop = {"orders": orders(("2025-05-02", "A"), ("2025-05-03", None))["orders"].assign(store_id=["S1", None])}
    found = measure("order_count", shop, by=("store_id", "month"))
    assert found["value"].tolist() == [1, 1]
    assert pd.isna(found["store_id"].tolist()[1])
