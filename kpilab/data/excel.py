"""The data as one Excel workbook: a sheet a table, money in currency units, long tables by month."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpilab import worlds
from kpilab.data.monthly import summary
from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.worlds.layout import Column, Table, kind_name

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MOST_ROWS", "ensure_workbook", "write_workbook"]

MOST_ROWS = 10_000
"""A sheet with more rows than this is slow to open and slower to understand."""

_INK, _BAND = "#1f3a4d", "#e8eff4"
_NUMBERS = {
    "date": "yyyy-mm-dd",
    "time": "yyyy-mm-dd hh:mm",
    "decimal": "#,##0.0##",
    "integer": "#,##0",
    "cents": "#,##0.00",
}


@dataclass(frozen=True)
class _Sheet:
    """One sheet of data: its table's name, what it holds, its columns and rows."""

    name: str
    what: str
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    of: int
    """Rows of the table behind it: more than `rows` has where the sheet is a summary."""

    @property
    def is_summary(self) -> bool:
        return self.of > MOST_ROWS


def ensure_workbook(path: Path, tables: Mapping[str, pd.DataFrame], *, name: str = "retail_chain") -> Path:
    """The workbook of that merchant at `path`, written now if there is none yet."""
    return path if path.exists() else write_workbook(tables, path, name=name)


def write_workbook(tables: Mapping[str, pd.DataFrame], path: Path, *, name: str = "retail_chain") -> Path:
    """Write the tables of a merchant as one Excel workbook and return its path.

    Tables of more than 10,000 rows become monthly summaries, and their sheets say so. Money is in currency units.
    Text stays text, whatever it begins with: no cell of the data becomes a formula or a link. The file appears whole
    or not at all; `DataError` where it cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    sheets = [_sheet(name, table, tables) for table in worlds.layout(name).tables if table.name in tables]
    draft = path.with_name(f".{path.stem}.writing.xlsx")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        book = xlsxwriter.Workbook(str(draft), {"strings_to_formulas": False, "strings_to_urls": False})
        formats = _formats(book)
        front, columns = book.add_worksheet(_("Read me")), book.add_worksheet(_("Columns"))
        for sheet in sheets:
            _write_sheet(book, formats, sheet)
        _write_front(front, formats, name, sheets)
        _write_columns(columns, formats, sheets)
        book.close()
        os.replace(draft, path)
    except (FileCreateError, OSError) as fault:
        with suppress(OSError):
            draft.unlink()
        raise DataError(
            _("{path} cannot be written: {reason}. Close it if it is open in Excel, or choose another folder.").format(
                path=path, reason=getattr(fault, "strerror", None) or fault
            )
        ) from fault
    return path


def _sheet(name: str, table: Table, tables: Mapping[str, pd.DataFrame]) -> _Sheet:
    data = tables[table.name]
    if len(data) <= MOST_ROWS:
        return _Sheet(table.name, _(table.meaning), table.columns, data, len(data))
    short = summary(name, table, tables)
    return _Sheet(table.name, _(short.what), short.columns, short.rows, len(data))


def _formats(book: Any) -> dict[str, Any]:
    plain = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
    made = {kind: book.add_format({**plain, "num_format": shown}) for kind, shown in _NUMBERS.items()}
    made["plain"] = book.add_format(plain)
    made["whole"] = book.add_format({**plain, "num_format": "0"})
    made["wrapped"] = book.add_format({**plain, "text_wrap": True, "indent": 1})
    made["banded"] = book.add_format({**plain, "text_wrap": True, "indent": 1, "bg_color": _BAND})
    made["link"] = book.add_format({**plain, "font_color": "#0b5394", "underline": 1})
    made["title"] = book.add_format({**plain, "font_size": 18, "bold": True, "font_color": _INK})
    made["note"] = book.add_format({**plain, "italic": True, "font_color": _INK})
    head = {**plain, "bold": True, "font_color": "#ffffff", "bg_color": _INK}
    made["head"] = book.add_format(head)
    made["inner head"] = book.add_format({**head, "indent": 1})
    return made


def _is_money(column: Column) -> bool:
    return column.name.endswith("_cents")


def _heading(column: Column) -> str:
    return column.name.removesuffix("_cents")


def _unit(column: Column) -> str:
    return _("currency units") if _is_money(column) else _(column.unit) if column.unit else ""


def _format(column: Column, formats: Mapping[str, Any]) -> Any:
    if _is_money(column):
        return formats["cents"]
    if column.kind == "integer" and (column.name.endswith(("_id", "_no", "year")) or not column.unit):
        return formats["whole"]
    return formats.get(column.kind, formats["plain"])


def _cells(column: Column, values: pd.Series[Any]) -> list[Any]:
    """The column's values as Excel takes them; None leaves the cell empty."""
    if _is_money(column):
        return [None if missing else cents / 100 for cents, missing in zip(values.tolist(), values.isna(), strict=True)]
    if column.kind in ("date", "time"):
        return [moment.to_pydatetime() if moment == moment else None for moment in values]
    return [None if missing else value for value, missing in zip(values.tolist(), values.isna(), strict=True)]


def _width(heading: str, column: Column, cells: Sequence[Any]) -> float:
    if column.kind in ("date", "time"):
        return max(len(heading) + 4, 12 if column.kind == "date" else 17)
    shown = "{:,.2f}" if _is_money(column) else "{}"
    longest = max((len(shown.format(cell)) for cell in cells[:2000] if cell is not None), default=0)
    return min(max(len(heading) + 4, longest + 2), 60)


def _write_sheet(book: Any, formats: Mapping[str, Any], sheet: _Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    page.write_string(0, 0, _note(sheet), formats["note"])
    columns, last = [], max(len(sheet.rows), 1) + 1
    for place, column in enumerate(sheet.columns):
        cells, shown = _cells(column, sheet.rows[column.name]), _format(column, formats)
        heading = _heading(column)
        page.set_column(place, place, _width(heading, column, cells), formats["plain"])
        page.write_column(2, place, cells, shown)
        columns.append({"header": heading, "header_format": formats["head"]})
    page.add_table(
        1, 0, last, len(sheet.columns) - 1,
        {"name": sheet.name, "columns": columns, "style": "Table Style Light 1", "banded_rows": True},
    )  # fmt: skip
    page.freeze_panes(2, 1)
    _print_setup(page, repeat=1)


def _note(sheet: _Sheet) -> str:
    if not sheet.is_summary:
        return sheet.what
    return _("{what} A monthly summary: the whole table, with {n:,} rows, is {file}.").format(
        what=sheet.what, n=sheet.of, file=f"{sheet.name}.csv"
    )


def _print_setup(page: Any, *, repeat: int) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(repeat)
    page.set_footer("&L&A&R&P / &N")
    page.hide_gridlines(2)


def _write_front(page: Any, formats: Mapping[str, Any], name: str, sheets: Sequence[_Sheet]) -> None:
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 12)
    page.set_column(2, 2, 92)
    page.write_string(0, 0, name, formats["title"])
    page.set_row(0, 28)
    notes = (
        _("Synthetic data for practice: no real shop, no real customer."),
        _("Money stands in currency units here; the CSV files hold the same amounts in cents."),
        _("An empty cell means that there is no value; it never means 0."),
        _("Each sheet is an Excel table of the same name: a formula can say =SUM(plans[norm])."),
    )
    for row, note in enumerate(notes, start=1):
        page.write_string(row, 0, note, formats["plain"])
    top = len(notes) + 2
    for place, heading in enumerate((_("sheet"), _("rows"), _("what it holds"))):
        page.write_string(top, place, heading, formats["inner head" if place == 2 else "head"])
    for row, sheet in enumerate(sheets, start=top + 1):
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", formats["link"], sheet.name)
        page.write_number(row, 1, len(sheet.rows), formats["integer"])
        page.write_string(row, 2, _note(sheet), formats["wrapped"])
        page.set_row(row, 31 if len(_note(sheet)) > 100 else 16)
    _print_setup(page, repeat=top)
    page.activate()


def _write_columns(page: Any, formats: Mapping[str, Any], sheets: Sequence[_Sheet]) -> None:
    for place, width in enumerate((16, 20, 32, 18, 80)):
        page.set_column(place, place, width)
    headings = (_("sheet"), _("column"), _("type"), _("unit"), _("meaning"))
    for place, heading in enumerate(headings):
        page.write_string(0, place, heading, formats["inner head"])
    row = 0
    for number, sheet in enumerate(sheets):
        shown = formats["banded" if number % 2 else "wrapped"]
        for column in sheet.columns:
            row += 1
            kind = _("number") if _is_money(column) else kind_name(column.kind)
            meaning = _(column.meaning)
            if column.may_be_empty:
                meaning = _("{meaning} Empty: {empty}.").format(meaning=meaning, empty=_(column.empty_means))
            cells = (sheet.name, _heading(column), kind, _unit(column), meaning)
            for place, cell in enumerate(cells):
                page.write_string(row, place, cell, shown)
            page.set_row(row, 16 * max(-(-len(meaning) // 85), -(-len(_unit(column)) // 18)))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, row, len(headings) - 1)
    _print_setup(page, repeat=0)
