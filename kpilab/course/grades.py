"""A hand-in graded: every answer judged again on the case that its variant and shop draw.

Nothing of the learner's is run. What a file says of its own verdicts is not even read, an answer to another
variant than the learner's counts as not attempted, and a file that would make a grader draw thousands of shops is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpilab.course.chapters import Chapter, chapters
from kpilab.course.desk import sharing
from kpilab.course.events import Event
from kpilab.course.handin import HandedIn, read_hand_in
from kpilab.course.history import History, history
from kpilab.course.judge import judge
from kpilab.course.questions import load_questions
from kpilab.course.quizzes import judged_rounds
from kpilab.course.task import Task
from kpilab.course.verdict import Verdict

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Graded", "GradedTask", "grade", "regrade"]

_MOST_SHOPS = 60
"""Different shops of one task that are judged; a learner meets a handful."""
_MOST_TRIES = 500
"""Answers to one task that are judged."""


@dataclass(frozen=True)
class GradedTask:
    """One task of one learner: the best verdict, the tries until it was right, and the help that was taken."""

    task: str
    points: int
    out_of: int
    right: bool
    tries: int
    hints: int
    solution_seen: bool
    mistakes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graded:
    """One learner's hand-in, graded. `quiz` holds (right at the first judged answer, of) by chapter."""

    learner: str
    variant: int
    tasks: tuple[GradedTask, ...]
    quiz: tuple[tuple[int, int, int], ...] = ()
    skipped: int = 0
    elsewhere: int = 0

    def frame(self) -> pd.DataFrame:
        """One line a task: learner, variant, task, points, out_of, right, tries, hints, solution_seen."""
        import pandas as pd

        names = ["task", "points", "out_of", "right", "tries", "hints", "solution_seen"]
        lines = [
            {"learner": self.learner, "variant": self.variant, **{name: getattr(one, name) for name in names}}
            for one in self.tasks
        ]
        return pd.DataFrame(lines, columns=["learner", "variant", *names])


def regrade(path: Path, *, variant: int | None = None) -> Graded:
    """The hand-in file at `path`, graded; `variant` is the one that the learner was given, if you know it.

    Raises `DataError` for a file that is no hand-in.
    """
    return grade(read_hand_in(path), variant=variant)


def grade(handed: HandedIn, *, variant: int | None = None, course: Sequence[Chapter] | None = None) -> Graded:
    """The hand-in, graded on the tasks of `course` (by default all of them).

    `elsewhere` counts the answers to another variant than the learner's own; they are not judged.
    """
    own = handed.variant if variant is None else variant
    course = chapters() if course is None else course
    answers = ("attempt", "review")
    mine = [event for event in handed.events if event.kind not in answers or event.variant == own]
    elsewhere = len(handed.events) - len(mine)
    by_item: dict[str, list[Event]] = {}
    for event in sorted(mine, key=lambda event: event.at):
        by_item.setdefault(event.item, []).append(event)
    tasks = tuple(_task(task, by_item.get(task.id, [])) for one in course for task in one.tasks)
    quiz = tuple(_quiz(one, by_item) for one in course)
    return Graded(handed.learner, own, tasks, tuple(line for line in quiz if line[2]), handed.skipped, elsewhere)


def _task(task: Task[Any], events: Sequence[Event]) -> GradedTask:
    judged, verdicts = [], []
    for event, verdict in _verdicts(task, events):
        judged.append(event if verdict is None else replace(event, data=_facts(event, verdict)))
        verdicts += [verdict] if verdict else []
    found: History = history(task.id, judged)
    best = max(verdicts, key=lambda one: (one.right, one.points), default=None)
    until = next((i for i, one in enumerate(found.tries, 1) if one.right), len(found.tries))
    out_of = best.out_of if best else len(task.form.part_labels())
    mistakes = tuple(sorted(found.mistakes))
    points = best.points if best else 0
    return GradedTask(task.id, points, out_of, found.solved, until, found.hints, found.solution_seen, mistakes)


def _verdicts(task: Task[Any], events: Iterable[Event]) -> Iterable[tuple[Event, Verdict | None]]:
    """Each event, with the verdict on it where it is an answer that is judged."""
    from kpilab.course.cases import case_for

    together = sharing(task)
    cases: dict[tuple[int, int], Any] = {}
    tries = 0
    for event in events:
        if event.kind not in ("attempt", "review"):
            yield event, None
            continue
        numbers = (event.variant, event.shop)
        tries += 1
        if tries > _MOST_TRIES or (numbers not in cases and len(cases) >= _MOST_SHOPS):
            continue
        if numbers not in cases:
            cases[numbers] = case_for(task.maker, together, variant=event.variant, shop=event.shop)
        yield event, judge(task, cases[numbers], event.data.get("given"))


def _facts(event: Event, verdict: Verdict) -> Mapping[str, Any]:
    return {**event.data, "outcome": verdict.outcome, "mistakes": list(verdict.mistakes)}


def _quiz(one: Chapter, by_item: Mapping[str, Sequence[Event]]) -> tuple[int, int, int]:
    """(chapter, questions right at the first answer that counts, questions)."""
    questions = load_questions(one.quiz_path)
    right = 0
    for question in questions:
        events = [event for event in by_item.get(f"{one.number:02d}.{question.id}", ()) if event.kind == "quiz"]
        counted = judged_rounds(question, events)
        keys = {option.key for option in question.options if option.right}
        right += bool(counted) and counted[0].data.get("key") in keys
    return one.number, right, len(questions)
