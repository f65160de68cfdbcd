"""What a person is asked to fill in, as plain data that a widget, a page and a workbook can all show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from kpilab.i18n import _

__all__ = ["CONFIDENCE", "Field", "confidence_field", "confidence_words", "fields_html", "fields_text", "unsaid"]

CONFIDENCE = ("guess", "fairly", "sure")
"""Keys of the three answers to "How sure are you?"."""

_BLANK = "________"


@dataclass(frozen=True)
class Field:
    """One thing to fill in. `options` are (key, text) pairs of a choice; texts are already translated.

    A text is one line unless `lines` asks for more.
    """

    key: str
    label: str
    kind: Literal["number", "choice", "several", "text"] = "number"
    options: tuple[tuple[str, str], ...] = ()
    placeholder: str = ""
    lines: int = 1


def confidence_field() -> Field:
    """The question that goes with an answer: how sure the learner is, under the key ``confidence``."""
    texts = {"guess": _("a guess"), "fairly": _("fairly sure"), "sure": _("sure")}
    return Field("confidence", _("How sure are you?"), "choice", tuple((key, texts[key]) for key in CONFIDENCE))


def confidence_words(key: str) -> str:
    """The answer to "How sure are you?" as it was read; the key itself where it is none of them.

    >>> confidence_words("fairly")
    'fairly sure'
    """
    return dict(confidence_field().options).get(key, key)


def unsaid(reason: str, confidence: object) -> tuple[str, ...]:
    """What is still to be written down before something is signed with a reason and a confidence.

    >>> unsaid(" ", "sure")
    ('one sentence why',)
    """
    asked = ((reason.strip(), _("one sentence why")), (confidence in CONFIDENCE, _("how sure you are")))
    return tuple(text for given, text in asked if not given)


def fields_html(fields: Sequence[Field], filled: Mapping[str, object] | None = None) -> str:
    """The fields as a list for a stored page: blanks, options, and what was filled in."""
    items = []
    for field in fields:
        if field.kind in ("choice", "several"):
            options = "".join(f"<li>{mark} {escape(text)}</li>" for mark, text in _marked(field, filled))
            items.append(
                f'<li>{escape(field.label)}<ul style="list-style:none;margin:0;padding-left:1em">{options}</ul></li>'
            )
        else:
            given = escape(_given(field, filled) or _BLANK)
            items.append(f"<li>{escape(field.label)}: {given}{escape(_example(field))}</li>")
    return f'<ul class="kpilab-blanks">{"".join(items)}</ul>' if items else ""


def fields_text(fields: Sequence[Field], filled: Mapping[str, object] | None = None) -> str:
    """The same list in plain characters.

    >>> print(fields_text([Field("a", "Index"), Field("z", "Zone", "choice", (("u", "under plan"),))], {"z": "u"}))
    - Index: ________
    - Zone
        (•) under plan
    """
    lines = []
    for field in fields:
        if field.kind in ("choice", "several"):
            lines.append(f"- {field.label}")
            lines += [f"    {mark} {text}" for mark, text in _marked(field, filled)]
        else:
            lines.append(f"- {field.label}: {_given(field, filled) or _BLANK}{_example(field)}")
    return "\n".join(lines)


def chosen(value: object) -> tuple[str, ...]:
    """The keys in a filled value: none, one, or several."""
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(str(key) for key in value) if isinstance(value, Iterable) else (str(value),)


def _marked(field: Field, filled: Mapping[str, object] | None) -> list[tuple[str, str]]:
    picked = chosen((filled or {}).get(field.key))
    on, off = ("(•)", "( )") if field.kind == "choice" else ("[x]", "[ ]")
    return [(on if key in picked else off, text) for key, text in field.options]


def _given(field: Field, filled: Mapping[str, object] | None) -> str:
    value = (filled or {}).get(field.key)
    return "" if value is None else str(value)


def _example(field: Field) -> str:
    return f" ({field.placeholder})" if field.placeholder else ""
