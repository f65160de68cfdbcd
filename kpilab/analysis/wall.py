"""Numbers on a wall: what a shop lives through that acts on the numbers it sees, and on no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import Literal

from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _

__all__ = ["Gauge", "LivedMonth", "Look", "Shop", "Trouble", "live_with_wall", "profit", "undisturbed"]


@dataclass(frozen=True)
class Trouble:
    """Something that goes wrong from a month on (1 is the first), and stays until somebody finds it.

    It takes `satisfied` (a share) off the satisfied customers and `new` (a share) off the new ones, and `margin` (a
    share of sales) off the gross profit. `reads` gives the reading of further gauges, by name, while it lasts.
    """

    name: str
    starts: int
    satisfied: float = 0.0
    new: float = 0.0
    margin: float = 0.0
    reads: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Gauge:
    """A number that may hang on the wall, with its line and the troubles that its owner can find, in that order.

    `better` says on which side of the line it should stand. `late` is by how many months it is reported late.
    `readings` are its readings, month by month, as long as no trouble moves it; empty for one that the shop works out.
    """

    name: str
    line: float
    better: Literal["higher", "lower"]
    finds: tuple[str, ...] = ()
    late: int = 0
    readings: tuple[float, ...] = ()

    def crossed(self, reading: float) -> bool:
        """Whether a reading is on the wrong side of the line."""
        return reading < self.line if self.better == "higher" else reading > self.line


@dataclass(frozen=True)
class Shop:
    """A shop, month by month: `new` customers, the `satisfied` share of all, and what a visit brings.

    Of satisfied customers `happy_back` come back two months later, of the others `other_back`. `before` are the buyers
    of the two months before the first, all of them as satisfied as usual. A visit brings `visit` thousand in sales, of
    which `margin` is gross profit. Looking for a cause costs `look` thousand. `worked_out` names the gauges for net
    sales, gross profit, satisfied customers and those who come back, in that order.
    """

    new: tuple[float, ...]
    before: tuple[float, float]
    worked_out: tuple[str, str, str, str]
    satisfied: float = 0.90
    happy_back: float = 0.50
    other_back: float = 0.10
    visit: float = 0.5
    margin: float = 0.40
    look: float = 4.0

    def back(self, buyers: float, satisfied: float) -> float:
        """How many of `buyers` come back two months later, where `satisfied` (a share) of them were satisfied.

        >>> round(Shop((), (0, 0), ("s", "p", "c", "b")).back(1000, 0.9))
        460
        """
        return buyers * (satisfied * self.happy_back + (1 - satisfied) * self.other_back)


@dataclass(frozen=True)
class Look:
    """A number on the wall stood on the wrong side, and its owner looked: what was found, or nothing."""

    gauge: str
    found: str = ""


@dataclass(frozen=True)
class LivedMonth:
    """One month: every gauge's reading for that month, whether seen or not, and what the owners did about the wall.

    `shown` are the readings that hung on the wall at the end of it; a number that is reported late is not there yet in
    the first months. `profit` is gross profit in thousands, less what looking cost.
    """

    readings: Mapping[str, float]
    shown: Mapping[str, float]
    looks: tuple[Look, ...]
    active: tuple[str, ...]
    profit: float


def live_with_wall(
    shop: Shop, gauges: Sequence[Gauge], troubles: Sequence[Trouble], wall: Sequence[str], *, months: int | None = None
) -> tuple[LivedMonth, ...]:
    """The months of a shop whose people act on the numbers on the `wall`, and only on those.

    At the end of each month the owner of every number that stands on the wrong side of its line looks for a cause, and
    what is found is mended from the next month on: one trouble a look. Raises `UnknownName` for a number on the wall
    that is not among the `gauges`, and `DataError` for more months than the shop has.

    >>> shop = Shop((560, 580, 610, 640, 540), (1000, 1000), ("sales", "profit", "satisfied", "back"))
    >>> left = Trouble("advisers", 1, satisfied=0.12)
    >>> watched = Gauge("sales", 500, "higher", finds=("advisers",))
    >>> [round(month.readings["sales"]) for month in live_with_wall(shop, [watched], [left], ["sales"])]
    [510, 520, 515, 534, 482]
    """
    wanted = _on_the_wall(gauges, wall)
    months = len(shop.new) if months is None else months
    if months > len(shop.new):
        raise DataError(
            _("The shop has {there} months; {asked} were asked for.").format(there=len(shop.new), asked=months)
        )
    buyers = [*shop.before]
    satisfied = [shop.satisfied, shop.satisfied]
    mended: set[str] = set()
    lived: list[LivedMonth] = []
    for month in range(1, months + 1):
        active = [one for one in troubles if one.starts <= month and one.name not in mended]
        satisfied.append(shop.satisfied - fsum(one.satisfied for one in active))
        back = shop.back(buyers[-2], satisfied[-3])
        buyers.append(shop.new[month - 1] * (1 - fsum(one.new for one in active)) + back)
        sales = buyers[-1] * shop.visit
        gross = sales * (shop.margin - fsum(one.margin for one in active))
        worked = (sales, gross, 100 * satisfied[-1], 100 * back / buyers[-3])
        readings = _readings(gauges, dict(zip(shop.worked_out, worked, strict=True)), active, month)
        past = [*(one.readings for one in lived), readings]
        shown = {one.name: past[-1 - one.late][one.name] for one in wanted if month > one.late}
        looks = _looks(wanted, shown, [one.name for one in active])
        mended |= {look.found for look in looks if look.found}
        left = gross - shop.look * len(looks)
        lived.append(LivedMonth(readings, shown, looks, tuple(one.name for one in active), left))
    return tuple(lived)


def undisturbed(shop: Shop, *, months: int | None = None) -> tuple[LivedMonth, ...]:
    """The same months, had nothing gone wrong; nobody looks for anything."""
    return live_with_wall(shop, (), (), (), months=months)


def profit(lived: Sequence[LivedMonth]) -> float:
    """Gross profit of all the months, less what looking cost, in thousands."""
    return fsum(month.profit for month in lived)


def _on_the_wall(gauges: Sequence[Gauge], wall: Sequence[str]) -> list[Gauge]:
    known = {one.name: one for one in gauges}
    for name in wall:
        if name not in known:
            raise UnknownName(_("number for the wall"), name, known)
    return [known[name] for name in known if name in wall]


def _readings(
    gauges: Sequence[Gauge], worked: Mapping[str, float], active: Sequence[Trouble], month: int
) -> dict[str, float]:
    """What every gauge reads: what was worked out, its own readings, and what a trouble makes of them."""
    found = dict(worked)
    for one in gauges:
        if one.readings:
            moved = [trouble.reads[one.name] for trouble in active if one.name in trouble.reads]
            found[one.name] = moved[-1] if moved else one.readings[month - 1]
    return found


def _looks(wall: Sequence[Gauge], shown: Mapping[str, float], active: Sequence[str]) -> tuple[Look, ...]:
    """Who looks, and what each of them finds that nobody has found before in this month."""
    looks: list[Look] = []
    for one in wall:
        if one.name in shown and one.crossed(shown[one.name]):
            open_ones = [name for name in one.finds if name in active and name not in {look.found for look in looks}]
            looks.append(Look(one.name, open_ones[0] if open_ones else ""))
    return tuple(looks)
