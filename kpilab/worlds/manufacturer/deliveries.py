"""How the goods reach the customer, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds.chance import Ints, slots, stream
from kpilab.worlds.manufacturer.firms import LAST_DAY, REGIONS, Firms
from kpilab.worlds.manufacturer.orders import Lines, Orders
from kpilab.worlds.manufacturer.plant import Batches
from kpilab.worlds.manufacturer.stories import days_of
from kpilab.worlds.manufacturer.terms import NEVER
from kpilab.worlds.manufacturer.workdays import day_at, place_before, place_of
from kpilab.worlds.story import Story

__all__ = ["CARRIERS", "RETURN_REASONS", "Parcels", "Returned", "draw_parcels", "draw_returned"]

CARRIERS = ("Northway", "Southern Freight", "Delta Lines", "Western Express")
RETURN_REASONS = ("defect", "transport", "wrong goods")
_LATE = 0.05
_LATER = slots((30, 22, 14, 10, 8, 6, 5, 5), 200) + 1
_BACK = slots((4, 8, 10, 12, 12, 10, 8, 7, 6, 5, 5, 4, 3, 3, 2, 1), 200) + 2
_RETURNS_A_FAULT = 2.4
_OTHER = 0.006


@dataclass(frozen=True)
class Parcels:
    """A position a parcel; days are `NEVER` where they lie after the tables end."""

    order: Ints
    second: Ints
    promised: Ints
    shipped: Ints
    delivered: Ints
    first_shipped: Ints
    """For each order the day of the first parcel, `NEVER` where there is none yet."""
    late: NDArray[np.bool_]
    """For each order, whether anything of it comes after the day promised."""
    came: Ints
    """For each order the day on which it is complete."""


@dataclass(frozen=True)
class Returned:
    """A position a return; `line` is a position in the lines."""

    line: Ints
    quantity: Ints
    day: Ints
    reason: Ints


def draw_parcels(
    seed: int, firms: Firms, orders: Orders, lines: Lines, stories: dict[str, Story], block: int
) -> Parcels:
    """One parcel an order, and a second for what was short; the plant and the carriers keep to workdays."""
    rng = stream(seed, "parcels", block)
    luck = rng.integers(2**31, size=orders.cells)[orders.cell]
    fate = rng.random(orders.cells)[orders.cell]
    region = firms.region[orders.firm]
    begun = place_before(orders.day)
    promise = begun + np.array([5, 5, 4, 6])[region] + luck % 4
    promised = day_at(promise)
    chance = np.full(len(promised), _LATE)
    if "west_carrier" in stories:
        story = stories["west_carrier"]
        first, last = days_of(story)
        here = (region == REGIONS.index(story.where["region"])) & (promised >= first) & (promised <= last)
        chance = np.where(here, _LATE + story.strength, chance)
    late = fate < chance
    arrives = np.where(late, promise + _LATER[luck // 8 % 200], promise - luck // 2048 % 3)
    transit = 1 + (luck // 16384) % np.array([2, 2, 1, 3])[region]
    leaves = np.maximum(arrives - transit, begun + 1)
    shipped, delivered = day_at(leaves), day_at(arrives)
    sent = ~orders.cancelled
    short = np.bincount(lines.order, weights=lines.quantity > lines.shipped, minlength=len(promised)) > 0
    rest, whole = np.flatnonzero(short & sent), np.flatnonzero(sent)
    order = np.concatenate([whole, rest])
    again = 4 + luck[rest] // 64 % 6
    complete = day_at(arrives[rest] + again)
    shipped_on = np.concatenate([shipped[whole], day_at(leaves[rest] + again)])
    delivered_on = np.concatenate([delivered[whole], complete])
    came = delivered.copy()
    came[rest] = complete
    in_time = np.lexsort((np.arange(len(order)) >= len(whole), order))
    return Parcels(
        order=order[in_time],
        second=(np.arange(len(order)) >= len(whole)).astype(np.int64)[in_time],
        promised=promised[order][in_time],
        shipped=np.where(shipped_on > LAST_DAY, NEVER, shipped_on)[in_time],
        delivered=np.where(delivered_on > LAST_DAY, NEVER, delivered_on)[in_time],
        first_shipped=np.where(sent & (shipped <= LAST_DAY), shipped, NEVER),
        late=came > promised,
        came=came,
    )


def draw_returned(seed: int, orders: Orders, lines: Lines, parcels: Parcels, batches: Batches, block: int) -> Returned:
    """Goods that come back: mostly faulty ones, from the batch that they were made in."""
    rng = stream(seed, "returned", block)
    cell = orders.cell[lines.order] * 3 + lines.line_no - 1
    size = orders.cells * 3
    fate = rng.random(size)[cell]
    luck = rng.integers(2**31, size=size)[cell]
    faulty = np.minimum(_RETURNS_A_FAULT * batches.share[lines.batch, orders.line[lines.order]], 0.6)
    defect = fate < faulty
    other = (fate >= 0.6) & (fate < 0.6 + _OTHER)
    day = day_at(place_of(parcels.came[lines.order] + _BACK[luck % 200], luck // 64))
    back = (defect | other) & (parcels.first_shipped[lines.order] < NEVER) & (day <= LAST_DAY)
    line = np.flatnonzero(back)
    line = line[np.argsort(day[line], kind="stable")]
    share = 5 + luck[line] // 256 % 60
    quantity = np.maximum(lines.quantity[line] * share // 100, 1)
    reason = np.where(defect[line], 0, 1 + luck[line] // 32768 % 2)
    return Returned(line, quantity, day[line], reason)
