"""The wall as it is lived with: what was hung and why, the months since, and what they are told in words and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kpilab.analysis.wall import Gauge, LivedMonth, live_with_wall, profit, undisturbed
from kpilab.chapters.c01_why_kpis.canal_street import GAUGES, LABELS, MONTHS, SHOP, TROUBLE_NAMES, TROUBLES
from kpilab.errors import DataError
from kpilab.i18n import N_, _
from kpilab.widgets.fields import confidence_words, unsaid
from kpilab.widgets.sign_page import Sheet

__all__ = ["WALLS", "Hung", "Wall", "hang", "lived", "missing", "months", "options", "rules", "verdict"]

_FINDS = {one.name: one.finds for one in GAUGES}
ROOM = 3
"""How many numbers the wall has room for."""


@dataclass(frozen=True)
class Hung:
    """What was hung, why, how sure ("guess", "fairly" or "sure"), and the months lived with it since."""

    wall: tuple[str, ...]
    reason: str
    confidence: str
    played: int = 0

    @property
    def over(self) -> bool:
        """Whether all months have been lived."""
        return self.played >= len(MONTHS)

    def later(self) -> Hung:
        """One month on; after the last month nothing changes."""
        return replace(self, played=min(self.played + 1, len(MONTHS)))

    def as_data(self) -> dict[str, Any]:
        """As plain data, fit for JSON.

        >>> hung = Hung(("sales", "profit", "wait"), "It is what we have.", "sure", 2)
        >>> Hung.from_data(hung.as_data()) == hung
        True
        """
        return {"wall": list(self.wall), "reason": self.reason, "confidence": self.confidence, "played": self.played}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Hung:
        """Back from `as_data`. Raises `DataError` where it does not fit."""
        try:
            wall, played = tuple(str(one) for one in data["wall"]), data["played"]
            known = {one.name for one in GAUGES}
            if len(set(wall)) != ROOM or not set(wall) <= known or not isinstance(played, int) or played < 0:
                raise ValueError
            return cls(wall, str(data["reason"]), str(data["confidence"]), played)
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(_("What hung on the wall cannot be read; hang three numbers again.")) from error


@dataclass(frozen=True)
class Wall:
    """Three numbers that others have hung, with the reason why it went as it did. One of them is `best`."""

    numbers: tuple[str, ...]
    why: str
    best: bool = False


WALLS = (
    Wall(
        ("visitors", "members", "sales"),
        N_("What many walls show. The season looked like trouble, and the trouble like the season."),
    ),
    Wall(("members", "sales", "profit"), N_("Results: true and late. The first look is in September.")),
    Wall(("satisfied", "discount", "shelf"), N_("Early ones only: quick, and blind to what nobody had thought of.")),
    Wall(
        ("satisfied", "discount", "profit"),
        N_("Two that speak early, from two ends of the chain, and a result that misses nothing."),
        best=True,
    ),
)


def rules() -> str:
    """What is going to happen, and what the toy leaves out."""
    return _(
        "From July to December four things go wrong at Canal Street; nobody says which, or when. At the end of a month the "
        "owner of each number on the wall that stands on the wrong side of its line looks for the cause: {look:g} thousand "
        "a look. What is found is mended from the next month on. What does not hang there, nobody sees. It is a toy: here no "
        "survey is wrong by luck, and whoever looks in the right place finds the cause at once."
    ).format(look=SHOP.look)


def options() -> tuple[tuple[str, str], ...]:
    """The nine numbers, each with its line."""
    return tuple(
        (one.name, _("{number}: {line}").format(number=_(LABELS[one.name]), line=_line(one))) for one in GAUGES
    )


def missing(wall: Sequence[str], reason: str, confidence: object) -> tuple[str, ...]:
    """What is still to be said before the numbers can be hung."""
    chosen = _("three numbers, no more and no fewer; {n} are chosen").format(n=len(wall))
    return (*(() if len(wall) == ROOM else (chosen,)), *unsaid(reason, confidence))


def hang(wall: Sequence[str], reason: str, confidence: str) -> Hung:
    """The numbers on the wall, in the order of the list; raises `DataError` where something is missing."""
    if said := missing(wall, reason, confidence):
        raise DataError(_("Before you hang them, write down:"), said)
    return Hung(tuple(one.name for one in GAUGES if one.name in wall), reason.strip(), confidence)


def lived(wall: Sequence[str], *, played: int | None = None) -> tuple[LivedMonth, ...]:
    """The months of Canal Street with these numbers on its wall."""
    return live_with_wall(SHOP, GAUGES, TROUBLES, wall, months=played)


def months(hung: Hung) -> Sheet:
    """The months lived so far: what hung on the wall at the end of each, and what was done about it."""
    wall = [one for one in GAUGES if one.name in hung.wall]
    rows = []
    for place, month in enumerate(lived(hung.wall, played=hung.played)):
        shown = (_reading(one, month) for one in wall)
        rows.append((_(MONTHS[place]), *shown, " ".join(_done(month, place))))
    head = (_("end of"), *(_(LABELS[one.name]) for one in wall), _("what is done"))
    said = () if rows else (_("The numbers hang. Nobody has looked at them yet."),)
    return Sheet(head, tuple(rows), said, amounts=tuple(range(1, 1 + len(wall))), stacked=True)


def verdict(hung: Hung) -> Sheet:
    """Your wall beside others, what went wrong and who found it when, and what you thought before."""
    mine, untouched = lived(hung.wall), profit(undisturbed(SHOP))
    listed = [(_("yours: {numbers}").format(numbers=_names(hung.wall)), mine)]
    listed += [(_wall_name(one), lived(one.numbers)) for one in WALLS if set(one.numbers) != set(hung.wall)]
    listed.append((_("nothing at all"), lived(())))
    rows = tuple(
        (name, f"{profit(one):,.0f}", f"{untouched - profit(one):,.0f}", _first_look(one)) for name, one in listed
    )
    head = (_("hung"), _("gross profit, thousand"), _("lost"), _("first look"))
    intro = _("Had nothing gone wrong, the six months would have brought {profit:,.0f} thousand.").format(
        profit=untouched
    )
    sure = confidence_words(hung.confidence)
    before = (
        _("Before July you wrote: “{reason}”").format(reason=hung.reason),
        _("How sure you were: {confidence}.").format(confidence=sure),
    )
    said = (intro, _pen(hung, mine), *_found(mine), *_why(hung), *before)
    return Sheet(head, rows, said, marked=(0,), amounts=(1, 2), stacked=True)


def _pen(hung: Hung, mine: Sequence[LivedMonth]) -> str:
    """What hung on the wall when the owner was about to sign the lease."""
    october = mine[MONTHS.index("October")]
    read = (
        _("{number} {reading}").format(number=_short(one.name), reading=_reading(one, october))
        for one in GAUGES
        if one.name in hung.wall
    )
    text = _("On the first of November, with the owner's pen over the lease, your wall read: {readings}.")
    return text.format(readings="; ".join(read))


def _line(gauge: Gauge) -> str:
    text = _("{line:,g} or more") if gauge.better == "higher" else _("{line:,g} or less")
    late = _(", reported a month late") if gauge.late else ""
    return _("{line}{late}").format(line=text.format(line=gauge.line), late=late)


def _reading(gauge: Gauge, month: LivedMonth) -> str:
    if gauge.name not in month.shown:
        return _("not known yet")
    reading = month.shown[gauge.name]
    shown = f"{reading:,.1f}".removesuffix(".0") if reading < 100 else f"{reading:,.0f}"
    if not gauge.crossed(reading):
        return shown
    text = _("{reading}, under {line:,g}") if gauge.better == "higher" else _("{reading}, over {line:,g}")
    return text.format(reading=shown, line=gauge.line)


def _done(month: LivedMonth, place: int) -> Iterator[str]:
    """What the owners did, a sentence a look."""
    if not month.looks:
        yield _("All three on the right side. Nobody does anything.")
    for look in month.looks:
        if not look.found:
            text = (
                _("{number}: the owner looks, and finds the same.")
                if any(other.found in _FINDS[look.gauge] for other in month.looks)
                else _("{number}: the owner looks, and finds nothing to mend.")
            )
            yield text.format(number=_short(look.gauge))
            continue
        text = _("{number}: the owner looks, and finds that {trouble}. Mended from {month} on.")
        after = _(MONTHS[place + 1]) if place + 1 < len(MONTHS) else _("January")
        yield text.format(number=_short(look.gauge), trouble=_(TROUBLE_NAMES[look.found]), month=after)


def _found(mine: Sequence[LivedMonth]) -> Iterator[str]:
    """What went wrong, in order, and who found it when."""
    when = {look.found: (place, look.gauge) for place, month in enumerate(mine) for look in month.looks if look.found}
    for trouble in TROUBLES:
        name, month = _(TROUBLE_NAMES[trouble.name]), _(MONTHS[trouble.starts - 1])
        if trouble.name not in when:
            yield _("From {month} on {trouble}. Nobody found it.").format(month=month, trouble=name)
            continue
        place, gauge = when[trouble.name]
        text = _("From {month} on {trouble}. Found at the end of {found}, by this number: {number}.")
        yield text.format(month=month, trouble=name, found=_(MONTHS[place]), number=_short(gauge))


def _why(hung: Hung) -> Iterator[str]:
    """Why the best wall is best, and, where yours is one of the others, why it went as it did."""
    known = next((one for one in WALLS if set(one.numbers) == set(hung.wall)), None)
    if known and known.best:
        yield _("Yours is the best there is: {why}").format(why=_(known.why))
        return
    if known:
        yield _("Why yours went as it did. {why}").format(why=_(known.why))
    best = next(one for one in WALLS if one.best)
    yield _("Why the best wall is best. {why}").format(why=_(best.why))
    if profit(lived(hung.wall)) < profit(lived(())):
        yield _(
            "Your shop earned less than one that looked at nothing: it paid for looks, and found too little by them."
        )


def _first_look(months: Sequence[LivedMonth]) -> str:
    return next((_(MONTHS[place]) for place, month in enumerate(months) if month.looks), _("never"))


def _wall_name(wall: Wall) -> str:
    text = _("{numbers} (the best there is)") if wall.best else "{numbers}"
    return text.format(numbers=_names(wall.numbers))


def _names(wall: Sequence[str]) -> str:
    return " · ".join(_short(one.name) for one in GAUGES if one.name in wall)


def _short(gauge: str) -> str:
    """The number's name without its unit."""
    return _(LABELS[gauge]).partition(",")[0].partition("，")[0]
