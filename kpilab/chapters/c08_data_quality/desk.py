"""The desk on which somebody chooses what is recorded, and then decides month by month; every state as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kpilab.analysis.recording import CHOICES, Choosing, Decision, best_records, minutes_of, money_of
from kpilab.chapters.c08_data_quality.months import DECISIONS, MINUTES, MONTHS, MOST, RECORDS
from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.widgets.fields import unsaid

__all__ = ["Desk", "best"]


def best() -> tuple[frozenset[str], int]:
    """The five things or fewer that bring most in these three months, and what they bring."""
    return best_records(RECORDS, DECISIONS, minutes=MINUTES, most=MOST)


@dataclass(frozen=True)
class Desk:
    """What is recorded from tomorrow; once signed, the reason, the months lived and the decisions made.

    Every step gives a new desk.
    """

    records: tuple[str, ...] = ()
    reason: str = ""
    confidence: str = ""
    signed: bool = False
    played: int = 0
    made: tuple[tuple[str, Choosing], ...] = ()

    def tick(self, record: str, *, on: bool) -> Desk:
        """The desk with one thing taken in or left out."""
        chosen = {*self.records, record} if on else {*self.records} - {record}
        return replace(self, records=tuple(one.id for one in RECORDS if one.id in chosen))

    @property
    def minutes(self) -> int:
        """Minutes a day for what is chosen."""
        return minutes_of(RECORDS, self.records)

    def missing(self, reason: str, confidence: str | None) -> tuple[str, ...]:
        """What stands in the way of signing."""
        found = []
        if self.minutes > MINUTES:
            found.append(
                _("{minutes} minutes a day are more than {most}: leave something out").format(
                    minutes=self.minutes, most=MINUTES
                )
            )
        if len(self.records) > MOST:
            found.append(
                _("{n} things are more than {most}: leave something out").format(n=len(self.records), most=MOST)
            )
        return (*found, *unsaid(reason, confidence))

    def sign(self, reason: str, confidence: str) -> Desk:
        """The list, signed."""
        return replace(self, signed=True, reason=reason.strip(), confidence=confidence, played=0, made=())

    @property
    def now(self) -> tuple[Decision, ...]:
        """The decisions that wait this month."""
        return tuple(one for one in DECISIONS if self.signed and one.month == self.played + 1)

    def decide(self, choices: Mapping[str, Choosing]) -> Desk:
        """The decisions of this month made, and one month later. Raises `DataError` where one is open or not possible."""
        for decision in self.now:
            choosing = choices.get(decision.id)
            if choosing is None:
                raise DataError(_("Decide both before the month is over."))
            if choosing == "book" and not decision.open_to(self.records):
                raise DataError(_("Your book does not hold what that way needs."))
        made = tuple((one.id, choices[one.id]) for one in self.now)
        return replace(self, played=self.played + 1, made=(*self.made, *made))

    @property
    def over(self) -> bool:
        """Whether the three months have been lived."""
        return self.signed and self.played >= MONTHS

    @property
    def lived(self) -> tuple[tuple[Decision, Choosing], ...]:
        """The decisions made so far, with what was chosen."""
        chosen = dict(self.made)
        return tuple((one, chosen[one.id]) for one in DECISIONS if one.id in chosen)

    @property
    def money(self) -> int:
        """What the decisions made so far have brought."""
        return money_of([one for one, _choosing in self.lived], self.records, dict(self.made))

    def reopen(self) -> Desk:
        """The same things, unsigned."""
        return Desk(self.records)

    def as_data(self) -> dict[str, Any]:
        """As plain data, fit for JSON.

        >>> desk = Desk(("slips",)).sign("Slips cost nothing.", "sure").decide({"boxes": "no", "till": "book"})
        >>> Desk.from_data(desk.as_data()) == desk
        True
        """
        return {**vars(self), "records": list(self.records), "made": dict(self.made)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Desk:
        """Back from `as_data`. Raises `DataError` where it does not fit."""
        try:
            known = {record.id for record in RECORDS}
            records, played = tuple(str(one) for one in data["records"]), int(data["played"])
            desk = cls(records, str(data["reason"]), str(data["confidence"]), True)
            made = {str(name): str(choosing) for name, choosing in data["made"].items()}
            if not set(records) <= known or not 0 <= played <= MONTHS or desk.minutes > MINUTES or len(records) > MOST:
                raise ValueError
            for _month in range(played):
                desk = desk.decide({one.id: CHOICES[CHOICES.index(made[one.id])] for one in desk.now})
            return desk
        except (AttributeError, KeyError, TypeError, ValueError, DataError) as error:
            raise DataError(_("A list that was kept cannot be read; sign again.")) from error
