"""What a learner hears: verdicts, hints and solutions put into messages.

Pure: what happened before enters as a `History`. A right answer gets its sentence of meaning; a known mistake gets its
explanation; the same mistake again gets the worked example with other numbers, and not the same sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kpilab.course.history import History
from kpilab.course.judge import CaseWords, show_right
from kpilab.course.problem import filled
from kpilab.course.task import Task
from kpilab.course.verdict import Verdict
from kpilab.i18n import _, ngettext
from kpilab.widgets.message import Message, message_html, message_text

__all__ = [
    "TRIES",
    "Door",
    "Feedback",
    "also",
    "another_message",
    "answer_message",
    "hint_message",
    "refused_message",
    "solution_message",
    "sureness",
]

Door = Literal["code", "page", "file", "review"]
"""Where a task is answered: a code cell, an answer box, a cell of the workspace's Excel file, the review."""

TRIES = 3
"""The solution is not shown before so many tries."""


@dataclass(frozen=True)
class Feedback:
    """A message as a cell's result: HTML where there is some, plain text elsewhere. `verdict` is none for help."""

    message: Message
    verdict: Verdict | None = None

    @property
    def right(self) -> bool:
        """Whether an answer was judged, and was right."""
        return self.verdict is not None and self.verdict.right

    def __str__(self) -> str:
        return message_text(self.message)

    __repr__ = __str__

    def _repr_mimebundle_(self, **_options: object) -> dict[str, str]:
        return {"text/plain": message_text(self.message), "text/html": message_html(self.message)}


def answer_message(
    task: Task[Any],
    case: Any,
    verdict: Verdict,
    before: History,
    *,
    tries: int,
    worked: Callable[[int], str],
    door: Door = "code",
    confidence: str | None = None,
) -> Message:
    """What to say to an answer, the one of that many `tries` on these numbers.

    `worked` gives the worked example with the numbers of its nth other case.
    """
    if verdict.outcome == "not attempted":
        return Message("blank", "", verdict.messages)
    if verdict.right:
        said = (*verdict.messages, *sureness(confidence, right=verdict.right), *_unasked(task, confidence, door))
        return Message("right", "", said)
    met = [mistake for mistake in verdict.mistakes if before.times(mistake)]
    said = _without(task, case, verdict.messages, met)
    if met:
        again = max(before.times(mistake) for mistake in met)
        said = (*said, _("The same slip again, so here is the way with other numbers:"), worked(again))
    more = (*sureness(confidence, right=verdict.right), *_unasked(task, confidence, door), *_way_on(task, tries, door))
    return Message("wrong", "", (*said, *more))


def hint_message(task: Task[Any], case: Any, step: int, *, door: Door = "code", solved: bool = False) -> Message:
    """Hint `step` of three; after the third, the third again. `solved` says that the answer was right already."""
    shown = min(step, len(task.hints))
    title = _("Hint {n} of {of}").format(n=shown, of=len(task.hints))
    said = [filled(task.hints[shown - 1], CaseWords(task, case))]
    if step > len(task.hints):
        said.append(_("There are no more hints than these three."))
    if shown == len(task.hints) or solved:
        said.append(_fresh(task, door, solved=solved))
    return Message("info", title, tuple(said))


def refused_message(tries: int) -> Message:
    """Why the solution is not shown yet."""
    left = TRIES - tries
    text = ngettext(
        "The solution comes after three tries; one more to go. A hint may be all you need.",
        "The solution comes after three tries; {n} more to go. A hint may be all you need.",
        left,
    )
    return Message("info", _("Not yet shown"), (text.format(n=left),))


def solution_message(
    task: Task[Any], case: Any, prose: Sequence[str], *, door: Door = "code", solved: bool = False
) -> Message:
    """The right answer on this case, why this and not that, and the way to fresh numbers."""
    answer = _("The answer on these numbers: {answer}").format(answer=show_right(task, case))
    why = prose or (filled(task.hints[1], CaseWords(task, case)), filled(task.praise, CaseWords(task, case)))
    return Message("info", _("Solution"), (answer, *why, _fresh(task, door, solved=solved)))


def another_message(task: Task[Any], *, door: Door = "code", shared: bool = True) -> Message:
    """That the numbers are new, and for whom; `shared` says that other exercises ask about the same shop."""
    if door == "page" and not shared:
        said = _("The numbers above are new. Answer for them.")
    elif door == "page":
        said = _(
            "The numbers above are new. Other exercises about this shop show the old ones until you reload this page."
        )
    else:
        said = _("New numbers, for every question about this shop. Fetch them with {code} and answer again.")
    return Message("info", _("Another shop"), (said.format(code=f'case("{task.id}")'),))


def also(message: Message, more: tuple[str, ...]) -> Message:
    """The message with more said at its end."""
    return Message(message.tone, message.title, (*message.paragraphs, *more)) if more else message


def sureness(confidence: str | None, *, right: bool) -> tuple[str, ...]:
    """What an answer says of the learner's own judgement, where it says something.

    >>> sureness("sure", right=True)
    ()
    """
    if right and confidence == "guess":
        return (_("You called it a guess. Say in one sentence why it is right, and it is yours."),)
    if not right and confidence == "sure":
        return (_("You were sure. That is the most useful kind of mistake: what made you sure?"),)
    return ()


def _without(task: Task[Any], case: Any, said: tuple[str, ...], met: Iterable[str]) -> tuple[str, ...]:
    """What is said, without the sentences about mistakes that were met before."""
    known = {mistake.id: mistake.says for mistake in task.mistakes}
    words = CaseWords(task, case)
    again = {filled(known[mistake], words) for mistake in met if mistake in known}
    return tuple(text for text in said if text not in again)


def _unasked(task: Task[Any], confidence: str | None, door: Door) -> tuple[str, ...]:
    if not task.confidence or confidence or door != "code":
        return ()
    codes = {"code": 'confidence="guess"', "fairly": '"fairly"', "sure": '"sure"'}
    return (_("How sure were you? Say so with the answer: {code}, {fairly} or {sure}.").format(**codes),)


def _way_on(task: Task[Any], tries: int, door: Door) -> tuple[str, ...]:
    """Where help is; in an answer box the buttons say it."""
    if door != "code":
        return ()
    text = _("Help: {hint}, or {solution} now that you have tried {n} times.") if tries >= TRIES else _("Help: {hint}.")
    codes = {"hint": f'hint("{task.id}")', "solution": f'solution("{task.id}")'}
    return (text.format(**codes, n=tries),)


def _fresh(task: Task[Any], door: Door, *, solved: bool) -> str:
    if solved:
        return _fresh_once_more(task, door)
    if door == "review":
        return _("It comes back tomorrow, with fresh numbers.")
    if door == "page":
        return _("When you have it, press “Another shop” and do it once more, with fresh numbers and without help.")
    text = _("When you have it, do it once more with fresh numbers and without help: {code}.")
    return text.format(code=f'another("{task.id}")')


def _fresh_once_more(task: Task[Any], door: Door) -> str:
    """The way on for somebody whose answer was right."""
    if door == "review":
        return _("You had it right. It comes back on its day, with fresh numbers.")
    if door == "page":
        return _("You have it right already. “Another shop” gives you fresh numbers, to do it once more without help.")
    text = _("You have it right already. Do it once more with fresh numbers and without help: {code}.")
    return text.format(code=f'another("{task.id}")')
