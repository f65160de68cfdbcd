"""A measured table as a file: CSV, Excel or Parquet, with raw numbers; whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pandas as pd

from kpilab.catalogue import kpi
from kpilab.data.guarded import AS_TEXT, guarded
from kpilab.errors import DataError
from kpilab.i18n import _

__all__ = ["check_free", "check_out", "write_measured"]

_ENDINGS = (".csv", ".xlsx", ".parquet")


def check_out(path: Path, *, force: bool = False) -> None:
    """Raise `DataError` for what cannot be written: another ending, no such folder, a file there unless `force`."""
    if path.suffix.lower() not in _ENDINGS:
        raise DataError(_("{path} ends in none of {endings}.").format(path=path, endings=", ".join(_ENDINGS)))
    check_free(path, force=force)


def check_free(path: Path, *, force: bool) -> None:
    """Raise `DataError` where there is no such folder, or a file that must not be written over."""
    if path.exists() and not force:
        raise DataError(
            _(
                "{path} is there already and was left as it is. Choose another name, or say --force to write over it."
            ).format(path=path)
        )
    if not path.parent.is_dir():
        raise DataError(_("There is no folder {folder}; make it first, or choose another.").format(folder=path.parent))


_FORMATS = {"share": "0.0%", "percent": "0.0%", "count": "#,##0", "money": "#,##0.00"}
_SHOWN_OTHERWISE = "#,##0.00"


def _to_excel(table: pd.DataFrame, path: Path) -> None:
    """The table on a sheet: the numbers raw, each value shown as its KPI's unit asks."""
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": AS_TEXT}) as book:
        table.to_excel(book, index=False, sheet_name="measured", freeze_panes=(1, 0))
        sheet, columns = book.sheets["measured"], list(table.columns)
        sheet.autofit()
        told = [name for name in ("value", "reference", "change") if name in columns and "kpi" in columns]
        for row, name in enumerate(table["kpi"] if told else (), start=1):
            shown = book.book.add_format({"num_format": _FORMATS.get(kpi(name).unit, _SHOWN_OTHERWISE)})
            for column in told:
                number = table[column].iloc[row - 1]
                if pd.notna(number):
                    sheet.write_number(row, columns.index(column), float(number), shown)


def write_measured(table: pd.DataFrame, path: Path) -> Path:
    """Write the table and return its path; the file appears whole, or not at all when the work is stopped."""
    draft = path.with_name(f".{path.stem}.writing{path.suffix.lower()}")
    try:
        if draft.suffix == ".csv":
            guarded(table).to_csv(draft, index=False, encoding="utf-8-sig")  # the mark by which Excel knows UTF-8
        elif draft.suffix == ".xlsx":
            _to_excel(table, draft)
        else:
            table.to_parquet(draft, index=False)
        os.replace(draft, path)
    except OSError as fault:
        why = fault.strerror or str(fault)
        text = _("{path} cannot be written: {reason}. Close it if it is open elsewhere, or choose another name.")
        raise DataError(text.format(path=path, reason=why)) from fault
    finally:
        with suppress(OSError):
            draft.unlink()
    return path
