from math import isnan, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpilab.analysis.surveys import bounds, change_margin, difference, nps, nps_of, sample_size, share_interval, wilson
from kpilab.errors import DataError


@pytest.mark.parametrize(
    ("successes", "asked", "low", "high"), [(45, 60, 0.628, 0.842), (9, 10, 0.596, 0.982), (39, 50, 0.648, 0.872)]
)
def test_published_intervals(successes, asked, low, high):
    assert [round(end, 3) for end in share_interval(successes, asked)] == [low, high]


def test_nobody_asked():
    assert all(isnan(end) for end in share_interval(0, 0))
    assert isnan(change_margin(0.8, 0, 0.7, 50))


def test_a_quarter_is_narrower_than_a_month():
    month, quarter = share_interval(39, 50), share_interval(117, 150)
    assert quarter[1] - quarter[0] < month[1] - month[0]


def test_six_points_down_give_or_take_fifteen():
    assert round(change_margin(0.84, 50, 0.78, 50), 2) == 0.15


def test_sample_sizes_of_the_methods_page():
    assert sample_size(0.05).exact == pytest.approx(384.146, abs=0.001)  # 1.96² · 0.25 / 0.0025
    assert sample_size(0.05).answers == 385
    assert sample_size(0.05, population=1000).answers == 278
    assert sample_size(0.05, population=1000).invitations(0.3) == 927  # 278 / 0.3 = 926.7
    assert sample_size(0.1).answers == 97
    assert sample_size(0.05, population=1).answers == 1


@pytest.mark.parametrize("margin", [0, 1, -0.1, 5])
def test_a_margin_is_a_fraction(margin):
    with pytest.raises(DataError, match="fractions"):
        sample_size(margin)


@pytest.mark.parametrize("people", [0, float("nan"), -3])
def test_a_house_without_people(people):
    with pytest.raises(DataError, match="people"):
        sample_size(0.05, population=people)


def test_a_confidence_in_percent_is_refused():
    with pytest.raises(DataError, match=r"such as 0\.95"):
        wilson(9, 10, confidence=95)


def test_a_share_with_its_interval():
    found = wilson(9, 10)
    assert [round(end, 3) for end in found.interval] == [0.596, 0.982]
    assert found.standard_error == pytest.approx(sqrt(0.09 / 10))
    assert "59.6% to 98.2%" in str(found)
    assert isnan(wilson(0, 0).value)
    assert "Nobody" in wilson(0, 0).sentence
    with pytest.raises(DataError):
        wilson(11, 10)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_stays_between_0_and_1_and_holds_the_share(counts):
    happy, answers = counts
    low, high = share_interval(happy, answers)
    assert -1e-12 <= low <= happy / answers + 1e-12
    assert happy / answers - 1e-12 <= high <= 1 + 1e-12


def test_bounds_of_the_silent():
    found = bounds(0.94, 0.12)
    assert (round(found.low, 4), round(found.high, 4)) == (0.1128, 0.9928)
    assert found.table.iloc[:, 0].sum() == pytest.approx(100)
    assert bounds(0.8, 1).low == bounds(0.8, 1).high == pytest.approx(0.8)
    assert (bounds(0.8, 0).low, bounds(0.8, 0).high) == (0, 1)
    with pytest.raises(DataError):
        bounds(94, 0.12)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_whatever_the_silent_think_lies_within_the_bounds(share, rate, silent):
    found = bounds(share, rate)
    assert found.low - 1e-9 <= rate * share + (1 - rate) * silent <= found.high + 1e-9


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
    assert "too few" in empty.sentence


def test_a_share_and_a_score_are_not_compared():
    with pytest.raises(DataError, match="two of one kind"):
        difference(wilson(1, 2), nps([10]))


def test_two_scores_are_compared():
    found = difference(nps_of(168, 84, 400), nps_of(42, 21, 100))
    assert found.change == pytest.approx(0)
    assert found.margin == pytest.approx(sqrt(7.501**2 + 15.002**2), abs=0.01)
