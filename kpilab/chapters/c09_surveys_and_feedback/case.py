"""The small cases of the chapter: the Linden's thousand guests, and the houses of the exercises with numbers of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from kpilab.analysis.comment_agreement import Agreement
from kpilab.analysis.surveys import Difference, difference, sample_size, share_interval, weighted, wilson
from kpilab.course.task import CaseMaker
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CODERS",
    "GROUPS",
    "HOUSE",
    "LINDEN",
    "SILENT",
    "WAVES",
    "Coders",
    "Groups",
    "House",
    "Linden",
    "Silent",
    "Waves",
]


@dataclass(frozen=True)
class Linden:
    """A quarter of guests, and how many of the satisfied and of the unhappy reception gave a card to."""

    satisfied: int = 680
    unhappy: int = 320
    cards_to_satisfied: int = 102
    cards_to_unhappy: int = 8

    @property
    def guests(self) -> int:
        """All of them."""
        return self.satisfied + self.unhappy

    @property
    def answers(self) -> int:
        """Cards that were filled in: all that were handed out."""
        return self.cards_to_satisfied + self.cards_to_unhappy

    def frame(self) -> pd.DataFrame:
        """Three lines: satisfied, unhappy, all; guests and cards."""
        import pandas as pd

        lines = {
            _("satisfied"): (self.satisfied, self.cards_to_satisfied),
            _("unhappy"): (self.unhappy, self.cards_to_unhappy),
            _("all"): (self.guests, self.answers),
        }
        made = pd.DataFrame.from_dict(lines, orient="index", columns=[_("guests"), _("got a card")])
        return made.assign(**{_("of each 100"): (100 * made.iloc[:, 1] / made.iloc[:, 0]).round(1)})


LINDEN = Linden()


@dataclass(frozen=True)
class House:
    """A quarter's guests, the width that is wanted in points either way, and the share that answers, in per cent."""

    guests: int
    points: int
    rate: int

    @property
    def endless(self) -> float:
        """Answers for a house without end."""
        return sample_size(self.points / 100).exact

    @property
    def answers(self) -> int:
        """Answers needed, at 95 % and one half."""
        return sample_size(self.points / 100, population=self.guests).answers

    @property
    def invitations(self) -> int:
        """Invitations that bring them."""
        return sample_size(self.points / 100, population=self.guests).invitations(self.rate / 100)

    @property
    def invitations_exact(self) -> float:
        """The same before it is rounded up; it may be more than there are guests."""
        return self.answers * 100 / self.rate

    @property
    def both_ways(self) -> float:
        """Answers where the points are taken for the whole width."""
        return sample_size(self.points / 200, population=self.guests).exact

    def frame(self) -> pd.DataFrame:
        """Three lines: guests, points either way, response."""
        import pandas as pd

        lines = {
            _("guests in the quarter"): self.guests,
            _("give or take, points"): self.points,
            _("of each 100 invited answer"): self.rate,
        }
        return pd.DataFrame.from_dict(lines, orient="index", columns=[_("the house")])


_LESSON = 385
"""Answers for 5 points in a house without end: the lesson's number is never right in an exercise."""


def _draw_house(rng: np.random.Generator) -> House:
    """A house with guests enough to invite, and a width other than the lesson's five points."""
    while True:
        made = House(50 * int(rng.integers(10, 41)), int(rng.choice((4, 6, 8))), int(rng.choice((25, 30, 40))))
        enough = made.invitations_exact <= 0.9 * made.guests
        if enough and min(abs(made.answers - other) for other in (_LESSON, made.guests / 10)) > 4:
            return made


HOUSE = CaseMaker("c09.house", lambda: House(900, 6, 30), _draw_house)


@dataclass(frozen=True)
class Silent:
    """Guests drawn by lot and invited, those who answered, and those of them who are satisfied."""

    invited: int
    answered: int
    satisfied: int

    @property
    def share(self) -> float:
        """Of those who answered, satisfied, in per cent."""
        return 100 * self.satisfied / self.answered

    @property
    def rate(self) -> float:
        """Answered, in per cent."""
        return 100 * self.answered / self.invited

    @property
    def lowest(self) -> float:
        """Of all invited, satisfied if no silent one is, in per cent."""
        return 100 * self.satisfied / self.invited

    @property
    def highest(self) -> float:
        """Of all invited, satisfied if every silent one is, in per cent."""
        return self.lowest + 100 - self.rate

    @property
    def by_luck(self) -> tuple[float, float]:
        """Wilson's interval of those who answered, in per cent."""
        low, high = share_interval(self.satisfied, self.answered)
        return 100 * low, 100 * high

    def frame(self) -> pd.DataFrame:
        """Three lines of counts."""
        import pandas as pd

        lines = {
            _("invited, drawn by lot"): self.invited,
            _("answered"): self.answered,
            _("of these, satisfied"): self.satisfied,
        }
        return pd.DataFrame.from_dict(lines, orient="index", columns=[_("guests")])


def _draw_silent(rng: np.random.Generator) -> Silent:
    """Counts that make one decimal at most, and a share that reads well."""
    invited = int(rng.choice((200, 250, 500, 1000)))
    answered = round(invited * int(rng.integers(12, 40)) / 100 / 2) * 2
    return Silent(invited, answered, round(answered * int(rng.integers(72, 95)) / 100))


SILENT = CaseMaker("c09.silent", lambda: Silent(500, 120, 102), _draw_silent)

_KINDS = (N_("business"), N_("families"), N_("tour groups"))


@dataclass(frozen=True)
class Groups:
    """For each kind of guest: its share of all guests in per cent, how many answered, how many of them are satisfied."""

    people: Mapping[str, int]
    answers: Mapping[str, int]
    satisfied: Mapping[str, int]

    @property
    def shares(self) -> Mapping[str, float]:
        """Satisfied by kind of guest, in per cent."""
        return {kind: 100 * self.satisfied[kind] / self.answers[kind] for kind in self.people}

    @property
    def raw(self) -> float:
        """As the answers came, in per cent."""
        return 100 * sum(self.satisfied.values()) / sum(self.answers.values())

    @property
    def weighted(self) -> float:
        """By who the guests are, in per cent."""
        counts = {kind: (self.satisfied[kind], self.answers[kind]) for kind in self.people}
        return 100 * weighted(counts, self.people).value

    @property
    def largest(self) -> str:
        """The kind of guest with most answers."""
        return max(self.answers, key=lambda kind: self.answers[kind])

    def turned(self) -> float:
        """The weights the wrong way round: each group by the people that are not in it."""
        return sum(self.shares[kind] * (100 - self.people[kind]) / 200 for kind in self.people)

    def frame(self) -> pd.DataFrame:
        """A line a kind of guest."""
        import pandas as pd

        rows = {
            _(kind): {
                _("of 100 guests"): self.people[kind],
                _("answered"): self.answers[kind],
                _("satisfied"): self.satisfied[kind],
            }
            for kind in self.people
        }
        return pd.DataFrame.from_dict(rows, orient="index")


def _groups(people: tuple[int, ...], answers: tuple[int, ...], satisfied: tuple[int, ...]) -> Groups:
    parts = (dict(zip(_KINDS, one, strict=True)) for one in (people, answers, satisfied))
    return Groups(*parts)


def _draw_groups(rng: np.random.Generator) -> Groups:
    """The largest group answers least and is least satisfied; steps that make one decimal at most."""
    while True:
        people = [10 * int(one) for one in rng.choice((2, 3, 4, 5), size=3)]
        answers = [20 * int(one) for one in rng.integers(1, 6, size=3)]
        shares = [5 * int(one) for one in rng.integers(11, 20, size=3)]
        if sum(people) == 100 and len(set(shares)) == 3 and people.count(max(people)) == 1:
            happy = [answered * share // 100 for answered, share in zip(answers, shares, strict=True)]
            made = _groups(tuple(people), tuple(answers), tuple(happy))
            largest = max(range(3), key=lambda i: people[i])
            apart = abs(made.raw - sum(shares) / 3) > 0.2
            if shares[largest] == min(shares) and made.raw - made.weighted > 1 and apart:
                return made


GROUPS = CaseMaker("c09.groups", lambda: _groups((50, 30, 20), (40, 60, 20), (28, 54, 16)), _draw_groups)


@dataclass(frozen=True)
class Waves:
    """Two quarters: answers, and how many are satisfied in per cent."""

    answers: int
    share: int
    answers_now: int
    share_now: int

    @property
    def difference(self) -> Difference:
        """From the first to the second."""
        return difference(
            wilson(self.answers * self.share / 100, self.answers),
            wilson(self.answers_now * self.share_now / 100, self.answers_now),
        )

    @property
    def margins(self) -> tuple[float, float]:
        """Give or take of each quarter by itself, in points."""
        both = ((self.share, self.answers), (self.share_now, self.answers_now))
        first, second = (1.959964 * sqrt(share * (100 - share) / answers) for share, answers in both)
        return first, second

    def frame(self) -> pd.DataFrame:
        """Two columns: before, now."""
        import pandas as pd

        lines = {
            _("answers"): (self.answers, self.answers_now),
            _("satisfied, %"): (self.share, self.share_now),
        }
        return pd.DataFrame.from_dict(lines, orient="index", columns=[_("last quarter"), _("this quarter")])


def _draw_waves(rng: np.random.Generator) -> Waves:
    """A fall that looks like one and is within luck."""
    while True:
        before, after = (50 * int(one) for one in rng.integers(2, 6, size=2))
        share = 2 * int(rng.integers(38, 46))
        made = Waves(before, share, after, share - 2 * int(rng.integers(2, 5)))
        if before != after and abs(made.difference.change) < made.difference.margin - 0.5:
            return made


WAVES = CaseMaker("c09.waves", lambda: Waves(150, 84, 200, 78), _draw_waves)

_TAGS = (N_("cleanliness"), N_("service"), N_("other"))


@dataclass(frozen=True)
class Coders:
    """Two people's tags for the same comments: one's tags down, the other's across."""

    counts: tuple[tuple[int, ...], ...]

    @property
    def agreement(self) -> Agreement:
        """What the two agree on beyond chance."""
        pairs = {
            (_TAGS[i], _TAGS[k]): count for i, row in enumerate(self.counts) for k, count in enumerate(row) if count
        }
        return Agreement(pairs)

    def frame(self) -> pd.DataFrame:
        """A line for each of one's tags."""
        import pandas as pd

        names = [_(tag) for tag in _TAGS]
        rows = [_("Li: {tag}").format(tag=name) for name in names]
        columns = [_("Ma: {tag}").format(tag=name) for name in names]
        return pd.DataFrame(self.counts, index=rows, columns=columns)


def _draw_coders(rng: np.random.Generator) -> Coders:
    """Two people who mostly agree, with a tag that is more frequent than the others."""
    same = (int(rng.integers(14, 22)), int(rng.integers(6, 11)), int(rng.integers(4, 8)))
    table = [[same[i] if i == k else int(rng.integers(0, 4)) for k in range(3)] for i in range(3)]
    return Coders(tuple(tuple(row) for row in table))


CODERS = CaseMaker("c09.coders", lambda: Coders(((18, 2, 1), (3, 8, 1), (1, 1, 5))), _draw_coders)
