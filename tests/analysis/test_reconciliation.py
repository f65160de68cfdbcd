"""From below to what was set above: worked by hand, and against a brute-force search."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpilab.analysis.reconciliation import forecast_pay, held_back, reconcile
from kpilab.errors import PlanError, UnknownName

OFFERS = {"Lin": 1250, "Bao": 1100, "Qiu": 1050, "Tan": 550, "Yu": 350}  # 4,300 of 4,680
SPREAD = {"Lin": 40, "Bao": 40, "Qiu": 60, "Tan": 120, "Yu": 100}  # variances 16 16 36 144 100, sum 312


def test_proportional_pays_for_a_low_offer() -> None:
    found = reconcile(4680, OFFERS)
    assert found.gap == 380
    # 550 × 4680 ÷ 4300 = 598.6; had Tan said 750, 750 × 4680 ÷ 4500 = 780
    assert found.plans["Tan"] == 599
    assert reconcile(4680, OFFERS | {"Tan": 750}).plans["Tan"] == 780
    assert sum(found.plans.values()) == 4680
    assert str(found) == "Asked from above 4,680, offered from below 4,300: a gap of 380. Lin takes the largest part."


def test_more_offered_than_asked_is_given_back() -> None:
    # 140 offered, 100 asked: × 0.7143, so 71 and 29; a gives up 29 and b 11
    found = reconcile(100, {"a": 100, "b": 40})
    assert str(found) == "Asked from above 100, offered from below 140: 40 more than is asked. a gives up most."
    assert str(reconcile(140, {"a": 100, "b": 40})).endswith("there is no gap.")
    assert reconcile(0, {"a": 10, "b": 4}, method="least_squares", spread={"a": 1, "b": 2}).plans == {"a": 0, "b": 0}


def test_least_squares_moves_the_unsure() -> None:
    found = reconcile(4680, OFFERS, method="least_squares", spread=SPREAD)
    # 380 × 16/312 = 19.5, 36/312 = 43.8, 144/312 = 175.4, 100/312 = 121.8
    assert [round(x) for x in found.frame()["added"]] == [20, 19, 44, 175, 122]
    assert sum(found.plans.values()) == 4680


def test_a_hold_back_is_stated() -> None:
    assert held_back(4_680_000, 0.05) == 4_914_000
    found = reconcile(4680, OFFERS, method="hold_back", hold_back=0.05)
    assert sum(found.plans.values()) == 4914
    assert found.cushion == 234
    assert "234 more than is asked" in str(found)


def cost(plans: dict[str, float]) -> float:
    return sum((plans[name] - OFFERS[name]) ** 2 / SPREAD[name] ** 2 for name in OFFERS)


@given(st.lists(st.integers(-300, 300), min_size=4, max_size=4))
def test_no_other_plans_of_the_same_sum_cost_less(moves: list[int]) -> None:
    best = reconcile(468_000, {n: 100 * x for n, x in OFFERS.items()}, method="least_squares", spread=SPREAD)
    plans = {name: plan / 100 for name, plan in best.plans.items()}
    moved = dict(zip(OFFERS, [*moves, -sum(moves)], strict=True))
    other = {name: plans[name] + moved[name] for name in plans}
    assert cost(plans) <= cost(other) + 1e-3


@given(
    st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 50)), min_size=1, max_size=6),
    st.integers(0, 5000),
    st.sampled_from(["proportional", "least_squares"]),
)
def test_plans_sum_exactly_and_none_is_negative(rows: list[tuple[int, int]], asked: int, method: str) -> None:
    offers = {f"u{i}": offer for i, (offer, _spread) in enumerate(rows)}
    spread = {f"u{i}": deviation for i, (_offer, deviation) in enumerate(rows)}
    assume(any(offers.values()) and any(spread.values()) and asked > 0)
    assume(method == "proportional" or asked >= sum(o for n, o in offers.items() if not spread[n]))
    found = reconcile(asked, offers, method=method, spread=spread)  # type: ignore[arg-type]
    assert sum(found.plans.values()) == asked
    assert min(found.plans.values()) >= 0


@given(st.floats(0, 2000), st.floats(0, 2000))
def test_the_honest_forecast_pays_best(said: float, sold: float) -> None:
    assert forecast_pay(said, sold) <= forecast_pay(sold, sold) + 1e-9


def test_forecast_pay_by_hand() -> None:
    # 550 × 0.03 + 230 × 0.02 = 21.1; 780 × 0.03 = 23.4; 900 × 0.03 − 120 × 0.04 = 22.2
    assert [round(forecast_pay(said, 780), 1) for said in (550, 780, 900)] == [21.1, 23.4, 22.2]


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: reconcile(100, {}), "Nobody has offered"),
        (lambda: reconcile(100, {"a": 0}), "All offers are 0"),
        (lambda: reconcile(100, {"a": -5}), "not below 0"),
        (lambda: reconcile(100, {"a": 50}, method="least_squares"), "no spread for a"),
        (lambda: reconcile(100, {"a": 50}, method="least_squares", spread={"a": 0}), "at least one is above 0"),
        (lambda: reconcile(10, {"a": 50, "b": 5}, method="least_squares", spread={"a": 0, "b": 1}), "sure forecasts"),
        (lambda: reconcile(100, {"a": 50}, hold_back=0.05), "only with the method hold_back"),
        (lambda: held_back(100, 5), "write 5 % as 0.05"),
        (lambda: forecast_pay(1, 1, above=0.05), "Pay least above"),
    ],
)
def test_bad_input_is_told_clearly(make, word: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PlanError, match=word):
        make()


def test_a_misspelt_method_is_told() -> None:
    with pytest.raises(UnknownName, match="proportional"):
        reconcile(1, {"a": 1}, method="proportionl")  # type: ignore[arg-type]
