"""What people did with advertisements and pieces of content, in the order of time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpilab.worlds.chance import Ints

__all__ = ["Acts", "in_time"]


@dataclass(frozen=True)
class Acts:
    """What people did, in the order of time: of which campaign or piece, who (−1 unknown), the minute, and its kind."""

    of: Ints
    who: Ints
    minute: Ints
    kind: Ints


def in_time(pieces: list[tuple[Ints, Ints, Ints, Ints]]) -> Acts:
    """The acts of several sources together."""
    of, who, minute, kind = (np.concatenate(columns) for columns in zip(*pieces, strict=True))
    at = np.argsort(minute, kind="stable")
    return Acts(of[at], who[at], minute[at], kind[at])
