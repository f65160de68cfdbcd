"""A version of a plan, and the periods that it plans."""

from __future__ import annotations

from datetime import date

import pytest

from kpilab.analysis.plan_versions import PlanVersion, bounds, version_problems
from kpilab.errors import DataError

LATE = PlanVersion(1, date(2025, 5, 6), date(2025, 1, 1), "Li", "a supplier fails", (("2025-02", "Chen", 400),))


def test_a_version_counts_from_the_day_on_which_it_is_both_approved_and_effective() -> None:
    assert LATE.counts_from == date(2025, 5, 6)
    assert PlanVersion(1, date(2024, 12, 1), date(2025, 1, 1), "Li", "", ()).counts_from == date(2025, 1, 1)


def test_a_version_knows_its_own_periods() -> None:
    assert LATE.of("2025-02") == {"Chen": 400}
    assert LATE.of("2025-03") == {}
    assert str(LATE) == ("version 1, approved by Li on 2025-05-06, effective from 2025-01-01: a supplier fails")


def test_all_faults_are_named_at_once() -> None:
    bad = PlanVersion(2, date(2025, 5, 6), date(2025, 1, 1), "", "", (("2025-13", "Chen", 1), ("2025-02", "Ma", -1)))
    assert len(version_problems([bad])) == 4


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-Q4", date(2025, 10, 1), date(2025, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_periods_have_ends(period: str, first: date, last: date) -> None:
    assert bounds(period) == (first, last)


@pytest.mark.parametrize("period", ["2025-13", "2025-Q5", "25-01", "0000", "February", "2025-1"])
def test_what_is_no_period_is_told(period: str) -> None:
    with pytest.raises(DataError, match="no period"):
        bounds(period)
