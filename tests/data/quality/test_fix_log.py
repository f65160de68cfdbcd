from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from kpilab.data.quality import quality
from kpilab.data.quality.fix_file import fix_text, read_fixes, write_fixes
from kpilab.data.quality.fix_log import FixLog, apply, undo
from kpilab.errors import DataError, UnknownName

RECEIPTS = 20


@pytest.fixture
def shop() -> pd.DataFrame:
    """Twenty receipts, the last of them twice; two teas in another writing, and one quantity that is not known."""
    book = pd.DataFrame(
        {
            "receipt_no": range(1, RECEIPTS + 1),
            "day": pd.date_range("2025-03-01", periods=RECEIPTS),
            "item": ["Green tea"] * 16 + ["green tea ", "GREEN TEA", "Cup", "Cup"],
            "qty": [str(n % 3 + 1) for n in range(19)] + ["n/a"],
            "price": [4.5] * RECEIPTS,
        }
    )
    return pd.concat([book, book.tail(1)], ignore_index=True)


def taken(log: FixLog) -> FixLog:
    for fix in log.fixes:
        log = log.take(fix.id, who="Ann", why="checked with the paper", when=date(2025, 6, 1))
    return log


def test_offers_are_never_made_unasked(shop: pd.DataFrame) -> None:
    log = quality(shop).fix_log
    assert {fix.id for fix in log.fixes} == {
        "table.duplicate_row.drop", "table.item.writing.merge", "table.qty.missing_word.empty",
    }  # fmt: skip
    assert log.taken == ()
    pd.testing.assert_frame_equal(apply(log, shop)["table"], shop)


def test_fixes_are_made_on_a_copy_and_leave_nothing_to_find(shop: pd.DataFrame) -> None:
    before = shop.copy()
    mended = apply(taken(quality(shop).fix_log), shop)["table"]
    pd.testing.assert_frame_equal(shop, before)
    assert len(mended) == RECEIPTS
    assert mended["item"].value_counts().to_dict() == {"Green tea": 18, "Cup": 2}
    assert mended["qty"].isna().sum() == 1
    assert [check.id for check in quality(mended).found if check.certain] == []


def test_a_log_that_was_kept_in_a_file_gives_the_identical_result(shop: pd.DataFrame, tmp_path) -> None:
    log = taken(quality(shop).fix_log)
    kept = read_fixes(write_fixes(log, tmp_path / "fixes.toml"))
    assert kept == log
    pd.testing.assert_frame_equal(apply(kept, shop)["table"], apply(log, shop)["table"])
    assert fix_text(kept) == fix_text(log)


def test_fixes_are_undone(shop: pd.DataFrame) -> None:
    log = taken(quality(shop).fix_log)
    back = undo(log, apply(log, shop), first_rows={"table": 1})
    pd.testing.assert_frame_equal(back["table"], shop)


def test_whole_numbers_that_lose_a_cell_come_back_as_they_were() -> None:
    stock = pd.DataFrame({"item": list("abcdefghij") * 10, "price": [100.0] * 99 + [10_000.0], "unit": ["bag"] * 100})
    stock = stock.assign(item="tea", day=pd.date_range("2025-01-01", periods=100))
    log = taken(quality(stock).fix_log)
    assert [fix.id for fix in log.fixes] == ["table.price.unit_price.unit"]
    mended = apply(log, stock)
    assert mended["table"]["price"].tolist() == [100.0] * 100
    pd.testing.assert_frame_equal(undo(log, mended, first_rows={"table": 1})["table"], stock)


def test_data_that_have_changed_underneath_are_refused_and_nothing_is_made(shop: pd.DataFrame) -> None:
    log = taken(quality(shop).fix_log)
    changed = shop.assign(item=shop["item"].replace("GREEN TEA", "Black tea"))
    with pytest.raises(DataError) as refused:
        apply(log, changed)
    assert "table.item.writing.merge: row 18, column item was 'GREEN TEA' and is 'Black tea'." in str(refused.value)
    with pytest.raises(DataError, match="row 21 is no longer there"):
        apply(log, shop.head(RECEIPTS))
    with pytest.raises(DataError, match="its table or column is no longer there"):
        apply(log, shop.drop(columns="qty"))


def test_rows_that_were_added_below_do_not_matter(shop: pd.DataFrame) -> None:
    more = pd.concat([shop, shop.head(1).assign(receipt_no=99)], ignore_index=True)
    assert len(apply(taken(quality(shop).fix_log), more)["table"]) == RECEIPTS + 1


def test_a_fix_that_is_not_there_and_one_that_is_left_again(shop: pd.DataFrame) -> None:
    log = quality(shop).fix_log
    with pytest.raises(UnknownName, match=r"No fix 'table\.item\.writing'"):
        log.take("table.item.writing", who="Ann")
    assert taken(log).leave("table.item.writing.merge").taken == tuple(
        fix for fix in taken(log).fixes if fix.id != "table.item.writing.merge"
    )


NASTY = ['say "hello"', "emoji 🍵", "line\nbreak", "tab\there", "\x7f", "'; DROP TABLE x; --", "=1+1", "日本"]


@pytest.mark.parametrize("text", NASTY)
def test_any_text_comes_back_from_the_file(text: str, tmp_path) -> None:
    frame = pd.DataFrame({"item": [text.strip()] * 9 + [f" {text.strip()} "], "n": range(10)})
    log = taken(quality(frame).fix_log)
    assert read_fixes(write_fixes(log, tmp_path / "fixes.toml")) == log


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("not toml", "is not a file of fixes"),
        ("[[fix]]\nid = '1'", "a line of it was lost"),
        ("fix = 3\nname = 'x'", "a line of it was lost"),
    ],
)
def test_what_is_no_log_is_told(content: str, said: str, tmp_path) -> None:
    path = tmp_path / "fixes.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_fixes(path)


def test_a_fix_that_nobody_signed_is_refused(shop: pd.DataFrame, tmp_path) -> None:
    path = write_fixes(quality(shop).fix_log, tmp_path / "fixes.toml")
    path.write_text(path.read_text(encoding="utf-8").replace("taken = false", "taken = true", 1), encoding="utf-8")
    with pytest.raises(DataError, match="Whoever takes a fix signs it"):
        read_fixes(path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("taken = false", 'taken = "yes"', "taken = true or taken = false"),
        ("row = 20", "row = 20.5", "a whole number"),
        (', after = { "item" = "tea" }', "", "after is lost"),
        ('after = { "item" = "tea" }', 'after = { "price" = "tea" }', "after names another column"),
        ('after = { "item" = "tea" }', 'after = { "item" = ["tea"] }', "a cell holds one value"),
        ('why = ""', 'why = ""\nwhen = "soon"', "write the day as when = 2025-05-31"),
    ],
)
def test_a_slip_of_whoever_edits_the_file_is_told_and_changes_nothing(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    frame = pd.DataFrame({"no": range(1, 21), "item": [*["tea"] * 19, "Tea "]})
    text = fix_text(quality(frame).fix_log)
    assert old in text
    (tmp_path / "fixes.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_fixes(tmp_path / "fixes.toml")
