"""The three KPIs by seller as a workbook: the CRM's rows on three sheets, live formulas on a fourth."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpilab.chapters.c07_excel_crm_python.three_kpis import AFTER, FIRST, by_pandas
from kpilab.errors import DataError
from kpilab.i18n import _

if TYPE_CHECKING:
    import pandas as pd

    from kpilab.widgets.bundle import Bundle

__all__ = ["FORMULAS", "three_kpis_workbook", "write_workbook"]

NAME = "three_kpis.xlsx"
FORMULAS: Mapping[str, str] = {
    "win_rate": (
        '=IFERROR(COUNTIFS(deals[staff_id],[@[staff_id]],deals[stage],"won",deals[closed_at],">="&first,deals[closed_at],"<"&after)'
        '/SUM(COUNTIFS(deals[staff_id],[@[staff_id]],deals[stage],{"won","lost"},deals[closed_at],">="&first,deals[closed_at],"<"&after)),"")'
    ),
    "follow_up_timeliness": (
        '=IFERROR(COUNTIFS(leads[staff_id],[@[staff_id]],leads[in_time],1,leads[due_at],">="&first,leads[due_at],"<"&after)'
        '/COUNTIFS(leads[staff_id],[@[staff_id]],leads[due_at],">="&first,leads[due_at],"<"&after),"")'
    ),
    "quota_attainment": (
        '=IFERROR(SUMIFS(orders[paid],orders[staff_id],[@[staff_id]],orders[paid_at],">="&first,orders[paid_at],"<"&after)'
        '/SUMIFS(quotas[quota],quotas[staff_id],[@[staff_id]],quotas[month],">="&first,quotas[month],"<"&after),"")'
    ),
}
"""What stands in each line of the sheet KPIs; `first` and `after` are two named cells at its top."""
_PICKED = {
    "deals": ("opportunities", ("opportunity_id", "staff_id", "stage", "closed_at")),
    "leads": ("leads", ("lead_id", "staff_id", "created_at", "first_contact_at")),
    "orders": ("orders", ("order_id", "staff_id", "paid_at", "paid_cents")),
    "quotas": ("quotas", ("staff_id", "month", "quota_cents")),
}


def write_workbook(path: Path, data: Mapping[str, pd.DataFrame]) -> Path:
    """Write the workbook to `path` and return the path; `DataError` where it cannot be written.

    The value of each formula is stored beside it, as pandas reckons it, for programs that do not recalculate.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    values = by_pandas(data)
    book = xlsxwriter.Workbook(str(path))
    looks = {
        "day": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "share": book.add_format({"num_format": "0.0%"}),
        "given": book.add_format({"num_format": "yyyy-mm-dd", "bg_color": "#fff4ce", "border": 1}),
        "plain": book.add_format({}),
    }
    front = book.add_worksheet("KPIs")
    for sheet, (table, columns) in _PICKED.items():
        _write_rows(book.add_worksheet(sheet), sheet, data[table][list(columns)], looks)
    _write_front(book, front, values, looks)
    try:
        book.close()
    except (FileCreateError, OSError) as fault:
        text = _("{path} cannot be written: {reason}. Close it if it is open in Excel, or choose another folder.")
        raise DataError(text.format(path=path, reason=getattr(fault, "strerror", None) or fault)) from fault
    return path


def _write_rows(page: Any, sheet: str, rows: pd.DataFrame, looks: Mapping[str, Any]) -> None:
    import pandas as pd

    headings = [{"header": name.removesuffix("_cents")} for name in rows.columns]
    page.set_column(0, len(rows.columns) + 1, 18)
    for place, name in enumerate(rows.columns):
        cells, look = rows[name], looks["plain"]
        if name.endswith("_cents"):
            cells = cells / 100
        if name == "month":
            cells = pd.to_datetime(cells + "-01")
        if pd.api.types.is_datetime64_any_dtype(cells):
            look = looks["day"]
            page.write_column(1, place, [cell.to_pydatetime() if cell == cell else None for cell in cells], look)
        else:
            page.write_column(1, place, cells.tolist(), look)
    if sheet == "leads":
        due = (rows["created_at"] + pd.Timedelta(hours=24)).tolist()
        kept = rows["first_contact_at"].le(rows["created_at"] + pd.Timedelta(hours=24)).astype(int).tolist()
        headings += [{"header": "due_at"}, {"header": "in_time"}]
        page.write_column(1, len(rows.columns), [cell.to_pydatetime() for cell in due], looks["day"])
        answered = "ROUND(D{n}*1440,0)<=ROUND(E{n}*1440,0)"
        for number, in_time in enumerate(kept, 2):
            page.write_formula(number - 1, 5, f'=IF(D{number}="",0,IF({answered.format(n=number)},1,0))', None, in_time)
    page.add_table(0, 0, len(rows), len(headings) - 1, {"name": sheet, "columns": headings})
    page.freeze_panes(1, 0)


def _write_front(book: Any, page: Any, values: pd.DataFrame, looks: Mapping[str, Any]) -> None:
    import pandas as pd

    page.set_column(0, 3, 22)
    page.write_string(0, 0, _("From this day on"))
    page.write_string(1, 0, _("and before this day"))
    page.write_datetime(0, 1, pd.Timestamp(FIRST).to_pydatetime(), looks["given"])
    page.write_datetime(1, 1, pd.Timestamp(AFTER).to_pydatetime(), looks["given"])
    book.define_name("first", "=KPIs!$B$1")
    book.define_name("after", "=KPIs!$B$2")
    page.write_string(
        2, 0, _("Change the two yellow cells: every formula below counts anew. An empty cell has nothing to divide by.")
    )
    for row, name in enumerate(values.index, start=4):
        page.write_string(row, 0, str(name))
        for place, kpi in enumerate(FORMULAS, start=1):
            value = values.loc[name, kpi]
            formula = FORMULAS[kpi].replace("[@[staff_id]]", f"$A{row + 1}")
            page.write_formula(row, place, formula, looks["share"], "" if value != value else float(value))
    headings = [{"header": name} for name in ("staff_id", *FORMULAS)]
    page.add_table(3, 0, 3 + len(values), len(FORMULAS), {"name": "kpis", "columns": headings})
    page.freeze_panes(4, 1)


def three_kpis_workbook() -> Bundle:
    """The workbook in the course folder, written when it is first asked for, and a link to it."""
    from kpilab.course.desk import desk
    from kpilab.course.door import file_link
    from kpilab.data.load import load
    from kpilab.widgets.bundle import Bundle
    from kpilab.widgets.controls import html
    from kpilab.widgets.still import still_html, still_text

    said = _(
        "The same three KPIs lie in {file} in your course folder, with live formulas: on the sheet KPIs you can change the two days at the top."
    ).format(file=NAME)
    note = _("Run this notebook in your course folder to get the workbook.")

    def view() -> Any:
        workspace = desk().workspace
        if workspace is None:
            return html(f"<p>{note}</p>")
        path = workspace / NAME
        if not path.exists():
            write_workbook(path, load("sales_team"))
        link = file_link(NAME, _("Download {file}").format(file=NAME))
        return html(f"<p>{said}</p><p>{link}</p>")

    return Bundle(view, still_html(said, note=note), still_text(said, note=note))
