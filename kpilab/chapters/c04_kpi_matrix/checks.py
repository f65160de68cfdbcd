"""What is right in chapter 4, which wrong answers we know, and what each of them hears."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import mean
from typing import Any

import numpy as np

from kpilab.analysis.levels import count_levels
from kpilab.analysis.pay import CLIFF, bonus
from kpilab.analysis.scorecard import FORMULAS, Formula, Row, index_of, score
from kpilab.chapters.c04_kpi_matrix.cards import CARDS
from kpilab.chapters.c04_kpi_matrix.case import (
    AT_PLAN,
    HILLTOP,
    HISTORY,
    MAY,
    MEMBERS,
    REFUNDS,
    REPURCHASE,
    SALES,
    SATISFIED,
    SHEET,
    Hilltop,
    History,
    Sheet,
)
from kpilab.chapters.c04_kpi_matrix.defence import DEFEND
from kpilab.course.forms import Assign, Choice, Number, Numbers
from kpilab.course.task import Mistake, Prediction, Task
from kpilab.i18n import N_, _

__all__ = ["CARDS", "PREDICTIONS", "TASKS"]

_NAMES = {SALES: "sales", MEMBERS: "members", REPURCHASE: "repurchase", SATISFIED: "satisfied", REFUNDS: "refunds"}
_ZONES = (
    ("below base", N_("below base")),
    ("under plan", N_("under plan")),
    ("plan met", N_("plan met")),
    ("target reached", N_("target reached")),
)


def _hilltop_fields(case: Hilltop) -> Mapping[str, object]:
    """Every number that a message about Hilltop may quote."""
    found: dict[str, object] = {}
    for row in case.matrix.rows:
        name = _NAMES[row.kpi]
        for level in ("weight", "base", "norm", "target", "fact"):
            found[f"{name}_{level}"] = getattr(row, level)
        for formula in FORMULAS:
            found[f"{name}_{formula}"] = index_of(row, formula=formula)
    for formula in FORMULAS:
        found[f"total_{formula}"] = case.total(formula)
        found[f"pay_{formula}"] = case.pay(formula)
    members, satisfied = case.matrix.row(MEMBERS), case.matrix.row(SATISFIED)
    low, high = satisfied.interval
    tricked = case.pay(matrix=case.tricked())
    raised = case.matrix.with_row(MEMBERS, target=case.high_target)
    shared = [case.pay(matrix=case.shared_with_sales(tricked=trick)) for trick in (False, True)]
    paired = [case.pay(matrix=case.paired(tricked=trick)) for trick in (False, True)]
    found |= {
        "at_plan": case.at_plan,
        "members_to_plan": members.norm - members.fact,
        "members_walked": members.fact - members.base,
        "members_steps": members.norm - members.base,
        "refunds_beyond": found_distance(case.matrix.row(REFUNDS)),
        "refunds_stretch": abs(case.matrix.row(REFUNDS).target - case.matrix.row(REFUNDS).norm),
        "share": CLIFF.share(case.total()) * 100,
        "satisfied_low": low,
        "satisfied_high": high,
        "satisfied_answers": satisfied.sample,
        "satisfied_happy": round(satisfied.fact / 100 * (satisfied.sample or 0)),
        "till_members": case.till_members,
        "tricked": tricked,
        "trick_gain": tricked - case.pay(),
        "raised_gain": case.pay(matrix=case.tricked(target=case.high_target)) - case.pay(matrix=raised),
        "shared_gain": shared[1] - shared[0],
        "paired_honest": paired[0],
        "paired_tricked": paired[1],
        "paired_loss": round(paired[0]) - round(paired[1]),
        "pay_gap": round(case.pay("ratio")) - round(case.pay()),
        "average": (case.total() + case.total("ratio")) / 2,
    }
    return found


def found_distance(row: Row) -> float:
    """How far the fact lies beyond the norm, on the good side."""
    return abs(row.fact - row.norm)


_MISREAD = {
    "past the norm": "target reached",
    "between": "below base",
    "at the norm": "under plan",
    "near": "under plan",
}
"""The zone that a row of each kind is most often put into."""


def _misreading(row: Row, kind: str) -> str:
    """Why that reading of the row misleads."""
    text = {
        "past the norm": _(
            "{kpi}: your firm may call the plan “target”. In a matrix the plan is the norm, {norm:g}; the target is the "
            "stretch beyond it, {target:g}."
        ),
        "between": _(
            "{kpi}: missing the plan and being unacceptable are two different talks with a manager. {fact:g} is under "
            "{norm:g} but over {base:g}."
        ),
        "at the norm": _(
            "{kpi}: a fact equal to the norm has kept the promise. “Plan met” starts at the norm, not after it."
        ),
        "near": _(
            "{kpi}: {share:.0f} % of plan may look near. Look at the base: we said we would not accept less than {base:g}, "
            "and it was {fact:g}."
        ),
    }[kind]
    levels = {"base": row.base, "norm": row.norm, "target": row.target, "fact": row.fact}
    return text.format(kpi=_(row.kpi), share=100 * row.fact / row.norm, **levels)


def _reading(row: Row) -> str:
    """The row, read aloud up to its zone."""
    text = {
        "below base": _("{kpi} {fact:g}: short of the base of {base:g}, so below base."),
        "under plan": _("{kpi} {fact:g}: past the base of {base:g}, short of the norm of {norm:g}, so under plan."),
        "plan met": _(
            "{kpi} {fact:g}: the norm of {norm:g} is kept, the target of {target:g} not reached, so plan met."
        ),
        "target reached": _("{kpi} {fact:g}: the target of {target:g} is reached."),
        "no fact": _("{kpi}: no fact."),
    }[row.zone]
    return text.format(kpi=_(row.kpi), base=row.base, norm=row.norm, target=row.target, fact=row.fact)


def _sheet_fields(case: Sheet) -> Mapping[str, object]:
    found: dict[str, object] = {"readings": " ".join(_reading(row) for row in case.matrix.rows)}
    for row in case.matrix.rows:
        name = _NAMES[row.kpi]
        found |= {f"{name}_{level}": getattr(row, level) for level in ("base", "norm", "target", "fact")}
        if row.kpi in case.kinds:
            found[f"{name}_misread"] = _misreading(row, case.kinds[row.kpi])
    return found


def _misread(kpi: str) -> Mistake[Sheet]:
    return Mistake(
        f"misread-{_NAMES[kpi]}",
        lambda case: _MISREAD[case.kinds[kpi]],
        f"{{{_NAMES[kpi]}_misread}}",
        part=kpi,
    )


_READ = Task(
    "4.1",
    N_("Read the zones"),
    Assign((SALES, MEMBERS, REPURCHASE, SATISFIED, REFUNDS), _ZONES),
    SHEET,
    lambda case: {row.kpi: row.zone for row in case.matrix.rows},
    (
        *(_misread(kpi) for kpi in (SALES, MEMBERS, REPURCHASE, SATISFIED)),
        Mistake(
            "low-is-bad",
            lambda case: "below base",
            N_(
                "Refunds: you read a low number as a bad one. Here the base, {refunds_base:g}, stands above the norm, "
                "{refunds_norm:g}: for refunds, down is good."
            ),
            part=REFUNDS,
        ),
        Mistake(
            "plan-called-target",
            lambda case: "target reached",
            N_(
                "Refunds: {refunds_fact:g} is better than the norm of {refunds_norm:g}, but the target asks for "
                "{refunds_target:g} or less. How far did it get?"
            ),
            part=REFUNDS,
        ),
    ),
    (
        N_(
            "Put your finger on the base, then walk to the norm. Which way do you walk? Then find the fact on that road."
        ),
        N_(
            "Worse than base: below base. From base up to the norm: under plan. From the norm on: plan met. From the target on: target reached."
        ),
        N_(
            "Refunds: base {refunds_base:g}, norm {refunds_norm:g}, target {refunds_target:g}. Walking down, which of them has {refunds_fact:g} passed?"
        ),
    ),
    N_("Five rows, three kinds of conversation: thank, plan, and stop. One zone stays empty, and that is no fault."),
    N_("Another shop, read row by row. {readings} Now yours, the same way."),
    _sheet_fields,
    Sheet.frame,
)


def _ratio_up(row: Row) -> float:
    return row.fact / row.norm


_INDEX = Task(
    "4.2",
    N_("The index of new members"),
    Number(tolerance=0.004, decimals=2, percent=True),
    HILLTOP,
    lambda case: index_of(case.matrix.row(MEMBERS), formula="line"),
    (
        Mistake(
            "fact-over-plan",
            lambda case: _ratio_up(case.matrix.row(MEMBERS)),
            N_(
                "That is fact ÷ plan. It starts counting at zero members; the matrix starts at the base, {members_base:g}."
            ),
        ),
        Mistake(
            "fact-over-target",
            lambda case: case.matrix.row(MEMBERS).fact / case.matrix.row(MEMBERS).target,
            N_("You divided by the target. The index is 1 at the plan; the stretch comes after it."),
        ),
        Mistake(
            "what-is-missing",
            lambda case: 1 - index_of(case.matrix.row(MEMBERS), formula="line"),
            N_("That is what is still missing. You have the right steps; count those already walked."),
        ),
        Mistake(
            "way-to-target",
            lambda case: _way(case.matrix.row(MEMBERS), "target"),
            N_("You measured the way to the target. Stop at the norm: that is where the index is 1."),
        ),
        Mistake(
            "fact-over-base",
            lambda case: case.matrix.row(MEMBERS).fact / case.matrix.row(MEMBERS).base,
            N_("You compared with the base. Being above the worst we accept is the start of the scale, not its end."),
        ),
    ),
    (
        N_("How many steps is it from base to norm? How many of them has Hilltop walked?"),
        N_("index = (fact − base) ÷ (norm − base)"),
        N_(
            "From {members_base:g} to {members_norm:g} is {members_steps:g} steps. Now count those from {members_base:g} to {members_fact:g}."
        ),
    ),
    N_(
        "You counted the share of the way from acceptable to planned. {members_to_plan:g} more members would have been plan: "
        "a sentence you can say to a team."
    ),
    N_(
        "Another shop: base {members_base:g}, norm {members_norm:g}, fact {members_fact:g}. From base to norm is "
        "{members_steps:g} steps, walked are {members_walked:g}. {members_walked:g} ÷ {members_steps:g} = {members_line:.2f}. "
        "Now the same three numbers for Hilltop."
    ),
    _hilltop_fields,
    Hilltop.frame,
)


def _way(row: Row, end: str) -> float:
    return float((row.fact - row.base) / (getattr(row, end) - row.base))


_REFUNDS = Task(
    "4.3",
    N_("Refunds by the two-segment formula"),
    Number(tolerance=0.004, decimals=2, percent=True),
    HILLTOP,
    lambda case: index_of(case.matrix.row(REFUNDS)),
    (
        Mistake(
            "fact-over-plan",
            lambda case: _ratio_up(case.matrix.row(REFUNDS)),
            N_("Fact ÷ norm punishes a fall in refunds. Less is better here."),
        ),
        Mistake(
            "plan-over-fact",
            lambda case: index_of(case.matrix.row(REFUNDS), formula="ratio"),
            N_(
                "Norm ÷ fact is the ratio formula. It pays more and more for the last tenth of a percent; this matrix pays by "
                "the distance to the target."
            ),
        ),
        Mistake(
            "line-past-the-norm",
            lambda case: index_of(case.matrix.row(REFUNDS), formula="line"),
            N_(
                "You carried the base-to-norm line past the norm. Beyond the norm this formula is flatter: the whole stretch "
                "to the target is worth 0.2."
            ),
        ),
        Mistake(
            "top-of-the-scale",
            lambda case: 1.2,
            N_(
                "That is the top of the scale, for {refunds_target:g} % or less. At {refunds_fact:g} % part of the stretch is left."
            ),
        ),
        Mistake(
            "low-is-bad",
            lambda case: 0.0,
            N_(
                "You saw {refunds_fact:g} under {refunds_base:g} and called it below base. For this row, below base begins "
                "above {refunds_base:g}."
            ),
        ),
    ),
    (
        N_("The plan is kept, so the index is at least 1. How much of the stretch from norm to target is walked?"),
        N_("Beyond the norm: index = 1 + 0.2 × (fact − norm) ÷ (target − norm)"),
        N_(
            "From the norm of {refunds_norm:g} to the target of {refunds_target:g} the stretch is {refunds_stretch:.2g}; {refunds_beyond:.2g} of it is walked."
        ),
    ),
    N_(
        "Of a stretch of {refunds_stretch:.2g}, {refunds_beyond:.2g} is walked, so that share of the extra 0.2. The same division serves "
        "both directions, because both differences point the same way."
    ),
    N_(
        "Another shop: norm {refunds_norm:g}, target {refunds_target:g}, fact {refunds_fact:g}. The stretch is "
        "{refunds_stretch:.2g}; {refunds_beyond:.2g} of it is walked. 1 + 0.2 × {refunds_beyond:.2g} ÷ {refunds_stretch:.2g} = "
        "{refunds_two_segment:.2f}. Now Hilltop's refunds."
    ),
    _hilltop_fields,
    Hilltop.frame,
)


def _left_out(case: Hilltop) -> float:
    """The total when the row that scored 0 is dropped and its weight shared."""
    return case.total() / (1 - case.matrix.row(SATISFIED).weight)


_TOTAL = Task(
    "4.4",
    N_("Hilltop's total"),
    Number(tolerance=0.0015, decimals=3, percent=True),
    HILLTOP,
    lambda case: case.total(),
    (
        Mistake(
            "plain-average",
            lambda case: mean(index_of(row) for row in case.matrix.rows),
            N_("You took the plain average. Then refunds count as much as net sales; the weights say otherwise."),
        ),
        Mistake(
            "ratio-total",
            lambda case: case.total("ratio"),
            N_(
                "You added up fact ÷ plan. By that rule one row that nobody should accept hides inside a total of {total_ratio:.3f} that reads “plan met”."
            ),
        ),
        Mistake(
            "line-total",
            lambda case: case.total("line"),
            N_(
                "Net sales ran past the norm and satisfaction below zero, both uncapped. In this formula one overshoot may not pay for one failure."
            ),
        ),
        Mistake(
            "clipped-total",
            lambda case: case.total("clipped"),
            N_(
                "You capped the straight line at 1.2. Between norm and target the slope is gentler: "
                "exercise 4.3 shows it for refunds, and net sales go the same way."
            ),
        ),
        Mistake(
            "row-left-out",
            _left_out,
            N_(
                "You left out the row that scored 0 and shared its weight among the others. A bad row is not a missing row."
            ),
        ),
    ),
    (
        N_("Each row brings its weight times its index. Which row brings nothing?"),
        N_("total = sum of weight × index, by the two-segment formula, 0 below base"),
        N_(
            "Net sales bring {sales_weight:g} × {sales_two_segment:.2f}. Go on with new members, at their index of exercise 4.2."
        ),
    ),
    N_(
        "{total_two_segment:.3f} by this formula, {total_ratio:.3f} by fact ÷ plan: one month, two stories. The agreement decides which one is told."
    ),
    N_(
        "Another shop: {sales_weight:g} × {sales_two_segment:.2f} + {members_weight:g} × {members_two_segment:.2f} + "
        "{repurchase_weight:g} × {repurchase_two_segment:.2f} + {satisfied_weight:g} × {satisfied_two_segment:.2f} + "
        "{refunds_weight:g} × {refunds_two_segment:.2f} = {total_two_segment:.4f}. Write Hilltop's five products under each "
        "other in the same way."
    ),
    _hilltop_fields,
    Hilltop.frame,
)


_BONUS = Task(
    "4.5",
    N_("Hilltop's bonus"),
    Number(tolerance=6, decimals=0),
    HILLTOP,
    lambda case: case.pay(),
    (
        Mistake(
            "paid-the-score",
            lambda case: case.total() * case.at_plan,
            N_("You paid the score itself. The pay curve is steeper than the score: 0.70 pays half, 1.00 pays all."),
        ),
        Mistake(
            "one-line",
            lambda case: (0.5 + (case.total() - 0.7) / 0.5 * 1.1) * case.at_plan,
            N_("You drew one line from 0.70 to 1.20. The curve bends at 1.00."),
        ),
        Mistake(
            "from-nothing",
            lambda case: (case.total() - 0.7) / 0.3 * case.at_plan,
            N_("You started from nothing at 0.70. At 0.70 half of the bonus is already there."),
        ),
        Mistake(
            "passed-is-paid",
            lambda case: case.at_plan,
            N_("You read 0.70 as “passed”, and paid all of it. At 0.70 half is paid; the whole comes at 1.00."),
        ),
        Mistake(
            "ratio-total",
            lambda case: case.pay("ratio"),
            N_("The pay step is right, on the ratio total. Check which formula the agreement names."),
        ),
    ),
    (
        N_("Find the two corners of the pay curve that the total lies between."),
        N_("From 0.70 to 1.00 the share rises in a straight line from 50 % to 100 %."),
        N_("Take your total of exercise 4.4. How far is it from 0.70, as a share of the way to 1.00?"),
    ),
    N_(
        "The total pays {share:.2f} % of {at_plan:,.0f}. Each hundredth of the total is worth 100 here; people will find that out before you do."
    ),
    N_(
        "Another shop with a total of {total_two_segment:.4f}: from 0.70 that is a walk of ({total_two_segment:.4f} − 0.70) ÷ 0.30 of "
        "the way, and half of the bonus lies along it. 50 % + 50 % × that share = {share:.2f} %, times {at_plan:,.0f} = "
        "{pay_two_segment:,.0f}. Now with Hilltop's total."
    ),
    _hilltop_fields,
    Hilltop.frame,
)


def _levels(case: History) -> Mapping[str, float]:
    found = count_levels(case.months)
    return {"base": found.base, "norm": found.norm, "target": found.target}


def _history_fields(case: History) -> Mapping[str, object]:
    ordered = sorted(case.months)
    rest = [month for month in case.months if month != case.campaign]
    levels = _levels(case)
    fact = round((levels["base"] + levels["norm"]) / 2)
    return {
        "lowest": ordered[0],
        "highest": ordered[-1],
        "sixth": ordered[5],
        "seventh": ordered[6],
        "campaign": case.campaign,
        "mean": mean(case.months),
        "mean_without": mean(rest),
        "last": case.months[-1],
        "fact": fact,
        "index_zero_base": fact / levels["norm"],
        "index": (fact - levels["base"]) / (levels["norm"] - levels["base"]),
        **levels,
    }


def _percentile(case: History, share: float, method: Any) -> float:
    return float(np.quantile(case.months, share, method=method))


_LEVELS = Task(
    "4.6",
    N_("Base, norm and target by counting"),
    Numbers((("base", N_("base")), ("norm", N_("norm")), ("target", N_("target"))), tolerance=0.05, decimals=1),
    HISTORY,
    _levels,
    (
        Mistake(
            "lowest-month",
            lambda case: min(case.months),
            N_("The lowest month as base lets one odd month write the agreement. Count in by one from the bottom."),
            part="base",
        ),
        Mistake(
            "highest-month",
            lambda case: max(case.months),
            N_(
                "The highest month as target is the opening campaign, {campaign}. Nobody repeats an opening campaign; count in by one from the top."
            ),
            part="target",
        ),
        Mistake(
            "mean-as-norm",
            lambda case: mean(case.months),
            N_(
                "The mean follows the campaign month: without that month it is {mean_without:.1f}, with it {mean:.1f}. One odd "
                "month has raised everybody's plan."
            ),
            part="norm",
        ),
        Mistake(
            "last-plus-ten",
            lambda case: case.months[-1] * 1.1,
            N_(
                "That is the last month plus ten percent: one month decides the year, and next December nobody will want it to be a good one."
            ),
            part="norm",
        ),
        Mistake(
            "base-zero",
            lambda case: 0,
            N_(
                "With base 0 the index is fact ÷ norm again: {fact} members would score {index_zero_base:.3f} instead of {index:.3f}."
            ),
            part="base",
        ),
        Mistake(
            "swapped-base",
            lambda case: _levels(case)["target"],
            N_("Base and target have changed places: the matrix would now pay for fewer members."),
            part="base",
        ),
        Mistake(
            "swapped-target",
            lambda case: _levels(case)["base"],
            N_(
                "This target lies below the norm: whoever lost members would reach it. The stretch lies beyond the plan."
            ),
            part="target",
        ),
        Mistake(
            "sixth-month",
            lambda case: sorted(case.months)[5],
            N_(
                "You took the sixth month for the middle. Twelve months have two in the middle: go halfway from it to the next."
            ),
            part="norm",
        ),
        Mistake(
            "seventh-month",
            lambda case: sorted(case.months)[6],
            N_(
                "You took the seventh month. Twelve months have two in the middle: the norm is halfway between the sixth and the seventh."
            ),
            part="norm",
        ),
        Mistake(
            "campaign-dropped",
            lambda case: sorted(case.months)[-3],
            N_(
                "You dropped the campaign before counting. The rule counts all twelve; taking the second highest is what keeps the campaign out."
            ),
            part="target",
        ),
        Mistake(
            "percentile-exc",
            lambda case: _percentile(case, 0.9, "weibull"),
            N_("PERCENTILE.EXC reaches into the campaign month for the target. The second highest month keeps it out."),
            part="target",
        ),
        Mistake(
            "percentile-inc-base",
            lambda case: _percentile(case, 0.1, "linear"),
            N_(
                "Base by PERCENTILE.INC: also fair, and a spreadsheet keeps it up to date. Counting gives {base:g}; say in the agreement which you use."
            ),
            part="base",
            accepted=True,
        ),
        Mistake(
            "percentile-inc-target",
            lambda case: _percentile(case, 0.9, "linear"),
            N_("Target by PERCENTILE.INC: also fair. Counting gives {target:g}; say in the agreement which you use."),
            part="target",
            accepted=True,
        ),
    ),
    (
        N_("Write the twelve months in order of size. Which two would you rather not sign an agreement on?"),
        N_("base = second lowest, norm = middle of the twelve, target = second highest"),
        N_("The middle of twelve lies between the sixth and the seventh: {sixth} and {seventh}."),
    ),
    N_(
        "Second lowest, middle, second highest: levels from months that people know. How high the campaign was makes no difference to them."
    ),
    N_(
        "Another shop: in order, the lowest month is {lowest} and the highest {highest}. Count in by one at both ends: base "
        "{base:g}, target {target:g}. The sixth is {sixth}, the seventh {seventh}, so the norm is {norm:g}. Now put your twelve in order."
    ),
    _history_fields,
    History.frame,
)


_PAIR = Task(
    "4.7",
    N_("End the sign-up trick"),
    Choice(
        (
            ("growth", N_("Measure the growth of members against last year instead of their number.")),
            ("sales", N_("Rely on net sales: they stand in the matrix already and keep people honest.")),
            ("pair", N_("Give half of the weight to new members who buy again within 60 days.")),
            ("target", N_("Raise the target of the members row to {high_target:g}.")),
            ("weight", N_("Move half of the members' weight to net sales.")),
            ("inspect", N_("Have somebody inspect each new card.")),
        )
    ),
    HILLTOP,
    lambda case: "pair",
    (
        Mistake(
            "growth",
            lambda case: "growth",
            N_("The same sign-ups at the till lift growth too. A pair must move the other way when someone cheats."),
        ),
        Mistake(
            "sales",
            lambda case: "sales",
            N_(
                "Net sales are in the matrix already, and sign-ups do not touch them. That row neither rewards the trick nor stops it."
            ),
        ),
        Mistake(
            "target",
            lambda case: "target",
            N_(
                "The trick still pays {raised_gain:,.0f} more, and honest colleagues now chase a number that even the trick does not reach."
            ),
        ),
        Mistake(
            "weight",
            lambda case: "weight",
            N_("The trick still pays {shared_gain:,.0f}, and honest work on members is worth half."),
        ),
        Mistake(
            "inspect",
            lambda case: "inspect",
            N_("Good for a sample. For every card it costs more than the trick does; and the sheet still pays for it."),
        ),
    ),
    (
        N_("What does a member who was signed up without asking do next? And one who wanted the card?"),
        N_("Look for a row that falls when the trick is used and rises when the work is honest."),
        N_("Strike out each change under which {till_members:g} sign-ups still pay more than the honest number."),
    ),
    N_(
        "With the pair, the honest month pays {paired_honest:,.0f} and the trick {paired_tricked:,.0f}. What brought "
        "{trick_gain:,.0f} more now costs {paired_loss:,.0f}: nobody has to be watched."
    ),
    N_(
        "Another shop, where the trick reaches {till_members:g} members. Under the present sheet it brings {trick_gain:,.0f}. Raise the "
        "target and it brings {raised_gain:,.0f}; halve the weight and it brings {shared_gain:,.0f}: smaller, but still a gift. "
        "Only a row that the trick itself pulls down turns the sign. Which of the six does that?"
    ),
    lambda case: {**_hilltop_fields(case), "high_target": case.high_target},
    Hilltop.trick,
)

TASKS = (_READ, _INDEX, _REFUNDS, _TOTAL, _BONUS, _LEVELS, _PAIR, DEFEND(_hilltop_fields))


_CHEN, _MA = MAY["Chen"], MAY["Ma"]
_FOUR: tuple[Formula, ...] = ("ratio", "line", "clipped", "two_segment")


def _totals() -> Mapping[str, float]:
    return {formula: score(_CHEN, formula=formula).total for formula in _FOUR}


def _bonuses() -> Mapping[str, float]:
    return {formula: bonus(score(_CHEN, formula=formula), CLIFF, AT_PLAN) for formula in _FOUR}


def _reveal_plan(given: str) -> str:
    text = {
        "yes": _(
            "“Yes” is right under ratio, with {ratio:.4f}; under line ({line:.2f}), clipped ({clipped:.2f}) and two-segment ({two_segment:.3f}) it is not."
        ),
        "no": _(
            "“No” is right under line ({line:.2f}), clipped ({clipped:.2f}) and two-segment ({two_segment:.3f}); under ratio, with {ratio:.4f}, it is not."
        ),
    }
    return text[given].format(**_totals())


def _reveal_bonus(given: float) -> str:
    paid = _bonuses()
    near = min(_FOUR, key=lambda formula: abs(paid[formula] - given))
    names = {"ratio": _("ratio"), "line": _("line"), "clipped": _("clipped"), "two_segment": _("two-segment")}
    return _(
        "Nearest to it is {near}, which pays {nearest:,.0f}. The four pay {ratio:,.0f}, {line:,.0f}, {clipped:,.0f} and {two_segment:,.0f}."
    ).format(near=names[near], nearest=paid[near], **paid)


def _reveal_better(given: str) -> str:
    text = {
        "Chen": _("“Chen” is right under ratio, by {ratio:.4f} to 1; under the other three Ma had the better month."),
        "Ma": _("“Ma” is right under line, clipped and two-segment; under ratio Chen wins, by {ratio:.4f} to 1."),
    }
    return text[given].format(**_totals())


PREDICTIONS = (
    Prediction(
        "4.p1",
        N_("Has Chen met the plan for May?"),
        Choice((("yes", N_("yes")), ("no", N_("no")))),
        _reveal_plan,
    ),
    Prediction(
        "4.p2",
        N_("What is Chen's bonus, out of 6,000 at plan?"),
        Number(tolerance=1, decimals=0),
        _reveal_bonus,
    ),
    Prediction(
        "4.p3",
        N_("Who had the better month, Chen or Ma?"),
        Choice((("Chen", N_("Chen")), ("Ma", N_("Ma")))),
        _reveal_better,
    ),
)
