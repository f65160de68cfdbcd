"""Handing in: what a learner did as one plain JSON file, and the file graded by recomputing every verdict.

The file holds answers, never verdicts: task, variant, shop and the answer as plain data. Whoever grades draws the case
again and asks the judge, so that nothing in the file can award a mark, and no line of a learner's code is run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kpilab import __version__
from kpilab.course.events import Event
from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["SCHEMA", "HandedIn", "hand_in", "read_hand_in", "write_hand_in"]

SCHEMA = 1
_FORMAT = "kpilab hand-in"
_LARGEST = 64 * 1024 * 1024
_MOST = 20_000
_KINDS = ("attempt", "review", "hint", "solution", "another", "quiz", "predict", "own", "decision")
_CLAIMS = {"outcome", "mistakes", "points", "out_of", "judged"}
"""What an event says of its own worth; left out of the file, for a grader works it out again."""


@dataclass(frozen=True)
class HandedIn:
    """What stands in a hand-in file: the learner, the variant, the events that could be read; `skipped` could not."""

    learner: str
    variant: int
    course: str
    events: tuple[Event, ...]
    skipped: int = 0


def hand_in(events: Iterable[Event], *, learner: str, variant: int, moment: datetime) -> dict[str, Any]:
    """The learner's work as plain data, ready for JSON.

    >>> from datetime import UTC
    >>> now = datetime(2025, 6, 2, 9, tzinfo=UTC)
    >>> tried = Event("attempt", "4.2", now, {"given": 0.4, "outcome": "right"})
    >>> hand_in([tried], learner="Ann", variant=0, moment=now)["events"][0]["data"]
    {'given': 0.4}
    """
    return {
        "format": _FORMAT,
        "schema": SCHEMA,
        "course": __version__,
        "learner": learner,
        "variant": variant,
        "written": moment.isoformat(timespec="seconds"),
        "events": [_written(event) for event in events if event.kind in _KINDS],
    }


def write_hand_in(path: Path, content: Mapping[str, Any]) -> Path:
    """Write the file, whole or not at all; raises `DataError` where it cannot be written."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(_text(content), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(_("{file} cannot be written: {reason}.").format(file=path, reason=reason)) from error
    return path


def read_hand_in(path: Path) -> HandedIn:
    """What stands in the file; an event that is none is skipped and counted.

    Raises `DataError` for a file that is missing, too large, no JSON, no hand-in, or of a newer kpilab.
    """
    content = _json(path)
    if not isinstance(content, dict) or content.get("format") != _FORMAT or not isinstance(content.get("events"), list):
        text = _("{file} is not a hand-in of this course. It is made with: kpilab hand-in")
        raise DataError(text.format(file=path.name))
    if not 0 < _whole(content.get("schema")) <= SCHEMA:
        raise DataError(_("{file} was written by a newer kpilab. Update kpilab to read it.").format(file=path.name))
    learner = content.get("learner")
    name = " ".join(learner[:80].split()) if isinstance(learner, str) else ""
    found = [_event(entry, name) for entry in content["events"][:_MOST]]
    events = tuple(event for event in found if event is not None)
    skipped = len(content["events"]) - len(events)
    return HandedIn(name, max(_whole(content.get("variant")), 0), str(content.get("course"))[:40], events, skipped)


def _written(event: Event) -> dict[str, Any]:
    data = {name: value for name, value in event.data.items() if name not in _CLAIMS}
    return {
        "at": event.at.isoformat(),
        "kind": event.kind,
        "item": event.item,
        "variant": event.variant,
        "shop": event.shop,
        "data": data,
    }


def _text(content: Mapping[str, Any]) -> str:
    """JSON that a person can read, escaped only where a text holds half of a character."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1)
    return text if text.isascii() or _encodes(text) else json.dumps(content, allow_nan=False, indent=1)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _json(path: Path) -> object:
    try:
        if path.stat().st_size > _LARGEST:
            raise DataError(_("{file} is larger than a hand-in can be.").format(file=path.name))
        return json.loads(path.read_text(encoding="utf-8"), parse_constant=str)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(_("{file} cannot be read: {reason}.").format(file=path, reason=reason)) from error
    except (ValueError, RecursionError) as error:
        raise DataError(_("{file} is not readable as JSON.").format(file=path.name)) from error


def _event(entry: object, learner: str) -> Event | None:
    """The entry as an event, without anything that it claims of its own worth; none where it is none."""
    if not isinstance(entry, dict):
        return None
    kind, item, data = entry.get("kind"), entry.get("item"), entry.get("data")
    variant, shop = _whole(entry.get("variant")), _whole(entry.get("shop"))
    if kind not in _KINDS or not isinstance(item, str) or len(item) > 80 or not isinstance(data, dict):
        return None
    try:
        at = datetime.fromisoformat(entry["at"])
    except (KeyError, TypeError, ValueError):
        return None
    if at.tzinfo is None or variant < 0 or shop < 0:
        return None
    return Event(kind, item, at, {name: data[name] for name in data.keys() - _CLAIMS}, variant, shop, learner)


def _whole(value: object) -> int:
    """The whole number that `value` is; −1 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53 else -1
