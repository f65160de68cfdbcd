"""Loading: the shipped tables as they were drawn, and a folder of one's own with every fault named at once."""

import shutil

import pandas as pd
import pytest

from kpilab import worlds
from kpilab.data.load import Tables, load, standard_folder
from kpilab.errors import DataError, UnknownName


@pytest.fixture
def own(tmp_path):
    """A small folder of one's own: the chain, thinned out."""
    worlds.write(worlds.build("retail_chain", seed=1, scale=0.02), tmp_path)
    return tmp_path


def edit(file, old, new):
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def problems(folder):
    with pytest.raises(DataError) as caught:
        load(folder)
    return caught.value.problems


def test_the_standard_tables_are_those_that_were_drawn():
    loaded, drawn = load("retail_chain"), worlds.build("retail_chain")
    assert list(loaded) == list(drawn)
    for name, frame in loaded.items():
        pd.testing.assert_frame_equal(frame, drawn[name])


def test_text_days_and_missing_counts_have_their_types():
    types = load("retail_chain", tables=["orders", "footfall"])["orders"].dtypes.astype(str)
    assert types["customer_id"] in ("str", "string")
    assert types["paid_at"] == "datetime64[us]"
    assert types["paid_cents"] == "int64"
    assert str(load("retail_chain", tables=["footfall"])["footfall"]["entries"].dtype) == "Int64"


def test_a_copy_of_the_standard_folder_loads_like_the_original(tmp_path):
    shutil.copytree(standard_folder("retail_chain"), tmp_path / "数据 copy")
    copied = load(tmp_path / "数据 copy", tables=["plans"])
    pd.testing.assert_frame_equal(copied["plans"], load("retail_chain")["plans"])


def test_tables_are_read_and_not_added_to():
    tables = load("retail_chain", tables=["stores", "staff"])
    assert isinstance(tables, Tables)
    assert ("stores" in tables, "orders" in tables, len(tables)) == (True, False, 2)
    assert repr(tables).splitlines()[:2] == ["retail_chain", "  stores: 8 rows"]
    with pytest.raises(UnknownName, match="stores"):
        tables["store"]
    with pytest.raises(TypeError):
        tables["stores"] = tables["staff"]  # type: ignore[index]


def test_what_is_not_there_is_named(tmp_path):
    with pytest.raises(UnknownName, match="Did you mean 'retail_chain'"):
        load("retail_chian")
    with pytest.raises(DataError, match="There is no folder"):
        load(tmp_path / "nowhere")
    with pytest.raises(UnknownName, match="stores"):
        load("retail_chain", tables=["store"])
    file = tmp_path / "stores.csv"
    file.write_text("store_id\n")
    with pytest.raises(DataError, match="is a file"):
        load(file)


def test_shipped_data_that_were_edited_are_not_taken_for_the_standard(tmp_path, monkeypatch):
    shutil.copytree(standard_folder("retail_chain"), tmp_path / "retail_chain")
    edit(tmp_path / "retail_chain/stores.csv", "Riverside", "Seaside")
    monkeypatch.setattr("kpilab.data.load.standard_folder", lambda name: tmp_path / "retail_chain")
    with pytest.raises(DataError, match="differ from what was shipped"):
        load("retail_chain", tables=["stores"])


def test_an_own_folder_loads_with_the_same_types(own):
    loaded, drawn = load(own), worlds.build("retail_chain", seed=1, scale=0.02)
    for name, frame in loaded.items():
        pd.testing.assert_frame_equal(frame, drawn[name])


def test_the_forms_in_which_excel_saves_are_understood(own):
    for file in own.glob("*.csv"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    edit(own / "calendar.csv", "2024-01-02,", "2024/1/2,")
    edit(own / "calendar.csv", "False", "FALSE")
    edit(own / "stores.csv", "2016-05-01", "2016/5/1")
    edit(own / "products.csv", "59900", '"59,900"')
    edit(own / "orders.csv", "2024-01-01 1", "2024/1/1 1")
    loaded = load(own)
    assert loaded["stores"]["opened_on"].iloc[0] == pd.Timestamp("2016-05-01")
    assert loaded["products"]["price_cents"].iloc[0] == 59_900
    assert loaded["orders"]["ordered_at"].iloc[0].date() == pd.Timestamp("2024-01-01").date()


def test_every_fault_is_named_with_file_row_column_and_what_to_do(own):
    edit(own / "surveys.csv", "\n2,S", "\n2,X")
    edit(own / "staff.csv", "manager", "boss")
    edit(own / "products.csv", "59900", "lots")
    edit(own / "plans.csv", "S1,2024-01,", "S1,2024-13,")
    edit(own / "stores.csv", "2016-05-01", "")
    assert [said.partition(" ")[0].rstrip(",") for said in problems(own)] == [
        "stores.csv", "staff.csv", "products.csv", "surveys.csv", "plans.csv", "surveys.csv",
    ]  # fmt: skip
    said = "\n".join(problems(own))
    assert "stores.csv, row 2, column opened_on: the cell is empty; fill it in." in said
    assert "staff.csv, row 2, column role: 'boss' is not known; write one of manager, adviser, cashier." in said
    assert "products.csv, row 2, column price_cents: 'lots' is not a whole number; mend it." in said
    assert "plans.csv, row 2, column month: '2024-13' does not look like" in said
    assert "is not in stores.csv; add it there or mend it here." in said


def test_many_faults_of_one_kind_are_counted(own):
    lines = (own / "surveys.csv").read_text().splitlines()
    bad = [",".join([*line.split(",")[:3], "9", "1.0"]) for line in lines[1:11]]
    (own / "surveys.csv").write_text("\n".join([lines[0], *bad, *lines[11:]]) + "\n")
    said = problems(own)
    assert said[0] == "surveys.csv, row 2, column score: 9 is too large; 5 is the most."
    assert said[3] == "surveys.csv, column score: 7 more rows like these, the last is row 11."
    assert len(said) == 4


def test_a_key_that_is_there_twice_is_told_at_its_second_row(own):
    text = (own / "stores.csv").read_text()
    (own / "stores.csv").write_text(text + text.splitlines()[1] + "\n")
    assert problems(own) == ("stores.csv, row 10: store_id is there already in a row above; take one of the two out.",)


def test_columns_that_are_missing_misspelt_or_spare_are_named(own):
    edit(own / "stores.csv", "floor_m2", "floor_m")
    edit(own / "staff.csv", "store_id,name", "store_id,wage")
    assert problems(own)[:3] == (
        "stores.csv has no column floor_m2; rename floor_m if that is the one.",
        "staff.csv has no column name; the data dictionary says what it holds.",
        "staff.csv has a column wage that has no place here; take it out.",
    )


def test_files_that_are_no_tables_say_why(own):
    (own / "stores.csv").write_bytes("store_id,店名\n".encode("gb18030"))
    (own / "staff.csv").write_bytes(b"staff_id;store_id\nE1;S1\n")
    (own / "plans.csv").write_bytes(b"")
    said = problems(own)
    assert said[0] == "stores.csv is not in UTF-8; in Excel choose “CSV UTF-8” when saving."
    assert said[1] == "staff.csv separates its columns with semicolons; save it with commas."
    assert said[2].startswith("plans.csv is not a table of comma-separated values")


def test_missing_files_are_all_named(own):
    (own / "stores.csv").unlink()
    (own / "plans.csv").unlink()
    assert problems(own) == (
        "stores.csv is missing; save the table under this name.",
        "plans.csv is missing; save the table under this name.",
    )
