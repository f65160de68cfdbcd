"""The quarter: what is missing, what each month brings, what is kept, and what lies there again."""

import ipywidgets as w
import pytest
from hand import Hand

from kpilab.chapters.c06_data_sources import widget
from kpilab.chapters.c06_data_sources.quarter import OPTIONS, Chosen, live, total
from kpilab.course.desk import desk
from kpilab.errors import DataError

pytestmark = pytest.mark.usefixtures("workspace")

LEDGER = dict(widget.benchmarks()[1][1].picks)
VALUES = {**LEDGER, "reason": "The ledger is exact.", "confidence": "sure"}


def test_what_is_missing_is_asked_for():
    assert widget.missing(VALUES) == ()
    assert len(widget.missing({})) == 10
    assert widget.missing({**VALUES, "stock": None}) == ("Still open: Empty shelves.",)


def test_finance_for_everything_is_blind_on_the_tenth():
    july, august, september = live(Chosen(LEDGER))
    assert sum(event.money for event in july) == 8
    assert [event.money for event in august[1:]] == [14, 10, 6]
    assert sum(event.money for event in september) == 2 + 3
    assert total(Chosen(LEDGER)) == pytest.approx(43 + 0.2 * (3 * 26 + 14 + 6))


def test_more_care_than_there_are_hours_comes_late():
    dear = widget.benchmarks()[2][1]
    assert "come late" in live(dear)[0][0].told
    assert "Somebody guesses" in live(dear)[1][1].told
    assert "come late" in widget.lived_sheet({**dear.picks}, 1).text()


def test_a_month_without_a_fault_says_so():
    calm = widget.benchmarks()[4][1]
    assert [len(month) for month in live(calm)] == [2, 2, 2]
    assert "signed by two" in live(calm)[0][1].told


def test_the_verdict_sets_the_quarter_beside_five_others():
    found = widget.verdict(VALUES)
    assert found.rows[0][1:] == found.rows[2][1:] == ("26", "43", "20", "62.6")
    said = "\n".join(found.sentences)
    assert "less than 1 of these 5" in said
    assert said.index("“The ledger is exact.”") < said.index("How the toy reckons")
    best = widget.verdict({**widget.benchmarks()[4][1].picks, "reason": "r", "confidence": "sure"})
    assert "No other choice" in best.sentences[0]


def test_sources_are_chosen_agreed_and_lived_for_a_quarter():
    person = Hand(widget.choose_sources())
    person.press("Agree on these for the quarter")
    assert "Still open: Refunds." in person.seen
    for radio, key in zip(person.parts(w.RadioButtons), [*LEDGER.values(), "fairly"], strict=True):
        radio.value = key
    person.press("Count the hours")
    assert "26 of 50 hours" in person.seen
    for field in person.parts(w.Textarea):
        field.value = "The ledger is exact."
    person.press("Agree on these for the quarter")
    for month in range(1, 4):
        person.press(f"Live month {month}")
    assert "September, the audit" in person.seen
    assert "Before the first month you wrote: “The ledger is exact.”" in person.seen
    assert desk().events("decision", "6.sources")[-1].data["played"] == 3
    again = widget.choose_sources()
    assert "The ledger is exact." in again.text
    reopened = Hand(again)
    reopened.press("Choose again")
    assert not any(one.disabled for one in reopened.parts(w.RadioButtons))


def test_what_was_kept_and_does_not_fit_is_left_aside():
    desk().record("decision", "6.sources", {"picks": {"sales": "gut feeling"}, "played": 1})
    assert "July, the bonus" not in widget.choose_sources().text
    with pytest.raises(DataError):
        Chosen.from_data({"picks": {part: keys[0] for part, keys in OPTIONS.items()}, "played": 9})
