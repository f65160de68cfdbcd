"""What is right in chapter 7, which wrong answers we know, and what each of them hears."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kpilab.chapters.c07_excel_crm_python.cards import CARDS
from kpilab.chapters.c07_excel_crm_python.case import by_hand, three_rates
from kpilab.chapters.c07_excel_crm_python.defence import DEFEND
from kpilab.chapters.c07_excel_crm_python.faults import SPOT
from kpilab.chapters.c07_excel_crm_python.northgate import (
    DEALS,
    ENQUIRIES,
    PLANS,
    QUERY,
    Deals,
    Enquiries,
    Plan,
    Plans,
    Query,
)
from kpilab.chapters.c07_excel_crm_python.southgate import PAIR
from kpilab.course.forms import Choice, Number, Numbers
from kpilab.course.task import Mistake, Prediction, Task
from kpilab.i18n import N_, _

__all__ = ["CARDS", "PREDICTIONS", "TASKS"]


def _query_fields(case: Query) -> Mapping[str, object]:
    stage = {"won": _("won"), "lost": _("lost")}[case.stage]
    group = {"seller": _("seller"), "source": _("source")}[case.group]
    return {"stage": stage, "group": group, "months": _(case.months), "after": case.after, "first": case.first}


_READ = Task(
    "7.1",
    N_("What does this query ask?"),
    Choice(
        (
            ("share", N_("For each {group}: which share of the deals closed in {months} was {stage}?")),
            ("created", N_("For each {group}: how many of the deals created in {months} were {stage}?")),
            ("all", N_("How many deals were {stage} in {months}, all together?")),
            ("each", N_("For each {group}: how many deals were {stage} in {months}?")),
            ("day", N_("For each {group}: how many deals were {stage} in {months} or on {after}?")),
        )
    ),
    QUERY,
    lambda case: "each",
    (
        Mistake(
            "share",
            lambda case: "share",
            N_(
                "For a share something would have to be divided. COUNT(*) counts lines, and WHERE has let only deals of one stage through."
            ),
        ),
        Mistake(
            "created",
            lambda case: "created",
            N_("Look at the name of the column in WHERE: on which day does a deal get this date?"),
        ),
        Mistake("all", lambda case: "all", N_("Read the last line. It makes one line of the answer for each what?")),
        Mistake(
            "day",
            lambda case: "day",
            N_(
                "Look at the two signs before the dates: one of them has an equals sign. A deal of {after} is not smaller than that day."
            ),
        ),
    ),
    (
        N_(
            "Read it from the inside: FROM says which table, WHERE which of its lines, GROUP BY for each what, SELECT what is shown."
        ),
        N_("COUNT(*) counts the lines that WHERE lets through, once for each value of the column after GROUP BY."),
        N_(
            "WHERE keeps the deals that are {stage} and closed from {first} on, and before {after}. Now: how are they counted?"
        ),
    ),
    N_(
        "You read the last line, the two signs before the dates, and which date it is. Whoever reads these three can change a query, too."
    ),
    N_(
        "Another query: SELECT team, COUNT(*) AS n FROM visits WHERE made_on >= '2025-03-01' AND made_on < '2025-04-01' GROUP BY team. It asks: "
        "for each team, how many visits were made in March? 1 April is out, since nothing is smaller than itself. Now yours, line by line."
    ),
    _query_fields,
    Query.frame,
)


def _deal_fields(case: Deals) -> Mapping[str, object]:
    won, closed, rates = case.won, case.closed, case.rates()
    return {
        "deals": len(case.deals),
        "won": len(won),
        "closed": len(closed),
        "lost": len(closed) - len(won),
        "sellers": len(rates),
        "lines": sum(one.visits for one in closed),
        "lines_won": sum(one.visits for one in won),
        "rate": len(won) / len(closed),
        "value": sum(one.value for one in won),
        "printed": sum(one.value * one.visits for one in won),
        "values": " + ".join(str(one.value) for one in won),
    }


def _last_day_lost(case: Deals) -> float:
    closed = [one for one in case.closed if one.closed and one.closed.day < 30]
    return sum(one.stage == "won" for one in closed) / len(closed)


def _no_dates(case: Deals) -> float:
    closed = [one for one in case.deals if one.closed]
    return sum(one.stage == "won" for one in closed) / len(closed)


_RATE = Task(
    "7.2",
    N_("The team's win rate in June"),
    Number(tolerance=0.0006, decimals=3, percent=True),
    DEALS,
    lambda case: len(case.won) / len(case.closed),
    (
        Mistake(
            "open-as-lost",
            lambda case: len(case.won) / len(case.deals),
            N_(
                "You divided by every deal in the table. Those that are open, or closed in another month, did not come to an end in June."
            ),
        ),
        Mistake(
            "mean-of-rates",
            lambda case: sum(case.rates().values()) / len(case.rates()),
            N_(
                "That is the mean of {sellers} sellers' rates. Whoever closed one deal weighs in it as much as whoever closed most of them."
            ),
        ),
        Mistake(
            "won-to-lost",
            lambda case: len(case.won) / (len(case.closed) - len(case.won)),
            N_("That is won to lost. The whole is what came to an end: won and lost together."),
        ),
        Mistake(
            "last-day-lost",
            _last_day_lost,
            N_(
                "The last day is missing: “up to 2025-06-30” ends when that day begins, and a deal was closed in its afternoon."
            ),
        ),
        Mistake(
            "no-dates",
            _no_dates,
            N_("That counts every closed deal in the table. Two of them closed in another month."),
        ),
        Mistake(
            "joined",
            lambda case: sum(one.visits for one in case.won) / sum(one.visits for one in case.closed),
            N_("You counted visits: a deal that was visited three times stands in it three times."),
        ),
    ),
    (
        N_(
            "Say the sentence first: of the deals that closed in June, how many did we win? Mark the lines that it speaks of."
        ),
        N_("win rate = deals won ÷ deals won or lost, both closed from 1 June on and before 1 July"),
        N_(
            "Of {deals} deals, {closed} closed in June. In Excel: COUNTIFS with the stage and two conditions on closed_at, over the same without the stage."
        ),
    ),
    N_("{won} of {closed} that came to an end. The open deals are not lost; they are not an answer yet."),
    N_(
        "Another team: {deals} deals, of which {closed} closed in June, {won} of them won and {lost} lost. {won} ÷ {closed} = {rate:.3f}. Now your lines, in the same order."
    ),
    _deal_fields,
    Deals.table,
)


def _distinct(case: Deals) -> float:
    return float(sum({one.value for one in case.won}))


def _value_last_day_lost(case: Deals) -> float:
    return float(sum(one.value for one in case.won if one.closed and one.closed.day < 30))


_VALUE = Task(
    "7.3",
    N_("The value won, and what the join made of it"),
    Number(tolerance=0.5, decimals=0),
    DEALS,
    lambda case: float(sum(one.value for one in case.won)),
    (
        Mistake(
            "joined",
            lambda case: float(sum(one.value * one.visits for one in case.won)),
            N_("That is what the query prints: each deal's value once for each of its visits."),
        ),
        Mistake(
            "joined-left",
            lambda case: float(sum(one.value * max(one.visits, 1) for one in case.won)),
            N_(
                "With LEFT JOIN the deal without a visit is back, and the others still stand there once for each visit."
            ),
        ),
        Mistake(
            "distinct",
            _distinct,
            N_(
                "SUM(DISTINCT value) drops repeated values, not repeated lines: two deals are worth the same, and one of them is gone."
            ),
        ),
        Mistake(
            "inner",
            lambda case: float(sum(one.value for one in case.won if one.visits)),
            N_(
                "Each deal once is right. One deal that was won without a visit is missing: a plain JOIN keeps only deals that have one."
            ),
        ),
        Mistake(
            "all-closed",
            lambda case: float(sum(one.value for one in case.closed)),
            N_("The deals that were lost are in it. Their value was offered, and never won."),
        ),
        Mistake(
            "last-day-lost",
            _value_last_day_lost,
            N_("The deal of the last afternoon is missing. Is the end of the month written as “before 1 July”?"),
        ),
    ),
    (
        N_("How many lines does a deal with three visits have after the join? And a deal without any?"),
        N_("Ask about deals where deals stand once: SUM(value) over the deals won in June, without the visits."),
        N_("{won} deals were won in June. Add up {won} values, and no more."),
    ),
    N_(
        "Each deal once, the one without a visit too. Before you believe a sum after a join, count the lines before and after it."
    ),
    N_(
        "Another team: {won} deals won, worth {values} = {value}. Joined with their visits the same query prints {printed}. Nobody sold more; the "
        "lines multiplied. Now add up yours, a deal at a time."
    ),
    _deal_fields,
    Deals.table,
)


def _enquiry_fields(case: Enquiries) -> Mapping[str, object]:
    return {
        "all": len(case.rows),
        "due": len(case.due),
        "kept": case.kept,
        "answered": case.answered,
        "silent": len(case.due) - case.answered,
        "young": len(case.rows) - len(case.due),
        "share": case.kept / len(case.due),
    }


_FOLLOW_UP = Task(
    "7.4",
    N_("Follow-up on time"),
    Number(tolerance=0.0006, decimals=3, percent=True),
    ENQUIRIES,
    lambda case: case.kept / len(case.due),
    (
        Mistake(
            "empty-dropped",
            lambda case: case.kept / case.answered,
            N_(
                "You divided by those that were answered. Whoever was never answered is missing: the number gets better when we fall silent."
            ),
        ),
        Mistake(
            "not-due-yet",
            lambda case: case.kept / len(case.rows),
            N_(
                "You divided by all enquiries. Of the last ones the 24 hours were not over when the month ended: they are neither kept nor broken."
            ),
        ),
        Mistake(
            "early-counted",
            lambda case: (case.kept + case.early) / len(case.rows),
            N_(
                "You counted the last day in, above and below. What is not due yet belongs to the next month, an early answer too."
            ),
        ),
        Mistake(
            "answered-at-all",
            lambda case: case.answered / len(case.due),
            N_(
                "That is the share answered at all. COUNT(answered) counts the cells that are filled, and does not look at the hour."
            ),
        ),
        Mistake(
            "by-calendar",
            lambda case: case.next_day / len(case.due),
            N_(
                "You took the next day for 24 hours. From half past eight in the morning to the next afternoon it is more."
            ),
        ),
    ),
    (
        N_(
            "Which enquiries could be answered late at all by the end of June? And what is an empty cell: late, or not there?"
        ),
        N_("share = answered within 24 hours ÷ due, where due means: the 24 hours ended in June, answered or not"),
        N_("{due} of the {all} are due: all that came in before 30 June, 00:00. Now count the hours, line by line."),
    ),
    N_(
        "{kept} of {due}, and the {silent} who heard nothing are in it. A definition that forgets them would reward silence."
    ),
    N_(
        "Another team: {all} enquiries, {young} of them not due yet, so {due} count. {kept} were answered within 24 hours: {kept} ÷ {due} = {share:.3f}. Now yours: first who is due, then who is in time."
    ),
    _enquiry_fields,
    Enquiries.table,
)


def _plan_fields(case: Plans) -> Mapping[str, object]:
    first, second, third = case.people
    found: dict[str, object] = {
        "worked": "; ".join(
            f"{one.name}: ({one.sold} − {one.refunded}) ÷ {one.signed} = {100 * one.net / one.signed:.1f} %"
            for one in case.people
        )
    }
    for key, one in zip(("ade", "bea", "cho"), (first, second, third), strict=True):
        found |= {
            f"{key}_sold": one.sold,
            f"{key}_refunded": one.refunded,
            f"{key}_found": one.found,
            f"{key}_signed": one.signed,
        }
    return found


def _attained(one: Plan) -> float:
    return 100 * one.net / one.signed


def _gross(place: int) -> Callable[[Plans], float]:
    return lambda case: 100 * case.people[place].sold / case.people[place].signed


def _upside_down(place: int) -> Callable[[Plans], float]:
    return lambda case: 100 * case.people[place].signed / case.people[place].net


_KEYS = ("ade", "bea", "cho")
_NEAREST = N_(
    "Cho: the sheet's lookup has brought another line of the list, {cho_found}. The plan that was signed stands beside it."
)
_GROSS = {
    "ade": N_("Ade: {ade_refunded} were paid back. What was refunded was not sold in the end."),
    "bea": N_("Bea: {bea_refunded} were paid back, and stand in your number."),
    "cho": N_("Cho: the plan is right; the {cho_refunded} that were paid back are still in it."),
}
_UPSIDE = {
    "ade": N_("Ade: that is plan ÷ fact. How much of the plan is there, and not the other way round?"),
    "bea": N_("Bea: you divided the plan by the sales."),
    "cho": N_("Cho: plan and sales have changed places."),
}

_ATTAINED = Task(
    "7.5",
    N_("Plan attainment of three people"),
    Numbers((("ade", "Ade"), ("bea", "Bea"), ("cho", "Cho")), tolerance=0.06, decimals=1, unit="%"),
    PLANS,
    lambda case: {key: _attained(one) for key, one in zip(_KEYS, case.people, strict=True)},
    (
        *(Mistake(f"gross-{key}", _gross(place), _GROSS[key], part=key) for place, key in enumerate(_KEYS)),
        *(Mistake(f"upside-{key}", _upside_down(place), _UPSIDE[key], part=key) for place, key in enumerate(_KEYS)),
        Mistake("nearest", lambda case: 100 * case.people[2].net / case.people[2].found, _NEAREST, part="cho"),
        Mistake(
            "nearest-gross",
            lambda case: 100 * case.people[2].sold / case.people[2].found,
            N_(
                "Cho: two things at once. The lookup brought another line's plan, {cho_found}, and the {cho_refunded} paid back are still in it."
            ),
            part="cho",
        ),
    ),
    (
        N_("Two columns call themselves a plan. Which of them did somebody sign?"),
        N_("attainment = (sold − refunded) ÷ plan, in percent"),
        N_(
            "Ade: {ade_sold} − {ade_refunded}, divided by the plan in the signed list, {ade_signed}. The other two the same way."
        ),
    ),
    N_(
        "The lookup was wrong for one person of three and showed no error. Ask for an exact match, always, and let a missing name be missing."
    ),
    N_("Another team. {worked}. The column of the lookup is not needed for any of them. Now your three."),
    _plan_fields,
    Plans.frame,
)

TASKS: tuple[Task[Any], ...] = (_READ, _RATE, _VALUE, _FOLLOW_UP, _ATTAINED, SPOT, PAIR, DEFEND)


def _numbers() -> Mapping[str, float]:
    return {**{name: 100 * value for name, value in three_rates().items()}, **by_hand()}


def _reveal_board(given: str) -> str:
    text = {
        "67": _(
            "67 is {lead:.1f} %, the mean of three sellers' rates: an answer about sellers. Of the deals that closed, {win_rate:.1f} % were won."
        ),
        "33": _(
            "33 is {controller:.1f} %: the {open} open deals counted as lost. Of those that came to an end, {win_rate:.1f} % were won."
        ),
        "73": _("73 is {analyst:.1f} %: deals counted once for each visit. Each once, {win_rate:.1f} % were won."),
        "none": _(
            "None it is. The three numbers are {lead:.1f}, {controller:.1f} and {analyst:.1f} %, and the win rate is {win_rate:.1f} %."
        ),
    }
    return text[given].format(**_numbers())


def _reveal_rate(given: float) -> str:
    right = three_rates()["win_rate"]
    numbers = _numbers()
    if abs(given - right) < 0.006:
        return _("Right: {won:.0f} won and {lost:.0f} lost, {win_rate:.1f} %.").format(**numbers)
    return _("{won:.0f} won and {lost:.0f} lost make {win_rate:.1f} %; you said {given:.1f} %.").format(
        given=100 * given, **numbers
    )


def _reveal_lines(given: float) -> str:
    if round(given) == 11:
        return _("Right: 11 lines, since a deal stands there once for each of its visits.")
    return _("It has 11 lines; you said {given:g}. A deal stands there once for each of its visits.").format(
        given=given
    )


PREDICTIONS = (
    Prediction(
        "7.p1",
        N_("Which number goes to the board?"),
        Choice((("67", N_("67 %")), ("33", N_("33 %")), ("73", N_("73 %")), ("none", N_("none of the three")))),
        _reveal_board,
    ),
    Prediction(
        "7.p2",
        N_("What is the team's win rate in May, by your own count?"),
        Number(tolerance=0.006, decimals=2, percent=True),
        _reveal_rate,
    ),
    Prediction(
        "7.p3",
        N_("The seven closed deals are put beside their visits, a line a visit. How many lines has the new table?"),
        Number(tolerance=0.4, decimals=0),
        _reveal_lines,
    ),
)
