"""Each letter fails and holds on a hand-made plan, and says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import nan
from typing import Any

import pytest

from kpilab.analysis.plan import Plan, PlanRow
from kpilab.analysis.smart import Letter, SmartCheck, smart_check
from kpilab.errors import UnknownName
from kpilab.i18n import speaking

ROW = PlanRow(
    "net_sales", 1.0, 400, 500, 550, unit="thousand", owner="Chen", source="till", history=(410, 455, 480, 505, 520)
)
PLAN = Plan((ROW,), goal="grow_sales", starts=date(2026, 5, 1), ends=date(2026, 5, 31))


def changed(**said: Any) -> Plan:
    return replace(PLAN, rows=(replace(ROW, **said),))


def reason(check: SmartCheck, letter: Letter) -> tuple[bool | None, str]:
    (found,) = check.of(letter)
    return found.holds, found.reason


def test_a_smart_plan_holds_in_all_five_letters() -> None:
    check = smart_check(PLAN)
    assert check.smart
    assert [line.letter for line in check.judgements] == ["S", "M", "A", "R", "T"]
    assert reason(check, "A")[1] == "Net sales: 2 of 5 comparable periods reached the norm of 500."
    assert str(check).splitlines()[0] == "S — specific: yes"


@pytest.mark.parametrize(
    ("letter", "plan", "holds", "said"),
    [
        ("S", changed(kpi="net_slaes"), False, "Did you mean 'net_sales'?"),
        ("S", changed(owner=""), False, "nobody is named"),
        ("S", changed(kpi="smiles", formula="Smiles over visitors."), True, "Chen answers for it"),
        ("M", changed(unit=""), False, "still to be written: its unit."),
        ("M", changed(norm=nan), False, "the norm as a number"),
        ("M", changed(source=" "), False, "the source of the fact"),
        ("A", changed(norm=530), False, "0 of 5 comparable periods reached the norm of 530"),
        ("A", changed(base=500, norm=400, target=350), False, "do not lead the way that is good"),
        ("A", changed(target=450), False, "do not lead the way that is good"),
        ("A", changed(history=(505.0, nan, 510.0)), None, "2 earlier periods; at least 5"),
        ("A", changed(base=nan), None, "write base and norm"),
        ("A", changed(kpi="till_wait_minutes", base=8, norm=5, target=4, history=(9, 8, 7, 6, 5)), True, "1 of 5"),
        ("R", replace(PLAN, goal=""), False, "the plan names no goal"),
        ("R", changed(kpi="page_views"), False, "nothing ties it to the goal “Grow sales”"),
        ("R", changed(kpi="page_views", because="Our catalogue is the shop."), True, "Our catalogue is the shop."),
        ("T", replace(PLAN, ends=None), False, "write the first and the last day"),
        ("T", replace(PLAN, ends=date(2026, 5, 1)), False, "ends on 2026-05-01, and not after its first day"),
    ],
)
def test_each_letter_says_why(letter: Letter, plan: Plan, holds: bool | None, said: str) -> None:
    found = reason(smart_check(plan), letter)
    assert found[0] is holds
    assert said in found[1]


def test_one_failing_row_fails_the_letter_and_an_open_one_leaves_it_open() -> None:
    open_row, failing = replace(ROW, history=()), replace(ROW, norm=530)
    assert smart_check(replace(PLAN, rows=(ROW, open_row))).holds("A") is None
    assert smart_check(replace(PLAN, rows=(ROW, open_row, failing))).holds("A") is False
    assert smart_check(replace(PLAN, rows=())).smart is False


def test_a_goal_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'grow_sales'"):
        smart_check(replace(PLAN, goal="grow sale"))


def test_judgements_are_translated() -> None:
    with speaking("xx"):
        assert all(line.reason.startswith("⟦") for line in smart_check(PLAN).judgements)


def test_a_notebook_shows_each_letter_with_its_reasons() -> None:
    shown = smart_check(changed(owner="", history=(410,)))._repr_html_()
    assert shown.count("<tr>") == 6
    assert all(icon in shown for icon in "✓✗○")
    assert "nobody is named" in shown
    assert repr(smart_check(PLAN)) == str(smart_check(PLAN))
