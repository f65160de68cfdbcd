"""“Sign it, then live with it”, as the storyline tells it, through the chapter's own sheets."""

import pytest

from kpilab.analysis.agreement import Agreement, live_with
from kpilab.chapters.c04_kpi_matrix.case import MAY, SATISFIED
from kpilab.chapters.c04_kpi_matrix.widget import WORK, benchmarks, sign_it
from kpilab.course.desk import desk
from kpilab.widgets.sign_desk import Signed

EXPECTED = [
    ("wait", 75, 59_288),
    ("members", 75, 44_088),
    ("members", 75, 35_120),
    ("", 78, 46_433),
    ("sat", 84, 43_308),
]


@pytest.mark.parametrize(("at", "expected"), list(enumerate(EXPECTED)))
def test_each_sheet_is_lived_as_told(at, expected):
    word, satisfied, cost = expected
    lived = live_with(MAY, benchmarks()[at].agreement, WORK)
    assert all(word in effort.lower() for effort in lived.efforts("Chen"))
    assert lived.fact("Chen", SATISFIED) == satisfied
    assert round(lived.cost) == cost


def test_the_best_sheet_costs_the_least_but_one():
    costs = {one.name: live_with(MAY, one.agreement, WORK).cost for one in benchmarks()}
    best = next(one for one in benchmarks() if one.best)
    assert sorted(costs.values()).index(costs[best.name]) == 1


def test_the_widget_has_a_still_and_a_twin():
    bundle = sign_it()
    assert "Chen" in bundle.text
    assert "<table" in bundle.still


def test_a_sheet_that_was_signed_lies_there_again_with_the_months_lived(workspace):
    desk().record("decision", "4.sign", Signed(Agreement("ratio", "none"), "As always.", "sure", 2).as_data())
    assert "2: Chen" in sign_it().text
    assert "3: Chen" not in sign_it().text
    assert "the best of these" not in sign_it().text
