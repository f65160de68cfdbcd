"""One working table being written: what is chosen, tiles, the table with its live formulas, and the traffic light."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan, nan
from typing import TYPE_CHECKING, Any

from kpilab.charts import ZONE_COLOURS
from kpilab.i18n import _, language
from kpilab.report.working_columns import Computed, Field, Look, WorkingTable

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["HEAD", "Looks", "computed_rows", "list_key", "write_working_sheet"]

HEAD = 8
"""The row of the table's headings, counted from 0."""
_CHOICE, _LIMIT, _TILE = 3, 3, 5
_BLANKS = 24
_MOST = 20_000
"""Rows that a dropdown and a format reach beyond those filled in."""
_BLUE, _QUIET, _LINE = "#123a63", "#52606d", "#d5dbe1"
_FORMATS: Mapping[Look, str] = {
    "text": "@",
    "choice": "@",
    "day": "yyyy-mm-dd",
    "count": "#,##0",
    "money": "#,##0",
    "share": "0.0%",
    "number": "#,##0.0",
    "word": "@",
}
_ALIGN: Mapping[Look, str] = {"text": "left", "choice": "left", "word": "center", "day": "left"}
_COMPUTED: tuple[Look, ...] = ("count", "money", "share", "number", "word")
Row = dict[str, Any]


@dataclass(frozen=True)
class Looks:
    """The looks of all cells, made once a workbook."""

    made: Mapping[str, Any]

    @classmethod
    def of(cls, book: Any) -> Looks:
        """Make them in that workbook."""
        font = "Microsoft YaHei" if language().startswith("zh") else "Arial"
        style = {"font_name": font, "font_size": 10, "valign": "vcenter"}
        cell = {"bottom": 1, "bottom_color": _LINE}
        named: dict[str, dict[str, Any]] = {
            "plain": {},
            "title": {"bold": True, "font_size": 20, "font_color": _BLUE},
            "quiet": {"font_color": _QUIET},
            "wrap": {"text_wrap": True, "valign": "top"},
            "strong": {"bold": True, "text_wrap": True, "valign": "top", "font_color": _BLUE},
            "label": {"font_color": _QUIET, "align": "right"},
            "choice": {"bg_color": "#fff8dc", "border": 1, "border_color": "#c9a227", "bold": True, "indent": 1},
            "limit": {"bg_color": "#fff8dc", "border": 1, "border_color": "#c9a227", "num_format": "0.0%"},
            "tile_label": {"font_color": "#ffffff", "bg_color": _BLUE, "align": "center", "font_size": 9},
            "heading": {
                "bold": True, "text_wrap": True, "align": "center", "bg_color": _BLUE, "font_color": "#ffffff",
                "border": 1, "border_color": "#ffffff",
            },
            "heading_computed": {
                "bold": True, "text_wrap": True, "align": "center", "bg_color": "#4a6076", "font_color": "#ffffff",
                "border": 1, "border_color": "#ffffff",
            },
        }  # fmt: skip
        for look, form in _FORMATS.items():
            align = {"align": _ALIGN[look]} if look in _ALIGN else {}
            named[f"input_{look}"] = cell | align | {"num_format": form, "bg_color": "#fffdf3"}
            named[f"computed_{look}"] = (
                cell | align | {"num_format": form, "bg_color": "#f3f5f8", "bold": look == "word"}
            )
            named[f"tile_{look}"] = {
                "num_format": form, "bold": True, "font_size": 15, "align": "center", "font_color": _BLUE,
                "bg_color": "#eaf0f6",
            }  # fmt: skip
        return cls({name: book.add_format(style | look) for name, look in named.items()})

    def __getitem__(self, name: str) -> Any:
        return self.made[name]


def list_key(table: WorkingTable, field: Field) -> str:
    """The list that a column takes its choices from: months are the same on all sheets."""
    return "month" if field.key == "month" else f"{table.key} {field.key}"


def computed_rows(table: WorkingTable, filled: pd.DataFrame | None) -> list[Row]:
    """The rows with every computed column, and the word of the light as `status`; missing numbers are nan."""
    import pandas as pd

    rows = []
    for record in [] if filled is None else filled.to_dict("records"):
        row: Row = {}
        for field in table.fields:
            value = record.get(field.key)
            if field.look in ("text", "choice", "day"):
                row[field.key] = None if value is None or pd.isna(value) else value
            else:
                row[field.key] = nan if value is None or pd.isna(value) else float(value)
        for column in table.computed:
            row[column.key] = column.rule.value(row)
        row["status"] = table.light.word(row[table.light.of])
        rows.append(row)
    return rows


def write_working_sheet(
    book: Any, sheet: Any, looks: Looks, table: WorkingTable, filled: pd.DataFrame | None, lists: Mapping[str, str]
) -> None:
    """Fill `sheet`; `lists` names the cells of each list, beginning with the word for all."""
    rows = computed_rows(table, filled)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, table.title, looks["title"])
    sheet.write_string(1, 0, table.what_for, looks["quiet"])
    _write_choices(sheet, looks, table, lists)
    _write_limits(book, sheet, looks, table)
    _write_tiles(sheet, looks, table, rows)
    _write_table(sheet, looks, table, rows)
    _write_lists(sheet, table, lists)
    _write_light(book, sheet, table, len(rows))
    for place, column in enumerate((*table.columns, None)):
        wide = 22 if column and column.look == "text" else 16 if column and column.look == "choice" else 12.5
        sheet.set_column(place, place, wide)
    sheet.freeze_panes(HEAD + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&R" + _("Page {page} of {pages}").format(page="&P", pages="&N"))


def _write_choices(sheet: Any, looks: Looks, table: WorkingTable, lists: Mapping[str, str]) -> None:
    for place, key in enumerate(table.chosen_by):
        field = next(each for each in table.fields if each.key == key)
        sheet.write_string(_CHOICE - 1, place, field.heading, looks["quiet"])
        sheet.write_string(_CHOICE, place, _("all"), looks["choice"])
        source = f"={lists[list_key(table, field)]}"
        message = _("Choose what the numbers below are for.")
        sheet.data_validation(
            _CHOICE, place, _CHOICE, place, {"validate": "list", "source": source, "input_message": message}
        )


def _write_limits(book: Any, sheet: Any, looks: Looks, table: WorkingTable) -> None:
    from xlsxwriter.utility import xl_rowcol_to_cell

    place = len(table.chosen_by) + 1
    for shift, (label, limit, name) in enumerate(
        ((_("green from"), table.light.green, "Green"), (_("amber from"), table.light.amber, "Amber"))
    ):
        sheet.write_string(_LIMIT - 1, place + shift, label, looks["quiet"])
        sheet.write_number(_LIMIT, place + shift, limit, looks["limit"])
        cell = xl_rowcol_to_cell(_LIMIT, place + shift, row_abs=True, col_abs=True)
        book.define_name(f"{table.key.title()}{name}", f"='{sheet.get_name()}'!{cell}")


def _write_tiles(sheet: Any, looks: Looks, table: WorkingTable, rows: Sequence[Row]) -> None:
    sheet.set_row(_TILE, 16)
    sheet.set_row(_TILE + 1, 28)
    for place, tile in enumerate(table.tiles):
        sheet.write_string(_TILE, place, tile.label, looks["tile_label"])
        value = tile.value(rows)
        formula = f"={tile.formula(lambda key, known: _sums(table, key, known))}"
        sheet.write_formula(_TILE + 1, place, formula, looks[f"tile_{tile.look}"], "" if isnan(value) else value)


def _sums(table: WorkingTable, key: str, known: Sequence[str]) -> str:
    """The sum of a column over what is chosen, and over rows in which the `known` columns hold numbers."""
    name = table.key.title()
    tests = []
    for place, by in enumerate(table.chosen_by):
        chosen = f"${chr(65 + place)}${_CHOICE + 1}"
        tests.append(f'{name}[{table.headings[by]}],IF({chosen}="{_("all")}","*","="&{chosen})')
    below = [f'{name}[{table.headings[other]}],">-1E+99"' for other in known]
    positive = [f'{name}[{table.headings[known[-1]]}],">0"'] if known else []
    return f"SUMIFS({name}[{table.headings[key]}],{','.join([*tests, *below, *positive])})"


def _write_table(sheet: Any, looks: Looks, table: WorkingTable, rows: Sequence[Row]) -> None:
    count = len(rows) + (_BLANKS if not rows else 6)
    options: list[dict[str, Any]] = []
    for field in table.fields:
        options.append(
            {"header": field.heading, "header_format": looks["heading"], "format": looks[f"input_{field.look}"]}
        )
    worked_out: tuple[Computed | None, ...] = (*table.computed, None)
    for column in worked_out:
        options.append(
            {
                "header": column.heading if column else _("Status"),
                "header_format": looks["heading_computed"],
                "format": looks[f"computed_{column.look if column else 'word'}"],
                "formula": f"={_row_formula(table, column)}",
            }
        )
    name = table.key.title()
    last = HEAD + count, len(options) - 1
    sheet.add_table(HEAD, 0, *last, {"name": name, "columns": options, "style": None, "autofilter": True})
    sheet.set_row(HEAD, 34)
    for place, each in enumerate(table.columns):
        sheet.write_comment(HEAD, place, each.note, {"x_scale": 1.6, "y_scale": 0.7, "author": "kpilab"})
    for line in range(count):
        _write_row(sheet, looks, table, HEAD + 1 + line, rows[line] if line < len(rows) else None)


def _row_formula(table: WorkingTable, column: Computed | None) -> str:
    def at(key: str) -> str:
        return f"{table.key.title()}[[#This Row],[{table.headings[key]}]]"

    if column is not None:
        return column.rule.formula(at)
    name, green, amber, red = table.key.title(), *(f'"{word}"' for word in table.light.words)
    seen = at(table.light.of)
    return f'IF({seen}="","",IF({seen}>={name}Green,{green},IF({seen}>={name}Amber,{amber},{red})))'


def _write_row(sheet: Any, looks: Looks, table: WorkingTable, line: int, row: Row | None) -> None:
    for place, field in enumerate(table.fields):
        value, look = (row or {}).get(field.key), looks[f"input_{field.look}"]
        if value is None or (isinstance(value, float) and isnan(value)):
            sheet.write_blank(line, place, None, look)
        elif field.look == "day":
            sheet.write_datetime(line, place, value.to_pydatetime() if hasattr(value, "to_pydatetime") else value, look)
        elif isinstance(value, float):
            sheet.write_number(line, place, value, look)
        else:
            sheet.write_string(line, place, str(value), look)
    for shift, column in enumerate((*table.computed, None)):
        place, key = len(table.fields) + shift, column.key if column else "status"
        value = (row or {}).get(key, "")
        look = looks[f"computed_{column.look if column else 'word'}"]
        shown = "" if isinstance(value, float) and isnan(value) else value
        sheet.write_formula(line, place, f"={_row_formula(table, column)}", look, shown)


def _write_lists(sheet: Any, table: WorkingTable, lists: Mapping[str, str]) -> None:
    rule: dict[str, Any]
    for place, field in enumerate(table.fields):
        if field.look == "choice":
            source = "=" + lists[list_key(table, field)].replace("$3:", "$4:")
            rule = {"validate": "list", "source": source, "error_type": "warning", "input_message": field.note}
        elif field.look == "day":
            rule = {"validate": "date", "criteria": ">=", "value": date(1990, 1, 1), "input_message": field.note}
        elif field.look in _COMPUTED:
            criteria = {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12}
            rule = criteria | {"input_message": field.note, "error_message": _("A number goes here, without a unit.")}
        else:
            continue
        sheet.data_validation(HEAD + 1, place, HEAD + _MOST, place, rule)


def _write_light(book: Any, sheet: Any, table: WorkingTable, rows: int) -> None:
    place = len(table.fields) + len(table.computed)
    last = HEAD + max(rows + 6, _BLANKS) + 500
    for word, zone in zip(table.light.words, ("plan met", "under plan", "below base"), strict=True):
        colours = ZONE_COLOURS[zone]  # type: ignore[index]
        look = book.add_format({"bg_color": colours.paper, "font_color": colours.ink})
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
        sheet.conditional_format(HEAD + 1, place, last, place, rule)
