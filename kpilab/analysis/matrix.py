"""A KPI matrix as it is agreed: rows with weight, base, norm, target and fact, valid from the moment they exist.

Base is the lowest result still accepted, norm the plan, target the stretch beyond it, fact what happened. Nothing else
says whether more or less is better: base below norm means more, base above norm means less.

Source: document S3 (the KPI matrix).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import fsum, isclose, isfinite, isnan, nan
from typing import TYPE_CHECKING, Literal

from kpilab.analysis.surveys import share_interval
from kpilab.errors import MatrixError, UnknownName
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["WEIGHT_TOLERANCE", "Matrix", "Row", "Zone", "zone_name"]

Zone = Literal["below base", "under plan", "plan met", "target reached", "no fact"]

WEIGHT_TOLERANCE = 1e-9
"""How far from 1 the sum of the weights may be: what adding decimal fractions leaves, and no more."""


def zone_name(zone: Zone) -> str:
    """The zone in the language in use."""
    return {
        "below base": _("below base"),
        "under plan": _("under plan"),
        "plan met": _("plan met"),
        "target reached": _("target reached"),
        "no fact": _("no fact"),
    }[zone]


@dataclass(frozen=True)
class Row:
    """One KPI's promise: how much it counts, its three levels, and what happened.

    `tolerance` makes the row two-sided: the norm is best, and the index falls to 0 at that
    distance on either side; base and target are then left out. `sample` is the number of survey
    answers behind a fact in percent. A row with `gated=False` does not take part in the `gate` and
    `bonus_block` rules.
    """

    kpi: str
    weight: float
    base: float = nan
    norm: float = nan
    target: float = nan
    fact: float = nan
    unit: str = ""
    owner: str = ""
    sample: int | None = None
    gated: bool = True
    tolerance: float | None = None
    kpi_id: str = ""

    @property
    def direction(self) -> Literal["higher", "lower", "two-sided"]:
        """Read from the sign of norm − base; nothing else decides it."""
        if self.tolerance is not None:
            return "two-sided"
        return "higher" if self.norm > self.base else "lower"

    @property
    def below_base(self) -> bool:
        """Whether the fact is worse than the lowest result still accepted."""
        if self.tolerance is not None:
            return abs(self.fact - self.norm) > self.tolerance
        return self.along < 0

    @property
    def zone(self) -> Zone:
        """Where the fact lies: the kind of talk it asks for."""
        if isnan(self.fact):
            return "no fact"
        if self.tolerance is not None:
            return "below base" if self.below_base else "plan met" if self.fact == self.norm else "under plan"
        if self.along < 0:
            return "below base"
        if self.along < 1 and not isclose(self.fact, self.norm):
            return "under plan"
        beyond = (self.fact - self.target) * (1 if self.direction == "higher" else -1)
        reached = not isnan(self.target) and (beyond >= 0 or isclose(self.fact, self.target))
        return "target reached" if reached else "plan met"

    @property
    def interval(self) -> tuple[float, float]:
        """What luck alone could make of a survey's share, in percent; missing for other rows."""
        if self.sample is None or isnan(self.fact):
            return nan, nan
        low, high = share_interval(self.fact / 100 * self.sample, self.sample)
        return low * 100, high * 100

    @property
    def along(self) -> float:
        """Share of the way from base to norm."""
        along = (self.fact - self.base) / (self.norm - self.base)
        return 0.0 if isclose(self.fact, self.base) else along


def _in_percent(rows: Iterable[Row]) -> bool:
    """Whether the weights were written as percentages: each 1 or more, together 100."""
    weights = [row.weight for row in rows]
    return all(weight >= 1 for weight in weights) and isclose(fsum(weights), 100, abs_tol=1e-6)


def _row_problems(row: Row, *, in_percent: bool) -> Iterable[str]:
    if not (0 <= row.weight <= 1 or in_percent):
        yield _("{kpi}: the weight is {weight}; a weight is a share between 0 and 1.").format(
            kpi=row.kpi, weight=row.weight
        )
    if not isfinite(row.norm):
        yield _("{kpi}: the norm is missing; write the planned level.").format(kpi=row.kpi)
        return
    if isfinite(row.fact) is False and not isnan(row.fact):
        yield _("{kpi}: the fact is infinite; leave it empty if it is not known.").format(kpi=row.kpi)
    if row.sample is not None and not isnan(row.fact) and not 0 <= row.fact <= 100:
        yield _("{kpi}: a survey's fact is a percentage from 0 to 100, and it says {fact:g}.").format(
            kpi=row.kpi, fact=row.fact
        )
    if row.sample is not None and row.sample <= 0:
        yield _("{kpi}: the number of survey answers is {sample}; it must be above 0.").format(
            kpi=row.kpi, sample=row.sample
        )
    if row.tolerance is not None:
        if not row.tolerance > 0:
            yield _("{kpi}: the tolerance is {tolerance:g}; it must be above 0.").format(
                kpi=row.kpi, tolerance=row.tolerance
            )
        return
    if not isfinite(row.base):
        yield _("{kpi}: the base is missing; write the lowest result you still accept.").format(kpi=row.kpi)
    elif row.base == row.norm:
        yield _("{kpi}: base and norm are both {norm:g}; nothing can be measured between them.").format(
            kpi=row.kpi, norm=row.norm
        )
    elif not isnan(row.target) and not (row.target - row.norm) * (row.norm - row.base) > 0:
        yield _(
            "{kpi}: the target {target:g} is on the wrong side; from base {base:g} to norm {norm:g} the way "
            "leads {way}, and the target lies beyond the norm."
        ).format(
            kpi=row.kpi,
            target=row.target,
            base=row.base,
            norm=row.norm,
            way=_("up") if row.norm > row.base else _("down"),
        )


def _matrix_problems(rows: tuple[Row, ...]) -> Iterable[str]:
    if not rows:
        yield _("there is no row; a matrix has three to seven.")
        return
    names = [row.kpi for row in rows]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield _("{kpi} stands in more than one row; give each row a name of its own.").format(kpi=name)
    in_percent = _in_percent(rows)
    for row in rows:
        yield from _row_problems(row, in_percent=in_percent)
    if in_percent:
        yield _("The weights add up to 100: they look like per cent; write 0.40 for 40 %.")
        return
    total = fsum(row.weight for row in rows)
    if not abs(total - 1) <= WEIGHT_TOLERANCE:
        yield _(
            "the weights add up to {total:.10g} and not to 1; agree which row takes the difference of {gap:+.10g}."
        ).format(total=total, gap=1 - total)


@dataclass(frozen=True)
class Matrix:
    """The rows that someone is judged by; valid from the moment it exists.

    Raises `MatrixError` with every problem at once: weights outside 0–1 or not summing to 1,
    base equal to norm, target on the wrong side of the norm, a repeated or missing row.

    >>> may = Matrix((Row("sales", 0.6, 400, 500, 550, 540), Row("wait", 0.4, 8, 5, 4, 4)))
    >>> [row.direction for row in may.rows]
    ['higher', 'lower']
    """

    rows: tuple[Row, ...]
    title: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(self.rows))
        if problems := list(_matrix_problems(self.rows)):
            raise MatrixError(_("This KPI matrix cannot be scored:"), problems)

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, *, facts: str = "fact", title: str = "") -> Matrix:
        """A matrix from a table with a line for each KPI (its name is the index, or a column ``kpi``).

        The table has the columns weight, base, norm and, where there is one, target; `facts` names the column of
        the facts, which may be missing. Raises `MatrixError` when a column is missing or holds text.
        """
        lines = frame.set_index("kpi") if "kpi" in frame.columns else frame
        if missing := [name for name in ("weight", "base", "norm") if name not in lines.columns]:
            raise MatrixError(_("The table of the matrix lacks columns:"), missing)
        names = [name for name in ("weight", "base", "norm", "target", facts) if name in lines.columns]
        rows, problems = [], []
        for kpi, values in zip(lines.index, lines[names].itertuples(index=False, name=None), strict=True):
            numbers = dict(zip(names, values, strict=True))
            try:
                levels = {name: float(value) for name, value in numbers.items()}
            except (TypeError, ValueError):
                problems.append(_("{kpi}: a level, weight or fact is not a number.").format(kpi=kpi))
                continue
            fact = levels.pop(facts, nan)
            target = levels.get("target", nan)
            rows.append(Row(str(kpi), levels["weight"], levels["base"], levels["norm"], target, fact))
        if problems:
            raise MatrixError(_("This KPI matrix cannot be scored:"), problems)
        return cls(tuple(rows), title)

    def row(self, kpi: str) -> Row:
        """The row of that name."""
        for row in self.rows:
            if row.kpi == kpi:
                return row
        raise UnknownName(_("row"), kpi, (row.kpi for row in self.rows))

    def with_row(self, kpi: str, **changes: object) -> Matrix:
        """The same matrix with one row changed, and checked again."""
        self.row(kpi)
        rows = (replace(row, **changes) if row.kpi == kpi else row for row in self.rows)  # type: ignore[arg-type]
        return replace(self, rows=tuple(rows))

    def with_facts(self, facts: Mapping[str, float], *, title: str | None = None) -> Matrix:
        """The same promises with other facts; a row that `facts` leaves out has no fact."""
        known = {row.kpi for row in self.rows}
        for name in facts:
            if name not in known:
                raise UnknownName(_("row"), name, known)
        rows = tuple(replace(row, fact=float(facts.get(row.kpi, nan))) for row in self.rows)
        return Matrix(rows, self.title if title is None else title)

    def reweighted(self, kpi: str, weight: float) -> Matrix:
        """`kpi` gets `weight`; the others share the rest in their old proportions."""
        others = fsum(row.weight for row in self.rows) - self.row(kpi).weight
        if others <= 0:
            raise MatrixError(_("The other rows weigh nothing, so there is nothing to share the rest among."))
        scale = (1 - weight) / others
        rows = (replace(row, weight=weight if row.kpi == kpi else row.weight * scale) for row in self.rows)
        return replace(self, rows=tuple(rows))

    def zones(self) -> pd.DataFrame:
        """One line a row, named by its KPI: base, norm, target, fact, which way is better, and the fact's zone."""
        import pandas as pd

        ways = {"higher": _("more"), "lower": _("less"), "two-sided": _("the norm")}
        lines = {
            row.kpi: {
                _("base"): row.base,
                _("norm"): row.norm,
                _("target"): row.target,
                _("fact"): row.fact,
                _("better is"): ways[row.direction],
                _("zone"): zone_name(row.zone),
            }
            for row in self.rows
        }
        return pd.DataFrame.from_dict(lines, orient="index")

    def frame(self) -> pd.DataFrame:
        """One line a row: kpi, weight, base, norm, target, fact, unit."""
        import pandas as pd

        columns = ["kpi", "weight", "base", "norm", "target", "fact", "unit"]
        return pd.DataFrame([{name: getattr(row, name) for name in columns} for row in self.rows], columns=columns)
