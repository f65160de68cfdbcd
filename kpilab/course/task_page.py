"""A task as a page shows it: its answer box, its options, its facts and its question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from string import ascii_uppercase
from typing import Any

from kpilab.course.desk import sharing
from kpilab.course.feedback import another_message
from kpilab.course.judge import CaseWords
from kpilab.course.sitting import Sitting
from kpilab.i18n import _
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.fields import Field
from kpilab.widgets.message import Message

__all__ = ["Options", "answer_face", "facts_html", "markdown_html"]


def answer_face(sitting: Sitting, *, question: str = "") -> Bundle:
    """The answer box of a sitting, with the `question` (HTML) above the facts."""
    from kpilab.widgets.answer_box import answer_box

    here = sitting
    words = CaseWords(here.task, here.case)
    fields = here.task.form.fields(words)

    def judged(typed: Mapping[str, object]) -> Message:
        plain = {key: value for key, value in typed.items() if key != "confidence"}
        sure = typed.get("confidence")
        given = here.task.form.from_fields(plain)
        return here.check(given, confidence=sure if isinstance(sure, str) else None, typed=plain).message

    def move() -> Message:
        nonlocal here
        here = here.moved()
        shared = any(one.id != here.task.id and not one.question for one in sharing(here.task))
        return another_message(here.task, door="page", shared=shared)

    helps: list[tuple[str, Callable[[], Message]]] = [
        (_("Hint"), lambda: here.hint().message),
        (_("Solution"), lambda: here.solution().message),
    ]
    if sitting.door != "review":
        helps.append((_("Another shop"), move))
    return answer_box(
        heading=_("{task} · {title}").format(task=here.task.id, title=_(here.task.title)),
        facts_html=question + facts_html(here.task.show(here.case)),
        fields=fields,
        check=judged,
        helps=helps,
        refresh=lambda: question + facts_html(here.task.show(here.case)),
        confidence=here.task.confidence,
        filled=here.typed_before(),
    )


@dataclass(frozen=True)
class Options:
    """The options of a task, lettered, to be read."""

    fields: tuple[Field, ...]

    def __str__(self) -> str:
        lines = []
        for field in self.fields:
            lines += [field.label, *(f"  {letter}  {text}" for letter, text in _lettered(field))]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        blocks = []
        for field in self.fields:
            items = "".join(
                f'<li style="margin-left:1.6em;text-indent:-1.6em"><b>{letter}</b>&ensp;{escape(text)}</li>'
                for letter, text in _lettered(field)
            )
            listed = f'<ul style="list-style:none;padding:0;margin:0">{items}</ul>'
            blocks.append(f"<p><strong>{escape(field.label)}</strong></p>{listed}")
        return "".join(blocks)


def _lettered(field: Field) -> list[tuple[str, str]]:
    """The letters in the text itself: Jupyter's style sheet turns the letters of a list into numbers."""
    return [(letter, text) for letter, (_key, text) in zip(ascii_uppercase, field.options, strict=False)]


def facts_html(shown: Any) -> str:
    """What a task shows, as HTML: a table without row numbers, or whatever the thing itself brings."""
    if isinstance(shown, str):
        return f"<p>{escape(shown)}</p>"
    if hasattr(shown, "to_html"):
        numbered = type(shown.index).__name__ == "RangeIndex"
        return str(shown.rename_axis(index=None).to_html(index=not numbered, border=0, float_format=lambda x: f"{x:g}"))
    if hasattr(shown, "_repr_html_"):
        return str(shown._repr_html_())
    return f"<pre>{escape(str(shown))}</pre>"


def markdown_html(text: str) -> str:
    """A question's Markdown as HTML; HTML inside it is shown as text.

    >>> markdown_html("How **much**?")
    '<p>How <strong>much</strong>?</p>'
    """
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(text)).strip()
