"""Who stays and who leaves: examples of a few rows, each number worked in a comment."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from kpilab.errors import DataError
from kpilab.metrics import measure

Tables = dict[str, pd.DataFrame]
END = date(2025, 6, 30)


def bought(*rows: tuple[str | None, str]) -> Tables:
    """Orders of 10.00 each, by customer and day."""
    days = pd.to_datetime([day for _who, day in rows])
    customers = pd.Series([who for who, _day in rows], dtype="str")
    return {
        "orders": pd.DataFrame(
            {"order_id": range(len(rows)), "customer_id": customers, "paid_at": days, "paid_cents": 1000}
        )
    }


def line(kpi: str, data: Tables, month: str, **options: Any) -> tuple[float, float]:
    """Numerator and denominator of a month."""
    found = measure(kpi, data, by="month", until=options.pop("until", END), **options).set_index("month").loc[month]
    return found["numerator"], found["denominator"]


def value(kpi: str, data: Tables, month: str, **options: Any) -> float:
    found = measure(kpi, data, by="month", until=options.pop("until", END), **options).set_index("month")["value"]
    return float(found[month])


MAY = bought(("A", "2025-05-01"), ("A", "2025-05-01"), ("A", "2025-05-20"), ("B", "2025-05-02"), (None, "2025-05-03"))


def test_orders_beyond_the_first_of_each_buyer_are_repeats():
    # A has three orders, B one: 4 orders less 2 buyers, over 4. The guest's order is left out.
    assert line("repeat_order_share", MAY, "2025-05") == (2, 4)
    assert value("repeat_order_share", MAY, "2025-05") == 0.5


def test_a_regular_counts_often_by_orders_and_once_by_customers():
    ten = bought(*[("A", "2025-05-01")] * 10, ("B", "2025-05-02"))
    assert line("repeat_order_share", ten, "2025-05") == (9, 11)
    assert value("repeat_purchase_rate", ten, "2025-05") == 0  # all ten on one day: one purchase


def test_orders_per_buyer_are_those_of_known_buyers():
    assert line("orders_per_buyer", MAY, "2025-05") == (4, 2)
    guests = bought((None, "2025-05-03"))
    for kpi in ("orders_per_buyer", "repeat_order_share"):
        assert measure(kpi, guests)["value"].isna().all()


# With active_days = 10 the history is long enough for months that begin after 11 January.
# A buys on 25 January, is active to 4 February, is lost on the 5th and won again on the 20th, and active to 2 March.
# B buys on 28 January and on 7 February, and is active to the 17th. C buys on 2 February, and is active to the 12th.
# D buys on 25 February and is active to 7 March. E buys on 1 January only.
COMING_AND_GOING = bought(
    ("A", "2025-01-25"),
    ("A", "2025-02-20"),
    ("B", "2025-01-28"),
    ("B", "2025-02-07"),
    ("C", "2025-02-02"),
    ("D", "2025-02-25"),
    ("E", "2025-01-01"),
)
TEN = {"settings": {"active_days": 10}}
# February: active at the start A, B; at the end A, D; at any time A, B, C, D.


def test_growth_is_won_less_lost_over_the_start():
    assert line("customer_growth_rate", COMING_AND_GOING, "2025-02", **TEN) == (0, 2)
    assert line("customer_growth_rate", COMING_AND_GOING, "2025-03", **TEN) == (-2, 2)


def test_who_is_back_by_the_end_is_kept_and_the_new_ones_are_taken_off():
    # E − N over S: 2 at the end, less D who is new, over 2 at the start.
    assert line("retention_rate", COMING_AND_GOING, "2025-02", **TEN) == (1, 2)
    assert line("retention_rate", COMING_AND_GOING, "2025-03", **TEN) == (0, 2)


def test_churn_is_one_minus_retention_by_the_same_rule():
    assert line("churn_rate", COMING_AND_GOING, "2025-02", **TEN) == (1, 2)


def test_over_all_customers_those_count_too_who_came_and_went():
    # B and C are gone, of A, B, C and D; C is in neither number of the churn rate.
    assert line("churn_rate_all_customers", COMING_AND_GOING, "2025-02", **TEN) == (2, 4)


def test_a_customer_is_lost_on_the_day_after_the_stated_days():
    # The last purchase on 18 February: active to 28 February with 10 days, and to the 27th with 9.
    last = bought(
        ("A", "2025-01-25"), ("A", "2025-02-01"), ("A", "2025-02-09"), ("A", "2025-02-18"), ("B", "2025-01-01")
    )
    assert line("churn_rate", last, "2025-02", **TEN) == (0, 1)
    assert line("churn_rate", last, "2025-02", settings={"active_days": 9}) == (1, 1)


def test_a_purchase_on_the_day_of_being_lost_keeps_the_customer():
    # Active to 11 February, and a purchase on the 12th: no day without. A day later, A would have been lost and won.
    kept = bought(("A", "2025-02-01"), ("A", "2025-02-12"), ("B", "2025-01-01"))
    late = bought(("A", "2025-02-01"), ("A", "2025-02-13"), ("B", "2025-01-01"))
    week = {"by": "day", "until": END, **TEN}
    for data, lost in ((kept, 0), (late, 1)):
        found = measure("churn_rate", data, **week).set_index("day")
        assert found.loc["2025-02-12", "numerator"] == lost


def test_nobody_at_the_start_has_no_value():
    for kpi in ("customer_growth_rate", "retention_rate", "churn_rate"):
        assert pd.isna(value(kpi, COMING_AND_GOING, "2025-04", **TEN))
    assert pd.isna(value("churn_rate_all_customers", COMING_AND_GOING, "2025-04", **TEN))


@pytest.mark.parametrize("kpi", ["customer_growth_rate", "retention_rate", "churn_rate", "churn_rate_all_customers"])
def test_the_history_must_reach_back_as_far_as_the_rule_looks(kpi: str):
    # Who is active on 31 January is known from purchases since 1 January: with 30 days, and not with 31.
    assert pd.notna(value(kpi, COMING_AND_GOING, "2025-02", settings={"active_days": 30}))
    assert pd.isna(value(kpi, COMING_AND_GOING, "2025-02", settings={"active_days": 31}))


@pytest.mark.parametrize("kpi", ["customer_growth_rate", "retention_rate", "churn_rate", "churn_rate_all_customers"])
def test_a_month_that_is_not_over_is_missing(kpi: str):
    assert pd.isna(value(kpi, COMING_AND_GOING, "2025-02", until=date(2025, 2, 27), **TEN))
    assert pd.notna(value(kpi, COMING_AND_GOING, "2025-02", until=date(2025, 2, 28), **TEN))
    with pytest.raises(DataError, match="measure it by one of"):
        measure(kpi, COMING_AND_GOING)


def test_a_customer_of_one_store_may_be_lost_to_it_and_kept_by_the_chain():
    data = bought(("A", "2025-01-25"), ("A", "2025-02-20"), ("B", "2025-01-01"))
    data["orders"]["store_id"] = ["S1", "S2", "S1"]
    found = measure("retention_rate", data, by=("store_id", "month"), until=END, **TEN).set_index(["store_id", "month"])
    assert found.loc[("S1", "2025-02"), "value"] == 0
    assert pd.isna(found.loc[("S2", "2025-02"), "value"])
    assert value("retention_rate", data, "2025-02", **TEN) == 1
    only = measure("retention_rate", data, by="month", where={"month": "2025-02"}, until=END, **TEN)
    assert only["value"].tolist() == [1]


COHORT = {
    # A, B and C buy first in January; A again in January and in February, B in March. D joined the year before.
    **bought(
        ("A", "2025-01-05"),
        ("A", "2025-01-20"),
        ("A", "2025-02-03"),
        ("B", "2025-01-07"),
        ("B", "2025-03-31"),
        ("C", "2025-01-09"),
        ("D", "2025-01-05"),
        ("D", "2025-02-05"),
    ),
    "customers": pd.DataFrame(
        {
            "customer_id": ["A", "B", "C", "D"],
            "joined_on": pd.to_datetime(["2025-01-05", "2025-01-07", "2025-01-09", "2024-11-11"]),
        }
    ),
}


def test_a_cohort_is_followed_to_the_stated_age():
    assert line("cohort_retention", COHORT, "2025-01") == (1, 3)
    assert line("cohort_retention", COHORT, "2025-01", settings={"cohort_age": 2}) == (1, 3)
    assert line("cohort_retention", COHORT, "2025-01", settings={"cohort_age": 3}) == (0, 3)


def test_a_cell_that_is_not_over_is_missing_and_not_zero():
    assert pd.isna(value("cohort_retention", COHORT, "2025-01", until=date(2025, 2, 27)))
    assert value("cohort_retention", COHORT, "2025-01", until=date(2025, 2, 28)) == pytest.approx(1 / 3)
    assert "2025-02" not in set(measure("cohort_retention", COHORT, by="month", until=END)["month"])


def test_a_cohort_of_a_store_may_come_back_anywhere():
    data = {**COHORT, "orders": COHORT["orders"].assign(store_id=["S1", "S1", "S2", "S1", "S1", "S2", "S1", "S1"])}
    found = measure("cohort_retention", data, by=("store_id", "month"), until=END).set_index("store_id")
    assert found.loc[["S1", "S2"], "numerator"].tolist() == [1, 0]
    assert found.loc[["S1", "S2"], "denominator"].tolist() == [2, 1]
