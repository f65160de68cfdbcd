"""Loading: the shipped tables as they were drawn, and a folder of one's own with every fault named at once."""

import shutil

import duckdb
import pandas as pd
import pytest
from sqlalchemy import create_engine

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
    with pytest.raises(DataError, match="There is no file or folder"):
        load(tmp_path / "nowhere")
    with pytest.raises(UnknownName, match="stores"):
        load("retail_chain", tables=["store"])
    file = tmp_path / "stores.csv"
    file.write_text("store_id\n")
    with pytest.raises(DataError, match="laid out as no table of the data dictionary; its columns are store_id"):
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
    assert "stores.csv has a column 店名 that has no place here; take it out." in said
    assert "staff.csv has no column name; the data dictionary says what it holds." in said
    assert "plans.csv is empty; its first line must name the columns." in said


def test_missing_files_are_all_named(own):
    (own / "stores.csv").unlink()
    (own / "plans.csv").unlink()
    assert problems(own) == (
        "stores.csv is missing; save the table under this name.",
        "plans.csv is missing; save the table under this name.",
    )


def saved(own, folder, ending):
    """The folder's tables, kept in another form."""
    frames = {file.stem: pd.read_csv(file) for file in own.glob("*.csv")}
    if ending == "xlsx":
        with pd.ExcelWriter(folder / "shop.xlsx") as book:
            for name, frame in frames.items():
                frame.to_excel(book, sheet_name=name, index=False)
        return folder / "shop.xlsx"
    if ending == "parquet":
        for name, frame in load(own).items():
            frame.to_parquet(folder / f"{name}.parquet", index=False)
        return folder
    if ending == "duckdb":
        with duckdb.connect(folder / "shop.duckdb") as connection:
            for name, frame in load(own).items():
                connection.register("given", frame)
                connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        return f"duckdb:///{folder / 'shop.duckdb'}"
    engine = create_engine(f"sqlite:///{folder / 'shop.sqlite'}")
    for name, frame in frames.items():
        frame.to_sql(name, engine, index=False)
    engine.dispose()
    return f"sqlite:///{folder / 'shop.sqlite'}"


@pytest.mark.parametrize("ending", ["xlsx", "parquet", "duckdb", "sqlite"])
def test_the_same_tables_come_out_of_whatever_holds_them(own, tmp_path_factory, ending):
    expected = load(own)
    loaded = load(saved(own, tmp_path_factory.mktemp("kept"), ending))
    assert list(loaded) == list(expected)
    for name, frame in loaded.items():
        pd.testing.assert_frame_equal(frame, expected[name])


def test_a_file_of_one_table_is_known_by_its_columns(own):
    (own / "stores.csv").rename(own.parent / "Our shops.CSV")
    loaded = load(own.parent / "Our shops.CSV")
    assert (loaded.name, list(loaded), len(loaded["stores"])) == ("retail_chain", ["stores"], 8)


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8-sig", ";"), ("gb18030", ","), ("cp1252", ";"), ("utf-16", "\t")]
)
def test_what_excel_writes_in_china_and_europe_is_recognised(own, encoding, separator):
    city = {"cp1252": "Köln"}.get(encoding, "上海市")
    stores = load(own)["stores"].assign(city=city)
    waits = load(own)["till_waits"].head(40)
    written = waits.assign(
        day=waits["day"].dt.strftime("%d.%m.%Y"),
        wait_minutes_mean=[f"{wait:.2f}".replace(".", ",") for wait in waits["wait_minutes_mean"]],
        served=[f"{served + 1000:,}".replace(",", ".") for served in waits["served"]],
    )
    stores.to_csv(own / "stores.csv", index=False, encoding=encoding, sep=separator)
    written.to_csv(own / "till_waits.csv", index=False, encoding=encoding, sep=separator)
    loaded = load(own, tables=["stores", "till_waits"])
    assert set(loaded["stores"]["city"]) == {city}
    expected = waits.assign(served=waits["served"] + 1000, wait_minutes_mean=waits["wait_minutes_mean"].round(2))
    pd.testing.assert_frame_equal(loaded["till_waits"], expected)


def test_what_the_cells_leave_open_is_asked_and_not_guessed(own):
    waits = load(own)["till_waits"].head(12)
    waits = waits.assign(day=waits["day"].dt.strftime("%m/%d/%Y"), wait_minutes_mean="1,234")
    waits.to_csv(own / "till_waits.csv", index=False, sep=";")
    with pytest.raises(DataError) as caught:
        load(own, tables=["till_waits", "stores"])
    assert list(caught.value.problems) == [
        "till_waits.csv: whether 1.234 means 1234 or a little more than one cannot be seen; say decimal=',' or '.'.",
        "till_waits.csv, column day: whether the day or the month comes first cannot be seen; "
        "say days='day first' or days='month first'.",
    ]
    told = load(own, tables=["till_waits", "stores"], decimal=",", days="month first")["till_waits"]
    assert (told["wait_minutes_mean"].iloc[0], told["day"].iloc[11].day) == (1.234, waits["day"].size)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "store_id,store,",
            "store_id,store_id,",
            "stores.csv has the column store_id more than once; keep one of them.",
        ),
        ("2016-05-01", "2016-02-31", "stores.csv, row 2, column opened_on: '2016-02-31' is not a date"),
        ("2016-05-01", "2016-05-01 17:30", "'2016-05-01 17:30' is not a date, as 2025-05-31; mend it."),
        ("Riverside", "", "stores.csv, row 2, column store: the cell is empty; fill it in."),
        ("\nS1,", "\nS1,S1,", "stores.csv cannot be read: a line has more cells than the first line has names."),
    ],
)
def test_bad_cells_of_every_kind_are_told(own, old, new, said):
    edit(own / "stores.csv", old, new)
    assert any(said in told for told in problems(own)), problems(own)


def test_stock_below_nothing_is_told(own):
    stock = (own / "stock.csv").read_text().splitlines()
    cells = stock[1].split(",")
    (own / "stock.csv").write_text("\n".join([stock[0], ",".join([*cells[:3], "-7", *cells[4:]]), *stock[2:]]) + "\n")
    assert problems(own) == ("stock.csv, row 2, column units: -7 is too small; 0 is the least.",)


def test_times_of_several_zones_are_not_mixed(own):
    text = (own / "orders.csv").read_text()
    first, second = (line.split(",")[2] for line in text.splitlines()[1:3])
    one_zone = text.replace(first, f"{first}:00+08:00", 1)
    (own / "orders.csv").write_text(one_zone)
    assert load(own)["orders"]["ordered_at"].iloc[0] == pd.Timestamp(first)
    (own / "orders.csv").write_text(one_zone.replace(second, f"{second}:00Z", 1))
    assert problems(own) == (
        "orders.csv, column ordered_at mixes the time zones +08:00, Z; "
        "write all times as the clock on the wall shows them.",
    )


def test_one_row_and_no_row_are_tables_too(own):
    lines = (own / "returns.csv").read_text().splitlines()
    for kept in (lines[:1], lines[:2]):
        (own / "returns.csv").write_text("\n".join(kept) + "\n")
        assert len(load(own)["returns"]) == len(kept) - 1


def test_a_million_columns_are_no_table(own):
    (own / "stores.csv").write_text(",".join(f"c{number}" for number in range(1_000_000)) + "\n")
    assert problems(own) == (
        "stores.csv has 1,000,000 columns; rows and columns are probably swapped, or the file is no table.",
    )


def test_quotes_emoji_and_formulas_in_names_are_text(own):
    names = ['Ann "Nan" O\'Neil', "🛒 茶", '=HYPERLINK("http://x")', "a\nb", "'; DROP TABLE stores; --"]
    stores = load(own)["stores"]
    stores["store"] = [*names, *stores["store"].iloc[len(names) :]]
    stores.to_csv(own / "stores.csv", index=False)
    assert load(own)["stores"]["store"].tolist()[: len(names)] == names


def test_a_table_that_a_database_lacks_is_named(own, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kept")
    engine = create_engine(f"sqlite:///{folder / 'shop.sqlite'}")
    pd.read_csv(own / "stores.csv").to_sql("stores", engine, index=False)
    pd.read_csv(own / "staff.csv").to_sql("staff", engine, index=False)
    engine.dispose()
    url = f"sqlite:///{folder / 'shop.sqlite'}"
    with pytest.raises(DataError, match=r"has no table .*plans.*you load just those that are there: stores, staff"):
        load(url)
    assert list(load(url, tables=["stores", "staff"])) == ["stores", "staff"]
