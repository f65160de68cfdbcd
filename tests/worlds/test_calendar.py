"""The days, looked up in a calendar by hand."""

from datetime import date

from kpilab import worlds
from kpilab.worlds.calendar import days, month_ends, months


def test_spring_festival_moves():
    festive = [day.day for day in days() if day.holiday == "Spring Festival"]
    assert festive[0] == date(2024, 2, 10)
    assert festive[8] == date(2025, 1, 28)


def test_promotions_stand_where_shoppers_expect_them():
    by_day = {day.day: day.promotion for day in days()}
    assert by_day[date(2024, 6, 18)] == "6.18"
    assert by_day[date(2025, 11, 11)] == "11.11"
    assert by_day[date(2025, 11, 12)] == ""
    assert by_day[date(2025, 1, 27)] == "New Year goods"


def test_months_end_where_they_end():
    ends = [days()[position].day for position in month_ends()]
    assert len(months()) == len(ends) == 24
    assert ends[1] == date(2024, 2, 29)
    assert ends[-1] == date(2025, 12, 31)


def test_the_calendar_table_knows_iso_weeks_that_cross_the_year():
    table = worlds.build("retail_chain", seed=1, scale=0.05)["calendar"].set_index("day")
    monday = table.loc["2024-12-30"]
    assert (monday["iso_year"], monday["iso_week"], monday["year"], monday["weekday"]) == (2025, 1, 2024, 1)
    assert monday["quarter"] == "2024-Q4"
    assert not monday["is_weekend"]
    assert table.loc["2025-05-31", "is_weekend"]
    assert table.loc["2025-05-31", "holiday"] == "Dragon Boat"
