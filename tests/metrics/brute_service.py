"""Stock, service, content, work, data and skill in plain loops: written from the catalogue's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from statistics import fmean, median
from typing import Any

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
Key = Callable[[Any], str]
LAST = date(2025, 6, 30)
MONTHS = ("2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06")


def _by(rows: Iterable[Row], key: Key, when: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[when] is not None:
            found[key(row[when])].append(row)
    return found


def _share(rows: Mapping[str, list[Row]], good: Callable[[Row], Any]) -> dict[str, float]:
    """Of each key's rows, the part that is good."""
    return {key: sum(float(bool(good(row))) for row in found) / len(found) for key, found in rows.items() if found}


def _end(key: str) -> date:
    year, number = int(key[:4]), int(key[5:])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def _over(found: Mapping[str, float], after: int) -> dict[str, float]:
    """What is known: so many days after the end of its month."""
    return {key: value for key, value in found.items() if _end(key) + timedelta(days=after) <= LAST}


# --- content


def _young(rows: Rows, key: Key) -> dict[str, list[Row]]:
    """The events of each piece's first seven days, under the month of its first event."""
    pieces: dict[str, list[Row]] = defaultdict(list)
    for row in rows["content_events"]:
        pieces[row["piece_id"]].append(row)
    found: dict[str, list[Row]] = defaultdict(list)
    for events in pieces.values():
        first = min(event["ts"] for event in events)
        ends = datetime.combine(first.date() + timedelta(days=7), time())
        found[key(first)] += [event for event in events if event["ts"] < ends]
    return found


def _reads(events: list[Row], *kinds: str) -> int:
    return sum(event["type"] in kinds for event in events)


def content_reads(rows: Rows, key: Key) -> dict[str, float]:
    return _over({month: _reads(events, "read") for month, events in _young(rows, key).items()}, 7)


def _per_read(rows: Rows, key: Key, *kinds: str) -> dict[str, float]:
    return _over(
        {
            month: _reads(events, *kinds) / _reads(events, "read")
            for month, events in _young(rows, key).items()
            if _reads(events, "read")
        },
        7,
    )


def engagement_rate(rows: Rows, key: Key) -> dict[str, float]:
    return _per_read(rows, key, "like", "comment", "share", "save")


def content_share_rate(rows: Rows, key: Key) -> dict[str, float]:
    return _per_read(rows, key, "share")


def content_conversion_rate(rows: Rows, key: Key) -> dict[str, float]:
    reads = [row for row in rows["content_events"] if row["type"] == "read" and row["reader_id"]]
    found = {}
    for month, seen in _by(reads, key, "ts").items():
        people = {row["reader_id"] for row in seen}
        bought = {
            row["reader_id"]
            for row in seen
            for order in rows["orders"]
            if order["customer_id"] == row["reader_id"]
            and order["paid_at"]
            and timedelta(0) <= order["paid_at"] - row["ts"] <= timedelta(days=14)
        }
        found[month] = len(bought) / len(people)
    return _over(found, 14)


# --- rated scores


def _mean_of_reviews(rows: Rows, key: Key, rubric: str, raters: int, apart: float) -> dict[str, float]:
    items: dict[str, list[Row]] = defaultdict(list)
    for row in rows["reviews"]:
        if row["rubric"] == rubric and row["score"] is not None:
            items[row["item"]].append(row)
    scores: dict[str, list[float]] = defaultdict(list)
    for ratings in items.values():
        given = [row["score"] for row in ratings]
        if len({row["rater"] for row in ratings}) >= raters and max(given) - min(given) <= apart:
            scores[key(max(row["reviewed_on"] for row in ratings))] += given
    return {month: fmean(given) for month, given in scores.items()}


def content_quality_score(rows: Rows, key: Key) -> dict[str, float]:
    return _mean_of_reviews(rows, key, "content_quality", 2, 25)


BRUTE: dict[str, Callable[[Rows, Key], Mapping[str, float]]] = {
    function.__name__: function
    for function in (
        content_conversion_rate, content_quality_score, content_reads, content_share_rate, engagement_rate,
    )
}  # fmt: skip
