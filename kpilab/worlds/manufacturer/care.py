"""Who looks after which customer, and who visits whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpilab.worlds.chance import Ints, Reals, slots, stream
from kpilab.worlds.manufacturer.firms import LAST_DAY, MANAGERS, Firms
from kpilab.worlds.manufacturer.plant import BEGINS
from kpilab.worlds.manufacturer.stories import days_of
from kpilab.worlds.manufacturer.terms import NEVER, Terms
from kpilab.worlds.manufacturer.workdays import days_before, in_office
from kpilab.worlds.story import Story

__all__ = [
    "FOLLOWS",
    "HANDED_OVER",
    "LEAVES",
    "NEXT_STEPS",
    "OUTCOMES",
    "SERVICE",
    "Visits",
    "draw_visits",
    "manager_on",
    "staff_sets",
    "starts",
]

OUTCOMES = ("order", "offer", "talk", "complaint", "no_answer")
NEXT_STEPS = ("call", "offer", "visit", "sample")
HANDED_OVER = 228
"""The sixteenth of August 2024, counted from the first of January: Gong follows Shao."""

LEAVES, FOLLOWS = 5, 9
"""Their positions among the account managers."""
_LATEST_START = BEGINS - 320
SERVICE = ("Fan", "Qiu", "Wan")
"""The service desk, in the staff after the account managers."""
_OUTCOMES = slots((0.22, 0.20, 0.40, 0.06, 0.12), 200)
_EVERY = np.array([26.0, 62.0, 105.0])
"""Days between two visits, by segment."""
_REVISITS = 0.72
_STILL_VISITS = 0.10
_STEPS = 80


@dataclass(frozen=True)
class Visits:
    """A position a visit, in the order of time; −1 stands for an empty cell."""

    firm: Ints
    manager: Ints
    minute: Ints
    minutes: Ints
    outcome: Ints
    with_decider: Ints
    next_step: Ints
    logged_minute: Ints


def staff_sets(scale: float) -> int:
    """How many times the ten account managers are there: a larger firm has more of them."""
    return max(1, round(scale))


def starts(seed: int, scale: float, block: int) -> Ints:
    """The first day in the firm of each of the staff: everybody was there before the tables begin but who follows."""
    count = staff_sets(scale) * len(MANAGERS) + len(SERVICE)
    start = _LATEST_START - stream(seed, "staff", block).integers(2200, size=count)
    follower = (np.arange(count) % len(MANAGERS) == FOLLOWS) & (np.arange(count) < count - len(SERVICE))
    return np.where(follower, HANDED_OVER - 14, start)


def manager_on(firms: Firms, firm: Ints, day: Ints, scale: float) -> Ints:
    """The position among the staff of who looks after a customer on a day."""
    manager = firms.manager[firm]
    manager = np.where((manager == LEAVES) & (day >= HANDED_OVER), FOLLOWS, manager)
    found: Ints = manager + firm % staff_sets(scale) * len(MANAGERS)
    return found


def draw_visits(seed: int, firms: Firms, terms: Terms, stories: dict[str, Story], scale: float, block: int) -> Visits:
    """Visits and calls from `BEGINS` on, as the account managers wrote them down."""
    rng = stream(seed, "visits", block)
    count = len(firms.joined)
    luck: Reals = rng.random((_STEPS, count))
    more = rng.integers(2**31, size=(_STEPS, count))
    other = rng.integers(2**31, size=(_STEPS, count))
    every = _EVERY[firms.segment]
    last = np.minimum(terms.ends, LAST_DAY)
    day = np.maximum(firms.joined, BEGINS) + np.floor(every * luck[0]).astype(np.int64)
    found = np.full((_STEPS, count), NEVER)
    revisits = days_of(stories["quality_mended"])[0] if "quality_mended" in stories else NEVER
    for step in range(_STEPS):
        found[step] = np.where(day <= last, day, NEVER)
        wait = every * (0.5 + luck[step]) * np.where(day >= revisits, _REVISITS, 1.0)
        day = day + np.maximum(np.floor(wait).astype(np.int64), 2)
    step_of, firm = np.nonzero(found < NEVER)
    lot, extra = more[step_of, firm], other[step_of, firm]
    day = days_before(found[step_of, firm], lot // 32768)
    manager = manager_on(firms, firm, day, scale)
    kept = day >= np.maximum(firms.joined[firm], BEGINS)
    if "silent_manager" in stories:
        story = stories["silent_manager"]
        silent = [name for name, _region in MANAGERS].index(story.where["name"])
        quiet = (manager % len(MANAGERS) == silent) & (day >= days_of(story)[0])
        kept &= ~quiet | (extra % 1000 < 1000 * _STILL_VISITS)
    minute = day * 1440 + 8 * 60 + 30 * (lot % 18)
    outcome = np.where(extra // 1000 % 100 < 3, -1, _OUTCOMES[lot // 32 % 200])
    minutes = np.where(outcome == 4, 5, 15 + 5 * (lot // 8192 % 20))
    decider = (lot // 262144 % 100 < 58).astype(np.int64)
    following = np.where((outcome < 0) | (outcome == 4), -1, extra // 100_000 % 5)
    following = np.where(following == 4, -1, following)
    # Most write it down on the same day, some in the evening; the rest gets to it days later, in the office.
    soon, later = minute + minutes + 10 + extra % 240, in_office(minute + minutes + 1500 + extra % 5000, extra // 64)
    logged = np.where(extra // 1_000_000 % 100 < 84, soon, later)
    kept &= minute <= LAST_DAY * 1440 + 1439
    order = np.flatnonzero(kept)[np.argsort(minute[kept], kind="stable")]
    columns = (firm, manager, minute, minutes, outcome, decider, following, logged)
    found_columns = [column[order] for column in columns]
    return Visits(*found_columns)
