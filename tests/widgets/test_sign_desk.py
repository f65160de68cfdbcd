from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpilab.analysis.agreement import Agreement, Work
from kpilab.analysis.pay import CLIFF
from kpilab.analysis.scorecard import Matrix, Row
from kpilab.errors import DataError, MatrixError, UnknownName
from kpilab.widgets.sign_desk import Desk, Signed


def may(sales: float, satisfied: float) -> Matrix:
    rows = Row("sales", 0.6, 400, 500, 550, sales), Row("satisfied", 0.3, 80, 90, 94, satisfied, sample=50)
    return Matrix((*rows, Row("wait", 0.1, 8, 5, 4, 5)))


WORK = Work({"sales": 10, "satisfied": 2}, CLIFF, 6000, slips={"satisfied": -1})
DESK = Desk({"Ma": may(500, 90), "Chen": may(540, 78)}, WORK, "satisfied")


def test_the_sheet_lies_there_as_written() -> None:
    assert DESK.draft == Agreement("ratio", "none", {"sales": 0.6, "satisfied": 0.3, "wait": 0.1}, {"satisfied": 80})
    assert DESK.watched == "Chen"
    assert not DESK.over


def test_a_rule_below_base_that_nobody_named_is_named() -> None:
    assert replace(DESK, draft=Agreement("two_segment")).draft.below_base == "zero"


def test_moving_a_weight_rescales_the_others() -> None:
    moved = DESK.weigh("satisfied", 0.65)
    assert moved.draft.weights == pytest.approx({"sales": 0.30, "satisfied": 0.65, "wait": 0.05})
    assert DESK.draft.weights["satisfied"] == 0.3


def test_from_all_on_one_row_the_rest_is_shared_equally() -> None:
    back = DESK.weigh("sales", 1.0).weigh("sales", 0.5)
    assert back.draft.weights == pytest.approx({"sales": 0.5, "satisfied": 0.25, "wait": 0.25})


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["sales", "satisfied", "wait"]), st.floats(-0.5, 1.5)), max_size=8))
def test_weights_always_sum_to_one(moves: list[tuple[str, float]]) -> None:
    desk = DESK
    for kpi, weight in moves:
        desk = desk.weigh(kpi, weight)
    assert sum(desk.draft.weights.values()) == pytest.approx(1, abs=1e-9)
    assert all(weight >= 0 for weight in desk.draft.weights.values())


def test_names_and_bases_that_do_not_fit_are_told() -> None:
    with pytest.raises(UnknownName, match="sales"):
        DESK.weigh("slaes", 0.5)
    with pytest.raises(MatrixError, match="nothing can be measured"):
        DESK.rebase(90)
    with pytest.raises(MatrixError, match="nobody"):
        Desk({}, WORK, "satisfied")
    with pytest.raises(MatrixError, match="same rows"):
        Desk({"Ma": may(1, 2), "Li": Matrix((Row("sales", 1, 1, 2, 3, 2),))}, WORK, "sales")


def test_standings_rank_by_total_and_share_a_rank() -> None:
    # ratio: Ma 1 everywhere; Chen .6 × 1.08 + .3 × .8667 + .1 = 1.008
    ma, chen = DESK.standings()
    assert (ma.rank, chen.rank) == (2, 1)
    assert chen.total == pytest.approx(1.008)
    assert ma.bonus == pytest.approx(6000)
    twins = Desk({"Ma": may(500, 90), "Li": may(500, 90)}, WORK, "satisfied")
    assert [one.rank for one in twins.standings()] == [1, 1]


def test_signing_asks_for_a_reason_and_a_confidence() -> None:
    with pytest.raises(MatrixError) as told:
        DESK.sign("  ", None)
    assert len(told.value.problems) == 2
    signed = DESK.sign(" It repairs. ", "sure")
    assert signed.signed == Signed(DESK.draft, "It repairs.", "sure")


def test_a_signed_sheet_is_not_changed() -> None:
    signed = DESK.sign("It repairs.", "sure")
    for change in (
        lambda: signed.weigh("sales", 0.1),
        lambda: signed.rebase(70),
        lambda: signed.choose(formula="line"),
        lambda: signed.sign("Again.", "sure"),
    ):
        with pytest.raises(MatrixError, match="signed"):
            change()
    assert signed.reopen().choose(formula="line").draft.formula == "line"


def test_months_are_lived_one_by_one() -> None:
    with pytest.raises(MatrixError, match="Sign a sheet first"):
        DESK.play()
    desk = DESK.choose(formula="two_segment", below_base="negative").sign("It repairs.", "guess")
    assert desk.lived().months == ()
    for month in (1, 2, 3):
        desk = desk.play()
        assert len(desk.lived().of("Chen")) == month
    assert desk.over
    assert desk.play() == desk
    assert desk.lived() == desk.under(desk.draft)
    assert desk.lived().fact("Chen", "satisfied") == 84


def test_a_signature_survives_as_plain_data_and_a_damaged_one_is_told() -> None:
    data = DESK.sign("It repairs.", "fairly").signed
    assert data is not None
    assert Signed.from_data(data.as_data()) == data
    for damaged in ({}, data.as_data() | {"formula": "magic"}, data.as_data() | {"weights": {"sales": "much"}}):
        with pytest.raises(DataError, match="sign again"):
            Signed.from_data(damaged)
