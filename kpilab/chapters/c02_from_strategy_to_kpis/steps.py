"""The ten steps from goal to adjustment, a goal's way down to its KPIs, four tools, and what goes wrong at each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpilab.catalogue import kpi
from kpilab.chapters.c02_from_strategy_to_kpis.board import Board
from kpilab.course.task import CaseMaker
from kpilab.i18n import N_, _

__all__ = ["INCIDENTS", "KEY_AREAS", "SITUATIONS", "STEPS", "Told", "Trouble", "key_areas", "ten_steps", "tools"]

STEPS = (
    (N_("Goals"), N_("Where do we want to be in three years, and in one?"), N_("a sentence that rules something out")),
    (N_("Break down"), N_("Which part of it is whose: company, department, team, person?"), N_("a plan for each")),
    (N_("Key areas"), N_("Where in the business is the goal won or lost?"), N_("three to five areas")),
    (N_("KPIs"), N_("Which number shows it, early and late?"), N_("a row for each, judged by five letters")),
    (N_("Levels"), N_("What is acceptable, planned, excellent?"), N_("base, norm and target")),
    (N_("Weights"), N_("What counts more where they pull apart?"), N_("weights that add up to 1")),
    (N_("Details"), N_("How is it computed, from which source, how often?"), N_("a page of the dictionary")),
    (N_("Agreement"), N_("Would those concerned compute and do the same?"), N_("signatures")),
    (N_("Evaluation"), N_("What was the fact, on the agreed day?"), N_("a scored sheet")),
    (N_("Feedback and adjustment"), N_("What did we learn, and what changes from the next period on?"), N_("a dated change")),
)  # fmt: skip

KEY_AREAS = (
    (N_("comes back without being asked"), N_("relationship"), "repurchase_next_window", N_("finance brings it, stores act")),
    (N_("tells others"), N_("reputation"), "nps", N_("marketing")),
    (N_("is served without waiting"), N_("service"), "till_wait_minutes", N_("store managers")),
    (N_("finds what was advertised"), N_("goods"), "stockout_rate", N_("merchandisers")),
)  # fmt: skip
"""What a customer does for whom we are the first choice, the area, the KPI, and whose it is."""


def ten_steps() -> Board:
    """The ten steps, each with the question it asks and what is on paper after it."""
    rows = ((str(number), _(name), _(asks), _(leaves)) for number, (name, asks, leaves) in enumerate(STEPS, 1))
    return Board((_("Step"), _("Name"), _("It asks"), _("On paper afterwards")), tuple(rows))


def key_areas() -> Board:
    """“First choice”, brought down to a KPI in each key area."""
    rows = ((_(does), _(area), kpi(one).title, _(whose)) for does, area, one, whose in KEY_AREAS)
    return Board((_("Such a customer"), _("Key area"), _("KPI"), _("Whose")), tuple(rows))


def tools() -> Board:
    """Four tools beside each other: the question of each, its rhythm, and what it is poor at."""
    rows = (
        (_("Dictionary and matrix"), _("What does it mean, and how do we stand?"), _("every month"), _("saying what to change"), _("this course")),
        (_("Balanced scorecard (BSC)"), _("Is the set balanced: money, customers, processes, learning?"), _("every year"), _("saying who does what on Monday"), _("Kaplan and Norton, 1992")),
        (_("OKR, objectives and key results"), _("Which one thing do we change now?"), _("every quarter"), _("keeping the daily business in view"), _("Grove, at Intel")),
        (_("Target agreement"), _("What does this person promise, and what follows?"), _("every year"), _("anything that nobody dares to promise"), _("Drucker, 1954")),
    )  # fmt: skip
    return Board((_("Tool"), _("It asks"), _("Usual rhythm"), _("Poor at"), _("From")), rows)


@dataclass(frozen=True)
class Told:
    """Something that happened, where it belongs, where it is most often put, and what whoever does so should hear."""

    text: str
    right: str
    misread: str
    says: str


@dataclass(frozen=True)
class Trouble:
    """Some of them in front of a learner, numbered under a heading."""

    told: tuple[Told, ...]
    heading: str

    def board(self) -> Board:
        """The numbered lines."""
        rows = tuple((f"{number}", _(one.text)) for number, one in enumerate(self.told, 1))
        return Board((_(self.heading), _("What happens")), rows)


_INCIDENTS = (
    Told(
        N_("The goal is “grow”. One manager cuts prices to grow sales, the next raises them to grow profit."),
        "goals",
        "details",
        N_("Each of the two computes correctly. Where they part is earlier: which way does the firm want to go?"),
    ),
    Told(
        N_("Each department has chosen sound KPIs; nobody can say where the firm wants to be in three years."),
        "goals",
        "agreement",
        N_("They would sign each other's KPIs today. Against what would anybody check the choice?"),
    ),
    Told(
        N_("Loyal customers are the goal, and the only row of the sheet is net sales."),
        "areas",
        "levels",
        N_("Another level would not help that row. Ask what a loyal customer does, and in which part of the business."),
    ),
    Told(
        N_("“First choice” is on the wall, “sales plus ten percent” on the sheet, and nothing in between."),
        "areas",
        "goals",
        N_("The goal stands on the wall for all to read. Look at what lies between it and the number."),
    ),
    Told(
        N_("The plan for complaints is last year's number less ten percent: ten is a round number."),
        "levels",
        "goals",
        N_("The direction is right: fewer complaints. What did nobody look up before writing the number?"),
    ),
    Told(
        N_("Everyone had reached the plan of the quarter by its third week."),
        "levels",
        "adjust",
        N_("What comes after the quarter cannot mend how it began. What should earlier quarters have told?"),
    ),
    Told(
        N_("Two departments bring two numbers under one name, and both have checked their sums."),
        "details",
        "agreement",
        N_("They would gladly agree, and on what? Nobody wrote down how it is computed."),
    ),
    Told(
        N_("At the month's end three people look for the number, each in another system."),
        "details",
        "adjust",
        N_("There is nothing to learn from a number that is not found. Which lines of its page are empty?"),
    ),
    Told(
        N_("A branch hears of its new KPI on the day on which the bonus is paid."),
        "agreement",
        "levels",
        N_("The level may be fair, and the branch still feels cheated. What was it never asked?"),
    ),
    Told(
        N_("The page is complete to the last line. Those who are paid by it read it for the first time in the review."),
        "agreement",
        "details",
        N_("No line of the page is empty. What turns a complete page into a promise?"),
    ),
    Told(
        N_("Half of the sales moved online two years ago; the sheet still counts steps through the door."),
        "adjust",
        "areas",
        N_("Two years ago the area was well chosen. What should have happened since?"),
    ),
    Told(
        N_("Each quarter the numbers are read out and filed; the same row has been red five times."),
        "adjust",
        "levels",
        N_("Perhaps the level is wrong, perhaps the work. Five quarters, and nobody has drawn a conclusion of either kind."),
    ),
)  # fmt: skip

_SITUATIONS = (
    Told(
        N_("All eleven KPIs of the firm are about sales and cost; the board asks what is missing."),
        "bsc",
        "okr",
        N_("OKR would name one change. Here somebody has to look at a whole set from several sides."),
    ),
    Told(
        N_("The board wants to see on one sheet how trained staff lead to better service, and service to profit."),
        "bsc",
        "dictionary",
        N_("The dictionary says what each number means, and not how one leads to the next."),
    ),
    Told(
        N_("For one quarter a team drops everything else to turn the app into a shop; it may fail."),
        "okr",
        "agreement",
        N_("Whoever is paid by it will promise nothing that may fail."),
    ),
    Told(
        N_("Three teams are to halve the time from order to delivery until June; nobody knows yet how."),
        "okr",
        "bsc",
        N_("This is one bold change, and not a look at the whole."),
    ),
    Told(
        N_("A key account manager and the head of sales settle what this year's bonus hangs on."),
        "agreement",
        "okr",
        N_("That tool is mostly kept apart from pay, so that people dare. Here pay is the point."),
    ),
    Told(
        N_("Head office and a franchise partner write down who delivers what by December, and what follows if not."),
        "agreement",
        "bsc",
        N_("That tool shows how things stand. Who owes what to whom stands elsewhere."),
    ),
    Told(
        N_("Marketing reports a churn of 4 %, finance one of 9 %, for the same month."),
        "dictionary",
        "bsc",
        N_("Four perspectives would show both numbers side by side, and the quarrel with them."),
    ),
    Told(
        N_("A new analyst asks whether “delivered on time” includes parcels that nobody was home to take."),
        "dictionary",
        "agreement",
        N_("Two people can promise each other a word. Who tells them what it means?"),
    ),
)
_MODEL_INCIDENTS = (6, 4, 2, 8, 10)
_MODEL_SITUATIONS = (6, 2, 4, 0)


def _drawn(rng: np.random.Generator, pool: tuple[Told, ...], number: int) -> tuple[Told, ...]:
    """That many, of different kinds, in an order of their own."""
    kinds = rng.permutation(sorted({one.right for one in pool})).tolist()[:number]
    return tuple(of_kind[int(rng.integers(len(of_kind)))] for kind in kinds if (of_kind := _of(pool, kind)))


def _of(pool: tuple[Told, ...], kind: str) -> list[Told]:
    return [one for one in pool if one.right == kind]


def _mixed(rng: np.random.Generator) -> Trouble:
    picked = rng.permutation(len(_SITUATIONS))[:4].tolist()
    return Trouble(tuple(_SITUATIONS[at] for at in picked), N_("Situation"))


INCIDENTS = CaseMaker(
    "c02.incidents",
    lambda: Trouble(tuple(_INCIDENTS[at] for at in _MODEL_INCIDENTS), N_("Incident")),
    lambda rng: Trouble(_drawn(rng, _INCIDENTS, 5), N_("Incident")),
)
SITUATIONS = CaseMaker(
    "c02.situations", lambda: Trouble(tuple(_SITUATIONS[at] for at in _MODEL_SITUATIONS), N_("Situation")), _mixed
)
