"""How members come back: few are loyal, some buy now and then, half never again; all slow down."""

from __future__ import annotations

from functools import cache

import numpy as np

from kpilab.worlds.chance import Ints, Reals
from kpilab.worlds.retail_chain.demand import month_factors

__all__ = ["AWAY", "EARLIEST_MONTH", "HABITS", "cohort_chances", "draw_returns", "survival"]

HABITS = ((0.20, 0.38, 0.96), (0.30, 0.08, 0.93), (0.50, 0.0, 0.0))
"""Loyal, occasional, once only: share of joiners, chance to buy in a month, chance to stay another month."""

AWAY = 0.07
"""The share of their later orders that members place at any of the eight stores."""

EARLIEST_MONTH = -36
"""The first month in which the members of before 2024 joined, counted from January 2024."""

_MONTHS = 24
_OLDEST = _MONTHS - EARLIEST_MONTH
_MOST = 0.85
_AT_ONCE = 20_000
"""Members whose months are drawn together: as many as the processor keeps close at hand."""


@cache
def _slowing() -> Reals:
    slow: Reals = np.maximum(1 - 0.02 * np.arange(_OLDEST), 0.45)
    return slow


@cache
def survival() -> Reals:
    """Habits × months since joining: the share of a habit's members who still buy."""
    rows = [np.cumprod(np.full(_OLDEST, stays)) for _share, _chance, stays in HABITS]
    return np.stack(rows)


def cohort_chances(store: int) -> Reals:
    """Habits × cohorts × months: a living member's chance to buy in a month; 1 in the month of joining."""
    cohorts = np.arange(EARLIEST_MONTH, _MONTHS)
    age = np.arange(_MONTHS)[None, :] - cohorts[:, None]
    slow = np.where(age > 0, _slowing()[np.clip(age, 0, _OLDEST - 1)], 0.0)
    busy = month_factors()[store]
    chances = [np.minimum(chance * slow * busy[None, :], _MOST) for _share, chance, _stays in HABITS]
    return np.where(age[None, :, :] == 0, 1.0, np.stack(chances))


def draw_returns(rng: np.random.Generator, *, home: Ints, joined_month: Ints, habit: Ints) -> tuple[Ints, Ints]:
    """Who buys again in which month: positions of members, and months 0 to 23, member by member."""
    count = len(home)
    luck = rng.random(count)
    stays = np.zeros(count, dtype=np.int64)
    alive = survival()
    for number in range(len(HABITS)):
        mine = habit == number
        stays[mine] = np.searchsorted(-alive[number], -luck[mine])
    chances = np.stack([cohort_chances(store) for store in range(len(month_factors()))])
    who, month = [], []
    for first in range(0, count, _AT_ONCE):
        luck = rng.random((min(_AT_ONCE, count - first), _MONTHS))
        some = first + np.flatnonzero(stays[first : first + _AT_ONCE])  # whoever never comes back has used up luck too
        age = np.arange(_MONTHS) - joined_month[some, None]
        again = luck[some - first] < chances[home[some], habit[some], joined_month[some] - EARLIEST_MONTH]
        members, months = np.nonzero(again & (age > 0) & (age <= stays[some, None]))
        who.append(some[members])
        month.append(months)
    return np.concatenate(who), np.concatenate(month)
