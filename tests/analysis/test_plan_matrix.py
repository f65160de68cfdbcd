"""From a plan to a matrix and back."""

from __future__ import annotations

from math import isnan

import pytest

from kpilab.analysis.plan import Plan, PlanRow, lint, role_plan
from kpilab.analysis.plan_matrix import matrix_of, plan_of, with_example_levels
from kpilab.analysis.scorecard import Matrix, Row
from kpilab.catalogue import roles
from kpilab.errors import MatrixError

SALES = PlanRow("net_sales", 0.6, 400, 500, 550, "thousand", owner="Li", source="till")
OWN = PlanRow("smiles", 0.4, 1, 2, 3, owner="Ma", source="door", formula="Smiles a day.")


def test_a_row_of_the_catalogue_keeps_its_id_and_one_of_ones_own_its_name() -> None:
    first, second = matrix_of(Plan((SALES, OWN)), title="Shop").rows
    assert (first.kpi, first.kpi_id, first.owner, first.unit) == ("Net sales", "net_sales", "Li", "thousand")
    assert (second.kpi, second.kpi_id) == ("smiles", "")
    assert isnan(first.fact)


def test_missing_levels_and_weights_are_named_at_once() -> None:
    with pytest.raises(MatrixError) as raised:
        matrix_of(Plan((PlanRow("net_sales", 0.6), PlanRow("csat_top2", 0.5, base=80, norm=90))))
    assert len(raised.value.problems) == 2
    assert "Net sales: the norm is missing" in raised.value.problems[0]
    assert "1.1" in raised.value.problems[1]


def test_there_and_back_keeps_what_both_know() -> None:
    for one in roles():
        plan = role_plan(one.id)
        assert plan_of(matrix_of(plan)) == plan, one.id


def test_a_matrix_can_be_linted() -> None:
    matrix = Matrix((Row("Sales", 0.6, 400, 500, 550, kpi_id="net_sales", owner="Li"), Row("Smiles", 0.4, 1, 2, 3)))
    rules = [finding.rule for finding in lint(plan_of(matrix, goal="grow_sales"))]
    assert rules == ["unknown KPI", "no guard", "no customer KPI", "nothing long-term", "no owner", "no data"]


def test_example_levels_fill_gaps_and_replace_nothing() -> None:
    plan = Plan((PlanRow("net_sales", norm=7), PlanRow("csat_top2"), PlanRow("nps")))
    mine, example, unknown = with_example_levels(plan, "store_manager").rows
    assert (mine.norm, isnan(mine.base)) == (7, True)
    assert (example.base, example.norm, example.target, example.unit) == (80, 90, 94, "%")
    assert isnan(unknown.norm)
