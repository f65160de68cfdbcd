"""Review cards: each comes back with fresh numbers after a day, after four and after ten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpilab.chapters.c02_from_strategy_to_kpis.board import Board
from kpilab.chapters.c02_from_strategy_to_kpis.steps import SITUATIONS, Told, Trouble
from kpilab.course.forms import Choice, Number
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_, _

__all__ = ["CARDS", "TOOLS"]

TOOLS = (
    ("dictionary", N_("a page of the KPI dictionary")),
    ("bsc", N_("a balanced scorecard (BSC)")),
    ("okr", N_("OKR")),
    ("agreement", N_("a target agreement")),
)


@dataclass(frozen=True)
class Counts:
    """Buyers of one quarter, buyers of the next, and how many are in both."""

    before: int
    now: int
    both: int

    def board(self) -> Board:
        """The three counts."""
        rows = (
            (_("bought in the first quarter"), str(self.before)),
            (_("bought in the second quarter"), str(self.now)),
            (_("bought in both"), str(self.both)),
        )
        return Board((_("Customers who"), _("number")), rows)


def _draw_counts(rng: np.random.Generator) -> Counts:
    before = 100 * int(rng.integers(2, 7))
    share = 0.05 * int(rng.integers(4, 10))
    return Counts(before, before + 10 * int(rng.integers(5, 16)), round(before * share))


_COUNTS = CaseMaker("c02.card.counts", lambda: Counts(400, 500, 120), _draw_counts)


def _count_fields(case: Counts) -> Mapping[str, object]:
    return {**vars(case), "rate": case.both / case.before, "gone": case.before - case.both}


_RATE_CARD = Task(
    "2.c1",
    N_("Who can come back"),
    Number(tolerance=0.004, percent=True),
    _COUNTS,
    lambda case: case.both / case.before,
    (
        Mistake(
            "known-among-buyers",
            lambda case: case.both / case.now,
            N_(
                "You divided by the buyers of the second quarter. That says who stands in the shop, and not who came back."
            ),
        ),
        Mistake(
            "stayed-away",
            lambda case: 1 - case.both / case.before,
            N_("That is the share of those who stayed away."),
        ),
        Mistake(
            "everyone",
            lambda case: case.both / (case.before + case.now - case.both),
            N_(
                "You divided by everyone who bought at all. New customers of the second quarter could not come back yet."
            ),
        ),
    ),
    (
        N_("Who could have come back at all? They stand below the line."),
        N_("rate = bought in both ÷ bought in the first quarter"),
        N_("Above the line: {both}. Below it stand those of the first quarter."),
    ),
    N_("Of {before} who could come back, {both} did; {gone} did not, and one can ask them why."),
    N_(
        "With {before} in the first quarter and {both} in both: {both} ÷ {before} = {rate:.2f}. The buyers of the second do not enter."
    ),
    _count_fields,
    Counts.board,
    question=N_(
        "{before} customers bought in the first quarter, {now} in the second, {both} in both. The page says: “of the buyers of a quarter, "
        "the share who buy again in the next”. What is the rate?"
    ),
)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a plan that fails in one of the five words: that word, and the one it is taken for."""

    text: str
    fails: str
    taken_for: str
    says: str

    def board(self) -> Board:
        """The sentence."""
        return Board((_("The sentence"),), ((_(self.text),),))


_SENTENCES = (
    Sentence(N_("Win rate from 22 to 25 percent, read from the CRM, from April to June; reached in two of six quarters; it shows sales skill."), "specific", "measurable", N_("There is a unit, a number and a source. Whose number is it?")),
    Sentence(N_("Chen makes advice better from April to June, as in the best quarters of last year, because advice brings customers back."), "measurable", "specific", N_("The person is named. How would anybody see in July whether it is better?")),
    Sentence(N_("Ma brings satisfied customers, by the survey, from 84 to 99 percent from April to June; the best of 24 months was 91; the goal is loyalty."), "achievable", "time-bound", N_("The first and the last day are there. Compare the number with the months before.")),
    Sentence(N_("Song answers in 6 minutes instead of 8, by the ticket system, from April to June, as in three earlier months. The goal is to sell old stock."), "relevant", "achievable", N_("It has been done before, in three months. Read the last sentence again.")),
    Sentence(N_("Lin lifts repurchase, by the orders, from 28 to 30 percent, as in two of six quarters; the goal is to keep customers."), "time-bound", "relevant", N_("Coming back is what keeping means. When may one look?")),
)  # fmt: skip
_LETTERS = (
    ("specific", N_("specific: nobody answers for it, or it can mean two things")),
    ("measurable", N_("measurable: no number, unit or source")),
    ("achievable", N_("achievable: nobody has ever reached it")),
    ("relevant", N_("relevant: it does not serve the goal")),
    ("time-bound", N_("time-bound: no first and last day")),
)


def _other(case: Sentence, nth: int) -> str:
    """The words that neither fail nor are usually named."""
    return [key for key, _text in _LETTERS if key not in (case.fails, case.taken_for)][nth]


_LETTER_CARD = Task(
    "2.c2",
    N_("Which word does not hold"),
    Choice(_LETTERS),
    CaseMaker("c02.card.letter", lambda: _SENTENCES[2], lambda rng: _SENTENCES[int(rng.integers(len(_SENTENCES)))]),
    lambda case: case.fails,
    (
        Mistake("usual", lambda case: case.taken_for, "{says}"),
        Mistake("first-other", lambda case: _other(case, 0), N_("The sentence answers that one: look for the words that do it.")),
        Mistake("second-other", lambda case: _other(case, 1), N_("The sentence says enough for this one. Go through the five one by one.")),
    ),
    (
        N_("Ask five questions: who, how much, ever reached, what for, until when?"),
        N_("specific: one meaning and one name; measurable: a number and a source; achievable: reached before; relevant: serves the goal; time-bound: first and last day"),
        N_("Underline a word of the sentence for each of the five. For which one is there none, or one that does not hold?"),
    ),
    N_("Four of the five hold and one does not: that one is what you ask about before anybody signs."),
    N_("Another sentence: “Wen brings 40 new partners by the contract list, as in two of the last six quarters; the goal is reach.” No first and last day: it is not time-bound, and one cannot say when to look."),
    lambda case: {"says": _(case.says), "sentence": _(case.text)},
    Sentence.board,
    question=N_("“{sentence}” Which of the five words of SMART does not hold?"),
)  # fmt: skip

_TOOL_SAYS = {
    "dictionary": N_("That tool settles what a word means. Is a word unclear here?"),
    "bsc": N_("That tool looks at a whole set from four sides. Is the set the trouble here?"),
    "okr": N_("That tool is for one bold change in a short time. Is there one here?"),
    "agreement": N_("That tool is a promise between two sides, with consequences. Who promises here?"),
}


def _told(case: Trouble) -> Told:
    return case.told[0]


def _others(case: Trouble) -> list[str]:
    return [key for key, _text in TOOLS if key not in (_told(case).right, _told(case).misread)]


def _tool_fields(case: Trouble) -> Mapping[str, object]:
    first, second = _others(case)
    return {"situation": _(_told(case).text), "says": _(_told(case).says), "one": _(_TOOL_SAYS[first]), "two": _(_TOOL_SAYS[second])}  # fmt: skip


def _one_situation(rng: np.random.Generator) -> Trouble:
    return Trouble(SITUATIONS.draw(rng).told[:1], N_("Situation"))


_TOOL_CARD = Task(
    "2.c3",
    N_("Which tool"),
    Choice(TOOLS),
    CaseMaker("c02.card.tool", lambda: Trouble(SITUATIONS.standard().told[:1], N_("Situation")), _one_situation),
    lambda case: _told(case).right,
    (
        Mistake("usual", lambda case: _told(case).misread, "{says}"),
        Mistake("first-other", lambda case: _others(case)[0], "{one}"),
        Mistake("second-other", lambda case: _others(case)[1], "{two}"),
    ),
    (
        N_("What is missing here: a meaning, a balance, a change, or a promise?"),
        N_(
            "meaning: dictionary; balance: scorecard; one bold change: OKR; a promise with consequences: target agreement"
        ),
        N_("Read the situation once more: “{situation}” Which of the four words fits it?"),
    ),
    N_("Each of the four does one thing; the firm that uses one for all of them does three things badly."),
    N_(
        "Another firm: “the app is to sell in three countries by autumn, and may fail in two.” One bold change for a while: OKR."
    ),
    _tool_fields,
    Trouble.board,
    question=N_("{situation} Which tool is for that?"),
)

CARDS = (_RATE_CARD, _LETTER_CARD, _TOOL_CARD)
