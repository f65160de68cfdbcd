"""New business: enquiries that became customers, and those that did not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpilab.worlds.chance import Ints, log_normal, stream
from kpilab.worlds.manufacturer.care import FOLLOWS, HANDED_OVER, LEAVES, manager_on, staff_sets
from kpilab.worlds.manufacturer.firms import LAST_DAY, MANAGERS, Firms
from kpilab.worlds.manufacturer.plant import BEGINS
from kpilab.worlds.manufacturer.workdays import days_before

__all__ = ["STAGES", "Deals", "draw_deals"]

STAGES = ("enquiry", "qualified", "offer", "won", "lost")
_LOST_FOR_EACH, _OPEN = 2.3, 0.25
_LONGEST = 280
_NEVER = -(10**6)


@dataclass(frozen=True)
class Deals:
    """A position an opportunity, in the order of creation; days are far below 0 where nothing happened yet."""

    created: Ints
    qualified: Ints
    closed: Ints
    stage: Ints
    value: Ints
    """What the customer is expected to order in a year, in cents."""
    firm: Ints
    """The customer that came of it, −1 for none."""
    manager: Ints


def draw_deals(seed: int, firms: Firms, scale: float, block: int) -> Deals:
    """Each customer won from 2024 on stands at the end of one, on the day of joining."""
    rng = stream(seed, "deals", block)
    won = np.flatnonzero(firms.joined > BEGINS)
    lost, waiting = round(len(won) * _LOST_FOR_EACH), max(3, round(len(won) * _OPEN))
    count = len(won) + lost + waiting
    firm = np.concatenate([won, np.full(lost + waiting, -1)])
    kind = np.repeat([0, 1, 2], [len(won), lost, waiting])
    cycle = np.maximum(np.floor(log_normal(rng, count, 0.5) * np.array([82, 104, 60])[kind]), 9).astype(np.int64)
    at = BEGINS + rng.integers(LAST_DAY - BEGINS, size=count)
    closed = np.where(kind == 0, firms.joined[firm], at)
    cycle = np.minimum(cycle, _LONGEST)
    spread = rng.integers(2**31, size=count)
    closed = np.where(kind == 0, closed, days_before(closed, spread))
    created = days_before(np.where(kind == 2, LAST_DAY - np.minimum(cycle, 150), closed - cycle), spread // 64)
    after = created + np.maximum(cycle * (10 + rng.integers(30, size=count)) // 100, 1)
    sure = (kind == 0) | (rng.random(count) < 0.62)
    stage = np.where(kind == 0, 3, np.where(kind == 1, 4, np.where(sure, 1 + rng.integers(2, size=count), 0)))
    # An offer that is won comes close to what the customer then orders; the others are as large as those.
    like = np.where(kind == 0, firm, won[rng.integers(len(won), size=count)])
    value = np.floor(firms.yearly[like] * log_normal(rng, count, 0.25)).astype(np.int64)
    manager = rng.integers(len(MANAGERS) - 1, size=count) + rng.integers(staff_sets(scale), size=count) * len(MANAGERS)
    ends = np.where(kind == 2, LAST_DAY, closed)
    manager = np.where((manager % len(MANAGERS) == LEAVES) & (ends >= HANDED_OVER), manager - LEAVES + FOLLOWS, manager)
    manager = np.where(kind == 0, manager_on(firms, like, closed, scale), manager)
    order = np.argsort(created, kind="stable")
    columns = (
        created,
        np.where(sure & (after <= LAST_DAY), np.maximum(created, days_before(after, spread // 4096)), _NEVER),
        np.where(kind == 2, _NEVER, closed),
        stage,
        value,
        firm,
        manager,
    )
    return Deals(*(column[order] for column in columns))
