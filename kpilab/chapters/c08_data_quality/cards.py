"""Review cards: each comes back with fresh numbers after a day, after four and after ten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.analysis.little_data import read_share
from kpilab.course.forms import Choice, Number
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CARDS"]


@dataclass(frozen=True)
class Alarms:
    """Defects that there were, alarms that a rule raised, and those of them that were right."""

    planted: int
    alarms: int
    hits: int

    def frame(self) -> pd.DataFrame:
        """One line."""
        import pandas as pd

        return pd.DataFrame({_("defects"): [self.planted], _("alarms"): [self.alarms], _("right"): [self.hits]})


def _draw_alarms(rng: np.random.Generator) -> Alarms:
    hits = int(rng.integers(6, 15))
    return Alarms(hits + int(rng.integers(2, 6)), 5 * int(rng.integers(hits // 5 + 3, hits // 5 + 9)), hits)


_ALARMS = Task(
    "8.c1",
    N_("How many alarms were right"),
    Number(tolerance=0.004, decimals=3, percent=True),
    CaseMaker("c08.card.alarms", lambda: Alarms(12, 40, 10), _draw_alarms),
    lambda case: case.hits / case.alarms,
    (
        Mistake(
            "found",
            lambda case: case.hits / case.planted,
            N_("That is the share of the defects that were found. Asked is the share of the alarms."),
        ),
        Mistake(
            "false",
            lambda case: 1 - case.hits / case.alarms,
            N_("That is the share of false alarms. The right ones are the rest."),
        ),
        Mistake(
            "planted",
            lambda case: case.planted / case.alarms,
            N_("You divided all defects by the alarms. Only those that were found are among the alarms."),
        ),
    ),
    (
        N_("Somebody looks at each alarm. How often is the look worth it?"),
        N_("right alarms ÷ all alarms"),
        N_("{alarms} alarms, {hits} of them right."),
    ),
    N_("{false} of {alarms} looks were for nothing; whoever does the looking knows that number."),
    N_("{planted} defects, {alarms} alarms, {hits} right: {hits} ÷ {alarms} = {share:.3f}."),
    lambda case: {**vars(case), "false": case.alarms - case.hits, "share": case.hits / case.alarms},
    Alarms.frame,
    question=N_(
        "There were {planted} defects. A rule raised {alarms} alarms, {hits} of them right. Which share of its alarms was right?"
    ),
)


@dataclass(frozen=True)
class Share:
    """A share of few beside a line."""

    yes: int
    asked: int
    line: float

    @property
    def side(self) -> str:
        """Above, below or not yet."""
        return read_share(self.yes, self.asked, line=self.line).side

    def frame(self) -> pd.DataFrame:
        """One line."""
        import pandas as pd

        read = read_share(self.yes, self.asked, line=self.line)
        cells = {
            _("yes"): self.yes,
            _("asked"): self.asked,
            _("low end"): f"{read.low:.0%}",
            _("high end"): f"{read.high:.0%}",
        }
        return pd.DataFrame({name: [cell] for name, cell in cells.items()} | {_("line"): [f"{self.line:.0%}"]})


def _draw_share(rng: np.random.Generator) -> Share:
    while True:
        asked = int(rng.integers(12, 60))
        case = Share(int(rng.integers(3, asked - 1)), asked, 0.05 * int(rng.integers(6, 15)))
        read = read_share(case.yes, case.asked, line=case.line)
        if min(abs(read.low - case.line), abs(read.high - case.line)) > 0.02:
            return Share(case.yes, case.asked, round(case.line, 2))


def _share_fields(case: Share) -> Mapping[str, object]:
    read = read_share(case.yes, case.asked, line=case.line)
    sides = {"above": _("above the line"), "below": _("below the line"), "not yet": _("not yet")}
    said = {
        "above": _("Read the ends: is the low one over the line?"),
        "below": _("Read the ends: is the high one under the line?"),
        "not yet": _("The line does not lie between the ends, so there is nothing to wait for."),
    }
    return {
        "yes": case.yes,
        "asked": case.asked,
        "line": f"{case.line:.0%}",
        "low": f"{read.low:.0%}",
        "high": f"{read.high:.0%}",
        "side": sides[case.side],
        **{f"say_{key.replace(' ', '_')}": text for key, text in said.items()},
        "turned": _("Put the line beside the two ends once more, in order of size."),
    }


def _other(case: Share, which: int) -> str:
    return [key for key in ("above", "below", "not yet") if key != case.side][which]


_SHARE = Task(
    "8.c2",
    N_("Decide, or not yet"),
    Choice(
        (
            ("above", N_("above the line")),
            ("below", N_("below the line")),
            ("not yet", N_("not yet")),
            ("never", N_("nothing, ever, of so few")),
        )
    ),
    CaseMaker("c08.card.share", lambda: Share(9, 12, 0.60), _draw_share),
    lambda case: case.side,
    (
        Mistake(
            "first",
            lambda case: _other(case, 0),
            N_("Look at the low end, {low}, and at the line, {line}. What lies between?"),
        ),
        Mistake(
            "second",
            lambda case: _other(case, 1),
            N_("Look at the high end, {high}, and at the line, {line}. What lies between?"),
        ),
        Mistake(
            "never",
            lambda case: "never",
            N_("{asked} answers say how wide the interval is. Read its ends, {low} and {high}."),
        ),
    ),
    (
        N_("Cover the share. Where are the two ends?"),
        N_("Both ends over the line: above; both under it: below; else not yet."),
        N_("{low} and {high}, and the line at {line}."),
    ),
    N_("The interval first, the decision second."),
    N_("{yes} of {asked}: from {low} to {high}; the line is {line}: {side}."),
    _share_fields,
    Share.frame,
    question=N_(
        "{yes} of {asked} said yes: the interval runs from {low} to {high}. The line is {line}. What can be said?"
    ),
)

_CLASSES = (
    ("completeness", N_("completeness")),
    ("accuracy", N_("accuracy")),
    ("uniqueness", N_("uniqueness")),
    ("validity", N_("validity")),
    ("consistency", N_("consistency")),
    ("timeliness", N_("timeliness")),
)


@dataclass(frozen=True)
class Defect:
    """A defect in a sentence, the question it fails, and the one it is mistaken for."""

    text: str
    right: str
    near: str
    why: str


_DEFECTS = (
    Defect(
        N_("The stock list says −3 cups."),
        "validity",
        "accuracy",
        N_("No shelf holds less than nothing; no count is needed to know it."),
    ),
    Defect(
        N_("One guest stands in the list as Mrs Gu and as Gu, with two addresses."),
        "uniqueness",
        "consistency",
        N_("One person, two rows: every count of guests is one too high."),
    ),
    Defect(
        N_("The till says 4,120 for Saturday, the book 4,210."),
        "consistency",
        "accuracy",
        N_("Two places disagree; which of them is true is not known yet."),
    ),
    Defect(
        N_("July's sheet was full and right, and came on 20 August."),
        "timeliness",
        "completeness",
        N_("It was there, and too late for the order of 1 August."),
    ),
    Defect(
        N_("The book says 2 bags, the receipt 3; both are possible."),
        "accuracy",
        "validity",
        N_("Only the receipt knows. No rule on the paper would have noticed."),
    ),
    Defect(
        N_("In every third sale the unit is missing."),
        "completeness",
        "validity",
        N_("Nothing impossible stands there; nothing stands there at all."),
    ),
)


def _draw_defect(rng: np.random.Generator) -> Defect:
    return _DEFECTS[int(rng.integers(len(_DEFECTS)))]


def _far(case: Defect, which: int) -> str:
    return [key for key, _text in _CLASSES if key not in (case.right, case.near)][which]


_DEFECT = Task(
    "8.c3",
    N_("Which of the six questions"),
    Choice(_CLASSES),
    CaseMaker("c08.card.defect", lambda: _DEFECTS[0], _draw_defect),
    lambda case: case.right,
    (
        Mistake(
            "near", lambda case: case.near, N_("Near. Ask: could one see it without looking at anything but the paper?")
        ),
        Mistake(
            "far",
            lambda case: _far(case, 0),
            N_("Say the six questions aloud: there, true, once, possible, agreeing, in time."),
        ),
        Mistake(
            "farther",
            lambda case: _far(case, 1),
            N_("Ask what would have to be different for the sentence to be harmless."),
        ),
    ),
    (
        N_("There, true, once, possible, agreeing, in time."),
        N_(
            "What would have to be looked at to notice it: the cell, another cell, another list, the clock, or the world?"
        ),
        N_("Read it again: {text}"),
    ),
    N_("{why}"),
    N_("“{text}” {why}"),
    lambda case: {"text": _(case.text), "why": _(case.why)},
    lambda case: _defect_frame(case),
    question=N_("“{text}” Which of the six questions does it fail?"),
)


def _defect_frame(case: Defect) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({_("found"): [_(case.text)]})


@dataclass(frozen=True)
class Ordered:
    """A line written with a price ten times too high, and what is ordered because of it."""

    sold: int
    price: int
    cost: int

    def frame(self) -> pd.DataFrame:
        """One line."""
        import pandas as pd

        cells = {
            _("sold"): self.sold,
            _("list price"): self.price,
            _("price written"): 10 * self.price,
            _("cost of one"): self.cost,
        }
        return pd.DataFrame({name: [cell] for name, cell in cells.items()})


def _draw_ordered(rng: np.random.Generator) -> Ordered:
    cost = 2 * int(rng.integers(10, 30))
    return Ordered(int(rng.integers(2, 9)), 2 * cost - 2 * int(rng.integers(0, 4)), cost)


_ORDERED = Task(
    "8.c4",
    N_("What a wrong price costs"),
    Number(tolerance=0.5, decimals=0, unit="yuan"),
    CaseMaker("c08.card.ordered", lambda: Ordered(3, 78, 42), _draw_ordered),
    lambda case: 9 * case.sold * case.cost,
    (
        Mistake(
            "in-the-sum",
            lambda case: 9 * case.sold * case.price,
            N_("By so much the sum is too high. The shelf is paid at cost."),
        ),
        Mistake(
            "all",
            lambda case: 10 * case.sold * case.cost,
            N_("That is the whole order. {sold} of them were truly sold."),
        ),
        Mistake("one", lambda case: 9 * case.cost, N_("That is one box's share. {sold} were sold at that price.")),
    ),
    (
        N_("How many would be ordered by the sum, and how many were sold?"),
        N_("too many = written sum ÷ list price − sold; cost = too many × cost of one"),
        N_("The written sum ÷ {price} is {ordered}. {sold} were sold."),
    ),
    N_("{too_many} boxes on the shelf that nobody asked for: the defect costs what was decided by it."),
    N_(
        "{sold} sold at {price} and written at ten times that: {ordered} ordered, {too_many} too many, × {cost} = {answer}."
    ),
    lambda case: {
        **vars(case),
        "ordered": 10 * case.sold,
        "too_many": 9 * case.sold,
        "answer": f"{9 * case.sold * case.cost:,}",
    },
    Ordered.frame,
    question=N_(
        "{sold} boxes were sold, and their price was written ten times too high. As many are ordered as written sum ÷ list price says. What do the "
        "boxes too many cost, at {cost} each?"
    ),
)

CARDS = (_ALARMS, _SHARE, _DEFECT, _ORDERED)
