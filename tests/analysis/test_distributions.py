"""How purchases are spread: worked by hand on a few orders."""

import math

import pandas as pd
import pytest

from kpilab.analysis.distributions import (
    days_between,
    lines_per_order,
    month_shares,
    paid_orders,
    small_among_best,
    spend_tail,
    store_noise,
    week_shares,
)


def orders(*rows):
    data = pd.DataFrame(rows, columns=["paid_at", "paid_cents", "customer_id", "store_id"])
    return data.assign(paid_at=pd.to_datetime(data["paid_at"]))


def test_only_orders_that_brought_money_count():
    found = paid_orders(orders(("2024-01-01", 100, "C1", "S1"), (None, 0, "C1", "S1"), ("2024-01-02", 0, "C1", "S1")))
    assert found["paid_cents"].tolist() == [100]


def test_a_tail_is_counted_in_middles_and_falls():
    tail = spend_tail(pd.Series([100, 100, 200, 300, 5000]), times=[0.5, 1, 1.5, 25, 26])
    assert tail["share"].tolist() == [1.0, 0.6, 0.4, 0.2, 0.0]  # the middle is 200
    assert spend_tail(pd.Series([5.0, 1.0, 9.0]))["share"].is_monotonic_decreasing


def test_a_week_is_set_beside_its_average_day():
    moments = pd.Series(pd.to_datetime(["2024-01-01", "2024-01-08", "2024-01-07"]))  # two Mondays and a Sunday
    beside = week_shares(moments).set_index("weekday")["beside_average"]
    assert beside[1] == pytest.approx(2 / (3 / 7))
    assert beside[7] == pytest.approx(1 / (3 / 7))
    assert beside.mean() == pytest.approx(1)


def test_a_month_is_counted_by_its_days():
    january = pd.date_range("2024-01-01", "2024-01-31")
    february = pd.date_range("2024-02-01", "2024-02-29").repeat(3)
    beside = month_shares(pd.Series([*january, *february])).set_index("month")["beside_average"]
    assert beside[1] == pytest.approx(0.5)  # one a day beside three a day: the average is two
    assert beside[2] == pytest.approx(1.5)
    assert math.isnan(beside[3])


def test_gaps_are_between_days_of_one_customer_and_guests_have_none():
    bought = orders(
        ("2024-01-01 09:00", 1, "C1", "S1"),
        ("2024-01-01 17:00", 1, "C1", "S1"),
        ("2024-01-04 10:00", 1, "C1", "S1"),
        ("2024-02-23 10:00", 1, "C1", "S1"),
        ("2024-01-02 10:00", 1, None, "S1"),
        ("2024-01-03 10:00", 1, None, "S1"),
    )
    found = days_between(bought, longest=10, width=5)
    assert found["up_to_days"].tolist() == [5, 10]
    assert found["share"].tolist() == [0.5, 0.0]  # 3 days, and 50 days that count in the whole
    assert days_between(bought.head(1), longest=5)["share"].isna().all()


def weekly(store, amounts):
    days = pd.date_range("2024-01-01", periods=len(amounts), freq="7D")
    return pd.DataFrame({"paid_at": days, "paid_cents": amounts, "customer_id": "C1", "store_id": store})


def test_a_stores_scatter_is_deviation_over_mean_of_whole_weeks():
    steady, jumpy, short = weekly("S1", [100] * 24), weekly("S2", [100, *[50, 150] * 11, 100]), weekly("S3", [1] * 5)
    found = store_noise(pd.concat([steady, jumpy, short])).set_index("store_id")
    assert found.index.tolist() == ["S1", "S2"]
    assert found["orders_a_week"].tolist() == [1.0, 1.0]
    assert found.loc["S1", "scatter"] == 0
    assert found.loc["S2", "scatter"] == pytest.approx(50 * math.sqrt(22 / 21) / 100)


def test_the_store_of_the_week_is_looked_for_among_all_and_counted_among_the_smallest():
    small = weekly("S1", [100, *[50, 150] * 11, 100])
    large = pd.concat([weekly(store, [100] * 24) for store in ("S2", "S3") for _again in range(2)])
    assert small_among_best(pd.concat([small, large])) == 0.5  # its good weeks, one of two, beat the steady ones


def test_longer_orders_count_in_the_whole():
    assert lines_per_order(pd.Series([1, 2, 2, 99]), most=3)["share"].tolist() == [0.25, 0.5, 0.0]
