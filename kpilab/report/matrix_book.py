"""A matrix workbook being written: its sheets, its looks, and cells that are computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isnan
from typing import Any

from kpilab.analysis.scorecard import Zone
from kpilab.charts import ZONE_COLOURS
from kpilab.i18n import language
from kpilab.report.matrix_cells import Form, Live, Value

__all__ = ["Book"]

_INPUT = {"bg_color": "#fff8dc", "border": 1, "border_color": "#c9a227", "locked": False}
_COMPUTED = {"bg_color": "#f3f5f8", "border": 1, "border_color": "#d5dbe1"}
_RESULT = {"bold": True, "font_size": 13, "align": "left"}
_BLUE, _QUIET = "#123a63", "#52606d"
_LOOKS: Mapping[str, dict[str, Any]] = {
    "plain": {},
    "title": {"bold": True, "font_size": 18, "font_color": _BLUE},
    "quiet": {"font_color": _QUIET},
    "wrap": {"text_wrap": True, "valign": "top"},
    "note": {"text_wrap": True, "font_size": 9.5, "valign": "vcenter"},
    "name": {"bold": True, "text_wrap": True, "valign": "top"},
    "field": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#d5dbe1"},
    "field_text": {"text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": "#d5dbe1"},
    "chosen": {"bold": True, "align": "center", "font_color": _BLUE},
    "sign": {"bottom": 1},
    "label": {"font_color": _QUIET},
    "working": {"font_color": "#6b7785", "font_size": 9},
    "check": {"bold": True, "text_wrap": True, "valign": "vcenter"},
    "heading": _COMPUTED
    | {"bold": True, "text_wrap": True, "align": "center", "bg_color": _BLUE, "font_color": "#ffffff"},
    "input": _INPUT | {"indent": 1},
    "input_number": _INPUT,
    "input_text": _INPUT | {"text_wrap": True, "indent": 1},
    "input_weight": _INPUT | {"num_format": "0.00"},
    "input_share": _INPUT | {"num_format": "0.0%"},
    "input_money": _INPUT | {"num_format": "#,##0"},
    "input_date": _INPUT | {"num_format": "yyyy-mm-dd", "align": "left"},
    "computed": _COMPUTED,
    "computed_text": _COMPUTED | {"text_wrap": True, "font_size": 9.5, "indent": 1},
    "computed_word": _COMPUTED | {"indent": 1},
    "computed_index": _COMPUTED | {"num_format": "0.000"},
    "computed_total": _COMPUTED | {"num_format": "0.0000"},
    "computed_weight": _COMPUTED | {"num_format": "0.00"},
    "computed_share": _COMPUTED | {"num_format": "0.00%"},
    "computed_points": _COMPUTED | {"num_format": "0.0%"},
    "computed_money": _COMPUTED | {"num_format": "#,##0"},
    "big": {"bold": True, "font_size": 20, "num_format": "0.0000", "align": "left", "font_color": _BLUE},
    "result": _RESULT | {"num_format": "0.00"},
    "result_share": _RESULT | {"num_format": "0.00%"},
    "result_money": _RESULT | {"num_format": "#,##0"},
}
_OPEN = {"format_columns": True, "format_rows": True, "format_cells": True, "select_locked_cells": True}


@dataclass(frozen=True)
class Book:
    """A workbook being written: the form, its sheets and looks."""

    form: Form
    workbook: Any
    sheets: Mapping[str, Any] = field(init=False)
    looks: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        font = "Microsoft YaHei" if language().startswith("zh") else "Arial"
        style = {"font_name": font, "font_size": 10, "valign": "vcenter"}
        object.__setattr__(self, "looks", {n: self.workbook.add_format(style | look) for n, look in _LOOKS.items()})
        sheets = {key: self.workbook.add_worksheet(name) for key, name in self.form.sheets.items()}
        object.__setattr__(self, "sheets", sheets)
        for key, sheet in sheets.items():
            sheet.hide_gridlines(2)
            if key != "log":
                sheet.protect("", _OPEN)

    def zone_look(self, zone: Zone) -> Any:
        """The look that a conditional format gives for a zone."""
        colours = ZONE_COLOURS[zone]
        return self.workbook.add_format(
            {"bg_color": colours.paper, "font_color": colours.ink, "bold": zone == "below base"}
        )

    def put(self, sheet: str, cell: str, value: Value, look: str = "plain") -> None:
        """Write a text or a number; a missing number leaves the cell empty."""
        target, style = self.sheets[sheet], self.looks[look]
        if isinstance(value, str):
            target.write_string(cell, value, style) if value else target.write_blank(cell, None, style)
        elif isnan(value):
            target.write_blank(cell, None, style)
        else:
            target.write_number(cell, value, style)

    def live(self, sheet: str, cell: str, live: Live, look: str = "plain") -> None:
        """Write a formula with its value."""
        self.sheets[sheet].write_formula(cell, f"={live.formula}", self.looks[look], live.value)

    def merge(self, sheet: str, cells: str, value: Value | Live, look: str = "plain") -> None:
        """Write into merged cells."""
        self.sheets[sheet].merge_range(cells, "", self.looks[look])
        first = cells.split(":")[0]
        if isinstance(value, Live):
            self.live(sheet, first, value, look)
        else:
            self.put(sheet, first, value, look)

    def name(self, name: str, sheet: str, cell: str) -> None:
        """Give a cell or range a name that formulas and readers use."""
        from xlsxwriter.utility import xl_range_abs

        corners = [_corner(part) for part in cell.split(":")]
        area = xl_range_abs(*corners[0], *corners[-1])
        self.workbook.define_name(name, f"={self.form.at(sheet, area)}")


def _corner(cell: str) -> tuple[int, int]:
    from xlsxwriter.utility import xl_cell_to_rowcol

    row, column = xl_cell_to_rowcol(cell)
    return row, column
