"""What is recorded decides what can be decided: things with their minutes, and decisions month by month."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

__all__ = ["CHOICES", "Choosing", "Decision", "Record", "best_records", "minutes_of", "money_of"]

Choosing = Literal["yes", "no", "book"]
CHOICES: tuple[Choosing, ...] = ("yes", "no", "book")


@dataclass(frozen=True)
class Record:
    """One thing that could be written down, and how many minutes a day it takes."""

    id: str
    minutes: int


@dataclass(frozen=True)
class Decision:
    """One decision of a month, what the book must hold for a third way, and what each way brings."""

    id: str
    month: int
    needs: frozenset[str]
    yes: int
    no: int
    book: int

    def open_to(self, records: Collection[str]) -> bool:
        """Whether the book holds what this decision needs.

        >>> Decision("offer", 1, frozenset({"sales", "count"}), -1150, 0, 260).open_to({"sales"})
        False
        """
        return self.needs <= set(records)

    def brings(self, choosing: Choosing) -> int:
        """What that choice brings.

        >>> Decision("offer", 1, frozenset(), -1150, 0, 260).brings("yes")
        -1150
        """
        return {"yes": self.yes, "no": self.no, "book": self.book}[choosing]


def minutes_of(records: Iterable[Record], chosen: Collection[str]) -> int:
    """Minutes a day for the things chosen.

    >>> minutes_of((Record("slips", 1), Record("sales", 3)), {"sales"})
    3
    """
    return sum(record.minutes for record in records if record.id in chosen)


def money_of(decisions: Iterable[Decision], chosen: Collection[str], made: Mapping[str, Choosing] | None = None) -> int:
    """What the decisions bring together; where nothing is made, by the better of an open book and "no".

    An open book may hold too little to act on; whoever reads it well then says "no".

    >>> late = Decision("late", 1, frozenset({"slips"}), -750, 0, 680)
    >>> money_of((late,), {"slips"}), money_of((late,), ()), money_of((late,), {"slips"}, {"late": "yes"})
    (680, 0, -750)
    """
    known = made or {}
    total = 0
    for decision in decisions:
        usual: Choosing = "book" if decision.open_to(chosen) and decision.book > decision.no else "no"
        choosing = known.get(decision.id, usual)
        total += decision.brings(choosing if choosing != "book" or decision.open_to(chosen) else "no")
    return total


def best_records(
    records: Sequence[Record], decisions: Sequence[Decision], *, minutes: int, most: int
) -> tuple[frozenset[str], int]:
    """The things within so many minutes a day, `most` at most, that bring most, and what they bring.

    Of lists that bring the same, the one of the fewest minutes.

    >>> slips = Decision("late", 1, frozenset({"slips"}), -750, 0, 680)
    >>> best_records((Record("slips", 1), Record("weather", 1)), (slips,), minutes=10, most=5)
    (frozenset({'slips'}), 680)
    """
    sets = (
        frozenset(record.id for record in chosen)
        for size in range(most + 1)
        for chosen in combinations(records, size)
        if sum(record.minutes for record in chosen) <= minutes
    )
    best = max(
        sets, key=lambda chosen: (money_of(decisions, chosen), -minutes_of(records, chosen)), default=frozenset[str]()
    )
    return best, money_of(decisions, best)
