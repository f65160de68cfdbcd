"""The workspace's Excel file for answers: a sheet a chapter, a row a task, one named cell for each thing asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_uppercase
from typing import Any
from unicodedata import east_asian_width

from kpilab.course.answer_cells import answer_names
from kpilab.course.forms import Assign, Choice, Composite, Options, Table
from kpilab.course.problem import NO_WORDS, Words
from kpilab.course.task import Task
from kpilab.errors import WorkspaceError
from kpilab.i18n import _

__all__ = ["Asked", "write_answer_file"]

_SHORT = 40
"""Options up to this length can be picked by their text; of longer ones the letter is picked."""
_TABLE_ROWS = 30
_LONGEST_LIST = 255
_LINE = 15


@dataclass(frozen=True)
class Asked:
    """A task as the file shows it: its question, and the case's numbers that its options may quote."""

    task: Task[Any]
    question: str
    words: Words = field(default_factory=lambda: NO_WORDS)


def write_answer_file(path: Path, tasks_by_chapter: Mapping[str, Sequence[Asked]]) -> None:
    """Write the file anew, with empty answers: for each chapter's title ("04 · The KPI matrix") a sheet with its tasks.

    Raises `WorkspaceError` where the file cannot be written, because it is open in Excel, say.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    styles = {name: book.add_format({"font_name": "Calibri", "valign": "top", **look}) for name, look in _LOOKS.items()}
    for title, tasks in tasks_by_chapter.items():
        sheet = book.add_worksheet(_sheet_name(title))
        _begin(sheet, title, tasks[0].task.id, styles)
        row = 4
        for asked in tasks:
            row = _add_task(book, sheet, asked, row, styles)
    try:
        book.close()
    except FileCreateError as error:
        text = _("{file} cannot be written: {reason}. Is it open in Excel? Close it there, then try again.")
        raise WorkspaceError(text.format(file=path.name, reason=error)) from error


_EDGE = {"border": 1, "border_color": "#7b8794"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#0b5cad"},
    "text": {"text_wrap": True},
    "head": {"bold": True, "bg_color": "#0b5cad", "font_color": "#ffffff", "text_wrap": True},
    "task": {"bold": True, "text_wrap": True, "top": 1, "top_color": "#d5dbe1"},
    "question": {"text_wrap": True, "top": 1, "top_color": "#d5dbe1"},
    "head_row": {"text_wrap": True, "top": 1, "top_color": "#d5dbe1"},
    "part": {"text_wrap": True, "indent": 1},
    "options": {"text_wrap": True, "font_color": "#52606d"},
    "options_head": {"text_wrap": True, "font_color": "#52606d", "top": 1, "top_color": "#d5dbe1"},
    "answer": {"text_wrap": True, "align": "left", "bg_color": "#fff8d6", **_EDGE},
}
_WIDTHS = (7, 24, 56, 28, 56)
_QUESTION, _ANSWER, _OPTIONS = 2, 3, 4


def _sheet_name(title: str) -> str:
    """The title without the marks that Excel refuses in a sheet's name, in at most 31 characters."""
    return "".join("-" if mark in "[]:*?/\\" else mark for mark in title)[:31].strip("' ")


def _begin(sheet: Any, title: str, example: str, styles: Mapping[str, Any]) -> None:
    """The head of a chapter's sheet, and how it prints: landscape, one page wide."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    sheet.freeze_panes(4, 0)
    sheet.set_row(0, 26)
    sheet.write(0, 0, title, styles["title"])
    how = _('Type into the yellow cells and save the file. Then run check_file("{task}") in the notebook.')
    sheet.write(1, 0, how.format(task=example))
    heads = (_("Task"), _("Title"), _("Question"), _("Your answer"), _("To choose from"))
    for column, (width, head) in enumerate(zip(_WIDTHS, heads, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write(3, column, head, styles["head"])


def _add_task(book: Any, sheet: Any, asked: Asked, row: int, styles: Mapping[str, Any]) -> int:
    """Write one task from `row` on, and return the next free row."""
    task, form = asked.task, asked.task.form
    cells = (task.id, _(task.title), asked.question, "", "")
    for column, (text, look) in enumerate(
        zip(cells, ("task", "task", "question", "head_row", "head_row"), strict=True)
    ):
        sheet.write(row, column, text, styles[look])
    if isinstance(form, Table):
        _add_table(book, asked, styles)
        sheet.write(row, _ANSWER, _("On the sheet “{sheet}”.").format(sheet=task.id), styles["head_row"])
    labels = form.part_labels()
    alone = [*labels] == [""] and not isinstance(form, Table)
    options = _options(form, "", asked.words) if alone else ()
    _set_height(sheet, row, [(cells[1], 1), (cells[2], _QUESTION), (_listed(options), _OPTIONS)])
    if isinstance(form, Table):
        return row + 1
    if alone:
        _add_cell(book, sheet, row, answer_names(task)[""][0], options, styles)
        sheet.write(row, _OPTIONS, _listed(options), styles["options_head"])
        return row + 1
    return _add_parts(book, sheet, asked, row + 1, styles)


def _add_parts(book: Any, sheet: Any, asked: Asked, row: int, styles: Mapping[str, Any]) -> int:
    """Write a row for each thing asked in the parts of a task; what is chosen from stands where it changes."""
    form, before = asked.task.form, ""
    for part, names in answer_names(asked.task).items():
        options, label = _options(form, part, asked.words), form.part_labels()[part]
        listed = _listed(options)
        sheet.write(row, _QUESTION, label, styles["part"])
        if len(names) > 1:
            sheet.merge_range(row, _OPTIONS, row + len(names) - 1, _OPTIONS, listed, styles["options"])
        elif listed != before:
            sheet.write(row, _OPTIONS, listed, styles["options"])
        shown = listed if listed != before else ""
        for name in names:
            _set_height(sheet, row, [(label, _QUESTION), (shown, _OPTIONS)], shared_by=len(names))
            _add_cell(book, sheet, row, name, options, styles)
            row += 1
        before = listed
    return row


def _add_cell(book: Any, sheet: Any, row: int, name: str, options: Options, styles: Mapping[str, Any]) -> None:
    sheet.write_blank(row, _ANSWER, None, styles["answer"])
    _offer(sheet, row, options)
    book.define_name(name, f"='{sheet.get_name()}'!$D${row + 1}")


def _set_height(sheet: Any, row: int, texts: Sequence[tuple[str, int]], *, shared_by: int = 1) -> None:
    """Make the row high enough for its longest text; no program measures this for us before a person looks."""
    lines = max((_lines(text, _WIDTHS[column]) for text, column in texts), default=1)
    sheet.set_row(row, max(_LINE, _LINE * lines / shared_by) + 3)


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column; a Chinese character is as wide as two letters."""
    room = width - 4
    sizes = (sum(2 if east_asian_width(mark) in "WF" else 1 for mark in line) for line in text.splitlines())
    return sum(max(1, -(-size // room)) for size in sizes)


def _options(form: Any, part: str, words: Words) -> Options:
    """The options of a part as they are shown; without their texts where these quote numbers that nobody gave."""
    if isinstance(form, Composite):
        form = form.choice(part)
    if not isinstance(form, Choice | Assign):
        return ()
    if words is NO_WORDS and any("{" in text for _key, text in form.options):
        return tuple((key, _("see the task's page")) for key, _text in form.options)
    return form.shown_options(words)


def _by_text(options: Options) -> bool:
    return all(len(text) <= _SHORT and "," not in text for _key, text in options)


def _listed(options: Options) -> str:
    if _by_text(options):
        return " / ".join(text for _key, text in options)
    return "\n".join(f"{letter}  {text}" for letter, (_key, text) in zip(ascii_uppercase, options, strict=False))


def _offer(sheet: Any, row: int, options: Options) -> None:
    """A drop-down list in the answer cell: the texts where they are short, else the letters."""
    if not options:
        return
    texts = [text for _key, text in options] if _by_text(options) else [*ascii_uppercase[: len(options)]]
    if len(",".join(texts)) <= _LONGEST_LIST:
        rule = {"validate": "list", "source": texts, "error_type": "warning", "error_message": _("Pick from the list.")}
        sheet.data_validation(row, _ANSWER, row, _ANSWER, rule)


def _add_table(book: Any, asked: Asked, styles: Mapping[str, Any]) -> None:
    """A sheet of its own for a table: the headings stand, the rows are filled in or pasted."""
    form: Any = asked.task.form
    sheet = book.add_worksheet(asked.task.id)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(4, 0)
    sheet.write(0, 0, f"{asked.task.id} {_(asked.task.title)}", styles["title"])
    sheet.write(1, 0, asked.question)
    for column, heading in enumerate((*form.keys, *form.values)):
        sheet.set_column(column, column, 18)
        sheet.write(3, column, heading, styles["head"])
        for row in range(4, 4 + _TABLE_ROWS):
            sheet.write_blank(row, column, None, styles["answer"])
    (name,) = answer_names(asked.task)[""]
    book.define_name(name, f"='{asked.task.id}'!$A$4")
