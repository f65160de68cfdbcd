"""Answers weighted to the people they stand for: post-stratification, and what it costs in certainty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose
from typing import TYPE_CHECKING

from kpilab.analysis.survey_result import SurveyResult
from kpilab.analysis.survey_shares import share_interval
from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FEW", "Weighted", "counted", "weighted"]

FEW = 30
"""A group with fewer answers than this is named in a warning."""


@dataclass(frozen=True, repr=False)
class Weighted(SurveyResult):
    """A share weighted by group: `groups` has satisfied and answers, `population` each group's share of all people."""

    groups: Mapping[str, tuple[float, float]]
    population: Mapping[str, float]
    confidence: float = 0.95

    @property
    def answers(self) -> float:
        """How many answered in all."""
        return sum(answers for _satisfied, answers in self.groups.values())

    @property
    def raw(self) -> float:
        """The share of all answers as they came."""
        return sum(satisfied for satisfied, _answers in self.groups.values()) / self.answers

    @property
    def value(self) -> float:
        """Each group's share, counted as often as there are such people."""
        return sum(self.population[name] * happy / answers for name, (happy, answers) in self.groups.items())

    @property
    def weights(self) -> Mapping[str, float]:
        """How many answers one answer of each group counts for."""
        return {name: self.population[name] * self.answers / answers for name, (_happy, answers) in self.groups.items()}

    @property
    def effective_answers(self) -> float:
        """How many answers of a fair draw these are worth: (Σw)² ÷ Σw²."""
        squares = sum(answers * self.weights[name] ** 2 for name, (_happy, answers) in self.groups.items())
        return self.answers**2 / squares

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval at the effective number of answers."""
        effective = self.effective_answers
        return share_interval(self.value * effective, effective, confidence=self.confidence)

    @property
    def sentence(self) -> str:
        """What the weights change, and what they cost."""
        low, high = self.interval
        return _(
            "As they came, {raw:.1%} are satisfied; weighted by who the guests are, {value:.1%} ({low:.0%} to "
            "{high:.0%}). "
            "The {answers:,.0f} answers are worth {effective:,.0f} of a fair draw."
        ).format(
            raw=self.raw,
            value=self.value,
            low=low,
            high=high,
            answers=self.answers,
            effective=self.effective_answers,
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """Groups with few answers, and what weights cannot mend."""
        small = _(
            "Answers from “{group}”: only {n:g}, and each counts for {weight:.1f}; one more unhappy person moves "
            "the result."
        )
        few = tuple(
            small.format(n=answers, group=name, weight=self.weights[name])
            for name, (_happy, answers) in self.groups.items()
            if answers < FEW and self.population[name] > 0
        )
        return (
            *few,
            _("Weights mend how many of each group answered. Who within a group stayed silent, they cannot mend."),
        )

    @property
    def table(self) -> pd.DataFrame:
        """A row a group: share of the people, answers, share of the answers, satisfied, weight."""
        import pandas as pd

        rows = {
            name: {
                _("share of the people"): self.population[name],
                _("answers"): answers,
                _("share of the answers"): answers / self.answers,
                _("satisfied"): happy / answers,
                _("one answer counts for"): self.weights[name],
            }
            for name, (happy, answers) in self.groups.items()
        }
        return pd.DataFrame.from_dict(rows, orient="index")


def weighted(
    groups: Mapping[str, tuple[float, float]], population: Mapping[str, float], *, confidence: float = 0.95
) -> Weighted:
    """The share satisfied among all people, from answers that do not have each group in its true proportion.

    `groups` maps a group's name to (satisfied, answers), `population` the same names to their share of all people, or
    to their number. Raises `DataError` where the names differ or a group has no answers. Source: post-stratification;
    effective answers after Kish 1965.

    >>> found = weighted({"business": (12, 20), "holiday": (72, 80)}, {"business": 0.6, "holiday": 0.4})
    >>> round(found.raw, 2), round(found.value, 2), round(found.effective_answers)
    (0.84, 0.72, 50)
    """
    problems = [
        *(
            _("“{name}” has answers and no share of the people.").format(name=one)
            for one in groups
            if one not in population
        ),
        *(
            _("“{name}” has a share of the people and no answers.").format(name=one)
            for one in population
            if one not in groups
        ),
        *(
            _("“{name}”: {happy:g} satisfied of {n:g} answers cannot be.").format(name=name, happy=happy, n=answers)
            for name, (happy, answers) in groups.items()
            if not (answers > 0 and 0 <= happy <= answers)
        ),
    ]
    people = sum(population.values())
    if problems or not people > 0 or min(population.values()) < 0:
        problems = problems or [_("The shares of the people sum to {total:g}.").format(total=people)]
        raise DataError(_("These answers cannot be weighted. Join groups without answers to a like one."), problems)
    shares = {name: share if isclose(people, 1) else share / people for name, share in population.items()}
    return Weighted(dict(groups), shares, confidence)


def counted(answers: pd.DataFrame, *, by: str, of: str) -> dict[str, tuple[float, float]]:
    """(satisfied, answers) by group, from a table with a row an answer: `of` is true where somebody is satisfied.

    Answers without a group or without a value are left out. Raises `DataError` where a column is missing.

    >>> import pandas as pd
    >>> counted(pd.DataFrame({"guest": ["b", "h", "h"], "happy": [True, True, False]}), by="guest", of="happy")
    {'b': (1.0, 1.0), 'h': (1.0, 2.0)}
    """
    missing = [one for one in (by, of) if one not in answers.columns]
    if missing:
        raise DataError(
            _("There is no column {names}.").format(names=", ".join(missing)),
            [_("There is: {columns}.").format(columns=", ".join(map(str, answers.columns)))],
        )
    known = answers[[by, of]].dropna()
    grouped = known[of].astype(float).groupby(known[by], observed=True).agg(["sum", "count"])
    return {str(name): (float(row["sum"]), float(row["count"])) for name, row in grouped.iterrows()}
