"""“Choose the tools, then live the quarter”: four jobs, a definition, a second person, and three months."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kpilab.chapters.c07_excel_crm_python.quarter import JOBS, MONTHS, NOBODY, TOOLS, Choices, live, rules
from kpilab.i18n import _
from kpilab.widgets.fields import CONFIDENCE, confidence_words, unsaid
from kpilab.widgets.message import Message
from kpilab.widgets.sign_page import Sheet

if TYPE_CHECKING:
    from kpilab.widgets.bundle import Bundle

__all__ = ["BENCHMARKS", "choose_tools", "lived_sheet", "missing", "remarks", "verdict"]

_ITEM = "7.tools"
BENCHMARKS: Mapping[str, Choices] = {
    "sheets": Choices(dict.fromkeys(JOBS, "sheet"), page=False),
    "scripts": Choices(dict.fromkeys(JOBS, "script"), page=False),
    "queries": Choices(dict.fromkeys(JOBS, "query"), page=False),
    "mixed": Choices(
        {"question": "sheet", "list": "query", "board": "sheet", "pay": "script"}, page=True, second="pay"
    ),
}
"""What others have chosen: all in one tool, and each job in the tool that fits it."""


def _names() -> Mapping[str, str]:
    return {
        "sheets": _("all four in sheets, nothing written down"),
        "scripts": _("all four as the analyst's scripts"),
        "queries": _("all four as queries, nothing written down"),
        "mixed": _("sheet, query, sheet, script; a page; a second person for the pay sheet"),
    }


def _tool_words() -> tuple[tuple[str, str], ...]:
    words = {
        "sheet": _("Excel: a sheet with the export pasted in"),
        "query": _("SQL: a saved query on the CRM, shown in a sheet"),
        "script": _("Python: a script that keeps the data it read"),
    }
    return tuple((tool, words[tool]) for tool in TOOLS)


def _choices(values: Mapping[str, object], played: int = 0) -> Choices:
    tools: dict[str, Any] = {job: values.get(job) for job in JOBS}
    texts = {name: str(values.get(name) or "") for name in ("reason", "confidence")}
    return Choices(tools, values.get("page") == "yes", str(values.get("second") or NOBODY), **texts, played=played)


def missing(values: Mapping[str, object]) -> tuple[str, ...]:
    """What is still to be chosen before the quarter begins.

    >>> len(missing({}))
    5
    """
    asked = [
        (all(values.get(job) in TOOLS for job in JOBS), _("a tool for each of the four jobs")),
        (values.get("page") in ("yes", "no"), _("whether the definition gets a page")),
        (values.get("second") in (*JOBS, NOBODY), _("for which job a second person is trained")),
    ]
    reason = str(values.get("reason") or "")
    return (*(text for given, text in asked if not given), *unsaid(reason, values.get("confidence")))


def remarks(values: Mapping[str, object]) -> Message:
    """What can be seen beforehand: the hours of January, and what the choices have in common."""
    if any(values.get(job) not in TOOLS for job in JOBS):
        return Message("blank", _("Still open:"), (_("a tool for each of the four jobs"),))
    made = _choices(values)
    said = [_("January will take {hours:.1f} hours.").format(hours=live(made)[0].hours)]
    if len(set(made.tools.values())) == 1:
        said.append(_("All four jobs in one tool: what is weak in it is weak four times."))
    if not made.page:
        said.append(_("No page with the definition: it lives in somebody's formula."))
    if made.second == NOBODY:
        said.append(_("One person knows all of it."))
    return Message("info", _("What can be seen now"), tuple(said))


def lived_sheet(values: Mapping[str, object], played: int) -> Sheet:
    """The months so far: hours, wrong numbers, days late, and what happened in the last of them."""
    names = (_("January"), _("February"), _("March"))
    lived = live(_choices(values))[:played]
    rows = tuple((names[month.number - 1], f"{month.hours:.1f}", str(month.wrong), str(month.late)) for month in lived)
    head = (_("month"), _("hours of work"), _("wrong numbers sent"), _("days late"))
    return Sheet(head, rows, lived[-1].events if lived else (), amounts=(1, 2, 3))


def verdict(values: Mapping[str, object]) -> Sheet:
    """Your quarter beside four others, the rules of the toy, and what you thought before."""
    mine = _choices(values)
    named = [(_("yours"), mine), *((_names()[key], choices) for key, choices in BENCHMARKS.items())]
    rows = tuple((name, *_outcome(choices)) for name, choices in named)
    head = (_("chosen"), _("hours in the quarter"), _("wrong numbers sent"), _("days late"))
    said = (
        _(
            "No tool wins all four rows. A sheet is quick to make and slow to repeat; a query asks where the data live, and gives the past as it looks today; a script repeats itself to the cent, for whoever can run it."
        ),
        *_lesson(mine),
        _("Before January you wrote: “{reason}” How sure you were: {confidence}.").format(
            reason=mine.reason, confidence=confidence_words(mine.confidence)
        ),
        _("How the toy reckons:"),
        *rules(),
    )
    return Sheet(head, rows, said, marked=(0,), amounts=(1, 2, 3), stacked=True)


def _outcome(choices: Choices) -> tuple[str, str, str]:
    lived = live(choices)
    return (
        f"{sum(month.hours for month in lived):.1f}",
        str(sum(month.wrong for month in lived)),
        str(sum(month.late for month in lived)),
    )


def _lesson(mine: Choices) -> tuple[str, ...]:
    """The one change that would have saved most hours, wrong numbers counted first; nothing where there is none."""
    found = []
    for job in JOBS:
        for tool in TOOLS:
            found.append(
                (
                    Choices({**mine.tools, job: tool}, mine.page, mine.second),
                    _("another tool for {job}").format(job=_(JOBS[job].words)),
                )
            )
    found.append(
        (
            Choices(mine.tools, not mine.page, mine.second),
            _("a page with the definition") if not mine.page else _("no page"),
        )
    )
    for second in JOBS:
        found.append(
            (Choices(mine.tools, mine.page, second), _("a second person for {job}").format(job=_(JOBS[second].words)))
        )
    best, what = min(found, key=lambda one: _price(one[0]))
    if _price(best) >= _price(mine):
        return (_("No single other choice would have made this quarter better."),)
    text = _(
        "The one change that would have helped most: {what}. Then it is {hours} hours, {wrong} wrong and {late} late."
    )
    hours, wrong, late = _outcome(best)
    return (text.format(what=what, hours=hours, wrong=wrong, late=late),)


def _price(choices: Choices) -> tuple[int, float]:
    lived = live(choices)
    return sum(month.wrong for month in lived), sum(month.hours + 4 * month.late for month in lived)


def choose_tools() -> Bundle:
    """The decision with its quarter; it is kept, and lies there again at the next visit."""
    from kpilab.course.decisions import keep_decision, last_decision
    from kpilab.widgets.fields import Field, confidence_field
    from kpilab.widgets.live_choice import Choosing, Chosen, live_choice

    jobs = tuple(
        Field(job, _("For {job}:").format(job=_(about.words)), "choice", _tool_words()) for job, about in JOBS.items()
    )
    seconds = (*((job, _(about.words)) for job, about in JOBS.items()), (NOBODY, _("nobody; there is no time")))
    fields = (
        *jobs,
        Field(
            "page", _("The definition, on a page of its own (3 hours)?"), "choice", (("yes", _("yes")), ("no", _("no")))
        ),
        Field("second", _("A second person is trained for:"), "choice", seconds),
        Field("reason", _("Why so? One sentence to the colleagues."), "text", lines=2),
        confidence_field(),
    )
    kept = last_decision(_ITEM, Choices.from_data)
    return live_choice(
        Choosing(
            heading=_("Choose the tools, then live the quarter"),
            intro=_(
                "Four jobs have to be done from January on. You choose the tool of each, whether somebody writes the definition down, and for "
                "which job a second person is trained. Things happen in every quarter; which ones, you will see. This is a toy: it counts hours, "
                "wrong numbers and days late, and no talent."
            ),
            fields=fields,
            months=MONTHS,
            missing=missing,
            remarks=remarks,
            lived=lived_sheet,
            verdict=verdict,
            looks=_("Look it over"),
            agrees=_("Begin the quarter"),
            again=_("Choose again"),
        ),
        keep=lambda now: keep_decision(_ITEM, _choices(now.values, now.played).as_data()),
        chosen=Chosen(_values(kept), kept.played) if kept else None,
    )


def _values(kept: Choices) -> Mapping[str, object]:
    known = {"page": "yes" if kept.page else "no", "second": kept.second, "reason": kept.reason}
    return {**kept.tools, **known, "confidence": kept.confidence if kept.confidence in CONFIDENCE else None}
