"""The three months at Lane Tea: what could be recorded, six decisions, and what each of them brings."""

from __future__ import annotations

from dataclasses import dataclass

from kpilab.analysis.recording import Decision, Record
from kpilab.i18n import N_

__all__ = ["DECISIONS", "MINUTES", "MONTHS", "MOST", "RECORDS", "TEMPTING", "TOLD", "WORDS", "Told"]

MINUTES, MOST, MONTHS = 10, 5, 3
"""Minutes a day that there are, things at most, and months that are lived."""

RECORDS = (
    Record("sales", 3),
    Record("count", 2),
    Record("slips", 1),
    Record("asked", 1),
    Record("names", 2),
    Record("source", 2),
    Record("age", 3),
    Record("weather", 1),
)

WORDS = {
    "sales": N_("each sale with its product, from one list of names"),
    "count": N_("a count of the shelf on Sunday evening"),
    "slips": N_("the till's slips, kept by day, with their time"),
    "asked": N_("what guests asked for and did not get"),
    "names": N_("the name of whoever comes again"),
    "source": N_("where a new guest heard of the shop"),
    "age": N_("age and sex of each guest"),
    "weather": N_("the weather"),
}
"""What each thing is, in words."""

DECISIONS = (
    Decision("boxes", 1, frozenset({"sales", "count"}), -1440, 0, 364),
    Decision("till", 1, frozenset({"slips"}), -900, -640, 0),
    Decision("bags", 2, frozenset({"asked"}), 480, 0, 1200),
    Decision("card", 2, frozenset({"names"}), -900, 450, 1050),
    Decision("flyer", 3, frozenset({"source"}), -500, 0, -420),
    Decision("late", 3, frozenset({"slips"}), -750, 0, 680),
)

TEMPTING = frozenset({"names", "source", "age", "weather"})
"""What people pick first: everything about the guest."""


@dataclass(frozen=True)
class Told:
    """A decision in words: the question, the three ways, what the book says where it is open, and what came of each way."""

    asks: str
    yes: str
    no: str
    book: str
    says: str
    came: tuple[str, str, str]


TOLD = {
    "boxes": Told(
        N_("The supplier offers 300 bags of Dragon Well a fifth cheaper, today only. Take them?"),
        N_("Take all 300: a fifth is a fifth."),
        N_("Take none."),
        N_("Take 70: what six weeks need beyond the shelf."),
        N_("60 bags sold in the last four weeks; 20 stand on the shelf."),
        (
            N_("125 bags were still there after three months and went at half the price: 1,560 saved, 3,000 lost."),
            N_("Nothing gained, nothing lost."),
            N_("All 70 were sold fresh, and each had cost 5.20 less."),
        ),
    ),
    "till": Told(
        N_("The drawer is 640 short against the book. It was Ming's week. Speak to Ming?"),
        N_("Yes: tell Ming that 640 are missing."),
        N_("No: let it go."),
        N_("Lay the slips beside the book, together with Ming."),
        N_("Two slips of 320 stand in the book twice; the drawer is right."),
        (
            N_("Ming had taken nothing. The week off that followed cost 900, and something that has no price."),
            N_("It happened again in October, and in November: somebody believes the book."),
            N_("Ten minutes, and nobody was accused."),
        ),
    ),
    "bags": Told(
        N_("Ming says that everybody asks for small gift bags. Take 40 in?"),
        N_("Take 40: Ming stands at the till."),
        N_("Leave it: one hears much at a till."),
        N_("Take in as many as were asked for, and what else was."),
        N_("Asked for in September: small gift bags by 31 guests, bottles of cold brew by 4."),
        (
            N_("Ming was right: all 40 were gone in two weeks, and then there were none."),
            N_("31 guests a month asked, and went without."),
            N_("100 gift bags and no bottles, as the list said: 1,200 more by the year's end."),
        ),
    ),
    "card": Told(
        N_("The stamp card gives each tenth bag away. Stop it?"),
        N_("Stop it: it gives tea to people who come anyway."),
        N_("Keep it as it is."),
        N_("Keep it for those whom it brings back."),
        N_(
            "Every second guest was given one: with it 45 of 60 came again, without it 29 of 60; on weekends no difference."
        ),
        (
            N_("The regulars took it as an offence. Fewer came."),
            N_("It went on bringing people back, and gave some tea away for nothing."),
            N_("On weekdays only: as many came back, and half the tea was given away."),
        ),
    ),
    "flyer": Told(
        N_("The flyer of the summer cost 500. Print it again?"),
        N_("Print it again."),
        N_("Leave it."),
        N_("Put it where the new guests come from."),
        N_("7 new guests since September: 4 named the school across the street, 1 the flyer, 2 did not know."),
        (
            N_("Two guests came with it."),
            N_("500 kept. Whether the school brings guests, the next months will say."),
            N_(
                "500 printed for the school brought 80: three of the four were one family. 4 of 7 may be 25 or 84 of 100."
            ),
        ),
    ),
    "late": Told(
        N_("Other shops are open until nine. Stay open longer, with Ming paid for it?"),
        N_("Open until nine each day."),
        N_("Close at seven as before."),
        N_("Open longer on the days when guests come late."),
        N_("After half past six: 2 slips on Mondays to Thursdays, 19 on Fridays."),
        (
            N_("Four evenings a week nobody came, and Ming was paid."),
            N_("Nothing gained, nothing lost."),
            N_("Fridays until nine: 680 more by the year's end."),
        ),
    ),
}
