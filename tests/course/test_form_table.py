from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpilab.course.answers import Refused, plain
from kpilab.course.forms import Problem, Table
from kpilab.course.table_rows import Rows

FORM = Table(("store",), ("sales",), tolerance=0.01)
RIGHT = pd.DataFrame({"store": ["Riverside", "Hilltop", "Old Town"], "sales": [540.0, 780.0, 430.5]})


def read(answer: object, form: Table = FORM) -> Rows:
    found = plain(answer)
    assert not isinstance(found, Refused)
    rows = form.read(found)
    assert isinstance(rows, Rows), rows
    return rows


def difference(answer: object, form: Table = FORM, right: pd.DataFrame = RIGHT) -> str | None:
    return form.difference(read(answer, form), read(right, form))


@pytest.mark.parametrize(
    "answer",
    [
        RIGHT,
        RIGHT[["sales", "store"]],
        RIGHT.iloc[::-1],
        RIGHT.rename(columns=str.upper),
        RIGHT.assign(other=1),
        RIGHT.set_index("store"),
        RIGHT.set_index("store")["sales"],
        RIGHT.set_index("store")["sales"].rename("x").rename_axis(None),
        RIGHT.set_index("store").rename_axis(None),
        RIGHT.astype({"store": "category", "sales": "float32"}),
        RIGHT.astype({"store": object, "sales": "Float64"}),
        RIGHT.to_dict("list"),
        RIGHT.to_dict("records"),
        RIGHT.to_numpy().tolist(),
        dict(zip(RIGHT["store"], RIGHT["sales"], strict=True)),
        RIGHT.assign(sales=["540", "７８０", "430,5"]),
        RIGHT.assign(store=["riverside ", "HILLTOP", "Old_Town"]),
        RIGHT.assign(sales=RIGHT["sales"] + 0.009),
    ],
)
def test_same_table_in_another_dress(answer: object) -> None:
    assert difference(answer) is None
    assert FORM.same(read(answer), read(RIGHT))


def test_whole_numbers_of_any_width_are_the_same() -> None:
    right = RIGHT.assign(sales=[1, 2, 3])
    for width in ("int8", "uint16", "Int32", "float64"):
        assert difference(right.astype({"sales": width}), right=right) is None


def test_last_row_is_compared_as_carefully_as_the_first() -> None:
    for place, store in enumerate(RIGHT["store"]):
        sales = RIGHT["sales"].copy()
        sales[place] += 0.02
        text = difference(RIGHT.assign(sales=sales))
        assert text == f"One of 3 rows differs: “{store}”, in the column sales."


@given(st.integers(0, 299), st.integers(0, 2**32 - 1))
def test_difference_names_the_row_whatever_the_order(place: int, seed: int) -> None:
    right = pd.DataFrame({"store": [f"S{n}" for n in range(300)], "sales": range(300)})
    wrong = right.copy()
    wrong.loc[place, "sales"] = -1
    text = difference(wrong.sample(frac=1, random_state=seed), right=right)
    assert text == f"One of 300 rows differs: “S{place}”, in the column sales."


def test_rows_that_are_missing_too_many_or_there_twice_are_named() -> None:
    assert difference(RIGHT.iloc[:2]) == "One row is missing: “Old Town”."
    extra = pd.concat([RIGHT, pd.DataFrame({"store": ["Depot"], "sales": [1.0]})])
    assert difference(extra) == "There is one row too many: “Depot”."
    assert difference(pd.concat([RIGHT, RIGHT.iloc[[1]]])) == "The row “Hilltop” is there twice."


def test_order_counts_only_where_the_task_says_so() -> None:
    ordered = Table(("store",), ("sales",), tolerance=0.01, ordered=True)
    turned = RIGHT.iloc[[0, 2, 1]]
    assert difference(turned) is None
    assert "from row 2, “Old Town”, on" in str(difference(turned, ordered))
    assert not ordered.same(read(turned, ordered), read(RIGHT, ordered))


def test_missing_agrees_with_missing_only() -> None:
    right = RIGHT.assign(sales=[540.0, None, 430.5])
    assert difference(right, right=right) is None
    assert difference(RIGHT, right=right) == "One of 3 rows differs: “Hilltop”, in the column sales."
    assert difference(right) == "One of 3 rows differs: “Hilltop”, in the column sales."


def test_text_is_compared_as_text() -> None:
    form = Table(("store",), ("zone",), tolerance=0)
    right = RIGHT.assign(zone=["plan met", "below base", "plan met"])
    assert difference(right.assign(zone=["Plan met", "below_base", "plan met"]), form, right) is None
    assert difference(right.assign(zone="plan met"), form, right) == (
        "One of 3 rows differs: “Hilltop”, in the column zone."
    )


def test_cell_that_is_no_number_is_the_one_that_differs() -> None:
    assert difference(RIGHT.assign(sales=["540", "none", "430.5"])) == (
        "One of 3 rows differs: “Hilltop”, in the column sales."
    )
    assert difference(RIGHT.assign(sales=[540.0, float("inf"), 430.5])) == (
        "One of 3 rows differs: “Hilltop”, in the column sales."
    )


def test_table_without_rows_misses_them_all() -> None:
    assert difference(RIGHT.iloc[:0]) == "3 rows are missing, the first is “Riverside”."


def test_scale_and_sign_are_told() -> None:
    assert "hundred times" in FORM.told(read(RIGHT.assign(sales=RIGHT["sales"] * 100)), read(RIGHT))[0]
    assert "wrong sign" in FORM.told(read(RIGHT.assign(sales=-RIGHT["sales"])), read(RIGHT))[0]


def test_values_rounded_too_early_are_told_so() -> None:
    right = RIGHT.assign(sales=[540.26, 780.13, 430.5])
    assert "Rounded too early" in FORM.told(read(right.assign(sales=[540.3, 780.1, 430.5])), read(right))[0]
    assert "Rounded too early" in FORM.told(read(right.assign(sales=[540, 780, 430])), read(right))[0]
    assert "differ" in FORM.told(read(right.assign(sales=[540, 790, 430])), read(right))[0]
    assert "differ" in FORM.told(read(right.assign(sales=0)), read(right))[0]
    assert "differ" in FORM.told(read(right.assign(sales=[540.3, None, 430.5])), read(right))[0]


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (RIGHT.rename(columns={"sales": "a"}).assign(b=1), "column sales is missing"),
        (5, "one number"),
        ([1, 2, 3], "list of 3"),
        ({"store": ["A", "B"], "sales": [[1], [2]]}, "more than one value"),
    ],
)
def test_what_is_no_such_table_gets_a_sentence(answer: object, word: str) -> None:
    found = plain(answer)
    assert not isinstance(found, Refused)
    problem = FORM.read(found)
    assert isinstance(problem, Problem)
    assert word in problem.text


def test_pasted_cells_are_read() -> None:
    pasted = FORM.from_fields({"answer": "store\tsales\nRiverside\t540\nHilltop\t780\nOld Town\t430,5\n"})
    assert difference(pasted) is None
    assert FORM.from_fields({"answer": "  "}) is None


def test_stored_table_reads_back_as_the_same() -> None:
    assert difference(FORM.stored(read(RIGHT))) is None
