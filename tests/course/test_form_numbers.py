from __future__ import annotations

from decimal import Decimal
from math import inf, nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpilab.course.answers import Refused, plain
from kpilab.course.forms import Number, Numbers, Problem

INDEX = Number(tolerance=0.004, percent=True)
MONEY = Number(tolerance=2, decimals=0, unit="money")
SHARE = Number(tolerance=0.05, decimals=1, unit="%")
LEVELS = Numbers((("base", "base"), ("norm", "norm"), ("target", "target")), tolerance=0.05, decimals=1)


def read(form: Number | Numbers, answer: object) -> object:
    found = plain(answer)
    assert not isinstance(found, Refused)
    return form.read(found)


@pytest.mark.parametrize(
    ("form", "answer", "number"),
    [
        (INDEX, 0.125, 0.125),
        (INDEX, "12.5 %", 0.125),
        (INDEX, "12,5%", 0.125),
        (INDEX, "１２．５％", 0.125),
        (INDEX, 40, 40.0),
        (MONEY, "1.2万", 12_000.0),
        (MONEY, "¥3,000", 3000.0),
        (MONEY, "4 060", 4060.0),
        (SHARE, "38.2 %", 38.2),
        (SHARE, 38.2, 38.2),
        (INDEX, np.float32(0.5), 0.5),
        (INDEX, Decimal("0.4"), 0.4),
        (INDEX, [0.4], 0.4),
        (INDEX, pd.Series([0.4], index=["New members"]), 0.4),
        (INDEX, pd.DataFrame({"index": [0.4]}), 0.4),
        (INDEX, np.array([[0.4]]), 0.4),
    ],
)
def test_number_is_read_as_people_write_it(form: Number, answer: object, number: float) -> None:
    assert read(form, answer) == number


@pytest.mark.parametrize("answer", [None, ..., "", "  ", "...", nan, [nan], [None]])
def test_nothing_and_nan_are_blank(answer: object) -> None:
    found = read(INDEX, answer)
    assert isinstance(found, Problem)
    assert found.blank


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (inf, "infinite"),
        (-inf, "infinite"),
        (True, "yes or a no"),
        ([1, 2], "list of 2"),
        ({"a": 1}, "named value"),
        (pd.DataFrame({"a": range(5), "b": 0, "c": 0}), "5 rows and 3 columns"),
    ],
)
def test_wrong_kind_gets_a_sentence(answer: object, word: str) -> None:
    found = read(INDEX, answer)
    assert isinstance(found, Problem)
    assert not found.blank
    assert word in found.text


@pytest.mark.parametrize("text", ["four", "no idea", "198 apples", "<b>", "12-5"])
def test_a_text_that_is_no_number_is_no_answer_yet(text: str) -> None:
    found = read(INDEX, text)
    assert isinstance(found, Problem)
    assert found.blank
    assert f"'{text}' is not a number" in found.text
    assert "万" not in found.text


@pytest.mark.parametrize(
    ("unit", "answer", "number"),
    [
        ("", "0.4 points", 0.4),
        ("", "96 members", 96.0),
        ("", "4060 yuan", 4060.0),
        ("", "4060元", 4060.0),
        ("", "198 thousand", 198_000.0),
        ("", "198 k", 198_000.0),
        ("", "198 千", 198_000.0),
        ("thousand", "198", 198.0),
        ("thousand", "198 thousand", 198.0),
        ("thousand", "198 Thousand.", 198.0),
        ("thousand", "198k", 198.0),
        ("thousand", "198 千", 198.0),
        ("thousand", "１９８ 千元", 198.0),
        ("thousand", "¥198 thousand", 198.0),
        ("thousand", "198 thousand yuan", 198.0),
        ("thousand", "19.8万", 198.0),
        ("thousand", "0.198 million", 198.0),
        ("thousand", "198,000 yuan", 198_000.0),
        ("minutes", "5 min", 5.0),
        ("minutes", "5 m", 5.0),
        ("%", "38 %", 38.0),
    ],
)
def test_a_unit_behind_the_number_scales_only_where_it_is_not_the_unit_asked_for(
    unit: str, answer: str, number: float
) -> None:
    assert read(Number(tolerance=0.01, unit=unit), answer) == pytest.approx(number)


@pytest.mark.parametrize(("unit", "answer"), [("minutes", "5 hours"), ("%", "38 members"), ("thousand", "198 days")])
def test_another_unit_than_the_one_asked_for_is_not_guessed_at(unit: str, answer: str) -> None:
    assert isinstance(read(Number(tolerance=0.01, unit=unit), answer), Problem)


def test_comma_that_may_be_a_decimal_mark_has_two_readings() -> None:
    assert MONEY.readings("1,234") == (1234.0, 1.234)
    assert LEVELS.readings({"base": "1,234", "norm": 2, "target": 3}) == (
        {"base": 1234.0, "norm": 2.0, "target": 3.0},
        {"base": 1.234, "norm": 2.0, "target": 3.0},
    )


@given(st.floats(-1e6, 1e6), st.floats(0.001, 10))
def test_same_is_the_tolerance_and_nothing_more(right: float, tolerance: float) -> None:
    form = Number(tolerance)
    assert form.same(right + tolerance, right)
    assert form.same(right - tolerance, right)
    assert not form.same(right + tolerance * 1.01 + 0.01, right)


@pytest.mark.parametrize(
    "answer",
    [
        {"base": 96, "norm": 111.5, "target": 130},
        {"Target": "130", "BASE": "96", "norm": "111,5"},
        pd.Series([130, 96, 111.5], index=["target", "base", "norm"]),
        pd.DataFrame({"level": ["norm", "target", "base"], "value": [111.5, 130, 96]}),
        pd.DataFrame({"norm": [111.5], "target": [130], "base": [96]}),
        (96, 111.5, 130),
        np.array([96, 111.5, 130]),
        pd.Series([96, 111.5, 130]),
    ],
)
def test_numbers_are_read_by_name_or_in_order(answer: object) -> None:
    assert read(LEVELS, answer) == {"base": 96.0, "norm": 111.5, "target": 130.0}


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ({"base": 96, "norm": None}, "Still open: norm, target."),
        ((96, nan, 130), "Still open: norm."),
    ],
)
def test_numbers_left_open_are_named(answer: object, text: str) -> None:
    assert read(LEVELS, answer) == Problem(text, blank=True)


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ({"base": 96, "median": 1}, "no “median”"),
        ((1, 2), "list of 2"),
        (96, "one number"),
        ({96, 111.5, 130}, "a set of 3"),
    ],
)
def test_numbers_of_the_wrong_kind_get_a_sentence(answer: object, word: str) -> None:
    found = read(LEVELS, answer)
    assert isinstance(found, Problem)
    assert not found.blank
    assert word in found.text


def test_a_part_that_is_no_number_is_named_and_no_answer_yet() -> None:
    found = read(LEVELS, {"base": "x", "norm": 1, "target": None})
    assert isinstance(found, Problem)
    assert found.blank
    assert found.text.startswith("base: 'x' is not a number")


def test_fields_and_back() -> None:
    assert [field.key for field in LEVELS.fields()] == ["answer.base", "answer.norm", "answer.target"]
    typed = {"answer.base": "96", "answer.norm": "111.5", "answer.target": "130"}
    assert read(LEVELS, LEVELS.from_fields(typed)) == {"base": 96.0, "norm": 111.5, "target": 130.0}
    assert [field.key for field in INDEX.fields()] == ["answer"]
    assert INDEX.from_fields({"answer": "40 %"}) == "40 %"


def test_show_prints_at_the_decimals_asked_for() -> None:
    assert INDEX.show(-0.0001) == "0.00"
    assert MONEY.show(4060.4) == "4,060"
    assert SHARE.show(38.24) == "38.2 %"
    assert LEVELS.show({"base": 96, "norm": 111.5, "target": 130}) == "base 96.0; norm 111.5; target 130.0"
