"""What a team does under a plan that was shared out: who works, who keeps orders back, who gives up.

A toy, and it says so. Each month a person compares what is left of the plan with what is left of what they can reach.
Well within reach, they sell what the plan needs and keep the rest for the next plan, which is made from this one's
sales; near their reach, they sell what they can; far beyond it, they give up and sell part of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, inf
from typing import Literal, get_args

from kpilab.errors import PlanError, UnknownName
from kpilab.i18n import _

__all__ = ["TALKS", "Doing", "LivedPlan", "PersonMonth", "Talk", "Team", "live_plan", "most_loaded"]

Doing = Literal["kept back", "worked", "gave up", "pushed back"]
Talk = Literal["explain", "version", "lower", "promise", "tough"]
TALKS: tuple[Talk, ...] = get_args(Talk)
"""What can be said to whoever finds the plan unfair, after the first month; see `live_plan`."""


@dataclass(frozen=True)
class Team:
    """What each person can reach in the whole time, and how the time passes: data about the trade.

    `months` are the shares of the time's sales that fall into each month, in order. Below a load of `easy` a person
    keeps orders back, above `hopeless` they give up and sell `half_hearted` of what they could. `patient` and
    `impatient` take the place of `hopeless` for somebody who was told why, or was told off. Whoever has a load of at
    least `noticed` hears that complaining pays, and sells `pushing` of what they could in the last month.
    """

    reach: Mapping[str, float]
    months: Sequence[float] = (0.30, 0.33, 0.37)
    easy: float = 0.90
    hopeless: float = 1.06
    half_hearted: float = 0.70
    patient: float = 1.12
    impatient: float = 1.00
    noticed: float = 0.95
    pushing: float = 0.90

    def __post_init__(self) -> None:
        if not self.reach or min(self.reach.values()) <= 0:
            raise PlanError(_("A team needs people who can sell something: each reach is above 0."))
        if len(self.months) < 2 or abs(fsum(self.months) - 1) > 1e-9 or min(self.months) <= 0:
            raise PlanError(_("The shares of the months add up to 1, and there are at least two."))


@dataclass(frozen=True)
class PersonMonth:
    """One person in one month: the plan for the whole time as it stood, what they did, and what they sold."""

    number: int
    person: str
    plan: float
    load: float
    doing: Doing
    sold: float


@dataclass(frozen=True)
class LivedPlan:
    """The months of everybody, and whom the talk was with; `unassigned` is plan that nobody has any more."""

    months: tuple[PersonMonth, ...]
    asked: float
    talk: Talk
    spoke: str
    moved: Mapping[str, float]
    unassigned: float = 0.0

    @property
    def sold(self) -> float:
        """What the company got."""
        return fsum(month.sold for month in self.months)

    def of(self, person: str) -> tuple[PersonMonth, ...]:
        """One person's months, in order."""
        return tuple(month for month in self.months if month.person == person)

    def sold_by(self, person: str) -> float:
        """What one person sold in all months."""
        return fsum(month.sold for month in self.of(person))

    def met(self, person: str) -> bool:
        """Whether the person kept the plan as it stood in the end."""
        return self.sold_by(person) >= self.of(person)[-1].plan - 0.5

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody, in order."""
        return tuple(dict.fromkeys(month.person for month in self.months))


def most_loaded(plans: Mapping[str, float], team: Team) -> str:
    """Whose plan is hardest beside their reach: who will find it unfair, and has the best reason to.

    >>> most_loaded({"Lin": 1200, "Yu": 300}, Team({"Lin": 1240, "Yu": 400}))
    'Lin'
    """
    if unknown := sorted(set(plans) ^ set(team.reach)):
        raise PlanError(_("Plans and team name different people; see {names}.").format(names=", ".join(unknown)))
    return max(plans, key=lambda person: plans[person] / team.reach[person])


def live_plan(
    plans: Mapping[str, float], team: Team, *, talk: Talk = "explain", months: int | None = None
) -> LivedPlan:
    """The time lived through under `plans`; after the first month the most loaded person comes for a talk.

    * ``explain``: the key and the numbers are laid open, the plan stays: the person gives up later than before.
    * ``version``: a new version from the second month on moves what lies beyond the person's reach to those who have
      room; what fits nobody is `unassigned`, and said so. The first month stays as it was signed.
    * ``lower``: the person's plan is cut to 95 % of what they can still reach, and nobody gets the rest; others hear of
      it and push back in the last month.
    * ``promise``: the first month shall not count. The person works, until it turns out that a closed month stays
      closed.
    * ``tough``: "everybody has it hard". The person gives up earlier than before.

    `months` lives through the first so many only. Raises `PlanError` where plans and team name different people, where
    a plan is below 0, and for a month that there is not.

    >>> team = Team({"Lin": 1240, "Tan": 850})
    >>> round(live_plan({"Lin": 1440, "Tan": 650}, team, talk="tough").sold)
    1518
    """
    if talk not in TALKS:
        raise UnknownName(_("talk"), str(talk), TALKS)
    spoke = most_loaded(plans, team)
    plan = {person: float(amount) for person, amount in plans.items()}
    sold = dict.fromkeys(plan, 0.0)
    lived: list[PersonMonth] = []
    moved: dict[str, float] = {}
    unassigned = 0.0
    loads = {person: plan[person] / team.reach[person] for person in plan}
    heard = {person for person, load in loads.items() if load >= team.noticed and person != spoke}
    last = len(team.months)
    if months is not None and not 1 <= months <= last:
        raise PlanError(
            _("There are {n} months to live through; {given} is none of them.").format(n=last, given=months)
        )
    if min(plan.values()) < 0:
        raise PlanError(_("A plan is never below 0."))
    for number in range(1, (months or last) + 1):
        left = fsum(team.months[number - 1 :])
        if number == 2 and talk in ("version", "lower"):
            moved, unassigned = _changed(plan, sold, team, left, spoke, talk)
            plan = {person: plan[person] + moved.get(person, 0) for person in plan}
        for person in plan:
            share = team.months[number - 1]
            load = (plan[person] - sold[person]) / (team.reach[person] * left)
            doing = _doing(team, load, _patience(team, person == spoke and number > 1, talk, number == last))
            could = team.reach[person] * share
            needed = max(plan[person] - sold[person], 0.0) * share / left
            amount = {"kept back": min(needed, could), "worked": could, "gave up": team.half_hearted * could}[doing]
            said: Doing = doing
            if talk == "lower" and moved and number == last and person in heard and doing == "worked":
                said, amount = "pushed back", team.pushing * could
            lived.append(PersonMonth(number, person, plan[person], load, said, amount))
        for month in lived[-len(plan) :]:
            sold[month.person] += month.sold
    return LivedPlan(tuple(lived), fsum(plans.values()), talk, spoke, moved, unassigned)


def _doing(team: Team, load: float, hopeless: float) -> Literal["kept back", "worked", "gave up"]:
    if load < team.easy:
        return "kept back"
    return "worked" if load <= hopeless else "gave up"


def _patience(team: Team, spoken_to: bool, talk: Talk, last: bool) -> float:
    """The load above which a person gives up."""
    if not spoken_to or talk in ("version", "lower"):
        return team.hopeless
    if talk == "promise":
        return -inf if last else inf
    return {"explain": team.patient, "tough": team.impatient}[talk]


def _changed(
    plan: Mapping[str, float], sold: Mapping[str, float], team: Team, left: float, spoke: str, talk: Talk
) -> tuple[dict[str, float], float]:
    """What a change after the first month adds to each plan, and what of it nobody has any more."""
    can = {person: team.reach[person] * left for person in plan}
    need = {person: plan[person] - sold[person] for person in plan}
    if talk == "lower":
        cut = max(need[spoke] - 0.95 * can[spoke], 0.0)
        return ({spoke: -cut}, cut) if cut else ({}, 0.0)
    excess = max(need[spoke] - can[spoke], 0.0)
    room = {person: max(can[person] - need[person], 0.0) for person in plan if person != spoke}
    taken = min(excess, fsum(room.values()))
    if not excess:
        return {}, 0.0
    shares = {person: taken * space / fsum(room.values()) for person, space in room.items() if space} if taken else {}
    return {spoke: -excess, **shares}, excess - taken
