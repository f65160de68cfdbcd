"""“Ten minutes a day, then three months”, as a person presses it."""

from __future__ import annotations

import ipywidgets as w
import pandas as pd
import pytest
from hand import Hand

from kpilab.chapters.c08_data_quality.desk import Desk
from kpilab.chapters.c08_data_quality.log_desk import sign_the_log
from kpilab.chapters.c08_data_quality.months import RECORDS, TEMPTING
from kpilab.chapters.c08_data_quality.widget import ten_minutes
from kpilab.course.desk import desk
from kpilab.errors import DataError

pytestmark = pytest.mark.usefixtures("workspace")

BEST = ("sales", "count", "slips", "asked", "names")
PLACE = {record.id: place for place, record in enumerate(RECORDS)}


def tick(person, *records):
    boxes = person.parts(w.Checkbox)
    for record in records:
        boxes[PLACE[record]].value = True


def signed(person):
    person.parts(w.Textarea)[0].value = "Each waits for a decision."
    person.parts(w.RadioButtons)[0].value = "fairly"
    person.press("Sign it for three months")


def decide(person, first, second, month):
    one, two = person.parts(w.RadioButtons)[1:]
    one.value, two.value = first, second
    person.press(f"Live {month}")


def live(person, way):
    for month in ("September", "October", "November"):
        radios = person.parts(w.RadioButtons)[1:]
        for radio in radios:
            radio.value = way if way in [key for _text, key in radio.options] else "no"
        person.press(f"Live {month}")


def test_a_ticked_thing_is_counted() -> None:
    person = Hand(ten_minutes())
    tick(person, "sales", "slips")
    assert "2 of at most 5 things, 4 of 10 minutes" in person.seen


def test_more_than_there_is_time_for_is_not_signed() -> None:
    person = Hand(ten_minutes())
    tick(person, "sales", "count", "age", "names", "source", "weather")
    signed(person)
    assert "13 minutes a day are more than 10" in person.seen
    assert "6 things are more than 5" in person.seen
    assert desk().events("decision") == ()


def test_it_is_signed_only_with_a_reason() -> None:
    person = Hand(ten_minutes())
    person.press("Sign it for three months")
    assert "one sentence why" in person.seen


def test_the_best_list_opens_five_and_brings_most() -> None:
    person = Hand(ten_minutes())
    tick(person, *BEST)
    signed(person)
    assert "60 bags sold" in person.seen
    live(person, "book")
    assert "+3,294" in person.seen
    assert "Each waits for a decision." in person.seen
    person.press("Choose again")
    assert not person.parts(w.Checkbox)[0].disabled
    assert "+3,294" not in person.seen


def test_what_is_not_recorded_stays_shut() -> None:
    person = Hand(ten_minutes())
    tick(person, *TEMPTING)
    signed(person)
    assert "Your book says nothing about it." in person.seen
    ways = [[key for _text, key in radio.options] for radio in person.parts(w.RadioButtons)[1:]]
    assert ways == [["yes", "no"], ["yes", "no"]]
    live(person, "yes")
    assert "Nothing was decided by: age and sex of each guest; the weather" in person.seen
    assert "−4,010" in person.seen  # −1,440 − 900 + 480 − 900 − 500 − 750


def test_an_open_book_may_hold_too_little() -> None:
    person = Hand(ten_minutes())
    tick(person, "source")
    signed(person)
    live(person, "book")
    assert "three of the four were one family" in person.seen
    assert "−610" in person.seen  # 0 − 640 + 0 + 450 − 420 + 0
    assert "An open book is no order" in person.seen


def test_half_of_what_is_needed_is_not_enough() -> None:
    person = Hand(ten_minutes())
    tick(person, "sales")
    signed(person)
    live(person, "no")
    assert "Half is not enough" in person.seen


def test_both_are_decided_before_a_month_is_over() -> None:
    person = Hand(ten_minutes())
    signed(person)
    person.press("Live September")
    assert "Decide both" in person.seen
    decide(person, "no", "yes", "September")
    assert "Live October" in [button.description for button in person.parts(w.Button)]
    assert "−900" in person.seen


def test_a_list_that_was_signed_lies_there_again() -> None:
    person = Hand(ten_minutes())
    tick(person, "slips")
    signed(person)
    decide(person, "no", "book", "September")
    again = ten_minutes()
    assert "nobody was accused" in again.text
    assert "nobody was accused" in Hand(again).seen
    desk().record("decision", "8.record", {"records": ["gold"]})
    assert "nobody was accused" not in ten_minutes().text


def test_the_stored_page_shows_the_list_and_no_decision() -> None:
    bundle = ten_minutes()
    assert "the till's slips" in bundle.text
    assert "<table" in bundle.still
    assert "300 bags" not in bundle.text


@pytest.mark.parametrize(
    "change",
    [
        {"records": ["gold"]},
        {"records": [record.id for record in RECORDS]},
        {"played": 4},
        {"played": 1, "made": {}},
        {"played": 1, "made": {"boxes": "book", "till": "no"}},
        {"played": 1, "made": {"boxes": "perhaps", "till": "no"}},
        {"made": None},
    ],
)
def test_what_cannot_be_read_is_told(change) -> None:
    good = Desk(("slips",)).sign("So.", "sure").as_data()
    assert Desk.from_data(good).records == ("slips",)
    with pytest.raises(DataError, match="sign again"):
        Desk.from_data({**good, **change})


PAGE = pd.DataFrame({"sum": [1560, 78, 240, 240, 298, None]}, index=range(1, 7))


def sign_log(*places, reason="I saw the receipts."):
    person = Hand(sign_the_log(PAGE))
    for place in places:
        person.parts(w.Checkbox)[place].value = True
    person.parts(w.Textarea)[0].value = reason
    person.press("Sign and replay")
    return person


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ((0, 2, 3), ("5 lines, 1,036 yuan", "As by hand")),
        ((0, 2), ("5 lines, 772 yuan", "still −264 off")),
        ((0, 1, 2, 3), ("4 lines, 958 yuan", "78 true yuan")),
    ],
)
def test_a_signed_log_is_replayed_and_its_consequence_told(places, told) -> None:
    person = sign_log(*places)
    assert all(words in person.seen for words in told)
    person.press("Replay on the mended page")
    assert "nothing was applied" in person.seen


@pytest.mark.parametrize(("places", "reason"), [((), "So."), ((0,), " ")])
def test_a_log_without_a_repair_or_a_reason_is_not_signed(places, reason) -> None:
    assert "say why in one sentence" in sign_log(*places, reason=reason).seen
    assert desk().events("decision") == ()


def test_a_signed_log_lies_there_again() -> None:
    sign_log(0, 2)
    again = sign_the_log(PAGE)
    assert "I saw the receipts." in again.text
    assert [box.value for box in Hand(again).parts(w.Checkbox)] == [True, False, True, False]
    for kept in ({"taken": ["gold"]}, {"taken": 7}):
        desk().record("decision", "8.log", kept)
        assert "I saw the receipts." not in sign_the_log(PAGE).text
