"""A short text to a person, with its tone: a word, an icon and a colour say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Message", "Tone"]

Tone = Literal["right", "wrong", "blank", "info", "error"]


@dataclass(frozen=True)
class Message:
    """What is said, in which tone. `html` and `text` say the same; `title` is the word shown in bold."""

    tone: Tone
    title: str
    paragraphs: tuple[str, ...] = ()
