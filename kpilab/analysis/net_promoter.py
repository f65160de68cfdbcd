"""The net promoter score with its spread: promoters (9–10) less detractors (0–6), in points from −100 to 100."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil, nan, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from kpilab.analysis.survey_result import SurveyResult
from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Nps", "needed_for_nps", "nps", "nps_of"]

_FEW = 30


@dataclass(frozen=True, repr=False)
class Nps(SurveyResult):
    """Counts of those who recommend, those who are lukewarm and those who warn; missing where nobody answered."""

    promoters: int
    passives: int
    detractors: int
    confidence: float = 0.95
    scale = 1.0

    @property
    def answers(self) -> int:
        """All of them."""
        return self.promoters + self.passives + self.detractors

    @property
    def value(self) -> float:
        """The score, from −100 to 100."""
        return 100 * (self.promoters - self.detractors) / self.answers if self.answers else nan

    @property
    def standard_error(self) -> float:
        """In points: the root of (p + d − (p − d)²)/n, times 100."""
        if not self.answers:
            return nan
        p, d = self.promoters / self.answers, self.detractors / self.answers
        return 100 * sqrt(max(0.0, p + d - (p - d) ** 2) / self.answers)

    @property
    def settled(self) -> bool:
        """Whether there are thirty answers or more, and not all of one group."""
        return self.answers >= _FEW and self.standard_error > 0

    @property
    def margin(self) -> float:
        """Give or take, in points."""
        return NormalDist().inv_cdf(0.5 + self.confidence / 2) * self.standard_error

    @property
    def sentence(self) -> str:
        """The score and what luck makes of it."""
        if not self.answers:
            return _("Nobody answered, so there is no score.")
        text = (
            _(
                "Promoters {promoters:,}, detractors {detractors:,}, of {answers:,}: a score of {score}, give or take "
                "{margin:.1f}."
            )
            if self.standard_error > 0
            else _("Promoters {promoters:,}, detractors {detractors:,}, of {answers:,}: a score of {score}.")
        )
        return text.format(
            promoters=self.promoters,
            detractors=self.detractors,
            answers=self.answers,
            score=f"{round(self.value) + 0:.0f}".replace("-", "−"),
            margin=self.margin,
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """Answers that are all alike, and few answers."""
        if not self.answers or self.settled:
            return ()
        if not self.standard_error > 0:
            return (_("All answers are of one group: how far luck moves this score is not known, and it is not 0."),)
        return (_("Fewer than {few} answers: one more guest moves this score by points.").format(few=_FEW),)

    @property
    def table(self) -> pd.DataFrame:
        """Three rows: who, how many, which share."""
        import pandas as pd

        counts = {
            _("promoters, 9–10"): self.promoters,
            _("passives, 7–8"): self.passives,
            _("detractors, 0–6"): self.detractors,
        }
        shares = [count / self.answers if self.answers else nan for count in counts.values()]
        return pd.DataFrame({_("answers"): counts.values(), _("share"): shares}, index=list(counts))


def nps(recommend: Iterable[float]) -> Nps:
    """The score of answers from 0 to 10 to “How likely are you to recommend us?”; blanks are left out.

    Raises `DataError` for an answer outside of 0–10. Source: Reichheld 2003; the spread as worked out at cybaea.net.

    >>> print(nps([10, 9, 8, 7, 6, 3, 10]).value.__round__(1))
    14.3
    """
    given = list(_numbers(recommend))
    strange = [one for one in given if not 0 <= one <= 10]
    if strange:
        text = _("An answer to this question goes from 0 to 10; there is {given:g}. Is the scale another one?")
        raise DataError(text.format(given=strange[0]))
    promoters, detractors = sum(one >= 9 for one in given), sum(one < 7 for one in given)
    return Nps(promoters, len(given) - promoters - detractors, detractors)


def _numbers(recommend: Iterable[object]) -> Iterator[float]:
    import pandas as pd

    for one in recommend:
        if one is None or one is pd.NA or one != one:
            continue
        try:
            yield float(str(one))
        except ValueError:
            raise DataError(
                _("“{given}” is no number. An answer to this question goes from 0 to 10.").format(given=one)
            ) from None


def nps_of(promoters: int, detractors: int, answers: int) -> Nps:
    """The score of counts. Raises `DataError` where they do not fit into the answers.

    >>> score = nps_of(168, 84, 400)
    >>> round(score.value), round(score.margin, 2)
    (21, 7.5)
    """
    if min(promoters, detractors) < 0 or promoters + detractors > answers:
        text = _("{promoters} promoters and {detractors} detractors do not fit into {answers} answers.")
        raise DataError(text.format(promoters=promoters, detractors=detractors, answers=answers))
    return Nps(promoters, answers - promoters - detractors, detractors)


def needed_for_nps(margin: float, *, promoters: float = 0.5, detractors: float = 0.5, confidence: float = 0.95) -> int:
    """Answers needed for a score to within `margin` points either way; without shares, in the worst case.

    `promoters` and `detractors` are expected shares. Raises `DataError` where they are none, or without a margin.

    >>> needed_for_nps(5, promoters=0.42, detractors=0.21), needed_for_nps(5)
    (901, 1537)
    """
    if not (margin > 0 and 0 < confidence < 1) or min(promoters, detractors) < 0 or promoters + detractors > 1:
        raise DataError(_("A margin in points is above 0, and the two shares are fractions that sum to 1 at most."))
    variance = promoters + detractors - (promoters - detractors) ** 2
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    return max(1, ceil(z * z * variance / (margin / 100) ** 2 - 1e-9))
