"""A chapter's quiz at work: a card a question, answers kept and found again, a vote with an argument in between."""

from __future__ import annotations

from collections.abc import Sequence

from kpilab.course.chapters import chapter
from kpilab.course.desk import Desk, desk
from kpilab.course.events import Event
from kpilab.course.feedback import also, sureness
from kpilab.course.questions import Question, load_questions
from kpilab.course.session import kindly
from kpilab.errors import UnknownName
from kpilab.i18n import _
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.message import Message

__all__ = ["judged_rounds", "quiz", "reply"]


@kindly
def quiz(which: int | str, number: int | None = None) -> Bundle:
    """The chapter's quiz as a deck of cards, or its question `number` (counted from 1) alone.

    Answers given before are there again. Of a question for a vote the first answer is kept and not judged; an
    argument for a wrong option follows, and then the second answer is.
    """
    from kpilab.widgets.quiz_card import quiz_deck

    one = chapter(which)
    questions = load_questions(one.quiz_path)
    if number is not None and not 1 <= number <= len(questions):
        raise UnknownName(_("question"), str(number), map(str, range(1, len(questions) + 1)))
    here = desk()
    places = range(1, len(questions) + 1) if number is None else [number]
    items = [f"{one.number:02d}.{question.id}" for question in questions]
    cards = [_card(here, items[place - 1], questions[place - 1], place, len(questions)) for place in places]
    open_ones = [i for i, place in enumerate(places) if not here.events("quiz", items[place - 1])]
    return cards[0] if number is not None else quiz_deck(cards, start=open_ones[0] if open_ones else 0)


def reply(question: Question, key: str, *, first: bool, confidence: str | None = None) -> Message:
    """What a learner hears who has chosen `key`: in the first round of a vote the argument, else the judgement."""
    if question.vote and first:
        more = _("Think it over, or ask a neighbour; then answer for good. You may change your mind.")
        return Message("info", _("Before it counts"), (_(question.argument), more))
    option = question.option(key)
    said = (_(option.feedback), *sureness(confidence, right=option.right))
    return Message("right" if option.right else "wrong", "", said)


def judged_rounds(question: Question, events: Sequence[Event]) -> tuple[Event, ...]:
    """The answers that count: all but the first round of a vote."""
    return tuple(events[1:] if question.vote else events)


def _card(here: Desk, item: str, question: Question, number: int, of: int) -> Bundle:
    from kpilab.widgets.quiz_card import quiz_card

    def answer(key: str, confidence: str | None) -> Message:
        first = not here.events("quiz", item)
        data = {"key": question.option(key).key, "confidence": confidence, "judged": not (question.vote and first)}
        kept = here.record("quiz", item, data)
        return also(reply(question, key, first=first, confidence=confidence), kept)

    return quiz_card(
        number=number,
        of=of,
        question=_(question.text),
        options=[(option.key, _(option.text)) for option in question.options],
        answer=answer,
        answered=_answered(here, item, question),
        confidence=True,
    )


def _answered(here: Desk, item: str, question: Question) -> tuple[str, Message] | None:
    """The last answer and what was said to it; none where its option is no longer there."""
    events = here.events("quiz", item)
    keys = [option.key for option in question.options]
    if not events or events[-1].data.get("key") not in keys:
        return None
    key = str(events[-1].data["key"])
    confidence = events[-1].data.get("confidence")
    said = reply(question, key, first=len(events) == 1, confidence=confidence if isinstance(confidence, str) else None)
    return key, said
