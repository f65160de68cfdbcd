"""“Write the page, then live the autumn”, and a page of one's own to print: faces of plain functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields as fields_of
from html import escape
from typing import TYPE_CHECKING, Any

from kpilab.analysis.definition import DefinitionPage, line_name, line_question, loose_ends
from kpilab.chapters.c02_from_strategy_to_kpis import page_desk as told
from kpilab.chapters.c02_from_strategy_to_kpis.page_desk import OPEN, PageDesk, Signed
from kpilab.i18n import _

if TYPE_CHECKING:
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.message import Message

__all__ = ["live_the_page", "my_page"]

_LIVED, _OWN, _FILE = "2.page", "2.own", "my_kpi_page.html"


def live_the_page() -> Bundle:
    """The desk with the page; a signed page and its months are kept and lie there again at the next visit."""
    from kpilab.course.decisions import keep_decision, last_decision
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.still import still_html, still_text

    here = PageDesk(signed=last_decision(_LIVED, Signed.from_data))
    sheets = [
        told.page(here),
        *([told.months(here)] if here.played else []),
        *([told.verdict(here)] if here.over else []),
    ]
    note = _("Run this notebook to write the page, sign it and live with it.")
    return Bundle(
        lambda: _Face(here, lambda signed: keep_decision(_LIVED, signed.as_data())).root,
        still_html(_heading(), _rules(), *(one.html() for one in sheets), note=note),
        still_text(_heading(), *told.rules(), *(one.text() for one in sheets), note=note),
    )


def _heading() -> str:
    return _("Write the page, then live the autumn")


def _rules() -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in told.rules())


class _Face:
    """The controls around one desk. Every press makes a new desk and shows it again; nothing is reckoned here."""

    def __init__(self, desk: PageDesk, keep: Callable[[Signed], Message | None]) -> None:
        import ipywidgets as w

        from kpilab.widgets.controls import block, card, headline, html, radio
        from kpilab.widgets.lived import Life, signing

        self._life = Life(
            desk,
            keep=lambda now: keep(now.signed) if now.signed else None,
            play=PageDesk.play,
            reopen=PageDesk.reopen,
            again=_("Change the page and sign again"),
            show=self._show,
        )
        self._radios: dict[str, Any] = {}
        blocks = []
        for end, (question, options) in told.end_options().items():
            said = getattr(desk.ends, end)
            self._radios[end] = made = radio(options, OPEN if said is None else str(said))
            made.observe(lambda change, end=end: self._choose(end, change["new"]), "value")
            blocks.append(block(question, made))
        self._state = html(" ", "kpilab-live")
        why = _("Why this page? One sentence to Wen, Lin and Rao.")
        self._decision = w.VBox(signing(self._life, why=why, label=_("Sign the page")))
        self._lived = w.VBox(self._life.parts)
        self.root = card(
            headline(_heading()),
            html(_rules()),
            *blocks,
            self._state,
            self._decision,
            self._life.said.widget,
            self._lived,
        )
        self._show()

    def _choose(self, end: str, key: object) -> None:
        if self._life.desk.signed is None and isinstance(key, str):
            self._life.desk = self._life.desk.choose(end, key)
            self._life.said.show(None)
            self._show()

    def _show(self) -> None:
        from kpilab.widgets.controls import fill, reveal

        desk = self._life.desk
        held = desk.signed is not None
        for made in self._radios.values():
            made.disabled = held
        fill(self._state, "".join(f"<p>{escape(text)}</p>" for text in told.page(desk).sentences))
        reveal(self._decision, when=not held)
        reveal(self._lived, when=held)
        names = (_("Live October"), _("Live November"), _("Live December"))
        self._life.tell(
            told.months(desk).html() if desk.played else "",
            names[desk.played] if held and not desk.over else "",
        )
        self._life.judge(told.verdict(desk).html() if desk.over else "")


def my_page() -> Bundle:
    """A box for one page of one's own: remarked on, kept, and written to the course folder as a page to print."""
    from kpilab.course.desk import desk
    from kpilab.widgets.ask_box import ask_box
    from kpilab.widgets.fields import Field

    kept = desk().events("decision", _OWN)
    long = {"question", "above", "below", "counts", "trick"}
    lines = [field.name for field in fields_of(DefinitionPage)]
    asked = [Field(name, _label(name), "text", lines=2 if name in long else 1) for name in lines]
    signer = Field("signer", _("Which colleague is to sign it?"), "text")
    return ask_box(
        heading=_("A page of your own"),
        button=_("Make the page to print"),
        act=_write,
        fields=(*asked, signer),
        filled=kept[-1].data if kept else None,
    )


def _label(line: str) -> str:
    return _("{line}: {question}").format(line=line_name(line), question=line_question(line))


def _write(values: Mapping[str, object]) -> Message | str:
    from kpilab.course.desk import desk
    from kpilab.course.door import file_link
    from kpilab.report.definition_page import write_definition
    from kpilab.widgets.message import Message, message_html

    typed = {key: str(value or "").strip() for key, value in values.items()}
    page = DefinitionPage(**{field.name: typed.get(field.name, "") for field in fields_of(DefinitionPage)})
    if not page.kpi:
        return Message("blank", "", (_("Begin with the name of the KPI; every other line may wait."),))
    here = desk()
    said = here.record("decision", _OWN, dict(typed))
    ends = loose_ends(page)
    remarks = (*said, *(str(end) for end in ends)) if ends else (*said, str(ends))
    shown = message_html(Message("info", _("What two people could still differ on"), remarks), alone=False)
    if here.workspace is None:
        return shown
    path = write_definition(here.workspace / _FILE, page, signers=[typed.get("signer", "")])
    link = file_link(path.relative_to(here.workspace).as_posix(), _("Download the page to print and sign"))
    return f'{shown}<p style="margin:8px 0 0">{link}</p>'
