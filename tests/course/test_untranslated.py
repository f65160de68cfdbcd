from __future__ import annotations

import pytest

from kpilab.course.render import render
from kpilab.course.untranslated import untranslated


def notebook(source="", *, code="", page="", printed=""):
    outputs = [{"output_type": "display_data", "data": {"text/html": page}}] if page else []
    outputs += [{"output_type": "stream", "name": "stdout", "text": printed}] if printed else []
    cells = [{"cell_type": "markdown", "id": "a", "source": source}]
    return {"cells": [*cells, {"cell_type": "code", "id": "b", "source": code, "outputs": outputs}]}


def test_a_rendering_in_the_pseudo_language_lets_nothing_escape(demo):
    for tree in ("notebooks", "exercises", "solutions", "class"):
        assert untranslated(render(demo, tree, lang="xx")) == ()
    assert untranslated(render(demo, "class", lang="en")) != ()


@pytest.mark.parametrize(
    ("given", "escaped"),
    [
        (notebook("⟦Ä⟧\n\n- ⟦õné ⟦twõ⟧ thréé⟧\n- left out"), ("cell a: not translated: left out",)),
        (notebook(page='<p class="kpilab-card">⟦Ä⟧ and more</p>'), ("cell b: not translated: and more",)),
        (notebook(page='<p class="kpilab-card">⟦Ä⟧ Net sales 5</p>', code='"Net sales"'), ()),
        (notebook(page='<table class="dataframe"><td>base</td></table>'), ()),
        (notebook(printed="⟦thé wàît⟧: low\n"), ("cell b: not translated: low",)),
    ],
)
def test_what_escapes_is_named(given, escaped):
    assert untranslated(given) == escaped
