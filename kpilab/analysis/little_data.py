"""A decision by a share of few: the interval first, and “not yet” where it lies on both sides of the line."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Literal

from kpilab.analysis.surveys import share_interval
from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["Reading", "asked_until_decided", "read_share"]

Side = Literal["above", "below", "not yet"]


@dataclass(frozen=True)
class Reading:
    """A share beside a line: its 95 % interval, and the side on which the whole interval lies."""

    share: float
    low: float
    high: float
    side: Side


def read_share(successes: float, asked: int, *, line: float) -> Reading:
    """On which side of `line` (a fraction) the share lies; "not yet" where luck alone could put it on either.

    The interval is Wilson's, at 95 %. Nobody asked: missing numbers, and not yet. Raises `DataError` where the line is
    no fraction: 60 in place of 0.60 would put every share below it.

    >>> read_share(9, 12, line=0.6).side, read_share(45, 60, line=0.6).side
    ('not yet', 'above')
    """
    _checked(line)
    low, high = share_interval(successes, asked)
    share = successes / asked if asked else float("nan")
    side: Side = "not yet" if isnan(low) or low <= line <= high else "above" if low > line else "below"
    return Reading(share, low, high, side)


def asked_until_decided(share: float, *, line: float, most: int = 100_000) -> int:
    """How many must be asked until a share that stays as it is decides about the line; `most` where that is not enough.

    >>> asked_until_decided(0.75, line=0.6)
    41
    """
    _checked(line)
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        if _decides(share, middle, line):
            high = middle
        else:
            low = middle + 1
    return low


def _checked(line: float) -> None:
    if not 0 <= line <= 1:
        raise DataError(_("The line is {line:g}; write a share as a fraction, 0.60 for 60 %.").format(line=line))


def _decides(share: float, asked: int, line: float) -> bool:
    low, high = share_interval(share * asked, asked)
    return low > line or high < line
