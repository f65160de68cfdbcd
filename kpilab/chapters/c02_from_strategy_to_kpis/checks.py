"""What is right in chapter 2, which wrong answers we know, and what each of them hears."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpilab.analysis.coming_back import Reading, coming_back, every_reading
from kpilab.analysis.smart import Letter
from kpilab.catalogue import kpi
from kpilab.chapters.c02_from_strategy_to_kpis.agree import AGREE
from kpilab.chapters.c02_from_strategy_to_kpis.autumn import NUMBERS, autumn
from kpilab.chapters.c02_from_strategy_to_kpis.cards import CARDS
from kpilab.chapters.c02_from_strategy_to_kpis.case import (
    DRAFT,
    EIGHT,
    LOOSE,
    SETS,
    WINDOW,
    Draft,
    Eight,
    Loose,
    Sets,
    Window,
)
from kpilab.chapters.c02_from_strategy_to_kpis.steps import INCIDENTS, SITUATIONS, Trouble
from kpilab.course.forms import Assign, Choice, Number
from kpilab.course.task import Mistake, Prediction, Task
from kpilab.i18n import N_, _
from kpilab.sectors import goal

__all__ = ["CARDS", "PREDICTIONS", "TASKS"]

_STEPS = (
    ("goals", N_("goals")),
    ("areas", N_("key areas")),
    ("levels", N_("levels")),
    ("details", N_("details")),
    ("agreement", N_("agreement")),
    ("adjust", N_("adjustment")),
)
_TOOLS = (
    ("dictionary", N_("dictionary")),
    ("bsc", N_("scorecard")),
    ("okr", N_("OKR")),
    ("agreement", N_("target agreement")),
)
_INCIDENT_ROWS = (N_("Incident 1"), N_("Incident 2"), N_("Incident 3"), N_("Incident 4"), N_("Incident 5"))
_SITUATION_ROWS = (N_("Situation 1"), N_("Situation 2"), N_("Situation 3"), N_("Situation 4"))


def _trouble_fields(case: Trouble) -> Mapping[str, object]:
    """The sentence to each usual misreading, numbered."""
    rows = _INCIDENT_ROWS if case.heading == "Incident" else _SITUATION_ROWS
    told = zip(rows, case.told, strict=False)
    return {f"misread_{number}": _said(_(row), _(one.says)) for number, (row, one) in enumerate(told, 1)}


def _said(incident: str, says: str) -> str:
    return _("{incident}: {says}").format(incident=incident, says=says)


def _misread(rows: tuple[str, ...], at: int) -> Mistake[Trouble]:
    return Mistake(f"misread-{at + 1}", lambda case: case.told[at].misread, f"{{misread_{at + 1}}}", part=rows[at])


_BROKEN = Task(
    "2.1",
    N_("Where it broke"),
    Assign(_INCIDENT_ROWS, _STEPS),
    INCIDENTS,
    lambda case: {row: one.right for row, one in zip(_INCIDENT_ROWS, case.told, strict=True)},
    tuple(_misread(_INCIDENT_ROWS, at) for at in range(len(_INCIDENT_ROWS))),
    (
        N_("For each incident ask: what piece of paper, had it been there, would have prevented it?"),
        N_(
            "a sentence that rules something out: goals; a list of areas: key areas; base, norm, target: levels; a dictionary page: details; signatures: agreement; a dated change: adjustment"
        ),
        N_("Take the first one, and imagine the step before it done well. Would it still have happened?"),
    ),
    N_("Five failures, five different cures; none of them is mended by measuring more often."),
    N_(
        "Another firm: “The weights add up to 1, the page is full, and the team learns in June that its norm was meant for the whole year.” "
        "Levels there were, and a page; nobody had asked the team to read them back: step 8. Ask of yours in the same way which paper is missing."
    ),
    _trouble_fields,
    Trouble.board,
)


def _eight_fields(case: Eight) -> Mapping[str, object]:
    return {
        "before": case.before,
        "now": case.now,
        "both": case.both,
        "twice": case.twice,
        "rate": case.both / case.before,
        "everyone": len(case.receipts),
    }


_BY_THE_PAGE = Task(
    "2.2",
    N_("Repurchase by the page"),
    Number(tolerance=0.004, decimals=2, percent=True),
    EIGHT,
    lambda case: case.both / case.before,
    (
        Mistake(
            "known-among-buyers",
            lambda case: case.both / case.now,
            N_("You divided by the buyers of the second quarter. That is Wen's question: who stands in our shop?"),
        ),
        Mistake(
            "twice-in-the-quarter",
            lambda case: case.twice / case.now,
            N_(
                "You looked for two purchases within the second quarter. That is Rao's question; this page asks who came back."
            ),
        ),
        Mistake(
            "everyone",
            lambda case: case.both / len(case.receipts),
            N_(
                "You divided by everyone on the list. Who came for the first time in the second quarter could not come back."
            ),
        ),
        Mistake(
            "stayed-away",
            lambda case: 1 - case.both / case.before,
            N_("That is the share of those who stayed away. The page asks for the others."),
        ),
        Mistake(
            "receipts",
            lambda case: case.slips / case.before,
            N_("You counted receipts. The page counts customers: one who comes five times has come back once."),
        ),
        Mistake(
            "a-count",
            lambda case: case.both,
            N_("So many came back. A rate is a share: of how many who could?"),
        ),
    ),
    (
        N_("Cover the second quarter with your hand. Who is on the list now?"),
        N_("rate = customers who bought in both quarters ÷ customers who bought in the first"),
        N_("{before} customers bought in the first quarter. Which of them have a day in the second column?"),
    ),
    N_("{both} of {before}. Whoever reads this page divides by the same {before}, and that is what a page is for."),
    N_(
        "Another list: {before} bought in the first quarter, {both} of them also in the second, and {both} ÷ {before} = {rate:.2f}. The "
        "second quarter had {now} buyers in all; they do not enter. Now your list, with the same two questions."
    ),
    _eight_fields,
    Eight.board,
)


def _loose_fields(case: Loose) -> Mapping[str, object]:
    times = " × ".join(str(ways) for ways in case.open)
    return {
        "times": times,
        "numbers": case.numbers,
        "lines": len(case.open),
        "first": case.open[0],
        "second": case.open[1],
    }


_ENDS = Task(
    "2.3",
    N_("How many readings"),
    Number(tolerance=0.01, decimals=0),
    LOOSE,
    lambda case: case.numbers,
    (
        Mistake(
            "added",
            lambda case: sum(case.open),
            N_("You added the ways of the loose lines. Each way of one line goes with each way of the next."),
        ),
        Mistake(
            "added-all",
            lambda case: sum(case.ways),
            N_("You added all lines. A tied line brings no further reading, and loose ones do not add."),
        ),
        Mistake(
            "counted-lines",
            lambda case: len(case.open),
            N_("You counted the loose lines. Each of them has more than one way, and they go together."),
        ),
        Mistake(
            "two-each",
            lambda case: 2 ** len(case.open),
            N_("You took two ways for each loose line. Some have more."),
        ),
    ),
    (
        N_("Let one colleague choose a way for the first loose line. In how many ways can the second still be read?"),
        N_("readings = ways of the first line × ways of the second × …; a tied line counts 1"),
        N_("Begin with two of the loose lines: {first} × {second}. Then the others."),
    ),
    N_("{times} readings, and each is honest. Tie the line with the most ways first: it divides the quarrel by most."),
    N_(
        "Another page: the loose lines have {times} ways, so it allows {numbers} readings. Multiply yours in the same way."
    ),
    _loose_fields,
    Loose.board,
)

_LETTERS: tuple[Letter, ...] = ("S", "M", "A", "R", "T")
_LETTER_ROWS: dict[Letter, str] = {
    "S": N_("S specific"),
    "M": N_("M measurable"),
    "A": N_("A achievable"),
    "R": N_("R relevant"),
    "T": N_("T time-bound"),
}
_VERDICTS = (("holds", N_("holds")), ("fails", N_("fails")), ("open", N_("cannot be told")))
_MISJUDGED = {"good": "fails", "too young": "holds"}
"""What a letter of each kind is most often taken for; a letter that fails is taken to hold."""


def _letters(case: Draft) -> Mapping[str, str]:
    said = {True: "holds", False: "fails", None: "open"}
    return {_LETTER_ROWS[letter]: said[case.check.holds(letter)] for letter in _LETTERS}


def _letter_says(case: Draft, letter: Letter) -> str:
    kind = dict(case.kinds)[letter]
    row = case.row
    text = {
        ("S", "good"): _(
            "S: adjectives do not make it specific. Is there one meaning in the dictionary, and one name?"
        ),
        ("S", "owner"): _("S: a clear name is half of it. In July, whom do you ask for the number?"),
        ("M", "good"): _("M: look for a unit, a number and a source. Which of the three did you miss?"),
        ("M", "source"): _("M: a number and a unit are there. Where will the fact be read?"),
        ("A", "good"): _("A: a norm that many months miss is not out of reach. Count the months that met {norm:g}."),
        ("A", "never reached"): _(
            "A: ambition sounds achievable to whoever sets it. Look for {norm:g} among the months."
        ),
        ("A", "too young"): _("A: a few months look fine. Would you sign a year on so few?"),
        ("R", "good"): _("R: say aloud how this KPI moves when the goal “{goal}” is reached."),
        ("R", "aside"): _(
            "R: a sound KPI, and which goal stands beside it? “{goal}”: when that is reached, does this row move?"
        ),
        ("T", "good"): _("T: a review date is another matter. Are there a first and a last day?"),
        ("T", "no days"): _("T: earlier months have dates, and the promise? On which day may one say it was kept?"),
    }[letter, kind]
    return text.format(norm=row.norm, goal=goal(case.plan.goal).title)


def _misjudged(letter: Letter) -> Mistake[Draft]:
    return Mistake(
        f"misjudged-{letter}",
        lambda case: _MISJUDGED.get(dict(case.kinds)[letter], "holds"),
        f"{{says_{letter}}}",
        part=_LETTER_ROWS[letter],
    )


_SMART = Task(
    "2.4",
    N_("Five letters"),
    Assign(tuple(_LETTER_ROWS[letter] for letter in _LETTERS), _VERDICTS),
    DRAFT,
    _letters,
    tuple(_misjudged(letter) for letter in _LETTERS),
    (
        N_("Put a finger on the words of the row that answer each letter. Where does the finger find nothing?"),
        N_(
            "S one definition and one name; M unit, number, source; A at least one of five or more months reached the norm; R it serves the "
            "goal; T a first and a last day"
        ),
        N_("Begin with A: how many earlier months are there, and which of them met {norm:g}?"),
    ),
    N_("Now you know what to ask for before you sign, letter by letter; the rest of the row is a matter of opinion."),
    N_(
        "Another row: “Complaints, from 3 to 2 percent of orders, owner Wen, source the tickets, four earlier months, goal: happier customers, "
        "July to September.” One meaning and a name, so S holds; unit, number, source, so M holds; four months are too few for A; complaints "
        "serve that goal, so R holds; both days are there. Yours, in the same order."
    ),
    lambda case: {"norm": case.row.norm, **{f"says_{letter}": _letter_says(case, letter) for letter in _LETTERS}},
    Draft.board,
)


def _sets_fields(case: Sets) -> Mapping[str, object]:
    shown = {case.letter(kind): ", ".join(kpi(one).title for one in case.rows(kind)) for kind in case.order}
    return {**shown, "goal": goal(case.goal).title}


_CHOOSE = Task(
    "2.5",
    N_("Rows for a goal"),
    Choice(tuple((key, f"{{{key}}}") for key in "abcde")),
    SETS,
    lambda case: case.letter("mixed"),
    (
        Mistake(
            "results",
            lambda case: case.letter("results"),
            N_(
                "Each of these tells whether the goal was reached, when it is over. On the tenth of a month, which of them says what to do?"
            ),
        ),
        Mistake(
            "drivers",
            lambda case: case.letter("drivers"),
            N_("All of these can be kept while “{goal}” is missed. Which row would tell you that?"),
        ),
        Mistake(
            "unguarded",
            lambda case: case.letter("unguarded"),
            N_(
                "It tells what is reached and what moves first. And what might “{goal}” cost? No row of it would show that."
            ),
        ),
        Mistake(
            "volume",
            lambda case: case.letter("volume"),
            N_(
                "These are what every system prints. They count how much; ask which of them moves when “{goal}” is reached."
            ),
        ),
    ),
    (
        N_(
            "Three jobs: a row that tells whether the goal is reached, rows that move before it, a row that shows its price."
        ),
        N_("a set = a result + drivers + a guard"),
        N_("Strike out each set in which one of the three jobs is done by nobody. Begin with the price."),
    ),
    N_("A result, two things that move before it, and a guard: four rows, and each would change a decision."),
    N_(
        "Another goal, “grow sales”: net sales tell whether it is reached, footfall and win rate move before, the margin shows whether it was "
        "bought with discounts. Look for the same three jobs in yours."
    ),
    _sets_fields,
    Sets.board,
)


def _window_fields(case: Window) -> Mapping[str, object]:
    return {
        **vars(case),
        "change": case.change,
        "told": case.new_now - case.old_before,
        "window": case.new_now - case.old_now,
    }


_NEW_WINDOW = Task(
    "2.6",
    N_("What the customers did"),
    Number(tolerance=0.04, decimals=1),
    WINDOW,
    lambda case: case.change,
    (
        Mistake(
            "two-pages",
            lambda case: case.new_now - case.old_before,
            N_("You took the old page's number from the new page's. Two pages are never subtracted from each other."),
        ),
        Mistake(
            "the-window",
            lambda case: case.new_now - case.old_now,
            N_("Same quarter, same customers, two windows: that is what the pen did. What did the customers do?"),
        ),
        Mistake(
            "in-percent",
            lambda case: round(100 * case.change / case.old_before, 1),
            N_("That is the change in percent of the rate before. Asked for are points: one rate less the other."),
        ),
        Mistake(
            "wrong-way",
            lambda case: -case.change,
            N_("The right two numbers, the wrong way round: later less earlier."),
        ),
    ),
    (
        N_("Which two of the three numbers were made by the same page?"),
        N_("change = this quarter − last quarter, both by one page"),
        N_("By the old page it was {old_before:.1f} % before. What was it by the same page this quarter?"),
    ),
    N_(
        "{change:+.1f} points, while the report said {told:+.1f}. Whoever changes a page shows both numbers once, side by side, and the trick is over."
    ),
    N_(
        "Another shop: {old_before:.1f} % and {old_now:.1f} % by the old page, so {change:+.1f} points. The new page's {new_now:.1f} % has nothing to be "
        "compared with yet. Now yours, page by page."
    ),
    _window_fields,
    Window.board,
)

_TOOL = Task(
    "2.7",
    N_("Which tool"),
    Assign(_SITUATION_ROWS, _TOOLS),
    SITUATIONS,
    lambda case: {row: one.right for row, one in zip(_SITUATION_ROWS, case.told, strict=True)},
    tuple(_misread(_SITUATION_ROWS, at) for at in range(len(_SITUATION_ROWS))),
    (
        N_(
            "What is missing in each: a meaning, a balance, a change, or a promise? A tool may serve twice, or not at all."
        ),
        N_(
            "meaning: dictionary; balance: scorecard; one bold change: OKR; a promise with consequences: target agreement"
        ),
        N_("Begin with the situations in which money or consequences hang on it; then those about a word."),
    ),
    N_("Four tools, four jobs. What they share is the word: each of them needs the page on which it is defined."),
    N_(
        "Another firm: “The app is to sell in three countries by autumn, and may fail in two.” Nothing is unclear, nothing is out of balance, "
        "nobody is paid by it; one bold change for a while: OKR. Sort yours by the same four questions."
    ),
    _trouble_fields,
    Trouble.board,
)

TASKS: tuple[Task[Any], ...] = (_BROKEN, _BY_THE_PAGE, _ENDS, _SMART, _CHOOSE, _NEW_WINDOW, _TOOL, AGREE)


def _reveal_mistake(given: str) -> str:
    text = {
        "nobody": _(
            "Nobody it is: {known:.1f}, {back:.1f} and {twice:.1f} % are three right answers to three questions."
        ),
        "other": _(
            "“{given}” made none. All three computed correctly: {known:.1f}, {back:.1f} and {twice:.1f} % answer three questions."
        ),
    }["nobody" if given == "nobody" else "other"]
    here = autumn()
    month = here.months[-1]
    shares = {name: 100 * coming_back(here.purchases, Reading(below=below), month) for name, below in NUMBERS.items()}
    return text.format(given=given, known=shares["Wen"], back=shares["Lin"], twice=shares["Rao"])


def _reveal_count(given: float) -> str:
    here = autumn()
    told = {f"{coming_back(here.purchases, reading, here.months[-1]):.3f}" for reading in every_reading()}
    return _(
        "You said {given:,.0f}. Four loose ends give {readings} readings and {numbers} different numbers, and more ends could be found."
    ).format(given=given, readings=len(every_reading()), numbers=len(told))


def _reveal_first(given: str) -> str:
    text = {
        "Lin": _("Lin's it is, in October."),
        "Wen": _("Wen's notices in December, when the autumn is over; Lin's in October."),
        "Rao": _("Rao's does not notice at all; Lin's does in October."),
        "all": _("They part: Lin's notices in October, Wen's in December, Rao's not at all."),
    }
    return text[given]


PREDICTIONS = (
    Prediction(
        "2.p1",
        N_("Who has made a mistake?"),
        Choice((("Wen", N_("Wen")), ("Lin", N_("Lin")), ("Rao", N_("Rao")), ("nobody", N_("nobody")))),
        _reveal_mistake,
    ),
    Prediction(
        "2.p2",
        N_("How many different numbers could honest people bring for this one word, from the same receipts?"),
        Number(tolerance=0.5, decimals=0),
        _reveal_count,
    ),
    Prediction(
        "2.p3",
        N_("In October a competitor opens, and one known customer in five stays away. Whose number notices first?"),
        Choice((("Wen", N_("Wen's")), ("Lin", N_("Lin's")), ("Rao", N_("Rao's")), ("all", N_("all three at once")))),
        _reveal_first,
    ),
)
