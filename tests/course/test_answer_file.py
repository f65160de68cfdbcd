from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook
from small_tasks import ASSIGN, CHOICE, COMPOSITE, NUMBER, NUMBERS, SHOP, TABLE, TASKS

from kpilab.course.answer_file import Asked, answer_names, read_answer, write_answer_file
from kpilab.course.judge import judge
from kpilab.errors import DataError, WorkspaceError

CASE = SHOP.standard()
SAVED = datetime(2026, 5, 31, 16, 30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "answers.xlsx"
    write_answer_file(file, {"09 · Trial: all forms?": [Asked(task, "What is it?") for task in TASKS]})
    return file


def fill(path: Path, **values: object) -> None:
    """Type values into named cells, as Excel would save them; a tuple brings its number format."""
    book = load_workbook(path)
    for name, value in values.items():
        [(sheet, place)] = book.defined_names[name].destinations
        cell = book[sheet][place]
        cell.value, cell.number_format = value if isinstance(value, tuple) else (value, "General")
    book.save(path)
    os.utime(path, (SAVED.timestamp(), SAVED.timestamp()))


def test_every_form_is_answered_in_cells(path: Path) -> None:
    fill(
        path,
        answer_9_1=(0.4, "0%"),
        answer_9_2="A",
        answer_9_3_sales="plan met",
        answer_9_3_refunds="Under plan",
        answer_9_3_wait="below base",
        answer_9_4_base=40,
        answer_9_4_norm="60,0",
        answer_9_6_rule="A",
        answer_9_6_why_1="A",
        answer_9_6_why_2="B",
        answer_9_6_june="A",
    )
    for task in (NUMBER, CHOICE, ASSIGN, NUMBERS, COMPOSITE):
        assert judge(task, CASE, read_answer(task, path).answer).right, task.id


def test_unfilled_file_is_not_attempted(path: Path) -> None:
    for task in TASKS:
        assert judge(task, CASE, read_answer(task, path.parent).answer).outcome == "not attempted"


def test_table_is_read_from_its_headings_down(path: Path) -> None:
    book = load_workbook(path)
    for row, cells in enumerate([("Mon", 40), ("Tue", 60), ("Wed", "48")], start=5):
        for column, value in enumerate(cells, start=1):
            book["9.5"].cell(row, column).value = value
    book.save(path)
    found = read_answer(TABLE, path)
    assert judge(TABLE, CASE, found.answer).right
    assert (found.sheet, found.cells) == ("9.5", ("A4",))


def test_source_names_file_sheet_cell_and_time(path: Path) -> None:
    fill(path, answer_9_1=0.4)
    found = read_answer(NUMBER, path)
    assert found.saved_at == SAVED
    assert found.source == (
        "Read from answers.xlsx, sheet “09 · Trial- all forms-”, D5, as saved on 2026-05-31 16:30:00."
    )


def test_open_file_is_read_as_saved_and_says_so(path: Path) -> None:
    (path.parent / "~$answers.xlsx").touch()
    assert "The file is open" in read_answer(NUMBER, path).source


@pytest.mark.parametrize(("unit", "shown", "right"), [("", 0.4, 0.4), ("%", 40.0, 40.0)])
def test_percent_cell_means_what_it_shows(path: Path, unit: str, shown: float, right: float) -> None:
    fill(path, answer_9_1=(0.4, "0.0%"))
    answer = read_answer(NUMBER, path).answer
    assert answer == "40.0 %"
    form = type(NUMBER.form)(tolerance=0.01, unit=unit, percent=not unit)
    assert form.read(answer) == right


def test_formula_is_read_by_its_saved_result(tmp_path: Path) -> None:
    for result, name in ((0.4, "known.xlsx"), ("", "unknown.xlsx")):
        book = xlsxwriter.Workbook(tmp_path / name)
        book.add_worksheet("09").write_formula("D5", "=8/20", None, result)
        book.define_name("answer_9_1", "='09'!$D$5")
        book.close()
    assert read_answer(NUMBER, tmp_path / "known.xlsx").answer == 0.4


def test_formula_that_was_never_calculated_says_to_save(path: Path) -> None:
    fill(path, answer_9_1="=8/20")
    with pytest.raises(DataError, match=r"D5, saved on 2026-05-31 16:30:00[\s\S]*let it calculate, and save"):
        read_answer(NUMBER, path)


def test_error_value_is_named(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "answers.xlsx")
    book.add_worksheet("09").write_formula("D5", "=1/0", None, "#DIV/0!")
    book.define_name("answer_9_1", "='09'!$D$5")
    book.close()
    with pytest.raises(DataError, match=r"answers\.xlsx, sheet “09”, D5[\s\S]*#DIV/0!"):
        read_answer(NUMBER, tmp_path)


def test_deleted_name_or_row_is_told(path: Path) -> None:
    book = load_workbook(path)
    del book.defined_names["answer_9_1"]
    book.defined_names["answer_9_2"].attr_text = "'09'!#REF!"
    book.save(path)
    for task in (NUMBER, CHOICE):
        with pytest.raises(DataError, match=r"no cell with the name answer_9_[12]"):
            read_answer(task, path)


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"", "not a workbook"), (b"day;sales", "not a workbook"), (b"PK\x03\x04half", "not a workbook"),
     (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "has a password")],
)  # fmt: skip
def test_what_is_no_workbook_is_told(tmp_path: Path, content: bytes, word: str) -> None:
    (tmp_path / "answers.xlsx").write_bytes(content)
    with pytest.raises(DataError, match=word):
        read_answer(NUMBER, tmp_path)


def test_missing_file_and_missing_workspace_are_told(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"no answers\.xlsx"):
        read_answer(NUMBER, tmp_path)
    with pytest.raises(WorkspaceError, match="no workspace"):
        read_answer(NUMBER, None)


def test_locked_file_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(DataError, match="Is it open in Excel"):
        read_answer(NUMBER, path)


def test_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="cannot be written"):
        write_answer_file(tmp_path / "nowhere" / "answers.xlsx", {"09": [Asked(NUMBER, "What?")]})


def test_sheet_shows_question_options_and_drop_downs(path: Path) -> None:
    sheet = load_workbook(path).worksheets[0]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert {"9.1", "What is it?", "Sales", "below base / under plan / plan met"} <= texts
    rules = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"below base,under plan,plan met"' in rules


def test_options_that_quote_numbers_are_shown_only_with_the_numbers(tmp_path: Path) -> None:
    for words, shown in (({}, "see the task's page"), (CHOICE.fields(CASE), "A target of 60.")):
        asked = Asked(CHOICE, "Which?", words) if words else Asked(CHOICE, "Which?")
        write_answer_file(tmp_path / "a.xlsx", {"09": [asked]})
        cells = [
            str(cell.value) for row in load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows() for cell in row
        ]
        assert any(shown in text for text in cells)


def test_names_of_all_tasks_are_unique() -> None:
    names = [name for task in TASKS for own in answer_names(task).values() for name in own]
    assert len(set(names)) == len(names) == 12
