"""The survey that is sent and lived, and the reader of one's own question."""

import ipywidgets as w
import pytest
from hand import Hand

from kpilab.chapters.c09_surveys_and_feedback import widget
from kpilab.course.desk import desk

pytestmark = pytest.mark.usefixtures("workspace")

CHOSEN = {
    "whom": "lot",
    "when": "day after",
    "invited": "60",
    "questions": "6",
    "thanks": "none",
    "reading": "weighted",
    "reason": "Few answers.",
    "confidence": "sure",
}


def test_what_is_missing_is_asked_for() -> None:
    assert widget.missing(CHOSEN) == ()
    assert len(widget.missing({})) == 3
    dear = {**CHOSEN, "invited": "400", "thanks": "coffee"}
    assert widget.missing(dear) == ("It costs about 1,270, and there are 1,200.",)


def test_a_survey_is_sent_and_lived_for_four_months() -> None:
    person = Hand(widget.ask_and_live())
    person.press("Send it")
    assert "Decide all six" in person.seen
    for radio, value in zip(person.parts(w.RadioButtons), [*list(CHOSEN.values())[:6], "sure"], strict=True):
        radio.value = value
    person.press("What does it cost?")
    assert "About 120 of 1,200." in person.seen
    person.field("What could make this survey wrong? One sentence.").value = "Few answers."
    person.press("Send it")
    for month in range(1, 5):
        assert "The truth" not in person.seen
        person.press(f"Live month {month}")
    assert "15 of 60 answered." in person.seen
    assert "was lucky: it does so in 61 of 100 quarters" in person.seen
    assert "what could make it wrong: “Few answers.”" in person.seen
    assert desk().events("decision", "9.survey")[-1].data["played"] == 4
    again = widget.ask_and_live()
    assert "Few answers." in again.text
    reopened = Hand(again)
    reopened.press("Design another one")
    assert "The truth" not in reopened.seen


def test_the_verdict_sets_the_survey_beside_six_others() -> None:
    found = widget.verdict(CHOSEN)
    assert len(found.rows) == 1 + len(widget.benchmarks())
    assert found.rows[0][1:3] == ("15", "cleanliness")
    best = {**CHOSEN, "invited": "200", "thanks": "coffee"}
    assert "No survey that can be paid for here is worth more on average." in widget.verdict(best).sentences
    reception = {**CHOSEN, "whom": "reception", "when": "desk", "reading": "as they come"}
    assert "Yours named the wrong area, as it does in 97 of 100 quarters." in widget.verdict(reception).sentences


def test_what_was_kept_and_does_not_fit_is_left_aside() -> None:
    desk().record("decision", "9.survey", {"whom": "the stars", "played": 1})
    assert "answered." not in widget.ask_and_live().text


def test_a_questionnaire_of_ones_own_is_read_and_kept() -> None:
    person = Hand(widget.my_questionnaire())
    person.press("Read it and keep it")
    assert "Write a question first." in person.seen
    [text] = person.parts(w.Textarea)
    text.value = "- yes"
    person.press("Read it and keep it")
    assert "no question stands above it" in person.seen
    text.value = "Was the room clean and quiet?\n- yes\n- no"
    person.press("Read it and keep it")
    assert "“Was the room clean and quiet?” two ideas in one question" in person.seen
    assert "clean and quiet" in widget.my_questionnaire().text
    text.value = "How clean was your room?\n- clean\n- neither\n- dirty"
    person.press("Read it and keep it")
    assert "That is no praise" in person.seen


def test_both_boxes_have_a_still_and_a_twin() -> None:
    for bundle in (widget.ask_and_live(), widget.my_questionnaire()):
        assert set(bundle._repr_mimebundle_()) >= {"text/plain", "text/html"}
    assert "1,200 for one survey" in widget.ask_and_live().text
