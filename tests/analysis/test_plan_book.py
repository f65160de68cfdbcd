"""Versions of a plan: a later one never re-scores a closed period."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpilab.analysis.plan_book import Closing, PlanBook
from kpilab.analysis.plan_versions import PlanVersion
from kpilab.errors import DataError, PlanError, UnknownName

FEBRUARY, MARCH = "2025-02", "2025-03"


def version(number: int, approved: date, effective: date, *plans: tuple[str, str, int], by: str = "Li") -> PlanVersion:
    return PlanVersion(number, approved, effective, by, "a reason", plans)


FIRST = version(1, date(2024, 12, 20), date(2025, 1, 1), (FEBRUARY, "Chen", 500), (MARCH, "Chen", 520))
SOFTER = version(2, date(2025, 3, 10), date(2025, 3, 1), (MARCH, "Chen", 400))


def test_a_closed_period_is_scored_by_the_version_it_was_closed_with() -> None:
    book = PlanBook((FIRST,)).close(FEBRUARY, on=date(2025, 3, 3)).add(SOFTER)
    found = book.score(FEBRUARY, {"Chen": 480})
    assert (found.version.number, found.closed) == (1, True)
    assert found.attainment == pytest.approx(0.96)
    assert found.frame().loc["Chen", "version"] == 1


def test_a_version_that_reaches_into_a_closed_period_is_refused() -> None:
    book = PlanBook((FIRST,)).close(FEBRUARY, on=date(2025, 3, 3))
    with pytest.raises(PlanError, match="closed on 2025-03-03 with version 1"):
        book.add(version(2, date(2025, 3, 10), date(2025, 4, 1), (FEBRUARY, "Chen", 400)))
    with pytest.raises(PlanError, match="take effect after 2025-02-28"):
        book.add(version(2, date(2025, 3, 10), date(2025, 1, 1), (MARCH, "Chen", 400)))


def test_a_part_of_a_closed_period_is_closed_too() -> None:
    yearly = version(1, date(2024, 12, 1), date(2025, 1, 1), ("2025-Q1", "Chen", 1500), ("2025", "Chen", 6000))
    book = PlanBook((yearly,)).close("2025-Q1", on=date(2025, 4, 3))
    with pytest.raises(PlanError, match="2025-03, a part of 2025-Q1"):
        book.add(version(2, date(2025, 4, 10), date(2025, 4, 10), (MARCH, "Chen", 1)))
    assert book.add(version(2, date(2025, 4, 10), date(2025, 4, 10), ("2025", "Chen", 5000))).versions[1].number == 2


def test_nobody_is_left_out_of_a_plan_unseen() -> None:
    # Chen 468 of 520 and Ma 10 of 100; without Ma's line the two would be scored as 468 of 520
    both = version(1, date(2025, 1, 1), date(2025, 1, 1), (MARCH, "Chen", 520), (MARCH, "Ma", 100))
    with pytest.raises(PlanError, match="without Ma, planned there by version 1"):
        PlanBook((both,)).add(version(2, date(2025, 2, 1), date(2025, 3, 1), (MARCH, "Chen", 520)))
    gone = version(2, date(2025, 2, 1), date(2025, 3, 1), (MARCH, "Chen", 520), (MARCH, "Ma", 0))
    assert PlanBook((both, gone)).score(MARCH, {"Chen": 468, "Ma": 10}).attainment == pytest.approx(478 / 520)


def test_the_rule_says_what_a_change_on_the_way_does() -> None:
    # approved on the 10th "as from the 1st": not in force on the first day, in force on the last
    assert PlanBook((FIRST, SOFTER)).in_force(MARCH).number == 1
    assert PlanBook((FIRST, SOFTER), counts_on="last day").in_force(MARCH).number == 2


def test_a_version_approved_after_the_end_never_counts() -> None:
    late = version(2, date(2025, 4, 2), date(2025, 3, 1), (MARCH, "Chen", 400))
    for rule in ("first day", "last day"):
        book = PlanBook((FIRST, late), counts_on=rule).close(MARCH, on=date(2025, 4, 5))  # type: ignore[arg-type]
        found = book.score(MARCH, {"Chen": 400})
        assert found.version.number == 1
        assert found.set_aside == (2,)
        assert "Set aside for this period: version 2" in str(found)


def test_a_version_approved_beforehand_counts_from_its_first_period() -> None:
    planned = version(2, date(2025, 2, 20), date(2025, 3, 1), (MARCH, "Chen", 400))
    assert PlanBook((FIRST, planned)).in_force(MARCH).number == 2
    assert PlanBook((FIRST, planned)).in_force(FEBRUARY).number == 1


def test_units_with_only_a_plan_or_only_a_fact_stay_missing() -> None:
    two = version(1, date(2024, 12, 20), date(2025, 1, 1), (MARCH, "Chen", 500), (MARCH, "Ma", 100))
    found = PlanBook((two,)).score(MARCH, {"Chen": 450, "Song": 70}).frame()
    assert found["attainment"].isna().tolist() == [False, True, True]
    assert PlanBook((two,)).score(MARCH, {"Chen": 450, "Song": 70}).attainment == 0.9


days = st.integers(0, 120).map(lambda n: date(2025, 1, 1) + timedelta(days=n))


@given(st.lists(st.tuples(days, days, st.integers(1, 900)), max_size=6), st.sampled_from(["first day", "last day"]))
def test_whatever_is_approved_later_the_closed_score_stays(later, rule) -> None:  # type: ignore[no-untyped-def]
    book = PlanBook((FIRST,), counts_on=rule).close(FEBRUARY, on=date(2025, 3, 3))
    before = book.score(FEBRUARY, {"Chen": 480})
    for approved, effective, plan in sorted(later):
        for period in (FEBRUARY, MARCH):
            one = version(len(book.versions) + 1, approved, effective, (period, "Chen", plan))
            try:
                book = book.add(one)
            except PlanError:
                continue
    assert book.score(FEBRUARY, {"Chen": 480}) == before


def test_quarters_and_years_are_periods_too() -> None:
    yearly = version(1, date(2024, 12, 1), date(2025, 1, 1), ("2025-Q1", "Chen", 1500), ("2025", "Chen", 6000))
    assert PlanBook((yearly,)).close("2025-Q1", on=date(2025, 4, 1)).closings[0].version == 1


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: PlanBook((SOFTER,)), "stands in place 1"),
        (lambda: PlanBook((FIRST, version(2, date(2024, 1, 1), date(2025, 1, 1)))), "approved before"),
        (lambda: PlanBook((version(1, date(2025, 1, 1), date(2025, 1, 1), by=" "),)), "nobody who approved"),
        (
            lambda: PlanBook((version(1, date(2025, 1, 1), date(2025, 1, 1), (MARCH, "a", 1), (MARCH, "a", 2)),)),
            "twice",
        ),
        (lambda: PlanBook((version(1, date(2025, 1, 1), date(2025, 1, 1), (MARCH, "a", -1)),)), "not below 0"),
        (
            lambda: PlanBook((version(1, date(2025, 1, 1), date(2025, 1, 1), ("March", "a", 1)),)),
            "'March' is no period",
        ),
        (lambda: PlanBook((FIRST, SOFTER), (Closing(FEBRUARY, date(2025, 3, 3), 2),)), "by the rule it is version 1"),
        (lambda: PlanBook((FIRST,), (Closing(FEBRUARY, date(2025, 2, 3), 1),)), "before its end"),
        (lambda: PlanBook((FIRST,)).close(FEBRUARY, on=date(2025, 2, 28)), "ends on 2025-02-28"),
        (lambda: PlanBook((FIRST,)).close("2025-07", on=date(2025, 8, 3)), "No version planned 2025-07"),
        (
            lambda: PlanBook((FIRST,)).close(FEBRUARY, on=date(2025, 3, 3)).close(FEBRUARY, on=date(2025, 3, 4)),
            "closed already",
        ),
    ],
)
def test_bad_input_is_told_clearly(make, word: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises((PlanError, DataError), match=word):
        make()


def test_a_misspelt_rule_is_told() -> None:
    with pytest.raises(UnknownName, match="first day"):
        PlanBook((FIRST,), counts_on="first")  # type: ignore[arg-type]
