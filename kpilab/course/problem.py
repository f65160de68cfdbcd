"""Why an answer cannot be compared yet, and how names and texts in it are told apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kpilab.i18n import _

__all__ = ["NO_WORDS", "Problem", "Words", "filled", "known_name", "same_name"]

Words = Mapping[str, object]
"""The numbers of the case that an option's text may quote."""
NO_WORDS: Words = MappingProxyType({})


@dataclass(frozen=True)
class Problem:
    """What stands in the way, as a sentence to the learner. `blank`: nothing, or not everything, is filled in yet."""

    text: str
    blank: bool = field(default=False, kw_only=True)


def filled(message: str, words: Words) -> str:
    """A message id in the language in use, with the case's numbers in it.

    >>> filled("Raise the target to {high:g}.", {"high": 200.0})
    'Raise the target to 200.'
    """
    text = _(message)
    return text if words is NO_WORDS or "{" not in text else text.format_map(words)


def same_name(text: str) -> str:
    """A name as it is compared: "New_Members ", "new members" and "ＮＥＷ members" are one.

    >>> same_name(" New_Members ")
    'new members'
    """
    wide = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(wide.replace("_", " ").split()).casefold()


def known_name(given: str, names: Iterable[tuple[str, str]]) -> str | None:
    """The key that `given` names, by itself or by its text; None for a stranger."""
    asked = _unstopped(given)
    for key, text in names:
        if asked in (_unstopped(key), _unstopped(text), _unstopped(_(text))):
            return key
    return None


def _unstopped(text: str) -> str:
    """The name without the full stop of a sentence."""
    return same_name(text).rstrip(".。 ")
