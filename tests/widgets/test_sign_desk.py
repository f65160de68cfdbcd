from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpilab.analysis.agreement import Agreement, Work
from kpilab.analysis.pay import CLIFF
from kpilab.analysis.scorecard import Matrix, Row
from kpilab.errors import DataError, MatrixError, UnknownName
from kpilab.widgets.sign_desk import Desk, Signed, shown_weights


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
    assert DESK.missing("It repairs.", None) == ("how sure you are",)
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
    data = DESK.sign("It repairs.", "fairly").play().signed
    assert data is not None
    assert Signed.from_data(data.as_data()) == data
    for damage in ({"formula": "magic"}, {"weights": {"sales": "much"}}, {"played": -1}, {"played": "two"}):
        with pytest.raises(DataError, match="sign again"):
            Signed.from_data(data.as_data() | damage)
    with pytest.raises(DataError, match="sign again"):
        Signed.from_data({})


def test_an_older_signature_without_its_months_is_read_as_just_signed() -> None:
    signed = DESK.sign("It repairs.", "fairly").signed
    assert signed is not None
    older = {name: value for name, value in signed.as_data().items() if name != "played"}
    assert Signed.from_data(older) == signed


def test_more_months_than_there_are_count_as_all() -> None:
    desk = replace(DESK, signed=Signed(DESK.draft, "It repairs.", "sure", 7))
    assert desk.played == 3
    assert desk.over


def test_shown_weights_add_up() -> None:
    # each to the nearest: .38 + .19 + .30 + .14 is 1.01; rounded down: .98, and the two .75 remainders come first
    exact = {"sales": 0.375, "members": 0.1875, "satisfied": 0.30, "wait": 0.1375}
    assert shown_weights(exact) == {"sales": 0.37, "members": 0.19, "satisfied": 0.30, "wait": 0.14}
    assert shown_weights({"a": 0.29, "b": 0.71}) == {"a": 0.29, "b": 0.71}
    thirds = shown_weights(dict.fromkeys("abc", 1 / 3))
    assert thirds == {"a": 0.34, "b": 0.33, "c": 0.33}
