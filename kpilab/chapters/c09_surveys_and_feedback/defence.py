"""Task 9.8: decide what to repair and how to ask next time, in four parts that must agree with each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.course.forms import Choice, Composite
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DEFEND", "QUARTER", "Quarter"]

_AREAS = (N_("cleanliness"), N_("service"), N_("breakfast"), N_("quiet"), N_("website"))


@dataclass(frozen=True)
class Quarter:
    """A quarter's answers of guests drawn by lot: by area the share of importance and of satisfied guests, in per cent.

    `weak` matters and is weak, `lowest` is weaker and matters little, `strong` matters most and is strong. Beside it
    stand the complaints about the weak area for 100 stays, before and now, and what reception's own cards said.
    """

    importance: Mapping[str, int]
    satisfied: Mapping[str, int]
    weak: str
    lowest: str
    strong: str
    complaints: float
    complaints_now: float
    cards: int
    fell: int
    answers: int

    def frame(self) -> pd.DataFrame:
        """A line an area, the most important first."""
        import pandas as pd

        order = sorted(self.importance, key=lambda area: -self.importance[area])
        rows = {
            _(area): {
                _("share of importance, %"): self.importance[area],
                _("satisfied, %"): self.satisfied[area],
            }
            for area in order
        }
        return pd.DataFrame.from_dict(rows, orient="index")


def _quarter(names: tuple[str, ...], importance: tuple[int, ...], satisfied: tuple[int, ...], **rest: float) -> Quarter:
    weak, strong, lowest = names[:3]
    return Quarter(
        dict(zip(names, importance, strict=True)),
        dict(zip(names, satisfied, strict=True)),
        weak,
        lowest,
        strong,
        rest["before"],
        rest["now"],
        int(rest["cards"]),
        int(rest["fell"]),
        int(rest["answers"]),
    )


def _standard() -> Quarter:
    names = ("cleanliness", "service", "website", "breakfast", "quiet")
    return _quarter(
        names, (30, 36, 6, 16, 12), (68, 91, 61, 84, 86), before=2.4, now=3.2, cards=93, fell=3, answers=180
    )


def _draw(rng: np.random.Generator) -> Quarter:
    """One area in the corner that matters and is weak; another that is weaker and matters little."""
    first = str(rng.choice(("cleanliness", "quiet", "breakfast")))
    others = [area for area in ("cleanliness", "quiet", "breakfast") if area != first]
    names = (first, "service", "website", *others)
    weak = int(rng.integers(27, 31))
    strong = weak + int(rng.integers(3, 7))
    lowest = int(rng.integers(4, 9))
    left = 100 - weak - strong - lowest
    third = int(rng.integers(left // 2, left // 2 + 4))
    happy = int(rng.integers(62, 72))
    satisfied = (happy, int(rng.integers(88, 94)), happy - int(rng.integers(4, 9)), 84, int(rng.integers(82, 88)))
    before = round(float(rng.integers(18, 28)) / 10, 1)
    return _quarter(
        names,
        (weak, strong, lowest, third, left - third),
        satisfied,
        before=before,
        now=round(before + float(rng.integers(6, 12)) / 10, 1),
        cards=int(rng.integers(91, 97)),
        fell=int(rng.integers(2, 5)),
        answers=10 * int(rng.integers(14, 23)),
    )


QUARTER = CaseMaker("c09.quarter", _standard, _draw)

_AREA = Choice(
    (
        ("lowest", N_("“{lowest}”: no other area has a lower share, {lowest_satisfied} %.")),
        ("strong", N_("“{strong}”: nothing moves satisfaction more, {strong_importance} %.")),
        ("all", N_("All five, a fifth of the money for each: nobody is left out.")),
        ("weak", N_("“{weak}”: {weak_importance} % of the importance, and {weak_satisfied} % satisfied.")),
        ("wait", N_("None: wait for another quarter of answers.")),
    )
)

_NUMBERS = Choice(
    (
        ("cards", N_("{cards} % of the guests who got a card at reception are satisfied.")),
        ("importance", N_("{weak_importance} % of what moves satisfaction lies in “{weak}”.")),
        ("bottom", N_("“{lowest}” has the lowest share of all, {lowest_satisfied} %.")),
        ("share", N_("{weak_satisfied} % are satisfied with “{weak}”, of {answers} guests drawn by lot.")),
        ("fell", N_("Satisfaction with “{weak}” fell by {fell} points since last quarter.")),
        (
            "complaints",
            N_("Complaints about “{weak}” went from {complaints} to {complaints_now} for each 100 stays."),
        ),
    )
)

_BONUS = Choice(
    (
        ("withheld", N_("Withhold it: the cards went to happy guests.")),
        ("recount", N_("Work this quarter out again from the answers drawn by lot, and pay that.")),
        ("paid", N_("Pay it as agreed; from next quarter on, the booking system draws the guests.")),
        ("double", N_("Pay it, and double it for whoever collects twice as many cards.")),
    )
)

_NEXT = Choice(
    (
        ("tablet", N_("A tablet at the desk for every guest, with reception at hand to help.")),
        ("lot", N_("Guests drawn by lot, asked the day after, six questions, the response rate beside the result.")),
        ("long", N_("Drawn by lot, with twenty-five questions, so that nothing is missed.")),
        ("prize", N_("A free night drawn among all who give full marks.")),
        (
            "count",
            N_(
                "No survey for a quarter: every complaint about “{weak}” is written down and counted for each 100 stays."
            ),
        ),
    )
)

_WAYS = (
    {"area": {"weak"}, "numbers": {"importance", "share", "complaints"}, "bonus": {"paid"}, "next": {"lot"}},
    {"area": {"weak"}, "numbers": {"importance", "complaints"}, "bonus": {"paid"}, "next": {"count"}},
)


def _fields(case: Quarter) -> Mapping[str, object]:
    return {
        "weak": _(case.weak),
        "lowest": _(case.lowest),
        "strong": _(case.strong),
        "weak_importance": case.importance[case.weak],
        "weak_satisfied": case.satisfied[case.weak],
        "lowest_importance": case.importance[case.lowest],
        "lowest_satisfied": case.satisfied[case.lowest],
        "strong_importance": case.importance[case.strong],
        "strong_satisfied": case.satisfied[case.strong],
        "complaints": case.complaints,
        "complaints_now": case.complaints_now,
        "cards": case.cards,
        "fell": case.fell,
        "answers": case.answers,
    }


def _said(part: str, key: str, says: str) -> Mistake[Quarter]:
    return Mistake(f"{part}-{key}", lambda case: key, says, part=part)


DEFEND: Task[Quarter] = Task(
    "9.8",
    N_("Repair one thing, and ask better"),
    Composite(
        (
            ("area", N_("What is repaired first"), _AREA),
            ("numbers", N_("Two true numbers that support it"), _NUMBERS),
            ("bonus", N_("Reception's bonus for this quarter's cards"), _BONUS),
            ("next", N_("How you will see whether the repair worked"), _NEXT),
        ),
        several=(("numbers", 2),),
    ),
    QUARTER,
    lambda case: _WAYS,
    (
        _said(
            "area",
            "lowest",
            N_(
                "The lowest share is not the largest loss: “{lowest}” carries {lowest_importance} % of the importance. Who would stay away because of it?"
            ),
        ),
        _said(
            "area",
            "strong",
            N_(
                "It matters most, and {strong_satisfied} % are satisfied already. What is left to gain there, and what does it cost?"
            ),
        ),
        _said("area", "all", N_("A fifth of the money repairs nothing, and afterwards nobody can say what helped.")),
        _said(
            "area",
            "wait",
            N_(
                "Another quarter of answers makes the numbers finer. Is there anything in the table that they could turn round?"
            ),
        ),
        _said(
            "numbers",
            "cards",
            N_("That number is true of the guests who were given a card. Who chose them, and why?"),
        ),
        _said(
            "numbers",
            "bottom",
            N_("True, and it speaks for another repair. Which two numbers speak for the one you chose?"),
        ),
        _said(
            "numbers",
            "fell",
            N_(
                "Two surveys of {answers} answers easily differ by {fell} points when nothing has happened. Use a number that luck does not explain."
            ),
        ),
        _said(
            "bonus",
            "withheld",
            N_(
                "The agreement said “satisfied guests on cards”, and that is what was delivered. The fault lies in the rule, and the rule was yours."
            ),
        ),
        _said(
            "bonus",
            "recount",
            N_("A closed quarter stays closed. Whoever is paid by a rule made afterwards trusts no rule again."),
        ),
        _said("bonus", "double", N_("You pay for cards, and cards you will get. Who will not be given one?")),
        _said("next", "tablet", N_("Who ticks “dirty” while the person who gave them the room looks on?")),
        _said(
            "next",
            "long",
            N_(
                "Nothing is missed but the guests: most of them give up half-way, and they are not the same as the others."
            ),
        ),
        _said(
            "next",
            "prize",
            N_("You would pay for full marks, and full marks would come. What could they tell you about the repair?"),
        ),
    ),
    (
        N_("Two columns, four corners. Which area stands in the corner where something matters and is weak?"),
        N_(
            "Four parts that agree: a number taken from the survey needs a survey to be seen again; complaints can be counted without one."
        ),
        N_("The bonus is easy: what was agreed is paid, and the rule changes from next quarter on. Now the area."),
    ),
    N_(
        "One area, two numbers that luck and politeness do not explain, an agreement that is kept, and a way to see whether the repair worked: that is what a survey is for."
    ),
    N_(
        "Another house, a clinic. There the wait matters and is weak, parking is weaker and matters little: “We repair the wait. It carries a third of the "
        "importance, and complaints about it have doubled. The desk is paid as agreed. Patients drawn by lot are asked the day after, and the response "
        "rate stands beside the result.” Check yours in the same order."
    ),
    _fields,
    Quarter.frame,
    confidence=True,
)
