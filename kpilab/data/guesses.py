"""Which of the names that are there is probably ours: by spelling, and by what other programs call it."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Literal

__all__ = ["guess"]


@cache
def _synonyms() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("kpilab.data").joinpath("synonyms.toml").read_text("utf-8"))


def guess(kind: Literal["tables", "columns"], name: str, there: Sequence[str]) -> str | None:
    """The name among `there` that probably means our `name`; none where nothing is near.

    Our own spelling counts first, then a known synonym, then one that contains a synonym, then what is spelt alike.

    >>> guess("columns", "paid_at", ["订单编号", "付款时间", "金额"])
    '付款时间'
    >>> guess("columns", "order_id", ["Order-No.", "Total"]), guess("columns", "qty", ["colour"])
    ('Order-No.', None)
    """
    plain = {_plain(one): one for one in reversed(there) if _plain(one)}
    words = [_plain(word) for word in (name, *_synonyms()[kind].get(name, ()))]
    for word in words:
        if word in plain:
            return plain[word]
    for word in words:
        inside = next((one for key, one in plain.items() if len(word) > 3 and _stands_in(word, key)), None)
        if inside or (not word.isascii() and (inside := _with_word(word, plain))):
            return inside
    alike = {word: [key for key in plain if key.startswith("子") == word.startswith("子")] for word in words}
    near = next((near for word in words for near in get_close_matches(word, alike[word], n=1, cutoff=0.8)), None)
    return plain[near] if near else None


def _with_word(word: str, plain: dict[str, str]) -> str | None:
    """The first name that a Chinese word of two signs or more stands in."""
    return next((one for key, one in plain.items() if len(word) > 1 and _stands_in(word, key)), None)


def _stands_in(word: str, key: str) -> bool:
    """Whether the name holds the word as such: 子订单编号 is the number of a line, and not that of an order."""
    return word in key.replace(f"子{word}", "")


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
