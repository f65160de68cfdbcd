"""Does a plan fit into the days: worked by hand."""

from __future__ import annotations

import pytest

from kpilab.analysis.capacity import Selling, capacity_table, capacity_test, ramp_factor
from kpilab.errors import PlanError

LIN = Selling(0.25, 16_000, days=62, visits_per_day=5)


def test_needed_opportunities_and_visits() -> None:
    # 480,000 ÷ (0.25 × 16,000) = 120 opportunities; at 3 visits each, 360; 60 days × 5 × 0.8 = 240 fit
    found = capacity_test(480_000, Selling(0.25, 16_000, 60, 5, visits_per_opportunity=3, ramp=0.8))
    assert (found.opportunities, found.visits, found.possible_visits) == (120, 360, 240)
    assert found.load == 1.5
    assert not found.fits
    assert found.possible_sales == pytest.approx(320_000)
    assert "360 visits; 240 fit into the days. It does not fit: 160,000" in str(found)


def test_a_plan_that_uses_the_last_visit_fits() -> None:
    assert capacity_test(LIN.possible_sales, LIN).fits  # 310 visits × 4,000
    assert LIN.possible_sales == 1_240_000
    assert str(capacity_test(4000, LIN, name="Lin")) == "Lin: 4,000 needs 1 visits; 310 fit into the days. It fits."


def test_a_table_for_a_team() -> None:
    newcomer = Selling(0.25, 16_000, 62, 5, ramp=0.5)
    found = capacity_table({"Lin": 1_334_600, "Yu": 344_200}, {"Lin": LIN, "Yu": newcomer})
    assert found["visits_needed"].tolist() == [334, 87]  # 333.65 and 86.05
    assert found["load"].round(2).tolist() == [1.08, 0.56]


def test_a_newcomer_grows() -> None:
    assert ramp_factor(1, 3) == 0.5  # 25, 50, 75 %
    assert ramp_factor(3, 3) == pytest.approx(2.75 / 3)  # 75, 100, 100 %
    assert ramp_factor(9) == 1


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: Selling(25, 16_000, 60, 5), "write 25 % as 0.25"),
        (lambda: Selling(0.25, 0, 60, 5), "deal_size"),
        (lambda: Selling(0.25, 16_000, 60, float("nan")), "visits_per_day"),
        (lambda: capacity_test(-1, LIN), "not below 0"),
        (lambda: capacity_table({"Lin": 1, "Yu": 1}, {"Lin": LIN}), "Yu"),
        (lambda: ramp_factor(0), "first month at work is 1"),
        (lambda: ramp_factor(1, 0), "at least one month"),
        (lambda: ramp_factor(1, ramp=()), "A ramp rises"),
        (lambda: ramp_factor(1, ramp=(0.5, 0.25)), "A ramp rises"),
    ],
)
def test_bad_input_is_told_clearly(make, word: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(PlanError, match=word):
        make()
