"""An Excel file opened for reading: values, formulas, defined names, and every problem with its cell."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from datetime import date, datetime
from math import nan
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, is_zipfile

from kpilab.data.numbers import Reading
from kpilab.data.units import read_in
from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["Source", "open_source"]


@dataclass
class Source:
    """A workbook twice, with values and with formulas, and the problems found in it so far."""

    path: Path
    values: Any
    formulas: Any
    problems: list[str] = field(default_factory=list)

    def name(self, name: str) -> tuple[str, str] | None:
        """Sheet and cells that a defined name stands for."""
        found = self.values.defined_names.get(name)
        if found is None:
            return None
        places = [(str(sheet), str(cells).replace("$", "")) for sheet, cells in found.destinations]
        return next((place for place in places if place[0] in self.values.sheetnames), None)

    def trouble(self, sheet: str, cell: str, text: str) -> None:
        """Keep a problem with the cell it stands in."""
        self.problems.append(_("{sheet}!{cell}: {problem}").format(sheet=sheet, cell=cell, problem=text))

    def value(self, sheet: str, cell: str) -> Any:
        """What a cell holds, with its formula's stored result; None, and a problem, where there is none to read."""
        found = self.values[sheet][cell]
        if found.data_type == "e":
            self.trouble(sheet, cell, _("holds the error {error}; mend its formula.").format(error=found.value))
            return None
        if found.value is None and self.formulas[sheet][cell].data_type == "f":
            self.trouble(
                sheet,
                cell,
                _("holds a formula without a stored result; open the file in Excel, save it, or type the number."),
            )
        return found.value

    def text(self, sheet: str, cell: str) -> str:
        """What a cell holds, as text; empty where nothing is."""
        value = self.value(sheet, cell)
        if isinstance(value, datetime | date):
            return value.strftime("%Y-%m-%d")
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return "" if value is None else str(value).strip()

    def number(self, sheet: str, cell: str, unit: str = "") -> Reading:
        """What a cell says as a number, in its row's `unit`; missing, and a problem, where it says none."""
        try:
            return read_in(self.value(sheet, cell), unit)
        except DataError as error:
            self.trouble(sheet, cell, str(error))
            return Reading(nan)


def open_source(path: Path) -> Source:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    if not path.is_file():
        raise DataError(_("There is no file {path}; check its name and folder.").format(path=path))
    try:
        if not is_zipfile(path):
            raise BadZipFile
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Source(path, load_workbook(path, data_only=True), load_workbook(path))
    except PermissionError as error:
        raise DataError(
            _("{path} cannot be read; close it if another program has it open.").format(path=path)
        ) from error
    except (
        BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        OSError,
        SyntaxError,
        TypeError,
        AttributeError,
    ) as e:
        raise DataError(
            _(
                "{path} is not an Excel workbook that can be read. An old .xls, a .csv or a file with a password is "
                "opened in Excel and saved as .xlsx first."
            ).format(path=path)
        ) from e
