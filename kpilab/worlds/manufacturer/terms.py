"""Contracts of a year each: when they end, who renews, who leaves, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds.chance import Ints, pick, slots, stream
from kpilab.worlds.manufacturer.firms import INDUSTRIES, LAST_DAY, REGIONS, Firms
from kpilab.worlds.manufacturer.plant import BEGINS
from kpilab.worlds.manufacturer.stories import days_of
from kpilab.worlds.manufacturer.workdays import days_before
from kpilab.worlds.story import Story

__all__ = ["NEVER", "REASONS", "Terms", "draw_terms"]

NEVER = 10**6
REASONS = ("quality", "service", "price", "merger")
_REASONS = slots((0.47, 0.20, 0.20, 0.13), 400)
_LEAVES = np.array([0.09, 0.145, 0.185])
_YEAR = 365
_GOLDEN = 0.6180339887498949
_BOUGHT = 14
_NEW_FRAME = 652
"""The middle of October 2025, counted from the first of January 2024."""


@dataclass(frozen=True)
class Terms:
    """Customers × years: what was decided when a contract ended; `NEVER` where nothing was, within the tables."""

    due: Ints
    """The last day of the contract."""
    decided: Ints
    left: NDArray[np.bool_]
    reason: Ints
    again: Ints
    """The first day of the contract that follows."""
    bought: Ints
    """Points of discount more, given for the renewal."""
    ends: Ints
    """For each customer the last day of the last contract; `NEVER` for who is still there."""

    def pause(self) -> tuple[Ints, Ints]:
        """For each customer the span without a contract, before one that follows; `NEVER` where there is none."""
        gap = (self.again > self.due + 1) & ~self.left & (self.due < NEVER)
        year = np.argmax(gap, axis=1)
        rows = np.arange(len(year))
        has = gap.any(axis=1)
        return np.where(has, self.due[rows, year], NEVER), np.where(has, self.again[rows, year], NEVER)

    def more_discount(self, firm: Ints, day: Ints) -> Ints:
        """The points given for renewals that are in force for a customer on a day."""
        since = np.where(self.bought > 0, self.again, NEVER).min(axis=1)
        return np.where(day >= since[firm], self.bought.max(axis=1)[firm], 0)


def draw_terms(seed: int, firms: Firms, stories: dict[str, Story], block: int) -> Terms:
    """Every contract's end within the tables, and what came of it."""
    rng = stream(seed, "renewals", block)
    passed = np.maximum(-((firms.joined - BEGINS) // _YEAR), 0)
    first = firms.joined + np.where(firms.joined < BEGINS, passed, 1) * _YEAR - 1
    due = first[:, None] + _YEAR * np.arange(3)
    # Spread evenly over the renewals as they fall due: a year's churn is then close to what the chances say.
    turn = np.empty(due.size, dtype=np.int64)
    turn[np.argsort(due.ravel(), kind="stable")] = np.arange(due.size)
    luck = ((rng.random() + turn * _GOLDEN) % 1.0).reshape(due.shape)
    reason = pick(rng, _REASONS, due.size).astype(np.int64).reshape(due.shape)
    ahead = 4 + rng.integers(40, size=due.shape)
    later = rng.integers(20, size=due.shape)
    left = luck < _LEAVES[firms.segment][:, None]
    if "quality_mended" in stories:
        left &= ~((due >= days_of(stories["quality_mended"])[0]) & (reason <= 1))
    again, decided = due + 1, due - ahead
    if "packaging_frame" in stories:
        story = stories["packaging_frame"]
        together = days_of(story)[0] - 1
        here = (firms.industry == INDUSTRIES.index(story.where["industry"]))[:, None] & (due >= 366) & (due <= LAST_DAY)
        due = np.where(here, together, due)
        again = np.where(here, _NEW_FRAME + later, again)
        decided = np.where(here, np.where(left, together - ahead, again - 1 - later % 5), decided)
    bought = np.zeros(due.shape, dtype=np.int64)
    if "north_renewals" in stories:
        story = stories["north_renewals"]
        first_day, last_day = days_of(story)
        here = (firms.region == REGIONS.index(story.where["region"]))[:, None] & ~left
        bought[here & (due >= first_day) & (due <= last_day)] = _BOUGHT
    gone = np.cumsum(left & (due <= LAST_DAY), axis=1) - (left & (due <= LAST_DAY)) > 0
    open_ = (due > LAST_DAY) | gone
    ends = np.where(left & ~open_, due, NEVER).min(axis=1)
    return Terms(
        due=np.where(open_, NEVER, due),
        decided=np.where(open_, NEVER, days_before(decided, later)),
        left=left & ~open_,
        reason=reason,
        again=np.where(open_ | left, NEVER, again),
        bought=np.where(open_ | left, 0, bought),
        ends=ends,
    )
