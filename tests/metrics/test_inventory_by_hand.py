"""What lies in stock and how fast it goes: examples of a few rows, each number worked in a comment."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from by_hand import Tables, line, missing, table, value

from kpilab.errors import GrainError
from kpilab.metrics import measure

PRODUCTS = table("product_id category cost_cents", ("P1", "cups", 300), ("P2", "pans", 1000))


def shop(sales: list[tuple[object, ...]], stock: list[tuple[object, ...]], back: list[tuple[object, ...]]) -> Tables:
    """Sales: day, product, pieces, unit price. Stock: day, product, pieces. Back: order, pieces, refund, day."""
    orders = [(at, "S1", day) for at, (day, *_line) in enumerate(sales)]
    lines = [(at, 1, *line, 0) for at, (_day, *line) in enumerate(sales)]
    counts = [("S1", product, day, units, 0) for day, product, units in stock]
    returns = [(order, 1, qty, refund, day) for order, qty, refund, day in back]
    return {
        "products": PRODUCTS,
        "orders": table("order_id store_id paid_at", *orders),
        "order_lines": table("order_id line_no product_id qty unit_price_cents discount_cents", *lines),
        "returns": table("order_id line_no qty refund_cents returned_on", *returns),
        "stock": table("store_id product_id day units received_units", *counts),
    }


def may(**changed: pd.DataFrame) -> Tables:
    # May at cost: 10 cups at 3 and 4 pans at 10 sold, one pan back: 30 + 30 = 60. Margin: 50 + 60 − 15 − 60 = 35.
    # Stock at cost: 30 × 3 + 3 × 10 = 120 on the evening before the month, 20 × 3 + 6 × 10 = 120 on its last.
    data = shop(
        [("2025-05-01", "P1", 10, 500), ("2025-05-20", "P2", 4, 1500)],
        [
            ("2025-04-30", "P1", 30),
            ("2025-04-30", "P2", 3),
            ("2025-05-31", "P1", 20),
            ("2025-05-31", "P2", 6),
        ],
        [(1, 1, 1500, "2025-05-25")],
    )
    return data | changed


def test_turnover_is_cost_over_the_average_stock_brought_to_a_year():
    # Cost of goods 60, average stock 120, 31 days.
    assert value("inventory_turnover", may()) == pytest.approx(60 * 365 / 31 / 120)


def test_the_stock_lasts_for_the_days_over_the_turns():
    assert value("days_of_inventory", may()) == pytest.approx(120 / (60 / 31))
    assert line("days_of_inventory", may()) == pytest.approx((120, 60 / 31))
    # 365 over the yearly turnover is the same number.
    assert value("days_of_inventory", may()) == pytest.approx(365 / value("inventory_turnover", may()))


def test_margin_on_stock():
    # Net sales 50 + 60 − 15 = 95 less 60 of cost: 35, brought to a year, over 120.
    assert value("gmroi", may()) == pytest.approx(35 * 365 / 31 / 120)


def test_every_evening_counts_in_the_average():
    # A peak of 240 in the middle: (120 + 240 + 120) / 3 = 160, which first and last evening alone hide.
    peak = table("store_id product_id day units", ("S1", "P1", "2025-05-15", 80), ("S1", "P2", "2025-05-15", 0))
    data = may(stock=pd.concat([may()["stock"], peak]))
    assert line("inventory_turnover", data)[1] == 160


def test_the_averages_of_stores_add_up():
    # A second store counted once, on 31 May, with 10 cups: 30 beside the 120 of the first.
    other = table("store_id product_id day units", ("S2", "P1", "2025-05-31", 10))
    assert line("gmroi", may(stock=pd.concat([may()["stock"], other])))[1] == 150


def test_no_stock_or_one_not_counted_is_no_value():
    assert missing("inventory_turnover", may(stock=may()["stock"].assign(units=0)))
    assert missing("gmroi", may(stock=may()["stock"].assign(units=0)))
    uncounted = may()["stock"].assign(units=[30, 3, None, 6])
    for kpi in ("inventory_turnover", "days_of_inventory", "gmroi"):
        assert missing(kpi, may(stock=uncounted))
        assert missing(kpi, may(stock=may()["stock"].head(0)))


def test_nothing_sold_turns_0_times_and_lasts_for_no_number_of_days():
    june = table("store_id product_id day units", ("S1", "P1", "2025-06-30", 20))
    data = may(stock=pd.concat([may()["stock"], june]))
    assert value("inventory_turnover", data, "2025-06") == 0
    assert missing("days_of_inventory", data, "2025-06")


def test_a_month_that_is_not_over_or_came_before_the_orders_has_no_turnover():
    assert missing("inventory_turnover", may(), until=date(2025, 5, 30))
    assert missing("inventory_turnover", may(), "2025-04")


def test_the_last_evening_opens_no_month_that_has_not_begun():
    found = measure("inventory_turnover", may(), by="month", until=date(2025, 5, 31))
    assert found["month"].tolist() == ["2025-04", "2025-05"]
    assert "2025-06" in set(measure("inventory_turnover", may(), by="month", until=date(2025, 6, 1))["month"])


def test_without_a_period_the_window_is_all_days_of_the_orders():
    # From 1 to 20 May: 20 days.
    assert measure("inventory_turnover", may())["numerator"].iloc[0] == pytest.approx(60 * 365 / 20)
    only = measure("inventory_turnover", may(), where={"month": "2025-05"}, until=date(2025, 6, 30))
    assert only["value"].iloc[0] == pytest.approx(60 * 365 / 31 / 120)


def test_a_count_that_stands_twice_is_refused():
    with pytest.raises(GrainError):
        measure("gmroi", may(stock=pd.concat([may()["stock"]] * 2)))


def test_pieces_in_the_first_shipment():
    # 6 of 10 and 0 of 4 were there; a line without a shipment on record is left out.
    data = shop([("2025-05-01", "P1", 10, 500), ("2025-05-02", "P2", 4, 1500), ("2025-05-03", "P2", 9, 1500)], [], [])
    data["order_lines"]["first_shipped_qty"] = [6, 0, None]
    assert line("fill_rate", data) == (6, 14)
    assert missing("fill_rate", data | {"order_lines": data["order_lines"].assign(first_shipped_qty=None)})


def test_the_range_that_sells():
    # In stock or sold in May: P1 (sold), P2 (sold once and came back), P3 (in stock on 30 April), P4 (sold out).
    data = shop(
        [("2025-05-01", "P1", 10, 500), ("2025-05-02", "P2", 1, 500), ("2025-05-03", "P4", 1, 500)],
        [("2025-04-30", "P3", 5), ("2025-05-31", "P1", 1), ("2025-05-31", "P5", 0)],
        [(1, 1, 500, "2025-05-20")],
    )
    assert line("active_sku_rate", data) == (2, 4)


def test_nothing_on_sale_is_no_rate():
    data = shop([("2025-05-01", "P1", 1, 500)], [("2025-06-30", "P1", 0)], [])
    assert missing("active_sku_rate", data, "2025-06")
    assert missing("active_sku_rate", may(), "2025-04")  # before the first order: in stock, and nobody knows


COUNTS = table(
    "place day book counted",
    ("A1", "2025-05-31", 10, 10),
    ("A2", "2025-05-31", 10, 11),
    ("A3", "2025-05-31", 10, 8),
    ("A4", "2025-05-31", 10, None),
)


def test_places_where_book_and_count_agree():
    assert line("stock_record_accuracy", {"stock_counts": COUNTS}) == (1, 3)
    assert line("stock_record_accuracy", {"stock_counts": COUNTS}, settings={"count_tolerance": 1}) == (2, 3)
    assert missing("stock_record_accuracy", {"stock_counts": COUNTS.tail(1)})


def test_stock_that_has_stopped_selling():
    # On 31 May at cost: 10 cups (30) sold on 1 April, 60 days ago and not since: slow; 3 pans (30) sold on 2 April.
    # P3 is on the shelf since 30 April only: too young, and left out.
    stock = [("2025-01-31", "P1", 50), ("2025-01-31", "P2", 5), ("2025-04-30", "P3", 5)]
    stock += [("2025-05-31", "P1", 10), ("2025-05-31", "P2", 3), ("2025-05-31", "P3", 5)]
    data = shop([("2025-02-01", "P2", 1, 1500), ("2025-04-01", "P1", 1, 500), ("2025-04-02", "P2", 1, 1500)], stock, [])
    data["products"] = table("product_id cost_cents", ("P1", 300), ("P2", 1000), ("P3", 100))
    assert line("slow_stock_share", data) == (30, 60)
    assert line("slow_stock_share", data, settings={"slow_days": 61}) == (0, 60)
    # On 31 January no sale is on record yet.
    assert missing("slow_stock_share", data, "2025-01")
    assert missing("slow_stock_share", data, until=date(2025, 5, 30))
    sold_out = data["stock"].assign(units=data["stock"]["units"].where(data["stock"]["day"] < "2025-05-01", 0))
    assert missing("slow_stock_share", data | {"stock": sold_out})


def products_sold(*amounts: int) -> Tables:
    return shop([("2025-05-01", f"P{at}", 1, amount * 100) for at, amount in enumerate(amounts)], [], [])


def test_the_best_products_that_make_four_fifths():
    # 50 + 30 are 80 of 100: two of the four.
    assert value("bestseller_share", products_sold(10, 50, 10, 30)) == 0.5
    # 50 + 29 are 79 of 100: one of the two with 11 and 10 is needed too.
    assert value("bestseller_share", products_sold(11, 50, 10, 29)) == 0.75
    assert value("bestseller_share", products_sold(10, 50, 10, 30), settings={"bestsellers_make": 0.5}) == 0.25


def test_equal_products_at_the_edge_are_as_many_as_are_needed():
    assert value("bestseller_share", products_sold(20, 20, 20, 20, 20)) == 0.8


def test_a_product_whose_refunds_eat_up_its_sales_did_not_sell():
    data = products_sold(80, 20, 500)
    refund = table("order_id line_no qty refund_cents returned_on", (2, 1, 1, 50_000, "2025-05-20"))
    assert value("bestseller_share", data | {"returns": refund}) == 0.5
    assert measure("bestseller_share", data | {"returns": refund})["value"].tolist() == [0.5]
    nothing = data["order_lines"].assign(unit_price_cents=0)
    assert missing("bestseller_share", data | {"order_lines": nothing})
    unknown = data["order_lines"].assign(unit_price_cents=[8000, None, 50_000])
    assert missing("bestseller_share", data | {"order_lines": unknown})
