"""Words to look for in a text: those of the language in use, and the English ones beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpilab.i18n import _

__all__ = ["in_text", "listed"]


def listed(words: str) -> tuple[str, ...]:
    """The words of a list such as "always, never": in English and in the language in use, in lower case.

    >>> listed("Always, never")
    ('always', 'never')
    """
    both = [word.strip().casefold() for text in (words, _(words)) for word in re.split(r"[,，、⟦⟧]", text)]
    return tuple(dict.fromkeys(word for word in both if word))


def in_text(words: str, text: str) -> Iterator[str]:
    """Each word of the list as often as it stands in the text, in the text's spelling.

    Whole words only, also beside a hyphen; in a script without spaces, anywhere in the text.

    >>> list(in_text("all, always", "Do you Always swim overall?"))
    ['Always']
    """
    plain = text.replace("’", "'")
    for word in listed(words):
        pattern = rf"(?<![\w-]){re.escape(word)}(?![\w-])" if word.isascii() else re.escape(word)
        yield from (match[0] for match in re.finditer(pattern, plain, flags=re.IGNORECASE))
