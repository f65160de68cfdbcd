"""“Sign the fix log”: repairs of a page taken or left, with a reason, replayed, and replayed once too often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kpilab.chapters.c08_data_quality.fixes import TRUE, fix_words, log_table, page_log, replay, replayed
from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

    from kpilab.data.quality import FixLog
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.message import Message
    from kpilab.widgets.sign_page import Sheet

__all__ = ["sign_the_log"]

_ITEM = "8.log"


def sign_the_log(page: pd.DataFrame) -> Bundle:
    """The repairs on offer, to be signed and replayed; a log that was signed lies there again."""
    from kpilab.course.decisions import last_decision
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.still import still_html, still_text

    log = last_decision(_ITEM, lambda data: _read(page, data)) or page_log(page)
    note = _("Run this notebook to sign a log and to replay it.")
    return Bundle(
        lambda: _Face(page, log).root,
        still_html(_heading(), _sheet(log).html(), note=note),
        still_text(_heading(), _sheet(log).text(), note=note),
    )


def _heading() -> str:
    return _("Sign the fix log")


def _read(page: pd.DataFrame, data: Mapping[str, Any]) -> FixLog:
    return _signed(page, data.get("taken") or (), str(data.get("reason", "")))


def _signed(page: pd.DataFrame, names: Any, reason: str) -> FixLog:
    log = page_log(page)
    if not isinstance(names, list | tuple) or not {*map(str, names)} <= {fix.id for fix in log.fixes}:
        raise DataError(_("A list that was kept cannot be read; sign again."))
    for name in names:
        log = log.take(str(name), who=_("you"), why=reason)
    return log


def _sheet(log: FixLog) -> Sheet:
    from kpilab.widgets.sign_page import Sheet

    shown = log_table(log)
    rows = [tuple(str(cell) for cell in row) for row in shown.itertuples(index=False)]
    named = tuple((_("line {number}").format(number=row[0]), *row[1:]) for row in rows)
    return Sheet(("", *shown.columns[1:]), named, amounts=(1,), stacked=True)


class _Face:
    """The repairs, a reason, and two buttons: sign and replay; replay once more on the mended page."""

    def __init__(self, page: pd.DataFrame, log: FixLog) -> None:
        import ipywidgets as w

        from kpilab.widgets.controls import Saying, block, card, headline, html
        from kpilab.widgets.press import Press

        self._page, self._log = page, log
        self._boxes = {fix.id: w.Checkbox(value=fix.taken, indent=False) for fix in log.fixes}
        for fix in log.fixes:
            self._boxes[fix.id].description = fix_words(fix)
            self._boxes[fix.id].layout = w.Layout(width="auto", height="auto")
            self._boxes[fix.id].add_class("kpilab-check")
        why = log.taken[0].why if log.taken else ""
        self._why = w.Textarea(value=why, rows=2, layout=w.Layout(width="auto"))
        self._said, self._table = Saying(), html("")
        sign = Press(_("Sign and replay"), self._sign, self._said.show, primary=True)
        self._again = Press(_("Replay on the mended page"), self._twice, self._said.show)
        buttons = w.HBox([sign.button, self._again.button])
        buttons.add_class("kpilab-buttons")
        self.root = card(
            headline(_heading()),
            block(_("Repairs on offer: which do you take?"), *self._boxes.values()),
            block(_("Why? One sentence for whoever reads the log next month."), self._why),
            buttons,
            self._said.widget,
            self._table,
        )
        self._show()

    def _sign(self) -> Message | None:
        from kpilab.course.decisions import keep_decision
        from kpilab.widgets.message import Message

        names, reason = [name for name, box in self._boxes.items() if box.value], self._why.value.strip()
        if not names or not reason:
            return Message("blank", "", (_("Take at least one repair, and say why in one sentence."),))
        self._log = _signed(self._page, names, reason)
        self._show()
        told = keep_decision(_ITEM, {"taken": names, "reason": reason})
        return told or Message("info", replayed(self._log, self._page), (_consequence(self._log, self._page),))

    def _twice(self) -> Message | None:
        from kpilab.widgets.message import Message

        return Message("info", "", (replayed(self._log, replay(self._log, self._page)),))

    def _show(self) -> None:
        from kpilab.widgets.controls import fill, reveal

        signed = bool(self._log.taken)
        fill(self._table, _sheet(self._log).html() if signed else "")
        reveal(self._again.button, when=signed)


def _consequence(log: FixLog, page: pd.DataFrame) -> str:
    """What the signed log makes of the page, beside what was truly taken."""
    off = round(float(replay(log, page)["sum"].sum()) - TRUE)
    if any(fix.id == "alike" for fix in log.taken):
        return _(
            "Line 2 is gone, and with it a box that was sold: 78 true yuan. The paper was never touched: untick it, and replay."
        )
    if off:
        return _(
            "True are {true:,}: the page is still {off} off. A repair that nobody takes is a defect that stays."
        ).format(true=TRUE, off=f"{off:+,}".replace("-", "−"))
    return _("As by hand, and whoever asks next month can read what was changed, by whom and why.")
