"""The dictionary opens in Excel with its choices, reads as a page, and never writes over anyone's work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kpilab.catalogue import kpi, kpis
from kpilab.errors import DataError
from kpilab.i18n import speaking
from kpilab.report.kpi_dictionary import dictionary_page, write_dictionary

TWO = (kpi("net_sales"), kpi("churn_rate"))


def test_a_line_for_each_kpi_with_both_names(tmp_path: Path) -> None:
    book = load_workbook(write_dictionary(tmp_path / "d.xlsx"))
    sheet = book["KPI dictionary"]
    ids = [sheet.cell(line, 2).value for line in range(5, 5 + len(kpis()))]
    assert ids == [entry.id for entry in kpis()]
    assert [sheet.cell(5, column).value for column in (1, 3, 4)] == ["no", "Net sales", "净销售额"]
    assert sheet.freeze_panes == "E5"
    assert sheet.auto_filter.ref.startswith("A4:X")


def test_choices_reach_the_empty_lines_and_cells_are_free(tmp_path: Path) -> None:
    book = load_workbook(write_dictionary(tmp_path / "d.xlsx", TWO))
    sheet = book["KPI dictionary"]
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    assert lists["A5:A46"] == "'Choices'!$A$2:$A$3"  # two KPIs and forty empty lines: 5 to 46
    assert [book["Choices"].cell(line, 1).value for line in (1, 2, 3)] == ["In use", "yes", "no"]
    assert len(lists) == 6
    assert not sheet.protection.sheet


def test_the_page_has_both_names_mathematics_and_nothing_from_elsewhere() -> None:
    page = dictionary_page(TWO)
    assert "Customer churn rate · 客户流失率" in page
    assert page.count("<math") == 2
    assert not re.search(r"src=|@import|url\(|<script|https?:", page)
    linked, there = re.findall(r'href="#(\w+)"', page), re.findall(r'article id="(\w+)"', page)
    assert linked == there == ["net_sales", "churn_rate"]


def test_a_page_is_written(tmp_path: Path) -> None:
    assert "churn_rate" in write_dictionary(tmp_path / "d.html", TWO).read_text("utf-8")


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "d.html"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(DataError, match="left as it is"):
        write_dictionary(path, TWO)
    assert path.read_text("utf-8") == "mine"
    assert "churn_rate" in write_dictionary(path, TWO, force=True).read_text("utf-8")


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"neither in \.xlsx nor in \.html"):
        write_dictionary(tmp_path / "d.pdf")
    with pytest.raises(DataError, match="There is no folder"):
        write_dictionary(tmp_path / "none" / "d.xlsx")
    with pytest.raises(DataError, match="No KPI is left"):
        write_dictionary(tmp_path / "d.xlsx", ())


def test_every_heading_is_translated(tmp_path: Path) -> None:
    with speaking("xx"):
        book = load_workbook(write_dictionary(tmp_path / "d.xlsx", TWO))
    assert all(name.startswith("⟦") for name in book.sheetnames)
    assert all(str(cell.value).startswith("⟦") for cell in book.worksheets[0][4])
