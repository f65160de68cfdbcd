"""The matrix of each store, and of the person who runs it, month by month: planned ahead, measured from the data.

A plan stands in the KPI's own unit; in a matrix a share stands in percent (0 to 100) and money in
thousands where the role says so. Facts are measured here and never typed in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import nan
from typing import Any

import pandas as pd

from kpilab.analysis.pay import PayCurve, bonus
from kpilab.analysis.scorecard import BelowBase, Formula, Matrix, Row, score
from kpilab.catalogue import Role, RoleRow, kpi, role
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _
from kpilab.metrics import measure

__all__ = ["index_by_month", "monthly_scores", "store_matrices", "store_matrix"]

_SCALE: Mapping[str, float] = {"%": 100.0, "thousand": 0.001}
_MANAGER = "manager"
Plans = Mapping[tuple[str, str, str], tuple[float, float, float]]
Facts = Mapping[tuple[str, str, str], tuple[float, float]]
Managers = Mapping[str, list[tuple[str, pd.Timestamp, pd.Timestamp]]]


def store_matrices(
    data: Mapping[str, Any],
    *,
    stores: Iterable[str] | None = None,
    months: Iterable[str] | None = None,
    by_role: str = "store_manager",
    until: date | None = None,
) -> dict[tuple[str, str], Matrix]:
    """The matrices of stores and months, by store name and month: the role's rows, the plans' levels, measured facts.

    Stores go by name or id; without `stores` or `months` all that the plans hold. `until` is the last day known to
    whoever scores: what was not known by then has no fact. Raises `UnknownName` for a store that is not there, and
    `DataError` with every plan that is lacking.
    """
    chosen = _chosen(data["stores"], stores)
    wanted = role(by_role)
    plans = _plans(data["plans"])
    asked = sorted({month for _store, month, _kpi in plans}) if months is None else list(months)
    _check_plans(plans, chosen, asked, wanted)
    facts = _facts(data, wanted, list(chosen), asked, until)
    managers = _managers(data["staff"])
    return {
        (name, month): _matrix(name, month, wanted, plans, facts, store_id, managers)
        for store_id, name in chosen.items()
        for month in asked
    }


def store_matrix(
    data: Mapping[str, Any], store: str, month: str, *, by_role: str = "store_manager", until: date | None = None
) -> Matrix:
    """The matrix of one store and month; see `store_matrices`.

    >>> from kpilab.data.load import load
    >>> may = store_matrix(load("retail_chain"), "Riverside", "2025-05")
    >>> [row.kpi for row in may.rows if row.direction == "lower"]
    ['Wait at the till', 'Refunds']
    """
    found = store_matrices(data, stores=[store], months=[month], by_role=by_role, until=until)
    return next(iter(found.values()))


def monthly_scores(
    data: Mapping[str, Any],
    *,
    formula: Formula = "two_segment",
    below_base: BelowBase | None = None,
    curve: PayCurve | None = None,
    at_plan: float = nan,
    stores: Iterable[str] | None = None,
    months: Iterable[str] | None = None,
    until: date | None = None,
) -> pd.DataFrame:
    """One line a store and month: store, manager, month, total, coverage, formula, below_base, and perhaps bonus.

    `manager` is whoever ran the store on the month's last day, empty where nobody did; `bonus` is what `curve` pays
    for the total when the bonus at plan is `at_plan`, and is there only with a `curve`.

    >>> from kpilab.data.load import load
    >>> monthly_scores(load("retail_chain"), stores=["Riverside"], months=["2025-05"])["manager"].tolist()
    ['Chen']
    """
    managers = _managers(data["staff"])
    ids = {name: store_id for store_id, name in _chosen(data["stores"], None).items()}
    lines = []
    for (store, month), matrix in store_matrices(data, stores=stores, months=months, until=until).items():
        scored = score(matrix, formula=formula, below_base=below_base)
        line: dict[str, object] = {
            "store": store,
            "manager": _manager(managers, ids[store], month),
            "month": month,
            "total": scored.total,
            "coverage": scored.coverage,
            "formula": scored.formula,
            "below_base": scored.below_base,
        }
        lines.append(line | ({} if curve is None else {"bonus": bonus(scored, curve, at_plan)}))
    return pd.DataFrame(lines)


def index_by_month(
    data: Mapping[str, Any],
    store: str,
    *,
    only: str | None = None,
    formula: Formula = "two_segment",
    below_base: BelowBase | None = None,
    months: Iterable[str] | None = None,
    until: date | None = None,
) -> pd.DataFrame:
    """One line a month and KPI of a store: month, kpi, fact, norm, fact_vs_plan, index, formula.

    `fact_vs_plan` is the plain reading of fact against plan each month (plan ÷ fact where less is better), `index`
    what the named formula makes of the same fact. `only` is the id of the one KPI that is wanted: the names in the
    column kpi differ from language to language. Raises `UnknownName` for one that the matrix has not.

    >>> from kpilab.data.load import load
    >>> index_by_month(load("retail_chain"), "Riverside", months=["2025-05"])["kpi"].head(2).tolist()
    ['Net sales', 'New members']
    """
    lines = []
    for (_store, month), matrix in store_matrices(data, stores=[store], months=months, until=until).items():
        scored = score(matrix, formula=formula, below_base=below_base)
        ids = [line.row.kpi_id for line in scored.rows]
        if only is not None and only not in ids:
            raise UnknownName(_("row of the matrix"), only, ids)
        wanted = [only in (None, known) for known in ids]
        frame = scored.frame().loc[wanted, ["kpi", "fact", "norm", "fact_vs_plan", "index"]]
        lines.append(frame.assign(month=month, formula=formula))
    columns = ["month", "kpi", "fact", "norm", "fact_vs_plan", "index", "formula"]
    return pd.concat(lines, ignore_index=True)[columns]


def _chosen(stores: pd.DataFrame, asked: Iterable[str] | None) -> dict[str, str]:
    """Store id to name, of the stores asked for."""
    names = dict(zip(stores["store_id"], stores["store"], strict=True))
    if asked is None:
        return names
    ids = {name: store_id for store_id, name in names.items()}
    chosen = {}
    for store in asked:
        if store not in names and store not in ids:
            raise UnknownName(_("store"), store, ids)
        store_id = store if store in names else ids[store]
        chosen[store_id] = names[store_id]
    return chosen


def _plans(plans: pd.DataFrame) -> Plans:
    key = zip(plans["store_id"], plans["month"], plans["kpi"], strict=True)
    return dict(zip(key, zip(plans["base"], plans["norm"], plans["target"], strict=True), strict=True))


def _check_plans(plans: Plans, stores: Mapping[str, str], months: Sequence[str], wanted: Role) -> None:
    problems = [
        _("{store}, {month}: no plan for {kpi}.").format(store=name, month=month, kpi=row.kpi)
        for store_id, name in stores.items()
        for month in months
        for row in wanted.rows
        if (store_id, month, row.kpi) not in plans
    ]
    if problems:
        raise DataError(_("Without a plan there is no matrix:"), problems)


def _facts(
    data: Mapping[str, Any], wanted: Role, stores: Sequence[str], months: Sequence[str], until: date | None
) -> Facts:
    """Value and number counted by store id, month and KPI, in the KPI's own unit."""
    found = measure(
        [row.kpi for row in wanted.rows],
        data,
        by=("store_id", "month"),
        where={"store_id": stores, "month": months},
        until=until,
    )
    key = zip(found["store_id"], found["month"], found["kpi"], strict=True)
    return dict(zip(key, zip(found["value"], found["denominator"], strict=True), strict=True))


def _managers(staff: pd.DataFrame) -> Managers:
    """Name, first day and last day of everyone who has run a store, by store id; no last day is the end of time."""
    managers = staff[staff["role"] == _MANAGER]
    ends = [pd.Timestamp.max if end is pd.NaT else end for end in managers["end_on"]]
    found: dict[str, list[tuple[str, pd.Timestamp, pd.Timestamp]]] = {}
    for store_id, *stay in zip(managers["store_id"], managers["name"], managers["start_on"], ends, strict=True):
        found.setdefault(store_id, []).append((stay[0], stay[1], stay[2]))
    return found


def _manager(managers: Managers, store_id: str, month: str) -> str:
    """Who ran the store on the last day of the month."""
    last = pd.Period(month, freq="M").end_time.normalize()
    return ", ".join(name for name, start, end in managers.get(store_id, ()) if start <= last <= end)


def _matrix(
    name: str, month: str, wanted: Role, plans: Plans, facts: Facts, store_id: str, managers: Managers
) -> Matrix:
    owner = _manager(managers, store_id, month)
    rows = tuple(
        _row(line, plans[store_id, month, line.kpi], facts.get((store_id, month, line.kpi), (nan, nan)), owner)
        for line in wanted.rows
    )
    return Matrix(rows, _("{store}, {month}").format(store=name, month=month))


def _row(line: RoleRow, levels: tuple[float, float, float], fact: tuple[float, float], owner: str) -> Row:
    base, norm, target, value = (_in_unit(number, line.unit) for number in (*levels, fact[0]))
    asked = "surveys" in kpi(line.kpi).needs and fact[1] > 0
    sample = int(fact[1]) if asked else None
    return Row(line.title, line.weight, base, norm, target, value, _(line.unit), owner, sample=sample, kpi_id=line.kpi)


def _in_unit(number: float, unit: str) -> float:
    """A number of the KPI's own unit in the unit of the matrix; 0.29 is 29 %, and not 28.9999."""
    return round(float(number) * _SCALE.get(unit, 1.0), 9)
