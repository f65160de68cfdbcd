"""Ratios and counts of different people: what the parts come to, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpilab.analysis.ratio_plans import RatioPart, check_ratio, overlap_line, why_not_shared_out
from kpilab.catalogue import kpis
from kpilab.errors import PlanError, UnknownName

STORES = {"A": RatioPart(0.12, 6000), "B": RatioPart(0.15, 3000), "C": RatioPart(0.18, 1000)}


def test_every_store_keeps_its_plan_and_the_company_misses() -> None:
    found = check_ratio(STORES, 0.15)
    assert found.mean_of_rates == pytest.approx(0.15)
    assert found.frame()["numerator"].tolist() == pytest.approx([720, 450, 180])
    assert found.together == pytest.approx(0.135)  # 1,350 of 10,000
    assert not found.holds
    assert str(found) == (
        "If every part keeps its plan, the company has 1,350 of 10,000, 13.50%. Its plan of 15.00% is missed by 150."
    )


def test_plans_that_hold() -> None:
    found = check_ratio({"A": RatioPart(0.2, 10), "B": RatioPart(0.1, 10)}, 0.15)
    assert found.holds
    assert str(found).endswith("Its plan of 15.00% is kept.")


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(1, 1e6)), min_size=1, max_size=6))
def test_the_company_lies_between_its_parts(rows: list[tuple[float, float]]) -> None:
    found = check_ratio({str(i): RatioPart(*row) for i, row in enumerate(rows)}, 0.5)
    rates = [rate for rate, _denominator in rows]
    assert min(rates) - 1e-9 <= found.together <= max(rates) + 1e-9


def test_an_overlap_line() -> None:
    found = overlap_line({"Riverside": 900, "Hilltop": 1100}, 1850)
    assert found.overlap == 150
    assert str(found) == "The units count 2,000, the company 1,850: 150 are counted by more than one."


def test_only_what_adds_up_is_shared_out() -> None:
    for entry in kpis():
        assert bool(why_not_shared_out(entry.id)) == (entry.additivity not in ("additive", "semi-additive"))
    with pytest.raises(UnknownName, match="net_sales"):
        why_not_shared_out("net_sale")


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: check_ratio({}, 0.1), "no part"),
        (lambda: check_ratio({"A": RatioPart(-0.1, 10)}, 0.1), "not below 0"),
        (lambda: check_ratio({"A": RatioPart(0.1, float("nan"))}, 0.1), "not below 0"),
        (lambda: check_ratio({"A": RatioPart(0.1, 0)}, 0.1), "denominators are 0"),
        (lambda: overlap_line({"A": 10, "B": 20}, 31), "no more than"),
        (lambda: overlap_line({"A": 10, "B": 20}, 19), "no fewer than"),
    ],
)
def test_bad_input_is_told_clearly(make, word: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PlanError, match=word):
        make()
