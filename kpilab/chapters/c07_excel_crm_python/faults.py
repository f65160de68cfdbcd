"""Task 7.6: four sheets, each with a fault that shows no error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.course.forms import Assign
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CAUSES", "SPOT", "Sheets", "draw_sheets", "misread", "seen"]

CAUSES = (
    ("text", N_("Some of its dates are texts.")),
    ("hidden", N_("A filter hides lines that are still added up.")),
    ("nearest", N_("A lookup took the nearest line.")),
    ("stale", N_("The copy is older than the CRM.")),
    ("doubled", N_("A join has doubled lines.")),
)
NAMES = ("A", "B", "C", "D")
_TAKEN_FOR = {"text": "stale", "hidden": "doubled", "nearest": "text", "stale": "hidden", "doubled": "stale"}
_ALSO = {"text": "hidden", "hidden": "stale", "nearest": "doubled", "stale": "text", "doubled": "nearest"}
"""What each fault is most often taken for, and what second most often."""


@dataclass(frozen=True)
class Sheets:
    """Which fault each of the four sheets has, and how many lines there are."""

    causes: tuple[str, str, str, str]
    lines: int
    shown: int
    more: int

    def frame(self) -> pd.DataFrame:
        """What is seen on each sheet."""
        import pandas as pd

        return pd.DataFrame({"what you see": [seen(self, cause) for cause in self.causes]}, index=list(NAMES))


def seen(case: Sheets, cause: str) -> str:
    """What is seen of that fault."""
    text = {
        "text": _(
            "The month has {lines} deals. COUNTIFS over the closing dates counts {less} of them; two dates stand at the left of their cells."
        ),
        "hidden": _(
            "The list shows one seller, {shown} lines. The SUM below is what it was with all {lines} lines on view."
        ),
        "nearest": _(
            "A colleague who began last week has the same plan as the one above in the alphabet, and no cell shows an error."
        ),
        "stale": _(
            "It counts {lines} open deals, the CRM counts {more}. Every formula is right, and nobody has touched the sheet since Tuesday."
        ),
        "doubled": _(
            "There were {lines} deals. Since the visits stand beside them there are {more} lines, and the value has grown too."
        ),
    }[cause]
    return text.format(lines=case.lines, less=case.lines - 2, shown=case.shown, more=case.more)


def misread(cause: str, taken_for: str) -> str:
    """Why what is seen of `cause` is not what it was taken for."""
    apart = {
        "text": _("Two dates at the left of their cells are a sign. How does Excel line up a number, and how a text?"),
        "hidden": _("The lines that were filtered away are out of sight. Are they out of the sum?"),
        "nearest": _(
            "A person who is on no list got a value all the same. What does a lookup do when nothing fits exactly?"
        ),
        "stale": _("The formulas are right and the count is not. What has gone on since Tuesday, and where?"),
        "doubled": _("No deal was added, and there are more lines. What stands beside each deal now, and how often?"),
    }[cause]
    why_not = {
        "text": _("Dates that are texts drop out of a count by date; that is not what happened here."),
        "hidden": _("A filter changes what one sees; here no filter is set, or none would explain it."),
        "nearest": _("A lookup brings a value from another line; no value was looked up here."),
        "stale": _("A copy that is too old lacks what happened since; here the lines themselves are all there."),
        "doubled": _("A join makes more lines; here there are none too many."),
    }[taken_for]
    return f"{why_not} {apart}"


def _fields(case: Sheets) -> Mapping[str, object]:
    found: dict[str, object] = {"lines": case.lines, "shown": case.shown, "more": case.more}
    for name, cause in zip(NAMES, case.causes, strict=True):
        found[f"{name}_first"] = misread(cause, _TAKEN_FOR[cause])
        found[f"{name}_second"] = misread(cause, _ALSO[cause])
    words = dict(CAUSES)
    found["told"] = " ".join(
        _("{sheet}: {seen} {cause}").format(sheet=name, seen=seen(case, cause), cause=_(words[cause]))
        for name, cause in zip(NAMES, case.causes, strict=True)
    )
    return found


def draw_sheets(rng: np.random.Generator) -> Sheets:
    """Four of the five faults, dealt to the four sheets."""
    order = rng.permutation([key for key, _text in CAUSES]).tolist()
    lines = int(rng.integers(20, 60))
    return Sheets(tuple(order[:4]), lines, int(rng.integers(4, 12)), lines + int(rng.integers(3, 15)))


def _mistakes(sheet: str) -> tuple[Mistake[Sheets], Mistake[Sheets]]:
    place = NAMES.index(sheet)
    return (
        Mistake(
            f"{sheet}-first", lambda case: _TAKEN_FOR[case.causes[place]], f"{sheet}: {{{sheet}_first}}", part=sheet
        ),
        Mistake(f"{sheet}-second", lambda case: _ALSO[case.causes[place]], f"{sheet}: {{{sheet}_second}}", part=sheet),
    )


SPOT = Task(
    "7.6",
    N_("Four sheets, four silent faults"),
    Assign(NAMES, CAUSES),
    CaseMaker("c07.sheets", lambda: Sheets(("stale", "text", "nearest", "hidden"), 38, 9, 44), draw_sheets),
    lambda case: dict(zip(NAMES, case.causes, strict=True)),
    tuple(one for sheet in NAMES for one in _mistakes(sheet)),
    (
        N_("For each sheet: are there too many lines, too few, or the right ones with a wrong value beside them?"),
        N_(
            "Texts drop out of counts by date, hidden lines stay in sums, lookups bring neighbours, copies age, joins multiply."
        ),
        N_(
            "Begin with the sheet on which somebody has a value who stands on no list, if there is one; then look at the edges of the cells."
        ),
    ),
    N_(
        "None of the four shows an error. That is what they have in common, and why somebody has to count the lines before and after."
    ),
    N_("Another firm. {told} Now your four."),
    _fields,
    Sheets.frame,
)
