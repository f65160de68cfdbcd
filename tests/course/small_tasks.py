"""Small synthetic tasks, one of each form, on a shop with three numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from kpilab.course.forms import Assign, Choice, Composite, Number, Numbers, Table
from kpilab.course.task import CaseMaker, Mistake, Task


@dataclass(frozen=True)
class Shop:
    base: float
    norm: float
    fact: float

    @property
    def index(self) -> float:
        return (self.fact - self.base) / (self.norm - self.base)

    def days(self) -> pd.DataFrame:
        return pd.DataFrame({"day": ["Mon", "Tue", "Wed"], "sales": [self.base, self.norm, self.fact]})


def _draw(rng: np.random.Generator) -> Shop:
    base = int(rng.integers(20, 60))
    norm = base + int(rng.integers(5, 40))
    return Shop(base, norm, int(rng.integers(base - 10, norm + 10)))


SHOP = CaseMaker("test.shop", lambda: Shop(40, 60, 48), _draw)
_NO_HINTS = ("A nudge.", "A formula.", "The first line.")


def _task(number: str, form, answer, mistakes) -> Task[Shop]:
    return Task(
        f"9.{number}",
        "A task",
        form,
        SHOP,
        answer,
        tuple(mistakes),
        _NO_HINTS,
        "Right: {fact:g} against {norm:g}.",
        "Worked: {base:g}.",
        lambda case: {"base": case.base, "norm": case.norm, "fact": case.fact},
        Shop.days,
    )


NUMBER = _task(
    "1",
    Number(tolerance=0.004, percent=True),
    lambda case: case.index,
    [
        Mistake("over-norm", lambda case: case.fact / case.norm, "That is {fact:g} over {norm:g}."),
        Mistake("missing", lambda case: 1 - case.index, "That is what is missing."),
        Mistake("over-base", lambda case: case.fact / case.base, "You compared with the base."),
    ],
)
CHOICE = _task(
    "2",
    Choice((("pair", "A pair."), ("target", "A target of {norm:g}."), ("watch", "Watch them."), ("none", "Nothing."))),
    lambda case: "pair",
    [
        Mistake("target", lambda case: "target", "The target pays more."),
        Mistake("watch", lambda case: "watch", "Watching costs more."),
        Mistake("none", lambda case: "none", "It goes on."),
    ],
)
ASSIGN = _task(
    "3",
    Assign(("Sales", "Refunds", "Wait"), (("low", "below base"), ("under", "under plan"), ("met", "plan met"))),
    lambda case: {"Sales": "met", "Refunds": "under", "Wait": "low"},
    [
        Mistake("low-is-bad", lambda case: "low", "Refunds: down is good.", part="Refunds"),
        Mistake("near", lambda case: "under", "Wait: look at the base.", part="Wait"),
        Mistake(
            "upside-down",
            lambda case: {"Sales": "low", "Refunds": "low", "Wait": "met"},
            "You read all rows upside down.",
        ),
    ],
)
NUMBERS = _task(
    "4",
    Numbers((("base", "base"), ("norm", "norm")), tolerance=0.05, decimals=1),
    lambda case: {"base": case.base, "norm": case.norm},
    [
        Mistake("zero", lambda case: 0, "Base zero is the ratio again.", part="base"),
        Mistake("swapped", lambda case: (case.norm, case.base), "Base and norm are swapped."),
        Mistake("fact-as-norm", lambda case: case.fact, "The fact is no plan.", part="norm"),
        Mistake("by-quantile", lambda case: case.base + 0.5, "Also fair.", part="base", accepted=True),
    ],
)
TABLE = _task(
    "5",
    Table(("day",), ("sales",), tolerance=0.01),
    Shop.days,
    [
        Mistake("summed-up", lambda case: case.days().assign(sales=case.days()["sales"].cumsum()), "You ran a total."),
        Mistake("share", lambda case: case.days().assign(sales=case.days()["sales"] / 148), "Shares were not asked."),
        Mistake("ranked", lambda case: case.days().assign(sales=[1.0, 3.0, 2.0]), "You ranked the days."),
    ],
)
COMPOSITE = _task(
    "6",
    Composite(
        (
            ("rule", "Rule", Choice((("zero", "Zero."), ("negative", "Negative."), ("weight", "More weight.")))),
            (
                "why",
                "Why",
                Choice((("hides", "Hides {fact:g}."), ("luck", "Luck."), ("pay", "Pay."), ("sink", "Sink."))),
            ),
            ("june", "June", Choice((("paid", "Paid."), ("rescored", "Scored again.")))),
        ),
        several=(("why", 2),),
    ),
    lambda case: (
        {"rule": {"zero"}, "why": {"hides", "luck"}, "june": {"paid"}},
        {"rule": {"negative"}, "why": {"hides", "sink"}, "june": {"paid"}},
    ),
    [
        Mistake("weight", lambda case: "weight", "Zero times a weight is zero.", part="rule"),
        Mistake("pay", lambda case: "pay", "A budget is no reason.", part="why"),
        Mistake("rescored", lambda case: "rescored", "A closed month stays closed.", part="june"),
    ],
)
TASKS = (NUMBER, CHOICE, ASSIGN, NUMBERS, TABLE, COMPOSITE)


def with_answer(task: Task[Shop], answer) -> Task[Shop]:
    """The task with another right answer."""
    return replace(task, answer=answer)
