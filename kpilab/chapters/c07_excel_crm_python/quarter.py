"""A quarter with four jobs, each done in one tool: what it takes in hours, what goes out wrong, what comes late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from kpilab.errors import DataError
from kpilab.i18n import N_, _

__all__ = ["JOBS", "MONTHS", "TOOLS", "Choices", "Month", "live", "rules"]

Tool = Literal["sheet", "query", "script"]
TOOLS: tuple[Tool, ...] = get_args(Tool)
MONTHS = 3
NOBODY = "nobody"


@dataclass(frozen=True)
class Job:
    """How often a job is run in each of the three months, and whether it is a number that others act on."""

    words: str
    runs: tuple[int, int, int]
    is_audited: bool = False
    is_large: bool = False


JOBS: Mapping[str, Job] = {
    "question": Job(N_("one question from the boss, in January"), (1, 0, 0)),
    "list": Job(N_("the morning list of enquiries, twenty times a month"), (20, 20, 20), is_large=True),
    "board": Job(N_("the win rate for the board, once a month"), (1, 1, 1)),
    "pay": Job(N_("the pay sheet by person, once a month"), (1, 1, 1), is_audited=True),
}
_SETUP = {"sheet": 0.5, "query": 3.0, "script": 8.0}
_RUN = {"sheet": 0.75, "query": 0.25, "script": 0.1}
_LARGE = {"sheet": 1.5, "query": 0.25, "script": 0.1}
"""Hours to set a job up, to run it once, and to run it once on ten times the data."""
_CHANGE = {"sheet": 2.0, "query": 1.0, "script": 2.0}
_HANDOVER = {"sheet": 3.0, "query": 6.0, "script": 14.0}
_AUDIT = {"sheet": 12.0, "query": 6.0, "script": 1.0}
_PAGE, _TRAINING = 3.0, {"sheet": 1.0, "query": 3.0, "script": 5.0}


@dataclass(frozen=True)
class Choices:
    """The tool of each job, whether the definition has a page, for which job a second person is trained, and why."""

    tools: Mapping[str, Tool]
    page: bool
    second: str = NOBODY
    reason: str = ""
    confidence: str = ""
    played: int = 0

    def as_data(self) -> dict[str, object]:
        """As plain data, fit for JSON."""
        return {**vars(self), "tools": dict(self.tools)}

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> Choices:
        """Back from `as_data`. Raises `DataError` where it does not fit.

        >>> one = Choices({"question": "sheet", "list": "query", "board": "query", "pay": "script"}, True, "pay", "So.")
        >>> Choices.from_data(one.as_data()) == one
        True
        """
        tools, played = data.get("tools"), data.get("played")
        fits = isinstance(tools, dict) and tools.keys() == JOBS.keys() and set(tools.values()) <= set(TOOLS)
        second = str(data.get("second", NOBODY))
        if not fits or second not in (*JOBS, NOBODY) or not isinstance(played, int) or not 0 <= played <= MONTHS:
            raise DataError(_("These are no choices that were made here."))
        assert isinstance(tools, dict)
        reason, sure = (str(data.get(name, "")) for name in ("reason", "confidence"))
        return cls({job: tools[job] for job in JOBS}, bool(data.get("page")), second, reason, sure, played)


@dataclass(frozen=True)
class Month:
    """A month as it was lived: hours of work, wrong numbers that went out, days late, and what happened."""

    number: int
    hours: float
    wrong: int
    late: int
    events: tuple[str, ...] = field(default=())


def live(choices: Choices) -> tuple[Month, Month, Month]:
    """The three months under these choices.

    >>> best = Choices({"question": "sheet", "list": "query", "board": "sheet", "pay": "script"}, True, "pay")
    >>> [(month.hours, month.wrong) for month in live(best)]
    [(26.6, 0), (9.8, 0), (13.8, 0)]
    """
    return _january(choices), _february(choices), _march(choices)


def _runs(choices: Choices, month: int) -> float:
    cost = 0.0
    for name, job in JOBS.items():
        tool = choices.tools[name]
        cost += job.runs[month] * (_LARGE if month and job.is_large else _RUN)[tool]
    return cost


def _january(choices: Choices) -> Month:
    training = _TRAINING[choices.tools[choices.second]] if choices.second != NOBODY else 0
    hours = sum(_SETUP[tool] for tool in choices.tools.values()) + training + choices.page * _PAGE + _runs(choices, 0)
    late = int(choices.tools["question"] == "script")
    events = [_("All four are set up and run for the first time.")]
    if late:
        events.append(_("The boss wanted one answer before noon; the script was ready the day after."))
    return Month(1, round(hours, 1), 0, late, tuple(events))


def _february(choices: Choices) -> Month:
    """Open deals are set apart from now on, and the list has ten times as many lines."""
    counted = {job: choices.tools[job] for job in ("board", "pay")}
    hours = _runs(choices, 1) + sum(_CHANGE[tool] for tool in counted.values())
    events, wrong = [_("The definition changes: open deals are set apart.")], 0
    if not choices.page and len(set(counted.values())) > 1:
        wrong += 1
        events.append(_("Nobody had written the definition down: board and pay sheet counted by two of them."))
    if not choices.page and "sheet" in counted.values():
        wrong += 1
        events.append(_("In one copy of the sheet the old formula stayed, and its number went out."))
    if choices.tools["list"] == "sheet":
        wrong += 1
        events.append(
            _(
                "The list has ten times as many lines: pasting takes an hour and a half each morning, and once the last lines were missed."
            )
        )
    return Month(2, round(hours, 1), wrong, 0, tuple(events))


def _march(choices: Choices) -> Month:
    """Whoever made it all leaves, and the auditors ask for January's pay again."""
    running = ("list", "board", "pay")
    hours = _runs(choices, 2) + sum(_HANDOVER[choices.tools[job]] for job in running if job != choices.second)
    hours -= choices.page * 2.0
    events, wrong, late = [_("Whoever set all this up has left, and the auditors ask for January's pay again.")], 0, 0
    left = [job for job in running if choices.tools[job] == "script" and job != choices.second]
    if left:
        late += 2 * len(left)
        events.append(
            _("Nobody else can run a script: {jobs} come late.").format(
                jobs=", ".join(_(JOBS[job].words) for job in left)
            )
        )
    pay = choices.tools["pay"]
    hours += _AUDIT[pay]
    if pay == "sheet":
        wrong += 1
        events.append(_("January's pay is put together from mails, and one person's does not come out the same."))
    elif pay == "query":
        late += 1
        events.append(
            _(
                "The query gives January as it stands in the CRM today; two deals were corrected since, and the difference has to be explained."
            )
        )
    else:
        events.append(_("The script still has the data that it read in January: the same pay comes out, to the cent."))
    return Month(3, round(hours, 1), wrong, late, tuple(events))


def rules() -> tuple[str, ...]:
    """How a month is reckoned, in the language in use: the numbers above."""
    return (
        _(
            "To set up: a sheet half an hour, a query 3 hours, a script 8. To run once: 45, 15 and 6 minutes; the list on ten times the data takes "
            "90 minutes as a sheet, the others as before."
        ),
        _(
            "A page with the definition takes 3 hours in January and saves 2 in March. A second person takes 1, 3 or 5 hours to train."
        ),
        _(
            "To change the definition: 2 hours in a sheet, 1 in a query, 2 in a script, for the board and for the pay sheet."
        ),
        _(
            "To hand over what nobody else knows: 3, 6 or 14 hours for each of the jobs that go on, and two days late for a script."
        ),
        _("To show January's pay again: 12 hours from a sheet, 6 from a query, 1 from a script that kept its data."),
    )
