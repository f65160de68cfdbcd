"""Sheets as people keep them: titles above, cells merged over rows, columns without a heading; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpilab.data.sheets import SheetTable, sheet_tables
from kpilab.i18n import _, ngettext

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["headed", "is_heading", "kept_sheets"]

_LOOK = 20
_LARGE = 8_000_000
"""A workbook of more bytes is read line by line, and its merged cells stay as they are."""


def is_heading(cells: Sequence[object]) -> bool:
    """Whether a line names columns: it holds no number but years.

    >>> is_heading(["Item", 2024, 2025]), is_heading(["Tea", "bag", 48])
    (True, False)
    """
    return not any(_is_number(cell) for cell in cells)


def _is_number(cell: object) -> bool:
    if isinstance(cell, str):
        try:
            cell = float(cell.replace(",", "."))
        except ValueError:
            return False
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return False
    return not (1900 <= cell <= 2100 and float(cell).is_integer())


def headed(names: Sequence[object]) -> list[str]:
    """A name for each column: its heading, or its number; one that comes twice is told apart.

    >>> headed(["Date", None, "Sum", "Sum"])
    ['Date', 'column 2', 'Sum', 'Sum (2)']
    """
    found: list[str] = []
    for place, name in enumerate(names, 1):
        text = "" if name is None else str(name).strip()
        text = text or _("column {n}").format(n=place)
        n, one = 1, text
        while one in found:
            n += 1
            one = f"{text} ({n})"
        found.append(one)
    return found


def kept_sheets(path: Path) -> Iterator[tuple[SheetTable, int, pd.DataFrame, bool, tuple[str, ...]]]:
    """Each visible sheet that holds anything: its first row of data, its cells, whether it has headings, and notes."""
    from openpyxl import load_workbook

    sheets = sheet_tables(path)
    book = load_workbook(path, read_only=path.stat().st_size > _LARGE, data_only=True)
    try:
        for sheet in sheets:
            page = book[sheet.sheet]
            lines = [list(line) for line in page.iter_rows(values_only=True)]
            filled = _unmerged(page, lines)
            found = _table(lines)
            if found is not None:
                first, cells, has_heading = found
                yield sheet, first, cells, has_heading, _notes(sheet.name, filled)
    finally:
        book.close()


def _notes(name: str, filled: int) -> tuple[str, ...]:
    if not filled:
        return ()
    text = ngettext(
        "{table}: {n} cell is merged over several rows; each of these rows counts as holding it.",
        "{table}: {n} cells are merged over several rows; each of these rows counts as holding them.",
        filled,
    )
    return (text.format(table=name, n=filled),)


def _unmerged(page: Any, lines: list[list[Any]]) -> int:
    """Fill cells that are merged over several rows, and say how many there were."""
    ranges = [one for one in getattr(getattr(page, "merged_cells", None), "ranges", ()) if one.max_row > one.min_row]
    for one in ranges:
        value = lines[one.min_row - 1][one.min_col - 1]
        for row in range(one.min_row, min(one.max_row, len(lines))):
            lines[row][one.min_col - 1] = value
    return len(ranges)


def _table(lines: list[list[Any]]) -> tuple[int, pd.DataFrame, bool] | None:
    import pandas as pd

    counts = [sum(cell is not None and str(cell).strip() != "" for cell in line) for line in lines]
    enough = next((least for least in (2, 1) if any(count >= least for count in counts[:_LOOK])), None)
    if enough is None:
        return None
    head = next(row for row, count in enumerate(counts) if count >= enough)
    width = max((n for line in lines for n, cell in enumerate(line, 1) if cell is not None), default=0)
    has_heading = is_heading(lines[head])
    start = head + 1 if has_heading else head
    last = max((row for row, count in enumerate(counts, 1) if count), default=start)
    names = headed(lines[head][:width] if has_heading else [None] * width)
    rows = [line[:width] for line in lines[start:last]]
    return start + 1, pd.DataFrame(rows, columns=names, dtype=object), has_heading
