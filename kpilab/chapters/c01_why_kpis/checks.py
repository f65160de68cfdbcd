"""What is right in chapter 1, which wrong answers we know, and what each of them hears."""

from __future__ import annotations

from collections.abc import Mapping

from kpilab.analysis.wall import live_with_wall
from kpilab.chapters.c01_why_kpis.canal_street import GAUGES, MONTHS, SHOP, TROUBLES
from kpilab.chapters.c01_why_kpis.cards import CARDS
from kpilab.chapters.c01_why_kpis.case import NOTES, SIGNAL_NAMES, SIGNALS, Notes, Signals
from kpilab.chapters.c01_why_kpis.defence import DEFEND
from kpilab.chapters.c01_why_kpis.money import (
    BUYERS,
    CAMPAIGNS,
    LINK_NAMES,
    LINKS,
    VISITS,
    Buyers,
    Campaigns,
    Links,
    Visits,
)
from kpilab.course.forms import Assign, Choice, Number
from kpilab.course.task import Mistake, Prediction, Task
from kpilab.i18n import N_, _

__all__ = ["CARDS", "PREDICTIONS", "TASKS"]

_NOTES = (N_("Note 1"), N_("Note 2"), N_("Note 3"), N_("Note 4"), N_("Note 5"))
_NOTE_KINDS = (
    ("measure", N_("a measure")),
    ("indicator", N_("an indicator")),
    ("kpi", N_("a KPI")),
    ("plan", N_("a plan")),
)
_NOTE_MISREAD = {"measure": "indicator", "indicator": "kpi", "owned": "kpi", "kpi": "indicator", "plan": "kpi"}
"""What a note of each kind is most often taken for."""


def _note_right(kind: str) -> str:
    return "indicator" if kind == "owned" else kind


def _note_misreading(case: Notes, place: int) -> str:
    text = {
        "measure": _("{note}: {receipts:,}: is that much or little? Nothing stands beside it that would tell."),
        "indicator": _("{note}: there is something to compare with, and nobody who has to do anything about it."),
        "owned": _(
            "{note}: a name is not yet a decision. From how many minutes on does she do what? The note does not say."
        ),
        "kpi": _(
            "{note}: look again: which side is good, from which level on, who acts, and how soon? It says them all."
        ),
        "plan": _("{note}: a level is a line on a scale. Who measures, who acts, and what happens below it?"),
    }[case.kinds[place]]
    return text.format(note=_(_NOTES[place]), receipts=case.receipts)


def _note_reading(case: Notes, place: int) -> str:
    text = {
        "measure": _("“{said}”: counted, and compared with nothing."),
        "indicator": _("“{said}”: compared, and nobody's."),
        "owned": _("“{said}”: compared, with a name, and without a level or a next step: still an indicator."),
        "kpi": _("“{said}”: level, owner, and what happens when: that is the one."),
        "plan": _("“{said}”: a level, waiting for a number."),
    }[case.kinds[place]]
    return text.format(said=case.text(case.kinds[place]))


def _note_fields(case: Notes) -> Mapping[str, object]:
    found: dict[str, object] = {f"misread_{place + 1}": _note_misreading(case, place) for place in range(5)}
    shown = [place for place in range(5) if case.kinds[place] != "kpi"]
    return found | {"readings": " ".join(_note_reading(case, place) for place in shown)}


def _misread_note(place: int) -> Mistake[Notes]:
    return Mistake(
        f"misread-{place + 1}",
        lambda case: _NOTE_MISREAD[case.kinds[place]],
        f"{{misread_{place + 1}}}",
        part=_NOTES[place],
    )


_READ: Task[Notes] = Task(
    "1.1",
    N_("Five notes on a wall"),
    Assign(_NOTES, _NOTE_KINDS),
    NOTES,
    lambda case: dict(zip(_NOTES, map(_note_right, case.kinds), strict=True)),
    tuple(_misread_note(place) for place in range(5)),
    (
        N_("Take each note down in your mind. Who does anything differently next Monday?"),
        N_(
            "Counted: a measure. Compared as well: an indicator. Owner, direction, level and next step as well: a KPI. Only the level: a plan."
        ),
        N_(
            "Ask the five questions of each note: compared with what, whose, which way is good, from when on, what then?"
        ),
    ),
    N_(
        "Two notes compare and change nothing, one counts, one hopes, and one makes somebody move. Walls are mostly like that."
    ),
    N_("Another wall, four of its notes. {readings} Now yours, with the same five questions."),
    _note_fields,
    Notes.wall,
)

_WHEN = (
    ("before", N_("before")),
    ("not before", N_("not before")),
    ("never", N_("never")),
)
_WHEN_OF = {"early": "before", "earlier": "before", "same": "not before", "late": "not before", "near": "never"}
_WHEN_MISREAD = {"early": "not before", "earlier": "not before", "same": "before", "late": "before", "near": "before"}
_WHEN_MISSED = {"early": "never", "earlier": "never", "same": "never", "late": "never", "near": "not before"}
"""The other wrong answer for a number of each kind."""


def _signal_misreading(case: Signals, place: int) -> str:
    kind, lower = case.kinds[place], case.lower(place)
    if kind in ("early", "earlier") and lower:
        text = _(
            "{number}: here lower is better, so above the line is the wrong side. In which month was it there first?"
        )
    elif kind in ("early", "earlier"):
        text = _("{number}: its worst month comes late. What warns is the first month on the wrong side of its line.")
    else:
        text = {
            "same": _(
                "{number}: it crossed in the same month as net sales. Who hears both at once has not been warned."
            ),
            "late": _("{number}: it may sound like an early number. In this shop net sales fell first."),
            "near": _("{number}: it came to stand on its line of {line:g}. On the line is not yet across it."),
        }[kind]
    return text.format(number=_(SIGNAL_NAMES[place]), line=case.level(place))


def _signal_missed(case: Signals, place: int) -> str:
    if case.kinds[place] == "near":
        text = _("{number}: it never left the right side of {line:g}; once it came to stand on the line.")
    elif case.lower(place):
        text = _("{number}: above {line:g} is the wrong side. Go along the row to the last month: when is it there?")
    else:
        text = _("{number}: below {line:g} is the wrong side. Go along the row to the last month: when is it there?")
    return text.format(number=_(SIGNAL_NAMES[place]), line=case.level(place))


def _signal_reading(case: Signals, place: int) -> str:
    first = case.first(place)
    if first is None:
        return _("{number}: never across its line.").format(number=_(SIGNAL_NAMES[place]))
    text = _("{number}: first on the wrong side in month {month}.")
    return text.format(number=_(SIGNAL_NAMES[place]), month=first + 1)


def _signal_fields(case: Signals) -> Mapping[str, object]:
    found: dict[str, object] = {f"misread_{place + 1}": _signal_misreading(case, place) for place in range(5)}
    found |= {f"missed_{place + 1}": _signal_missed(case, place) for place in range(5)}
    return found | {
        "plan": case.plan,
        "readings": " ".join(_signal_reading(case, place) for place in range(5)),
        "month": case.crossed + 1,
    }


def _misread_signal(place: int) -> Mistake[Signals]:
    return Mistake(
        f"misread-{place + 1}",
        lambda case: _WHEN_MISREAD[case.kinds[place]],
        f"{{misread_{place + 1}}}",
        part=SIGNAL_NAMES[place],
    )


def _missed_signal(place: int) -> Mistake[Signals]:
    return Mistake(
        f"missed-{place + 1}",
        lambda case: _WHEN_MISSED[case.kinds[place]],
        f"{{missed_{place + 1}}}",
        part=SIGNAL_NAMES[place],
    )


_FIRST: Task[Signals] = Task(
    "1.2",
    N_("Which number moved first"),
    Assign(SIGNAL_NAMES, _WHEN),
    SIGNALS,
    lambda case: dict(zip(SIGNAL_NAMES, (_WHEN_OF[kind] for kind in case.kinds), strict=True)),
    tuple(one(place) for place in range(5) for one in (_misread_signal, _missed_signal)),
    (
        N_(
            "Begin with net sales: in which month do they first stand under {plan:g}? Draw a line down the table there."
        ),
        N_(
            "For each number find the FIRST month on the wrong side of its own line, and see on which side of yours it lies."
        ),
        N_("For discount, wait and returned goods the wrong side is above the line; for the other two it is below."),
    ),
    N_(
        "Two of the five would have warned you. Which two is a matter of this shop and these months: “early” is found in a table, not in a name."
    ),
    N_(
        "Another shop, where net sales fell under their line in month {month}. {readings} Compare each month with month {month}; then do the same in your table."
    ),
    _signal_fields,
    Signals.frame,
)


def _buyers_fields(case: Buyers) -> Mapping[str, object]:
    five, four, other = case.groups
    return {
        "buyers": case.buyers,
        "fives": case.fives,
        "fours": case.fours,
        "others": case.others,
        "satisfied": case.fives + case.fours,
        "five_back": case.five_back,
        "four_back": case.four_back,
        "other_back": case.other_back,
        "five_count": five,
        "four_count": four,
        "other_count": other,
        "five_part": case.parts[0],
        "four_part": case.parts[1],
        "other_part": case.parts[2],
        "back": case.back,
        "share": 100 * case.back / case.buyers,
    }


_BACK: Task[Buyers] = Task(
    "1.3",
    N_("How many come back"),
    Number(tolerance=0.4, decimals=0),
    BUYERS,
    lambda case: case.back,
    (
        Mistake(
            "satisfied-alike",
            lambda case: case.buyers * (case.fives + case.fours) * case.five_back / 10_000,
            N_(
                "You let everybody satisfied come back like those who gave a 5. Of those who gave a 4 it is {four_back} % and not {five_back}."
            ),
        ),
        Mistake(
            "satisfied-is-loyal",
            lambda case: case.buyers * (case.fives + case.fours) / 100,
            N_(
                "That is how many were satisfied. Satisfied says that nothing went wrong; it does not say that they return."
            ),
        ),
        Mistake(
            "others-left-out",
            lambda case: case.parts[0] + case.parts[1],
            N_("You left out those who gave 3 or less. Few of them return, but not none."),
        ),
        Mistake(
            "fives-only",
            lambda case: case.parts[0],
            N_("Those are the ones who gave a 5. Two more groups have buyers who return."),
        ),
        Mistake(
            "mean-of-rates",
            lambda case: case.buyers * (case.five_back + case.four_back + case.other_back) / 300,
            N_(
                "You took the plain average of the three rates, as if the groups were of one size. How many are in each?"
            ),
        ),
        Mistake(
            "in-percent",
            lambda case: 100 * case.back / case.buyers,
            N_("So many of each hundred come back. The question is about all {buyers:,} buyers."),
        ),
        Mistake(
            "as-a-share",
            lambda case: case.back / case.buyers,
            N_("That is the share of the buyers. The question is how many people that makes."),
        ),
        Mistake(
            "stay-away",
            lambda case: case.buyers - case.back,
            N_("So many stay away. The question is about the others."),
        ),
    ),
    (
        N_("Three groups of buyers, and each has its own rate. How many people are in each group?"),
        N_("coming back = sum over the groups of buyers × share of the group × share of it that comes back"),
        N_(
            "{fives} % of {buyers:,} gave a 5: that is {five_count:,.0f}. {five_back} % of them come back: so many. Two groups to go."
        ),
    ),
    N_(
        "{satisfied} % are satisfied and {share:.0f} % come back. The first number hangs on most walls; the second one pays the rent."
    ),
    N_(
        "Another shop, {buyers:,} buyers: {five_count:,.0f} × {five_back} % + {four_count:,.0f} × {four_back} % + {other_count:,.0f} × {other_back} % = "
        "{five_part:,.0f} + {four_part:,.0f} + {other_part:,.0f} = {back:,.0f}. Now yours, in three lines."
    ),
    _buyers_fields,
    Buyers.frame,
)


def _campaign_fields(case: Campaigns) -> Mapping[str, object]:
    found: dict[str, object] = {"margin": case.margin, "gap": case.gap}
    for name, one in (("new", case.new), ("old", case.old)):
        found |= {
            f"{name}_customers": one.customers,
            f"{name}_spend": one.spend,
            f"{name}_cost": one.cost,
            f"{name}_sales": one.sales,
            f"{name}_margin": one.sales * case.margin / 100,
            f"{name}_fetched": one.fetched,
            f"{name}_left": one.left(case.margin),
        }
    return found | {"sales_gap": case.new.sales - case.old.sales}


_LEFT: Task[Campaigns] = Task(
    "1.4",
    N_("What two campaigns leave"),
    Number(tolerance=4, decimals=0),
    CAMPAIGNS,
    lambda case: case.gap,
    (
        Mistake(
            "sales",
            lambda case: case.old.sales - case.new.sales,
            N_(
                "You compared sales. The ad sold {sales_gap:,} more; what is left of sales, once goods and fetching are paid?"
            ),
        ),
        Mistake(
            "without-fetching",
            lambda case: (case.old.sales - case.new.sales) * case.margin / 100,
            N_(
                "That is the margin alone. The customers did not come by themselves: take off what it cost to fetch them."
            ),
        ),
        Mistake(
            "fetching-alone",
            lambda case: case.new.fetched - case.old.fetched,
            N_("That is what the letter saved in fetching. It also sold less: bring in the margin of both."),
        ),
        Mistake(
            "no-margin",
            lambda case: case.old.sales - case.old.fetched - case.new.sales + case.new.fetched,
            N_("You took the cost off sales. Of sales only {margin} % are margin; the goods have to be paid as well."),
        ),
        Mistake(
            "a-customer",
            lambda case: (
                case.old.left(case.margin) / case.old.customers - case.new.left(case.margin) / case.new.customers
            ),
            N_(
                "That is the difference for one customer. The question is about the campaigns, and they brought different numbers."
            ),
        ),
        Mistake(
            "added",
            lambda case: case.old.left(case.margin) + case.new.left(case.margin),
            N_("You added the two up. How much MORE does one leave than the other?"),
        ),
        Mistake(
            "letter-alone",
            lambda case: case.old.left(case.margin),
            N_("So much the letter left. How much more is that than what the ad left?"),
        ),
        Mistake(
            "ad-alone",
            lambda case: case.new.left(case.margin),
            N_("So much the ad left. Now the letter in the same way, and then the difference."),
        ),
        Mistake(
            "sales-unsigned",
            lambda case: case.new.sales - case.old.sales,
            N_("So much more the ad sold. What was sold is not what is left: goods and fetching have to be paid."),
        ),
    ),
    (
        N_("For each campaign: what was sold, what of it is margin, what did it cost to fetch the customers?"),
        N_("left = sales × margin − customers × cost of fetching one; then the one less the other"),
        N_(
            "The ad: {new_sales:,} × {margin} % is {new_margin:,.0f}, less {new_customers} × {new_cost}. Now the letter."
        ),
    ),
    N_(
        "The ad sold {sales_gap:,} more and left {gap:,.0f} less. On a wall where only sales hang, the ad wins. And without new customers there is soon nobody to write to: hang both lines."
    ),
    N_(
        "Another month: the ad leaves {new_margin:,.0f} − {new_fetched:,} = {new_left:,.0f}, the letter {old_margin:,.0f} − {old_fetched:,} = {old_left:,.0f}. "
        "The letter leaves {gap:,.0f} more. Now yours, in the same two lines."
    ),
    _campaign_fields,
    Campaigns.frame,
)


def _link_fields(case: Links) -> Mapping[str, object]:
    found: dict[str, object] = {"profit_before": case.profit(case.before), "profit_after": case.profit(case.after)}
    for kind in ("most", "times", "better", "little"):
        link = case.link(kind)
        before, after = case.before[link], case.after[link]
        found |= {f"{kind}_name": _(LINK_NAMES[link]), f"{kind}_before": before, f"{kind}_after": after}
        found |= {f"{kind}_moved": abs(after - before)}
    return found | {"goods": case.before["goods"], "lost": case.profit(case.before) - case.profit(case.after)}


_WHERE: Task[Links] = Task(
    "1.5",
    N_("Where the money is lost"),
    Choice(tuple(LINK_NAMES.items())),
    LINKS,
    lambda case: case.link("most"),
    (
        Mistake(
            "largest-line",
            lambda case: "goods",
            N_("Goods are the largest line, {goods} both years. What did not move has not taken the profit away."),
        ),
        Mistake(
            "most-times",
            lambda case: case.link("times"),
            N_(
                "{times_name}: from {times_before} to {times_after} is the largest jump for its size, and it cost {times_moved} of the 100. Which link cost more of them?"
            ),
        ),
        Mistake(
            "got-better",
            lambda case: case.link("better"),
            N_(
                "{better_name}: from {better_before} to {better_after} the link costs less than a year ago. It gave profit back."
            ),
        ),
        Mistake(
            "a-little",
            lambda case: case.link("little"),
            N_(
                "{little_name}: a large line that moved by {little_moved}. Look for the largest change, not for the largest line."
            ),
        ),
    ),
    (
        N_("Do not look for the largest line. Which line grew by most of the 100?"),
        N_("change = this year − last year, for each link, in points of list price"),
        N_("Profit fell from {profit_before} to {profit_after}. Begin with goods: {goods} − {goods} = 0."),
    ),
    N_(
        "{most_name}: {most_moved} of 100, while profit lost {lost} in all. Now the talk is with whoever owns that link, and not with everybody about “costs”."
    ),
    N_(
        "Another shop: one link went from {times_before} to {times_after} ({times_moved} points), one from {little_before} to {little_after} ({little_moved}), "
        "one from {better_before} to {better_after} (it gave {better_moved} back), and one from {most_before} to {most_after}: {most_moved} points, the most. Now yours, line by line."
    ),
    _link_fields,
    Links.frame,
)


def _visits_fields(case: Visits) -> Mapping[str, object]:
    return {
        "regulars": case.regulars,
        "before": case.before,
        "after": case.after,
        "often_before": case.often[0],
        "often_after": case.often[1],
        "spend_before": case.spend[0],
        "spend_after": case.spend[1],
        "sales": case.sales,
        "level": case.level,
        "higher": case.level + 0.5,
        "more": case.after - case.before,
    }


_TRICK: Task[Visits] = Task(
    "1.6",
    N_("One purchase, two visits"),
    Choice(
        (
            ("growth", N_("Pay for the growth of visits instead of their number.")),
            ("higher", N_("Ask for {higher:g} visits of one regular instead of {level:g}.")),
            ("sales", N_("Hang sales to regulars beside it, and pay only where both hold.")),
            ("spend", N_("Hang sales of one visit beside it, and pay only where both hold.")),
            ("mean", N_("Pay on the mean of two months.")),
            ("regulars", N_("Hang the number of regulars beside it, and pay only where both hold.")),
        )
    ),
    VISITS,
    lambda case: "spend",
    (
        Mistake(
            "growth",
            lambda case: "growth",
            N_(
                "Visits grew by {more:,} in a month, all of them at the till. The trick lifts growth as it lifts the number."
            ),
        ),
        Mistake(
            "higher",
            lambda case: "higher",
            N_(
                "Whoever rings up twice can ring up three times. The honest shop, at {often_before:g}, will never get there and stops trying."
            ),
        ),
        Mistake(
            "sales",
            lambda case: "sales",
            N_(
                "Sales to regulars were {sales:,} in both months. The trick does not touch them, so they neither stop nor show it."
            ),
        ),
        Mistake(
            "mean",
            lambda case: "mean",
            N_("In the second month the trick has filled both. A mean only makes it wait."),
        ),
        Mistake(
            "regulars",
            lambda case: "regulars",
            N_(
                "There were {regulars} regulars before and after. What does not move when the trick is used cannot show it."
            ),
        ),
    ),
    (
        N_("One purchase is rung up on two days. Go down the table: which lines move, and which way?"),
        N_("A pair gets worse when the trick is used, and stays where it is when the work is honest."),
        N_("Strike out each change that asks for the same, for more of the same, or for a line that stands still."),
    ),
    N_(
        "A visit brought {spend_before:.0f} and now brings {spend_after:.0f}: one purchase, cut in two. A regular who truly comes more often leaves that number where it was; the trick cannot."
    ),
    N_(
        "Another firm paid for “calls answered in a minute”. Agents said one word and hung up. More calls, faster calls, the mean of two months: all went up. "
        "“Problems solved without a second call” went down, and stood beside it from then on. Which of your six lines goes down with the trick?"
    ),
    _visits_fields,
    Visits.frame,
)

TASKS = (_READ, _FIRST, _BACK, _LEFT, _WHERE, _TRICK, DEFEND)


def _november() -> float:
    """Canal Street's sales of November, when only the advisers have left and nobody looks."""
    return live_with_wall(SHOP, GAUGES, TROUBLES[:1], ())[4].readings["sales"]


def _reveal_sign(given: str) -> str:
    text = {
        "yes": _(
            "With a signature: the lease pays from 500 thousand a month on, November brought {sales:.0f}, and those who had not come back in autumn were missing in December too."
        ),
        "no": _(
            "Without one: November brought {sales:.0f}, and the lease asks for 500. Was it September's dip that held you back? It was the first sign in sales, two months after the fact."
        ),
    }
    return text[given].format(sales=_november())


def _reveal_november(given: float) -> str:
    sales = _november()
    if round(given) == round(sales):
        return _("It was {sales:.0f}. In sales alone nothing pointed there.").format(sales=sales)
    text = (
        _("It was {sales:.0f}: {gap:.0f} less than you said.")
        if given > sales
        else _("It was {sales:.0f}: {gap:.0f} more than you said.")
    )
    return text.format(sales=sales, gap=abs(given - sales))


def _reveal_month(given: str) -> str:
    text = {
        "July": _("July it was: 78 % satisfied instead of 90. Sales rose that month, so what made you say so?"),
        "August": _(
            "August is a month too late: it began in July, with 78 % satisfied instead of 90, and sales were still rising."
        ),
        "September": _(
            "September is where sales first show it, by a dip of 5. It began in July, with 78 % satisfied instead of 90."
        ),
        "October": _("October was the record. It began in July, with 78 % satisfied instead of 90."),
        "none": _("“None” it was not: from July on 78 % were satisfied instead of 90. Sales had not heard of it."),
    }
    return text[given]


PREDICTIONS = (
    Prediction(
        "1.p1",
        N_("Would you sign the lease?"),
        Choice((("yes", N_("yes")), ("no", N_("no")))),
        _reveal_sign,
    ),
    Prediction(
        "1.p2",
        N_("What will November's sales be, in thousands?"),
        Number(tolerance=0.5, decimals=0),
        _reveal_november,
    ),
    Prediction(
        "1.p3",
        N_("In which month did trouble begin?"),
        Choice((*((month, month) for month in MONTHS[:4]), ("none", N_("there is none")))),
        _reveal_month,
    ),
)
