"""One learner before one task on one set of numbers: what a code cell, an answer box and the review have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kpilab.course.desk import Desk
from kpilab.course.feedback import (
    TRIES,
    Door,
    Feedback,
    also,
    answer_message,
    hint_message,
    refused_message,
    solution_message,
)
from kpilab.course.history import History
from kpilab.course.judge import CaseWords, judge
from kpilab.course.problem import filled
from kpilab.course.solution_prose import solution_paragraphs
from kpilab.course.task import Task
from kpilab.course.verdict import Verdict
from kpilab.i18n import _
from kpilab.widgets.fields import CONFIDENCE
from kpilab.widgets.message import Message

__all__ = ["Sitting"]


@dataclass(frozen=True)
class Sitting:
    """One learner before one task on one set of numbers; what the doors and the review have in common."""

    desk: Desk
    task: Task[Any]
    shop: int
    door: Door = "code"

    @property
    def case(self) -> Any:
        """The judge's own case."""
        return self.desk.case(self.task, self.shop)

    def check(
        self, answer: object, *, confidence: str | None = None, typed: Mapping[str, object] | None = None
    ) -> Feedback:
        """Judge the answer and keep it, with what was `typed` into a box; a blank is not kept."""
        task, case = self.task, self.case
        sure = confidence if isinstance(confidence, str) and confidence in CONFIDENCE else None
        verdict = judge(task, case, answer)
        before = self.desk.history(task)
        kept: tuple[str, ...] = ()
        if verdict.outcome != "not attempted":
            data = _data(verdict, self.door, sure, typed)
            kept = self.desk.record("review" if self.door == "review" else "attempt", task.id, data, shop=self.shop)
        tries = len(self._on_these_numbers(before).tries) + 1
        message = answer_message(
            task, case, verdict, before, tries=tries, worked=self._worked, door=self.door, confidence=sure
        )
        message = self._of_the_shop_before(message, verdict, answer)
        return Feedback(also(message, kept), verdict)

    def hint(self) -> Feedback:
        """The next of the three hints on these numbers."""
        taken = self._here().hints
        kept = self.desk.record("hint", self.task.id, {"step": taken + 1}, shop=self.shop)
        message = hint_message(self.task, self.case, taken + 1, door=self.door, solved=self._here().solved)
        return Feedback(also(message, kept))

    def solution(self) -> Feedback:
        """The right answer and why, after three tries on these numbers or once it is right; else how many remain."""
        here = self._here()
        if len(here.tries) < TRIES and not here.solved:
            return Feedback(refused_message(len(here.tries)))
        kept = self.desk.record("solution", self.task.id, {"tries": len(here.tries)}, shop=self.shop)
        prose = solution_paragraphs(self.task)
        message = solution_message(self.task, self.case, prose, door=self.door, solved=here.solved)
        return Feedback(also(message, kept))

    def moved(self) -> Sitting:
        """The same task on the next shop; from now on that is the one in front of the learner."""
        shop = self.desk.next_shop(self.task, self.desk.shop(self.task))
        self.desk.record("another", self.task.id, {}, shop=shop)
        return replace(self, shop=shop)

    def typed_before(self) -> Mapping[str, object] | None:
        """What was typed last for these numbers; none where nothing was."""
        for event in reversed(self.desk.events(item=self.task.id)):
            here = (event.variant, event.shop) == (self.desk.settings.variant, self.shop)
            if here and isinstance(event.data.get("typed"), dict):
                return {**event.data["typed"], "confidence": event.data.get("confidence")}
        return None

    def _here(self) -> History:
        return self._on_these_numbers(self.desk.history(self.task))

    def _on_these_numbers(self, found: History) -> History:
        return found.on(variant=self.desk.settings.variant, shop=self.shop)

    def _worked(self, nth: int) -> str:
        other = self.desk.worked_case(self.task, self.case, nth)
        return filled(self.task.worked, CaseWords(self.task, other))

    def _of_the_shop_before(self, message: Message, verdict: Verdict, answer: object) -> Message:
        """A wrong answer that no mistake explains may be right for the shop that lay there before."""
        unknown = verdict.outcome == "wrong" and not verdict.mistakes
        if self.door == "review" or not unknown or not self.shop:
            return message
        before = self.desk.shop_before(self.task, self.shop)
        if not judge(self.task, self.desk.case(self.task, before), answer).right:
            return message
        if self.door == "page":
            text = _("That was the answer to the shop before. The numbers above are new: answer for them.")
            return Message(message.tone, message.title, (text,))
        text = _("That was the answer to the shop before. Fetch the new numbers with {code} and answer for them.")
        return Message(message.tone, message.title, (text.format(code=f'case("{self.task.id}")'),))


def _data(verdict: Verdict, door: Door, confidence: str | None, typed: Mapping[str, object] | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "given": verdict.given,
        "outcome": verdict.outcome,
        "mistakes": list(verdict.mistakes),
        "points": verdict.points,
        "out_of": verdict.out_of,
        "door": door,
    }
    if confidence:
        data["confidence"] = confidence
    if typed is not None:
        data["typed"] = {key: list(value) if isinstance(value, tuple) else value for key, value in typed.items()}
    return data
