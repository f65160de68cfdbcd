"""“Ten minutes a day”: what the shop records from tomorrow, and three months of decisions that the book opens or leaves shut."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from kpilab.chapters.c08_data_quality import pages
from kpilab.chapters.c08_data_quality.desk import Desk
from kpilab.chapters.c08_data_quality.months import RECORDS
from kpilab.i18n import _

if TYPE_CHECKING:
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.message import Message

__all__ = ["ten_minutes"]

_ITEM = "8.record"


def ten_minutes() -> Bundle:
    """The desk with the list; one that was signed, and what was lived, lies there again at the next visit."""
    from kpilab.course.decisions import keep_decision, last_decision
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.still import still_html, still_text

    desk = last_decision(_ITEM, Desk.from_data) or Desk()
    sheets = [pages.offer(desk)]
    if desk.played:
        sheets.append(pages.lived(desk))
    if desk.over:
        sheets.append(pages.verdict(desk))
    note = _("Run this notebook to choose what is recorded, and to live with it.")
    return Bundle(
        lambda: _Face(desk, lambda now: keep_decision(_ITEM, now.as_data())).root,
        still_html(_heading(), f"<p>{escape(pages.toy())}</p>", *(sheet.html() for sheet in sheets), note=note),
        still_text(_heading(), pages.toy(), *(sheet.text() for sheet in sheets), note=note),
    )


def _heading() -> str:
    return _("Ten minutes a day, then three months")


class _Face:
    """The controls around one desk. Every press makes a new desk and shows it again; nothing is reckoned here."""

    def __init__(self, desk: Desk, keep: Callable[[Desk], Message | None]) -> None:
        import ipywidgets as w

        from kpilab.widgets.controls import block, card, headline, html
        from kpilab.widgets.lived import Life, signing

        self._life = life = Life(
            desk, keep=keep, play=lambda now: now, reopen=Desk.reopen, again=_("Choose again"), show=self._show
        )
        self._quiet = False
        self._boxes = {record.id: _checkbox(pages.record_text(record)) for record in RECORDS}
        for record, box in self._boxes.items():
            box.observe(lambda change, record=record: self._tick(record, bool(change["new"])), "value")
        self._sum = html(" ", "kpilab-live")
        why = _("Why these? One sentence to Ming, who will write most of it.")
        self._signing = block(_("Your decision"), *signing(life, why=why, label=_("Sign it for three months")))
        self._shown: tuple[int, bool] | None = None
        self._ways: dict[str, Any] = {}
        self._month = w.VBox([])
        self._live = life.press(_("Live the month"), self._living, primary=True)
        self._lived = w.VBox([life.months, self._month, self._live.button, *life.parts[2:]])
        self.root = card(
            headline(_heading()),
            html(f"<p>{escape(pages.toy())}</p>"),
            block(_("From tomorrow the shop records"), *self._boxes.values()),
            self._sum,
            self._signing,
            life.said.widget,
            self._lived,
        )
        self._show()

    def _tick(self, record: str, on: bool) -> None:
        if self._quiet or self._life.desk.signed:
            return
        self._life.desk = self._life.desk.tick(record, on=on)
        self._life.said.show(None)
        self._show()

    def _living(self) -> Message | None:
        made = {name: radio.value for name, radio in self._ways.items() if radio.value}
        return self._life.go(self._life.desk.decide(made))

    def _new_month(self, desk: Desk) -> None:
        """The two questions of the month, once when it begins."""
        from kpilab.widgets.controls import block, html, radio

        self._ways = {one.id: radio(pages.ways(one, desk), None) for one in desk.now}
        self._month.children = [
            block(pages.asked(one), html(f"<p>{escape(pages.book_says(one, desk))}</p>"), self._ways[one.id])
            for one in desk.now
        ]

    def _show(self) -> None:
        from kpilab.widgets.controls import fill, reveal

        desk = self._life.desk
        self._quiet = True
        for record, box in self._boxes.items():
            box.value = record in desk.records
            box.disabled = desk.signed
        self._quiet = False
        fill(self._sum, f"<p>{escape(pages.chosen(desk))}</p>")
        if self._shown != (desk.played, desk.signed):
            self._shown = (desk.played, desk.signed)
            self._new_month(desk)
        waits = desk.signed and not desk.over
        if waits:
            self._live.name(_("Live {month}").format(month=pages.month_name(desk.played + 1)))
        reveal(self._signing, when=not desk.signed)
        reveal(self._lived, when=desk.signed)
        reveal(self._month, when=waits)
        reveal(self._live.button, when=waits)
        self._life.tell(pages.lived(desk).html() if desk.played else "", "")
        self._life.judge(pages.verdict(desk).html() if desk.over else "")


def _checkbox(text: str) -> Any:
    import ipywidgets as w

    made = w.Checkbox(description=text, indent=False, layout=w.Layout(width="auto", height="auto"))
    made.add_class("kpilab-check")
    return made
