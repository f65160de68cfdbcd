"""Versions of a plan: a change counts forward, and a closed period keeps the version that it was closed with.

A version is in force on a day when it was approved by then and has taken effect by then; of several, the last one.
So a version that is approved in May "as from January" is in force from May on and not a day earlier.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite, nan
from re import fullmatch
from typing import TYPE_CHECKING, Literal

from kpilab.analysis.shares import whole
from kpilab.errors import DataError, PlanError, UnknownName
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Closing", "PlanBook", "PlanScore", "PlanVersion", "ScoredUnit"]

CountsOn = Literal["first day", "last day"]


@dataclass(frozen=True)
class PlanVersion:
    """A plan as it was approved: who approved it, on which day, from which day it takes effect, and why.

    `plans` are (period, unit, plan) lines; periods are written 2025-05, 2025-Q2 or 2025.
    """

    number: int
    approved_on: date
    effective_from: date
    approver: str
    reason: str
    plans: tuple[tuple[str, str, int], ...]

    @property
    def counts_from(self) -> date:
        """The first day on which it is in force: approved and effective."""
        return max(self.approved_on, self.effective_from)

    def of(self, period: str) -> dict[str, int]:
        """Plan by unit in a period; empty where this version does not plan it."""
        return {unit: plan for when, unit, plan in self.plans if when == period}

    def __str__(self) -> str:
        return _("version {number}, approved by {approver} on {approved}, effective from {effective}: {reason}").format(
            number=self.number,
            approver=self.approver,
            approved=self.approved_on,
            effective=self.effective_from,
            reason=self.reason,
        )


@dataclass(frozen=True)
class Closing:
    """A period that was closed on a day, with the number of the version that it is scored by for good."""

    period: str
    closed_on: date
    version: int


@dataclass(frozen=True)
class ScoredUnit:
    """One unit in a period: its plan, its fact, and the attainment, missing where either is (or the plan is 0)."""

    unit: str
    plan: float
    fact: float

    @property
    def attainment(self) -> float:
        """Fact ÷ plan."""
        return self.fact / self.plan if self.plan else nan


@dataclass(frozen=True)
class PlanScore:
    """A period scored by one version, by name; `closed` says whether it can still change."""

    period: str
    version: PlanVersion
    closed: bool
    units: tuple[ScoredUnit, ...]
    set_aside: tuple[int, ...] = ()

    @property
    def attainment(self) -> float:
        """Σ fact ÷ Σ plan over the units that have both; missing where none has."""
        both = [one for one in self.units if isfinite(one.plan) and isfinite(one.fact)]
        planned = sum(one.plan for one in both)
        return sum(one.fact for one in both) / planned if planned else nan

    def frame(self) -> pd.DataFrame:
        """A line a unit: ``plan``, ``fact``, ``attainment``, ``version``."""
        import pandas as pd

        return pd.DataFrame(
            {
                "plan": [one.plan for one in self.units],
                "fact": [one.fact for one in self.units],
                "attainment": [one.attainment for one in self.units],
                "version": self.version.number,
            },
            index=[one.unit for one in self.units],
        )

    def __str__(self) -> str:
        state = _("closed") if self.closed else _("still open")
        text = _("{period} ({state}) is scored by {version}.").format(
            period=self.period, state=state, version=self.version
        )
        if not self.set_aside:
            return text
        later = ", ".join(str(number) for number in self.set_aside)
        return _("{text} Set aside for this period: version {later}, in force too late.").format(text=text, later=later)


@dataclass(frozen=True)
class PlanBook:
    """All versions of a plan and all periods that were closed. Every step gives a new book; nothing in it is changed.

    `counts_on` is the rule, agreed beforehand: a period is scored by the version in force on its first day (what
    people knew when they began), or on its last day (a change on the way counts, one after the end does not). Raises
    `PlanError` where versions are not numbered 1, 2, …, were not approved in that order, plan a unit twice, or where a
    closing names another version than the rule does.

    >>> first = PlanVersion(1, date(2024, 12, 20), date(2025, 1, 1), "Li", "the year", (("2025-01", "Chen", 500),))
    >>> book = PlanBook((first,)).close("2025-01", on=date(2025, 2, 3))
    >>> softer = PlanVersion(2, date(2025, 2, 4), date(2025, 2, 1), "Li", "supplier", (("2025-01", "Chen", 400),))
    >>> book.add(softer)
    Traceback (most recent call last):
        ...
    kpilab.errors.PlanError: Version 2 plans 2025-01, which was closed on 2025-02-03 with version 1. A closed period
    keeps its plan; change the periods that are still open.
    """

    versions: tuple[PlanVersion, ...] = ()
    closings: tuple[Closing, ...] = ()
    counts_on: CountsOn = "first day"

    def __post_init__(self) -> None:
        if self.counts_on not in ("first day", "last day"):
            raise UnknownName(_("rule"), str(self.counts_on), ("first day", "last day"))
        problems = [*_version_problems(self.versions), *self._closing_problems()]
        if problems:
            raise PlanError(_("The plan book does not hold together:"), problems)

    def add(self, version: PlanVersion) -> PlanBook:
        """The book with one more version. `PlanError` where it plans a closed period or reaches back into one."""
        for closing in self.closings:
            if version.of(closing.period):
                raise PlanError(
                    _(
                        "Version {number} plans {period}, which was closed on {closed} with version {before}. A "
                        "closed period "
                        "keeps its plan; change the periods that are still open."
                    ).format(
                        number=version.number,
                        period=closing.period,
                        closed=closing.closed_on,
                        before=closing.version,
                    )
                )
            if version.effective_from <= _bounds(closing.period)[1]:
                raise PlanError(
                    _(
                        "Version {number} is to take effect on {effective}, inside {period} or before it, and "
                        "that is closed. Let it take effect after {last}."
                    ).format(
                        number=version.number,
                        effective=version.effective_from,
                        period=closing.period,
                        last=_bounds(closing.period)[1],
                    )
                )
        return replace(self, versions=(*self.versions, version))

    def close(self, period: str, *, on: date) -> PlanBook:
        """The book with `period` closed for good, on a day after its end, with the version that the rule names."""
        if any(closing.period == period for closing in self.closings):
            raise PlanError(_("{period} is closed already.").format(period=period))
        if on <= _bounds(period)[1]:
            raise PlanError(
                _("{period} ends on {last}; it can be closed after that.").format(
                    period=period, last=_bounds(period)[1]
                )
            )
        chosen = self._by_rule(period, known_on=on)
        return replace(self, closings=(*self.closings, Closing(period, on, chosen.number)))

    def in_force(self, period: str) -> PlanVersion:
        """The version that scores `period`: the one it was closed with, or the one that the rule names so far."""
        for closing in self.closings:
            if closing.period == period:
                return self.versions[closing.version - 1]
        return self._by_rule(period)

    def score(self, period: str, facts: Mapping[str, float]) -> PlanScore:
        """Each unit's fact against its plan in `period`; a unit with only one of the two stays, its rest missing."""
        version = self.in_force(period)
        plans = version.of(period)
        names = dict.fromkeys([*plans, *facts])
        units = tuple(ScoredUnit(name, plans.get(name, nan), float(facts.get(name, nan))) for name in names)
        later = tuple(one.number for one in self.versions[version.number :] if one.of(period))
        closed = any(closing.period == period for closing in self.closings)
        return PlanScore(period, version, closed, units, later)

    def _by_rule(self, period: str, *, known_on: date | None = None) -> PlanVersion:
        first, last = _bounds(period)
        day = first if self.counts_on == "first day" else last
        known = [one for one in self.versions if one.of(period) and (known_on is None or one.approved_on <= known_on)]
        found = [one for one in known if one.counts_from <= day]
        if not found:
            raise PlanError(
                _("No version planned {period} and was in force on {day}, its {rule}.").format(
                    period=period, day=day, rule=_("first day") if self.counts_on == "first day" else _("last day")
                )
            )
        return found[-1]

    def _closing_problems(self) -> Iterable[str]:
        periods = [closing.period for closing in self.closings]
        for closing in self.closings:
            if periods.count(closing.period) > 1:
                yield _("{period} is closed twice.").format(period=closing.period)
            elif closing.closed_on <= _bounds(closing.period)[1]:
                yield _("{period} was closed before its end.").format(period=closing.period)
            elif not _version_problems(self.versions):
                named = self._by_rule(closing.period, known_on=closing.closed_on).number
                if closing.version != named:
                    text = _("{period} was closed with version {given}; by the rule it is version {named}.")
                    yield text.format(period=closing.period, given=closing.version, named=named)


def _version_problems(versions: tuple[PlanVersion, ...]) -> list[str]:
    problems = []
    before = date.min
    for place, version in enumerate(versions, 1):
        if version.number != place:
            problems.append(_("Version {number} stands in place {place}.").format(number=version.number, place=place))
        if version.approved_on < before:
            problems.append(
                _("Version {number} was approved before the one it replaces.").format(number=version.number)
            )
        before = max(before, version.approved_on)
        if not version.approver.strip():
            problems.append(_("Version {number} names nobody who approved it.").format(number=version.number))
        problems += _line_problems(version)
    return problems


def _line_problems(version: PlanVersion) -> Iterable[str]:
    keys = [(period, unit) for period, unit, _plan in version.plans]
    for period, unit in sorted({key for key in keys if keys.count(key) > 1}):
        yield _("Version {number} plans {unit} in {period} twice.").format(
            number=version.number, unit=unit, period=period
        )
    for period, unit, plan in version.plans:
        try:
            _bounds(period)
            whole(plan, unit)
        except (DataError, PlanError) as error:
            yield str(error)


def _bounds(period: str) -> tuple[date, date]:
    """The first and the last day of a month, quarter or year as it is written."""
    found = fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", str(period))
    if not found or found[1] == "0000":
        raise DataError(_("'{value}' is no period; write 2025-05, 2025-Q2 or 2025.").format(value=period))
    year, quarter, month = int(found[1]), found[2], found[3]
    first = int(month) if month else 3 * int(quarter) - 2 if quarter else 1
    last = first if month else first + 2 if quarter else 12
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
