"""A message that is read again when something has happened elsewhere on the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w

from kpilab.widgets.bundle import Bundle
from kpilab.widgets.controls import Saying, html
from kpilab.widgets.message import Message, message_html, message_text
from kpilab.widgets.theme import style_tag

__all__ = ["live_message"]


def live_message(read: Callable[[], Message], watch: Callable[[Callable[[], None]], None]) -> Bundle:
    """The message that `read` gives, shown anew whenever `watch` calls back.

    `watch` gets, for each view, the function that redraws it.

    >>> said, redraws = ["nothing yet"], []
    >>> bundle = live_message(lambda: Message("info", "Kept", tuple(said)), redraws.append)
    >>> view = bundle.view()
    >>> said.append("a prediction")
    >>> redraws[0]()
    >>> "a prediction" in view.children[-1].value, "a prediction" in bundle.text
    (True, False)
    """
    now = read()

    def view() -> Any:
        saying = Saying(read())
        watch(lambda: saying.show(read()))
        made = w.VBox([html(style_tag(), "kpilab-style"), saying.widget])
        made.add_class("kpilab")
        return made

    return Bundle(view, message_html(now), message_text(now))
