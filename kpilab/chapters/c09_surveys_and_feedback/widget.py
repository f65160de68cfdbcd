"""“Ask, then live with what you were told”: a survey is designed within a budget, and the house believes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kpilab.analysis.surveys import share_interval
from kpilab.chapters.c09_surveys_and_feedback.life import (
    AREAS,
    BUDGET,
    CHOICES,
    MONTHS,
    Design,
    all_designs,
    answers,
    cost,
    how_often_right,
    live,
    rules,
    saved,
    true_share,
    worth,
)
from kpilab.i18n import N_, _

if TYPE_CHECKING:
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.message import Message
    from kpilab.widgets.sign_page import Sheet

__all__ = ["ask_and_live", "benchmarks", "lived_sheet", "missing", "my_questionnaire", "verdict"]

_ITEM, _OWN = "9.survey", "9.questions"
_AREA_NAMES = {
    "cleanliness": N_("cleanliness"),
    "breakfast": N_("breakfast"),
    "quiet": N_("quiet"),
    "service": N_("service"),
}
_ASKS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "whom": (
        N_("Whom do you ask?"),
        {
            "reception": N_("guests whom reception gives a card to (0.50 each)"),
            "book": N_("whoever writes into the book in the room (0.20 a page)"),
            "email": N_("guests whose own e-mail address we have (0.50 each)"),
            "lot": N_("guests drawn by lot from all departures, written or rung up (2 each)"),
        },
    ),
    "when": (
        N_("When?"),
        {
            "desk": N_("at the desk, on leaving"),
            "day after": N_("the day after"),
            "three weeks": N_("after three weeks"),
        },
    ),
    "invited": (N_("How many?"), {"60": "60", "200": "200", "400": "400"}),
    "questions": (
        N_("How many questions?"),
        {
            "6": N_("six: one for each area, the whole stay, an open one"),
            "25": N_("twenty-five, with details of each area"),
        },
    ),
    "thanks": (
        N_("What thanks?"),
        {
            "none": N_("none"),
            "coffee": N_("a coffee for each answer (3 each)"),
            "top marks": N_("a coffee for full marks (3 each)"),
        },
    ),
    "reading": (
        N_("How are the answers read?"),
        {
            "as they come": N_("as they come"),
            "weighted": N_("weighted: each kind of guest counts as often as it stays here"),
        },
    ),
}


def benchmarks() -> tuple[tuple[str, Design], ...]:
    """Surveys that others have sent, in the language in use; the last one is worth most on average of all."""
    return (
        (_("as before: reception's cards"), Design("reception", "desk", "60", "6", "none", "as they come")),
        (_("400 guests with an e-mail address"), Design("email", "day after", "400", "6", "none", "as they come")),
        (_("the book in the room"), Design("book", "day after", "400", "6", "none", "as they come")),
        (_("by lot, with 25 questions"), Design("lot", "day after", "400", "25", "none", "as they come")),
        (_("by lot, asked at the desk"), Design("lot", "desk", "400", "6", "none", "weighted")),
        (
            _("by lot, the day after, 200, a coffee, weighted (the best)"),
            Design("lot", "day after", "200", "6", "coffee", "weighted"),
        ),
    )


def _design(values: Mapping[str, object], played: int = 0) -> Design | None:
    """The survey that the fields describe; None while one of the six is open."""
    chosen = {name: str(values.get(name) or "") for name in CHOICES}
    if not all(chosen[name] in options for name, options in CHOICES.items()):
        return None
    reason, sure = (str(values.get(name) or "").strip() for name in ("reason", "confidence"))
    return Design(**chosen, reason=reason, confidence=sure, played=played)


def missing(values: Mapping[str, object]) -> tuple[str, ...]:
    """What stands against sending this survey."""
    design = _design(values)
    found = []
    if design is None:
        found.append(_("Decide all six: whom, when, how many, how many questions, what thanks, how it is read."))
    elif cost(design) > BUDGET:
        text = _("It costs about {cost:,.0f}, and there are {budget:,}.")
        found.append(text.format(cost=cost(design), budget=BUDGET))
    if not str(values.get("reason") or "").strip():
        found.append(_("Write in one sentence what could make this survey wrong."))
    if not values.get("confidence"):
        found.append(_("Say how sure you are."))
    return tuple(found)


def _remarks(values: Mapping[str, object]) -> Message:
    from kpilab.widgets.message import Message

    design = _design(values)
    if design is None:
        return Message("blank", "", (_("Decide all six, then the cost can be told."),))
    text = _("About {cost:,.0f} of {budget:,}.")
    said = [text.format(cost=cost(design), budget=BUDGET)]
    if cost(design) > BUDGET:
        said.append(_("That is more than there is."))
    said.append(_("What comes back, and from whom, you will see when it is sent."))
    return Message("info", _("What it costs"), tuple(said))


def lived_sheet(values: Mapping[str, object], played: int) -> Sheet:
    """Month 1: what the survey says. Then, month by month, what the house does and what its guests complain about."""
    from kpilab.widgets.sign_page import Sheet

    design = _design(values)
    if design is None or not played:
        return Sheet()
    months = live(design)[:played]
    rows = tuple(
        (
            str(month.number),
            _("repairs: {area}").format(area=_(_AREA_NAMES[month.repaired]))
            if month.repaired
            else _("asks its guests"),
            f"{month.complaints:.0f}",
            f"{month.cost:,.0f}",
        )
        for month in months
    )
    head = (_("month"), _("the house"), _("complaints"), _("they cost"))
    return Sheet(head, rows, _told(design), amounts=(0, 2, 3))


def _told(design: Design) -> tuple[str, ...]:
    """What came back, in sentences."""
    found = answers(design)
    low, high = share_interval(found.share[found.named] * found.n, found.n)
    shares = ", ".join(
        _("{area} {share:.0%}").format(area=_(_AREA_NAMES[area]), share=found.share[area])
        for area in sorted(AREAS, key=lambda one: found.share[one])
    )
    return (
        _("{n} of {invited} answered. Satisfied: {shares}.").format(n=found.n, invited=found.invited, shares=shares),
        _(
            "The lowest is {area}: luck alone allows {low:.0%} to {high:.0%}. The house repairs it from month 2 on."
        ).format(area=_(_AREA_NAMES[found.named]), low=low, high=high),
    )


def verdict(values: Mapping[str, object]) -> Sheet:
    """Your survey beside those of others, the truth, and what you thought before."""
    from kpilab.widgets.fields import confidence_words
    from kpilab.widgets.sign_page import Sheet

    mine = _design(values)
    if mine is None:
        return Sheet()
    rows = tuple((name, *_outcome(design)) for name, design in ((_("yours"), mine), *benchmarks()))
    head = (
        _("survey"),
        _("answers"),
        _("it names"),
        _("cleanliness, as told"),
        _("right in 100 quarters"),
        _("saved this quarter"),
        _("worth on average"),
    )
    return Sheet(
        head,
        rows,
        (*_judged(mine), *_before(mine, confidence_words(mine.confidence)), *rules()),
        marked=(0,),
        amounts=(1, 3, 4, 5, 6),
        stacked=True,
    )


def _judged(mine: Design) -> tuple[str, ...]:
    """What is to be said of this survey."""
    truth = ", ".join(
        _("{area} {share:.0%}").format(area=_(_AREA_NAMES[area]), share=true_share(area)) for area in AREAS
    )
    often, named = how_often_right(mine), answers(mine).named
    if named != "cleanliness":
        luck = _("Yours named the wrong area, as it does in {wrong:.0f} of 100 quarters.").format(
            wrong=100 * (1 - often)
        )
    elif often < 0.8:
        luck = _("Yours named the right area, and was lucky: it does so in {often:.0f} of 100 quarters.").format(
            often=100 * often
        )
    else:
        luck = _("Yours named the right area, and does so in {often:.0f} of 100 quarters.").format(often=100 * often)
    better = sum(worth(other) > worth(mine) + 1 for other in all_designs())
    place = (
        _("No survey that can be paid for here is worth more on average.")
        if not better
        else _("{better} of the {all} surveys that can be paid for here are worth more on average.").format(
            better=better, all=len(all_designs())
        )
    )
    return (
        _("The truth in month 1: {truth}. Cleanliness was the one to repair.").format(truth=truth),
        luck,
        place,
        _(
            "The reception's cards, the addresses and the book, read as they come, each bring a precise answer from the wrong people. More of them would "
            "make it more precise, and not truer. Weights mend that the addresses reach few business guests; the hand that gives out the cards they cannot mend."
        ),
    )


def _before(mine: Design, sure: str) -> tuple[str, ...]:
    return (
        _("Before it was sent you wrote what could make it wrong: “{reason}”").format(reason=mine.reason),
        _("How sure you were: {confidence}.").format(confidence=sure),
        _("How the toy reckons, so that you can doubt it. Each number was made up for this lesson."),
    )


def _outcome(design: Design) -> tuple[str, ...]:
    found = answers(design)
    return (
        f"{found.n}",
        _(_AREA_NAMES[found.named]),
        f"{found.share['cleanliness']:.0%}",
        f"{100 * how_often_right(design):.0f}",
        f"{saved(design):,.0f}".replace("-", "−"),
        f"{worth(design):,.0f}".replace("-", "−"),
    )


def _intro() -> str:
    return _(
        "The Linden has 600 stays a month; six in ten guests travel for business. Somewhere between cleanliness, breakfast, quiet and service something "
        "is wrong. You have {budget:,} for one survey. In month 1 the answers come in. From month 2 to 4 the house repairs the area with the lowest share, "
        "because that is what you told it. Then you learn what was true."
    ).format(budget=BUDGET)


def ask_and_live() -> Bundle:
    """The survey: designed, sent, believed for three months; it is kept and lies there again at the next visit."""
    from kpilab.course.decisions import keep_decision, last_decision
    from kpilab.widgets.fields import Field, confidence_field
    from kpilab.widgets.live_choice import Choosing, Chosen, live_choice

    fields = (
        *(
            Field(name, _(label), "choice", tuple((key, _(text)) for key, text in options.items()))
            for name, (label, options) in _ASKS.items()
        ),
        Field("reason", _("What could make this survey wrong? One sentence."), "text", lines=2),
        confidence_field(),
    )

    def keep(now: Chosen) -> Message | None:
        design = _design(now.values, now.played)
        return keep_decision(_ITEM, design.as_data()) if design else None

    kept = last_decision(_ITEM, Design.from_data)
    return live_choice(
        Choosing(
            heading=_("Ask, then live with what you were told"),
            intro=_intro(),
            fields=fields,
            months=MONTHS,
            missing=missing,
            remarks=_remarks,
            lived=lived_sheet,
            verdict=verdict,
            looks=_("What does it cost?"),
            agrees=_("Send it"),
            again=_("Design another one"),
        ),
        keep=keep,
        chosen=Chosen(kept.as_data(), kept.played) if kept else None,
    )


def my_questionnaire() -> Bundle:
    """A box for one's own questionnaire, read by the linter; it is kept, lies there again, and is never graded."""
    from kpilab.course.decisions import keep_decision, last_decision
    from kpilab.widgets.ask_box import ask_box
    from kpilab.widgets.fields import Field

    def act(values: Mapping[str, object]) -> Message | str:
        text = str(values.get("text") or "")
        told = keep_decision(_OWN, {"text": text}) if text.strip() else None
        return told if told and told.tone == "error" else _read(text)

    kept = last_decision(_OWN, lambda data: str(data.get("text", ""))) or ""
    label = _("Your questions, one in each line; below each its answers, each in a line that begins with a dash")
    example = _("How clean was your room when you arrived?")
    return ask_box(
        heading=_("Your own questionnaire, and a careful reader"),
        button=_("Read it and keep it"),
        act=act,
        fields=(Field("text", label, "text", placeholder=example, lines=8),),
        filled={"text": kept} if kept else None,
    )


def _read(text: str) -> Message:
    from kpilab.analysis.questionnaire import questionnaire
    from kpilab.errors import DataError
    from kpilab.widgets.message import Message

    try:
        found = questionnaire(text)
    except DataError as error:
        return Message("blank", "", (str(error),))
    if not found.items:
        return Message("blank", "", (_("Write a question first."),))
    if found.is_clean:
        said = _("Nothing found in {n} questions. That is no praise: let ten people fill it in before you send it.")
        return Message("info", _("The reader is silent"), (said.format(n=len(found.items)),))
    lines = [
        _("“{question}” {title}: {sentence}").format(question=item.question, title=one.title, sentence=one.sentence)
        for item in found.items
        for one in item.findings
    ]
    return Message("info", _("What a careful reader marks"), (*lines, *found.remarks))
