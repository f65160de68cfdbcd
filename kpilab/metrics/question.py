"""What was asked of `measure`: it travels with the table, so that a number can be measured again alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.metrics.periods import PERIODS

__all__ = ["Question", "asked", "asking", "keys_in"]

_PLACE = "kpilab"


@dataclass(frozen=True)
class Question:
    """The words of one call of `measure`, without its data."""

    by: tuple[str, ...]
    where: Mapping[str, Sequence[Any]]
    window: int
    until: date | None
    settings: Mapping[str, float] = field(default_factory=dict)
    unseen: tuple[tuple[Any, ...], ...] = ()
    """The keys and KPI of each line that is missing because nothing was there, and not because something is unknown."""

    @property
    def period(self) -> str | None:
        """The period among the keys, if any."""
        return next((key for key in self.by if key in PERIODS), None)

    @property
    def dims(self) -> tuple[str, ...]:
        """The keys that are no periods."""
        return tuple(key for key in self.by if key not in PERIODS)

    @property
    def rows(self) -> dict[str, Sequence[Any]]:
        """What `where` says of columns, and not of periods."""
        return {name: values for name, values in self.where.items() if name not in PERIODS}


def asking(table: pd.DataFrame, question: Question) -> pd.DataFrame:
    """`table` with its question, as plain data that can be stored with it."""
    plain = {
        "by": list(question.by),
        "where": {name: list(values) for name, values in question.where.items()},
        "window": question.window,
        "until": question.until.isoformat()[:10] if question.until else None,
        "settings": dict(question.settings),
        "unseen": [list(line) for line in question.unseen],
    }
    found = table.copy()
    found.attrs[_PLACE] = plain
    return found


def asked(table: pd.DataFrame) -> Question:
    """The question that `table` answers; `DataError` where it does not come from `measure`."""
    plain = table.attrs.get(_PLACE)
    if plain is None or list(plain["by"]) != keys_in(table):
        raise DataError(
            _("This table does not say how it was measured; hand on what `measure` returned, with all its columns.")
        )
    until = date.fromisoformat(plain["until"]) if plain["until"] else None
    unseen = tuple(tuple(line) for line in plain["unseen"])
    return Question(tuple(plain["by"]), plain["where"], plain["window"], until, plain["settings"], unseen)


def keys_in(table: pd.DataFrame) -> list[str]:
    """The keys of a measured table: its columns before `kpi`."""
    columns = list(table.columns)
    lacking = [name for name in ("kpi", "value", "numerator", "denominator") if name not in columns]
    if lacking:
        raise DataError(
            _("A measured table has the columns {columns}; these are missing.").format(columns=", ".join(lacking))
        )
    return columns[: columns.index("kpi")]
