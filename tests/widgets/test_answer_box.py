from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kpilab.errors import MatrixError
from kpilab.widgets.answer_box import answer_box
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.fields import Field
from kpilab.widgets.message import Message

INDEX = Field("index", "Index of members")


def box(**changes: Any) -> Bundle:
    given: dict[str, Any] = {
        "heading": "4.2 Compute",
        "facts_html": "<table><tr><th>members</th><td>102</td></tr></table>",
        "fields": [INDEX],
        "check": lambda values: Message("info", str(values["index"])),
    }
    return answer_box(**(given | changes))


def test_the_bundle_has_a_view_a_still_and_a_text() -> None:
    data = box(confidence=True)._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/html", "application/vnd.jupyter.widget-view+json"}
    for twin in (data["text/plain"], data["text/html"]):
        for words in ("4.2 Compute", "members", "102", "Index of members: ________", "How sure are you?", "a guess"):
            assert words in twin
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] not in data["text/html"] + data["text/plain"]


def test_check_gets_what_was_typed(hand: Callable[[Bundle], Any]) -> None:
    given: list[Mapping[str, object]] = []

    def check(values: Mapping[str, object]) -> Message:
        given.append(values)
        return Message("right", "Right", ("Two fifths of the way.",))

    person = hand(box(check=check, confidence=True))
    person.field("Index of members").value = "40 %"
    person.press("Check")
    assert given == [{"index": "40 %", "confidence": None}]
    assert "Two fifths of the way." in person.seen
    person.enter("Index of members")
    assert len(given) == 2


def test_an_earlier_answer_is_there_again(hand: Callable[[Bundle], Any]) -> None:
    bundle = box(filled={"index": "0.85"})
    assert hand(bundle).field("Index of members").value == "0.85"
    assert "0.85" in bundle.still
    assert "0.85" in bundle.text


def test_an_error_is_told_in_its_tone(hand: Callable[[Bundle], Any]) -> None:
    def check(_values: Mapping[str, object]) -> Message:
        raise MatrixError("Base equals norm.")

    person = hand(box(check=check))
    person.press("Check")
    assert "kpilab-error" in person.seen
    assert "Base equals norm." in person.seen


def test_help_is_said_beside_the_verdict(hand: Callable[[Bundle], Any]) -> None:
    person = hand(box(helps=[("Hint", lambda: Message("info", "Hint 1 of 3", ("Count the steps.",)))]))
    person.field("Index of members").value = "7"
    person.press("Check")
    person.press("Hint")
    assert "Count the steps." in person.seen
    assert "> 7<" in person.seen
    assert person.field("Index of members").value == "7"


def test_fresh_numbers_blank_the_fields_and_the_verdict(hand: Callable[[Bundle], Any]) -> None:
    facts = ["<p>102</p>"]

    def another() -> Message:
        facts[0] = "<p>96</p>"
        return Message("info", "Another shop")

    helps = [("Hint", lambda: Message("info", "Hint")), ("Another shop", another)]
    person = hand(box(facts_html=facts[0], helps=helps, refresh=lambda: facts[0]))
    person.field("Index of members").value = "0.4"
    person.press("Check")
    person.press("Hint")
    assert person.field("Index of members").value == "0.4"
    person.press("Another shop")
    assert person.field("Index of members").value == ""
    assert "<p>96</p>" in person.seen
    assert "<p>102</p>" not in person.seen
    assert "0.4" not in person.seen


def test_hostile_words_are_escaped(hand: Callable[[Bundle], Any]) -> None:
    evil = "<script>alert(1)</script>"
    field = Field("index", evil, "choice", (("k", evil),))
    bundle = box(heading=evil, fields=[field], check=lambda _values: Message("wrong", evil, (evil,)))
    person = hand(bundle)
    person.press("Check")
    assert "<script" not in person.seen + bundle.still
