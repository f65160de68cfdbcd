"""Pieces of content, what readers do with them, and the followers they bring."""

from __future__ import annotations

from datetime import date

import numpy as np

from kpilab.i18n import N_
from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, log_normal, poisson, stream
from kpilab.worlds.online_shop.acts import Acts, in_time
from kpilab.worlds.online_shop.demand import DAY
from kpilab.worlds.online_shop.shop import day_factors, day_number

__all__ = ["PIECES", "content_events", "followers"]

PIECES = (
    (N_("How to brew green tea"), "guide", date(2025, 9, 4)),
    (N_("Which kettle for which tea"), "guide", date(2025, 9, 18)),
    (N_("A day in the tea hills"), "story", date(2025, 9, 30)),
    (N_("Gaiwan in three minutes"), "video", date(2025, 10, 9)),
    (N_("What 11.11 brings"), "offer", date(2025, 10, 22)),
    (N_("Ten gifts below 100"), "offer", date(2025, 11, 2)),
    (N_("Clay and its care"), "guide", date(2025, 11, 20)),
    (N_("Tea for cold evenings"), "story", date(2025, 12, 3)),
    (N_("Unpacking the large gift box"), "video", date(2025, 12, 12)),
)
_ACTS = {
    "guide": (420, 300, 26, 6, 9, 30),
    "story": (380, 240, 34, 10, 12, 12),
    "video": (520, 400, 48, 12, 30, 14),
    "offer": (640, 260, 10, 4, 8, 8),
}
"""How often a piece of each kind is opened, read, liked, commented on, shared and saved."""


def content_events(seed: int, joined: Ints, *, scale: float, block: int) -> Acts:
    """What readers did with each piece, most of it in its first week; kinds as in the layout.

    `joined` is the day on which each customer registered, in order: nobody reads as a customer before.
    """
    rng = stream(seed, "content", block)
    pieces = []
    for number, (_title, kind, published) in enumerate(PIECES):
        counts = poisson(rng, np.array(_ACTS[kind]) * scale)
        size = int(counts.sum())
        age = (7 * log_normal(rng, size, 1.0)).astype(np.int64)
        minute = (day_number(published) + age) * DAY + 7 * 60 + rng.integers(16 * 60, size=size)
        inside = minute < len(calendar.days()) * DAY
        known = np.searchsorted(joined, minute // DAY)
        who = np.where(rng.random(size) < 0.85, (rng.random(size) * known).astype(np.int64), -1)
        acts = np.repeat(np.arange(len(counts)), counts)
        pieces.append((np.full(size, number)[inside], who[inside], minute[inside], acts[inside]))
    return in_time(pieces)


def followers(seed: int, *, scale: float, block: int) -> tuple[Ints, Ints]:
    """Followers gained and lost on each day; a promotion brings many, and many leave after it."""
    rng = stream(seed, "followers", block)
    factor = day_factors()
    after = np.concatenate([np.zeros(4), factor[:-4]])
    return poisson(rng, 9 * scale * factor), poisson(rng, scale * (3.5 + 2.2 * np.maximum(after - 1.2, 0)))
