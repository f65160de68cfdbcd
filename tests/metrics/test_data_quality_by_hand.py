"""Whether what is reported is right, whole and in time: examples of a few rows, each number worked in a comment."""

from __future__ import annotations

from datetime import date

import pytest
from by_hand import Tables, line, missing, table, value

from kpilab.errors import DataError
from kpilab.metrics import measure


def audits(*cells: tuple[object, object]) -> Tables:
    """Cells of one report: what it says, and what is true."""
    rows = [(1, "2025-05-02", f"field {at}", *cell) for at, cell in enumerate(cells)]
    return {"audits": table("report_id audited_on field reported true_value", *rows)}


def test_fields_that_agree_with_the_source():
    # Equal; another; empty and should not be; no true value: not sampled.
    assert line("data_accuracy", audits(("Suzhou", "Suzhou"), ("5", "6"), (None, "7"), ("8", None))) == (1, 3)
    assert missing("data_accuracy", audits(("8", None)))


def test_numbers_may_differ_by_the_tolerance():
    amounts = audits((5.0, 5.0), (5.0, 5.5), (5.0, 7.0), (None, 7.0))
    assert line("data_accuracy", amounts) == (1, 4)
    assert line("data_accuracy", amounts, settings={"value_tolerance": 0.5}) == (2, 4)


def test_cells_that_are_filled():
    # Two are filled; empty, a blank, 0 and 1970 are what stands in a cell that nobody filled.
    cells = audits(("Suzhou", "x"), ("5", "x"), (None, "x"), ("", "x"), ("0", "x"), ("1970-01-01", "x"))
    assert line("data_completeness", cells) == (2, 6)
    assert line("data_completeness", audits((5.0, 1.0), (0.0, 1.0), (None, 1.0))) == (1, 3)


def test_nothing_required_is_no_value():
    assert measure("data_completeness", {"audits": audits(("5", "5"))["audits"].head(0)})["value"].isna().all()


def reports(*rows: tuple[str, str | None, str | None]) -> Tables:
    every = [(at, *(day and f"2025-05-{day}" for day in row)) for at, row in enumerate(rows)]
    return {"reports": table("report_id due_at sent_at corrected_at", *every)}


def test_reports_that_came_in_time_and_stood():
    # In time; a minute late; in time and corrected; never.
    sent = reports(("05 09:00", "05 09:00", None), ("05 09:00", "05 09:01", None), ("05 09:00", "04", "06"))
    assert line("report_timeliness", sent) == (1, 3)
    assert line("report_timeliness", reports(("05 09:00", "05 08:00", None), ("06 09:00", None, None))) == (1, 2)


def test_a_report_that_is_not_due_is_left_out():
    sent = reports(("05 09:00", "05 08:00", None), ("20 09:00", None, None))
    assert line("report_timeliness", sent, until=date(2025, 5, 19)) == (1, 1)
    assert missing("report_timeliness", sent, until=date(2025, 5, 4))


def reviews(*rows: tuple[str, str, float | None]) -> Tables:
    every = [(at, "analysis_depth", *row, "2025-05-02") for at, row in enumerate(rows)]
    return {"reviews": table("review_id rubric item rater score reviewed_on", *every)}


def test_the_depth_of_analyses_that_two_have_rated():
    # Report 1 has 4 and 0, report 2 one rating only, report 3 has 2 and 2: (4 + 0 + 2 + 2) / 4.
    rated = reviews(("1", "R1", 4), ("1", "R2", 0), ("2", "R1", 4), ("3", "R1", 2), ("3", "R2", 2))
    assert line("analysis_depth", rated) == (8, 4)


def test_not_rated_is_missing_and_not_0():
    assert missing("analysis_depth", reviews(("1", "R1", None), ("1", "R2", None)))
    with pytest.raises(DataError, match="review_id 0: score is 5"):
        measure("analysis_depth", reviews(("1", "R1", 5)))


def advice(*acted: str | None) -> Tables:
    rows = [(at, 1, "2025-05-02", day) for at, day in enumerate(acted)]
    return {"recommendations": table("recommendation_id report_id made_on acted_on", *rows)}


def test_recommendations_acted_on_within_thirty_days():
    # After 29, 30 and 31 days, and never.
    made = advice("2025-05-31", "2025-06-01", "2025-06-02", None)
    assert line("decision_adoption", made) == (2, 4)
    assert line("decision_adoption", made, settings={"adoption_days": 29}) == (1, 4)


def test_pending_is_not_refused():
    assert missing("decision_adoption", advice("2025-05-31"), until=date(2025, 6, 29))
    assert value("decision_adoption", advice("2025-05-31"), until=date(2025, 6, 30)) == 1
    assert measure("decision_adoption", advice("2025-05-31"), until=date(2025, 5, 31))["value"].isna().all()


def test_nothing_recommended_is_no_value():
    assert (
        measure("decision_adoption", {"recommendations": advice(None)["recommendations"].head(0)})["value"].isna().all()
    )
