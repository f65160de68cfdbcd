"""Review cards: each comes back with fresh numbers after a day, after four and after ten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.chapters.c07_excel_crm_python.faults import CAUSES, draw_sheets, misread, seen
from kpilab.course.forms import Choice, Number
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CARDS"]


@dataclass(frozen=True)
class Visited:
    """How often each of some deals was visited."""

    visits: tuple[int, ...]

    def frame(self) -> pd.DataFrame:
        """A line a deal."""
        import pandas as pd

        return pd.DataFrame({"visits": self.visits}, index=[f"D{number}" for number in range(1, len(self.visits) + 1)])

    @property
    def silent(self) -> int:
        """The deals without a visit."""
        return self.visits.count(0)


def _visited_fields(case: Visited) -> Mapping[str, object]:
    return {
        "listed": ", ".join(map(str, case.visits)),
        "sum": sum(case.visits),
        "silent": case.silent,
        "deals": len(case.visits),
        "lines": sum(case.visits) + case.silent,
    }


def _draw_visited(rng: np.random.Generator) -> Visited:
    return Visited((*rng.permutation([0, *([0] * int(rng.integers(0, 2))), *rng.integers(2, 6, size=4)]).tolist(),))


_LINES_CARD = Task(
    "7.c1",
    N_("Lines after a join"),
    Number(tolerance=0.4, decimals=0),
    CaseMaker("c07.card.visits", lambda: Visited((3, 0, 2, 4, 2)), _draw_visited),
    lambda case: sum(case.visits) + case.silent,
    (
        Mistake(
            "inner",
            lambda case: sum(case.visits),
            N_("That is a plain JOIN: the deal without a visit is gone. LEFT JOIN keeps it, with an empty cell."),
        ),
        Mistake(
            "deals",
            lambda case: len(case.visits),
            N_("That is the number of deals. A deal with three visits has three lines."),
        ),
        Mistake(
            "both",
            lambda case: sum(case.visits) + len(case.visits),
            N_("You added deals and visits. A line is a deal together with one of its visits."),
        ),
    ),
    (
        N_("A line for each visit. And for a deal without one?"),
        N_("lines of a LEFT JOIN = visits + deals without a visit"),
        N_("{sum} visits. How many deals have none?"),
    ),
    N_(
        "Each deal once for each visit, and once where there is none. Count it before, and a sum cannot surprise you after."
    ),
    N_("Deals with {listed} visits: {sum} visits, and {silent} without any, make {lines} lines."),
    _visited_fields,
    Visited.frame,
    question=N_("{deals} deals have {listed} visits. How many lines has deals LEFT JOIN visits?"),
)


@dataclass(frozen=True)
class Cells:
    """Lines of a table, of which some have an empty cell, and some of the others say yes."""

    lines: int
    empty: int
    yes: int

    def frame(self) -> pd.DataFrame:
        """One line."""
        import pandas as pd

        return pd.DataFrame({"lines": [self.lines], "empty": [self.empty], "in time": [self.yes]})


def _cell_fields(case: Cells) -> Mapping[str, object]:
    filled = case.lines - case.empty
    return {"lines": case.lines, "empty": case.empty, "yes": case.yes, "filled": filled, "share": case.yes / case.lines}


def _draw_cells(rng: np.random.Generator) -> Cells:
    lines = int(rng.choice((20, 25, 40, 50)))
    empty = int(rng.integers(4, lines // 3))
    return Cells(lines, empty, int(rng.integers(5, lines - empty - 2)))


_EMPTY_CARD = Task(
    "7.c2",
    N_("What an average forgets"),
    Number(tolerance=0.0006, decimals=3, percent=True),
    CaseMaker("c07.card.cells", lambda: Cells(20, 5, 9), _draw_cells),
    lambda case: case.yes / case.lines,
    (
        Mistake(
            "filled",
            lambda case: case.yes / (case.lines - case.empty),
            N_(
                "That is what AVG and AVERAGE give: they leave the {empty} empty cells out, and so the people who waited."
            ),
        ),
        Mistake(
            "answered",
            lambda case: (case.lines - case.empty) / case.lines,
            N_("That is the share answered at all. In time is asked."),
        ),
        Mistake(
            "late-too",
            lambda case: (case.yes + case.empty) / case.lines,
            N_("You counted the empty cells as in time. Nobody answered there."),
        ),
    ),
    (
        N_("Who is in the whole: those who were answered, or those who asked?"),
        N_("share = in time ÷ all that were due, empty cells included"),
        N_("{lines} were due. Of these {yes} were answered in time; the {empty} empty ones were not."),
    ),
    N_("{yes} of {lines}. An empty cell is somebody who is waiting."),
    N_("{lines} due, {filled} answered, {yes} in time: {yes} ÷ {lines} = {share:.3f}."),
    _cell_fields,
    Cells.frame,
    question=N_(
        "{lines} enquiries are due. {yes} were answered in time, {empty} have an empty cell, the others were late. What is the share in time?"
    ),
)


@dataclass(frozen=True)
class Month:
    """A month and how many deals closed on its last day, at midnight and later."""

    name: str
    first: str
    last: str
    after: str
    closed: int
    late: int

    def frame(self) -> pd.DataFrame:
        """One line."""
        import pandas as pd

        return pd.DataFrame({"closed in the month": [self.closed], "of these in the day of the last": [self.late]})


_MONTHS = (
    (N_("March"), "2025-03-01", "2025-03-31", "2025-04-01"),
    (N_("June"), "2025-06-01", "2025-06-30", "2025-07-01"),
    (N_("August"), "2025-08-01", "2025-08-31", "2025-09-01"),
    (N_("November"), "2025-11-01", "2025-11-30", "2025-12-01"),
)


def _month_fields(case: Month) -> Mapping[str, object]:
    return {**vars(case), "name": _(case.name), "left": case.closed - case.late}


def _draw_month(rng: np.random.Generator) -> Month:
    return Month(*_MONTHS[int(rng.integers(4))], int(rng.integers(30, 90)), int(rng.integers(3, 9)))


_LAST_CARD = Task(
    "7.c3",
    N_("The last day of the month"),
    Number(tolerance=0.4, decimals=0),
    CaseMaker("c07.card.month", lambda: Month(*_MONTHS[0], 48, 5), _draw_month),
    lambda case: case.closed - case.late,
    (
        Mistake(
            "all",
            lambda case: case.closed,
            N_("So it should be. But {last} without an hour is the first minute of that day."),
        ),
        Mistake("late", lambda case: case.late, N_("Those are the ones that fall out. How many are counted?")),
        Mistake("twice", lambda case: case.closed - 2 * case.late, N_("You took them off twice.")),
    ),
    (
        N_("Which moment is {last}, if no hour is written?"),
        N_("counted = closed in the month, less those in the course of its last day"),
        N_("{closed} closed in the month, {late} of them between nine and six on the last day."),
    ),
    N_("{late} deals fall out, the month's last push among them. “Before {after}” keeps them all."),
    N_("{name}: {closed} closed, {late} of them in the course of the last day; the query counts {left}."),
    _month_fields,
    Month.frame,
    question=N_(
        "{closed} deals closed in {name}, {late} of them between nine and six on its last day. How many does WHERE closed_at >= '{first}' AND closed_at <= '{last}' count?"
    ),
)


@dataclass(frozen=True)
class Symptom:
    """One sheet with one fault."""

    cause: str
    lines: int
    shown: int
    more: int


def _symptom_fields(case: Symptom) -> Mapping[str, object]:
    from kpilab.chapters.c07_excel_crm_python.faults import Sheets

    sheets = Sheets((case.cause,) * 4, case.lines, case.shown, case.more)
    others = [key for key, _text in CAUSES if key != case.cause]
    return {
        "seen": seen(sheets, case.cause),
        "cause": _(dict(CAUSES)[case.cause]),
        **{f"misread_{place}": misread(case.cause, other) for place, other in enumerate(others)},
    }


def _draw_symptom(rng: np.random.Generator) -> Symptom:
    sheets = draw_sheets(rng)
    return Symptom(sheets.causes[0], sheets.lines, sheets.shown, sheets.more)


def _symptom_frame(case: Symptom) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({"what you see": [_symptom_fields(case)["seen"]]})


def _other(place: int) -> Mistake[Symptom]:
    return Mistake(
        f"other-{place}",
        lambda case: [key for key, _text in CAUSES if key != case.cause][place],
        f"{{misread_{place}}}",
    )


_FAULT_CARD = Task(
    "7.c4",
    N_("Which silent fault is it?"),
    Choice(CAUSES),
    CaseMaker("c07.card.fault", lambda: Symptom("doubled", 30, 6, 41), _draw_symptom),
    lambda case: case.cause,
    tuple(map(_other, range(4))),
    (
        N_("Too many lines, too few, or a wrong value beside the right ones?"),
        N_("Texts drop out, hidden lines stay in, lookups bring neighbours, copies age, joins multiply."),
        N_("Look again at what is counted, and at what it is compared with: {seen}"),
    ),
    N_("No error was shown, and you found it by what you saw. That is how it is found at work."),
    N_("“{seen}” {cause}"),
    _symptom_fields,
    _symptom_frame,
    question=N_("{seen} What is it?"),
)

CARDS = (_LINES_CARD, _EMPTY_CARD, _LAST_CARD, _FAULT_CARD)
