"""Seasons of a year, worked by hand."""

from __future__ import annotations

import pytest

from kpilab.analysis.seasons import Seasons, seasonal_indices, split_year
from kpilab.errors import PlanError

QUARTERS = ("Q1", "Q2", "Q3", "Q4")


def test_ratio_to_the_average_and_the_year_split_by_it() -> None:
    found = seasonal_indices([2.1, 2.4, 2.6, 3.9], QUARTERS)
    assert [round(index, 4) for index in found.indices.values()] == [0.7636, 0.8727, 0.9455, 1.4182]
    assert sum(found.indices.values()) == pytest.approx(4)
    plans = split_year(13_200_000, found, step=10_000)
    assert list(plans.values()) == [2_520_000, 2_880_000, 3_120_000, 4_680_000]
    assert found.frame()["index"].round(4).tolist() == [0.7636, 0.8727, 0.9455, 1.4182]
    assert str(found).startswith("Q4 brings 142% of an average period, Q1 76%")


def test_growth_is_taken_out_before_the_season_is_read() -> None:
    # two years, a season of 0.8 and 1.2 on a trend 100 110 120 130: by hand 80 132 96 156
    # second half: (80/2 + 132 + 96/2)/2 = 110 and 132/110 = 1.2; third: (132/2 + 96 + 156/2)/2 = 120 and 0.8
    found = seasonal_indices([80, 132, 96, 156], ["first", "second"])
    assert found.indices == pytest.approx({"first": 0.8, "second": 1.2})
    assert (found.years, found.trend_removed) == (2, True)
    plain = seasonal_indices([88, 144], ["first", "second"])  # the plain means of the halves keep the growth
    assert plain.indices["first"] == pytest.approx(88 / 116)


def test_an_odd_number_of_periods_has_a_plain_moving_average() -> None:
    # index 0.5, 1, 1.5 without growth: every moving average of three is 10
    assert seasonal_indices([5, 10, 15, 5, 10, 15], "abc").indices == pytest.approx({"a": 0.5, "b": 1, "c": 1.5})


def test_a_promotion_is_taken_out_and_planned_where_it_belongs() -> None:
    # 100 100 160 100, of which 60 were a promotion in the third quarter: no season is left
    found = seasonal_indices([100, 100, 160, 100], QUARTERS, lifts=[0, 0, 60, 0])
    assert list(found.indices.values()) == pytest.approx([1, 1, 1, 1])
    # next year it moves to the second: 460 − 60 = 400, 100 each, and 60 on top
    assert split_year(460, found, lifts={"Q2": 60}) == {"Q1": 100, "Q2": 160, "Q3": 100, "Q4": 100}


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: seasonal_indices([1, 2, 3], QUARTERS), "3 periods; it needs full years of 4"),
        (lambda: seasonal_indices([], QUARTERS), "full years"),
        (lambda: seasonal_indices([0, 0, 0, 0], QUARTERS), "0 throughout"),
        (lambda: seasonal_indices([0] * 8, QUARTERS), "whole year of the history is 0"),
        (lambda: seasonal_indices([1, -2, 3, 4], QUARTERS), "not below 0"),
        (lambda: seasonal_indices([1, float("nan"), 3, 4], QUARTERS), "needs a number"),
        (lambda: seasonal_indices([1, 2, 3, 4], QUARTERS, lifts=[0, 3, 0, 0]), "not below 0 after"),
        (lambda: seasonal_indices([1, 2, 3, 4], QUARTERS, lifts=[1]), "one lift for each"),
        (lambda: seasonal_indices([1, 2], ["a", "a"]), "each once"),
        (lambda: split_year(100, Seasons({"a": 1, "b": 1}, 1, False), lifts={"c": 1}), "no period c"),
        (lambda: split_year(100, Seasons({"a": 1, "b": 1}, 1, False), lifts={"a": 101}), "more than the whole"),
    ],
)
def test_bad_input_is_told_clearly(make, word: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PlanError, match=word):
        make()
