"""The desk on which a quarter is shared out: drafted, signed, lived, talked about; every state as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kpilab.analysis.plan_life import TALKS, LivedPlan, Talk, live_plan, most_loaded
from kpilab.analysis.shares import KEYS, ShareKey, split_exactly
from kpilab.chapters.c05_cascading_plans.case import FIVE, Q4, REACH
from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.widgets.fields import unsaid

__all__ = ["BENCHMARKS", "EVEN", "MONTHS", "STEPS", "Desk", "key_of", "plans_of"]

STEPS = 20
"""The weights move in twentieths: 5 % at a time."""
MONTHS = len(REACH.months)
EVEN = dict.fromkeys((unit.name for unit in FIVE), Q4 // len(FIVE))
BENCHMARKS: tuple[tuple[int, int, int], ...] = ((20, 0, 0), (12, 5, 3), (7, 8, 5))
"""Keys that others have signed, in twentieths: history alone, the one of section 2, and one that asks all five for about what they can reach."""


def key_of(weights: tuple[int, int, int]) -> ShareKey:
    """Weights in twentieths as a key."""
    return ShareKey(*(weight / STEPS for weight in weights))


def plans_of(weights: tuple[int, int, int]) -> dict[str, int]:
    """The five plans of the quarter under weights in twentieths, in whole hundreds of yuan."""
    return split_exactly(Q4, key_of(weights).shares(FIVE), step=100)


@dataclass(frozen=True)
class Desk:
    """Three weights in twentieths, summing to 20; once signed, the reason, the months lived, and what was said to Lin.

    Every step gives a new desk.
    """

    weights: tuple[int, int, int] = (12, 5, 3)
    reason: str = ""
    confidence: str = ""
    signed: bool = False
    played: int = 0
    talk: str = ""

    def weigh(self, which: int, weight: int) -> Desk:
        """The desk with one weight moved; the other two keep their proportion and take up the rest."""
        rest = STEPS - weight
        others = [place for place in range(3) if place != which]
        now = {KEYS[place]: self.weights[place] for place in others}
        shared = split_exactly(rest, now if any(now.values()) else dict.fromkeys(now, 1))
        moved = {which: weight} | {place: shared[KEYS[place]] for place in others}
        return replace(self, weights=(moved[0], moved[1], moved[2]))

    @property
    def plans(self) -> dict[str, int]:
        """The five plans."""
        return plans_of(self.weights)

    def missing(self, reason: str, confidence: str | None) -> tuple[str, ...]:
        """What is still to be written down before the split can be signed."""
        return unsaid(reason, confidence)

    def sign(self, reason: str, confidence: str) -> Desk:
        """The split, signed."""
        return replace(self, signed=True, reason=reason.strip(), confidence=confidence, played=0, talk="")

    @property
    def waits_for_talk(self) -> bool:
        """Whether somebody stands in the door: the first month is lived and nothing has been said."""
        return self.played == 1 and not self.talk

    def say(self, talk: str) -> Desk:
        """What is said to whoever came."""
        return replace(self, talk=talk)

    def play(self) -> Desk:
        """One month later."""
        return replace(self, played=min(self.played + 1, MONTHS))

    @property
    def over(self) -> bool:
        """Whether the quarter has been lived."""
        return self.signed and self.played >= MONTHS

    def reopen(self) -> Desk:
        """The same weights, unsigned."""
        return Desk(self.weights)

    @property
    def comes(self) -> str:
        """Who will find the plan unfair."""
        return most_loaded(self.plans, REACH)

    def lived(self, plans: Mapping[str, int] | None = None) -> LivedPlan:
        """The months lived so far under these plans; other plans are lived to the end, with the same words."""
        if plans is not None:
            return live_plan(plans, REACH, talk=self._talk)
        return live_plan(self.plans, REACH, talk=self._talk, months=self.played or None)

    @property
    def _talk(self) -> Talk:
        return next((talk for talk in TALKS if talk == self.talk), "explain")

    @property
    def after_the_talk(self) -> LivedPlan:
        """The first two months: what the words in October change in November."""
        return live_plan(self.plans, REACH, talk=self._talk, months=2)

    def as_data(self) -> dict[str, Any]:
        """As plain data, fit for JSON.

        >>> desk = Desk((7, 8, 5)).sign("It fits.", "sure").play().say("version")
        >>> Desk.from_data(desk.as_data()) == desk
        True
        """
        return {**vars(self), "weights": list(self.weights)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Desk:
        """Back from `as_data`. Raises `DataError` where it does not fit."""
        try:
            first, second, third = (int(weight) for weight in data["weights"])
            played, talk = int(data["played"]), str(data["talk"])
            fits = min(first, second, third) >= 0 and first + second + third == STEPS and 0 <= played <= MONTHS
            if not fits or talk not in ("", *TALKS) or (played > 1 and not talk):
                raise ValueError
            return cls((first, second, third), str(data["reason"]), str(data["confidence"]), True, played, talk)
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(_("A split that was kept cannot be read; sign again.")) from error
