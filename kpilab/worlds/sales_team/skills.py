"""What sellers know and can do: tests, observed talks, ratings by colleagues, one-to-ones, courses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kpilab.worlds import calendar
from kpilab.worlds.chance import Ints
from kpilab.worlds.sales_team.firm import seats_of, team_number
from kpilab.worlds.sales_team.luck import Luck
from kpilab.worlds.sales_team.people import People
from kpilab.worlds.sales_team.stories import STORIES
from kpilab.worlds.sales_team.workdays import END, day_number, next_workday, quarter_ends
from kpilab.worlds.story import Story

__all__ = [
    "BEHAVIOURS",
    "COURSES",
    "FORMS",
    "SKILLS",
    "Columns",
    "Course",
    "courses",
    "observed",
    "rated",
    "talks",
    "tests",
]

Columns = dict[str, Any]
SKILLS = ("communication", "negotiation")
BEHAVIOURS = ("asks for the need", "names the benefit", "checks the budget", "agrees a next step")
FORMS = tuple(f"{year}-Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4))
_QUESTIONS = 10
_KNOWS, _NEWCOMER_KNOWS_LESS = 0.64, 0.14
_PRODUCT_COURSE = next(story for story in STORIES if story.id == "south_product_course")


@dataclass(frozen=True)
class Course:
    """One run of a course; `lifts` is the share of what was missing that people learn."""

    run_id: str
    title: str
    teams: tuple[str, ...]
    first: date
    days: int
    lifts: float
    done_after: float
    """How often a trained seller shows a behaviour."""


COURSES = (
    Course("V1", "Asking before offering", ("North", "East", "South", "West"), date(2024, 3, 11), 12, 0.40, 0.62),
    Course("V2", "Negotiation", ("East", "West"), date(2024, 9, 9), 10, 0.35, 0.58),
    Course("V3", "Negotiation", ("North", "South"), date(2025, 3, 10), 10, 0.35, 0.60),
    Course("V4", "Product knowledge", ("South",), date(2025, 5, 12), 14, 0.62, 0.44),
    Course("V5", "Asking before offering", ("West",), date(2025, 9, 8), 12, 0.42, 0.64),
)
"""V4 is held only where its story is told."""


def _here(people: People, day: Ints | int) -> NDArray[np.bool_]:
    return np.asarray((people.start <= day) & (people.end >= day))


def _each_quarter(people: People, before_end: int) -> tuple[Ints, Ints, Ints]:
    """Person, quarter and day for all who were there so many days before the quarter ended."""
    person, quarter = (index.ravel() for index in np.indices((len(people.number), len(quarter_ends()))))
    day = next_workday(quarter_ends()[quarter] - before_end)
    there = (people.start[person] <= day - 14) & (people.end[person] >= day)
    return person[there], quarter[there], day[there]


def tests(seed: int, people: People, told: dict[str, Story], block: int) -> Columns:
    """The product test of each quarter, ten questions a form, of one point or two."""
    luck = Luck(seed, block)
    person, quarter, day = _each_quarter(people, 17)
    row = np.repeat(np.arange(len(person)), _QUESTIONS)
    item = np.tile(np.arange(1, _QUESTIONS + 1), len(person))
    key = (people.number[person[row]] * 8 + quarter[row]) * _QUESTIONS + item
    own = luck.bell("knowledge", people.number[person])[row] * 0.06
    new = (day - people.start[person] < 180)[row]
    knows = _KNOWS + own - _NEWCOMER_KNOWS_LESS * new + 0.03 * (item % 3 - 1)
    if _PRODUCT_COURSE.id in told:
        meant = (people.team[person] == team_number("South")) & (day >= day_number(_PRODUCT_COURSE.first))
        knows = knows + np.where(meant[row], _PRODUCT_COURSE.strength, 0.0)
    possible = np.where(item % 4 == 0, 2, 1)
    right = luck.uniform("answers", key) < knows
    left_out = luck.uniform("left out", key) < 0.02
    return {
        "person": person[row],
        "form": quarter[row],
        "item": item,
        "day": day[row],
        "points": np.where(left_out, -1, right * possible),
        "possible": possible,
    }


def observed(seed: int, people: People, block: int) -> Columns:
    """A customer talk a quarter, listened to by the manager and a coach; they differ by a level at most."""
    luck = Luck(seed, block)
    person, quarter, day = _each_quarter(people, 40)
    talk = people.number[person] * 8 + quarter
    row, skill, rater = (index.ravel() for index in np.indices((len(person), len(SKILLS), 2)))
    own = luck.bell("skilled", people.number[person[row]] * 2 + skill) * 0.6 + people.skill[person[row]] * 8
    grown = np.minimum((day - people.start[person])[row] / 900, 0.8)
    level = 2.6 + own + grown + luck.bell("that talk", talk[row] * 2 + skill) * 0.45
    one = np.clip(np.floor(level + 0.5), 1, 5).astype(np.int64)
    apart = luck.below("apart", 6, talk[row] * 2 + skill)
    other = np.clip(one + np.where(apart == 0, 1, np.where(apart == 1, -1, 0)), 1, 5)
    return {
        "talk": talk[row],
        "person": person[row],
        "skill": skill,
        "rater": rater,
        "level": np.where(rater == 0, one, other),
        "day": day[row],
    }


def rated(seed: int, people: People, scale: float, block: int) -> Columns:
    """What up to five colleagues of the team think of working with each, every quarter."""
    luck, seats = Luck(seed, block), seats_of(scale)
    person, quarter, day = _each_quarter(people, 25)
    parts = []
    for step in range(1, min(6, seats)):
        seat = people.seat[person]
        beside = seat // seats * seats + (seat % seats + step) % seats
        parts.append(np.stack([person, quarter, day, people.who(beside, day)]))
    person, quarter, day, rater = np.unique(np.concatenate(parts, axis=1), axis=1)
    others = rater != person
    person, quarter, day, rater = (values[others] for values in (person, quarter, day, rater))
    liked = 3.7 + luck.bell("colleague", people.number[person]) * 0.5
    key = (people.number[person] * 8 + quarter) * 4099 + people.number[rater]
    score = np.clip(np.floor(liked + luck.bell("their rating", key) * 0.7 + 0.5), 1, 5).astype(np.int64)
    return {"person": person, "rater": rater, "day": day, "score": score}


def talks(seed: int, people: People, block: int) -> Columns:
    """A one-to-one a month for each seller: planned, mostly held, and how good it was."""
    luck = Luck(seed, block)
    person, month = (index.ravel() for index in np.indices((len(people.number), len(calendar.months()))))
    key = people.number[person] * 24 + month
    first = np.append(0, calendar.month_ends()[:-1] + 1)
    day = next_workday(first[month] + luck.below("talk day", 24, key))
    there = (people.start[person] <= day) & (people.end[person] >= day) & (day <= END)
    key, person, day = key[there], person[there], day[there]
    keen = np.array([0.90, 0.84, 0.76, 0.86])[people.team[person]]
    held = next_workday(day + np.maximum(luck.below("put off", 9, key) - 5, 0))
    held = np.where((luck.uniform("held", key) < keen) & (held <= END), held, -1)
    quality = np.clip(luck.below("worth", 4, key) + luck.below("worth", 3, key, 1), 0, 4) * 0.25
    return {"number": key, "person": person, "day": day, "held": held, "quality": np.where(held >= 0, quality, np.nan)}


def _runs(told: dict[str, Story]) -> tuple[tuple[int, Course], ...]:
    return tuple((i, run) for i, run in enumerate(COURSES) if run.run_id != "V4" or _PRODUCT_COURSE.id in told)


def courses(seed: int, people: People, told: dict[str, Story], block: int) -> dict[str, Columns]:
    """Who took part in each course, the tests before and after, what people said, and what was seen at work."""
    luck = Luck(seed, block)
    found: dict[str, list[Columns]] = {"enrolments": [], "scores": [], "answers": [], "checks": []}
    for position, run in _runs(told):
        first = day_number(run.first)
        ends = first + run.days
        meant = np.isin(people.team, [team_number(team) for team in run.teams])
        person = np.flatnonzero(meant & _here(people, first))
        key = people.number[person] * len(COURSES) + position
        left = np.where(people.end[person] <= ends, people.end[person], -1)
        finished = (left < 0) & (luck.uniform("finishes", key) < 0.90)
        same = {"run": np.full(len(person), position), "person": person, "key": key}
        enrolled = same | {"day": first - 20 + luck.below("enrols", 14, key), "ends": np.full(len(person), ends)}
        found["enrolments"].append(enrolled | {"left": left, "finished": np.where(finished, ends, -1)})
        done = {name: values[finished] for name, values in same.items()}
        key = done["key"]
        before = np.clip(55 + np.floor(luck.bell("score before", key) * 11), 15, 92).astype(np.int64)
        gained = (100 - before) * run.lifts + luck.bell("score after", key) * 5
        after = np.clip(before + np.floor(gained), 10, 100).astype(np.int64)
        for moment, score, day in ((0, before, first), (1, after, ends)):
            sat = luck.uniform("sat the test", key, moment) < 0.96
            columns = done | {"moment": np.full(len(key), moment), "score": score, "day": np.full(len(key), day)}
            found["scores"].append({name: values[sat] for name, values in columns.items()})
        said = luck.uniform("answers the sheet", key) < 0.85
        opinion = 3 + np.minimum(luck.below("opinion", 5, key), 3) - (luck.below("opinion", 9, key, 1) == 0)
        answers = done | {"score": np.clip(opinion, 1, 5), "day": np.full(len(key), ends + 1)}
        found["answers"].append({name: values[said] for name, values in answers.items()})
        found["checks"].append(_checks(luck, people, run, position, ends, set(done["person"].tolist())))
    return {name: {c: np.concatenate([p[c] for p in parts]) for c in parts[0]} for name, parts in found.items()}


def _checks(luck: Luck, people: People, run: Course, position: int, ends: int, trained: set[int]) -> Columns:
    """What was seen at work 30 and 90 days later, of those trained and of as many who were not."""
    parts = []
    for turn, after in enumerate((30, 90)):
        day = int(next_workday(np.array([ends + after]))[0])
        here = np.flatnonzero(_here(people, day))
        is_trained = np.isin(here, sorted(trained))
        others = here[~is_trained][: max(4, int(is_trained.sum()))]
        person = np.concatenate([here[is_trained], others])
        row, behaviour = (index.ravel() for index in np.indices((len(person), len(BEHAVIOURS))))
        flag = np.isin(person, sorted(trained))[row]
        key = ((people.number[person[row]] * len(COURSES) + position) * 2 + turn) * 4 + behaviour
        chance = np.where(flag, run.done_after - 0.04 * turn, 0.40)
        occasion = luck.uniform("occasion", key) < 0.9
        seen = luck.uniform("seen", key) < chance
        parts.append(
            {
                "key": key,
                "run": np.full(len(key), position),
                "person": person[row],
                "day": np.full(len(key), day),
                "behaviour": behaviour,
                "seen": np.where(occasion, seen.astype(np.int64), -1),
                "trained": flag,
            }
        )
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
