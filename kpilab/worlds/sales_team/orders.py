"""Orders from deals won: when they were paid, and what came back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpilab.worlds.chance import Ints, slots
from kpilab.worlds.sales_team.baskets import Wanted
from kpilab.worlds.sales_team.deals import Deals
from kpilab.worlds.sales_team.firm import PRODUCTS
from kpilab.worlds.sales_team.luck import Luck
from kpilab.worlds.sales_team.workdays import DAY, END, next_workday

__all__ = ["Orders", "draw_orders"]

_PAID_AFTER = slots([70, 6, 5, 4, 3, 3, 2, 2, 2, 1, 1, 1], 100)
_NEVER, _COMES_BACK = 0.015, 0.035


@dataclass(frozen=True)
class Orders:
    """`deal` holds the positions of the deals that became an order, `line` those of their lines."""

    deal: Ints
    paid: Ints
    """For each deal the moment of payment; -1 for never, or not by the last day."""
    line: Ints
    returned: Ints
    """Positions of lines that came back in part."""
    returned_quantity: Ints
    returned_day: Ints


def draw_orders(seed: int, deals: Deals, lines: Wanted, block: int) -> Orders:
    """One order for each deal won."""
    luck = Luck(seed, block)
    deal = np.flatnonzero(deals.is_won)
    number = deals.number[deal]
    wait = _PAID_AFTER[luck.below("paid after", 100, number)]
    moment = np.where(
        wait == 0, deals.closed[deal] + 25, next_workday(deals.closed[deal] // DAY + wait) * DAY + 11 * 60
    )
    never = (luck.uniform("never paid", number) < _NEVER) | (moment // DAY > END)
    paid = np.full(len(deals.number), -1, dtype=np.int64)
    paid[deal] = np.where(never, -1, moment)
    goods = np.array([product.category == "Devices" for product in PRODUCTS])[lines.product]
    key, place = deals.number[lines.deal], 11
    luck_of_line = luck.uniform("comes back", key * 3 + lines.line_no, place)
    day = paid[lines.deal] // DAY + 2 + luck.below("comes back after", 28, key * 3 + lines.line_no)
    back = np.flatnonzero(goods & (paid[lines.deal] >= 0) & (luck_of_line < _COMES_BACK) & (day <= END))
    part = 1 + luck.below("pieces back", 1000, key[back]) * lines.quantity[back] // 1000
    return Orders(deal, paid, np.flatnonzero(deals.is_won[lines.deal]), back, part, day[back])
