from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpilab.analysis.agreement import Agreement, Work, blocked_by_luck, live_with, pays_most, redrawn
from kpilab.analysis.pay import CLIFF
from kpilab.analysis.scorecard import Matrix, Row
from kpilab.errors import MatrixError, UnknownName


def may(sales: float, members: float, satisfied: float, wait: float) -> Matrix:
    return Matrix(
        (
            Row("sales", 0.40, 400, 500, 550, sales),
            Row("members", 0.20, 40, 60, 70, members),
            Row("satisfied", 0.25, 80, 90, 94, satisfied, sample=50),
            Row("wait", 0.15, 8, 5, 4, wait),
        )
    )


PEOPLE = {"Chen": may(540, 50, 78, 4), "Ma": may(500, 60, 90, 5), "Song": may(430, 52, 95, 4.5)}
WORK = Work(
    {"sales": 10, "members": 4, "satisfied": 2, "wait": -0.5},
    CLIFF,
    6000,
    slips={"satisfied": -1},
    ties=("members", "sales"),
)
HEAVY = {"sales": 0.32, "members": 0.16, "satisfied": 0.40, "wait": 0.12}


@pytest.mark.parametrize(
    ("agreement", "works_on", "satisfied", "cost"),
    [
        (Agreement("ratio"), "wait wait wait", 75, 59_288),
        (Agreement("two_segment"), "members members members", 75, 44_088),
        (Agreement("two_segment", weights=HEAVY), "members members members", 75, 35_120),
        (Agreement("two_segment", bases={"satisfied": 70}), "members members satisfied", 78, 46_433),
        (Agreement("two_segment", "negative"), "satisfied satisfied satisfied", 84, 43_308),
        (Agreement("two_segment", "bonus_block"), "satisfied satisfied satisfied", 84, 43_308),
    ],
    ids=["ratio", "zero", "weight .40", "base 70", "negative", "bonus block"],
)
def test_the_storyline_comes_out(agreement: Agreement, works_on: str, satisfied: float, cost: float) -> None:
    lived = live_with(PEOPLE, agreement, WORK)
    assert lived.efforts("Chen") == tuple(works_on.split())
    assert lived.fact("Chen", "satisfied") == satisfied
    assert round(lived.cost) == cost


def test_under_ratio_all_three_polish_the_queue() -> None:
    lived = live_with(PEOPLE, Agreement("ratio"), WORK)
    assert {lived.efforts(person) for person in PEOPLE} == {("wait",) * 3}


def test_more_weight_on_a_dead_zone_pays_chen_nothing() -> None:
    lived = live_with(PEOPLE, Agreement("two_segment", weights=HEAVY), WORK)
    assert [month.bonus for month in lived.of("Chen")] == [0, 0, 0]
    pull = pays_most(PEOPLE["Chen"], lived.agreement, WORK)
    assert pull.gain == 0
    assert set(pull.tied) == set(WORK.efforts)


def test_a_month_by_hand() -> None:
    # members 50 to 54: index 14/20 = .70, total .7440 + .2 × .2 = .784; .50 + .084 / .30 × .50 = .64 of 6,000
    first = live_with(PEOPLE, Agreement("two_segment"), WORK, months=1).of("Chen")[0]
    assert first.total == pytest.approx(0.784)
    assert first.bonus == pytest.approx(3840)
    assert first.facts == {"sales": 540, "members": 54, "satisfied": 77, "wait": 4}


def test_ties_go_to_members_then_sales_then_the_order_of_the_efforts() -> None:
    agreement = Agreement("two_segment", weights=HEAVY)
    assert pays_most(PEOPLE["Chen"], agreement, WORK).tied == ("members", "sales", "satisfied", "wait")


def test_facts_stay_possible() -> None:
    top = may(540, 50, 99, 0.2)
    assert WORK.after(top, "satisfied").row("satisfied").fact == 100
    assert WORK.after(top, "wait").row("wait").fact == 0


def test_the_matrices_given_are_left_alone() -> None:
    before = dict(PEOPLE)
    live_with(PEOPLE, Agreement("line"), WORK)
    assert before == PEOPLE


def test_names_that_are_not_there_are_told() -> None:
    with pytest.raises(UnknownName, match="satisfied"):
        Agreement(bases={"satisfed": 70}).applied(PEOPLE["Ma"])
    with pytest.raises(UnknownName, match="effort"):
        WORK.after(PEOPLE["Ma"], "luck")
    with pytest.raises(MatrixError, match="no effort"):
        pays_most(PEOPLE["Ma"], Agreement(), Work({}, CLIFF, 6000))
    with pytest.raises(MatrixError, match="add up to"):
        Agreement(weights={"sales": 0.5}).applied(PEOPLE["Ma"])


def test_luck_by_hand() -> None:
    # two answers, true share 50 %: 0, 50 or 100 % with chances 1/4, 1/2, 1/4
    assert blocked_by_luck(50, 60, 2) == pytest.approx(0.75)
    assert blocked_by_luck(50, 50, 2) == pytest.approx(0.25)
    assert blocked_by_luck(50, 0, 2) == 0


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100), st.integers(0, 100), st.integers(1, 60))
def test_a_chance_is_a_share(true_share: int, base: int, asked: int) -> None:
    assert -1e-9 <= blocked_by_luck(true_share, base, asked) <= 1 + 1e-9


def test_redraws_repeat_by_seed_and_agree_with_the_chance() -> None:
    draws = redrawn(84, 50, np.random.default_rng(7), times=4000)
    assert draws == redrawn(84, 50, np.random.default_rng(7), times=4000)
    assert np.mean(np.array(draws) < 80) == pytest.approx(blocked_by_luck(84, 80, 50), abs=0.02)
