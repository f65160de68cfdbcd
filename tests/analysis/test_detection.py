"""A search graded by hand: hits, misses and false alarms."""

from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpilab.analysis.detection import grade

PLANTED = {"B4": 100.0, "C7": 40.0, "F9": 0.0}


def test_hits_misses_and_false_alarms() -> None:
    found = grade(["B4", "C7", "D1", "D2"], PLANTED)
    assert (found.hits, found.missed, found.false_alarms) == ({"B4", "C7"}, {"F9"}, {"D1", "D2"})
    assert (found.found_share, found.right_share, found.saved) == (2 / 3, 0.5, 140)


def test_a_rule_is_not_blamed_for_what_it_does_not_look_for() -> None:
    found = grade(["B4", "F9", "D1"], PLANTED, among=["B4"])
    assert (found.hits, found.missed, found.false_alarms) == ({"B4"}, frozenset(), {"D1"})


def test_a_look_at_a_defect_of_another_kind_is_a_look() -> None:
    found = grade(["B4", "F9", "D1"], PLANTED, among=["B4"])
    assert (found.others, found.alarms) == ({"F9"}, 3)
    # 100 saved, 3 looks of 20 minutes are an hour at 30
    assert found.brought(minutes=20, hour=30) == 70


def test_a_kind_that_was_never_planted_is_not_missed() -> None:
    found = grade(["D1"], PLANTED, among=[])
    assert (found.hits, found.missed, found.false_alarms) == (frozenset(), frozenset(), {"D1"})


def test_what_was_never_planted_is_no_hit() -> None:
    found = grade(["Z9"], PLANTED, among=["Z9"])
    assert (found.hits, found.false_alarms) == (frozenset(), {"Z9"})


def test_what_it_brought_counts_each_alarm() -> None:
    # 140 saved, 4 looks of 15 minutes are an hour at 30
    assert grade(["B4", "C7", "D1", "D2"], PLANTED).brought(minutes=15, hour=30) == 110


def test_nothing_searched_and_nothing_planted_is_missing() -> None:
    found = grade([], [])
    assert isnan(found.found_share)
    assert isnan(found.right_share)
    assert found.saved == 0


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_each_place_is_in_one_group(accused: set[int], planted: set[int]) -> None:
    found = grade(accused, planted)
    assert found.hits | found.missed == planted
    assert found.hits | found.false_alarms == accused
    assert not found.hits & found.missed
    assert found.alarms == len(accused)
    assert found.saved == pytest.approx(0)
