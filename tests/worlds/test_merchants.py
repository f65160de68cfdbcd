"""Every merchant: its tables keep their schema, refer to one another, come out of the seed, and are laid out whole."""

from functools import lru_cache

import pytest

from kpilab import worlds
from kpilab.catalogue import kpi
from kpilab.data.schemas import faults
from kpilab.errors import UnknownName
from kpilab.worlds import calendar
from kpilab.worlds.frames import csv_bytes, dtype_of


@lru_cache(maxsize=len(worlds.MERCHANTS))
def world(name, seed):
    return worlds.build(name, seed=seed)


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_every_table_keeps_its_schema(name, seed):
    found = {table.name: list(faults(table, world(name, seed)[table.name])) for table in worlds.layout(name).tables}
    assert {table: wrong for table, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_every_key_tells_its_row_apart(name, seed):
    tables = world(name, seed)
    assert [t.name for t in worlds.layout(name).tables if tables[t.name].duplicated(list(t.key)).any()] == []


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_every_reference_is_found(name, seed):
    tables, lost = world(name, seed), []
    for table in worlds.layout(name).tables:
        for column in table.columns:
            if column.refers_to:
                there = tables[column.refers_to][column.refers_as or column.name]
                if not tables[table.name][column.name].dropna().isin(there).all():
                    lost.append((table.name, column.name))
    assert lost == []


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_columns_stand_in_the_layouts_order_with_its_types(name):
    for table in worlds.layout(name).tables:
        drawn = world(name, 0)[table.name]
        assert tuple(drawn.columns) == table.names
        assert [str(dtype) for dtype in drawn.dtypes] == [str(dtype_of(column)) for column in table.columns], table.name


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_tables_stand_in_the_layouts_order_and_the_standard_seed_is_the_default(name):
    drawn = worlds.build(name, scale=0.05)
    again = worlds.build(name, seed=worlds.SEEDS[name], scale=0.05)
    assert list(drawn) == [table.name for table in worlds.layout(name).tables]
    assert all(drawn[table].equals(again[table]) for table in drawn)


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_another_seed_gives_other_bytes(name):
    one, other = (worlds.build(name, seed=seed, scale=0.05) for seed in (8, 9))
    changed = [
        table.name
        for table in worlds.layout(name).tables
        if csv_bytes(table, one[table.name]) != csv_bytes(table, other[table.name])
    ]
    assert {table.name for table in worlds.layout(name).tables if table.grows == "rows"} & set(changed)


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_a_smaller_scale_has_fewer_rows(name):
    small, full = worlds.build(name, seed=0, scale=0.1), world(name, 0)
    assert sum(map(len, small.values())) < sum(map(len, full.values()))


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_at_least_five_stories_name_what_where_when_how_strong_and_two_kpis(name):
    stories = worlds.stories(name)
    assert len({story.id for story in stories}) == len(stories) >= 5
    for story in stories:
        assert kpi(story.shown_by).id != kpi(story.decoy).id
        assert calendar.FIRST <= story.first <= story.last <= calendar.LAST
        assert all((story.what, story.strength, story.strength_unit, story.lesson)), story.id


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_a_story_that_is_not_there_is_named(name):
    with pytest.raises(UnknownName, match=worlds.stories(name)[0].id):
        worlds.build(name, seed=1, stories=[worlds.stories(name)[0].id + "s"], scale=0.05)


def test_an_unknown_merchant_is_named():
    with pytest.raises(UnknownName, match="retail_chain"):
        worlds.build("retail_chan")


def test_every_merchant_has_the_seed_of_its_standard_data():
    assert set(worlds.SEEDS) == set(worlds.MERCHANTS)
