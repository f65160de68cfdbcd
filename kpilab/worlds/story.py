"""A planted story: what happened, where, when and how strongly, and which KPI gives it away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kpilab.errors import UnknownName
from kpilab.i18n import _

__all__ = ["Story", "chosen"]


@dataclass(frozen=True)
class Story:
    """One thing that happened on purpose. Without it every other draw of luck stays as it is."""

    id: str
    what: str
    where: Mapping[str, str]
    """The store, category or product that it happened to: columns and their values."""
    first: date
    last: date
    strength: float
    """How strong, in the unit that `strength_unit` names."""
    strength_unit: str
    shown_by: str
    """The id of the KPI that should find it."""
    moves: Literal["up", "down"]
    decoy: str
    """The id of a KPI beside it that people look at first, and that does not move."""
    decoy_where: Mapping[str, str]
    lesson: str


def chosen(wanted: Iterable[str] | None, known: tuple[Story, ...]) -> dict[str, Story]:
    """The stories of these ids (all of them for `None`); `UnknownName` for one that does not exist."""
    stories = {story.id: story for story in known}
    ids = list(stories) if wanted is None else list(wanted)
    for asked in ids:
        if asked not in stories:
            raise UnknownName(_("story"), asked, stories)
    return {name: story for name, story in stories.items() if name in ids}
