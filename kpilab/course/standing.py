"""Where a learner stands: chapters, tasks, tries, hints, what is mastered, and what to review today.

A plain record, computed from the events; how it is shown in a notebook and in a terminal is `standing_page`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Literal

from kpilab.course.chapters import Chapter
from kpilab.course.events import Event
from kpilab.course.history import History, histories
from kpilab.course.questions import load_questions
from kpilab.course.review_queue import queue
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ChapterLine", "Standing", "State", "TaskLine", "standing", "state_name"]

State = Literal["not started", "tried", "right", "mastered"]


@dataclass(frozen=True)
class TaskLine:
    """One task: its tries and hints, how far it is, and the day on which it comes back (none while it does not)."""

    task: str
    title: str
    tries: int = 0
    hints: int = 0
    solution_seen: bool = False
    state: State = "not started"
    review: date | None = None


@dataclass(frozen=True)
class ChapterLine:
    """One chapter: its tasks, and how many of its quiz questions are answered right."""

    number: int
    title: str
    tasks: tuple[TaskLine, ...]
    quiz_right: int = 0
    quiz: int = 0
    quiz_answered: int = 0

    @property
    def right(self) -> int:
        """How many tasks are right, mastered ones among them."""
        return sum(line.state in ("right", "mastered") for line in self.tasks)

    @property
    def mastered(self) -> int:
        """How many tasks are mastered."""
        return sum(line.state == "mastered" for line in self.tasks)

    @property
    def started(self) -> bool:
        """Whether anything was done in this chapter."""
        return self.quiz_answered > 0 or any(line.tries or line.hints for line in self.tasks)


@dataclass(frozen=True)
class Standing:
    """A learner's progress on one day. `today` holds what is due for review, as (task id, title).

    `notices` are what should be said of the file that it comes from: that it was damaged, say.
    """

    learner: str
    day: date
    chapters: tuple[ChapterLine, ...]
    today: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def started(self) -> bool:
        """Whether anything was done at all."""
        return any(chapter.started for chapter in self.chapters)

    def table(self) -> pd.DataFrame:
        """One line a task: chapter, task, title, tries, hints, state, review (a date; missing while none is due)."""
        import pandas as pd

        columns = ["chapter", "task", "title", "tries", "hints", "state", "review"]
        lines = [
            (chapter.number, line.task, line.title, line.tries, line.hints, line.state, line.review)
            for chapter in self.chapters
            for line in chapter.tasks
        ]
        return pd.DataFrame(lines, columns=columns)

    def __str__(self) -> str:
        from kpilab.course.standing_page import standing_text

        return standing_text(self)

    def _repr_mimebundle_(self, **_options: object) -> dict[str, str]:
        from kpilab.course.standing_page import standing_html, standing_text

        return {"text/plain": standing_text(self), "text/html": standing_html(self)}


def state_name(state: State) -> str:
    """The state as a person reads it."""
    return {
        "not started": _("not started"),
        "tried": _("tried"),
        "right": _("right"),
        "mastered": _("mastered"),
    }[state]


def standing(
    events: Iterable[Event],
    chapters: Sequence[Chapter],
    *,
    learner: str,
    today: date,
    zone: tzinfo | None = None,
) -> Standing:
    """The learner's progress as of `today`, with every task of `chapters`, whether begun or not."""
    kept = tuple(events)
    met = histories(kept)
    cards = {card.id: chapter.number for chapter in chapters for card in chapter.cards}
    back = {one.task: one.on for one in queue(kept, cards, zone=zone)}
    lines = tuple(_chapter_line(chapter, kept, met, back, zone) for chapter in chapters)
    titles = {task.id: _(task.title) for chapter in chapters for task in (*chapter.tasks, *chapter.cards)}
    waiting = tuple((task, titles[task]) for task, on in back.items() if on <= today and task in titles)
    return Standing(learner, today, lines, waiting)


def _chapter_line(
    chapter: Chapter,
    events: Sequence[Event],
    met: dict[str, History],
    back: dict[str, date],
    zone: tzinfo | None,
) -> ChapterLine:
    lines = tuple(
        _task_line(met.get(task.id, History(task.id)), _(task.title), back.get(task.id), zone) for task in chapter.tasks
    )
    questions = load_questions(chapter.quiz_path)
    judged = (event for event in events if event.kind == "quiz" and event.data.get("judged", True))
    chosen = {event.item: str(event.data.get("key")) for event in judged}
    right = sum(
        chosen.get(f"{chapter.number:02d}.{question.id}") == option.key
        for question in questions
        for option in question.options
        if option.right
    )
    answered = sum(f"{chapter.number:02d}.{question.id}" in chosen for question in questions)
    return ChapterLine(chapter.number, _(chapter.title), lines, right, len(questions), answered)


def _task_line(one: History, title: str, back: date | None, zone: tzinfo | None) -> TaskLine:
    state: State = "not started"
    if one.mastered(zone):
        state = "mastered"
    elif one.solved:
        state = "right"
    elif one.tries or one.helps:
        state = "tried"
    return TaskLine(one.task, title, len(one.tries), one.hints, one.solution_seen, state, back)
