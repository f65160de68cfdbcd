"""The eight stores: who runs them, how much they sell, and how well they serve."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

__all__ = ["DISTRICT_SEASONS", "STORES", "Store", "region", "store_number"]


@dataclass(frozen=True)
class Store:
    """One store. `walk_ins` are orders a day from people who are not yet members."""

    store_id: str
    name: str
    city: str
    district: str
    opened_on: date
    floor_m2: int
    manager: str
    advisers: int
    cashiers: int
    walk_ins: float
    joins: float
    """The share of those who join as members with that order."""
    regulars: int
    """Members who joined before these tables begin."""
    satisfied: float
    wait: float
    comes_back: float
    """The chance that a line of an order is returned."""
    visitors_per_order: int
    answers: int
    """Survey answers a month."""


STORES = (
    Store("S1", "Riverside", "Hangzhou", "residential", date(2016, 5, 1), 620, "Chen",
          advisers=6, cashiers=3, walk_ins=3.5, joins=0.50, regulars=1200, satisfied=0.90, wait=5.0,
          comes_back=0.021, visitors_per_order=13, answers=50),
    Store("S2", "Hilltop", "Hangzhou", "mall", date(2014, 9, 19), 880, "Li",
          advisers=8, cashiers=4, walk_ins=5.2, joins=0.46, regulars=1600, satisfied=0.88, wait=5.5,
          comes_back=0.021, visitors_per_order=16, answers=60),
    Store("S3", "Old Town", "Suzhou", "centre", date(2015, 3, 28), 640, "Ma",
          advisers=6, cashiers=3, walk_ins=3.5, joins=0.46, regulars=1000, satisfied=0.90, wait=5.0,
          comes_back=0.018, visitors_per_order=15, answers=50),
    Store("S4", "Harbour", "Ningbo", "residential", date(2018, 10, 1), 560, "Song",
          advisers=5, cashiers=3, walk_ins=3.0, joins=0.44, regulars=800, satisfied=0.91, wait=4.6,
          comes_back=0.021, visitors_per_order=12, answers=48),
    Store("S5", "Station", "Hangzhou", "transit", date(2017, 4, 15), 520, "Guo",
          advisers=6, cashiers=4, walk_ins=4.7, joins=0.28, regulars=900, satisfied=0.86, wait=6.2,
          comes_back=0.022, visitors_per_order=24, answers=54),
    Store("S6", "Garden Mall", "Suzhou", "mall", date(2019, 12, 12), 940, "Zhao",
          advisers=8, cashiers=5, walk_ins=5.6, joins=0.42, regulars=1300, satisfied=0.89, wait=5.4,
          comes_back=0.020, visitors_per_order=18, answers=60),
    Store("S7", "University", "Nanjing", "student", date(2020, 8, 22), 380, "Wu",
          advisers=4, cashiers=2, walk_ins=2.5, joins=0.52, regulars=600, satisfied=0.88, wait=4.8,
          comes_back=0.025, visitors_per_order=17, answers=42),
    Store("S8", "Lakeside", "Huzhou", "residential", date(2021, 6, 5), 210, "Deng",
          advisers=2, cashiers=1, walk_ins=0.6, joins=0.45, regulars=130, satisfied=0.92, wait=3.4,
          comes_back=0.017, visitors_per_order=9, answers=14),
)  # fmt: skip
"""Lakeside is small on purpose: its months are mostly luck."""

DISTRICT_SEASONS = {
    "centre": (1.00, 0.92, 0.95, 1.02, 1.06, 1.00, 0.96, 0.94, 1.00, 1.06, 1.04, 1.05),
    "mall": (1.04, 0.88, 0.92, 0.96, 1.00, 1.02, 1.02, 1.02, 0.96, 1.00, 1.06, 1.12),
    "residential": (1.02, 0.90, 0.98, 1.02, 1.02, 0.98, 0.92, 0.92, 1.00, 1.06, 1.06, 1.12),
    "student": (0.80, 0.70, 1.16, 1.04, 1.02, 1.00, 0.72, 0.84, 1.44, 1.12, 1.08, 1.08),
    "transit": (1.10, 0.98, 0.94, 0.98, 1.04, 0.98, 1.06, 1.06, 0.96, 1.04, 0.94, 0.92),
}
"""Each kind of place through the year, January to December, before holidays and promotions."""


def store_number(name: str) -> int:
    """The position of the store of that name, 0 to 7.

    >>> store_number("Riverside")
    0
    """
    return [store.name for store in STORES].index(name)


def region(block: int) -> tuple[Store, ...]:
    """The eight stores of a block: those above, then in each block eight more like them, with names of their own.

    >>> [store.store_id for store in region(1)][:2], region(1)[0].name
    (['S9', 'S10'], 'Riverside 2')
    """
    if not block:
        return STORES
    first = block * len(STORES) + 1
    return tuple(
        replace(store, store_id=f"S{first + place}", name=f"{store.name} {block + 1}", manager="")
        for place, store in enumerate(STORES)
    )
