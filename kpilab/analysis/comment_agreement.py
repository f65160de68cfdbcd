"""Whether two people who code the same comments agree more than chance would: Cohen's kappa.

For more than two coders each pair is compared: the well-kept libraries with Fleiss or Krippendorff would bring SciPy
with them for one formula.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import nan, sqrt
from statistics import NormalDist, mean
from typing import TYPE_CHECKING

from kpilab.analysis.survey_result import SurveyResult
from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Agreement", "Pairwise", "kappa", "pairwise"]


@dataclass(frozen=True, repr=False)
class Agreement(SurveyResult):
    """Two coders of the same comments: `pairs` counts (one's tag, the other's tag)."""

    pairs: Mapping[tuple[str, str], int]
    confidence: float = 0.95

    @property
    def comments(self) -> int:
        """How many both have coded."""
        return sum(self.pairs.values())

    @property
    def tags(self) -> tuple[str, ...]:
        """All tags that either has used, in alphabetical order."""
        return tuple(sorted({tag for pair in self.pairs for tag in pair}))

    @property
    def observed(self) -> float:
        """The share of comments coded alike."""
        alike = sum(count for (one, other), count in self.pairs.items() if one == other)
        return alike / self.comments if self.comments else nan

    @property
    def chance(self) -> float:
        """The share that two people with these habits would code alike by chance."""
        if not self.comments:
            return nan
        return sum(self._used(tag, 0) * self._used(tag, 1) for tag in self.tags) / self.comments**2

    def _used(self, tag: str, who: int) -> int:
        return sum(count for pair, count in self.pairs.items() if pair[who] == tag)

    @property
    def value(self) -> float:
        """Kappa: the part of what chance leaves open in which they agree; missing where chance leaves nothing open."""
        open_part = 1 - self.chance
        return (self.observed - self.chance) / open_part if open_part > 0 else nan

    @property
    def margin(self) -> float:
        """Give or take, after Cohen's standard error: the root of p(1−p)/n, divided by what chance leaves open."""
        open_part = 1 - self.chance
        if not (self.comments and open_part > 0):
            return nan
        z = NormalDist().inv_cdf(0.5 + self.confidence / 2)
        return z * sqrt(self.observed * (1 - self.observed) / self.comments) / open_part

    @property
    def sentence(self) -> str:
        """What the agreement is worth."""
        if not self.comments:
            return _("No comment is coded by both, so nothing can be said about agreement.")
        if self.value != self.value:
            return _("Only one tag was ever used, so nothing can be said about agreement.")
        text = _(
            "{alike:.0%} coded alike, and chance alone would give {chance:.0%}: kappa {kappa:.2f}, give or take "
            "{margin:.2f}."
        )
        if not self.margin > 0:
            text = _("{alike:.0%} coded alike, and chance alone would give {chance:.0%}: kappa {kappa:.2f}.")
        said = text.format(alike=self.observed, chance=self.chance, kappa=self.value, margin=self.margin)
        return said.replace("-", "−")

    @property
    def table(self) -> pd.DataFrame:
        """One coder down, the other across."""
        import pandas as pd

        rows = {one: {other: self.pairs.get((one, other), 0) for other in self.tags} for one in self.tags}
        return pd.DataFrame.from_dict(rows, orient="index", columns=list(self.tags))

    @property
    def warnings(self) -> tuple[str, ...]:
        """A tag that nearly always applies, and few comments."""
        said = []
        if self.chance == self.chance and self.chance > 0.75:
            said.append(_("One tag is given nearly always: agreeing on it is easy, and a few comments decide kappa."))
        if self.comments < 30:
            text = _("Comments that both have coded: {n}. That is few; let both code thirty more.")
            said.append(text.format(n=self.comments))
        return tuple(said)


def kappa(one: Sequence[str], other: Sequence[str], *, confidence: float = 0.95) -> Agreement:
    """Agreement of two coders beyond chance: (observed − chance) ÷ (1 − chance), with its interval.

    The two name the tag of each comment in the same order. Raises `DataError` where they are not of one length, or
    one of them has left a comment without a tag.
    Source: Cohen 1960.

    >>> found = kappa(["bath", "bath", "eggs", "eggs"], ["bath", "eggs", "eggs", "eggs"])
    >>> found.observed, found.chance, found.value
    (0.75, 0.5, 0.5)
    """
    if len(one) != len(other):
        text = _("One coder has {one} comments, the other {other}. Compare those that both have coded.")
        raise DataError(text.format(one=len(one), other=len(other)))
    pairs: dict[tuple[str, str], int] = {}
    for place, pair in enumerate(zip(one, other, strict=True), 1):
        if not all(isinstance(tag, str) and tag.strip() for tag in pair):
            text = _("Comment {place} has no tag of one of the two. Compare those that both have coded.")
            raise DataError(text.format(place=place))
        pairs[pair] = pairs.get(pair, 0) + 1
    return Agreement(pairs, confidence)


@dataclass(frozen=True, repr=False)
class Pairwise(SurveyResult):
    """Several coders, each pair compared."""

    pairs: Mapping[tuple[str, str], Agreement]

    @property
    def value(self) -> float:
        """The mean of the pairs' kappas; missing where one is."""
        return mean(one.value for one in self.pairs.values())

    @property
    def sentence(self) -> str:
        """The mean, and the pair that differs most."""
        told = {pair: found.value for pair, found in self.pairs.items() if found.value == found.value}
        if len(told) < len(self.pairs):
            return _("For one pair at least nothing can be said about agreement, so there is no mean over the pairs.")
        (one, other), least = min(told.items(), key=lambda pair: pair[1])
        mean_said, least_said = (f"{value:.2f}".replace("-", "−") for value in (self.value, least))
        if len(told) == 1:
            return _("Kappa of {one} and {other}: {least}.").format(one=one, other=other, least=least_said)
        text = _("Kappa is {mean} on average over the pairs; it is lowest for {one} and {other}, with {least}.")
        return text.format(mean=mean_said, one=one, other=other, least=least_said)

    @property
    def table(self) -> pd.DataFrame:
        """A row a pair."""
        import pandas as pd

        rows = [
            {
                _("pair"): f"{one} · {other}",
                _("coded alike"): found.observed,
                _("kappa"): found.value,
                _("give or take"): found.margin,
            }
            for (one, other), found in self.pairs.items()
        ]
        return pd.DataFrame(rows)


def pairwise(coders: Mapping[str, Sequence[str]]) -> Pairwise:
    """Cohen's kappa of each pair of several coders. Raises `DataError` for fewer than two.

    >>> tags = ["bath", "eggs", "eggs", "bath"]
    >>> round(pairwise({"Li": tags, "Ma": tags, "Song": ["bath", "eggs", "bath", "bath"]}).value, 2)
    0.67
    """
    if len(coders) < 2:
        raise DataError(_("Agreement takes two coders at least; there is {n}.").format(n=len(coders)))
    return Pairwise({pair: kappa(coders[pair[0]], coders[pair[1]]) for pair in combinations(coders, 2)})
