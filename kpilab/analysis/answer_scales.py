"""The answers that a question offers: how far a scale leans, and whether ranges of numbers fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from typing import Literal

from kpilab.analysis.word_lists import in_text
from kpilab.i18n import N_

__all__ = ["numeric_faults", "tilt"]

_GOOD = N_(
    "excellent, very good, good, great, satisfied, happy, clean, friendly, easy, likely, agree, fine, outstanding, "
    "perfect, "
    "fast, quiet, tasty, better, wonderful, often, super, brilliant, amazing"
)
_BAD = N_(
    "terrible, very bad, bad, poor, dissatisfied, unsatisfied, unhappy, dirty, unfriendly, difficult, hard, "
    "unlikely, disagree, "
    "weak, awful, slow, noisy, worse, rarely, seldom"
)
_BETWEEN = N_("neither, fair, average, so-so, neutral, partly, sometimes, ok, the same, medium")
_NOT = N_("not, less, hardly, little")
_BELOW = N_("under, below, less than, fewer than")
_UP_TO = N_("up to, at most, no more than")
_ABOVE = N_("over, above, more than")
_FROM = N_("at least, from, or more, and more, or older, and over, and older")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:-|–|—|to|bis|~|至|到)\s*(\d+(?:\.\d+)?)")
_THOUSANDS = re.compile(r"(?<=\d)[,’](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def tilt(answers: Sequence[str]) -> tuple[int, int]:
    """How many answers lie on the good side and how many on the bad; (0, 0) where one of them is not understood.

    >>> tilt(["excellent", "very good", "good", "poor"]), tilt(["1", "2", "3"])
    ((3, 1), (0, 0))
    """
    sides = [_side(one) for one in answers]
    if len(answers) < 3 or "" in sides:
        return 0, 0
    return sides.count("good"), sides.count("bad")


def _side(answer: str) -> Literal["good", "bad", "between", ""]:
    good, bad = any(in_text(_GOOD, answer)), any(in_text(_BAD, answer))
    if any(in_text(_BETWEEN, answer)):
        return "between"
    if bad:
        return "bad"
    if good:
        return "bad" if any(in_text(_NOT, answer)) else "good"
    return ""


def _span(answer: str) -> tuple[float, float] | None:
    """The whole numbers that an answer holds, as first and last; None where it is not read as such."""
    answer = _THOUSANDS.sub("", answer)
    if match := _RANGE.search(answer):
        return float(match[1]), float(match[2])
    found = _NUMBER.findall(answer)
    if len(found) != 1:
        return None
    number = float(found[0])
    if any(in_text(_FROM, answer)) or answer.strip().endswith("+"):
        return number, inf
    if any(in_text(_UP_TO, answer)):
        return -inf, number
    if any(in_text(_BELOW, answer)):
        return -inf, number - 1
    if any(in_text(_ABOVE, answer)):
        return number + 1, inf
    return number, number


def numeric_faults(answers: Sequence[str]) -> Iterator[tuple[str, Literal["overlap", "gap"]]]:
    """Numbers that fit two answers or none, where the answers are ranges of whole numbers in rising order.

    Answers that hold no number are left aside. Ranges with decimals, such as 0–0.5 and 0.5–1, are not looked at.

    >>> list(numeric_faults(["1–3", "3–5", "over 6"]))
    [('3', 'overlap'), ('6', 'gap')]
    >>> list(numeric_faults(["under 18", "18 to 29", "30 or more"]))
    []
    """
    spans = [span for one in answers if (span := _span(one)) is not None]
    whole = all(end in (inf, -inf) or end == int(end) for span in spans for end in span)
    if len(spans) < 2 or not whole or all(first == last for first, last in spans):
        return
    spans.sort()
    for (_first, last), (following, _last) in pairwise(spans):
        if following <= last:
            yield f"{following:g}", "overlap"
        elif following > last + 1:
            yield f"{last + 1:g}", "gap"
