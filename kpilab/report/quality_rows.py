"""The rows of all findings as a file to work through, in which nothing runs in a spreadsheet; and mended tables."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpilab.data.guarded import AS_TEXT, guarded
from kpilab.data.quality import Quality
from kpilab.data.quality.words import said
from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.report.measured_file import check_free

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["finding_rows", "write_rows", "write_tables"]

_SHEET = 1_048_575
_COLUMNS = ("finding", "what", "dimension", "table", "file", "row", "key", "column", "cell", "rule", "advice")


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
            guarded(rows).to_csv(draft, index=False, encoding="utf-8-sig")
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


def _to_excel(rows: pd.DataFrame, path: Path) -> None:
    """Texts are written as texts: a sheet runs none of them."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, **AS_TEXT})
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
    """Write mended tables as CSV files into `folder`, all of them or none.

    A text that a spreadsheet program would run gets an apostrophe in front; all else stays as it is, cell by cell.
    """
    paths = _paths(tables, folder)
    there = [path.name for path in paths if path.exists()]
    if there and not force:
        text = _("{folder} holds {files} already; choose another folder, or say --force to write over it.")
        raise DataError(text.format(folder=folder, files=", ".join(there)))
    drafts = [path.with_name(f".{path.stem}.writing.csv") for path in paths]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for draft, frame in zip(drafts, tables.values(), strict=True):
            guarded(_plain_days(frame)).to_csv(draft, index=False, encoding="utf-8", lineterminator="\n")
        for draft, path in zip(drafts, paths, strict=True):
            os.replace(draft, path)
    except OSError as fault:
        text = _("{path} cannot be written: {reason}.")
        raise DataError(text.format(path=folder, reason=fault.strerror or fault)) from fault
    finally:
        for draft in drafts:
            with suppress(OSError):
                draft.unlink()
    return paths


def _paths(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """A file for each table; names that a disk takes for one are told apart."""
    names: dict[str, str] = {}
    for table in tables:
        plain = re.sub(r"[^\w .-]", "_", table).strip(" .") or "_"
        n, name = 1, plain
        while name.casefold() in names:
            n += 1
            name = f"{plain} ({n})"
        names[name.casefold()] = name
    return [folder / f"{name}.csv" for name in names.values()]


def _plain_days(frame: pd.DataFrame) -> pd.DataFrame:
    times: dict[str, Any] = {}
    for name in frame.columns:
        if frame[name].dtype.kind == "M":
            known = frame[name].dropna()
            form = "%Y-%m-%d" if (known == known.dt.normalize()).all() else "%Y-%m-%d %H:%M:%S"
            times[name] = frame[name].dt.strftime(form)
    return frame.assign(**times)
