"""Task 1.7: three numbers for Mill Lane's wall, in four parts that must agree with each other."""

from __future__ import annotations

from collections.abc import Mapping

from kpilab.chapters.c01_why_kpis.case import MILL, Mill
from kpilab.course.forms import Choice, Composite
from kpilab.course.task import Mistake, Task
from kpilab.i18n import N_

__all__ = ["DEFEND"]

_RESULT = Choice(
    (
        ("sales", N_("Net sales against last year.")),
        ("profit", N_("Gross profit against last year.")),
        ("month", N_("Net sales against last month.")),
        ("regulars", N_("Sales to customers who have bought before, against last year.")),
        ("followers", N_("Followers of the shop's page.")),
    )
)
_EARLY = Choice(
    (
        ("visitors", N_("Visitors at the door.")),
        ("discount", N_("Discount given, in percent of list price.")),
        ("wait", N_("Wait at the till.")),
        ("satisfied", N_("Satisfied customers, in percent.")),
        ("complaints", N_("Complaints a month.")),
    )
)
_RULE = Choice(
    (
        (
            "everybody",
            N_(
                "Everybody watches all three numbers all the time, and whoever sees one fall tells the others about it."
            ),
        ),
        (
            "prize",
            N_(
                "Whoever has the best number at the end of the month gets a prize, and tells the others how it was done."
            ),
        ),
        (
            "owner",
            N_("Each number has one owner and a line; across the line the owner looks for the cause within a week."),
        ),
        (
            "year",
            N_("The three numbers are discussed thoroughly in the yearly review, with all twelve months side by side."),
        ),
    )
)
_RISK = Choice(
    (
        (
            "certain",
            N_("None: early numbers come true in the end, so next year's plan is cut at once by what they say."),
        ),
        ("price", N_("Less discount may cost sales: the sales of the same goods are looked at each month.")),
        ("asked", N_("Satisfied customers can be picked: buyers are drawn by lot, and answers stand beside asked.")),
        ("margin", N_("This wall would not see margin given away: the accountant brings gross profit each quarter.")),
        (
            "enough",
            N_("None worth watching: as long as sales rise, profit and satisfied customers are going to follow."),
        ),
    )
)

_CONSISTENT: tuple[Mapping[str, frozenset[str]], ...] = (
    {
        "result": frozenset({"profit"}),
        "early": frozenset({"discount", "satisfied", "complaints"}),
        "rule": frozenset({"owner"}),
        "risk": frozenset({"price", "asked"}),
    },
    {
        "result": frozenset({"regulars"}),
        "early": frozenset({"satisfied", "complaints"}),
        "rule": frozenset({"owner"}),
        "risk": frozenset({"margin", "asked"}),
    },
)
"""Two defences that hold: for each part, what may be said with the rest."""


def _fields(case: Mill) -> Mapping[str, object]:
    return {
        "sales": case.sales,
        "profit": case.profit,
        "visitors": case.visitors,
        "wait": case.wait,
        "satisfied_before": case.satisfied[0],
        "satisfied_now": case.satisfied[1],
        "discount_before": case.discount[0],
        "discount_now": case.discount[1],
        "complaints_before": case.complaints[0],
        "complaints_now": case.complaints[1],
    }


def _said(part: str, key: str, says: str) -> Mistake[Mill]:
    return Mistake(f"{part}-{key}", lambda case: key, says, part=part)


DEFEND: Task[Mill] = Task(
    "1.7",
    N_("Three numbers for Mill Lane"),
    Composite(
        (
            ("result", N_("The result on the wall"), _RESULT),
            ("early", N_("Two early numbers beside it"), _EARLY),
            ("rule", N_("Who acts, and when"), _RULE),
            ("risk", N_("The risk you accept, and how you watch it"), _RISK),
        ),
        several=(("early", 2),),
    ),
    MILL,
    lambda case: _CONSISTENT,
    (
        _said(
            "result",
            "sales",
            N_(
                "Sales are up {sales} % while gross profit is down {profit} %. This wall would have said thank you all year."
            ),
        ),
        _said(
            "result",
            "month",
            N_(
                "Last month is an anchor that the calendar moves. December will shine and February will be scolded, whatever people do."
            ),
        ),
        _said(
            "result",
            "followers",
            N_("Who does what when followers fall? A number that no decision follows is decoration."),
        ),
        _said(
            "early",
            "visitors",
            N_("Visitors rose by {visitors} % in the year in which profit fell. They warned of nothing here."),
        ),
        _said(
            "early",
            "wait",
            N_(
                "The wait stood at {wait:g} minutes then and now. What does not move before the result does not warn of it."
            ),
        ),
        _said(
            "rule",
            "everybody",
            N_("What everybody watches, everybody believes somebody else is looking into. Whose Monday is it?"),
        ),
        _said(
            "rule",
            "prize",
            N_("A prize before the number is understood bends the number first. Think of the cards at the till."),
        ),
        _said("rule", "year", N_("An early number that is looked at once a year is a late one.")),
        _said(
            "risk",
            "certain",
            N_(
                "Riverside's satisfied customers fell, and in ten months its sales did not follow. An early number is a bet; say how you check it."
            ),
        ),
        _said("risk", "enough", N_("That is what the owner of Canal Street thought in her best October.")),
    ),
    (
        N_("Look at the table first: which numbers moved the wrong way, and which of them is what the owner lives on?"),
        N_(
            "One result that cannot be bought with discounts or ads; two numbers that moved with the trouble; one owner each; one risk that fits YOUR result."
        ),
        N_(
            "Net sales rose by {sales} %, so they would not have warned anybody. Which results in the list look at what sales leave, or at who stays?"
        ),
    ),
    N_(
        "A result that tells the truth, two numbers that speak before it, an owner for each, and a risk with somebody watching it. Sales are up {sales} %, and your wall would not have been fooled."
    ),
    N_(
        "Another shop, another wall. There customers ordered by phone, and late deliveries drove them away: “The result is repeat orders. Early numbers: deliveries on the "
        "promised day, and calls that nobody answers. The dispatcher owns the first, the office the second; across the line they look within a week. The risk: a promised day "
        "can be promised later; so we print the days promised beside it.” Build yours in the same order: result, early numbers, owner, risk."
    ),
    _fields,
    Mill.frame,
    confidence=True,
)
