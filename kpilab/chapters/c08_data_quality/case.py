"""The small cases of the chapter: pages of a book kept by hand, searches, and shares of few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kpilab.analysis.little_data import Reading, read_share
from kpilab.course.task import CaseMaker
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "AFTERNOON", "DEFECTS", "FEW", "FEW_ROWS", "FILLED", "KINDS", "KIND_NAMES", "LINES", "PAGE", "SEARCH", "TEN", "TEN_LINES", "TEN_PAGE", "WHICH", "Afternoon",
    "Few", "Filled", "Line", "Page", "Search", "TenPage", "Which",
]  # fmt: skip

LINES = tuple(f"line {number}" for number in range(1, 7))
DEFECTS = ("blank", "ten times", "no such day", "twice", "spelling", "late")
"""The six defects of a page, one for each of the six questions."""
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
    """The lines as a table, with the list price beside each."""
    import pandas as pd

    rows = [
        (one.day, one.what, one.amount, one.unit, one.price, one.total, one.guest, one.remark, _list_price(one, prices))
        for one in lines
    ]
    names = ["day", "what", "how many", "unit", "price", "sum", "guest", "remark", "list price"]
    found = pd.DataFrame(rows, columns=names, index=[f"line {number}" for number in range(1, len(lines) + 1)])
    return found.astype(object).where(found.notna(), "")


def _list_price(line: Line, prices: Mapping[str, int]) -> str:
    name = next((name for name, spelled in _SPELLED.items() if spelled == line.what), line.what)
    size = {"jin": 10, "dozen": 12}.get(line.unit, 1)
    return f"{prices[name] * size:g}"


@dataclass(frozen=True)
class Which:
    """A page on which each of six lines fails another of the six questions."""

    lines: tuple[Line, ...]
    kinds: tuple[str, ...]

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
            return Line(date, what, 2, "piece", price, 2 * price, "Mrs Gu", "also in the notebook, same guest")
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


@dataclass(frozen=True)
class Search:
    """A rule let loose on a book: its alarms, those that were right, what each saved, and what looking takes."""

    alarms: int
    hits: int
    saved_each: int
    minutes: int
    hour: int

    def brought(self, *, looked_at: int | None = None, hits: int | None = None) -> float:
        """What the search brought, after the time for the alarms looked at."""
        looked = self.alarms if looked_at is None else looked_at
        return (self.hits if hits is None else hits) * self.saved_each - looked * self.minutes / 60 * self.hour

    def frame(self) -> pd.DataFrame:
        """The search in five lines."""
        import pandas as pd

        lines = {
            _("alarms"): self.alarms,
            _("of these right"): self.hits,
            _("yuan saved by each right one"): self.saved_each,
            _("minutes to look at an alarm"): self.minutes,
            _("yuan for an hour of work"): self.hour,
        }
        return pd.DataFrame({_("the search"): lines})


def _draw_search(rng: np.random.Generator) -> Search:
    alarms = 10 * int(rng.integers(3, 9))
    return Search(
        alarms,
        int(rng.integers(8, alarms // 2)),
        10 * int(rng.integers(4, 10)),
        int(rng.choice((3, 6, 9))),
        20 * int(rng.integers(1, 4)),
    )


SEARCH = CaseMaker("c08.search", lambda: Search(40, 15, 60, 6, 40), _draw_search)

FEW_ROWS = ("Stamp card", "Tasting table", "New cake", "Later closing")
_FEW_KINDS = ("above", "below", "near above", "near below")


@dataclass(frozen=True)
class Few:
    """Four questions answered by few: yeses, asked, and the line that each share must pass."""

    yes: tuple[int, ...]
    asked: tuple[int, ...]
    line: tuple[float, ...]
    kinds: tuple[str, ...]

    def reading(self, place: int) -> Reading:
        """What the share in that row says about its line."""
        return read_share(self.yes[place], self.asked[place], line=self.line[place])

    def frame(self) -> pd.DataFrame:
        """The four questions with their intervals."""
        import pandas as pd

        rows = []
        for place in range(len(FEW_ROWS)):
            read = self.reading(place)
            rows.append(
                (
                    self.yes[place],
                    self.asked[place],
                    f"{read.share:.0%}",
                    f"{read.low:.0%}",
                    f"{read.high:.0%}",
                    f"{self.line[place]:.0%}",
                )
            )
        names = [_("yes"), _("asked"), _("share"), _("low end"), _("high end"), _("line")]
        return pd.DataFrame(rows, columns=names, index=[_(row) for row in FEW_ROWS])


def _of_kind(rng: np.random.Generator, kind: str) -> tuple[int, int, float]:
    """A row whose interval does what its kind says; at least two points between each end and the line."""
    while True:
        line = 0.05 * int(rng.integers(6, 15))
        asked = (
            int(rng.integers(12, 24)) if kind in ("above", "near above", "near below") else int(rng.integers(40, 90))
        )
        yes = int(rng.integers(1, asked))
        read = read_share(yes, asked, line=line)
        clear = min(abs(read.low - line), abs(read.high - line), abs(read.share - line)) > 0.03
        wanted = {
            "above": read.side == "above",
            "below": read.side == "below",
            "near above": read.side == "not yet" and read.share > line,
            "near below": read.side == "not yet" and read.share < line,
        }
        if clear and wanted[kind]:
            return yes, asked, round(line, 2)


def _draw_few(rng: np.random.Generator) -> Few:
    kinds = tuple(str(kind) for kind in rng.permutation(_FEW_KINDS))
    rows = [_of_kind(rng, kind) for kind in kinds]
    yes, asked, line = zip(*rows, strict=True)
    return Few(yes, asked, line, kinds)


FEW = CaseMaker(
    "c08.few",
    lambda: Few(
        (11, 9, 17, 20), (16, 18, 18, 60), (0.50, 0.60, 0.60, 0.50), ("near above", "near below", "above", "below")
    ),
    _draw_few,
)


@dataclass(frozen=True)
class Filled:
    """Completeness and accuracy before and after somebody began to fill the blanks; shares in percent."""

    before: int
    accuracy: int
    pay: int

    def frame(self) -> pd.DataFrame:
        """Two months side by side."""
        import pandas as pd

        rows = {
            _("cells that are filled, %"): (self.before, 100),
            _("cells that agree with the receipt, %"): (self.accuracy, self.accuracy),
            _("bonus for full sheets, yuan"): (0, self.pay),
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=[_("July"), _("September")])


def _draw_filled(rng: np.random.Generator) -> Filled:
    before = int(rng.integers(80, 91))
    return Filled(before, before - int(rng.integers(3, 8)), 50 * int(rng.integers(3, 8)))


FILLED = CaseMaker("c08.filled", lambda: Filled(84, 79, 200), _draw_filled)

KINDS = ("blank", "price", "double", "sum", "day")
KIND_NAMES = {
    "blank": N_("left blank"),
    "price": N_("price ten times too high"),
    "double": N_("written twice"),
    "sum": N_("sum does not add up"),
    "day": N_("day not written"),
}
_ROLES = ("best", "most rows", "most money", "quickest", "dearest")


@dataclass(frozen=True)
class Afternoon:
    """Five kinds of defects, each with its rows, minutes a row, and yuan in all."""

    rows: Mapping[str, int]
    minutes: Mapping[str, int]
    yuan: Mapping[str, int]
    roles: Mapping[str, str]

    def kind(self, role: str) -> str:
        """The kind in that role."""
        return next(kind for kind, own in self.roles.items() if own == role)

    def a_minute(self, kind: str) -> float:
        """Yuan put right in a minute."""
        return self.yuan[kind] / (self.rows[kind] * self.minutes[kind])

    def frame(self) -> pd.DataFrame:
        """The five kinds."""
        import pandas as pd

        names = [_("rows"), _("minutes a row"), _("yuan in all")]
        rows = [(self.rows[kind], self.minutes[kind], self.yuan[kind]) for kind in KINDS]
        return pd.DataFrame(rows, columns=names, index=[_(KIND_NAMES[kind]) for kind in KINDS])


def _afternoon(roles: Mapping[str, str], step: Mapping[str, int]) -> Afternoon:
    known: dict[str, tuple[int, int, int]] = {
        "best": (6, 5, 2400 + 60 * step["best"]),
        "most rows": (40 + step["most rows"], 2, 400),
        "most money": (9, 20, 3600 + 90 * step["most money"]),
        "quickest": (12, 1, 240 + 12 * step["quickest"]),
        "dearest": (2, 45, 1800 + 20 * step["dearest"]),
    }
    cells: dict[str, Any] = {kind: known[role] for kind, role in roles.items()}
    rows, minutes, yuan = ({kind: cells[kind][place] for kind in KINDS} for place in range(3))
    return Afternoon(rows, minutes, yuan, dict(roles))


def _draw_afternoon(rng: np.random.Generator) -> Afternoon:
    roles = dict(zip(KINDS, (str(role) for role in rng.permutation(_ROLES)), strict=True))
    return _afternoon(roles, {role: int(rng.integers(0, 8)) for role in _ROLES})


AFTERNOON = CaseMaker(
    "c08.afternoon",
    lambda: _afternoon(
        {"blank": "most rows", "price": "best", "double": "quickest", "sum": "most money", "day": "dearest"},
        dict.fromkeys(_ROLES, 0),
    ),
    _draw_afternoon,
)
