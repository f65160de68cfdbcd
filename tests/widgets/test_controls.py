from __future__ import annotations

import ipywidgets as w

from kpilab.widgets.controls import Controls, Saying, card, radio
from kpilab.widgets.fields import Field
from kpilab.widgets.message import Message

FIELDS = (
    Field("index", "Index"),
    Field("why", "Why", "text", lines=3),
    Field("zone", "Zone", "choice", (("low", "below base"), ("met", "plan met"))),
    Field("true", "True", "several", (("a", "0.806"), ("b", "1.0079"))),
)


def test_blank_controls_give_blank_values() -> None:
    assert Controls(FIELDS).values() == {"index": "", "why": "", "zone": None, "true": ()}


def test_values_come_back_as_they_were_filled() -> None:
    filled = {"index": "12,5 %", "why": "It repairs.", "zone": "met", "true": ("b",)}
    controls = Controls(FIELDS, filled=filled)
    assert controls.values() == filled
    controls.fill({"index": 0.4})
    assert controls.values() == {"index": "0.4", "why": "", "zone": None, "true": ()}


def test_a_key_that_is_no_option_is_left_blank() -> None:
    assert Controls(FIELDS, filled={"zone": "else", "true": ["z"]}).values()["zone"] is None


def test_locked_controls_cannot_be_changed() -> None:
    controls = Controls(FIELDS)
    controls.lock()
    block = controls.widget.children
    assert block[0].disabled
    assert block[2].children[1].disabled
    assert all(box.disabled for box in block[3].children[1].children)


def test_enter_in_a_line_is_heard_and_in_a_longer_text_is_not() -> None:
    heard: list[str] = []
    line, text = Controls(FIELDS, on_enter=lambda: heard.append("enter")).widget.children[:2]
    line._handle_custom_msg({"event": "submit"}, [])
    line._handle_custom_msg({"event": "other"}, [])
    text._handle_custom_msg({"event": "submit"}, [])
    assert heard == ["enter"]


def test_long_options_stand_below_each_other() -> None:
    assert "kpilab-beside" in radio((("a", "sure"), ("b", "a guess")), None)._dom_classes
    assert "kpilab-beside" not in radio((("a", "sure"), ("b", "a sentence that is long")), None)._dom_classes


def test_saying_hides_when_it_has_nothing_to_say() -> None:
    saying = Saying()
    assert saying.widget.layout.display == "none"
    saying.show(Message("info", "Note", ("Read.",)))
    assert saying.widget.layout.display is None
    assert 'aria-live="polite"' in saying.widget.value


def test_a_card_brings_its_stylesheet() -> None:
    assert "<style>" in card(w.HTML("x")).children[0].value
