"""A quarter at the Linden: a survey is designed and paid for, the house repairs what it names, and guests judge that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from itertools import product

import numpy as np

from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = [
    "AREAS",
    "BUDGET",
    "CHOICES",
    "COMPLAINTS",
    "GUESTS",
    "MONTHS",
    "STAYS",
    "TRUE",
    "Answers",
    "Design",
    "Month",
    "all_designs",
    "answers",
    "complaints",
    "cost",
    "how_often_right",
    "live",
    "rules",
    "saved",
    "true_share",
    "undisturbed",
    "worth",
]

AREAS = ("cleanliness", "breakfast", "quiet", "service")
GUESTS: Mapping[str, float] = {"business": 0.6, "holiday": 0.4}
"""Share of the stays by kind of guest."""
TRUE: Mapping[str, Mapping[str, float]] = {
    "business": {"cleanliness": 0.56, "breakfast": 0.82, "quiet": 0.80, "service": 0.88},
    "holiday": {"cleanliness": 0.78, "breakfast": 0.62, "quiet": 0.75, "service": 0.90},
}
"""What nobody sees: the share of each kind of guest that is satisfied with each area."""
COMPLAINTS: Mapping[str, float] = {"cleanliness": 0.24, "breakfast": 0.06, "quiet": 0.08, "service": 0.10}
"""Complaints of an unhappy guest about each area: few write about cold eggs, many about a dirty bath."""
BUDGET, STAYS, MONTHS = 1200, 600, 4
_A_COMPLAINT, _DRIFT = 60.0, 0.01
_BEST = 0.92
_REPAIRED = {"6": 0.5, "25": 0.6}
"""Part of the gap that a month of repair closes: twenty-five questions also tell what in the area is wrong."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "whom": ("reception", "book", "email", "lot"),
    "when": ("desk", "day after", "three weeks"),
    "invited": ("60", "200", "400"),
    "questions": ("6", "25"),
    "thanks": ("none", "coffee", "top marks"),
    "reading": ("as they come", "weighted"),
}
"""The six decisions of a design, and what can be decided."""

_PRICE = {"reception": 0.5, "book": 0.2, "email": 0.5, "lot": 2.0}
_COFFEE = 3.0
_RATE = {"business": 0.20, "holiday": 0.40}
_CARD_FOR_UNHAPPY = {"cleanliness": 0.1, "breakfast": 0.5, "quiet": 0.2, "service": 0.2}
"""Reception knows who complained about the room, and gives that guest no card; of the breakfast it hears little."""
_BOOK_BY_HAPPY = {"cleanliness": 0.4, "breakfast": 0.3, "quiet": 0.2, "service": 0.4}
"""In the book in the room writes who could not sleep or missed the eggs; the content seldom do."""


@dataclass(frozen=True)
class Design:
    """Whom to ask, when, how many, how many questions, what thanks, and how the answers are read; with a reason.

    >>> Design("lot", "day after", "400", "6", "none", "weighted").as_data()["whom"]
    'lot'
    """

    whom: str
    when: str
    invited: str
    questions: str
    thanks: str
    reading: str
    reason: str = ""
    confidence: str = ""
    played: int = 0

    def as_data(self) -> dict[str, object]:
        """As plain data, fit for JSON."""
        return dict(vars(self))

    @classmethod
    def from_data(cls, data: Mapping[str, object]) -> Design:
        """Back from `as_data`. Raises `DataError` where it does not fit."""
        played = data.get("played")
        words = {one.name: str(data.get(one.name, "")) for one in fields(cls) if one.name != "played"}
        known = all(words[name] in options for name, options in CHOICES.items())
        if not known or not isinstance(played, int) or not 0 <= played <= MONTHS:
            raise DataError(_("This is no survey that was designed here."))
        return cls(played=played, **words)


@dataclass(frozen=True)
class Answers:
    """What came back: answers by kind of guest, and the share satisfied by area as the design reads it."""

    invited: int
    by_guest: Mapping[str, int]
    share: Mapping[str, float]

    @property
    def n(self) -> int:
        """Answers in all."""
        return sum(self.by_guest.values())

    @property
    def named(self) -> str:
        """The area with the lowest share: what the house will repair."""
        return min(AREAS, key=lambda area: (self.share[area], AREAS.index(area)))


def _design(whom: str, when: str, invited: str, questions: str, thanks: str, reading: str) -> Design:
    return Design(whom, when, invited, questions, thanks, reading)


def all_designs() -> tuple[Design, ...]:
    """Every design that can be chosen and paid for."""
    made = (_design(*one) for one in product(*CHOICES.values()))
    return tuple(one for one in made if cost(one) <= BUDGET)


def true_share(area: str) -> float:
    """The share of all guests that is satisfied with an area.

    >>> round(true_share("cleanliness"), 3), round(true_share("breakfast"), 3)
    (0.648, 0.74)
    """
    return sum(share * TRUE[kind][area] for kind, share in GUESTS.items())


def cost(design: Design) -> float:
    """What a design is expected to cost: invitations, and a coffee for each answer where that is promised.

    >>> cost(Design("lot", "day after", "400", "6", "none", "weighted"))
    800.0
    """
    price = _PRICE[design.whom] * int(design.invited)
    coffees = sum(_reached(design).values()) if design.thanks != "none" else 0.0
    return round(price + _COFFEE * coffees, 2)


def _kinds(design: Design) -> Mapping[str, float]:
    """Whom the invitations reach: the firm's travel desk gives no address of a business guest."""
    return {"business": 0.1, "holiday": 0.9} if design.whom in ("email", "book") else GUESTS


def _rate(design: Design, kind: str) -> float:
    """The share of those reached that answers."""
    rate = {"reception": 0.6, "book": 0.15}.get(design.whom, _RATE[kind])
    rate *= {"desk": 1.4, "day after": 1.0, "three weeks": 0.5}[design.when]
    rate *= {"6": 1.0, "25": 0.4}[design.questions]
    rate *= {"none": 1.0, "coffee": 1.4, "top marks": 1.4}[design.thanks]
    return min(rate, 0.9)


def _reached(design: Design) -> Mapping[str, float]:
    """Expected answers by kind of guest."""
    invited = int(design.invited)
    return {kind: invited * share * _rate(design, kind) for kind, share in _kinds(design).items()}


def _said(design: Design, kind: str, area: str) -> float:
    """The share that ticks “satisfied” among those who answer: the truth, as the design bends it."""
    true = TRUE[kind][area]
    happy = _BOOK_BY_HAPPY[area] if design.whom == "book" else 1.0
    unhappy = _CARD_FOR_UNHAPPY[area] if design.whom == "reception" else 1.0
    if design.when == "three weeks":
        happy *= 0.8
    said = true * happy / (true * happy + (1 - true) * unhappy)
    polite = {"cleanliness": 0.45, "breakfast": 0.15, "quiet": 0.15, "service": 0.6}[area]
    if design.when == "desk":
        said += polite * (1 - said)
    if design.thanks == "top marks":
        said += 0.6 * (1 - said)
    return said


def _drawn(design: Design, rng: np.random.Generator, times: int) -> tuple[np.ndarray, np.ndarray]:
    """Answers by kind of guest, and shares by area as they are read: a line for each time."""
    kinds = list(GUESTS)
    mean = _reached(design)
    n = np.stack([np.maximum(rng.poisson(mean[kind], times), 1) for kind in kinds], axis=1)
    happy = np.stack(
        [[rng.binomial(n[:, i], _said(design, kind, area)) for area in AREAS] for i, kind in enumerate(kinds)]
    )  # kind, area, time
    if design.reading == "weighted":
        weights = np.array([GUESTS[kind] for kind in kinds])
        shares = np.tensordot(weights, happy / n.T[:, None, :], axes=1)
    else:
        shares = happy.sum(axis=0) / n.sum(axis=1)
    return n, shares.T


def answers(design: Design) -> Answers:
    """What comes back in this quarter: the same design always meets the same luck."""
    n, shares = _drawn(design, np.random.default_rng(9), 1)
    by_guest = {kind: int(n[0, i]) for i, kind in enumerate(GUESTS)}
    return Answers(int(design.invited), by_guest, {area: float(shares[0, i]) for i, area in enumerate(AREAS)})


@cache
def how_often_right(design: Design, times: int = 400) -> float:
    """In which share of many quarters the design names the area that is truly weakest."""
    _n, shares = _drawn(design, np.random.default_rng(90), times)
    truly = min(range(len(AREAS)), key=lambda i: true_share(AREAS[i]))
    return float((shares.argmin(axis=1) == truly).mean())


@dataclass(frozen=True)
class Month:
    """A month as it was lived: what the house does, its complaints, and what they cost."""

    number: int
    repaired: str
    complaints: float

    @property
    def cost(self) -> float:
        """What the month's complaints cost in refunds and free nights."""
        return self.complaints * _A_COMPLAINT


def complaints(shares: Mapping[str, float]) -> float:
    """Complaints a month when so many are satisfied with each area."""
    return STAYS * sum((1 - shares[area]) * COMPLAINTS[area] for area in AREAS)


def live(design: Design | None, *, months: int = MONTHS, named: str = "") -> tuple[Month, ...]:
    """The month of the survey, and the months in which the house repairs what it named; None repairs nothing.

    Each month of repair closes half of the gap to 92 %, or three fifths after twenty-five questions; every other area
    loses a point. `named` repairs another area.
    """
    closes = _REPAIRED[design.questions if design else "6"]
    repaired = named or (answers(design).named if design else "")
    shares = {area: true_share(area) for area in AREAS}
    lived = [Month(1, "", complaints(shares))]
    for number in range(2, months + 1):
        for area in AREAS:
            gap = max(0.0, _BEST - shares[area])
            shares[area] += closes * gap if area == repaired else -_DRIFT
        lived.append(Month(number, repaired, complaints(shares)))
    return tuple(lived[:months])


def undisturbed() -> float:
    """What complaints cost in four months when nothing is asked and nothing repaired."""
    return sum(month.cost for month in live(None))


def saved(design: Design) -> float:
    """What a design was worth: what its repair saved in complaints, less what the survey cost."""
    return undisturbed() - sum(month.cost for month in live(design)) - cost(design)


@cache
def worth(design: Design) -> float:
    """The same over many quarters of other luck: what each area's repair saves, as often as it is named, less the cost."""
    _n, shares = _drawn(design, np.random.default_rng(90), 400)
    named = np.bincount(shares.argmin(axis=1), minlength=len(AREAS)) / len(shares)
    each = [undisturbed() - sum(month.cost for month in live(design, named=area)) for area in AREAS]
    return float(np.dot(named, each) - cost(design))


def rules() -> tuple[str, ...]:
    """How the toy reckons, in the language in use: the numbers above."""
    return (
        _(
            "Of 600 stays a month six in ten are business, four holiday. Truly satisfied with cleanliness: 56 % and 78 %; with breakfast 82 % and "
            "62 %; with the quiet 80 % and 75 %; with service 88 % and 90 %."
        ),
        _(
            "Drawn by lot, a fifth of the business guests answers and two fifths of the holiday guests. E-mail and the book in the room reach nine "
            "holiday guests for each business guest. Reception gives a card to one in ten of those unhappy with cleanliness, and to half of "
            "those unhappy with breakfast."
        ),
        _(
            "At the desk, 45 % of those unhappy with cleanliness and 60 % of those unhappy with service say “satisfied” all the same, of the others 15 %. "
            "After three weeks half as many answer, and the satisfied forget first."
        ),
        _(
            "Twenty-five questions cost six answers in ten, and tell what in the area is wrong. A coffee brings four answers more for each ten; a coffee for top marks also turns six "
            "unhappy ticks in ten."
        ),
        _(
            "The house repairs the area with the lowest share for three months; each month closes half of the gap to 92 %, or three fifths of it where twenty-five "
            "questions told what is wrong. Every other area loses a "
            "point a month. A complaint costs 60."
        ),
    )
