"""What is right in chapter 8, which wrong answers we know, and what each of them hears."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kpilab.chapters.c08_data_quality.cards import CARDS
from kpilab.chapters.c08_data_quality.case import (
    AFTERNOON,
    FEW,
    FEW_ROWS,
    FILLED,
    KIND_NAMES,
    KINDS,
    SEARCH,
    Afternoon,
    Few,
    Filled,
    Search,
)
from kpilab.chapters.c08_data_quality.pages_kept import (
    FAILS,
    LINES,
    PAGE,
    TEN_LINES,
    TEN_PAGE,
    WHICH,
    Page,
    TenPage,
    Which,
)
from kpilab.chapters.c08_data_quality.search import book, by_kind
from kpilab.chapters.c08_data_quality.tomorrow import TOMORROW
from kpilab.course.forms import Assign, Choice, Number
from kpilab.course.task import Mistake, Prediction, Task
from kpilab.i18n import N_, _

__all__ = ["CARDS", "PREDICTIONS", "QUESTIONS", "TASKS"]

QUESTIONS = (
    ("completeness", N_("completeness")),
    ("accuracy", N_("accuracy")),
    ("uniqueness", N_("uniqueness")),
    ("validity", N_("validity")),
    ("consistency", N_("consistency")),
    ("timeliness", N_("timeliness")),
)
"""The six questions that a book is asked."""

_READ_AS = {
    "blank": "accuracy",
    "ten times": "validity",
    "no such day": "accuracy",
    "twice": "consistency",
    "spelling": "uniqueness",
    "late": "completeness",
}
"""The question under which a defect of each kind is most often filed."""


def _misfiled(name: str, kind: str) -> str:
    text = {
        "blank": _("{line}: nothing false is said there, because nothing is said. Which question asks about that?"),
        "ten times": _(
            "{line}: such a price can be; a rule on limits would let it pass. Was it the price of that sale?"
        ),
        "no such day": _("{line}: no receipt is needed to know this one. Ask the calendar and not the till."),
        "twice": _("{line}: the two places do not quarrel, they say the same. How often did it happen?"),
        "spelling": _("{line}: the sale stands there once. What does another page call the same thing?"),
        "late": _("{line}: nothing is left out. What was the owner able to read in the week of the sale?"),
    }[kind]
    return text.format(line=_line_name(name))


def _line_name(name: str) -> str:
    return _("Line {number}").format(number=name.removeprefix("line "))


def _which_fields(case: Which) -> Mapping[str, object]:
    misfiled = {
        f"misfiled_{number}": _misfiled(name, kind)
        for number, (name, kind) in enumerate(zip(LINES, case.kinds, strict=True), 1)
    }
    texts = {key: _(text) for key, text in QUESTIONS}
    readings = " ".join(
        _("{line}: {question}.").format(line=_line_name(name), question=texts[FAILS[kind]])
        for name, kind in zip(LINES, case.kinds, strict=True)
    )
    return {**misfiled, "readings": readings}


def _filed(number: int) -> Mistake[Which]:
    return Mistake(
        f"misfiled-{number}",
        lambda case: _READ_AS[case.kinds[number - 1]],
        f"{{misfiled_{number}}}",
        part=LINES[number - 1],
    )


_WHICH = Task(
    "8.1",
    N_("Which question does each line fail?"),
    Assign(LINES, QUESTIONS),
    WHICH,
    lambda case: case.answer,
    tuple(_filed(number) for number in range(1, 7)),
    (
        N_("Each question is failed once. Begin with the two that need nothing but the line itself."),
        N_("There, true, once, possible, agreeing, in time: say the six words aloud at each line."),
        N_("Look at the list price first, then at the day, then at the note."),
    ),
    N_(
        "Six lines, six repairs: ask, look up, strike out, ask the calendar, agree on one name, write the same evening."
    ),
    N_("Another page, line by line. {readings} Now yours."),
    _which_fields,
    Which.frame,
)


def _page_fields(case: Page) -> Mapping[str, object]:
    ten, cake, _again, cups, pots, jin, less = case.true
    return {
        "written": case.written,
        "true": case.total,
        "ten": ten,
        "cake": cake,
        "cups": cups,
        "pots": pots,
        "jin": jin,
        "less": less,
        "percent": case.percent,
        "tenths": case.tenths,
    }


_PAGE = Task(
    "8.2",
    N_("What the page truly took"),
    Number(tolerance=0.5, decimals=0, unit="yuan"),
    PAGE,
    lambda case: case.total,
    (
        Mistake(
            "as-written",
            lambda case: case.written,
            N_("That is the column as it was written. Hold each line against the list price and the line above it."),
        ),
        Mistake(
            "struck-out",
            lambda case: case.with_lines({0: 0}),
            N_("You struck out a line whose price is wrong. The boxes were sold all the same; what did they bring?"),
        ),
        Mistake(
            "double-kept",
            lambda case: case.with_lines({2: case.true[1]}),
            N_("One sale stands in your sum twice: same thing, same sum, same guest, one line below the other."),
        ),
        Mistake(
            "blank-as-nothing",
            lambda case: case.with_lines({3: 0}),
            N_("A blank is not nothing. How many and the price are there; work the sum out."),
        ),
        Mistake(
            "sum-trusted",
            lambda case: case.with_lines({4: case.lines[4].total or 0}),
            N_("In one line how many × price is another number than the sum. Which of the three was added by hand?"),
        ),
        Mistake(
            "two-mended",
            lambda case: case.with_lines({3: 0, 4: case.lines[4].total or 0}),
            N_("You mended the first two things that strike the eye. A blank and a sum added by hand are still there."),
        ),
        Mistake(
            "only-clean",
            lambda case: case.with_lines({0: 0, 3: 0, 4: 0}),
            N_("You struck out each line with a fault. Only one of them is no sale; the others can be mended."),
        ),
        Mistake(
            "all-multiplied",
            lambda case: case.with_lines({2: case.true[1], 6: case.bags * 58}),
            N_(
                "You multiplied all seven lines at the list price. Read the notes, and each line beside the one above it."
            ),
        ),
        Mistake(
            "discount-as-error",
            lambda case: case.with_lines({6: case.bags * 58}),
            N_("You put right a sum that was right. Read the note: less {percent} %."),
        ),
        Mistake(
            "jin-as-bags",
            lambda case: case.with_lines({5: case.tenths / 10 * 48}),
            N_("You took a jin for a bag. The list price in that line is that of a jin already."),
        ),
    ),
    (
        N_("Four of the seven lines ask for something; three are right as they stand."),
        N_("For each line: true sum = how many × list price, less the discount noted; a sale counts once."),
        N_("Line 1 at its list price comes to {ten:g}. Go on with line 2."),
    ),
    N_("You mended four lines and left three alone; leaving alone is half of the work."),
    N_(
        "Another page, mended: {ten:g} at the list price, {cake:g} once, {cups:g} worked out, {pots:g} multiplied again, {jin:g} in "
        "jin and {less:g} after the discount left as they are. Together {true:g}, where the page says {written:g}."
    ),
    _page_fields,
    Page.frame,
)

_VERDICTS = (
    ("fine", N_("fine")),
    ("price", N_("price far off")),
    ("twice", N_("written twice")),
    ("sum", N_("sum is wrong")),
    ("day", N_("no such day")),
)
_TAKEN_FOR = {
    "ten times": "fine",
    "twice": "fine",
    "wrong sum": "fine",
    "no such day": "fine",
    "wedding": "sum",
    "two guests": "twice",
    "discount": "sum",
    "jin": "price",
    "plain": "twice",
    "plain too": "twice",
}
"""What each kind of line is most often taken for."""


def _taken(name: str, kind: str) -> str:
    text = {
        "ten times": _("{line}: a miss. Hold its price against the list price beside it."),
        "twice": _("{line}: a miss. Read it together with the line above, guest and all."),
        "wrong sum": _("{line}: a miss. Multiply it once yourself."),
        "no such day": _("{line}: a miss. Which month is it, and how many days has that month?"),
        "wedding": _("{line}: a false alarm. A large number is no error; multiply it, and read the note."),
        "two guests": _("{line}: a false alarm. Two guests may buy the same; look at the names."),
        "discount": _("{line}: a false alarm. The note says why the sum is lower."),
        "jin": _("{line}: a false alarm. The price is that of a jin; so is the list price."),
        "plain": _("{line}: a false alarm. Another guest bought the same; the day has more than one of them."),
        "plain too": _("{line}: a false alarm. Of two lines that are one sale the first may stay."),
    }[kind]
    return text.format(line=_line_name(name))


def _ten_fields(case: TenPage) -> Mapping[str, object]:
    taken = {
        f"taken_{number}": _taken(name, kind)
        for number, (name, kind) in enumerate(zip(TEN_LINES, case.kinds, strict=True), 1)
    }
    texts = {key: _(text) for key, text in _VERDICTS}
    readings = " ".join(
        _("{line}: {verdict}.").format(line=_line_name(name), verdict=texts[verdict])
        for name, verdict in case.answer.items()
    )
    return {**taken, "readings": readings}


def _taken_for(number: int) -> Mistake[TenPage]:
    return Mistake(
        f"taken-{number}",
        lambda case: _TAKEN_FOR[case.kinds[number - 1]],
        f"{{taken_{number}}}",
        part=TEN_LINES[number - 1],
    )


_TEN = Task(
    "8.3",
    N_("Find the defects, accuse nobody"),
    Assign(TEN_LINES, _VERDICTS),
    TEN_PAGE,
    lambda case: case.answer,
    tuple(_taken_for(number) for number in range(1, 11)),
    (
        N_("Four lines have a defect and six are right. Some of the six look odd."),
        N_("Four checks a line: list price, line above, how many × price less the discount, calendar."),
        N_("Run one check down all ten lines before you begin the next. Begin with the list price."),
    ),
    N_("Four hits and no false alarm. Six people can go on working, and four lines are put right."),
    N_("Another page of ten. {readings} Now yours, one check at a time."),
    _ten_fields,
    TenPage.frame,
)


def _search_fields(case: Search) -> Mapping[str, object]:
    return {
        "alarms": case.alarms,
        "hits": case.hits,
        "each": case.saved_each,
        "minutes": case.minutes,
        "hour": case.hour,
        "saved": case.hits * case.saved_each,
        "cost": case.alarms * case.minutes / 60 * case.hour,
        "all_minutes": case.alarms * case.minutes,
        "brought": case.brought(),
        "false": case.alarms - case.hits,
    }


_SEARCH = Task(
    "8.4",
    N_("What the search brought"),
    Number(tolerance=0.5, decimals=0, unit="yuan"),
    SEARCH,
    lambda case: case.brought(),
    (
        Mistake(
            "no-time",
            lambda case: case.brought(looked_at=0),
            N_("That is what was saved. Somebody looked at {alarms} alarms for it, and is paid by the hour."),
        ),
        Mistake(
            "false-alarms-only",
            lambda case: case.brought(looked_at=case.alarms - case.hits),
            N_("You took off the time for the false alarms alone. The right ones had to be looked at too."),
        ),
        Mistake(
            "hits-only",
            lambda case: case.brought(looked_at=case.hits),
            N_("You took off the time for the right alarms alone. Who knew beforehand which they were?"),
        ),
        Mistake(
            "all-right",
            lambda case: case.brought(hits=case.alarms),
            N_("You let every alarm save {each}. A false one saves nothing, and costs as much to look at."),
        ),
        Mistake(
            "share",
            lambda case: case.hits / case.alarms,
            N_("That is the share of alarms that were right: the quality of the rule. Asked is the money it brought."),
        ),
    ),
    (
        N_("Two numbers of alarms stand there. Which of them saves money, and which of them takes time?"),
        N_("brought = right alarms × saved each − all alarms × minutes ÷ 60 × wage"),
        N_("Right alarms saved {hits} × {each}. Now the {all_minutes} minutes."),
    ),
    N_("{false} false alarms took as long to look at as right ones. That is the price of a loose rule."),
    N_(
        "Another search: {hits} right of {alarms}, {each} saved each, so {saved:g}. {alarms} × {minutes} minutes at {hour} an hour "
        "are {cost:g}. It brought {brought:g}. Now yours."
    ),
    _search_fields,
    Search.frame,
)

_SIDES = (
    ("above", N_("above the line")),
    ("below", N_("below the line")),
    ("not yet", N_("not yet")),
)


def _few_said(case: Few, place: int, which: str) -> str:
    read, name = case.reading(place), _(FEW_ROWS[place])
    text = {
        "share": _("{row}: that is what the share says. Cover it: where do the two ends lie, and where does the line?"),
        "few": _("{row}: look at the ends and not at the number of answers. Does the line lie between them?"),
        "swapped": _("{row}: put the line between two numbers of the row. On which side of it is the nearer end?"),
    }[which]
    return text.format(row=name, low=read.low, high=read.high)


def _few_mistake(place: int, which: str) -> Mistake[Few]:
    def answer(case: Few) -> str:
        read = case.reading(place)
        above = read.share > case.line[place]
        if which == "share":
            return "above" if above else "below"
        return "not yet"

    def wrong(case: Few) -> str:
        usual = answer(case)
        if case.reading(place).side != usual:
            return usual
        # Where the usual reading happens to be right, the other slip in that row is the opposite side.
        return "below" if case.reading(place).share > case.line[place] else "above"

    return Mistake(f"{which}-{place}", wrong, f"{{{which}_{place}}}", part=FEW_ROWS[place])


def _few_fields(case: Few) -> Mapping[str, object]:
    found: dict[str, object] = {}
    for place in range(len(FEW_ROWS)):
        decided = case.reading(place).side != "not yet"
        found[f"share_{place}"] = _few_said(case, place, "swapped" if decided else "share")
        found[f"few_{place}"] = _few_said(case, place, "few" if decided else "swapped")
    texts = {key: _(text) for key, text in _SIDES}
    readings = []
    for place, row in enumerate(FEW_ROWS):
        read = case.reading(place)
        readings.append(
            _("{row}: {low:.0%} to {high:.0%}, line {line:.0%}: {side}.").format(
                row=_(row), low=read.low, high=read.high, line=case.line[place], side=texts[read.side]
            )
        )
    return {**found, "readings": " ".join(readings)}


_FEW = Task(
    "8.5",
    N_("Decide, or say “not yet”"),
    Assign(FEW_ROWS, _SIDES),
    FEW,
    lambda case: {row: case.reading(place).side for place, row in enumerate(FEW_ROWS)},
    (*(_few_mistake(place, "share") for place in range(4)), *(_few_mistake(place, "few") for place in range(4))),
    (
        N_("Cover the column with the share. Look at the two ends and at the line."),
        N_("Both ends over the line: above. Both under it: below. The line between them: not yet."),
        N_("Stamp card first: write its low end, the line and its high end in order of size."),
    ),
    N_("Two rows can be decided and two cannot, and the share alone would have decided all four."),
    N_("Four other questions. {readings} Now yours."),
    _few_fields,
    Few.frame,
)


def _filled_fields(case: Filled) -> Mapping[str, object]:
    return {"before": case.before, "accuracy": case.accuracy, "pay": case.pay}


def _option(key: str, says: str) -> Mistake[Any]:
    return Mistake(key, lambda case: key, says)


_FILLED = Task(
    "8.6",
    N_("End the trick of the full sheet"),
    Choice(
        (
            (
                "higher",
                N_("Raise what is asked: sheets count as full only when they are full on each day of the month."),
            ),
            ("forced", N_("Let the workbook refuse a line until every one of its cells is filled.")),
            ("sample", N_("Hold ten sales a month against the till's receipts, and pay for what agrees.")),
            ("daily", N_("Count the blank cells each evening instead of once a month.")),
            ("fine", N_("Take the bonus away from whoever hands a sheet in late.")),
            ("leave", N_("Leave the cells that are hard to fill out of the count.")),
        )
    ),
    FILLED,
    lambda case: "sample",
    (
        _option("higher", N_("The trick reaches any height: a “1” fills each day as easily as one month.")),
        _option("forced", N_("Then the line is filled with whatever the workbook accepts. The trick becomes a duty.")),
        _option("daily", N_("It finds the blanks sooner, and there are none. What stands in the cells?")),
        _option("fine", N_("A sheet in time can be filled with guesses too; this asks another of the six questions.")),
        _option(
            "leave",
            N_("The number rises to 100 without anybody writing anything. The hard cells are the ones worth having."),
        ),
    ),
    (
        N_("Which of the two lines of the table has moved, and which has not?"),
        N_("A pair falls, or at least does not rise, when the trick is used. Who can tell a guess from a sale?"),
        N_("Strike out each change under which a cell with a made-up “1” still pays."),
    ),
    N_("A made-up cell fills the sheet and fails the sample. Ten receipts a month cost half an hour."),
    N_(
        "Another shop: filled cells from {before} to 100 %, agreement with the receipts at {accuracy} % in both months, {pay} yuan "
        "paid. Ask of each change what a made-up number would earn under it. Only one of the six makes it earn nothing."
    ),
    _filled_fields,
    Filled.frame,
)


def _afternoon_fields(case: Afternoon) -> Mapping[str, object]:
    best = case.kind("best")
    found: dict[str, object] = {
        "readings": " ".join(
            _("{kind}: {yuan:g} in {minutes:g} minutes.").format(
                kind=_(KIND_NAMES[kind]), yuan=case.yuan[kind], minutes=case.rows[kind] * case.minutes[kind]
            )
            for kind in KINDS
        ),
        "best": _(KIND_NAMES[best]),
    }
    said = {
        "most rows": _("That kind has the most rows. Rows are not yuan: what is all of it worth?"),
        "most money": _("That kind has the most money in all, and it takes {minutes:g} minutes to get it."),
        "quickest": _("That kind is the quickest a row. Quick at what: how much does a minute of it put right?"),
        "dearest": _("That kind has the most money a row, and each row takes {each:g} minutes."),
    }
    for kind in KINDS:
        role = case.roles[kind]
        if role in said:
            minutes = case.rows[kind] * case.minutes[kind]
            found[role.replace(" ", "_")] = said[role].format(minutes=minutes, each=case.minutes[kind])
    return found


def _role(role: str) -> Mistake[Afternoon]:
    answer: Callable[[Afternoon], str] = lambda case: case.kind(role)  # noqa: E731 - one line, bound to its role
    return Mistake(role.replace(" ", "-"), answer, f"{{{role.replace(' ', '_')}}}")


_AFTERNOON = Task(
    "8.7",
    N_("One afternoon: what first?"),
    Choice(tuple((kind, KIND_NAMES[kind]) for kind in KINDS)),
    AFTERNOON,
    lambda case: case.kind("best"),
    tuple(_role(role) for role in ("most rows", "most money", "quickest", "dearest")),
    (
        N_("The afternoon is short. What does a minute put right in each kind?"),
        N_("yuan a minute = yuan in all ÷ (rows × minutes a row)"),
        N_("Work out the minutes that each kind takes in all; then divide."),
    ),
    N_("By yuan a minute, and not by how many lines are wrong: the list of defects is no list of work."),
    N_("Another afternoon. {readings} Most a minute: {best}. Now yours."),
    _afternoon_fields,
    Afternoon.frame,
)

TASKS = (_WHICH, _PAGE, _TEN, _SEARCH, _FEW, _FILLED, _AFTERNOON, TOMORROW)


def _wrong_by() -> tuple[float, float, float]:
    """Too much, too little, and the difference in percent of the truth."""
    yuan = by_kind()["yuan"]
    written = float(book()["total"].sum())
    return float(yuan[yuan > 0].sum()), float(-yuan[yuan < 0].sum()), 100 * yuan.sum() / (written - yuan.sum())


def _reveal_sum(given: str) -> str:
    more, less, off = _wrong_by()
    text = {
        "little": _(
            "“Under 5 %” is right: {off:.1f} %. But {more:,.0f} too much and {less:,.0f} too little had to meet for it."
        ),
        "some": _("“5 to 20 %”: it is {off:.1f} %. {more:,.0f} too much and {less:,.0f} too little met in the middle."),
        "much": _(
            "“More than 20 %”: it is {off:.1f} %. {more:,.0f} too much and {less:,.0f} too little met in the middle."
        ),
    }
    return text[given].format(off=off, more=more, less=less)


def _reveal_best(given: str) -> str:
    text = {
        "yes": _("“Yes”: so says the book. One price written ten times too high made it so; truly it comes fourth."),
        "no": _("“No” is right: truly it comes fourth, and Dragon Well first."),
    }
    return text[given]


def _reveal_card(given: str) -> str:
    text = {
        "yes": _("“Yes”: 9 of 12 is 75 %, and luck alone lets the true share be anywhere from 47 to 91 %."),
        "no": _("“No”: 9 of 12 cannot say that either; the true share may be anywhere from 47 to 91 %."),
        "nobody": _("“Nobody can say yet” is right: from 47 to 91 % everything is possible."),
    }
    return text[given]


PREDICTIONS = (
    Prediction(
        "8.p1",
        N_("By how much is the quarter's sum wrong?"),
        Choice((("little", N_("under 5 %")), ("some", N_("5 to 20 %")), ("much", N_("more than 20 %")))),
        _reveal_sum,
    ),
    Prediction(
        "8.p2",
        N_("Is Jasmine box truly the best seller?"),
        Choice((("yes", N_("yes")), ("no", N_("no")))),
        _reveal_best,
    ),
    Prediction(
        "8.p3",
        N_("Of 12 guests with a stamp card 9 came again. Do more than 60 of 100 come again?"),
        Choice((("yes", N_("yes")), ("no", N_("no")), ("nobody", N_("nobody can say yet")))),
        _reveal_card,
    ),
)
