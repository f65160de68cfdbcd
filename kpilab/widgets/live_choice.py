"""A choice that is agreed once and then lived through, month by month: the face around plain functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import ipywidgets as w

from kpilab.i18n import _
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.controls import Controls, Saying, card, html
from kpilab.widgets.fields import Field, fields_html, fields_text
from kpilab.widgets.message import Message
from kpilab.widgets.press import Press
from kpilab.widgets.sign_page import Sheet
from kpilab.widgets.still import still_html, still_text

__all__ = ["Choosing", "Chosen", "live_choice"]

Values = Mapping[str, object]


@dataclass(frozen=True)
class Chosen:
    """What was agreed, as the fields have it, and the months lived since."""

    values: Values
    played: int = 0


@dataclass(frozen=True)
class Choosing:
    """A decision of some fields and what follows from it; every function gets the fields' values.

    `missing` says what stands against agreeing, `remarks` what can be seen beforehand, `lived` the months up to the
    given one, `verdict` what is shown after the last. `looks`, `agrees` and `again` are the buttons' words.
    """

    heading: str
    intro: str
    fields: Sequence[Field]
    months: int
    missing: Callable[[Values], tuple[str, ...]]
    remarks: Callable[[Values], Message]
    lived: Callable[[Values, int], Sheet]
    verdict: Callable[[Values], Sheet]
    looks: str
    agrees: str
    again: str
    facts: Sheet = field(default_factory=Sheet)


def live_choice(
    choosing: Choosing, *, keep: Callable[[Chosen], Message | None] | None = None, chosen: Chosen | None = None
) -> Bundle:
    """The decision with its months; `keep` gets it when it is agreed and after each month, and may say something.

    `chosen` restores what was agreed before, with the months lived since.
    """
    parts = [choosing.facts]
    if chosen and chosen.played:
        parts.append(choosing.lived(chosen.values, chosen.played))
    if chosen and chosen.played >= choosing.months:
        parts.append(choosing.verdict(chosen.values))
    values = chosen.values if chosen else None
    note = _("Run this notebook to decide here, and to live with it.")
    shown = [part for part in parts if part.rows or part.sentences]
    return Bundle(
        lambda: _Face(choosing, keep, chosen).root,
        still_html(
            choosing.heading,
            f"<p>{escape(choosing.intro)}</p>",
            shown[0].html() if shown else "",
            fields_html(choosing.fields, values),
            *(part.html() for part in shown[1:]),
            note=note,
        ),
        still_text(
            choosing.heading,
            choosing.intro,
            shown[0].text() if shown else "",
            fields_text(choosing.fields, values),
            *(part.text() for part in shown[1:]),
            note=note,
        ),
    )


class _Face:
    """The controls around one decision; every press asks the plain functions again."""

    def __init__(
        self, choosing: Choosing, keep: Callable[[Chosen], Message | None] | None, chosen: Chosen | None
    ) -> None:
        self._about, self._keep, self._chosen = choosing, keep, chosen
        self._said = Saying()
        self._place = w.VBox([])
        self._look = Press(choosing.looks, self._looking, self._told)
        self._agree = Press(choosing.agrees, self._agreeing, self._told, primary=True)
        self._live = Press(" ", self._living, self._told, primary=True)
        self._again = Press(choosing.again, self._reopening, self._told)
        self._months, self._verdict = html("", "kpilab-live"), html("", "kpilab-live")
        buttons = w.HBox([self._look.button, self._agree.button])
        buttons.add_class("kpilab-buttons")
        self.root = card(
            html(f'<div class="kpilab-heading" role="heading" aria-level="4">{escape(choosing.heading)}</div>'),
            html(f"<p>{escape(choosing.intro)}</p>"),
            html(choosing.facts.html()),
            self._place,
            buttons,
            self._said.widget,
            self._months,
            self._live.button,
            self._verdict,
            self._again.button,
        )
        self._refill()
        self._show()

    def _refill(self) -> None:
        self._controls = Controls(self._about.fields, filled=self._chosen.values if self._chosen else None)
        if self._chosen:
            self._controls.lock()
        self._place.children = (self._controls.widget,)

    def _looking(self) -> Message:
        return self._about.remarks(self._controls.values())

    def _agreeing(self) -> Message | None:
        values = self._controls.values()
        if missing := self._about.missing(values):
            return Message("blank", _("Before it is agreed:"), missing)
        return self._kept(Chosen(values))

    def _living(self) -> Message | None:
        if self._chosen is None:
            return None
        return self._kept(Chosen(self._chosen.values, self._chosen.played + 1))

    def _kept(self, chosen: Chosen) -> Message | None:
        """Keep it and go on with it; what could not be kept has not happened."""
        said = self._keep(chosen) if self._keep else None
        if said is None or said.tone != "error":
            self._chosen = chosen
            self._controls.lock()
        return said

    def _reopening(self) -> None:
        before = self._chosen
        self._chosen = None
        self._refill()
        if before:
            self._controls.fill({key: value for key, value in before.values.items() if key != "confidence"})

    def _told(self, message: Message | None) -> None:
        self._said.show(message)
        self._show()

    def _show(self) -> None:
        chosen, about = self._chosen, self._about
        over = chosen is not None and chosen.played >= about.months
        for press in (self._look, self._agree):
            press.button.layout.display = "none" if chosen else None
        _fill(self._months, about.lived(chosen.values, chosen.played).html() if chosen and chosen.played else "")
        self._live.name(_("Live month {month}").format(month=(chosen.played if chosen else 0) + 1))
        self._live.button.layout.display = None if chosen and not over else "none"
        _fill(self._verdict, about.verdict(chosen.values).html() if chosen and over else "")
        self._again.button.layout.display = None if over else "none"


def _fill(place: Any, markup: str) -> None:
    place.value = markup
    place.layout.display = None if markup else "none"
