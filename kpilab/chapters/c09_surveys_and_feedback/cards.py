"""Review cards: each comes back with fresh numbers after a day, after four and after ten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.analysis.surveys import nps_of
from kpilab.chapters.c09_surveys_and_feedback.case import SILENT, Silent
from kpilab.chapters.c09_surveys_and_feedback.questions_deck import DECK, DOUBT, VERDICTS, Asked
from kpilab.course.forms import Choice, Number, Numbers
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CARDS"]


def _silent_fields(case: Silent) -> Mapping[str, object]:
    return {**vars(case), "lowest": case.lowest, "highest": case.highest, "quiet": case.invited - case.answered}


_BOUNDS_CARD = Task(
    "9.c1",
    N_("Lowest and highest"),
    Numbers((("lowest", N_("lowest")), ("highest", N_("highest"))), tolerance=0.06, decimals=1, unit="%"),
    CaseMaker("c09.card.silent", lambda: Silent(200, 50, 45), SILENT.draw),
    lambda case: {"lowest": case.lowest, "highest": case.highest},
    (
        Mistake(
            "as-answered",
            lambda case: case.share,
            N_("Lowest: that would hold if the silent were like those who spoke. What if none of them is satisfied?"),
            part="lowest",
        ),
        Mistake(
            "answered",
            lambda case: case.rate,
            N_("Lowest: that is the response rate. Not all who answered are satisfied."),
            part="lowest",
        ),
        Mistake(
            "silent",
            lambda case: 100 - case.rate,
            N_("Highest: those are the silent alone. Add the satisfied who spoke."),
            part="highest",
        ),
    ),
    (
        N_("Three heaps: satisfied, not satisfied, silent."),
        N_("lowest = satisfied ÷ invited; highest = (satisfied + silent) ÷ invited"),
        N_("{quiet} of {invited} stayed silent."),
    ),
    N_("A number of a survey without its response rate has hidden the wider half of its doubt."),
    N_("With {satisfied} satisfied and {quiet} silent of {invited}: {lowest:.1f} to {highest:.1f} %."),
    _silent_fields,
    Silent.frame,
    question=N_(
        "{invited} guests were invited, {answered} answered, {satisfied} of them are satisfied. What share of all invited is satisfied, at the lowest and at the highest?"
    ),
)


@dataclass(frozen=True)
class Width:
    """A number of answers, its give or take in points, and the one that is wanted."""

    answers: int
    points: float
    wanted: float

    @property
    def times(self) -> float:
        """How many times narrower it is to be."""
        return self.points / self.wanted

    @property
    def needed(self) -> float:
        """Answers for the width that is wanted."""
        return self.answers * self.times**2

    def frame(self) -> pd.DataFrame:
        """Two columns: now, wanted."""
        import pandas as pd

        rows = {
            _("answers"): (f"{self.answers}", "?"),
            _("give or take, points"): (f"{self.points:g}", f"{self.wanted:g}"),
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=[_("now"), _("wanted")])


def _draw_width(rng: np.random.Generator) -> Width:
    points = float(rng.choice((6, 8, 12)))
    return Width(10 * int(rng.integers(6, 25)), points, points / float(rng.choice((2, 4))))


_WIDTH_CARD = Task(
    "9.c2",
    N_("What certainty costs"),
    Number(tolerance=1, decimals=0),
    CaseMaker("c09.card.width", lambda: Width(100, 10, 5), _draw_width),
    lambda case: case.needed,
    (
        Mistake(
            "times",
            lambda case: case.answers * case.times,
            N_("So many times more answers narrow it by the root of that."),
        ),
        Mistake(
            "divided",
            lambda case: case.answers / case.times,
            N_("Fewer answers make it wider, not narrower."),
        ),
        Mistake(
            "additional",
            lambda case: case.answers * (case.times**2 - 1),
            N_("Those are the additional answers. Asked is how many there are in all."),
        ),
    ),
    (
        N_("The width goes with one over the root of the answers."),
        N_("answers needed = answers now × (width now ÷ width wanted)²"),
        N_("{points:g} ÷ {wanted:g} is {times:g}. And its square?"),
    ),
    N_("Certainty is bought by the square: ask first what decision the finer number would change."),
    N_("From {points:g} to {wanted:g} points: {answers} × {times:g}² = {needed:.0f}."),
    lambda case: {**vars(case), "times": case.times, "needed": case.needed},
    Width.frame,
    question=N_(
        "{answers} answers give a share to within {points:g} points. How many do you need for {wanted:g} points, in a very large house?"
    ),
)


@dataclass(frozen=True)
class Ten:
    """How many gave 9–10, 7–8 and 0–6 to “Would you recommend us?”."""

    nine_ten: int
    eight: int
    seven: int
    six: int
    below: int

    @property
    def answers(self) -> int:
        """All of them."""
        return self.nine_ten + self.eight + self.seven + self.six + self.below

    @property
    def score(self) -> float:
        """The net promoter score."""
        return nps_of(self.nine_ten, self.six + self.below, self.answers).value

    def frame(self) -> pd.DataFrame:
        """A line an answer."""
        import pandas as pd

        rows = {"9–10": self.nine_ten, "8": self.eight, "7": self.seven, "6": self.six, "0–5": self.below}
        return pd.DataFrame({_("guests"): rows})


def _draw_ten(rng: np.random.Generator) -> Ten:
    """Counts of 50 or 100 guests, so that the score is whole."""
    total = int(rng.choice((50, 100)))
    top, eight, seven, six = (
        round(total * int(rng.integers(low, high)) / 100) for low, high in ((36, 50), (12, 20), (8, 14), (6, 12))
    )
    return Ten(top, eight, seven, six, total - top - eight - seven - six)


def _ten_fields(case: Ten) -> Mapping[str, object]:
    return {
        **vars(case),
        "answers": case.answers,
        "promoters": 100 * case.nine_ten / case.answers,
        "detractors": 100 * (case.six + case.below) / case.answers,
        "score": case.score,
    }


_NPS_CARD = Task(
    "9.c3",
    N_("Net promoter score"),
    Number(tolerance=0.4, decimals=0),
    CaseMaker("c09.card.ten", lambda: Ten(42, 15, 12, 10, 21), _draw_ten),
    lambda case: case.score,
    (
        Mistake(
            "promoters",
            lambda case: 100 * case.nine_ten / case.answers,
            N_("Those are the promoters. Who warns others is taken off."),
        ),
        Mistake(
            "eight",
            lambda case: case.score + 100 * case.eight / case.answers,
            N_("An 8 sounds kind, and it is lukewarm on this scale: promoters begin at 9."),
        ),
        Mistake(
            "six",
            lambda case: case.score + 100 * case.six / case.answers,
            N_("You left the 6 out. Detractors go up to 6."),
        ),
        Mistake(
            "seven",
            lambda case: case.score - 100 * case.seven / case.answers,
            N_("You counted the 7 among those who warn. 7 and 8 are lukewarm and count for nobody."),
        ),
    ),
    (
        N_("Three groups: who recommends, who is lukewarm, who warns."),
        N_("score = share of 9–10 less share of 0–6, times 100"),
        N_("{nine_ten} of {answers} recommend. How many gave 6 or less?"),
    ),
    N_("Two houses with this score can differ much: always look at the whole row of answers as well."),
    N_("There: {promoters:.0f} % recommend, {detractors:.0f} % warn, so the score is {score:.0f}."),
    _ten_fields,
    Ten.frame,
    question=N_(
        "{answers} guests said from 0 to 10 how likely they recommend the house. What is the net promoter score?"
    ),
)


@dataclass(frozen=True)
class OneQuestion:
    """A question of the deck, by its place."""

    place: int

    @property
    def asked(self) -> Asked:
        """The question."""
        return DECK[self.place]

    def wrong(self, nth: int) -> str:
        """One of the verdicts that do not hold: the tempting one first."""
        return (self.asked.misread, *self.asked.others)[nth]

    def frame(self) -> pd.DataFrame:
        """One line: the question and its answers."""
        import pandas as pd

        row = {_("question"): _(self.asked.text), _("answers"): _(self.asked.answers)}
        return pd.DataFrame([row], index=[""])


def _question_fields(case: OneQuestion) -> Mapping[str, object]:
    says = {f"says_{nth}": _(DOUBT[case.wrong(nth)]) for nth in range(1, 4)}
    return {
        "asked": _(case.asked.text),
        "answers": _(case.asked.answers),
        "says_0": _(case.asked.says),
        "verdict": _(dict(VERDICTS)[case.asked.verdict]),
        **says,
    }


_QUESTION_CARD = Task(
    "9.c4",
    N_("Can it be sent?"),
    Choice(VERDICTS),
    CaseMaker("c09.card.question", lambda: OneQuestion(5), lambda rng: OneQuestion(int(rng.integers(len(DECK))))),
    lambda case: case.asked.verdict,
    tuple(Mistake(f"wrong-{nth}", lambda case, nth=nth: case.wrong(nth), f"{{says_{nth}}}") for nth in range(4)),  # type: ignore[misc]
    (
        N_("Read it aloud and answer it as somebody with a bad night behind them."),
        N_("First the question: and, praise, negations. Then the answers: count the sides, try each number."),
        N_("Cover the answers and read the question alone. Would you send it?"),
    ),
    N_("Ten people who try a questionnaire find more than any rule; the rules save you the first five."),
    N_("Another one: “{asked}” ({answers}). What is to be said of it: {verdict}."),
    _question_fields,
    OneQuestion.frame,
    question=N_("“{asked}” Answers: {answers}. What do you say?"),
)

CARDS = (_BOUNDS_CARD, _WIDTH_CARD, _NPS_CARD, _QUESTION_CARD)
