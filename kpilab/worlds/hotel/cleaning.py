"""The people of the houses, who cleans how many rooms on which day, and what inspections find."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpilab.worlds.calendar import days
from kpilab.worlds.chance import Ints, Reals, normal, stream
from kpilab.worlds.hotel.bookings import LAST_DAY, Bookings
from kpilab.worlds.hotel.houses import HOUSES, house_number
from kpilab.worlds.hotel.stories import days_of
from kpilab.worlds.story import Story

__all__ = ["ROLES", "Inspections", "Shifts", "Staff", "draw_inspections", "draw_shifts", "draw_staff", "sold_rooms"]

ROLES = ("manager", "receptionist", "cleaner", "breakfast")
NAMES = (
    "An", "Bai", "Bao", "Cai", "Cao", "Chang", "Cheng", "Cui", "Dai", "Deng", "Ding", "Dong", "Du", "Fan", "Fang",
    "Feng", "Fu", "Gao", "Geng", "Gong", "Gu", "Han", "Hao", "He", "Hong", "Hou", "Hu", "Jia", "Jiang", "Jin",
    "Kang", "Kong", "Lai", "Lei", "Liang", "Liao", "Lin", "Liu", "Long", "Lu", "Luo", "Mao", "Meng", "Mo", "Ning",
    "Pan", "Peng", "Qian", "Qin", "Qiu", "Ren", "Shao", "Shen", "Shi", "Su", "Sun", "Tan", "Tang", "Tao", "Tian",
    "Wan", "Wei", "Xiang", "Xiong", "Xu", "Yan", "Yao", "Ye", "Yin", "Yuan", "Zeng", "Zhong", "Zou",
)  # fmt: skip
_FTE = np.array([1.0, 1.0, 0.9, 0.6])
_LEAVES = 0.4
_ROOMS_A_DAY = 2
"""Rooms that an inspector looks at in each house on a day."""


@dataclass(frozen=True)
class Staff:
    """A position a person; `end` lies beyond the days of the tables for who is still there."""

    house: Ints
    role: Ints
    post: Ints
    """Which of the posts of that role and house; a successor has the post of who left."""
    name: Ints
    start: Ints
    end: Ints

    @property
    def fte(self) -> Reals:
        """Shares of full-time work."""
        return _FTE[self.role]


@dataclass(frozen=True)
class Shifts:
    """A position for each cleaner and day at work."""

    person: Ints
    day: Ints
    rooms: Ints
    half_hours: Ints


@dataclass(frozen=True)
class Inspections:
    """A position for each room inspected after cleaning."""

    day: Ints
    room: Ints
    person: Ints
    score: Ints


_STILL = 10**6


def draw_staff(seed: int, stories: dict[str, Story], scale: float, block: int) -> Staff:
    """Everyone, house by house and post by post; some leave, and mostly somebody follows two weeks later."""
    rng = stream(seed, "staff", block)
    rows: list[tuple[int, int, int, int, int]] = []
    cut = stories.get("willow_cleaners")
    for number, house in enumerate(HOUSES):
        posts = [1, house.receptionists, house.cleaners, 2]
        many = [max(1 if role == 0 else 2, round(count * scale)) for role, count in enumerate(posts)]
        for role, count in enumerate(many):
            for post in range(count):
                start, leaves, when = -int(rng.integers(40, 1800)), rng.random() < _LEAVES, int(rng.integers(45, 690))
                spared = role == 0 or (number == house_number("Willow Court") and role == 2)
                if spared and cut and role == 2 and post < count // 2:
                    rows.append((number, role, post, start, days_of(cut)[0] - 1))
                elif leaves and not spared:
                    rows.append((number, role, post, start, when))
                    rows.append((number, role, post, when + 15, _STILL))
                else:
                    rows.append((number, role, post, start, _STILL))
    house_of, role_of, post_of, start_of, end_of = (
        np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)
    )
    names = rng.permutation(len(NAMES))[(house_of * 37 + role_of * 11 + post_of * 2 + (start_of > 0)) % len(NAMES)]
    managers = role_of == 0
    names = np.where(managers, -1 - house_of, names)
    return Staff(house_of, role_of, post_of, names, start_of, end_of)


def sold_rooms(bookings: Bookings) -> tuple[Ints, Ints]:
    """The position of the booking and the day of each night that was slept in, within the two years."""
    slept = np.flatnonzero((bookings.status == 0) | (bookings.status == 4))
    nights = bookings.nights[slept]
    booking = np.repeat(slept, nights)
    offset = np.arange(len(booking)) - np.repeat(np.cumsum(nights) - nights, nights)
    day = bookings.arrival[booking] + offset
    here = (day >= 0) & (day <= LAST_DAY)
    return booking[here], day[here]


def draw_shifts(staff: Staff, bookings: Bookings) -> Shifts:
    """Every room slept in is cleaned on the day after, and shared out among the cleaners on duty."""
    booking, night = sold_rooms(bookings)
    length = len(days())
    dirty = np.zeros((len(HOUSES), length + 1), dtype=np.int64)
    np.add.at(dirty, (bookings.house[booking], night + 1), 1)
    day = np.arange(length)[:, None]
    found = []
    for number in range(len(HOUSES)):
        cleaners = np.flatnonzero((staff.house == number) & (staff.role == 2))
        post = staff.post[cleaners][None, :]
        off = (day + 2 * post) % 7 >= 5
        employed = (staff.start[cleaners] <= day) & (staff.end[cleaners] >= day)
        on_duty = employed & ~off
        # Where all who are left would be off, all of them come.
        on_duty |= employed & (on_duty.sum(axis=1, keepdims=True) == 0)
        many = on_duty.sum(axis=1)
        turn = (np.cumsum(on_duty, axis=1) - 1 + day) % np.maximum(many, 1)[:, None]
        rooms = dirty[number, :length]
        share = rooms[:, None] // np.maximum(many, 1)[:, None]
        share = share + (turn < (rooms % np.maximum(many, 1))[:, None])
        at, place = np.nonzero(on_duty)
        found.append((cleaners[place], at, share[at, place]))
    person, at, share = (np.concatenate(columns) for columns in zip(*found, strict=True))
    order = np.lexsort((person, at))
    half_hours = np.minimum(1 + share, 19)
    return Shifts(person[order], at[order], share[order], half_hours[order])


def draw_inspections(
    seed: int, staff: Staff, shifts: Shifts, rooms_of: Ints, stories: dict[str, Story], scale: float, block: int
) -> Inspections:
    """Each day the housekeeper looks at a few rooms of each house: 100 points, less for what is found."""
    rng = stream(seed, "inspections", block)
    length, houses = len(days()), len(HOUSES)
    many = max(1, round(_ROOMS_A_DAY * scale))
    day, house, _room = (index.ravel() for index in np.indices((length, houses, many)))
    luck = rng.integers(2**31, size=len(day))
    skill = 3.0 * normal(rng, len(staff.house))
    noise = 6.0 * normal(rng, len(day))
    work = shifts.day * houses + staff.house[shifts.person]
    order = np.argsort(work, kind="stable")
    first = np.searchsorted(work[order], np.arange(length * houses))
    present = np.bincount(work, minlength=length * houses)
    here = day * houses + house
    chosen = order[first[here] + luck % np.maximum(present[here], 1)]
    person, load = shifts.person[chosen], shifts.rooms[chosen]
    counts = np.bincount(rooms_of, minlength=houses)
    begins = np.cumsum(counts) - counts
    room = begins[house] + (luck // 1000) % counts[house]
    points = 88.0 - np.array([7.0, 0.0])[house] + skill[person] - 1.1 * np.maximum(load - 7, 0) + noise
    if "tea_garden_training" in stories:
        story = stories["tea_garden_training"]
        trained = (house == house_number(story.where["store"])) & (day >= days_of(story)[0])
        points = points + np.where(trained, 9.0, 0.0)
    score = np.clip(np.floor(points + 0.5), 20, 100).astype(np.int64)
    seen = load > 0
    return Inspections(day[seen], room[seen], person[seen], score[seen])
