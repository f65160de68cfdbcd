"""Campaigns, ads, followers and what a new customer costs: examples of a few rows, each number worked in a comment."""

from __future__ import annotations

from datetime import date

import pytest
from by_hand import END, Tables, line, missing, table, value
from small_shop import sold

from kpilab.metrics import measure

K1 = {"campaign_id": "K1"}


def campaign(cost: float | None = 20, plan: float | None = 100) -> Tables:
    """A campaign from 1 to 10 May with orders of 60 in it, 30 ten days later and 500 on the sixteenth day after."""
    sales = sold(
        ("2025-05-01", 60, K1),
        ("2025-05-20", 30, K1),
        ("2025-05-26", 500, K1),
        ("2025-05-02", 700, {"campaign_id": None}),
        back=((1, "2025-05-18", 10),),
    )
    amounts = [amount and amount * 100 for amount in (cost, plan)]
    columns = "campaign_id start_on end_on cost_cents plan_cents audience objective"
    row = ("K1", "2025-05-01", "2025-05-10", *amounts, 50, "acquisition")
    return {**sales, "campaigns": table(columns, row)}


def test_a_campaign_attains_what_it_sold_less_its_returns():
    assert line("campaign_plan_attainment", campaign()) == (60 - 10, 100)
    assert missing("campaign_plan_attainment", campaign(), until=date(2025, 6, 29))  # goods may still come back
    late = campaign()
    late["returns"]["returned_on"] += late["returns"]["returned_on"].iloc[0] - date_of("2025-04-26")  # on 9 June
    assert line("campaign_plan_attainment", late) == (50, 100)
    late["returns"]["returned_on"] += date_of("2025-05-02") - date_of("2025-05-01")  # on 10 June, after 31 days
    assert line("campaign_plan_attainment", late) == (60, 100)


def date_of(day: str):
    return table("day", (day,))["day"].iloc[0]


def test_no_plan_is_no_attainment_and_nothing_sold_is_none_of_it():
    assert missing("campaign_plan_attainment", campaign(plan=None))
    assert missing("campaign_plan_attainment", campaign(plan=0))
    data = campaign()
    data["orders"]["campaign_id"] = "K9"
    assert value("campaign_plan_attainment", data) == 0


def test_a_pre_sale_counts_when_its_balance_is_paid():
    data = campaign()
    data["orders"].loc[0, "paid_at"] = date_of("2025-05-11")
    assert value("campaign_plan_attainment", data) == 0


EVENTS = table(
    "visitor_id ts type campaign_id",
    ("V1", "2025-05-01 10:00", "coupon", "K1"),
    ("V1", "2025-05-02 10:00", "pay", "K1"),
    ("V2", "2025-05-10 23:00", "play", "K1"),
    ("V3", "2025-05-11 00:00", "pay", "K1"),
    ("V4", "2025-05-05 10:00", "page_view", "K1"),
    (None, "2025-05-05 10:00", "pay", "K1"),
    ("V5", "2025-05-05 10:00", "pay", None),
)


def test_who_took_part_while_the_campaign_ran():
    data = {**campaign(), "events": EVENTS}
    assert line("campaign_participation", data) == (2, 50)  # V1 once, and V2
    data["campaigns"]["audience"] = float("nan")
    assert missing("campaign_participation", data)
    data["campaigns"]["audience"] = 0
    assert missing("campaign_participation", data)


AD_KPIS = ("ad_roas", "ad_cost_ratio", "ad_profit_roi", "cost_per_acquisition")


def test_ads_are_credited_with_the_stated_days_after_them():
    # 60 on the first day and 30 on the tenth day after; the 500 come on the sixteenth.
    assert line("ad_roas", campaign()) == (90, 20)
    assert line("ad_cost_ratio", campaign()) == (20, 90)
    assert line("cost_per_acquisition", campaign()) == (20, 2)
    # Two pieces at 4; one came back with its cost and took 10: 90 - 8 - 10 + 4 = 76.
    assert line("ad_profit_roi", campaign()) == (76 - 20, 20)
    assert line("ad_roas", campaign(), settings={"credit_days": 16}) == (590, 20)


def test_the_ad_cost_ratio_is_the_ad_return_upside_down():
    found = measure(["ad_roas", "ad_cost_ratio"], campaign(), by="month", until=END)["value"]
    assert found[0] * found[1] == pytest.approx(1)


@pytest.mark.parametrize("kpi", AD_KPIS)
def test_ads_are_known_once_the_stated_days_are_over(kpi: str):
    assert missing(kpi, campaign(), until=date(2025, 6, 14))
    assert not missing(kpi, campaign(), until=date(2025, 6, 15))


@pytest.mark.parametrize("kpi", ["ad_roas", "ad_profit_roi"])
def test_no_spend_is_no_return(kpi: str):
    assert missing(kpi, campaign(cost=0))
    assert missing(kpi, campaign(cost=None))


def test_ads_that_brought_nothing():
    data = campaign()
    data["orders"]["campaign_id"] = "K9"
    assert (value("ad_roas", data), value("ad_profit_roi", data)) == (0, -1)
    assert missing("ad_cost_ratio", data)
    assert missing("cost_per_acquisition", data)


ADS = {
    "ad_events": table(
        "campaign_id visitor_id ts type",
        ("K1", "V1", "2025-05-01 10:00:00.1", "impression"),
        ("K1", "V1", "2025-05-01 10:00:07.1", "impression"),
        ("K1", "V2", "2025-05-01 10:00:07.1", "impression"),
        ("K1", None, "2025-05-01 10:00:07.1", "impression"),
        ("K1", None, "2025-05-01 10:00:07.2", "impression"),
        ("K1", "V1", "2025-05-01 10:00:09.1", "click"),
        ("K1", "V1", "2025-05-01 10:00:09.4", "click"),
        ("K1", "V2", "2025-06-01 10:00:09.4", "click"),
    )
}


def test_a_double_click_is_one_click():
    assert value("clicks", ADS) == 1
    assert value("impressions", ADS) == 5  # views of nobody known cannot be merged
    assert line("ctr", ADS) == (1, 5)


def test_no_impression_is_no_click_through_rate():
    assert missing("ctr", ADS, "2025-06")
    assert value("impressions", ADS, "2025-06") == 0


def test_followers_gained_less_followers_lost():
    rows = ("2025-05-01", 9, 2), ("2025-05-02", 1, 5), ("2025-06-01", 1, 5), ("2025-06-02", None, 1)
    followers = {"followers": table("day gained lost", *rows)}
    assert value("follower_net_growth", followers) == 3
    assert missing("follower_net_growth", followers, "2025-06")


def test_one_person_with_three_acts_is_one_person():
    rows = [("V1", "favourite"), ("V1", "coupon"), ("V1", "add_to_cart"), ("V2", "deposit"), ("V3", "page_view")]
    events = table("visitor_id ts type", *((who, "2025-05-01 10:00", act) for who, act in [*rows, (None, "coupon")]))
    assert value("presale_signal", {"events": events}) == 2
    assert value("presale_signal", {"events": events[events["type"] == "page_view"]}) == 0


def reviews(*scores: tuple[str, float]) -> Tables:
    rows = [(number, "plan_innovation", "P1", who, score, "2025-05-02") for number, (who, score) in enumerate(scores)]
    return {"reviews": table("review_id rubric item rater score reviewed_on", *rows)}


def test_a_plan_has_a_score_by_three_raters():
    assert line("plan_innovation_score", reviews(("Ann", 3), ("Bo", 4), ("Cy", 2))) == (9, 3)
    assert missing("plan_innovation_score", reviews(("Ann", 3), ("Bo", 4), ("Bo", 2)))


def test_a_new_customer_costs_what_campaigns_to_win_them_cost():
    # A campaign of 20 days from 22 May costs 100: 50 of it in the ten days of May. C1 and C2 are new in May.
    data = {
        "orders": table(
            "order_id paid_at customer_id",
            (1, "2025-05-02", "C1"),
            (2, "2025-05-09", "C2"),
            (3, "2025-06-09", "C1"),
            (4, "2025-06-20", None),
        ),
        "customers": table("customer_id joined_on", ("C1", "2025-05-02"), ("C2", "2025-05-02")),
        "campaigns": table(
            "campaign_id objective start_on end_on cost_cents",
            ("K1", "acquisition", "2025-05-22", "2025-06-10", 10_000),
            ("K2", "retention", "2025-05-22", "2025-06-10", 70_000),
        ),
    }
    assert line("cac", data) == (50, 2)
    assert line("cac", data, "2025-06") == (50, 0)
    assert missing("cac", data, "2025-06")  # nobody was new
    assert measure("cac", data, by="quarter", until=END)["value"].tolist() == [50]
    assert measure("cac", data, until=date(2025, 5, 26))["value"].tolist() == [12.5]
