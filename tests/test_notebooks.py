"""The stored notebooks are as their source says, and their prose as their outputs say; nbval runs them beside this."""

from __future__ import annotations

import json

import pytest

from kpilab.course.build import course_root
from kpilab.course.chapters import chapters
from kpilab.course.prose import lesson_problems, task_problems
from kpilab.course.render import tree_path
from kpilab.course.stored import check

CHAPTERS = {"argvalues": chapters(), "ids": lambda chapter: chapter.name}


def stored(chapter, tree):
    return json.loads((course_root() / tree_path(chapter, tree)).read_text(encoding="utf-8"))


def test_the_stored_course_is_as_its_source_says():
    assert check(course_root()) == ()


@pytest.mark.parametrize("chapter", **CHAPTERS)
def test_every_number_of_a_lesson_is_shown_by_it(chapter):
    assert lesson_problems(stored(chapter, "notebooks")) == ()


@pytest.mark.parametrize("chapter", **CHAPTERS)
def test_no_number_of_a_task_is_one_learners_own(chapter):
    assert task_problems(stored(chapter, "solutions")) == ()
