"""What the plant makes, on which line, and how many of each batch are faulty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpilab.worlds.chance import Ints, Reals, log_normal, poisson, stream
from kpilab.worlds.manufacturer.stories import days_of
from kpilab.worlds.story import Story

__all__ = ["BEGINS", "LINES", "PRODUCTS", "Batches", "Product", "batch_of", "draw_batches"]

BEGINS = -103
"""The first day of orders, counted from the first of January 2024: who was a customer on that day is then known."""
LINES = ("L1", "L2", "L3", "L4")
_DAYS_A_BATCH = 3
_OLDEST = BEGINS - 30
_USUAL = 0.011
_CHECKED = 250
_MENDED = 0.5
_WORSE = 6.0


@dataclass(frozen=True)
class Product:
    """One product; price and cost in whole cents. `lot` weighs how many pieces are ordered at once."""

    product_id: str
    name: str
    category: str
    line: str
    price: int
    cost: int
    lot: float


_LISTED = (
    ("Pumps", "L1", 1.0, (("Circulation pump 25", 21800, 14300), ("Circulation pump 40", 33600, 22000),
                          ("Drain pump", 18900, 12600), ("Booster pump", 46500, 29800))),
    ("Valves", "L2", 2.5, (("Magnet valve 1/2", 5400, 3500), ("Magnet valve 3/4", 6900, 4450),
                           ("Check valve", 3800, 2500), ("Mixing valve", 9600, 6000))),
    ("Drives", "L3", 0.3, (("Drive 0.75 kW", 68000, 46000), ("Drive 1.5 kW", 92000, 61500),
                           ("Drive 3 kW", 139000, 92000), ("Door drive", 84000, 54500))),
    ("Seals", "L4", 8.0, (("Ring seal, ten", 980, 610), ("Shaft seal", 2450, 1500),
                          ("Flat gasket, ten", 1350, 840), ("Bellow seal", 3600, 2150))),
)  # fmt: skip

PRODUCTS = tuple(
    Product(f"P{number:02d}", name, category, line, price, cost, lot)
    for number, (category, line, lot, (name, price, cost)) in enumerate(
        ((category, line, lot, entry) for category, line, lot, entries in _LISTED for entry in entries), start=1
    )
)


@dataclass(frozen=True)
class Batches:
    """Batches × lines: the day of each, pieces made, checked and found faulty, and the true share of faulty pieces."""

    day: Ints
    made: Ints
    checked: Ints
    faulty: Ints
    share: Reals


def draw_batches(seed: int, stories: dict[str, Story]) -> Batches:
    """A batch each third day on every line."""
    rng = stream(seed, "batches")
    day = np.arange(_OLDEST, 731, _DAYS_A_BATCH)
    shape = (len(day), len(LINES))
    share = _USUAL * log_normal(rng, shape, 0.5)
    if "quality_mended" in stories:
        share[day >= days_of(stories["quality_mended"])[0]] *= _MENDED
    if "valve_batches" in stories:
        story = stories["valve_batches"]
        first, last = days_of(story)
        share[(day >= first - 8) & (day <= last - 8), LINES.index(story.where["plant_line"])] *= _WORSE
    share = np.minimum(share, 0.25)
    made = 600 + 20 * rng.integers(60, size=shape)
    checked = np.full(shape, _CHECKED)
    faulty = poisson(rng, share * _CHECKED)
    return Batches(np.broadcast_to(day[:, None], shape), made, checked, np.minimum(faulty, _CHECKED), share)


def batch_of(day: Ints) -> Ints:
    """The batch from which an order of that day is filled: one made about a week before."""
    return (day - 8 - _OLDEST) // _DAYS_A_BATCH
