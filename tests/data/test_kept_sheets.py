"""Sheets as people keep them: what is data, what is left out, and what is said of it, cell by cell."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from kpilab.data.kept_sheets import kept_sheet, kept_sheets
from kpilab.errors import DataError, UnknownName
from kpilab.worlds.small_shop.kept import kept

MESSY = [
    ["Sales of May 2025, North shop"],
    [],
    ["Day", "Product", "Sold", None, "Price", "Remark", "Price"],
    [None, None, "pieces", "amount", "list", None, "paid"],
    ["01.05.2025", "Kettle", "1,200 pcs", 240.5, "12.50", None, "#N/A"],
    [None, "Cups", 30, 90, "3.00", "ok", 3],
    ["2025年5月2日", "Kettle", "12 pcs", 24, "12.50", "=1+1", 2],
    ["Total", None, 1242, 354.5],
    [],
    [datetime(2025, 5, 3), "Müller's 😀 set", "-", 50, "13.00", None, 13],
    [45781, "Pot", 1, "#DIV/0!", "9", None, 9],
    ["31.02.2025", "Lid", 1, 5, "9", None, 9],
    ["Day", "Product", "pieces"],
    ["05.05.2025", "Lid", 1, 5, "about 5", None, 9],
    ["合计：", None, 1245, 500],
    ["prices incl. tax"],
]


def book(path: Path, rows: list[list[object]], *, merged: tuple[str, ...] = (), sheet: str = "May") -> Path:
    workbook = Workbook()
    page = workbook.active
    page.title = sheet
    for line, values in enumerate(rows, 1):
        for place, value in enumerate(values, 1):
            cell = page.cell(line, place, value)
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"
    for area in merged:
        page.merge_cells(area)
    workbook.save(path)
    return path


def notes(found):
    return {(note.cell, note.kind): note.text for note in found.notes}


def test_a_messy_sheet_becomes_a_clean_table(tmp_path: Path) -> None:
    found = kept_sheet(book(tmp_path / "may.xlsx", MESSY, merged=("A1:G1", "C3:D3", "A5:A6")))
    assert list(found.table) == [
        "Day", "Product", "Sold pieces", "Sold amount", "Price list", "Remark", "Price paid",
    ]  # fmt: skip
    assert found.rows == (5, 6, 7, 10, 11, 12, 14)
    days = found.table["Day"].dt.strftime("%d.%m.").tolist()
    assert days[:5] == ["01.05.", "01.05.", "02.05.", "03.05.", "04.05."]
    assert pd.isna(days[5])
    # 1,200 + 30 + 12 + 1 + 1 + 1
    assert found.table["Sold pieces"].sum() == 1245
    assert found.table["Product"].tolist()[3] == "Müller's 😀 set"
    assert found.table["Remark"].tolist()[2] == "=1+1"


def test_each_thing_done_or_doubted_has_its_address(tmp_path: Path) -> None:
    said = notes(kept_sheet(book(tmp_path / "may.xlsx", MESSY, merged=("A1:G1", "C3:D3", "A5:A6"))))
    expected = {
        ("A1:G1", "did"): "Sales of May 2025",
        ("A3:G4", "did"): "two lines",
        ("A5:A6", "did"): "written into each",
        ("A5:A14", "did"): "day first",
        ("C5:C7", "did"): "written as text",
        ("G5", "doubt"): "#N/A",
        ("A8:G8", "did"): "adds up",
        ("A9:G9", "did"): "blank",
        ("C10", "did"): "nothing is known",
        ("A11", "did"): "2025-05-04",
        ("D11", "doubt"): "#DIV/0!",
        ("A12", "doubt"): "not a day",
        ("A13:G13", "did"): "stand here again",
        ("E14", "doubt"): "about 5",
        # 240.50 + 90 + 24 + 50 + 5 + 5
        ("A15:G15", "doubt"): "says 500.00, the rows above 414.50",
        ("A16:G16", "did"): "prices incl. tax",
    }
    assert {place: text in said.get(place, "") for place, text in expected.items()} == dict.fromkeys(expected, True)


def test_days_that_can_be_read_two_ways_stay_texts_until_somebody_says(tmp_path: Path) -> None:
    path = book(tmp_path / "june.xlsx", [["day", "sold"], ["5/6/25", 1], ["7/6/25", 2], ["5/5/25", 3]])
    open_ = kept_sheet(path)
    assert open_.table["day"].tolist() == ["5/6/25", "7/6/25", "5/5/25"]
    assert [note.cell for note in open_.doubts] == ["A2", "A3"]
    told = kept_sheet(path, day_first=True)
    assert told.table["day"].dt.strftime("%Y-%m-%d").tolist() == ["2025-06-05", "2025-06-07", "2025-05-05"]
    assert told.doubts == ()


def test_one_cell_that_shows_the_order_decides_for_its_column(tmp_path: Path) -> None:
    path = book(tmp_path / "june.xlsx", [["day", "sold"], ["5/6/25", 1], ["5/31/25", 2]])
    found = kept_sheet(path)
    assert found.table["day"].dt.strftime("%m-%d").tolist() == ["05-06", "05-31"]
    assert "month first, as '5/31/25' shows" in found.did[0].text


def test_cells_written_both_ways_are_read_one_by_one(tmp_path: Path) -> None:
    path = book(tmp_path / "june.xlsx", [["day", "sold"], ["31/5/25", 1], ["5/31/25", 2], ["5/6/25", 3]])
    found = kept_sheet(path)
    assert found.table["day"].dt.strftime("%m-%d").fillna("").tolist() == ["05-31", "05-31", ""]
    assert [note.cell for note in found.doubts] == ["A4"]


def test_days_without_a_year_wait_for_it(tmp_path: Path) -> None:
    path = book(tmp_path / "april.xlsx", [["day", "sold"], ["3.4.", 1], ["14.4.", 2]])
    assert kept_sheet(path).table["day"].tolist() == ["3.4.", "14.4."]
    assert "year=2025" in kept_sheet(path).doubts[0].text
    assert kept_sheet(path, year=2025).table["day"].dt.strftime("%m-%d").tolist() == ["04-03", "04-14"]


def test_months_in_words_are_days(tmp_path: Path) -> None:
    path = book(tmp_path / "may.xlsx", [["day", "sold"], ["31 May 2025", 1], ["June 1, 2025", 2]])
    assert kept_sheet(path).table["day"].dt.strftime("%m-%d").tolist() == ["05-31", "06-01"]


def test_decimals_are_read_as_the_column_shows_and_doubted_where_it_does_not(tmp_path: Path) -> None:
    rows = [["a", "b", "c"], ["1.234,50", "1,234", "12 kg"], ["2.000", "7", "3 pcs"]]
    found = kept_sheet(book(tmp_path / "n.xlsx", rows))
    assert found.table["a"].tolist() == [1234.5, 2000]
    assert found.table["c"].tolist() == [12, 3]
    said = notes(found)
    assert "B2" in {cell for cell, kind in said if kind == "doubt"}
    assert "kg in C2, pcs in C3" in said["C2", "doubt"]


def test_numbers_of_orders_keep_their_zeros(tmp_path: Path) -> None:
    found = kept_sheet(book(tmp_path / "n.xlsx", [["order", "sold"], ["0012", 1], ["0345", 2]]))
    assert found.table["order"].tolist() == ["0012", "0345"]


def test_the_same_heading_twice_none_and_parts_of_a_sheet(tmp_path: Path) -> None:
    rows = [["who", "sum", "sum", None], ["North"], ["An", 1, 2, 3], ["Bo", 4, 5, 6], ["South"], ["Cai", 7, 8, 9]]
    found = kept_sheet(book(tmp_path / "n.xlsx", rows))
    assert list(found.table) == ["Section", "who", "sum", "sum (2)", "column D"]
    assert found.table["Section"].tolist() == ["North", "North", "South"]
    assert {"A2:D2", "C1", "D1", "A5:D5"} == {note.cell for note in found.doubts}


def test_an_amount_merged_over_rows_counts_once(tmp_path: Path) -> None:
    rows = [["who", "fee"], ["An", 300], ["Bo", None], ["Cai", 50]]
    found = kept_sheet(book(tmp_path / "n.xlsx", rows, merged=("B2:B3",)))
    assert found.table["fee"].sum() == 350
    assert found.doubts[0].cell == "B2:B3"


def test_averages_and_totals_in_words_are_left_out_and_a_product_called_total_is_not(tmp_path: Path) -> None:
    rows = [["what", "sold"], ["Total Care soap", 5], ["Brush", 6], ["Average", 5.5], ["Grand total", 11]]
    found = kept_sheet(book(tmp_path / "n.xlsx", rows))
    assert found.table["what"].tolist() == ["Total Care soap", "Brush"]


def test_hidden_sheets_rows_and_columns_are_read_and_named(tmp_path: Path) -> None:
    workbook = Workbook()
    page = workbook.active
    for row in (["a", "b"], [1, 2], [3, 4]):
        page.append(row)
    page.row_dimensions[3].hidden = True
    page.column_dimensions["B"].hidden = True
    old = workbook.create_sheet("old")
    old.sheet_state = "hidden"
    old.append(["a", "b"])
    old.append([5, 6])
    workbook.save(tmp_path / "h.xlsx")
    first, second = kept_sheets(tmp_path / "h.xlsx")
    assert (first.hidden, second.hidden) == (False, True)
    assert first.table["a"].tolist() == [1, 3]
    assert {note.cell for note in first.doubts} == {"A3:B3", "B1"}
    assert second.doubts[0].cell == "A1"
    assert kept_sheet(tmp_path / "h.xlsx").sheet == first.sheet


def test_without_headings_columns_are_called_by_letters(tmp_path: Path) -> None:
    found = kept_sheet(book(tmp_path / "p.xlsx", [["PRICES"], ["Cup", 3], ["Pot", 9]], merged=("A1:B1",)))
    assert list(found.table) == ["column A", "column B"]
    assert len(found.table) == 2


def test_what_is_no_workbook_empty_or_not_there_is_said(tmp_path: Path) -> None:
    (tmp_path / "fake.xlsx").write_text("day,sold\n")
    with pytest.raises(DataError, match="not an Excel workbook"):
        kept_sheet(tmp_path / "fake.xlsx")
    with pytest.raises(DataError, match="holds nothing"):
        kept_sheet(book(tmp_path / "none.xlsx", []))
    with pytest.raises(UnknownName, match="May"):
        kept_sheet(book(tmp_path / "n.xlsx", [["a"], [1]]), "Mai")


def test_the_small_shops_book_is_read_line_by_line(seed: int, tmp_path: Path) -> None:
    found = kept(seed)
    (tmp_path / "book.xlsx").write_bytes(BytesIO(found.book).getvalue())
    sheets = {each.sheet: each for each in kept_sheets(tmp_path / "book.xlsx", year=2025)}
    lines = found.lines[found.lines["file"] == "shop_book.xlsx"]
    for name, written in lines.groupby("sheet"):
        assert sheets[name].rows == tuple(written["row"])
        assert sheets[name].table["Sum"].sum() == pytest.approx(written["total"].sum())
        wrong = found.planted.query("sheet == @name and kind == 'total does not add up'")
        doubted = {note.cell.split(":")[0][1:] for note in sheets[name].doubts if "does not add up" in note.text}
        assert set(wrong["row"].astype(str)) <= doubted


def test_cells_merged_over_a_whole_sheet_are_refused_before_they_are_read(tmp_path):
    book = Workbook()
    book.active.append(["who", "sales"])
    book.active.append(["Lin", 4])
    book.active.merged_cells.add("A3:XFD1048576")
    book.save(tmp_path / "vast.xlsx")
    with pytest.raises(DataError, match=r"merged over whole columns \(A3:XFD1048576\)"):
        kept_sheet(tmp_path / "vast.xlsx")
