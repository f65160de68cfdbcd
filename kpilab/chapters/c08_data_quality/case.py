"""The cases beside the pages: a search and what it brought, shares of few, a full sheet, and one afternoon."""

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
    "AFTERNOON",
    "FEW",
    "FEW_ROWS",
    "FILLED",
    "KINDS",
    "KIND_NAMES",
    "SEARCH",
    "Afternoon",
    "Few",
    "Filled",
    "Search",
]


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
