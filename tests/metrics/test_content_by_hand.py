"""What is read, answered, passed on and bought after: examples of a few rows, each number worked in a comment."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from by_hand import Tables, line, missing, table, value

from kpilab.errors import DataError, GrainError
from kpilab.metrics import measure


def piece(*events: tuple[str, str | None, str]) -> Tables:
    """Events of one piece: day and hour in May, reader, kind."""
    rows = [("B1", reader, f"2025-05-{moment}", kind) for moment, reader, kind in events]
    return {"content_events": table("piece_id reader_id ts type", *rows)}


READ = piece(
    ("01 09:00", "A", "open"),
    ("01 09:05", "A", "read"),
    ("02 10:00", "A", "read"),
    ("02 11:00", "B", "read"),
    ("02 11:01", "B", "share"),
    ("02 11:02", "B", "share"),
    ("07 23:59", "C", "read"),
    ("08 00:00", "D", "read"),
    ("08 00:01", "D", "like"),
)


def test_reads_are_those_of_the_first_seven_days():
    # A twice, B, C; an opening is no read, and on the 8th the seven days from the 1st are over.
    assert value("content_reads", READ) == 4


def test_reads_of_a_month_are_known_when_every_piece_had_its_days():
    assert value("content_reads", READ, until=date(2025, 6, 7)) == 4
    assert missing("content_reads", READ, until=date(2025, 6, 6))


def test_without_a_period_only_pieces_old_enough_count():
    assert measure("content_reads", READ, until=date(2025, 5, 8))["value"].tolist() == [4]
    assert measure("content_reads", READ, until=date(2025, 5, 7))["value"].isna().all()


def test_other_days_may_be_stated():
    assert value("content_reads", READ, settings={"content_days": 8}) == 5
    assert line("engagement_rate", READ, settings={"content_days": 8}) == (3, 5)  # and the like of the 8th


def test_answers_and_shares_are_divided_by_reads():
    # Two shares of one reader over four reads: a reader may share more than once.
    assert line("content_share_rate", READ) == (2, 4)
    assert line("engagement_rate", READ) == (2, 4)


def test_a_piece_that_nobody_read_has_no_rates():
    opened = piece(("01 09:00", "A", "open"), ("01 09:01", "A", "like"))
    assert missing("engagement_rate", opened)
    assert missing("content_share_rate", opened)
    assert value("content_reads", opened) == 0


def orders(*rows: tuple[str | None, str | None]) -> pd.DataFrame:
    return table("order_id customer_id paid_at", *[(at, *row) for at, row in enumerate(rows)])


def test_readers_who_buy_within_the_days_convert():
    # Four readers: A buys eight days after a read, B before reading, C an instant after the fourteen days, D never.
    bought = orders(("A", "2025-05-10"), ("B", "2025-05-02 10:59"), ("C", "2025-05-22"), (None, "2025-05-03"))
    data = READ | {"orders": bought}
    assert line("content_conversion_rate", data) == (1, 4)
    assert line("content_conversion_rate", data, settings={"buying_days": 15}) == (2, 4)


def test_conversion_is_known_when_the_days_are_over():
    data = READ | {"orders": orders(("A", "2025-05-10"))}
    assert value("content_conversion_rate", data, until=date(2025, 6, 14)) == 0.25
    assert missing("content_conversion_rate", data, until=date(2025, 6, 13))
    # Without a period: reads up to the 2nd are known on the 16th, of A and B.
    found = measure("content_conversion_rate", data, until=date(2025, 5, 16)).iloc[0]
    assert (found["numerator"], found["denominator"]) == (1, 2)


def test_nobody_who_read_is_no_rate():
    data = piece(("01 09:00", "A", "open"), ("01 10:00", None, "read")) | {"orders": orders(("A", "2025-05-02"))}
    assert missing("content_conversion_rate", data)


def reviews(*rows: tuple[str, str, float | None, str]) -> Tables:
    """Reviews of content: item, rater, score, day."""
    every = [(at, "content_quality", *row) for at, row in enumerate(rows)]
    return {"reviews": table("review_id rubric item rater score reviewed_on", *every)}


def test_content_is_rated_by_two_who_agree():
    rated = reviews(
        ("B1", "R1", 80, "2025-05-02"),
        ("B1", "R2", 70, "2025-05-04"),  # B1: two raters, 10 apart
        ("B2", "R1", 90, "2025-05-02"),  # B2: one rater only
        ("B3", "R1", 90, "2025-05-02"),
        ("B3", "R2", 60, "2025-05-02"),  # B3: 30 apart, and 25 is the most
        ("B4", "R1", 90, "2025-05-02"),
        ("B4", "R1", 90, "2025-05-03"),  # B4: one rater twice
    )
    assert line("content_quality_score", rated) == (150, 2)
    assert value("content_quality_score", rated) == 75


def test_a_piece_counts_on_the_day_of_its_last_review():
    rated = reviews(("B1", "R1", 80, "2025-04-30"), ("B1", "R2", 70, "2025-05-04"))
    assert missing("content_quality_score", rated, "2025-04")
    assert value("content_quality_score", rated, "2025-05") == 75


def test_not_rated_is_missing_and_not_0():
    unrated = reviews(("B1", "R1", None, "2025-05-02"), ("B1", "R2", 70, "2025-05-02"))
    assert missing("content_quality_score", unrated)


def test_ratings_off_the_scale_are_refused_by_name():
    wrong = reviews(("B1", "R1", 101, "2025-05-02"), ("B1", "R2", -1, "2025-05-02"), ("B1", "R3", 50, "2025-05-02"))
    with pytest.raises(DataError) as caught:
        measure("content_quality_score", wrong)
    assert caught.value.problems == ("review_id 0: score is 101.", "review_id 1: score is -1.")
    assert "off the scale from 0 to 100" in caught.value.summary


def test_many_ratings_off_the_scale_are_not_all_named():
    wrong = reviews(*[("B1", "R1", 101, "2025-05-02")] * 9)
    with pytest.raises(DataError, match="… and more") as caught:
        measure("content_quality_score", wrong)
    assert len(caught.value.problems) == 6


def test_ratings_of_another_rubric_are_another_matter():
    rated = reviews(("B1", "R1", 80, "2025-05-02"), ("B1", "R2", 70, "2025-05-04"))
    rated["reviews"]["rubric"] = "analysis_depth"
    assert missing("content_quality_score", rated)


def test_a_review_that_stands_twice_is_refused():
    rated = reviews(("B1", "R1", 80, "2025-05-02"), ("B1", "R2", 70, "2025-05-04"))
    rated["reviews"]["review_id"] = 1
    with pytest.raises(GrainError):
        measure("content_quality_score", rated)
