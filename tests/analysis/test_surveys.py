from math import isnan, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpilab.analysis.surveys import bounds, difference, nps_of, sample_size, share_interval, wilson
from kpilab.errors import DataError


@pytest.mark.parametrize(
    ("successes", "asked", "low", "high"), [(45, 60, 0.628, 0.842), (9, 10, 0.596, 0.982), (39, 50, 0.648, 0.872)]
)
def test_published_intervals(successes, asked, low, high):
    assert [round(end, 3) for end in share_interval(successes, asked)] == [low, high]


def test_a_quarter_is_narrower_than_a_month():
    month, quarter = share_interval(39, 50), share_interval(117, 150)
    assert quarter[1] - quarter[0] < month[1] - month[0]


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


def test_two_scores_are_compared():
    found = difference(nps_of(168, 84, 400), nps_of(42, 21, 100))
    assert found.change == pytest.approx(0)
    assert found.margin == pytest.approx(sqrt(7.501**2 + 15.002**2), abs=0.01)


def test_the_interval_stays_inside_to_the_last_digit():
    for n in range(1, 3000, 7):
        assert 0 <= share_interval(0, n)[0] < 1e-12
        assert 1 - 1e-12 < share_interval(n, n)[1] <= 1
    assert "-0" not in wilson(0, 12345).sentence
    with pytest.raises(DataError, match="20 of 10"):
        share_interval(20, 10)
    assert wilson(1_234_567, 2_345_678).sentence.startswith("1,234,567 of 2,345,678")


def test_more_invitations_than_people_cannot_be_sent():
    assert sample_size(0.05, population=300).answers == 169  # 384.15 / (1 + 383.15 / 300) = 168.7
    with pytest.raises(DataError, match="564 invitations"):
        sample_size(0.05, population=300).invitations(0.3)
