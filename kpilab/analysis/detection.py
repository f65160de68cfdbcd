"""A search for defects, graded: what it found, what it missed, and whom it accused."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import nan

__all__ = ["Grade", "grade"]


@dataclass(frozen=True)
class Grade:
    """Hits, misses and false alarms, as frozen sets of whatever names a place; `at_stake` is what each defect costs.

    `others` are accused places with a defect that was not looked for: neither hit nor false alarm, yet a look.
    """

    hits: frozenset[Hashable]
    missed: frozenset[Hashable]
    false_alarms: frozenset[Hashable]
    at_stake: Mapping[Hashable, float]
    others: frozenset[Hashable] = frozenset()

    @property
    def alarms(self) -> int:
        """How many places were accused, rightly or not."""
        return len(self.hits) + len(self.false_alarms) + len(self.others)

    @property
    def found_share(self) -> float:
        """Hits over all defects; missing where there was none."""
        return _share(len(self.hits), len(self.hits) + len(self.missed))

    @property
    def right_share(self) -> float:
        """Hits over alarms; missing where nothing was accused."""
        return _share(len(self.hits), self.alarms)

    @property
    def saved(self) -> float:
        """What the defects found cost together, in the unit of `at_stake`."""
        return float(sum(self.at_stake.get(place, 0.0) for place in self.hits))

    def brought(self, *, minutes: float, hour: float) -> float:
        """What the search brought: what it saved, less `minutes` for each alarm, at `hour` for an hour of work.

        >>> grade({1, 2, 3}, {1: 60, 2: 60}).brought(minutes=10, hour=30)
        105.0
        """
        return self.saved - self.alarms * minutes / 60 * hour


def grade(
    found: Iterable[Hashable],
    planted: Mapping[Hashable, float] | Iterable[Hashable],
    *,
    among: Iterable[Hashable] | None = None,
) -> Grade:
    """The places `found` held against those `planted` (a mapping says what each costs).

    With `among`, only these planted places were looked for (none, if it is empty): a rule for one kind of defect is not
    blamed for another kind, and an alarm on a defect of another kind is no false alarm.

    >>> seen = grade({"C4", "C9"}, {"C4": 120.0, "C7": 30.0})
    >>> seen.found_share, seen.right_share, seen.saved
    (0.5, 0.5, 120.0)
    """
    accused, known = frozenset(found), frozenset(planted)
    wanted = known if among is None else known & frozenset(among)
    at_stake = dict(planted) if isinstance(planted, Mapping) else dict.fromkeys(known, 0.0)
    return Grade(accused & wanted, wanted - accused, accused - known, at_stake, accused & known - wanted)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else nan
