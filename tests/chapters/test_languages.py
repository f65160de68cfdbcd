"""Every sentence of the course passes gettext: in the pseudo-language nothing stays in English."""

from __future__ import annotations

import pytest

from kpilab.course.chapters import chapters
from kpilab.course.execute import execute_all
from kpilab.course.render import render, tree_path
from kpilab.course.stored import EXECUTED, trees_of
from kpilab.course.untranslated import untranslated

by_name = {"argvalues": chapters(), "ids": lambda chapter: chapter.name}


@pytest.mark.parametrize("door", ["code", "page"])
@pytest.mark.parametrize("chapter", **by_name)
def test_every_block_is_translated(chapter, door):
    for tree in trees_of(chapter):
        assert untranslated(render(chapter, tree, door=door, lang="xx")) == ()


@pytest.mark.parametrize("chapter", **by_name)
def test_what_the_package_shows_is_translated(chapter):
    notebooks = {tree_path(chapter, tree): render(chapter, tree, lang="xx") for tree in EXECUTED}
    for run in execute_all(notebooks, lang="xx"):
        assert run.problems == ()
        assert untranslated(run.notebook) == ()
