"""Changes between two surveys: what luck does, and where the formula does not hold."""

from math import comb, isnan

import pytest

from kpilab.analysis.surveys import change_margin, difference, nps, share_interval, wilson
from kpilab.errors import DataError


def test_nobody_asked():
    assert all(isnan(end) for end in share_interval(0, 0))
    assert isnan(change_margin(0.8, 0, 0.7, 50))


def test_six_points_down_give_or_take_fifteen():
    assert round(change_margin(0.84, 50, 0.78, 50), 2) == 0.15


def test_a_difference_that_is_luck_and_one_that_is_not():
    found = difference(wilson(84, 100), wilson(78, 100))
    assert found.change == pytest.approx(-6)
    assert found.margin == pytest.approx(10.84, abs=0.01)  # 1.96 · √(.84·.16/100 + .78·.22/100)
    assert found.by_luck == pytest.approx(0.278, abs=0.001)
    assert found.is_noise
    assert "−6.0 points" in found.sentence
    large = difference(wilson(840, 1000), wilson(780, 1000))
    assert not large.is_noise
    assert "more than luck" in large.sentence
    empty = difference(wilson(0, 0), wilson(1, 2))
    assert isnan(empty.change)
    assert empty.is_noise
    assert "nobody answered" in empty.sentence


def test_a_share_and_a_score_are_not_compared():
    with pytest.raises(DataError, match="two of one kind"):
        difference(wilson(1, 2), nps([10]))


def test_all_alike_is_no_proof():
    assert "all answers are alike" in difference(wilson(10, 10), wilson(0, 10)).sentence
    assert difference(wilson(10, 10), wilson(10, 10)).sentence.startswith("+0.0 points.")
    few = difference(wilson(10, 10), wilson(7, 10))  # Fisher's exact test: 2 · C(17, 7) / C(20, 10) = 0.21
    assert not few.is_noise
    assert "too few answers" in few.sentence
    assert few.warnings
    assert "nobody answered" in difference(wilson(0, 0), wilson(7, 10)).sentence


def test_a_change_that_rounds_to_nothing_has_no_minus():
    assert difference(wilson(50_003, 100_000), wilson(50_002, 100_000)).sentence.startswith("+0.0 points")
    assert "less than 0.1%" in difference(wilson(500, 1000), wilson(900, 1000)).sentence


def test_by_luck_is_near_what_counting_out_gives():
    chances = [comb(400, k) * 0.81**k * 0.19 ** (400 - k) for k in range(401)]
    exact = sum(a * b for i, a in enumerate(chances) for j, b in enumerate(chances) if abs(i - j) >= 12)
    assert difference(wilson(330, 400), wilson(318, 400)).by_luck == pytest.approx(exact, abs=0.03)
