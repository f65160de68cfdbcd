from __future__ import annotations

from dataclasses import replace

import pytest
from small_tasks import NUMBER, NUMBERS, SHOP, TASKS, Shop

from kpilab.course.cases import case_for, collisions
from kpilab.course.task import CaseMaker, Mistake
from kpilab.errors import ChapterError


def test_first_shop_of_variant_0_is_the_standard_one() -> None:
    assert case_for(SHOP, TASKS, variant=0) == Shop(40, 60, 48)


def test_case_depends_on_variant_and_shop_only() -> None:
    keys = [(1, 0), (2, 0), (0, 1), (1, 1)]
    drawn = [case_for(SHOP, TASKS, variant=variant, shop=shop) for variant, shop in keys]
    assert drawn == [case_for(SHOP, TASKS[::-1], variant=variant, shop=shop) for variant, shop in keys]
    assert len(set(drawn)) == 4


def test_draws_keep_all_answers_apart(variants: int) -> None:
    for variant in range(1, variants * 20):
        case = case_for(SHOP, TASKS, variant=variant)
        assert not any(collisions(task, case) for task in TASKS)


def test_collisions_name_both_sides() -> None:
    # base 20, norm 40, fact 30: index 0.5, and so is what is missing
    assert collisions(NUMBER, Shop(20, 40, 30)) == (("right", "missing"),)
    # base 30, norm 60, fact 40: a third walked, two thirds missing and two thirds of the norm
    assert collisions(NUMBER, Shop(30, 60, 40)) == (("over-norm", "missing"),)


def test_mistakes_of_different_parts_do_not_collide() -> None:
    assert collisions(NUMBERS, Shop(40, 60, 48)) == ()
    assert collisions(NUMBERS, Shop(40, 60, 60)) == (("right", "fact-as-norm"),)


def test_where_they_always_coincide_the_fewest_are_taken() -> None:
    twin = Mistake[Shop]("twin", lambda case: 1 - case.index, "Or this.")
    task = replace(NUMBER, mistakes=(*NUMBER.mistakes, twin))
    assert collisions(task, case_for(SHOP, (task,), variant=1)) == (("missing", "twin"),)


def test_case_is_made_anew_each_time() -> None:
    maker = CaseMaker[list[int]]("test.list", lambda: [0], lambda rng: [int(rng.integers(9))])
    assert case_for(maker, (), variant=1) is not case_for(maker, (), variant=1)


def test_fault_of_a_maker_is_raised_and_named() -> None:
    maker = CaseMaker[int]("test.broken", lambda: 0, lambda rng: 1 // 0)
    with pytest.raises(ChapterError, match=r"test\.broken"):
        case_for(maker, (), variant=1)
