"""A page with loose ends, lived: three colleagues compute one number from it each month, and decide or quarrel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from math import isnan

from kpilab.analysis.coming_back import Below, Counts, Purchases, Reading, When, coming_back, month_number
from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["CALM", "QUARREL", "TALK", "TYING", "Autumn", "Colleague", "Ends", "Lived", "Meeting", "live_with_page"]

TYING, CALM, TALK, QUARREL = 15, 5, 20, 40
"""Minutes: to tie one end beforehand; a meeting with one number; with several that say the same; that disagree."""


@dataclass(frozen=True)
class Ends:
    """What the page says about each end of the word; None where it says nothing."""

    counts: Counts | None = None
    below: Below | None = None
    window: int | None = None
    when: When | None = None

    @property
    def tied(self) -> int:
        """How many of the four ends are tied."""
        return sum(getattr(self, end.name) is not None for end in fields(self))

    def read_by(self, habit: Reading) -> Reading:
        """What somebody with that habit computes from the page: the page where it speaks, the habit where it is silent.

        >>> Ends(window=1).read_by(Reading(counts="tills only")).window
        1
        """
        said = {end.name: getattr(self, end.name) for end in fields(self) if getattr(self, end.name) is not None}
        return replace(habit, **said)


@dataclass(frozen=True)
class Colleague:
    """Somebody who computes the number, and how they read the word where nobody told them otherwise."""

    name: str
    work: str
    habit: Reading


@dataclass(frozen=True)
class Autumn:
    """Purchases, the months before that set the base, and the months lived, in which `away` customers stay away.

    From the first lived month on they buy nothing; once the meeting has acted, those of `won_back` buy again from the
    next month on.
    """

    purchases: Purchases
    before: tuple[str, ...]
    months: tuple[str, ...]
    away: frozenset[str]
    won_back: frozenset[str]

    def base(self, reading: Reading) -> float:
        """The lowest number of the months before, by that reading. Raises `DataError` where there is none."""
        numbers = [coming_back(self.purchases, reading, month) for month in self.before]
        if not (known := [number for number in numbers if not isnan(number)]):
            raise DataError(_("No month before has a number by this reading, so there is no base to compare with."))
        return min(known)

    def lived(self, acted: int | None) -> Purchases:
        """What was bought where the meeting acted at the end of lived month number `acted` (from 0), or never."""
        return self._worlds[len(self.months) if acted is None else acted]

    def lost(self, acted: int | None) -> int:
        """Purchases that did not happen."""
        return len(self.purchases.rows) - len(self.lived(acted).rows)

    def quiet(self, reading: Reading) -> tuple[float, ...]:
        """The lived months' numbers where nobody stays away."""
        return tuple(coming_back(self.purchases, reading, month) for month in self.months)

    @cached_property
    def _worlds(self) -> tuple[Purchases, ...]:
        first = month_number(self.months[0])
        gone = [row for row in self.purchases.rows if row.customer in self.away and row.month >= first]
        return tuple(
            self.purchases.without(
                row for row in gone if row.month <= first + acted or row.customer not in self.won_back
            )
            for acted in range(len(self.months) + 1)
        )


@dataclass(frozen=True)
class Meeting:
    """One meeting: each colleague's number and base, what it took, and whether it acted."""

    month: str
    numbers: Mapping[str, float]
    bases: Mapping[str, float]
    minutes: int
    acts: bool

    @property
    def below(self) -> Mapping[str, bool]:
        """Who sees the number below its base."""
        return {name: number < self.bases[name] for name, number in self.numbers.items()}

    @property
    def distinct(self) -> int:
        """How many different numbers lie on the table, to a tenth of a per cent."""
        return len({f"{number:.3f}" for number in self.numbers.values()})


@dataclass(frozen=True)
class Lived:
    """The months under one page. `acted` is the number of the meeting that acted, from 0; None: none did.

    `false_alarm`: whether the three would have acted in the same months with nobody staying away.
    """

    ends: Ends
    meetings: tuple[Meeting, ...]
    acted: int | None
    lost: int
    false_alarm: bool

    @property
    def minutes(self) -> int:
        """Minutes of tying beforehand and of the meetings."""
        return TYING * self.ends.tied + sum(meeting.minutes for meeting in self.meetings)


def live_with_page(ends: Ends, colleagues: Sequence[Colleague], autumn: Autumn, *, months: int | None = None) -> Lived:
    """The first `months` of the autumn (all, where none is named) under a page.

    A meeting acts where all colleagues see the number below its base; it acts once. Numbers are compared with a
    base of the same reading. Raises `DataError` where a reading has no base.
    """
    readings = {one.name: ends.read_by(one.habit) for one in colleagues}
    bases = {name: autumn.base(reading) for name, reading in readings.items()}
    meetings: list[Meeting] = []
    acted: int | None = None
    for number, month in enumerate(autumn.months[:months]):
        bought = autumn.lived(acted)
        numbers = {name: coming_back(bought, reading, month) for name, reading in readings.items()}
        meeting = _meeting(month, numbers, bases, may_act=acted is None)
        meetings.append(meeting)
        acted = number if meeting.acts else acted
    quiet = {name: autumn.quiet(reading) for name, reading in readings.items()}
    alarm = any(all(quiet[name][number] < bases[name] for name in readings) for number in range(len(autumn.months)))
    return Lived(ends, tuple(meetings), acted, autumn.lost(acted), alarm)


def _meeting(month: str, numbers: Mapping[str, float], bases: Mapping[str, float], *, may_act: bool) -> Meeting:
    below = [number < bases[name] for name, number in numbers.items()]
    alike = len({f"{number:.3f}" for number in numbers.values()}) == 1
    minutes = CALM if alike else TALK if len(set(below)) == 1 else QUARREL
    return Meeting(month, numbers, bases, minutes, may_act and all(below))
