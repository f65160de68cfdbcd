from datetime import UTC, datetime
from math import nan

import pytest

from kpilab.course.events import Event
from kpilab.course.own import OwnMatrix, OwnRow, gathered, own_fields, read_row, remarks, reply

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
    row, problems = read_row(TYPED)
    assert row == OwnRow("Net sales", 0.2, 400_000, 500_000, 550_000, "元", "", "")
    assert problems == ()


def test_percent_is_a_unit_of_levels_and_a_share_of_weights() -> None:
    row, _problems = read_row({"weight": "25%", "base": "80 %", "norm": "90%"})
    assert (row.weight, row.base, row.norm) == (0.25, 80, 90)


def test_a_number_that_cannot_be_read_is_named_and_the_rest_is_kept() -> None:
    row, problems = read_row({"kpi": "wait", "base": "eight", "norm": "5"})
    assert (row.norm, row.kpi) == (5, "wait")
    [problem] = problems
    assert problem.startswith("Base: the lowest result you still accept: 'eight' is not a number.")


def test_a_sound_row_draws_no_remark() -> None:
    assert remarks(WAIT) == ()
    assert reply(WAIT, ()).paragraphs == (
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
    assert reply(*read_row({field.key: "" for field in own_fields()})).tone == "blank"


def test_a_row_with_gaps_is_kept_and_read_aloud() -> None:
    message = reply(*read_row({"kpi": "refunds"}))
    assert message.tone == "info"
    assert message.paragraphs[0].startswith("“refunds” carries … of the matrix: under … we do not")


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
