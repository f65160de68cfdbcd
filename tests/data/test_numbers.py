from decimal import Decimal
from fractions import Fraction
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpilab.data.numbers import read, read_number
from kpilab.errors import DataError


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12.5", 12.5),
        ("12.5 %", 0.125),
        ("12,5%", 0.125),
        ("１２．５％", 0.125),
        ("１２．５", 12.5),
        ("1.2万", 12_000.0),
        ("３万", 30_000.0),
        ("3亿", 300_000_000.0),
        ("2.5千万", 25_000_000.0),
        ("¥3,000", 3000.0),
        ("￥3,000", 3000.0),
        ("3000元", 3000.0),
        ("1.2万元", 12_000.0),
        ("-¥3,000", -3000.0),
        ("¥-3,000", -3000.0),
        ("€ 1.234,56", 1234.56),
        ("$1,234.56", 1234.56),
        ("1 234,5", 1234.5),
        ("1\u00a0234,5", 1234.5),
        ("1\u202f234\u202f567", 1_234_567.0),
        ("1'234.5", 1234.5),
        ("1.234,56", 1234.56),
        ("1,234,567.8", 1_234_567.8),
        ("1.234.567", 1_234_567.0),
        ("1,234,567", 1_234_567.0),
        ("(300)", -300.0),
        ("(2.5 %)", -0.025),
        ("(2.5) %", -0.025),
        ("−3", -3.0),
        ("－3", -3.0),
        ("+3", 3.0),
        ("1,234", 1234.0),
        ("1.234", 1.234),
        ("0,400", 0.4),
        ("12,34", 12.34),
        ("1,2345", 1.2345),
        ("1234,567", 1234.567),
        (",5", 0.5),
        (".5", 0.5),
        ("3.5k", 3500.0),
        ("2M", 2_000_000.0),
        ("1e3", 1000.0),
        ("1.5E-2", 0.015),
        ("1,5e3", 1500.0),
        ("  7  ", 7.0),
        ("0.1%", 0.001),
        ("40 percent", 0.4),
        ("40 per cent", 0.4),
        ("40pct", 0.4),
        ("= 0.4", 0.4),
        ("≈ 40 %", 0.4),
        ("'0.4'", 0.4),
        ("“0.4”", 0.4),
        ("3000 yuan", 3000.0),
    ],
)
def test_numbers_as_people_write_them(written: str, meant: float) -> None:
    assert read_number(written) == meant


@pytest.mark.parametrize("written", [7, 7.0, Decimal("7"), Fraction(7), np.int64(7), np.float32(7)])
def test_a_number_is_already_one(written: object) -> None:
    assert read_number(written) == 7.0


@pytest.mark.parametrize("blank", [None, "", "  ", "\u3000", float("nan")])
def test_a_blank_is_missing(blank: object) -> None:
    assert isnan(read_number(blank))


@pytest.mark.parametrize(
    "written",
    [
        "twelve", "about 12", "12-5", "--3", "-¥-3",
        "1,23,4", "12 34", "1.23.456", "1,234.567,8", "1.234.56,7", "5 min",
        "40 %%", "inf", "nan", "1e999", "1/2", "%", "(", "()", "-", ".", "1'23",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_and_shown(written: str) -> None:
    with pytest.raises(DataError) as caught:
        read_number(written)
    assert f"'{written}' is not a number" in str(caught.value)


@pytest.mark.parametrize("written", [True, False, float("inf"), float("-inf"), [1], object])
def test_other_things_are_refused(written: object) -> None:
    with pytest.raises(DataError):
        read_number(written)


def test_a_long_text_is_shown_shortened() -> None:
    with pytest.raises(DataError, match="…") as caught:
        read_number("x" * 10_000)
    assert len(str(caught.value)) < 150


def test_a_lone_mark_before_three_digits_keeps_both_readings() -> None:
    assert (read("1,234").value, read("1,234").other) == (1234.0, 1.234)
    assert (read("1.234").value, read("1.234").other) == (1.234, 1234.0)
    assert isnan(read("0.234").other)
    assert isnan(read("1,234.5").other)
    assert isnan(read("12,5").other)


def test_percent_and_decimals_are_kept_for_who_asks() -> None:
    found = read("80,70 %")
    assert (found.number, found.value, found.percent, found.decimals) == (80.7, 0.807, True, 2)
    assert read(0.75).decimals == 2


@given(st.decimals(-(10**9), 10**9, places=3, allow_nan=False))
def test_writing_with_either_decimal_mark_reads_the_same(number: Decimal) -> None:
    english = f"{number:,.3f}"
    european = english.replace(",", " ").replace(".", ",")
    if "," in english or abs(number) < 1:
        assert read_number(english) == read_number(european) == float(number)
    else:
        assert float(number) in (read(european).value, read(european).other)
