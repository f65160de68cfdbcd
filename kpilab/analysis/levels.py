"""Base, norm and target from a history of comparable periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import median
from typing import Literal

from kpilab.errors import MatrixError
from kpilab.i18n import _

__all__ = ["Levels", "count_levels"]


@dataclass(frozen=True)
class Levels:
    """The three levels of a row, in the unit of the history they come from."""

    base: float
    norm: float
    target: float

    def __str__(self) -> str:
        return _("base {base:g}, norm {norm:g}, target {target:g}").format(
            base=self.base, norm=self.norm, target=self.target
        )


def count_levels(history: Sequence[float], *, better: Literal["higher", "lower"] = "higher") -> Levels:
    """Base = second worst, norm = middle, target = second best of comparable periods.

    The second places keep one odd month at either end out of the agreement. Raises `MatrixError`
    with fewer than five periods, or where the three do not differ.

    >>> count_levels([104, 96, 118, 84, 113, 101, 110, 187, 116, 108, 130, 123])
    Levels(base=96, norm=111.5, target=130)
    """
    if len(history) < 5 or not all(isfinite(value) for value in history):
        raise MatrixError(
            _("Levels need at least five comparable periods, each with a number; there are {n}.").format(n=len(history))
        )
    ordered = sorted(history, reverse=better == "lower")
    found = Levels(ordered[1], median(ordered), ordered[-2])
    if len({found.base, found.norm, found.target}) < 3:
        raise MatrixError(_("The periods are too much alike to set three levels from them: set them by judgement."))
    return found
