"""What is right in chapter 6, which wrong answers we know, and what each of them hears."""

from __future__ import annotations

from collections.abc import Mapping

from kpilab.chapters.c06_data_sources.cards import CARDS
from kpilab.chapters.c06_data_sources.case import (
    CHANGED,
    FIVE,
    JUNE,
    LETTERS,
    MAY,
    OUTSIDE,
    Changed,
    FiveOrders,
    Month,
    Outside,
)
from kpilab.chapters.c06_data_sources.defence import DEFEND
from kpilab.chapters.c06_data_sources.entry import ENTRY, PARTS, Entry, part_name, why_useless
from kpilab.course.forms import Assign, Choice, Number, Numbers
from kpilab.course.task import Mistake, Prediction, Task
from kpilab.i18n import N_, _

__all__ = ["CARDS", "PREDICTIONS", "TASKS"]

_WHO = (
    ("all", N_("all three")),
    ("marketing_sales", N_("marketing and sales")),
    ("marketing", N_("marketing alone")),
    ("sales_finance", N_("sales and finance")),
    ("finance", N_("finance alone")),
)
_ROWS = (N_("order A"), N_("order B"), N_("order C"), N_("order D"), N_("order E"))
_COUNTED = {
    "all": (True, True, True),
    "marketing_sales": (True, True, False),
    "marketing": (True, False, False),
    "sales_finance": (False, True, True),
    "finance": (False, False, True),
}
"""Whether marketing, sales and finance count an order of each kind in May."""


def _other_who(kind: str, step: int) -> str:
    """One of the four answers that are wrong for an order of that kind."""
    return [who for who in _COUNTED if who != kind][step]


def _misreading(kind: str, claimed: str) -> str:
    """Which of the three days was misread, the first one; {row} and its days are filled in."""
    column = next(place for place in range(3) if _COUNTED[kind][place] != _COUNTED[claimed][place])
    too_many = (
        _("{row}: placed on {ordered}. Marketing has counted it a month before."),
        _("{row}: the money came on {paid}. Ordered is not paid, and sales counts what is paid.")
        if _COUNTED[kind][0]
        else _("{row}: paid on {paid}. The till had it in April."),
        _("{row}: booked on {booked}. For finance May is over by then."),
    )
    too_few = (
        _("{row}: placed on {ordered}. For marketing that day is enough, whatever comes later."),
        _("{row}: paid on {paid}. Look at that day once more, and at no other: it is the one for sales."),
        _("{row}: booked on {booked}. Finance looks at that day and does not ask when the order was placed."),
    )
    return (too_many if _COUNTED[claimed][column] else too_few)[column]


def _who_fields(case: FiveOrders) -> Mapping[str, object]:
    words = dict(_WHO)
    found: dict[str, object] = {}
    told = []
    for row, letter in zip(_ROWS, LETTERS, strict=True):
        ordered, paid, booked = case.days[letter]
        days = {"row": _(row), "ordered": ordered, "paid": paid, "booked": booked}
        kind = case.kinds[letter]
        for step in range(4):
            claimed = _other_who(kind, step)
            why = _misreading(kind, claimed).format(**days)
            found[f"misread_{letter}_{step}"] = _("{why} So it is not “{claimed}”.").format(
                claimed=_(words[claimed]), why=why
            )
        text = _("{row}: ordered {ordered}, paid {paid}, booked {booked}: {who}.")
        told.append(text.format(**days, who=_(words[case.kinds[letter]])))
    return found | {"first": _(_ROWS[0]), "ordered": case.days["A"][0], "told": " ".join(told)}


def _row_misread(row: str, letter: str, step: int) -> Mistake[FiveOrders]:
    says = f"{{misread_{letter}_{step}}}"
    return Mistake(f"misread-{letter}-{step}", lambda case: _other_who(case.kinds[letter], step), says, part=row)


_COUNTS = Task(
    "6.1",
    N_("Who counts what in May"),
    Assign(_ROWS, _WHO),
    FIVE,
    lambda case: dict(zip(_ROWS, case.kinds.values(), strict=True)),
    tuple(_row_misread(row, letter, step) for row, letter in zip(_ROWS, LETTERS, strict=True) for step in range(4)),
    (
        N_("Each department looks at one of the three days, and at no other. Which one is whose?"),
        N_("Marketing counts the day of the order, sales the day of the payment, finance the day of the booking."),
        N_("{first}: ordered {ordered}. Is that a day in May? Then go on with its other two days."),
    ),
    N_("Five orders and five answers to “is it in May?”. Nobody is wrong; each answers another question."),
    N_("Other orders, read day by day. {told} Now yours, the same way."),
    _who_fields,
    FiveOrders.frame,
)


def _month_fields(case: Month) -> Mapping[str, object]:
    """Every number that a message about June may quote."""
    early, back, missing, twice = (case.role(name) for name in ("early", "back", "missing", "twice"))
    late, after, unpaid = (case.role(name) for name in ("late", "next", "unpaid"))
    found: dict[str, object] = {"marketing": case.marketing, "sales": case.sales, "finance": case.finance}
    found |= {f"cause_{cause}": f"{cents:+,}".replace("-", "−") for cause, cents in case.causes.items()}
    found |= {
        "early_no": early.number,
        "back_no": back.number,
        "missing_no": missing.number,
        "twice_no": twice.number,
        "late_no": late.number,
        "next_no": after.number,
        "unpaid_no": unpaid.number,
        "early": early.amount,
        "early_ordered": early.ordered,
        "next_paid": after.paid,
        "late_booked": late.booked[0],
        "refund": back.back,
        "back_on": back.back_on,
        "unpaid": unpaid.amount,
        "gross": case.booked_gross,
        "gap": case.sales - case.finance,
        "sum": " ".join(f"{cents:+,}".replace("-", "−") for cents in case.causes.values()),
    }
    return found


def _without_tax(amount: int) -> float:
    return amount / 1.13


_THREE = Task(
    "6.2",
    N_("Three revenues for one June"),
    Numbers(
        (("marketing", N_("marketing")), ("sales", N_("sales")), ("finance", N_("finance"))), tolerance=1, decimals=0
    ),
    JUNE,
    lambda case: {"marketing": case.marketing, "sales": case.sales, "finance": case.finance},
    (
        Mistake(
            "paid-orders-only",
            lambda case: case.marketing - case.role("unpaid").amount,
            N_("Marketing's screen counts an order when it is placed. Order {unpaid_no} was placed, and never paid."),
            part="marketing",
        ),
        Mistake(
            "paid-for-ordered",
            lambda case: case.sales,
            N_("That is what was paid in June. Order {next_no} was placed in June, order {early_no} was not."),
            part="marketing",
        ),
        Mistake(
            "ordered-less-refund",
            lambda case: case.marketing - case.role("back").back,
            N_(
                "Marketing's screen knows orders and nothing else. What came back on {back_on} stands in other systems."
            ),
            part="marketing",
        ),
        Mistake(
            "all-orders",
            lambda case: sum(one.amount for one in case.orders),
            N_("You added every line. Order {early_no} was placed on {early_ordered}."),
            part="marketing",
        ),
        Mistake(
            "ordered-for-paid",
            lambda case: case.marketing,
            N_("That is what was ordered. Sales counts the payment: order {early_no} in, order {next_no} out."),
            part="sales",
        ),
        Mistake(
            "paid-whenever",
            lambda case: case.sales + case.role("next").amount,
            N_("Order {next_no} was paid on {next_paid}. For sales that is July."),
            part="sales",
        ),
        Mistake(
            "refund-off",
            lambda case: case.sales - case.role("back").back,
            N_("The refund of {refund:,} is in no amount of the till. Sales' list holds payments and nothing else."),
            part="sales",
        ),
        Mistake(
            "sales-without-tax",
            lambda case: _without_tax(case.sales),
            N_("You took the tax off. The till holds it in each price, and sales adds up what the till has."),
            part="sales",
        ),
        Mistake(
            "tax-inside",
            lambda case: case.booked_gross,
            N_("The tax is still inside. Finance books amounts without it: divide by 1.13."),
            part="finance",
        ),
        Mistake(
            "booked-once",
            lambda case: case.finance - _without_tax(case.role("twice").amount),
            N_("You put order {twice_no} right. Finance's June is what stands in the ledger, mistakes included."),
            part="finance",
        ),
        Mistake(
            "no-refund",
            lambda case: case.finance + _without_tax(case.role("back").back),
            N_("On {back_on} finance took off a refund: {refund:,}, and the tax inside of it."),
            part="finance",
        ),
        Mistake(
            "by-payment",
            lambda case: _without_tax(case.sales),
            N_("You took the tax off sales' total. Finance goes by its own days and its own lines."),
            part="finance",
        ),
        Mistake(
            "by-payment-less-refund",
            lambda case: _without_tax(case.sales - case.role("back").back),
            N_("Refund and tax are off, but of what was paid. Finance goes by the days on which it booked."),
            part="finance",
        ),
        Mistake(
            "by-order",
            lambda case: _without_tax(case.marketing),
            N_("You took the tax off what was ordered. Finance goes by the days on which it booked."),
            part="finance",
        ),
        Mistake(
            "minus-thirteen",
            lambda case: case.booked_gross * 0.87,
            N_("13 % is said of the amount without tax, not of the price. Of 113, 13 are tax."),
            part="finance",
        ),
        Mistake(
            "all-inside",
            lambda case: case.booked_gross + case.role("back").back,
            N_("Two things are still inside: the tax, and the {refund:,} that finance took off on {back_on}."),
            part="finance",
        ),
        Mistake(
            "refund-at-its-price",
            lambda case: _without_tax(case.booked_gross + case.role("back").back) - case.role("back").back,
            N_("The refund is off with the tax in it, and everything else without. Take off first, then divide."),
            part="finance",
        ),
    ),
    (
        N_("Three columns of days, three departments. Put a finger on one column at a time and stay in June."),
        N_("Finance: what was booked in June, less what was paid back, divided by 1.13."),
        N_(
            "Begin with marketing. Order {early_no} was placed on {early_ordered}, so it is out. Is order {unpaid_no} in?"
        ),
    ),
    N_(
        "{marketing:,} ordered, {sales:,} paid, {finance:,} booked. Say the verb with the number, and the quarrel is over before it begins."
    ),
    N_(
        "Another June: ordered in June {marketing:,}, with the order that was never paid. Paid in June {sales:,}, with order {early_no} and "
        "without order {next_no}. Booked in June {gross:,} with tax, and {gross:,} ÷ 1.13 = {finance:,}. Now yours, column by column."
    ),
    _month_fields,
    Month.frame,
)


def _net_line(cause: str, says: str) -> Mistake[Month]:
    return Mistake(f"{cause}-without-tax", lambda case: _without_tax(case.causes[cause]), says, part=cause)


_BRIDGE = Task(
    "6.3",
    N_("The bridge from sales to finance"),
    Numbers(
        (
            ("late", N_("booked in July")),
            ("missing", N_("never booked")),
            ("twice", N_("booked twice")),
            ("refund", N_("paid back")),
            ("tax", N_("tax")),
        ),
        tolerance=1,
        decimals=0,
    ),
    JUNE,
    lambda case: case.causes,
    (
        _net_line(
            "late",
            N_(
                "Order {late_no} without its tax. The tax has a line of its own; here the price counts, as the till has it."
            ),
        ),
        Mistake(
            "late-both",
            lambda case: -case.role("late").amount - case.role("next").amount,
            N_("Order {next_no} was paid in July too. Sales' June does not hold it, so finance does not miss it."),
            part="late",
        ),
        Mistake(
            "late-the-other",
            lambda case: -case.role("next").amount,
            N_("Order {next_no} is booked in July and was paid in July as well: sales' June does not hold it."),
            part="late",
        ),
        Mistake(
            "late-none",
            lambda case: 0,
            N_("Nothing? Look at the last days of June: which order was paid there and booked after them?"),
            part="late",
        ),
        Mistake(
            "late-sign",
            lambda case: case.role("late").amount,
            N_(
                "Order {late_no} is in sales' June and not in finance's. Going from sales to finance, does it add or take off?"
            ),
            part="late",
        ),
        _net_line(
            "missing",
            N_(
                "Order {missing_no} without its tax. What was never booked has no tax in the ledger either: take the price."
            ),
        ),
        Mistake(
            "missing-unpaid",
            lambda case: -case.role("missing").amount - case.role("unpaid").amount,
            N_("Order {unpaid_no} was never paid, so sales has not counted it. Nobody misses it in the ledger."),
            part="missing",
        ),
        Mistake(
            "missing-the-other",
            lambda case: -case.role("unpaid").amount,
            N_("Order {unpaid_no} was never booked because it was never paid. Sales does not have it either."),
            part="missing",
        ),
        Mistake(
            "missing-none",
            lambda case: 0,
            N_("Nothing? Look for an order that has a day of payment and no day of booking."),
            part="missing",
        ),
        Mistake(
            "missing-sign",
            lambda case: case.role("missing").amount,
            N_("What finance forgot makes its total smaller, not larger."),
            part="missing",
        ),
        _net_line(
            "twice",
            N_("Order {twice_no} without its tax. The tax has a line of its own; here the price counts."),
        ),
        Mistake(
            "twice-both",
            lambda case: 2 * case.role("twice").amount,
            N_("Once is right, and sales has it too. Only the second booking of order {twice_no} makes a difference."),
            part="twice",
        ),
        Mistake(
            "twice-none",
            lambda case: 0,
            N_("Nothing? Look for an order that has more than one day of booking."),
            part="twice",
        ),
        Mistake(
            "twice-sign",
            lambda case: -case.role("twice").amount,
            N_("A second booking makes finance's total larger. This line goes the other way from its neighbours."),
            part="twice",
        ),
        _net_line(
            "refund",
            N_("The refund without its tax. The tax has a line of its own; here counts what the customer got back."),
        ),
        Mistake(
            "refund-whole",
            lambda case: -case.role("back").amount,
            N_("Only a part of order {back_no} came back: {refund:,}."),
            part="refund",
        ),
        Mistake(
            "refund-sign",
            lambda case: case.role("back").back,
            N_("Sales has not taken the refund off, finance has. On the way to finance it lowers the total."),
            part="refund",
        ),
        Mistake(
            "tax-of-sales",
            lambda case: -case.sales * 13 / 113,
            N_("That is the tax in everything that sales has. The ledger holds tax only for what was booked in June."),
            part="tax",
        ),
        Mistake(
            "thirteen-percent",
            lambda case: -case.booked_gross * 0.13,
            N_("You took 13 % of prices that hold the tax already. Of 113, 13 are tax."),
            part="tax",
        ),
        Mistake(
            "tax-booked-once",
            lambda case: -(case.booked_gross - case.role("twice").amount) * 13 / 113,
            N_(
                "The second booking of order {twice_no} carried tax as well. The ledger has it, so the bridge needs it."
            ),
            part="tax",
        ),
        Mistake(
            "tax-no-refund",
            lambda case: -(case.booked_gross + case.role("back").back) * 13 / 113,
            N_("The refund on {back_on} took its tax back out of the ledger with it."),
            part="tax",
        ),
        Mistake(
            "tax-sign",
            lambda case: case.tax,
            N_("Finance leaves the tax out, so this line goes down."),
            part="tax",
        ),
    ),
    (
        N_("Walk through the orders one by one: sales has it and finance not, or the other way round, or both?"),
        N_("The first four lines at till prices; then the tax inside of what was booked in June: × 13 ÷ 113."),
        N_("Order {late_no} was booked on {late_booked}. Its whole price is missing in finance's June."),
    ),
    N_(
        "{sum} leads from {sales:,} to {finance:,}. Two of the five lines are somebody's mistake, and they pull in opposite directions: "
        "the total would never have shown them."
    ),
    N_(
        "Another June, from {sales:,} to {finance:,}: booked in July {cause_late}, never booked {cause_missing}, booked twice {cause_twice}, "
        "paid back {cause_refund}. In the ledger's June stand {gross:,} with tax; of 113, 13 are tax: {cause_tax}. Now yours."
    ),
    _month_fields,
    Month.frame,
)


_KIND_WORDS = (
    ("said", N_("said")),
    ("useless", N_("there, and of no use")),
    ("absent", N_("not there")),
)
_ENTRY_MISREAD = {"said": ("useless", "absent"), "useless": ("said", "absent"), "absent": ("useless", "said")}
"""The two wrong answers to a line of each kind."""
_ENTRY_ROWS = {
    "counts": N_("what is counted"),
    "unit": N_("unit"),
    "grain": N_("what one row is"),
    "owner": N_("owner"),
    "refresh": N_("refreshed"),
    "empty": N_("an empty cell means"),
}


def _entry_misreading(case: Entry, part: str, step: int) -> str:
    text = {
        "said": _("{part}: “{text}” is short, and whoever reads it can act on it. That is all an entry needs."),
        "useless": _("{part}: “{text}” fills the cell and leaves the question open: {why}"),
        "absent": _(
            "{part}: nothing stands there at all. A gap can be seen and asked about; that is better than a phrase."
        ),
    }[case.kinds[part]]
    if step and case.kinds[part] == "absent":
        text = _("{part}: nothing stands there at all, and an empty line tells a stranger nothing.")
    elif step:
        text = _("{part}: “{text}” stands there. What is left to ask is whether a stranger could act on it.")
    return text.format(part=part_name(part), text=case.text(part), why=why_useless(part))


def _entry_fields(case: Entry) -> Mapping[str, object]:
    words = dict(_KIND_WORDS)
    told = [
        _("{part}: {text}: {kind}.").format(
            part=part_name(part), text=case.text(part) or "–", kind=_(words[case.kinds[part]])
        )
        for part in PARTS
    ]
    found: dict[str, object] = {
        f"misread_{part}_{step}": _entry_misreading(case, part, step) for part in PARTS for step in range(2)
    }
    return found | {"column": case.column, "told": " ".join(told), "owner": case.text("owner") or "–"}


_ENTRY = Task(
    "6.4",
    N_("Read an entry of the dictionary"),
    Assign(tuple(_ENTRY_ROWS.values()), _KIND_WORDS),
    ENTRY,
    lambda case: {row: case.kinds[part] for part, row in _ENTRY_ROWS.items()},
    tuple(
        Mistake(
            f"misread-{part}-{step}",
            lambda case, part=part, step=step: _ENTRY_MISREAD[case.kinds[part]][step],  # type: ignore[misc]
            f"{{misread_{part}_{step}}}",
            part=row,
        )
        for part, row in _ENTRY_ROWS.items()
        for step in range(2)
    ),
    (
        N_("Imagine that you are new, it is ten in the evening, and nobody answers the telephone. Which lines help?"),
        N_("A part is said when two strangers who read it would do the same thing with the number."),
        N_("Take the owner: “{owner}”. Could you call that, and would somebody answer?"),
    ),
    N_("A full cell is not an answer. You read the entry as whoever has to work with it would."),
    N_("Another entry, the column {column}. {told} Now yours, line by line."),
    _entry_fields,
    Entry.frame,
)


_RIVAL = Task(
    "6.5",
    N_("The rival in the counter's terms"),
    Number(tolerance=5, decimals=0, unit="visitors"),
    OUTSIDE,
    lambda case: case.rival,
    (
        Mistake(
            "panel-as-it-is",
            lambda case: case.panel_rival,
            N_(
                "That is the panel's figure, beside a counter's. The panel says {panel_own:,} for us, where the counter saw {counter:,}."
            ),
        ),
        Mistake(
            "added-gap",
            lambda case: case.panel_rival + case.counter - case.panel_own,
            N_(
                "You added what the panel misses with us. A panel misses a share of the visits: a larger chain loses more of them."
            ),
        ),
        Mistake(
            "upside-down",
            lambda case: case.panel_rival * case.panel_own / case.counter,
            N_("You went the wrong way: the counter sees more than the panel, with us and with them."),
        ),
        Mistake(
            "own-news",
            lambda case: case.news,
            N_("That is what Lotus writes of itself. Nobody has told you what was counted, or who was left out."),
        ),
        Mistake(
            "our-own-counter",
            lambda case: case.counter,
            N_("That is what the counter saw at our own doors. Asked is Lotus."),
        ),
        Mistake(
            "news-stretched",
            lambda case: case.news * case.counter / case.panel_own,
            N_("You stretched what Lotus writes of itself. Only the panel's figure is in the panel's terms."),
        ),
        Mistake(
            "chains-swapped",
            lambda case: case.counter * case.panel_own / case.panel_rival,
            N_("The two chains have changed places: the panel finds more people at Lotus than with us."),
        ),
        Mistake(
            "our-own-times-gap",
            lambda case: case.counter * case.counter / case.panel_own,
            N_("You stretched our own number. It is in the counter's terms already; the rival's is not."),
        ),
    ),
    (
        N_("One chain was measured with both rulers. What does that tell about the rulers?"),
        N_("counter ÷ panel, for us; then the panel's figure for the rival times that."),
        N_("For us: {counter:,} ÷ {panel_own:,}. How often does the counter see whom the panel counts once?"),
    ),
    N_(
        "About {rival:,.0f} in the counter's terms, if Lotus' visitors come as often as ours. Write the “if” beside the number: "
        "it is an estimate and nobody counted it."
    ),
    N_(
        "Elsewhere: counter {counter:,}, panel {panel_own:,} for the same chain, so the counter sees {times:.2f} for each one of the panel's. "
        "The rival's {panel_rival:,} × {times:.2f} = {rival:,.0f}. Now with your four figures."
    ),
    lambda case: {**vars(case), "rival": case.rival, "times": case.counter / case.panel_own},
    Outside.frame,
)


_GROWTH = Task(
    "6.6",
    N_("Growth on one definition"),
    Number(tolerance=0.0004, decimals=3, percent=True, unit="%"),
    CHANGED,
    lambda case: case.growth,
    (
        Mistake(
            "as-reported",
            lambda case: case.reported,
            N_("That is the report's own growth. In July “sales” holds what came back; in June it does not."),
        ),
        Mistake(
            "paid-on-paid",
            lambda case: case.paid[1] / case.paid[0] - 1,
            N_("One definition, and not the agreed one: the agreement says less refunds, and those have risen."),
        ),
        Mistake(
            "growth-of-refunds",
            lambda case: case.back[1] / case.back[0] - 1,
            N_("That is how refunds have grown. It is a warning; asked are the sales that are left."),
        ),
        Mistake(
            "wrong-base",
            lambda case: 1 - case.net[0] / case.net[1],
            N_("You divided by July. Growth is said of the month before."),
        ),
        Mistake(
            "wrong-sign",
            lambda case: 1 - case.net[1] / case.net[0],
            N_("The size is right. Has it grown or shrunk?"),
        ),
        Mistake(
            "ratio",
            lambda case: case.net[1] / case.net[0],
            N_("That is July as a share of June. Growth is what lies above or below the whole."),
        ),
        Mistake(
            "difference",
            lambda case: case.net[1] - case.net[0],
            N_("That is the difference in thousand. Growth is a share: how much is it of the month before?"),
        ),
        Mistake(
            "other-way-round",
            lambda case: case.net[1] / case.paid[0] - 1,
            N_("Now June holds the refunds and July does not: the same trick, backwards."),
        ),
    ),
    (
        N_("Does the word “sales” mean the same in both columns of the report?"),
        N_("growth = (July paid − July back) ÷ (June paid − June back) − 1"),
        N_("June: {paid_june:g} − {back_june:g} = {net_june:g}. July in the same way."),
    ),
    N_(
        "{growth_said}, where the report says {reported_said}. No number in it is false; a word has changed its meaning between two columns."
    ),
    N_(
        "Another shop: June {paid_june:g} − {back_june:g} = {net_june:g}, July {paid_july:g} − {back_july:g} = {net_july:g}. "
        "{net_july:g} ÷ {net_june:g} − 1 = {growth:.3f}, and the report says {reported:.3f}. Now yours."
    ),
    lambda case: _changed_fields(case),
    Changed.frame,
)


def _changed_fields(case: Changed) -> Mapping[str, object]:
    return {
        "paid_june": case.paid[0],
        "paid_july": case.paid[1],
        "back_june": case.back[0],
        "back_july": case.back[1],
        "net_june": case.net[0],
        "net_july": case.net[1],
        "growth": case.growth,
        "reported": case.reported,
        "growth_said": f"{case.growth * 100:+.1f} %".replace("-", "−"),
        "reported_said": f"{case.reported * 100:+.1f} %".replace("-", "−"),
    }


_END = Task(
    "6.7",
    N_("End the quarrel"),
    Choice(
        (
            ("average", N_("Report the mean of the three departments' numbers, so that nobody can pull it far.")),
            ("lowest", N_("Always pay by the lowest of the three; whoever is cautious is never wrong.")),
            ("database", N_("Copy all three systems into one database, so that there is one number.")),
            (
                "owner",
                N_("One definition with its date, one owner outside the bonus, and a bridge each month."),
            ),
            ("audit", N_("Have an auditor compare the systems at the end of the year and correct what was wrong.")),
            ("ban", N_("Forbid any change of a definition, and let each department go on with its own number.")),
        )
    ),
    CHANGED,
    lambda case: "owner",
    (
        Mistake(
            "average",
            lambda case: "average",
            N_(
                "Ordered, paid and booked have no mean that means anything, and each department can still move its third."
            ),
        ),
        Mistake(
            "lowest",
            lambda case: "lowest",
            N_(
                "The lowest is another count each month: a late payout costs a bonus, and nobody who sells has caused it."
            ),
        ),
        Mistake(
            "database",
            lambda case: "database",
            N_("Three columns in one place are still three meanings. Somebody has to say which one is called sales."),
        ),
        Mistake(
            "audit",
            lambda case: "audit",
            N_(
                "Once a year is late: twelve bonuses are paid by then, and a forgotten batch of January has no witness left."
            ),
        ),
        Mistake(
            "ban",
            lambda case: "ban",
            N_("A definition may change, forward and with a date. And three numbers with one name go on as before."),
        ),
    ),
    (
        N_("What would have had to be in place for July's report to be impossible?"),
        N_("Somebody answers for the word, its change has a date, and somebody else looks each month."),
        N_("Strike out what leaves three meanings under one name. Of the rest, who notices before the bonus is paid?"),
    ),
    N_(
        "An owner for the word, a date for each change, and a bridge that two people sign: the trick costs a signature now, and the "
        "forgotten batch is found while somebody still remembers the day."
    ),
    N_(
        "Elsewhere three people counted “new customers” in three ways. The mean of the three was no customer anybody could greet; a shared "
        "database held three columns of that name. What helped was a sentence with a date, a name under it, and an hour a month in which "
        "somebody else recounted ten of them."
    ),
    _changed_fields,
    Changed.frame,
)

TASKS = (_COUNTS, _THREE, _BRIDGE, _ENTRY, _RIVAL, _GROWTH, _END, DEFEND(_month_fields))


def _reveal_who(given: str) -> str:
    text = {
        "marketing": _("Marketing's number holds orders that nobody paid for. It answers whether the campaign worked."),
        "sales": _("The till's number holds what came back, and tax. It answers what the stores took."),
        "finance": _("Finance's number leaves out the last days of May. It answers what is earned and taxed."),
        "none": _(
            "So it is: the agreement has to name the count before the month begins. Whoever chooses afterwards chooses the bonus."
        ),
    }
    return text[given]


def _reveal_mistake(given: float) -> str:
    text = _(
        "You said {given:g} %. In the small May bookings of {wrong:,} were wrong. Of them {net:+,} showed, {share:.0f} % of a gap of "
        "{gap:,}, and it made the gap smaller. In the chain's May it is a fraction of one percent, in the same direction."
    )
    causes = MAY.causes
    wrong, net = -causes["missing"] + causes["twice"], causes["missing"] + causes["twice"]
    gap = MAY.sales - MAY.finance
    return text.format(given=given, wrong=wrong, net=net, gap=gap, share=100 * abs(net) / gap)


PREDICTIONS = (
    Prediction(
        "6.p1",
        N_("By whose number is the bonus for May paid?"),
        Choice(
            (
                ("marketing", N_("marketing's: ordered")),
                ("sales", N_("sales': paid")),
                ("finance", N_("finance's: booked")),
                ("none", N_("by none of them, before somebody names the count")),
            )
        ),
        _reveal_who,
    ),
    Prediction(
        "6.p2",
        N_("How much of the gap between sales and finance is a mistake that somebody made, in percent?"),
        Number(tolerance=1, decimals=0, unit="%"),
        _reveal_mistake,
    ),
)
