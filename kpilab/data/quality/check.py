"""What one look at the data found: which rule, in which rows, what it costs, and what may be done about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from kpilab.i18n import _

if TYPE_CHECKING:
    Positions = NDArray[np.int64]
    Mask = NDArray[np.bool_]

__all__ = ["DIMENSIONS", "Check", "Dimension", "Offer", "dimension_question", "dimension_word", "money_text"]

Dimension = Literal["completeness", "validity", "accuracy", "uniqueness", "consistency", "timeliness"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)


@dataclass(frozen=True, eq=False)
class Offer:
    """A standard fix that may be taken: new values for cells of one column, or rows to be taken out."""

    name: str
    what: str
    column: str
    positions: NDArray[np.int64]
    after: NDArray[Any] | None
    """The new values, None for an empty cell; no array at all where the rows are taken out."""


@dataclass(frozen=True, eq=False)
class Check:
    """One rule held against the rows of a table, whether or not a row breaks it.

    `positions` count from 0 in the table as it was given. A `certain` finding breaks a rule that is laid down or that
    nothing can meet; any other is to be looked at. `failed` of `checked` cells or rows count in the score.
    """

    dimension: Dimension
    kind: str
    table: str
    column: str
    rule: str
    positions: NDArray[np.int64]
    checked: int
    certain: bool = True
    advice: str = ""
    cost_cents: int | None = None
    cost_how: str = ""
    failed: int = 0
    counted: int | None = None
    """How many checks it is in the score; as many as were `checked` where nothing is said."""
    offers: tuple[Offer, ...] = field(default=())
    id: str = ""

    @property
    def rows(self) -> int:
        """How many rows break the rule."""
        return len(self.positions)

    @property
    def share(self) -> float:
        """The rows that break it among those it was held against; missing where there was none."""
        return self.rows / self.checked if self.checked else float("nan")


def dimension_word(dimension: Dimension) -> str:
    """A dimension as people call it.

    >>> dimension_word("uniqueness")
    'Uniqueness'
    """
    return {
        "completeness": _("Completeness"),
        "validity": _("Validity"),
        "accuracy": _("Accuracy"),
        "uniqueness": _("Uniqueness"),
        "consistency": _("Consistency"),
        "timeliness": _("Timeliness"),
    }[dimension]


def dimension_question(dimension: Dimension) -> str:
    """What a dimension asks of the data.

    >>> dimension_question("completeness")
    'Is everything there that should be there?'
    """
    return {
        "completeness": _("Is everything there that should be there?"),
        "validity": _("Is each cell something that may stand in its column?"),
        "accuracy": _("Can it be so: the amounts, the units, the order of events?"),
        "uniqueness": _("Does each thing stand there once, under one name?"),
        "consistency": _("Do the tables and the sums agree with each other?"),
        "timeliness": _("Was it recorded when it happened, and does it reach far enough?"),
    }[dimension]


def money_text(cents: float | None) -> str:
    """An amount as people read it; a dash where there is none.

    >>> money_text(123456), money_text(None)
    ('1,234.56', '–')
    """
    return "–" if cents is None or cents != cents else f"{cents / 100:,.2f}"
