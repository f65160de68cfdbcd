"""Answers from the workspace's Excel file: found by the cells' names, read as they were saved, never evaluated."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpilab.course.answer_cells import answer_names
from kpilab.course.answer_sheets import Asked, write_answer_file
from kpilab.course.forms import Table
from kpilab.course.task import Task
from kpilab.errors import DataError, WorkspaceError
from kpilab.i18n import _

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell

__all__ = ["FILE_NAME", "Asked", "FoundAnswer", "answer_names", "read_answer", "write_answer_file"]

FILE_NAME = "answers.xlsx"
_LARGEST = 30_000_000
_ERRORS = ("#CALC!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#SPILL!", "#VALUE!")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class FoundAnswer:
    """What stands in the cells of one task, as the file was saved; `cells` are addresses such as D5."""

    answer: object
    file: Path
    sheet: str
    cells: tuple[str, ...]
    saved_at: datetime
    open_elsewhere: bool = False

    @property
    def source(self) -> str:
        """File, sheet, cells and time, as a sentence."""
        cells = ", ".join(self.cells if len(self.cells) < 5 else (self.cells[0], "…", self.cells[-1]))
        where = {"file": self.file.name, "sheet": self.sheet, "cells": cells, "time": _said_time(self.saved_at)}
        if self.open_elsewhere:
            return _(
                "Read from {file}, sheet “{sheet}”, {cells}, as saved on {time}. The file is open: "
                "what was typed since then is not in it yet."
            ).format(**where)
        return _("Read from {file}, sheet “{sheet}”, {cells}, as saved on {time}.").format(**where)


def _said_time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def read_answer(task: Task[Any], where: Path | None) -> FoundAnswer:
    """The answer to `task` in the file at `where`, or in answers.xlsx of that folder.

    Raises `WorkspaceError` without a folder or a file, and `DataError` for a file that is no workbook, a cell whose
    name is gone, a formula whose result was not saved, and an error value (#DIV/0!); each names file, cell and time.
    """
    path = _path(where)
    book = _Book(path)
    if isinstance(task.form, Table):
        ((name,),) = answer_names(task).values()
        used = [book.cell(name)]
        answer = _table(book, used[0])
    else:
        cells = {part: [book.cell(name) for name in names] for part, names in answer_names(task).items()}
        used = [cell for own in cells.values() for cell in own]
        values = {part: [book.value(cell) for cell in own] for part, own in cells.items()}
        parts = {part: own[0] if len(own) == 1 else own for part, own in values.items()}
        answer = parts.get("", parts)
    places = tuple(cell.coordinate for cell in used)
    return FoundAnswer(answer, path, used[0].parent.title, places, book.saved_at, book.open_elsewhere)


def _path(where: Path | None) -> Path:
    if where is None:
        raise WorkspaceError(
            _("There is no workspace here, so there is no {file} to read. Start the course with: kpilab start").format(
                file=FILE_NAME
            )
        )
    path = where / FILE_NAME if where.is_dir() else where
    if not path.exists():
        raise WorkspaceError(
            _("There is no {file} in {folder}. Start the course again, and it is written anew: kpilab start").format(
                file=path.name, folder=path.parent
            )
        )
    return path


class _Book:
    """A saved workbook: cells by name, and their saved values."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.saved_at = datetime.fromtimestamp(path.stat().st_mtime)
        self.open_elsewhere = (path.parent / f"~${path.name}").exists()
        self._bytes = _bytes(path)
        self._formulas = self._load(values=False)
        self._values: Workbook | None = None

    def _load(self, *, values: bool) -> Workbook:
        from openpyxl import load_workbook

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return load_workbook(BytesIO(self._bytes), data_only=values)
        except Exception as error:  # openpyxl lets everything through that zip, XML and its own classes can raise
            text = _("{file} is not a workbook that can be read. Save it as an Excel workbook (.xlsx) and try again.")
            raise DataError(text.format(file=self.path.name)) from error

    def cell(self, name: str) -> Cell:
        """The first cell that carries the name."""
        scopes = [self._formulas.defined_names, *(sheet.defined_names for sheet in self._formulas.worksheets)]
        for scope in scopes:
            for found, defined in scope.items():
                if found.lower() != name or "#REF!" in str(defined.attr_text):
                    continue
                for sheet, place in defined.destinations:
                    if sheet in self._formulas.sheetnames:
                        first: Cell = self._formulas[sheet][place.replace("$", "").split(":")[0]]
                        return first
        text = _("{file}, saved on {time}, has no cell with the name {name}. Was its row deleted?")
        advice = _("Rename the file, start the course again, and copy your answers into the new one.")
        raise DataError(text.format(file=self.path.name, time=_said_time(self.saved_at), name=name), [advice])

    def value(self, cell: Cell) -> object:
        """The saved value of a cell; a percentage as the text that the cell shows."""
        value: object = cell.value if cell.data_type != "f" else self._cached(cell)
        if value in _ERRORS:
            raise self._cannot(cell, _("It shows the error {value}. Mend the formula, and save.").format(value=value))
        if isinstance(value, int | float) and not isinstance(value, bool) and "%" in cell.number_format:
            return f"{Decimal(repr(value)) * 100:f} %"
        return value

    def _cached(self, cell: Cell) -> object:
        if self._values is None:
            self._values = self._load(values=True)
        value = self._values[cell.parent.title][cell.coordinate].value
        if value is None:
            reason = _(
                "It holds a formula whose result is not in the file. Open it in Excel, let it calculate, and save."
            )
            raise self._cannot(cell, reason)
        found: object = value
        return found

    def _cannot(self, cell: Cell, reason: str) -> DataError:
        text = _("The answer in {file}, sheet “{sheet}”, {cell}, saved on {time}, cannot be read.")
        where = {"file": self.path.name, "sheet": cell.parent.title, "cell": cell.coordinate}
        named = text.format(**where, time=_said_time(self.saved_at))
        return DataError(named, [reason])


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        found = path.read_bytes() if size <= _LARGEST else b""
    except OSError as error:
        text = _("{file} cannot be opened: {reason}. Is it open in Excel? Save it, close it there, then try again.")
        raise DataError(text.format(file=path.name, reason=error.strerror)) from error
    if size > _LARGEST:
        raise DataError(_("{file} is too large to be the answer file.").format(file=path.name))
    if found.startswith(_OLD_OFFICE):
        text = _("{file} has a password, or is in the old .xls form. Save it as an Excel workbook (.xlsx) without one.")
        raise DataError(text.format(file=path.name))
    return found


def _table(book: _Book, anchor: Cell) -> object:
    """The headings at the anchor and the rows below it, as a dictionary of columns; None where no row is filled in."""
    sheet: Any = anchor.parent
    width = next((step for step in range(50) if sheet.cell(anchor.row, anchor.column + step).value is None), 50)
    rows = list(_rows(book, sheet, anchor, width))
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    if not rows:
        return None
    heads = [str(sheet.cell(anchor.row, anchor.column + step).value) for step in range(width)]
    return {head: [row[step] for row in rows] for step, head in enumerate(heads)}


def _rows(book: _Book, sheet: Any, anchor: Cell, width: int) -> Iterator[list[object]]:
    for row in range(anchor.row + 1, sheet.max_row + 1):
        yield [book.value(sheet.cell(row, anchor.column + step)) for step in range(width)]
