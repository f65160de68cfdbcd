"""Task 5.8: the talk with Hu, who finds the plan unfair, in four parts that must agree with each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kpilab.chapters.c05_cascading_plans.case import CREW, Crew
from kpilab.course.forms import Choice, Composite
from kpilab.course.task import Mistake, Task
from kpilab.i18n import N_

__all__ = ["TALK"]

_FIRST = Choice(
    (
        (
            "tough",
            N_(
                "“Everybody's plan is hard this year. The others have theirs too, and not one of them has come to complain.”"
            ),
        ),
        ("ask", N_("“Let us go through your three numbers. Which of them is wrong for your area?”")),
        ("cut", N_("“Between the two of us: your plan looks high to me as well. I will take fifty off it today.”")),
        (
            "grown",
            N_("“You are right that it is more than the others' growth. Here is where the difference comes from.”"),
        ),
        (
            "signed",
            N_(
                "“The key was approved in December, by those who know the whole market. There is nothing to talk about.”"
            ),
        ),
    )
)

_NUMBERS = Choice(
    (
        (
            "growth",
            N_("Hu is asked for {growth:.0f} % more than last year; the five together for {team_growth:.0f} % more."),
        ),
        ("adds-up", N_("The five plans add up to exactly {plan:,}, so nothing is left over and nothing is missing.")),
        (
            "potential",
            N_("Of Hu's plan, {from_potential:,.0f} come from the potential of the area, which is an estimate."),
        ),
        ("days", N_("The plan needs {needed:.0f} visits, and {visits} fit into Hu's quarter.")),
        ("ding", N_("Ding sold {ding_history:g} last year, far more than Hu, and is asked for {ding:,.0f}.")),
        ("third", N_("Ordered by size, Hu's plan is number {rank} of the five, counted from the largest plan down.")),
    )
)

_CHANGE = Choice(
    (
        (
            "none",
            N_(
                "Nothing, whatever Hu brings: a plan that is changed once is changed every week, and then nobody believes in it."
            ),
        ),
        (
            "undo",
            N_(
                "October is scored again with a lower plan as soon as Hu is proved right, so that nobody loses a bonus over somebody else's wrong estimate."
            ),
        ),
        (
            "check",
            N_(
                "Both check the potential by the 15th; if it is wrong, a new version counts from next month on, for whoever takes the difference too."
            ),
        ),
        (
            "quiet",
            N_(
                "Hu's plan is lowered at once to what Hu can live with; the difference stays with nobody until the year is over."
            ),
        ),
        (
            "stays",
            N_("Hu's plan stays, the potential is measured again for next year's key, and both write that down today."),
        ),
    )
)

_WATCH = Choice(
    (
        ("trust", N_("No need: Hu has understood, and looking over somebody's shoulder after such a talk does harm.")),
        ("visits", N_("Each Monday: visits made beside the visits the plan needs.")),
        ("end", N_("At the end of the quarter, when all the numbers are in, both see whether it was fair.")),
        (
            "orders",
            N_("Each month: orders per visit in Hu's area beside the others', as potential should show."),
        ),
    )
)

_HOLDS: tuple[Mapping[str, frozenset[str]], ...] = (
    {
        "first": frozenset({"ask", "grown"}),
        "numbers": frozenset({"growth", "potential", "days"}),
        "change": frozenset({"check"}),
        "watch": frozenset({"visits", "orders"}),
    },
    {
        "first": frozenset({"grown"}),
        "numbers": frozenset({"growth", "potential", "days"}),
        "change": frozenset({"stays"}),
        "watch": frozenset({"visits", "orders"}),
    },
)
"""Two talks that hold: check it now, or hold the plan (and then do not ask what is wrong with it) and measure the area."""


def _said(part: str, key: str, says: str) -> Mistake[Crew]:
    return Mistake(f"{part}-{key}", lambda case: key, says, part=part)


def TALK(fields: Callable[[Crew], Mapping[str, object]]) -> Task[Crew]:  # noqa: N802 - a task, made with its fields
    """Task 5.8, with the numbers that its options and messages quote."""
    return Task(
        "5.8",
        N_("Talk with Hu"),
        Composite(
            (
                ("first", N_("Your first sentence"), _FIRST),
                ("numbers", N_("Two numbers that you lay on the table"), _NUMBERS),
                ("change", N_("What changes, and from when"), _CHANGE),
                ("watch", N_("How you both watch it"), _WATCH),
            ),
            several=(("numbers", 2),),
        ),
        CREW,
        lambda case: _HOLDS,
        (
            _said(
                "first",
                "tough",
                N_(
                    "Hu did not ask about the others' courage but about a number. After this sentence no number will be heard."
                ),
            ),
            _said(
                "first",
                "cut",
                N_("A plan lowered between two people is known to five by noon. The next one is on the way to you."),
            ),
            _said(
                "first",
                "signed",
                N_(
                    "That it was approved says who answers for it, not that it is right. Hu's area may have been rated wrongly."
                ),
            ),
            _said("numbers", "adds-up", N_("True, and no answer: an unfair split adds up as well as a fair one.")),
            _said(
                "numbers",
                "ding",
                N_(
                    "True, and it makes Ding the topic. Hu can do something about Hu's area, and nothing about Ding's plan."
                ),
            ),
            _said(
                "numbers",
                "third",
                N_("A rank says nothing about how hard a plan is: that depends on what is in reach."),
            ),
            _said(
                "change",
                "none",
                N_(
                    "If the potential was rated wrongly, you have decided to go on with a wrong number. A version with a date and a name is not “every week”."
                ),
            ),
            _said(
                "change",
                "undo",
                N_(
                    "October is closed, or will be before you know. A plan changes forward; otherwise the next one waits for the result before complaining."
                ),
            ),
            _said(
                "change",
                "quiet",
                N_(
                    "Then a part of the quarter belongs to nobody, and the firm finds out in January. Say who takes it, or tell the firm that nobody does."
                ),
            ),
            _said(
                "watch",
                "trust",
                N_(
                    "Trust is good, and it is no way of watching. Which number will tell both of you by November that it goes wrong?"
                ),
            ),
            _said(
                "watch",
                "end",
                N_(
                    "At the end there is nothing left to change. Choose a number that speaks while there are weeks left."
                ),
            ),
        ),
        (
            N_("Hu's complaint has a true part. Which of the three numbers behind the plan is an estimate?"),
            N_(
                "Say what is true, show where it comes from, change only forward, and watch what can be seen before the end. Whoever asks what is wrong must be ready to mend it."
            ),
            N_(
                "By last year's sales alone Hu would be asked for {by_history:,.0f}, by the key for more. Lay out what made the difference."
            ),
        ),
        N_(
            "A true number, its source, a change that counts forward or none, and something to look at on Mondays. Hu may still find it hard; that it is arbitrary, nobody can say now."
        ),
        N_(
            "Another talk, with somebody whose strength was counted full although three days a week are left: “You are right, it says 1. Your plan needs more visits than three days hold. From next month on "
            "a new version counts, and these two take the difference; what is closed stays. On Mondays we look at the visits.” Build yours in the same order: truth, numbers, change, watch."
        ),
        fields,
        Crew.sheet,
        confidence=True,
    )
