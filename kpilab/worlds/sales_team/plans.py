"""What was expected and what was paid for it: quotas, the teams' plans, pay, and the sellers' matrix."""

from __future__ import annotations

import numpy as np

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, Reals
from kpilab.worlds.sales_team.baskets import Wanted
from kpilab.worlds.sales_team.deals import Deals
from kpilab.worlds.sales_team.firm import TEAMS, seats_of
from kpilab.worlds.sales_team.leads import LEADS, Leads
from kpilab.worlds.sales_team.orders import Orders
from kpilab.worlds.sales_team.people import People
from kpilab.worlds.sales_team.skills import Columns
from kpilab.worlds.sales_team.workdays import DAY, END, busy_days, month_number

__all__ = ["MATRIX_KPIS", "PLANNED_KPIS", "matrix", "pay", "quotas", "team_plans"]

PLANNED_KPIS = ("net_sales", "order_count", "lead_count")
"""The KPIs that the firm plans for each team and month."""
MATRIX_KPIS = ("gmv_paid", "win_rate", "follow_up_timeliness")
"""The rows of each seller's matrix, with weights of a half, three tenths and a fifth."""
_QUOTA = 52_000
"""Currency units a month for an experienced seller in 2024."""
_MONTHS = (0.80, 0.62, 1.05, 0.98, 1.00, 1.08, 1.02, 0.98, 1.08, 0.96, 1.14, 1.29)
_GROWTH = 1.06
_FIRST_MONTHS = np.array([0.4, 0.4, 0.6, 0.6, 0.8, 0.8, 1.0])
_REALISTIC, _AN_ORDER = 0.95, 23_000
"""The part of its quotas that a team is planned to bring, and what an order brings."""
_BASE_PAY, _COMMISSION, _BEYOND = 6_500, 50, 75
"""Currency units a month; commission in thousandths of paid orders, and of those beyond the quota."""


def _levels() -> Reals:
    """Months: the quota of an experienced seller in currency units, to the nearest hundred."""
    month = np.arange(len(calendar.months()))
    season = np.array(_MONTHS)[month % 12]
    return np.floor(_QUOTA * season * np.where(month >= 12, _GROWTH, 1.0) / 100 + 0.5) * 100


def quotas(people: People) -> Columns:
    """Each seller's quota for each month that begins with him or her there; newcomers start at less."""
    person, month = (index.ravel() for index in np.indices((len(people.number), len(calendar.months()))))
    first = np.append(0, calendar.month_ends()[:-1] + 1)[month]
    last = calendar.month_ends()[month]
    there = (people.start[person] <= first) & (people.end[person] >= last)
    person, month, first = person[there], month[there], first[there]
    here_for = np.minimum((first - people.start[person]) // 30, len(_FIRST_MONTHS) - 1)
    amount = np.floor(_levels()[month] * _FIRST_MONTHS[here_for] + 0.5).astype(np.int64) * 100
    return {"person": person, "month": month, "cents": amount}


def team_plans(scale: float) -> Columns:
    """Base, norm and target for each team, month and planned KPI; they look back and know of no story."""
    team, month = (index.ravel() for index in np.indices((len(TEAMS), len(calendar.months()))))
    busy = np.array([each.busy for each in TEAMS])[team] / (sum(each.busy for each in TEAMS) / len(TEAMS))
    sales = _levels()[month] * seats_of(scale) * busy * _REALISTIC
    leads = LEADS * scale / len(TEAMS) * busy * _lead_months()[month]
    norms = {"net_sales": sales, "order_count": sales / _AN_ORDER, "lead_count": leads}
    steps = {"net_sales": 0.25, "order_count": 0.25, "lead_count": 0.15}
    parts = []
    for position, kpi in enumerate(PLANNED_KPIS):
        unit = 100 if kpi == "net_sales" else 1
        levels = [np.floor(norms[kpi] * (1 + sign * steps[kpi]) / unit + 0.5) * unit for sign in (-1, 0, 1)]
        parts.append((team, month, np.full(len(team), position), *levels))
    names = ("team", "month", "kpi", "base", "norm", "target")
    return dict(zip(names, (np.concatenate(columns) for columns in zip(*parts, strict=True)), strict=True))


def _lead_months() -> Reals:
    """The share of the two years' leads that falls in each month."""
    days = busy_days()
    return np.bincount(month_number(days), minlength=len(calendar.months())) / len(days)


def _paid_cents(people: People, deals: Deals, lines: Wanted, orders: Orders) -> Ints:
    """Sellers × months: paid amounts of their orders."""
    months = len(calendar.months())
    found = np.zeros(len(people.number) * months, dtype=np.int64)
    counts = (orders.paid[lines.deal] >= 0) & deals.is_won[lines.deal]
    deal = lines.deal[counts]
    np.add.at(found, deals.person[deal] * months + month_number(orders.paid[deal] // DAY), lines.paid[counts])
    return found.reshape(-1, months)


def pay(people: People, deals: Deals, lines: Wanted, orders: Orders) -> Columns:
    """Base pay by the days of the month, commission on paid orders, and more on what is beyond the quota."""
    months = len(calendar.months())
    sold = _paid_cents(people, deals, lines, orders)
    quota = np.zeros_like(sold)
    asked = quotas(people)
    quota[asked["person"], asked["month"]] = asked["cents"]
    person, month = (index.ravel() for index in np.indices((len(people.number), months)))
    first, last = np.append(0, calendar.month_ends()[:-1] + 1)[month], calendar.month_ends()[month]
    days = np.minimum(people.end[person], last) - np.maximum(people.start[person], first) + 1
    there = days > 0
    person, month, days, length = person[there], month[there], days[there], (last - first + 1)[there]
    beyond = np.where(quota[person, month] > 0, np.maximum(sold[person, month] - quota[person, month], 0), 0)
    return {
        "person": person,
        "month": month,
        "base": (_BASE_PAY * 100 * days) // length,
        "commission": sold[person, month] * _COMMISSION // 1000,
        "bonus": beyond * (_BEYOND - _COMMISSION) // 1000,
    }


def matrix(people: People, leads: Leads, deals: Deals, lines: Wanted, orders: Orders) -> Columns:
    """For each quota of 2025: three KPIs with weight, levels and the fact, missing where nothing was closed or due."""
    months, sellers = len(calendar.months()), len(people.number)
    asked = quotas(people)
    late_year = asked["month"] >= 12
    person, month, quota = (asked[name][late_year] for name in ("person", "month", "cents"))
    sold = _paid_cents(people, deals, lines, orders)[person, month] / 100
    closed = np.flatnonzero(deals.closed >= 0)
    place = deals.person[closed] * months + month_number(deals.closed[closed] // DAY)
    decided = np.bincount(place, minlength=sellers * months).reshape(-1, months)[person, month]
    won = np.bincount(place[deals.is_won[closed]], minlength=sellers * months).reshape(-1, months)[person, month]
    due_day = (leads.created + DAY) // DAY
    due = due_day <= int((leads.created // DAY).max(initial=END))
    place = leads.person[due] * months + month_number(due_day[due])
    kept = (leads.contacted[due] >= 0) & (leads.contacted[due] - leads.created[due] <= DAY)
    asked_for = np.bincount(place, minlength=sellers * months).reshape(-1, months)[person, month]
    answered = np.bincount(place[kept], minlength=sellers * months).reshape(-1, months)[person, month]
    rows = (
        (0.5, quota / 100 * 0.6, quota / 100, quota / 100 * 1.3, sold),
        (0.3, 0.28, 0.40, 0.52, _share(won, decided)),
        (0.2, 0.60, 0.74, 0.86, _share(answered, asked_for)),
    )
    parts = [
        (person, month, np.full(len(person), i), *(np.broadcast_to(value, person.shape) for value in row))
        for i, row in enumerate(rows)
    ]
    names = ("person", "month", "kpi", "weight", "base", "norm", "target", "fact")
    return dict(zip(names, (np.concatenate(columns) for columns in zip(*parts, strict=True)), strict=True))


def _share(part: Ints, whole: Ints) -> Reals:
    return np.where(whole > 0, np.floor(part / np.maximum(whole, 1) * 10_000 + 0.5) / 10_000, np.nan)
