"""A plan as it is typed: read kindly, told what could not be read, kept as plain data."""

from __future__ import annotations

from math import isnan

import pytest

from kpilab.widgets.plan_draft import PlanDraft, choice_fields, first_fields, row_fields

DRAFT = PlanDraft("retail", "store_manager", "grow_sales", ("net_sales", "csat_top2"), "Smiles", "Smiles a day.")


def typed(**said: str) -> PlanDraft:
    return DRAFT.typing({f"0.{name}": text for name, text in said.items()})


@pytest.mark.parametrize(("text", "weight"), [("0.4", 0.4), ("40 %", 0.4), ("40", 0.4), ("０.４", 0.4)])
def test_a_weight_is_read_as_people_write_it(text: str, weight: float) -> None:
    plan, unread = typed(weight=text).plan()
    assert (plan.rows[0].weight, unread) == (weight, ())


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("400 / 500 / 550", (400, 500, 550)),
        ("400/500", (400, 500)),
        ("/500", (500,)),
        ("80 % / 90 % / 94 %", (80, 90, 94)),
    ],
)
def test_levels_are_read_in_their_order(text: str, levels: tuple[float, ...]) -> None:
    row = typed(levels=text).plan()[0].rows[0]
    assert tuple(level for level in (row.base, row.norm, row.target) if not isnan(level)) == levels


def test_what_cannot_be_read_is_said_and_the_rest_is_kept() -> None:
    plan, unread = typed(weight="much", owner="Li").plan()
    assert len(unread) == 1
    assert unread[0].startswith("Net sales: ")
    assert plan.rows[0].owner == "Li"
    assert isnan(plan.rows[0].weight)
    assert "more than three levels" in typed(levels="1/2/3/4").plan()[1][0]


def test_a_kpi_of_ones_own_comes_last_with_its_formula() -> None:
    plan, _unread = DRAFT.plan()
    assert plan.goal == "grow_sales"
    assert (plan.rows[-1].kpi, plan.rows[-1].formula) == ("Smiles", "Smiles a day.")
    assert plan.rows[1].unit == "%"


def test_three_to_seven_rows() -> None:
    assert DRAFT.miscount == ""
    assert "you have 2" in DRAFT.choosing({"chosen": ("net_sales", "nps")}).miscount
    assert "you have 8" in DRAFT.choosing({"chosen": tuple("abcdefgh")}).miscount


def test_what_was_typed_stays_with_its_row() -> None:
    draft = typed(owner="Li").choosing({"chosen": ("nps", "net_sales", "csat_top2")})
    assert [row.owner for row in draft.plan()[0].rows] == ["", "Li", ""]


@pytest.mark.parametrize("data", [{}, {"goal": "fly", "chosen": [], "typed": {}}, {"sector": None}, {"typed": 3}])
def test_what_does_not_fit_is_an_empty_draft(data: dict[str, object]) -> None:
    assert PlanDraft.from_data(data) == PlanDraft()


def test_kept_and_read_again() -> None:
    assert PlanDraft.from_data(typed(owner="Li", weight="0.2").as_data()) == typed(owner="Li", weight="0.2")


def test_the_fields_ask_and_the_role_gives_its_example() -> None:
    assert [field.key for field in first_fields()] == ["sector", "role", "goal"]
    assert 3 <= len(choice_fields(DRAFT.suggestions())[0].options) <= 10
    levels = row_fields(DRAFT, 0)[-1]
    assert levels.placeholder == "for example 400 / 500 / 550 thousand"
    assert row_fields(DRAFT, 2)[-1].placeholder == "400 / 500 / 550"
    assert PlanDraft(sector="retail").open_questions == ("the role", "the goal")
