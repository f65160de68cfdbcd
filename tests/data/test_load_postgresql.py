"""A merchant's tables out of a real PostgreSQL server, and out of one that goes away."""

import shutil

import pandas as pd
import pytest
from postgresql import new_server
from sqlalchemy import create_engine

from kpilab import worlds
from kpilab.data.load import load
from kpilab.errors import DataError


@pytest.fixture(scope="module")
def server():
    running = new_server()
    yield running
    running.stop()
    shutil.rmtree(running.home)


@pytest.fixture(scope="module")
def shop(server):
    """The chain, thinned out, in a database of the server; and its URL."""
    url = server.database()
    tables = worlds.build("retail_chain", seed=1, scale=0.02)
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    for name, frame in tables.items():
        frame.to_sql(name, engine, index=False)
    engine.dispose()
    return url, tables


def test_the_tables_are_those_that_were_put_in(shop):
    url, tables = shop
    loaded = load(url)
    assert (loaded.name, list(loaded)) == ("retail_chain", list(tables))
    for table in worlds.layout("retail_chain").tables:  # a database keeps rows in an order of its own
        found, put_in = (
            frames[table.name].sort_values(list(table.key), ignore_index=True) for frames in (loaded, tables)
        )
        pd.testing.assert_frame_equal(found, put_in)


def test_a_wrong_cell_is_told_with_its_table_and_column(shop):
    url, _tables = shop
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE stock SET units = -7 WHERE day = DATE '2024-01-31' AND store_id = 'S3'")
    engine.dispose()
    with pytest.raises(DataError) as caught:
        load(url, tables=["stock", "stores", "products"])
    assert "column units: -7 is too small; 0 is the least." in caught.value.problems[0]


def test_a_server_that_goes_away_is_told_without_its_password(shop, server):
    url, _tables = shop
    server.stop()
    try:
        with pytest.raises(DataError, match="cannot be opened") as caught:
            load(url)
        assert "secret" not in str(caught.value)
    finally:
        server.start()
    assert len(load(url, tables=["stores"])["stores"]) == 8
