"""Guests' comments, each with the tag that two people agreed on, and the tag that a word in it suggests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.course.task import CaseMaker
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COMMENTS", "LETTERS", "ROWS", "TAGS", "Letters", "Written"]

TAGS = (
    ("cleanliness", N_("cleanliness: dirt, smell, linen")),
    ("service", N_("service: what people did or did not do")),
    ("breakfast", N_("breakfast: the food and its room")),
    ("quiet", N_("quiet: noise of any kind")),
    ("price", N_("price: what it costs, and what is added")),
)
"""Key and text of each tag of the code book."""


@dataclass(frozen=True)
class Written:
    """A comment, its tag, the tag that tempts, and why that one does not hold."""

    text: str
    tag: str
    misread: str
    says: str


COMMENTS: tuple[Written, ...] = (
    Written(
        N_("Breakfast was wonderful, but I waited half an hour for somebody to take the key."),
        "service",
        "breakfast",
        N_("The first word is praise. What should the house change for this guest?"),
    ),
    Written(
        N_("The waiter wiped our table with a cloth that smelled of last week."),
        "cleanliness",
        "service",
        N_("The waiter did what he was there for. What was wrong with what he held?"),
    ),
    Written(
        N_("At breakfast the music was so loud that we ate in our room."),
        "quiet",
        "breakfast",
        N_("Nothing is said against the food. What drove these guests out?"),
    ),
    Written(
        N_("Four for a coffee at the buffet, on top of the breakfast we had paid for."),
        "price",
        "breakfast",
        N_("The coffee may have been good. What does the guest count?"),
    ),
    Written(
        N_("Nobody came to clean the room, although we asked twice."),
        "service",
        "cleanliness",
        N_("No dirt is mentioned. Twice somebody was asked, and what happened?"),
    ),
    Written(
        N_("The cleaners shouted along the corridor at six in the morning."),
        "quiet",
        "cleanliness",
        N_("It is the cleaners, and not what they clean. What did the guest hear?"),
    ),
    Written(
        N_("We paid for a quiet room at the back and found a hair in each bed."),
        "cleanliness",
        "quiet",
        N_("The room may well have been quiet: the guest does not say. What was found there?"),
    ),
    Written(
        N_("The cleaning fee was not on the booking page."),
        "price",
        "cleanliness",
        N_("Nothing is dirty here. What came as a surprise?"),
    ),
    Written(
        N_("Cold eggs, yesterday's bread, and it was the friendliest waitress of our trip who brought them."),
        "breakfast",
        "service",
        N_("The waitress is praised. What would you change before these guests come back?"),
    ),
    Written(
        N_("The fruit had run out at eight; for such a price we had expected some."),
        "breakfast",
        "price",
        N_("The price is the measure and not the matter. What was missing?"),
    ),
    Written(
        N_("Reception laughed when I asked for my money back."),
        "service",
        "price",
        N_("Money is the occasion. What will the guest tell friends about?"),
    ),
    Written(
        N_("The lift rattled all night; the desk was very kind about it."),
        "quiet",
        "service",
        N_("The desk is thanked. What kept the guest awake?"),
    ),
    Written(
        N_("Two towels for three people, and both were grey."),
        "cleanliness",
        "service",
        N_("Nobody refused anything. What does the guest see on the towels?"),
    ),
    Written(
        N_("They charged the minibar twice, and at night too, when I wanted to sleep."),
        "price",
        "quiet",
        N_("No noise is mentioned. What stood on the bill?"),
    ),
    Written(
        N_("I told them about the stain on the carpet, and the desk wrote it down and forgot it."),
        "service",
        "cleanliness",
        N_("The stain is where it began. What does the guest complain about in the second half?"),
    ),
    Written(
        N_("The breakfast room smelled of the drains."),
        "cleanliness",
        "breakfast",
        N_("The food is not mentioned, and the code book puts smells somewhere. Where?"),
    ),
)


@dataclass(frozen=True)
class Letters:
    """Six comments of one week."""

    comments: tuple[Written, ...]

    @property
    def rows(self) -> dict[str, Written]:
        """The comments by their name in the task."""
        return dict(zip(ROWS, self.comments, strict=True))

    def __str__(self) -> str:
        return "\n".join(
            _("{row}: {comment}").format(row=_(name), comment=_(one.text)) for name, one in self.rows.items()
        )

    def frame(self) -> pd.DataFrame:
        """A line a comment."""
        import pandas as pd

        rows = {_(name): {_("comment"): _(one.text)} for name, one in self.rows.items()}
        return pd.DataFrame.from_dict(rows, orient="index")


ROWS = (N_("Comment 1"), N_("Comment 2"), N_("Comment 3"), N_("Comment 4"), N_("Comment 5"), N_("Comment 6"))


def _standard() -> Letters:
    return Letters(tuple(COMMENTS[place] for place in (0, 5, 8, 6, 3, 1)))


def _draw(rng: np.random.Generator) -> Letters:
    """Six comments, no tag more than twice."""
    while True:
        picked = tuple(COMMENTS[int(i)] for i in rng.permutation(len(COMMENTS))[:6])
        tags = [one.tag for one in picked]
        if max(tags.count(tag) for tag in tags) <= 2:
            return Letters(picked)


LETTERS = CaseMaker("c09.letters", _standard, _draw)
