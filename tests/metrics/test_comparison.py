"""Comparisons worked by hand: one order a day, of 1 yuan times something easy to see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest
from drawn import drawn
from on_engines import ENGINES, Tables, on, same

from kpilab.errors import DataError
from kpilab.metrics import compare, measure, measured
from kpilab.metrics.registry import parts_of


def daily(first: str, last: str, *, store: str = "S1", start: int = 1) -> pd.DataFrame:
    days = pd.date_range(first, last)
    return pd.DataFrame({"order_id": range(start, start + len(days)), "paid_at": days, "store_id": store})


def by_month(data: Any, **options: Any) -> pd.DataFrame:
    return measure("order_count", data, by="month", **options)


def line(found: pd.DataFrame, month: str) -> list[Any]:
    return found.set_index("month").loc[month, ["value", "reference", "change", "better"]].tolist()


@pytest.fixture
def year() -> Tables:
    return {"orders": daily("2024-01-01", "2025-03-10")}


def test_a_period_against_the_previous(year: Tables):
    found = compare(by_month(year, where={"month": ["2024-02", "2024-03"]}), year, to="previous")
    assert line(found, "2024-03") == [31, 29, 2, True]
    assert line(found, "2024-02") == [29, 31, -2, False]  # January stands in the data only
    assert found["change_share"].tolist() == [pytest.approx(-2 / 31), pytest.approx(2 / 29)]


def test_without_data_what_stands_in_no_line_is_missing(year: Tables):
    found = compare(by_month(year, where={"month": ["2024-02", "2024-03"]}), to="previous")
    assert pd.isna(found["reference"][0])
    assert found["better"].isna().tolist() == [True, False]


def test_an_unfinished_month_meets_as_many_days(year: Tables):
    assert line(compare(by_month(year), year, to="previous"), "2025-03")[:3] == [10, 10, 0]
    assert line(compare(by_month(year), year, to="year_ago"), "2025-03")[:3] == [10, 10, 0]
    told = by_month(year, until=date(2025, 3, 10))
    assert pd.isna(line(compare(told, to="previous"), "2025-03")[1])  # it would have to be measured again


@pytest.mark.parametrize("engine", ["pandas", *ENGINES])
def test_a_reference_that_the_data_cover_in_part_is_missing(engine: str):
    shop = {"orders": daily("2025-01-15", "2025-03-31")}
    data = shop if engine == "pandas" else on(engine, shop)
    found = compare(by_month(data), data, to="previous")
    assert pd.isna(line(found, "2025-02")[1])  # seventeen days of January are no January
    assert line(found, "2025-03")[:3] == [31, 28, 3]
    early = compare(by_month(data, until=date(2025, 2, 10)), data, to="previous")
    assert pd.isna(line(early, "2025-02")[1])  # nor are its first ten days known
    assert line(compare(by_month(data, until=date(2025, 3, 10)), data, to="previous"), "2025-03")[:3] == [10, 10, 0]


def test_a_shop_that_was_closed_on_new_years_day_has_a_january():
    days = pd.date_range("2025-01-02", "2025-03-31")
    open_days = days[days.day_of_week < 6]  # closed on Sundays: one silent day in every week
    data = {"orders": pd.DataFrame({"order_id": range(len(open_days)), "paid_at": open_days})}
    assert line(compare(by_month(data), data, to="previous"), "2025-02")[:2] == [24, 26]


def test_no_change_of_a_nominal_kpi_is_for_better_or_worse():
    days = pd.to_datetime(["2025-01-02", "2025-02-03", "2025-02-04"])
    data = {"orders": pd.DataFrame({"order_id": [1, 2, 3], "paid_at": days, "paid_cents": [1000, 4000, 8000]})}
    found = compare(measure("avg_order_value", data, by="month"), data, to="previous")
    assert found["change"].tolist()[1] == 60 - 10
    assert found["better"].isna().all()


ALL_KPIS = [name for name in measured() if not parts_of(name).windowed]


@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_every_kpi_is_compared_with_what_is_measured(engine: str):
    tables = drawn(3)
    data = tables if engine == "pandas" else on(engine, tables)
    options = {"by": "month", "until": date(2025, 6, 30)}
    june = measure(ALL_KPIS, data, where={"month": "2025-06"}, **options)
    may = measure(ALL_KPIS, data, where={"month": "2025-05"}, **options)
    found = compare(june, data, to="previous").set_index("kpi")["reference"]
    pd.testing.assert_series_equal(
        found.sort_index(), may.set_index("kpi")["value"].reindex(found.index).sort_index(), check_names=False
    )
    assert found.notna().sum() > len(ALL_KPIS) / 2


def test_less_is_better_where_less_is_better(shop: Tables):
    more = shop["till_waits"].assign(day=shop["till_waits"]["day"] + pd.DateOffset(months=1), wait_minutes_mean=5.0)
    shop["till_waits"] = pd.concat([shop["till_waits"], more])
    found = compare(measure("till_wait_minutes", shop, by="month", until=date(2025, 6, 30)), to="previous")
    assert line(found, "2025-06") == [5, 7, -2, True]


def test_weeks_and_days_a_year_ago(year: Tables):
    weekly = compare(measure("order_count", year, by="week", where={"week": "2025-W02"}), year, to="year_ago")
    assert weekly["reference"].tolist() == [7]
    doubled = {"orders": pd.concat([year["orders"], daily("2024-03-09", "2024-03-09", start=900)])}
    found = compare(measure("order_count", doubled, by="day", where={"day": "2025-03-08"}), doubled, to="year_ago")
    assert found["reference"].tolist() == [2]  # Saturday meets Saturday, the 9th of March
    week_53 = {"orders": daily("2026-12-28", "2027-01-03")}
    found = compare(measure("order_count", week_53, by="week"), week_53, to="year_ago")
    assert found["reference"].isna().tolist() == [True]


def test_a_holiday_meets_itself():
    feast = pd.DataFrame({"day": pd.to_datetime(["2024-02-10", "2025-01-29"]), "holiday": "Spring Festival"})
    orders = [daily("2024-01-01", "2025-02-28"), *(daily(day, day, start=n) for n, day in ((800, "2024-02-10"),))]
    rush = pd.concat([*orders, daily("2025-01-29", "2025-01-29", start=900)])
    data = {"orders": rush, "calendar": feast}
    monthly = by_month(data, where={"month": ["2025-01", "2025-02"]}, until=date(2025, 2, 28))
    plain = compare(monthly, data, to="year_ago")
    moved = compare(monthly, data, to="year_ago", moving_holidays=True)
    assert plain["reference"].tolist() == [31, 30]
    assert moved["reference"].tolist() == [32, 28]  # the rush of February 2024 meets that of January 2025
    assert moved["change"].tolist() == [0, 0]


def test_only_stores_that_were_open_all_the_time():
    orders = pd.concat([daily("2025-01-01", "2025-02-28"), daily("2025-02-01", "2025-02-28", store="S2", start=100)])
    stores = pd.DataFrame({"store_id": ["S1", "S2"], "opened_on": pd.to_datetime(["2020-01-01", "2025-02-01"])})
    data = {"orders": orders, "stores": stores}
    assert line(compare(by_month(data), data, to="previous"), "2025-02")[:3] == [56, 31, 25]
    assert line(compare(by_month(data), data, to="previous", same_stores=True), "2025-02")[:3] == [28, 31, -3]
    closed = {**data, "stores": stores.assign(closed_on=pd.to_datetime(["2025-02-10", None]))}
    assert pd.isna(line(compare(by_month(closed), closed, to="previous", same_stores=True), "2025-02")[1])
    one = by_month(data, where={"store_id": "S2"})
    assert compare(one, data, to="previous", same_stores=True)["reference"].isna().all()


def plans(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["store_id", "month", "kpi", "norm"])


def test_against_the_plan(shop: Tables):
    shop["plans"] = plans(
        [
            ("S1", "2025-05", "order_count", 4),
            ("S2", "2025-05", "order_count", 1),
            ("S1", "2025-06", "order_count", 3),
            ("S1", "2025-05", "avg_order_value", 10),
            ("S2", "2025-05", "avg_order_value", 40),
        ]
    )
    asked = ["order_count", "avg_order_value"]
    table = measure(asked, shop, by=("store_id", "month"), until=date(2025, 6, 20))
    found = compare(table, shop, to="plan").set_index(["store_id", "month", "kpi"])
    assert found["reference"]["S1", "2025-05", "order_count"] == 4
    assert (
        found["better"]["S1", "2025-05", "order_count"] is False or not found["better"]["S1", "2025-05", "order_count"]
    )
    assert found["reference"]["S1", "2025-06", "order_count"] == pytest.approx(3 * 20 / 30)  # 20 days are over
    assert found["reference"]["S2", "2025-05", "avg_order_value"] == 40
    whole = compare(measure(asked, shop, by="month", until=date(2025, 6, 30)), shop, to="plan").set_index("kpi")
    assert whole.loc["order_count", "reference"].tolist() == [5, 3]
    assert whole.loc["avg_order_value", "reference"].isna().all()  # plans of ratios do not add up
    quarter = compare(measure("order_count", shop, by="quarter", until=date(2025, 6, 30)), shop, to="plan")
    assert quarter["reference"].isna().all()  # April has no plan


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_compares_alike(engine: str, year: Tables):
    year["stores"] = pd.DataFrame({"store_id": ["S1"], "opened_on": pd.to_datetime(["2020-01-01"])})
    year["calendar"] = pd.DataFrame({"day": pd.to_datetime(["2024-02-10", "2025-01-29"]), "holiday": "Spring Festival"})
    options: dict[str, Any] = {"to": "year_ago", "same_stores": True, "moving_holidays": True}
    elsewhere = on(engine, year)
    same(compare(by_month(elsewhere), elsewhere, **options), compare(by_month(year), year, **options))


def test_questions_that_make_no_sense_are_refused(year: Tables):
    with pytest.raises(DataError, match="by a period"):
        compare(measure("order_count", year), to="previous")
    with pytest.raises(DataError, match="and not to 'last'"):
        compare(by_month(year), to="last")  # type: ignore[arg-type]
    with pytest.raises(DataError, match="hand them over"):
        compare(by_month(year), to="plan")
    with pytest.raises(DataError, match="from year to year"):
        compare(by_month(year), year, to="previous", moving_holidays=True)
    with pytest.raises(DataError, match="same stores"):
        compare(by_month(year), year, to="plan", same_stores=True)
    with pytest.raises(DataError, match="made by month"):
        compare(measure("order_count", year, by="week"), {**year, "plans": plans([])}, to="plan")
