"""The autumn of the widget: the chain's own receipts, a competitor added in October, and three who compute."""

from __future__ import annotations

from functools import lru_cache

from kpilab.analysis.coming_back import Below, Reading, coming_back, month_number, purchases_of
from kpilab.analysis.page_life import Autumn, Colleague, Ends
from kpilab.data.load import load
from kpilab.i18n import N_, _

__all__ = ["BEST", "COLLEAGUES", "NUMBERS", "autumn", "by_name"]

COLLEAGUES = (
    Colleague("Wen", N_("marketing"), Reading(below="bought now, known", window=1)),
    Colleague("Lin", N_("finance"), Reading(when="returns off")),
    Colleague("Rao", N_("stores"), Reading("tills only", "bought now, twice")),
)
"""Who computes the number, and how each fills what the page leaves open."""

NUMBERS: dict[str, Below] = {"Wen": "bought now, known", "Lin": "bought before", "Rao": "bought now, twice"}
"""Who is below the line in the number that each brought to the meeting; all channels, three months, at once."""

BEST = Ends("all channels", "bought before", 3, "at once")
_EVERY, _BACK = 5, 10


@lru_cache(maxsize=1)
def autumn() -> Autumn:
    """April to September 2025 set the base; from October on each fifth known customer stays away.

    They are picked by their number: those that five divides go, and of these those that ten divides can be won back.
    """
    purchases = purchases_of(load("retail_chain", tables=["orders", "order_lines", "returns", "customers"]))
    months = ("2025-10", "2025-11", "2025-12")
    known = [one for one, since in purchases.since.items() if since < month_number(months[0])]
    away = frozenset(one for one in known if int(one.removeprefix("C")) % _EVERY == 0)
    back = frozenset(one for one in away if int(one.removeprefix("C")) % _BACK == 0)
    return Autumn(purchases, tuple(f"2025-{month:02d}" for month in range(4, 10)), months, away, back)


def by_name() -> dict[str, dict[str, float]]:
    """The three numbers in per cent, April to December, with the competitor from October on."""
    here = autumn()
    lines = {_("Wen, {work}").format(work=_("marketing")): "Wen"}
    lines |= {_("Lin, {work}").format(work=_("finance")): "Lin", _("Rao, {work}").format(work=_("stores")): "Rao"}
    return {label: _line(here, Reading(below=NUMBERS[name])) for label, name in lines.items()}


def _line(here: Autumn, reading: Reading) -> dict[str, float]:
    lived = here.lived(None)
    return {month: 100 * coming_back(lived, reading, month) for month in (*here.before, *here.months)}
