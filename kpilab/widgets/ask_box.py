"""A few fields, a button, and what it says: for questions that may be asked again, unlike a prediction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kpilab.i18n import _
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.controls import Controls, Saying, card, fill, headline, html
from kpilab.widgets.fields import Field, fields_html, fields_text
from kpilab.widgets.message import Message
from kpilab.widgets.press import Press
from kpilab.widgets.still import plain, still_html, still_text

__all__ = ["ask_box"]


def ask_box(
    *,
    heading: str,
    button: str,
    act: Callable[[Mapping[str, object]], Message | str],
    fields: Sequence[Field] = (),
    filled: Mapping[str, object] | None = None,
    shown: str = "",
) -> Bundle:
    """A box whose `button` hands the fields to `act`, and shows the message or the HTML that comes back.

    `shown` is the HTML that came back before, for the fields as they are `filled`.
    """
    note = _("Run this notebook to use this box.")
    return Bundle(
        lambda: _view(heading, button, act, fields, filled, shown),
        still_html(heading, fields_html(fields, filled), shown, note=note),
        still_text(heading, fields_text(fields, filled), plain(shown), note=note),
    )


def _view(
    heading: str,
    button: str,
    act: Callable[[Mapping[str, object]], Message | str],
    fields: Sequence[Field],
    filled: Mapping[str, object] | None,
    before: str,
) -> Any:
    said, page = Saying(), html(before, "kpilab-page")

    def run() -> Message | None:
        result = act(controls.values())
        fill(page, result if isinstance(result, str) else "")
        return result if isinstance(result, Message) else None

    press = Press(button, run, said.show, primary=True)
    controls = Controls(fields, filled=filled, on_enter=press.run)
    return card(
        headline(heading),
        controls.widget,
        press.button,
        said.widget,
        page,
    )
