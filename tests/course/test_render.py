from __future__ import annotations

import nbformat
import pytest

from kpilab.course.render import notebook_text, render, source_hash, tree_path
from kpilab.errors import UnknownName
from kpilab.i18n import language


def sources(notebook):
    return [cell.source for cell in notebook.cells]


def test_each_tree_shows_its_tags(demo):
    def tags(tree):
        return [cell.metadata["tags"][0] for cell in render(demo, tree).cells if "tags" in cell.metadata]

    assert tags("notebooks") == ["lesson", "setup", "lesson", "lesson", "lesson"]
    assert tags("exercises") == ["setup", "task", "task", "task", "task"]
    assert tags("solutions") == ["setup", "task", "task", "task", "task", "solution"]
    assert sources(render(demo, "class")) == ["# 90 · For the class\n\nAsk first.", "## Then show"]


def test_an_answer_becomes_a_blank_for_what_later_cells_read(demo):
    blank = 'paid = case["price"]\nmargin = ...  # your answer here'
    assert sources(render(demo, "exercises"))[4:] == [blank, 'check("90.1", margin)']


def test_a_solution_keeps_its_answer(demo):
    assert "left = paid" in sources(render(demo, "solutions"))[4]


def test_the_page_without_code_has_an_answer_box(demo):
    page = sources(render(demo, "exercises", door="page"))
    assert page[3:] == ['answer_box("90.1")']
    assert page[1].endswith("\nfrom kpilab.course import answer_box")


def test_the_page_without_code_adds_to_the_import_that_is_there(make_chapter, demo):
    text = demo.text_path.read_text(encoding="utf-8")
    setup = "from kpilab.course import case, check\n"
    chapter = make_chapter(text.replace("price, cost", setup + "price, cost"), folder="c90_more")
    page = sources(render(chapter, "exercises", door="page"))
    assert "from kpilab.course import answer_box, case, check\n" in page[1]


def test_lessons_are_the_same_behind_both_doors(demo):
    assert notebook_text(render(demo, "notebooks")) == notebook_text(render(demo, "notebooks", door="page"))


def test_prose_for_one_door_is_shown_behind_it_alone(make_chapter, demo):
    text = demo.text_path.read_text(encoding="utf-8")
    said = {"code": "Run the cell.", "page": "Press Check."}
    asked = [f'+++ {{"tags": ["task"], "door": "{door}"}}\n\n{words}\n' for door, words in said.items()]
    chapter = make_chapter(text.replace("What is the margin?\n", "\n".join(["What is the margin?\n", *asked])))
    for tree in ("exercises", "solutions"):
        for door in ("code", "page"):
            shown = set(sources(render(chapter, tree, door=door)))
            assert shown & set(said.values()) == {said[door]}


def test_trees_without_a_title_of_their_own_get_one(demo):
    assert sources(render(demo, "exercises"))[0].startswith("# 90 · Prices: exercises\n\nRun each cell")
    assert "\n\nRead each question" in sources(render(demo, "exercises", door="page"))[0]
    assert sources(render(demo, "solutions"))[0].startswith("# 90 · Prices: solutions\n\n")
    assert sources(render(demo, "notebooks"))[0].startswith("# 90 · Prices\n\nA price")


def test_links_stand_at_the_top_when_given(demo):
    links = {"page": "/voila/render/a.ipynb", "start": "../00_start_here.ipynb"}
    first = sources(render(demo, "exercises", links=links))[0]
    assert first == "[Start page](../00_start_here.ipynb) · [Open this page without code](/voila/render/a.ipynb)"
    with pytest.raises(UnknownName, match=r"No link 'pages'. Did you mean 'page'"):
        render(demo, "exercises", links={"pages": "x"})


def test_two_renderings_are_the_same_to_the_byte_and_valid(demo):
    for tree in ("notebooks", "exercises", "solutions", "class"):
        text = notebook_text(render(demo, tree))
        assert text == notebook_text(render(demo, tree))
        nbformat.validate(nbformat.reads(text, as_version=4))
        assert text.endswith("}\n")


def test_setup_and_task_cells_cannot_be_deleted(demo):
    kept = [cell.metadata.get("deletable", True) for cell in render(demo, "exercises").cells]
    assert kept == [True, False, False, False, False, False]
    assert [cell.metadata.get("deletable", True) for cell in render(demo, "notebooks").cells][:3] == [True, False, True]


def test_cells_carry_task_and_what_was_written_beside_the_tag(demo):
    assert render(demo, "notebooks").cells[2].metadata["kpilab"] == {"minutes": 3, "core": True}
    assert render(demo, "exercises").cells[2].metadata["kpilab"] == {"task": "90.1"}


def test_the_hash_is_of_sources_and_not_of_outputs(demo):
    notebook = render(demo, "notebooks")
    known = notebook.metadata["kpilab"]["source_hash"]
    notebook.cells[3]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "25.0%\n"}]
    assert source_hash(notebook) == known
    notebook.cells[3]["source"] += " "
    assert source_hash(notebook) != known


def test_every_block_and_comment_is_translated(demo):
    before = language()
    for tree in ("notebooks", "exercises", "solutions", "class"):
        for cell in render(demo, tree, lang="xx").cells:
            blocks = cell.source.split("\n\n") if cell.cell_type == "markdown" else []
            assert all("⟦" in block and block.endswith("⟧") for block in blocks)
    exercises = sources(render(demo, "exercises", lang="xx"))
    assert exercises[3] == 'case = {"price": 50, "cost": 40}  # ⟦thé shõp⟧\ncase'
    assert exercises[4].endswith("margin = ...  # ⟦yõür ànswér héré⟧")
    assert language() == before


def test_the_path_in_a_tree(demo):
    assert tree_path(demo, "exercises") == "exercises/90_demo.ipynb"
    assert tree_path(demo, "class") == "notebooks/class/90_demo.ipynb"


def test_an_unknown_tree_or_door_is_named(demo):
    with pytest.raises(UnknownName, match=r"No tree 'exercise'. Did you mean 'exercises'"):
        render(demo, "exercise")
    with pytest.raises(UnknownName, match=r"No door 'voila'. There is: code, page."):
        render(demo, "exercises", door="voila")
