"""“Share it out, then live with it”, as a person presses it."""

from __future__ import annotations

import ipywidgets as w
import pytest
from hand import Hand

from kpilab.chapters.c05_cascading_plans.desk import STEPS, Desk
from kpilab.chapters.c05_cascading_plans.widget import share_it_out
from kpilab.course.desk import desk
from kpilab.errors import DataError

pytestmark = pytest.mark.usefixtures("workspace")


def signed(person):
    person.parts(w.Textarea)[0].value = "It fits the days."
    person.parts(w.RadioButtons)[0].value = "fairly"
    person.press("Sign it for the quarter")


def test_weights_always_sum_to_all() -> None:
    now = Desk()
    for which, weight in ((0, 20), (1, 7), (2, 0), (0, 0), (1, 13)):
        now = now.weigh(which, weight)
        assert sum(now.weights) == STEPS
        assert now.weights[which] == weight
    assert Desk((20, 0, 0)).weigh(0, 10).weights == (10, 5, 5)


def test_a_moved_slider_moves_the_plans() -> None:
    person = Hand(share_it_out())
    history, capacity, potential = person.parts(w.IntSlider)
    history.value = 100
    assert (capacity.value, potential.value) == (0, 0)
    assert "1,440.0" in person.seen


def test_a_split_is_signed_only_with_a_reason() -> None:
    person = Hand(share_it_out())
    person.press("Sign it for the quarter")
    assert "one sentence why" in person.seen
    assert desk().events("decision") == ()


def test_the_quarter_is_lived_and_somebody_comes() -> None:
    person = Hand(share_it_out())
    signed(person)
    assert "can be sold" not in person.seen
    person.press("Live October")
    assert "Lin stands in the door" in person.seen
    person.press("Say it")
    assert "Choose what you say." in person.seen
    person.parts(w.RadioButtons)[1].value = "version"
    person.press("Say it")
    assert "Version 2, from November: Lin 206 thousand less" in person.seen
    assert "64 thousand fit nobody" in person.seen
    person.press("Live November")
    assert "Lin 1,240" not in person.seen
    person.press("Live December")
    assert "Lin 1,240, Bao 1,170" in person.seen
    assert "4,616" in person.seen
    assert "It fits the days." in person.seen
    person.press("Share it out again")
    assert not person.parts(w.IntSlider)[0].disabled
    assert "Lin 1,240" not in person.seen


def test_a_split_that_was_signed_lies_there_again() -> None:
    person = Hand(share_it_out())
    signed(person)
    person.press("Live October")
    again = share_it_out()
    assert "October: gives up" in again.text
    assert "Lin stands in the door" in Hand(again).seen
    desk().record("decision", "5.split", {"weights": [1, 2, 3]})
    assert "October" not in share_it_out().text


def test_the_stored_page_shows_the_plans_and_no_reach() -> None:
    bundle = share_it_out()
    assert "1,334.6" in bundle.text
    assert "<table" in bundle.still
    assert "1,170" not in bundle.text


@pytest.mark.parametrize("talk", ["tough", "explain", "promise", "version", "lower"])
def test_whatever_is_said_leads_somewhere(talk: str) -> None:
    person = Hand(share_it_out())
    person.parts(w.IntSlider)[1].value = 100
    signed(person)
    person.press("Live October")
    assert "Yu stands in the door" in person.seen
    person.parts(w.RadioButtons)[1].value = talk
    person.press("Say it")
    person.press("Live November")
    person.press("Live December")
    assert "all five near their reach" in person.seen
    assert "Under 90% they sell what the plan needs" in person.seen


def test_no_word_of_the_rule_before_the_quarter_is_over() -> None:
    person = Hand(share_it_out())
    signed(person)
    person.press("Live October")
    assert "90%" not in person.seen.split("October", 1)[1]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"weights": [10, 10, 10], "reason": "", "confidence": "", "played": 0, "talk": ""},
        {"weights": [20, 0, 0], "reason": "", "confidence": "", "played": 9, "talk": ""},
        {"weights": [20, 0, 0], "reason": "", "confidence": "", "played": 2, "talk": ""},
        {"weights": [20, 0, 0], "reason": "", "confidence": "", "played": 1, "talk": "shout"},
    ],
)
def test_what_cannot_be_read_is_told(data) -> None:
    with pytest.raises(DataError, match="sign again"):
        Desk.from_data(data)
