"""The paths through the course, as data: who takes which chapter how far, and what of it is open today."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from kpilab.errors import ChapterError, UnknownName
from kpilab.i18n import _

__all__ = ["Path", "Step", "chapter_title", "find_path", "paths", "roles"]

Kind = Literal["core", "full", "case", "drill"]


@dataclass(frozen=True)
class Step:
    """One step: a chapter, to its core or in full, or a case or a drill by name. `minutes` is what it takes."""

    kind: Kind
    chapter: int | None
    name: str
    minutes: int


@dataclass(frozen=True)
class Path:
    """One way through the course. `name` and `role` are message ids; `role` is empty for a path of a given length."""

    id: str
    name: str
    role: str
    minutes: int
    steps: tuple[Step, ...]

    @property
    def chapters(self) -> tuple[int, ...]:
        """The chapters on the way, in order."""
        return tuple(step.chapter for step in self.steps if step.chapter is not None)

    def open_minutes(self, there: Collection[int]) -> int:
        """The minutes of those chapters that are `there` already."""
        return sum(step.minutes for step in self.steps if step.chapter in there)


def paths() -> tuple[Path, ...]:
    """All paths: the roles' first, then those of a given length.

    >>> [step.chapter for step in find_path("salesperson").steps[:3]]
    [0, 1, 4]
    """
    return _read()[0]


def roles() -> tuple[Path, ...]:
    """The paths that belong to a role."""
    return tuple(path for path in paths() if path.role)


def find_path(which: str) -> Path:
    """The path with that id; raises `UnknownName` when there is none."""
    for path in paths():
        if path.id == which:
            return path
    raise UnknownName(_("path"), which, (path.id for path in paths()))


def chapter_title(number: int) -> str:
    """The title of a chapter that is there or still to come, in the language in use."""
    return _(_read()[1][f"{number:02d}"])


@lru_cache(maxsize=1)
def _read() -> tuple[tuple[Path, ...], Mapping[str, str]]:
    source = tomllib.loads(files("kpilab.course").joinpath("paths.toml").read_text(encoding="utf-8"))
    titles, minutes = source["chapters"], source["minutes"]
    found = tuple(
        Path(
            one["id"],
            one["name"],
            one.get("role", ""),
            one["minutes"],
            tuple(_step(text, titles, minutes) for text in one["steps"]),
        )
        for one in source["path"]
    )
    return found, titles


def _step(text: str, titles: Mapping[str, str], minutes: Mapping[str, int]) -> Step:
    first, _space, second = text.partition(" ")
    if first in titles and second in ("core", "full"):
        kind: Any = second
        return Step(kind, int(first), titles[first], minutes.get(text, minutes[second]))
    if first in ("case", "drill") and second:
        kind = first
        return Step(kind, None, second, minutes[first])
    raise ChapterError(_("paths.toml has a step that is none."), [text])
