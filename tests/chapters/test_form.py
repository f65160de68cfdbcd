"""What style.md asks of a notebook, as far as a program can see it, for every chapter that there is."""

from __future__ import annotations

import ast
import re
from itertools import groupby, pairwise

import pytest

from kpilab.course.chapters import chapters
from kpilab.course.markdown import blocks
from kpilab.course.source import read_cells, read_notes
from kpilab.course.trees import TREES

CHAPTERS = chapters()
TAUGHT = [chapter for chapter in CHAPTERS if chapter.number]
"""Every chapter but 00, the start page, which teaches the buttons and no KPI."""

by_name = {"argvalues": CHAPTERS, "ids": lambda chapter: chapter.name}
taught = {"argvalues": TAUGHT, "ids": lambda chapter: chapter.name}

HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
SENTENCE_END = re.compile(r"[.?:](?=\s|$|”)")


def prose_of(source):
    """The text of a prose cell without its code blocks and code words."""
    return re.sub(r"```.*?```|`[^`]*`", " ", source, flags=re.DOTALL)


def cells_of(chapter, *tags, kind=None):
    return [cell for cell in read_cells(chapter) if cell.tag in tags and kind in (None, cell.kind)]


def headings(chapter, *tags, level):
    text = "\n\n".join(prose_of(cell.source) for cell in cells_of(chapter, *tags, kind="markdown"))
    return [title for marks, title in HEADING.findall(text) if len(marks) == level]


def lines_of(cell):
    return [line for line in cell.source.splitlines() if line.strip()]


def words(text):
    return re.findall(r"\w+(?:['’]\w+)?", prose_of(text))


def named(cells):
    return [f"{cell.id} (line {cell.line})" for cell in cells]


@pytest.mark.parametrize("chapter", **by_name)
def test_the_title_is_the_first_line_and_the_only_one(chapter):
    first = cells_of(chapter, *TREES["notebooks"])[0]
    assert re.match(rf"# {chapter.number} · \S", first.source) or re.match(
        rf"# {chapter.number:02d} · \S", first.source
    )
    assert len(headings(chapter, "lesson", "setup", level=1)) == 1


@pytest.mark.parametrize("chapter", **taught)
def test_the_first_cell_says_what_for_and_how_long(chapter):
    text = cells_of(chapter, *TREES["notebooks"])[0].source
    assert "You will be able to" in text
    assert len(re.findall(r"^- ", text, re.MULTILINE)) == 3
    assert re.search(r"\d+.*minute|[Mm]inutes\b.*\d+", text)


@pytest.mark.parametrize("chapter", **by_name)
def test_the_second_cell_is_the_setup_of_at_most_six_lines(chapter):
    second = cells_of(chapter, *TREES["notebooks"])[1]
    assert (second.tag, second.kind) == ("setup", "code")
    assert len(lines_of(second)) <= 6


@pytest.mark.parametrize("chapter", **taught)
def test_three_to_six_sections_and_each_is_a_claim(chapter):
    sections = headings(chapter, "lesson", level=2)
    assert 3 <= len(sections) <= 6
    assert [title for title in sections if len(words(re.sub(r"^\d+\.", "", title))) < 3] == []


@pytest.mark.parametrize("chapter", **by_name)
def test_code_cells_are_short(chapter):
    long = [cell for cell in read_cells(chapter) if cell.kind == "code" and len(lines_of(cell)) > 12]
    assert named(long) == []


@pytest.mark.parametrize("chapter", **by_name)
def test_a_function_of_more_than_eight_lines_belongs_in_the_package(chapter):
    for cell in read_cells(chapter):
        for node in ast.walk(ast.parse(cell.source if cell.kind == "code" else "")):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 8, f"{cell.id}: {node.name}"


@pytest.mark.parametrize("tree", ["notebooks", "exercises", "solutions"])
@pytest.mark.parametrize("chapter", **by_name)
def test_never_more_than_three_code_cells_in_a_row(chapter, tree):
    rows = [
        list(row) for kind, row in groupby(cells_of(chapter, *TREES[tree]), lambda cell: cell.kind) if kind == "code"
    ]
    assert [named(row) for row in rows if len(row) > 3] == []


@pytest.mark.parametrize("chapter", **taught)
def test_prose_cells_are_mostly_of_20_to_80_words(chapter):
    cells = cells_of(chapter, "lesson", kind="markdown")
    counts = {cell.id: len(words(cell.source)) for cell in cells}
    assert sum(20 <= count <= 80 for count in counts.values()) >= 0.8 * len(counts), counts
    assert {cell: count for cell, count in counts.items() if count > 120} == {}


@pytest.mark.parametrize("chapter", **taught)
def test_what_leads_to_a_cell_mostly_asks(chapter):
    cells = cells_of(chapter, *TREES["notebooks"])
    before = [cell for cell, after in pairwise(cells) if (cell.kind, after.kind) == ("markdown", "code")]
    asking = [cell for cell in before if cell.source.rstrip(" *_”\n").endswith((":", "?"))]
    silent = [cell for cell in before if cell not in asking and cell is not cells[0]]
    assert len(silent) <= 0.2 * len(before), named(silent)


@pytest.mark.parametrize("chapter", **by_name)
def test_prose_is_calm(chapter):
    prose = [cell for cell in (*read_cells(chapter), *read_notes(chapter)) if cell.kind == "markdown"]
    loud = [cell for cell in prose if "!" in re.sub(r"!\[|<!--", "", prose_of(cell.source))]
    easy = [cell for cell in prose if re.search(r"\b(simply|just|obviously)\b", prose_of(cell.source), re.IGNORECASE)]
    assert named(loud) == []
    assert named(easy) == []


@pytest.mark.parametrize("chapter", **by_name)
def test_prose_is_markdown_that_can_be_translated(chapter):
    prose = [cell for cell in (*read_cells(chapter), *read_notes(chapter)) if cell.kind == "markdown"]
    assert named(cell for cell in prose if re.search(r"</?[a-z][^>\n]*>", prose_of(cell.source))) == []
    assert named(cell for cell in prose if cell.tag != "notes" and not blocks(cell.source)) == []


@pytest.mark.parametrize("chapter", **by_name)
def test_code_hides_nothing(chapter):
    for cell in cells_of(chapter, *(tag for tag in ("setup", "lesson", "task", "solution")), kind="code"):
        where = f"{cell.id} (line {cell.line})"
        assert not re.search(
            r"^\s*[%!]|\bpip\b|\bsys\.path\b|filterwarnings|simplefilter", cell.source, re.MULTILINE
        ), where
        assert not cell.source.rstrip().endswith(";"), where  # nbval does not honour it: the value is shown
        stars = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.alias) and node.name == "*"]
        assert stars == [], where


@pytest.mark.parametrize("chapter", **taught)
def test_four_to_eight_tasks_with_a_question_of_at_most_four_sentences(chapter):
    titles = headings(chapter, "task", level=3)
    numbered = [title for title in titles if re.match(r"\d+\.\d+ ", title)]
    assert 4 <= len(numbered) <= 8
    for cell in cells_of(chapter, "task", kind="markdown"):
        if cell.task and cell.source.startswith("###"):
            question = prose_of(cell.source).split("\n", 1)[1]
            assert len(SENTENCE_END.findall(question)) <= 4, f"{cell.task} (line {cell.line})"


@pytest.mark.parametrize("chapter", **by_name)
def test_each_task_has_a_check_three_hints_and_three_mistakes(chapter):
    in_text = list(dict.fromkeys(cell.task for cell in read_cells(chapter) if cell.task))
    assert [task.id for task in chapter.tasks] == in_text
    for task in chapter.tasks:
        assert len([hint for hint in task.hints if hint.strip()]) == 3, task.id
        assert task.praise.strip(), task.id
        assert task.worked.strip(), task.id
        if chapter.number:
            assert len([mistake for mistake in task.mistakes if not mistake.accepted]) >= 3, task.id
        assert len({mistake.id for mistake in task.mistakes}) == len(task.mistakes), task.id


@pytest.mark.parametrize("chapter", **taught)
def test_each_task_is_followed_by_why_this_and_not_that(chapter):
    explained = {cell.task for cell in cells_of(chapter, "solution", kind="markdown") if len(words(cell.source)) >= 20}
    assert explained == {task.id for task in chapter.tasks}


@pytest.mark.parametrize("chapter", **taught)
def test_the_lesson_closes_with_what_you_can_do_now_and_what_is_next(chapter):
    last = cells_of(chapter, "lesson", kind="markdown")[-1].source
    assert "You can now" in last
    assert re.search(r"^- ", last, re.MULTILINE)
    assert re.search(r"\bnext\b", last, re.IGNORECASE)


@pytest.mark.parametrize("chapter", **taught)
def test_the_minutes_of_the_parts_are_the_minutes_of_the_chapter(chapter):
    minutes = sum(cell.metadata.get("minutes", 0) for cell in read_cells(chapter) if "own" not in cell.metadata)
    assert abs(minutes - chapter.minutes) <= 5


@pytest.mark.parametrize("chapter", **taught)
def test_cards_bring_their_own_question_and_have_ids_of_their_own(chapter):
    assert [card.id for card in chapter.cards if not card.question.strip()] == []
    ids = [task.id for task in (*chapter.tasks, *chapter.cards)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("chapter", **by_name)
def test_feedback_is_calm(chapter):
    for task in (*chapter.tasks, *chapter.cards):
        for said in (task.praise, task.worked, *task.hints, *(mistake.says for mistake in task.mistakes)):
            assert not re.search(r"!|\b(simply|just|obviously)\b", said, re.IGNORECASE), f"{task.id}: {said}"
