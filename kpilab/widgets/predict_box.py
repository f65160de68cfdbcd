"""A prediction before anything is explained: kept as it was made, and brought back later."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kpilab.i18n import _
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.controls import Controls, Saying, card, headline
from kpilab.widgets.fields import Field, fields_html, fields_text
from kpilab.widgets.message import Message
from kpilab.widgets.press import Press
from kpilab.widgets.still import still_html, still_text

__all__ = ["predict_box"]


def predict_box(
    *,
    heading: str,
    fields: Sequence[Field],
    save: Callable[[Mapping[str, object]], Message],
    saved: Mapping[str, object] | None = None,
) -> Bundle:
    """A box that hands what was predicted to `save`, once: what is kept (any tone but blank, wrong or error) is locked.

    `saved` restores a prediction that was kept.
    """

    def view() -> Any:
        return _view(heading, fields, save, saved)

    return Bundle(
        view,
        still_html(heading, fields_html(fields, saved), note=_note()),
        still_text(heading, fields_text(fields, saved), note=_note()),
    )


def _view(
    heading: str,
    fields: Sequence[Field],
    save: Callable[[Mapping[str, object]], Message],
    saved: Mapping[str, object] | None,
) -> Any:
    said = Saying()

    def show(message: Message | None) -> None:
        said.show(message)
        if message and message.tone in ("right", "info"):
            controls.lock()
            press.button.layout.display = "none"

    press = Press(_("Keep my prediction"), lambda: save(controls.values()), show, primary=True)
    controls = Controls(fields, filled=saved, on_enter=press.run)
    if saved is not None:
        show(Message("info", _("Kept"), (_("Your prediction comes back when the answer is known."),)))
    return card(
        headline(heading),
        controls.widget,
        press.button,
        said.widget,
    )


def _note() -> str:
    return _("Run this notebook to keep a prediction of your own.")
