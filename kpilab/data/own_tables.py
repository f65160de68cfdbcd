"""One's own tables in memory, under our names and in our kinds; every cell and key that does not fit is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from kpilab.data.cells import Cells, are_codes, as_kind
from kpilab.data.kinds import key_of, kind_of
from kpilab.data.mapping import Reading
from kpilab.data.mismatches import key_sentence, repeated_sentence, unread_sentence
from kpilab.data.reading_plan import Planned
from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["tables_in_memory"]

_SHOWN = 3


def tables_in_memory(
    plan: Sequence[Planned], readings: Mapping[str, Reading], *, tell: Callable[[str], None] = lambda _step: None
) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Our tables by name, and a sentence for everything in them that keeps KPIs from being measured."""
    frames: dict[str, pd.DataFrame] = {}
    problems: list[str] = []
    for planned in plan:
        tell(_("reading {table}").format(table=planned.source.name))
        try:
            frames[planned.table], said = _converted(planned, readings[planned.table])
        except DataError as error:
            said = [str(error)]
        problems += said
    _settle_codes(frames)
    for planned in plan:
        if planned.table in frames:
            frame = _folded(planned, frames[planned.table], readings[planned.table])
            problems += _key_problems(planned, frame, readings[planned.table])
            frames[planned.table] = frame.reset_index(drop=True)
    return frames, problems


def _converted(planned: Planned, reading: Reading) -> tuple[pd.DataFrame, list[str]]:
    """The cells as values; the index holds the numbers of the rows as a person counts them."""
    import pandas as pd

    raw: Any = planned.source.read(planned.read)  # type: ignore[attr-defined]
    rows = pd.RangeIndex(planned.source.first_row, planned.source.first_row + len(raw))
    raw.index = rows
    columns: dict[str, Any] = {}
    problems: list[str] = []
    for name, origin in planned.columns.items():
        kind = kind_of(planned.table, name)
        if origin.how == "count_within":
            columns[name] = raw.groupby(origin.of, dropna=False).cumcount().add(1).astype("str")
            continue
        if origin.how == "value":
            raw_cells = pd.Series(
                [origin.of] * len(rows), index=rows, dtype="float64" if _is_number(origin.of) else str
            )
        else:
            raw_cells = raw[origin.of]
        found = as_kind(kind, raw_cells, reading, name)
        columns[name] = found.values
        problems += _cell_problems(planned, name, raw_cells, found, reading)
    return pd.DataFrame(columns, index=rows), problems


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cell_problems(planned: Planned, name: str, cells: pd.Series[Any], found: Cells, reading: Reading) -> Iterator[str]:
    for bad, fine in ((found.unread, False), (found.fine, True)):
        if bad is None or not bad.any():
            continue
        first = [(int(cells.index[place]), str(cells.iloc[place])) for place in np.flatnonzero(bad)[:_SHOWN]]
        yield unread_sentence(planned, name, int(bad.sum()), len(cells), first, reading, fine=fine)


def _settle_codes(frames: dict[str, pd.DataFrame]) -> None:
    """Make codes numbers where every table writes them as whole numbers, so that tables still meet."""
    import pandas as pd

    names = {name for table, frame in frames.items() for name in frame if kind_of(table, str(name)) == "id"}
    for name in names:
        if all(are_codes(frame[name]) for frame in frames.values() if name in frame):
            for table, frame in frames.items():
                if name in frame:
                    numbers = pd.to_numeric(frame[name]).astype("Int64")
                    settled = numbers if numbers.isna().any() else numbers.astype("int64")
                    frames[table] = frame.assign(**{str(name): settled})


def _folded(planned: Planned, frame: pd.DataFrame, reading: Reading) -> pd.DataFrame:
    """One row of those that are alike: added up where a column is a sum, kept once where that was asked for."""
    added = [name for name, origin in planned.columns.items() if origin.how == "sum"]
    alike = [name for name in frame if name not in added]
    if added and alike:
        sums = frame.groupby(alike, dropna=False, sort=False)
        first = frame.index.to_series().groupby([frame[name] for name in alike], dropna=False, sort=False).first()
        found = sums[added].sum(min_count=1).reset_index()[list(frame)]
        found.index = first.to_numpy()
        return found
    return frame.drop_duplicates() if reading.distinct else frame


def _key_problems(planned: Planned, frame: pd.DataFrame, reading: Reading) -> Iterator[str]:
    key = [name for name in key_of(planned.table) if name in frame]
    if not key or len(key) < len(key_of(planned.table)):
        return
    empty = frame[key].isna().any(axis="columns")
    if empty.any():
        yield key_sentence(planned, key, int(empty.sum()), [int(row) for row in frame.index[empty][:_SHOWN]])
    known = frame[~empty]
    twice = known[known.duplicated(key, keep=False)]
    if len(twice):
        groups = twice.groupby(key, sort=False)
        few = list(islice(groups, _SHOWN))
        shown = [(tuple(map(str, values)), [int(row) for row in group.index[:_SHOWN]]) for values, group in few]
        first = few[0][1]
        differ = [str(name) for name in frame if name not in key and len(first[name].drop_duplicates()) > 1]
        yield repeated_sentence(planned, key, groups.ngroups, shown, differ, reading)
