"""People who registered and have not ordered yet: customers without an order."""

from __future__ import annotations

import numpy as np

from kpilab.worlds.chance import Ints, pick, poisson, slots, stream
from kpilab.worlds.online_shop.demand import DAY
from kpilab.worlds.online_shop.shop import CHANNEL_SHARES, LOG_FIRST, day_factors, day_number
from kpilab.worlds.online_shop.visits import Visits, registers

__all__ = ["draw_registrations"]

_A_DAY = 2.3
"""How many of them an ordinary day of 2024 brings."""


def draw_registrations(seed: int, visits: Visits, *, scale: float, block: int) -> tuple[Ints, Ints]:
    """Day and channel of each, in the order of time: from the visits on record, and drawn for the days before them."""
    rng = stream(seed, "only registered", block)
    first = day_number(LOG_FIRST)
    counts = poisson(rng, _A_DAY * scale * np.sqrt(day_factors()[:first]))
    before = np.repeat(np.arange(first), counts)
    channel = pick(rng, slots(CHANNEL_SHARES), len(before)).astype(np.int64)
    seen = np.flatnonzero(registers(visits))
    return np.concatenate([before, visits.minute[seen] // DAY]), np.concatenate([channel, visits.channel[seen]])
