"""The looks one by one, on tables small enough to see the defect."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook

from kpilab.data.quality import Quality, quality
from kpilab.errors import DataError, UnknownName

DAYS = pd.date_range("2025-01-01", periods=60)


def sales(**changed: object) -> pd.DataFrame:
    """Sixty sales of one to three cups at 22, one a day; columns are changed or added by name."""
    qty = [n % 3 + 1 for n in range(60)]
    columns = {"receipt_no": range(1, 61), "day": DAYS, "item": ["Cup"] * 60, "qty": qty, "price": [22.0] * 60}
    return pd.DataFrame({**columns, "amount": [22.0 * n for n in qty], **changed})


def kinds(found: Quality) -> set[str]:
    return {f"{check.column}.{check.kind}" for check in found.found}


def changed(column: str, row: int, value: object) -> pd.DataFrame:
    frame = sales()
    cells = frame[column].astype(object)
    cells.iloc[row] = value
    return frame.assign(**{column: cells})


def test_sales_without_a_defect_are_left_in_peace() -> None:
    found = quality(sales())
    assert kinds(found) == set()
    assert all(score == 1 or np.isnan(score) for score in found.scores.values())


@pytest.mark.parametrize(
    ("column", "value", "kind", "certain"),
    [
        ("day", "2025-02-31", "no_such_day", True),
        ("day", pd.Timestamp("2202-01-05"), "impossible_year", True),
        ("qty", None, "missing", False),
        ("qty", "-", "missing_word", True),
        ("qty", "two", "wrong_kind", False),
        ("qty", -2, "negative", False),
        ("item", "  CUP", "writing", True),
        ("receipt_no", 7, "same_key", False),
        ("price", 2200.0, "unit_price", False),
        ("amount", 23.0, "sum", True),
    ],
)
def test_one_cell_is_found_in_its_row(column: str, value: object, kind: str, certain: bool) -> None:
    found = quality(changed(column, 40, value)).finding(f"table.{column}.{kind}")
    assert (found.positions.tolist(), found.certain) == ([40], certain)
    assert quality(changed(column, 40, value)).rows(found.id)["row"].tolist() == [41]


def test_the_score_is_the_share_of_checks_that_passed() -> None:
    found = quality(changed("qty", 40, "n/a"))
    # six columns of sixty cells are required, and one of the 360 holds a word for missing
    assert found.scores["completeness"] == 1 - 1 / 360
    row = found.score.set_index("dimension").loc["completeness"]
    assert (row["checked"], row["failed"], row["findings"]) == (360, 1, 1)


def test_a_name_with_a_slip_is_asked_about_and_other_names_are_not() -> None:
    items = ["Green tea 500"] * 30 + ["Gren tea 500"] * 2 + ["Green tea 250"] * 28
    found = quality(sales(item=items)).finding("table.item.spelling")
    assert (found.positions.tolist(), found.certain) == ([30, 31], False)
    assert "Gren tea 500 for Green tea 500" in found.advice


def test_full_width_letters_and_marks_are_one_name() -> None:
    found = quality(sales(item=["Cup-A"] * 58 + ["Ｃｕｐ－Ａ", "cup a"])).finding("table.item.writing")
    assert found.positions.tolist() == [58, 59]
    # two sales of 44 and 66, booked under other writings
    assert found.cost_cents == 100 * (22 * 2 + 22 * 3)


def test_names_that_mean_missing_are_told_from_people() -> None:
    people = ["Na", "Nan"] * 29 + ["unknown", "N/A"]
    found = quality(sales(helper=people)).finding("table.helper.missing_word")
    assert (found.positions.tolist(), found.certain) == ([58, 59], False)


def test_the_same_sale_minutes_later_is_asked_about() -> None:
    times = [day + pd.Timedelta(hours=9 + n % 5) for n, day in enumerate(DAYS)]
    frame = sales(day=times, customer=[f"C{n}" for n in range(60)])
    again = frame.iloc[[3]].assign(receipt_no=99, day=frame["day"].iloc[3] + pd.Timedelta(minutes=2))
    found = quality(pd.concat([frame, again], ignore_index=True)).finding("table.customer.entered_again")
    assert (found.positions.tolist(), found.certain, found.cost_cents) == ([60], False, 2200)
    later = again.assign(day=frame["day"].iloc[3] + pd.Timedelta(minutes=20))
    assert "customer.entered_again" not in kinds(quality(pd.concat([frame, later], ignore_index=True)))


def test_a_lone_great_number_is_to_be_looked_at() -> None:
    frame = sales(price=np.linspace(20, 30, 60)).drop(columns="amount")
    found = quality(frame.assign(entries=[n % 7 + 20 for n in range(59)] + [9_000])).finding("table.entries.outlier")
    assert (found.positions.tolist(), found.certain) == ([59], False)


def test_counts_that_end_in_five_and_nought_are_asked_about() -> None:
    days = pd.date_range("2025-01-01", periods=200)
    guessed = pd.DataFrame({"day": days, "entries": [20 + 5 * (n % 37) for n in range(200)]})
    counted = guessed.assign(entries=[20 + n * 7 % 181 for n in range(200)])
    assert "entries.round_numbers" in kinds(quality(guessed))
    assert "entries.round_numbers" not in kinds(quality(counted))


def test_a_day_that_was_copied_is_asked_about() -> None:
    entries = [100 + n * 37 % 83 for n in range(120)]
    entries[50:55] = [111] * 5
    found = quality(pd.DataFrame({"day": pd.date_range("2025-01-01", periods=120), "entries": entries}))
    assert found.finding("table.entries.copied_days").positions.tolist() == [50, 51, 52, 53, 54]


def test_days_and_numbers_that_are_left_out() -> None:
    found = quality(sales().drop(index=[20, 21]).reset_index(drop=True))
    assert found.finding("table.day.days_left_out").positions.tolist() == [19]
    assert "2 days are missing, the first on 2025-01-21." in found.finding("table.day.days_left_out").advice
    # 58 numbers of 60 are fewer than 98 %, so the gap in the numbers says nothing
    assert "receipt_no.numbers_left_out" not in kinds(found)
    found = quality(sales().drop(index=20).reset_index(drop=True)).finding("table.receipt_no.numbers_left_out")
    assert found.positions.tolist() == [19]


def test_late_records_count_by_the_limit_that_is_stated(tmp_path: Path) -> None:
    logged = [day + pd.Timedelta(days=4 if n < 15 else 1) for n, day in enumerate(DAYS)]
    frame = sales(logged_on=logged)
    usual = quality(frame).finding("table.logged_on.late")
    assert (usual.positions.tolist(), usual.certain) == (list(range(15)), False)
    assert quality(frame).scores["timeliness"] == 1 - 15 / 60
    rules = tmp_path / "rules.toml"
    rules.write_text("[table.logged_on]\nrecorded_within_days = 5\n", encoding="utf-8")
    assert quality(frame, rules=rules).scores["timeliness"] == 1


def test_own_rules_are_certain(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(
        '[table]\nkey = ["receipt_no"]\n[table.qty]\nmost = 2\n[table.item]\nallowed = ["Pot"]\n', encoding="utf-8"
    )
    found = quality(sales(), rules=rules)
    assert found.finding("table.qty.too_large").rows == 20
    assert found.finding("table.item.not_allowed").rows == 60
    assert all(check.certain for check in found.found)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("[table.qty]\nlest = 1", "table.qty: lest is not known"),
        ("[table.qty]\nleast = 'one'", "least cannot be 'one'"),
        ("[table.item]\npattern = '('", "pattern cannot be"),
        ("key = 1", "key is not the section of a table"),
        ("[table.pieces]\nleast = 1", "No column 'pieces'"),
        ("[shop.qty]\nleast = 1", "No table 'shop'"),
        ("[table", "is not a file of rules"),
    ],
)
def test_rules_that_cannot_be_used_are_told(rules: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(rules, encoding="utf-8")
    with pytest.raises((DataError, UnknownName), match=said.replace("(", r"\(")):
        quality(sales(), rules=path)


def test_ids_that_another_table_does_not_hold() -> None:
    products = pd.DataFrame({"product_id": [f"P{n}" for n in range(10)], "name": list("abcdefghij")})
    lines = pd.DataFrame({"product_id": [f"P{n % 10}" for n in range(39)] + ["P77"], "qty": [1] * 40})
    found = quality({"products": products, "lines": lines}).finding("lines.product_id.orphan")
    assert (found.positions.tolist(), found.certain) == ([39], False)


def book(path: Path) -> Path:
    """A sheet as people keep it: a title, a date merged over its rows, a sum a day, one of them wrong."""
    workbook = Workbook()
    page = workbook.active
    page.append(["Sales in April"])
    page.append(["Date", "What", "How many", "Price", "Sum"])
    row = 3
    for day in range(1, 7):
        for item, price in (("Tea", 4), ("Cup", 9), ("Pot", 30)):
            page.append([f"{day if day != 6 else 31}.4." if item == "Tea" else None, item, 2, price, 2 * price])
        page.merge_cells(start_row=row, end_row=row + 2, start_column=1, end_column=1)
        page.append([None, "day", None, None, 86 if day != 3 else 96])
        row += 4
    workbook.save(path)
    return path


def test_a_sheet_as_people_keep_it(tmp_path: Path) -> None:
    found = quality(book(tmp_path / "april.xlsx"))
    assert found.rows("april.What.total_row")["row"].tolist() == [6, 10, 14, 18, 22, 26]
    assert found.rows("april.Sum.part_sum")["row"].tolist() == [14]
    assert found.finding("april.Sum.part_sum").cost_cents == 1000
    assert found.rows("april.Date.no_such_day")["row"].tolist() == [23, 24, 25]
    assert any("6 cells are merged" in guess for guess in found.guesses)
    assert {check.kind for check in found.found if check.certain} == {"total_row", "part_sum", "no_such_day"}


@pytest.mark.parametrize(
    ("content", "rows", "columns"),
    [
        ("a,a\n1,2\n", 1, ["a", "a (2)"]),
        ("day;item;\n1.4.;tea;x\n;cup;y\n", 2, ["day", "item", "column 3"]),
        ("a\n", 0, ["a"]),
        ("5,7\n8,9\n", 2, ["column 1", "column 2"]),
        ('a,b\n"x\ny",2\n', 1, ["a", "b"]),
    ],
)
def test_files_with_odd_headings_are_read(content: str, rows: int, columns: list[str], tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(content, encoding="utf-8")
    cells = quality(path).tables["odd"].cells
    assert (len(cells), list(cells.columns)) == (rows, columns)


@pytest.mark.parametrize("frame", [pd.DataFrame(), pd.DataFrame({"a": []}), pd.DataFrame({"a": [None, None]})])
def test_tables_of_nothing_are_looked_over(frame: pd.DataFrame) -> None:
    assert "table" in quality(frame).tables


def test_a_code_keeps_its_noughts(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv"
    path.write_text("sku,qty\n007,1\n008,2\n", encoding="utf-8")
    assert quality(path).tables["codes"].cells["sku"].tolist() == ["007", "008"]


def test_what_is_not_there_is_told() -> None:
    with pytest.raises(UnknownName, match=r"No finding 'table\.qty\.odd'"):
        quality(sales()).finding("table.qty.odd")
    with pytest.raises(DataError, match="There is no file or folder"):
        quality("nowhere/at/all")


def test_nothing_given_is_changed_and_what_is_guessed_is_said() -> None:
    frame = sales(item=[" cup"] * 60)
    before = frame.copy()
    found = quality(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert found.guesses[0].startswith("table: nobody has said what its columns hold.")
    assert "Rows are told apart by receipt_no." in found.guesses[0]


def test_the_notebook_shows_the_same_as_the_text() -> None:
    found = quality(changed("item", 3, "<b>cup</b>"))
    assert "<b>cup</b>" not in found._repr_html_()
    # two cups at 22 are 44, and 23 stands there
    shown = quality(changed("amount", 40, 23.0))
    for said in ("amount is qty × price.", "1 row, 21.00"):
        assert said in repr(shown)
    assert "amount is qty × price." in shown._repr_html_()
    assert "21.00" in shown._repr_html_()
