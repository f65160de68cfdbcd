"""“Hang three, then live with them”: nine numbers, room for three, and the six months after."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from kpilab.chapters.c01_why_kpis import board
from kpilab.chapters.c01_why_kpis.canal_street import MONTHS
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
    from kpilab.course.decisions import keep_decision, last_decision

    hung = last_decision(_ITEM, board.Hung.from_data)
    sheets = [] if hung is None else [board.months(hung)]
    if hung is not None and hung.over:
        sheets.append(board.verdict(hung))
    note = _("Run this notebook to hang three numbers and live with them.")
    return Bundle(
        lambda: _Face(hung, lambda now: keep_decision(_ITEM, now.as_data())).root,
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

        from kpilab.widgets.controls import Controls, card, headline, html
        from kpilab.widgets.lived import Life

        self._life: Life[Hung | None] = Life(
            hung,
            keep=lambda now: keep(now) if now else None,
            play=lambda now: now and now.later(),
            reopen=self._taken_down,
            again=_("Take them down and hang three others"),
            show=self._show,
        )
        self._controls = Controls(_fields())
        hang = self._life.press(_("Hang them"), self._hang, primary=True)
        self._choice = w.VBox([self._controls.widget, hang.button])
        self._lived = w.VBox(self._life.parts)
        self.root = card(
            headline(_heading()),
            html(f"<p>{escape(board.rules())}</p>"),
            self._choice,
            self._life.said.widget,
            self._lived,
        )
        self._show()

    def _hang(self) -> Message | None:
        values = self._controls.values()
        wall, reason, sure = values["wall"], str(values["reason"]), values["confidence"]
        chosen = [str(one) for one in wall] if isinstance(wall, tuple) else []
        if missing := board.missing(chosen, reason, sure):
            return Message("blank", _("Before you hang them, write down:"), missing)
        return self._life.go(board.hang(chosen, reason, str(sure)))

    def _taken_down(self, _hung: Hung | None) -> None:
        self._controls.fill({})

    def _show(self) -> None:
        from kpilab.widgets.controls import reveal

        hung = self._life.desk
        reveal(self._choice, when=hung is None)
        reveal(self._lived, when=hung is not None)
        over = hung is not None and hung.over
        self._life.tell(
            board.months(hung).html() if hung else "",
            _("Live {month}").format(month=_(MONTHS[hung.played])) if hung and not over else "",
        )
        self._life.judge(board.verdict(hung).html() if hung and over else "")
