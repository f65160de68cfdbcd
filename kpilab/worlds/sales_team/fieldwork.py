"""Work in the field: visits as they were written up, and follow-ups that fell due."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints, slots
from kpilab.worlds.sales_team.companies import Care
from kpilab.worlds.sales_team.deals import Deals
from kpilab.worlds.sales_team.luck import Luck
from kpilab.worlds.sales_team.people import MENG, People
from kpilab.worlds.sales_team.stories import STORIES
from kpilab.worlds.sales_team.workdays import DAY, END, day_number, next_workday
from kpilab.worlds.story import Story

__all__ = ["KINDS", "OUTCOMES", "STEPS", "FollowUps", "Visits", "draw_follow_ups", "draw_visits"]

OUTCOMES = ("offer", "information", "order", "complaint", "not_reached")
STEPS = ("call", "offer", "visit", "contract", "none_needed")
KINDS = ("call", "mail", "offer", "demo")
_OUTCOMES, _STEPS, _KINDS = (
    slots([38, 34, 14, 8, 6], 100),
    slots([34, 26, 22, 10, 8], 100),
    slots([40, 28, 20, 12], 100),
)
_DEAL_VISITS = (0.54, 0.26, 0.10)
_CARE_VISITS = 0.09
_PLANNED = 0.55
"""How often a stage brings a follow-up that somebody wrote down."""
_TWICE = next(story for story in STORIES if story.id == "double_visits")


@dataclass(frozen=True)
class Visits:
    """A position a visit as it was written up; `logged` is -1 where nobody knows when."""

    number: Ints
    company: Ints
    person: Ints
    moment: Ints
    minutes: Ints
    target: NDArray[np.bool_]
    decider: NDArray[np.bool_]
    outcome: Ints
    step: Ints
    logged: Ints

    def taken(self, positions: Ints) -> Visits:
        """The visits at these positions, in this order."""
        return Visits(**{field.name: getattr(self, field.name)[positions] for field in fields(self)})


@dataclass(frozen=True)
class FollowUps:
    """A position a follow-up; `done` is -1 where it was not done by the last day."""

    number: Ints
    deal: Ints
    person: Ints
    kind: Ints
    due: Ints
    done: Ints


def draw_visits(seed: int, deals: Deals, care: Care, people: People, told: dict[str, Story], block: int) -> Visits:
    """Visits on deals and to customers in care, and those that were written up twice."""
    luck = Luck(seed, block)
    places = _on_deals(luck, deals, people), _in_care(luck, care, people)
    key, company, person, day = (np.concatenate(columns) for columns in zip(*places, strict=True))
    day = next_workday(day)
    there = (day >= 0) & (day <= END)
    real = _written_up(luck, key[there], company[there], person[there], day[there])
    both = _with_twins(luck, real, people, told)
    return both.taken(np.argsort(both.moment, kind="stable"))


def _on_deals(luck: Luck, deals: Deals, people: People) -> tuple[Ints, Ints, Ints, Ints]:
    parts = []
    for turn, chance in enumerate(_DEAL_VISITS):
        goes = luck.uniform("goes there", deals.number, turn) < chance * np.minimum(people.active[deals.person], 1.9)
        share = (turn + luck.uniform("when", deals.number, turn)) / len(_DEAL_VISITS)
        first = deals.created // DAY
        day = first + np.floor(deals.lasts * share).astype(np.int64)
        person = people.who(deals.seat, next_workday(day))
        columns = deals.number * 10 + turn, deals.company, person, day
        parts.append(tuple(values[goes] for values in columns))
    key, company, person, day = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return key, company, person, day


def _in_care(luck: Luck, care: Care, people: People) -> tuple[Ints, Ints, Ints, Ints]:
    months = len(calendar.months())
    first = np.append(0, calendar.month_ends()[:-1] + 1)
    row = np.repeat(np.arange(len(care.company)), months)
    month = np.tile(np.arange(months), len(care.company))
    key = (care.company[row] * 31 + month) * 10 + 5
    day = first[month] + luck.below("day of care", 28, key)
    until = np.where(care.released < 0, END + 1, care.released)[row]
    goes = luck.uniform("cares", key) < _CARE_VISITS * people.active[care.person[row]]
    goes &= (day > care.assigned[row]) & (day < until - 4)
    return key[goes], care.company[row][goes], care.person[row][goes], day[goes]


def _written_up(luck: Luck, key: Ints, company: Ints, person: Ints, day: Ints) -> Visits:
    moment = day * DAY + 9 * 60 + 5 * luck.below("hour", 96, key)
    minutes = 5 * np.minimum(3 + np.floor(7.5 * luck.tailed("minutes", 0.5, key)), 36).astype(np.int64)
    outcome = np.where(luck.uniform("no outcome", key) < 0.04, -1, _OUTCOMES[luck.below("outcome", 100, key)])
    reached = outcome != OUTCOMES.index("not_reached")
    step = np.where(luck.uniform("no step", key) < 0.06, -1, _STEPS[luck.below("step", 100, key)])
    soon = luck.uniform("late log", key) < 0.88
    after = np.where(soon, 30 + luck.below("log", 20 * 60, key), DAY + luck.below("log", 6 * DAY, key))
    logged = np.where(luck.uniform("no log", key) < 0.02, -1, moment + after)
    return Visits(
        number=key,
        company=company,
        person=person,
        moment=moment,
        minutes=np.where(reached, minutes, 10),
        target=luck.uniform("target", key) < 0.90,
        decider=reached & (luck.uniform("decider", key) < 0.55),
        outcome=outcome,
        step=step,
        logged=np.where(logged // DAY > END, -1, logged),
    )


def _with_twins(luck: Luck, real: Visits, people: People, told: dict[str, Story]) -> Visits:
    """The visits numbered in the order of time, Meng's with twins where the story is told."""
    his = np.isin(real.person, people.is_person(MENG)) & (real.moment // DAY >= day_number(_TWICE.first))
    real = Visits(**(_columns(real) | {"number": real.number * 2}))
    twins = real.taken(np.flatnonzero(his))
    other_day = luck.uniform("twin", twins.number) < _TWICE.strength
    later = next_workday(twins.moment // DAY + 1 + luck.below("twin day", 2, twins.number))
    day = np.where(other_day, later, twins.moment // DAY)
    moment = day * DAY + twins.moment % DAY + np.where(other_day, 0, 15)
    twins = Visits(**(_columns(twins) | {"number": twins.number + 1, "moment": moment, "logged": moment + 45}))
    kept = twins.taken(np.flatnonzero((day <= END) & (_TWICE.id in told)))
    return Visits(**{f.name: np.concatenate([getattr(real, f.name), getattr(kept, f.name)]) for f in fields(Visits)})


def _columns(visits: Visits) -> dict[str, Any]:
    return {field.name: getattr(visits, field.name) for field in fields(Visits)}


def draw_follow_ups(seed: int, deals: Deals, people: People, block: int) -> FollowUps:
    """What was to be done after each stage that a deal came to, and when it was done."""
    luck, parts = Luck(seed, block), []
    for stage in range(4):
        entered = deals.entered(stage)
        key = deals.number * 4 + stage
        due = next_workday(entered // DAY + 2 + luck.below("due in", 9, key))
        due_before_end = (deals.closed < 0) | (due <= deals.closed // DAY)
        planned = luck.uniform("planned", key) < _PLANNED
        there = np.flatnonzero((entered >= 0) & due_before_end & planned)
        wait = luck.tailed("done", 0.9, key) * 2.2 * people.prompt[deals.person] - 2.6
        done = next_workday(np.maximum(due + np.floor(wait).astype(np.int64), entered // DAY))
        never = luck.uniform("not done", key) < 0.07
        done = np.where(never | (done > END), -1, done)
        kind = _KINDS[luck.below("kind", 100, key)]
        person = people.who(deals.seat, due)
        parts.append(tuple(values[there] for values in (key, np.arange(len(key)), person, kind, due, done)))
    number, deal, person, kind, due, done = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((number, due))
    return FollowUps(*(values[order] for values in (number, deal, person, kind, due, done)))
