"""Every task of every chapter can be done without code: by its answer box alone, and in the cells of answers.xlsx."""

from __future__ import annotations

from pathlib import Path
from string import ascii_uppercase
from typing import Any

import pytest
from openpyxl import load_workbook

from kpilab.course.answer_file import Asked, answer_names, read_answer, write_answer_file
from kpilab.course.cases import case_for
from kpilab.course.chapters import chapters
from kpilab.course.desk import sharing
from kpilab.course.forms import Composite, Number, Numbers
from kpilab.course.judge import CaseWords, judge, right_answers
from kpilab.course.task import Task
from kpilab.widgets.fields import Field

TASKS = [task for chapter in chapters() for task in chapter.tasks]
EACH = pytest.mark.parametrize("task", TASKS, ids=lambda task: task.id)


def picked(task: Task[Any], part: str, right: Any) -> list[str]:
    """The keys of the right options of a part, as many as are asked for."""
    if isinstance(task.form, Composite):
        keys = [key for key, _text in task.form.choice(part).options if key in right]
        return keys[: task.form.count(part)]
    return [right]


def typed(task: Task[Any], field: Field, right: Any) -> object:
    """What a person types or presses in one field to say what is right, a number at the decimals that are asked."""
    if isinstance(task.form, Number):
        return task.form.show(right)
    if isinstance(task.form, Numbers):
        return task.form.number.show(right)
    keys = picked(task, field.key.partition(".")[2], right)
    assert set(keys) <= {key for key, _text in field.options}
    return keys if field.kind == "several" else keys[0]


def drawn(task: Task[Any], variants: int) -> list[Any]:
    return [case_for(task.maker, sharing(task), variant=variant) for variant in range(variants)]


@EACH
def test_a_task_is_done_by_its_answer_box(task: Task[Any], variants: int) -> None:
    for case in drawn(task, variants):
        [right, *_others] = right_answers(task, case)
        fields = task.form.fields(CaseWords(task, case))
        filled = {field.key: typed(task, field, right[field.key.partition(".")[2]]) for field in fields}
        verdict = judge(task, case, task.form.from_fields(filled))
        assert verdict.right, (filled, verdict)


@EACH
def test_a_task_is_done_in_the_cells_of_its_sheet(task: Task[Any], variants: int, tmp_path: Path) -> None:
    for case in drawn(task, variants):
        words = CaseWords(task, case)
        [right, *_others] = right_answers(task, case)
        path = tmp_path / "answers.xlsx"
        write_answer_file(path, {"The chapter": [Asked(task, "What is it?", words)]})
        book = load_workbook(path)
        for part, names in answer_names(task).items():
            values = [right[part]] if isinstance(task.form, Number | Numbers) else letters(task, part, right[part])
            for name, value in zip(names, values, strict=True):
                [(sheet, place)] = book.defined_names[name].destinations
                book[sheet][place] = value
        book.save(path)
        verdict = judge(task, case, read_answer(task, path).answer)
        assert verdict.right, verdict


def letters(task: Task[Any], part: str, right: Any) -> list[str]:
    """The letters that stand before the right options."""
    key = f"answer.{part}" if part else "answer"
    options = next(field.options for field in task.form.fields() if field.key == key)
    order = [option for option, _text in options]
    return [ascii_uppercase[order.index(one)] for one in picked(task, part, right)]
