"""Every day meets one day of last year at most, and holidays meet themselves."""

from datetime import date, timedelta

from kpilab.metrics.year_ago import date_ago, partners, weekday_ago
from kpilab.worlds.calendar import days

EVENTS = [{day.day: day.holiday for day in days()}, {day.day: day.promotion for day in days()}]


def test_holidays_and_promotions_meet_themselves_day_by_day():
    for ordinary in (date_ago, weekday_ago):
        found = partners(2025, EVENTS, ordinary)
        assert found[date(2025, 1, 28)] == date(2024, 2, 10)
        assert found[date(2025, 2, 4)] == date(2024, 2, 17)
        assert found[date(2025, 6, 18)] == date(2024, 6, 18)
        assert found[date(2025, 11, 11)] == date(2024, 11, 11)


def test_no_day_of_last_year_is_taken_twice():
    for ordinary in (date_ago, weekday_ago):
        met = [day for day in partners(2025, EVENTS, ordinary).values() if day]
        assert len(met) == len(set(met))
        assert len(met) >= 363


def test_a_holiday_that_is_longer_leaves_its_last_day_to_the_ordinary():
    now = {date(2025, 10, 1) + timedelta(days=n): "National Day" for n in range(3)}
    then = {date(2024, 10, 1) + timedelta(days=n): "National Day" for n in range(2)}
    found = partners(2025, [{**now, **then}], date_ago)
    assert found[date(2025, 10, 3)] == date(2024, 10, 3)


def test_a_leap_day_has_no_date_a_year_ago():
    assert date_ago(date(2024, 2, 29)) is None
    assert partners(2024, [], date_ago)[date(2024, 2, 29)] is None
