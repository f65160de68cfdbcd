"""“Share it out, then live with it”: a quarter's plan for five people, and the talk with whoever finds it unfair."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from kpilab.chapters.c05_cascading_plans import pages
from kpilab.chapters.c05_cascading_plans.desk import MONTHS, STEPS, Desk
from kpilab.chapters.c05_cascading_plans.verdict import verdict
from kpilab.i18n import _

if TYPE_CHECKING:
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.message import Message

__all__ = ["share_it_out"]

_ITEM = "5.split"


def share_it_out() -> Bundle:
    """The desk with the fourth quarter; a split that was signed, and what was lived, lies there again at the next visit."""
    from kpilab.course.desk import desk as learner
    from kpilab.errors import DataError
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.message import Message
    from kpilab.widgets.still import still_html, still_text

    def keep(desk: Desk) -> Message | None:
        told = learner().record("decision", _ITEM, desk.as_data())
        return Message("info", "", told) if told else None

    kept = learner().events("decision", _ITEM)
    try:
        desk = Desk.from_data(kept[-1].data) if kept else Desk()
    except DataError:
        desk = Desk()
    sheets = [pages.plans(desk)]
    if desk.played:
        sheets.append(pages.months(desk))
    if desk.over:
        sheets.append(verdict(desk))
    note = _("Run this notebook to share the quarter out and live with it.")
    return Bundle(
        lambda: _Face(desk, keep).root,
        still_html(_heading(), f"<p>{escape(pages.toy())}</p>", *(sheet.html() for sheet in sheets), note=note),
        still_text(_heading(), pages.toy(), *(sheet.text() for sheet in sheets), note=note),
    )


def _heading() -> str:
    return _("Share it out, then live with it")


class _Face:
    """The controls around one desk. Every press makes a new desk and shows it again; nothing is reckoned here."""

    def __init__(self, desk: Desk, keep: Callable[[Desk], Message | None]) -> None:
        import ipywidgets as w

        from kpilab.widgets.controls import Controls, Saying, card, html, radio
        from kpilab.widgets.fields import Field, confidence_field
        from kpilab.widgets.press import Press

        self.desk, self._keep = desk, keep
        self._quiet = False
        labels = (
            _("history: what each sold last year"),
            _("capacity: strength"),
            _("potential: what the area could bring"),
        )
        self._sliders = [_slider(label) for label in labels]
        for which, slider in enumerate(self._sliders):
            slider.observe(lambda change, which=which: self._weigh(which, change["new"]), "value")
        self._plans = html(" ", "kpilab-live")
        self._said = Saying()
        why = Field("reason", _("Why this split? One sentence to the five."), "text", lines=2)
        self._controls = Controls([why, confidence_field()])
        self._sign = Press(_("Sign it for the quarter"), self._signing, self._told, primary=True)
        self._decision = _block(_("Your decision"), self._controls.widget, self._sign.button)
        self._months, self._door, self._answer = (
            html("", "kpilab-live"),
            html("", "kpilab-live"),
            html("", "kpilab-live"),
        )
        self._options = radio(pages.talk_options(), None)
        self._say = Press(_("Say it"), self._saying, self._told, primary=True)
        self._talk = _block(_("The talk"), self._door, self._options, self._say.button)
        self._play = Press(" ", self._playing, self._told, primary=True)
        self._verdict = html("", "kpilab-live")
        self._again = Press(_("Share it out again"), self._reopening, self._told)
        self._life = w.VBox(
            [self._months, self._talk, self._answer, self._play.button, self._verdict, self._again.button]
        )
        self.root = card(
            html(f'<div class="kpilab-heading" role="heading" aria-level="4">{escape(_heading())}</div>'),
            html(f"<p>{escape(pages.toy())}</p>"),
            _block(_("The key: three weights that add up to 100 %"), *self._sliders),
            self._plans,
            self._decision,
            self._said.widget,
            self._life,
        )
        self._show()

    def _weigh(self, which: int, percent: int) -> None:
        if self._quiet or self.desk.signed or round(percent * STEPS / 100) == self.desk.weights[which]:
            return
        self.desk = self.desk.weigh(which, round(percent * STEPS / 100))
        self._said.show(None)
        self._show()

    def _signing(self) -> Message | None:
        from kpilab.widgets.message import Message

        values = self._controls.values()
        reason, sure = str(values["reason"]), values["confidence"]
        confidence = sure if isinstance(sure, str) else None
        if missing := self.desk.missing(reason, confidence):
            return Message("blank", _("Before you sign, write down:"), missing)
        return self._kept(self.desk.sign(reason, confidence or ""))

    def _saying(self) -> Message | None:
        from kpilab.widgets.message import Message

        if not self._options.value:
            return Message("blank", "", (_("Choose what you say."),))
        return self._kept(self.desk.say(self._options.value))

    def _playing(self) -> Message | None:
        return self._kept(self.desk.play())

    def _kept(self, desk: Desk) -> Message | None:
        """Keep `desk` and go on with it; what could not be kept has not happened."""
        told = self._keep(desk)
        if told is None or told.tone != "error":
            self.desk = desk
        return told

    def _reopening(self) -> None:
        self.desk = self.desk.reopen()
        self._options.value = None

    def _told(self, message: Message | None) -> None:
        self._said.show(message)
        self._show()

    def _show(self) -> None:
        desk = self.desk
        self._quiet = True
        for slider, weight in zip(self._sliders, desk.weights, strict=True):
            slider.value = weight * 100 // STEPS
            slider.disabled = desk.signed
        self._quiet = False
        _fill(self._plans, pages.plans(desk).html())
        self._decision.layout.display = "none" if desk.signed else None
        self._life.layout.display = None if desk.signed else "none"
        _fill(self._months, pages.months(desk).html() if desk.played else "")
        self._talk.layout.display = None if desk.waits_for_talk else "none"
        _fill(self._door, f"<p>{escape(pages.complaint(desk))}</p>" if desk.waits_for_talk else "")
        _fill(self._answer, f"<p>{escape(pages.said(desk))}</p>" if desk.talk else "")
        names = (_("Live October"), _("Live November"), _("Live December"))
        self._play.name(names[min(desk.played, MONTHS - 1)])
        self._play.button.layout.display = "none" if desk.over or desk.waits_for_talk else None
        _fill(self._verdict, verdict(desk).html() if desk.over else "")
        self._again.button.layout.display = None if desk.over else "none"


def _fill(place: Any, markup: str) -> None:
    place.value = markup
    place.layout.display = None if markup else "none"


def _slider(label: str) -> Any:
    import ipywidgets as w

    made = w.IntSlider(
        description=label,
        min=0,
        max=100,
        step=100 // STEPS,
        readout_format="d",
        layout=w.Layout(width="auto"),
        style={"description_width": "auto"},
    )
    made.add_class("kpilab-slider")
    return made


def _block(label: str, *children: Any) -> Any:
    import ipywidgets as w

    from kpilab.widgets.controls import html

    block = w.VBox([html(f'<div class="kpilab-label">{escape(label)}</div>'), *children])
    block.add_class("kpilab-group")
    return block
