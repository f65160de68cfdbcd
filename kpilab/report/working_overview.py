"""The months of the sales table side by side: sums with live formulas, and a chart of sales against plan."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import TYPE_CHECKING, Any

from kpilab.i18n import _
from kpilab.report.working_columns import Tile, WorkingTable
from kpilab.report.working_sheet import Looks, computed_rows

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["write_overview"]

_HEAD, _LEAST = 3, 12


def write_overview(
    book: Any,
    sheet: Any,
    looks: Looks,
    table: WorkingTable,
    filled: pd.DataFrame | None,
    months: Sequence[str],
    at: str,
) -> None:
    """Fill `sheet` with a line for each month of the list that begins at the cells `at`, such as 'Lists'!$A."""
    rows = computed_rows(table, filled)
    heads = table.headings
    count = max(len(months), _LEAST)
    sheet.hide_gridlines(2)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, _("Sales by month"), looks["title"])
    sheet.write_string(
        1, 0, _("The months come from the sheet of lists, the numbers from the sheet of sales."), looks["quiet"]
    )
    for place, name in enumerate((heads["month"], heads["net"], heads["plan"], heads["attainment"])):
        sheet.write_string(_HEAD, place, name, looks["heading"])
    tiles = (Tile("", "money", ("net",)), Tile("", "money", ("plan",)), Tile("", "share", ("net",), ("plan",)))
    for line in range(count):
        row, month = _HEAD + 1 + line, months[line] if line < len(months) else ""
        mine = [each for each in rows if each["month"] == month]
        sheet.write_formula(row, 0, f'=IF({at}${line + 4}="","",{at}${line + 4})', looks["computed_text"], month)
        for place, tile in enumerate(tiles, 1):
            value = tile.value(mine) if mine else nan
            known = f'COUNTIFS(Sales[{heads["month"]}],$A{row + 1})*($A{row + 1}<>"")'
            formula = f'=IF({known}=0,"",{_formula(table, tile, row)})'
            sheet.write_formula(row, place, formula, looks[f"computed_{tile.look}"], "" if value != value else value)
    sheet.set_column(0, 3, 14)
    sheet.insert_chart(_HEAD, 5, _chart(book, sheet.get_name(), count), {"object_position": 2})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _formula(table: WorkingTable, tile: Tile, row: int) -> str:
    heads = table.headings

    def sums(key: str, known: Sequence[str]) -> str:
        tests = [f"Sales[{heads['month']}],$A{row + 1}"]
        tests += [f'Sales[{heads[other]}],">-1E+99"' for other in known]
        tests += [f'Sales[{heads[known[-1]]}],">0"'] if known else []
        return f"SUMIFS(Sales[{heads[key]}],{','.join(tests)})"

    return tile.formula(sums)


def _chart(book: Any, name: str, count: int) -> Any:
    first, last = _HEAD + 1, _HEAD + count
    months = [name, first, 0, last, 0]
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": [name, _HEAD, 1],
            "categories": months,
            "values": [name, first, 1, last, 1],
            "fill": {"color": "#0b5cad"},
            "gap": 60,
        }
    )
    line = book.add_chart({"type": "line"})
    line.add_series(
        {
            "name": [name, _HEAD, 2],
            "categories": months,
            "values": [name, first, 2, last, 2],
            "line": {"color": "#b3402a", "width": 2, "dash_type": "dash"},
            "marker": {"type": "diamond", "size": 6, "fill": {"color": "#b3402a"}, "border": {"color": "#b3402a"}},
        }
    )
    chart.combine(line)
    chart.set_title(
        {"name": _("Net sales against plan"), "name_font": {"size": 12, "color": "#123a63"}, "overlay": False}
    )
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#d5dbe1"}}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 340})
    return chart
