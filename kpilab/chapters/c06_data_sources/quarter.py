"""A quarter lived with the sources somebody chose: a bonus day, a promotion that needs a number, an audit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["HOUR", "MONTHS", "OPTIONS", "ROOM", "Chosen", "Event", "best", "care_hours", "live", "rules", "total"]

MONTHS, ROOM, HOUR = 3, 50, 0.2
"""Months lived, hours a month that can be given to numbers, and what an hour costs, in thousand."""

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "sales": ("orders", "till", "ledger"),
    "refunds": ("desk", "ledger", "tickets"),
    "visitors": ("counter", "receipts", "panel"),
    "satisfied": ("survey", "cards", "stars"),
    "stock": ("records", "month_end", "complaints"),
    "share": ("panel", "association", "news"),
    "owner": ("each", "manager", "apart"),
    "rhythm": ("asked", "monthly", "nightly", "hourly"),
}
"""The sources of six KPIs, who owns the numbers, and the rhythm in which they are refreshed and reconciled."""

_CARE: Mapping[tuple[str, str], int] = {
    ("sales", "orders"): 2,
    ("sales", "till"): 7,
    ("sales", "ledger"): 3,
    ("refunds", "desk"): 4,
    ("refunds", "ledger"): 1,
    ("refunds", "tickets"): 2,
    ("visitors", "counter"): 4,
    ("visitors", "receipts"): 1,
    ("visitors", "panel"): 2,
    ("satisfied", "survey"): 9,
    ("satisfied", "cards"): 2,
    ("satisfied", "stars"): 3,
    ("stock", "records"): 6,
    ("stock", "month_end"): 3,
    ("stock", "complaints"): 1,
    ("share", "panel"): 3,
    ("share", "association"): 2,
    ("share", "news"): 0,
    ("owner", "each"): 0,
    ("owner", "manager"): 0,
    ("owner", "apart"): 4,
    ("rhythm", "asked"): 0,
    ("rhythm", "monthly"): 9,
    ("rhythm", "nightly"): 16,
    ("rhythm", "hourly"): 34,
}


@dataclass(frozen=True)
class Chosen:
    """What was decided, a key of `OPTIONS` for each, with a reason, a confidence, and the months lived since."""

    picks: Mapping[str, str]
    reason: str = ""
    confidence: str = ""
    played: int = 0

    def as_data(self) -> dict[str, object]:
        """As plain data, fit for JSON."""
        return {**vars(self), "picks": dict(self.picks)}

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> Chosen:
        """Back from `as_data`. Raises `DataError` where it does not fit.

        >>> one = Chosen({part: keys[0] for part, keys in OPTIONS.items()}, "Quick.", "sure", 1)
        >>> Chosen.from_data(one.as_data()) == one
        True
        """
        picks, played = data.get("picks"), data.get("played")
        fits = isinstance(picks, Mapping) and all(picks.get(part) in keys for part, keys in OPTIONS.items())
        if not fits or not isinstance(played, int) or not 0 <= played <= MONTHS:
            raise DataError(_("These are no sources that were chosen here."))
        assert isinstance(picks, Mapping)
        kept = {part: str(picks[part]) for part in OPTIONS}
        return cls(kept, str(data.get("reason", "")), str(data.get("confidence", "")), played)


@dataclass(frozen=True)
class Event:
    """Something that happened in a month: the money it cost, in thousand, and the hours people quarrelled over it."""

    month: int
    told: str
    money: float = 0.0
    hours: float = 0.0

    @property
    def cost(self) -> float:
        """Money and hours together, in thousand."""
        return self.money + HOUR * self.hours


def care_hours(picks: Mapping[str, str]) -> int:
    """The hours a month that these choices ask for.

    >>> care_hours({part: keys[0] for part, keys in OPTIONS.items()})
    28
    """
    return sum(_CARE[part, key] for part, key in picks.items())


def live(chosen: Chosen) -> tuple[tuple[Event, ...], ...]:
    """What happens in each of the three months."""
    picks = chosen.picks
    months = (_bonus_day(picks), _promotion(picks), _audit(picks))
    return tuple((_care(picks, number), *events) for number, events in enumerate(months, 1))


def total(chosen: Chosen) -> float:
    """What the quarter cost, in thousand."""
    return sum(event.cost for month in live(chosen) for event in month)


@cache
def best() -> Chosen:
    """The choice that costs least of all that can be made."""
    every = (dict(zip(OPTIONS, keys, strict=True)) for keys in product(*OPTIONS.values()))
    return min((Chosen(picks) for picks in every), key=total)


def _late(picks: Mapping[str, str]) -> bool:
    return care_hours(picks) > ROOM


def _reconciled(picks: Mapping[str, str]) -> bool:
    return picks["rhythm"] != "asked"


def _care(picks: Mapping[str, str], month: int) -> Event:
    hours = care_hours(picks)
    text = (
        _("The numbers ask for {hours} hours, and there are {room}: reports come late.")
        if _late(picks)
        else _("The numbers ask for {hours} of {room} hours.")
    )
    return Event(month, text.format(hours=hours, room=ROOM), hours=min(hours, ROOM))


def _bonus_day(picks: Mapping[str, str]) -> tuple[Event, ...]:
    found = []
    own = 1.5 if picks["owner"] == "manager" else 1.0
    if picks["sales"] == "orders":
        found.append(Event(1, _("The bonus was paid on orders that nobody paid for or that came back."), 12 * own))
    if picks["sales"] == "ledger":
        text = _(
            "What was sold in the last three days is missing from the ledger's month; the stores want their bonus."
        )
        found.append(Event(1, text, hours=14))
    if picks["sales"] == "till" and picks["owner"] == "manager":
        text = _(
            "Returns of the last week are typed in on the first of the next month, by the manager whose bonus it is."
        )
        found.append(Event(1, text, 6))
    if picks["satisfied"] == "cards":
        found.append(Event(1, _("Cards went to customers who smiled: 96 % satisfied, and the bonus for it."), 7 * own))
    if picks["satisfied"] == "stars":
        found.append(Event(1, _("Eleven people left stars in July, four of them for the café next door."), 8, 6))
    if picks["owner"] == "each":
        found.append(Event(1, _("Sales and marketing each bring a number of their own to the bonus day."), hours=20))
    if not _reconciled(picks):
        found.append(Event(1, _("Finance asks where the difference is from. Nobody has looked."), hours=16))
    return tuple(found) or (Event(1, _("Bonus day: one number, signed by two. It takes ten minutes.")),)


def _promotion(picks: Mapping[str, str]) -> tuple[Event, ...]:
    found = []
    if picks["sales"] == "ledger":
        text = _("On the tenth the promotion has to be stopped or doubled. The ledger closes on the twelfth.")
        found.append(Event(2, text, 14))
    elif picks["rhythm"] == "asked" or _late(picks):
        found.append(Event(2, _("On the tenth the newest number of sales is from July. Somebody guesses."), 14))
    if picks["stock"] == "records" and picks["rhythm"] in ("asked", "monthly"):
        found.append(Event(2, _("The stock records are three weeks old when the pillows run out."), 6))
    if picks["stock"] == "month_end":
        found.append(Event(2, _("The shelf was full on the 31st and empty from the 6th."), 10))
    if picks["stock"] == "complaints":
        found.append(Event(2, _("Advisers tell of empty shelves when they have time: mostly after the rush."), 12))
    if picks["visitors"] == "receipts":
        text = _("Who counts receipts as visitors finds that everybody buys. Nobody sees the crowd that went home.")
        found.append(Event(2, text, 6))
    if picks["visitors"] == "panel":
        found.append(Event(2, _("The panel's figure for August comes in October."), 4))
    if picks["visitors"] == "counter" and picks["rhythm"] == "asked":
        found.append(Event(2, _("The counter at Hilltop was out for five days; the empty days were read as 0."), 3))
    return tuple(found) or (Event(2, _("On the tenth the number is there. The promotion is doubled in two stores.")),)


def _audit(picks: Mapping[str, str]) -> tuple[Event, ...]:
    found = []
    if not _reconciled(picks):
        text = _("The auditor finds a forgotten batch in May and one booked twice. Three months are opened again.")
        found.append(Event(3, text, 10, 30))
    if picks["refunds"] == "tickets":
        found.append(Event(3, _("Half of the returns never became a ticket. A bad supplier stays for a quarter."), 6))
    if picks["refunds"] == "ledger":
        found.append(
            Event(3, _("The ledger knows what was paid back, and not which goods. The supplier stays a month."), 2)
        )
    if picks["share"] == "news":
        found.append(
            Event(3, _("Lotus writes of 30,000 visitors. A discount answers it; the panel saw no change."), 15)
        )
    if picks["share"] == "association":
        found.append(
            Event(3, _("The association corrects the market of the first half by 8 %; the plan is made again."), 3)
        )
    if picks["owner"] != "apart" and _reconciled(picks):
        found.append(Event(3, _("The bridge is signed by somebody whose own bonus stands in it."), hours=10))
    return tuple(found) or (Event(3, _("The auditor reads three signed bridges and leaves before lunch.")),)


def rules() -> tuple[str, ...]:
    """How the toy reckons, in the language in use."""
    return (
        _(
            "Each source asks for hours of care a month: a survey 9, the till 7, stock records 6, a ledger 1 to 3, news 0."
        ),
        _("A person apart asks for 4 hours; a refresh each month with its bridge 9, each night 16, each hour 34."),
        _("There are {room} hours; with more, reports come late. An hour costs {hour:,.0f} yuan.").format(
            room=ROOM, hour=1000 * HOUR
        ),
        _("What goes wrong costs what the months said: 2 to 18 thousand yuan each, or 6 to 30 hours."),
    )
