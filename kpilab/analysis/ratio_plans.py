"""Plans of what does not add up: a ratio is checked by its two sums, a count of different people by an overlap line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum, isfinite, nan
from typing import TYPE_CHECKING

from kpilab.catalogue import kpi as kpi_of
from kpilab.errors import PlanError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Overlap", "RatioCheck", "RatioPart", "check_ratio", "overlap_line", "why_not_shared_out"]


def why_not_shared_out(kpi: str, *, periods: bool = False) -> str:
    """Why a plan of this KPI cannot be shared out by shares, and what to do; empty where it can.

    What the catalogue says of the KPI decides. `periods` asks about sharing out over time as well as over units. Raises
    `UnknownName` for a KPI that the catalogue does not have.

    >>> why_not_shared_out("net_sales")
    ''
    >>> "ratio" in why_not_shared_out("conversion_rate_session")
    True
    """
    entry = kpi_of(kpi)
    said = {
        "ratio": _(
            "{kpi} is a ratio: the company's is not the sum of its parts', nor their mean. Share out what stands "
            "above and "
            "below the line, and check the ratio with check_ratio."
        ),
        "distinct": _(
            "{kpi} counts each one once: whoever is counted by two units would be planned twice. Plan each unit "
            "by itself "
            "and state the overlap with overlap_line."
        ),
        "order statistic": _(
            "{kpi} is a middle or an extreme of many values, which parts do not add up to. Give each unit the "
            "level itself, "
            "and measure it again for the whole."
        ),
    }
    if entry.additivity == "semi-additive" and periods:
        text = _(
            "{kpi} adds up over units but not over time: a level at the year's end is no sum of months. Share it "
            "out for one point "
            "in time, without seasons."
        )
    else:
        text = said.get(entry.additivity, "")
    return text.format(kpi=entry.title)


@dataclass(frozen=True)
class RatioPart:
    """One unit's plan of a ratio: its planned rate on a planned denominator (visits, say)."""

    rate: float
    denominator: float

    @property
    def numerator(self) -> float:
        """What the rate comes to, in the numerator's unit."""
        return self.rate * self.denominator


@dataclass(frozen=True)
class RatioCheck:
    """What the parts' plans come to together, beside the mean of their rates and the company's plan."""

    parts: Mapping[str, RatioPart]
    company: float

    @property
    def numerator(self) -> float:
        """Sum of the parts' numerators."""
        return fsum(part.numerator for part in self.parts.values())

    @property
    def denominator(self) -> float:
        """Sum of the parts' denominators."""
        return fsum(part.denominator for part in self.parts.values())

    @property
    def together(self) -> float:
        """Σ numerator ÷ Σ denominator; missing where nothing stands below the line."""
        return self.numerator / self.denominator if self.denominator else nan

    @property
    def mean_of_rates(self) -> float:
        """The plain mean of the rates, which is not the company's rate."""
        return fsum(part.rate for part in self.parts.values()) / len(self.parts)

    @property
    def missing(self) -> float:
        """What the parts' numerators lack for the company's plan; negative where they exceed it."""
        return self.company * self.denominator - self.numerator

    @property
    def holds(self) -> bool:
        """Whether the company meets its plan when every part meets its own."""
        return self.together >= self.company - 1e-9

    def frame(self) -> pd.DataFrame:
        """A line a part: ``denominator``, ``rate``, ``numerator``."""
        import pandas as pd

        parts = list(self.parts.values())
        return pd.DataFrame(
            {
                "denominator": [part.denominator for part in parts],
                "rate": [part.rate for part in parts],
                "numerator": [part.numerator for part in parts],
            },
            index=list(self.parts),
        )

    def __str__(self) -> str:
        text = _(
            "If every part keeps its plan, the company has {numerator:,.0f} of {denominator:,.0f}, {together:.2%}."
        ).format(numerator=self.numerator, denominator=self.denominator, together=self.together)
        said = (
            _("{text} Its plan of {company:.2%} is kept.")
            if self.holds
            else _("{text} Its plan of {company:.2%} is missed by {missing:,.0f}.")
        )
        return said.format(text=text, company=self.company, missing=self.missing)


def check_ratio(parts: Mapping[str, RatioPart], company: float) -> RatioCheck:
    """Whether the parts' plans of a ratio, all kept, keep the company's.

    Raises `PlanError` without parts, for a rate or denominator that is missing or negative, and where all
    denominators are 0.

    >>> stores = {"A": RatioPart(0.12, 6000), "B": RatioPart(0.15, 3000), "C": RatioPart(0.18, 1000)}
    >>> found = check_ratio(stores, 0.15)
    >>> round(found.mean_of_rates, 4), round(found.together, 4), round(found.missing)
    (0.15, 0.135, 150)
    """
    if not parts:
        raise PlanError(_("There is no part to check: give each unit's rate and what it is divided by."))
    values = [value for part in parts.values() for value in (part.rate, part.denominator)]
    if not all(isfinite(value) and value >= 0 for value in (*values, company)):
        raise PlanError(_("Each part needs a rate and a denominator, and the company a rate, not below 0."))
    if not any(part.denominator for part in parts.values()):
        raise PlanError(_("All denominators are 0: there is nothing to divide by."))
    return RatioCheck(dict(parts), company)


@dataclass(frozen=True)
class Overlap:
    """Plans of a count of different people by unit, the company's, and those that several units count."""

    parts: Mapping[str, int]
    company: int

    @property
    def overlap(self) -> int:
        """How many more the units count together than the company does."""
        return sum(self.parts.values()) - self.company

    def __str__(self) -> str:
        return _(
            "The units count {total:,}, the company {company:,}: {overlap:,} are counted by more than one."
        ).format(total=sum(self.parts.values()), company=self.company, overlap=self.overlap)


def overlap_line(parts: Mapping[str, int], company: int) -> Overlap:
    """The line that stands between the units' counts and the company's.

    Raises `PlanError` where the company would count more than all units together, or fewer than one of them alone.

    >>> overlap_line({"Riverside": 900, "Hilltop": 1100}, 1850).overlap
    150
    """
    if not parts or not max(parts.values()) <= company <= sum(parts.values()):
        raise PlanError(
            _("The company counts no more than all its units together, and no fewer than the largest of them.")
        )
    return Overlap(dict(parts), company)
