from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kpilab.widgets.bundle import Bundle
from kpilab.widgets.fields import Field
from kpilab.widgets.message import Message
from kpilab.widgets.own_row_box import own_row_box

FIELDS = (Field("kpi", "KPI", "text"), Field("base", "Base"))


def test_a_row_is_saved_as_often_as_wished(hand: Callable[[Bundle], Any]) -> None:
    kept: list[Mapping[str, object]] = []

    def save(values: Mapping[str, object]) -> Message:
        kept.append(values)
        return Message("info", "Saved", (f"Under {values['base']} we do not call it work.",))

    person = hand(own_row_box(heading="Your row", fields=FIELDS, save=save, saved={"kpi": "Quotes"}))
    assert person.field("KPI").value == "Quotes"
    person.field("Base").value = "40"
    person.press("Save my row")
    person.press("Save my row")
    assert kept == [{"kpi": "Quotes", "base": "40"}] * 2
    assert "Under 40 we do not call it work." in person.seen


def test_still_and_text_are_complete() -> None:
    bundle = own_row_box(heading="Your row", fields=FIELDS, save=lambda _values: Message("info", ""))
    for twin in (bundle.still, bundle.text):
        for words in ("Your row", "KPI: ________", "Base: ________"):
            assert words in twin
