"""`kpilab measure`: KPIs of one's own data, with all that does not fit told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import narwhals as nw
import pandas as pd

from kpilab.catalogue import kpi
from kpilab.data.mapping import DataMap, read_mapping
from kpilab.data.mapping_template import mapping_template
from kpilab.data.opening import open_data
from kpilab.data.own_data import OwnData, own_data
from kpilab.data.parquet import told_by_duckdb
from kpilab.errors import MappingError, UnknownName
from kpilab.i18n import _
from kpilab.metrics import compare, measure, measured
from kpilab.metrics.periods import PERIODS
from kpilab.metrics.question import Question
from kpilab.metrics.question import asked as asked_of
from kpilab.report.measured_file import check_free
from kpilab.report.own_doubts import doubts

__all__ = ["Measured", "Measuring", "measure_own", "new_mapping"]

_Tell = Callable[[str], None]


@dataclass(frozen=True)
class Measuring:
    """What the command line asks for, as it was typed."""

    ids: Sequence[str]
    data: str
    mapping: Path | None = None
    by: Sequence[str] = ()
    where: Sequence[str] = ()
    window: int = 1
    until: str | None = None
    to: str | None = None
    settings: Sequence[str] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys to measure by, however they were strung together."""
        return tuple(dict.fromkeys(part.strip() for text in self.by for part in text.split(",") if part.strip()))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns to measure by or to choose rows by: the keys that are no period."""
        return tuple(dict.fromkeys(name for name in (*self.keys, *_where(self)) if name not in PERIODS))


@dataclass(frozen=True)
class Measured:
    """A table of `measure`, or of `compare`, and what was asked of `measure`."""

    table: pd.DataFrame
    question: Question
    measured: pd.DataFrame
    """The table of `measure`, which says why a value is missing."""
    remarks: tuple[str, ...] = ()
    """What was measured and is probably not what was meant."""


def measure_own(asked: Measuring, *, tell: _Tell = lambda _step: None) -> Measured:
    """The measured table, or the compared one; `tell` hears each step.

    Raises `MappingError` with every misfit before anything is computed, and `DataError` for data that cannot be opened.
    """
    ids = tuple(dict.fromkeys(asked.ids))
    problems = [*_id_problems(ids), *_word_problems(asked)]
    try:
        mapping = read_mapping(asked.mapping) if asked.mapping else DataMap()
    except MappingError as error:
        raise MappingError(error.summary, [*problems, *error.problems]) from error
    opened = open_data(asked.data, encoding=mapping.encoding)
    where = _where(asked)
    known = [name for name in ids if name in measured()]
    problems += _setting_problems(asked, known)
    own = own_data(known, opened, mapping, keys=asked.columns, periods=list(PERIODS), problems=problems, tell=tell)
    tell(_("measuring"))
    until = date.fromisoformat(asked.until) if asked.until else None
    with told_by_duckdb(opened.place):
        chosen = _typed(where, own)
        found = measure(
            ids,
            own.tables,
            by=asked.keys,
            where=chosen,
            window=asked.window,
            until=until,
            check_keys=not own.keys_checked,
            settings=_settings(asked),
        )
        question = asked_of(found)
        remarks = tuple(doubts(known, mapping, own.tables, where=chosen))
        if asked.to is None:
            return Measured(found, question, found, remarks)
        tell(_("comparing"))
        compared = compare(found, own.tables, to=asked.to)  # type: ignore[arg-type]
        return Measured(compared, question, found, remarks)


def new_mapping(
    ids: Sequence[str], path: Path, data: str | None = None, *, keys: Sequence[str] = (), force: bool = False
) -> Path:
    """Write a mapping to fill in for these KPIs, with the columns of `data` that probably fit, and return its path.

    `keys` are columns that one wants to measure by or to choose rows by. A file that is there is left alone unless
    `force`. Raises `MappingError` for KPIs that are not measured.
    """
    check_free(path, force=force)
    problems = list(_id_problems(ids))
    if problems:
        raise MappingError(_("No mapping was written:"), problems)
    path.write_text(mapping_template(ids, open_data(data) if data else None, keys=keys), encoding="utf-8")
    return path


def _id_problems(ids: Sequence[str]) -> Iterator[str]:
    for name in ids:
        try:
            kpi(name)
        except UnknownName as error:
            yield str(error)
            continue
        if name not in measured():
            yield _("{kpi} is in the catalogue, and nothing measures it yet.").format(kpi=name)


def _word_problems(asked: Measuring) -> Iterator[str]:
    periods = [key for key in asked.keys if key in PERIODS]
    if len(periods) > 1:
        yield _("Measure by one period at a time; {periods} are several.").format(periods=", ".join(periods))
    for text in asked.where:
        if not text.partition("=")[0].strip() or "=" not in text:
            yield _("--where {text}: write a column, = and a value: --where region=north.").format(text=text)
    if asked.window < 1:
        yield _("--window {window}: a window has at least one period.").format(window=asked.window)
    if asked.until:
        try:
            date.fromisoformat(asked.until)
        except ValueError:
            yield _("--until {text}: write a date such as 2025-05-31.").format(text=asked.until)
    if asked.to not in (None, "previous", "year_ago"):
        yield _("--compare {text}: write previous or year_ago.").format(text=asked.to)
    elif asked.to and not periods:
        yield _("--compare sets periods against each other: measure by one, such as --by month.")


def _where(asked: Measuring) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in asked.where:
        name, mark, value = text.partition("=")
        if mark and name.strip():
            found.setdefault(name.strip(), []).append(value.strip())
    return found


def _settings(asked: Measuring) -> dict[str, float]:
    words = (text.partition("=") for text in asked.settings)
    return {name.strip(): float(value) for name, _mark, value in words}


def _setting_problems(asked: Measuring, ids: Sequence[str]) -> Iterator[str]:
    stated = {name for one in ids for name in kpi(one).settings}
    for text in asked.settings:
        name, _mark, value = text.partition("=")
        if not isinstance(_number(value.strip()), int | float):
            yield _("--set {text}: write a name, = and a number: --set active_days=60.").format(text=text)
        elif name.strip() not in stated:
            yield str(UnknownName(_("setting"), name.strip(), stated))


def _typed(where: Mapping[str, Sequence[str]], own: OwnData) -> dict[str, list[Any]]:
    """The values to keep in the type of their column."""
    found: dict[str, list[Any]] = {}
    for name, values in where.items():
        kinds = [
            schema[name] for table in own.tables.values() if name in (schema := nw.from_native(table).collect_schema())
        ]
        numeric = bool(kinds) and kinds[0].is_numeric() and name not in PERIODS
        found[name] = [_number(value) if numeric else value for value in values]
        if kinds and kinds[0] == nw.Boolean:
            found[name] = [value.casefold() in ("true", "yes", "1") for value in values]
    return found


def _number(text: str) -> Any:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text
