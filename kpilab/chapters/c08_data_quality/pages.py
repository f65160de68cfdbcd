"""What stands on the desk, in words and tables: the same for the live page, the stored page and plain text."""

from __future__ import annotations

from kpilab.analysis.recording import CHOICES, Choosing, Decision, Record, money_of
from kpilab.chapters.c08_data_quality.desk import Desk, best
from kpilab.chapters.c08_data_quality.months import DECISIONS, MINUTES, MOST, RECORDS, TEMPTING, TOLD, WORDS
from kpilab.i18n import _, ngettext
from kpilab.widgets.fields import confidence_words
from kpilab.widgets.sign_page import Sheet

__all__ = ["asked", "book_says", "chosen", "lived", "month_name", "offer", "record_text", "toy", "verdict", "ways"]


def toy() -> str:
    """What the toy leaves out."""
    return _(
        "Ru and Ming have {minutes} minutes a day for writing things down, and can keep up at most {most} things. Choose what the shop records from "
        "tomorrow, sign, and live September to November: six decisions come, two a month. Where the book holds what a decision needs, a third way opens; read "
        "what the book says before you follow it. This is a toy: what is recorded is recorded well, and what each way brings is fixed."
    ).format(minutes=MINUTES, most=MOST)


def record_text(record: Record) -> str:
    """A thing and its minutes."""
    text = ngettext("{what} ({n} minute)", "{what} ({n} minutes)", record.minutes)
    return text.format(what=_(WORDS[record.id]), n=record.minutes)


def chosen(desk: Desk) -> str:
    """How many things and minutes are chosen."""
    return _("{things} of at most {most} things, {minutes} of {all} minutes a day.").format(
        things=len(desk.records), most=MOST, minutes=desk.minutes, all=MINUTES
    )


def offer(desk: Desk) -> Sheet:
    """The list of what could be recorded, with a mark at what is."""
    rows = [
        (_(WORDS[record.id]), str(record.minutes), _("yes") if record.id in desk.records else "") for record in RECORDS
    ]
    head = (_("from tomorrow"), _("minutes a day"), _("recorded"))
    return Sheet(head, tuple(rows), (chosen(desk),), amounts=(1,))


def month_name(number: int) -> str:
    """The month's name, 1 to 3."""
    return (_("September"), _("October"), _("November"))[number - 1]


def asked(decision: Decision) -> str:
    """The question."""
    return _(TOLD[decision.id].asks)


def book_says(decision: Decision, desk: Desk) -> str:
    """What the book says about it, if it holds what is needed."""
    if decision.open_to(desk.records):
        return _("Your book says: {says}").format(says=_(TOLD[decision.id].says))
    return _("Your book says nothing about it.")


def ways(decision: Decision, desk: Desk) -> tuple[tuple[str, str], ...]:
    """The ways that are open."""
    told = TOLD[decision.id]
    free = (("yes", _(told.yes)), ("no", _(told.no)))
    return (*free, ("book", _(told.book))) if decision.open_to(desk.records) else free


def _way(decision: Decision, choosing: Choosing) -> str:
    told = TOLD[decision.id]
    return {"yes": _(told.yes), "no": _(told.no), "book": _(told.book)}[choosing]


def _yuan(amount: int) -> str:
    return f"{amount:+,}".replace("-", "−") if amount else "0"


def lived(desk: Desk) -> Sheet:
    """The decisions made so far, and what came of each."""
    rows = [
        (
            month_name(decision.month),
            _way(decision, choosing),
            _(TOLD[decision.id].came[CHOICES.index(choosing)]),
            _yuan(decision.brings(choosing)),
        )
        for decision, choosing in desk.lived
    ]
    words = _("So far: {money} yuan.").format(money=_yuan(desk.money))
    head = (_("month"), _("you decided"), _("what came of it"), _("yuan"))
    return Sheet(head, tuple(rows), (words,), amounts=(3,), stacked=True)


def verdict(desk: Desk) -> Sheet:
    """The three months beside others' lists, which thing opened what, and what you thought before."""
    records, most = best()
    usual = desk.records
    named = [
        (_("yours, as you decided"), usual, desk.money),
        (_("yours, with the book read well"), usual, money_of(DECISIONS, usual)),
        (_("nothing recorded, “no” each time"), (), money_of(DECISIONS, ())),
        (_("all about the guest: name, source, age, weather"), TEMPTING, money_of(DECISIONS, TEMPTING)),
        (_("the best five: ask what each decision needs"), records, most),
    ]
    rows = tuple(
        (name, _("{n} of {all}").format(n=sum(d.open_to(kept) for d in DECISIONS), all=len(DECISIONS)), _yuan(money))
        for name, kept, money in named
    )
    idle = [_(WORDS[record]) for record in usual if not any(record in d.needs for d in DECISIONS)]
    words = [
        _("The best list: {things}.").format(
            things="; ".join(_(WORDS[record.id]) for record in RECORDS if record.id in records)
        ),
        *([_("Nothing was decided by: {things}.").format(things="; ".join(idle))] if idle else []),
        *([_half(desk)] if _half(desk) else []),
        *([_thin()] if any(one.open_to(usual) and one.book < one.no for one in DECISIONS) else []),
        _(
            "A thing is worth recording when you can name the decision that waits for it; two decisions can wait for the same slip."
        ),
        _("Before September you wrote: “{reason}”").format(reason=desk.reason),
        _("How sure you were: {confidence}.").format(confidence=confidence_words(desk.confidence)),
    ]
    head = (_("list"), _("decisions opened"), _("yuan in three months"))
    return Sheet(head, rows, tuple(words), marked=(0,), amounts=(1, 2), stacked=True)


def _thin() -> str:
    """What a book says that is open and holds too little."""
    return _(
        "An open book is no order: of the flyer it held seven guests, and “no” was the better way. The interval comes first."
    )


def _half(desk: Desk) -> str:
    """The decision for which the list holds one thing and lacks another, if there is one."""
    for decision in DECISIONS:
        held = decision.needs & set(desk.records)
        if held and held != decision.needs:
            lacking = ", ".join(_(WORDS[one]) for one in sorted(decision.needs - held))
            return _("Half is not enough: “{question}” also needed {lacking}.").format(
                question=_(TOLD[decision.id].asks), lacking=lacking
            )
    return ""
