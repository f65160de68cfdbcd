"""Every sentence a person reads goes through `_`, so that another language touches no code.

`N_` marks a sentence where it is written down as data (a hint, a feedback text) and leaves
its translation to the moment it is shown. Sentences carry named fields in braces, filled
with `str.format` after translation: no sentence is assembled from fragments.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files

__all__ = ["N_", "PSEUDO", "_", "language", "ngettext", "set_language", "speaking"]

PSEUDO = "xx"
"""A language that nobody speaks: every translated sentence is bracketed, so that one that escaped shows."""

_FIELD = re.compile(r"(\{[^{}]*\}|<[^<>]*>|`[^`]*`|\$[^$]*\$|\]\([^)]*\))")
_ACCENTED = str.maketrans("aeiouAEIOU", "àéîõüÀÉÎÕÜ")


class _Pseudo(gettext.NullTranslations):
    """Accents the vowels and brackets the sentence; fields, code and links stay as they are."""

    def gettext(self, message: str) -> str:
        if not message.strip():
            return message
        parts = _FIELD.split(message)
        shown = (part if i % 2 else part.translate(_ACCENTED) for i, part in enumerate(parts))
        return f"⟦{''.join(shown)}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == PSEUDO:
        return _Pseudo()
    if code == "en":
        return gettext.NullTranslations()
    folder = str(files("kpilab") / "locales")
    return gettext.translation("kpilab", folder, languages=[code], fallback=True)


_current = os.environ.get("KPILAB_LANG", "en")


def set_language(code: str) -> None:
    """Speak `code` ("en", "zh_CN", or "xx" to test) from now on."""
    global _current
    _current = code


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak `code` inside the block, and as before after it.

    >>> with speaking("xx"):
    ...     print(_("base"))
    ⟦bàsé⟧
    """
    before = language()
    set_language(code)
    try:
        yield
    finally:
        set_language(before)


def language() -> str:
    """The code of the language in use."""
    return _current


def _(message: str) -> str:
    """`message` in the language in use; English where there is no translation."""
    return _catalogue(_current).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """The form of a sentence that fits the number `n`."""
    return _catalogue(_current).ngettext(one, many, n)


def N_(message: str) -> str:
    """Mark `message` for translation where it is stored; `_` translates it where it is shown."""
    return message
