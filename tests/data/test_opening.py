from pathlib import Path

import duckdb
import pandas as pd
import pytest

from kpilab.data import opening, parquet
from kpilab.data.opening import is_in_duckdb, open_data
from kpilab.errors import DataError, MissingExtra

ORDERS = pd.DataFrame({"order_id": [1, 2], "paid_cents": [100, None]})


def test_a_folder_holds_a_table_a_file(tmp_path: Path) -> None:
    ORDERS.to_csv(tmp_path / "orders.csv", index=False)
    ORDERS.to_excel(tmp_path / "lines.xlsx", index=False)
    ORDERS.to_parquet(tmp_path / "stock.parquet")
    (tmp_path / "~$lines.xlsx").write_text("open in Excel")
    (tmp_path / "notes.md").write_text("hello")
    found = open_data(str(tmp_path))
    assert sorted(found.tables) == ["lines", "orders", "stock"]
    assert not is_in_duckdb(found)
    for table in found.tables.values():
        assert table.columns == ("order_id", "paid_cents")
        read = table.read(["order_id"])  # type: ignore[attr-defined]
        assert read["order_id"].astype(int).tolist() == [1, 2]


def test_parquet_alone_is_left_where_it_lies(tmp_path: Path) -> None:
    ORDERS.to_parquet(tmp_path / "orders.parquet")
    (tmp_path / "lines" / "year=2025").mkdir(parents=True)
    for part in "ab":
        ORDERS.to_parquet(tmp_path / "lines" / "year=2025" / f"{part}.parquet")
    found = open_data(str(tmp_path))
    assert is_in_duckdb(found)
    lines = found.tables["lines"]
    assert isinstance(lines, parquet.DuckTable)
    assert lines.connection.sql(f"SELECT count(*) FROM {lines.source}").fetchall() == [(4,)]


def test_without_duckdb_parquet_is_read_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda _name: None)
    ORDERS.to_parquet(tmp_path / "orders.parquet")
    table = open_data(str(tmp_path / "orders.parquet")).tables["orders"]
    assert table.read(["paid_cents"])["paid_cents"].tolist()[0] == 100  # type: ignore[attr-defined]


@pytest.mark.parametrize("source", ["shop.duckdb", "duckdb:///shop.duckdb"])
def test_a_duckdb_file_is_opened_by_name_and_by_url(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with duckdb.connect("shop.duckdb") as connection:
        connection.execute(
            'CREATE SCHEMA crm; CREATE TABLE orders AS SELECT 1 AS a; CREATE TABLE crm."t 2" AS SELECT 2 b'
        )
    found = open_data(source)
    assert {name: table.columns for name, table in found.tables.items()} == {"crm.t 2": ("b",), "orders": ("a",)}


def test_without_duckdb_its_file_names_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "find_spec", lambda _name: None)
    (tmp_path / "shop.duckdb").touch()
    with pytest.raises(MissingExtra, match=r"kpilab\[scale\]"):
        open_data(str(tmp_path / "shop.duckdb"))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("nowhere", "no file or folder nowhere"),
        ("empty", "empty holds no table"),
        ("fake.parquet", "not a Parquet file"),
        ("fake.duckdb", "not a DuckDB file"),
        ("fake.sqlite", "not an SQLite file"),
        ("fake.xls", "old form; save it as .xlsx"),
        ("fake.pdf", "of a kind that is not read"),
        ("duckdb:///gone.duckdb", "no such file"),
        ("twice", "several tables of the name orders"),
    ],
)
def test_what_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, said: str) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("empty", "twice"):
        Path(name).mkdir()
    for name in (
        "fake.parquet",
        "fake.duckdb",
        "fake.sqlite",
        "fake.xls",
        "fake.pdf",
        "twice/orders.csv",
        "twice/orders.tsv",
    ):
        Path(name).write_text("order,paid\n1,2\n")
    with pytest.raises(DataError, match=said):
        open_data(source)


def test_a_broken_parquet_file_is_told_whatever_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "orders.parquet"
    path.write_bytes(b"PAR1" + bytes(100))
    with pytest.raises(DataError, match="cannot be read"):
        _ = open_data(str(path)).tables["orders"].columns
    monkeypatch.setattr(opening, "find_spec", lambda _name: None)
    with pytest.raises(DataError, match="cannot be read"):
        _ = open_data(str(path)).tables["orders"].columns
