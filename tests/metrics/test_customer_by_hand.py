"""Who stays and who leaves: examples of a few rows, each number worked in a comment."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from by_hand import END, Tables, line, table, value

from kpilab.errors import DataError
from kpilab.metrics import measure
from kpilab.metrics.lifetimes import survival


def bought(*rows: tuple[str | None, str]) -> Tables:
    """Orders of 10.00 each, by customer and day."""
    days = pd.to_datetime([day for _who, day in rows])
    customers = pd.Series([who for who, _day in rows], dtype="str")
    return {
        "orders": pd.DataFrame(
            {"order_id": range(len(rows)), "customer_id": customers, "paid_at": days, "paid_cents": 1000}
        )
    }


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


def test_promoters_less_detractors_in_points():
    # Of 9, 10, 7 and 3 two promote and one warns: 100 × (2 − 1) / 4. An answer of 11, or none, is no valid answer.
    answers = table(
        "survey_id answered_on recommend",
        *[(number, "2025-05-03", score) for number, score in enumerate((9, 10, 7, 3, 11, None, -1))],
    )
    assert line("nps", {"surveys": answers}, "2025-05") == (1, 4)
    assert value("nps", {"surveys": answers}, "2025-05") == 25
    assert pd.isna(value("nps", {"surveys": answers.tail(3)}, "2025-05"))


def test_more_warnings_than_praise_are_below_zero():
    answers = table("survey_id answered_on recommend", (1, "2025-05-03", 0), (2, "2025-05-03", 6))
    assert value("nps", {"surveys": answers}, "2025-05") == -100


ASKED = {
    "survey_invitations": table(
        "invitation_id sent_at delivered answered_at",
        (1, "2025-05-01 09:00", True, "2025-05-15 23:00"),  # on day 14: in time
        (2, "2025-05-01 09:00", True, "2025-05-16 01:00"),  # on day 15: too late
        (3, "2025-05-20 09:00", True, None),
        (4, "2025-05-20 09:00", False, None),  # came back: never asked
    )
}


def test_answers_in_time_over_invitations_that_arrived():
    assert line("survey_response_rate", ASKED, "2025-05") == (1, 3)
    assert line("survey_response_rate", ASKED, "2025-05", settings={"answer_days": 15}) == (2, 3)


def test_answers_are_known_when_their_days_are_over():
    assert pd.isna(value("survey_response_rate", ASKED, "2025-05", until=date(2025, 6, 13)))
    assert value("survey_response_rate", ASKED, "2025-05", until=date(2025, 6, 14)) == pytest.approx(1 / 3)


def test_where_no_invitation_arrived_there_is_no_rate():
    back = ASKED["survey_invitations"].query("invitation_id == 4")
    assert measure("survey_response_rate", {"survey_invitations": back}, until=END)["value"].isna().all()


USED = {
    # A on three days (twice on the first), B on one: 4 visitor-days in 31 days, and 2 visitors.
    "events": table(
        "visitor_id ts",
        ("A", "2025-05-01 09:00"),
        ("A", "2025-05-01 20:00"),
        ("A", "2025-05-02 09:00"),
        ("A", "2025-05-31 09:00"),
        ("B", "2025-05-02 09:00"),
        (None, "2025-05-03 09:00"),
    )
}


def test_an_ordinary_days_visitors_over_the_months():
    assert line("stickiness", USED, "2025-05") == (pytest.approx(4 / 31), 2)
    assert value("stickiness", USED, "2025-05") == pytest.approx(4 / 31 / 2)
    week = measure("stickiness", USED, by="week", until=END).set_index("week")["value"]
    assert week["2025-W18"] == pytest.approx((3 / 7) / 2)  # 28 April to 4 May: A on two days, B on one


def test_stickiness_of_a_month_that_is_not_over_is_missing():
    assert pd.isna(value("stickiness", USED, "2025-05", until=date(2025, 5, 30)))


def test_without_a_period_the_days_are_those_of_the_data_that_were_asked_for():
    assert measure("stickiness", USED)["value"].tolist() == [pytest.approx(4 / 31 / 2)]
    few = measure("stickiness", USED, where={"day": ["2025-05-01", "2025-05-02"]})
    assert few["value"].tolist() == [pytest.approx((3 / 2) / 2)]
    nobody = {"events": USED["events"].tail(1)}
    assert pd.isna(measure("stickiness", nobody)["value"]).all()


CONTRACTS = table(
    "contract_id account_id segment start_on end_on",
    (1, "A", "small", "2025-01-01", "2025-01-11"),  # left after 10 days
    (2, "B", "small", "2025-01-01", "2025-01-31"),  # left after 30 days, of two contracts and the days between
    (3, "C", "small", "2025-01-01", None),  # still there
    (4, "D", "small", "2025-01-01", "2026-01-01"),  # an end to come: still there
    (5, "E", "large", "2025-02-01", "2025-02-11"),
    (6, "B", "small", "2025-02-10", "2025-03-02"),
)


def test_the_median_lifetime_is_where_half_have_left():
    # January: after 10 days 3 of 4 are there, 0.75; after 60 (B: 1 January to 2 March) 2 of 3 of these, 0.5.
    data = {"contracts": CONTRACTS}
    assert value("median_lifetime_km", data, "2025-01") == 60
    found = measure("median_lifetime_km", data, by="segment", until=END).set_index("segment")["value"]
    assert found.to_dict() == {"small": 60, "large": 10}


def test_a_median_that_is_not_reached_is_missing():
    still = {"contracts": CONTRACTS[CONTRACTS["account_id"].isin(["A", "C", "D"])]}
    assert measure("median_lifetime_km", still, until=END)["value"].isna().all()


def test_who_was_there_on_the_day_another_left_counts_as_there():
    # On 1 March B has been there for 59 days and is still there: 0.75, and no more is known.
    assert pd.isna(value("median_lifetime_km", {"contracts": CONTRACTS}, "2025-01", until=date(2025, 3, 1)))
    # Of three, one is last seen after 10 days and one leaves after 10: 2/3, not 1/2.
    lives = pd.DataFrame({"lifetime": [10, 10, 20], "left": [1, 0, 1], "rows": 1})
    assert survival(lives)["share"].tolist() == pytest.approx([2 / 3, 0])


# March, with active_days = 30: at the start A and B; A buys again, B does not. C is new, and buys goods for 8.00 that
# cost 5.00; A's goods for 10.00 cost 5.00. Margin 8.00, of A, B and C who were active at some time: 8 / 3 a customer.
# Retention is 1 of 2. Over two months, undiscounted: 8/3 × (1 + 0.5) = 4.
VALUE = {
    "orders": table(
        "order_id customer_id paid_at",
        (1, "Z", "2025-01-01"),
        (2, "A", "2025-02-20"),
        (3, "B", "2025-02-20"),
        (4, "A", "2025-03-10"),
        (5, "C", "2025-03-15"),
        (6, None, "2025-03-15"),
    ),
    "order_lines": table(
        "order_id line_no product_id qty unit_price_cents discount_cents",
        *[(order, 1, "P", 1, price, 0) for order, price in ((1, 900), (2, 900), (3, 900), (4, 1000), (6, 9000))],
        (5, 1, "P", 1, 1000, 200),
    ),
    "products": table("product_id cost_cents", ("P", 500)),
}
PLAIN = {"active_days": 30, "horizon_months": 2, "yearly_discount": 0}


def test_a_customer_is_worth_the_margin_for_as_long_as_they_stay():
    assert value("clv", VALUE, "2025-03", settings=PLAIN) == pytest.approx(4)
    assert line("clv", VALUE, "2025-03", settings=PLAIN) == (pytest.approx(12), 3)


def test_the_first_payment_comes_today_and_later_ones_are_discounted():
    # Over one month 8/3. Over thirteen, without losses: not 13 payments but those of a falling row.
    assert value("clv", VALUE, "2025-03", settings={**PLAIN, "horizon_months": 1}) == pytest.approx(8 / 3)
    yearly = {**PLAIN, "horizon_months": 2, "yearly_discount": 0.1}
    assert value("clv", VALUE, "2025-03", settings=yearly) == pytest.approx(8 / 3 * (1 + 0.5 / 1.1 ** (1 / 12)))


def test_a_long_horizon_comes_close_to_the_endless_sum():
    # m (1 + d) / (1 + d − r), with d = 1.21 ** (1/12) − 1 a month and r = 0.5.
    growth = 1.21 ** (1 / 12)
    found = value("clv", VALUE, "2025-03", settings={"active_days": 30, "horizon_months": 120, "yearly_discount": 0.21})
    assert found == pytest.approx(8 / 3 * growth / (growth - 0.5))


def test_a_value_without_customers_at_the_start_or_without_costs_is_missing():
    assert pd.isna(value("clv", VALUE, "2025-05", settings=PLAIN))
    unknown = {**VALUE, "products": table("product_id cost_cents", ("Q", 500))}
    assert pd.isna(value("clv", unknown, "2025-03", settings=PLAIN))


CARE = {
    # B changes hands: 10 days with T1, from 1 to 10 May, and 21 with T2. C is T1's from 22 May on: 10 days.
    "accounts": table(
        "customer_id staff_id assigned_on released_on",
        ("A", "T1", "2025-01-01", None),
        ("B", "T1", "2025-01-01", "2025-05-11"),
        ("B", "T2", "2025-05-11", None),
        ("C", "T1", "2025-05-22", None),
    ),
    "visits": table(
        "visit_id customer_id staff_id ts outcome",
        (1, "A", "T1", "2025-05-06 10:00", "order"),
        (2, "A", "T1", "2025-05-20 10:00", "offer"),  # a second contact adds nothing
        (3, "B", "T1", "2025-05-11 10:00", "order"),  # no longer in T1's care
        (4, "B", "T2", "2025-05-12 10:00", "no_answer"),  # nobody answered
        (5, "C", "T1", "2025-05-21 10:00", "order"),  # not in care yet
        (6, "C", "T2", "2025-05-25 10:00", "order"),  # another seller
        (7, "B", "T1", "2025-05-01 10:00", None),
    ),
}


def test_customers_count_by_the_days_of_care():
    # Heard: A, 31 days. In care: A 31, B 10 and 21, C 10.
    assert line("key_account_contact_coverage", CARE, "2025-05") == (31, 72)
    found = measure("key_account_contact_coverage", CARE, by=("staff_id", "month"), until=END)
    may = found[found["month"].eq("2025-05")].set_index("staff_id")["value"]
    assert may.to_dict() == {"T1": pytest.approx(31 / 51), "T2": 0}


def test_contact_in_a_month_that_is_not_over_is_not_known():
    assert pd.isna(value("key_account_contact_coverage", CARE, "2025-05", until=date(2025, 5, 30)))
    assert value("key_account_contact_coverage", CARE, "2025-06") == 0  # in care, and nobody heard


def test_nobody_in_care_has_no_value():
    none = {**CARE, "accounts": CARE["accounts"].head(0)}
    assert measure("key_account_contact_coverage", none, until=END)["value"].isna().all()
