"""What others do: rivals' visitors as a panel reports them, and the market as an institute estimates it."""

from __future__ import annotations

import numpy as np

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, normal, stream
from kpilab.worlds.online_shop.books import NET_SALES_A_FACTOR
from kpilab.worlds.online_shop.shop import CATEGORIES, day_factors

__all__ = ["RIVALS", "market", "rivals"]

RIVALS = (("Lantern Tea", 5_200.0), ("Crane & Co", 3_300.0), ("Hill Leaf", 7_900.0))


def rivals(seed: int) -> Ints:
    """Months × rivals: visitors as a panel reports them, to the nearest hundred."""
    rng = stream(seed, "rivals")
    months = calendar.month_of()
    factor = np.bincount(months, day_factors()) / np.bincount(months)
    luck = 1 + 0.09 * np.clip(normal(rng, (len(factor), len(RIVALS))), -2, 2)
    size = np.array([visitors for _name, visitors in RIVALS])
    return np.floor(size * factor[:, None] * luck / 100 + 0.5).astype(np.int64) * 100


def market(seed: int, scale: float) -> Ints:
    """Months × categories: what all shops of the kind sell, in cents, as an institute estimates it."""
    rng = stream(seed, "market")
    months = calendar.month_of()
    factor = np.bincount(months, day_factors())
    share = np.array([0.26, 0.30, 0.22, 0.12, 0.10]) / np.array([0.030, 0.021, 0.012, 0.009, 0.014])
    luck = 1 + 0.04 * np.clip(normal(rng, (len(factor), len(CATEGORIES))), -2, 2)
    total = NET_SALES_A_FACTOR * factor[:, None] * share * luck * scale
    rounded: Ints = np.floor(total / 1000 + 0.5).astype(np.int64) * 100_000
    return rounded
