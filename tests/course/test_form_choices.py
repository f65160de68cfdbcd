from __future__ import annotations

import pandas as pd
import pytest

from kpilab.course.answers import Refused, plain
from kpilab.course.forms import Assign, Choice, Composite, Form, Problem

ZONES = (("low", "below base"), ("under", "under plan"), ("met", "plan met"))
ZONE = Choice(ZONES)
ROWS = Assign(("Net sales", "New members"), ZONES)
DEFENCE = Composite(
    (
        ("rule", "The rule", Choice((("zero", "Zero below base."), ("quarter", "A quarter's answers.")))),
        (
            "numbers",
            "Two numbers",
            Choice((("hides", "It hides {x:g}, and more."), ("luck", "Luck."), ("pay", "Pay."))),
        ),
    ),
    several=(("numbers", 2),),
)


def read(form: Form, answer: object, **words: object) -> object:
    found = plain(answer)
    assert not isinstance(found, Refused)
    return form.read(found, {"x": 1.0, **words})


@pytest.mark.parametrize(
    "answer",
    ["met", "Plan met", " PLAN  MET ", "c", "C)", "(c)", "Ｃ", "[c]", "C. plan met", "plan met.", ["met"]],
)
def test_option_is_named_in_many_ways(answer: object) -> None:
    assert read(ZONE, answer) == "met"


@pytest.mark.parametrize("answer", [None, ..., "", float("nan"), [None]])
def test_nothing_chosen_is_blank(answer: object) -> None:
    found = read(ZONE, answer)
    assert isinstance(found, Problem)
    assert found.blank


@pytest.mark.parametrize("answer", ["plan", "d", "é", 1, 2, 3.0, "2", "2.", 4, 0, 2.5, ["met", "low"], {"a": 1}])
def test_stranger_is_told_what_there_is(answer: object) -> None:
    found = read(ZONE, answer)
    assert isinstance(found, Problem)
    assert not found.blank


def test_an_option_may_begin_with_a_number() -> None:
    form = Choice((("low", "5 minutes"), ("none", "No limit."), ("high", "{x:g} of 8")))
    assert [read(form, place) for place in ("A", "b", "C)", "5 minutes", "1 of 8")] == [
        "low",
        "none",
        "high",
        "low",
        "high",
    ]
    assert all(isinstance(read(form, place), Problem) for place in (1, "1.", 2, 5, "5)", 8))


def test_a_number_names_no_option_of_a_row() -> None:
    found = read(ROWS, {"Net sales": 3, "New members": "b"})
    assert isinstance(found, Problem)
    assert "Net sales: “3” is none of the options. There is: A below base, B under plan" in found.text
    assert read(ROWS, {"Net sales": "C", "New members": "b"}) == {"Net sales": "met", "New members": "under"}


def test_yes_and_no_are_true_and_false() -> None:
    form = Choice((("yes", "yes"), ("no", "no")))
    assert (read(form, True), read(form, False)) == ("yes", "no")


def test_option_may_quote_the_case() -> None:
    form = Choice((("high", "Raise it to {high:g}."), ("low", "Leave it.")))
    assert read(form, "raise it to 200.", high=200.0) == "high"
    assert form.fields({"high": 200.0})[0].options[0] == ("high", "Raise it to 200.")
    assert form.show("high", {"high": 200.0}) == "Raise it to 200."


@pytest.mark.parametrize(
    "answer",
    [
        {"Net sales": "plan met", "New members": "under plan"},
        {"new_members": "B", "NET SALES": "C"},
        pd.Series(["under", "met"], index=["New members", "Net sales"]),
        pd.DataFrame({"zone": ["under plan", "plan met"], "kpi": ["New members", "Net sales"]})[["kpi", "zone"]],
        pd.DataFrame({"kpi": ["New members", "Net sales"], "fact": [102, 780], "zone": ["under plan", "plan met"]}),
        pd.DataFrame({"zone": ["plan met", "under plan"]}, index=["Net sales", "New members"]),
        [["New members", "under"], ["Net sales", "met"]],
        ["plan met", "under plan"],
    ],
)
def test_rows_are_matched_by_name_or_in_order(answer: object) -> None:
    assert read(ROWS, answer) == {"Net sales": "met", "New members": "under"}


def test_row_left_open_or_unknown_is_named() -> None:
    assert read(ROWS, {"Net sales": "met"}) == Problem("Still open: New members.", blank=True)
    assert "no “Refunds” here" in read(ROWS, {"Refunds": "met"}).text  # type: ignore[attr-defined]
    assert "New members: “high” is none" in read(ROWS, ["met", "high"]).text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "answer",
    [
        {"rule": "quarter", "numbers": ["luck", "hides"]},
        {"rule": "B", "numbers": {"hides", "luck"}},
        {"The rule": "A quarter's answers.", "Two numbers": "A and B"},
        {"rule": "b", "numbers": "a, b"},
        {"rule": "b", "numbers": "AB"},
        {"rule": "b", "numbers": "b a"},
        ["quarter", ["luck", "hides"]],
    ],
)
def test_defence_is_read_part_by_part(answer: object) -> None:
    assert read(DEFENCE, answer) == {"rule": {"quarter"}, "numbers": {"hides", "luck"}}


def test_defence_may_have_open_parts_but_no_half_ones() -> None:
    assert read(DEFENCE, {"rule": "zero", "numbers": None}) == {"rule": {"zero"}}
    assert read(DEFENCE, {"rule": None, "numbers": []}) == Problem("Nothing is chosen yet.", blank=True)
    assert read(DEFENCE, {"numbers": ["luck"]}) == Problem("Two numbers: Pick 2; you picked 1.", blank=True)
    assert not read(DEFENCE, {"numbers": ["luck", "pay", "hides"]}).blank  # type: ignore[attr-defined]


def test_fields_and_back() -> None:
    assert [field.kind for field in DEFENCE.fields({"x": 1.0})] == ["choice", "several"]
    typed = {"answer.rule": "zero", "answer.numbers": ("luck", "pay")}
    assert read(DEFENCE, DEFENCE.from_fields(typed)) == {"rule": {"zero"}, "numbers": {"luck", "pay"}}
    typed = {"answer.Net sales": "met", "answer.New members": "low"}
    assert read(ROWS, ROWS.from_fields(typed)) == {"Net sales": "met", "New members": "low"}
    assert ROWS.show({"Net sales": "met", "New members": "low"}) == "Net sales: plan met; New members: below base"
    assert DEFENCE.stored({"numbers": frozenset({"pay", "hides"})}) == {"numbers": ["hides", "pay"]}
