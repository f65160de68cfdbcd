"""The seasons of a year: how far each period lies above or below the average, and a year's plan split by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite
from typing import TYPE_CHECKING

from kpilab.analysis.shares import split_exactly, whole
from kpilab.errors import PlanError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Seasons", "seasonal_indices", "split_year"]


@dataclass(frozen=True)
class Seasons:
    """The index of each period: 1 is an average one, and all sum to the number of periods.

    `trend_removed` says whether growth was taken out first, `years` how many full years were used.
    """

    indices: Mapping[str, float]
    years: int
    trend_removed: bool

    def frame(self) -> pd.DataFrame:
        """A line a period: ``index``."""
        import pandas as pd

        return pd.DataFrame({"index": list(self.indices.values())}, index=list(self.indices))

    def __str__(self) -> str:
        low = min(self.indices, key=lambda name: self.indices[name])
        high = max(self.indices, key=lambda name: self.indices[name])
        return _(
            "{high} brings {most:.0%} of an average period, {low} {least:.0%}; an even plan would be too hard in "
            "{low} and too easy in {high}."
        ).format(high=high, most=self.indices[high], low=low, least=self.indices[low])


def seasonal_indices(
    history: Sequence[float], periods: Sequence[str], *, lifts: Sequence[float] | None = None
) -> Seasons:
    """The seasonal indices of `history`, whose values follow each other from the first of `periods` on.

    With one year of history an index is the ratio to the year's average. With more years, growth is taken out first:
    each value is divided by the average of the full year around it (the centred moving average), the ratios of
    each period are averaged, and all are scaled so that they sum to the number of periods. `lifts` is what
    promotions added in each period of the history: it is taken out before anything else, so that a promotion is
    planned as a promotion and not as a season. Raises `PlanError` where the history is not made of full years, where a
    value is missing or negative, or where nothing is left after the promotions.

    >>> found = seasonal_indices([2.1, 2.4, 2.6, 3.9], ["Q1", "Q2", "Q3", "Q4"])
    >>> {name: round(index, 4) for name, index in found.indices.items()}
    {'Q1': 0.7636, 'Q2': 0.8727, 'Q3': 0.9455, 'Q4': 1.4182}

    Source: classical decomposition, ratio to average and ratio to centred moving average.
    """
    values = _without_lifts(history, lifts)
    names = list(periods)
    if len(names) < 2 or len(set(names)) < len(names):
        raise PlanError(_("Name the periods of one year, each once: there are at least two."))
    years, rest = divmod(len(values), len(names))
    if rest or not years:
        raise PlanError(
            _("The history has {n} periods; it needs full years of {m}, from the first period on.").format(
                n=len(values), m=len(names)
            )
        )
    ratios = _ratios_to_year(values, len(names)) if years > 1 else {i: [value] for i, value in enumerate(values)}
    means = [fsum(ratios[i]) / len(ratios[i]) for i in range(len(names))]
    total = fsum(means)
    if not total > 0:
        raise PlanError(_("The history is 0 throughout: there is no season to read from it."))
    return Seasons({name: mean * len(names) / total for name, mean in zip(names, means, strict=True)}, years, years > 1)


def split_year(
    total: int, seasons: Seasons, *, step: int = 1, lifts: Mapping[str, int] | None = None
) -> dict[str, int]:
    """A year's plan by period, summing to `total` exactly, in whole steps.

    `lifts` is what planned promotions will add, by period: it is set aside first and put back where it belongs.
    Raises `PlanError` where the lifts name another period or exceed the total.

    >>> quarters = seasonal_indices([2.1, 2.4, 2.6, 3.9], ["Q1", "Q2", "Q3", "Q4"])
    >>> split_year(13_200_000, quarters, step=1000)
    {'Q1': 2520000, 'Q2': 2880000, 'Q3': 3120000, 'Q4': 4680000}
    """
    planned = {name: whole(lift, _("The lift")) for name, lift in (lifts or {}).items()}
    if strangers := sorted(set(planned) - set(seasons.indices)):
        raise PlanError(
            _("There is no period {names}. There is: {known}.").format(
                names=", ".join(strangers), known=", ".join(seasons.indices)
            )
        )
    base = whole(total, _("The year's plan")) - sum(planned.values())
    if base < 0:
        raise PlanError(_("The planned promotions bring more than the whole year's plan."))
    parts = split_exactly(base, seasons.indices, step=step)
    return {name: part + planned.get(name, 0) for name, part in parts.items()}


def _without_lifts(history: Sequence[float], lifts: Sequence[float] | None) -> list[float]:
    values = [float(value) for value in history]
    added = [float(lift) for lift in lifts] if lifts is not None else [0.0] * len(values)
    if len(added) != len(values):
        raise PlanError(_("Give one lift for each period of the history, 0 where there was no promotion."))
    left = [value - lift for value, lift in zip(values, added, strict=True)]
    if not all(isfinite(value) and value >= 0 for value in left):
        raise PlanError(_("Each period of the history needs a number, not below 0 after its promotions are taken out."))
    return left


def _ratios_to_year(values: Sequence[float], length: int) -> dict[int, list[float]]:
    """For each period the ratios to the average of the full year centred on it."""
    found: dict[int, list[float]] = {i: [] for i in range(length)}
    half = length // 2
    for at in range(half, len(values) - half):
        window = list(values[at - half : at + half + 1])
        if length % 2 == 0:  # half of each end, so that every period counts once
            window[0], window[-1] = window[0] / 2, window[-1] / 2
        trend = fsum(window) / length
        if trend <= 0:
            raise PlanError(_("A whole year of the history is 0: begin where sales begin."))
        found[at % length].append(values[at] / trend)
    return found
