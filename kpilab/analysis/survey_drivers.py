"""What moves overall satisfaction, set beside how well each of it is done: what to repair first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial, nan, sqrt
from typing import TYPE_CHECKING, Literal

import numpy as np

from kpilab.analysis.survey_result import SurveyResult
from kpilab.errors import DataError
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CORNERS", "Driver", "Drivers", "alpha", "drivers"]

Corner = Literal["repair", "keep", "watch", "enough"]

CORNERS: dict[Corner, str] = {
    "repair": N_("matters and is weak: repair first"),
    "keep": N_("matters and is strong: keep it up"),
    "watch": N_("matters little and is weak: later"),
    "enough": N_("matters little and is strong: enough"),
}
"""What each corner of importance by performance says, as message ids."""

_MOST_ITEMS, _ALIKE, _A_ROW, _TIE = 12, 0.8, 30, 1e-9


@dataclass(frozen=True)
class Driver:
    """One area: its correlation with overall satisfaction, its Shapley share of R², the share satisfied, its corner."""

    name: str
    correlation: float
    importance: float
    performance: float
    corner: Corner


@dataclass(frozen=True, repr=False)
class Drivers(SurveyResult):
    """The areas in order of importance. `r2` is how much of overall satisfaction all of them explain together."""

    rows: tuple[Driver, ...]
    r2: float
    answers: int
    alike: tuple[tuple[str, str, float], ...] = ()

    @property
    def by_luck(self) -> bool:
        """Whether areas that say nothing would explain as much in about one of twenty surveys.

        Then (n − 1)·R² has a mean of k and a variance of 2k, as chi-squared has.
        """
        k = len(self.rows)
        return (self.answers - 1) * self.r2 <= k + 2 * sqrt(2 * k)

    @property
    def repair(self) -> tuple[str, ...]:
        """The areas that matter and are weak, the most important first."""
        return tuple(row.name for row in self.rows if row.corner == "repair")

    @property
    def sentence(self) -> str:
        """What to repair first."""
        if self.by_luck:
            return _(
                "These areas together explain {r2:.0%} of overall satisfaction, and luck alone would do as much: "
                "they do not say what to repair."
            ).format(r2=self.r2)
        if not self.repair:
            return _("No area is both more important and weaker than the average one.")
        first = next(row for row in self.rows if row.corner == "repair")
        return _(
            "Repair first: {name}. It carries {importance:.0%} of what these areas explain of overall "
            "satisfaction, and {done:.0%} are satisfied with it."
        ).format(name=first.name, importance=first.importance, done=first.performance)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Few answers, areas that say the same, and that what moves together need not move each other."""
        said = []
        needed = _A_ROW * len(self.rows)
        if self.answers < needed:
            text = _(
                "{n} answers for {k} areas are few: other people might put them in another order. From {needed} on it "
                "is surer."
            )
            said.append(text.format(n=self.answers, k=len(self.rows), needed=needed))
        text = _(
            "“{name}”: who is more satisfied with it is less satisfied overall. Is its scale the other way round? Do "
            "not repair it before you know."
        )
        said.extend(text.format(name=row.name) for row in self.rows if row.corner == "repair" and row.correlation < 0)
        for one, other, r in self.alike:
            text = _("“{one}” and “{other}” move as one (correlation {r:.2f}): their shares of importance can swap.")
            said.append(text.format(one=one, other=other, r=r))
        said.append(_("What moves together need not cause each other: repair one area in one house, and compare."))
        return tuple(said)

    @property
    def table(self) -> pd.DataFrame:
        """A row an area."""
        import pandas as pd

        rows = {
            row.name: {
                _("correlation"): row.correlation,
                _("share of importance"): row.importance,
                _("share satisfied"): row.performance,
                _("corner"): _(CORNERS[row.corner]),
            }
            for row in self.rows
        }
        return pd.DataFrame.from_dict(rows, orient="index")


def drivers(answers: pd.DataFrame, overall: str, areas: Sequence[str], *, satisfied_from: float = 4) -> Drivers:
    """Importance and performance of each area, from answers in which all areas and the overall question are filled in.

    Importance is the Shapley share of R²: what an area adds to the explained part of the overall score, averaged over
    all orders of adding them (Lipovetsky & Conklin 2001; also known as LMG). Performance is the share of answers of
    `satisfied_from` or more. The corners are cut at the mean of both. Raises `DataError` where a column is missing,
    holds no numbers or stands twice, there are more than 12 areas, or fewer than three answers more than areas.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"clean": [1, 2, 3, 4, 5, 5], "view": [5, 4, 5, 4, 5, 4], "overall": [1, 2, 3, 4, 5, 5]})
    >>> drivers(table, "overall", ["clean", "view"]).repair
    ('clean',)
    """
    if len({overall, *areas}) <= len(areas):
        raise DataError(_("Name each area once, and the overall question not among them."))
    full = _complete(answers, [overall, *areas])
    if not 2 <= len(areas) <= _MOST_ITEMS or len(full) < len(areas) + 3:
        text = _("{n} complete answers for {k} areas: compare 2 to 12 areas, with many more answers than areas.")
        raise DataError(text.format(n=len(full), k=len(areas)))
    steady = [name for name in full.columns if full[name].nunique() < 2]
    if steady:
        text = _("Everybody gave the same answer to {names}: what never moves can explain nothing. Leave it out.")
        raise DataError(text.format(names=", ".join(map(str, steady))))
    r = np.corrcoef(full.to_numpy().T)
    shares, r2 = _shapley(r)
    done = full[list(areas)].ge(satisfied_from).mean().to_numpy()
    parts = shares / r2 if r2 > 0 else np.full(len(areas), nan)
    made = [
        Driver(
            name,
            float(r[0, i + 1]),
            float(parts[i]),
            float(done[i]),
            _corner(parts[i] >= parts.mean() - _TIE, done[i] >= done.mean() - _TIE),
        )
        for i, name in enumerate(areas)
    ]
    alike = tuple(
        (areas[i], areas[k], float(r[i + 1, k + 1]))
        for i, k in combinations(range(len(areas)), 2)
        if abs(r[i + 1, k + 1]) >= _ALIKE
    )
    return Drivers(tuple(sorted(made, key=lambda row: -row.importance)), r2, len(full), alike)


def _complete(answers: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The answers in which all of these columns are filled in, as numbers. Raises `DataError` where that cannot be."""
    missing = [one for one in names if one not in answers.columns]
    if missing:
        there = _("There is: {columns}.").format(columns=", ".join(map(str, answers.columns)))
        raise DataError(_("There is no column {names}.").format(names=", ".join(missing)), [there])
    try:
        return answers[names].dropna().astype(float)
    except ValueError as error:
        text = _("These columns are to hold numbers, such as 1 to 5: {names}. Turn words into numbers first.")
        raise DataError(text.format(names=", ".join(names))) from error


def _corner(matters: bool, strong: bool) -> Corner:
    if matters:
        return "keep" if strong else "repair"
    return "enough" if strong else "watch"


def _shapley(r: np.ndarray) -> tuple[np.ndarray, float]:
    """Each area's mean gain in R² over all orders, and R² of all; `r` has the overall score first."""
    k = len(r) - 1
    explained: dict[frozenset[int], float] = {frozenset(): 0.0}
    for size in range(1, k + 1):
        for some in combinations(range(1, k + 1), size):
            explained[frozenset(some)] = _r2(r, some)
    shares = np.zeros(k)
    for group, value in explained.items():
        weight = factorial(len(group)) * factorial(k - len(group) - 1) / factorial(k) if len(group) < k else 0.0
        for i in range(1, k + 1):
            if i not in group:
                shares[i - 1] += weight * (explained[group | {i}] - value)
    return shares, explained[frozenset(range(1, k + 1))]


def _r2(r: np.ndarray, some: tuple[int, ...]) -> float:
    """The explained share by the areas at `some`; of areas that say the same, one is enough."""
    inner, outer = r[np.ix_(some, some)], r[list(some), 0]
    return float(np.clip(outer @ np.linalg.pinv(inner) @ outer, 0, 1))


def alpha(answers: pd.DataFrame, items: Sequence[str]) -> float:
    """Cronbach's alpha: how far several questions measure one thing, 1 where they move as one; missing for one alone.

    k/(k−1) · (1 − Σ variances of the items ÷ variance of their sum), of the complete answers. Questions that run the
    other way are to be turned round first. Raises `DataError` where a column is missing or holds no numbers.
    Source: Cronbach 1951.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"room": [1, 2, 3, 4], "bath": [1, 2, 3, 4], "view": [2, 1, 4, 3]})
    >>> alpha(table, ["room", "bath"]), round(alpha(table, ["room", "bath", "view"]), 3)
    (1.0, 0.892)
    """
    full = _complete(answers, list(items))
    k, total = len(items), full.sum(axis=1).var(ddof=1)
    if k < 2 or len(full) < 2 or not total > 0:
        return nan
    return float(k / (k - 1) * (1 - full.var(ddof=1).sum() / total))
