"""What a deal is about: products, pieces, prices and discount; and what comes back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpilab.worlds.chance import Ints, slots
from kpilab.worlds.sales_team.firm import PRODUCTS
from kpilab.worlds.sales_team.luck import Luck

__all__ = ["Wanted", "wanted"]

_SLOTS = slots([product.wanted for product in PRODUCTS], 1030)
_LINES = slots([46, 34, 20], 100) + 1
_STEPS = np.array([0, 5, 3])
"""From one line's product to the next; no two lines of a deal are alike."""
_CHEAPER_BEFORE = 96


@dataclass(frozen=True)
class Wanted:
    """A position a line; `deal` is a position in the deals."""

    deal: Ints
    line_no: Ints
    product: Ints
    quantity: Ints
    price: Ints
    """List price of one piece, in cents."""
    discount: Ints
    """Off the whole line, in cents."""

    @property
    def paid(self) -> Ints:
        """What the line costs after its discount, in cents."""
        return self.quantity * self.price - self.discount


def wanted(luck: Luck, number: Ints, day: Ints, percent: Ints) -> Wanted:
    """The lines of all deals, deal by deal; a few deals are very large."""
    lines = _LINES[luck.below("lines", 100, number)]
    deal = np.repeat(np.arange(len(number)), lines)
    line = np.arange(len(deal)) - np.repeat(np.cumsum(lines) - lines, lines)
    first = _SLOTS[luck.below("first product", len(_SLOTS), number)]
    product = (first[deal] + np.cumsum(_STEPS)[line]) % len(PRODUCTS)
    size = luck.tailed("size", 0.75, number)[deal]
    own = luck.tailed("line size", 0.35, number[deal], 1)
    usual = np.array([each.usual for each in PRODUCTS])[product]
    quantity = np.maximum(np.floor(usual * size * own + 0.5), 1).astype(np.int64)
    now = np.array([each.price * 100 for each in PRODUCTS])[product]
    licence = np.array([each.category == "Software" for each in PRODUCTS])[product]
    price = np.where(licence & (day[deal] < 366), now * _CHEAPER_BEFORE // 100, now)
    large = size > 2.2
    discount = quantity * price * (percent[deal] + 3 * large) // 100
    return Wanted(deal, line + 1, product, quantity, price, discount)
