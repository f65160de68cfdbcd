"""A team under a plan: who works, who keeps back, who gives up, worked by hand on two people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpilab.analysis.plan_life import TALKS, Team, live_plan, most_loaded
from kpilab.errors import PlanError, UnknownName

TEAM = Team({"Lin": 1000, "Tan": 1000}, months=(0.5, 0.5))


def test_near_the_reach_people_sell_what_they_can() -> None:
    found = live_plan({"Lin": 1000, "Tan": 950}, TEAM)
    assert found.sold_by("Lin") == 1000
    # Tan, after a month: 450 left of 500, a load of exactly 0.9
    assert found.sold_by("Tan") == 1000
    assert found.met("Tan")


def test_well_inside_it_they_keep_orders_back() -> None:
    found = live_plan({"Lin": 1000, "Tan": 600}, TEAM)
    assert found.sold_by("Tan") == 600
    assert {month.doing for month in found.of("Tan")} == {"kept back"}


def test_far_beyond_it_they_give_up() -> None:
    found = live_plan({"Lin": 1300, "Tan": 1000}, TEAM, talk="tough")
    assert found.sold_by("Lin") == 700
    assert not found.met("Lin")


def test_a_version_moves_what_does_not_fit_and_says_what_fits_nobody() -> None:
    # after a month Lin sold 350 of 1,300: 950 left, 500 in reach; Tan sold 400 of 800: 400 left, 500 in reach
    found = live_plan({"Lin": 1300, "Tan": 800}, TEAM, talk="version")
    assert found.moved == pytest.approx({"Lin": -450, "Tan": 100})
    assert found.unassigned == pytest.approx(350)
    assert found.sold == pytest.approx(350 + 500 + 400 + 500)
    assert found.met("Lin")  # of the plan as it stood in the end


def test_a_plan_lowered_in_private_is_heard_of() -> None:
    # 1,300 − 350 = 950 left, 95 % of 500 is 475: 475 belong to nobody, and Tan pushes back in the last month
    found = live_plan({"Lin": 1300, "Tan": 1000}, TEAM, talk="lower")
    assert found.unassigned == pytest.approx(475)
    assert found.of("Tan")[-1].doing == "pushed back"
    assert found.of("Tan")[-1].sold == pytest.approx(450)


def test_where_nothing_is_lowered_nobody_hears_of_it() -> None:
    # 950 of 1,000 is exactly what may stay, so the plan is not cut
    found = live_plan({"Lin": 950, "Tan": 950}, TEAM, talk="lower")
    assert (found.moved, {month.doing for month in found.months}) == ({}, {"worked"})


def test_a_promise_works_until_it_is_found_out() -> None:
    doing = [month.doing for month in live_plan({"Lin": 1300, "Tan": 1000}, Team(TEAM.reach), talk="promise").of("Lin")]
    assert doing == ["gave up", "worked", "gave up"]


plans = st.fixed_dictionaries({"Lin": st.floats(1, 3000), "Tan": st.floats(1, 3000)})


@given(plans, st.sampled_from(TALKS))
def test_nobody_sells_more_than_they_can_or_less_than_nothing(plans: dict[str, float], talk) -> None:  # type: ignore[no-untyped-def]
    found = live_plan(plans, TEAM, talk=talk)
    assert all(0 <= month.sold <= 500 + 1e-9 for month in found.months)
    assert found.asked == pytest.approx(sum(plans.values()))
    assert sum(found.moved.values()) == pytest.approx(-found.unassigned)


@given(plans)
def test_the_first_month_is_the_same_whatever_is_said_later(plans: dict[str, float]) -> None:
    firsts = {live_plan(plans, TEAM, talk=talk, months=1).months for talk in TALKS}
    assert len(firsts) == 1
    assert live_plan(plans, TEAM).months[:2] == next(iter(firsts))


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: Team({}), "above 0"),
        (lambda: Team({"Lin": 0}), "above 0"),
        (lambda: Team({"Lin": 1}, months=(0.5, 0.6)), "add up to 1"),
        (lambda: most_loaded({"Lin": 1}, TEAM), "see Tan"),
        (lambda: live_plan({"Lin": -1, "Tan": 1}, TEAM), "never below 0"),
        (lambda: live_plan({"Lin": 1, "Tan": 1}, TEAM, months=9), "9 is none of them"),
    ],
)
def test_bad_input_is_told_clearly(make, word: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PlanError, match=word):
        make()


def test_a_misspelt_talk_is_told() -> None:
    with pytest.raises(UnknownName, match="tough"):
        live_plan({"Lin": 1, "Tan": 1}, TEAM, talk="though")  # type: ignore[arg-type]
