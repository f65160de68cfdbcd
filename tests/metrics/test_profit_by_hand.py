"""Profit, costs over sales, budgets and what a campaign leaves: examples of a few rows, worked in comments."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from by_hand import END, Tables, line, missing, table, value
from small_shop import sold

from kpilab.metrics import measure, rollup

LEDGER = table(
    "day cost_line amount_cents",
    ("2025-05-03", "marketing", 1000),
    ("2025-05-04", "coupons", 500),
    ("2025-05-05", "freight", 700),
    ("2025-05-06", "compensation", 300),
    ("2025-05-07", "rent", 2000),
    ("2025-05-08", "goods", 9900),
    ("2025-05-09", "interest", 400),
    ("2025-05-10", "tax", 600),
)


def shop() -> Tables:
    """May: 100 sold in two pieces that cost 4 each, and 20 paid back for one of them: 80, of which 76 is left."""
    return {**sold(("2025-05-10", 60), ("2025-05-11", 40), back=((1, "2025-05-20", 20),)), "ledger": LEDGER}


@pytest.mark.parametrize(
    ("kpi", "numerator"),
    [
        ("net_margin_rate", 76 - (10 + 5 + 7 + 3 + 20) - (4 + 6)),  # the ledger's goods are in the 76 already
        ("profit_margin", 76 - (10 + 5 + 7 + 3 + 20)),
        ("expense_ratio", 10 + 5 + 7 + 3 + 20),
        ("marketing_expense_ratio", 10 + 5),
        ("logistics_cost_ratio", 7),
        ("service_cost_ratio", 3),
    ],
)
def test_costs_and_what_they_leave_are_set_over_net_sales(kpi: str, numerator: float):
    assert line(kpi, shop()) == (numerator, 80)
    assert value(kpi, shop()) == pytest.approx(numerator / 80)


RATES = (
    "net_margin_rate",
    "profit_margin",
    "expense_ratio",
    "marketing_expense_ratio",
    "logistics_cost_ratio",
    "service_cost_ratio",
)


@pytest.mark.parametrize("kpi", RATES)
def test_net_sales_of_zero_or_less_have_no_rate(kpi: str):
    back = {**sold(("2025-05-10", 60), back=((1, "2025-05-20", 60),)), "ledger": LEDGER}
    assert missing(kpi, back)


@pytest.mark.parametrize("kpi", RATES)
def test_books_that_are_not_kept_are_no_costs_of_0(kpi: str):
    assert missing(kpi, {**shop(), "ledger": LEDGER.head(0)})


def test_gross_margin_rate_less_expense_ratio_is_the_profit_margin():
    found = measure(["gross_margin_rate", "expense_ratio", "profit_margin"], shop(), by="month", until=END)
    gross, expenses, profit = found["value"]
    assert gross - expenses == pytest.approx(profit)


def test_a_loss_stays_a_value():
    assert value("net_margin_rate", {**sold(("2025-05-10", 10)), "ledger": LEDGER}) == pytest.approx((10 - 4 - 55) / 10)


def test_a_month_of_costs_without_sales_has_no_rate_and_counts_in_the_quarter():
    days = LEDGER["day"].mask(LEDGER["cost_line"].eq("marketing"), LEDGER["day"] - timedelta(days=30))
    data = {**sold(("2025-04-10", 90)), "ledger": LEDGER.assign(day=days)}
    monthly = measure("marketing_expense_ratio", data, by="month", until=END)
    assert monthly["value"].tolist() == [pytest.approx(10 / 90), pytest.approx(float("nan"), nan_ok=True)]
    assert rollup(monthly, to="quarter")["value"].tolist() == [pytest.approx(15 / 90)]
    assert measure("marketing_expense_ratio", data, by="quarter")["value"].tolist() == [pytest.approx(15 / 90)]


BUDGET = table(
    "cost_line phase day amount_cents",
    ("marketing", "before", "2025-05-01", 2000),
    ("marketing", "during", "2025-05-20", 2000),
    ("freight", "during", "2025-05-05", 1400),
)


def test_spend_to_date_over_the_budget_to_date():
    # By the end of May: 10 + 7 spent on lines with a budget, and 20 + 20 + 14 allowed.
    data = {"ledger": LEDGER, "budget": BUDGET}
    assert line("budget_execution", data) == (17, 54)
    assert line("budget_execution", data, until=date(2025, 5, 10)) == (17, 34)  # the second 20 are not to date


def test_no_budget_is_no_execution_and_any_spend_is_named():
    data = {"ledger": LEDGER, "budget": BUDGET}
    lines = measure("budget_execution", data, by="cost_line", until=END).set_index("cost_line")
    assert lines.loc["marketing", ["numerator", "denominator"]].tolist() == [10, 40]
    assert lines.loc["rent", "numerator"] == 20
    assert lines["value"].isna()["rent"]


def test_a_budget_that_nobody_used_is_used_by_0():
    data = {"ledger": LEDGER, "budget": BUDGET.assign(cost_line="video")}
    assert value("budget_execution", data) == 0


def campaign(*members: tuple[str, str, str]) -> Tables:
    """A campaign from 1 to 10 May that cost 5; C1 buys for 30 in it, C2 for 14, C3 for 10."""
    sales = sold(
        ("2025-05-01", 30, {"customer_id": "C1"}),
        ("2025-05-10", 14, {"customer_id": "C2"}),
        ("2025-06-07", 10, {"customer_id": "C3"}),
        ("2025-06-08", 99, {"customer_id": "C3"}),
        ("2025-04-20", 20, {"customer_id": "C1"}),
    )
    return {
        **sales,
        "campaigns": table("campaign_id start_on end_on cost_cents", ("K1", "2025-05-01", "2025-05-10", 500)),
        "experiments": table("campaign_id customer_id arm", *members),
    }


ARMS = (("K1", "C1", "with"), ("K1", "C2", "with"), ("K1", "C3", "without"), ("K1", "C4", "without"))


def test_a_campaign_leaves_the_additional_margin_less_its_cost():
    # Margin a head with it: (26 + 10) / 2 = 18; without it: (6 + 0) / 2 = 3, since 28 days after it end on 7 June.
    assert value("contribution_margin_campaign", campaign(*ARMS), until=date(2025, 6, 30)) == 2 * (18 - 3) - 5
    assert line("campaign_roi", campaign(*ARMS)) == (25, 5)
    assert value("campaign_roi", campaign(*ARMS)) == 5


def test_refunds_in_the_window_are_taken_off():
    data = campaign(*ARMS)
    data["returns"] = table("order_id line_no qty refund_cents returned_on", (1, 1, 1, 3000, "2025-05-05"))
    assert value("contribution_margin_campaign", data) == 2 * (10 / 2 - 3) - 5


@pytest.mark.parametrize("kpi", ["contribution_margin_campaign", "campaign_roi", "campaign_uplift"])
def test_nobody_to_compare_with_is_no_value(kpi: str):
    assert missing(kpi, campaign(("K1", "C1", "with"), ("K1", "C2", "with")))
    assert missing(kpi, campaign(("K1", "C3", "without")))


@pytest.mark.parametrize("kpi", ["contribution_margin_campaign", "campaign_roi", "campaign_uplift"])
def test_a_campaign_is_known_once_the_weeks_after_it_are_over(kpi: str):
    assert missing(kpi, campaign(*ARMS), until=date(2025, 6, 27))
    assert not missing(kpi, campaign(*ARMS), until=date(2025, 6, 28))  # 28 days after the end of May


def test_a_campaign_without_cost_has_no_return():
    data = campaign(*ARMS)
    data["campaigns"]["cost_cents"] = 0
    assert missing("campaign_roi", data)
    assert value("contribution_margin_campaign", data) == 30


def test_uplift_is_the_difference_of_the_means():
    # Paid a head with it: (30 + 14) / 2 = 22; without it: 10 / 2 = 5.
    assert line("campaign_uplift", campaign(*ARMS)) == (2 * (22 - 5), 2)
    assert value("campaign_uplift", campaign(*ARMS)) == 17


def test_what_each_bought_before_can_be_taken_off():
    # The window has 10 + 28 = 38 days; C1 bought for 20 in the 38 days before.
    assert value("campaign_uplift", campaign(*ARMS), settings={"less_before": 1}) == (30 - 20 + 14) / 2 - 5
