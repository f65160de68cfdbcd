"""A quiz question as a card, and a deck of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from string import ascii_uppercase
from typing import Any

import ipywidgets as w

from kpilab.i18n import _
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.controls import Controls, Saying, card, html
from kpilab.widgets.fields import Field, confidence_field, fields_html, fields_text
from kpilab.widgets.message import Message, message_html, message_text
from kpilab.widgets.press import Press
from kpilab.widgets.still import still_html, still_text

__all__ = ["quiz_card", "quiz_deck"]


def quiz_card(
    *,
    number: int,
    of: int,
    question: str,
    options: Sequence[tuple[str, str]],
    answer: Callable[[str, str | None], Message],
    answered: tuple[str, Message] | None = None,
    confidence: bool = False,
) -> Bundle:
    """One question. `answer` gets the key of the option chosen and the confidence (a key, or None).

    A card that is answered right is locked; after a wrong answer another option can be tried. `answered` restores
    (key, what was said). `question` and the options' texts are plain words.
    """
    heading = _("Question {number} of {of}").format(number=number, of=of)
    lettered = tuple((key, f"{letter}. {text}") for letter, (key, text) in zip(ascii_uppercase, options, strict=False))
    field = Field("option", question, "choice", lettered)
    asked = [field, confidence_field()] if confidence else [field]
    filled = {"option": answered[0]} if answered else {}

    def view() -> Any:
        return _view(heading, asked, answer, answered)

    said = [answered[1]] if answered else []
    return Bundle(
        view,
        still_html(heading, fields_html(asked, filled), *(message_html(m, alone=False) for m in said)),
        still_text(heading, fields_text(asked, filled), *map(message_text, said)),
    )


def quiz_deck(
    cards: Sequence[Bundle],
    *,
    start: int = 0,
    still_open: Callable[[], Sequence[int]] = tuple,
    result: Callable[[], Message] | None = None,
) -> Bundle:
    """The cards one at a time, from card `start` (counted from 0), with a way back and on; a stored page shows all.

    `still_open` gives the cards without an answer that counts: those that were passed by are listed below the deck,
    with a way back to the first. Once none is open, `result` is shown.
    """
    return Bundle(
        lambda: _deck(cards, min(max(start, 0), max(len(cards) - 1, 0)), still_open, result),
        "".join(one.still for one in cards),
        "\n\n".join(one.text for one in cards),
    )


def _view(
    heading: str,
    asked: Sequence[Field],
    answer: Callable[[str, str | None], Message],
    answered: tuple[str, Message] | None,
) -> Any:
    said = Saying(answered[1] if answered else None)

    def judge() -> Message:
        values = controls.values()
        if not isinstance(key := values["option"], str):
            return Message("blank", "", (_("Choose one of the options."),))
        sure = values.get("confidence")
        return answer(key, sure if isinstance(sure, str) else None)

    def show(message: Message | None) -> None:
        said.show(message)
        if message and message.tone == "right":
            controls.lock()
            press.button.layout.display = "none"

    press = Press(_("Answer"), judge, show, primary=True)
    controls = Controls(asked, filled={"option": answered[0]} if answered else None)
    show(answered[1] if answered else None)
    return card(
        html(f'<div class="kpilab-muted" role="heading" aria-level="4">{escape(heading)}</div>'),
        controls.widget,
        press.button,
        said.widget,
    )


def _deck(
    cards: Sequence[Bundle], start: int, still_open: Callable[[], Sequence[int]], result: Callable[[], Message] | None
) -> Any:
    made: dict[int, Any] = {}
    here = farthest = back_to = start
    place = w.VBox()
    left, ended = html("", "kpilab-muted", "kpilab-open"), Saying()
    back = w.Button(layout=w.Layout(width="auto", height="auto", display="none"))
    before, after = (w.Button(description=text, layout=w.Layout(width="auto", height="auto")) for text in _ways())

    def turn_to(card: int) -> None:
        nonlocal here, farthest
        here = min(max(card, 0), len(cards) - 1)
        farthest = max(here, farthest)
        if here not in made:
            made[here] = cards[here].view()
            for said in _sayings(made[here]):
                said.observe(lambda _change: tell(), "value")
        place.children = [made[here]]
        before.disabled, after.disabled = here == 0, here == len(cards) - 1
        tell()

    def tell() -> None:
        nonlocal back_to
        found = still_open()
        passed = [card for card in found if card <= farthest and card != here]
        names = ", ".join(str(card + 1) for card in passed)
        text = _("Open: {questions}").format(questions=names) if passed else ""
        left.value = f'<div role="status" aria-live="polite">{escape(text)}</div>' if text else ""
        left.layout.display = back.layout.display = None if passed else "none"
        if passed:
            back_to = passed[0]
            back.description = _("Go to question {number}").format(number=back_to + 1)
        ended.show(result() if result and not found else None)

    before.on_click(lambda _button: turn_to(here - 1))
    after.on_click(lambda _button: turn_to(here + 1))
    back.on_click(lambda _button: turn_to(back_to))
    buttons = w.HBox([before, after, back])
    for button in buttons.children:
        button.add_class("kpilab-button")
    buttons.add_class("kpilab-buttons")
    if cards:
        turn_to(start)
    deck = w.VBox([place, buttons, left, ended.widget] if len(cards) > 1 else [place])
    deck.add_class("kpilab")
    return deck


def _sayings(part: Any) -> Iterator[Any]:
    """The places in a card where its messages appear: what is said there follows an answer."""
    if "kpilab-says" in part._dom_classes:
        yield part
    for child in getattr(part, "children", ()):
        yield from _sayings(child)


def _ways() -> tuple[str, str]:
    return _("← Previous question"), _("Next question →")
