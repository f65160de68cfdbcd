from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from itertools import count
from math import inf, isnan, nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpilab.course.answers import Refused, plain
from kpilab.course.plain_data import PlainTable, describe, named


class Always:
    """An object that agrees with everything, and says it is a float."""

    __class__ = float

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return hash(0.4)

    def __float__(self) -> float:
        return 0.4

    def __array__(self, *_args: object, **_options: object) -> np.ndarray:
        return np.array(0.4)


class LyingFloat(float):
    def __float__(self) -> float:
        return 0.4

    def __eq__(self, other: object) -> bool:
        return True

    def __abs__(self) -> float:
        return 0.0

    def __sub__(self, other: object) -> float:
        return 0.0

    __rsub__ = __sub__
    __hash__ = float.__hash__


class LyingText(str):
    def __str__(self) -> str:
        return "0.4"

    def __eq__(self, other: object) -> bool:
        return True

    def strip(self, *_marks: str) -> str:
        return "0.4"

    __hash__ = str.__hash__


class LyingDict(dict):
    def items(self):
        return [("base", 96)]

    def __getitem__(self, key):
        return 96

    def __iter__(self):
        return count()

    def __len__(self):
        return 1


class LyingList(list):
    def __iter__(self):
        return count()

    def __len__(self):
        return 1


class Zone(IntEnum):
    LOW = 1


class Broken:
    def __float__(self) -> float:
        raise RuntimeError("no")

    def __getattribute__(self, name: str) -> object:
        raise RuntimeError("no")


class Meta(type):
    def __eq__(cls, other: object) -> bool:
        return True

    def __hash__(cls) -> int:
        return hash(float)

    def __instancecheck__(cls, other: object) -> bool:
        return True

    @property
    def __mro__(cls) -> tuple[type, ...]:
        return (cls, float, object)

    @property
    def __name__(cls) -> str:
        raise RuntimeError("no")


class Posing(metaclass=Meta):
    pass


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (0.4, 0.4),
        (np.float64(0.4), 0.4),
        (np.float32(0.5), 0.5),
        (np.int8(3), 3),
        (np.bool_(True), True),
        (np.array(0.4), 0.4),
        (np.array([1, 2], dtype="uint8"), [1, 2]),
        (Decimal("0.40"), 0.4),
        (Decimal("-1e999"), -inf),
        (Fraction(2, 5), 0.4),
        (Zone.LOW, 1),
        ("40 %", "40 %"),
        (np.str_("a"), "a"),
        ((1, "a", None), [1, "a", None]),
        (range(3), [0, 1, 2]),
        ({"a", "b"}, frozenset({"a", "b"})),
        (OrderedDict(norm=1), {"norm": 1}),
        ({1: "a"}, {"1": "a"}),
        ({"a": 1}.values(), [1]),
        (dt.date(2025, 5, 1), "2025-05-01"),
        (dt.datetime(2025, 5, 1, 12, 30), "2025-05-01 12:30:00"),
        (pd.Timestamp("2025-05-01"), "2025-05-01"),
        (np.datetime64("2025-05-01"), "2025-05-01"),
    ],
)
def test_known_kinds_become_plain(answer: object, expected: object) -> None:
    found = plain(answer)
    assert type(found) is type(expected)
    assert found == expected


@pytest.mark.parametrize("answer", [None, ..., pd.NA, pd.NaT])
def test_nothing_is_none(answer: object) -> None:
    assert plain(answer) is None


@pytest.mark.parametrize("answer", [nan, np.nan, Decimal("NaN"), np.float32("nan")])
def test_nan_stays_nan(answer: object) -> None:
    found = plain(answer)
    assert isinstance(found, float)
    assert isnan(found)


@pytest.mark.parametrize(
    ("answer", "true_value"),
    [
        (LyingFloat(0.85), 0.85),
        (LyingText("0.85"), "0.85"),
        (LyingDict(base=84), {"base": 84}),
        (LyingList([84]), [84]),
    ],
)
def test_subclass_is_read_through_its_base(answer: object, true_value: object) -> None:
    found = plain(answer)
    assert type(found) is type(true_value)
    assert found == true_value


@pytest.mark.parametrize(
    "make", [Always, Broken, lambda: Posing(), count, object, lambda: (one for one in "ab"), lambda: 1 + 2j]
)
def test_unknown_object_is_refused(make: Callable[[], object]) -> None:
    found = plain(make())
    assert type(found) is Refused
    assert "cannot be read as an answer" in found.reason


@pytest.mark.parametrize("answer", [len, int, lambda: 0.4, "abc".upper])
def test_function_is_told_to_be_called(answer: object) -> None:
    found = plain(answer)
    assert isinstance(found, Refused)
    assert "brackets" in found.reason


def test_list_that_contains_itself_is_refused() -> None:
    endless: list[object] = []
    endless.append(endless)
    assert "contains itself" in plain(endless).reason  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "answer",
    [
        np.zeros(10_000_000, dtype="int8"),
        range(10_000_000),
        pd.DataFrame({"a": np.zeros(10_000_000, dtype="int8")}),
        pd.Series(np.zeros(10_000_000, dtype="int8")),
    ],
    ids=["array", "range", "frame", "series"],
)
def test_ten_million_rows_are_refused(answer: object) -> None:
    found = plain(answer)
    assert isinstance(found, Refused)
    assert "10,000,000" in found.reason


def test_many_long_lists_are_refused_before_they_are_all_read() -> None:
    long = list(range(200_000))
    assert isinstance(plain([long] * 200_000), Refused)


@pytest.mark.parametrize("answer", [10**400, "a" * 200_000])
def test_endless_digits_and_texts_are_refused(answer: object) -> None:
    assert isinstance(plain(answer), Refused)


def test_two_keys_with_one_name_are_refused() -> None:
    assert isinstance(plain({1: "a", "1": "b"}), Refused)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (0.4, "This is one number, 0.4."),
        (True, "This is True: a yes or a no."),
        ("abc", "This is the text “abc”."),
        ([1, 2], "This is a list of 2 values."),
        ({"a": 1}, "This is one named value."),
        ({1, 2}, "This is a set of 2 values."),
        (pd.Series([1, 2]), "This is a column of 2 values."),
        (pd.DataFrame({"a": range(5), "b": 0, "c": 0}), "This is a table of 5 rows and 3 columns."),
        (pd.DataFrame({"a": [1]}), "This is a table of one row and one column."),
    ],
)
def test_describe_says_what_was_given(answer: object, sentence: str) -> None:
    found = plain(answer)
    assert not isinstance(found, Refused)
    assert describe(found) == sentence


@pytest.mark.parametrize(
    "answer",
    [
        {"base": 96, "norm": 111.5},
        pd.Series([96, 111.5], index=["base", "norm"]),
        pd.DataFrame({"level": ["base", "norm"], "members": [96, 111.5]}),
        pd.DataFrame({"level": ["norm", "base"], "members": [111.5, 96]}).sort_values("level"),
        pd.DataFrame({"base": [96], "norm": [111.5]}).T,
        [("base", 96), ("norm", 111.5)],
        [{"level": "base", "members": 96}, {"level": "norm", "members": 111.5}],
    ],
)
def test_named_values_come_in_many_shapes(answer: object) -> None:
    found = plain(answer)
    assert not isinstance(found, Refused)
    assert named(found) == [("base", 96), ("norm", 111.5)]


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.decimals() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


@given(_ANYTHING)
def test_anything_becomes_plain_or_is_refused(answer: object) -> None:
    found = plain(answer)
    assert isinstance(found, Refused | float | int | str | list | dict | PlainTable | None)


def test_a_number_of_extra_width_is_one_and_a_complex_one_is_none() -> None:
    assert plain(np.longdouble("0.25")) == 0.25
    assert "complex" in plain(np.complex128(1)).reason  # type: ignore[union-attr]
    assert "cannot be read" in plain(np.clongdouble(1)).reason  # type: ignore[union-attr]
