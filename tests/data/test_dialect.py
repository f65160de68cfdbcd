import pandas as pd
import pytest

from kpilab.data.dialect import day_order, decimal_mark, in_iso, zones_in


@pytest.mark.parametrize(
    ("cells", "separator", "mark"),
    [
        (["1.234,50"], ",", ","),
        (["7,5"], ";", ","),
        (["1,234.50"], ";", "."),
        (["7.5", "7,5"], ";", "."),
        (["1234", "12"], ";", "."),
        (["1,234"], ",", "."),
        (["1,234"], ";", None),
        (["1.234", "0.5"], ";", "."),
        ([None, "much"], ";", "."),
    ],
)
def test_the_mark_before_the_decimals_is_told_by_the_numbers(
    cells: list[str], separator: str, mark: str | None
) -> None:
    assert decimal_mark([pd.Series(cells, dtype="str")], separator=separator) == mark


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["31/05/2025", "1/6/2025"], "day first"),
        (["5/31/25", "6/1/25"], "month first"),
        (["5/6/2025", "7/8/2025"], "either"),
        (["31/5/2025", "5/31/2025"], "both"),
        (["05.06.2025", "06.06.2025"], "day first"),
        (["2025-05-31", "2025/5/31", None], ""),
    ],
)
def test_the_order_of_day_and_month_is_told_by_the_days(cells: list[str], order: str) -> None:
    assert day_order(pd.Series(cells, dtype="str")) == order


def test_days_are_rewritten_and_all_else_is_left() -> None:
    cells = pd.Series(["5/31/2025", "6/1/69 7:05:09", "2025-06-02", "much", None], dtype="str")
    written = ["2025-05-31", "2069-06-01 07:05:09", "2025-06-02", "much"]
    assert in_iso(cells, day_first=False).tolist()[:4] == written
    assert in_iso(cells, day_first=False).isna().tolist() == [False] * 4 + [True]
    assert in_iso(pd.Series(["1.6.70"]), day_first=True).tolist() == ["1970-06-01"]


def test_zones_are_seen_behind_times_only() -> None:
    cells = pd.Series(["2025-05-01T10:00Z", "2025-05-01 18:00:00.5 -0530", "2025-05-01", "+08:00"])
    assert zones_in(cells) == ("-0530", "Z")
