from __future__ import annotations

import builtins
import json
from dataclasses import replace
from itertools import count
from math import inf, nan

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_tasks import ASSIGN, CHOICE, COMPOSITE, NUMBER, NUMBERS, SHOP, TABLE, TASKS, Shop

from kpilab.course.judge import judge, right_answers, show_right
from kpilab.course.task import Mistake, Task
from kpilab.course.verdict import Verdict
from kpilab.errors import ChapterError
from kpilab.i18n import PSEUDO, speaking

CASE = SHOP.standard()  # base 40, norm 60, fact 48: index 8 / 20 = 0.4
EACH = pytest.mark.parametrize("task", TASKS, ids=lambda task: type(task.form).__name__)


def reference(task: Task[Shop], case: Shop = CASE) -> object:
    answer = task.answer(case)
    return {"rule": "zero", "why": ["hides", "luck"], "june": "paid"} if task is COMPOSITE else answer


def wrong_with(task: Task[Shop], mistake: Mistake[Shop], case: Shop = CASE) -> object:
    """The right answer, with the mistake in it."""
    wrong = mistake.answer(case)
    if not mistake.part:
        return wrong
    if task is COMPOSITE and mistake.part == "why":
        wrong = ["hides", wrong]
    return {**reference(task, case), mistake.part: wrong}  # type: ignore[dict-item]


@EACH
def test_reference_is_right_and_hears_what_it_means(task: Task[Shop]) -> None:
    verdict = judge(task, CASE, reference(task))
    assert verdict.right
    assert verdict.points == verdict.out_of
    assert verdict.messages == ("Right: 48 against 60.",)


@EACH
def test_each_mistake_is_named_with_its_own_message(task: Task[Shop]) -> None:
    told = set()
    for mistake in task.mistakes:
        verdict = judge(task, CASE, wrong_with(task, mistake))
        if mistake.accepted:
            assert verdict.right
            assert verdict.messages == ("Also fair.", "Right: 48 against 60.")
        else:
            assert verdict.outcome == "wrong"
            assert verdict.mistakes == (mistake.id,)
            assert len(verdict.messages) == 1
        told.add(verdict.messages[0])
    assert len(told) == len(task.mistakes)


@EACH
@pytest.mark.parametrize("blank", [None, ..., "", pd.NA])
def test_blank_is_not_attempted(task: Task[Shop], blank: object) -> None:
    verdict = judge(task, CASE, blank)
    assert verdict.outcome == "not attempted"
    assert verdict.points == 0
    assert len(verdict.messages) == 1


@EACH
def test_verdict_can_be_made_again_from_what_is_kept(task: Task[Shop]) -> None:
    answers = [reference(task), *(wrong_with(task, mistake) for mistake in task.mistakes)]
    for answer in answers:
        verdict = judge(task, CASE, answer)
        assert judge(task, CASE, json.loads(json.dumps(verdict.given))) == verdict


@EACH
@given(st.integers(0, 2**32 - 1))
def test_reference_is_right_on_any_case(task: Task[Shop], seed: int) -> None:
    case = SHOP.draw(np.random.default_rng(seed))
    assert judge(task, case, reference(task, case)).right


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.sampled_from(["A", "1", "pair"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["base", "norm", "Sales", "day", "sales", "why", "a"]), inner, max_size=4)
        | st.frozensets(st.text(max_size=2), max_size=3)
    ),
    max_leaves=10,
)


@EACH
@given(_ANYTHING)
def test_nothing_that_is_handed_in_raises(task: Task[Shop], answer: object) -> None:
    verdict = judge(task, CASE, answer)
    assert isinstance(verdict, Verdict)
    assert verdict.messages
    json.dumps(verdict.given, allow_nan=False)


@pytest.mark.parametrize("answer", [0.4, "0.40", "40 %", "４０％", "0,4", np.float32(0.4), [0.4], pd.Series([0.4])])
def test_number_in_any_dress_is_right(answer: object) -> None:
    assert judge(NUMBER, CASE, answer).right


def test_comma_is_a_decimal_mark_where_that_makes_it_right() -> None:
    task = replace(NUMBER, answer=lambda case: 1.234)
    assert judge(task, CASE, "1,234").right
    assert judge(replace(NUMBER, answer=lambda case: 1234), CASE, "1,234").right


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (inf, "infinite"),
        (pd.DataFrame({"a": range(5), "b": 0, "c": 0}), "This is a table of 5 rows and 3 columns."),
        (np.zeros(10_000_000, dtype="int8"), "10,000,000"),
        (lambda: 0.4, "brackets"),
        ([0.4, 0.5], "a list of 2 values"),
    ],
    ids=["infinite", "frame", "ten million", "function", "list"],
)
def test_wrong_kind_is_told_what_is_asked(answer: object, word: str) -> None:
    verdict = judge(NUMBER, CASE, answer)
    assert verdict.outcome == "wrong"
    assert verdict.messages[0] == "Task 9.1 asks for one number."
    assert word in verdict.messages[1]
    assert verdict.mistakes == ()


def test_a_text_that_is_no_number_costs_no_try() -> None:
    verdict = judge(NUMBER, CASE, "four")
    assert verdict.outcome == "not attempted"
    assert "'four' is not a number" in verdict.messages[0]
    assert verdict.messages[1] == "This does not count as a try."


def test_nan_is_not_attempted_and_told_why() -> None:
    verdict = judge(NUMBER, CASE, nan)
    assert verdict.outcome == "not attempted"
    assert "0 was divided by 0" in verdict.messages[0]


def test_rounding_and_percent_are_told_and_known_mistakes_seen_through_them() -> None:
    assert "to 2 decimals" in judge(NUMBER, replace(CASE, fact=49), 0.5).messages[0]  # 9 / 20 = 0.45
    assert "hundred times" in judge(NUMBER, CASE, 40).messages[0]
    assert judge(NUMBER, CASE, 80).mistakes == ("over-norm",)  # 48 / 60 = 80 %


def test_rows_are_asked_about_only_where_the_case_shows_some() -> None:
    assert "which rows" in judge(NUMBER, CASE, 0.93).messages[0]
    for shown in ("base 40, norm 60", pd.DataFrame({"base": [40]})):
        task = replace(NUMBER, show=lambda case, shown=shown: shown)
        assert "rows" not in judge(task, CASE, 0.93).messages[0]


def test_coinciding_mistakes_are_all_named() -> None:
    twin = Mistake[Shop]("twin", lambda case: case.fact / case.norm, "Or this.")
    verdict = judge(replace(NUMBER, mistakes=(*NUMBER.mistakes, twin)), CASE, 0.8)
    assert verdict.mistakes == ("over-norm", "twin")
    assert verdict.messages == ("That is 48 over 60.", "Or this.")


def test_pattern_over_all_parts_says_more_than_one_part() -> None:
    verdict = judge(ASSIGN, CASE, ["below base", "below base", "plan met"])
    assert verdict.mistakes == ("upside-down",)


def test_a_remark_that_names_the_other_convention_waits_for_the_right_answer() -> None:
    accepted = next(mistake for mistake in NUMBERS.mistakes if mistake.accepted)
    verdict = judge(NUMBERS, CASE, {**NUMBERS.answer(CASE), accepted.part: accepted.answer(CASE)})
    assert verdict.messages[0] == "Also fair."
    [other] = [part for part in NUMBERS.form.part_labels() if part != accepted.part]
    verdict = judge(NUMBERS, CASE, {accepted.part: accepted.answer(CASE), other: -1})
    assert (verdict.points, "Also fair." in verdict.messages) == (1, False)


def test_unforeseen_part_is_pointed_at_beside_the_known_one() -> None:
    verdict = judge(ASSIGN, CASE, {"Sales": "low", "Refunds": "low", "Wait": "low"})
    assert verdict.mistakes == ("low-is-bad",)
    assert verdict.messages == ("Refunds: down is good.", "Look again at: Sales.")
    assert (verdict.points, verdict.out_of) == (1, 3)


def test_several_defences_are_right_if_they_agree_with_themselves() -> None:
    one = {"rule": "zero", "why": ["hides", "luck"], "june": "paid"}
    other = {"rule": "negative", "why": ["hides", "sink"], "june": "paid"}
    mixed = {**one, "why": ["hides", "sink"]}
    assert judge(COMPOSITE, CASE, one).right
    assert judge(COMPOSITE, CASE, other).right
    verdict = judge(COMPOSITE, CASE, mixed)
    assert (verdict.outcome, verdict.points, verdict.out_of) == ("wrong", 2, 3)
    assert "not together with the rest" in verdict.messages[0]


def test_open_part_scores_nothing_and_the_rest_is_judged() -> None:
    verdict = judge(COMPOSITE, CASE, {"rule": "zero", "june": "rescored"})
    assert (verdict.points, verdict.mistakes) == (1, ("rescored",))
    assert verdict.messages == ("A closed month stays closed.", "Why: still open.")


def test_table_names_the_row_and_not_the_value() -> None:
    days = CASE.days().assign(sales=[40.0, 61.0, 48.0])
    [text] = judge(TABLE, CASE, days).messages
    assert text == "One of 3 rows differs: “Tue”, in the column sales."


class Always:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]
    __array__ = __float__ = lambda self, *_args, **_options: CASE.index

    def __iter__(self):
        return count()


class LyingFloat(float):
    __float__ = __abs__ = lambda self: 0.4
    __sub__ = __rsub__ = lambda self, other: 0.0
    __eq__ = lambda self, other: True  # noqa: E731
    __hash__ = float.__hash__


class LyingFrame(pd.DataFrame):
    def __getitem__(self, key):
        return CASE.days()[key]

    def equals(self, other):
        return True

    @property
    def columns(self):
        return CASE.days().columns


@EACH
def test_object_that_equals_everything_is_wrong(task: Task[Shop]) -> None:
    assert judge(task, CASE, Always()).outcome == "wrong"
    assert not judge(task, CASE, [Always()] * 3).right
    assert not judge(task, CASE, {name: Always() for name in task.form.part_labels()}).right


def test_lies_about_oneself_do_not_help() -> None:
    assert judge(NUMBER, CASE, LyingFloat(0.8)).mistakes == ("over-norm",)
    assert not judge(TABLE, CASE, LyingFrame({"day": ["Mon"], "sales": [1.0]})).right


def test_patched_libraries_do_not_help(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("isclose", "allclose", "array_equal", "isnan", "absolute", "abs"):
        monkeypatch.setattr(np, name, lambda *args, **_options: np.ones(len(np.atleast_1d(args[0])), dtype=bool))
    monkeypatch.setattr(np.testing, "assert_allclose", lambda *_args, **_options: None)
    monkeypatch.setattr(pd.testing, "assert_frame_equal", lambda *_args, **_options: None)
    monkeypatch.setattr(pd.DataFrame, "equals", lambda *_args: True)
    assert judge(NUMBER, CASE, 0.41).outcome == "wrong"
    assert judge(TABLE, CASE, CASE.days().assign(sales=[40.0, 60.0, 49.0])).outcome == "wrong"
    assert judge(CHOICE, CASE, "watch").outcome == "wrong"


def test_patched_readers_of_numbers_do_not_help(monkeypatch: pytest.MonkeyPatch) -> None:
    array, right, wrong = np.array, CASE.days(), CASE.days().assign(sales=[1.0, 1.0, 1.0])

    def lying(*given: object, **more: object) -> object:
        return np.zeros(3) if more.get("dtype") is np.float64 else array(*given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(builtins, "abs", lambda _number: 0.0)
        patched.setattr(np, "array", lying)
        outcomes = [judge(NUMBER, CASE, 0.9).outcome, judge(TABLE, CASE, wrong).outcome]
    assert outcomes == ["wrong", "wrong"]
    with monkeypatch.context() as patched:
        patched.setattr(pd.DataFrame, "_from_mgr", classmethod(lambda *_args, **_options: right))
        verdict = judge(replace(TABLE, answer=lambda case: {"day": ["Mon"], "sales": [1]}, mistakes=()), CASE, wrong)
    assert verdict.outcome == "wrong"


def test_fault_of_a_task_is_raised_and_named() -> None:
    broken = replace(NUMBER, answer=lambda case: 1 / 0)
    with pytest.raises(ChapterError, match=r"9\.1.*“answer”"):
        judge(broken, CASE, 0.5)
    with pytest.raises(ChapterError, match="“m”"):
        judge(replace(NUMBER, mistakes=(Mistake("m", lambda case: "text", "Says."),)), CASE, 0.5)
    with pytest.raises(ChapterError, match="no part costs"):
        judge(replace(NUMBERS, mistakes=(Mistake("m", lambda case: 1, "Says.", part="costs"),)), CASE, [1, 2])
    with pytest.raises(ChapterError, match="no field nowhere"):
        judge(replace(NUMBER, praise="{nowhere}"), CASE, 0.4)
    with pytest.raises(ChapterError, match="same key"):
        right_answers(replace(TABLE, answer=lambda case: pd.concat([case.days()] * 2)), CASE)


def test_right_answer_is_shown_as_a_person_reads_it() -> None:
    assert show_right(NUMBER, CASE) == "0.40"
    assert show_right(CHOICE, CASE) == "A pair."
    assert show_right(ASSIGN, CASE) == "Sales: plan met; Refunds: under plan; Wait: below base"
    assert "Hides 48. / Luck." in show_right(COMPOSITE, CASE)
    assert show_right(TABLE, CASE).splitlines() == ["day, sales", "Mon, 40", "Tue, 60", "Wed, 48"]


@EACH
def test_every_sentence_is_translated(task: Task[Shop]) -> None:
    answers = [reference(task), *(wrong_with(task, mistake) for mistake in task.mistakes), None, 0.5, "x", inf, [1], {}]
    with speaking(PSEUDO):
        said = [text for answer in answers for text in judge(task, CASE, answer).messages]
        assert said
        assert all(text.startswith("⟦") and text.endswith("⟧") for text in said), said
        assert all(field.label.startswith("⟦") for field in task.form.fields(task.fields(CASE)))
