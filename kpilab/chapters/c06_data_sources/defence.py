"""Task 6.8: the sheet that says by which number the bonus is paid, in four parts that must agree with each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kpilab.chapters.c06_data_sources.case import JUNE, Month
from kpilab.course.forms import Choice, Composite
from kpilab.course.task import Mistake, Task
from kpilab.i18n import N_

__all__ = ["DEFEND"]

_SOURCE = Choice(
    (
        ("ordered", N_("Marketing's screen: what was ordered in the month.")),
        ("till", N_("The till: what was paid in the month, less what was paid back in it.")),
        ("best", N_("The highest of the three, so that nobody feels cheated.")),
        ("ledger", N_("The ledger: what was booked in the month, without tax; paid out after it closes.")),
        ("mean", N_("The mean of sales and finance.")),
    )
)

_NUMBERS = Choice(
    (
        ("unpaid", N_("Order {unpaid_no} was placed in June and never paid.")),
        ("late", N_("Order {late_no} was sold in June and booked in July.")),
        ("lost", N_("Finance has {gap:,} less than sales, so {gap:,} are lost.")),
        (
            "both",
            N_(
                "Order {missing_no} was never booked and order {twice_no} was booked twice: in the total they hide each other."
            ),
        ),
        ("back", N_("{refund:,} of order {back_no} came back and still stand in what sales reports.")),
        ("tax", N_("Finance leaves out the tax, so finance is too low.")),
    )
)

_OWNER = Choice(
    (
        ("manager", N_("The sales manager, who is paid by it and knows it best.")),
        ("committee", N_("Sales, marketing and finance together, so that each of them is heard.")),
        ("controller", N_("The controller of the stores, by name; her own pay is fixed.")),
        ("system", N_("The system: it treats everybody alike and cannot be talked round.")),
    )
)

_GAP = Choice(
    (
        ("ignore", N_("Differences below 5 % are left alone; larger ones go to the owner.")),
        ("year", N_("Once a year it is cleared up, by the auditor and with all the books.")),
        (
            "bridge",
            N_("Before each payment two people sign a list of its causes."),
        ),
        ("press", N_("Whoever has the lower number explains it in writing, each month.")),
    )
)

_CONSISTENT: tuple[Mapping[str, frozenset[str]], ...] = (
    {
        "source": frozenset({"till"}),
        "numbers": frozenset({"unpaid", "late", "both", "back"}),
        "owner": frozenset({"controller"}),
        "gap": frozenset({"bridge"}),
    },
    {
        "source": frozenset({"ledger"}),
        "numbers": frozenset({"unpaid", "both", "back"}),
        "owner": frozenset({"controller"}),
        "gap": frozenset({"bridge"}),
    },
)
"""Two sheets that hold. That an order is booked in July speaks against paying by the ledger."""


def _said(part: str, key: str, says: str) -> Mistake[Month]:
    return Mistake(f"{part}-{key}", lambda case: key, says, part=part)


def DEFEND(fields: Callable[[Month], Mapping[str, object]]) -> Task[Month]:  # noqa: N802 - a task, made with its fields
    """Task 6.8, with the numbers that its options and messages quote."""
    return Task(
        "6.8",
        N_("Sign the sheet for the bonus"),
        Composite(
            (
                ("source", N_("By which number the bonus is paid"), _SOURCE),
                ("numbers", N_("Two true facts from June that support it"), _NUMBERS),
                ("owner", N_("Who owns that number"), _OWNER),
                ("gap", N_("What happens with the difference to the other systems"), _GAP),
            ),
            several=(("numbers", 2),),
        ),
        JUNE,
        lambda case: _CONSISTENT,
        (
            _said(
                "source",
                "ordered",
                N_("Order {unpaid_no} would be paid for. On the last day of a month orders are cheap to make."),
            ),
            _said(
                "source",
                "best",
                N_("Then there is no definition at all. Whoever may choose the source has chosen the result."),
            ),
            _said(
                "source",
                "mean",
                N_("A number that stands in no system. Nobody can look it up, and nobody can be asked."),
            ),
            _said(
                "numbers",
                "lost",
                N_(
                    "Nothing of that sort follows. Your bridge says where the difference lies, and most of it is definition."
                ),
            ),
            _said(
                "numbers",
                "tax",
                N_("True in its first half. Lower is no fault: the state's money was never the shop's."),
            ),
            _said(
                "owner",
                "manager",
                N_("Knowing it best is the reason to ask him, and being paid by it the reason not to let him own it."),
            ),
            _said("owner", "committee", N_("Three owners are none. Whom do you call on the second of July?")),
            _said(
                "owner",
                "system",
                N_("A system does not answer. In June it forgot one order and booked another twice without a word."),
            ),
            _said(
                "gap",
                "ignore",
                N_("Two large mistakes that hide each other make a small difference. Size is no reason to look away."),
            ),
            _said(
                "gap", "year", N_("Twelve bonuses are paid by then. Nobody remembers the day of order {missing_no}.")
            ),
            _said(
                "gap",
                "press",
                N_("That asks for a reason after the fact, and always from the same one. A bridge asks both."),
            ),
        ),
        (
            N_("Begin with the question that a bonus asks: what did these people do in June that the firm keeps?"),
            N_("The parts must agree: a fact that speaks for one source may speak against another."),
            N_("Take the facts first. Strike out the two that are not true as they stand."),
        ),
        N_(
            "A count that people can move only by their work, two facts that anybody can look up, one name, and a bridge each month: "
            "you could read this sheet aloud to whoever is paid by it."
        ),
        N_(
            "Another sheet, for the bonus of a call centre: “Problems solved, as the ticket system has them seven days later; the list of "
            "those opened again is taken off. The head of quality owns it, and her pay does not follow it. Each month ten tickets are called "
            "back by somebody else, and both sign.” Check yours in the same order: count, facts, owner, difference."
        ),
        fields,
        Month.frame,
        confidence=True,
    )
