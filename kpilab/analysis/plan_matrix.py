"""A plan becomes a matrix when its levels stand, and a matrix is read back as the plan it came from."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

from kpilab.analysis.plan import Plan, PlanRow, entry_of
from kpilab.analysis.scorecard import Matrix, Row
from kpilab.catalogue import RoleRow
from kpilab.catalogue import role as named_role

__all__ = ["matrix_of", "plan_of", "with_example_levels"]


def matrix_of(plan: Plan, *, title: str = "") -> Matrix:
    """The plan's rows as a matrix without facts; the catalogue's id is kept, and so is the owner.

    Source, history and reasons have no place in a matrix and stay in the plan. Raises `MatrixError` with every row
    whose base or norm is missing, and where the weights do not add up to 1.

    >>> rows = (PlanRow("net_sales", 0.6, 400, 500, 550, "thousand"), PlanRow("csat_top2", 0.4, 80, 90, 94, "%"))
    >>> [(row.kpi, row.direction) for row in matrix_of(Plan(rows)).rows]
    [('Net sales', 'higher'), ('Satisfied customers', 'higher')]
    """
    return Matrix(tuple(map(_matrix_row, plan.rows)), title)


def _matrix_row(row: PlanRow) -> Row:
    known = row.kpi if entry_of(row) else ""
    levels = (row.weight, row.base, row.norm, row.target)
    return Row(row.title, *levels, unit=row.unit, owner=row.owner, kpi_id=known)


def plan_of(matrix: Matrix, *, goal: str = "") -> Plan:
    """The matrix's rows as a plan for `goal`, to be judged by `lint` and `smart_check`.

    A row with an id of the catalogue goes by it, any other by its name. A two-sided row has its norm alone.

    >>> rows = (Row("Sales", 0.6, 400, 500, 550, 540, kpi_id="net_sales"), Row("Smiles", 0.4, 1, 2, 3))
    >>> [row.kpi for row in plan_of(Matrix(rows)).rows]
    ['net_sales', 'Smiles']
    """
    return Plan(tuple(map(_plan_row, matrix.rows)), goal)


def _plan_row(row: Row) -> PlanRow:
    return PlanRow(row.kpi_id or row.kpi, row.weight, row.base, row.norm, row.target, unit=row.unit, owner=row.owner)


def with_example_levels(plan: Plan, role: str) -> Plan:
    """The plan with the role's example levels where a row has none of its own and the role has that KPI.

    Raises `UnknownName` for a role that is not there.

    >>> [row.norm for row in with_example_levels(Plan((PlanRow("net_sales"), PlanRow("nps"))), "store_manager").rows]
    [500.0, nan]
    """
    examples = {row.kpi: row for row in named_role(role).rows}
    return replace(plan, rows=tuple(_with_levels(row, examples.get(row.kpi)) for row in plan.rows))


def _with_levels(row: PlanRow, example: RoleRow | None) -> PlanRow:
    if example is None or not all(isnan(level) for level in (row.base, row.norm, row.target)):
        return row
    return replace(row, base=example.base, norm=example.norm, target=example.target, unit=row.unit or example.unit)
