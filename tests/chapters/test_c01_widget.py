"""“Hang three, then live with them”, as a person plays it."""

from __future__ import annotations

import ipywidgets as w
import pytest
from hand import Hand

from kpilab.chapters.c01_why_kpis import board
from kpilab.chapters.c01_why_kpis.board import Hung
from kpilab.chapters.c01_why_kpis.widget import hang_three
from kpilab.course.desk import desk
from kpilab.errors import DataError

pytestmark = pytest.mark.usefixtures("workspace")

BEST = ("satisfied", "discount", "profit")


def hang(person: Hand, *numbers: str, reason: str = "They speak early.") -> None:
    texts = dict(board.options())
    for box in person.parts(w.Checkbox):
        box.value = box.description in {texts[number] for number in numbers}
    person.parts(w.Textarea)[0].value = reason
    person.parts(w.RadioButtons)[0].value = "sure"
    person.press("Hang them")


def test_three_numbers_a_reason_and_a_confidence_are_asked_for():
    person = Hand(hang_three())
    hang(person, "sales", "profit", reason=" ")
    assert "2 are chosen" in person.seen
    assert "one sentence why" in person.seen
    assert desk().events("decision", "1.wall") == ()


def test_the_months_show_what_hangs_there_and_nothing_else():
    person = Hand(hang_three())
    hang(person, "visitors", "members", "sales")
    person.press("Live July")
    assert "2,620" in person.seen
    assert "Nobody does anything" in person.seen
    assert "78" not in person.seen.split("<tbody>")[1]
    person.press("Live August")
    assert "advisers" not in person.seen
    assert desk().events("decision", "1.wall")[-1].data["played"] == 2


def test_the_end_tells_what_went_wrong_and_who_found_it():
    person = Hand(hang_three())
    hang(person, *BEST)
    for month in ("July", "August", "September", "October", "November", "December"):
        person.press(f"Live {month}")
    said = person.seen
    assert "Yours is the best there is" in said
    assert "From July on two advisers are missing on the floor. Found at the end of July" in said
    assert "From September on the supplier charges more for the same goods. Found at the end of September" in said
    assert "Before July you wrote: “They speak early.”" in said
    person.press("Take them down and hang three others")
    assert "Yours is the best" not in person.seen


def test_a_wall_that_earns_less_than_none_is_told_so():
    told = board.verdict(Hung(("visitors", "members", "sales"), "We always had them.", "sure", 6)).text()
    assert "less than one that looked at nothing" in told
    assert "What many walls show" in told
    assert "your wall read: Visitors at the door 2,880; New members 70; Net sales 518." in told
    assert "Nobody found it." in told


def test_a_wall_that_nobody_listed_hears_of_the_best_one():
    told = board.verdict(Hung(("back", "visitors", "wait"), "Why not.", "guess", 6)).text()
    assert "Why the best wall is best. Two that speak early" in told
    assert "Why yours went as it did." not in told


def test_who_looks_where_another_has_found_the_cause_finds_the_same():
    october = board.months(Hung(("satisfied", "shelf", "sales"), "Early and true.", "sure", 4)).rows[-1][-1]
    assert "Satisfied customers: the owner looks, and finds that the bestseller is missing from the shelf." in october
    assert october.endswith("Bestsellers on the shelf: the owner looks, and finds the same.")


def test_what_was_hung_hangs_there_again_with_the_months_lived():
    desk().record("decision", "1.wall", Hung(BEST, "They speak.", "fairly", 2).as_data())
    text = hang_three().text
    assert "August" in text
    assert "September |" not in text
    assert "Had nothing gone wrong" not in text


def test_what_cannot_be_read_is_an_empty_wall():
    desk().record("decision", "1.wall", {"wall": ["sales"], "reason": "", "confidence": "sure", "played": 0})
    assert "end of |" not in hang_three().text
    with pytest.raises(DataError, match="hang three numbers again"):
        Hung.from_data({"wall": ["sales"] * 3})


def test_hanging_too_few_is_refused_with_what_is_missing():
    with pytest.raises(DataError, match="three numbers"):
        board.hang(("sales",), "Why.", "sure")
