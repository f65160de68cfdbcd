from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kpilab.widgets.bundle import Bundle
from kpilab.widgets.live_message import live_message
from kpilab.widgets.message import Message, message_html, message_text


def test_every_view_is_redrawn_and_the_twins_stay(hand: Callable[[Bundle], Any]) -> None:
    said, redraws = ["<nothing>"], list[Callable[[], None]]()
    bundle = live_message(lambda: Message("info", "Kept", tuple(said)), redraws.append)
    first = Message("info", "Kept", ("<nothing>",))
    assert (bundle.still, bundle.text) == (message_html(first), message_text(first))
    one, other = hand(bundle), hand(bundle)
    assert "&lt;nothing&gt;" in one.seen
    said[:] = ["a prediction"]
    for redraw in redraws:
        redraw()
    for person in (one, other):
        assert "a prediction" in person.seen
        assert "nothing" not in person.seen
    assert "nothing" in bundle.text
