"""Data written at any size: the same bytes again, whole or not at all, and nothing of anybody's lost."""

import errno

import duckdb
import pandas as pd
import pytest
from pyarrow import parquet

from kpilab import worlds
from kpilab.errors import DataError, MissingExtra, UnknownName
from kpilab.worlds import building, table_files
from kpilab.worlds.building import build_data
from kpilab.worlds.frames import csv_bytes
from kpilab.worlds.table_files import FORMATS, file_names

SCALE = 0.02


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Blocks small enough that twice the scale takes two."""
    monkeypatch.setattr(worlds, "MOST_SCALE", SCALE)


def content(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def written(out, **asked):
    return build_data("retail_chain", out, **{"seed": 3, "scale": SCALE, **asked})


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_csv_files_hold_what_is_drawn_in_one_piece(name, tmp_path):
    found = build_data(name, tmp_path, seed=3, scale=2 * SCALE)
    tables = worlds.build(name, seed=3, scale=2 * SCALE)
    for table in worlds.layout(name).tables:
        assert (tmp_path / name / f"{table.name}.csv").read_bytes() == csv_bytes(table, tables[table.name])
        assert found.rows[table.name] == len(tables[table.name])
    assert [file.name for file in found.files][-1] == "DICTIONARY.md"


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_the_bytes_of_a_csv_file_are_those_that_pandas_writes(name):
    for table, data in zip(worlds.layout(name).tables, worlds.build(name, seed=5, scale=SCALE).values(), strict=True):
        spelt = {
            column.name: data[column.name].dt.strftime("%Y-%m-%d" if column.kind == "date" else "%Y-%m-%d %H:%M")
            for column in table.columns
            if column.kind in ("date", "time")
        }
        assert csv_bytes(table, data) == data.assign(**spelt).to_csv(index=False, lineterminator="\n").encode()


def test_cells_with_commas_quotes_and_line_ends_are_quoted():
    from kpilab.worlds.frames import frame
    from kpilab.worlds.layout import Column, Table

    table = Table(
        "notes", "Notes.", ("note",), (Column("note", "text", "A note."), Column("n", "integer", "A number."))
    )
    notes = frame(table, {"note": ["a, b", 'say "hi"', "two\nlines", "茶", None], "n": [1, 2, 3, 4, 5]})
    assert csv_bytes(table, notes).decode() == 'note,n\n"a, b",1\n"say ""hi""",2\n"two\nlines",3\n茶,4\n,5\n'
    assert csv_bytes(table, notes.head(0)) == b"note,n\n"


@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path, format_):
    first, again, other = (
        content(written(tmp_path / place, seed=seed, scale=2 * SCALE, format=format_).folder)
        for place, seed in (("first", 3), ("again", 3), ("other", 4))
    )
    assert first == again
    assert first.keys() == other.keys()
    assert first[f"orders.{format_}"] != other[f"orders.{format_}"]


def test_parquet_and_duckdb_hold_the_same_rows_with_their_types(tmp_path):
    tables = worlds.build("retail_chain", seed=3, scale=2 * SCALE)
    files = written(tmp_path / "p", scale=2 * SCALE, format="parquet").folder
    with duckdb.connect(str(written(tmp_path / "d", scale=2 * SCALE, format="duckdb").files[0])) as database:
        for name, drawn in tables.items():
            kept = parquet.read_table(files / f"{name}.parquet")
            asked = database.sql(f'SELECT * FROM "{name}"').to_arrow_table()
            for there in (kept, asked):
                found = there.to_pandas(integer_object_nulls=True).astype(drawn.dtypes.to_dict())
                pd.testing.assert_frame_equal(found, drawn)


@pytest.mark.parametrize("format_", FORMATS)
def test_whoever_interrupts_finds_what_was_there_before(tmp_path, format_):
    def stop(_done, _rows):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written(tmp_path, format=format_, progress=stop)
    assert list(tmp_path.iterdir()) == []
    before = content(written(tmp_path, format=format_).folder)
    with pytest.raises(KeyboardInterrupt):
        written(tmp_path, seed=4, format=format_, force=True, progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["retail_chain"]
    assert content(tmp_path / "retail_chain") == before


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path, monkeypatch):
    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(table_files._CsvFiles, "add", full)
    with pytest.raises(DataError, match=r"No space left on device\. Nothing was changed there; [\d,]+ MB are free"):
        written(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_data_that_are_there_are_kept_unless_they_may_go(tmp_path):
    folder = written(tmp_path).folder
    (folder / "mine.xlsx").write_bytes(b"mine")
    before = content(folder)
    with pytest.raises(DataError, match="is not empty"):
        written(tmp_path, seed=4)
    assert content(folder) == before
    written(tmp_path, seed=4, format="parquet", force=True)
    assert (folder / "mine.xlsx").read_bytes() == b"mine"
    names = {*file_names(worlds.layout("retail_chain"), "parquet"), "DICTIONARY.md", "mine.xlsx"}
    assert {file.name for file in folder.iterdir()} == names


def test_a_place_that_cannot_be_a_folder_is_named(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(DataError, match="cannot be written into"):
        written(tmp_path / "file")
    (tmp_path / "retail_chain").write_text("mine")
    with pytest.raises(DataError, match="is a file; the data need a folder"):
        written(tmp_path)
    (tmp_path / "taken/retail_chain/orders.csv").mkdir(parents=True)
    with pytest.raises(DataError, match=r"orders\.csv is a folder"):
        written(tmp_path / "taken", force=True)


def test_a_folder_that_may_not_be_written_is_named(tmp_path, monkeypatch):
    def denied(*_args, **_more):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(building, "TemporaryDirectory", denied)
    with pytest.raises(DataError, match="Permission denied"):
        written(tmp_path)


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"format": "xlsx"}, "No format 'xlsx'"), ({"stories": ["no_story"]}, "No story 'no_story'")],
)
def test_what_there_is_not_is_named_and_nothing_written(tmp_path, asked, said):
    with pytest.raises(UnknownName, match=said):
        written(tmp_path / "new", **asked)
    assert not (tmp_path / "new/retail_chain").exists()


def test_duckdb_that_is_not_installed_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(table_files, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match="scale"):
        written(tmp_path, format="duckdb")
    assert list(tmp_path.iterdir()) == []


def test_progress_rises_to_the_whole(tmp_path):
    told = []
    found = written(tmp_path, scale=2 * SCALE, progress=lambda done, rows: told.append((done, rows)))
    assert told == sorted(told)
    assert told[-1] == (pytest.approx(1.0), sum(found.rows.values()))
