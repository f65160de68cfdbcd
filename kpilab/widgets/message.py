"""A short text to a person, with its tone: a word, an icon and a colour say the same."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Literal

from kpilab.i18n import _
from kpilab.widgets.theme import ink_and_paper, variables_tag

__all__ = ["Message", "Tone", "message_html", "message_text"]

Tone = Literal["right", "wrong", "blank", "info", "error"]

_ICONS: dict[Tone, str] = {"right": "✓", "wrong": "✗", "blank": "○", "info": "→", "error": "!"}


@dataclass(frozen=True)
class Message:
    """What is said, in which tone. `html` and `text` say the same; `title` is the word shown in bold."""

    tone: Tone
    title: str
    paragraphs: tuple[str, ...] = ()


def message_html(message: Message, *, alone: bool = True) -> str:
    """The message as HTML; every word of it is escaped, and a line break stays one.

    Inside a widget, which brings the colours along, pass ``alone=False``.
    """
    body = "".join(
        f'<div style="margin:4px 0 0;white-space:pre-line">{escape(paragraph)}</div>'
        for paragraph in message.paragraphs
    )
    return (
        f"{variables_tag() if alone else ''}"
        f'<div class="kpilab-message kpilab-{message.tone}" role="status" aria-live="polite" '
        f'style="{ink_and_paper(message.tone)};border-left:4px solid currentColor;border-radius:4px;'
        'padding:8px 12px;margin:4px 0;max-width:46em;line-height:1.45;overflow-wrap:anywhere">'
        f'<strong><span aria-hidden="true">{_ICONS[message.tone]}</span> {escape(_title(message))}</strong>'
        f"{body}</div>"
    )


def message_text(message: Message) -> str:
    """The message in plain characters, a line a paragraph.

    >>> print(message_text(Message("right", "Right", ("Two fifths of the way.",))))
    ✓ Right
    Two fifths of the way.
    """
    return "\n".join([f"{_ICONS[message.tone]} {_title(message)}", *message.paragraphs])


def _title(message: Message) -> str:
    words: dict[Tone, str] = {
        "right": _("Right"),
        "wrong": _("Not yet"),
        "blank": _("Not answered yet"),
        "info": _("Note"),
        "error": _("This did not work"),
    }
    return message.title or words[message.tone]
