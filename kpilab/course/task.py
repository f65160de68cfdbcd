"""A task: the case in front of the learner, the right answer on it, and the wrong ones people really give.

Nothing here is a number that was worked out beforehand: an answer is a function of the case, and the
case is drawn from the learner's own seed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np

from kpilab.course.forms import Form

__all__ = ["CaseMaker", "Mistake", "Prediction", "Task"]

C = TypeVar("C")


@dataclass(frozen=True)
class CaseMaker(Generic[C]):
    """Where cases come from: the standard one of the prose, and draws with other numbers.

    `draw` takes its ranges from what is sensible in the trade; whether the draw keeps the known
    wrong answers apart is judged, and mended by drawing again, elsewhere. Tasks that share
    a maker share the case, so that a learner meets one shop and not five.
    """

    id: str
    standard: Callable[[], C]
    draw: Callable[[np.random.Generator], C]


@dataclass(frozen=True)
class Mistake(Generic[C]):
    """A wrong answer that people really give, as a function of the case, and what to say to it.

    `says` is a message id; its {fields} are filled from the task's `fields`. For a task with several
    parts (a zone for each row, say) `part` names the part that the answer belongs to, and `answer`
    returns that part's value. `accepted` marks an answer that is right by another convention:
    it passes, with `says` as the remark.
    """

    id: str
    answer: Callable[[C], Any]
    says: str
    part: str = ""
    accepted: bool = False


@dataclass(frozen=True)
class Task(Generic[C]):
    """One exercise, or one review card (a card carries its own `question`).

    `show` gives the table a learner looks at; `fields` every number that a message may quote.
    `worked` is a worked example: its {fields} are filled from ANOTHER case of the same maker.
    `hints` are a nudge, the formula, the first line. `praise` is the sentence of meaning.
    """

    id: str
    title: str
    form: Form
    maker: CaseMaker[C]
    answer: Callable[[C], Any]
    mistakes: tuple[Mistake[C], ...]
    hints: tuple[str, str, str]
    praise: str
    worked: str
    fields: Callable[[C], Mapping[str, object]]
    show: Callable[[C], Any]
    question: str = ""
    confidence: bool = False

    @property
    def chapter(self) -> int:
        """Number of the chapter that the task belongs to: 4 for task 4.2."""
        return int(self.id.split(".")[0])


@dataclass(frozen=True)
class Prediction:
    """A question asked before anything is explained; its answer is kept and brought back.

    `reveal` says, once the answer is known, what the learner's own prediction was worth.
    """

    id: str
    label: str
    form: Form
    reveal: Callable[[Any], str]
