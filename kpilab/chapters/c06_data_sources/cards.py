"""Review cards: each comes back with fresh numbers after a day, after four and after ten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.chapters.c06_data_sources.case import FIVE, KINDS, OUTSIDE, FiveOrders, Outside
from kpilab.chapters.c06_data_sources.entry import PARTS, Entry, part_name, why_useless
from kpilab.course.forms import Choice, Number
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CARDS"]

_WHO = (
    ("all", N_("all three")),
    ("marketing_sales", N_("marketing and sales")),
    ("marketing", N_("marketing alone")),
    ("sales_finance", N_("sales and finance")),
    ("finance", N_("finance alone")),
)


def _who(case: FiveOrders) -> str:
    return case.kinds["A"]


def _who_fields(case: FiveOrders) -> Mapping[str, object]:
    ordered, paid, booked = case.days["A"]
    return {"ordered": ordered, "paid": paid, "booked": booked, "who": _(dict(_WHO)[_who(case)])}


def _other(case: FiveOrders, step: int) -> str:
    return KINDS[(KINDS.index(_who(case)) + step) % len(KINDS)]


_WHO_CARD = Task(
    "6.c1",
    N_("Who counts it in May"),
    Choice(_WHO),
    CaseMaker("c06.card.who", FIVE.standard, FIVE.draw),
    _who,
    (
        Mistake(
            "one-on",
            lambda case: _other(case, 1),
            N_("Check the order's own day first, {ordered}: that is marketing's."),
        ),
        Mistake("two-on", lambda case: _other(case, 2), N_("Check the payment, {paid}: that is the day of sales.")),
        Mistake("three-on", lambda case: _other(case, 3), N_("Check the booking, {booked}: that is finance's day.")),
        Mistake(
            "four-on",
            lambda case: _other(case, 4),
            N_("Take the three days one at a time: which of {ordered}, {paid}, {booked} lie in May?"),
        ),
    ),
    (
        N_("Three days, three departments."),
        N_("Marketing: ordered. Sales: paid. Finance: booked."),
        N_("{ordered}: is that in May?"),
    ),
    N_("One order, three days, three calendars. The verb belongs to the number."),
    N_("Ordered {ordered}, paid {paid}, booked {booked}: in May it is counted by {who}."),
    _who_fields,
    lambda case: case.frame().head(1),
    question=N_(
        "An order was placed on {ordered}, paid on {paid} and booked on {booked}. Which departments count it in May?"
    ),
)


@dataclass(frozen=True)
class Price:
    """A till price that holds 13 % tax."""

    gross: int

    def frame(self) -> pd.DataFrame:
        """One line: the price."""
        import pandas as pd

        return pd.DataFrame({_("till price, tax inside"): [self.gross]})


_TAX_CARD = Task(
    "6.c2",
    N_("What finance books of a price"),
    Number(tolerance=1, decimals=0),
    CaseMaker("c06.card.tax", lambda: Price(5_650), lambda rng: Price(113 * int(rng.integers(8, 90)))),
    lambda case: case.gross / 1.13,
    (
        Mistake(
            "minus-thirteen",
            lambda case: case.gross * 0.87,
            N_("You took 13 % of the price. The 13 % are said of the amount without tax."),
        ),
        Mistake("added", lambda case: case.gross * 1.13, N_("You added the tax once more. The till price holds it.")),
        Mistake(
            "the-tax", lambda case: case.gross * 13 / 113, N_("That is the tax. Asked is what is left without it.")
        ),
        Mistake("the-price", lambda case: case.gross, N_("That is the price with the tax in it.")),
    ),
    (N_("A price of 113 holds how much tax?"), N_("without tax = price ÷ 1.13"), N_("{gross:,} ÷ 1.13")),
    N_("{net:,.0f} without tax. Forgetting this line is the largest “loss” in most comparisons with finance."),
    N_("{gross:,} ÷ 1.13 = {net:,.0f}; the tax is {tax:,.0f}."),
    lambda case: {"gross": case.gross, "net": case.gross / 1.13, "tax": case.gross - case.gross / 1.13},
    Price.frame,
    question=N_("The till shows {gross:,}, with 13 % tax inside. What does finance book as revenue?"),
)

_PANEL_CARD = Task(
    "6.c3",
    N_("A panel's figure in our own terms"),
    Number(tolerance=5, decimals=0),
    CaseMaker("c06.card.panel", OUTSIDE.standard, OUTSIDE.draw),
    lambda case: case.rival,
    (
        Mistake("as-it-is", lambda case: case.panel_rival, N_("A panel's figure beside a counter's: two rulers.")),
        Mistake(
            "added-gap",
            lambda case: case.panel_rival + case.counter - case.panel_own,
            N_("A panel misses a share, not a fixed number."),
        ),
        Mistake(
            "upside-down",
            lambda case: case.panel_rival * case.panel_own / case.counter,
            N_("The counter sees more than the panel, so the figure rises."),
        ),
        Mistake("news", lambda case: case.news, N_("That is what the rival says of itself.")),
    ),
    (
        N_("One chain stands in both sources."),
        N_("panel's figure for the rival × counter ÷ panel, both for us"),
        N_("{counter:,} ÷ {panel_own:,} is …"),
    ),
    N_("An estimate, on the assumption that their visitors come as often as ours."),
    N_("{panel_rival:,} × {counter:,} ÷ {panel_own:,} = {rival:,.0f}."),
    lambda case: {**vars(case), "rival": case.rival},
    Outside.frame,
    question=N_(
        "Our counter saw {counter:,} visitors. A panel says {panel_own:,} for us and {panel_rival:,} for the rival, who writes {news:,} of itself. "
        "What would our counter see at the rival's door?"
    ),
)


@dataclass(frozen=True)
class Four:
    """An entry of which four parts are offered; one of them is there and of no use."""

    entry: Entry
    offered: tuple[str, str, str, str]

    @property
    def useless(self) -> str:
        """The letter of the part that is of no use."""
        return "abcd"[next(i for i, part in enumerate(self.offered) if self.entry.kinds[part] == "useless")]

    def beside(self, step: int) -> str:
        """The letter of another part."""
        return "abcd"[("abcd".index(self.useless) + step) % 4]


def _four(column: str, useless: str, offered: tuple[str, ...]) -> Four:
    kinds = {part: "useless" if part == useless else "said" for part in PARTS}
    first, second, third, fourth = offered
    return Four(Entry(column, kinds), (first, second, third, fourth))


def _draw_four(rng: np.random.Generator) -> Four:
    offered = tuple(PARTS[place] for place in rng.permutation(len(PARTS))[:4])
    column = ("entries", "refund", "units")[int(rng.integers(3))]
    return _four(column, offered[int(rng.integers(4))], offered)


def _four_fields(case: Four) -> Mapping[str, object]:
    shown = {
        letter: _("{part}: {text}").format(part=part_name(part), text=case.entry.text(part))
        for letter, part in zip("abcd", case.offered, strict=True)
    }
    part = case.offered["abcd".index(case.useless)]
    others = {f"said_{step}": shown[case.beside(step)] for step in (1, 2, 3)}
    return {**shown, **others, "column": case.entry.column, "useless": shown[case.useless], "why": why_useless(part)}


_ENTRY_CARD = Task(
    "6.c4",
    N_("The line that says nothing"),
    Choice((("a", "{a}"), ("b", "{b}"), ("c", "{c}"), ("d", "{d}"))),
    CaseMaker("c06.card.entry", lambda: _four("units", "refresh", ("unit", "refresh", "owner", "empty")), _draw_four),
    lambda case: case.useless,
    (
        Mistake("one-on", lambda case: case.beside(1), N_("“{said_1}”: a stranger could work with that.")),
        Mistake("two-on", lambda case: case.beside(2), N_("“{said_2}”: two people who read it would do the same.")),
        Mistake("three-on", lambda case: case.beside(3), N_("“{said_3}”: short, and it says it.")),
    ),
    (
        N_("Which line would two strangers read in two ways?"),
        N_("A part is said when whoever reads it can act on it."),
        N_("Read each line and ask: and now, what do I do?"),
    ),
    N_("A full cell and no answer: {why}"),
    N_("“{useless}”: {why}"),
    _four_fields,
    lambda case: case.entry.frame(),
    question=N_("In the dictionary's entry for the column {column}, which line is there and of no use?"),
)

CARDS = (_WHO_CARD, _TAX_CARD, _PANEL_CARD, _ENTRY_CARD)
"""Chapter 6: data sources."""
