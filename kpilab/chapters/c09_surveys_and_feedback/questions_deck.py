"""Questions from real-looking drafts, each with its verdict and the verdict it is most often given instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.course.task import CaseMaker
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DECK", "DOUBT", "DRAFT", "ROWS", "RULE_OF", "VERDICTS", "Asked", "Draft"]

VERDICTS = (
    ("two", N_("asks two things at once")),
    ("leads", N_("leads to an answer")),
    ("tilted", N_("the answers have more room on one side")),
    ("twisted", N_("is twisted by two negations")),
    ("ranges", N_("the answers overlap or leave a gap")),
    ("fine", N_("can be sent as it is")),
)
"""Key and text of each verdict."""

RULE_OF: Mapping[str, str] = {
    "two": "two ideas",
    "leads": "leading",
    "tilted": "tilted scale",
    "twisted": "double negative",
    "ranges": "ranges",
}
"""The linter's rule for each verdict but the last."""

DOUBT: Mapping[str, str] = {
    "two": N_("Name the two things. If you find one only, this is not its fault."),
    "leads": N_("Which word says what the asker hopes for? If there is none, look elsewhere."),
    "tilted": N_("Count the kind answers and the unkind ones: are there really more of one sort?"),
    "twisted": N_("Find the two negations in it. One alone twists nothing."),
    "ranges": N_("Look for a number that has two boxes or none. Without numbers there is no range."),
    "fine": N_("Answer it as a guest who is not content. Is there an honest answer for everybody?"),
}
"""What to try where this verdict was given and does not hold."""


@dataclass(frozen=True)
class Asked:
    """A question with its answers; `misread` is the verdict it tempts to, `says` why that one does not hold."""

    text: str
    answers: str
    verdict: str
    misread: str
    says: str

    @property
    def options(self) -> tuple[str, ...]:
        """The answers one by one; none for an open question."""
        return tuple(one.strip() for one in self.answers.split("/")) if "/" in self.answers else ()

    @property
    def others(self) -> tuple[str, ...]:
        """The verdicts that neither hold nor tempt."""
        return tuple(key for key, _text in VERDICTS if key not in (self.verdict, self.misread))


_FIVE = N_("very satisfied / satisfied / neither / dissatisfied / very dissatisfied")
_AGREE = N_("agree / neither / disagree")
_YES = N_("yes / no")

DECK: tuple[Asked, ...] = (
    Asked(
        N_("How satisfied were you with the speed and the courtesy at check-in?"),
        _FIVE,
        "two",
        "leads",
        N_("Neither word praises anything. But a rude clerk can be quick: what does that guest tick?"),
    ),
    Asked(
        N_("Was your room clean and quiet?"),
        _YES,
        "two",
        "fine",
        N_("A guest with a spotless room above the bar has no answer here."),
    ),
    Asked(
        N_("How do you rate our prices and our breakfast?"),
        _FIVE,
        "two",
        "fine",
        N_("Suppose half of the guests tick “dissatisfied”. What would you repair?"),
    ),
    Asked(
        N_("How satisfied were you with the website and the app?"),
        _FIVE,
        "two",
        "tilted",
        N_("Two answers on either side and one in the middle: the scale is level. Look at what is asked."),
    ),
    Asked(
        N_("How satisfied were you with our friendly reception?"),
        _FIVE,
        "leads",
        "fine",
        N_("Read the word before “reception” aloud. Who has decided that already?"),
    ),
    Asked(
        N_("Like most guests, would you come back to us?"),
        _YES,
        "leads",
        "two",
        N_("One thing is asked: whether the guest comes back. Look at the first four words."),
    ),
    Asked(
        N_("How much did you enjoy the new breakfast room?"),
        N_("very much / quite / so-so / not much / not at all / I did not use it"),
        "leads",
        "tilted",
        N_("The answers are level, and there is a way out. The question itself has taken something for granted."),
    ),
    Asked(
        N_("Don't you think the lobby looks better now?"),
        _YES,
        "leads",
        "twisted",
        N_("There is one “not”, and it asks for agreement more than it twists anything."),
    ),
    Asked(
        N_("How clean was your bathroom?"),
        N_("excellent / very good / good / poor"),
        "tilted",
        "fine",
        N_("The question is fine. Count how many of the answers are kind."),
    ),
    Asked(
        N_("How was the service at breakfast, if you had it?"),
        N_("outstanding / very good / good / fair / poor"),
        "tilted",
        "leads",
        N_(
            "The words of the question are neutral. What can somebody tick who found it bad, and how many ways of good are there?"
        ),
    ),
    Asked(
        N_("How easy was it to reach us?"),
        N_("very easy / easy / quite easy / difficult"),
        "tilted",
        "ranges",
        N_("No number stands there, so nothing overlaps. Put a plus or a minus beside each answer."),
    ),
    Asked(
        N_("How do you find the bed?"),
        N_("good / bad / very bad / awful"),
        "tilted",
        "fine",
        N_("An unkind list can be as crooked as a kind one. Count both sides."),
    ),
    Asked(
        N_("You would not say that the room was not clean?"),
        _AGREE,
        "twisted",
        "leads",
        N_("It may push as well. Before that, try to answer it: what does “disagree” mean here?"),
    ),
    Asked(
        N_("Were you not dissatisfied with your room?"),
        _YES,
        "twisted",
        "fine",
        N_("Ask a neighbour what “yes” means here, and then another one."),
    ),
    Asked(
        N_("Did nobody tell you that the pool was not heated?"),
        _YES,
        "twisted",
        "two",
        N_("One thing is asked: whether the guest was told. Say the question without its small words."),
    ),
    Asked(
        N_("Would you never stay without breakfast?"),
        _YES,
        "twisted",
        "ranges",
        N_("There are two answers and no numbers. What would a “no” tell you about breakfast?"),
    ),
    Asked(
        N_("How often did you stay with us in the last twelve months?"),
        N_("1–3 times / 3–5 times / 6 times or more"),
        "ranges",
        "fine",
        N_("Take a guest who stayed three times. Which box is theirs?"),
    ),
    Asked(
        N_("How long did you wait at check-in?"),
        N_("under 5 minutes / 5 to 10 minutes / over 15 minutes"),
        "ranges",
        "tilted",
        N_("Minutes have no good and no bad side. Where does somebody go who waited twelve?"),
    ),
    Asked(
        N_("How old are you?"),
        N_("under 20 / 20–40 / 40–60 / over 60"),
        "ranges",
        "leads",
        N_("No answer is hoped for here. Ask somebody who turns forty this week."),
    ),
    Asked(
        N_("How many people shared the room?"),
        N_("1 / 2–3 / 5 or more"),
        "ranges",
        "two",
        N_("One number is asked for. Try it with a family of four."),
    ),
    Asked(
        N_("How clean was your room when you arrived?"),
        N_("very clean / clean / neither / dirty / very dirty"),
        "fine",
        "leads",
        N_("“How clean” names the thing and hopes for nothing: “very dirty” has a box of its own."),
    ),
    Asked(
        N_("How did you travel?"),
        N_("by car / by train / by air / in another way"),
        "fine",
        "ranges",
        N_("Everybody has one box, the last one included. A list need not be numbers to be complete."),
    ),
    Asked(
        N_("If you had breakfast with us, how satisfied were you with it?"),
        _FIVE,
        "fine",
        "two",
        N_("The first half says whom it concerns; only the second half asks. Guests without breakfast pass it by."),
    ),
    Asked(
        N_("What should we have done differently?"),
        N_("(a line to write on)"),
        "fine",
        "leads",
        N_(
            "It takes a fault for granted, and that is what an open question at the end is for: it pushes to no answer."
        ),
    ),
    Asked(
        N_("How many nights did you stay?"),
        N_("1 / 2–3 / 4 or more"),
        "fine",
        "ranges",
        N_("Try each number from one upward: one box, and one only."),
    ),
)
"""Four or five of each verdict."""


@dataclass(frozen=True)
class Draft:
    """Six questions of somebody's first draft."""

    questions: tuple[Asked, ...]

    @property
    def rows(self) -> dict[str, Asked]:
        """The questions by their name in the task."""
        return dict(zip(ROWS, self.questions, strict=True))

    def __str__(self) -> str:
        line = N_("{row}: {question} ({answers})")
        return "\n".join(
            _(line).format(row=_(name), question=_(one.text), answers=_(one.answers).strip("()"))
            for name, one in self.rows.items()
        )

    def frame(self) -> pd.DataFrame:
        """A line a question: what it asks, and the answers it offers."""
        import pandas as pd

        rows = {_(name): {_("question"): _(one.text), _("answers"): _(one.answers)} for name, one in self.rows.items()}
        return pd.DataFrame.from_dict(rows, orient="index")


ROWS = (N_("Question 1"), N_("Question 2"), N_("Question 3"), N_("Question 4"), N_("Question 5"), N_("Question 6"))


def _standard() -> Draft:
    return Draft(tuple(DECK[place] for place in (0, 9, 22, 13, 17, 5)))


def _draw(rng: np.random.Generator) -> Draft:
    """One or two that can be sent, and faults for the rest: no verdict more than twice."""
    while True:
        picked = tuple(DECK[int(i)] for i in rng.permutation(len(DECK))[:6])
        verdicts = [one.verdict for one in picked]
        if verdicts.count("fine") in (1, 2) and max(verdicts.count(one) for one in verdicts) <= 2:
            return Draft(picked)


DRAFT = CaseMaker("c09.draft", _standard, _draw)
