"""What lies before the learner today: the progress, and the review of what came due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from kpilab.course.chapters import chapters, find_task, task_text
from kpilab.course.desk import Desk, desk
from kpilab.course.feedback import Feedback
from kpilab.course.judge import CaseWords
from kpilab.course.problem import filled
from kpilab.course.review_queue import Due, queue, review_shop
from kpilab.course.session import kindly
from kpilab.course.sitting import Sitting
from kpilab.course.standing import Standing, standing
from kpilab.errors import UnknownName
from kpilab.i18n import _
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.message import Message

__all__ = ["due_today", "nothing_due", "progress", "question_markdown", "review", "sittings_today", "waiting"]


def progress(*, today: date | None = None) -> Standing:
    """Where the learner stands: chapters, exercises, tries, hints, what is mastered, what to review today.

    Raises `WorkspaceError` where the progress is kept in a file that cannot be read.
    """
    here = desk()
    found = standing(here.store.events(), chapters(), learner=here.settings.learner, today=today or date.today())
    return replace(found, notices=here.store.take_notices())


@kindly
def review(*, today: date | None = None) -> Bundle | Feedback:
    """What is due today, a box a question, with fresh numbers; a message where nothing is."""
    from kpilab.course.task_page import answer_face, markdown_html
    from kpilab.widgets.quiz_card import quiz_deck

    day = today or date.today()
    here = desk()
    due = sittings_today(here, day)
    if not due:
        return Feedback(nothing_due(waiting(here)))
    return quiz_deck([answer_face(one, question=markdown_html(question_markdown(one))) for one in due])


def sittings_today(here: Desk, today: date) -> tuple[Sitting, ...]:
    """A sitting for each task that is due, on today's numbers."""
    tasks = (_task(one) for one in due_today(here, today))
    return tuple(Sitting(here, task, review_shop(today), "review") for task in tasks)


def due_today(here: Desk, today: date) -> tuple[Due, ...]:
    """What came due today or earlier."""
    return tuple(one for one in waiting(here) if one.on <= today)


def nothing_due(later: tuple[Due, ...]) -> Message:
    """That nothing is due, and when something is."""
    said = [_("Nothing to review today.")]
    if later:
        said.append(_("Next: {task}, on {day}.").format(task=later[0].task, day=later[0].on.isoformat()))
    else:
        said.append(_("What goes wrong in an exercise comes back here, after 1, 4 and 10 days."))
    return Message("info", _("Review"), tuple(said))


def question_markdown(sitting: Sitting) -> str:
    """The question of a sitting's task, with the numbers of its case."""
    task = sitting.task
    return filled(task.question, CaseWords(task, sitting.case)) if task.question else task_text(task.id)


def waiting(here: Desk) -> tuple[Due, ...]:
    """Everything that comes back, the earliest first."""
    cards = {card.id: one.number for one in chapters() for card in one.cards}
    return tuple(one for one in queue(here.events(), cards) if _task(one))


def _task(one: Due) -> Any:
    """The task that is due; none where the course no longer has it."""
    try:
        return find_task(one.task)
    except UnknownName:
        return None
