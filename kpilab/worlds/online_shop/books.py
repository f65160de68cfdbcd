"""The ledger, the budget of the big promotion, and the plans."""

from __future__ import annotations

import numpy as np

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints
from kpilab.worlds.online_shop.campaigns import CAMPAIGNS
from kpilab.worlds.online_shop.shop import PHASES, day_factors, day_number

__all__ = ["COST_LINES", "NET_SALES_A_FACTOR", "PLANNED_KPIS", "budget", "ledger", "phase_of", "plan_levels"]

PLANNED_KPIS = ("net_sales", "order_count", "new_customers")
COST_LINES = ("marketing", "logistics", "service", "salaries", "rent", "interest", "tax")
_PROMOTION_BUDGET = {
    "marketing": (3_400, 14_500, 3_000, 1_900),
    "logistics": (1_100, 2_400, 2_200, 3_800),
    "service": (200, 450, 150, 700),
}
_FREIGHT, _HELP = 1_150, 900
_EACH_MONTH = {"salaries": 3_400_000, "rent": 420_000, "interest": 38_000}
NET_SALES_A_FACTOR = 3_120.0
_A_FACTOR = {"net_sales": NET_SALES_A_FACTOR, "order_count": 10.8, "new_customers": 4.8}
"""What a day with a factor of 1 comes to at the standard size: currency units, orders, customers."""


def ledger(orders_by_day: Ints, tickets_by_day: Ints) -> tuple[Ints, Ints, Ints]:
    """Day, cost line (a position) and cents of each booking.

    Campaigns are booked by the day, freight by the order, service by the ticket, and the rest on fixed days.
    """
    days = calendar.days()
    marketing = np.zeros(len(days), dtype=np.int64)
    for campaign in CAMPAIGNS:
        span = slice(day_number(campaign.first), day_number(campaign.last) + 1)
        marketing[span] += campaign.cost // (span.stop - span.start)
    first_of_month = [number for number, day in enumerate(days) if day.day.day == 1]
    tax_days = [number for number, day in enumerate(days) if day.day.day == 15 and day.day.month % 3 == 1]
    parts = [
        (np.arange(len(days)), "marketing", marketing),
        (np.arange(len(days)), "logistics", orders_by_day * _FREIGHT),
        (np.arange(len(days)), "service", tickets_by_day * _HELP),
        *((np.array(first_of_month), line, np.full(24, cents)) for line, cents in _EACH_MONTH.items()),
        (np.array(tax_days), "tax", np.full(len(tax_days), 1_900_000)),
    ]
    day = np.concatenate([when for when, _line, _cents in parts])
    line = np.concatenate([np.full(len(when), COST_LINES.index(name)) for when, name, _cents in parts])
    cents = np.concatenate([amount for _when, _line, amount in parts])
    in_time = np.argsort(day, kind="stable")
    return day[in_time], line[in_time], cents[in_time]


def phase_of() -> Ints:
    """For each day the position of the promotion's phase, −1 outside."""
    days = calendar.days()
    return np.array([next((n for n, (_name, a, b) in enumerate(PHASES) if a <= day.day <= b), -1) for day in days])


def budget() -> list[tuple[str, str, int, int]]:
    """Cost line, phase, its first day and cents, for the big promotion."""
    return [
        (line, phase, day_number(first), 100 * amounts[place])
        for line, amounts in _PROMOTION_BUDGET.items()
        for place, (phase, first, _last) in enumerate(PHASES)
    ]


def plan_levels(kpi: str, scale: float) -> Ints:
    """Months × (base, norm, target), from what the days can be expected to bring."""
    expected = np.bincount(calendar.month_of(), day_factors()) * _A_FACTOR[kpi] * scale
    levels = expected[:, None] * np.array([0.88, 1.0, 1.1])
    step = 100 if kpi == "net_sales" else 1
    rounded: Ints = np.maximum(np.floor(levels / step + 0.5).astype(np.int64), np.array([1, 2, 3])) * step
    return rounded
