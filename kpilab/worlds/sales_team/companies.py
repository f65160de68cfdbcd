"""The companies in the books: customers and those who may become one, and who looks after them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpilab.worlds.chance import Ints
from kpilab.worlds.sales_team.deals import Deals, companies_before, customers_before
from kpilab.worlds.sales_team.firm import seats_of
from kpilab.worlds.sales_team.luck import Luck
from kpilab.worlds.sales_team.orders import Orders
from kpilab.worlds.sales_team.people import STILL_HERE, People
from kpilab.worlds.sales_team.workdays import DAY

__all__ = ["COMPANY_NAMES", "NEVER", "Care", "Companies", "draw_companies", "in_care"]

NEVER = 1_000_000
_HEADS = (
    "Aurora", "Bamboo", "Beacon", "Birch", "Blue River", "Bridge", "Bright", "Cedar", "Clear Sky", "Cloud", "Copper",
    "Coral", "Crane", "Crystal", "Dragonfly", "Eastgate", "Ever", "First", "Five Lakes", "Golden Field", "Grand Canal",
    "Great Bay", "Harbour", "Heron", "High Peak", "Hundred", "Iron", "Jade", "Jasmine", "Lantern", "Lotus", "Lucky",
    "Maple", "Meridian", "Moon", "New Port", "North Star", "Ocean", "Orchid", "Pagoda", "Pearl", "Phoenix", "Pine",
    "Plum", "Red Gate", "Rising Sun", "Sandal", "Silver", "Spring", "Stone", "Summit", "Swallow", "Tiger", "Union",
    "Vast", "West Lake", "White Horse", "Willow", "Yangtze", "Zenith",
)  # fmt: skip
_TAILS = (
    "Foods", "Machinery", "Textiles", "Electronics", "Logistics", "Stores", "Clinics", "Building", "Plastics", "Tools",
    "Packaging", "Motors", "Trading", "Furniture", "Chemicals", "Optics", "Paper", "Metals", "Dairy", "Instruments",
    "Power", "Glass", "Print", "Freight", "Garments", "Components", "Farms", "Devices", "Ceramics", "Systems",
)  # fmt: skip
COMPANY_NAMES = tuple(f"{_HEADS[i % 60]} {_TAILS[(i // 60 + i % 60) % 30]}" for i in range(1800))


@dataclass(frozen=True)
class Companies:
    """A position a company, numbers rising."""

    number: Ints
    seat: Ints
    joined: Ints
    """The day of the first payment, negative before the tables begin; `NEVER` for who has not bought."""


@dataclass(frozen=True)
class Care:
    """A position for each company and seller who looked after it, from a day to the day of handing over."""

    company: Ints
    person: Ints
    assigned: Ints
    released: Ints
    """-1 where it goes on."""


def draw_companies(seed: int, deals: Deals, orders: Orders, scale: float, block: int) -> Companies:
    """Everyone with a deal, and everyone who bought before the tables begin."""
    luck, before = Luck(seed, block), customers_before(scale)
    known = np.arange(1, before + 1)
    last = max(int(deals.company.max(initial=0)), companies_before(scale)) + 1
    seat, joined = np.full(last, -1, dtype=np.int64), np.full(last, NEVER, dtype=np.int64)
    seat[known] = luck.below("seat", seats_of(scale) * 4, known)
    seat[deals.company[::-1]] = deals.seat[::-1]
    paid = orders.paid >= 0
    np.minimum.at(joined, deals.company[paid], orders.paid[paid] // DAY)
    joined[known] = -1 - luck.below("customer since", 1800, known)
    number = np.flatnonzero(seat >= 0)
    return Companies(number, seat[number], joined[number])


def in_care(companies: Companies, people: People) -> Care:
    """Who looked after each customer: the holder of its seat, then the successor."""
    bought = companies.joined != NEVER
    number, seat, joined = (values[bought] for values in (companies.number, companies.seat, companies.joined))
    seats = int(people.seat.max()) + 1
    holders = np.full((2, seats), -1, dtype=np.int64)
    holders[0, people.seat[:seats]] = np.arange(seats)
    holders[1, people.seat[seats:]] = np.arange(seats, len(people.seat))
    parts = []
    for holder in holders[:, seat]:
        assigned = np.maximum(joined, people.start[holder])
        there = (holder >= 0) & (assigned <= people.end[holder]) & (assigned <= 730)
        end = people.end[holder]
        released = np.where(end == STILL_HERE, -1, end + 1)
        parts.append(np.stack([number, holder, assigned, released])[:, there])
    company, person, assigned, released = np.concatenate(parts, axis=1)
    order = np.lexsort((assigned, company))
    return Care(company[order], person[order], assigned[order], released[order])
