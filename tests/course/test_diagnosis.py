from __future__ import annotations

import pytest

from kpilab.course.diagnosis import diagnose, is_slip, rounded_to
from kpilab.course.forms import Number

TOTAL = Number(tolerance=0.0015, decimals=3, percent=True)
BONUS = Number(tolerance=2, decimals=0)


@pytest.mark.parametrize(
    ("form", "given", "right", "word"),
    [
        (TOTAL, 0.81, 0.806, "Give it to 3 decimals"),
        (TOTAL, 0.7, 0.744, "Give it to 3 decimals"),
        (BONUS, 4100, 4060, "last whole unit"),
        (TOTAL, 80.6, 0.806, "hundred times too large"),
        (BONUS, 40.6, 4060, "hundred times too small"),
        (TOTAL, -0.806, 0.806, "sign is not"),
        (BONUS, 4.06, 4060, "size is not"),
        (BONUS, 40_600_000, 4060, "size is not"),
        (TOTAL, 1.25, 0.8, "upside down"),
        (TOTAL, 0.194, 0.806, "other part of the whole"),
        (TOTAL, 0.812, 0.806, "Very near"),
        (TOTAL, 0.5, 0.806, "which rows belong to it"),
        (TOTAL, -0.5, 0.806, "negative: can that be?"),
        (BONUS, -900, 0, "negative: can that be?"),
        (BONUS, 77_000, 4060, "far too large"),
        (BONUS, 123, 4060, "far too small"),
        (BONUS, 77_000, -4060, "far too large"),
        (BONUS, -123, -4060, "far too small"),
        (BONUS, 900, 0, "none of the mistakes"),
        (BONUS, 0, 4060, "none of the mistakes"),
    ],
)
def test_slip_is_named(form: Number, given: float, right: float, word: str) -> None:
    assert word in diagnose(form, given, right)


def test_a_case_without_rows_is_not_asked_for_its_rows() -> None:
    text = diagnose(TOTAL, 0.5, 0.806, rows=False)
    assert "none of the mistakes" in text
    assert "rows" not in text


@pytest.mark.parametrize(("given", "right"), [(0.0, 0.806), (5.0, 0.0), (0.0, 5.0)])
def test_zero_is_no_slip_of_anything(given: float, right: float) -> None:
    assert not is_slip(TOTAL, given, right)


def test_crude_rounding_is_another_mistake() -> None:
    assert rounded_to(Number(0.004), 1.0, 1.16) is None
    assert rounded_to(Number(0.004), 1.2, 1.16) == 1
    assert rounded_to(BONUS, 5000, 4060) is None


@pytest.mark.parametrize("given", [0.81, 80.6, -0.806, 0.194, 0.812, 0.5, -0.5, 77, 0.001])
def test_diagnosis_never_says_the_right_number(given: float) -> None:
    assert "0.806" not in diagnose(TOTAL, given, 0.806)
