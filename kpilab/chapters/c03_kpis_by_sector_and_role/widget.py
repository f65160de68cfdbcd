"""The chapter's two desks: choose a plan and live with it, and build the plan of one's own firm."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import combinations
from math import isnan
from statistics import median
from typing import TYPE_CHECKING

from kpilab.catalogue import kpi
from kpilab.chapters.c03_kpis_by_sector_and_role.life import (
    MONTHS,
    OFFERED,
    TODAY,
    Month,
    Signed,
    findings,
    green,
    live,
    rules,
    shown_fact,
    slipped,
)
from kpilab.i18n import _, ngettext

if TYPE_CHECKING:
    from kpilab.analysis.plan import Plan
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.message import Message
    from kpilab.widgets.plan_draft import PlanDraft
    from kpilab.widgets.sign_page import Sheet

__all__ = [
    "VOLUME",
    "benchmarks",
    "build_plan",
    "choose_and_live",
    "forecast",
    "lived_sheet",
    "missing",
    "my_plan",
    "verdict",
]

_ITEM, _OWN = "3.plan", "3.own"
VOLUME = Signed(("net_sales", "units_sold", "store_footfall", "new_customers"), "net_sales")
_NOTHING = Signed((), "")


def benchmarks() -> tuple[tuple[str, Signed], ...]:
    """Plans that others have agreed, in the language in use; the last one earns most of all that can be chosen."""
    customers = ("csat_top2", "repurchase_next_window", "till_wait_minutes")
    return (
        (_("four rows that count how much"), VOLUME),
        (_("no plan at all: no day is spent on anything"), _NOTHING),
        (_("sales, margin and visitors"), Signed(("net_sales", "gross_margin_rate", "store_footfall"), "net_sales")),
        (_("customers alone"), Signed(customers, "csat_top2")),
        (
            _("sales, margin and the customers, satisfaction double (the best of all)"),
            Signed(("net_sales", "gross_margin_rate", *customers), "csat_top2"),
        ),
    )


def _signed(values: Mapping[str, object], played: int = 0) -> Signed:
    kpis = values.get("kpis")
    chosen = tuple(one for one in OFFERED if isinstance(kpis, list | tuple) and one in kpis)
    heavy, reason, sure = (str(values.get(name) or "") for name in ("heavy", "reason", "confidence"))
    return Signed(chosen, heavy, reason.strip(), sure, played)


def _values(signed: Signed) -> dict[str, object]:
    return {"kpis": signed.kpis, "heavy": signed.heavy, "reason": signed.reason, "confidence": signed.confidence}


def missing(values: Mapping[str, object]) -> tuple[str, ...]:
    """What stands against agreeing on this plan."""
    signed = _signed(values)
    found = []
    if not 3 <= len(signed.kpis) <= 5:
        found.append(_("Choose three to five KPIs; you have {n}.").format(n=len(signed.kpis)))
    if signed.heavy not in signed.kpis:
        found.append(_("Say which of your rows counts double."))
    if not signed.reason:
        found.append(_("Write in one sentence what the team is to do differently."))
    if not signed.confidence:
        found.append(_("Say how sure you are."))
    return tuple(found)


def _remarks(values: Mapping[str, object]) -> Message:
    from kpilab.widgets.message import Message

    signed = _signed(values)
    if not signed.kpis:
        return Message("blank", "", (_("Nothing is chosen yet."),))
    if signed.heavy not in signed.kpis:
        return Message("blank", "", (_("Say which of your rows counts double."),))
    shares = ", ".join(f"{kpi(one).title} {weight:.0%}" for one, weight in signed.weights.items())
    told = tuple(one.sentence for one in findings(signed)) or (str(findings(signed)),)
    return Message("info", _("What a careful reader says"), (_("The weights: {shares}.").format(shares=shares), *told))


def lived_sheet(values: Mapping[str, object], played: int) -> Sheet:
    """The months so far: what the plan's own sheet shows, and beside it what the shop earned."""
    from kpilab.widgets.sign_page import Sheet

    signed = _signed(values)
    lived = live(signed)[:played]
    rows = tuple(
        (
            str(month.number),
            _("{green} of {all}").format(green=green(signed, month), all=len(signed.kpis)),
            f"{month.facts['net_sales']:.0f}",
            f"{month.profit:.1f}".replace("-", "−"),
            shown_fact("csat_top2", month.facts["csat_top2"]),
            f"{month.shop.regulars:,.0f}",
        )
        for month in lived
    )
    today = (_("today"), "", "94", "13.0", shown_fact("csat_top2", TODAY["csat_top2"]), "1,000")
    head = (_("month"), _("your rows green"), _("net sales"), _("profit"), _("satisfied"), _("regulars"))
    return Sheet(head, (today, *rows), (_drift(signed, lived[-1]),), amounts=(1, 2, 3, 4, 5))


def _drift(signed: Signed, month: Month) -> str:
    gone = slipped(signed, month)
    if not gone:
        return _("Nothing that your plan leaves out is worse than today.")
    moved = ", ".join(
        _("{kpi} {before} → {now}").format(
            kpi=kpi(one).title, before=shown_fact(one, TODAY[one]), now=shown_fact(one, month.facts[one])
        )
        for one in gone
    )
    text = ngettext(
        "Not in your plan, and worse than today: {moved}.",
        "Not in your plan, and worse than today: {moved}.",
        len(gone),
    )
    return text.format(moved=moved)


def verdict(values: Mapping[str, object]) -> Sheet:
    """Your six months beside those of others, why the best is best, and what you thought before."""
    from kpilab.widgets.fields import confidence_words
    from kpilab.widgets.sign_page import Sheet

    mine = _signed(values)
    others = benchmarks()
    named = ((_("yours"), mine), *others)
    rows = tuple((name, *_outcome(signed)) for name, signed in named)
    earned = {name: _earned(signed) for name, signed in named}
    better = sum(_earned(mine) > earned[name] + 0.05 for name, _plan in others)
    best = _("No other plan that can be chosen here earns more than yours.")
    sure = confidence_words(mine.confidence)
    said = (
        best
        if better == len(others) - 1 and _earned(mine) > max(earned.values()) - 0.05
        else _("Your plan earned more than {better} of these {n}.").format(better=better, n=len(others))
        if better
        else _("None of these {n} earned less than yours.").format(n=len(others)),
        _(
            "Four rows that count how much sell most in the first month and least in the last: discounts and pressure are the "
            "quickest way to a count, and margin and customers pay for it later. Even a shop in which nobody does anything earns more."
        ),
        _("The best has a result, a guard that stops the cheap way to it, and rows for the customers who come back."),
        _forecast(signed=mine),
        _("Before the first month you wrote: “{reason}”").format(reason=mine.reason),
        _("How sure you were: {confidence}.").format(confidence=sure),
        _("How the toy reckons, so that you can doubt it. Each number was made up for this lesson."),
        *rules(),
    )
    head = (_("plan"), _("sales, month 1"), _("sales, month 6"), _("profit, six months"), _("satisfied at the end"))
    return Sheet(head, rows, said, marked=(0,), amounts=(1, 2, 3, 4), stacked=True)


def _forecast(signed: Signed) -> str:
    """What the remarks were worth as a forecast, over all plans that can be chosen."""
    few, many = forecast()
    text = ngettext(
        "The reader had {n} remark on yours. Over all plans that can be chosen here, the middle one of those with at most one remark "
        "earns {few:.0f} thousand, of those with four or more {many:.0f}: a forecast, and no promise.",
        "The reader had {n} remarks on yours. Over all plans that can be chosen here, the middle one of those with at most one remark "
        "earns {few:.0f} thousand, of those with four or more {many:.0f}: a forecast, and no promise.",
        len(findings(signed)),
    )
    return text.format(n=len(findings(signed)), few=few, many=many)


@cache
def forecast() -> tuple[float, float]:
    """The median profit of all plans with at most one remark, and of those with four or more."""
    plans = (Signed(some, heavy) for n in (3, 4, 5) for some in combinations(OFFERED, n) for heavy in some)
    few: list[float] = []
    many: list[float] = []
    for plan in plans:
        remarks = len(findings(plan))
        if remarks <= 1 or remarks >= 4:
            (few if remarks <= 1 else many).append(_earned(plan))
    return median(few), median(many)


def _earned(signed: Signed) -> float:
    return sum(month.profit for month in live(signed))


def _outcome(signed: Signed) -> tuple[str, ...]:
    lived = live(signed)
    sales = (f"{month.facts['net_sales']:.0f}" for month in (lived[0], lived[-1]))
    return (*sales, f"{_earned(signed):.0f}", shown_fact("csat_top2", lived[-1].facts["csat_top2"]))


def _intro() -> str:
    return _(
        "Harbour sells kitchenware: eight sellers, a thousand regular customers, net sales of 94 thousand a month and a profit of 13. "
        "The owner wants to grow sales. You choose three to five of eight KPIs; one counts double. Each month the team has ten days of "
        "attention and spends them as the weights say, at most three on one row, and in the way that moves the row fastest. Everything "
        "else drifts. This is a toy: a real team is not so obedient, and real customers are not so patient."
    )


def choose_and_live() -> Bundle:
    """The plan of a case firm: chosen, agreed, lived for six months; it is kept and lies there again at the next visit."""
    from kpilab.course.decisions import keep_decision, last_decision
    from kpilab.widgets.fields import Field, confidence_field
    from kpilab.widgets.live_choice import Choosing, Chosen, live_choice

    options = tuple(
        (one, _("{kpi} (today {fact})").format(kpi=kpi(one).title, fact=shown_fact(one, TODAY[one]))) for one in OFFERED
    )
    fields = (
        Field("kpis", _("Your three to five rows"), "several", options),
        Field("heavy", _("Which of them counts double?"), "choice", tuple((one, kpi(one).title) for one in OFFERED)),
        Field("reason", _("What is the team to do differently? One sentence."), "text", lines=2),
        confidence_field(),
    )

    signed = last_decision(_ITEM, Signed.from_data)
    return live_choice(
        Choosing(
            heading=_("Agree on a plan, then live with it"),
            intro=_intro(),
            fields=fields,
            months=MONTHS,
            missing=missing,
            remarks=_remarks,
            lived=lived_sheet,
            verdict=verdict,
            looks=_("Look it over"),
            agrees=_("Agree on it for six months"),
            again=_("Choose again"),
        ),
        keep=lambda now: keep_decision(_ITEM, _signed(now.values, now.played).as_data()),
        chosen=Chosen(_values(signed), signed.played) if signed else None,
    )


def _kept_draft() -> PlanDraft:
    from kpilab.course.decisions import last_decision
    from kpilab.widgets.plan_draft import PlanDraft

    return last_decision(_OWN, PlanDraft.from_data) or PlanDraft()


def build_plan() -> Bundle:
    """The builder for the learner's own plan, where it was left."""
    from kpilab.course.desk import desk
    from kpilab.widgets.plan_builder import plan_builder

    def keep(draft: PlanDraft) -> tuple[str, ...]:
        return desk().record("decision", _OWN, draft.as_data())

    return plan_builder(_kept_draft(), keep=keep, export=_export)


def _export(draft: PlanDraft) -> Message | str:
    """The plan as the Excel matrix in the course folder, and a link to it; the role's example levels fill gaps."""
    from kpilab.analysis.plan import lint
    from kpilab.analysis.plan_matrix import matrix_of, with_example_levels
    from kpilab.catalogue import role
    from kpilab.course.desk import desk
    from kpilab.course.door import file_link
    from kpilab.errors import MatrixError
    from kpilab.report.matrix_form import MatrixFile
    from kpilab.report.matrix_workbook import write_matrix
    from kpilab.widgets.message import Message, message_html

    workspace = desk().workspace
    if workspace is None:
        return Message("blank", _("No course folder"), (_("Start the course with: kpilab start"),))
    plan, unread = draft.plan()
    filled = with_example_levels(plan, draft.role)
    try:
        matrix = matrix_of(filled)
    except MatrixError as error:
        return Message("blank", _("Before it is a matrix:"), (*unread, *error.problems))
    path = write_matrix(workspace / "my_plan.xlsx", MatrixFile(matrix, title=role(draft.role).title))
    examples = ", ".join(after.title for before, after in zip(plan.rows, filled.rows, strict=True) if before != after)
    without = ", ".join(row.title for row in filled.rows if isnan(row.target))
    said = [*unread, *(one.sentence for one in lint(filled) if one.rule in ("levels", "twins"))]
    if examples:
        said.append(
            _("Levels that you left out are the role's examples, to be replaced: {rows}.").format(rows=examples)
        )
    if without:
        said.append(_("Before it computes, write a target for: {rows}.").format(rows=without))
    made = Message("info", _("The workbook lies in your course folder"), (path.name, *said))
    link = file_link(path.name, _("Download {file}").format(file=path.name))
    return f'{message_html(made, alone=False)}<p style="margin:8px 0 0">{link}</p>'


def my_plan() -> Plan:
    """The learner's own plan as it was last kept; without a row where there is none."""
    return _kept_draft().plan()[0]
