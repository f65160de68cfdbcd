"""The rubrics as data: the scale of each rated score, and what its levels mean.

Read once from `rubrics.toml` and checked loudly, like the catalogue. Texts are translated where they are shown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from itertools import pairwise
from math import isfinite
from typing import Any

from kpilab.catalogue import KPI, kpis
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _, language, ngettext

__all__ = ["Level", "Rubric", "read_rubrics", "rubric", "rubrics"]

_TEXTS = ("name", "name_zh", "kpi")
_FIELDS = (*_TEXTS, "lowest", "highest", "raters", "levels")


@dataclass(frozen=True)
class Level:
    """A point of a scale, and what is seen there."""

    at: float
    text: str


@dataclass(frozen=True)
class Rubric:
    """How a rated score is read: a scale, what its levels mean, and how many raters a value needs.

    Ratings of one item that lie further than `apart` from each other make no score until the raters have settled it;
    without it any distance is taken.
    """

    id: str
    name: str
    name_zh: str
    kpi: str
    lowest: float
    highest: float
    raters: int
    levels: tuple[Level, ...]
    apart: float | None = None

    @property
    def title(self) -> str:
        """The name in the language in use."""
        return self.name_zh if language().startswith("zh") else _(self.name)

    def __str__(self) -> str:
        lines = [f"{level.at:g}  {_(level.text)}" for level in self.levels]
        return "\n".join([self.title, *self._rules(), *lines])

    def _repr_html_(self) -> str:
        """What a notebook shows: the levels as a table."""
        rows = "".join(
            f"<tr><th scope='row'>{level.at:g}</th><td>{escape(_(level.text))}</td></tr>" for level in self.levels
        )
        rules = escape(" ".join(self._rules()))
        return f"<table><caption>{escape(self.title)}. {rules}</caption>{rows}</table>"

    def _rules(self) -> list[str]:
        told = [
            _("Scale from {lowest:g} to {highest:g}.").format(lowest=self.lowest, highest=self.highest),
            ngettext("{n} rater at least.", "{n} raters at least.", self.raters).format(n=self.raters),
        ]
        if self.apart is not None:
            told.append(_("Raters more than {apart:g} apart settle it first.").format(apart=self.apart))
        return told


def read_rubrics(text: str, known: Mapping[str, KPI]) -> dict[str, Rubric]:
    """The rubrics of a TOML text, by id; their KPIs must be among `known`. Every mistake raises one `DataError`."""
    try:
        entries = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(_("This file is not TOML: {reason}").format(reason=error)) from error
    if problems := [line for key, entry in entries.items() for line in _problems(key, entry, known)]:
        raise DataError(_("These definitions cannot be used:"), problems)
    return {
        key: Rubric(
            key, **{**entry, "levels": tuple(Level(float(level["at"]), level["text"]) for level in entry["levels"])}
        )
        for key, entry in entries.items()
    }


def _problems(where: str, entry: Any, known: Mapping[str, KPI]) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield _("{where}: this stands outside any entry.").format(where=where)
        return
    for name in sorted(set(entry) - {*_FIELDS, "apart"}):
        yield _("{where}: unknown field '{field}'.").format(where=where, field=name)
    lacking = sorted(set(_FIELDS) - set(entry))
    for name in lacking:
        yield _("{where}: the field '{field}' is missing.").format(where=where, field=name)
    if lacking:
        return
    for name in _TEXTS:
        if not isinstance(entry[name], str) or not entry[name].strip():
            yield _("{where}: the field '{field}' must be a text.").format(where=where, field=name)
    if isinstance(entry["kpi"], str) and entry["kpi"] not in known:
        yield _("{where}: {reason}").format(where=where, reason=UnknownName(_("KPI"), entry["kpi"], known))
    yield from _number_problems(where, entry)


def _number_problems(where: str, entry: Mapping[str, Any]) -> Iterator[str]:
    lowest, highest, raters = entry["lowest"], entry["highest"], entry["raters"]
    if not (_number(lowest) and _number(highest) and lowest < highest):
        yield _("{where}: a scale leads from a lowest to a highest number.").format(where=where)
        return
    if not isinstance(raters, int) or isinstance(raters, bool) or raters < 1:
        yield _("{where}: a value needs one rater or more.").format(where=where)
    apart = entry.get("apart", 1)
    if not _number(apart) or apart <= 0:
        yield _("{where}: the distance between raters is a number above 0.").format(where=where)
    yield from _level_problems(where, entry["levels"], lowest, highest)


def _level_problems(where: str, levels: Any, lowest: float, highest: float) -> Iterator[str]:
    sound = isinstance(levels, list) and all(
        isinstance(level, dict)
        and set(level) == {"at", "text"}
        and _number(level["at"])
        and isinstance(level["text"], str)
        and level["text"].strip()
        for level in levels
    )
    if not sound:
        yield _("{where}: a level has a number 'at' and a text.").format(where=where)
        return
    points = [level["at"] for level in levels]
    if not points or points[0] != lowest or points[-1] != highest or any(one >= two for one, two in pairwise(points)):
        yield _("{where}: the levels lead from {lowest:g} up to {highest:g}.").format(
            where=where, lowest=lowest, highest=highest
        )


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


@cache
def _rubrics() -> dict[str, Rubric]:
    text = files("kpilab").joinpath("rubrics.toml").read_text("utf-8")
    return read_rubrics(text, {entry.id: entry for entry in kpis()})


def rubric(name: str) -> Rubric:
    """The rubric of that id; `UnknownName` with the nearest where there is none.

    >>> print(rubric("analysis_depth"))
    Depth of an analysis
    Scale from 0 to 4.
    2 raters at least.
    0  Describes: says what the number was.
    1  Compares: sets it beside the plan, the period before or somebody else.
    2  Explains: names the driver behind the difference, with its share of it.
    3  Tests: holds the explanation against data that could have proved it wrong.
    4  Recommends: says what to do, what it is worth, and by when we shall see it.
    """
    found = _rubrics().get(name)
    if found is None:
        raise UnknownName(_("rubric"), name, _rubrics())
    return found


def rubrics(*, kpi: str | None = None) -> tuple[Rubric, ...]:
    """All rubrics, or those with which one KPI is measured, in the order of the file.

    >>> [one.id for one in rubrics(kpi="skill_rating")][:2]
    ['communication', 'negotiation']
    """
    every: Iterable[Rubric] = _rubrics().values()
    return tuple(one for one in every if kpi in (None, one.kpi))
