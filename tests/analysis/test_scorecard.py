from math import isnan, nan

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpilab.analysis.pay import CLIFF, bonus
from kpilab.analysis.scorecard import BELOW_BASE, FORMULAS, Matrix, Row, index_of, score
from kpilab.errors import MatrixError, UnknownName

SIX = Matrix(
    (
        Row("revenue", 0.35, 800, 1000, 1150, 1060),
        Row("new customers", 0.20, 20, 30, 36, 27),
        Row("repurchase", 0.15, 18, 24, 28, 25.2, unit="%"),
        Row("satisfied", 0.15, 80, 88, 92, 79, unit="%"),
        Row("first response", 0.10, 12, 6, 4, 5, unit="min"),
        Row("complaints", 0.05, 2.0, 1.2, 0.8, 1.5, unit="%"),
    )
)


@pytest.mark.parametrize(
    ("formula", "indexes", "total", "payout"),
    [
        ("ratio", (1.06, 0.9, 1.05, 0.8977, 1.2, 0.8), 1.0032, 100.95),
        ("line", (1.3, 0.7, 1.2, -0.125, 1.1667, 0.625), 0.9042, 84.03),
        ("clipped", (1.2, 0.7, 1.2, 0, 1.1667, 0.625), 0.8879, 81.32),
        ("two_segment", (1.08, 0.7, 1.06, 0, 1.1, 0.625), 0.8183, 69.71),
    ],
)
def test_the_worked_example(formula, indexes, total, payout):
    scored = score(SIX, formula=formula)
    assert [round(line.index, 4) for line in scored.rows] == list(indexes)
    assert round(scored.total, 4) == total
    assert round(bonus(scored, CLIFF, 100), 2) == payout


def test_grades_are_steps():
    rows = [Row("x", 1, 80, 90, 94, fact) for fact in (79.9, 80, 89.9, 90, 93.9, 94)]
    assert [index_of(row, formula="grades") for row in rows] == [0, 0.7, 0.7, 1, 1, 1.2]


def test_rules_below_base():
    row = Row("satisfied", 1, 80, 90, 94, 78)
    found = {rule: index_of(row, formula="two_segment", below_base=rule) for rule in BELOW_BASE}
    assert {rule: round(index, 3) for rule, index in found.items()} == {
        "none": -0.2,
        "zero": 0,
        "negative": -0.2,
        "gate": 0,
        "bonus_block": 0,
    }
    assert index_of(row, formula="ratio") == pytest.approx(78 / 90)
    assert index_of(row, formula="ratio", below_base="zero") == 0


def test_gate_and_block_act_on_the_whole_score():
    gated = score(SIX, below_base="gate")
    assert gated.total == 0
    assert gated.blocked_by == ("satisfied",)
    assert score(SIX, below_base="gate", gate_factor=0.5).total == pytest.approx(0.8183 / 2, abs=1e-4)
    blocked = score(SIX, below_base="bonus_block")
    assert round(blocked.total, 4) == 0.8183
    assert bonus(blocked, CLIFF, 100) == 0
    free = score(SIX.with_row("satisfied", gated=False), below_base="bonus_block")
    assert bonus(free, CLIFF, 100) > 0


def test_a_lower_is_better_ratio_has_no_value_at_fact_0():
    scored = score(SIX.with_row("complaints", fact=0), formula="ratio")
    assert isnan(scored.rows[-1].index)
    assert round(scored.coverage, 2) == 0.95
    assert "has no index" in scored.sentences()[-1]
    assert "complaints has a fact, and no index by this formula" in scored.warnings[0]
    assert not any("missing facts" in warning for warning in scored.warnings)
    assert score(SIX.with_row("complaints", fact=0)).rows[-1].index == 1.2


def test_a_two_sided_row_is_best_at_its_norm():
    rows = [Row("stock days", 1, norm=30, tolerance=10, fact=fact) for fact in (30, 35, 25, 40, 41)]
    assert [round(index_of(row), 6) for row in rows] == [1, 0.5, 0.5, 0, 0]
    assert rows[0].direction == "two-sided"
    assert [row.zone for row in rows] == ["plan met", "under plan", "under plan", "under plan", "below base"]


def test_a_missing_fact_lowers_the_coverage_and_names_its_owner():
    scored = score(SIX.with_row("satisfied", fact=nan, owner="Li"))
    assert round(scored.coverage, 2) == 0.85
    assert scored.total == pytest.approx(0.81825 / 0.85)
    assert any("Li" in warning for warning in scored.warnings)
    assert score(SIX.with_row("satisfied", fact=nan), missing="zero").total == pytest.approx(0.81825)


def test_without_any_fact_the_total_is_missing():
    empty = score(SIX.with_facts({}))
    assert isnan(empty.total)
    assert isnan(bonus(empty, CLIFF, 100))


def test_dead_zones_and_sample_sizes_are_said():
    scored = score(SIX.with_row("satisfied", sample=50, fact=78))
    assert [line.row.kpi for line in scored.rows if line.dead_zone] == ["satisfied"]
    text = " ".join(scored.warnings)
    assert "dead zone" in text
    assert "from 65 to 87 %" in text
    assert not any(line.dead_zone for line in score(SIX, below_base="negative").rows)


def test_every_problem_is_named_at_once():
    with pytest.raises(MatrixError) as caught:
        Matrix(
            (
                Row("a", 0.5, 10, 10, 12, 1),
                Row("b", 0.4, 10, 20, 15, 1),
                Row("c", 0.3, nan, 5, 6, 1),
                Row("c", -0.1, 1, 5, 6, 101, sample=50),
            )
        )
    text = str(caught.value)
    for said in ("base and norm are both 10", "target 15 is on the wrong side", "base is missing", "more than one row"):
        assert said in text
    assert "the weights add up to 1.1 and not to 1" in text
    assert "it says 101" in text


@pytest.mark.parametrize(("name", "near"), [("two segment", "two_segment"), ("ratoi", "ratio")])
def test_an_unknown_formula_suggests_the_nearest(name, near):
    with pytest.raises(UnknownName, match=near):
        score(SIX, formula=name)


def test_unknown_rows_and_rules():
    with pytest.raises(UnknownName, match="satisfied"):
        SIX.row("satisfid")
    with pytest.raises(UnknownName, match="zero"):
        score(SIX, below_base="zer")
    with pytest.raises(UnknownName, match="revenue"):
        SIX.with_facts({"revenues": 1})


def test_a_two_segment_row_needs_its_target():
    untargeted = SIX.with_row("revenue", target=nan)
    with pytest.raises(MatrixError, match="needs a target"):
        score(untargeted)
    assert score(untargeted, formula="line").total == pytest.approx(0.90417, abs=1e-4)


def test_from_frame_reads_what_frame_writes():
    again = Matrix.from_frame(SIX.frame())
    assert score(again).total == score(SIX).total
    with pytest.raises(MatrixError, match="norm"):
        Matrix.from_frame(SIX.frame().drop(columns="norm"))
    with pytest.raises(MatrixError, match="revenue: a level"):
        Matrix.from_frame(SIX.frame().astype(object).replace(800, "eight hundred"))


def test_the_result_names_its_formula_everywhere():
    for formula in FORMULAS:
        scored = score(SIX, formula=formula)
        shown = scored._repr_mimebundle_()
        assert scored.title in str(scored)
        assert scored.title in shown["text/html"]
        assert len(scored.sentences()) == 6
    assert isinstance(score(SIX).frame(), pd.DataFrame)


levels = st.floats(1, 1000)


@given(base=levels, step=st.floats(1, 100), stretch=st.floats(1, 100), fact=st.floats(-100, 2000), up=st.booleans())
def test_indexes_agree_at_the_norm_and_never_fall_when_work_gets_better(base, step, stretch, fact, up):
    sign = 1 if up else -1
    base = base + 300
    row = Row("x", 1, base, base + sign * step, base + sign * (step + stretch), fact)
    at_norm = Row("x", 1, row.base, row.norm, row.target, row.norm)
    better = Row("x", 1, row.base, row.norm, row.target, fact + sign * 5)
    for formula in FORMULAS:
        assert index_of(at_norm, formula=formula) == pytest.approx(1)
        if formula != "ratio" or fact > 10:
            assert index_of(better, formula=formula) >= index_of(row, formula=formula) - 1e-9
    assert 0 <= index_of(row) <= 1.2


@given(st.permutations(list(SIX.rows)))
def test_the_order_of_rows_does_not_matter(rows):
    assert score(Matrix(tuple(rows))).total == pytest.approx(score(SIX).total)
