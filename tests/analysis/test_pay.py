from math import isnan, nan

import pytest

from kpilab.analysis.pay import CLIFF, SMOOTH, PayCurve, by_formula, effort_pay, effort_points
from kpilab.analysis.scorecard import Matrix, Row
from kpilab.errors import MatrixError

PAIR = Matrix((Row("sales", 0.6, 400, 500, 550, 540), Row("wait", 0.4, 8, 5, 4, 4)))


def test_the_worked_curve_by_hand():
    assert [CLIFF.share(total) for total in (0.69, 0.70, 1.0, 1.2, 1.5)] == [0, 0.5, 1, 1.6, 1.6]
    assert CLIFF.share(0.85) == pytest.approx(0.75)
    assert isnan(CLIFF.share(nan))


def test_the_smooth_curve_has_no_cliff():
    assert [SMOOTH.share(total) for total in (0.4, 0.5, 1.0, 1.2, 1.3)] == pytest.approx([0, 0, 1, 1.4, 1.4])


@pytest.mark.parametrize(
    "points", [((1, 1),), ((1, 1), (0.5, 0.5)), ((0.5, 1), (1, 0.5)), ((0.5, 0.5), (1, nan)), ((1, 0.5), (1, 1))]
)
def test_a_curve_that_cannot_be_right_is_refused(points):
    with pytest.raises(MatrixError):
        PayCurve(points)


def test_efforts_are_counted_from_the_facts():
    paid = effort_pay(PAIR, {"sales": 10, "wait": -0.5}, curve=CLIFF, at_plan=1000)
    # sales 540 → 550: index 1.16 → 1.2, total + .024, and 0.2 of total is 60 % of the bonus
    assert paid["sales"] == pytest.approx(72)
    assert paid["wait"] == pytest.approx(0)


def test_by_formula_prints_rows_total_and_bonus():
    table = by_formula(PAIR, curve=CLIFF, at_plan=1000, formulas=("ratio", "line"))
    assert list(table.columns) == ["sales", "wait", "total", "bonus"]
    assert table.index.tolist() == ["ratio (fact ÷ plan)", "line (base to norm)"]
    assert table["total"].iloc[0] == pytest.approx(0.6 * 1.08 + 0.4 * 1.25)
    assert table["bonus"].tolist() == [round(1000 * (1 + (0.6 * 1.08 + 0.4 * 1.25 - 1) / 0.2 * 0.6)), 1600]


def test_points_are_counted_before_any_pay():
    points = effort_points(PAIR, {"sales": -20, "wait": 0.5})
    # sales 540 → 520: index 1.16 → 1.08, weight .6; wait 4 → 4.5: index 1.2 → 1.1, weight .4
    assert points == {"sales": -0.048, "wait": -0.04}
