"""Sheets as people keep them: what is read, and what is said of it."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from kpilab.data.quality import quality
from kpilab.errors import DataError


def saved(path: Path, lines: list[list[object]], merged: str = "") -> Path:
    book = Workbook()
    for line in lines:
        book.active.append(line)
    if merged:
        book.active.merge_cells(merged)
    book.save(path)
    return path


def test_an_amount_merged_over_rows_counts_once(tmp_path: Path) -> None:
    lines = [["day", "item", "cash"], ["1/5", "tea", 9], [None, "cup", None], ["2/5", "pot", 5]]
    found = quality(saved(tmp_path / "may.xlsx", lines, merged="C2:C3"))
    assert found.tables["may"].cells["cash"].tolist() == [9, None, 5]
    assert any("1 amount is merged over several rows; it counts once" in guess for guess in found.guesses)


def test_headings_that_stand_there_again_are_no_row(tmp_path: Path) -> None:
    lines = [["item", "qty"], ["tea", 1], ["item", "qty"], ["cup", -2]]
    lines += [["pot", n] for n in range(1, 20)]
    found = quality(saved(tmp_path / "stock.xlsx", lines))
    assert found.rows("stock.qty.negative")["row"].tolist() == [4]
    assert len(found.bodies["stock"]) == 21
    assert any("cell A3: The headings stand here again" in guess for guess in found.guesses)


def test_a_cell_far_below_the_table_is_told_at_once(tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"], book.active["XFD1048576"] = "item", "lost"
    book.save(tmp_path / "far.xlsx")
    with pytest.raises(DataError, match="reaches to row 1,048,576 and column 16,384"):
        quality(tmp_path / "far.xlsx")


def test_a_workbook_of_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"empty\.xlsx holds nothing"):
        quality(saved(tmp_path / "empty.xlsx", []))
