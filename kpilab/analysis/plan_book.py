"""The book of a plan's versions and closings: a change counts forward, and a closed period keeps its version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite, nan
from typing import TYPE_CHECKING, Literal

from kpilab.analysis.plan_versions import PlanVersion, bounds, version_problems
from kpilab.errors import PlanError, UnknownName
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Closing", "PlanBook", "PlanScore", "ScoredUnit"]

CountsOn = Literal["first day", "last day"]


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
        problems = [*version_problems(self.versions), *self._closing_problems()]
        if problems:
            raise PlanError(_("The plan book does not hold together:"), problems)

    def add(self, version: PlanVersion) -> PlanBook:
        """The book with one more version. `PlanError` where it plans a closed period or reaches back into one."""
        for closing in self.closings:
            first, last = bounds(closing.period)
            inside = [
                when for when, _unit, _plan in version.plans if first <= bounds(when)[0] <= bounds(when)[1] <= last
            ]
            if inside and inside[0] != closing.period:
                raise PlanError(
                    _(
                        "Version {number} plans {part}, a part of {period}, which was closed on {closed}. A closed "
                        "period keeps its plan; change the periods that are still open."
                    ).format(number=version.number, part=inside[0], period=closing.period, closed=closing.closed_on)
                )
            if inside:
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
            if version.effective_from <= last:
                raise PlanError(
                    _(
                        "Version {number} is to take effect on {effective}, inside {period} or before it, and "
                        "that is closed. Let it take effect after {last}."
                    ).format(
                        number=version.number,
                        effective=version.effective_from,
                        period=closing.period,
                        last=last,
                    )
                )
        return replace(self, versions=(*self.versions, version))

    def close(self, period: str, *, on: date) -> PlanBook:
        """The book with `period` closed for good, on a day after its end, with the version that the rule names."""
        if any(closing.period == period for closing in self.closings):
            raise PlanError(_("{period} is closed already.").format(period=period))
        if on <= bounds(period)[1]:
            raise PlanError(
                _("{period} ends on {last}; it can be closed after that.").format(period=period, last=bounds(period)[1])
            )
        chosen = self._by_rule(period)
        return replace(self, closings=(*self.closings, Closing(period, on, chosen.number)))

    def frame(self) -> pd.DataFrame:
        """A line a version: ``approved_on``, ``effective_from``, ``approver``, ``reason``, ``closed``."""
        import pandas as pd

        closed = {one.number: [c.period for c in self.closings if c.version == one.number] for one in self.versions}
        return pd.DataFrame(
            {
                "approved_on": [one.approved_on.isoformat() for one in self.versions],
                "effective_from": [one.effective_from.isoformat() for one in self.versions],
                "approver": [one.approver for one in self.versions],
                "reason": [one.reason for one in self.versions],
                "closed": [", ".join(closed[one.number]) for one in self.versions],
            },
            index=pd.Index([one.number for one in self.versions], name="version"),
        )

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

    def _by_rule(self, period: str) -> PlanVersion:
        """The last version in force on the day that counts; no day of the period is later than its closing."""
        first, last = bounds(period)
        day = first if self.counts_on == "first day" else last
        found = [one for one in self.versions if one.of(period) and one.counts_from <= day]
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
            elif closing.closed_on <= bounds(closing.period)[1]:
                yield _("{period} was closed before its end.").format(period=closing.period)
            elif not version_problems(self.versions):
                named = self._by_rule(closing.period).number
                if closing.version != named:
                    text = _("{period} was closed with version {given}; by the rule it is version {named}.")
                    yield text.format(period=closing.period, given=closing.version, named=named)
