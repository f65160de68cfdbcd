"""Plans shared out; the expected numbers are worked by hand in methods (b) of the domain notes, or in the test."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpilab.analysis.cascade import as_version, cascade
from kpilab.analysis.plan_book import PlanBook
from kpilab.analysis.seasons import seasonal_indices
from kpilab.analysis.shares import ShareKey, Unit, split_exactly
from kpilab.errors import PlanError, UnknownName

FIVE = (
    Unit("Lin", 1.2, 1, 30),
    Unit("Bao", 1.0, 1, 25),
    Unit("Qiu", 0.9, 1, 20),
    Unit("Tan", 0.6, 1, 15),
    Unit("Yu", 0.2, 0.5, 10),
)
BLEND = ShareKey(0.60, 0.25, 0.15)
QUARTERS = seasonal_indices([2.1, 2.4, 2.6, 3.9], ["Q1", "Q2", "Q3", "Q4"])

amounts = st.integers(0, 10**12)
weights = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.floats(0, 1e6, allow_nan=False), min_size=1
).filter(lambda found: sum(found.values()) > 0)
one_unit = st.builds(Unit, st.just("x"), st.floats(0.01, 1e6), st.floats(0.01, 1e6), st.floats(0.01, 1e6))
units = st.lists(one_unit, min_size=1, max_size=6).map(
    lambda found: [Unit(f"u{i}", u.history, u.capacity, u.potential) for i, u in enumerate(found)]
)
keys = st.integers(0, 100).flatmap(
    lambda a: st.integers(0, 100 - a).map(lambda b: ShareKey(a / 100, b / 100, (100 - a - b) / 100))
)


def test_the_blend_of_the_fourth_quarter() -> None:
    shares = BLEND.shares(FIVE)
    assert [round(float(share), 5) for share in shares.values()] == [0.28517, 0.24690, 0.22402, 0.17036, 0.07355]
    assert split_exactly(4_680_000, shares, step=100) == {
        "Lin": 1_334_600,
        "Bao": 1_155_500,
        "Qiu": 1_048_400,
        "Tan": 797_300,
        "Yu": 344_200,
    }
    assert sum(shares.values()) == 1


def test_the_leftover_goes_to_the_largest_remainders() -> None:
    # 7 of 2:2:3 over 10 is 2, 2, 3; 10 of them is 2.857, 2.857, 4.286: floors 2, 2, 4, two left over
    assert split_exactly(10, {"a": 2, "b": 2, "c": 3}) == {"a": 3, "b": 3, "c": 4}
    # one left over between two equals goes to the larger weight, then by name
    assert split_exactly(1, {"b": 1, "a": 1}) == {"b": 0, "a": 1}


def test_a_total_that_is_no_multiple_of_the_step_leaves_one_odd_part() -> None:
    # 1,050 in hundreds: 525 each, floors 500 and 500, 50 left over, no whole step: one part takes the odd 50
    assert split_exactly(1050, {"a": 1, "b": 1}, step=100) == {"a": 550, "b": 500}


@given(amounts, weights, st.integers(1, 10**7))
def test_parts_sum_exactly_and_none_is_negative(total: int, weights: dict[str, float], step: int) -> None:
    parts = split_exactly(total, weights, step=step)
    assert sum(parts.values()) == total
    assert all(part >= 0 for part in parts.values())
    assert sum(part % step != 0 for part in parts.values()) <= 1


@given(amounts, weights, st.integers(1, 1000), st.randoms(use_true_random=False))
def test_the_order_of_units_moves_nothing(total: int, weights: dict[str, float], step: int, luck) -> None:  # type: ignore[no-untyped-def]
    names = list(weights)
    luck.shuffle(names)
    assert split_exactly(total, {name: weights[name] for name in names}, step=step) == split_exactly(
        total, weights, step=step
    )


@given(amounts, weights)
def test_no_part_is_a_step_or_more_away_from_its_share(total: int, weights: dict[str, float]) -> None:
    parts = split_exactly(total, weights)
    exact = {name: Fraction(repr(float(weight))) for name, weight in weights.items()}
    ideal = {name: total * weight / sum(exact.values()) for name, weight in exact.items()}
    assert all(abs(parts[name] - ideal[name]) < 1 for name in parts)


@given(units, keys)
def test_shares_sum_to_one_and_lie_between_the_three_splits(units: list[Unit], key: ShareKey) -> None:
    shares = key.shares(units)
    assert sum(shares.values()) == 1
    single = [ShareKey(*weights).shares(units) for weights in ((1, 0, 0), (0, 1, 0), (0, 0, 1))]
    for name, share in shares.items():
        assert min(one[name] for one in single) <= share <= max(one[name] for one in single)


@given(units, keys, amounts, st.integers(1, 500), st.randoms(use_true_random=False))
def test_every_level_and_period_of_a_cascade_adds_up(units, key, total, step, luck) -> None:  # type: ignore[no-untyped-def]
    teams = tuple(Unit(f"T{i}", i + 1, 1, 1, parts=tuple(units)) for i in range(2))
    made = cascade(total, Unit("firm", parts=teams), key, seasons=QUARTERS, step=step)
    assert sum(made.plans(level=0).values()) == total
    for parent in [line for line in made.lines if line.level < 2]:
        children = [line for line in made.lines if line.path[:-1] == parent.path and line.period == parent.period]
        assert sum(line.plan for line in children) == parent.plan
        assert all(line.plan >= 0 for line in children)
    turned = list(teams)
    luck.shuffle(turned)
    other = cascade(total, Unit("firm", parts=tuple(turned)), key, seasons=QUARTERS, step=step)
    assert {(line.path, line.period, line.plan) for line in other.lines} == {
        (line.path, line.period, line.plan) for line in made.lines
    }


def test_a_year_by_season_team_and_person() -> None:
    team = Unit("kitchens", 1, parts=FIVE)
    made = cascade(13_200_000, Unit("firm", parts=(team,)), [ShareKey(), BLEND], seasons=QUARTERS, step=100)
    assert made.plans(level=1, period="Q4") == {"kitchens": 4_680_000}
    assert made.plans(level=2, period="Q4")["Yu"] == 344_200
    assert made.table(level=2).loc["Lin", "Q4"] == 1_334_600
    assert made.frame()["plan"].sum() == 3 * 13_200_000
    assert str(made) == ("13,200,000 shared out to 5 units in 4 periods; at every level the parts add up to the whole.")


def test_two_people_of_one_name_keep_their_own_plans() -> None:
    # 1,000 by 3 : 1 is 750 and 250; then 2 : 1 and 1 : 1
    north = Unit("North", 3, parts=(Unit("Wang", 2), Unit("Li", 1)))
    south = Unit("South", 1, parts=(Unit("Wang", 1), Unit("Zhou", 1)))
    made = cascade(1000, Unit("firm", parts=(north, south)), ShareKey())
    asked = {"North › Wang": 500, "North › Li": 250, "South › Wang": 125, "South › Zhou": 125}
    assert made.plans(level=2) == made.table(level=2)[""].to_dict() == asked
    assert made.plans(level=1) == {"North": 750, "South": 250}


def test_a_misspelt_period_is_told() -> None:
    with pytest.raises(UnknownName, match="Q5"):
        cascade(100, Unit("f", parts=FIVE), BLEND, seasons=QUARTERS).plans(period="Q5")


def test_a_large_whole_number_of_another_kind_stays_exact() -> None:
    # 2 to the 53rd plus 1 is the first whole number that a float does not hold
    assert split_exactly(np.int64(9_007_199_254_740_993), {"a": 1}) == {"a": 9_007_199_254_740_993}


def test_promotions_are_planned_in_their_period() -> None:
    # 1,000 without the promotion's 200 is 800, a fourth each; the promotion comes on top in the second quarter
    flat = seasonal_indices([1, 1, 1, 1], ["Q1", "Q2", "Q3", "Q4"])
    made = cascade(1000, Unit("firm", parts=FIVE), BLEND, seasons=flat, lifts={"Q2": 200})
    assert [sum(made.plans(period=quarter).values()) for quarter in flat.indices] == [200, 400, 200, 200]


def test_a_cascade_becomes_a_version_of_the_plan() -> None:
    quarters = seasonal_indices([1, 1, 1, 1], [f"2025-Q{n}" for n in (1, 2, 3, 4)])
    made = cascade(400, Unit("firm", parts=(Unit("Lin", 1), Unit("Yu", 1))), ShareKey(), seasons=quarters)
    days = {"approved_on": date(2024, 12, 20), "effective_from": date(2025, 1, 1)}
    book = PlanBook((as_version(made, 1, approver="Li", reason="the year", **days),))
    assert book.in_force("2025-Q3").of("2025-Q3") == {"Lin": 50, "Yu": 50}
    assert book.close("2025-Q1", on=date(2025, 4, 3)).frame()["closed"].tolist() == ["2025-Q1"]
    with pytest.raises(PlanError, match="plans periods"):
        as_version(cascade(4, Unit("f", parts=FIVE), BLEND), 1, approver="Li", reason="", **days)


@pytest.mark.parametrize(
    ("kpi", "word"),
    [("conversion_rate_session", "ratio"), ("unique_visitors", "overlap_line"), ("median_lifetime_km", "middle")],
)
def test_what_does_not_add_up_is_refused_with_the_reason(kpi: str, word: str) -> None:
    with pytest.raises(PlanError, match=word):
        cascade(100, Unit("firm", parts=FIVE), BLEND, kpi=kpi)


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: ShareKey(0.6, 0.25, 0.25), "add up to 1.1"),
        (lambda: ShareKey(1.2, -0.2, 0), "never negative"),
        (lambda: ShareKey(float("nan"), 0.5, 0.5), "missing"),
        (lambda: ShareKey().shares([]), "nobody"),
        (lambda: ShareKey().shares([Unit("a"), Unit("b")]), "Every history is 0 for a, b"),
        (lambda: ShareKey().shares([Unit("a", -1), Unit("b", 1)]), "a: history is -1"),
        (lambda: ShareKey().shares([Unit("a", float("nan"))]), "a newcomer's history is 0"),
        (lambda: ShareKey().shares([Unit("a", 1), Unit("a", 1)]), "a is there twice"),
        (lambda: split_exactly(100, {}), "nobody"),
        (lambda: split_exactly(100, {"a": 0.0}), "All weights are 0"),
        (lambda: split_exactly(100, {"a": -1, "b": 2}), "see a"),
        (lambda: split_exactly(-1, {"a": 1}), "not below 0"),
        (lambda: split_exactly(10.5, {"a": 1}), "whole units"),
        (lambda: split_exactly(10, {"a": 1}, step=0), "step is 0"),
        (lambda: cascade(100, Unit("f", parts=FIVE), BLEND, lifts={"Q1": 9}), "give the seasons"),
        (lambda: cascade(100, Unit("f", parts=FIVE), BLEND).plans(level=2), "no level 2: 0 is the top, 1 the deepest"),
        (lambda: cascade(100, Unit("f"), BLEND, seasons=QUARTERS, step=[]), "Levels below the top: 1; steps given: 0"),
        (
            lambda: cascade(1, Unit("f", parts=(Unit("t", 1, parts=FIVE),)), [BLEND]),
            "Levels below the top: 2; share keys given: 1",
        ),
    ],
)
def test_bad_input_is_told_clearly(make, word: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PlanError, match=word):
        make()
