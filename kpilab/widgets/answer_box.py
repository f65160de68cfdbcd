"""Where a task is answered without code: the case, the fields, a button, and what the judge says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as w

from kpilab.i18n import _
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.controls import Controls, Saying, card, headline, html
from kpilab.widgets.fields import Field, confidence_field, fields_html, fields_text
from kpilab.widgets.message import Message
from kpilab.widgets.press import Press
from kpilab.widgets.still import plain, still_html, still_text

__all__ = ["answer_box"]


def answer_box(
    *,
    heading: str,
    facts_html: str,
    fields: Sequence[Field],
    check: Callable[[Mapping[str, object]], Message],
    helps: Sequence[tuple[str, Callable[[], Message]]] = (),
    refresh: Callable[[], str] | None = None,
    confidence: bool = False,
    filled: Mapping[str, object] | None = None,
) -> Bundle:
    """A box that hands what was typed to `check` and shows what it says.

    `facts_html` is ready-made HTML. `check` gets the fields' values as typed (a number or text is a string, a
    choice its key or None, several a tuple of keys) and, with `confidence`, the key ``confidence``. `helps` are
    (label, callback) pairs. After a help `refresh` gives the facts again: where they have changed, the
    fields are blanked for the new numbers. `filled` restores an earlier answer.
    """
    asked = [*fields, confidence_field()] if confidence else list(fields)

    def view() -> Any:
        return _view(heading, facts_html, asked, check, helps, refresh, filled)

    return Bundle(
        view,
        still_html(heading, _facts(facts_html), fields_html(asked, filled)),
        still_text(heading, plain(facts_html), fields_text(asked, filled)),
    )


def _view(
    heading: str,
    facts_html: str,
    asked: Sequence[Field],
    check: Callable[[Mapping[str, object]], Message],
    helps: Sequence[tuple[str, Callable[[], Message]]],
    refresh: Callable[[], str] | None,
    filled: Mapping[str, object] | None,
) -> Any:
    facts = html(_facts(facts_html))
    verdict, helped = Saying(), Saying()
    shown = facts_html

    def show_help(message: Message | None) -> None:
        nonlocal shown
        helped.show(message)
        fresh = refresh() if refresh else shown
        if fresh != shown:
            shown = fresh
            facts.value = _facts(fresh)
            controls.fill({})
            verdict.show(None)

    press = Press(_("Check"), lambda: check(controls.values()), verdict.show, primary=True)
    controls = Controls(asked, filled=filled, on_enter=press.run)
    buttons = w.HBox([press.button, *(Press(label, act, show_help).button for label, act in helps)])
    buttons.add_class("kpilab-buttons")
    return card(
        headline(heading),
        facts,
        controls.widget,
        buttons,
        verdict.widget,
        helped.widget,
    )


def _facts(markup: str) -> str:
    return f'<div class="kpilab-facts">{markup}</div>' if markup else ""
