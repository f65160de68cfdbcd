"""What is right in chapter 5, which wrong answers we know, and what each of them hears."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from statistics import mean

from kpilab.analysis.capacity import capacity_test
from kpilab.analysis.shares import ShareKey, split_exactly
from kpilab.chapters.c05_cascading_plans.cards import CARDS
from kpilab.chapters.c05_cascading_plans.case import (
    CREW,
    FIVE,
    HAND_OUT,
    Q4,
    SECOND,
    SELLING,
    YEAR,
    Crew,
    HandOut,
    Year,
)
from kpilab.chapters.c05_cascading_plans.reality import (
    DIARY,
    OFFER,
    PEOPLE,
    SHOWROOMS,
    VERSIONS,
    Diary,
    Offer,
    Showrooms,
    Versions,
)
from kpilab.chapters.c05_cascading_plans.talk import TALK
from kpilab.course.forms import Assign, Choice, Number
from kpilab.course.task import Mistake, Prediction, Task
from kpilab.i18n import N_, _

__all__ = ["CARDS", "PREDICTIONS", "TASKS"]


def _year_fields(case: Year) -> Mapping[str, object]:
    return {
        "third": case.third,
        "opening": case.opening,
        "without": case.without,
        "usual": case.usual,
        "average": case.usual / 4,
        "index": case.index,
        "plan": case.plan,
        "quarter": case.plan / 4,
        "growth": 100 * (case.plan / case.usual - 1),
        "sold": case.sold[2],
        "whole": sum(case.sold),
    }


_SEASON = Task(
    "5.1",
    N_("The plan of the third quarter"),
    Number(tolerance=0.5, decimals=0),
    YEAR,
    lambda case: case.third,
    (
        Mistake(
            "even-quarter",
            lambda case: case.plan / 4,
            N_(
                "You gave each quarter a fourth of the year. The quarters of last year were not alike; read how much the third one brings."
            ),
        ),
        Mistake(
            "opening-left-in",
            lambda case: case.plan * case.sold[2] / sum(case.sold),
            N_(
                "The opening sale of {opening:,} is still inside. Next year is asked for an opening that does not take place."
            ),
        ),
        Mistake(
            "opening-half-out",
            lambda case: case.plan * case.without / sum(case.sold),
            N_(
                "You took the opening sale out of the quarter and left it in the year. Take it out of both: the quarter is a part of that year."
            ),
        ),
        Mistake(
            "opening-out-of-the-year-only",
            lambda case: case.plan * case.sold[2] / case.usual,
            N_(
                "You took the opening sale out of the year and left it in the quarter. What is in the part is in the whole, and what is out of the one is out of the other."
            ),
        ),
        Mistake(
            "opening-added-again",
            lambda case: case.third + case.opening,
            N_(
                "You took the opening sale out and put it back at the end. It will not be repeated, so nobody can be asked for it."
            ),
        ),
        Mistake(
            "index-alone",
            lambda case: case.index,
            N_(
                "That is how the third quarter stands to an average one. The question is about money: what is an average quarter of the plan?"
            ),
        ),
        Mistake(
            "last-year-again",
            lambda case: case.without,
            N_(
                "That is last year's third quarter without the opening sale. The year's plan is larger than last year; so is the quarter's."
            ),
        ),
        Mistake(
            "a-fourth-of-the-growth",
            lambda case: case.without + (case.plan - case.usual) / 4,
            N_(
                "You added a fourth of the growth. Growth follows the season too: a strong quarter grows by more money than a weak one."
            ),
        ),
        Mistake(
            "index-of-the-year",
            lambda case: case.plan * case.index,
            N_(
                "You multiplied the index with the whole year. It belongs to an average quarter: the four indexes sum to 4, not to 1."
            ),
        ),
    ),
    (
        N_(
            "Which part of last year will not come again? Take it out, then compare the third quarter with the average of the year."
        ),
        N_("index = quarter ÷ average quarter; plan of the quarter = year's plan ÷ 4 × index"),
        N_(
            "Without the opening sale the third quarter is {sold:,} − {opening:,} and the year {whole:,} − {opening:,}. What is its average quarter?"
        ),
    ),
    N_(
        "An average quarter of the plan is {quarter:,.0f}, and the third stands at {index:.3f} of an average one. Whoever is asked for it in September can see where it comes from."
    ),
    N_(
        "Another shop: without its opening sale the third quarter is {without:,} and the year {usual:,}, so an average quarter is {average:,.0f} and the index "
        "{index:.4f}. A plan of {plan:,} has an average quarter of {quarter:,.0f}; × {index:.4f} = {third:,.0f}. Now yours, in the same order."
    ),
    _year_fields,
    Year.frame,
)


def _crew_fields(case: Crew) -> Mapping[str, object]:
    unit, key = case.unit("Hu"), case.key
    growth = 100 * (case.asked() / unit.history - 1)
    return {
        "plan": case.plan,
        "alpha": key.history,
        "beta": key.capacity,
        "gamma": key.potential,
        "history": unit.history,
        "history_total": case.total("history"),
        "history_share": case.share("history"),
        "capacity": unit.capacity,
        "capacity_total": case.total("capacity"),
        "capacity_share": case.share("capacity"),
        "potential": unit.potential,
        "potential_share": case.share("potential"),
        "share": case.asked() / case.plan,
        "asked": case.asked(),
        "by_history": case.share("history") * case.plan,
        "from_potential": key.potential * case.share("potential") * case.plan,
        "rank": 1 + sum(case.asked(other.name) > case.asked() for other in case.units),
        "growth": growth,
        "team_growth": 100 * (case.plan / case.total("history") - 1),
        "ding": case.asked("Ding"),
        "ding_history": case.unit("Ding").history,
        "needed": case.needed,
        "visits": case.visits,
        "load": 100 * case.needed / case.visits,
    }


_KEY = Task(
    "5.2",
    N_("Hu's plan by the key"),
    Number(tolerance=0.5, decimals=0),
    CREW,
    lambda case: case.asked(),
    (
        Mistake(
            "history-alone",
            lambda case: case.share("history") * case.plan,
            N_(
                "That is last year's share alone. The key gives history {alpha:.2f} of the weight; the rest is for strength and potential."
            ),
        ),
        Mistake(
            "even-split",
            lambda case: case.plan / len(case.units),
            N_("You gave everybody a fifth. Two of the five are not at full strength, and the areas differ."),
        ),
        Mistake(
            "plain-mean",
            lambda case: case.plan * mean(case.share(what) for what in ("history", "capacity", "potential")),
            N_(
                "You took the plain mean of the three shares. The key says how much each of them counts: {alpha:.2f}, {beta:.2f} and {gamma:.2f}."
            ),
        ),
        Mistake(
            "heads-for-strength",
            lambda case: (
                case.plan
                * (
                    case.key.history * case.share("history")
                    + case.key.capacity / len(case.units)
                    + case.key.potential * case.share("potential")
                )
            ),
            N_(
                "You counted strength by heads, one of five. Two people count half, so it is {capacity:g} of {capacity_total:g}."
            ),
        ),
        Mistake(
            "no-weights",
            lambda case: case.plan * sum(case.share(what) for what in ("history", "capacity", "potential")),
            N_(
                "You added the three shares without their weights. So shared out, the five would be asked for three times the plan."
            ),
        ),
        Mistake(
            "numbers-for-shares",
            lambda case: (
                case.key.history * case.unit("Hu").history
                + case.key.capacity * case.unit("Hu").capacity
                + case.key.potential * case.unit("Hu").potential
            ),
            N_(
                "You weighted the numbers themselves. Thousand yuan, people and percent cannot be added; make each a share of its column first."
            ),
        ),
        Mistake(
            "share-alone",
            lambda case: case.asked() / case.plan,
            N_("That is Hu's share of the plan. The question is about money: a share of what?"),
        ),
        Mistake(
            "potential-alone",
            lambda case: case.share("potential") * case.plan,
            N_("That is what the area promises, and nothing else. The key gives it {gamma:.2f} of the weight."),
        ),
    ),
    (
        N_(
            "Hu has three shares: of last year's sales, of the strength, of the potential. How much does each of them count?"
        ),
        N_(
            "share = {alpha:.2f} × share of history + {beta:.2f} × share of strength + {gamma:.2f} × share of potential"
        ),
        N_(
            "Hu sold {history:g} of {history_total:,.0f} and stands for {capacity:g} of {capacity_total:g} in strength. Begin with {alpha:.2f} × {history:g} ÷ {history_total:,.0f}."
        ),
    ),
    N_(
        "By last year's sales alone it would be {by_history:,.0f}; strength and area make the difference, and you can say how much each of them adds."
    ),
    N_(
        "Another team: {alpha:.2f} × {history:g} ÷ {history_total:,.0f} + {beta:.2f} × {capacity:g} ÷ {capacity_total:g} + {gamma:.2f} × {potential:g} ÷ 100 = {share:.4f}; "
        "× {plan:,} = {asked:,.1f}. Now with the numbers in front of you."
    ),
    _crew_fields,
    Crew.sheet,
)


def _astray(missing: int) -> str:
    if missing > 0:
        return _("{pieces:,} belong to nobody.").format(pieces=missing)
    if missing < 0:
        return _("{pieces:,} more are handed out than were planned.").format(pieces=-missing)
    return _("It comes out even by luck; hand out by a rule.")


def _hand_out_fields(case: HandOut) -> Mapping[str, object]:
    return {
        "plan": case.plan,
        "share": case.shares[SECOND],
        "right": case.plans[SECOND],
        "rounded": case.nearest(SECOND),
        "rounded_sum": case.rounded_sum,
        "astray": _astray(case.plan - case.rounded_sum),
        "floor": case.shares[SECOND] // case.step * case.step,
        "remainder": case.shares[SECOND] % case.step,
        "leftover": case.leftover,
        "steps": case.leftover // case.step,
        "plans": ", ".join(f"{name} {plan:,}" for name, plan in case.plans.items()),
        "down": f"{case.plan - case.leftover:,}",
    }


_ROUNDING = Task(
    "5.3",
    N_("Hand the plan out in round numbers"),
    Number(tolerance=0.5, decimals=0),
    HAND_OUT,
    lambda case: case.plans[SECOND],
    (
        Mistake(
            "rounded-alone",
            lambda case: case.nearest(SECOND),
            N_("You rounded each share by itself. Add the five up: {rounded_sum:,} instead of {plan:,}. {astray}"),
        ),
        Mistake(
            "not-rounded",
            lambda case: case.shares[SECOND],
            N_("That is the exact share. It adds up, and nobody can remember it; hand out whole hundreds."),
        ),
        Mistake(
            "in-fifties",
            lambda case: case.nearest(SECOND, step=50),
            N_("That is in steps of fifty. The plan is handed out in whole hundreds."),
        ),
        Mistake(
            "leftover-to-one",
            lambda case: case.shares[SECOND] // case.step * case.step + case.leftover,
            N_(
                "You gave East the whole leftover of {leftover:,}. It is {steps} steps, one for each of the largest remainders."
            ),
        ),
    ),
    (
        N_("Round every share down first. How much is left over, and who is furthest from what they should have?"),
        N_("round down to the step; then one step more for each of the largest remainders, until nothing is left over"),
        N_(
            "Rounded down, the five come to {down}. {leftover:,} are left over: {steps} steps. East's remainder is {remainder:g}; compare it with the others'."
        ),
    ),
    N_("{plans}: whole hundreds that add up to {plan:,}, and a rule that nobody can suspect of a favour."),
    N_(
        "Another firm: rounded down, its five come to {down} of {plan:,}, so {steps} steps are left. They go to the largest remainders: {plans}. Now yours."
    ),
    _hand_out_fields,
    HandOut.frame,
)


_MISREAD = {"near": "fits", "rich": "over", "room": "fits", "new": "room"}
"""What each kind of diary is most often read as."""
_MISREAD_TOO = {"near": "room", "rich": "room", "room": "over", "new": "fits"}
"""And what it is read as by those who count orders for visits, or do not count at all."""


def _misreading(name: str, zone: str, case: Diary) -> str:
    """Why reading this person's diary as `zone` misleads."""
    seller = case.people[name]
    test = capacity_test(seller.plan, seller.selling)
    kind = case.kinds[name]
    orders = N_(
        "{name}: you counted orders. Each takes {each:.1f} visits, so {needed:.0f} visits are needed, and {possible:.0f} fit."
    )
    texts = {
        ("near", "fits"): N_(
            "{name}: near is not inside. {needed:.0f} visits are needed and {possible:.0f} fit; the last ones have no day."
        ),
        ("near", "room"): orders,
        ("rich", "over"): N_(
            "{name}: the largest plan is not the fullest diary. Each visit brings more here, so {needed:.0f} visits do it, and {possible:.0f} fit."
        ),
        ("rich", "room"): orders,
        ("room", "fits"): N_(
            "{name}: it fits, and much more would. {needed:.0f} of {possible:.0f} visits is under seven in ten: here is room for what others cannot do."
        ),
        ("room", "over"): N_(
            "{name}: work out what one visit brings. {needed:.0f} visits bring this plan, and {possible:.0f} fit."
        ),
        ("new", "room"): N_(
            "{name}: you counted full strength. A newcomer at {strength:.0%} makes {possible:.0f} visits, and the plan needs {needed:.0f}."
        ),
        ("new", "fits"): N_(
            "{name}: a newcomer's quarter is shorter than it looks. At {strength:.0%} it holds {possible:.0f} visits; the plan needs {needed:.0f}."
        ),
    }
    said = _(texts[kind, zone])
    return said.format(
        name=name, needed=test.visits, possible=test.possible_visits, strength=seller.strength, each=1 / seller.win_rate
    )


def _diary_reading(name: str, case: Diary) -> str:
    seller = case.people[name]
    test = capacity_test(seller.plan, seller.selling)
    word = {"over": _("does not fit"), "fits": _("fits"), "room": _("has room")}[seller.zone]
    return _(
        "{name}: {plan:,} ÷ ({win:.2f} × {order:g}) = {needed:.0f} visits, {possible:.0f} are possible: {word}."
    ).format(
        name=name,
        plan=seller.plan,
        win=seller.win_rate,
        order=seller.order,
        needed=test.visits,
        possible=test.possible_visits,
        word=word,
    )


def _diary_fields(case: Diary) -> Mapping[str, object]:
    found: dict[str, object] = {"readings": " ".join(_diary_reading(name, case) for name in PEOPLE)}
    new = next(name for name, kind in case.kinds.items() if kind == "new")
    found |= {"new": new, "new_visits": case.people[new].visits, "new_strength": 100 * case.people[new].strength}
    for name in PEOPLE:
        kind = case.kinds[name]
        found[f"{name}_misread"] = _misreading(name, _MISREAD[kind], case)
        found[f"{name}_misread_too"] = _misreading(name, _MISREAD_TOO[kind], case)
    return found


def _misread_too(name: str) -> Mistake[Diary]:
    return Mistake(
        f"misread-too-{name}", lambda case: _MISREAD_TOO[case.kinds[name]], f"{{{name}_misread_too}}", part=name
    )


def _misread(name: str) -> Mistake[Diary]:
    return Mistake(f"misread-{name}", lambda case: _MISREAD[case.kinds[name]], f"{{{name}_misread}}", part=name)


_DAYS = Task(
    "5.4",
    N_("Which plan fits into the days"),
    Assign(PEOPLE, (("over", N_("does not fit")), ("fits", N_("fits")), ("room", N_("has room")))),
    DIARY,
    lambda case: {name: seller.zone for name, seller in case.people.items()},
    (*map(_misread, PEOPLE), *map(_misread_too, PEOPLE)),
    (
        N_(
            "What does one visit bring, on average? Then: how many visits does the plan ask for, and how many are there?"
        ),
        N_(
            "visits needed = plan ÷ (orders per visit × order value); visits possible = visits at full strength × strength"
        ),
        N_("Begin with {new}: {new_visits} visits at full strength, and a strength of {new_strength:.0f} %."),
    ),
    N_(
        "Four plans, three different talks: take something off, leave it alone, ask for more. None of that can be seen from the money."
    ),
    N_("Another team. {readings} Now yours, one after the other."),
    _diary_fields,
    Diary.frame,
)


def _showroom_fields(case: Showrooms) -> Mapping[str, object]:
    check, parts = case.check, list(case.parts.values())
    return {
        "visits": check.denominator,
        "orders": check.numerator,
        "together": 100 * check.together,
        "mean": 100 * check.mean_of_rates,
        "missing": check.missing,
        "first_visits": parts[0].denominator,
        "first_rate": 100 * parts[0].rate,
        "orders_by_room": " + ".join(f"{part.numerator:,.0f}" for part in parts),
    }


_RATE = Task(
    "5.5",
    N_("The company's conversion"),
    Number(tolerance=0.0004, decimals=3, percent=True),
    SHOWROOMS,
    lambda case: case.check.together,
    (
        Mistake(
            "mean-of-rates",
            lambda case: case.check.mean_of_rates,
            N_(
                "You took the mean of the three rates. The rate of the emptiest showroom counts as much there as that of the fullest."
            ),
        ),
        Mistake(
            "sum-of-rates",
            lambda case: sum(part.rate for part in case.parts.values()),
            N_(
                "You added the rates up. That many of each hundred visits buy in no showroom, so the company cannot have it either."
            ),
        ),
        Mistake(
            "largest-room",
            lambda case: next(iter(case.parts.values())).rate,
            N_("That is the rate of the showroom with the most visits. It counts most, and it is not alone."),
        ),
        Mistake(
            "weighted-by-orders",
            lambda case: sum(part.rate * part.numerator for part in case.parts.values()) / case.check.numerator,
            N_(
                "You weighted the rates by the orders. What a rate is divided by is what it is weighted by: the visits."
            ),
        ),
    ),
    (
        N_("How many orders does each showroom bring when it keeps its plan? And all three together?"),
        N_("company's rate = sum of orders ÷ sum of visits"),
        N_(
            "The first showroom: {first_rate:.0f} % of {first_visits:,.0f} visits. Do the same for the others, and add up both orders and visits."
        ),
    ),
    N_(
        "{orders:,.0f} orders of {visits:,.0f} visits. Had the company been promised the mean of the rates, {mean:.2f} %, all three would keep their plans and {missing:,.0f} orders would be missing."
    ),
    N_(
        "Another firm: {orders_by_room} = {orders:,.0f} orders of {visits:,.0f} visits, so {together:.1f} %. The mean of its three rates would have said {mean:.2f} %. Now yours."
    ),
    _showroom_fields,
    Showrooms.frame,
)


def _offer_fields(case: Offer) -> Mapping[str, object]:
    high = case.honest + 90
    return {
        "said": case.said,
        "can": case.honest,
        "asked": case.asked,
        "gap_plan": case.plan(case.said),
        "gap_honest": case.plan(case.honest),
        "spared": case.plan(case.honest) - case.plan(case.said),
        "hidden": case.honest - case.said,
        "ten": 1.1 * case.said,
        "pay_low": case.pay(case.said),
        "pay_honest": case.pay(case.honest),
        "pay_high": case.pay(high),
        "high": high,
    }


_SANDBAG = Task(
    "5.6",
    N_("End the low forecasts"),
    Choice(
        (
            ("ten", N_("Add ten percent to every forecast before it is used, so that a low one does less harm.")),
            (
                "gap",
                N_("Share the gap to the plan out in proportion to the forecasts, the same percent for everybody."),
            ),
            ("history", N_("Drop the forecasts, and plan last year's sales plus the same growth for everybody.")),
            (
                "pay",
                N_("Pay 30 yuan for each thousand forecast, 20 for each above it, and take 40 for each that is short."),
            ),
            (
                "claimed",
                N_(
                    "Ask everybody how sure they are of their own number, and let those who are unsure take most of the gap."
                ),
            ),
            (
                "wall",
                N_("Hang everybody's forecast on the wall of the office, where the whole team reads it every day."),
            ),
        )
    ),
    OFFER,
    lambda case: "pay",
    (
        Mistake(
            "ten",
            lambda case: "ten",
            N_(
                "Tan's {said} becomes {ten:.0f}, still far from {can}; whoever was honest is asked for what they cannot sell. Next time everybody says ten percent less."
            ),
        ),
        Mistake(
            "gap",
            lambda case: "gap",
            N_(
                "By proportion Tan gets {gap_plan:.0f}; an honest forecast would have brought {gap_honest:.0f}. Hiding {hidden} spares {spared:.0f}: the low forecast still pays."
            ),
        ),
        Mistake(
            "history",
            lambda case: "history",
            N_(
                "Then sales are hidden instead of forecasts: what is sold this year is asked for next year, so the last orders of December wait for January."
            ),
        ),
        Mistake(
            "claimed",
            lambda case: "claimed",
            N_(
                "Whoever bends a forecast bends the statement about it too: Tan is “quite sure” of {said}. How sure a forecast is, its past misses show."
            ),
        ),
        Mistake(
            "wall",
            lambda case: "wall",
            N_("It shows, and it teaches: the others see how low one may go without being asked."),
        ),
    ),
    (
        N_("Under which of them would you yourself, in Tan's place, write down what you expect?"),
        N_(
            "Work out what Tan gains by saying {said}, and by saying {can}, under each of them. The trick ends where the honest number gains most."
        ),
        N_("Take Tan's two numbers, {said} and {can}. Under which of the six is Tan better off for having said {can}?"),
    ),
    N_(
        "Tan can sell {can}. Saying {said} then pays {pay_low:,.0f} yuan, saying {can} pays {pay_honest:,.0f}, and boasting of {high} pays {pay_high:,.0f}. The honest number pays most, whatever it is."
    ),
    N_(
        "Another Tan says {said} and can sell {can}. Shared out in proportion, the low forecast spares {spared:.0f}; ten percent on top leaves {ten:.0f}; last year's sales can be hidden as well as a forecast. "
        "Go through the six with your Tan's numbers, and look for the one under which hiding costs Tan something."
    ),
    _offer_fields,
    Offer.frame,
)


def _version_fields(case: Versions) -> Mapping[str, object]:
    found: dict[str, object] = {f"plan_{number}": plan for number, plan in enumerate(case.plans, 1)}
    found |= {f"approved_{number}": f"{when:%Y-%m-%d}" for number, when in enumerate(case.approved, 1)}
    return found | {
        "sold": case.sold,
        "attainment": 100 * case.attainment,
        "softest": 100 * case.sold / case.plans[3],
        "in_force": case.book.in_force("2025-03").number,
    }


_VERSION = Task(
    "5.7",
    N_("Score a closed March"),
    Number(tolerance=0.004, decimals=2, percent=True),
    VERSIONS,
    lambda case: case.attainment,
    (
        Mistake(
            "first-version",
            lambda case: case.sold / case.plans[0],
            N_(
                "You took the first version. It was replaced before March began; people started the month with another number."
            ),
        ),
        Mistake(
            "third-version",
            lambda case: case.sold / case.plans[2],
            N_(
                "You took the version of {approved_3}. It is written “as from 1 March”, and on that day nobody knew of it."
            ),
        ),
        Mistake(
            "last-version",
            lambda case: case.sold / case.plans[3],
            N_(
                "You took the last version. It was approved on {approved_4}, when March was over and everybody knew its sales."
            ),
        ),
        Mistake(
            "mean-of-versions",
            lambda case: case.sold / mean(case.plans),
            N_("You divided by the mean of the four plans. Nobody was ever asked for that."),
        ),
    ),
    (
        N_("Imagine the morning of 1 March. Which of the four sheets lies on Chen's desk?"),
        N_(
            "attainment = sold ÷ the plan in force on the first day; in force = approved by then, and in effect by then"
        ),
        N_("Strike out each version that was approved after 1 March. Of those left, the last one counts: {sold} ÷ …"),
    ),
    N_(
        "{attainment:.0f} % by the version that Chen knew; {softest:.0f} % by the softest one. Whoever may choose the version afterwards may choose the result."
    ),
    N_(
        "Another March: versions of {approved_1}, {approved_2}, {approved_3} and {approved_4}. Only the first two were there on 1 March, so the second counts: {sold} ÷ {plan_2} = {attainment:.0f} %. Now yours."
    ),
    _version_fields,
    Versions.frame,
)

TASKS = (_SEASON, _KEY, _ROUNDING, _DAYS, _RATE, _SANDBAG, _VERSION, TALK(_crew_fields))


def _by_history() -> Mapping[str, int]:
    return split_exactly(Q4, ShareKey().shares(FIVE), step=100)


def _reveal_behind(given: str) -> str:
    text = {
        "yes": _(
            "“Yes” is what an even quarter of 3,300 says. By last year's season the first quarter's plan is 2,520, and 2,520 were sold: on plan."
        ),
        "no": _("“No” is right: by last year's season the first quarter's plan is 2,520, and 2,520 were sold."),
    }
    return text[given]


def _reveal_hardest(given: str) -> str:
    tests = {unit.name: capacity_test(_by_history()[unit.name], replace(SELLING, ramp=unit.capacity)) for unit in FIVE}
    hardest = max(tests, key=lambda name: tests[name].load)
    text = (
        _(
            "“{given}” is right: at 4 thousand a visit, {plan:,.0f} thousand are {needed:,.0f} visits, and {possible:,.0f} fit into the quarter."
        )
        if given == hardest
        else _(
            "It is {hardest}: at 4 thousand a visit, {plan:,.0f} thousand are {needed:,.0f} visits, and {possible:,.0f} fit into the quarter. {given} needs {load:.0%} of the days."
        )
    )
    test = tests[hardest]
    return text.format(
        given=given,
        hardest=hardest,
        plan=test.plan / 1000,
        needed=test.visits,
        possible=test.possible_visits,
        load=tests[given].load,
    )


def _reveal_rate(given: float) -> str:
    said = given * 100 if given < 1 else given
    if abs(said - 13.5) < 0.05:
        return _("13.5 % is right: 1,350 orders of 10,000 visits.")
    if abs(said - 15) < 0.05:
        return _("15 % is the mean of the three rates. The company has 1,350 orders of 10,000 visits: 13.5 %.")
    return _("The company has 1,350 orders of 10,000 visits: 13.5 %.")


PREDICTIONS = (
    Prediction(
        "5.p1",
        N_("Is the team behind its plan at the end of March?"),
        Choice((("yes", N_("yes")), ("no", N_("no")))),
        _reveal_behind,
    ),
    Prediction(
        "5.p2",
        N_("Everybody is asked for last year plus a fifth. Whose plan is hardest to reach?"),
        Choice(tuple((unit.name, unit.name) for unit in FIVE)),
        _reveal_hardest,
    ),
    Prediction(
        "5.p3",
        N_(
            "Three showrooms with 6,000, 3,000 and 1,000 visits are to win 12, 15 and 18 % of them, and all do. What does the company have, in percent?"
        ),
        Number(tolerance=0.05, decimals=1, unit="%"),
        _reveal_rate,
    ),
)
