from datetime import UTC, datetime
from math import isnan, nan

import pytest

from kpilab.course.events import Event
from kpilab.course.own import OwnMatrix, OwnRow, TypedRow, gathered, own_fields, read_row, remarks, reply

WAIT = OwnRow("Wait at the till", 0.15, 8, 5, 4, "minutes", "close the queue early", "customers who leave")
TYPED = {
    "kpi": " Net sales ",
    "weight": "20 %",
    "base": "40万",
    "norm": "500,000",
    "target": "550000",
    "unit": "元",
    "trick": "",
    "pair": None,
}


def test_a_row_is_read_as_people_write_it() -> None:
    typed = read_row(TYPED)
    assert typed.row == OwnRow("Net sales", 0.2, 400_000, 500_000, 550_000, "元", "", "")
    assert (typed.unread, typed.notes) == ({}, ())


def test_percent_is_a_unit_of_levels_and_a_share_of_weights() -> None:
    row = read_row({"weight": "25%", "base": "80 %", "norm": "90%"}).row
    assert (row.weight, row.base, row.norm) == (0.25, 80, 90)


def test_a_number_that_cannot_be_read_is_named_and_the_rest_is_kept() -> None:
    typed = read_row({"kpi": "wait", "base": "eight", "norm": "5"})
    assert (typed.row.norm, typed.row.kpi) == (5, "wait")
    [problem] = typed.unread.values()
    assert not [text for text in remarks(typed.row, unread=typed.unread) if "base" in text]
    assert problem.startswith("Base: the lowest result you still accept: 'eight' is not a number.")


def test_a_sound_row_draws_no_remark() -> None:
    assert remarks(WAIT) == ()
    assert reply(TypedRow(WAIT)).title == "Kept"
    assert reply(TypedRow(WAIT)).paragraphs == (
        "“Wait at the till” carries 15% of the matrix: over 8 minutes we do not call it work, 5 minutes is the plan, "
        "4 minutes would be excellent.",
        "Nothing to remark. Read it aloud to the person it is for.",
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"base": 5}, "base and norm are both 5"),
        ({"target": 6}, "on the wrong side"),
        ({"norm": nan}, "the norm is missing"),
        ({"target": nan}, "there is no target"),
        ({"weight": nan}, "The weight is missing"),
        ({"weight": 20}, "a share between 0 and 1"),
        ({"weight": 0.7}, "More than half"),
        ({"weight": 0.01}, "under 5 %"),
        ({"kpi": ""}, "has no name"),
        ({"unit": ""}, "The unit is missing"),
        ({"trick": ""}, "lifted by a trick"),
        ({"pair": ""}, "The trick has no answer yet"),
        ({"pair": "wait at the till"}, "cannot be its own pair"),
    ],
)
def test_each_slip_has_its_remark(change: dict[str, object], said: str) -> None:
    found = remarks(OwnRow(**{**vars(WAIT), **change}))
    assert len(found) == 1
    assert said in found[0]


def test_an_empty_row_is_no_answer() -> None:
    assert reply(read_row({field.key: "" for field in own_fields()})).tone == "blank"


def test_a_row_with_gaps_is_kept_and_read_aloud() -> None:
    message = reply(read_row({"kpi": "refunds", "norm": "4", "unit": "%"}))
    assert (message.tone, message.title) == ("info", "Kept, 3 things to mend")
    assert message.paragraphs[0] == "“refunds” is the row. The plan is 4 %."
    assert "…" not in "".join(message.paragraphs)


def test_one_thing_to_mend_is_one_and_a_row_without_words_says_no_half_sentence() -> None:
    message = reply(TypedRow(OwnRow(**{**vars(WAIT), "unit": ""})))
    assert message.title == "Kept, 1 thing to mend"
    assert reply(read_row({"unit": "minutes"})).paragraphs[0].startswith("This row: the norm is missing")


@pytest.mark.parametrize(
    ("typed", "share"), [("20", 0.2), ("100", 1), ("1.5", 0.015), ("1", 1), ("0.2", 0.2), ("20 %", 0.2)]
)
def test_a_weight_above_one_is_per_cent_and_that_is_said(typed: str, share: float) -> None:
    found = read_row({"kpi": "visits", "weight": typed})
    assert found.row.weight == pytest.approx(share)
    noted = f"The weight {typed} is read as {typed} %."
    assert (noted in reply(found).paragraphs) == (typed in ("20", "100", "1.5"))


@pytest.mark.parametrize("typed", ["101", "2000", "150 %"])
def test_a_weight_of_more_than_everything_is_refused(typed: str) -> None:
    found = read_row({"kpi": "visits", "weight": typed})
    assert isnan(found.row.weight)
    said = "\n".join(reply(found).paragraphs)
    assert f"Its weight in your matrix: {typed} is more than the whole matrix." in said
    assert "The weight is missing" not in said


def test_a_level_may_carry_its_rows_unit() -> None:
    row = read_row({"unit": "thousand", "base": "400 thousand", "norm": "50万", "target": "550"}).row
    assert (row.base, row.norm, row.target) == (400, 500, 550)


def _own(chapter: str, **typed: str) -> Event:
    return Event("own", chapter, datetime(2025, 6, 2, tzinfo=UTC), typed)


def test_the_rows_grow_into_a_matrix() -> None:
    first, second = _own("05", kpi="visits", weight="0.3"), _own("04", kpi="sales")
    found = gathered([first, second, _own("04", kpi="net sales", weight="40%"), Event("hint", "4.2", first.at)])
    assert [(chapter, row.kpi) for chapter, row in found.rows] == [("04", "net sales"), ("05", "visits")]
    assert found.weight == pytest.approx(0.7)
    assert str(found).endswith("The weights add up to 0.7 so far.")
    assert found.frame().shape == (2, 9)


def test_a_matrix_without_rows_says_where_they_come_from() -> None:
    assert "no row yet" in str(OwnMatrix(()))
    assert "<p>Your own matrix has no row yet." in OwnMatrix(())._repr_html_()


def test_what_was_typed_is_shown_as_text_and_never_as_markup() -> None:
    shown = gathered([_own("04", kpi="<script>alert(1)</script>")])._repr_html_()
    assert "<script>" not in shown
