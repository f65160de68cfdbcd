"""What each KPI of a store and month comes to on average: the history that the plans look back on."""

from __future__ import annotations

from functools import cache

import numpy as np

from kpilab.worlds import calendar
from kpilab.worlds.chance import Reals
from kpilab.worlds.retail_chain import demand
from kpilab.worlds.retail_chain.assortment import PRODUCTS, quantities
from kpilab.worlds.retail_chain.baskets import ONLINE_RETURNS, list_prices, product_slots
from kpilab.worlds.retail_chain.members import AWAY, EARLIEST_MONTH, HABITS, cohort_chances, survival
from kpilab.worlds.retail_chain.orders import PAID_SHARE
from kpilab.worlds.retail_chain.service import expected_served, expected_waits
from kpilab.worlds.retail_chain.stores import STORES

__all__ = ["net_sales", "new_members", "repurchase", "returned_share", "satisfied", "waits"]

_MONTHS = len(calendar.months())


def _walk_ins() -> Reals:
    walk_ins: Reals = np.array([store.walk_ins for store in STORES])[:, None] * demand.day_factors()
    return walk_ins


def new_members() -> Reals:
    """Stores × months: members who join."""
    joins = np.array([store.joins for store in STORES])[:, None]
    members: Reals = demand.month_sums(_walk_ins()) * joins
    return members


@cache
def _cohorts() -> Reals:
    """Stores × cohorts: members who join in each month, from three years before these tables."""
    earlier = np.array([[store.regulars / -EARLIEST_MONTH] * -EARLIEST_MONTH for store in STORES])
    return np.concatenate([earlier, new_members()], axis=1)


@cache
def _staying() -> Reals:
    """Habits × cohorts × months: the share of joiners with that habit who still buy; all in the month of joining."""
    age = np.arange(_MONTHS)[None, :] - np.arange(EARLIEST_MONTH, _MONTHS)[:, None]
    share = np.array([habit[0] for habit in HABITS])[:, None, None]
    alive = np.where(age > 0, survival()[:, np.maximum(age - 1, 0)], 1.0)
    staying: Reals = np.where(age >= 0, alive, 0.0) * share
    return staying


@cache
def _later_orders() -> Reals:
    """Stores × months: orders of members after the one they joined with, at the store that gets them."""
    at_home = []
    for number in range(len(STORES)):
        chances = cohort_chances(number)
        later = np.where(chances < 1, chances, 0.0) * _staying()
        at_home.append((later * _cohorts()[number][None, :, None]).sum(axis=(0, 1)))
    home = np.stack(at_home)
    orders: Reals = (1 - AWAY) * home + AWAY * home.sum(axis=0) / len(STORES)
    return orders


def _paid_share() -> Reals:
    """Stores × months: orders paid in the end, of all orders that anyone but a joiner places."""
    shares = demand.channel_shares()
    online, phone = shares[:, :, 0], shares[:, :, 1]
    by_channel = 1 - (1 - PAID_SHARE["online"]) * online - (1 - PAID_SHARE["phone"]) * phone
    lengths = demand.month_sums(np.ones_like(online))
    return demand.month_sums(by_channel) / lengths


@cache
def _line_value() -> Reals:
    """For each of the 24 months: the mean list value of a line, in cents."""
    pieces = np.array([sum(quantities(product)) / 20 for product in PRODUCTS])
    values = [
        float((list_prices()[month // 12] * pieces)[product_slots()[month % 12]].mean()) for month in range(_MONTHS)
    ]
    return np.array(values)


def _undiscounted() -> Reals:
    """Stores × months: the share of list value that is left after discounts, weighted by the days' demand."""
    plain, promoted = (1 - sum(demand.DISCOUNTS[on]) / 20 / 100 for on in (False, True))
    kept = np.where(demand.is_promotion(), promoted, plain)
    return demand.month_sums(demand.day_factors() * kept) / demand.month_sums(demand.day_factors())


def _lines_per_order() -> float:
    return sum(demand.PRODUCTS_PER_ORDER) / len(demand.PRODUCTS_PER_ORDER)


def _line_comes_back() -> Reals:
    """Stores × months: the chance that a line comes back."""
    online = demand.month_sums(demand.channel_shares()[:, :, 0]) / demand.month_sums(np.ones_like(demand.day_factors()))
    usual = np.array([store.comes_back for store in STORES])[:, None]
    return usual * (1 + (ONLINE_RETURNS - 1) * online)


def net_sales() -> Reals:
    """Stores × months: money paid less refunds, in cents."""
    walk_ins, joins = demand.month_sums(_walk_ins()), new_members()
    paid = joins + (walk_ins - joins + _later_orders()) * _paid_share()
    each = _lines_per_order() * _line_value()[None, :] * _undiscounted()
    return paid * each * (1 - 0.95 * _line_comes_back())


def returned_share() -> Reals:
    """Stores × months: the share of the month's paid orders of which something comes back."""
    kept = 1 - _line_comes_back()
    none = sum(kept**count for count in demand.PRODUCTS_PER_ORDER) / len(demand.PRODUCTS_PER_ORDER)
    return np.asarray(1 - none)


def satisfied() -> Reals:
    """Stores × months: the share of customers who are satisfied."""
    usual = np.array([store.satisfied for store in STORES])
    return np.repeat(usual[:, None], _MONTHS, axis=1)


def waits() -> Reals:
    """Stores × months: the mean wait of those served, in minutes."""
    served = expected_served()
    return demand.month_sums(served * expected_waits()) / demand.month_sums(served)


def repurchase() -> Reals:
    """Stores × months: of the members who bought in the month before, the share who buy again in this one.

    The first month has none before it and takes the second month's share.
    """
    shares = np.zeros((len(STORES), _MONTHS))
    here = 1 - AWAY + AWAY / len(STORES)
    stays = np.array([habit[2] for habit in HABITS])[:, None]
    for number in range(len(STORES)):
        chances = cohort_chances(number)
        chances = np.where(chances < 1, chances * here * _paid_share()[number], chances)
        members = _staying() * _cohorts()[number][None, :, None]
        for month in range(1, _MONTHS):
            before = members[:, :, month - 1] * chances[:, :, month - 1]
            again = before * stays * chances[:, :, month]
            visitors = AWAY * (1 - 1 / len(STORES)) * _later_orders()[number, month - 1]
            shares[number, month] = again.sum() / (before.sum() + visitors)
    shares[:, 0] = shares[:, 1]
    return shares
