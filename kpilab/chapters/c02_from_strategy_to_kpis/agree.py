"""Task 2.8: the page "delivered on time", in four parts that must agree with each other before anybody signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kpilab.chapters.c02_from_strategy_to_kpis.board import Board
from kpilab.course.forms import Choice, Composite
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_, _

__all__ = ["AGREE", "DELIVERED", "Delivered"]


@dataclass(frozen=True)
class Delivered:
    """A month of deliveries: how many left on time, how many kept the last promise, how many the first."""

    all: int
    left: int
    last: int
    first: int

    def share(self, which: str) -> float:
        """In per cent of all."""
        return 100 * float(getattr(self, which)) / self.all

    def board(self) -> Board:
        """The three counts, each of which somebody calls “on time”."""
        rows = (
            (_("left the warehouse by the promised day"), f"{self.left:,}", f"{self.share('left'):.0f} %"),
            (_("arrived by the day promised last"), f"{self.last:,}", f"{self.share('last'):.0f} %"),
            (_("arrived by the day promised first"), f"{self.first:,}", f"{self.share('first'):.0f} %"),
        )
        return Board((_("Of {all:,} deliveries").format(all=self.all), _("number"), _("share")), rows)


def _draw(rng: np.random.Generator) -> Delivered:
    hundreds = int(rng.integers(2, 9))
    left, last, first = int(rng.integers(95, 99)), int(rng.integers(89, 94)), int(rng.integers(74, 85))
    return Delivered(100 * hundreds, left * hundreds, last * hundreds, first * hundreds)


DELIVERED = CaseMaker("c02.delivered", lambda: Delivered(400, 384, 372, 312), _draw)

_LINE = Choice(
    (
        ("left", N_("On time is what left the warehouse by the promised day: {left:.0f} %.")),
        ("first", N_("On time is what arrived at the customer by the day promised first: {first:.0f} %.")),
        ("average", N_("On time is the average of the three: {average:.1f} %.")),
        (
            "last",
            N_("On time is what arrived by the day promised last, where the customer agreed to it: {last:.0f} %."),
        ),
        ("felt", N_("On time is what the team regards as on time.")),
    )
)
_SOURCE = Choice(
    (
        ("warehouse", N_("The warehouse's own list, kept by the shift leader.")),
        ("carrier", N_("The carrier's scan at the door, against the order's first date; Wen brings it, Rao checks ten a month.")),
        ("log", N_("The carrier's scan at the door, against the order's dates and the log of their changes; Wen brings it, Rao checks ten a month.")),
        ("everyone", N_("All departments together.")),
    )
)  # fmt: skip
_TRICK = Choice(
    (
        ("late-promise", N_("One can promise later days; the promised days are shown beside it.")),
        ("moved", N_("One can talk the customer into another day; the number of moved promises is shown beside it.")),
        ("none", N_("This number cannot be tricked.")),
        ("harder", N_("One can work less; a higher target ends that.")),
    )
)
_START = Choice(
    (
        ("back", N_("It counts from January, and the two closed quarters are computed again.")),
        (
            "forward",
            N_("It counts from July; in July both the old and the new number are shown; closed quarters stay."),
        ),
        ("silent", N_("It counts from today; the sheet keeps its name and its plan.")),
    )
)

_HOLD: tuple[Mapping[str, frozenset[str]], ...] = (
    {
        "line": frozenset({"first"}),
        "source": frozenset({"carrier"}),
        "trick": frozenset({"late-promise"}),
        "start": frozenset({"forward"}),
    },
    {
        "line": frozenset({"last"}),
        "source": frozenset({"log"}),
        "trick": frozenset({"moved"}),
        "start": frozenset({"forward"}),
    },
)
"""Two pages that hold, each in itself."""


def _fields(case: Delivered) -> Mapping[str, object]:
    shares = {name: case.share(name) for name in ("left", "last", "first")}
    apart = shares["left"] - shares["first"]
    return shares | {
        "average": sum(shares.values()) / 3,
        "apart": apart,
        "late": case.all - case.first,
        "all": case.all,
    }


def _said(part: str, key: str, says: str) -> Mistake[Delivered]:
    return Mistake(f"{part}-{key}", lambda case: key, says, part=part)


AGREE: Task[Delivered] = Task(
    "2.8",
    N_("Agree on a page"),
    Composite(
        (
            ("line", N_("What “on time” means"), _LINE),
            ("source", N_("Where it comes from, and who brings it"), _SOURCE),
            ("trick", N_("The trick, and what shows it"), _TRICK),
            ("start", N_("From when on"), _START),
        )
    ),
    DELIVERED,
    lambda case: _HOLD,
    (
        _said("line", "left", N_("The parcel is punctual and the customer waits. Whose day was promised?")),
        _said(
            "line",
            "average",
            N_("{average:.1f} % is nobody's delivery. Which parcel would one chase to make it better?"),
        ),
        _said("line", "felt", N_("Next year another team regards. Two people could not compute it alike today.")),
        _said(
            "source",
            "warehouse",
            N_("The list knows when a parcel left, and it is kept by those whose work it measures."),
        ),
        _said("source", "everyone", N_("What all bring, nobody brings. Which system, and whose name?")),
        _said(
            "trick",
            "none",
            N_("Every number can be lifted without the work. Ask the person who knows the system best."),
        ),
        _said("trick", "harder", N_("That is effort, not a trick; and a higher target makes the trick pay more.")),
        _said(
            "start",
            "back",
            N_(
                "Closed quarters were promised by the old page. A page that reaches back settles accounts that were closed."
            ),
        ),
        _said(
            "start",
            "silent",
            N_(
                "The same name and plan over another number: {apart:.0f} points lie between the readings, and nobody is told."
            ),
        ),
    ),
    (
        N_("Begin at the customer's door: which of the promises does your firm want to be measured by?"),
        N_(
            "Then let the parts agree: the source must know what the line needs, and the trick is the trick of that line."
        ),
        N_(
            "The start is the same for every page: a closed quarter stays closed. Now choose one promise and follow it."
        ),
    ),
    N_(
        "A line that the source can count, a trick with something that shows it, and a start that lets the past rest: "
        "that can be signed, and computed alike by two people."
    ),
    N_(
        "Another shop, another word, “answered”. “An enquiry is answered when a person, not a machine, has replied; the ticket "
        "system knows that; one could reply with one word, so reopened tickets stand beside it; it counts from the next quarter, and in "
        "its first month both numbers are shown.” Check yours in the same order: line, source, trick, start."
    ),
    _fields,
    Delivered.board,
    confidence=True,
)
