"""A plan of KPIs as somebody drafts it, and what is wrong with the choice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise
from math import fsum, isnan, nan
from typing import Literal

from kpilab import catalogue
from kpilab.catalogue import KPI, kpi
from kpilab.errors import UnknownName
from kpilab.i18n import N_, _
from kpilab.sectors import Goal, Part, marked
from kpilab.sectors import goal as named_goal

__all__ = ["MOST_ROWS", "Finding", "Findings", "Plan", "PlanRow", "Rule", "Tables", "entry_of", "lint", "role_plan"]

Rule = Literal[
    "no rows",
    "unknown KPI",
    "no result",
    "no guard",
    "all volume",
    "no customer KPI",
    "nothing long-term",
    "too many rows",
    "lagging only",
    "twins",
    "levels",
    "weights",
    "no owner",
    "no data",
]
Tables = Mapping[str, Collection[str]]
"""What a firm holds: the columns of each table, by the table's name."""
MOST_ROWS = 7
_VOLUME_FAMILIES = {"sales", "traffic", "customer", "promotion", "content", "activity"}
_VOLUME_KINDS = {"additive", "semi-additive", "distinct"}
_TWINS = (
    ("retention_rate", "churn_rate"),
    ("inventory_turnover", "days_of_inventory"),
    ("ad_roas", "ad_cost_ratio"),
)
"""Pairs of which one is the other upside down, by their formulas in the catalogue."""
_WAYS = {
    "higher": N_("{kpi}: more is better, and the levels {levels} do not rise from base over plan to target."),
    "lower": N_("{kpi}: less is better, and the levels {levels} do not fall from base over plan to target."),
}


@dataclass(frozen=True)
class PlanRow:
    """One KPI of a plan, as far as it is thought out; what is missing is empty or not a number.

    `kpi` is an id of the catalogue, or one's own name beside its `formula`. The levels stand in `unit`; `history` holds
    the facts of earlier comparable periods in the same unit. `source` says where the fact comes from, `because` why
    the row serves the goal where the catalogue does not know it.
    """

    kpi: str
    weight: float = nan
    base: float = nan
    norm: float = nan
    target: float = nan
    unit: str = ""
    owner: str = ""
    source: str = ""
    history: tuple[float, ...] = ()
    formula: str = ""
    because: str = ""

    @property
    def title(self) -> str:
        """The KPI's name in the language in use, or what was written."""
        entry = entry_of(self)
        return entry.title if entry else self.kpi


@dataclass(frozen=True)
class Plan:
    """Rows, the goal they serve (an id or name of the catalogue's goals), and the time in which they count."""

    rows: tuple[PlanRow, ...]
    goal: str = ""
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True)
class Finding:
    """One thing to talk about: the rule, the sentence, and the rows it is about (none: the whole plan)."""

    rule: Rule
    sentence: str
    rows: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.sentence


class Findings(tuple[Finding, ...]):
    """What is doubtful about a plan: a tuple of findings that a notebook and a terminal show as sentences."""

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(f"- {one.sentence}" for one in self) if self else _nothing()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{escape(one.sentence)}</li>" for one in self)
        return f"<ul>{items}</ul>" if self else f"<p>{escape(_nothing())}</p>"


def _nothing() -> str:
    return _("Nothing to remark. Read the plan aloud to those who are to live with it.")


def entry_of(row: PlanRow) -> KPI | None:
    """The catalogue's entry of a row; None for a KPI of one's own and for a misspelt one."""
    try:
        return kpi(row.kpi)
    except UnknownName:
        return None


def role_plan(role: str) -> Plan:
    """The example rows of a named role as a plan; owner, source and time are still to be written.

    >>> [row.kpi for row in role_plan("merchandiser").rows][:2]
    ['gross_margin_rate', 'inventory_turnover']
    """
    rows = catalogue.role(role).rows
    return Plan(tuple(PlanRow(row.kpi, row.weight, row.base, row.norm, row.target, row.unit) for row in rows))


def lint(plan: Plan, *, tables: Tables | None = None) -> Findings:
    """What is doubtful about the choice of KPIs, in words; empty where nothing is.

    A row has data where it names a source, or where `tables` hold every column that its KPI needs. Where the plan's
    goal is one of the catalogue's, a row must tell whether it is reached, and another what it must not cost. Levels
    that are written must lead the way that is good for the KPI.

    >>> [finding.rule for finding in lint(role_plan("salesperson"))]
    ['no owner', 'no data']
    """
    if not plan.rows:
        return Findings((Finding("no rows", _("The plan is empty: start with the result that the goal is about.")),))
    return Findings([finding for rule in _RULES for finding in rule(plan)] + list(_no_data(plan, tables)))


def _entries(plan: Plan) -> list[KPI | None]:
    return [entry_of(row) for row in plan.rows]


def _unknown(plan: Plan) -> Iterator[Finding]:
    for row in plan.rows:
        if entry_of(row) is None and not row.formula.strip():
            reason = UnknownName(_("KPI"), row.kpi, (entry.id for entry in catalogue.kpis()))
            yield Finding(
                "unknown KPI", _("{reason} A KPI of your own needs its formula.").format(reason=reason), (row.kpi,)
            )


def _goal_of(plan: Plan) -> Goal | None:
    """The catalogue's goal that the plan names; None for a goal in words of one's own."""
    try:
        return named_goal(plan.goal) if plan.goal.strip() else None
    except UnknownName:
        return None


def _titles(goal: Goal, part: Part) -> str:
    return ", ".join(kpi(line.kpi).title for line in goal.kpis if line.part == part)


def _no_result(plan: Plan) -> Iterator[Finding]:
    goal = _goal_of(plan)
    if goal and not {row.kpi for row in plan.rows} & {line.kpi for line in goal.kpis if line.part == "result"}:
        said = _(
            "Every row can be kept and the goal “{goal}” missed: none tells whether it is reached. Add one of: {kpis}."
        )
        yield Finding("no result", said.format(goal=goal.title, kpis=_titles(goal, "result")))


def _no_guard(plan: Plan) -> Iterator[Finding]:
    goal = _goal_of(plan)
    if goal and not {row.kpi for row in plan.rows} & {line.kpi for line in goal.kpis if line.part == "guard"}:
        said = _("No row shows what the goal “{goal}” must not cost. Add one of: {kpis}.")
        yield Finding("no guard", said.format(goal=goal.title, kpis=_titles(goal, "guard")))


def _is_volume(entry: KPI | None) -> bool:
    return (
        entry is not None
        and entry.family in _VOLUME_FAMILIES
        and entry.additivity in _VOLUME_KINDS
        and entry.unit in ("money", "count")
        and entry.id not in marked("customer")
    )


def _all_volume(plan: Plan) -> Iterator[Finding]:
    if all(map(_is_volume, _entries(plan))):
        yield Finding(
            "all volume",
            _("Every row counts how much. Nothing says how well: add a rate, a margin or the customers' judgement."),
        )


def _no_customer(plan: Plan) -> Iterator[Finding]:
    if not {row.kpi for row in plan.rows} & marked("customer"):
        yield Finding(
            "no customer KPI",
            _("No row watches the customers you have. Beside the sales, add satisfaction, repurchase or complaints."),
        )


def _nothing_long_term(plan: Plan) -> Iterator[Finding]:
    if not {row.kpi for row in plan.rows} & marked("long_term"):
        yield Finding(
            "nothing long-term",
            _("No row looks further than a quarter. Add one that lasts: repurchase, retention, satisfaction, skill."),
        )


def _too_many(plan: Plan) -> Iterator[Finding]:
    if len(plan.rows) > MOST_ROWS:
        yield Finding(
            "too many rows",
            _("{n} rows: nobody steers by more than {most}. Keep those that would change a decision.").format(
                n=len(plan.rows), most=MOST_ROWS
            ),
        )


def _lagging_only(plan: Plan) -> Iterator[Finding]:
    if all(entry is not None and entry.kind == "lagging" for entry in _entries(plan)):
        yield Finding(
            "lagging only",
            _("Every row tells of what is over. Add a leading one, so that there is time to act."),
        )


def _twins(plan: Plan) -> Iterator[Finding]:
    held = {row.kpi for row in plan.rows}
    for pair in _TWINS:
        if held >= set(pair):
            one, other = (kpi(name).title for name in pair)
            said = _(
                "{one} and {other} are one number, once upside down: one promise is counted twice. Keep one of them."
            )
            yield Finding("twins", said.format(one=one, other=other), pair)


def _levels(plan: Plan) -> Iterator[Finding]:
    for row in plan.rows:
        entry = entry_of(row)
        levels = [level for level in (row.base, row.norm, row.target) if not isnan(level)]
        steps = {after > before for before, after in pairwise(levels) if after != before}
        if entry is None or entry.direction not in _WAYS or steps <= {entry.direction == "higher"}:
            continue
        shown = " / ".join(f"{level:g}" for level in levels)
        yield Finding("levels", _(_WAYS[entry.direction]).format(kpi=row.title, levels=shown), (row.kpi,))


def _weights(plan: Plan) -> Iterator[Finding]:
    bad = tuple(row.kpi for row in plan.rows if isnan(row.weight) or not 0 < row.weight <= 1)
    if bad:
        names = ", ".join(row.title for row in plan.rows if row.kpi in bad)
        yield Finding("weights", _("A weight lies above 0 and not above 1; see {rows}.").format(rows=names), bad)
        return
    total = fsum(row.weight for row in plan.rows)
    if abs(total - 1) > 1e-6:
        yield Finding("weights", _("The weights add up to {total:g} and not to 1.").format(total=total))


def _no_owner(plan: Plan) -> Iterator[Finding]:
    alone = [row for row in plan.rows if not row.owner.strip()]
    if alone:
        said = _("Nobody owns {rows}. Write a name: who brings the fact, and acts on it.")
        names = ", ".join(row.title for row in alone)
        yield Finding("no owner", said.format(rows=names), tuple(row.kpi for row in alone))


def _no_data(plan: Plan, tables: Tables | None) -> Iterator[Finding]:
    without = [row for row in plan.rows if not row.source.strip() and (tables is None or entry_of(row) is None)]
    if without:
        said = _("No source is named for {rows}. Say which table, system or person the fact comes from.")
        names = ", ".join(row.title for row in without)
        yield Finding("no data", said.format(rows=names), tuple(row.kpi for row in without))
    for row in plan.rows:
        missing = [] if tables is None or row.source.strip() else _missing(entry_of(row), tables)
        if missing:
            said = _("There is no data for {kpi}: {columns} are missing.")
            yield Finding("no data", said.format(kpi=row.title, columns=", ".join(missing)), (row.kpi,))


def _missing(entry: KPI | None, tables: Tables) -> list[str]:
    if entry is None:
        return []
    return [
        f"{table}.{name}" for table, names in entry.needs.items() for name in names if name not in tables.get(table, ())
    ]


_RULES: tuple[Callable[[Plan], Iterator[Finding]], ...] = (
    _unknown,
    _no_result,
    _no_guard,
    _all_volume,
    _no_customer,
    _nothing_long_term,
    _too_many,
    _lagging_only,
    _twins,
    _levels,
    _weights,
    _no_owner,
)
