"""What the owner really keeps: a workbook, a notebook, and, for whoever grades, every planted defect with its cell."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO, StringIO
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pandas as pd

from kpilab.worlds.chance import stream
from kpilab.worlds.small_shop.assembly import tables
from kpilab.worlds.small_shop.assortment import PRODUCTS
from kpilab.worlds.small_shop.kept_lines import MONTHS, KeptLine, as_written, kept_lines, lost_days

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

__all__ = ["BOOK", "DIMENSIONS", "NOTEBOOK", "Kept", "kept", "kept_files"]

BOOK, NOTEBOOK = "shop_book.xlsx", "notebook.csv"
DIMENSIONS = {
    "left blank": "completeness",
    "day not written": "completeness",
    "price ten times too high": "accuracy",
    "no such day": "validity",
    "negative stock": "validity",
    "written twice": "uniqueness",
    "another spelling": "consistency",
    "another unit": "consistency",
    "sum does not add up": "consistency",
    "total does not add up": "consistency",
    "written late": "timeliness",
}
"""Each kind of planted defect, and the question that it fails."""

_HEAD = ("Date", "What", "How many", "Unit", "Price", "Sum", "Guest", "Remark")
_COLUMN = {"day": "A", "what": "B", "amount": "C", "unit": "D", "price": "E", "total": "F", "row": "A"}
_WRITTEN_ON = datetime(2025, 7, 1, 9, 0)
_NOTES = ("", "prices see sheet Prices, M. = Ming", "please write clearly!!  Ru")


@dataclass(frozen=True, eq=False)
class Kept:
    """The workbook and the notebook as bytes, and two frames.

    `lines` is what stands in both, one row a line: file, sheet, row, day (as text), what, amount, unit, price, total,
    guest, remark. `planted` is the truth: file, sheet, row, cell, kind, dimension, written, should_be, cost_cents;
    what is odd and right is not in it.
    """

    book: bytes
    notebook: bytes
    lines: pd.DataFrame
    planted: pd.DataFrame


@dataclass
class _Pages:
    """What has been written so far."""

    lines: list[tuple[Any, ...]] = field(default_factory=list)
    planted: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, file: str, sheet: str, row: int, line: KeptLine) -> None:
        shown = (line.written_day, line.what, line.amount, line.unit, line.price, line.total, line.guest, line.remark)
        self.lines.append((file, sheet, row, *shown))
        for slip in line.slips:
            written = "" if slip.column == "row" else getattr(line, _FIELDS[slip.column])
            self.plant(file, sheet, row, slip.column, slip.kind, written, slip.should_be, slip.cost_cents)

    def plant(
        self, file: str, sheet: str, row: int, column: str, kind: str, written: object, should_be: str, cost: int = 0
    ) -> None:
        letter = _COLUMN.get(column, column)
        text = "" if written is None else f"{written:g}" if isinstance(written, float) else str(written)
        self.planted.append((file, sheet, row, f"{letter}{row}", kind, DIMENSIONS[kind], text, should_be, cost))


_FIELDS = {"day": "written_day", "what": "what", "amount": "amount", "price": "price", "total": "total"}


def kept(seed: int) -> Kept:
    """The second quarter of 2025 as the owner keeps it, the same bytes for the same seed.

    >>> sorted(set(kept(20).planted["dimension"]))
    ['accuracy', 'completeness', 'consistency', 'timeliness', 'uniqueness', 'validity']
    """
    lines, pages = kept_lines(seed), _Pages()
    book = _workbook(seed, [line for line in lines if not line.in_notebook], pages)
    notebook = _notebook([line for line in lines if line.in_notebook], pages)
    for day, sold in lost_days(seed):
        sheet = dict(MONTHS)[day.month]
        file = NOTEBOOK if day.weekday() == 2 else BOOK
        pages.plant(file, sheet, 0, "day", "day not written", "", as_written(day), round(100 * sold))
    names = ["file", "sheet", "row", "day", "what", "amount", "unit", "price", "total", "guest", "remark"]
    truth = ["file", "sheet", "row", "cell", "kind", "dimension", "written", "should_be", "cost_cents"]
    planted = pd.DataFrame(pages.planted, columns=truth)
    planted.loc[planted["row"] == 0, "cell"] = ""
    return Kept(book, notebook, pd.DataFrame(pages.lines, columns=names), planted)


def _workbook(seed: int, lines: list[KeptLine], pages: _Pages) -> bytes:
    import xlsxwriter

    space = BytesIO()
    book = xlsxwriter.Workbook(space, {"in_memory": True})
    book.set_properties({"author": "Ru", "created": _WRITTEN_ON})
    bold, big = book.add_format({"bold": True}), book.add_format({"bold": True, "font_size": 14, "align": "center"})
    middle = book.add_format({"valign": "vcenter"})
    rng = stream(seed, "totals by hand")
    for (month, name), note in zip(MONTHS, _NOTES, strict=True):
        mine = [line for line in lines if line.day.month == month]
        _month(book.add_worksheet(name), name, mine, pages, note, rng.random(40).tolist(), (big, bold, middle))
    _stock(seed, book.add_worksheet("Stock"), pages, big, bold)
    prices = book.add_worksheet("Prices")
    prices.merge_range(0, 0, 0, 2, "PRICES 2025", big)
    for row, product in enumerate(PRODUCTS, 1):
        prices.write_row(row, 0, (product.name, product.unit, product.price))
    book.close()
    return _stored(space.getvalue())


def kept_files(seed: int) -> dict[str, bytes]:
    """The files that the owner keeps, by name; what was planted in them is not among them."""
    found = kept(seed)
    return {BOOK: found.book, NOTEBOOK: found.notebook}


def _month(
    page: Worksheet, name: str, lines: list[KeptLine], pages: _Pages, note: str, luck: list[float], formats: Any
) -> None:
    """A sheet: a title over all columns, a note, the head, each day's lines with the date once, day totals, a total."""
    big, bold, middle = formats
    page.merge_range(0, 0, 0, 7, f"LANE TEA   sales {name} 2025", big)
    row = 1
    if note:
        page.write(row, 0, note)
        row += 1
    page.write_row(row, 0, _HEAD, bold)
    page.set_column(1, 1, 22)
    row += 1
    grand, late_above = 0.0, sorted(luck[:20])[-4]
    for number, (_day, group) in enumerate(groupby(lines, key=lambda line: line.day)):
        of_day = list(group)
        for label, same in groupby(of_day, key=lambda line: line.written_day):
            rows = list(same)
            if len(rows) > 1:
                page.merge_range(row, 0, row + len(rows) - 1, 0, label, middle)
            else:
                page.write_string(row, 0, label)
            for line in rows:
                _line(page, row, line)
                pages.add(BOOK, name, row + 1, line)
                row += 1
        late = luck[number] > late_above
        total = round(sum(line.total or 0 for line in of_day), 2)
        wrong = luck[number] < 0.06
        shown = total + 90 if wrong else total
        page.write_string(row, 1, "day", bold)
        page.write_number(row, 5, shown, bold)
        if wrong:
            pages.plant(BOOK, name, row + 1, "total", "total does not add up", float(shown), f"{total:g}", 9000)
        if late:
            page.write_string(row, 7, "written at month end")
            pages.plant(BOOK, name, row + 1, "H", "written late", "written at month end", "the same evening")
        grand += total
        row += 1
    page.write_string(row, 1, "TOTAL", bold)
    page.write_number(row, 5, round(grand, 2), bold)


def _line(page: Worksheet, row: int, line: KeptLine) -> None:
    page.write_string(row, 1, line.what)
    for column, value in ((2, line.amount), (4, line.price), (5, line.total)):
        if value is not None:
            page.write_number(row, column, value)
    for column, text in ((3, line.unit), (6, line.guest), (7, line.remark)):
        if text:
            page.write_string(row, column, text)


def _stock(seed: int, page: Worksheet, pages: _Pages, big: Any, bold: Any) -> None:
    """The stock book at the three month ends; two cells have gone below zero."""
    counts = tables(seed)["stock_counts"]
    page.merge_range(0, 0, 0, 3, "STOCK end of month (Ming)", big)
    page.write_row(1, 0, ("", *(name for _month, name in MONTHS)), bold)
    below = {(int(n) % len(PRODUCTS), int(n) % 3) for n in stream(seed, "below zero").permutation(60)[:2]}
    for place, product in enumerate(PRODUCTS):
        page.write_string(place + 2, 0, product.name)
        for which, (month, _name) in enumerate(MONTHS):
            same = (counts["place"] == product.product_id) & (counts["day"].dt.strftime("%Y-%m") == f"2025-{month:02d}")
            counted, book = int(counts.loc[same, "counted"].iloc[0]), int(counts.loc[same, "book"].iloc[0])
            shown = -(place % 5) - 2 if (place, which) in below else max(book, 0)
            page.write_number(place + 2, which + 1, shown)
            if shown < 0:
                pages.plant(BOOK, "Stock", place + 3, "BCD"[which], "negative stock", float(shown), str(counted))


def _notebook(lines: list[KeptLine], pages: _Pages) -> bytes:
    """The helper's notebook as a scanner read it: a semicolon between cells, the day once, no heading."""
    space = StringIO()
    out = csv.writer(space, delimiter=";", lineterminator="\r\n")
    out.writerow(["Wed. M.", "", "", "", "", "", "", ""])
    before = ""
    for row, line in enumerate(lines, 2):
        cells = [_shown(value) for value in (line.amount, line.price, line.total)]
        day = "" if line.written_day == before else line.written_day
        out.writerow([day, line.what, cells[0], line.unit, cells[1], cells[2], line.guest, line.remark])
        pages.add(NOTEBOOK, dict(MONTHS)[line.day.month], row, line)
        before = line.written_day
    return space.getvalue().encode("utf-8-sig")


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",")


def _stored(workbook: bytes) -> bytes:
    """The same workbook, packed without compression, so that its bytes depend on no library's squeezing."""
    space = BytesIO()
    with ZipFile(BytesIO(workbook)) as packed, ZipFile(space, "w", ZIP_STORED) as plain:
        for part in packed.infolist():
            plain.writestr(ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0)), packed.read(part))
    return space.getvalue()
