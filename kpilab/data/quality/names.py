"""Names that mean the same: written in another case, width or spacing, or with a letter wrong."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations

__all__ = ["alike_names", "plain_name"]

_LIKE = 0.86
_MOST = 4_000
"""Beyond so many different names, names with a letter wrong are not looked for."""
_CROWD = 60
"""A group of names that begin alike and is larger than this tells nothing."""


def plain_name(text: str) -> str:
    """A name without what people do not mean: case, full width, blanks and marks.

    >>> plain_name("Ｃola  330 ML"), plain_name("cola-330ml")
    ('cola330ml', 'cola330ml')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum()) or folded.strip()


def alike_names(counts: Mapping[str, int]) -> dict[str, str]:
    """For plain names that are probably a slip of a more frequent one, that one. Their figures are the same.

    >>> alike_names({"greentea500": 40, "gren tea500": 1, "greentea250": 20})
    {'gren tea500': 'greentea500'}
    """
    if len(counts) > _MOST:
        return {}
    found: dict[str, str] = {}
    for one, other in sorted(_candidates(list(counts))):
        rare, often = sorted((one, other), key=lambda name: (counts[name], name))
        if counts[rare] * 2 > counts[often] or min(len(rare), len(often)) < 5:
            continue
        if _figures(rare) != _figures(often) or _single_words(rare, often):
            continue
        if SequenceMatcher(None, rare, often, autojunk=False).ratio() >= _LIKE:
            better = found.get(rare)
            if better is None or counts[often] > counts[better]:
                found[rare] = often
    return {rare: found.get(often, often) for rare, often in found.items()}


def _figures(name: str) -> list[str]:
    return re.findall(r"\d+", name)


def _single_words(one: str, other: str) -> bool:
    """Two Chinese names that differ in a sign differ in a word."""
    return any(ord(letter) > 0x2E80 for letter in one + other)


def _candidates(names: Sequence[str]) -> set[tuple[str, str]]:
    """Pairs that begin or end alike."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        groups["head", name[:3]].append(name)
        groups["tail", name[-4:]].append(name)
        groups["letters", "".join(sorted(name))].append(name)
    return {
        (one, other) if one < other else (other, one)
        for group in groups.values()
        if 1 < len(group) <= _CROWD
        for one, other in combinations(group, 2)
    }
