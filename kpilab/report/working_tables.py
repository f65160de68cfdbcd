"""The four working tables as one Excel workbook: templates with live formulas, blank or filled with numbers.

Sales, stock, service and marketing each have a sheet: columns to fill, columns that Excel works out, and numbers
above them that add up what is chosen, ratios always as sum over sum.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpilab.data.guarded import AS_TEXT
from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.report.working_columns import WorkingTable
from kpilab.report.working_kinds import KINDS, working_table
from kpilab.report.working_overview import write_overview
from kpilab.report.working_sheet import Looks, list_key, write_working_sheet

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["write_working_tables"]

_LIST_ROWS = 60


def write_working_tables(
    path: str | Path,
    filled: Mapping[str, pd.DataFrame] | None = None,
    *,
    kinds: Iterable[str] = KINDS,
    months: Sequence[str] = (),
) -> Path:
    """Write the working tables to `path` (.xlsx) and return the path.

    `filled` holds rows by kind, its columns named as the keys of `working_table(kind).fields`; whatever it lacks stays
    blank. `months` are offered in the lists of months, beside those that are filled in. Text stays text, whatever it
    begins with. Raises `UnknownName` for a kind that is none and `DataError` where the file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    path, rows = Path(path), filled or {}
    if path.suffix.lower() != ".xlsx":
        raise DataError(_("The working tables are an Excel workbook; name a file that ends in .xlsx."))
    tables = [working_table(kind) for kind in kinds]
    draft = path.with_name(f".{path.stem}.writing.xlsx")
    try:
        book = xlsxwriter.Workbook(str(draft), AS_TEXT | {"default_date_format": "yyyy-mm-dd"})
        book.set_properties({"title": _("Working tables"), "comments": _("Made with kpilab")})
        looks = Looks.of(book)
        guide = book.add_worksheet(_("Read me"))
        sheets = [book.add_worksheet(table.title) for table in tables]
        months_page = book.add_worksheet(_("By month")) if any(table.key == "sales" for table in tables) else None
        page = book.add_worksheet(_("Lists"))
        lists = _write_lists(page, looks, tables, rows, months)
        for sheet, table in zip(sheets, tables, strict=True):
            write_working_sheet(book, sheet, looks, table, rows.get(table.key), lists)
        if months_page is not None:
            sales = next(table for table in tables if table.key == "sales")
            listed = _choices(tables, rows, months)["month"][1]
            place = lists["month"].partition("$3:")[0]
            write_overview(book, months_page, looks, sales, rows.get("sales"), listed, place)
        _write_guide(guide, looks, tables, rows)
        book.close()
        os.replace(draft, path)
    except (FileCreateError, OSError) as fault:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        text = _("{path} cannot be written: {reason}. Close it if it is open in Excel, or choose another folder.")
        raise DataError(text.format(path=path, reason=getattr(fault, "strerror", None) or fault)) from fault
    return path


def _choices(
    tables: Sequence[WorkingTable], rows: Mapping[str, pd.DataFrame], months: Sequence[str]
) -> dict[str, tuple[str, list[str]]]:
    """Each list by its key: its heading, and what may be chosen."""
    found: dict[str, tuple[str, list[str]]] = {}
    for table in tables:
        for field in table.fields:
            if field.look != "choice":
                continue
            heading = field.heading if field.key == "month" else f"{table.title}: {field.heading}"
            _heading, known = found.setdefault(list_key(table, field), (heading, list(field.choices)))
            held = rows.get(table.key)
            if held is not None and field.key in held:
                known.extend(str(value) for value in held[field.key].dropna().unique())
            if field.key == "month":
                known.extend(months)
    ordered = {key: list(dict.fromkeys(known)) for key, (_heading, known) in found.items()}
    return {key: (found[key][0], sorted(known) if key == "month" else known) for key, known in ordered.items()}


def _write_lists(
    page: Any, looks: Looks, tables: Sequence[WorkingTable], rows: Mapping[str, pd.DataFrame], months: Sequence[str]
) -> dict[str, str]:
    """The sheet of lists; the cells of each, beginning with the word for all."""
    places = {}
    page.hide_gridlines(2)
    page.write_string(0, 0, _("What the dropdowns offer. Add your own below."), looks["quiet"])
    for place, (key, (heading, known)) in enumerate(_choices(tables, rows, months).items()):
        letter = chr(65 + place)
        page.set_column(place, place, 24)
        page.write_string(1, place, heading, looks["heading"])
        page.write_string(2, place, _("all"), looks["computed_text"])
        length = max(_LIST_ROWS, len(known) + 20)
        for row in range(length):
            value = known[row] if row < len(known) else ""
            look = looks["input_text"]
            page.write_string(3 + row, place, value, look) if value else page.write_blank(3 + row, place, None, look)
        places[key] = f"'{page.get_name()}'!${letter}$3:${letter}${3 + length}"
    page.freeze_panes(2, 0)
    page.fit_to_pages(1, 0)
    return places


def _write_guide(page: Any, looks: Looks, tables: Sequence[WorkingTable], rows: Mapping[str, pd.DataFrame]) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 22)
    page.set_column(1, 1, 92)
    page.set_row(0, 30)
    page.write_string(0, 0, _("Working tables"), looks["title"])
    steps = (
        (_("Fill in"), _("The light yellow cells. Point at a heading, and a note says what belongs into the column.")),
        (_("Leave alone"), _("The grey cells: Excel works them out, and copies them into each new row by itself.")),
        (
            _("Look"),
            _("Above each table stand the numbers for what you choose there: a month, a store, or all of them."),
        ),
        (
            _("Ratios"),
            _("They are sums over sums, of the rows in which both parts are filled in; never a mean of percentages."),
        ),
        (_("Light"), _("The limits above each table may be changed; beside each colour stands a word.")),
    )
    for line, (name, text) in enumerate(steps, 2):
        page.write_string(line, 0, name, looks["strong"])
        page.write_string(line, 1, text, looks["wrap"])
    line = len(steps) + 3
    for table in tables:
        page.write_url(line, 0, f"internal:'{table.title}'!A1", looks["strong"], table.title)
        held = rows.get(table.key)
        text = (
            table.what_for
            if held is None
            else _("{what} {rows} rows are filled in.").format(what=table.what_for, rows=len(held))
        )
        page.write_string(line, 1, text, looks["wrap"])
        line += 1
    page.set_landscape()
    page.fit_to_pages(1, 0)
