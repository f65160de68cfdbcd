"""The two houses: their rooms, prices and seasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from kpilab.worlds.calendar import FIRST, days
from kpilab.worlds.chance import Ints, Reals

__all__ = [
    "AHEAD",
    "BEFORE",
    "HOUSES",
    "ROOM_TYPES",
    "SPAN",
    "House",
    "arrival_chances",
    "house_number",
    "price_factors",
    "rooms",
]

BEFORE = 14
"""Days before the first of January 2024 from which guests arrive, so that the houses are not empty on that day."""
AHEAD = 60
"""Days after the last of the tables for which bookings are made already."""
SPAN = BEFORE + len(days()) + AHEAD

ROOM_TYPES = ("single", "double", "family", "suite")


@dataclass(frozen=True)
class House:
    """One hotel. `rooms` says how many of each type there are and what a night costs, in whole currency units."""

    store_id: str
    name: str
    city: str
    district: str
    opened_on: date
    rooms: tuple[tuple[str, int, int], ...]
    floors: int
    arrivals: float
    """The chance that a free room is taken on a plain day."""
    weekdays: tuple[float, ...]
    seasons: tuple[float, ...]
    holiday: float
    business: float
    """The share of guests who travel for work."""
    cleaners: int
    receptionists: int
    manager: str

    @property
    def room_count(self) -> int:
        """How many rooms the house has."""
        return sum(count for _kind, count, _price in self.rooms)


HOUSES = (
    House("S1", "Tea Garden", "Hangzhou", "lake", date(2012, 4, 20), floors=3, manager="Ruan",
          rooms=(("double", 20, 520), ("family", 10, 680), ("suite", 6, 980)), arrivals=0.36,
          weekdays=(0.74, 0.72, 0.76, 0.88, 1.36, 1.50, 0.80), holiday=2.1, business=0.14,
          seasons=(0.62, 0.78, 1.12, 1.50, 1.45, 0.90, 1.02, 1.08, 1.02, 1.50, 1.04, 0.70),
          cleaners=5, receptionists=4),
    House("S2", "Willow Court", "Hangzhou", "centre", date(2016, 9, 1), floors=4, manager="Bian",
          rooms=(("single", 12, 380), ("double", 12, 460), ("suite", 4, 820)), arrivals=0.46,
          weekdays=(1.20, 1.26, 1.18, 1.02, 0.62, 0.58, 1.02), holiday=0.45, business=0.80,
          seasons=(0.82, 0.58, 1.10, 1.10, 1.06, 1.05, 0.92, 0.86, 1.10, 1.04, 1.14, 1.00),
          cleaners=4, receptionists=3),
)  # fmt: skip
"""Tea Garden lives from holidays and weekends, Willow Court from the working week."""

_GROWS = 1.05


def house_number(name: str) -> int:
    """The position of the house of that name.

    >>> house_number("Willow Court")
    1
    """
    return [house.name for house in HOUSES].index(name)


@cache
def _factors(number: int) -> tuple[float, ...]:
    """What each day of the span does to a house, from its weekday, its month and its holidays."""
    house = HOUSES[number]
    holidays = {day.day for day in days() if day.holiday and day.holiday not in ("New Year", "Qingming")}
    found = []
    for position in range(SPAN):
        day = FIRST + timedelta(days=position - BEFORE)
        factor = house.seasons[day.month - 1] * house.weekdays[day.weekday()]
        # The night before a holiday is a holiday night, and the last holiday is a day of departure.
        if day in holidays or day + timedelta(days=1) in holidays:
            away = day in holidays and day + timedelta(days=1) not in holidays
            factor = house.seasons[day.month - 1] * (1.0 if away else house.holiday)
        found.append(factor * (_GROWS if day.year > FIRST.year else 1.0))
    return tuple(found)


@cache
def arrival_chances() -> Reals:
    """Days of the span × houses: the chance that a free room is taken."""
    chances = [np.array(_factors(number)) * house.arrivals for number, house in enumerate(HOUSES)]
    return np.clip(np.stack(chances, axis=1), 0.03, 0.97)


@cache
def price_factors() -> Reals:
    """Days of the span × houses: the price of a night on that day over its list price."""
    every = np.stack([np.array(_factors(number)) for number in range(len(HOUSES))], axis=1)
    return np.clip(1 + 0.30 * (every - 1), 0.75, 1.45)


def rooms(scale: float) -> tuple[Ints, Ints, Ints, Ints]:
    """For each room its house, its type, its floor and the list price of a night in cents."""
    house: list[int] = []
    kind: list[int] = []
    floor: list[int] = []
    price: list[int] = []
    for number, one in enumerate(HOUSES):
        first = len(house)
        for name, count, night in one.rooms:
            many = max(1, round(count * scale))
            house += [number] * many
            kind += [ROOM_TYPES.index(name)] * many
            price += [night * 100] * many
        here = len(house) - first
        floor += [1 + place * one.floors // here for place in range(here)]
    found = (np.array(values, dtype=np.int64) for values in (house, kind, floor, price))
    return next(found), next(found), next(found), next(found)
