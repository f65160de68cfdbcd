"""Every sentence of the course passes gettext: in the pseudo-language nothing stays in English."""

from __future__ import annotations

import json
import re

import pytest

from kpilab.course.build import course_root
from kpilab.course.chapters import chapters
from kpilab.course.execute import execute_all
from kpilab.course.outputs import output_text
from kpilab.course.render import render, tree_path
from kpilab.course.stored import trees_of
from kpilab.course.trees import EXECUTED
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
        english = json.loads((course_root() / run.name).read_text(encoding="utf-8"))
        assert numbers(run.notebook) == numbers(english), "code that looks a translated name up by its English one"


def numbers(notebook):
    """The numbers that each code cell shows; a language may put them in another order."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return {cell["id"]: sorted(re.findall(r"\d+(?:[.,]\d+)*", output_text(cell["outputs"]))) for cell in code}
