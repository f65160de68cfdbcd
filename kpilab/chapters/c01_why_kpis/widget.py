"""“Hang three, then live with them”: nine numbers, room for three, and the six months after."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from kpilab.chapters.c01_why_kpis import board
from kpilab.chapters.c01_why_kpis.canal_street import MONTHS
from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.fields import Field, confidence_field, fields_html, fields_text
from kpilab.widgets.message import Message
from kpilab.widgets.still import still_html, still_text

if TYPE_CHECKING:
    from kpilab.chapters.c01_why_kpis.board import Hung

__all__ = ["hang_three"]

_ITEM = "1.wall"
_Keep = Callable[["Hung"], Message | None]


def hang_three() -> Bundle:
    """The wall, empty or as it was left; what is hung, and each month lived with it, is kept."""
    from kpilab.course.desk import desk

    def keep(hung: Hung) -> Message | None:
        told = desk().record("decision", _ITEM, hung.as_data())
        return Message("info", "", told) if told else None

    kept = desk().events("decision", _ITEM)
    try:
        hung = board.Hung.from_data(kept[-1].data) if kept else None
    except DataError:
        hung = None
    sheets = [] if hung is None else [board.months(hung)]
    if hung is not None and hung.over:
        sheets.append(board.verdict(hung))
    note = _("Run this notebook to hang three numbers and live with them.")
    return Bundle(
        lambda: _Face(hung, keep).root,
        still_html(
            _heading(),
            f"<p>{escape(board.rules())}</p>",
            fields_html(_fields()),
            *(one.html() for one in sheets),
            note=note,
        ),
        still_text(_heading(), board.rules(), fields_text(_fields()), *(one.text() for one in sheets), note=note),
    )


def _heading() -> str:
    return _("Hang three, then live with them")


def _fields() -> tuple[Field, ...]:
    return (
        Field("wall", _("Nine numbers, each with its line. Hang three"), "several", board.options()),
        Field("reason", _("Why these three? One sentence to the people in the shop."), "text", lines=2),
        confidence_field(),
    )


class _Face:
    """The controls around what hangs. Every press makes a new state and shows it; nothing is reckoned here."""

    def __init__(self, hung: Hung | None, keep: _Keep) -> None:
        import ipywidgets as w

        from kpilab.widgets.controls import Controls, Saying, card, html
        from kpilab.widgets.press import Press

        self.hung, self._keep = hung, keep
        self._controls, self._said = Controls(_fields()), Saying()
        hang = Press(_("Hang them"), self._hang, self._told, primary=True)
        self._choice = w.VBox([self._controls.widget, hang.button])
        self._live = Press(" ", self._later, self._told, primary=True)
        self._again = Press(_("Take them down and hang three others"), self._take_down, self._told)
        self._months, self._verdict = html("", "kpilab-live"), html("", "kpilab-live")
        self._life = w.VBox([self._months, self._live.button, self._verdict, self._again.button])
        self.root = card(
            html(f'<div class="kpilab-heading" role="heading" aria-level="4">{escape(_heading())}</div>'),
            html(f"<p>{escape(board.rules())}</p>"),
            self._choice,
            self._said.widget,
            self._life,
        )
        self._show()

    def _hang(self) -> Message | None:
        values = self._controls.values()
        wall, reason, sure = values["wall"], str(values["reason"]), values["confidence"]
        chosen = [str(one) for one in wall] if isinstance(wall, tuple) else []
        if missing := board.missing(chosen, reason, sure):
            return Message("blank", _("Before you hang them, write down:"), missing)
        return self._kept(board.hang(chosen, reason, str(sure)))

    def _later(self) -> Message | None:
        return self._kept(self.hung.later()) if self.hung else None

    def _kept(self, hung: Hung) -> Message | None:
        """Keep the wall as it is now and go on with it; what could not be kept has not happened."""
        said = self._keep(hung)
        if said is None or said.tone != "error":
            self.hung = hung
        return said

    def _take_down(self) -> None:
        self.hung = None
        self._controls.fill({})

    def _told(self, message: Message | None) -> None:
        self._said.show(message)
        self._show()

    def _show(self) -> None:
        hung: Any = self.hung
        self._choice.layout.display = None if hung is None else "none"
        self._life.layout.display = "none" if hung is None else None
        over = hung is not None and hung.over
        _fill(self._months, board.months(hung).html() if hung else "")
        _fill(self._verdict, board.verdict(hung).html() if over else "")
        if hung is not None and not over:
            self._live.name(_("Live {month}").format(month=_(MONTHS[hung.played])))
        self._live.button.layout.display = "none" if over else None
        self._again.button.layout.display = None if over else "none"


def _fill(place: Any, markup: str) -> None:
    place.value = markup
    place.layout.display = None if markup else "none"
