"""Review cards: each comes back with fresh numbers after a day, after four and after ten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.chapters.c01_why_kpis.case import Pinned
from kpilab.course.forms import Choice, Number
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CARDS"]


@dataclass(frozen=True)
class Regulars:
    """Buyers, the percent of them who are satisfied, and the percent of each kind that comes back."""

    buyers: int
    satisfied: int
    happy_back: int
    other_back: int

    @property
    def happy(self) -> float:
        """How many are satisfied."""
        return self.buyers * self.satisfied / 100

    @property
    def back(self) -> float:
        """How many come back."""
        return (self.happy * self.happy_back + (self.buyers - self.happy) * self.other_back) / 100

    def frame(self) -> pd.DataFrame:
        """One line."""
        import pandas as pd

        columns = {
            _("buyers"): [self.buyers],
            _("satisfied, %"): [self.satisfied],
            _("satisfied ones who come back, %"): [self.happy_back],
            _("others who come back, %"): [self.other_back],
        }
        return pd.DataFrame(columns, index=[_("July")])


def _draw_regulars(rng: np.random.Generator) -> Regulars:
    return Regulars(
        200 * int(rng.integers(3, 8)),
        5 * int(rng.integers(13, 19)),
        10 * int(rng.integers(4, 7)),
        10 * int(rng.integers(1, 3)),
    )


def _regulars_fields(case: Regulars) -> Mapping[str, object]:
    return {
        **vars(case),
        "happy": case.happy,
        "others": case.buyers - case.happy,
        "happy_part": case.happy * case.happy_back / 100,
        "other_part": (case.buyers - case.happy) * case.other_back / 100,
        "back": case.back,
        "share": 100 * case.back / case.buyers,
    }


_BACK_CARD = Task(
    "1.c1",
    N_("How many come back"),
    Number(tolerance=0.4, decimals=0),
    CaseMaker("c01.card.back", lambda: Regulars(1000, 80, 50, 10), _draw_regulars),
    lambda case: case.back,
    (
        Mistake(
            "all-satisfied", lambda case: case.happy, N_("That is how many were satisfied. Not all of them return.")
        ),
        Mistake(
            "others-left-out",
            lambda case: case.happy * case.happy_back / 100,
            N_("Those are the satisfied ones who return. Of the others some do as well."),
        ),
        Mistake(
            "everybody-happy",
            lambda case: case.buyers * case.happy_back / 100,
            N_("You let all buyers return like the satisfied ones. {satisfied} % of them were."),
        ),
        Mistake(
            "mean-of-rates",
            lambda case: case.buyers * (case.happy_back + case.other_back) / 200,
            N_("You took the middle of the two rates, as if half of the buyers had been satisfied."),
        ),
    ),
    (
        N_("Two kinds of buyers, two rates. How many are there of each?"),
        N_("coming back = satisfied × their rate + others × their rate"),
        N_("{happy:,.0f} satisfied, {others:,.0f} others. Of the first {happy_back} % return, of the second …"),
    ),
    N_("{share:.0f} of each 100 come back, and it was known on the last day of the month; sales hear of it later."),
    N_(
        "{happy:,.0f} × {happy_back} % + {others:,.0f} × {other_back} % = {happy_part:,.0f} + {other_part:,.0f} = {back:,.0f}."
    ),
    _regulars_fields,
    Regulars.frame,
    question=N_(
        "{buyers:,} buyers, {satisfied} % of them satisfied. Of the satisfied {happy_back} % come back, of the others {other_back} %. How many come back?"
    ),
)


@dataclass(frozen=True)
class Months:
    """Sales (thousands) of a March, the February before it, the March of last year, and the plan."""

    march: int
    february: int
    year_ago: int
    plan: int

    def frame(self) -> pd.DataFrame:
        """One line."""
        import pandas as pd

        columns = {
            _("March"): [self.march],
            _("February"): [self.february],
            _("March last year"): [self.year_ago],
            _("plan"): [self.plan],
        }
        return pd.DataFrame(columns, index=[_("net sales, thousand")])


def _draw_months(rng: np.random.Generator) -> Months:
    year_ago = 50 * int(rng.integers(6, 12))
    march = year_ago * (100 + int(rng.choice((8, 10, 12, 14, 16)))) // 100
    return Months(
        march, round(march / float(rng.choice((1.3, 1.4, 1.5)))), year_ago, march - 5 * int(rng.integers(2, 5))
    )


_ANCHOR_CARD = Task(
    "1.c2",
    N_("Growth, and on what"),
    Number(tolerance=0.004, decimals=2, percent=True),
    CaseMaker("c01.card.anchor", lambda: Months(550, 400, 500, 535), _draw_months),
    lambda case: case.march / case.year_ago - 1,
    (
        Mistake(
            "last-month",
            lambda case: case.march / case.february - 1,
            N_("That is the growth on February. A short month with a holiday makes any March look grand."),
        ),
        Mistake(
            "plan",
            lambda case: case.march / case.plan - 1,
            N_("That is how far the plan was passed. The question asks for the growth on a year ago."),
        ),
        Mistake(
            "whole",
            lambda case: case.march / case.year_ago,
            N_("That is March as a share of last March. Growth is what lies beyond it."),
        ),
        Mistake(
            "wrong-base",
            lambda case: 1 - case.year_ago / case.march,
            N_("You divided by this year's March. Growth is counted from where it began, {year_ago}."),
        ),
    ),
    (
        N_("Which month is like this one but for the year?"),
        N_("growth = this ÷ the one compared with − 1"),
        N_("{march} ÷ {year_ago} = …, and what lies beyond 1?"),
    ),
    N_(
        "{growth:.0%} on a year ago, {loud:.0%} on last month. Both are true; the comparison was chosen before the number was known, or after it."
    ),
    N_("{march} ÷ {year_ago} − 1 = {growth:.2f}, which is {growth:.0%}."),
    lambda case: {**vars(case), "growth": case.march / case.year_ago - 1, "loud": case.march / case.february - 1},
    Months.frame,
    question=N_(
        "March {march} thousand, February {february}, March last year {year_ago}, plan {plan}. By how much did March grow on a year ago?"
    ),
)


@dataclass(frozen=True)
class Handed:
    """Cards handed to chosen customers: how many buyers there were, how many cards, how many satisfied."""

    buyers: int
    cards: int
    happy: int

    def frame(self) -> pd.DataFrame:
        """One line."""
        import pandas as pd

        columns = {_("buyers"): [self.buyers], _("cards"): [self.cards], _("satisfied"): [self.happy]}
        return pd.DataFrame(columns, index=[_("this month")])


def _draw_handed(rng: np.random.Generator) -> Handed:
    buyers = 100 * int(rng.integers(2, 7))
    cards = buyers // 100 * 5 * int(rng.integers(3, 9))
    return Handed(buyers, cards, cards - buyers // 100 * int(rng.integers(1, 3)))


_SURE_CARD = Task(
    "1.c3",
    N_("What picked cards prove"),
    Number(tolerance=0.004, decimals=2, percent=True),
    CaseMaker("c01.card.sure", lambda: Handed(400, 80, 76), _draw_handed),
    lambda case: case.happy / case.buyers,
    (
        Mistake(
            "of-the-cards",
            lambda case: case.happy / case.cards,
            N_("That is the share among those who were picked. Of the other {silent} buyers nobody knows anything."),
        ),
        Mistake(
            "at-most",
            lambda case: 1 - (case.cards - case.happy) / case.buyers,
            N_(
                "That is the most it can be, if everybody without a card was satisfied. What is sure, whatever they think?"
            ),
        ),
        Mistake(
            "cards-of-buyers",
            lambda case: case.cards / case.buyers,
            N_("That is the share of buyers who got a card. Not all of them were satisfied."),
        ),
    ),
    (
        N_("Suppose nobody without a card was satisfied. How many satisfied buyers are left?"),
        N_("at least = satisfied answers ÷ all buyers"),
        N_("{happy} people said they were satisfied, of {buyers} buyers."),
    ),
    N_("{of_cards:.0%} on the poster, {sure:.0%} for sure. Draw by lot, and the gap closes without one more card."),
    N_("{happy} ÷ {buyers} = {sure:.2f}: that share is sure, and no more than that."),
    lambda case: {
        **vars(case),
        "silent": case.buyers - case.cards,
        "sure": case.happy / case.buyers,
        "of_cards": case.happy / case.cards,
    },
    Handed.frame,
    question=N_(
        "{buyers} buyers; {cards} cards were handed to chosen ones, and {happy} of these were satisfied. Which share of all buyers is satisfied at least?"
    ),
)


@dataclass(frozen=True)
class OneNote:
    """A note on a wall: which of the notes it is."""

    at: int


_ONE_NOTES: tuple[tuple[str, str], ...] = (
    ("measure", N_("312 calls in May")),
    ("indicator", N_("Calls answered within a minute: 74 %, in April 80 %")),
    (
        "kpi",
        N_("Calls answered within a minute: 80 % or more each week. Under it Mr Tan adds a second person the next day"),
    ),
    ("plan", N_("85 % of calls answered within a minute by autumn")),
    ("measure", N_("46 parcels came back")),
    ("indicator", N_("Parcels that came back: 4.6 % of those sent, last year 3.9 %")),
    (
        "kpi",
        N_(
            "Parcels that come back, each month: 4 % or less. Above it Ms Qin opens twenty of them and reports why on Friday"
        ),
    ),
    ("plan", N_("No more than 3 % of parcels back next year")),
)
_ONE_MISREAD = {"measure": "indicator", "indicator": "kpi", "kpi": "indicator", "plan": "kpi"}
_ONE_OTHER = {"measure": "kpi", "indicator": "measure", "kpi": "plan", "plan": "indicator"}
_ONE_LAST = {"measure": "plan", "indicator": "plan", "kpi": "measure", "plan": "measure"}


def _kind(case: OneNote) -> str:
    return _ONE_NOTES[case.at][0]


def _missed(case: OneNote, claimed: str) -> str:
    """Why the note is not what it was taken for."""
    if claimed == "kpi":
        return _("“{note}”: and who does what about it? Until the note says so, it is not a KPI.")
    if claimed == "indicator":
        text = {
            "measure": _("“{note}”: compared with what? Until something stands beside it, it is not an indicator."),
            "kpi": _("“{note}”: it compares, and then it goes on. What does the second half say?"),
        }
        return text.get(_kind(case), _("“{note}”: this says what should be, not what is."))
    if claimed == "plan":
        return _("“{note}”: is that a level which somebody wants, and nothing else?")
    return _("“{note}”: that is more, or less, than something counted. What else does it say?")


def _note_fields(case: OneNote) -> Mapping[str, object]:
    note, kind = _(_ONE_NOTES[case.at][1]), _kind(case)
    said = {name: _missed(case, table[kind]).format(note=note) for name, table in _TAKEN.items()}
    why = {
        "measure": _("It counts, and compares with nothing."),
        "indicator": _("It compares, and nobody has to act."),
        "kpi": _("Level, owner and next step: somebody moves."),
        "plan": _("A level, waiting for a number, an owner and a next step."),
    }[kind]
    return {"note": note, "why": why, **said}


_TAKEN = {"misread": _ONE_MISREAD, "other": _ONE_OTHER, "last": _ONE_LAST}


def _note_shown(case: OneNote) -> Pinned:
    return Pinned((_("“{note}.”").format(note=_(_ONE_NOTES[case.at][1])),))


_NOTE_CARD = Task(
    "1.c4",
    N_("What is this note"),
    Choice(
        (
            ("measure", N_("a measure")),
            ("indicator", N_("an indicator")),
            ("kpi", N_("a KPI")),
            ("plan", N_("a plan")),
        )
    ),
    CaseMaker("c01.card.note", lambda: OneNote(1), lambda rng: OneNote(int(rng.integers(len(_ONE_NOTES))))),
    _kind,
    (
        Mistake("misread", lambda case: _ONE_MISREAD[_kind(case)], "{misread}"),
        Mistake("other", lambda case: _ONE_OTHER[_kind(case)], "{other}"),
        Mistake("last", lambda case: _ONE_LAST[_kind(case)], "{last}"),
    ),
    (
        N_("Take it off the wall. Who does anything differently next Monday?"),
        N_("Counted, compared, owned and acted on: how far down that list does the note get?"),
        N_("Ask: compared with what, whose, which way is good, from when on, what then?"),
    ),
    N_("{why}"),
    N_("Another note: “{note}”. {why}"),
    _note_fields,
    _note_shown,
    question=N_("A note on a wall says: “{note}.” What is it?"),
)

CARDS = (_BACK_CARD, _ANCHOR_CARD, _SURE_CARD, _NOTE_CARD)
