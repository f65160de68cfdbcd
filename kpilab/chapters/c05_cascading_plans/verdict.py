"""The end of the quarter on the desk: what the company sold under five splits, each person's reach, and the rule behind it."""

from __future__ import annotations

from kpilab.analysis.plan_life import Doing, LivedPlan
from kpilab.chapters.c05_cascading_plans.case import REACH
from kpilab.chapters.c05_cascading_plans.desk import BENCHMARKS, EVEN, Desk, plans_of
from kpilab.i18n import _
from kpilab.widgets.fields import confidence_words
from kpilab.widgets.sign_page import Sheet

__all__ = ["verdict"]


def verdict(desk: Desk) -> Sheet:
    """The company's quarter under your split and under others', then each person's reach, and what you thought before."""
    mine = desk.lived()
    history, blend, best = BENCHMARKS
    named = [
        (_("yours"), mine),
        (_("the same for all five"), desk.lived(EVEN)),
        (_("history alone"), desk.lived(plans_of(history))),
        (_("60 % history, 25 % capacity, 15 % potential"), desk.lived(plans_of(blend))),
        (_("35 %, 40 %, 25 % (all five near their reach)"), desk.lived(plans_of(best))),
    ]
    head = (
        _("split, with the same words"),
        _("company sold"),
        _("of the plan"),
        _("kept their plan"),
        _("gave up"),
        _("kept orders back"),
    )
    rows = tuple(
        (
            name,
            f"{lived.sold / 1000:,.0f}",
            f"{lived.sold / lived.asked:.1%}",
            _count(lived),
            _who(lived, "gave up"),
            _who(lived, "kept back"),
        )
        for name, lived in named
    )
    reach = ", ".join(f"{name} {amount / 1000:,.0f}" for name, amount in REACH.reach.items())
    words = [
        _("What was in reach, in thousand: {reach}. Together {total:,.0f}.").format(
            reach=reach, total=sum(REACH.reach.values()) / 1000
        ),
        *_fate(mine),
        *([_hole(mine)] if mine.unassigned >= 500 else []),
        *_rule(desk),
        _("Before October you wrote: “{reason}”").format(reason=desk.reason),
        _("How sure you were: {confidence}.").format(confidence=confidence_words(desk.confidence)),
        _("Now share it out again, or say something else to {person}. Which of the two moved more money?").format(
            person=desk.comes
        ),
    ]
    return Sheet(head, rows, tuple(words), marked=(0,), amounts=(1, 2, 3), stacked=True)


def _count(lived: LivedPlan) -> str:
    return _("{n} of {all}").format(n=sum(map(lived.met, lived.people)), all=len(lived.people))


def _who(lived: LivedPlan, doing: Doing) -> str:
    names = [name for name in lived.people if any(month.doing == doing for month in lived.of(name))]
    return ", ".join(names) or _("nobody")


def _fate(lived: LivedPlan) -> tuple[str, ...]:
    back = [name for name in lived.people if any(month.doing == "kept back" for month in lived.of(name))]
    kept = sum(REACH.reach[name] - lived.sold_by(name) for name in back) / 1000
    lost = sum(REACH.reach.values()) / 1000 - lived.sold / 1000 - kept
    drawer = _("{kept:,.0f} thousand stayed in drawers for January.").format(kept=kept)
    gone = _("{lost:,.0f} thousand were not sold, because somebody gave up or pushed back.").format(lost=lost)
    if kept < 0.5 and lost < 0.5:
        return (
            _("Nothing stayed in a drawer and nobody gave up: every plan lay close to what its owner could reach."),
        )
    return tuple(text for text, amount in ((drawer, kept), (gone, lost)) if amount >= 0.5)


def _rule(desk: Desk) -> tuple[str, ...]:
    """How the five decided, now that the quarter is over, and what the words in October changed in it."""
    general = _(
        "The rule behind it: each month they hold what is left of the plan against what is left of their reach. Under {easy:.0%} they sell what the plan needs and keep the rest; "
        "above {hopeless:.0%} they give up and sell {half:.0%} of what they could; in between they sell what they can."
    )
    words = {
        "explain": _("Whoever was told why gives up only above {patient:.0%}."),
        "version": _("Version 2 took off what {person} could not reach, and gave it to whoever had room."),
        "lower": _(
            "The others with a full plan heard that complaining pays, and sold {pushing:.0%} of what they could in December."
        ),
        "promise": _(
            "{person} worked on the promise in November, found out in December that October counts, and gave up."
        ),
        "tough": _("Whoever was told off gives up above {impatient:.0%} already."),
    }
    numbers = {
        "easy": REACH.easy,
        "hopeless": REACH.hopeless,
        "half": REACH.half_hearted,
        "patient": REACH.patient,
        "impatient": REACH.impatient,
        "pushing": REACH.pushing,
    }
    lived = desk.lived()
    silent = (desk.talk == "version" and not lived.moved) or (
        desk.talk == "lower" and _who(lived, "pushed back") == _("nobody")
    )
    changed = [words[desk.talk]] if desk.talk and not silent else []
    return tuple(text.format(person=desk.comes, **numbers) for text in (general, *changed))


def _hole(lived: LivedPlan) -> str:
    return _("{hole:,.0f} thousand of the plan belonged to nobody in the end.").format(hole=lived.unassigned / 1000)
