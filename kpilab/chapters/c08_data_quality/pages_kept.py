"""Pages of a book kept by hand: each line with a defect of its own, a page to mend, and ten lines to be searched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.course.task import CaseMaker

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DEFECTS", "FAILS", "LINES", "PAGE", "TEN_LINES", "TEN_PAGE", "WHICH", "Line", "Page", "TenPage", "Which"]

LINES = tuple(f"line {number}" for number in range(1, 7))
FAILS = {
    "blank": "completeness",
    "ten times": "accuracy",
    "no such day": "validity",
    "twice": "uniqueness",
    "spelling": "consistency",
    "late": "timeliness",
}
"""The six defects of a page, each with the question that it fails."""
DEFECTS = tuple(FAILS)
_SPELLED = {
    "Jasmine box": "Jasmin box",
    "Dragon Well": "Long Jing",
    "Pu'er cake": "Puer cake",
    "Glass pot": "Pot, glass",
}
_PRICES = {"Jasmine box": 78, "Dragon Well": 48, "Pu'er cake": 128, "Glass pot": 98, "Cup": 22, "Gaiwan": 58}


@dataclass(frozen=True)
class Line:
    """One line of a page; `amount`, `price`, `total` as written, None for a blank."""

    day: str
    what: str
    amount: float | None
    unit: str
    price: float | None
    total: float | None
    guest: str = ""
    remark: str = ""


def _frame(lines: tuple[Line, ...], prices: Mapping[str, int]) -> pd.DataFrame:
    """The lines as a table, the list price beside each price; narrow enough for a telephone."""
    import pandas as pd

    rows = [
        (one.day, _shown(one), one.amount, one.price, _list_price(one, prices), one.total, _note(one)) for one in lines
    ]
    names = ["day", "what", "how many", "price", "list price", "sum", "note"]
    found = pd.DataFrame(rows, columns=names, index=[f"line {number}" for number in range(1, len(lines) + 1)])
    return found.astype(object).where(found.notna(), "")


def _shown(line: Line) -> str:
    return f"{line.what}, jin" if line.unit == "jin" else line.what


def _note(line: Line) -> str:
    return ", ".join(text for text in (line.guest, line.remark) if text)


def _list_price(line: Line, prices: Mapping[str, int]) -> str:
    name = next((name for name, spelled in _SPELLED.items() if spelled == line.what), line.what)
    size = {"jin": 10, "dozen": 12}.get(line.unit, 1)
    return f"{prices[name] * size:g}"


@dataclass(frozen=True)
class Which:
    """A page on which each of six lines fails another of the six questions."""

    lines: tuple[Line, ...]
    kinds: tuple[str, ...]

    @property
    def answer(self) -> Mapping[str, str]:
        """For each line the question that it fails."""
        return {name: FAILS[kind] for name, kind in zip(LINES, self.kinds, strict=True)}

    def frame(self) -> pd.DataFrame:
        """The six lines."""
        return _frame(self.lines, _PRICES)


def _failing(kind: str, what: str, day: int) -> Line:
    """A line that fails one question; `twice` is told by its remark, so that one line is enough."""
    price, date = _PRICES[what], f"{day}/6"
    match kind:
        case "blank":
            return Line(date, what, None, "piece", price, None)
        case "ten times":
            return Line(date, what, 1, "piece", 10 * price, 10 * price)
        case "no such day":
            return Line("31/6", what, 1, "piece", price, price)
        case "twice":
            return Line(date, what, 2, "piece", price, 2 * price, "Mrs Gu", "also in the notebook")
        case "spelling":
            return Line(date, _SPELLED[what], 1, "piece", price, price)
        case _:
            return Line(date, what, 2, "piece", price, 2 * price, "", "written three weeks later")


def _draw_which(rng: np.random.Generator) -> Which:
    kinds = tuple(str(kind) for kind in rng.permutation(DEFECTS))
    day = int(rng.integers(3, 20))
    names = list(_SPELLED)
    lines = tuple(_failing(kind, names[int(rng.integers(len(names)))], day + place) for place, kind in enumerate(kinds))
    return Which(lines, kinds)


def _model_which() -> Which:
    names = ("Jasmine box", "Pu'er cake", "Glass pot", "Dragon Well", "Jasmine box", "Glass pot")
    lines = tuple(
        _failing(kind, what, 5 + place) for place, (kind, what) in enumerate(zip(DEFECTS, names, strict=True))
    )
    return Which(lines, DEFECTS)


WHICH = CaseMaker("c08.which", _model_which, _draw_which)


@dataclass(frozen=True)
class Page:
    """A page of seven lines: one price ten times too high, one line twice, one sum blank, one wrong, three that are right.

    The lines are, in this order: ten times, plain, the same again, blank, wrong sum, in jin, with a discount.
    """

    boxes: int
    cakes: int
    cups: int
    pots: int
    tenths: int
    bags: int
    percent: int
    wrong_by: int

    @property
    def lines(self) -> tuple[Line, ...]:
        """The seven lines as written."""
        cake = Line("7/6", "Pu'er cake", self.cakes, "box", 128, self.cakes * 128, "Mrs Gu")
        return (
            Line("7/6", "Jasmine box", self.boxes, "box", 780, self.boxes * 780),
            cake,
            cake,
            Line("7/6", "Cup", self.cups, "piece", 22, None),
            Line("7/6", "Glass pot", self.pots, "piece", 98, self.pots * 98 + self.wrong_by),
            Line("7/6", "Dragon Well", self.tenths / 10, "jin", 480, self.tenths * 48),
            Line("7/6", "Gaiwan", self.bags, "piece", 58, self.discounted, "", f"less {self.percent} %"),
        )

    @property
    def discounted(self) -> float:
        """The gaiwans, after the discount that is noted."""
        return round(self.bags * 58 * (1 - self.percent / 100), 2)

    @property
    def true(self) -> tuple[float, ...]:
        """What each of the seven lines truly took; the second of the same lines took nothing."""
        jin = self.tenths * 48
        return (self.boxes * 78, self.cakes * 128, 0, self.cups * 22, self.pots * 98, jin, self.discounted)

    @property
    def total(self) -> float:
        """What the page truly took."""
        return round(sum(self.true), 2)

    def with_lines(self, changed: Mapping[int, float]) -> float:
        """The total with some lines (counted from 0) left as a mistake leaves them."""
        return round(sum(changed.get(place, value) for place, value in enumerate(self.true)), 2)

    @property
    def written(self) -> float:
        """The column of sums, added up as it stands."""
        return round(sum(line.total or 0 for line in self.lines), 2)

    def frame(self) -> pd.DataFrame:
        """The seven lines, with the list price."""
        return _frame(self.lines, _PRICES)


def _draw_page(rng: np.random.Generator) -> Page:
    between = rng.integers
    return Page(
        int(between(2, 5)),
        int(between(1, 4)),
        int(between(3, 8)),
        int(between(2, 5)),
        int(between(3, 10)),
        5 * int(between(1, 3)),
        int(rng.choice((10, 20))),
        10 * int(between(2, 8)),
    )


PAGE = CaseMaker("c08.page", lambda: Page(3, 2, 4, 2, 4, 5, 20, 20), _draw_page)

TEN_LINES = tuple(f"line {number}" for number in range(1, 11))
TEN = (
    "ten times",
    "twice",
    "wrong sum",
    "no such day",
    "wedding",
    "two guests",
    "discount",
    "jin",
    "plain",
    "plain too",
)


@dataclass(frozen=True)
class TenPage:
    """Ten lines: four with a defect, six that are right, some of them odd; `kinds` says which is which."""

    lines: tuple[Line, ...]
    kinds: tuple[str, ...]

    @property
    def answer(self) -> Mapping[str, str]:
        """For each line what is wrong with it, or that it is fine."""
        found = {"ten times": "price", "twice": "twice", "wrong sum": "sum", "no such day": "day"}
        return {name: found.get(kind, "fine") for name, kind in zip(TEN_LINES, self.kinds, strict=True)}

    def frame(self) -> pd.DataFrame:
        """The ten lines, with the list price."""
        return _frame(self.lines, _PRICES)


def _ten(kind: str, day: str, number: int, by: int) -> Line:
    match kind:
        case "ten times":
            return Line(day, "Gaiwan", number, "piece", 580, 580 * number)
        case "twice":
            return Line(day, "Pu'er cake", 2, "box", 128, 256, "Old Fan")
        case "wrong sum":
            return Line(day, "Glass pot", number, "piece", 98, 98 * number + by)
        case "no such day":
            return Line(f"31/{day.split('/')[1]}", "Jasmine box", number, "box", 78, 78 * number)
        case "wedding":
            return Line(day, "Cup", 48, "piece", 22, 1056, "the florist", "wedding")
        case "two guests":
            return Line(day, "Jasmine box", 1, "box", 78, 78, "Mrs Gu")
        case "discount":
            return Line(day, "Gaiwan", 5, "piece", 58, 232, "", "less 20 %")
        case "jin":
            return Line(day, "Dragon Well", 0.5, "jin", 480, 240)
        case "plain":
            return Line(day, "Jasmine box", 1, "box", 78, 78, "teacher Lu")
        case _:
            return Line(day, "Pu'er cake", 2, "box", 128, 256, "Old Fan")


_GROUPS = (("ten times",), ("plain too", "twice"), ("wrong sum",), ("no such day",), ("wedding",), ("two guests", "plain"),
           ("discount",), ("jin",))  # fmt: skip
"""Lines that stand together: a line and its double, two guests who buy the same."""


def _draw_ten(rng: np.random.Generator) -> TenPage:
    kinds = tuple(kind for place in rng.permutation(len(_GROUPS)) for kind in _GROUPS[int(place)])
    day, number, by = (
        f"{int(rng.integers(5, 27))}/{int(rng.choice((4, 6, 9)))}",
        int(rng.integers(1, 4)),
        10 * int(rng.integers(2, 7)),
    )
    return TenPage(tuple(_ten(kind, day, number, by) for kind in kinds), kinds)


def _model_ten() -> TenPage:
    order = (
        "wedding",
        "plain too",
        "twice",
        "discount",
        "ten times",
        "two guests",
        "plain",
        "jin",
        "wrong sum",
        "no such day",
    )
    return TenPage(tuple(_ten(kind, "14/6", 2, 40) for kind in order), order)


TEN_PAGE = CaseMaker("c08.ten", _model_ten, _draw_ten)
