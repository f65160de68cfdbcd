"""What comes back, and when: tasks that went wrong, and a chapter's review cards, with fresh numbers each time.

The `fsrs` package keeps the time: a card returns after 1, 4 and 10 days, then at the pace of the learner's memory;
an answer that needed help or a second try sends it back to one day. Nothing is stored but the events: the queue is
replayed from them. Days are the learner's calendar days, so that what was missed in the evening is due the next
morning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import groupby
from typing import Any

from kpilab.course.events import Event
from kpilab.course.history import History, day_of, histories

__all__ = ["STEPS", "Due", "due", "queue", "review_shop", "sittings"]

STEPS = (1, 4, 10)
"""Days until a card comes back, as long as it goes well."""


@dataclass(frozen=True)
class Due:
    """A task or card of the queue, and the day on which it comes back."""

    task: str
    on: date


@dataclass(frozen=True)
class Sitting:
    """One meeting with one set of numbers; clean when no answer was wrong and no help came before the first."""

    day: date
    clean: bool


def review_shop(today: date) -> int:
    """The number of the shop that a review asks about: the same all day, another the next day, none of an exercise's.

    >>> review_shop(date(2025, 6, 8)) - review_shop(date(2025, 6, 7))
    1
    """
    return today.toordinal()


def queue(events: Iterable[Event], cards: Mapping[str, int], *, zone: tzinfo | None = None) -> tuple[Due, ...]:
    """Everything in the queue, the earliest first.

    `cards` maps the id of each review card to its chapter: a card enters when the chapter's first exercise or quiz
    question is answered. A task enters when an answer to it was wrong or needed help.
    """
    kept = tuple(events)
    met = histories(kept)
    begun = _begun(kept, zone)
    found = []
    for task in {**met, **cards}:
        start = begun.get(cards[task]) if task in cards else None
        if task in cards and start is None:
            continue
        back = _returns(sittings(met.get(task, History(task)), zone), start)
        if back is not None:
            found.append(Due(task, back))
    return tuple(sorted(found, key=lambda one: (one.on, one.task)))


def due(
    events: Iterable[Event], cards: Mapping[str, int], *, today: date, zone: tzinfo | None = None
) -> tuple[Due, ...]:
    """What is to be reviewed today: whatever came due today or earlier."""
    return tuple(one for one in queue(events, cards, zone=zone) if one.on <= today)


def sittings(history: History, zone: tzinfo | None = None) -> tuple[Sitting, ...]:
    """The meetings with a task, in order: a set of numbers is one meeting a day, however many tries it took.

    An answer that was given to these numbers before is a notebook run again, and no meeting. A wrong answer after a
    right one counts; reading the solution after a right one does not.
    """
    happened = [(one.at, (one.variant, one.shop), False, True) for one in history.helps]
    seen: set[tuple[int, int, str]] = set()
    for one in history.tries:
        if one.same_as not in seen:
            seen.add(one.same_as)
            happened.append((one.at, (one.variant, one.shop), one.right and not one.aided, one.right))
    happened.sort(key=lambda one: one[0])
    met: dict[tuple[int, int, date], bool] = {}
    for at, numbers, clean, harmless in happened:
        place = (*numbers, day_of(at, zone))
        met[place] = met[place] and harmless if place in met else clean
    return tuple(Sitting(day, clean) for (_variant, _shop, day), clean in met.items())


def _begun(events: Iterable[Event], zone: tzinfo | None) -> dict[int, date]:
    """The day on which the work on each chapter began."""
    days: dict[int, date] = {}
    for event in events:
        chapter = event.item.split(".")[0]
        if event.kind in ("attempt", "quiz") and chapter.isdecimal():
            days.setdefault(int(chapter), day_of(event.at, zone))
    return days


def _returns(met: Iterable[Sitting], begun: date | None) -> date | None:
    """The day on which a card is due after those meetings; none for a task that never went wrong.

    Two answers on one day count as one, the worse; a clean one before the card is due changes nothing.
    """
    from fsrs import Card, Rating, Scheduler

    pace = [timedelta(days=step) for step in STEPS]
    scheduler = Scheduler(learning_steps=pace, relearning_steps=pace[:1], enable_fuzzing=False)

    def reviewed(card: Any, day: date, *, clean: bool) -> Any:
        rating = Rating.Good if clean else Rating.Again
        return scheduler.review_card(card, rating, datetime.combine(day, time(12), UTC))[0]

    card = None if begun is None else reviewed(Card(card_id=1), begun, clean=False)
    for day, group in groupby(met, key=lambda one: one.day):
        clean = all(one.clean for one in group)
        if card is None:
            card = None if clean else reviewed(Card(card_id=1), day, clean=False)
        elif not clean or day >= card.due.date():
            card = reviewed(card, day, clean=clean)
    return None if card is None else card.due.date()
