"""A course of one small chapter, written to a folder and put in the place of the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest

CHAPTER = """\
---
kernelspec:
  name: python3
  display_name: Python 3
minutes: 10
---

+++ {"tags": ["lesson"]}

# 91 · The small shop

+++ {"tags": ["task"]}

### 91.1 Walk from base to norm

How much of the way did **the shop** go?

```{code-cell}
:tags: [task]

# solution
index = 0.5
```

```{code-cell}
:tags: [task]

check("91.1", index)
```

+++ {"tags": ["solution"]}

Steps walked, divided by *steps asked*. The `base` is where it begins.

+++ {"tags": ["task"]}

### 91.2 Choose a pair

Which row ends the trick?

```{code-cell}
:tags: [task]

# solution
pair = "again"
```

```{code-cell}
:tags: [task]

check("91.2", pair)
```

+++ {"tags": ["solution"]}

Who was signed up unasked does not come back.
"""

CHECKS = """\
from dataclasses import dataclass

from kpilab.course.forms import Choice, Number
from kpilab.course.task import CaseMaker, Mistake, Prediction, Task


@dataclass(frozen=True)
class Shop:
    base: float
    norm: float
    fact: float

    @property
    def index(self):
        return (self.fact - self.base) / (self.norm - self.base)


def _draw(rng):
    base = 10 * int(rng.integers(3, 9))
    return Shop(base, base + 20, base + int(rng.integers(4, 10)))


SHOP = CaseMaker("c91.shop", lambda: Shop(40, 60, 50), _draw)


def _fields(case):
    return {"base": case.base, "norm": case.norm, "fact": case.fact, "index": case.index}


def _show(case):
    return f"base {case.base:g}, norm {case.norm:g}, fact {case.fact:g}"


def _number(id, **more):
    return Task(
        id,
        "Walk from base to norm",
        Number(tolerance=0.004, percent=True),
        SHOP,
        lambda case: case.index,
        (
            Mistake("fact-over-plan", lambda case: case.fact / case.norm, "That starts at zero, not at {base:g}."),
            Mistake("fact-over-base", lambda case: case.fact / case.base, "You compared with the base."),
        ),
        ("How many steps?", "index = (fact - base) / (norm - base)", "From {base:g} to {norm:g}."),
        "That share of the way is walked.",
        "Another shop: base {base:g}, norm {norm:g}, fact {fact:g}, index {index:.2f}.",
        _fields,
        _show,
        **more,
    )


PAIR = Task(
    "91.2",
    "Choose a pair",
    Choice((("growth", "Growth of members."), ("again", "Who buys again, {norm:g} of them."), ("sales", "Net sales."))),
    SHOP,
    lambda case: "again",
    (
        Mistake("growth", lambda case: "growth", "The trick lifts growth too."),
        Mistake("sales", lambda case: "sales", "The trick does not touch sales."),
    ),
    ("Who comes back?", "A pair falls when the trick is used.", "Strike out what rises."),
    "Nobody has to be watched.",
    "Another shop with base {base:g}: the pair falls there too.",
    _fields,
    _show,
    confidence=True,
)

TASKS = (_number("91.1"), PAIR)
CARDS = (_number("91.c1", question="Base {base:g}, norm {norm:g}, fact {fact:g}. What is the index?"),)
PREDICTIONS = (
    Prediction("91.p1", "Is the plan met?", Choice((("yes", "yes"), ("no", "no"))), lambda given: f"You said {given}."),
    Prediction("91.p2", "What is the bonus?", Number(tolerance=1, decimals=0), lambda given: f"{given:g} against 300."),
)
"""

QUIZ = """\
[[question]]
id = "base"
text = "Base is …"

[[question.option]]
key = "a"
text = "last year's result."
feedback = "It may inform the base; it is not its meaning."

[[question.option]]
key = "b"
text = "the lowest result we still accept."
right = true
feedback = "Under it we do not call it work."

[[question]]
id = "repair"
text = "Below base counts 0. The weight doubles. What does a repair up to the base add?"
vote = true
argument = "Twice the weight, so twice the pay?"

[[question.option]]
key = "a"
text = "nothing"
right = true
feedback = "Twice nothing is nothing."

[[question.option]]
key = "b"
text = "twice as much"
feedback = "Zero times any weight is zero."
"""


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that holds the small chapter."""
    place = tmp_path_factory.mktemp("chapters")
    folder = place / "c91_small_shop"
    folder.mkdir()
    for name, content in (("__init__.py", ""), ("chapter.md", CHAPTER), ("checks.py", CHECKS), ("quiz.toml", QUIZ)):
        (folder / name).write_text(content, encoding="utf-8")
    return place


@pytest.fixture
def small_course(small_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chapter 91 with tasks 91.1 (a number), 91.2 (a choice), card 91.c1, two predictions and two questions."""
    import kpilab.chapters

    monkeypatch.setattr(kpilab.chapters, "__path__", [str(small_folder)])


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty workspace, which the environment names."""
    folder = tmp_path / "kpi-course 课程"
    (folder / ".kpilab").mkdir(parents=True)
    monkeypatch.setenv("KPILAB_WORKSPACE", str(folder))
    monkeypatch.delenv("KPILAB_LEARNER", raising=False)
    return folder


@pytest.fixture
def no_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is recorded, and nothing is remembered of other tests."""
    from kpilab.course import desk

    desk._store.cache_clear()
    monkeypatch.setenv("KPILAB_WORKSPACE", "")
    monkeypatch.delenv("KPILAB_LEARNER", raising=False)
