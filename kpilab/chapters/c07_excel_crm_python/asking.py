"""A box for a query of one's own to the small CRM of May: it answers with a table, or with a sentence."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from kpilab.chapters.c07_excel_crm_python.case import AFTER, FIRST, may, shown
from kpilab.i18n import _

if TYPE_CHECKING:
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.message import Message
    from kpilab.widgets.sign_page import Sheet

__all__ = ["answered", "ask_the_desk"]

START = """SELECT seller, COUNT(*) AS deals, SUM(value) AS value
FROM deals
WHERE stage = 'won'
GROUP BY seller ORDER BY seller"""
"""The query that stands in the box at first."""
_MOST = 50


def answered(query: str) -> Sheet:
    """What the small CRM answers, as a table to be read; `:first` and `:after` are the two ends of May.

    Raises what `Crm.query` raises, each with a sentence.

    >>> answered("SELECT seller, COUNT(*) AS n FROM deals WHERE stage = 'won' GROUP BY seller ORDER BY seller").rows
    (('Bao', '1'), ('Lin', '2'), ('Qiu', '1'))
    """
    from kpilab.data.crm import crm_of
    from kpilab.widgets.sign_page import Sheet

    values = {name: value for name, value in (("first", FIRST), ("after", AFTER)) if f":{name}" in query}
    found = crm_of(may()).query(query, **values)
    read = shown(found).reset_index()
    rows = tuple(tuple(map(str, row)) for row in read.head(_MOST).itertuples(index=False))
    lines = _("{n:,} lines.").format(n=len(found)) if len(found) != 1 else _("One line.")
    return Sheet(tuple(map(str, found.columns)), rows, (lines,))


def ask_the_desk() -> Bundle:
    """The box, with a query in it that can be changed."""
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.still import still_html, still_text

    heading = _("Ask the small CRM")
    note = _("Run this notebook to ask here.")
    words = _(
        "Tables: staff (name), deals (deal, seller, stage, created_on, closed_at, value), visits (deal, visit), enquiries, plans."
    )
    answer = answered(START)
    text = f"<p>{escape(words)}</p><pre>{escape(START)}</pre>"
    return Bundle(
        lambda: _face(heading, words),
        still_html(heading, text, answer.html(), note=note),
        still_text(heading, words, START, answer.text(), note=note),
    )


def _face(heading: str, words: str) -> Any:
    from kpilab.widgets.controls import Controls, Saying, card, fill, headline, html
    from kpilab.widgets.fields import Field
    from kpilab.widgets.press import Press

    controls = Controls([Field("query", _("Your query"), "text", lines=5)], filled={"query": START})
    table, said = html("", "kpilab-live"), Saying()

    def ask() -> Message | None:
        fill(table, "")
        fill(table, answered(str(controls.values()["query"])).html())
        return None

    press = Press(_("Ask"), ask, said.show, primary=True)
    return card(headline(heading), html(f"<p>{escape(words)}</p>"), controls.widget, press.button, said.widget, table)
