"""Every task and review card of every chapter: right is right, each known mistake is told apart, blank is blank.

On the standard case and on as many variants as `--variants` says.
"""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import product
from string import ascii_uppercase
from typing import Any

import numpy as np
import pandas as pd
import pytest

from kpilab.course.answer_file import answer_names
from kpilab.course.cases import case_for, collisions
from kpilab.course.chapters import chapters
from kpilab.course.form_shape import Parts
from kpilab.course.forms import Assign, Choice, Composite, Number
from kpilab.course.judge import CaseWords, claims, judge, right_answers, show_right
from kpilab.course.problem import filled
from kpilab.course.task import Task

ALL = [task for chapter in chapters() for task in (*chapter.tasks, *chapter.cards)]
EACH = pytest.mark.parametrize("task", ALL, ids=lambda task: task.id)
_SMALL = 2_000_000
"""Bytes of a case: what a test, or a learner's machine, builds in a moment."""


def cases(task: Task[Any], variants: int) -> Iterator[tuple[int, Any]]:
    sharing = [other for other in ALL if other.chapter == task.chapter and other.maker.id == task.maker.id]
    for variant in range(variants):
        yield variant, case_for(task.maker, sharing, variant=variant)


def as_answer(task: Task[Any], parts: Parts) -> Any:
    """What a learner hands in to say this."""
    if isinstance(task.form, Composite):
        order = {part: [key for key, _text in task.form.choice(part).options] for part in parts}
        return {part: sorted(keys, key=order[part].index)[: task.form.count(part)] for part, keys in parts.items()}
    return task.form.stored(parts.get("", parts))


def with_mistake(task: Task[Any], right: Parts, claim: Parts) -> Any:
    """The right answer, with the parts that the mistake gets wrong."""
    wrong = dict(right) | dict(claim)
    if isinstance(task.form, Composite):
        for part, keys in claim.items():
            others = sorted(right[part] - keys)[: task.form.count(part) - len(keys)]
            wrong[part] = keys | frozenset(others)
    return as_answer(task, wrong)


@EACH
def test_task_names_three_mistakes_and_three_hints(task: Task[Any]) -> None:
    assert len(task.mistakes) >= 3
    assert len(task.hints) == 3
    assert len({mistake.id for mistake in task.mistakes}) == len(task.mistakes)
    assert len({mistake.says for mistake in task.mistakes}) == len(task.mistakes)
    assert all((task.title, *task.hints, task.praise, task.worked))


@EACH
def test_right_answer_passes(task: Task[Any], variants: int) -> None:
    for variant, case in cases(task, variants):
        for right in right_answers(task, case):
            verdict = judge(task, case, as_answer(task, right))
            assert verdict.right, (variant, verdict)
            assert verdict.points == verdict.out_of


NUMBERS = pytest.mark.parametrize(
    "task", [task for task in ALL if isinstance(task.form, Number)], ids=lambda task: task.id
)
WIDE = str.maketrans("0123456789.%-", "０１２３４５６７８９．％－")


def spelled(form: Number, right: float) -> Iterator[object]:
    """The number as people write it: to the decimals asked for and to one more, rounded both ways."""
    for places, rounding in product((form.decimals, form.decimals + 1), (ROUND_HALF_UP, ROUND_HALF_EVEN)):
        exact = Decimal(repr(right)).quantize(Decimal(1).scaleb(-places), rounding)
        yield from (exact, f"{exact}", f"{exact}".replace(".", ","), f"{exact}".translate(WIDE), f"= {exact}")
        yield from (np.float64(exact), np.float32(exact), np.longdouble(exact), pd.Series([float(exact)]))
        if form.percent:
            percent = (exact * 100).normalize()
            yield from (f"{percent:f} %", f"{percent:f}%".replace(".", ","), f"{percent:f}%".translate(WIDE))
            yield f"{percent:f} percent"
        if abs(right) >= 1000:
            yield from (f"¥{exact:,}", f"{exact / 10_000:f}万", f"{exact:,}".replace(",", " "), np.int64(round(exact)))


@NUMBERS
def test_right_number_passes_however_it_is_written(task: Task[Any], variants: int) -> None:
    for variant, case in cases(task, variants):
        [right] = right_answers(task, case)
        for answer in spelled(task.form, right[""]):
            assert judge(task, case, answer).right, (variant, right, answer)


@EACH
def test_each_mistake_is_told_apart_with_its_own_message(task: Task[Any], variants: int) -> None:
    for variant, case in cases(task, variants):
        right, *_others = right_answers(task, case)
        told: dict[tuple[str, ...], str] = {}
        for mistake, claim in claims(task, case):
            verdict = judge(task, case, with_mistake(task, right, claim))
            if mistake.accepted:
                assert verdict.right, (variant, mistake.id, verdict)
                assert filled(mistake.says, CaseWords(task, case)) in verdict.messages
            else:
                assert verdict.outcome == "wrong", (variant, mistake.id, verdict)
                assert verdict.mistakes == (mistake.id,), (variant, mistake.id, verdict)
            assert verdict.messages not in told, (variant, mistake.id, told[verdict.messages])
            told[verdict.messages] = mistake.id


@EACH
def test_no_two_answers_coincide(task: Task[Any], variants: int) -> None:
    for variant, case in cases(task, variants):
        assert collisions(task, case) == (), variant


@EACH
@pytest.mark.parametrize("blank", [None, ..., "", float("nan")])
def test_blank_is_not_attempted(task: Task[Any], blank: object) -> None:
    assert judge(task, task.maker.standard(), blank).outcome == "not attempted"


@EACH
def test_empty_answer_box_is_not_attempted(task: Task[Any]) -> None:
    case = task.maker.standard()
    fields = task.form.fields(CaseWords(task, case))
    typed = {field.key: None for field in fields}
    assert judge(task, case, task.form.from_fields(typed)).outcome == "not attempted"
    assert all(field.label and (field.kind in ("number", "text") or len(field.options) > 1) for field in fields)


@EACH
def test_every_sentence_can_be_filled_in(task: Task[Any], variants: int) -> None:
    for _variant, case in cases(task, variants):
        words = CaseWords(task, case)
        sentences = [*task.hints, task.praise, task.worked, task.question, *(one.says for one in task.mistakes)]
        assert all("{" not in filled(sentence, words) for sentence in sentences)
        assert show_right(task, case)


@NUMBERS
def test_messages_to_wrong_numbers_do_not_say_the_right_one(task: Task[Any]) -> None:
    case = task.maker.standard()
    [right] = right_answers(task, case)
    shown = task.form.show(right[""])
    for mistake, claim in claims(task, case):
        if not mistake.accepted:
            texts = judge(task, case, claim[""]).messages
            assert shown not in [word.strip(".,;:()") for word in " ".join(texts).split()], (mistake.id, texts)


def said_before_the_answer(task: Task[Any], case: Any) -> dict[str, str]:
    """Everything about a case that a learner may see before the third try, by where it stands."""
    words = CaseWords(task, case)
    options = " ".join(text for field in task.form.fields(words) for _key, text in field.options)
    said = {"facts": str(task.show(case)), "question": filled(task.question, words), "options": options}
    said |= {f"hint {place}": filled(hint, words) for place, hint in enumerate(task.hints, 1)}
    return said | {mistake.id: filled(mistake.says, words) for mistake in task.mistakes if not mistake.accepted}


def numbers_in(text: str) -> set[str]:
    return {found.replace(",", "").rstrip(".") for found in re.findall(r"\d[\d,.]*", text)}


@NUMBERS
def test_no_task_about_the_same_case_shows_the_right_number(task: Task[Any], variants: int) -> None:
    always: set[tuple[str, str]] | None = None
    for _variant, case in cases(task, max(variants, 3)):
        right = right_answers(task, case)[0][""]
        shown = {task.form.show(right).replace(",", "").removesuffix(" %"), f"{right:.2f}"}
        facts = numbers_in(str(task.show(case)))
        found = {
            (other.id, where)
            for other in ALL
            if other.maker.id == task.maker.id
            for where, text in said_before_the_answer(other, case).items()
            if shown & (numbers_in(text) - facts)
        }
        always = found if always is None else always & found
    assert not always


@EACH
def test_case_is_small_and_verdicts_fit_json(task: Task[Any], variants: int) -> None:
    for _variant, case in cases(task, variants):
        assert len(pickle.dumps(case)) < _SMALL
        right = right_answers(task, case)[0]
        verdict = judge(task, case, as_answer(task, right))
        again = judge(task, case, json.loads(json.dumps(verdict.given, allow_nan=False)))
        assert again == verdict


@EACH
def test_the_letter_of_an_option_names_no_other(task: Task[Any]) -> None:
    form = task.form
    choices = [choice for _part, _label, choice in form.parts] if isinstance(form, Composite) else [form]
    words = CaseWords(task, task.maker.standard())
    for choice in choices:
        if isinstance(choice, Choice | Assign):
            shown = [key for key, _text in choice.options]
            one = Choice(choice.options)
            assert [one.read(letter, words) for letter in ascii_uppercase[: len(shown)]] == shown


def test_cells_of_the_answer_file_have_names_of_their_own() -> None:
    names = [name for task in ALL for own in answer_names(task).values() for name in own]
    assert len(set(names)) == len(names)
    assert all(name.replace("_", "a").isalnum() for name in names)
