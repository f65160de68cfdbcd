"""What is right in chapter 3, which wrong answers we know, and what each of them hears."""

from __future__ import annotations

from collections.abc import Mapping

from kpilab.chapters.c03_kpis_by_sector_and_role.cards import CARDS
from kpilab.chapters.c03_kpis_by_sector_and_role.case import (
    DESK,
    HOUSE,
    JUNE,
    PARCELS,
    SALE,
    Desk,
    House,
    Parcels,
    Promotion,
)
from kpilab.chapters.c03_kpis_by_sector_and_role.deck import (
    ANOTHER_MOMENT,
    ANOTHER_TRADE,
    PHASES,
    SECTORS,
    choose_three,
)
from kpilab.chapters.c03_kpis_by_sector_and_role.defence import defend
from kpilab.chapters.c03_kpis_by_sector_and_role.draft import DRAFT_TASK
from kpilab.course.forms import Choice, Number, Numbers
from kpilab.course.task import Mistake, Prediction, Task
from kpilab.i18n import N_, _

__all__ = ["CARDS", "PREDICTIONS", "TASKS"]

_CARD = choose_three(
    "3.1",
    N_("A card from another trade"),
    SECTORS,
    (
        N_(
            "Read the last sentence of the card again. Which number would you ask for to know whether that has happened?"
        ),
        N_(
            "One result that tells whether it is reached, one driver that moves first, one guard that shows what it must not cost."
        ),
        N_("One of the three is “{first}”. What moves before it, and what must it not cost?"),
    ),
    ANOTHER_TRADE,
)


def _house_fields(case: House) -> Mapping[str, object]:
    return {
        **vars(case),
        "taken": case.taken[0],
        "taken_now": case.taken[1],
        "left": case.left[0],
        "left_now": case.left[1],
        "kept_room": case.rate - case.cost,
        "kept_room_now": case.rate_now - case.cost,
        "more_rooms": case.sold_now - case.sold,
        "more_taken": case.taken[1] - case.taken[0],
        "less_left": case.left[0] - case.left[1],
    }


_HOUSE = Task(
    "3.2",
    N_("The fuller house"),
    Numbers((("before", N_("kept a night before")), ("now", N_("kept a night now"))), tolerance=1, decimals=0),
    HOUSE,
    lambda case: dict(zip(("before", "now"), case.left, strict=True)),
    (
        Mistake(
            "taken-before",
            lambda case: case.taken[0],
            N_(
                "That is what guests paid before. A sold room has to be cleaned and its guest has breakfast: take that off."
            ),
            part="before",
        ),
        Mistake(
            "taken-now",
            lambda case: case.taken[1],
            N_(
                "That is what guests pay now, and it is more than before. Each room sold costs cleaning and breakfast, and now more rooms are sold."
            ),
            part="now",
        ),
        Mistake(
            "all-rooms-before",
            lambda case: case.taken[0] - case.rooms * case.cost,
            N_("Before: you paid breakfast for every room of the house. An empty room eats nothing."),
            part="before",
        ),
        Mistake(
            "all-rooms-now",
            lambda case: case.taken[1] - case.rooms * case.cost,
            N_("Now: you paid cleaning for every room of the house. Count the rooms that are sold."),
            part="now",
        ),
        Mistake(
            "per-room-before",
            lambda case: case.left[0] / case.rooms,
            N_(
                "Before: that is what is kept for each room of the house, a fine KPI. Asked is what the whole house keeps."
            ),
            part="before",
        ),
        Mistake(
            "per-room-now",
            lambda case: case.left[1] / case.rooms,
            N_("Now: you divided by the rooms of the house. Asked is what all of them keep together."),
            part="now",
        ),
        Mistake(
            "new-rooms-only",
            lambda case: (case.sold_now - case.sold) * (case.rate_now - case.cost),
            N_(
                "You counted the additional rooms alone. The lower rate is paid by all guests, and so by those who would have come anyway."
            ),
            part="now",
        ),
        Mistake(
            "old-rate-for-old-guests",
            lambda case: case.left[0] + (case.sold_now - case.sold) * (case.rate_now - case.cost),
            N_("You let the former guests pay the former rate. The rate was cut for everybody."),
            part="now",
        ),
    ),
    (
        N_("What is left of one sold room when it is cleaned and breakfast is paid, before and now?"),
        N_("kept = rooms sold × (rate − cost of a sold room)"),
        N_("Before, a sold room leaves {rate:g} − {cost:g}. Times {sold:g} rooms. Then the same for now."),
    ),
    N_(
        "{more_rooms:g} more rooms sold, {more_taken:,.0f} more taken, {less_left:,.0f} less kept. The share of rooms sold went up because "
        "everybody's rate went down."
    ),
    N_(
        "Another house: {sold:g} rooms at {rate:g}, now {sold_now:g} at {rate_now:g}, each costs {cost:g}. Before: {sold:g} × "
        "{kept_room:g} = {left:,.0f}. Now: {sold_now:g} × {kept_room_now:g} = {left_now:,.0f}. Yours goes the same way."
    ),
    _house_fields,
    House.frame,
)


def _parcel_fields(case: Parcels) -> Mapping[str, object]:
    return {
        **vars(case),
        "kept": case.kept[0],
        "kept_now": case.kept[1],
        "stay": 100 - case.back,
        "stay_now": 100 - case.back_now,
        "fewer": case.kept[0] - case.kept[1],
        "more": case.orders_now - case.orders,
    }


def kept_task(number: str, maker: object, *, question: str = "") -> Task[Parcels]:
    """Orders bought and kept of a thousand visitors, after the change."""
    return Task(
        number,
        N_("Bought and kept"),
        Number(tolerance=0.04, decimals=1),
        maker,  # type: ignore[arg-type]
        lambda case: case.kept[1],
        (
            Mistake(
                "bought",
                lambda case: case.orders_now,
                N_("That is what was ordered. Part of it is on its way back."),
            ),
            Mistake(
                "came-back",
                lambda case: case.orders_now * case.back_now / 100,
                N_("Those are the ones that come back. The shop lives on the others."),
            ),
            Mistake(
                "old-share",
                lambda case: case.orders_now * (100 - case.back) / 100,
                N_(
                    "You took off the share that came back before. With free returns more comes back: {back_now:g} of each hundred."
                ),
            ),
            Mistake(
                "old-orders",
                lambda case: case.orders * (100 - case.back_now) / 100,
                N_("You kept the former number of orders. Free returns brought more orders as well."),
            ),
            Mistake(
                "before",
                lambda case: case.kept[0],
                N_("That is how many were kept before. Now the column on the right."),
            ),
            Mistake(
                "points",
                lambda case: case.orders_now - case.back_now,
                N_(
                    "You took {back_now:g} orders off. It is {back_now:g} of each hundred orders, and there are {orders_now:g}."
                ),
            ),
        ),
        (
            N_("Of the orders of a thousand visitors, which share stays with the customer?"),
            N_("kept = orders × (1 − share that comes back)"),
            N_("{stay_now:g} of each hundred orders stay. There are {orders_now:g}."),
        ),
        N_(
            "{more:g} more orders, {fewer:.1f} fewer kept: the conversion rate calls that a success. With the refunds beside it, the "
            "two rows tell it together."
        ),
        N_(
            "Another shop: {orders_now:g} orders, {back_now:g} % come back, so {stay_now:g} % stay. {orders_now:g} × {stay_now:g} ÷ 100 = "
            "{kept_now:.1f}. Now yours."
        ),
        _parcel_fields,
        Parcels.frame,
        question=question,
    )


def _sale_fields(case: Promotion) -> Mapping[str, object]:
    return {
        **vars(case),
        "paid": case.paid,
        "kept": case.kept,
        "margin": case.margin,
        "piece": case.price - case.goods,
        "costs": case.costs,
        "left": case.left,
        "contribution": case.contribution,
        "loss": -case.contribution,
        "stay": 100 - case.back,
        "roas": case.paid / case.ads,
    }


_CONTRIBUTION = Task(
    "3.4",
    N_("What the promotion left"),
    Number(tolerance=0.06, decimals=1),
    SALE,
    lambda case: case.contribution,
    (
        Mistake(
            "usual-week-kept",
            lambda case: case.left,
            N_(
                "That is what the week left. A usual week leaves something too, without any promotion: what came on top?"
            ),
        ),
        Mistake(
            "returns-forgotten",
            lambda case: case.orders * (case.price - case.goods) / 1000 - case.costs - case.usual,
            N_("You counted every paid order. {back:g} of each hundred came back, and earn nothing."),
        ),
        Mistake(
            "paid-less-ads",
            lambda case: case.paid - case.ads,
            N_("Paid amount less advertising: that is how the ad return looks at it. The goods were not free."),
        ),
        Mistake(
            "goods-free",
            lambda case: case.kept * case.price / 1000 - case.costs - case.usual,
            N_("You kept the whole price of each order that stayed. What did its goods cost?"),
        ),
        Mistake(
            "usual-added",
            lambda case: case.left + case.usual,
            N_("You added the usual week. It would have come without the promotion: which way does it count?"),
        ),
        Mistake(
            "whole-price-lost",
            lambda case: (
                case.orders * (case.price - case.goods) / 1000
                - case.orders * case.back / 100 * case.price / 1000
                - case.costs
                - case.usual
            ),
            N_(
                "You took off the whole price of what came back. The goods came back as well; only their margin is lost."
            ),
        ),
        Mistake(
            "ads-alone",
            lambda case: case.margin - case.ads - case.usual,
            N_("You paid for the advertising alone. Three more lines were paid for this week."),
        ),
        Mistake(
            "margin-alone",
            lambda case: case.margin,
            N_("That is the margin of what was kept. Now everything that was paid to get it."),
        ),
    ),
    (
        N_("Begin with the orders that stayed. What does one of them leave when its goods are paid?"),
        N_("contribution = kept orders × (price − goods) − everything paid for the week − what a usual week leaves"),
        N_("{stay:g} % of {orders:,.0f} orders stay, and each leaves {price:g} − {goods:g} yuan."),
    ),
    N_(
        "All six numbers were kept, and the week cost the firm {loss:,.1f} thousand. None of the six is wrong; the row that would "
        "have said it is missing."
    ),
    N_(
        "Another promotion: {kept:,.0f} orders stay, each leaves {piece:g} yuan, together {margin:,.1f} thousand. Paid for it: {ads:g} + "
        "{parcels:g} + {temps:g} + {gifts:g} = {costs:g}. A usual week leaves {usual:g}. {margin:,.1f} − {costs:g} − {usual:g} = "
        "{contribution:,.1f}. Now yours, line by line."
    ),
    _sale_fields,
    Promotion.frame,
)


def _desk_fields(case: Desk) -> Mapping[str, object]:
    honest, tricked = case.paired
    return {
        **vars(case),
        "gain": case.gain,
        "gain_tight": case.gain_tight,
        "gain_half": case.gain_half,
        "gain_same_day": case.gain_same_day,
        "paired_honest": honest,
        "paired_tricked": tricked,
        "paired_loss": round(honest) - round(tricked),
    }


_TRICK = Task(
    "3.5",
    N_("End the quick reply"),
    Choice(
        (
            ("tight", N_("Plan three minutes instead of six, with a target of two.")),
            ("count", N_("Count the messages answered instead of the minutes.")),
            ("half", N_("Halve the weight of the row.")),
            ("same-day", N_("Give half of the weight to messages answered on the same day.")),
            ("pair", N_("Give half of the weight to problems solved at first contact.")),
            ("watch", N_("Have a supervisor read each reply.")),
        )
    ),
    DESK,
    lambda case: "pair",
    (
        Mistake(
            "tight",
            lambda case: "tight",
            N_(
                "The machine replies in {trick:g} minutes and keeps any plan. The trick now gains {gain_tight:,.0f}; only those who read the message before they answer can no longer keep the plan."
            ),
        ),
        Mistake(
            "count",
            lambda case: "count",
            N_("The automatic reply answers every message. You would count the trick itself."),
        ),
        Mistake(
            "half",
            lambda case: "half",
            N_("The trick still gains {gain_half:,.0f}, and a quick honest answer is worth half."),
        ),
        Mistake(
            "same-day",
            lambda case: "same-day",
            N_(
                "The machine answers on the same day too: this row rises with the trick, which still gains {gain_same_day:,.0f}."
            ),
        ),
        Mistake(
            "watch",
            lambda case: "watch",
            N_("Good for a few drawn by lot. For each reply it costs a salary, and the plan still pays for the trick."),
        ),
    ),
    (
        N_("What does the customer do who got an automatic reply and still has the problem?"),
        N_("Look for a row that falls when the trick is used and rises when the work is honest."),
        N_("Strike out each change under which the machine still gains. It gains {gain:,.0f} as things are."),
    ),
    N_(
        "With the pair the honest month pays {paired_honest:,.0f} and the trick {paired_tricked:,.0f}: {paired_loss:,.0f} less. The desk "
        "may keep its automatic reply; it is no longer paid for it."
    ),
    N_(
        "Another desk: as things are, the trick gains {gain:,.0f}. With a tighter plan {gain_tight:,.0f}, with half of the weight "
        "{gain_half:,.0f}: more or less, but still a gift. One row falls with the trick, from {solved:g} to {solved_trick:g}. Which change uses it?"
    ),
    _desk_fields,
    Desk.frame,
)

_PHASE = choose_three(
    "3.6",
    N_("A card from the promotion"),
    PHASES,
    (
        N_("What can the team still change at this moment? A number that cannot move now does not lead now."),
        N_(
            "Preparation asks whether we are ready, warm-up whether they want it, burst whether it runs, closing whether it was worth it."
        ),
        N_("One of the three is “{first}”. Which two more can still be moved, or known, at this moment?"),
    ),
    ANOTHER_MOMENT,
)

TASKS = (
    _CARD,
    _HOUSE,
    kept_task("3.3", PARCELS),
    _CONTRIBUTION,
    _TRICK,
    _PHASE,
    DRAFT_TASK,
    defend(_sale_fields),
)


def _money() -> Mapping[str, str]:
    shown = {"left": JUNE.left, "contribution": JUNE.contribution, "usual": JUNE.usual, "paid": JUNE.paid}
    return {name: f"{amount:,.0f}".replace("-", "−") for name, amount in shown.items()}


def _reveal_earned(given: str) -> str:
    text = {
        "yes": _("It did not: the week left {left} thousand, and a usual week leaves {usual}. None of the six looked."),
        "no": _(
            "It did not, that is right: the week left {left} thousand, and a usual week leaves {usual}. What made you doubt six green numbers?"
        ),
    }
    return text[given].format(**_money())


def _reveal_left(given: float) -> str:
    text = _(
        "It added {contribution} thousand to a usual week; you were {off:,.0f} off. The six numbers do not hold the answer, so nobody could know."
    )
    return text.format(off=abs(given - JUNE.contribution), **_money())


def _reveal_row(given: str) -> str:
    return {
        "paid": _("It would have been a seventh green number: {paid} thousand, with the parcels that came back."),
        "net": _("They take off what came back, and do not see what was paid to get them."),
        "contribution": _("That row would have been red: {contribution} thousand."),
        "satisfied": _("They liked the price. What the price cost is in another row."),
    }[given].format(**_money())


PREDICTIONS = (
    Prediction(
        "3.p1",
        N_("Six of six numbers are better than plan. Did the promotion earn money?"),
        Choice((("yes", N_("yes")), ("no", N_("no")))),
        _reveal_earned,
    ),
    Prediction(
        "3.p2",
        N_("What did it add to a usual week, in thousand (with a minus for a loss)?"),
        Number(tolerance=1, decimals=0),
        _reveal_left,
    ),
    Prediction(
        "3.p3",
        N_("Which one row would you add?"),
        Choice(
            (
                ("paid", N_("paid amount")),
                ("net", N_("net sales")),
                ("contribution", N_("what the campaign left")),
                ("satisfied", N_("satisfied customers")),
            )
        ),
        _reveal_row,
    ),
)
