"""The toy shop: a first month by hand, limits, and what drifts."""

import pytest

from kpilab.chapters.c03_kpis_by_sector_and_role.life import (
    OFFERED,
    START,
    TODAY,
    Shop,
    Signed,
    green,
    live,
    rules,
    slipped,
)

CUSTOMERS = Signed(("csat_top2", "repurchase_next_window", "till_wait_minutes"), "csat_top2")


def test_a_first_month_by_hand():
    [month] = live(CUSTOMERS, months=1)  # days: 5 on satisfaction, of which 3 are of use; 2.5 and 2.5
    assert month.shop.discount == 8.5  # 8 and half a point of drift
    assert month.facts["till_wait_minutes"] == pytest.approx(5 + 0.8 - 2.5)
    assert month.facts["csat_top2"] == pytest.approx(84 - 1 + 3 * 1.2 - 0.2 * (3.3 - 5))
    assert month.facts["repurchase_next_window"] == pytest.approx(44 + 1.5 * 2.5)
    buyers = (1000 * 0.4775 + 100) * (1 - 0.033)
    assert month.facts["net_sales"] == pytest.approx(buyers * 0.2 * 0.915)
    assert month.profit == pytest.approx(buyers * (0.2 * 0.915 - 0.11) - 25)
    assert month.shop.regulars == pytest.approx(1000 * 0.96 + 0.4 * 100 * 47.75 / 44)


def test_today_is_the_month_before():
    buyers = (1000 * 0.44 + 100) * 0.95
    assert round(buyers * 0.2 * 0.92) == TODAY["net_sales"]
    assert round(2 * buyers) == TODAY["units_sold"]
    assert round(100 * (1 - 0.11 / (0.2 * 0.92))) == TODAY["gross_margin_rate"]
    assert round(buyers * (0.2 * 0.92 - 0.11) - 25, 1) == 13.0
    assert (START.wait, START.satisfied) == (TODAY["till_wait_minutes"], TODAY["csat_top2"])


def test_what_the_toy_says_of_itself():
    plain = live(Signed(("till_wait_minutes",), "till_wait_minutes"), months=1)[0]  # three days for the till alone
    push = live(Signed(("units_sold",), "units_sold"), months=1)[0]
    assert push.facts["new_customers"] - plain.facts["new_customers"] == pytest.approx(3 * 20)
    assert push.shop.discount - plain.shop.discount == pytest.approx(3 * 0.6)
    assert push.facts["till_wait_minutes"] == pytest.approx(5 + 0.8 + 3 * 0.1)
    assert push.facts["csat_top2"] == pytest.approx(84 - 1 - 3 * 0.5 - 0.2 * 1.1)
    margin = live(Signed(("gross_margin_rate",), "gross_margin_rate"), months=1)[0]
    assert margin.shop.discount == 6  # 8 and half a point of drift, less three, and never below six
    told = " ".join(rules())
    assert all(
        word in told for word in ("20 new buyers", "0.6", "half a point of satisfaction", "a point off the discount")
    )


def test_numbers_stay_where_a_shop_can_be():
    for one in OFFERED:
        others = [other for other in OFFERED if other != one][:2]
        for month in live(Signed((one, *others), one), months=40):
            assert 50 <= month.facts["csat_top2"] <= 95
            assert 6 <= month.shop.discount <= 30
            assert month.shop.regulars > 0


def test_one_row_more_is_time_less_for_the_others():
    five = Signed((*CUSTOMERS.kpis, "net_sales", "new_customers"), "csat_top2")
    assert sum(five.weights.values()) == pytest.approx(1)
    assert live(five)[0].facts["till_wait_minutes"] > live(CUSTOMERS)[0].facts["till_wait_minutes"]


def test_what_the_sheet_shows_and_what_it_does_not():
    month = live(CUSTOMERS, months=2)[-1]
    assert green(CUSTOMERS, month) == 3
    assert slipped(CUSTOMERS, month) == ("gross_margin_rate",)


def test_a_worse_start_is_a_worse_month():
    worse = live(CUSTOMERS, months=1, start=Shop(satisfied=60))[0]
    assert worse.profit < live(CUSTOMERS, months=1)[0].profit
