"""Who sells: seats in teams, who sat in them and when, and how each person works."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpilab.worlds.chance import Ints, Reals, happens, stream
from kpilab.worlds.sales_team.firm import TEAMS, seats_of, team_number
from kpilab.worlds.sales_team.luck import Luck
from kpilab.worlds.sales_team.workdays import END, day_number, next_workday
from kpilab.worlds.story import Story

__all__ = ["FANG", "MENG", "NAMES", "QIAO", "STILL_HERE", "TRAINED_AFTER", "People", "draw_people", "ramp"]

FANG, QIAO, MENG = ("South", 0), ("West", 0), ("East", 2)
"""Team and place in it of the people whom stories name."""
STILL_HERE = 100_000
TRAINED_AFTER = 270
"""Days until a newcomer sells as others do."""
_MENG_IS_ACTIVE = 1.8

_FAMILY = (
    "Wang", "Li", "Zhang", "Liu", "Chen", "Yang", "Huang", "Zhao", "Wu", "Xu", "Sun", "Ma", "Zhu", "Hu", "Guo",
    "Lin", "Gao", "Luo", "Zheng", "Liang", "Xie", "Song", "Tang", "Deng", "Han", "Feng", "Cao", "Peng", "Zeng", "Xiao",
    "Dong", "Pan", "Yuan", "Cai", "Jiang", "Yu", "Du", "Ye", "Cheng", "Wei",
)  # fmt: skip
_GIVEN = (
    "Bo", "Chao", "Dan", "Fei", "Gang", "Hao", "Hong", "Hui", "Jia", "Jing", "Kai", "Lan", "Li", "Ming", "Na",
    "Ning", "Peng", "Qiang", "Rong", "Rui", "Shan", "Ting", "Xia", "Xin", "Xue", "Yan", "Yi", "Ying", "Yong", "Zhen",
)  # fmt: skip
NAMES = tuple(f"{_FAMILY[i % 40]} {_GIVEN[(i * 7 + i // 40) % 30]}" for i in range(1200))
"""Different names; where a firm is larger they come round again."""


@dataclass(frozen=True)
class People:
    """Sellers, a position each: first those who held a seat first, then their successors."""

    number: Ints
    seat: Ints
    team: Ints
    name: Ints
    """A position in `NAMES`."""
    start: Ints
    end: Ints
    """The last day; `STILL_HERE` for those who stay."""
    skill: Reals
    """Added to the chance to win."""
    prompt: Reals
    """Times the usual wait of a lead; who takes over a seat keeps its ways."""
    active: Reals
    """Times the usual visits."""
    generous: Ints
    """Usual discount in percent."""
    place: Ints
    """The place in the team, from 0."""
    at: Ints
    """Seats × days: who looks after the seat, in a gap a colleague."""

    def who(self, seat: Ints, day: Ints) -> Ints:
        """Who looks after that seat on that day; after the last day, whoever does so then."""
        return self.at[seat, np.clip(day, 0, END)]

    def is_person(self, known: tuple[str, int]) -> Ints:
        """The positions of the person of a story."""
        team, place = known
        return np.flatnonzero((self.team == team_number(team)) & (self.place == place))


def ramp(tenure: Ints, lost: float | Reals) -> Reals:
    """What a seller brings of what an experienced one would, after so many days.

    >>> ramp(np.array([0, 135, 400]), 0.5).tolist()
    [0.5, 0.75, 1.0]
    """
    return 1 - lost * np.clip(TRAINED_AFTER - tenure, 0, TRAINED_AFTER) / TRAINED_AFTER


def _at(seats: int, people: tuple[Ints, Ints, Ints]) -> Ints:
    """Who looks after each seat each day: its holder, else the next colleague who is there."""
    seat, start, end = people
    at = np.full((len(TEAMS) * seats, END + 1), -1, dtype=np.int64)
    for position, (row, first, last) in enumerate(zip(seat.tolist(), start.tolist(), end.tolist(), strict=True)):
        at[row, max(first, 0) : min(last, END) + 1] = position
    held = at.reshape(len(TEAMS), seats, END + 1)
    filled = held.copy()
    for step in range(1, seats):
        empty = filled < 0
        if not empty.any():
            break
        filled = np.where(empty, np.roll(held, -step, axis=1), filled)
    return filled.reshape(at.shape)


def draw_people(seed: int, told: dict[str, Story], scale: float, block: int) -> People:
    """Everyone who sold in these two years."""
    rng, luck = stream(seed, "people", block), Luck(seed, block)
    seats = seats_of(scale)
    count = len(TEAMS) * seats
    seat = np.arange(count)
    team, place = seat // seats, seat % seats
    named = np.zeros(count, dtype=bool)
    for known in (FANG, QIAO, MENG):
        named |= (team == team_number(known[0])) & (place == known[1])
    in_west = (team == team_number("West")) & (place >= 2)
    steady = named | in_west
    opened = happens(rng, 0.10, count) & ~steady & (place > 1)
    start = np.where(opened, rng.integers(20, 300, count), -rng.integers(200, 3000, count))
    leaves = happens(rng, 0.30, count) & ~steady & ~opened
    end = np.where(leaves, rng.integers(60, 640, count), STILL_HERE)
    gap = rng.integers(12, 50, count)
    if "west_newcomers" in told:
        end[in_west] = day_number(told["west_newcomers"].first) - 1
        gap[in_west] = 3 + gap[in_west] // 6
    follows = np.flatnonzero(end != STILL_HERE)
    second_start = next_workday(end[follows] + gap[follows])
    who = np.concatenate([seat, follows])
    numbers = np.concatenate([seat, follows + count])
    starts = np.concatenate([start, second_start])
    ends = np.concatenate([end, np.full(len(follows), STILL_HERE)])
    active = luck.tailed("activity", 0.25, numbers)
    meng = (team == team_number(MENG[0])) & (place == MENG[1])
    active[: len(seat)][meng] = _MENG_IS_ACTIVE
    return People(
        number=numbers + 1,
        seat=who,
        team=who // seats,
        name=numbers,
        start=starts,
        end=ends,
        skill=np.clip(luck.bell("skill", numbers), -2.2, 2.2) * 0.05,
        prompt=luck.tailed("promptness", 0.30, who),
        active=active,
        generous=4 + luck.below("discount habit", 6, numbers),
        place=np.concatenate([place, np.full(len(follows), -1)]),
        at=_at(seats, (who, starts, ends)),
    )
