"""The monthly plans: base, norm and target for each store, month and KPI, from comparable history."""

from __future__ import annotations

import numpy as np

from kpilab.worlds.chance import Reals
from kpilab.worlds.retail_chain import expectations

__all__ = ["levels"]


def levels(kpi: str, scale: float) -> Reals:
    """Stores × months × (base, norm, target), rounded as a head office would: thousands, whole members, half percents.

    The norm is what comparable months bring on average; it knows of no story. Money in currency units.
    """
    if kpi == "net_sales":
        norm, factors, step = expectations.net_sales() / 100 * scale, (0.80, 1, 1.10), 1000.0
    elif kpi == "new_customers":
        norm, factors, step = expectations.new_members() * scale, (0.70, 1, 1.15), 1.0
    elif kpi == "repurchase_next_window":
        norm, factors, step = expectations.repurchase(), (0.75, 1, 1.15), 0.005
    elif kpi == "csat_top2":
        usual = expectations.satisfied()
        return _rounded(np.stack([usual - 0.10, usual, usual + 0.04], axis=2), 0.005)
    elif kpi == "till_wait_minutes":
        norm, factors, step = expectations.waits(), (1.5, 1, 0.90), 0.1
    else:
        norm, factors, step = expectations.returned_share(), (1.5, 1, 0.75), 0.001
    return _rounded(norm[:, :, None] * np.array(factors), step)


def _rounded(values: Reals, step: float) -> Reals:
    """To the step; base and target are kept a step away from the norm, however small the plan."""
    steps = np.floor(values / step + 0.5)
    side = np.sign(values[:, :, 2] - values[:, :, 1])
    steps[:, :, 0] = np.where(steps[:, :, 0] == steps[:, :, 1], steps[:, :, 1] - side, steps[:, :, 0])
    steps[:, :, 2] = np.where(steps[:, :, 2] == steps[:, :, 1], steps[:, :, 1] + side, steps[:, :, 2])
    return np.round(steps * step, 3)
