"""What one learner did with one task, read off the events: tries, help taken, mistakes met, mastery.

A task is mastered when it was right, without hint or solution on those numbers, on two different days. The same
answer to the same numbers counts once: running a solved notebook again on another day shows nothing new.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from kpilab.course.events import Event

__all__ = ["History", "Try", "day_of", "histories", "history"]

_ANSWERS = ("attempt", "review")
_HELP = ("hint", "solution")


def day_of(moment: datetime, zone: tzinfo | None = None) -> date:
    """The calendar day of `moment` in `zone`, by default the learner's own time zone.

    >>> from datetime import UTC, timedelta, timezone
    >>> day_of(datetime(2025, 6, 7, 23, 30, tzinfo=UTC), timezone(timedelta(hours=8)))
    datetime.date(2025, 6, 8)
    """
    return moment.astimezone(zone).date()


@dataclass(frozen=True)
class Try:
    """One answer that was judged. `aided` means that a hint or the solution on the same numbers came before it."""

    at: datetime
    right: bool
    given: object = None
    mistakes: tuple[str, ...] = ()
    variant: int = 0
    shop: int = 0
    aided: bool = False
    review: bool = False

    @property
    def same_as(self) -> tuple[int, int, str]:
        """What makes two tries the same one: the same answer to the same numbers."""
        return self.variant, self.shop, json.dumps(self.given, sort_keys=True, default=str)


@dataclass(frozen=True)
class History:
    """Everything that happened with one task, in order."""

    task: str
    tries: tuple[Try, ...] = ()
    helps: tuple[Event, ...] = ()

    def on(self, *, variant: int, shop: int) -> History:
        """What happened on these numbers alone."""
        return replace(
            self,
            tries=tuple(one for one in self.tries if (one.variant, one.shop) == (variant, shop)),
            helps=tuple(one for one in self.helps if (one.variant, one.shop) == (variant, shop)),
        )

    @property
    def hints(self) -> int:
        """How many hints were taken."""
        return sum(one.kind == "hint" for one in self.helps)

    @property
    def solved(self) -> bool:
        """Whether an answer was ever right."""
        return any(one.right for one in self.tries)

    @property
    def solution_seen(self) -> bool:
        """Whether the solution was shown."""
        return any(one.kind == "solution" for one in self.helps)

    @property
    def mistakes(self) -> frozenset[str]:
        """The misconceptions met so far."""
        return frozenset(mistake for one in self.tries for mistake in one.mistakes)

    def times(self, mistake: str) -> int:
        """How often that misconception was met."""
        return sum(mistake in one.mistakes for one in self.tries)

    def clean_days(self, zone: tzinfo | None = None) -> frozenset[date]:
        """The days on which it was right without help, on numbers (or with an answer) not seen right before."""
        days: set[date] = set()
        seen: set[tuple[int, int, str]] = set()
        for one in self.tries:
            if one.right and one.same_as not in seen:
                seen.add(one.same_as)
                if not one.aided:
                    days.add(day_of(one.at, zone))
        return frozenset(days)

    def mastered(self, zone: tzinfo | None = None) -> bool:
        """Whether it was right without help on two different days."""
        return len(self.clean_days(zone)) >= 2


def history(task: str, events: Iterable[Event]) -> History:
    """What happened with `task`; events of other items are passed over."""
    tries: list[Try] = []
    helps: list[Event] = []
    helped: set[tuple[int, int]] = set()
    for event in events:
        if event.item != task:
            continue
        if event.kind in _HELP:
            helps.append(event)
            helped.add((event.variant, event.shop))
        elif event.kind in _ANSWERS and event.data.get("outcome") in ("right", "wrong"):
            tries.append(_try(event, aided=(event.variant, event.shop) in helped))
    return History(task, tuple(tries), tuple(helps))


def histories(events: Iterable[Event]) -> dict[str, History]:
    """The history of every task that has one, in the order in which they were first met."""
    by_item: dict[str, list[Event]] = {}
    for event in events:
        if event.kind in (*_ANSWERS, *_HELP):
            by_item.setdefault(event.item, []).append(event)
    return {item: history(item, found) for item, found in by_item.items()}


def _try(event: Event, *, aided: bool) -> Try:
    mistakes = event.data.get("mistakes")
    return Try(
        event.at,
        event.data["outcome"] == "right",
        event.data.get("given"),
        tuple(str(one) for one in mistakes) if isinstance(mistakes, list | tuple) else (),
        event.variant,
        event.shop,
        aided,
        event.kind == "review",
    )
