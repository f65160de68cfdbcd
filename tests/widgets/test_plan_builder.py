"""The builder: three steps, one after another, and what it shows of a plan that was kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as w

from kpilab.widgets.message import Message
from kpilab.widgets.plan_builder import looked_over, plan_builder, plan_sheet
from kpilab.widgets.plan_draft import PlanDraft

NAMES = ("net_sales", "gross_margin_rate", "store_footfall", "csat_top2")
TYPED = {one: {"weight": "0.25", "owner": "Li", "source": "till", "levels": ""} for one in NAMES}
DRAFT = PlanDraft("retail", "store_manager", "grow_sales", NAMES, typed=TYPED)


def builder(draft: PlanDraft = DRAFT, export: Callable[[PlanDraft], Message | str] | None = None) -> Any:
    return plan_builder(draft, keep=lambda _draft: ("Kept for you.",), export=export or (lambda _draft: "<a>book</a>"))


def test_a_sound_plan_has_nothing_to_remark() -> None:
    said = looked_over(DRAFT)
    assert said.title == "Kept; nothing to remark"
    assert plan_sheet(DRAFT).rows[0] == ("Net sales", "0.25", "Li", "till")


def test_a_doubtful_one_hears_everything_at_once() -> None:
    said = looked_over(DRAFT.typing({"0.weight": "much"}))
    assert said.title.startswith("Kept, with ")
    assert said.paragraphs[0].startswith("Net sales: ")
    assert any("Nobody owns" in text for text in said.paragraphs)


def test_a_later_step_waits_for_the_one_before(hand: Callable[[Any], Any]) -> None:
    person = hand(builder(PlanDraft()))
    assert [one.description for one in person.parts(w.Button)] == ["Suggest KPIs"]
    kept = hand(builder())
    assert len(kept.parts(w.Checkbox)) == 10
    assert [one.value for one in kept.parts(w.Text) if one.description == "Weight"] == ["0.25"] * 4


def test_it_says_what_was_kept_and_shows_the_book(hand: Callable[[Any], Any]) -> None:
    person = hand(builder())
    person.press("Look my plan over and keep it")
    assert "Kept for you." in person.seen
    person.press("Make the Excel matrix")
    assert "<a>book</a>" in person.seen
    assert "Kept for you." not in person.seen


def test_what_is_typed_before_the_book_is_made_is_kept(hand: Callable[[Any], Any]) -> None:
    kept: list[PlanDraft] = []

    def keep(draft: PlanDraft) -> tuple[str, ...]:
        kept.append(draft)
        return ()

    person = hand(plan_builder(DRAFT, keep=keep, export=lambda _draft: "<a>book</a>"))
    next(one for one in person.parts(w.Text) if one.description == "Weight").value = "0.4"
    person.press("Make the Excel matrix")
    assert kept[-1].typed["net_sales"]["weight"] == "0.4"


def test_another_goal_offers_other_rows_and_takes_none_that_it_does_not_know(hand: Callable[[Any], Any]) -> None:
    person = hand(builder())
    person.parts(w.RadioButtons)[2].value = "sell_the_stock"
    person.press("Suggest KPIs")
    ticked = [one.description for one in person.parts(w.Checkbox) if one.value]
    assert ticked == ["Gross margin rate"]
    assert "Look my plan over and keep it" not in [one.description for one in person.parts(w.Button)]


def test_the_twins_show_the_kept_plan() -> None:
    bundle = builder()
    assert "Store visitors | 0.25 | Li | till" in bundle.text
    assert "(•) Retail" in bundle.text
    assert "never graded" in bundle.still
