from __future__ import annotations

import pytest

from kpilab.course.cell import assigned_names, used_names
from kpilab.course.source import parse_cells, read_cells, read_notes
from kpilab.errors import ChapterError

TASK = """# 90 · Prices

+++ {"tags": ["task"]}

### 90.1 Margin

```{code-cell}
:tags: [task]
# solution
margin = 0.2
```

```{code-cell}
:tags: [task]
check("90.1", margin)
```
"""


def problems(text):
    with pytest.raises(ChapterError) as caught:
        parse_cells(text, number=90, name="c90_demo")
    assert caught.value.summary == "c90_demo: the source has problems."
    return caught.value.problems


def test_cells_have_tags_tasks_and_stable_ids(demo):
    assert [(cell.id, cell.tag, cell.task) for cell in read_cells(demo)] == [
        ("c90-90-prices-lesson-1", "lesson", ""),
        ("c90-90-prices-setup-1", "setup", ""),
        ("c90-margin-is-a-share-of-the-price-lesson-1", "lesson", ""),
        ("c90-margin-is-a-share-of-the-price-lesson-2", "lesson", ""),
        ("c90-margin-is-a-share-of-the-price-lesson-3", "lesson", ""),
        ("c90-90-1-task-1", "task", "90.1"),
        ("c90-90-1-task-2", "task", "90.1"),
        ("c90-90-1-task-3", "task", "90.1"),
        ("c90-90-1-task-4", "task", "90.1"),
        ("c90-90-1-solution-1", "solution", "90.1"),
    ]


def test_a_cell_knows_its_line_and_what_was_written_beside_its_tag(demo):
    cell = read_cells(demo)[2]
    assert (cell.line, dict(cell.metadata)) == (17, {"minutes": 3, "core": True})


def test_an_edit_leaves_the_ids_of_other_sections_alone(demo):
    before = {cell.id for cell in read_cells(demo) if cell.task}
    longer = demo.text_path.read_text(encoding="utf-8").replace("**Reading.**", "+++\n\n**Reading.**")
    after = parse_cells(longer, number=90, name="c90_demo")
    assert before == {cell.id for cell in after if cell.task}


def test_prose_for_one_door_leaves_the_ids_of_its_section_alone(demo):
    before = [cell.id for cell in read_cells(demo)]
    text = demo.text_path.read_text(encoding="utf-8")
    text = text.replace("What is left", '+++ {"door": "code"}\n\nPress Shift.\n\n+++\n\nWhat is left')
    after = [cell.id for cell in parse_cells(text, number=90, name="c90_demo")]
    assert set(after) - set(before) == {
        "c90-margin-is-a-share-of-the-price-lesson-code-1",
        "c90-margin-is-a-share-of-the-price-lesson-4",  # the cell was cut in two around the sentence
    }


def test_ids_fit_sixty_four_characters():
    text = f"# 90 · P\n\n## {'A very long claim ' * 9}\n\nText.\n"
    assert all(len(cell.id) <= 64 for cell in parse_cells(text, number=90, name="c90_demo"))


def test_the_answer_is_what_follows_the_solution_line(demo):
    answer = next(cell for cell in read_cells(demo) if cell.is_answer)
    assert answer.given == 'paid = case["price"]'
    assert assigned_names(answer.answer) == ("left", "margin")


def test_names_inside_functions_are_not_assigned():
    assert assigned_names("def f():\n    x = 1\ny = [z for z in [1]]") == ("f", "y")
    assert assigned_names("import numpy as np\nwith a as b: pass") == ("np", "b")
    assert used_names("y = x") == {"x"}


def test_class_notes_are_prose(demo):
    assert [cell.id for cell in read_notes(demo)] == ["c90-notes-1", "c90-notes-2"]
    demo.notes_path.write_text("# 90 · N\n\n```{code-cell}\n1\n```\n", encoding="utf-8")
    with pytest.raises(ChapterError, match=r"c90_demo/class_notes.md.*\n.*line 4: class notes hold no code"):
        read_notes(demo)


@pytest.mark.parametrize(
    ("wrong", "right", "problem"),
    [
        ('["task"]', '["task", "lesson"]', "line 5: a cell has one tag; this one has task, lesson."),
        (
            '{"tags": ["task"]}',
            '{"tags": ["taks"]}',
            "line 5: unknown tag 'taks'. There is: setup, lesson, task, solution.",
        ),
        (
            '{"tags": ["task"]}',
            '{"tags": ["task"], "minuts": 3}',
            "line 5: unknown metadata 'minuts'. There is: core, discuss, door, extra, minutes, own, predict, tags.",
        ),
        ('{"tags": ["task"]}', '{"tags": ["task"], "minutes": "3"}', "line 5: minutes: 3 is not a number."),
        ('{"tags": ["task"]}', '{"tags": ["task"], "own": "yes"}', "line 5: 'own' is true or left out."),
        (
            '{"tags": ["task"]}',
            '{"tags": ["task"], "core": true, "extra": true}',
            "line 5: a cell is core or extra, not both.",
        ),
        (
            ":tags: [task]\n# sol",
            ":tags: [task]\n:door: page\n# sol",
            "line 8: a door is said of prose alone, and not of a task's heading: both doors need the rest.",
        ),
        (
            '{"tags": ["task"]}',
            '{"tags": ["task"], "door": "page"}',
            "line 5: a door is said of prose alone, and not of a task's heading: both doors need the rest.",
        ),
        (
            "# 90 · Prices\n",
            '# 90 · Prices\n\n+++ {"door": "cellar"}\n\nText.\n',
            "line 5: door: cellar is none. There is: code, page.",
        ),
        ("margin = 0.2", "margin = = 0.2", "line 8: not valid Python: invalid syntax"),
        (":tags: [task]\n# sol", "# sol", "line 8: the line '# solution' stands only in cells with the tag task."),
        ("# solution", "# solution\n# solution", "line 8: the line '# solution' stands once in a cell."),
        ("# solution\n", "", "line 5: task 90.1 needs one cell with the line '# solution'; it has 0."),
        (
            'check("90.1", margin)',
            "check('90.1', margin)",
            'line 5: task 90.1 needs one cell that is exactly check("90.1", name); it has 0.',
        ),
        ('check("90.1"', 'check("90.2"', "line 14: task 90.1 checks task 90.2."),
        (
            'check("90.1", margin)',
            'check("90.1", left)',
            "line 14: task 90.1 checks 'left', which its answer cell does not assign after '# solution'.",
        ),
        ("### 90.1", "### 90.2", "line 5: task 90.2 comes where 90.1 is due."),
        ("### 90.1", "### 4.1", "line 5: task 4.1 comes where 90.1 is due."),
        ("### 90.1", "Text.\n\n### 90.1", "line 5: a task heading must be the first line of its cell."),
        ('+++ {"tags": ["task"]}', "", "line 1: a task heading must be the first line of its cell."),
        ("### 90.1", "### Margin", "line 8: a cell with the tag task stands outside of a task."),
    ],
)
def test_each_fault_is_named_with_its_line(wrong, right, problem):
    assert wrong in TASK
    assert problem in problems(TASK.replace(wrong, right))


def test_all_faults_are_named_at_once():
    found = problems(TASK.replace("[task]", "[taks]"))
    assert len(found) == 3


def test_two_tasks_of_one_number_are_named():
    again = TASK.replace("# 90 · Prices\n", "")
    assert "line 20: there are two tasks 90.1." in problems(TASK + again)


def test_an_answer_is_not_used_beyond_its_check():
    later = TASK.replace("# 90 · Prices\n", "").replace("90.1", "90.2").replace("# solution", "margin + 1\n# solution")
    expected = "'margin' is known only from the answer to task 90.1, which the page without code lacks."
    assert f"line 23: {expected}" in problems(TASK + later)


def test_metadata_that_is_no_json_is_named():
    assert "could not be read" in problems('# 90 · P\n\n+++ {"tags": [}\n\ntext\n')[0]


def test_a_lesson_cell_within_a_task_is_named():
    assert "line 20: a cell of task 90.1 has the tag lesson." in problems(f"{TASK}\n+++\n\nNow we go on.\n")
