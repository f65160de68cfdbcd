"""Deals, leads, growth, plans, market and heads: examples of a few rows, each number worked in a comment."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from by_hand import END, Tables, line, missing, table, value
from small_shop import sold

from kpilab.errors import DataError, GrainError
from kpilab.metrics import measure, rollup


def deals(*rows: tuple[object, ...]) -> Tables:
    columns = "opportunity_id created_at closed_at stage qualified_at value_cents"
    return {"opportunities": table(columns, *rows)}


PIPELINE = deals(
    (1, "2025-05-01", "2025-05-11", "won", "2025-05-02", 60_000),
    (2, "2025-05-01", "2025-05-31", "won", "2025-05-02", 40_000),
    (3, "2025-04-01", "2025-05-05", "lost", "2025-04-02", 90_000),
    (4, "2025-05-01", "2025-06-02", "lost", "2025-05-02", 90_000),
    (5, "2025-05-20", None, "open", "2025-05-21", 90_000),
    (6, "2025-05-20", None, "open", None, 90_000),
)


def test_deals_still_open_are_not_lost():
    assert line("win_rate", PIPELINE) == (2, 3)  # numbers 1, 2 of 1, 2, 3
    assert value("win_rate", PIPELINE, "2025-06") == 0


def test_nothing_closed_is_no_win_rate():
    assert missing("win_rate", deals((1, "2025-05-01", None, "open", None, 1)))


def test_the_cycle_is_the_middle_of_the_won():
    assert value("sales_cycle_days", PIPELINE) == (10 + 30) / 2
    assert missing("sales_cycle_days", PIPELINE, "2025-06")


def test_a_win_before_its_creation_is_an_error_and_not_fast():
    wrong = deals((1, "2025-05-09", "2025-05-01", "won", None, 1), (2, "2025-05-01", "2025-05-08", "won", None, 1))
    assert value("sales_cycle_days", wrong) == 7


def test_velocity_is_open_times_what_a_closed_deal_brings_over_the_cycle():
    # Open and qualified at the end of May: 4 and 5. Closed: 3, which brought 600 + 400. The middle cycle: 20 days.
    assert line("sales_velocity", PIPELINE) == (pytest.approx(2 * 1000 / 3), 20)
    assert value("sales_velocity", PIPELINE) == pytest.approx(2 * 1000 / 3 / 20)


def test_no_deal_won_or_a_cycle_of_no_day_has_no_velocity():
    assert missing("sales_velocity", PIPELINE, "2025-06")
    assert missing("sales_velocity", deals((1, "2025-05-01", "2025-05-01 18:00", "won", "2025-05-01", 100)))


LEADS = {
    "leads": table(
        "lead_id created_at source contact_key qualified_at customer_id",
        (1, "2025-05-02 10:00", "web", "tel 1", None, "C1"),
        (2, "2025-05-03 09:00", "fair", "tel 1", "2025-05-16", "C1"),  # the same contact, qualified on day 14
        (3, "2025-05-04 09:00", "web", "tel 2", "2025-05-19", "C2"),  # on day 15
        (4, "2025-05-05 09:00", "web", None, None, None),
        (5, "2025-06-20 09:00", "web", "tel 2", None, "C2"),
        (6, "2025-06-21 09:00", "web", None, None, "C3"),
    ),
    "orders": table(
        "order_id paid_at customer_id",
        (1, "2025-06-01 12:00", "C1"),
        (2, "2025-04-01 12:00", "C2"),
        (3, "2025-05-20 12:00", "C2"),
        (4, "2025-06-22 12:00", "C3"),
    ),
}


def test_a_contact_with_two_enquiries_is_one_lead():
    assert value("lead_count", LEADS) == 3
    assert value("lead_count", LEADS, "2025-06") == 1  # tel 2 asked before
    by_source = measure("lead_count", LEADS, by="source").set_index("source")["value"]
    assert by_source.to_dict() == {"web": 4}  # the fair came second


def test_spam_is_taken_off():
    spam = LEADS["leads"].assign(is_spam=[False, False, False, True, False, False])
    assert value("lead_count", {"leads": spam}) == 2


def test_a_lead_is_qualified_within_the_stated_days_or_not():
    assert line("qualified_lead_rate", LEADS) == (1, 3)
    assert line("qualified_lead_rate", LEADS, settings={"qualify_days": 15}) == (2, 3)


def test_leads_too_young_to_be_judged_are_left_out():
    assert missing("qualified_lead_rate", LEADS, "2025-06", until=date(2025, 7, 13))
    assert value("qualified_lead_rate", LEADS, "2025-06", until=date(2025, 7, 14)) == 0
    young = measure("qualified_lead_rate", LEADS, until=date(2025, 6, 25)).iloc[0]
    assert (young["numerator"], young["denominator"]) == (1, 3)  # those of May


def test_who_pays_first_within_the_stated_days_became_a_customer():
    # tel 1 paid on day 30; tel 2 had paid in April; the lead without a contact has no customer.
    assert line("lead_to_customer_rate", LEADS) == (1, 3)
    assert line("lead_to_customer_rate", LEADS, settings={"lead_days": 29}) == (0, 3)
    assert missing("lead_to_customer_rate", LEADS, "2025-06")
    assert value("lead_to_customer_rate", LEADS, "2025-06", until=date(2025, 7, 30)) == 1


def test_growth_is_against_the_period_before():
    shop = sold(("2025-04-10", 80), ("2025-05-10", 100), ("2025-05-20", 20), back=((2, "2025-05-25", 20),))
    assert line("sales_growth_rate", shop, until=date(2025, 5, 31)) == (20, 80)
    assert missing("sales_growth_rate", shop, "2025-04")


def test_an_unfinished_period_is_held_against_as_many_days_of_the_base():
    shop = sold(("2025-04-10", 80), ("2025-04-11", 900), ("2025-05-10", 100))
    assert line("sales_growth_rate", shop, until=date(2025, 5, 10)) == (20, 80)
    assert line("sales_growth_rate", shop, until=date(2025, 5, 31)) == (-880, 980)


def test_a_base_of_nothing_or_less_has_no_growth():
    shop = sold(("2025-03-10", 80), ("2025-05-10", 100), back=((1, "2025-04-10", 80),))
    assert missing("sales_growth_rate", shop)
    assert missing("sales_growth_rate", sold(("2025-03-10", 80), ("2025-05-10", 100)))


def test_growth_on_the_year_before_and_of_longer_windows():
    shop = sold(("2024-05-10", 50), ("2025-04-10", 90), ("2025-05-10", 100), ("2025-06-10", 170))
    assert value("sales_growth_rate", shop, settings={"windows_back": 12}) == 1
    # May and June against March and April: nothing is known of March.
    assert missing("sales_growth_rate", shop, "2025-06", window=2)
    longer = sold(("2025-03-10", 10), ("2025-04-10", 90), ("2025-05-10", 100), ("2025-06-10", 170))
    assert line("sales_growth_rate", longer, "2025-06", window=2) == (170, 100)


def test_growth_of_one_month_alone_knows_the_month_before():
    shop = sold(("2025-04-10", 80), ("2025-05-10", 100))
    found = measure("sales_growth_rate", shop, by="month", where={"month": "2025-05"}, until=END)
    assert found["value"].tolist() == [0.25]


def planned(shop: Tables, *rows: tuple[object, ...]) -> Tables:
    days = pd.DataFrame({"day": pd.date_range("2025-01-01", "2025-12-31"), "holiday": ""})
    return {**shop, "plans": table("month kpi norm", *rows), "calendar": days}


MAY = ("2025-05", "net_sales", 200.0)


def test_attainment_is_net_sales_over_their_plan():
    shop = planned(sold(("2025-05-10", 100), ("2025-05-11", 60)), MAY, ("2025-05", "order_count", 9.0))
    assert line("plan_attainment", shop) == (160, 200)
    assert missing("plan_attainment", shop, until=date(2025, 5, 30))  # the month is not over


def test_no_plan_is_no_attainment_and_nothing_sold_is_none_of_the_plan():
    shop = planned(sold(("2025-04-10", 100)), MAY, ("2025-06", "net_sales", 0.0))
    assert missing("plan_attainment", shop, "2025-04")
    assert value("plan_attainment", shop, "2025-05") == 0
    assert missing("plan_attainment", shop, "2025-06")


def test_a_quarter_wants_the_plan_of_each_of_its_months():
    shop = planned(sold(("2025-04-10", 100), ("2025-05-10", 100)), ("2025-04", "net_sales", 200.0), MAY)
    monthly = measure("plan_attainment", shop, by="month", until=END)
    assert monthly["value"].tolist() == [0.5, 0.5]
    assert measure("plan_attainment", shop, by="quarter", until=END)["value"].isna().all()
    whole = planned(shop, ("2025-04", "net_sales", 200.0), MAY, ("2025-06", "net_sales", 100.0))
    assert measure("plan_attainment", whole, by="quarter", until=END)["value"].tolist() == [0.4]
    by_month = measure("plan_attainment", whole, by="month", until=END)
    assert rollup(by_month, to="quarter")["value"].tolist() == [0.4]


def test_a_plan_twice_is_named():
    shop = planned(sold(("2025-05-10", 100)), MAY, MAY)
    with pytest.raises(GrainError):
        measure("plan_attainment", shop, by="month")


def test_pace_expects_of_each_weekday_what_it_brought():
    # Each week of March and April brings 100 on Monday and 25 on Saturday. May 2025 has 4 Mondays and 5 Saturdays:
    # 4 × 100 + 5 × 25 = 525. By Monday 5 May, one Saturday and one Monday are over: 125 of 525.
    days = pd.date_range("2025-03-01", "2025-04-30")
    before = [(str(day.date()), 100) for day in days if day.day_of_week == 0]
    before += [(str(day.date()), 25) for day in days if day.day_of_week == 5]
    shop = planned(sold(*before, ("2025-05-05", 50)), ("2025-05", "net_sales", 525.0))
    assert line("plan_pace", shop, until=date(2025, 5, 5)) == (50, pytest.approx(125))
    daily = measure("plan_pace", shop, by="day", until=date(2025, 5, 5)).set_index("day")
    assert daily["denominator"].to_dict() == pytest.approx(
        {"2025-05-01": 0, "2025-05-02": 0, "2025-05-03": 25, "2025-05-04": 25, "2025-05-05": 125}
    )
    assert daily["value"].isna().tolist() == [True, True, False, False, False]


def test_a_holiday_brings_what_holidays_brought():
    # January: 31 on its one holiday and 1 on each other day. February holds one holiday: 31 + 27 × 1 = 58.
    rows = [(f"2025-01-{day:02}", 31 if day == 1 else 1) for day in range(1, 32)]
    shop = planned(sold(*rows, ("2025-02-01", 29)), ("2025-02", "net_sales", 58.0))
    feasts = shop["calendar"]["day"].isin(pd.to_datetime(["2025-01-01", "2025-02-01"]))
    shop["calendar"].loc[feasts, "holiday"] = "Feast"
    assert line("plan_pace", shop, "2025-02", until=date(2025, 2, 1)) == (29, pytest.approx(31))


def test_days_over_days_stand_in_where_nothing_is_known_of_before():
    shop = planned(sold(("2025-05-01", 10), ("2025-05-02", 30)), ("2025-05", "net_sales", 310.0))
    assert line("plan_pace", shop, until=date(2025, 5, 2)) == (40, pytest.approx(20))
    assert value("plan_pace", shop, until=date(2025, 5, 31)) == pytest.approx(40 / 310)


def test_pace_without_a_plan_or_by_week_is_missing():
    shop = planned(sold(("2025-05-01", 10)), ("2025-05", "order_count", 3.0))
    assert measure("plan_pace", shop, by="month").empty
    assert measure("plan_pace", planned(shop, MAY), by="week").empty


MARKET = {"market": table("month category total_cents", ("2025-05", "cups", 100_000), ("2025-05", "pans", 50_000))}


def test_market_share_is_ours_over_all():
    shop = sold(("2025-05-10", 200), ("2025-05-20", 100)) | MARKET
    assert line("market_share", shop) == (300, 1500)
    cups = measure("market_share", shop, by=("category", "month"), until=END).set_index("category")["value"]
    assert cups.to_dict() == {"cups": 0.3, "pans": 0}


def test_no_figure_for_the_market_is_no_share():
    shop = sold(("2025-05-10", 200), ("2025-06-10", 100)) | MARKET
    assert missing("market_share", shop, "2025-06")
    assert measure("market_share", shop, by="quarter", until=END)["value"].isna().all()
    assert missing("market_share", shop, until=date(2025, 5, 30))
    assert measure("market_share", shop, by="week", until=END)["value"].isna().all()


def in_a_store(shop: Tables) -> Tables:
    return {**shop, "orders": shop["orders"].assign(store_id="S1")}


STAFF = table(
    "staff_id store_id role fte start_on end_on",
    ("T1", "S1", "seller", 1.0, "2024-01-01", None),
    ("T2", "S1", "seller", 0.5, "2025-06-01", "2025-06-15"),
    ("T3", "S1", "manager", 1.0, "2024-01-01", None),
)


def test_two_half_sellers_are_one_head():
    # June: 1 job on all of 30 days, half a job on 15 of them: 1.25.
    shop = in_a_store(sold(("2025-05-10", 100), ("2025-06-10", 200))) | {"staff": STAFF}
    assert line("sales_per_head", shop) == (100, 1)
    assert line("sales_per_head", shop, "2025-06") == (200, 1.25)
    assert line("sales_per_head", shop, "2025-06", until=date(2025, 6, 15)) == (200, 1.5)


def test_nobody_employed_is_no_value():
    shop = in_a_store(sold(("2025-05-10", 100))) | {"staff": STAFF[STAFF["staff_id"] == "T2"]}
    assert missing("sales_per_head", shop)


def stocked(shop: Tables, *rows: tuple[object, ...]) -> Tables:
    return {**in_a_store(shop), "stock": table("store_id product_id day units received_units", *rows)}


COUNTS = (("S1", "P1", "2025-04-30", 6, 9), ("S1", "P1", "2025-05-20", 3, 2))


def test_sell_through_is_what_was_sold_of_what_there_was():
    # Counted on the evening of 30 April: 6; received in May: 2. Sold in May: 3, of which 1 came back.
    shop = stocked(sold(("2025-05-01", 5), ("2025-05-02", 5), ("2025-05-03", 5), back=((1, "2025-05-09", 5),)), *COUNTS)
    assert line("sell_through_rate", shop) == (2, 8)
    assert measure("sell_through_rate", shop)["value"].tolist() == [0.25]
    assert measure("sell_through_rate", shop, where={"month": "2025-05"})["value"].tolist() == [0.25]


def test_no_count_before_the_window_or_one_not_known_has_no_rate():
    shop = stocked(sold(("2025-05-01", 5), ("2025-06-02", 5)), *COUNTS)
    assert missing("sell_through_rate", shop, "2025-06")
    unknown = stocked(sold(("2025-05-01", 5)), ("S1", "P1", "2025-04-30", None, 0), ("S1", "P2", "2025-04-30", 4, 0))
    assert missing("sell_through_rate", unknown)
    empty = stocked(sold(("2025-05-01", 5)), ("S1", "P1", "2025-04-30", 0, 0))
    assert missing("sell_through_rate", empty)


def test_months_of_sell_through_do_not_add_up():
    shop = stocked(sold(("2025-05-01", 5)), *COUNTS)
    with pytest.raises(DataError, match="sell_through_rate"):
        rollup(measure("sell_through_rate", shop, by="month"), to="quarter")


def test_more_back_than_sold_is_no_share():
    shop = sold(("2025-04-10", 50), ("2025-05-10", 40), back=((1, "2025-05-12", 50), (1, "2025-05-13", 50)))
    assert missing("market_share", shop | MARKET)
    assert missing("sell_through_rate", stocked(shop, *COUNTS))


def test_the_count_on_the_last_evening_opens_no_period_of_its_own():
    shop = stocked(sold(("2025-05-01", 5), ("2025-05-31", 5)), *COUNTS, ("S1", "P1", "2025-05-31", 4, 0))
    assert "2025-06" not in measure("sell_through_rate", shop, by="month")["month"].tolist()
