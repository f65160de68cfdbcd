"""A chapter's quiz at work: a card a question, answers kept and found again, a vote with an argument in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from kpilab.course.chapters import chapter
from kpilab.course.desk import Desk, desk
from kpilab.course.events import Event
from kpilab.course.feedback import also, sureness
from kpilab.course.questions import Question, load_questions
from kpilab.course.session import kindly
from kpilab.errors import UnknownName
from kpilab.i18n import _, ngettext
from kpilab.widgets.bundle import Bundle
from kpilab.widgets.message import Message

__all__ = ["judged_rounds", "quiz", "reply", "result"]


@kindly
def quiz(which: int | str, number: int | None = None) -> Bundle:
    """The chapter's quiz as a deck of cards, or its question `number` (counted from 1) alone.

    Answers given before are there again. Of a question for a vote the first answer is kept and not judged; an
    argument for a wrong option follows, and then the second answer is. The deck names what is still open, and ends with
    the result.
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
    if number is not None:
        return cards[0]

    def counted() -> list[tuple[Event, ...]]:
        return [judged_rounds(*pair) for pair in zip(questions, _kept(here, items), strict=True)]

    def still_open() -> list[int]:
        return [place for place, events in enumerate(counted()) if not events]

    return quiz_deck(
        cards, start=next(iter(still_open()), 0), still_open=still_open, result=lambda: result(questions, counted())
    )


def reply(question: Question, key: str, *, first: bool, confidence: str | None = None) -> Message:
    """What a learner hears who has chosen `key`: in the first round of a vote the argument, else the judgement."""
    if question.vote and first:
        title = _("Not counted yet: press Answer again, with the same option or another")
        return Message("info", title, (_(question.argument), _("Think it over first, or ask a neighbour.")))
    option = question.option(key)
    if option.unsure:
        return Message("info", _("Good to know"), (_(option.feedback),))
    said = (_(option.feedback), *sureness(confidence, right=option.right))
    return Message("right" if option.right else "wrong", "", said)


def judged_rounds(question: Question, events: Sequence[Event]) -> tuple[Event, ...]:
    """The answers that count: all but the first round of a vote."""
    return tuple(events[1:] if question.vote else events)


def result(questions: Sequence[Question], counted: Sequence[Sequence[Event]]) -> Message:
    """How a quiz went, once every question has an answer that counts: how many right, and where one was sure and wrong.

    `counted` holds the answers to each question that count. The right options are not named.
    """
    pairs = list(zip(questions, counted, strict=True))
    rights = [[_is(question, event, "right") for event in events] for question, events in pairs]
    first, now = sum(one[0] for one in rights if one), sum(any(one) for one in rights)
    said = [_("{right} of {n} right at the first answer that counts.").format(right=first, n=len(questions))]
    if now > first:
        said.append(_("By now {right} of {n} are right.").format(right=now, n=len(questions)))
    if unsure := sum(any(_is(one, event, "unsure") for event in events[-1:]) for one, events in pairs):
        text = ngettext(
            "To {n} question you said that you have no idea yet.",
            "To {n} questions you said that you have no idea yet.",
            unsure,
        )
        said.append(text.format(n=unsure))
    sure = [
        place
        for place, (events, found) in enumerate(zip(counted, rights, strict=True), 1)
        if any(event.data.get("confidence") == "sure" and not right for event, right in zip(events, found, strict=True))
    ]
    if sure:
        text = ngettext(
            "Sure and wrong: question {places}. Look at it once more; what made you sure?",
            "Sure and wrong: questions {places}. Look at them once more; what made you sure?",
            len(sure),
        )
        said.append(text.format(places=", ".join(map(str, sure))))
    return Message("info", _("The quiz is done"), tuple(said))


def _is(question: Question, event: Event, what: Literal["right", "unsure"]) -> bool:
    return any(getattr(option, what) for option in question.options if option.key == event.data.get("key"))


def _kept(here: Desk, items: Sequence[str]) -> list[tuple[Event, ...]]:
    """The answers kept to each item, read at once."""
    found: Mapping[str, list[Event]] = {item: [] for item in items}
    for event in here.events("quiz"):
        if event.item in found:
            found[event.item].append(event)
    return [tuple(found[item]) for item in items]


def _card(here: Desk, item: str, question: Question, number: int, of: int) -> Bundle:
    from kpilab.widgets.quiz_card import quiz_card

    def answer(key: str, confidence: str | None) -> Message:
        first = not here.events("quiz", item)
        sure = None if question.option(key).unsure else confidence
        data = {"key": question.option(key).key, "confidence": sure, "judged": not (question.vote and first)}
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
