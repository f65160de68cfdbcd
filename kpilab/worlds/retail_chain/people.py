"""Who works in the stores, when they came and left, and who sold what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

import numpy as np

from kpilab.worlds.calendar import FIRST, LAST
from kpilab.worlds.chance import Ints, Streams
from kpilab.worlds.retail_chain.stores import STORES, Store, store_number
from kpilab.worlds.story import Story

__all__ = ["Person", "at_work", "manager_of", "sellers", "staff"]

_NAMES = (
    "An", "Bai", "Bao", "Bian", "Bo", "Cai", "Cao", "Cen", "Chang", "Che", "Cheng", "Chi", "Chu", "Cui", "Dai",
    "Dang", "Ding", "Dong", "Du", "Duan", "Fan", "Fang", "Fei", "Feng", "Fu", "Gan", "Gao", "Ge", "Geng",
    "Gong", "Gu", "Guan", "Gui", "Han", "Hao", "He", "Hong", "Hou", "Hu", "Hua", "Huang", "Ji", "Jia", "Jian",
    "Jiang", "Jiao", "Jin", "Jing", "Kang", "Ke", "Kong", "Lai", "Lan", "Lei", "Lian", "Liang", "Liao", "Lin",
    "Ling", "Liu", "Long", "Lou", "Lu", "Luo", "Lyu", "Mao", "Mei", "Meng", "Miao", "Min", "Mo", "Mu", "Nan",
    "Nie", "Ning", "Niu", "Pan", "Pang", "Pei", "Peng", "Pu", "Qi", "Qian", "Qiao", "Qin", "Qiu", "Qu", "Quan",
    "Ran", "Rao", "Ren", "Rong", "Ruan", "Sha", "Shan", "Shang", "Shao", "Shen", "Sheng", "Shi", "Shu", "Su",
    "Sun", "Tan", "Tang", "Tao", "Teng", "Tian", "Tong", "Tu", "Wan", "Wang", "Wei", "Wen", "Weng", "Xi", "Xia",
    "Xiang", "Xiao", "Xie", "Xin", "Xing", "Xiong", "Xu", "Xue", "Yan", "Yang", "Yao", "Ye", "Yi", "Yin",
    "Ying", "You", "Yu", "Yuan", "Yue", "Zeng", "Zhai", "Zhan", "Zhang", "Zheng", "Zhong", "Zhou", "Zhu",
    "Zhuang", "Zou", "Zuo",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """One person in one store; `end_on` is None for those who are still there."""

    staff_id: str
    store: int
    name: str
    role: str
    fte: float
    start_on: date
    end_on: date | None


def _post(rng: np.random.Generator, opened_on: date) -> tuple[date, date | None, date | None]:
    """When the holder of a post came and perhaps left, and when the successor came."""
    years = (FIRST - opened_on).days
    start = opened_on + timedelta(days=int(rng.integers(0, years)))
    leaves, when = rng.random() < 0.22, FIRST + timedelta(days=int(rng.integers(60, 640)))
    return (start, when, when + timedelta(days=1)) if leaves else (start, None, None)


def staff(streams: Streams, stories: dict[str, Story], stores: tuple[Store, ...], first: int = 1) -> tuple[Person, ...]:
    """Everyone, numbered from `first`: by store manager, advisers and cashiers, each with a successor if one came."""
    rng = streams("staff")
    names = cycle([_NAMES[i] for i in rng.permutation(len(_NAMES))])
    people: list[Person] = []
    cuts = {
        ("Riverside", "adviser"): stories.get("riverside_advisers"),
        ("Garden Mall", "cashier"): stories.get("garden_mall_tills"),
    }
    spared = {("Riverside", "adviser"), ("Garden Mall", "cashier")}
    for number, store in enumerate(stores):
        posts = [("manager", 1.0)]
        posts += [("adviser", (1.0, 1.0, 0.8, 0.6)[i % 4]) for i in range(store.advisers)]
        posts += [("cashier", (1.0, 0.8, 0.6)[i % 3]) for i in range(store.cashiers)]
        left = dict.fromkeys(spared, 2)
        for role, fte in posts:
            start, end, successor = _post(rng, store.opened_on)
            if role == "manager":
                start, end, successor = store.opened_on, None, None
            here = (store.name, role)
            if here in spared and left[here]:
                left[here] -= 1
                cut = cuts[here]
                end, successor = (cut.first - timedelta(days=1) if cut else None), None
            heir, name = next(names), (store.manager if role == "manager" else "") or next(names)
            people.append(Person(f"E{first + len(people):03d}", number, name, role, fte, start, end))
            if successor is not None:
                people.append(Person(f"E{first + len(people):03d}", number, heir, role, fte, successor, None))
    return tuple(people)


def at_work(person: Person) -> tuple[int, int]:
    """The person's first and last day as positions in the calendar."""
    last = person.end_on or LAST
    return (person.start_on - FIRST).days, (last - FIRST).days


def manager_of(people: tuple[Person, ...], store: str) -> int:
    """The position in `people` of the manager of that store."""
    number = store_number(store)
    return next(i for i, person in enumerate(people) if person.store == number and person.role == "manager")


def sellers(people: tuple[Person, ...], *, store: Ints, day: Ints, luck: Ints) -> Ints:
    """For each order the position in `people` of the adviser who sold it: one of those at work that day.

    `luck` is a whole number below 1000 for each order.
    """
    length = (LAST - FIRST).days + 1
    advisers = [[i for i in range(len(people)) if (people[i].store, people[i].role) == (number, "adviser")]
                for number in range(len(STORES))]  # fmt: skip
    most = max(len(here) for here in advisers)
    on_duty, seats = np.zeros((len(STORES), length), dtype=np.int64), np.zeros((len(STORES), length, most), np.int64)
    for number, here in enumerate(advisers):
        present = np.zeros((length, len(here)), dtype=bool)
        for place, i in enumerate(here):
            first, last = at_work(people[i])
            present[max(first, 0) : last + 1, place] = True
        on_duty[number] = present.sum(axis=1)
        seats[number, :, : len(here)] = np.array(here)[np.argsort(~present, axis=1, kind="stable")]
    where = store * length + day
    sold_by: Ints = seats.ravel()[where * most + luck * on_duty.ravel()[where] // 1000]
    return sold_by
