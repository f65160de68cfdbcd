"""What changed between two surveys of different people, and how far luck alone moves it."""

from __future__ import annotations

from dataclasses import dataclass
from math import nan, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Protocol

from kpilab.analysis.survey_result import SurveyResult
from kpilab.analysis.survey_shares import standard_errors
from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Difference", "Estimate", "change_margin", "difference"]

_SELDOM = 0.001


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
    return standard_errors(0.95) * sqrt(variance)


class Estimate(Protocol):
    """What can be compared between two surveys: a value, and how far luck alone moves it."""

    @property
    def value(self) -> float:
        """The number itself."""

    @property
    def standard_error(self) -> float:
        """The spread of the number over samples of this size."""

    @property
    def scale(self) -> float:
        """What a difference is multiplied with to be read in points."""

    @property
    def settled(self) -> bool:
        """Whether there are answers enough of each kind for the spread to be believed."""


@dataclass(frozen=True, repr=False)
class Difference(SurveyResult):
    """What changed between two surveys of different people, in points, with how far luck alone moves it."""

    change: float
    standard_error: float
    confidence: float = 0.95
    settled: bool = True

    @property
    def margin(self) -> float:
        """Give or take: half of the interval."""
        return standard_errors(self.confidence) * self.standard_error

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end of the true change."""
        return self.change - self.margin, self.change + self.margin

    @property
    def by_luck(self) -> float:
        """In which share of pairs of surveys so large a change, or a larger one, appears though nothing has changed."""
        if not self.standard_error > 0:
            return nan
        return 2 * (1 - NormalDist().cdf(abs(self.change) / self.standard_error))

    @property
    def is_noise(self) -> bool:
        """Whether no change at all lies within the interval."""
        low, high = self.interval
        return not (low > 0 or high < 0)

    @property
    def sentence(self) -> str:
        """What changed, and whether luck explains it."""
        change = f"{round(self.change, 1) + 0.0:+.1f}".replace("-", "−")
        return self._says().format(change=change, margin=self.margin, luck=self.by_luck)

    def _says(self) -> str:
        if self.change != self.change:
            return _("In one of the two surveys nobody answered, so they cannot be compared.")
        if not self.standard_error > 0:
            return _("{change} points. Within each survey all answers are alike: how far luck moves them is not known.")
        if self.is_noise:
            return _(
                "{change} points, give or take {margin:.1f}: luck alone can explain it. A change of this size or a "
                "larger one appears in about {luck:.0%} of such pairs when nothing has changed."
            )
        if not self.settled:
            return _(
                "{change} points, give or take {margin:.1f}, and perhaps more: it looks like more than luck, and there "
                "are too few answers of one sort to be sure."
            )
        if self.by_luck < _SELDOM:
            return _(
                "{change} points, give or take {margin:.1f}: more than luck. A change of this size or a larger one "
                "appears in less than 0.1% of such pairs when nothing has changed."
            )
        return _(
            "{change} points, give or take {margin:.1f}: more than luck. A change of this size or a larger one "
            "appears in about {luck:.1%} of such pairs when nothing has changed."
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """That the give or take is too narrow where hardly anybody stands on one side."""
        if self.settled or not self.standard_error > 0:
            return ()
        return (_("So few answers of one sort make the give or take too narrow: ask more people first."),)

    @property
    def table(self) -> pd.DataFrame:
        """One row: the change, give or take, lowest, highest, in points."""
        import pandas as pd

        low, high = self.interval
        row = {_("change"): self.change, _("give or take"): self.margin, _("lowest"): low, _("highest"): high}
        return pd.DataFrame([row], index=[_("points")])


def difference(before: Estimate, after: Estimate, *, confidence: float = 0.95) -> Difference:
    """What changed from one survey to the next, in points: of two shares, or of two net promoter scores.

    The spread is √(se₁² + se₂²), which holds for different people in the two surveys. Raises `DataError` where a share
    is compared with a score.

    >>> from kpilab.analysis.survey_shares import wilson
    >>> change = difference(wilson(84, 100), wilson(78, 100))
    >>> f"{change.change:.1f}, give or take {change.margin:.1f}", change.is_noise
    ('-6.0, give or take 10.8', True)
    """
    if before.scale != after.scale:
        raise DataError(_("A share and a net promoter score cannot be compared. Compare two of one kind."))
    spread = sqrt(before.standard_error**2 + after.standard_error**2) * before.scale
    settled = before.settled and after.settled
    return Difference((after.value - before.value) * before.scale, spread, confidence, settled)
