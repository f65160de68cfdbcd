import sqlite3
from pathlib import Path

import pytest

from kpilab.data.databases import database_tables
from kpilab.errors import DataError


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A small SQLite file with a table and a view."""
    path = tmp_path / "shop.sqlite"
    connection = sqlite3.connect(path)
    connection.execute('CREATE TABLE "t order" ("单号" INTEGER, paid NUMERIC)')
    connection.execute('INSERT INTO "t order" VALUES (1, 12.35), (2, NULL)')
    connection.execute('CREATE VIEW big AS SELECT * FROM "t order" WHERE paid > 10')
    connection.commit()
    connection.close()
    return path


def test_tables_and_views_are_read_by_column(shop: Path) -> None:
    big, orders = database_tables(f"sqlite:///{shop}")
    assert (big.name, orders.name, orders.columns) == ("big", "t order", ("单号", "paid"))
    assert orders.read(["单号"])["单号"].tolist() == [1, 2]
    assert big.read(["paid"])["paid"].tolist() == [12.35]


def test_a_table_that_is_gone_is_told(shop: Path) -> None:
    orders = database_tables(f"sqlite:///{shop}")[1]
    connection = sqlite3.connect(shop)
    connection.execute('DROP TABLE "t order"')
    connection.commit()
    connection.close()
    with pytest.raises(DataError, match="t order cannot be read"):
        orders.read(["单号"])


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///gone.sqlite", "there is no file gone.sqlite"),
        ("postgresql://ann:secret@127.0.0.1:1/shop", r"ann:\*\*\*@.*cannot be opened"),
        ("oracl://ann:secret@host/shop", "No database of the kind 'oracl'"),
        ("mysql+nodriver://ann:secret@host/shop", "No database of the kind 'mysql.nodriver'"),
        ("postgresql+pg8000://ann:secret@host/shop", "pip install pg8000"),
    ],
)
def test_what_cannot_be_opened_is_told_without_a_password(url: str, said: str) -> None:
    with pytest.raises(DataError, match=said) as error:
        database_tables(url)
    assert "secret" not in str(error.value)


def test_a_file_that_is_no_database_is_told_and_none_is_made(tmp_path: Path) -> None:
    (tmp_path / "shop.db").write_text("order,paid\n" * 20)
    with pytest.raises(DataError, match="not an SQLite file"):
        database_tables(f"sqlite:///{tmp_path / 'shop.db'}")
    with pytest.raises(DataError):
        database_tables(f"sqlite:///{tmp_path / 'new.db'}")
    assert not (tmp_path / "new.db").exists()
