"""The data as a workbook: every table, money in currency units, long tables by month, and whole or not at all."""

from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from kpilab import worlds
from kpilab.data import excel
from kpilab.data.load import load
from kpilab.data.monthly import summary
from kpilab.errors import DataError


@pytest.fixture(scope="module")
def tables():
    return worlds.build("retail_chain", seed=1, scale=0.05)


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_every_table_of_every_merchant_has_a_summary_short_enough_to_read(name):
    tables = load(name)
    for table in worlds.layout(name).tables:
        short = summary(name, table, tables)
        assert len(short.rows) <= excel.MOST_ROWS, table.name
        assert list(short.rows.columns) == [column.name for column in short.columns]
        if short.columns[0].name == "month" and "rows" in short.rows:
            assert short.rows["rows"].sum() == len(tables[table.name]), table.name


@pytest.mark.parametrize("name", [name for name in worlds.MERCHANTS if name != "retail_chain"])
def test_every_merchant_has_a_workbook(name, tmp_path):
    tables = load(name)
    path = excel.ensure_workbook(tmp_path / f"{name}.xlsx", tables, name=name)
    opened = openpyxl.load_workbook(path, read_only=True)
    assert opened.sheetnames == ["Read me", "Columns", *tables]
    for table, page in ((table, opened[table]) for table in tables):
        assert len(tables[table]) > excel.MOST_ROWS or page.max_row == max(len(tables[table]), 1) + 2
        assert page.max_row <= excel.MOST_ROWS + 2
    opened.close()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """The standard data: three of its tables are too long for a sheet."""
    path = excel.write_workbook(load("retail_chain"), tmp_path_factory.mktemp("练习 data") / "retail_chain.xlsx")
    opened = openpyxl.load_workbook(path, read_only=False)
    yield opened
    opened.close()


def rows(page):
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]


def test_there_is_a_sheet_for_each_table_after_the_two_that_explain(book):
    names = [table.name for table in worlds.layout("retail_chain").tables]
    assert book.sheetnames == ["Read me", "Columns", *names]


def test_no_sheet_is_longer_than_ten_thousand_rows(book):
    assert max(page.max_row for page in book) <= excel.MOST_ROWS + 2


def test_what_begins_like_a_formula_stays_text_and_a_missing_amount_stays_empty(tables, tmp_path):
    stores = tables["stores"].assign(city='=HYPERLINK("http://example.org","Win")')
    orders = tables["orders"].head(2).assign(paid_cents=pd.array([None, 1250], dtype="Int64"))
    path = excel.write_workbook({"stores": stores, "orders": orders}, tmp_path / "data.xlsx")
    opened = openpyxl.load_workbook(path)
    cell = opened["stores"]["C3"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://example.org","Win")')
    assert [row[-1] for row in rows(opened["orders"])] == ["paid", None, 12.5]
    opened.close()


def test_money_is_in_currency_units(book):
    products = load("retail_chain")["products"]
    head, first, *_rest = rows(book["products"])
    assert head == ["product_id", "product", "category", "price", "cost"]
    assert first == ["P01", "Cotton sheet set", "Bedding", 599.0, 312.0]
    assert book["products"]["D3"].number_format == "#,##0.00"
    assert len(rows(book["products"])) == len(products) + 1


def test_days_are_days_and_empty_cells_are_empty(book):
    staff = rows(book["staff"])
    assert staff[1][:4] == ["E001", "S1", "Chen", "manager"]
    assert staff[1][5:] == [datetime(2016, 5, 1), None]
    assert book["staff"]["F3"].number_format == "yyyy-mm-dd"


def test_a_long_table_is_a_summary_and_says_so(book):
    orders = load("retail_chain")["orders"]
    page = book["orders"]
    assert "A monthly summary: the whole table, with " + f"{len(orders):,} rows, is orders.csv." in page["A1"].value
    head, *body = rows(page)
    assert head == ["month", "store", "channel", "orders", "paid_orders", "by_members", "discount", "paid"]
    assert sum(row[3] for row in body) == len(orders)
    assert sum(row[7] for row in body) == pytest.approx(orders["paid_cents"].sum() / 100)


def test_the_summary_of_lines_carries_all_money_that_was_paid():
    tables = load("retail_chain")
    lines = summary("retail_chain", worlds.layout("retail_chain").table("order_lines"), tables).rows
    assert lines["paid_cents"].sum() == tables["orders"]["paid_cents"].sum()
    assert (lines["list_cents"] - lines["discount_cents"] == lines["paid_cents"]).all()


def test_a_table_without_a_summary_of_its_own_is_counted(tables):
    counted = summary("retail_chain", worlds.layout("retail_chain").table("footfall"), tables).rows
    assert list(counted.columns) == ["month", "store", "rows"]
    assert counted["rows"].sum() == len(tables["footfall"])
    products = summary("retail_chain", worlds.layout("retail_chain").table("products"), tables)
    assert products.rows["rows"].tolist() == [44]
    assert products.rows["cost_cents"].tolist() == [tables["products"]["cost_cents"].sum()]


def test_headings_stay_in_sight_and_sheets_are_tables(book):
    page = book["plans"]
    assert page.freeze_panes == "B3"
    assert list(page.tables) == ["plans"]


def test_each_column_is_explained(book):
    told = {(row[0], row[1]) for row in rows(book["Columns"])}
    for name in book.sheetnames[2:]:
        assert {(name, heading) for heading in rows(book[name])[0]} <= told


def test_it_is_written_once_and_then_left_alone(tables, tmp_path):
    path = excel.ensure_workbook(tmp_path / "new/data.xlsx", tables)
    path.write_bytes(b"mine now")
    assert excel.ensure_workbook(path, tables).read_bytes() == b"mine now"


def test_a_broken_write_leaves_the_old_file_whole(tables, tmp_path, monkeypatch):
    path = tmp_path / "data.xlsx"
    path.write_bytes(b"old")

    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(excel.os, "replace", full)
    with pytest.raises(DataError, match="No space left on device"):
        excel.write_workbook(tables, path)
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["data.xlsx"]
