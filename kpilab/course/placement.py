"""Where to start: six questions, a path, and what is open today give one suggestion. Plain data, no widget."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kpilab.course.paths import Path

__all__ = ["TOPICS", "Suggestion", "suggest"]

TOPICS: Mapping[str, int] = {
    "what-for": 1,
    "half-way": 4,
    "margin": 10,
    "mean-of-rates": 11,
    "counted-twice": 8,
    "noise": 19,
}
"""The placement questions by id, and the chapter that each belongs to."""


@dataclass(frozen=True)
class Suggestion:
    """What to open first. `known` are chapters whose question was right, `waiting` those on the path to come first.

    With `straight_to_exercises` the first chapter's question was right: try its exercises before the lesson.
    """

    start: int
    straight_to_exercises: bool
    known: tuple[int, ...]
    waiting: tuple[int, ...]


def suggest(right: Mapping[str, bool], *, path: Path, there: Collection[int]) -> Suggestion:
    """The first chapter of `path` that is `there` and not known yet; if all those are known, the first of them.

    `right` says of each placement question whether it was answered right; one that was left out counts as wrong.
    """
    known = {TOPICS[name] for name, was_right in right.items() if was_right and name in TOPICS}
    ahead = [chapter for chapter in path.chapters if chapter > 0]
    open_now = [chapter for chapter in ahead if chapter in there] or sorted(set(there) - {0})
    fresh = [chapter for chapter in open_now if chapter not in known]
    start = (fresh or open_now or [0])[0]
    waiting = [chapter for chapter in ahead if chapter not in there and chapter not in known and chapter < start]
    return Suggestion(start, start in known, tuple(sorted(known)), tuple(waiting))
