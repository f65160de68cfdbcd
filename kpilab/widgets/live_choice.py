"""A choice that is agreed once and then lived through, month by month: the face around plain functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

import ipywidgets as w

from kpilab.i18n import _
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.controls import Controls, card, headline, html, reveal
from kpilab.widgets.fields import Field, fields_html, fields_text
from kpilab.widgets.lived import Life
from kpilab.widgets.message import Message
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
        self._about = choosing
        self._place = w.VBox([])
        self._life: Life[Chosen | None] = Life(
            chosen,
            keep=lambda now: keep(now) if keep and now else None,
            play=lambda now: now and Chosen(now.values, now.played + 1),
            reopen=self._reopened,
            again=choosing.again,
            show=self._show,
        )
        self._look = self._life.press(choosing.looks, self._looking)
        self._agree = self._life.press(choosing.agrees, self._agreeing, primary=True)
        buttons = w.HBox([self._look.button, self._agree.button])
        buttons.add_class("kpilab-buttons")
        self.root = card(
            headline(choosing.heading),
            html(f"<p>{escape(choosing.intro)}</p>"),
            html(choosing.facts.html()),
            self._place,
            buttons,
            self._life.said.widget,
            *self._life.parts,
        )
        self._ask(chosen.values if chosen else {})
        self._show()

    def _ask(self, filled: Values) -> None:
        self._controls = Controls(self._about.fields, filled=filled)
        self._place.children = (self._controls.widget,)

    def _looking(self) -> Message:
        return self._about.remarks(self._controls.values())

    def _agreeing(self) -> Message | None:
        values = self._controls.values()
        if missing := self._about.missing(values):
            return Message("blank", _("Before it is agreed:"), missing)
        return self._life.go(Chosen(values))

    def _reopened(self, before: Chosen | None) -> None:
        agreed = before.values if before else {}
        self._ask({key: value for key, value in agreed.items() if key != "confidence"})

    def _show(self) -> None:
        chosen, about = self._life.desk, self._about
        if chosen:
            self._controls.lock()
        for press in (self._look, self._agree):
            reveal(press.button, when=chosen is None)
        over = chosen is not None and chosen.played >= about.months
        self._life.tell(
            about.lived(chosen.values, chosen.played).html() if chosen and chosen.played else "",
            _("Live month {month}").format(month=chosen.played + 1) if chosen and not over else "",
        )
        self._life.judge(about.verdict(chosen.values).html() if chosen and over else "")
