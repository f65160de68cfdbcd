"""The chapters of the course, found as data at run time: adding a chapter is adding a folder.

A chapter is a folder `cNN_slug` of `kpilab.chapters` with a `chapter.md`. Its `checks.py` is Python and is imported
only when somebody asks for its tasks, cards or predictions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from kpilab.course.task import Prediction, Task
from kpilab.errors import ChapterError, UnknownName
from kpilab.i18n import _

__all__ = ["Chapter", "chapter", "chapters", "find_task", "task_text"]

_PACKAGE = "kpilab.chapters"
_FOLDER = re.compile(r"c(\d\d)_([a-z0-9_]+)")
_HEADER = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_MINUTES = re.compile(r"^minutes:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_TITLE = re.compile(r"^# (?:\d+\s*·\s*)?(.+?)\s*$", re.MULTILINE)
_NUMBER = re.compile(r"\d{1,2}")


@dataclass(frozen=True)
class Chapter:
    """One folder of the course. `title` is a message id, without the number; `minutes` is the whole chapter's."""

    number: int
    slug: str
    folder: Path
    title: str
    minutes: float

    @property
    def name(self) -> str:
        """The stem of the chapter's files: 04_kpi_matrix."""
        return f"{self.number:02d}_{self.slug}"

    @property
    def text_path(self) -> Path:
        """The source of lesson, tasks and solutions."""
        return self.folder / "chapter.md"

    @property
    def notes_path(self) -> Path:
        """The instructor's notes; a chapter may have none."""
        return self.folder / "class_notes.md"

    @property
    def quiz_path(self) -> Path:
        """The quiz; a chapter may have none."""
        return self.folder / "quiz.toml"

    @property
    def tasks(self) -> tuple[Task[Any], ...]:
        """The exercises, in order."""
        return tuple(self._checked("TASKS"))

    @property
    def cards(self) -> tuple[Task[Any], ...]:
        """The review cards: tasks that carry their own question."""
        return tuple(self._checked("CARDS"))

    @property
    def predictions(self) -> tuple[Prediction, ...]:
        """What is asked before anything is explained."""
        return tuple(self._checked("PREDICTIONS"))

    def _checked(self, name: str) -> Any:
        return getattr(_checks(self), name, ())


def _checks(one: Chapter) -> ModuleType | None:
    if not (one.folder / "checks.py").exists():
        return None
    return import_module(f"{_PACKAGE}.{one.folder.name}.checks")


def chapters() -> tuple[Chapter, ...]:
    """All chapters, by number.

    Raises `ChapterError` when two folders claim one number or a header cannot be read.

    >>> all(a.number < b.number for a, b in zip(chapters(), chapters()[1:]))
    True
    """
    found = sorted((_read(folder) for folder in _folders()), key=lambda one: one.number)
    for one, other in pairwise(found):
        if one.number == other.number:
            both = [one.folder.name, other.folder.name]
            raise ChapterError(_("Two chapters have the number {number}.").format(number=one.number), both)
    return tuple(found)


def chapter(which: int | str) -> Chapter:
    """The chapter asked for by number (4, "04"), by file name ("04_kpi_matrix") or by folder ("c04_kpi_matrix").

    Raises `UnknownName` when there is none.
    """
    asked = str(which).strip()
    wanted = int(asked) if _NUMBER.fullmatch(asked) else None
    for folder in _folders():
        match = _FOLDER.fullmatch(folder.name)
        if match and (int(match[1]) == wanted or asked in (folder.name, folder.name[1:], match[2])):
            return _read(folder)
    raise UnknownName(_("chapter"), asked, (one.name for one in chapters()))


def find_task(which: str) -> Task[Any]:
    """The task or review card with the id `which` ("4.2").

    Raises `UnknownName` with the nearest ids when there is none.
    """
    asked = str(which).strip()
    number = asked.split(".")[0]
    known: list[Task[Any]] = []
    if _NUMBER.fullmatch(number) and any(folder.name.startswith(f"c{int(number):02d}_") for folder in _folders()):
        one = chapter(number)
        known = [*one.tasks, *one.cards]
    for task in known:
        if task.id == asked:
            return task
    if not known:
        known = [task for one in chapters() for task in (*one.tasks, *one.cards)]
    raise UnknownName(_("task"), asked, (task.id for task in known))


def task_text(which: str) -> str:
    """The question of a task as Markdown, without its heading and what is said to one door, in the language in use.

    Raises `UnknownName` when there is no such task.
    """
    task = find_task(which)
    if task.question:
        return _(task.question)
    from kpilab.course.markdown import translated
    from kpilab.course.source import read_cells

    prose = (
        cell.source
        for cell in read_cells(chapter(task.chapter))
        if cell.task == task.id and cell.kind == "markdown" and cell.tag == "task" and not cell.door
    )
    text = "\n\n".join(prose)
    return translated(re.sub(r"\A### .*\n*", "", text))


def _folders() -> Iterator[Path]:
    """The folders of `kpilab.chapters`, wherever that package lives, that hold a chapter's text."""
    for place in import_module(_PACKAGE).__path__:
        for folder in sorted(Path(place).glob("c[0-9][0-9]_*")):
            if _FOLDER.fullmatch(folder.name) and (folder / "chapter.md").exists():
                yield folder


@cache
def _read(folder: Path) -> Chapter:
    match = _FOLDER.fullmatch(folder.name)
    text = (folder / "chapter.md").read_text(encoding="utf-8")
    header = _HEADER.match(text)
    title = _TITLE.search(text, header.end() if header else 0)
    if match is None or title is None:
        raise ChapterError(_("{chapter}: chapter.md has no title line.").format(chapter=folder.name))
    written = _MINUTES.search(header[1]) if header else None
    try:
        minutes = float(written[1]) if written else 0.0
    except ValueError as error:
        problem = _("minutes: {given} is not a number.").format(given=written and written[1])
        raise ChapterError(_("{chapter}: the header cannot be read.").format(chapter=folder.name), [problem]) from error
    return Chapter(int(match[1]), match[2], folder, title[1], minutes)
