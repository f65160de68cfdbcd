"""Task 4.8: sign Hilltop's matrix for July and defend it, in four parts that must agree with each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kpilab.chapters.c04_kpi_matrix.case import HILLTOP, Hilltop
from kpilab.course.forms import Choice, Composite
from kpilab.course.task import Mistake, Task
from kpilab.i18n import N_

__all__ = ["DEFEND"]

_RULE = Choice(
    (
        ("weight", N_("Two-segment, zero below base, and twice the weight on satisfied customers.")),
        ("negative", N_("Two-segment; below base counts negative.")),
        (
            "one-month",
            N_(
                "Two-segment; no bonus for a month in which fewer than {satisfied_base:g} % of the 50 asked are satisfied."
            ),
        ),
        ("lower-base", N_("Two-segment, zero below base, and the base of satisfied customers lowered to 70.")),
        ("quarter", N_("Two-segment; no bonus while satisfied customers are below base over a quarter's answers.")),
        ("average", N_("The average of the two sheets: {average:.3f} for a month like June.")),
        ("zero", N_("Two-segment, zero below base, the weights as they stand.")),
    )
)

_NUMBERS = Choice(
    (
        (
            "hides",
            N_(
                "Fact ÷ plan prints {total_ratio:.3f}, with satisfied customers at {satisfied_fact:g} and their base at {satisfied_base:g}."
            ),
        ),
        ("pays-less", N_("The two-segment sheet pays {pay_gap:,.0f} less than the other one.")),
        ("repair", N_("With zero below base, two more points of satisfied customers add 0 to the total.")),
        (
            "luck",
            N_(
                "{satisfied_happy} of {satisfied_answers} satisfied: with so few answers the true share may be anywhere from {satisfied_low:.0f} to {satisfied_high:.0f} %."
            ),
        ),
        (
            "refunds",
            N_("Refunds of {refunds_fact:g} stand under their base of {refunds_base:g}, so that row has failed too."),
        ),
        (
            "kind",
            N_(
                "Fact ÷ plan gives satisfied customers {satisfied_ratio:.2f}, for a result that the sheet itself calls unacceptable."
            ),
        ),
    )
)

_JUNE = Choice(
    (
        ("rescore", N_("June is scored again by the new rule.")),
        ("paid", N_("June is paid as signed, by fact ÷ plan: {pay_ratio:,.0f}.")),
        ("wait", N_("June waits until the new agreement is signed.")),
    )
)

_RISK = Choice(
    (
        (
            "luck",
            N_(
                "A bad sample may cost somebody money: the interval is printed beside the score, and two hundred people are asked each month."
            ),
        ),
        ("none", N_("None: with the right formula the matrix takes care of itself.")),
        ("sink", N_("One bad row may sink a good month: each month we look at how far below zero it counts.")),
        ("dead-zone", N_("Below base nobody is paid for repair: the row gets an owner and a date outside the sheet.")),
        ("trust", N_("Somebody may neglect a row: we trust our people.")),
    )
)

_CONSISTENT: tuple[Mapping[str, frozenset[str]], ...] = (
    {
        "rule": frozenset({"negative"}),
        "numbers": frozenset({"hides", "repair", "kind"}),
        "june": frozenset({"paid"}),
        "risk": frozenset({"sink", "luck"}),
    },
    {
        "rule": frozenset({"quarter"}),
        "numbers": frozenset({"hides", "repair", "luck", "kind"}),
        "june": frozenset({"paid"}),
        "risk": frozenset({"luck"}),
    },
    {
        "rule": frozenset({"zero"}),
        "numbers": frozenset({"hides", "luck", "kind"}),
        "june": frozenset({"paid"}),
        "risk": frozenset({"dead-zone"}),
    },
)
"""Three defences that hold: for each part, what may be said with the rest."""


def _said(part: str, key: str, says: str) -> Mistake[Hilltop]:
    return Mistake(f"{part}-{key}", lambda case: key, says, part=part)


def DEFEND(fields: Callable[[Hilltop], Mapping[str, object]]) -> Task[Hilltop]:  # noqa: N802 - a task, made with its fields
    """Task 4.8, with the numbers that its options and messages quote."""
    return Task(
        "4.8",
        N_("Sign July, and defend it"),
        Composite(
            (
                ("rule", N_("Formula and rule below base, from July on"), _RULE),
                ("numbers", N_("Two true numbers from your sheet that support it"), _NUMBERS),
                ("june", N_("What happens to June"), _JUNE),
                ("risk", N_("The risk you accept, and how you watch it"), _RISK),
            ),
            several=(("numbers", 2),),
        ),
        HILLTOP,
        lambda case: _CONSISTENT,
        (
            _said(
                "june",
                "rescore",
                N_(
                    "A closed month stays closed. Pay June as signed, {pay_ratio:,.0f}; it is the price of the formula you signed. Change July."
                ),
            ),
            _said(
                "june",
                "wait",
                N_(
                    "June is closed and somebody is waiting for the money. The agreement that was signed still holds for it."
                ),
            ),
            _said(
                "rule",
                "weight",
                N_(
                    "Work out what two more points add. Still 0: you raised the price of failing, not the pay for repair."
                ),
            ),
            _said(
                "rule",
                "lower-base",
                N_(
                    "The row recovers without a customer noticing. You have written that three unhappy in ten is acceptable."
                ),
            ),
            _said(
                "rule",
                "one-month",
                N_(
                    "{satisfied_happy} of {satisfied_answers} could be luck. Use a quarter's answers or ask more people, and say which."
                ),
            ),
            _said(
                "rule",
                "average",
                N_(
                    "{average:.3f} is a number that nobody can explain to the person it pays. Choose a rule, then there is one total."
                ),
            ),
            _said(
                "numbers",
                "pays-less",
                N_(
                    "“It pays less” or “it pays more” is a budget, not a reason. What does the rule ask people to do tomorrow?"
                ),
            ),
            _said(
                "numbers",
                "refunds",
                N_(
                    "That number is true and its reading is not: for refunds, below base begins above {refunds_base:g}."
                ),
            ),
            _said(
                "risk",
                "none",
                N_("Every rule asks people to do something and overlooks something else. Name what yours overlooks."),
            ),
            _said(
                "risk",
                "trust",
                N_("Trust is good, and it is not a way of watching. Who looks at which number, and when?"),
            ),
        ),
        (
            N_(
                "Begin with the row below base. What should Hilltop's manager do about it in July, and which rule pays for that?"
            ),
            N_("The four parts must agree: a number that speaks for one rule may speak against another."),
            N_("June is easy: the January agreement was signed, so it pays {pay_ratio:,.0f}. Now the rule for July."),
        ),
        N_(
            "A rule, two numbers that support it, a closed month left closed, and a risk with somebody watching it: that is an agreement, "
            "and one that you can explain to the person it pays."
        ),
        N_(
            "Another shop, another signature. There it is the wait at the till that stands beyond its base, and a sensor measures it all "
            "day: “Two-segment, and no bonus for a month beyond the base. Fact ÷ plan called the month kept; of so many waits, luck "
            "cannot be the reason. What is closed stays closed. The risk is that tills are opened and the counter is left alone; we look "
            "at both each week.” Check yours in the same order: rule, numbers, June, risk."
        ),
        fields,
        Hilltop.frame,
        confidence=True,
    )
