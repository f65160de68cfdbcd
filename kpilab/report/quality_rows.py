"""The rows of all findings as a file to work through, in which nothing runs in a spreadsheet; and mended tables."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpilab.data.quality import Quality
from kpilab.data.quality.words import said
from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.report.measured_file import check_free

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["finding_rows", "harmless", "write_rows", "write_tables"]

_RUNS = re.compile(r"^[=+\-@\t\r]")
_NUMBER = re.compile(r"^[+-]?[\d.,]+(?:[eE][+-]?\d+)?%?$")
_SHEET = 1_048_575
_COLUMNS = ("finding", "what", "dimension", "table", "file", "row", "key", "column", "cell", "rule", "advice")


def harmless(text: str) -> str:
    """A text that a spreadsheet shows and does not run.

    >>> harmless("=HYPERLINK(1)"), harmless("-3.5"), harmless("tea")
    ("'=HYPERLINK(1)", '-3.5', 'tea')
    """
    return f"'{text}" if _RUNS.match(text) and not _NUMBER.match(text) else text


def finding_rows(result: Quality) -> pd.DataFrame:
    """One line for each row of each finding: where it stands, what is in the cell, which rule it breaks."""
    import pandas as pd

    parts = []
    for check in result.found:
        table = result.tables[check.table]
        rows = table.cells.iloc[check.positions]
        keys = pd.Series("", index=rows.index)
        for name in table.key:
            keys = keys + ", " + f"{name} " + rows[name].astype("str").fillna("")
        keys = keys.str.removeprefix(", ")
        cells = rows[check.column].astype("str").fillna("") if check.column else pd.Series("", index=rows.index)
        part = {
            "finding": check.id, "what": said(check), "dimension": check.dimension, "table": check.table,
            "file": table.file, "row": check.positions + table.first_row, "key": keys.to_numpy(),
            "column": check.column, "cell": cells.to_numpy(), "rule": check.rule, "advice": check.advice,
        }  # fmt: skip
        parts.append(pd.DataFrame(part, columns=list(_COLUMNS)))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(_COLUMNS))


def write_rows(result: Quality, path: Path, *, force: bool = False) -> Path:
    """Write the rows of all findings to a CSV file or a workbook, whole or not at all, and return its path."""
    ending = path.suffix.lower()
    if ending not in (".csv", ".xlsx"):
        raise DataError(_("{path} ends in none of {endings}.").format(path=path, endings=".csv, .xlsx"))
    check_free(path, force=force)
    rows = finding_rows(result)
    if ending == ".xlsx" and len(rows) > _SHEET:
        raise DataError(_("{n:,} rows do not fit on a sheet of Excel; write a .csv.").format(n=len(rows)))
    draft = path.with_name(f".{path.stem}.writing{ending}")
    try:
        if ending == ".csv":
            made = rows.assign(**{name: rows[name].map(lambda text: harmless(str(text))) for name in _texts(rows)})
            made.to_csv(draft, index=False, encoding="utf-8-sig")
        else:
            _to_excel(rows, draft)
        os.replace(draft, path)
    except OSError as fault:
        text = _("{path} cannot be written: {reason}. Close it if it is open elsewhere, or choose another name.")
        raise DataError(text.format(path=path, reason=fault.strerror or fault)) from fault
    finally:
        with suppress(OSError):
            draft.unlink()
    return path


def _texts(rows: pd.DataFrame) -> list[str]:
    return [name for name in rows.columns if name != "row"]


def _to_excel(rows: pd.DataFrame, path: Path) -> None:
    """Texts are written as texts: a sheet runs none of them."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet, head = book.add_worksheet(_("Rows to look at")), book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for place, name in enumerate(rows.columns):
        sheet.set_column(place, place, {"rule": 50, "advice": 50, "finding": 30, "cell": 24, "key": 24}.get(name, 13))
        sheet.write_string(0, place, name, head)
    for line, values in enumerate(rows.itertuples(index=False), 1):
        for place, value in enumerate(values):
            if isinstance(value, int):
                sheet.write_number(line, place, value, wrapped)
            else:
                sheet.write_string(line, place, str(value), wrapped)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(rows.columns) - 1)
    book.close()


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path, *, force: bool = False) -> list[Path]:
    """Write mended tables as CSV files into `folder`; what they hold stays as it is, cell by cell."""
    paths = [folder / (re.sub(r"[^\w .-]", "_", name) + ".csv") for name in tables]
    there = [path.name for path in paths if path.exists()]
    if there and not force:
        text = _("{folder} holds {files} already; choose another folder, or say --force to write over it.")
        raise DataError(text.format(folder=folder, files=", ".join(there)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, frame in zip(paths, tables.values(), strict=True):
            draft = path.with_name(f".{path.stem}.writing.csv")
            _plain_days(frame).to_csv(draft, index=False, encoding="utf-8", lineterminator="\n")
            os.replace(draft, path)
    except OSError as fault:
        text = _("{path} cannot be written: {reason}.")
        raise DataError(text.format(path=folder, reason=fault.strerror or fault)) from fault
    return paths


def _plain_days(frame: pd.DataFrame) -> pd.DataFrame:
    times: dict[str, Any] = {}
    for name in frame.columns:
        if frame[name].dtype.kind == "M":
            known = frame[name].dropna()
            form = "%Y-%m-%d" if (known == known.dt.normalize()).all() else "%Y-%m-%d %H:%M:%S"
            times[name] = frame[name].dt.strftime(form)
    return frame.assign(**times)
