"""Decisions that a learner makes in a widget: each is kept as it stands, and the last one lies there again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from kpilab.course.desk import desk
from kpilab.errors import DataError
from kpilab.widgets.message import Message

__all__ = ["keep_decision", "last_decision"]

D = TypeVar("D")


def keep_decision(item: str, data: Mapping[str, Any]) -> Message | None:
    """Keep `data` as the decision on `item`; what the learner should be told about the keeping, if anything.

    >>> keep_decision("doctest.cups", {"cups": 3})
    >>> last_decision("doctest.cups", lambda data: data["cups"])
    3
    """
    told = desk().record("decision", item, dict(data))
    return Message("info", "", told) if told else None


def last_decision(item: str, read: Callable[[Mapping[str, Any]], D]) -> D | None:
    """What `read` makes of the last decision kept on `item`; None where there is none.

    One that no longer fits, for which `read` raises `DataError`, counts as none.

    >>> last_decision("doctest.plates", dict) is None
    True
    """
    kept = desk().events("decision", item)
    try:
        return read(kept[-1].data) if kept else None
    except DataError:
        return None
