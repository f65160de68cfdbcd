"""What a stored page shows where a widget stands: the same words, to read and not to press."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from kpilab.i18n import _
from kpilab.widgets.theme import LIGHT, variables_tag

__all__ = ["plain", "still_html", "still_text"]

_CARD = (
    f"color:var(--kpilab-ink,{LIGHT['ink']});background:var(--kpilab-card,{LIGHT['card']});"
    f"border:1px solid var(--kpilab-line,{LIGHT['line']});"
    "border-radius:8px;padding:14px 16px;margin:4px 0;max-width:52em"
)


def still_html(heading: str, *parts: str, note: str = "") -> str:
    """A card with a heading, ready-made HTML `parts`, and a last line that says how to bring it to life."""
    line = note or _("Run this notebook to answer here.")
    return (
        f'{variables_tag()}<div class="kpilab-still" style="{_CARD}">'
        f'<p style="margin:0 0 6px"><strong>{escape(heading)}</strong></p>{"".join(parts)}'
        f'<p style="margin:6px 0 0"><em>{escape(line)}</em></p></div>'
    )


def still_text(heading: str, *parts: str, note: str = "") -> str:
    """The same in plain characters.

    >>> print(still_text("Index", "- members: ________"))
    Index
    - members: ________
    [Run this notebook to answer here.]
    """
    line = note or _("Run this notebook to answer here.")
    return "\n".join([heading, *(part for part in parts if part), f"[{line}]"])


def plain(markup: str) -> str:
    """The words of a piece of HTML: a line a block, a table row's cells side by side.

    >>> print(plain("<p>June</p><table><tr><th>members</th><td>102</td></tr></table><style>p{}</style>"))
    June
    members | 102
    """
    reader = _Words()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()).strip("| ") for line in "".join(reader.words).split("\n"))
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in ("style", "script")
        if tag in ("br", "div", "h1", "h2", "h3", "h4", "li", "p", "table", "tr", "ul"):
            self.words.append("\n")
        elif tag in ("td", "th"):
            self.words.append(" | ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script")
        if tag in ("div", "h1", "h2", "h3", "h4", "li", "p", "table", "ul"):
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data.replace("\n", " "))
