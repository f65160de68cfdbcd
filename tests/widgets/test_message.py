from __future__ import annotations

from typing import get_args

import pytest

from kpilab.i18n import set_language
from kpilab.widgets.message import Message, Tone, message_html, message_text


def test_html_and_text_say_the_same() -> None:
    said = Message("wrong", "Not yet", ("That is fact ÷ plan.", "Start at the base."))
    assert message_text(said) == "✗ Not yet\nThat is fact ÷ plan.\nStart at the base."
    for part in ("✗", "Not yet", "That is fact ÷ plan.", "Start at the base."):
        assert part in message_html(said)


def test_html_is_announced_and_coloured_without_a_stylesheet() -> None:
    html = message_html(Message("right", "Right"), alone=False)
    assert 'role="status"' in html
    assert 'aria-live="polite"' in html
    assert "#0a5c2e" in html
    assert "<style>" not in html


def test_hostile_words_are_escaped() -> None:
    html = message_html(Message("error", "<b>x</b>", ("<script>alert(1)</script>",)))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "<b>" not in html


@pytest.mark.parametrize("tone", get_args(Tone))
def test_every_tone_has_an_icon_and_a_word_of_its_own(tone: Tone) -> None:
    icon, word = message_text(Message(tone, "")).split(" ", 1)
    assert len(icon) == 1
    assert word


def test_words_are_translated() -> None:
    set_language("xx")
    try:
        assert "⟦Rîght⟧" in message_html(Message("right", ""))
    finally:
        set_language("en")
