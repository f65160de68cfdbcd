"""Task 8.8: what the shop records from tomorrow, in four parts that must agree with each other."""

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

__all__ = ["SHOP", "TOMORROW", "Shop"]


@dataclass(frozen=True)
class Shop:
    """What the shop knows today: minutes there are, yes answers of few, boxes on the shelf by the book and by a count."""

    minutes: int
    came_again: int
    asked: int
    book: int
    counted: int

    def frame(self) -> pd.DataFrame:
        """The shop in a few lines."""
        import pandas as pd

        lines = {
            _("minutes a day for writing"): self.minutes,
            _("guests with a stamp card who were remembered"): self.asked,
            _("of these came again"): self.came_again,
            _("gift boxes by the stock book"): self.book,
            _("gift boxes counted"): self.counted,
        }
        return pd.DataFrame({_("Lane Tea"): lines})


def _draw(rng: np.random.Generator) -> Shop:
    asked = int(rng.integers(9, 16))
    book = int(rng.integers(12, 30))
    return Shop(int(rng.integers(6, 13)), asked - int(rng.integers(2, 5)), asked, book, book - int(rng.integers(3, 9)))


SHOP = CaseMaker("c08.shop", lambda: Shop(8, 9, 12, 18, 11), _draw)

_DECISION = Choice(
    (
        ("order", N_("How many gift boxes to order for the Spring Festival.")),
        ("card", N_("Whether the stamp card, which brought {came_again} of {asked} back, is kept.")),
        ("know", N_("To know our guests better, so that everything we do later rests on more data.")),
        ("sure", N_("That the stamp card works: {came_again} of {asked} is proof enough to print more.")),
    )
)
_RECORDS = Choice(
    (
        ("sales", N_("Each sale with its product, by one list of names.")),
        ("count", N_("A count of the gift boxes on Sunday, beside the {book} in the book.")),
        ("names", N_("The name of whoever comes again.")),
        ("mark", N_("A mark at each sale: with the card or without it.")),
        ("age", N_("Age and sex of each guest, as well as they can be guessed.")),
        ("all", N_("Every cell of the old sheet, even where nobody knows.")),
    )
)
_CHECK = Choice(
    (
        ("sample", N_("Ten sales a month, drawn by lot, are held against the till's receipts.")),
        ("full", N_("The share of filled cells is looked at, and has to be 100 %.")),
        ("year", N_("The owner goes through all of it at the end of the year.")),
        ("evening", N_("The day's sum is held against the till each evening, and the day of writing is noted.")),
    )
)
_LEFT_OUT = Choice(
    (
        ("idle", N_("Whatever no decision waits for, until one does.")),
        ("nothing", N_("Nothing: what is not recorded is lost for ever, so more is always better.")),
        ("hard", N_("Whatever is hard to write down, so that the sheets are full.")),
        ("blanks", N_("Blanks: what is not known is filled with what it usually is.")),
    )
)
_HOLDS: tuple[Mapping[str, frozenset[str]], ...] = (
    {
        "decision": frozenset({"order"}),
        "records": frozenset({"sales", "count"}),
        "check": frozenset({"sample", "evening"}),
        "left_out": frozenset({"idle"}),
    },
    {
        "decision": frozenset({"card"}),
        "records": frozenset({"names", "mark"}),
        "check": frozenset({"sample", "evening"}),
        "left_out": frozenset({"idle"}),
    },
)


def _said(part: str, key: str, says: str) -> Mistake[Shop]:
    return Mistake(f"{part}-{key}", lambda case: key, says, part=part)


def _fields(case: Shop) -> Mapping[str, object]:
    return {**vars(case), "gone": case.book - case.counted}


TOMORROW = Task(
    "8.8",
    N_("From tomorrow"),
    Composite(
        (
            ("decision", N_("The decision that waits for it"), _DECISION),
            ("records", N_("Two things that are recorded"), _RECORDS),
            ("check", N_("How you know that it is true"), _CHECK),
            ("left_out", N_("What is left out"), _LEFT_OUT),
        ),
        several=(("records", 2),),
    ),
    SHOP,
    lambda case: [dict(one) for one in _HOLDS],
    (
        _said(
            "decision",
            "know",
            N_("No decision hangs on it, so nobody can say when there is enough. What would you do differently?"),
        ),
        _said(
            "decision",
            "sure",
            N_("That is an answer and not a question, and {came_again} of {asked} cannot carry it yet."),
        ),
        _said("records", "age", N_("Name the decision that changes when half of the guests are over fifty.")),
        _said(
            "records",
            "all",
            N_("Where nobody knows, somebody will write something. That is how a sheet becomes full and false."),
        ),
        _said("check", "full", N_("It can be reached by writing anything. Who would notice?")),
        _said("check", "year", N_("By then nobody remembers a sale, and the decision has been made.")),
        _said(
            "left_out",
            "nothing",
            N_("There are {minutes} minutes a day. What is written down for nobody takes them from what is needed."),
        ),
        _said("left_out", "hard", N_("The hard cells are those in which the truth differs from the habit.")),
        _said("left_out", "blanks", N_("A blank says “not known”. A habit in its place says something false.")),
    ),
    (
        N_("Begin with the decision; the two things follow from it."),
        N_("decision → what it needs → how a false entry would be noticed → what nobody waits for"),
        N_("The stock book says {book} boxes and the shelf {counted}. Or begin with the {asked} guests."),
    ),
    N_(
        "One decision, two things, a check that a made-up entry fails, and room left. That is a list somebody will keep."
    ),
    N_(
        "Another shop with {minutes} minutes a day: the book says {book} boxes and the shelf {counted}, so {gone} are gone. It wants to know what to "
        "order, and so it writes down what leaves the shelf and what is left; or it wants to judge its card, on {came_again} of {asked} guests, and "
        "so it needs to tell those with a card from those without. Which of the two is yours?"
    ),
    _fields,
    Shop.frame,
)
