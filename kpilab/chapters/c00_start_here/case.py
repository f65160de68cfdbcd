"""The small cases of the first page: one month, three months, three stores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpilab.course.task import CaseMaker

__all__ = ["MONTH", "QUARTER", "STORES", "Month", "Quarter", "Stores"]


@dataclass(frozen=True)
class Month:
    """Sales of one month and their plan, in thousands."""

    plan: int
    sold: int

    def line(self) -> str:
        """The case as one line to read."""
        return f"{self.sold:,} / {self.plan:,}"


@dataclass(frozen=True)
class Quarter:
    """April's sales in thousands, and the percent by which May fell and June rose."""

    april: int
    percent: int

    @property
    def may(self) -> float:
        """May's sales."""
        return self.april * (100 - self.percent) / 100

    @property
    def june(self) -> float:
        """June's sales: the percent of May, and not of April."""
        return self.may * (100 + self.percent) / 100


@dataclass(frozen=True)
class Stores:
    """(store, plan, sold) of three stores, in thousands; `best` names the one that did best against its plan."""

    rows: tuple[tuple[str, int, int], ...]

    @property
    def best(self) -> str:
        """The store with the largest share of its plan."""
        return max(self.rows, key=lambda row: row[2] / row[1])[0]

    @property
    def largest(self) -> str:
        """The store that sold most."""
        return max(self.rows, key=lambda row: row[2])[0]

    @property
    def other(self) -> str:
        """The third one."""
        return next(row[0] for row in self.rows if row[0] not in (self.best, self.largest))

    def share(self, store: str) -> float:
        """Sold ÷ plan of one store."""
        return next(sold / plan for name, plan, sold in self.rows if name == store)


def _draw_month(rng: np.random.Generator) -> Month:
    plan = int(rng.integers(16, 40)) * 20
    return Month(plan, plan * int(rng.integers(104, 130)) // 100)


def _draw_quarter(rng: np.random.Generator) -> Quarter:
    return Quarter(int(rng.integers(2, 9)) * 100, int(rng.choice([10, 20, 30])))


def _draw_stores(rng: np.random.Generator) -> Stores:
    """Three sizes; the largest sells most, the smallest does best against its plan, in an order of its own."""
    small, middle, large = (int(rng.integers(low, high)) * 20 for low, high in ((8, 14), (18, 26), (34, 44)))
    sizes = [
        (small, int(rng.integers(114, 122))),
        (middle, int(rng.integers(101, 105))),
        (large, int(rng.integers(106, 110))),
    ]
    names = [str(name) for name in rng.permutation(["Riverside", "Hilltop", "Garden Mall"])]
    rows = [(name, plan, plan * percent // 100) for name, (plan, percent) in zip(names, sizes, strict=True)]
    return Stores(tuple(sorted(rows)))


MONTH = CaseMaker("start-month", lambda: Month(600, 750), _draw_month)
QUARTER = CaseMaker("start-quarter", lambda: Quarter(200, 10), _draw_quarter)
STORES = CaseMaker(
    "start-stores",
    lambda: Stores((("Garden Mall", 200, 230), ("Hilltop", 800, 864), ("Riverside", 500, 510))),
    _draw_stores,
)
