"""Shares that come from a sample: their intervals, how many answers they need, and what the silent could change."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, inf, isfinite, isinf, nan, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from kpilab.analysis.survey_result import SurveyResult
from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Bounds",
    "SampleSize",
    "Share",
    "bounds",
    "sample_size",
    "share_interval",
    "standard_errors",
    "wilson",
]

_ROUNDING = 1e-9
_FEW_ON_A_SIDE = 5
"""Answers on the rarer side below which the normal formula is too sure: the textbooks' np and n(1−p) of 5."""


def standard_errors(confidence: float) -> float:
    """How many standard errors either way hold `confidence` of all samples. Raises `DataError` outside of 0–1.

    >>> round(standard_errors(0.95), 2)
    1.96
    """
    if not 0 < confidence < 1:
        raise DataError(_("A confidence lies between 0 and 1, such as 0.95; this is {given}.").format(given=confidence))
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def share_interval(successes: float, asked: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Lower and upper end of Wilson's interval for a share, both as fractions.

    Missing (nan, nan) where nobody was asked. Raises `DataError` where more are counted than asked.
    Source: Wilson 1927, as in Agresti & Coull 1998.

    >>> low, high = share_interval(39, 50)
    >>> f"{low:.2f} to {high:.2f}"
    '0.65 to 0.87'
    """
    if not (isfinite(successes) and isfinite(asked)) or asked <= 0:
        return nan, nan
    share = successes / asked
    if not -_ROUNDING <= share <= 1 + _ROUNDING:
        raise DataError(_no_share(successes, asked))
    z, share = standard_errors(confidence), min(1.0, max(0.0, share))
    centre = (share + z * z / (2 * asked)) / (1 + z * z / asked)
    half = z / (1 + z * z / asked) * sqrt(share * (1 - share) / asked + z * z / (4 * asked * asked))
    return max(0.0, centre - half), min(1.0, centre + half)


def _no_share(successes: float, answers: float) -> str:
    text = _("{successes:,.10g} of {answers:,.10g}: a share counts some of those who answered, from none to all.")
    return text.format(successes=successes, answers=answers)


@dataclass(frozen=True, repr=False)
class Share(SurveyResult):
    """A share of those who answered, with Wilson's interval; fractions, missing where nobody answered."""

    successes: float
    answers: float
    confidence: float = 0.95
    scale = 100.0

    @property
    def value(self) -> float:
        """The share, as a fraction."""
        return self.successes / self.answers if self.answers > 0 else nan

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end."""
        return share_interval(self.successes, self.answers, confidence=self.confidence)

    @property
    def standard_error(self) -> float:
        """The root of p(1−p)/n."""
        return sqrt(self.value * (1 - self.value) / self.answers) if self.answers > 0 else nan

    @property
    def settled(self) -> bool:
        """Whether five or more answers stand on either side."""
        return min(self.successes, self.answers - self.successes) >= _FEW_ON_A_SIDE

    @property
    def sentence(self) -> str:
        """What the share says."""
        if not self.answers > 0:
            return _("Nobody answered, so there is no share.")
        low, high = self.interval
        return _(
            "{successes:,.10g} of {answers:,.10g} is {share:.1%}; with so many answers the true share may lie anywhere "
            "from {low:.1%} to {high:.1%}."
        ).format(successes=self.successes, answers=self.answers, share=self.value, low=low, high=high)

    @property
    def table(self) -> pd.DataFrame:
        """One row: answers, share, low, high."""
        import pandas as pd

        low, high = self.interval
        row = {_("answers"): self.answers, _("share"): self.value, _("lowest"): low, _("highest"): high}
        return pd.DataFrame([row], index=[_("satisfied")])

    @property
    def warnings(self) -> tuple[str, ...]:
        """That the interval knows about luck, and about nothing else."""
        return (_("The interval knows about luck. Who was asked, and who stayed silent, it does not know."),)


def wilson(successes: float, answers: float, *, confidence: float = 0.95) -> Share:
    """A share with Wilson's interval, which stays between 0 and 1 and holds for few answers too.

    Raises `DataError` where more are counted than answered. Source: Wilson 1927, as in Agresti & Coull 1998.

    >>> print(wilson(9, 10).sentence)
    9 of 10 is 90.0%; with so many answers the true share may lie anywhere from 59.6% to 98.2%.
    """
    standard_errors(confidence)
    if answers < 0 or not 0 <= successes <= answers:
        raise DataError(_no_share(successes, answers))
    return Share(successes, answers, confidence)


@dataclass(frozen=True, repr=False)
class SampleSize(SurveyResult):
    """How many answers a share needs: `exact` before it is rounded up; `population` is infinite where not given."""

    exact: float
    margin: float
    share: float
    population: float
    confidence: float

    @property
    def answers(self) -> int:
        """Whole people, and so rounded up."""
        return ceil(self.exact - 1e-9)

    def invitations(self, response_rate: float) -> int:
        """How many have to be invited when a share `response_rate` of them answers.

        Raises `DataError` where that is no share, and where there are not so many people to invite.

        >>> sample_size(0.05, population=1000).invitations(0.3)
        927
        """
        if not 0 < response_rate <= 1:
            text = _("A response rate lies above 0 and goes up to 1, such as 0.3; this is {given}.")
            raise DataError(text.format(given=response_rate))
        needed = ceil(self.answers / response_rate - _ROUNDING)
        if needed > self.population:
            text = _("That takes {needed:,} invitations, and there are {people:,.0f} people.")
            raise DataError(
                text.format(needed=needed, people=self.population),
                [_("Be content with a wider give or take, or see to it that more of the invited answer.")],
            )
        return needed

    @property
    def sentence(self) -> str:
        """What is needed, for what."""
        parts = {"answers": self.answers, "points": self.margin * 100, "sure": self.confidence}
        if isinf(self.population):
            return _(
                "To know a share to within {points:g} points either way, {sure:.0%} of the time: answers needed, "
                "{answers:,}."
            ).format(**parts)
        return _(
            "To know a share to within {points:g} points either way, {sure:.0%} of the time: answers needed, "
            "{answers:,}; people in all, {population:,.0f}."
        ).format(population=self.population, **parts)

    @property
    def table(self) -> pd.DataFrame:
        """One row: the width, the people there are, the answers needed."""
        import pandas as pd

        people = _("no end") if isinf(self.population) else f"{self.population:,.0f}"
        row = {_("give or take, points"): self.margin * 100, _("people"): people, _("answers"): self.answers}
        return pd.DataFrame([row], index=[_("needed")])

    @property
    def warnings(self) -> tuple[str, ...]:
        """Answers are not invitations, and not a substitute for a fair draw."""
        return (_("These are answers, not invitations, of people drawn by lot."),)


def sample_size(margin: float, *, share: float = 0.5, population: float = inf, confidence: float = 0.95) -> SampleSize:
    """Answers needed to know a share to within `margin` (a fraction, 0.05 for five points) either way.

    `share` is the share expected; 0.5 needs most answers and is right where nobody knows. `population` is how many
    people there are in all, where they have an end. z²p(1−p)/e², and n/(1+(n−1)/N). Raises `DataError` for a margin or
    share outside of 0–1, and where there are no people. Source: Cochran, Sampling Techniques.

    >>> sample_size(0.05).answers, sample_size(0.05, population=1000).answers
    (385, 278)
    """
    if not (0 < margin < 1 and 0 < share < 1):
        raise DataError(
            _("A margin and a share are fractions between 0 and 1: 0.05 for five points, 0.5 for one half.")
        )
    if not population >= 1:
        raise DataError(_("There are {n:g} people to ask; it takes one at least.").format(n=population))
    endless = standard_errors(confidence) ** 2 * share * (1 - share) / margin**2
    return SampleSize(endless / (1 + (endless - 1) / population), margin, share, population, confidence)


@dataclass(frozen=True, repr=False)
class Bounds(SurveyResult):
    """What the silent could change: the share of all people if none, or all, of the others are satisfied."""

    share: float
    response_rate: float

    @property
    def low(self) -> float:
        """Nobody of the silent is satisfied."""
        return self.share * self.response_rate

    @property
    def high(self) -> float:
        """All of the silent are satisfied."""
        return self.low + 1 - self.response_rate

    @property
    def sentence(self) -> str:
        """From where to where."""
        return _(
            "{share:.0%} of those who answered, and {rate:.0%} answered: of all people asked, anywhere from "
            "{low:.1%} to {high:.1%} are satisfied."
        ).format(share=self.share, rate=self.response_rate, low=self.low, high=self.high)

    @property
    def table(self) -> pd.DataFrame:
        """Three rows: of 100 asked, who answered satisfied, who answered unhappy, who stayed silent."""
        import pandas as pd

        parts = {
            _("answered, satisfied"): self.low,
            _("answered, not satisfied"): self.response_rate - self.low,
            _("silent"): 1 - self.response_rate,
        }
        return pd.DataFrame({_("of 100 asked"): {name: 100 * part for name, part in parts.items()}})


def bounds(share: float, response_rate: float) -> Bounds:
    """The lowest and highest share of all people asked: ρs and ρs + 1 − ρ, for a share s and a response rate ρ.

    Whatever the silent think lies within; no assumption is made about them. Raises `DataError` where one of the two is
    no share. Source: Manski 1989, worst-case bounds under non-response.

    >>> found = bounds(0.94, 0.12)
    >>> round(found.low, 3), round(found.high, 3)
    (0.113, 0.993)
    """
    if not (0 <= share <= 1 and 0 <= response_rate <= 1):
        raise DataError(_("A share and a response rate are fractions from 0 to 1: 0.94 for 94 %."))
    return Bounds(share, response_rate)
