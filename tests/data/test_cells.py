from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpilab.data.cells import as_kind, as_texts
from kpilab.data.mapping import Reading

WHOLE = Reading("whole")


@given(st.lists(st.integers(-(10**13), 10**13), min_size=1))
def test_no_cent_is_lost_however_an_amount_is_kept(cents: list[int]) -> None:
    texts = [f"{one // 100}.{one % 100:02d}" if one >= 0 else f"-{-one // 100}.{-one % 100:02d}" for one in cents]
    for cells in (pd.Series(texts), pd.Series(map(float, texts)), pd.Series(map(Decimal, texts), dtype=object)):
        found = as_kind("money", cells, WHOLE)
        assert found.values.tolist() == cents
        assert not found.unread.any()
        assert found.fine is not None
        assert not found.fine.any()


def test_amounts_are_read_as_people_write_them() -> None:
    written = ["¥1,234.50", " 12 ", "１２．５", "-3.1", "", "12,35", "12,34,567", "free"]
    found = as_kind("money", pd.Series(written), WHOLE)
    assert found.values.tolist()[:4] == [123450, 1200, 1250, -310]
    assert found.unread.tolist() == [False, False, False, False, False, True, True, True]


def test_a_decimal_comma_is_read_where_it_is_said() -> None:
    found = as_kind("money", pd.Series(["1.234,50", "12,35"]), Reading("whole", decimal=","))
    assert found.values.tolist() == [123450, 1235]


def test_amounts_finer_than_a_cent_are_named_or_rounded() -> None:
    cells = pd.Series(["1.234", "1.23"])
    assert as_kind("money", cells, WHOLE).fine.tolist() == [True, False]  # type: ignore[union-attr]
    rounded = as_kind("money", cells, Reading("whole", rounded=True))
    assert (rounded.values.tolist(), rounded.fine.tolist()) == ([123, 123], [False, False])  # type: ignore[union-attr]
    assert as_kind("money", pd.Series([12.35]), Reading("cents")).fine.tolist() == [True]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "written",
    [
        "2025-05-31 16:30:00", "2025-05-31T16:30", "2025/5/31 16:30", "2025.5.31 16:30", "2025年5月31日 16:30",
        "2025-05-31T16:30:00Z", "2025-05-31 16:30:00+08:00", datetime(2025, 5, 31, 16, 30),
    ],
)  # fmt: skip
def test_a_moment_is_the_one_that_the_clock_showed(written: object) -> None:
    found = as_kind("time", pd.Series([written, None], dtype=object), Reading())
    assert found.values.tolist() == [pd.Timestamp("2025-05-31 16:30"), pd.NaT]
    assert not found.unread.any()


def test_days_are_read_in_many_forms_and_what_may_be_two_days_in_none() -> None:
    written = ["2025-05-31", "20250531", "2025/5/31", "31/05/2025", "2025-02-30", "2025", "-"]
    found = as_kind("time", pd.Series(written), Reading())
    assert found.values.isna().tolist() == [False, False, False, True, True, True, True]
    assert found.unread.tolist() == [False, False, False, True, True, True, False]


def test_a_form_that_is_said_is_the_one_that_counts() -> None:
    reading = Reading(dates={"": "%d/%m/%Y", "returned_on": "%m/%d/%Y"})
    cells = pd.Series(["01/02/2025"])
    assert as_kind("time", cells, reading, "paid_at").values.tolist() == [pd.Timestamp(2025, 2, 1)]
    assert as_kind("time", cells, reading, "returned_on").values.tolist() == [pd.Timestamp(2025, 1, 2)]


def test_times_of_a_database_lose_their_zone_and_nothing_else() -> None:
    cells = pd.Series(pd.to_datetime(["2025-05-31 16:30"])).dt.tz_localize("Asia/Shanghai")
    assert as_kind("time", cells, Reading()).values.tolist() == [pd.Timestamp("2025-05-31 16:30")]


def test_texts_are_what_a_person_sees() -> None:
    cells = pd.Series(
        [1001.0, " a ", '="0012"', date(2025, 5, 31), Decimal("1.50"), "NULL", "", None, True], dtype=object
    )
    assert as_texts(cells).fillna("?").tolist() == ["1001", "a", "0012", "2025-05-31", "1.50", "?", "?", "?", "True"]
    assert as_texts(pd.Series([7.0, float("nan")])).fillna("?").tolist() == ["7", "?"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["1", "20"], [1, 20]),
        (["007", "20"], ["007", "20"]),
        (["1.5", "2"], [1.5, 2.0]),
        (["True", "False"], [True, False]),
        (["north", "1"], ["north", "1"]),
    ],
)
def test_a_column_of_an_unknown_name_is_what_all_its_cells_are(written: list[str], expected: list[object]) -> None:
    assert as_kind("any", pd.Series(written), Reading()).values.tolist() == expected


def test_flags_and_numbers() -> None:
    flags = as_kind("flag", pd.Series(["Yes", "否", "perhaps", ""]), Reading())
    assert flags.values.fillna(False).tolist() == [True, False, False, False]
    assert flags.unread.tolist() == [False, False, True, False]
    assert as_kind("number", pd.Series(["3", "2.5", "x"]), Reading()).unread.tolist() == [False, False, True]
    assert as_kind("number", pd.Series([1, 2]), Reading()).values.dtype == "int64"
