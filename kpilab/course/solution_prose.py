"""The words of a chapter's solution, for whoever asks for it while working: why this and not that."""

from __future__ import annotations

import re
from typing import Any

from kpilab.course.chapters import chapter
from kpilab.course.task import Task

__all__ = ["plain_words", "solution_paragraphs"]

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")


def solution_paragraphs(task: Task[Any]) -> tuple[str, ...]:
    """The paragraphs of the task's solution, translated, as plain words; none for a review card."""
    from kpilab.course.markdown import messages, translated
    from kpilab.course.source import read_cells

    if task.question:
        return ()
    cells = [cell for cell in read_cells(chapter(task.chapter)) if not cell.door]
    prose = (cell.source for cell in cells if (cell.task, cell.tag, cell.kind) == (task.id, "solution", "markdown"))
    return tuple(plain_words(text) for source in prose for text in messages(translated(source)))


def plain_words(markdown: str) -> str:
    """A paragraph of Markdown without its marks.

    >>> plain_words("Not **fact ÷ plan**: see [the lesson](04.ipynb), or `score`.")
    'Not fact ÷ plan: see the lesson, or score.'
    """
    text = _LINK.sub(r"\1", markdown)
    while (bare := _EMPHASIS.sub(r"\2", text)) != text:
        text = bare
    return text
