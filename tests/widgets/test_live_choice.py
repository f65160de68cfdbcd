"""A decision that is lived: asked for until it is whole, locked, lived month by month, and reopened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as w

from kpilab.widgets.fields import Field
from kpilab.widgets.live_choice import Choosing, Chosen, live_choice
from kpilab.widgets.message import Message
from kpilab.widgets.sign_page import Sheet

ABOUT = Choosing(
    heading="Tea or coffee",
    intro="For two months.",
    fields=(Field("drink", "Your drink", "text"),),
    months=2,
    missing=lambda values: () if values["drink"] else ("Name a drink.",),
    remarks=lambda values: Message("info", "Remark", (f"{values['drink']} it is.",)),
    lived=lambda values, played: Sheet(("month",), tuple((f"month {n + 1}",) for n in range(played))),
    verdict=lambda values: Sheet(sentences=(f"You lived on {values['drink']}.",)),
    looks="Look",
    agrees="Agree",
    again="Again",
    facts=Sheet(("cups",), (("three",),)),
)


def test_it_is_agreed_when_nothing_is_missing_and_then_stands(hand: Callable[[Any], Any]) -> None:
    person = hand(live_choice(ABOUT))
    person.press("Agree")
    assert "Name a drink." in person.seen
    person.field("Your drink").value = "tea"
    person.press("Look")
    assert "tea it is." in person.seen
    person.press("Agree")
    assert person.field("Your drink").disabled
    person.press("Live month 1")
    assert "month 1" in person.seen
    assert "You lived on" not in person.seen
    person.press("Live month 2")
    assert "You lived on tea." in person.seen


def test_it_is_kept_at_each_step_and_can_be_chosen_again(hand: Callable[[Any], Any]) -> None:
    kept: list[Chosen] = []
    person = hand(live_choice(ABOUT, keep=kept.append))
    person.field("Your drink").value = "tea"
    for label in ("Agree", "Live month 1", "Live month 2"):
        person.press(label)
    assert [one.played for one in kept] == [0, 1, 2]
    person.press("Again")
    assert person.field("Your drink").value == "tea"
    assert not person.field("Your drink").disabled
    assert "You lived on tea." not in person.seen


def test_what_could_not_be_kept_has_not_happened(hand: Callable[[Any], Any]) -> None:
    person = hand(live_choice(ABOUT, keep=lambda _chosen: Message("error", "", ("No room.",))))
    person.field("Your drink").value = "tea"
    person.press("Agree")
    assert "No room." in person.seen
    assert not person.field("Your drink").disabled


def test_a_kept_choice_lies_there_again(hand: Callable[[Any], Any]) -> None:
    values: Mapping[str, object] = {"drink": "coffee"}
    bundle = live_choice(ABOUT, chosen=Chosen(values, 2))
    for twin in (bundle.text, bundle.still, hand(bundle).seen):
        assert "You lived on coffee." in twin
    assert any(one.disabled for one in hand(bundle).parts(w.Text))


def test_the_twins_say_the_facts_and_the_question() -> None:
    bundle = live_choice(ABOUT)
    for twin in (bundle.text, bundle.still):
        assert "three" in twin
        assert "Your drink" in twin
        assert "month 1" not in twin
