"""Whether each row of a plan is specific, measurable, achievable, relevant and time-bound, with reasons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from math import isfinite
from typing import Literal

from kpilab import catalogue
from kpilab.analysis.plan import Plan, PlanRow, entry_of
from kpilab.errors import UnknownName
from kpilab.i18n import _
from kpilab.sectors import goal as named_goal

__all__ = ["Judgement", "Letter", "SmartCheck", "letter_name", "smart_check"]

Letter = Literal["S", "M", "A", "R", "T"]
_LEAST_HISTORY = 5


@dataclass(frozen=True)
class Judgement:
    """One letter of one row: whether it holds (None: nobody can say yet), and why."""

    kpi: str
    letter: Letter
    holds: bool | None
    reason: str


@dataclass(frozen=True)
class SmartCheck:
    """Every judgement, row by row and letter by letter."""

    judgements: tuple[Judgement, ...]

    def of(self, letter: Letter) -> tuple[Judgement, ...]:
        """The judgements of one letter."""
        return tuple(line for line in self.judgements if line.letter == letter)

    def holds(self, letter: Letter) -> bool | None:
        """Whether a letter holds for every row: False where one fails it, None where one is open or there is no row."""
        found = [line.holds for line in self.of(letter)]
        if False in found:
            return False
        return None if None in found or not found else True

    @property
    def smart(self) -> bool:
        """Whether all five letters hold for every row."""
        return all(self.holds(letter) for letter in _JUDGES)

    def __str__(self) -> str:
        lines = []
        for letter in _JUDGES:
            lines.append(
                _("{letter} — {name}: {holds}").format(
                    letter=letter, name=letter_name(letter), holds=_said(self.holds(letter))
                )
            )
            lines += [f"  - {line.reason}" for line in self.of(letter) if not line.holds]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        heads = (_("Letter"), _("Holds"), _("Why"))
        head = "".join(f'<th scope="col" {_LEFT}>{escape(text)}</th>' for text in heads)
        body = "".join(f"<tr>{_cells(letter, self)}</tr>" for letter in _JUDGES)
        return f'<div style="overflow-x:auto"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


_LEFT = 'style="text-align:left;vertical-align:top"'
_ICONS = {True: "✓", False: "✗", None: "○"}


def _cells(letter: Letter, check: SmartCheck) -> str:
    """A letter, whether it holds, and the reason for each row."""
    name = _("{letter}, {name}").format(letter=letter, name=letter_name(letter))
    holds = check.holds(letter)
    icon = f'<span aria-hidden="true">{_ICONS[holds]}</span>'
    marked = f'<span style="white-space:nowrap">{icon} {escape(_said(holds))}</span>'
    reasons = "".join(f"<div>{escape(line.reason)}</div>" for line in check.of(letter))
    first = f'<th scope="row" {_LEFT}>{escape(name)}</th>'
    return f"{first}<td {_LEFT}>{marked}</td><td {_LEFT}>{reasons}</td>"


def letter_name(letter: Letter) -> str:
    """What a letter stands for."""
    return {
        "S": _("specific"),
        "M": _("measurable"),
        "A": _("achievable"),
        "R": _("relevant"),
        "T": _("time-bound"),
    }[letter]


def _said(holds: bool | None) -> str:
    return _("not to be said yet") if holds is None else _("yes") if holds else _("no")


def smart_check(plan: Plan) -> SmartCheck:
    """The five letters for each row of `plan`, each with its reason; None where it cannot be judged yet.

    Specific: one definition and one owner. Measurable: a unit, a plan in numbers and a source. Achievable: base, norm
    and target lead the right way, and of five or more comparable periods at least one reached the norm. Relevant: the
    KPI serves the plan's goal by the catalogue, or the row says why. Time-bound: the plan starts before it ends.
    Raises `UnknownName` for a goal that is written and not known.

    >>> smart_check(Plan((PlanRow("churn_rate", owner="Li"),))).of("S")[0].reason
    'Customer churn rate: one definition, and Li answers for it.'
    """
    if plan.goal.strip():
        named_goal(plan.goal)
    return SmartCheck(
        tuple(Judgement(row.kpi, letter, *judge(plan, row)) for row in plan.rows for letter, judge in _JUDGES.items())
    )


_Said = tuple[bool | None, str]


def _specific(_plan: Plan, row: PlanRow) -> _Said:
    if entry_of(row) is None and not row.formula.strip():
        return False, _("{kpi}: {reason}").format(kpi=row.title, reason=_unknown(row.kpi))
    if not row.owner.strip():
        return False, _("{kpi}: nobody is named; write who answers for it.").format(kpi=row.title)
    return True, _("{kpi}: one definition, and {owner} answers for it.").format(kpi=row.title, owner=row.owner)


def _unknown(asked: str) -> str:
    return str(UnknownName(_("KPI"), asked, (entry.id for entry in catalogue.kpis())))


def _measurable(_plan: Plan, row: PlanRow) -> _Said:
    missing = [
        name
        for name, there in (
            (_("its unit"), row.unit.strip()),
            (_("the norm as a number"), isfinite(row.norm)),
            (_("the source of the fact"), row.source.strip()),
        )
        if not there
    ]
    if missing:
        return False, _("{kpi}: still to be written: {missing}.").format(kpi=row.title, missing=", ".join(missing))
    return True, _("{kpi}: {norm:g} {unit}, read from {source}.").format(
        kpi=row.title, norm=row.norm, unit=row.unit, source=row.source
    )


def _achievable(_plan: Plan, row: PlanRow) -> _Said:
    if not (isfinite(row.norm) and isfinite(row.base)):
        return None, _("{kpi}: write base and norm; then it can be judged.").format(kpi=row.title)
    if not _leads(row):
        said = _("{kpi}: base {base:g}, norm {norm:g} and target {target:g} do not lead the way that is good.")
        return False, said.format(kpi=row.title, base=row.base, norm=row.norm, target=row.target)
    known = [fact for fact in row.history if isfinite(fact)]
    if len(known) < _LEAST_HISTORY:
        said = _("{kpi}: {n} earlier periods; at least {least} comparable ones tell whether it can be reached.")
        return None, said.format(kpi=row.title, n=len(known), least=_LEAST_HISTORY)
    reached = sum(fact >= row.norm if row.norm > row.base else fact <= row.norm for fact in known)
    said = _("{kpi}: {reached} of {n} comparable periods reached the norm of {norm:g}.")
    return reached > 0, said.format(kpi=row.title, reached=reached, n=len(known), norm=row.norm)


def _leads(row: PlanRow) -> bool:
    way = row.norm - row.base
    entry = entry_of(row)
    right_way = entry is None or entry.direction == "nominal" or (way > 0) == (entry.direction == "higher")
    return way != 0 and right_way and not (isfinite(row.target) and (row.target - row.norm) * way <= 0)


def _relevant(plan: Plan, row: PlanRow) -> _Said:
    if not plan.goal.strip():
        return False, _("{kpi}: the plan names no goal that it could serve.").format(kpi=row.title)
    goal = named_goal(plan.goal)
    why = next((line.why for line in goal.kpis if line.kpi == row.kpi), "")
    if why or row.because.strip():
        return True, _("{kpi}: {why}").format(kpi=row.title, why=_(why) if why else row.because)
    said = _("{kpi}: nothing ties it to the goal “{goal}”. Write why it serves it, or let it go.")
    return False, said.format(kpi=row.title, goal=goal.title)


def _time_bound(plan: Plan, row: PlanRow) -> _Said:
    if plan.starts is None or plan.ends is None:
        return False, _("{kpi}: write the first and the last day on which it counts.").format(kpi=row.title)
    if plan.ends <= plan.starts:
        said = _("{kpi}: the plan ends on {ends}, and not after its first day, {starts}.")
        return False, said.format(kpi=row.title, ends=plan.ends.isoformat(), starts=plan.starts.isoformat())
    return True, _("{kpi}: counts from {starts} to {ends}.").format(
        kpi=row.title, starts=plan.starts.isoformat(), ends=plan.ends.isoformat()
    )


_JUDGES: dict[Letter, Callable[[Plan, PlanRow], _Said]] = {
    "S": _specific,
    "M": _measurable,
    "A": _achievable,
    "R": _relevant,
    "T": _time_bound,
}
