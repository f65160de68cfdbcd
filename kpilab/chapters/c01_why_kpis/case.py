"""The small cases about walls: five notes, six months of numbers, and a shop that earns less than a year ago."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from kpilab.course.task import CaseMaker
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MILL", "NOTES", "SIGNALS", "SIGNAL_NAMES", "Mill", "Notes", "Pinned", "Signals"]


@dataclass(frozen=True)
class Pinned:
    """Lines to be read, whole, on a page and in plain text."""

    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return "".join(f"<p>{escape(line)}</p>" for line in self.lines)


@dataclass(frozen=True)
class Notes:
    """Five notes on a wall.

    `kinds` says what each of them is: measure, indicator, owned (an indicator with a name and no decision), kpi or
    plan; the numbers fill them.
    """

    kinds: tuple[str, ...]
    receipts: int
    satisfied: int
    before: int
    wait: float
    back: int
    under: int
    plan: int

    def text(self, kind: str) -> str:
        """The note of that kind, as it hangs there."""
        text = {
            "measure": _("{receipts:,} receipts in June"),
            "indicator": _("Satisfied customers {satisfied} %, in May {before} %"),
            "owned": _("Ms Lin answers for the wait at the till. In June it was {wait:g} minutes, in May 6"),
            "kpi": _(
                "Regulars who come back, each month: {back} % or more. Under {under} % Mr Bao rings ten of them the same week"
            ),
            "plan": _("{plan} % satisfied by the end of the year"),
        }[kind]
        return text.format(**vars(self))

    def wall(self) -> Pinned:
        """The five notes, one line each."""
        line = _("Note {n}: {says}.")
        return Pinned(tuple(line.format(n=n, says=self.text(kind)) for n, kind in enumerate(self.kinds, 1)))


def _draw_notes(rng: np.random.Generator) -> Notes:
    kinds = tuple(rng.permutation(["measure", "indicator", "owned", "kpi", "plan"]).tolist())
    satisfied, back = int(rng.integers(80, 93)), int(rng.integers(38, 52))
    return Notes(
        kinds,
        10 * int(rng.integers(80, 180)),
        satisfied,
        satisfied + int(rng.choice((-3, -2, 2, 3))),
        float(rng.choice((5.5, 6.5, 7, 7.5))),
        back,
        back - int(rng.integers(2, 5)),
        int(rng.integers(90, 96)),
    )


NOTES = CaseMaker(
    "c01.notes",
    lambda: Notes(("measure", "indicator", "owned", "kpi", "plan"), 1340, 86, 88, 6.5, 46, 43, 92),
    _draw_notes,
)

SIGNAL_NAMES = (
    N_("Satisfied customers, %"),
    N_("Discount given, %"),
    N_("Wait at the till, minutes"),
    N_("Goods returned, %"),
    N_("Visitors a day"),
)
_MONTHS = (N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"))
_LINES = (85.0, 8.0, 6.0, 4.0, 90.0)
_STEPS = (1.0, 0.5, 0.5, 0.5, 2.0)
_LOWER = (False, True, True, True, False)


@dataclass(frozen=True)
class Signals:
    """Five numbers over six months, each with its line, beside net sales and their line.

    `kinds` says of each number when it first crossed its line: "early" or "earlier" (before net sales), "same" (in the
    same month), "late" (after), or "near" (never: it came to stand on the line). `crossed` is the month, 0 for January,
    in which net sales first fell under their line.
    """

    kinds: tuple[str, ...]
    readings: tuple[tuple[float, ...], ...]
    sales: tuple[int, ...]
    plan: int
    crossed: int

    def first(self, place: int) -> int | None:
        """The month in which that number first crossed its line, 0 for January; None where it never did."""
        line, lower = _LINES[place], _LOWER[place]
        crossings = [month for month, x in enumerate(self.readings[place]) if (x > line if lower else x < line)]
        return crossings[0] if crossings else None

    def level(self, place: int) -> float:
        """That number's line."""
        return _LINES[place]

    def lower(self, place: int) -> bool:
        """Whether that number is better when it is lower."""
        return _LOWER[place]

    def line(self, place: int) -> str:
        """That number's line, in words."""
        text = _("{line:g} or less") if _LOWER[place] else _("{line:g} or more")
        return text.format(line=_LINES[place])

    def frame(self) -> pd.DataFrame:
        """Six lines: net sales and the five numbers, month by month, with the line of each."""
        import pandas as pd

        months = [_(month) for month in _MONTHS]
        rows = {_("Net sales, thousand"): [_("{line:g} or more").format(line=self.plan), *self.sales]}
        for place, name in enumerate(SIGNAL_NAMES):
            rows[_(name)] = [self.line(place), *(f"{reading:g}" for reading in self.readings[place])]
        return pd.DataFrame.from_dict(rows, orient="index", columns=[_("should be"), *months])


def _signals(rng: np.random.Generator, kinds: tuple[str, ...]) -> Signals:
    """Numbers of these kinds; net sales fall under their line in April or May."""
    crossed = int(rng.integers(3, 5))
    first = {"early": crossed - 1, "earlier": crossed - 2, "same": crossed, "late": crossed + 1}
    readings = tuple(_moving(rng, place, first.get(kind)) for place, kind in enumerate(kinds))
    plan = 20 * int(rng.integers(20, 31))
    sales = [
        plan + 5 * int(rng.integers(1, 7)) if month < crossed else plan - 5 * int(rng.integers(2, 8))
        for month in range(6)
    ]
    return Signals(kinds, readings, tuple(sales), plan, crossed)


def _moving(rng: np.random.Generator, place: int, first: int | None) -> tuple[float, ...]:
    """Six readings that cross the line in month `first`, the more the later; or stand on it once where there is none."""
    line, step, way = _LINES[place], _STEPS[place], (1 if _LOWER[place] else -1)
    good = [line - way * step * int(rng.integers(1, 4)) for _month in range(6)]
    if first is None:
        good[int(rng.integers(2, 5))] = line
        return tuple(good)
    bad = [line + way * step * (1 + month - first + int(rng.integers(0, 2))) for month in range(first, 6)]
    return (*good[:first], *bad)


def _draw_signals(rng: np.random.Generator) -> Signals:
    dealt = rng.permutation(["early", "earlier", "same", "late", "near"]).tolist()
    return _signals(rng, tuple(dealt))


SIGNALS = CaseMaker(
    "c01.signals",
    lambda: Signals(
        ("earlier", "early", "same", "late", "near"),
        (
            (88, 87, 84, 82, 81, 81),
            (6, 6.5, 6, 9, 10, 10.5),
            (5, 5.5, 5, 5.5, 6.5, 7),
            (3, 2.5, 3, 3.5, 3.5, 4.5),
            (94, 96, 92, 90, 92, 94),
        ),
        (515, 520, 530, 525, 480, 470),
        500,
        4,
    ),
    _draw_signals,
)


@dataclass(frozen=True)
class Mill:
    """Mill Lane: what grew and what shrank in a year. Percentages; `wait` in minutes."""

    sales: int
    profit: int
    satisfied: tuple[int, int]
    discount: tuple[int, int]
    complaints: tuple[int, int]
    visitors: int
    wait: float

    def frame(self) -> pd.DataFrame:
        """Seven lines: a year ago and now."""
        import pandas as pd

        wait = f"{self.wait:g}"
        rows = {
            _("net sales (a year ago = 100)"): ("100", f"{100 + self.sales}"),
            _("gross profit (a year ago = 100)"): ("100", f"{100 - self.profit}"),
            _("satisfied customers, %"): tuple(str(one) for one in self.satisfied),
            _("discount given, % of list price"): tuple(str(one) for one in self.discount),
            _("complaints a month"): tuple(str(one) for one in self.complaints),
            _("visitors (a year ago = 100)"): ("100", f"{100 + self.visitors}"),
            _("wait at the till, minutes"): (wait, wait),
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=[_("a year ago"), _("now")])


def _draw_mill(rng: np.random.Generator) -> Mill:
    satisfied, discount, complaints = (int(rng.integers(low, high)) for low, high in ((88, 94), (5, 8), (8, 15)))
    return Mill(
        int(rng.integers(6, 13)),
        int(rng.integers(13, 22)),
        (satisfied, satisfied - int(rng.integers(7, 11))),
        (discount, discount + int(rng.integers(5, 9))),
        (complaints, complaints + int(rng.integers(9, 16))),
        int(rng.integers(3, 6)),
        float(rng.choice((4.5, 5, 5.5))),
    )


MILL = CaseMaker("c01.mill", lambda: Mill(9, 14, (91, 83), (6, 13), (10, 21), 4, 5.0), _draw_mill)
