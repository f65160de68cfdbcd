"""A plan shared out from company to team to person, by season, exact at every level.

What adds up is shared out by a key; a ratio or a count of different people is refused, with what to do instead.
The other questions about a plan stand beside this one: `seasons`, `capacity`, `reconciliation`, `ratio_plans`
and `plan_book`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from kpilab.analysis.capacity import RAMP, CapacityTest, Selling, capacity_table, capacity_test, ramp_factor
from kpilab.analysis.plan_book import PlanBook
from kpilab.analysis.plan_versions import PlanVersion
from kpilab.analysis.ratio_plans import (
    Overlap,
    RatioCheck,
    RatioPart,
    check_ratio,
    overlap_line,
    why_not_shared_out,
)
from kpilab.analysis.reconciliation import Reconciled, forecast_pay, held_back, reconcile
from kpilab.analysis.seasons import Seasons, seasonal_indices, split_year
from kpilab.analysis.shares import ShareKey, Unit, split_exactly, whole
from kpilab.errors import PlanError, UnknownName
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "RAMP",
    "CapacityTest",
    "Cascade",
    "Overlap",
    "PlanBook",
    "PlanLine",
    "PlanVersion",
    "RatioCheck",
    "RatioPart",
    "Reconciled",
    "Seasons",
    "Selling",
    "ShareKey",
    "Unit",
    "as_version",
    "capacity_table",
    "capacity_test",
    "cascade",
    "check_ratio",
    "forecast_pay",
    "held_back",
    "overlap_line",
    "ramp_factor",
    "reconcile",
    "seasonal_indices",
    "split_exactly",
    "split_year",
]

_Each = TypeVar("_Each")


@dataclass(frozen=True)
class PlanLine:
    """What one unit is asked for in one period; `path` leads from the top to it, `share` is of its parent's plan."""

    path: tuple[str, ...]
    period: str
    share: float
    plan: int

    @property
    def unit(self) -> str:
        """The unit's own name."""
        return self.path[-1]

    @property
    def level(self) -> int:
        """0 for the top, 1 for those below it, and so on."""
        return len(self.path) - 1


@dataclass(frozen=True)
class Cascade:
    """Every line of a plan that was shared out, the top first."""

    kpi: str
    total: int
    lines: tuple[PlanLine, ...]

    def plans(self, *, level: int = 1, period: str | None = None) -> dict[str, int]:
        """Plan by unit at a level, over all periods or in one of them; `PlanError` where the level does not exist.

        Where two units of the level share a name, each is named with its team: "North › Wang".
        """
        periods = tuple(dict.fromkeys(line.period for line in self.lines))
        if period is not None and period not in periods:
            raise UnknownName(_("period"), period, periods)
        names = self.names(level)
        found = dict.fromkeys(names.values(), 0)
        for line in self.lines:
            if line.level == level and period in (None, line.period):
                found[names[line.path]] += line.plan
        return found

    def names(self, level: int) -> dict[tuple[str, ...], str]:
        """What each unit of a level is called there, by its path: its own name, with its parents' if two share it."""
        paths = list(dict.fromkeys(line.path for line in self.lines if line.level == level))
        if not paths:
            deepest = max(line.level for line in self.lines)
            raise PlanError(
                _("There is no level {level}: 0 is the top, {deepest} the deepest.").format(
                    level=level, deepest=deepest
                )
            )
        alone = len({path[-1] for path in paths}) == len(paths)
        return {path: path[-1] if alone else " › ".join(path[1:]) for path in paths}

    def frame(self) -> pd.DataFrame:
        """A row a line: ``level``, ``unit`` (its path), ``period``, ``share``, ``plan``."""
        import pandas as pd

        return pd.DataFrame(
            {
                "level": [line.level for line in self.lines],
                "unit": [" › ".join(line.path) for line in self.lines],
                "period": [line.period for line in self.lines],
                "share": [line.share for line in self.lines],
                "plan": [line.plan for line in self.lines],
            }
        )

    def table(self, *, level: int = 1) -> pd.DataFrame:
        """The plans of a level: a row a unit, a column a period."""
        import pandas as pd

        periods = list(dict.fromkeys(line.period for line in self.lines))
        units = list(self.plans(level=level))
        columns = {period: list(self.plans(level=level, period=period).values()) for period in periods}
        return pd.DataFrame(columns, index=units)

    def __str__(self) -> str:
        deepest = max(line.level for line in self.lines)
        units = len({line.path for line in self.lines if line.level == deepest})
        periods = len({line.period for line in self.lines})
        return _(
            "{total:,} shared out to {units} units in {periods} periods; at every level the parts add up to the whole."
        ).format(total=self.total, units=units, periods=periods)


def cascade(
    total: int,
    top: Unit,
    key: ShareKey | Sequence[ShareKey],
    *,
    seasons: Seasons | None = None,
    lifts: Mapping[str, int] | None = None,
    step: int | Sequence[int] = 1,
    kpi: str = "net_sales",
) -> Cascade:
    """`total` (in whole cents or pieces) shared out from `top` down to the last of its parts, period by period.

    First the year is split by `seasons`, where given, with the planned promotions' `lifts` in their periods; then each
    unit's plan of each period is split among its parts by the `key` of their level, rounded to the `step` of their
    level. Children sum to their parent exactly, in every period and over all of them. One key or step serves all
    levels; a sequence gives one a level, the top's children first (with seasons, the periods are rounded to the first
    step).

    Raises `PlanError` where `kpi` is one that does not add up, where two parts of a unit have one name, where a key has
    nothing to go by, where keys or steps are fewer than the levels, and where lifts are planned without seasons.

    >>> team = Unit("team", parts=(Unit("Lin", history=3, potential=1), Unit("Yu", history=1, potential=1)))
    >>> cascade(1000, team, ShareKey(0.5, 0, 0.5)).plans()
    {'Lin': 625, 'Yu': 375}
    """
    if reason := why_not_shared_out(kpi, periods=seasons is not None):
        raise PlanError(reason)
    if lifts and seasons is None:
        raise PlanError(_("Planned promotions belong to periods: give the seasons that the year is split by as well."))
    depth = _depth(top)
    keys = _each_level(key, depth, _("share keys")) if isinstance(key, Sequence) else [key] * depth
    steps = _each_level(step, max(depth, 1), _("steps")) if isinstance(step, Sequence) else [step] * max(depth, 1)
    asked = whole(total, _("The plan"))
    by_period = split_year(asked, seasons, step=steps[0], lifts=lifts) if seasons else {"": asked}
    shared = [
        line
        for period, plan in by_period.items()
        for line in _shared_out(top, (top.name,), period, plan / asked if asked else 0.0, plan, keys, steps)
    ]
    return Cascade(kpi, asked, tuple(sorted(shared, key=lambda line: line.level)))


def as_version(
    cascaded: Cascade,
    number: int,
    *,
    approved_on: date,
    effective_from: date,
    approver: str,
    reason: str,
    level: int = 1,
) -> PlanVersion:
    """The plans of one level as a version for a plan book; the seasons' periods are named as dates, such as 2025-Q1.

    Raises `PlanError` where the cascade has no seasons: a version plans periods.
    """
    names = cascaded.names(level)
    lines = tuple((line.period, names[line.path], line.plan) for line in cascaded.lines if line.level == level)
    if not all(period for period, _unit, _plan in lines):
        raise PlanError(_("A version plans periods: share the plan out by season, with periods such as 2025-Q1."))
    return PlanVersion(number, approved_on, effective_from, approver, reason, lines)


def _shared_out(
    unit: Unit,
    path: tuple[str, ...],
    period: str,
    share: float,
    plan: int,
    keys: Sequence[ShareKey],
    steps: Sequence[int],
) -> Iterator[PlanLine]:
    yield PlanLine(path, period, share, plan)
    if not unit.parts:
        return
    shares = keys[0].shares(unit.parts)
    plans: Mapping[str, int] = split_exactly(plan, shares, step=steps[0])
    for part in unit.parts:
        name = part.name
        yield from _shared_out(part, (*path, name), period, float(shares[name]), plans[name], keys[1:], steps[1:])


def _depth(unit: Unit) -> int:
    """How many levels lie below a unit."""
    return 1 + max(map(_depth, unit.parts)) if unit.parts else 0


def _each_level(given: Sequence[_Each], depth: int, what: str) -> Sequence[_Each]:
    if len(given) < depth:
        raise PlanError(
            _("Levels below the top: {depth}; {what} given: {n}. Give one for each level.").format(
                depth=depth, n=len(given), what=what
            )
        )
    return given
