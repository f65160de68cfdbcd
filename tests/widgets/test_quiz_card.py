from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w

from kpilab.widgets.bundle import Bundle
from kpilab.widgets.message import Message
from kpilab.widgets.quiz_card import quiz_card, quiz_deck

OPTIONS = (("lowest", "the lowest result we still accept"), ("last", "last year's result"))


def card(number: int = 1, **changes: Any) -> Bundle:
    def answer(key: str, _sure: str | None) -> Message:
        if key == "lowest":
            return Message("right", "Right")
        return Message("wrong", "Not yet", ("It may inform the base.",))

    given: dict[str, Any] = {"question": "Base is …", "options": OPTIONS, "answer": answer}
    return quiz_card(number=number, of=2, **(given | changes))


def test_still_and_text_are_complete() -> None:
    bundle = card(confidence=True)
    for twin in (bundle.still, bundle.text):
        for words in ("Question 1 of 2", "Base is …", "( ) A. the lowest result we", "( ) B. last year", "sure"):
            assert words in twin


def test_answer_gets_key_and_confidence(hand: Callable[[Bundle], Any]) -> None:
    given: list[tuple[str, str | None]] = []

    def answer(key: str, sure: str | None) -> Message:
        given.append((key, sure))
        return Message("wrong", "Not yet")

    person = hand(card(answer=answer, confidence=True))
    options, sure = person.parts(w.RadioButtons)
    options.value = "last"
    person.press("Answer")
    sure.value = "guess"
    person.press("Answer")
    assert given == [("last", None), ("last", "guess")]


def test_without_a_choice_nothing_is_answered(hand: Callable[[Bundle], Any]) -> None:
    person = hand(card(answer=lambda key, sure: Message("error", f"{key}{sure}")))
    person.press("Answer")
    assert "Choose one of the options." in person.seen
    assert "kpilab-blank" in person.seen


def test_wrong_can_be_tried_again_and_right_is_locked(hand: Callable[[Bundle], Any]) -> None:
    person = hand(card())
    (options,) = person.parts(w.RadioButtons)
    options.value = "last"
    person.press("Answer")
    assert "It may inform the base." in person.seen
    assert not options.disabled
    options.value = "lowest"
    person.press("Answer")
    assert options.disabled
    assert person.button("Answer").layout.display == "none"


def test_an_answer_given_before_is_there_again(hand: Callable[[Bundle], Any]) -> None:
    bundle = card(answered=("lowest", Message("right", "Right", ("A base is a decision.",))))
    person = hand(bundle)
    assert person.parts(w.RadioButtons)[0].value == "lowest"
    assert person.parts(w.RadioButtons)[0].disabled
    for twin in (person.seen, bundle.still, bundle.text):
        assert "A base is a decision." in twin
    assert "(•) A. the lowest" in bundle.text


def test_a_deck_turns_and_stays_within_its_cards(hand: Callable[[Bundle], Any]) -> None:
    person = hand(quiz_deck([card(1), card(2)]))
    assert "Question 1 of 2" in person.seen
    assert person.button("← Previous question").disabled
    person.parts(w.RadioButtons)[0].value = "last"
    person.press("Next question →")
    assert "Question 2 of 2" in person.seen
    assert person.button("Next question →").disabled
    person.press("← Previous question")
    assert person.parts(w.RadioButtons)[0].value == "last"


def test_a_stored_deck_shows_every_card_and_starts_where_it_is_told(hand: Callable[[Bundle], Any]) -> None:
    deck = quiz_deck([card(1), card(2)], start=9)
    assert "Question 2 of 2" in hand(deck).seen
    for twin in (deck.still, deck.text):
        assert "Question 1 of 2" in twin
        assert "Question 2 of 2" in twin


def test_a_deck_names_what_was_left_open_leads_back_and_ends_with_the_result(hand: Callable[[Bundle], Any]) -> None:
    counted: set[int] = set()

    def counting(place: int) -> Callable[[str, str | None], Message]:
        def answer(_key: str, _sure: str | None) -> Message:
            counted.add(place)
            return Message("wrong", "", (f"Counted {place}.",))

        return answer

    def pick() -> None:
        person.parts(w.RadioButtons)[0].value = "last"
        person.press("Answer")

    deck = quiz_deck(
        [card(place + 1, answer=counting(place)) for place in range(3)],
        still_open=lambda: [place for place in range(3) if place not in counted],
        result=lambda: Message("info", "Done", (f"{len(counted)} counted.",)),
    )
    person = hand(deck)
    assert "Open:" not in person.seen
    person.press("Next question →")
    assert "Open: 1<" in person.seen
    person.press("Next question →")
    assert "Open: 1, 2<" in person.seen
    pick()
    person.press("Go to question 1")
    assert "Question 1 of 2" in person.seen
    assert "Open: 2<" in person.seen
    pick()
    assert "counted." not in person.seen
    person.press("Go to question 2")
    assert "Open:" not in person.seen
    pick()
    assert "3 counted." in person.seen


def test_an_empty_deck_shows_nothing(hand: Callable[[Bundle], Any]) -> None:
    deck = quiz_deck([])
    assert (hand(deck).seen, deck.still, deck.text) == ("", "", "")
