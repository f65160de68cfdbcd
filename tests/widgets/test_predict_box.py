from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as w

from kpilab.widgets.bundle import Bundle
from kpilab.widgets.fields import Field
from kpilab.widgets.message import Message
from kpilab.widgets.predict_box import predict_box

FIELDS = (Field("met", "Plan met?", "choice", (("yes", "yes"), ("no", "no"))), Field("bonus", "Chen's bonus"))


def test_still_and_text_are_complete() -> None:
    bundle = predict_box(heading="Cold open", fields=FIELDS, save=lambda _values: Message("info", "Kept"))
    for twin in (bundle.still, bundle.text):
        for words in ("Cold open", "Plan met?", "( ) yes", "( ) no", "Chen", "________"):
            assert words in twin


def test_a_prediction_is_kept_once(hand: Callable[[Bundle], Any]) -> None:
    kept: list[Mapping[str, object]] = []

    def save(values: Mapping[str, object]) -> Message:
        if not values["bonus"]:
            return Message("blank", "", ("Write a number.",))
        kept.append(values)
        return Message("info", "Kept")

    person = hand(predict_box(heading="Cold open", fields=FIELDS, save=save))
    person.press("Keep my prediction")
    assert "Write a number." in person.seen
    assert not person.field("Chen's bonus").disabled
    person.field("Chen's bonus").value = "3,440"
    person.parts(w.RadioButtons)[0].value = "no"
    person.enter("Chen's bonus")
    assert kept == [{"met": "no", "bonus": "3,440"}]
    assert person.field("Chen's bonus").disabled
    assert person.button("Keep my prediction").layout.display == "none"


def test_a_kept_prediction_is_there_again(hand: Callable[[Bundle], Any]) -> None:
    saved = {"met": "yes", "bonus": "6000"}
    bundle = predict_box(heading="Cold open", fields=FIELDS, save=lambda _values: Message("info", ""), saved=saved)
    person = hand(bundle)
    assert person.field("Chen's bonus").value == "6000"
    assert person.field("Chen's bonus").disabled
    assert "Kept" in person.seen
    assert "(•) yes" in bundle.text
