from __future__ import annotations

import sys

import pytest

from kpilab.course.chapters import chapter, chapters, find_task, task_text
from kpilab.errors import ChapterError, UnknownName

CHECKS = """
from types import SimpleNamespace as Task
TASKS = (Task(id="90.1", chapter=90, question=""),)
CARDS = (Task(id="90.c1", chapter=90, question="How far is it?"),)
"""


@pytest.fixture
def checked(demo):
    (demo.folder / "checks.py").write_text(CHECKS, encoding="utf-8")
    yield demo
    for name in [name for name in sys.modules if name.startswith("kpilab.chapters.c90_demo")]:
        del sys.modules[name]


def test_a_folder_is_a_chapter(demo):
    assert chapters() == (demo,)
    assert (demo.number, demo.slug, demo.title, demo.minutes, demo.name) == (90, "demo", "Prices", 12, "90_demo")
    assert demo.tasks == demo.cards == demo.predictions == ()


@pytest.mark.parametrize("asked", [90, "90", "90_demo", "c90_demo", "demo"])
def test_a_chapter_has_several_names(demo, asked):
    assert chapter(asked) is demo


def test_an_unknown_chapter_is_named(demo):
    with pytest.raises(UnknownName, match=r"No chapter '91_demo'. Did you mean '90_demo'"):
        chapter("91_demo")


def test_two_chapters_of_one_number_are_named(make_chapter, demo):
    make_chapter(folder="c90_other")
    with pytest.raises(ChapterError, match=r"Two chapters have the number 90\.\n  - c90_demo\n  - c90_other"):
        chapters()


def test_a_chapter_needs_a_title_and_a_number_of_minutes(make_chapter):
    with pytest.raises(ChapterError, match=r"c91_bare: chapter.md has no title line"):
        make_chapter("Text.\n", folder="c91_bare")
    with pytest.raises(ChapterError, match="minutes: few is not a number"):
        make_chapter("---\nminutes: few\n---\n# 92 · A\n", folder="c92_few")


def test_tasks_and_cards_are_found_by_id(checked):
    assert find_task("90.1").id == "90.1"
    assert find_task("90.c1").question == "How far is it?"
    with pytest.raises(UnknownName, match=r"No task '90.7'. Did you mean '90.1'"):
        find_task("90.7")
    with pytest.raises(UnknownName, match=r"No task 'margin'"):
        find_task("margin")


def test_the_text_of_a_task_is_its_prose(checked):
    assert task_text("90.1") == "What is the margin?"
    assert task_text("90.c1") == "How far is it?"


def test_the_text_of_a_task_leaves_out_what_is_said_to_one_door(checked):
    told = '{"tags": ["task"], "door": "page"}'
    text = checked.text_path.read_text(encoding="utf-8")
    asked = text.replace("What is the margin?\n", f"What is the margin?\n\n+++ {told}\n\nPress Check.\n")
    checked.text_path.write_text(asked, encoding="utf-8")
    assert task_text("90.1") == "What is the margin?"
