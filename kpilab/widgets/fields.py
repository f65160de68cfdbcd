"""What a person is asked to fill in, as plain data that a widget, a page and a workbook can all show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Field"]


@dataclass(frozen=True)
class Field:
    """One thing to fill in. `options` are (key, text) pairs of a choice; texts are already translated."""

    key: str
    label: str
    kind: Literal["number", "choice", "several", "text"] = "number"
    options: tuple[tuple[str, str], ...] = ()
    placeholder: str = ""
