"""“Choose the sources, then live the quarter”: six KPIs, an owner, a rhythm, and three months in which they are needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kpilab.chapters.c06_data_sources.quarter import (
    MONTHS,
    OPTIONS,
    ROOM,
    Chosen,
    best,
    care_hours,
    live,
    rules,
    total,
)
from kpilab.i18n import _

if TYPE_CHECKING:
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.message import Message
    from kpilab.widgets.sign_page import Sheet

__all__ = ["benchmarks", "choose_sources", "lived_sheet", "missing", "verdict"]

_ITEM = "6.sources"


def _labels() -> Mapping[str, str]:
    return {
        "sales": _("Net sales, for the bonus and for the tenth of each month"),
        "refunds": _("Refunds"),
        "visitors": _("Store visitors"),
        "satisfied": _("Satisfied customers"),
        "stock": _("Empty shelves"),
        "share": _("Market share"),
        "owner": _("Who owns these numbers?"),
        "rhythm": _("How often are they refreshed, and compared with the ledger?"),
    }


def _texts() -> Mapping[str, tuple[str, ...]]:
    """What each key of `OPTIONS` means, in the same order."""
    return {
        "sales": (
            _("marketing's screen: orders as they are placed"),
            _("the till: paid, less what came back that month"),
            _("finance's ledger: booked, closed on the twelfth"),
        ),
        "refunds": (
            _("the return desk: goods and money, on the day they come back"),
            _("the ledger: the money, without the goods"),
            _("tickets of customer service"),
        ),
        "visitors": (
            _("the counter at the door"),
            _("the number of receipts"),
            _("the panel that the city's shops buy"),
        ),
        "satisfied": (
            _("a survey of customers drawn by lot"),
            _("cards that the staff hand out at the till"),
            _("stars on the web"),
        ),
        "stock": (
            _("the stock records of shop and storeroom"),
            _("the count on the last day of the month"),
            _("what the advisers report"),
        ),
        "share": (
            _("the panel, for us and for the rival alike"),
            _("our own sales over the association's market"),
            _("what the rival writes of itself"),
        ),
        "owner": (
            _("each department owns the number that it reports"),
            _("the manager whose work it measures, and whose bonus hangs on it"),
            _("one named person each, whose bonus does not hang on it"),
        ),
        "rhythm": (
            _("when somebody asks; nobody compares it with the ledger"),
            _("once a month, with a bridge to the ledger"),
            _("each night, with a bridge to the ledger once a month"),
            _("each hour on a screen, with a bridge to the ledger once a month"),
        ),
    }


def benchmarks() -> tuple[tuple[str, Chosen], ...]:
    """What others have chosen, in the language in use; the last one costs least of all that can be chosen."""
    grown = ("orders", "tickets", "receipts", "cards", "month_end", "news", "each", "asked")
    ledger = ("ledger", "ledger", "receipts", "stars", "month_end", "association", "apart", "monthly")
    dear = ("till", "desk", "counter", "survey", "records", "panel", "apart", "hourly")
    own = ("till", "desk", "counter", "survey", "records", "panel", "manager", "monthly")
    named = (
        (_("as it has grown: whatever was at hand"), grown),
        (_("finance for everything it has (the tempting one)"), ledger),
        (_("the best source for each, on a screen each hour"), dear),
        (_("the best source for each, owned by whom it measures, monthly"), own),
    )
    made = tuple((name, Chosen(dict(zip(OPTIONS, keys, strict=True)))) for name, keys in named)
    return (*made, (_("the cheapest quarter of all that can be chosen"), best()))


def _chosen(values: Mapping[str, object], played: int = 0) -> Chosen:
    picks = {part: str(values[part]) for part in OPTIONS if values.get(part) in OPTIONS[part]}
    reason, sure = (str(values.get(name) or "").strip() for name in ("reason", "confidence"))
    return Chosen(picks, reason, sure, played)


def _values(chosen: Chosen) -> dict[str, object]:
    return {**chosen.picks, "reason": chosen.reason, "confidence": chosen.confidence}


def missing(values: Mapping[str, object]) -> tuple[str, ...]:
    """What stands against agreeing on these sources."""
    chosen = _chosen(values)
    open_ones = [label for part, label in _labels().items() if part not in chosen.picks]
    found = [_("Still open: {what}.").format(what=one) for one in open_ones]
    if not chosen.reason:
        found.append(_("Write in one sentence which of these numbers you would defend first."))
    if not chosen.confidence:
        found.append(_("Say how sure you are."))
    return tuple(found)


def _remarks(values: Mapping[str, object]) -> Message:
    from kpilab.widgets.message import Message

    chosen = _chosen(values)
    if not chosen.picks:
        return Message("blank", "", (_("Nothing is chosen yet."),))
    hours = care_hours(chosen.picks)
    told = [_("So far this asks for {hours} of {room} hours a month.").format(hours=hours, room=ROOM)]
    if hours > ROOM:
        told.append(_("That is more than there is. Something will come late."))
    return Message("info", _("Before you agree"), tuple(told))


def _thousand(amount: float) -> str:
    return f"{amount:,.1f}"


def lived_sheet(values: Mapping[str, object], played: int) -> Sheet:
    """The months so far: what happened, what it cost in money, and the hours that went into it."""
    from kpilab.widgets.sign_page import Sheet

    chosen = _chosen(values)
    names = (_("July, the bonus"), _("August, the promotion"), _("September, the audit"))
    rows = tuple(
        (
            names[event.month - 1],
            event.told,
            _thousand(event.money) if event.money else "–",
            f"{event.hours:.0f}" if event.hours else "–",
        )
        for month in live(chosen)[:played]
        for event in month
    )
    cost = sum(event.cost for month in live(chosen)[:played] for event in month)
    said = _("So far the quarter has cost {cost} thousand yuan, hours included.").format(cost=_thousand(cost))
    head = (_("month"), _("what happens"), _("money lost, thousand yuan"), _("hours"))
    return Sheet(head, rows, (said,), amounts=(2, 3), stacked=True)


def verdict(values: Mapping[str, object]) -> Sheet:
    """Your quarter beside those of others, what the best one gives up, and what you thought before."""
    from kpilab.widgets.fields import confidence_words
    from kpilab.widgets.sign_page import Sheet

    mine = _chosen(values)
    others = benchmarks()
    rows = tuple((name, *_outcome(one)) for name, one in ((_("yours"), mine), *others))
    beaten = sum(total(mine) < total(one) - 0.05 for _name, one in others)
    said = (
        _("No other choice that can be made here costs less than yours.")
        if total(mine) < total(best()) + 0.05
        else _("Your quarter cost less than {n} of these {all}.").format(n=beaten, all=len(others)),
        _(
            "Finance is right about money that is booked. It does not know who came in, which shelf was empty or what the tenth of the "
            "month needs, and it knows last."
        ),
        _(
            "The best source for each number, each hour, asks for {hours} hours where there are {room}: then everything comes late. "
            "The cheapest quarter takes one second-best source, where it hurts least, and pays for a person apart and for the bridge."
        ).format(hours=care_hours(others[2][1].picks), room=ROOM),
        _("Before the first month you wrote: “{reason}”").format(reason=mine.reason),
        _("How sure you were: {confidence}.").format(confidence=confidence_words(mine.confidence)),
        _("How the toy reckons, so that you can doubt it. Each number was made up for this lesson."),
        *rules(),
    )
    head = (
        _("chosen"),
        _("hours a month"),
        _("money lost"),
        _("hours of quarrel"),
        _("cost of the quarter, thousand yuan"),
    )
    return Sheet(head, rows, said, marked=(0,), amounts=(1, 2, 3, 4), stacked=True)


def _outcome(chosen: Chosen) -> tuple[str, ...]:
    lived = [event for month in live(chosen) for event in month]
    care = min(care_hours(chosen.picks), ROOM) * MONTHS
    quarrel = sum(event.hours for event in lived) - care
    lost = sum(event.money for event in lived)
    return (str(care_hours(chosen.picks)), f"{lost:.0f}", f"{quarrel:.0f}", _thousand(total(chosen)))


def _intro() -> str:
    return _(
        "The chain begins its third quarter. For six KPIs you choose the source; then who owns the numbers, and how often they are "
        "refreshed. There are {room} hours a month for all of it. July brings the bonus, August a promotion that has to be stopped or "
        "doubled on the tenth, September an auditor. This is a toy; its rules are told at the end."
    ).format(room=ROOM)


def choose_sources() -> Bundle:
    """The decision and its quarter; it is kept, and lies there again at the next visit."""
    from kpilab.course.decisions import keep_decision, last_decision
    from kpilab.widgets.fields import Field, confidence_field
    from kpilab.widgets.live_choice import Choosing, live_choice
    from kpilab.widgets.live_choice import Chosen as Kept

    texts, labels = _texts(), _labels()
    fields = (
        *(
            Field(part, labels[part], "choice", tuple(zip(keys, texts[part], strict=True)))
            for part, keys in OPTIONS.items()
        ),
        Field("reason", _("Which of these numbers would you defend first, and why? One sentence."), "text", lines=2),
        confidence_field(),
    )
    kept = last_decision(_ITEM, Chosen.from_data)
    return live_choice(
        Choosing(
            heading=_("Choose the sources, then live the quarter"),
            intro=_intro(),
            fields=fields,
            months=MONTHS,
            missing=missing,
            remarks=_remarks,
            lived=lived_sheet,
            verdict=verdict,
            looks=_("Count the hours"),
            agrees=_("Agree on these for the quarter"),
            again=_("Choose again"),
        ),
        keep=lambda now: keep_decision(_ITEM, _chosen(now.values, now.played).as_data()),
        chosen=Kept(_values(kept), kept.played) if kept else None,
    )
