"""The review in a terminal: a question, the facts, an answer, what the judge says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from string import ascii_uppercase

from kpilab.course.desk import Desk
from kpilab.course.judge import CaseWords
from kpilab.course.sitting import Sitting
from kpilab.course.solution_prose import plain_words
from kpilab.course.today import nothing_due, question_markdown, sittings_today, waiting
from kpilab.i18n import _, ngettext
from kpilab.widgets.fields import Field
from kpilab.widgets.message import message_text

__all__ = ["run_review"]


class _Enough(Exception):  # noqa: N818 - it only leads out of nested questions
    """The learner wants to go."""


def run_review(here: Desk, *, today: date, ask: Callable[[str], str], say: Callable[[str], None]) -> int:
    """Ask everything that is due, and return how many questions were answered right.

    `ask` shows a prompt and returns a line; `say` shows a text. An empty line leaves a question open for later, ``?``
    asks for a hint, ``!`` for the solution, ``q`` ends the review; what was answered is kept.
    """
    due = sittings_today(here, today)
    if not due:
        say(message_text(nothing_due(waiting(here))))
        return 0
    say(ngettext("{n} question for today.", "{n} questions for today.", len(due)).format(n=len(due)))
    say(_("Type your answer and press Enter. ? is a hint, ! the solution, an empty line leaves it for later, q ends."))
    right = 0
    try:
        for number, sitting in enumerate(due, 1):
            right += _asked(sitting, number, len(due), ask, say)
    except (_Enough, EOFError, KeyboardInterrupt):
        pass
    say(_("{right} of {n} right. What was not comes back tomorrow.").format(right=right, n=len(due)))
    return right


def _asked(sitting: Sitting, number: int, of: int, ask: Callable[[str], str], say: Callable[[str], None]) -> bool:
    """One question until it is right or left; whether it was right."""
    task = sitting.task
    title = _("{n} of {of} · {task} · {title}").format(n=number, of=of, task=task.id, title=_(task.title))
    say(f"\n{title}\n{plain_words(question_markdown(sitting))}\n{task.show(sitting.case)}")
    fields = task.form.fields(CaseWords(task, sitting.case))
    while True:
        typed = _typed(sitting, fields, ask, say)
        if typed is None:
            return False
        said = sitting.check(task.form.from_fields(typed), typed=typed)
        say(str(said))
        if said.right:
            return True


def _typed(
    sitting: Sitting, fields: tuple[Field, ...], ask: Callable[[str], str], say: Callable[[str], None]
) -> Mapping[str, object] | None:
    """What was typed into each field; none where the question is left open."""
    found: dict[str, object] = {}
    for field in fields:
        for letter, (_key, text) in zip(ascii_uppercase, field.options, strict=False):
            say(f"  {letter}  {text}")
        while (line := ask(f"{field.label}: ").strip()) in ("?", "!"):
            say(str(sitting.hint() if line == "?" else sitting.solution()))
        if line.casefold() == "q":
            raise _Enough
        if not line:
            return None
        found[field.key] = line
    return found
