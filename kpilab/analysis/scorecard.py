"""The KPI matrix: weight, base, norm, target and fact, scored by a formula that is always named.

Base is the lowest result still accepted, norm the plan, target the stretch beyond it, fact what
happened. Nothing else says whether more or less is better: base below norm means more, base
above norm means less. The formulas agree where the fact equals the norm and quarrel everywhere
else, so a `Score` carries its formula, and its rule below base, wherever it goes.

Source: document S3 (the KPI matrix); formulas I1 to I5 as in the index formulas in common use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from math import fsum, isclose, isfinite, isnan, nan
from typing import TYPE_CHECKING, Literal, get_args

from kpilab.analysis.surveys import share_interval
from kpilab.errors import MatrixError, UnknownName
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "BELOW_BASE",
    "FORMULAS",
    "BelowBase",
    "Formula",
    "Matrix",
    "Missing",
    "Row",
    "Score",
    "ScoredRow",
    "Zone",
    "formula_name",
    "index_of",
    "policy_name",
    "score",
    "zone_name",
]

Formula = Literal["ratio", "line", "clipped", "two_segment", "grades"]
BelowBase = Literal["none", "zero", "negative", "gate", "bonus_block"]
Missing = Literal["renormalise", "zero"]
Zone = Literal["below base", "under plan", "plan met", "target reached", "no fact"]

FORMULAS: tuple[Formula, ...] = get_args(Formula)
BELOW_BASE: tuple[BelowBase, ...] = get_args(BelowBase)
_USUAL_BELOW_BASE: dict[Formula, BelowBase] = {
    "ratio": "none",
    "line": "none",
    "clipped": "zero",
    "two_segment": "zero",
    "grades": "zero",
}
_UNDER_PLAN_GRADE = 0.7
_WEIGHT_TOLERANCE = 1e-9


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
        return self._along < 0

    @property
    def zone(self) -> Zone:
        """Where the fact lies: the kind of talk it asks for."""
        if isnan(self.fact):
            return "no fact"
        if self.tolerance is not None:
            return "below base" if self.below_base else "plan met" if self.fact == self.norm else "under plan"
        if self._along < 0:
            return "below base"
        if self._along < 1 and not isclose(self.fact, self.norm):
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
    def _along(self) -> float:
        """Share of the way from base to norm."""
        along = (self.fact - self.base) / (self.norm - self.base)
        return 0.0 if isclose(self.fact, self.base) else along


def _row_problems(row: Row) -> Iterable[str]:
    if not 0 <= row.weight <= 1:
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
    for row in rows:
        yield from _row_problems(row)
    total = fsum(row.weight for row in rows)
    if not abs(total - 1) <= _WEIGHT_TOLERANCE:
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


def _line(row: Row) -> float:
    return row._along


def _two_segment(row: Row, cap: float) -> float:
    if isnan(row.target):
        raise MatrixError(
            _("Not every row can be scored:"), [_("{kpi}: the two-segment formula needs a target.").format(kpi=row.kpi)]
        )
    if row._along <= 1:
        return row._along
    beyond = (row.fact - row.norm) / (row.target - row.norm)
    return min(cap, 1 + beyond * (cap - 1))


def _ratio(row: Row) -> float:
    top, bottom = (row.norm, row.fact) if row.direction == "lower" else (row.fact, row.norm)
    return top / bottom if bottom != 0 and row.norm > 0 else nan


def _grade(row: Row, cap: float) -> float:
    steps: dict[Zone, float] = {
        "below base": 0.0,
        "under plan": _UNDER_PLAN_GRADE,
        "plan met": 1.0,
        "target reached": cap,
    }
    return steps[row.zone]


def index_of(
    row: Row, *, formula: Formula = "two_segment", below_base: BelowBase | None = None, cap: float = 1.2
) -> float:
    """How much of its promise a row has kept: 1 at the norm; missing where the fact is, or has no index.

    * ``ratio``: fact ÷ norm; norm ÷ fact where less is better (no value at fact 0: missing, never infinite).
    * ``line``: the share of the way from base to norm; unbounded both ways.
    * ``clipped``: the line kept between 0 and `cap`.
    * ``two_segment``: 0 to 1 from base to norm, 1 to `cap` from norm to target, `cap` beyond.
    * ``grades``: steps: 0 below base, 0.7 under plan, 1 with the plan met, `cap` with the target reached.

    Below base: ``none`` leaves the formula alone, ``zero`` counts 0, ``negative`` follows the line
    below 0. ``gate`` and ``bonus_block`` act on the whole score and leave the row as its formula has it.

    >>> index_of(Row("members", 1, 40, 60, 70, 50))
    0.5
    """
    if formula not in FORMULAS:
        raise UnknownName(_("formula"), str(formula), FORMULAS)
    if below_base is not None and below_base not in BELOW_BASE:
        raise UnknownName(_("rule below base"), str(below_base), BELOW_BASE)
    if isnan(row.fact):
        return nan
    if row.tolerance is not None:
        return max(0.0, 1 - abs(row.fact - row.norm) / row.tolerance)
    policy = below_base if below_base in ("none", "zero", "negative") else _USUAL_BELOW_BASE[formula]
    if row.below_base and policy == "zero":
        return 0.0
    if row.below_base and policy == "negative":
        return _line(row)
    match formula:
        case "ratio":
            return _ratio(row)
        case "line":
            return _line(row)
        case "clipped":
            return min(cap, _line(row))
        case "two_segment":
            return _two_segment(row, cap)
        case "grades":
            return _grade(row, cap)


def formula_name(formula: Formula) -> str:
    """The formula in the language in use."""
    return {
        "ratio": _("ratio (fact ÷ plan)"),
        "line": _("line (base to norm)"),
        "clipped": _("clipped line"),
        "two_segment": _("two-segment"),
        "grades": _("grades"),
    }[formula]


def policy_name(policy: BelowBase) -> str:
    """The rule below base in the language in use."""
    return {
        "none": _("below base: no special rule"),
        "zero": _("below base: counts 0"),
        "negative": _("below base: counts negative"),
        "gate": _("below base: the whole score is gated"),
        "bonus_block": _("below base: no bonus"),
    }[policy]


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
class ScoredRow:
    """A row with its index; `weight` is the one that counted (re-shared when facts are missing)."""

    row: Row
    index: float
    weight: float
    dead_zone: bool

    @property
    def contribution(self) -> float:
        """Weight × index; a row without an index contributes nothing."""
        return 0.0 if isnan(self.index) else self.weight * self.index

    @property
    def plan_ratio(self) -> float:
        """Fact ÷ plan (plan ÷ fact where less is better), always shown beside the index."""
        return _ratio(self.row) if not isnan(self.row.fact) else nan

    @property
    def sentence(self) -> str:
        """The row in one plain sentence."""
        row = self.row
        if row.zone == "no fact":
            asked = row.owner or _("its owner")
            return _("{kpi}: no fact; ask {owner}.").format(kpi=row.kpi, owner=asked)
        if isnan(self.index):
            return _("{kpi}: {fact:g} {unit} has no index by this formula, so the row is left out.").format(
                kpi=row.kpi, fact=row.fact, unit=row.unit
            )
        shown = {"kpi": row.kpi, "fact": row.fact, "unit": row.unit, "base": row.base, "norm": row.norm}
        shown |= {"target": row.target, "index": self.index}
        if row.tolerance is not None:
            text = _("{kpi}: {fact:g} {unit} where {norm:g} is best; index {index:.3g}.")
        elif row.zone == "below base":
            text = _("{kpi}: {fact:g} {unit} is below the base of {base:g}; index {index:.3g}.")
        elif row.zone == "under plan":
            text = _("{kpi}: {fact:g} {unit} is between base {base:g} and plan {norm:g}; index {index:.3g}.")
        elif row.zone == "plan met":
            text = _("{kpi}: {fact:g} {unit} keeps the plan of {norm:g}; index {index:.3g}.")
        else:
            text = _("{kpi}: {fact:g} {unit} reaches the target of {target:g}; index {index:.3g}.")
        return text.format(**shown).replace("  ", " ")


@dataclass(frozen=True)
class Score:
    """A scored matrix. It never goes anywhere without the name of its formula and its rule below base."""

    matrix: Matrix
    rows: tuple[ScoredRow, ...]
    total: float
    coverage: float
    formula: Formula
    below_base: BelowBase
    cap: float
    blocked_by: tuple[str, ...]

    @property
    def title(self) -> str:
        """Formula and rule below base, in words."""
        return f"{formula_name(self.formula)}; {policy_name(self.below_base)}"

    @property
    def bonus_factor(self) -> float:
        """0 where the rule below base withholds the bonus, else 1."""
        return 0.0 if self.blocked_by and self.below_base == "bonus_block" else 1.0

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a manager should know before signing this score."""
        found = []
        if not 3 <= len(self.rows) <= 7:
            found.append(_("{n} rows: three to seven are read and remembered.").format(n=len(self.rows)))
        if self.coverage < 1 - _WEIGHT_TOLERANCE:
            missing = ", ".join(
                f"{scored.row.kpi} ({scored.row.owner})" if scored.row.owner else scored.row.kpi
                for scored in self.rows
                if isnan(scored.index)
            )
            found.append(
                _("Coverage {coverage:.2f}: without {rows}. Ask who was to bring the missing facts.").format(
                    coverage=self.coverage, rows=missing
                )
            )
        for scored in self.rows:
            if scored.dead_zone:
                found.append(
                    _("{kpi} is in a dead zone: a repair that ends at the base adds nothing to the total.").format(
                        kpi=scored.row.kpi
                    )
                )
            low, high = scored.row.interval
            if not isnan(low):
                found.append(
                    _(
                        "{kpi}: {n} answers; luck alone could put the true share anywhere "
                        "from {low:.0f} to {high:.0f} %."
                    ).format(kpi=scored.row.kpi, n=scored.row.sample, low=low, high=high)
                )
        if self.blocked_by:
            found.append(_("Below base: {rows}.").format(rows=", ".join(self.blocked_by)))
        return tuple(found)

    def sentences(self) -> tuple[str, ...]:
        """The matrix read aloud: a sentence a row."""
        return tuple(scored.sentence for scored in self.rows)

    def frame(self) -> pd.DataFrame:
        """One line a row: kpi, weight, base, norm, target, fact, fact_vs_plan, index, weighted, zone."""
        import pandas as pd

        lines = [
            {
                "kpi": scored.row.kpi,
                "weight": scored.weight,
                "base": scored.row.base,
                "norm": scored.row.norm,
                "target": scored.row.target,
                "fact": scored.row.fact,
                "fact_vs_plan": scored.plan_ratio,
                "index": scored.index,
                "weighted": scored.contribution,
                "zone": zone_name(scored.row.zone),
            }
            for scored in self.rows
        ]
        return pd.DataFrame(lines)

    def __str__(self) -> str:
        width = max(len(scored.row.kpi) for scored in self.rows)
        lines = [self.title]
        for scored in self.rows:
            index = _("none") if isnan(scored.index) else f"{scored.index:.3f}"
            lines.append(f"{scored.row.kpi:<{width}}  {scored.weight:.2f} × {index:>6}  {zone_name(scored.row.zone)}")
        lines.append(_("Total {total:.4f}, coverage {coverage:.2f}").format(total=self.total, coverage=self.coverage))
        return "\n".join([*lines, *self.warnings])

    def _repr_mimebundle_(self, **_options: object) -> dict[str, str]:
        return {"text/plain": str(self), "text/html": _score_html(self)}


def _shown(value: float, form: str = "g") -> str:
    return "–" if isnan(value) else format(value, form)


def _score_html(scored: Score) -> str:
    heads = [
        _("KPI"),
        _("weight"),
        _("base"),
        _("norm"),
        _("target"),
        _("fact"),
        _("fact ÷ plan"),
        _("index"),
        _("weight × index"),
        _("zone"),
    ]
    body = []
    for line in scored.rows:
        row = line.row
        numbers = [
            f"{line.weight:.2f}",
            *(_shown(value) for value in (row.base, row.norm, row.target, row.fact)),
            _shown(line.plan_ratio, ".3f"),
            _shown(line.index, ".3f"),
            f"{line.contribution:.4f}",
        ]
        cells = "".join(f'<td style="text-align:right">{number}</td>' for number in numbers)
        name = escape(row.kpi + (f", {row.unit}" if row.unit else ""))
        body.append(
            f'<tr><th scope="row" style="text-align:left">{name}</th>{cells}'
            f'<td style="text-align:left">{escape(zone_name(row.zone))}</td></tr>'
        )
    head = "".join(
        f'<th scope="col" style="text-align:{"left" if i in (0, 9) else "right"}">{escape(text)}</th>'
        for i, text in enumerate(heads)
    )
    total = escape(_("Total {total:.4f}, coverage {coverage:.2f}").format(total=scored.total, coverage=scored.coverage))
    notes = "".join(f"<li>{escape(text)}</li>" for text in scored.warnings)
    return (
        f'<div class="kpilab-score"><p><strong>{escape(scored.title)}</strong></p>'
        f'<div style="overflow-x:auto"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
        f"<p><strong>{total}</strong></p>" + (f"<ul>{notes}</ul>" if notes else "") + "</div>"
    )


def _counted_weights(rows: tuple[Row, ...], indexes: list[float], missing: Missing) -> tuple[list[float], float]:
    coverage = fsum(row.weight for row, index in zip(rows, indexes, strict=True) if not isnan(index))
    if missing == "zero" or coverage in (0, 1):
        return [row.weight for row in rows], coverage
    scale = 1 / coverage if coverage < 1 - _WEIGHT_TOLERANCE else 1.0
    return [row.weight * scale if not isnan(index) else 0.0 for row, index in zip(rows, indexes, strict=True)], coverage


def score(
    matrix: Matrix,
    *,
    formula: Formula = "two_segment",
    below_base: BelowBase | None = None,
    cap: float = 1.2,
    missing: Missing = "renormalise",
    gate_factor: float = 0.0,
) -> Score:
    """Score `matrix` by a named formula; the total is the weighted sum of its rows' indexes.

    The rule below base is the formula's usual one unless another is named (none for ratio and
    line; zero for clipped, two_segment and grades). A row without a fact is left out, its weight
    shared among the others and the coverage printed (``missing="zero"`` counts it 0 instead); with
    no fact at all the total is missing. Under ``gate`` a gated row below base multiplies the
    total by `gate_factor`; under ``bonus_block`` the total stays and the bonus is withheld.

    >>> round(score(Matrix((Row("sales", 0.6, 400, 500, 550, 540), Row("wait", 0.4, 8, 5, 4, 4)))).total, 3)
    1.176
    """
    if not cap > 1:
        raise MatrixError(
            _("The cap is {cap:g}; it is the index at the target, so it must be above 1.").format(cap=cap)
        )
    indexes = [index_of(row, formula=formula, below_base=below_base, cap=cap) for row in matrix.rows]
    policy = below_base or _USUAL_BELOW_BASE[formula]
    weights, coverage = _counted_weights(matrix.rows, indexes, missing)
    blocked = tuple(
        row.kpi for row in matrix.rows if policy in ("gate", "bonus_block") and row.gated and row.below_base
    )
    pinned = policy == "zero" or (policy in ("gate", "bonus_block") and len(blocked) > 1)
    rows = tuple(
        ScoredRow(row, index, weight, dead_zone=pinned and row.tolerance is None and row.below_base)
        for row, index, weight in zip(matrix.rows, indexes, weights, strict=True)
    )
    total = fsum(line.contribution for line in rows) if coverage > 0 or missing == "zero" else nan
    if policy == "gate" and blocked:
        total = total * gate_factor
    return Score(matrix, rows, total, coverage, formula, policy, cap, blocked)
