"""A shop that acts on the numbers on its wall; the expected ones are worked by hand."""

import pytest

from kpilab.analysis.wall import Gauge, Look, Shop, Trouble, live_with_wall, profit, undisturbed
from kpilab.errors import DataError, UnknownName

SHOP = Shop(new=(500, 500, 500), before=(1000, 1000), worked_out=("sales", "profit", "satisfied", "back"))
LEFT = Trouble("advisers", 1, satisfied=0.10)
SATISFIED = Gauge("satisfied", 85, "higher", finds=("advisers",))
SALES = Gauge("sales", 400, "higher")
PROFIT = Gauge("profit", 300, "higher", finds=("advisers",), late=1)


def sales(lived):
    return [round(month.readings["sales"], 2) for month in lived]


def test_buyers_are_new_ones_and_those_of_two_months_before():
    # 500 new + 1000 × (0.9 × 0.5 + 0.1 × 0.1) = 960 buyers, twice; then 500 + 960 × 0.46 = 941.6; a visit brings 0.5
    assert sales(undisturbed(SHOP)) == [480, 480, 470.8]
    assert profit(undisturbed(SHOP)) == pytest.approx(0.4 * (480 + 480 + 470.8))


def test_a_fall_in_satisfaction_reaches_sales_two_months_later():
    # July's 960 buyers come back at 0.8 × 0.5 + 0.2 × 0.1 = 0.42: 403.2 instead of 441.6
    lived = live_with_wall(SHOP, [SATISFIED, SALES], [LEFT], ["sales"])
    assert sales(lived) == [480, 480, (500 + 403.2) / 2]
    assert [month.readings["satisfied"] for month in lived] == pytest.approx([80, 80, 80])
    assert [month.looks for month in lived] == [(), (), ()]


def test_what_is_found_is_mended_from_the_next_month_on_and_looking_costs():
    lived = live_with_wall(SHOP, [SATISFIED], [LEFT], ["satisfied"])
    assert [month.looks for month in lived] == [(Look("satisfied", "advisers"),), (), ()]
    assert [month.active for month in lived] == [("advisers",), (), ()]
    assert [month.readings["satisfied"] for month in lived] == pytest.approx([80, 90, 90])
    assert lived[0].profit == pytest.approx(0.4 * 480 - 4)


def test_a_number_that_is_reported_late_hangs_there_a_month_later():
    # July's profit of 192 stands under its line of 300 and is known at the end of August
    lived = live_with_wall(SHOP, [PROFIT], [LEFT], ["profit"])
    assert [sorted(month.shown) for month in lived] == [[], ["profit"], ["profit"]]
    assert [month.looks for month in lived] == [(), (Look("profit", "advisers"),), (Look("profit"),)]


def test_two_owners_do_not_find_the_same_trouble_twice():
    other = Gauge("back", 100, "higher", finds=("advisers",))
    [first, *_rest] = live_with_wall(SHOP, [SATISFIED, other], [LEFT], ["back", "satisfied"])
    assert first.looks == (Look("satisfied", "advisers"), Look("back"))


def test_a_trouble_moves_margin_new_customers_and_the_readings_of_other_gauges():
    discount = Gauge("discount", 8, "lower", finds=("cuts",), readings=(6, 6, 6))
    cuts = Trouble("cuts", 2, new=0.10, margin=0.05, reads={"discount": 14})
    lived = live_with_wall(SHOP, [discount], [cuts], [])
    assert [month.readings["discount"] for month in lived] == [6, 14, 14]
    assert sales(lived)[1] == (450 + 460) / 2
    assert lived[1].profit == pytest.approx(0.35 * 455)


def test_on_the_line_is_not_across_it():
    assert not SATISFIED.crossed(85)
    assert not Gauge("wait", 6, "lower").crossed(6)
    assert Gauge("wait", 6, "lower").crossed(6.5)


def test_the_wall_changes_nothing_where_nothing_goes_wrong():
    assert live_with_wall(SHOP, [SALES], [], ["sales"])[2].profit == undisturbed(SHOP)[2].profit


def test_a_stranger_on_the_wall_and_a_month_too_many():
    with pytest.raises(UnknownName, match="satisfied"):
        live_with_wall(SHOP, [SATISFIED], [], ["satisfeid"])
    with pytest.raises(DataError, match="3 months; 4"):
        live_with_wall(SHOP, [], [], [], months=4)
