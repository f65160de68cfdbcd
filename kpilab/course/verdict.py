"""What the judge says of one answer: plain data, shown by others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Outcome", "Verdict"]

Outcome = Literal["right", "wrong", "not attempted"]


@dataclass(frozen=True)
class Verdict:
    """right, wrong or not attempted, with the sentences that go with it, already translated and filled in.

    `mistakes` are the ids of the misconceptions recognised (more than one when their answers coincide
    on this case: all are named); empty for a wrong answer that nobody foresaw. `given` is the answer as plain data,
    fit for JSON. `points` of `out_of` is 1 of 1 or 0 of 1 except for tasks with parts.
    """

    task: str
    outcome: Outcome
    messages: tuple[str, ...]
    mistakes: tuple[str, ...] = ()
    given: object = None
    points: int = 0
    out_of: int = 1

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.outcome == "right"
