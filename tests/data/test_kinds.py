"""What is known of tables: the layouts of all merchants together."""

import pytest

from kpilab import worlds
from kpilab.data import kinds
from kpilab.worlds.layout import Column, Layout, Table


@pytest.fixture
def two_merchants(monkeypatch):
    day, door = Column("day", "date", "The day."), Column("door", "text", "Which door.")
    people, cars = Column("people", "integer", "People."), Column("cars", "integer", "Cars.")
    layouts = {
        "one": Layout("one", (Table("gate", "The gate.", ("day",), (day, people)),)),
        "two": Layout("two", (Table("gate", "The gate.", ("day", "door"), (day, door, cars)),)),
    }
    monkeypatch.setattr(worlds, "MERCHANTS", ("one", "two"))
    monkeypatch.setattr(worlds, "layout", layouts.get)
    kinds._laid_out.cache_clear()
    kinds.table_names.cache_clear()
    yield
    kinds._laid_out.cache_clear()
    kinds.table_names.cache_clear()


@pytest.mark.usefixtures("two_merchants")
def test_a_table_of_several_merchants_has_the_columns_of_all():
    assert kinds.columns_of("gate") == ("day", "people", "door", "cars")
    assert kinds.key_of("gate") == ("day", "door")
    assert kinds.meaning_of("gate", "cars") == "Cars."
    assert kinds.kind_of("gate", "door") == "text"
    assert "gate" in kinds.table_names()


def test_a_table_of_one_name_is_told_apart_by_the_same_columns_or_by_more_of_them():
    for merchant in worlds.MERCHANTS:
        for table in worlds.layout(merchant).tables:
            assert set(table.key) <= set(kinds.key_of(table.name)), (merchant, table.name)


def test_a_column_of_one_name_holds_the_same_kind_of_thing_in_a_table():
    alike = {"integer": "number", "decimal": "number", "date": "time"}
    found: dict[tuple[str, str], set[str]] = {}
    for merchant in worlds.MERCHANTS:
        for table in worlds.layout(merchant).tables:
            for column in table.columns:
                found.setdefault((table.name, column.name), set()).add(alike.get(column.kind, column.kind))
    several = {name for name, kind in found.items() if len(kind) > 1}
    assert {name for name in several if kinds.kind_of(*name) not in ("id", "any")} == set()
