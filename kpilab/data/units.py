"""A number with its unit behind it, as people write it: 198 thousand, 0.4 points, 5 minutes.

The rule, in this order. A word that names the unit asked for is that unit and scales nothing: where thousands are asked
for, "198 thousand", "198 k" and "198 千" are 198. Another scale word keeps its meaning: where thousands are asked for,
"19.8万" is 198; where no unit is named, "198 thousand" is 198,000. A plain unit word, such as points, changes nothing.
Any other word behind a number makes it unreadable.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from kpilab.data.numbers import Reading, read
from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["read_in"]

_THOUSAND = ("thousand", "thousands", "k", "千")
_WORDS = (
    ("minute", "minutes", "min", "mins", "m", "分钟"),
    ("hour", "hours", "h", "小时"),
    ("day", "days", "天"),
    ("month", "months", "个月"),
    ("point", "points", "pt", "pts", "分"),
    ("member", "members", "new members", "会员"),
    ("customer", "customers", "people", "persons", "人"),
    ("order", "orders", "单"),
    ("piece", "pieces", "pcs", "件", "个"),
    ("time", "times", "次"),
)
"""Plain unit words; those of a line are one unit."""
_LONGEST = 80
_MONEY = r"(?:元|块|圆|yuan|rmb|cny)"


def read_in(written: object, unit: str = "") -> Reading:
    """What `written` says in `unit` (the unit asked for; empty where none is named).

    Raises `DataError` for what is no number, and for a number in another unit.

    >>> [read_in(text, "thousand").value for text in ("198 thousand", "198 k", "19.8万", "198")]
    [198.0, 198.0, 198.0, 198.0]
    >>> read_in("198 thousand").value, read_in("0.4 points").value
    (198000.0, 0.4)
    """
    if not isinstance(written, str):
        return read(written)
    text = unicodedata.normalize("NFKC", written).strip()
    asked = _asked(unit)
    if (bare := _without(text, asked)) is not None:
        return read(bare)
    try:
        found = read(written)
    except DataError:
        bare = _without(text, _plain_words(unit, asked))
        if bare is None:
            raise
        return read(bare)
    if found.scale > 1 and _is_thousand(unit):
        return replace(found, number=found.number / 1000, other=found.other / 1000, scale=found.scale // 1000)
    return found


def _is_thousand(unit: str) -> bool:
    words = unit.casefold().split()
    return bool(words) and (words[0] in _THOUSAND or words[0].startswith("千"))


def _asked(unit: str) -> tuple[str, ...]:
    """The words that name the unit asked for; a percent sign is not one, for it is read with its number."""
    name = unit.casefold().strip()
    if not name or name.startswith("%"):
        return ()
    if _is_thousand(unit):
        return (*_THOUSAND, name)
    own = next((words for words in _WORDS if name in words), ())
    return (*own, name, _(unit).casefold())


def _plain_words(unit: str, asked: tuple[str, ...]) -> tuple[str, ...]:
    """The words that say nothing but what is counted: where a unit is asked for, its own."""
    return asked if unit else tuple(word for words in _WORDS for word in words)


def _without(text: str, words: tuple[str, ...]) -> str | None:
    """The text without one of the words at its end; None where none of them stands there, behind a digit."""
    if not words or len(text) > _LONGEST:
        return None
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    found = re.fullmatch(rf"(.*\d\)?)\s*(?:{listed})\.?\s*{_MONEY}?", text, re.IGNORECASE)
    return found[1] if found else None
