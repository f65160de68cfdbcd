"""Shares that come from a sample: what a number of answers can and cannot say."""

from __future__ import annotations

from math import isfinite, nan, sqrt
from statistics import NormalDist

__all__ = ["change_margin", "share_interval"]


def share_interval(successes: float, asked: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Lower and upper end of Wilson's interval for a share, both as fractions.

    Missing (nan, nan) where nobody was asked. Source: Wilson 1927, as in Agresti & Coull 1998.

    >>> low, high = share_interval(39, 50)
    >>> f"{low:.2f} to {high:.2f}"
    '0.65 to 0.87'
    """
    if not (isfinite(successes) and isfinite(asked)) or asked <= 0:
        return nan, nan
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = successes / asked
    centre = (share + z * z / (2 * asked)) / (1 + z * z / asked)
    half = z / (1 + z * z / asked) * sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked))
    return centre - half, centre + half


def change_margin(before: float, asked_before: int, after: float, asked_after: int) -> float:
    """Give or take: half the width of the 95 % interval of a change between two surveys, as a fraction.

    `before` and `after` are shares as fractions; missing where nobody was asked. Source: the variance of a
    difference of two independent shares.

    >>> round(change_margin(0.84, 50, 0.78, 50), 2)
    0.15
    """
    if asked_before <= 0 or asked_after <= 0:
        return nan
    variance = before * (1 - before) / asked_before + after * (1 - after) / asked_after
    return NormalDist().inv_cdf(0.975) * sqrt(variance)
