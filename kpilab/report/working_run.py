"""What `kpilab tables` does: check what was asked, take the numbers from the data, write the workbook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _
from kpilab.report.working_kinds import KINDS
from kpilab.report.working_prefill import prefilled
from kpilab.report.working_tables import write_working_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["WorkingAsked", "run_working"]

_MONTH = re.compile(r"^20\d\d-(0[1-9]|1[0-2])$")


@dataclass(frozen=True)
class WorkingAsked:
    """The words of the command line: the file, the data, the last month, how many, which tables, write over."""

    out: Path
    data: str | None = None
    last: str | None = None
    months: int = 12
    only: tuple[str, ...] = ()
    force: bool = False


def run_working(asked: WorkingAsked, *, today: date) -> Path:
    """Write the workbook and return its path; without data, blank, with the months of this year to choose from.

    Raises `DataError` or `UnknownName` for what does not fit, and leaves a file that is there alone unless told.
    """
    for kind in asked.only:
        if kind not in KINDS:
            raise UnknownName(_("working table"), kind, KINDS)
    if asked.out.exists() and not asked.force:
        raise DataError(_("{path} is there already; choose another name, or add --force.").format(path=asked.out))
    if asked.last is not None and not _MONTH.match(asked.last):
        raise DataError(_("'{text}' is not a month; write it as 2025-05.").format(text=asked.last))
    kinds = asked.only or KINDS
    if asked.data is None:
        last = asked.last or f"{today.year}-12"
        return write_working_tables(asked.out, kinds=kinds, months=_months(last, asked.months))
    from kpilab.data.load import load

    tables = load(asked.data)
    months = _months(asked.last or _last_month(tables), asked.months)
    filled = {kind: rows for kind, rows in prefilled(tables, months).items() if kind in kinds}
    return write_working_tables(asked.out, filled, kinds=kinds, months=months)


def _months(last: str, count: int) -> list[str]:
    """The months up to the last one.

    >>> _months("2025-02", 3)
    ['2024-12', '2025-01', '2025-02']
    """
    end = int(last[:4]) * 12 + int(last[5:]) - 1
    return [f"{number // 12}-{number % 12 + 1:02d}" for number in range(end - count + 1, end + 1)]


def _last_month(tables: Mapping[str, Any]) -> str:
    """The month of the last paid order."""
    if "orders" not in tables:
        raise DataError(_("There are no orders in these data; say the last month with --last 2025-05."))
    return str(tables["orders"]["paid_at"].max().strftime("%Y-%m"))
