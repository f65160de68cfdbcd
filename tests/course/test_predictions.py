from typing import Any

import pytest

from kpilab.course import predict, recall
from kpilab.course.chapters import chapter
from kpilab.course.desk import desk
from kpilab.course.predictions import prediction_fields, read_predictions, recalled
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.message import Message

pytestmark = pytest.mark.usefixtures("small_course", "workspace")
TYPED = {"91.p1": "yes", "91.p2": "1.2万", "confidence": "sure"}


def test_each_prediction_is_a_field_and_confidence_comes_last() -> None:
    fields = prediction_fields(chapter(91).predictions)
    assert [(field.key, field.kind) for field in fields] == [
        ("91.p1", "choice"),
        ("91.p2", "number"),
        ("confidence", "choice"),
    ]
    assert fields[1].label == "What is the bonus?"


def test_predictions_are_read_as_people_write_them() -> None:
    assert read_predictions(chapter(91).predictions, TYPED) == {"91.p1": "yes", "91.p2": 12000.0}


@pytest.mark.parametrize(
    ("typed", "tone", "said"),
    [
        ({"91.p1": None, "91.p2": "3"}, "blank", "Is the plan met? Nothing is chosen yet."),
        ({"91.p1": "no", "91.p2": "many"}, "blank", "What is the bonus? 'many' is not a number."),
    ],
)
def test_what_is_open_or_unreadable_is_named(typed: dict[str, object], tone: str, said: str) -> None:
    found = read_predictions(chapter(91).predictions, typed)
    assert isinstance(found, Message)
    assert found.tone == tone
    assert found.paragraphs[0].startswith(said)


def test_predictions_come_back_in_the_learners_words() -> None:
    desk().record("predict", "91", {"typed": TYPED})
    assert recall("91").text.splitlines() == [
        "→ What you predicted",
        "Is the plan met?",
        "You said: yes. You said yes.",
        "What is the bonus?",
        "You said: 12,000. 12000 against 300.",
        "How sure you were: sure.",
    ]


def test_without_a_prediction_each_answer_is_shown() -> None:
    said = recalled(chapter(91).predictions, None).paragraphs
    assert said[0].startswith("No prediction of yours is kept here")
    assert said[1] == "Is the plan met?\nYou said yes.\nYou said no."
    assert said[2] == "What is the bonus?\nYour own number would stand here."


def test_a_kept_prediction_is_in_the_box_again() -> None:
    before = predict("91")
    assert isinstance(before, Bundle)
    assert "(•)" not in before.text
    desk().record("predict", "91", {"typed": TYPED})
    after = predict("91")
    assert isinstance(after, Bundle)
    assert "(•) yes" in after.text
    assert "1.2万" in after.text


def test_a_damaged_prediction_counts_as_none() -> None:
    desk().record("predict", "91", {"typed": "rubbish"})
    assert "No prediction of yours" in recall("91").text


def _parts(widget: Any) -> list[Any]:
    return [widget, *(part for child in getattr(widget, "children", ()) for part in _parts(child))]


def test_what_is_kept_above_is_brought_back_below_at_once() -> None:
    # a page without code runs all its cells before anything is predicted
    box, brought = predict("91"), recall("91")
    assert isinstance(box, Bundle)
    assert isinstance(brought, Bundle)
    above, below = _parts(box.view()), _parts(brought.view())
    said = [part for part in below if "kpilab-says" in getattr(part, "_dom_classes", ())]
    assert "No prediction of yours" in said[0].value
    yes, sure = (part for part in above if type(part).__name__ == "RadioButtons")
    number = next(part for part in above if type(part).__name__ == "Text")
    yes.value, number.value, sure.value = "yes", "1.2万", "sure"
    next(part for part in above if getattr(part, "description", "") == "Keep my prediction").click()
    assert "You said: 12,000." in said[0].value
    assert "No prediction of yours" not in said[0].value
    assert "You said: 12,000." in recall("91").text
