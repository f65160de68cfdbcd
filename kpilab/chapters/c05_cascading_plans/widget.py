"""“Share it out, then live with it”: a quarter's plan for five people, and the talk with whoever finds it unfair."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from kpilab.chapters.c05_cascading_plans import pages
from kpilab.chapters.c05_cascading_plans.desk import STEPS, Desk
from kpilab.chapters.c05_cascading_plans.verdict import verdict
from kpilab.i18n import _

if TYPE_CHECKING:
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.message import Message

__all__ = ["share_it_out"]

_ITEM = "5.split"


def share_it_out() -> Bundle:
    """The desk with the fourth quarter; a split that was signed, and what was lived, lies there again at the next visit."""
    from kpilab.course.decisions import keep_decision, last_decision
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.still import still_html, still_text

    desk = last_decision(_ITEM, Desk.from_data) or Desk()
    sheets = [pages.plans(desk)]
    if desk.played:
        sheets.append(pages.months(desk))
    if desk.over:
        sheets.append(verdict(desk))
    note = _("Run this notebook to share the quarter out and live with it.")
    return Bundle(
        lambda: _Face(desk, lambda now: keep_decision(_ITEM, now.as_data())).root,
        still_html(_heading(), f"<p>{escape(pages.toy())}</p>", *(sheet.html() for sheet in sheets), note=note),
        still_text(_heading(), pages.toy(), *(sheet.text() for sheet in sheets), note=note),
    )


def _heading() -> str:
    return _("Share it out, then live with it")


class _Face:
    """The controls around one desk. Every press makes a new desk and shows it again; nothing is reckoned here."""

    def __init__(self, desk: Desk, keep: Callable[[Desk], Message | None]) -> None:
        import ipywidgets as w

        from kpilab.widgets.controls import block, card, headline, html, radio, slider
        from kpilab.widgets.lived import Life, signing

        self._life = life = Life(
            desk,
            keep=keep,
            play=Desk.play,
            reopen=self._reopened,
            again=_("Share it out again"),
            show=self._show,
        )
        self._quiet = False
        labels = (
            _("history: what each sold last year"),
            _("capacity: strength"),
            _("potential: what the area could bring"),
        )
        self._sliders = [slider(label, low=0, high=100, step=100 // STEPS, form="d") for label in labels]
        for which, made in enumerate(self._sliders):
            made.observe(lambda change, which=which: self._weigh(which, change["new"]), "value")
        self._plans = html(" ", "kpilab-live")
        why = _("Why this split? One sentence to the five.")
        self._decision = block(_("Your decision"), *signing(life, why=why, label=_("Sign it for the quarter")))
        self._door, self._answer = html("", "kpilab-live"), html("", "kpilab-live")
        self._options = radio(pages.talk_options(), None)
        say = life.press(_("Say it"), self._saying, primary=True)
        self._talk = block(_("The talk"), self._door, self._options, say.button)
        self._lived = w.VBox([life.months, self._talk, self._answer, *life.parts[1:]])
        self.root = card(
            headline(_heading()),
            html(f"<p>{escape(pages.toy())}</p>"),
            block(_("The key: three weights that add up to 100 %"), *self._sliders),
            self._plans,
            self._decision,
            life.said.widget,
            self._lived,
        )
        self._show()

    def _weigh(self, which: int, percent: int) -> None:
        desk, weight = self._life.desk, round(percent * STEPS / 100)
        if self._quiet or desk.signed or weight == desk.weights[which]:
            return
        self._life.desk = desk.weigh(which, weight)
        self._life.said.show(None)
        self._show()

    def _saying(self) -> Message | None:
        from kpilab.widgets.message import Message

        if not self._options.value:
            return Message("blank", "", (_("Choose what you say."),))
        return self._life.go(self._life.desk.say(self._options.value))

    def _reopened(self, desk: Desk) -> Desk:
        self._options.value = None
        return desk.reopen()

    def _show(self) -> None:
        from kpilab.widgets.controls import fill, reveal

        desk = self._life.desk
        self._quiet = True
        for made, weight in zip(self._sliders, desk.weights, strict=True):
            made.value = weight * 100 // STEPS
            made.disabled = desk.signed
        self._quiet = False
        fill(self._plans, pages.plans(desk).html())
        reveal(self._decision, when=not desk.signed)
        reveal(self._lived, when=desk.signed)
        reveal(self._talk, when=desk.waits_for_talk)
        fill(self._door, f"<p>{escape(pages.complaint(desk))}</p>" if desk.waits_for_talk else "")
        fill(self._answer, f"<p>{escape(pages.said(desk))}</p>" if desk.talk else "")
        names = (_("Live October"), _("Live November"), _("Live December"))
        self._life.tell(
            pages.months(desk).html() if desk.played else "",
            "" if desk.over or desk.waits_for_talk else names[desk.played],
        )
        self._life.judge(verdict(desk).html() if desk.over else "")
