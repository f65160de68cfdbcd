"""What a notebook imports from `kpilab.course` for its exercises: case, check, hint, solution, another, answer box.

Each event is kept before its message is returned. What the learner did wrong is said in a message and never raised;
only `case` and `another`, whose result is worked with, raise `UnknownName` for a task that is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from kpilab.course.chapters import find_task
from kpilab.course.desk import desk
from kpilab.course.feedback import Door, Feedback, also, another_message
from kpilab.course.judge import CaseWords
from kpilab.course.sitting import Sitting
from kpilab.course.task_page import Options, answer_face
from kpilab.errors import KpilabError
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.message import Message

__all__ = ["another", "answer_box", "case", "check", "check_file", "hint", "kindly", "options", "solution"]

P = ParamSpec("P")
T = TypeVar("T")


def kindly(do: Callable[P, T]) -> Callable[P, T | Feedback]:
    """The function, with an error of ours said in a message instead of raised."""

    @wraps(do)
    def said(*args: P.args, **kwargs: P.kwargs) -> T | Feedback:
        try:
            return do(*args, **kwargs)
        except KpilabError as error:
            return Feedback(Message("error", "", (str(error),)))

    return said


def _sitting(which: str, *, door: Door = "code") -> Sitting:
    task, here = find_task(which), desk()
    return Sitting(here, task, here.shop(task), door)


def case(task: str) -> Any:
    """The case in front of the learner: the standard one, or the learner's own; the chapter says what it holds.

    Raises `UnknownName` with the nearest ids for a task that is not there.
    """
    sitting = _sitting(task)
    return sitting.desk.own_case(sitting.task, sitting.shop)


@kindly
def check(task: str, answer: object, *, confidence: str | None = None) -> Feedback:
    """What the judge says of `answer`: right with its meaning, wrong with its explanation, or not attempted yet.

    `confidence` ("guess", "fairly", "sure") is how sure the learner is.
    """
    return _sitting(task).check(answer, confidence=confidence)


@kindly
def hint(task: str) -> Feedback:
    """The next hint: a nudge, then the formula, then the first line."""
    return _sitting(task).hint()


@kindly
def solution(task: str) -> Feedback:
    """The right answer and why this and not that, after the third try; before it, how many tries remain."""
    return _sitting(task).solution()


def another(task: str) -> Any:
    """The task's case with fresh numbers, which all tasks about this shop now have.

    Raises `UnknownName` with the nearest ids for a task that is not there.
    """
    from IPython.display import display

    sitting = _sitting(task)
    moved = sitting.moved()
    display(Feedback(another_message(sitting.task)))  # type: ignore[no-untyped-call]
    return moved.desk.own_case(moved.task, moved.shop)


@kindly
def options(task: str) -> Options:
    """What there is to choose from in a task, each with its letter."""
    sitting = _sitting(task)
    return Options(sitting.task.form.fields(CaseWords(sitting.task, sitting.case)))


@kindly
def answer_box(task: str) -> Bundle:
    """A box in which the task is answered without code; it knows the last answer that was typed there."""
    return answer_face(_sitting(task, door="page"))


@kindly
def check_file(task: str) -> Feedback:
    """What the judge says of the answer in the workspace's Excel file."""
    from kpilab.course.answer_file import read_answer

    sitting = _sitting(task, door="file")
    found = read_answer(sitting.task, sitting.desk.workspace)
    said = sitting.check(found.answer)
    return Feedback(also(said.message, (found.source,)), said.verdict)
