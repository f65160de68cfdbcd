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
    """What to open first. `pointed` are the chapters that an answer points at: the open ones first, then the rest.

    With `straight_to_exercises` the first chapter's question was right: try its exercises before the lesson.
    """

    start: int
    straight_to_exercises: bool
    pointed: tuple[int, ...]


def suggest(right: Mapping[str, bool], *, path: Path, there: Collection[int]) -> Suggestion:
    """The first chapter that is `there` and that an answer points at, those of `path` before others.

    `right` says of each placement question that was answered whether it was right; one that was not points at its
    chapter. Where none of those is open, it is the first open chapter of the path that is not known yet, or the first.
    """
    answered = {TOPICS[name]: was_right for name, was_right in right.items() if name in TOPICS}
    pointed = sorted(chapter for chapter, was_right in answered.items() if not was_right)
    pointed.sort(key=lambda chapter: chapter not in there)
    ahead = [chapter for chapter in path.chapters if chapter in there and chapter > 0]
    open_now = ahead or sorted(set(there) - {0})
    found = [
        *(chapter for chapter in open_now if chapter in pointed),
        *(chapter for chapter in pointed if chapter in there),
        *(chapter for chapter in open_now if not answered.get(chapter)),
        *open_now,
        0,
    ]
    return Suggestion(found[0], answered.get(found[0], False), tuple(pointed))
