"""What stands on the desk, in words and tables: the same for the live page, the stored page and plain text."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

from kpilab.analysis.capacity import capacity_test
from kpilab.analysis.plan_life import Doing, PersonMonth
from kpilab.chapters.c05_cascading_plans.case import FIVE, FORECASTS, Q4, SELLING
from kpilab.chapters.c05_cascading_plans.desk import Desk
from kpilab.i18n import _
from kpilab.widgets.sign_page import Sheet

__all__ = ["complaint", "months", "plans", "said", "talk_options", "toy"]


def toy() -> str:
    """What the toy leaves out."""
    return _(
        "Share {plan:,} thousand out to five people, sign, and live the fourth quarter. Each of them compares what is left of the plan with what is "
        "still in reach: well inside it they keep orders back for January, far beyond it they give up. What is in reach you do not know; the forecasts are their "
        "own words. This is a toy: nobody falls ill, and no customer has a will of "
        "their own."
    ).format(plan=Q4 // 1000)


def plans(desk: Desk) -> Sheet:
    """The five plans beside what is known of each person before the quarter begins."""
    rows = []
    for unit in FIVE:
        plan = desk.plans[unit.name]
        load = capacity_test(plan, replace(SELLING, ramp=unit.capacity)).load
        more = plan / 1000 / unit.history - 1
        rows.append(
            (
                unit.name,
                f"{unit.history:,.0f}",
                f"{unit.capacity:g}",
                f"{unit.potential:g}%",
                f"{FORECASTS[unit.name]:,}",
                f"{plan / 1000:,.1f}",
                f"{more:+.0%}".replace("-", "−"),
                f"{load:.0%}",
            )
        )
    total = sum(desk.plans.values())
    head = (
        _("person"),
        _("last year"),
        _("strength"),
        _("potential"),
        _("own forecast"),
        _("plan, thousand"),
        _("on last year"),
        _("days filled"),
    )
    words = _("The five plans add up to {total:,} yuan.").format(total=total)
    days = _("Days filled: the visits that the plan needs, of the visits that fit into the quarter.")
    return Sheet(head, tuple(rows), (days, words), amounts=(1, 2, 3, 4, 5, 6, 7), spare=(2, 3))


def months(desk: Desk) -> Sheet:
    """The months lived so far: what each person did and sold."""
    lived = desk.lived()
    rows = []
    for person in lived.people:
        mine = lived.of(person)
        did = ", ".join(_stretch(run) for run in _runs(mine))
        rows.append((person, f"{mine[-1].plan / 1000:,.1f}", f"{lived.sold_by(person) / 1000:,.1f}", did))
    head = (_("person"), _("plan, thousand"), _("sold so far"), _("what they do"))
    return Sheet(head, tuple(rows), amounts=(1, 2), stacked=True)


def complaint(desk: Desk) -> str:
    """What the person who came says."""
    person = desk.comes
    unit = next(one for one in FIVE if one.name == person)
    plan = desk.plans[person] / 1000
    said = (
        _(
            "{person} stands in the door: “I began on the first of October, and you ask {plan:,.0f} of me. Did anybody look at how long I have been here?”"
        )
        if unit.capacity < 1
        else _(
            "{person} stands in the door: “I sold {history:,.0f} last year. Now it is {plan:,.0f}, and the days are the same. Do I get this because I am good?”"
        )
        if unit.history >= 1000
        else _(
            "{person} stands in the door: “Last year {history:,.0f}, now {plan:,.0f}. Nobody has told me where that comes from. Why me?”"
        )
    )
    return said.format(person=person, plan=plan, history=unit.history)


def talk_options() -> tuple[tuple[str, str], ...]:
    """Five things that one can say."""
    return (
        ("tough", _("“Everybody has it hard this year.”")),
        ("explain", _("“Let us go through your three numbers. The plan stays, and you will know why.”")),
        ("promise", _("“Go on as well as you can. October shall not count for you, I will see to that.”")),
        (
            "version",
            _(
                "“What is out of your reach goes to those who have room: version 2, from November, signed. October stays.”"
            ),
        ),
        ("lower", _("“Between the two of us: I take something off yours.”")),
    )


def said(desk: Desk) -> str:
    """What your words led to, as far as it can be seen at once."""
    lived = desk.after_the_talk
    person, moved = desk.comes, {name: step / 1000 for name, step in lived.moved.items()}
    if desk.talk == "explain":
        return _(
            "{person} knows the key now, and which number to argue about. The plan is as it was, and so are the days."
        ).format(person=person)
    if desk.talk == "tough":
        return _(
            "{person} leaves without another word, and from now on looks at the plan and not at the customers."
        ).format(person=person)
    if desk.talk == "promise":
        return _(
            "{person} goes back to work. You have promised what the plan book will not let you do: a closed month stays closed."
        ).format(person=person)
    if not lived.moved:
        return _(
            "There is nothing to move: {person}'s plan lies within reach. You have said so, with the numbers on the table."
        ).format(person=person)
    if desk.talk == "lower":
        return _(
            "{person}'s plan is {less:,.0f} thousand lower. Nobody has them now, and by noon the others know."
        ).format(person=person, less=-moved[person])
    takers = ", ".join(f"{name} +{step:,.0f}" for name, step in moved.items() if step > 0)
    text = _("Version 2, from November: {person} {less:,.0f} thousand less; {takers}.").format(
        person=person, less=-moved[person], takers=takers or _("nobody has room")
    )
    if lived.unassigned < 500:
        return text
    return _("{text} {hole:,.0f} thousand fit nobody any more, and you report that upwards today.").format(
        text=text, hole=lived.unassigned / 1000
    )


def doing_name(doing: Doing) -> str:
    """What a person did, in the language in use."""
    return {
        "kept back": _("keeps orders back"),
        "worked": _("sells what can be sold"),
        "gave up": _("gives up"),
        "pushed back": _("pushes back"),
    }[doing]


def _runs(months: tuple[PersonMonth, ...]) -> list[list[PersonMonth]]:
    """The months in a row in which a person did the same."""
    return [list(run) for _doing, run in groupby(months, key=lambda month: month.doing)]


def _stretch(run: list[PersonMonth]) -> str:
    text = _("{first} to {last}: {did}") if len(run) > 1 else _("{first}: {did}")
    return text.format(first=_month(run[0].number), last=_month(run[-1].number), did=doing_name(run[0].doing))


def _month(number: int) -> str:
    return (_("October"), _("November"), _("December"))[number - 1]
