"""Southgate's second quarter: deals won and lost, deals left open, and what the win rate is without the losses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.course.forms import Choice
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PAIR", "SOUTHGATE", "Quarter", "quarter_fields"]


@dataclass(frozen=True)
class Quarter:
    """`unlogged` of the lost deals could be left open. `aged` deals are 90 days old, `aged_won` of them won."""

    won: int
    lost: int
    still_open: int
    unlogged: int
    aged: int
    aged_won: int
    lines: int
    lines_won: int
    mean: float
    before: float

    @property
    def rate(self) -> float:
        """The win rate, all losses logged."""
        return self.won / (self.won + self.lost)

    @property
    def tricked(self) -> float:
        """The win rate with `unlogged` losses left open."""
        return self.won / (self.won + self.lost - self.unlogged)

    @property
    def aged_rate(self) -> float:
        """The share won of the deals that are 90 days old; it does not see whether a loss was logged."""
        return self.aged_won / self.aged

    def trick(self) -> pd.DataFrame:
        """The quarter as it was, and with the losses left open."""
        import pandas as pd

        return pd.DataFrame(
            {
                "all losses logged": [self.won, self.lost, self.still_open, f"{self.rate:.1%}"],
                "losses left open": [
                    self.won,
                    self.lost - self.unlogged,
                    self.still_open + self.unlogged,
                    f"{self.tricked:.1%}",
                ],
            },
            index=["won", "lost", "open", "win rate"],
        )

    def frame(self) -> pd.DataFrame:
        """What the CRM says of the quarter."""
        import pandas as pd

        facts = {
            "deals won": str(self.won),
            "deals lost": str(self.lost),
            "deals open": str(self.still_open),
            "deals that are 90 days old": str(self.aged),
            "of these won": str(self.aged_won),
            "lines when the visits are joined": str(self.lines),
            "of these of deals won": str(self.lines_won),
            "mean of the sellers' win rates": f"{self.mean:.1%}",
            "printed for the first quarter (the mean)": f"{self.before:.1%}",
        }
        return pd.DataFrame({"second quarter": facts})


def _draw(rng: np.random.Generator) -> Quarter:
    won, lost = int(rng.integers(9, 16)), int(rng.integers(8, 13))
    aged = won + lost + int(rng.integers(6, 11))
    won_lines = 2 * won + int(rng.integers(4, 10))
    lines = won_lines + lost + int(rng.integers(1, 5))
    mean = round(won / (won + lost) + float(rng.choice((0.05, 0.06, 0.08))), 3)
    return Quarter(
        won,
        lost,
        int(rng.integers(10, 18)),
        int(rng.integers(3, 7)),
        aged,
        won - int(rng.integers(1, 4)),
        lines,
        won_lines,
        mean,
        round(mean - float(rng.choice((0.02, 0.03))), 3),
    )


SOUTHGATE = CaseMaker("c07.southgate", lambda: Quarter(12, 8, 15, 4, 25, 10, 41, 30, 0.667, 0.64), _draw)


def quarter_fields(case: Quarter) -> Mapping[str, object]:
    """Every number that a message about the quarter may quote, shares in percent."""
    return {
        "won": case.won,
        "lost": case.lost,
        "closed": case.won + case.lost,
        "still_open": case.still_open,
        "unlogged": case.unlogged,
        "left": case.lost - case.unlogged,
        "rate": 100 * case.rate,
        "tricked": 100 * case.tricked,
        "gain": round(100 * case.tricked, 1) - round(100 * case.rate, 1),
        "aged": case.aged,
        "aged_won": case.aged_won,
        "aged_rate": 100 * case.aged_rate,
        "lines": case.lines,
        "lines_won": case.lines_won,
        "line_rate": 100 * case.lines_won / case.lines,
        "mean": 100 * case.mean,
        "before": 100 * case.before,
        "more": round(100 * case.mean, 1) - round(100 * case.before, 1),
    }


PAIR = Task(
    "7.7",
    N_("End the trick with the open deals"),
    Choice(
        (
            ("more", N_("Raise the plan for the win rate to {tricked:.0f} %.")),
            ("won", N_("Put the number of deals won beside it: {won} this quarter.")),
            (
                "aged",
                N_("Put beside it what became of the deals that are 90 days old; those still open count as not won."),
            ),
            ("export", N_("Count it in Python instead of the sheet: a script cannot be talked into anything.")),
            ("all", N_("Divide by all deals, the {still_open} open ones too.")),
            ("visits", N_("Put the number of visits beside it.")),
        )
    ),
    SOUTHGATE,
    lambda case: "aged",
    (
        Mistake(
            "more",
            lambda case: "more",
            N_(
                "A higher plan asks for more of the trick: {tricked:.1f} % is there already for whoever logs {left} losses instead of {lost}."
            ),
        ),
        Mistake(
            "won",
            lambda case: "won",
            N_(
                "With the trick and without it {won} deals are won. A number that does not move when somebody cheats tells nobody."
            ),
        ),
        Mistake(
            "export",
            lambda case: "export",
            N_(
                "Excel, SQL and Python all count what was entered. {unlogged} losses that nobody entered are missing in each of them."
            ),
        ),
        Mistake(
            "all",
            lambda case: "all",
            N_(
                "That does not see the trick any more, and it punishes whoever opened a new deal yesterday: every fresh deal counts as not won."
            ),
        ),
        Mistake(
            "visits",
            lambda case: "visits",
            N_(
                "Visits are made or not, whether a loss is logged or not. That row neither rewards the trick nor stops it."
            ),
        ),
    ),
    (
        N_("What becomes, in three months, of a deal that was lost and never logged?"),
        N_("Look for a row in which a deal left open costs as much as a deal that was logged as lost."),
        N_("Strike out each change that stays the same, or gets better, when {unlogged} losses stay open."),
    ),
    N_(
        "Leaving {unlogged} losses open lifts the win rate by {gain:.1f} points and leaves the other row where it was: {aged_won} of {aged}, "
        "{aged_rate:.1f} %. There is nothing to be had for not writing it down."
    ),
    N_(
        "Another branch: {won} won, {lost} lost. With {unlogged} losses left open the win rate rises from {rate:.1f} to {tricked:.1f} %. "
        "Of its {aged} deals that are 90 days old {aged_won} are won, before the trick and after it. Which row of yours behaves like that?"
    ),
    quarter_fields,
    Quarter.trick,
)
