"""Task 7.8: the number for the board, in four parts that must agree with each other."""

from __future__ import annotations

from collections.abc import Mapping

from kpilab.chapters.c07_excel_crm_python.southgate import SOUTHGATE, Quarter, quarter_fields
from kpilab.course.forms import Choice, Composite
from kpilab.course.task import Mistake, Task
from kpilab.i18n import N_

__all__ = ["DEFEND"]

_MEANING = Choice(
    (
        ("mean", N_("The mean of the sellers' win rates.")),
        ("closed", N_("Deals won ÷ deals closed in the quarter, by the day they closed; open deals apart.")),
        ("all", N_("Deals won ÷ all deals in the CRM.")),
        ("aged", N_("Of the deals that are 90 days old, the share won; those still open count as not won.")),
        ("lines", N_("Lines of deals won ÷ lines, with the visits joined.")),
    )
)

_NUMBERS = Choice(
    (
        ("parts", N_("{won} of {closed} closed deals were won: {rate:.1f} %.")),
        ("more", N_("The mean of the sellers is {more:.1f} points better than in the first quarter.")),
        ("matured", N_("Of {aged} deals that are 90 days old, {aged_won} are won: {aged_rate:.1f} %.")),
        ("joined", N_("{lines_won} of {lines} lines are of deals won: {line_rate:.1f} %.")),
        ("pending", N_("{still_open} deals are open; a rate by closing day says nothing about them.")),
        ("average", N_("The average seller wins {mean:.1f} %, so the firm does.")),
    )
)

_HOME = Choice(
    (
        ("sheet", N_("A sheet on my own desk, with the export pasted in each month.")),
        ("query", N_("One saved query on the CRM, its definition written beside it; a second person runs it too.")),
        ("three", N_("All three go on as before, and we take the mean of what they say.")),
        (
            "script",
            N_(
                "One script that keeps the data it read, its definition written beside it; a second person runs it too."
            ),
        ),
        ("author", N_("A script of the analyst's; only the analyst needs to understand it.")),
    )
)

_BEFORE = Choice(
    (
        ("swap", N_("The first quarter's {before:.1f} % is replaced by a new number, without a word.")),
        (
            "both",
            N_(
                "The first quarter is shown twice, by the old definition ({before:.1f} %) and by the new one, each with its name."
            ),
        ),
        ("leave", N_("Nothing is said: the board sees {before:.1f} % for then and the new number for now.")),
    )
)

_CONSISTENT: tuple[Mapping[str, frozenset[str]], ...] = (
    {
        "meaning": frozenset({"closed"}),
        "numbers": frozenset({"parts", "matured", "pending"}),
        "home": frozenset({"query", "script"}),
        "before": frozenset({"both"}),
    },
    {
        "meaning": frozenset({"aged"}),
        "numbers": frozenset({"matured", "pending"}),
        "home": frozenset({"query", "script"}),
        "before": frozenset({"both"}),
    },
)
"""Two defences that hold."""


def _said(part: str, key: str, says: str) -> Mistake[Quarter]:
    return Mistake(f"{part}-{key}", lambda case: key, says, part=part)


DEFEND = Task(
    "7.8",
    N_("The number for the board"),
    Composite(
        (
            ("meaning", N_("What the number means"), _MEANING),
            ("numbers", N_("Two true numbers of the quarter that belong to it"), _NUMBERS),
            ("home", N_("Where it is counted from now on"), _HOME),
            ("before", N_("What happens to the first quarter's number"), _BEFORE),
        ),
        several=(("numbers", 2),),
    ),
    SOUTHGATE,
    lambda case: _CONSISTENT,
    (
        _said(
            "meaning",
            "mean",
            N_("A seller with one deal then weighs as much as one with eleven. The board asks about the firm's deals."),
        ),
        _said(
            "meaning",
            "all",
            N_("A deal opened yesterday counts as not won. The more new deals come in, the worse the number looks."),
        ),
        _said("meaning", "lines", N_("A deal with five visits counts five times. That is a number about visits.")),
        _said(
            "numbers",
            "more",
            N_(
                "Better than a number that was counted in another way is no evidence. And a rise is no reason for a definition."
            ),
        ),
        _said(
            "numbers",
            "joined",
            N_("There are {closed} closed deals and {lines} lines: the same deals stand there several times."),
        ),
        _said("numbers", "average", N_("The mean is right and the “so” is not: no deal of the firm is counted in it.")),
        _said(
            "home",
            "sheet",
            N_(
                "Who counts when you are away, and from which day is the paste? A number for the board needs a second pair of hands."
            ),
        ),
        _said("home", "three", N_("The mean of three answers to three questions answers none of them.")),
        _said(
            "home",
            "author",
            N_("On the day on which the analyst leaves, the firm has a number that nobody can explain."),
        ),
        _said(
            "before",
            "swap",
            N_(
                "Somebody on the board has kept the old slide. A number that changes without a word costs more trust than it was worth."
            ),
        ),
        _said(
            "before",
            "leave",
            N_(
                "Then the board compares {before:.1f} % with a number that means something else, and sees a change that never was."
            ),
        ),
    ),
    (
        N_("Begin with the sentence: of which deals, won by when? The rest must fit that sentence."),
        N_(
            "Two numbers that belong to the definition; a place that outlives a person; and the old number kept beside the new one, by name."
        ),
        N_(
            "{won} won and {lost} lost are known. Which of the meanings can be counted from them alone, and what does it leave out?"
        ),
    ),
    N_(
        "One sentence, two numbers that belong to it, a place with two people who can run it, and last quarter's number not swept away: now "
        "the three at the table can only disagree about the business."
    ),
    N_(
        "Another firm, another number: “Complaints per hundred orders, by the day of the order; those of the last two weeks are left out, since "
        "customers have had no time. 31 of 2,480 orders, and 120 orders are too young. A saved query, run by two. The spring's number is shown "
        "by both definitions.” Check yours in the same order: meaning, numbers, place, what was printed before."
    ),
    quarter_fields,
    Quarter.frame,
    confidence=True,
)
