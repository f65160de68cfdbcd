from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from kpilab.data.sheets import sheet_tables
from kpilab.errors import DataError


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_headings_stand_below_a_title_and_rows_are_numbered_as_excel_does(tmp_path: Path) -> None:
    rows = [["Sales of June"], [], ["order", None, "paid on"], [1001, "x", datetime(2025, 6, 1)], [1002, None, None]]
    [table] = sheet_tables(workbook(tmp_path / "june.xlsx", Sheet1=rows))
    assert (table.name, table.columns, table.first_row) == ("june", ("order", "paid on"), 4)
    assert table.read(["paid on", "order"]).values.tolist() == [[datetime(2025, 6, 1), 1001], [None, 1002]]


def test_each_visible_sheet_is_a_table(tmp_path: Path) -> None:
    path = workbook(tmp_path / "shop.xlsx", orders=[["a", "b"]], lines=[["a", "b"]])
    assert [table.name for table in sheet_tables(path)] == ["orders", "lines"]


def test_what_is_no_workbook_or_empty_is_told(tmp_path: Path) -> None:
    (tmp_path / "fake.xlsx").write_text("order,paid\n")
    with pytest.raises(DataError, match="not an Excel workbook"):
        sheet_tables(tmp_path / "fake.xlsx")
    [empty] = sheet_tables(workbook(tmp_path / "none.xlsx", Sheet1=[]))
    with pytest.raises(DataError, match=r"'Sheet1' of none\.xlsx is empty"):
        _ = empty.columns


def test_a_workbook_with_a_password_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "locked.xlsx"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with pytest.raises(DataError, match=r"locked by a password .* save it as .xlsx without a password"):
        sheet_tables(file)


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    file = tmp_path / "bomb.xlsx"
    with ZipFile(file, "w", ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w") as part:
        for _piece in range(300):
            part.write(bytes(1_000_000))
    with pytest.raises(DataError, match="unpacks to 300 MB, far more than a workbook holds"):
        sheet_tables(file)
