"""A version of a plan: who approved it, on which day, from which day it takes effect, and what it plans for whom.

A version is in force on a day when it was approved by then and has taken effect by then; of several, the last one.
So a version that is approved in May "as from January" is in force from May on and not a day earlier.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from re import fullmatch

from kpilab.analysis.shares import whole
from kpilab.errors import DataError, PlanError
from kpilab.i18n import _

__all__ = ["PlanVersion", "bounds", "version_problems"]


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


def version_problems(versions: Sequence[PlanVersion]) -> list[str]:
    """What is wrong with a list of versions, in words: numbers, order, approvers, lines, and who was left out."""
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
    return [*problems, *_left_out(versions)]


def _left_out(versions: Sequence[PlanVersion]) -> Iterable[str]:
    """Whoever had a plan in a period and is left out by the next version of it: their sales would count nowhere."""
    planned: dict[str, PlanVersion] = {}
    for version in versions:
        for period in dict.fromkeys(when for when, _unit, _plan in version.plans):
            before = planned.get(period)
            if before and (gone := [unit for unit in before.of(period) if unit not in version.of(period)]):
                yield _(
                    "Version {number} plans {period} without {units}, planned there by version {before}. Write 0 for "
                    "whoever has no plan any more."
                ).format(number=version.number, period=period, units=", ".join(gone), before=before.number)
            planned[period] = version


def _line_problems(version: PlanVersion) -> Iterable[str]:
    keys = [(period, unit) for period, unit, _plan in version.plans]
    for period, unit in sorted({key for key in keys if keys.count(key) > 1}):
        yield _("Version {number} plans {unit} in {period} twice.").format(
            number=version.number, unit=unit, period=period
        )
    for period, unit, plan in version.plans:
        try:
            bounds(period)
            whole(plan, unit)
        except (DataError, PlanError) as error:
            yield str(error)


def bounds(period: str) -> tuple[date, date]:
    """The first and the last day of a month, quarter or year as it is written; `DataError` where it is none.

    >>> [f"{day}" for day in bounds("2025-Q1")]
    ['2025-01-01', '2025-03-31']
    """
    found = fullmatch(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?", str(period))
    if not found or found[1] == "0000":
        raise DataError(_("'{value}' is no period; write 2025-05, 2025-Q2 or 2025.").format(value=period))
    year, quarter, month = int(found[1]), found[2], found[3]
    first = int(month) if month else 3 * int(quarter) - 2 if quarter else 1
    last = first if month else first + 2 if quarter else 12
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
