"""What the owner keeps by hand: every defect has its cell, and together they explain why the book's sum is wrong."""

from collections import Counter
from functools import lru_cache
from io import BytesIO

import openpyxl
import pytest

from kpilab import worlds
from kpilab.worlds import small_shop
from kpilab.worlds.small_shop.kept import BOOK, NOTEBOOK, kept_files
from kpilab.worlds.small_shop.kept import kept as draw
from kpilab.worlds.small_shop.kept_lines import kept_lines, lost_days

kept = lru_cache(maxsize=2)(draw)


def true_total(seed):
    orders = small_shop.tables(seed)["orders"]
    return orders.loc[orders["paid_at"].dt.strftime("%Y-%m").between("2025-04", "2025-06"), "paid_cents"].sum()


def test_the_planted_defects_explain_the_sum_to_the_cent(seed):
    found = kept(seed)
    cost = found.planted.groupby("kind")["cost_cents"].sum()
    too_much = cost["price ten times too high"] + cost["written twice"] + cost["sum does not add up"]
    too_little = cost["left blank"] + cost["day not written"]
    written = round(100 * found.lines["total"].sum())
    assert written - true_total(seed) == too_much - too_little


def test_each_defect_names_a_cell_that_says_so(seed):
    found = kept(seed)
    book = openpyxl.load_workbook(BytesIO(found.book))
    here = found.planted[(found.planted["file"] == BOOK) & (found.planted["row"] > 0)]
    for place in here.itertuples():
        value = book[place.sheet][place.cell].value
        if place.kind in ("written twice", "no such day"):
            continue  # the day stands once, in the first cell of a merged block
        assert ("" if value is None else f"{value:g}" if isinstance(value, int | float) else value) == place.written


def test_every_kind_is_there_and_each_line_has_one_defect_at_most(seed):
    lines = kept_lines(seed)
    assert max(len(line.slips) for line in lines) == 1
    kinds = Counter(slip.kind for line in lines for slip in line.slips)
    assert kinds["price ten times too high"] == 4
    assert kinds["another spelling"] == 40
    assert len(kinds) == 7
    assert len(lost_days(seed)) == 2
    assert kept(seed).planted["dimension"].nunique() == 6


def test_what_is_odd_and_right_is_there_too(seed):
    lines = kept_lines(seed)
    assert any(line.remark.startswith("less") for line in lines)
    assert any(line.remark == "wedding" and not line.slips for line in lines)
    assert sum(not line.guest for line in lines) > len(lines) / 4


def test_the_workbook_is_one_as_people_keep_it():
    book = openpyxl.load_workbook(BytesIO(kept(20).book))
    assert book.sheetnames == ["April", "May", "June", "Stock", "Prices"]
    april = book["April"]
    assert april["A1"].value == "LANE TEA   sales April 2025"
    assert [cell.value for cell in april[2]][:3] == ["Date", "What", "How many"]
    assert len(april.merged_cells.ranges) > 5
    assert april.cell(april.max_row, 2).value == "TOTAL"
    assert isinstance(april["A3"].value, str)
    assert kept(20).notebook.decode("utf-8-sig").splitlines()[0] == "Wed. M.;;;;;;;"


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    assert kept_files(3) == kept_files(3) != kept_files(4)
    assert set(worlds.kept_files("small_shop")) == {BOOK, NOTEBOOK}
    assert worlds.kept_files("retail_chain") == {}


@pytest.mark.parametrize("name", [BOOK, NOTEBOOK])
def test_the_files_lie_beside_the_tables(name):
    from kpilab.worlds.datasets import standard_folder

    assert (standard_folder("small_shop") / name).read_bytes() == worlds.kept_files("small_shop")[name]
