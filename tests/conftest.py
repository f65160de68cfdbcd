"""For all tests: how many seeds to try, and a chapter small enough to read in place of the real ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

import kpilab.chapters
from kpilab.course.chapters import Chapter, chapter

settings.register_profile("kpilab", deadline=None)  # a slow machine makes no property false
settings.load_profile("kpilab")

DEMO = """---
minutes: 12
---

# 90 · Prices

A price is a promise, and this chapter keeps one.

```{code-cell}
:tags: [setup]
price, cost = 120, 90  # yuan
def check(task, answer): return f"{task}: {answer}"
```

+++ {"minutes": 3, "core": true}

## Margin is a share of the price

What is left of a price of 120?

```{code-cell}
print(f"{(price - cost) / price:.1%}")
```

**Reading.** Of each yuan 25.0 % is left.

+++ {"tags": ["task"]}

### 90.1 Margin

What is the margin?

```{code-cell}
:tags: [task]
case = {"price": 50, "cost": 40}  # the shop
case
```

```{code-cell}
:tags: [task]
paid = case["price"]
# solution
left = paid - case["cost"]
margin = left / paid
```

```{code-cell}
:tags: [task]
check("90.1", margin)
```

+++ {"tags": ["solution"]}

Margin divides by the price and not by the cost.
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--variants", type=int, default=3, help="how many seeds or variants each such test tries")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for `seed` runs once for each of the seeds 0, 1, …, all tests of a module seed by seed."""
    named = {name for mark in metafunc.definition.iter_markers("parametrize") for name in str(mark.args[0]).split(",")}
    if "seed" in metafunc.fixturenames and "seed" not in {name.strip() for name in named}:
        metafunc.parametrize("seed", range(metafunc.config.getoption("--variants")), scope="module")


@pytest.fixture(scope="session")
def variants(pytestconfig: pytest.Config) -> int:
    """How many seeds or variants each such test tries."""
    return int(pytestconfig.getoption("--variants"))


@pytest.fixture
def make_chapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Chapter]:
    """Write a chapter's text, and find it: `make_chapter(text)`."""
    monkeypatch.setattr(kpilab.chapters, "__path__", [str(tmp_path / "chapters")])

    def make(text: str = DEMO, *, folder: str = "c90_demo", notes: str = "") -> Chapter:
        place = tmp_path / "chapters" / folder
        place.mkdir(parents=True, exist_ok=True)
        (place / "chapter.md").write_text(text, encoding="utf-8")
        if notes:
            (place / "class_notes.md").write_text(notes, encoding="utf-8")
        return chapter(folder)

    return make


@pytest.fixture
def demo(make_chapter: Callable[..., Chapter]) -> Chapter:
    """The demonstration chapter, number 90, with one task."""
    return make_chapter(notes="# 90 · For the class\n\nAsk first.\n\n+++\n\n## Then show\n")
