"""The desk on which a page is written and lived: every state of the widget as plain data, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import Any, get_args

from kpilab.analysis.coming_back import Below, Counts, When, every_reading
from kpilab.analysis.page_life import CALM, QUARREL, TALK, TYING, Ends, Lived, live_with_page
from kpilab.chapters.c02_from_strategy_to_kpis.autumn import BEST, COLLEAGUES, autumn
from kpilab.errors import DataError
from kpilab.i18n import N_, _
from kpilab.widgets.fields import confidence_words, unsaid
from kpilab.widgets.sign_page import Sheet

__all__ = ["OPEN", "OTHERS", "PageDesk", "Signed", "end_options", "months", "page", "rules", "verdict"]

OPEN = "open"
"""The key under which an end is left open."""
_MONTHS = {"2025-10": N_("October"), "2025-11": N_("November"), "2025-12": N_("December")}
OTHERS = (
    (N_("the name alone"), Ends(), N_("Four loose ends: nobody lies, and nothing is decided.")),
    (N_("who is divided by, and nothing more"), Ends(below="bought before"), N_("The end that everybody talks about is tied; the other three go on quarrelling.")),
    (N_("tied, known among buyers, six months"), Ends("all channels", "bought now, known", 6, "at once"), N_("The tempting one: one number, calm meetings. It says who stands in the shop.")),
    (N_("tied, tills only"), Ends("tills only", "bought before", 3, "at once"), N_("It acts in time, and would have done so in a quiet autumn too: customers who go online look lost to it.")),
    (N_("tied, all channels, bought before, three months"), BEST, N_("Below the line stand those who could come back, so it falls when they do not.")),
)  # fmt: skip
"""Pages that others have signed, in the order of the table, with why each ends as it does; the last one is the best."""


@dataclass(frozen=True)
class Signed:
    """What was signed, why, how sure the signer was, and the months lived since."""

    ends: Ends
    reason: str
    confidence: str
    played: int = 0

    def as_data(self) -> dict[str, Any]:
        """As plain data, fit for JSON.

        >>> signed = Signed(Ends(window=3), "It is short.", "sure", 1)
        >>> Signed.from_data(signed.as_data()) == signed
        True
        """
        said = {end.name: getattr(self.ends, end.name) for end in fields(self.ends)}
        return {**said, "reason": self.reason, "confidence": self.confidence, "played": self.played}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Signed:
        """Back from `as_data`. Raises `DataError` where it does not fit."""
        known = {"counts": get_args(Counts), "below": get_args(Below), "window": (1, 3, 6), "when": get_args(When)}
        said = {name: data.get(name) for name in known}
        played = data.get("played", 0)
        if any(said[name] not in (None, *allowed) for name, allowed in known.items()) or not isinstance(played, int):
            raise DataError(_("A signed page that was kept cannot be read; sign again."))
        return cls(Ends(**said), str(data.get("reason")), str(data.get("confidence")), max(0, played))


@dataclass(frozen=True)
class PageDesk:
    """The page as it lies there: drafted, then signed, then lived month by month. Every step gives a new desk."""

    draft: Ends = field(default_factory=Ends)
    signed: Signed | None = None

    def choose(self, end: str, key: str) -> PageDesk:
        """One end tied, or left open."""
        if self.signed:
            raise DataError(_("This page is signed; a signed page is not changed."))
        said: dict[str, Any] = {end: None if key == OPEN else int(key) if end == "window" else key}
        return replace(self, draft=replace(self.draft, **said))

    def missing(self, reason: str, confidence: str | None) -> tuple[str, ...]:
        """What is still to be written down before the page can be signed."""
        return unsaid(reason, confidence)

    def sign(self, reason: str, confidence: str) -> PageDesk:
        """The draft, signed."""
        return replace(self, signed=Signed(self.draft, reason.strip(), confidence))

    def play(self) -> PageDesk:
        """One month later; after the last one nothing changes. Raises `DataError` where nothing is signed."""
        if not self.signed:
            raise DataError(_("Sign a page first; then live with it."))
        return replace(self, signed=replace(self.signed, played=self.played + 1 if not self.over else self.played))

    def reopen(self) -> PageDesk:
        """The page back on the desk."""
        return replace(self, draft=self.signed.ends if self.signed else self.draft, signed=None)

    @property
    def played(self) -> int:
        """Months lived under the signed page."""
        return min(self.signed.played, len(_MONTHS)) if self.signed else 0

    @property
    def over(self) -> bool:
        """Whether the autumn is over."""
        return self.signed is not None and self.played >= len(_MONTHS)

    @property
    def ends(self) -> Ends:
        """The page that counts: the signed one, or the draft."""
        return self.signed.ends if self.signed else self.draft

    @property
    def readings(self) -> int:
        """In how many of the readings the page can still be read."""
        return len({self.ends.read_by(reading) for reading in every_reading()})


@lru_cache(maxsize=64)
def lived(ends: Ends, months: int | None = None) -> Lived:
    """The autumn under a page."""
    return live_with_page(ends, COLLEAGUES, autumn(), months=months)


def end_options() -> dict[str, tuple[str, tuple[tuple[str, str], ...]]]:
    """The four ends: the question of each, and what may be written, the open end first."""
    nothing = (OPEN, _("leave it open"))
    return {
        "below": (
            _("Who is below the line, and who above it?"),
            (
                nothing,
                ("bought before", _("below: bought in the window before; above: those of them who bought in this one")),
                ("bought now, known", _("below: bought in this window; above: those who were customers before it")),
                ("bought now, twice", _("below: bought in this window; above: those who bought on two days of it")),
            ),
        ),
        "counts": (
            _("What counts as a purchase?"),
            (nothing, ("all channels", _("every channel: store, phone, online")), ("tills only", _("the tills only"))),
        ),
        "window": (
            _("Which window?"),
            (nothing, ("1", _("one month")), ("3", _("three months")), ("6", _("six months"))),
        ),
        "when": (
            _("When is it read?"),
            (
                nothing,
                ("at once", _("when the month ends")),
                ("returns off", _("a month later, with goods sent back off")),
            ),
        ),
    }


def rules() -> tuple[str, ...]:
    """What happens, and what is a toy about it: a paragraph each."""
    return (
        _(
            "Three colleagues compute one number from your page each month. What the page leaves open, each fills by habit."
        ),
        _(
            "In October a competitor opens, and one known customer in five stays away. The meeting acts when all three see their number "
            "below its lowest of April to September; from the next month on half of those who stayed away are back."
        ),
        _(
            "Tying an end takes {tying} minutes, once. A meeting takes {calm} minutes with one number on the table, {talk} with several that say "
            "the same, {quarrel} with several that disagree. It is a toy: the receipts are the chain's, the competitor and the minutes are made up."
        ).format(tying=TYING, calm=CALM, talk=TALK, quarrel=QUARREL),
    )


def page(desk: PageDesk) -> Sheet:
    """The page as it stands: what it says of each end, and in how many ways it can be read."""
    rows = []
    for end, (question, options) in end_options().items():
        said = getattr(desk.ends, end)
        rows.append((question, dict(options)[OPEN if said is None else str(said)]))
    told = _("Ends tied: {tied} of 4. Ways in which the page can still be read: {readings}.")
    return Sheet(
        (_("end"), _("what the page says")), tuple(rows), (told.format(tied=desk.ends.tied, readings=desk.readings),)
    )


def months(desk: PageDesk) -> Sheet:
    """The months lived so far, a line each: three numbers with who sees what, minutes, and what came of it."""
    told = lived(desk.ends, desk.played)
    rows = []
    for meeting in told.meetings:
        below = {True: _("{number:.1f} %, too low"), False: _("{number:.1f} %")}
        seen = [below[meeting.below[one.name]].format(number=100 * meeting.numbers[one.name]) for one in COLLEAGUES]
        rows.append((_(_MONTHS[meeting.month]), *seen, str(meeting.minutes), _came_of(told, meeting.month)))
    head = (_("month"), *(one.name for one in COLLEAGUES), _("minutes"), _("what came of it"))
    return Sheet(head, tuple(rows), _bases(told), amounts=(4,), stacked=True)


def _bases(told: Lived) -> tuple[str, ...]:
    if not told.meetings:
        return ()
    shown = ", ".join(f"{one.name} {100 * told.meetings[0].bases[one.name]:.1f} %" for one in COLLEAGUES)
    return (_("Too low is below the lowest of April to September: {bases}.").format(bases=shown),)


def _came_of(told: Lived, month: str) -> str:
    number = [meeting.month for meeting in told.meetings].index(month)
    meeting, below = told.meetings[number], list(told.meetings[number].below.values())
    if meeting.acts:
        return _("all see it: they act")
    if told.acted is not None and number > told.acted:
        return _("they have acted")
    if any(below):
        return _("{n} of 3 see it: put off").format(n=sum(below))
    return _("nobody sees anything")


def verdict(desk: PageDesk) -> Sheet:
    """Your page beside the others, why, and what you thought before."""
    if not desk.signed:
        return Sheet()
    mine = lived(desk.ends)
    others = [(name, lived(ends), why) for name, ends, why in OTHERS]
    best = others[-1][1]
    rows = [_row(_("yours"), mine)] + [
        _row(_("{name} (the best of these)").format(name=_(name)) if told is best else _(name), told)
        for name, told, _why in others
    ]
    head = (_("page"), _("acts in"), _("purchases lost"), _("minutes"), _("alarm in a quiet autumn too"))
    why = [_(text) for _name, told, text in others if told.ends == mine.ends]
    if mine.ends != best.ends:
        why.append(_("Why the best of these notices. {why}").format(why=_(others[-1][2])))
    return Sheet(
        head,
        tuple(rows),
        (*_fate(mine, best), *why, *_beforehand(desk.signed)),
        marked=(0,),
        amounts=(2, 3),
        stacked=True,
    )


def _row(name: str, told: Lived) -> tuple[str, ...]:
    month = _("never") if told.acted is None else _(_MONTHS[told.meetings[told.acted].month])
    return (name, month, f"{told.lost:,}", str(told.minutes), _("yes") if told.false_alarm else _("no"))


def _fate(mine: Lived, best: Lived) -> tuple[str, ...]:
    """What became of the page, and why where it saw nothing."""
    more = mine.lost - best.lost
    if mine.false_alarm and mine.acted is not None:
        return (
            _(
                "Your page made the meeting act, and would have done so without any competitor: next time nobody listens."
            ),
        )
    if mine.acted == best.acted:
        return (_("Your page made the meeting act as early as any, and it keeps quiet in a quiet autumn."),)
    if mine.acted is not None:
        text = _("Your page made the meeting act, and {more:,} lost purchases later than the best one.")
        return (text.format(more=more),)
    if any(meeting.distinct > 1 for meeting in mine.meetings):
        text = _(
            "Your page left something to quarrel about, so nobody acted. It cost {more:,} purchases more than the best one."
        )
        return (text.format(more=more),)
    text = _(
        "Your page gave one number and no quarrel, and it never noticed: tight, and blind. It cost {more:,} purchases more than the best one."
    )
    return (text.format(more=more), _why_blind(mine.ends))


def _why_blind(ends: Ends) -> str:
    """Why a tight page saw nothing."""
    if ends.below == "bought now, twice" and ends.window == 1:
        return _("Within one month hardly anybody buys twice, so the number has no room to fall.")
    if ends.below != "bought before":
        return _("It divides by those who came: who stays away is missing below the line as well as above it.")
    if ends.window == 1:
        return _("One month swings so widely by itself that the lowest of six lies far down.")
    return _("Six months forget slowly: in December half of what is counted is still the summer.")


def _beforehand(signed: Signed) -> tuple[str, ...]:
    sure = confidence_words(signed.confidence)
    return (
        _("Before October you wrote: “{reason}”").format(reason=signed.reason),
        _("How sure you were: {confidence}.").format(confidence=sure),
    )
