"""Entries of a data dictionary, part by part: said, said and of no use, or not said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kpilab.course.task import CaseMaker
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ENTRY", "PARTS", "Entry", "part_name", "why_useless"]

PARTS = ("counts", "unit", "grain", "owner", "refresh", "empty")
"""The parts of an entry that are asked for; the key, which tells rows apart, goes with the grain."""

_NAMES = {
    "counts": N_("what is counted"),
    "unit": N_("unit"),
    "grain": N_("what one row is"),
    "owner": N_("owner"),
    "refresh": N_("refreshed"),
    "empty": N_("an empty cell means"),
}

_TEXTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "entries": {
        "counts": (N_("everyone who passes the door inward, staff too"), N_("visitors")),
        "unit": (N_("people"), N_("number")),
        "grain": (N_("one store and one day"), N_("daily data")),
        "owner": (N_("the manager of the store"), N_("operations")),
        "refresh": (N_("each night, for the day before"), N_("regularly")),
        "empty": (N_("the counter was out; 0 is written where nobody came"), N_("no value")),
    },
    "refund": {
        "counts": (N_("money paid back, on the day the goods came in"), N_("refunds of the period")),
        "unit": (N_("cents, tax inside"), N_("money")),
        "grain": (N_("one returned line of an order"), N_("returns")),
        "owner": (N_("Li, head of customer service"), N_("service and finance")),
        "refresh": (N_("each hour, from the return desk"), N_("up to date")),
        "empty": (N_("goods are back, money not paid yet"), N_("unknown")),
    },
    "units": {
        "counts": (N_("pieces on the shelf, storeroom left out"), N_("stock")),
        "unit": (N_("pieces; a set is one"), N_("units")),
        "grain": (N_("one store, one product, last day of a month"), N_("by product")),
        "owner": (N_("the buyer of the category"), N_("the team")),
        "refresh": (N_("on the first working day of the month"), N_("monthly, as a rule")),
        "empty": (N_("not counted; an empty shelf is 0"), N_("nothing there")),
    },
}
"""For each column and part: a text that says it, and one that does not, though it stands there."""


def part_name(part: str) -> str:
    """A part of an entry in words."""
    return _(_NAMES[part])


def why_useless(part: str) -> str:
    """What cannot be done with a text that is there and says nothing."""
    texts = {
        "counts": _("two people who read it count two different things."),
        "unit": _("cents or yuan, pieces or sets, with tax or without: whoever adds it up has to guess."),
        "grain": _("nobody can tell what one row stands for, so nobody knows what may be added."),
        "owner": _("there is nobody to call. A person or a post answers the telephone, a department does not."),
        "refresh": _("it does not say when. On the tenth of a month you have to know which day it shows."),
        "empty": _("was it 0, was it not measured, is it not known yet? Three averages follow from it."),
    }
    return texts[part]


@dataclass(frozen=True)
class Entry:
    """One entry: a column's name, and for each part whether it is ``said``, ``useless`` or ``absent``."""

    column: str
    kinds: Mapping[str, str]

    def text(self, part: str) -> str:
        """What stands there, in the language in use; nothing where it is absent."""
        if self.kinds[part] == "absent":
            return ""
        clear, vague = _TEXTS[self.column][part]
        return _(clear if self.kinds[part] == "said" else vague)

    def frame(self) -> pd.DataFrame:
        """The entry as it stands in the dictionary."""
        import pandas as pd

        label = _("column {name}").format(name=self.column)
        return pd.DataFrame({label: [self.text(part) for part in PARTS]}, index=[part_name(part) for part in PARTS])

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """The parts of that kind."""
        return tuple(part for part in PARTS if self.kinds[part] == kind)


_DEAL = ("said", "said", "useless", "useless", "useless", "absent")


def _draw(rng: np.random.Generator) -> Entry:
    column = tuple(_TEXTS)[int(rng.integers(len(_TEXTS)))]
    return Entry(column, dict(zip(PARTS, rng.permutation(_DEAL).tolist(), strict=True)))


ENTRY = CaseMaker(
    "c06.entry",
    lambda: Entry(
        "entries", dict(zip(PARTS, ("useless", "said", "said", "useless", "useless", "absent"), strict=True))
    ),
    _draw,
)
