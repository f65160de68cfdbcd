"""Cells of the sales team's tables: days, moments and ids."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from kpilab.worlds import BLOCK, calendar
from kpilab.worlds.chance import Ints
from kpilab.worlds.frames import coded, named
from kpilab.worlds.sales_team.deals import ABSENT
from kpilab.worlds.sales_team.firm import TEAMS, seats_of
from kpilab.worlds.sales_team.people import People

__all__ = ["OLDEST", "TEAM_IDS", "TEAM_NAMES", "Codes", "as_day", "as_moment", "as_whole"]

OLDEST = ABSENT + 1
"""No moment is older."""
TEAM_IDS = [team.store_id for team in TEAMS]
TEAM_NAMES = [team.name for team in TEAMS]
_FIRST = np.datetime64(calendar.FIRST)


def as_day(day: Ints, known: Any = True) -> Any:
    """Days from their numbers, missing where they are not known."""
    found = _FIRST + day.astype("timedelta64[D]")
    return np.where(known, found, np.datetime64("NaT"))


def as_moment(minute: Ints, first: int = 0) -> Any:
    """Moments from minutes since the first day, missing where they lie before `first`."""
    found = _FIRST.astype("datetime64[m]") + minute.astype("timedelta64[m]")
    return np.where(minute >= first, found, np.datetime64("NaT"))


def as_whole(values: Ints) -> Any:
    """Whole numbers, those below 0 missing."""
    return pd.arrays.IntegerArray(values.astype(np.int64), values < 0)


class Codes:
    """The ids of one block: its numbers begin after so many."""

    def __init__(self, block: int, people: People, scale: float) -> None:
        self._after = block * BLOCK
        self._people, self._scale = people, scale

    def number(self, numbers: Ints) -> Ints:
        """Numbers of this block; those below 0 stay missing."""
        return np.where(numbers >= 0, numbers + self._after, -1)

    def person(self, positions: Ints) -> Any:
        """The ids of sellers by their positions."""
        numbers = self._people.number[np.maximum(positions, 0)]
        return coded("E", np.where(positions >= 0, numbers + self._after, -1))

    def manager(self, team: Ints) -> Any:
        """The ids of the managers of these teams."""
        return coded("E", self._after + 2 * seats_of(self._scale) * len(TEAMS) + 1 + team)

    def company(self, numbers: Ints) -> Any:
        """The ids of companies."""
        return coded("C", self.number(numbers))

    def team(self, seats: Ints) -> Any:
        """The ids of the teams of these seats."""
        return named(TEAM_IDS, seats // seats_of(self._scale))
