"""Blocks of a merchant: keys that never clash, references that hold, and one block in memory at a time."""

import gc
import weakref
from functools import lru_cache

import pandas as pd
import pytest

from kpilab import worlds
from kpilab.errors import DataError, UnknownName
from kpilab.worlds import streaming
from kpilab.worlds.layout import Column, Layout, Table
from kpilab.worlds.streaming import block_scales, blocks, together

SCALE = 0.04


@pytest.fixture
def small_blocks(monkeypatch):
    """Blocks of a hundredth of the usual size, so that three of them are drawn at once."""
    monkeypatch.setattr(worlds, "MOST_SCALE", SCALE)


@lru_cache(maxsize=1)
def three_blocks(name):
    return [worlds.draw_block(name, seed=4, scale=SCALE, block=block) for block in range(3)]


def test_full_blocks_come_first_and_what_is_left_comes_last():
    assert block_scales(1) == (1.0,)
    assert block_scales(5) == (5.0,)
    assert block_scales(10.5) == (5.0, 5.0, 0.5)


@pytest.mark.parametrize("scale", [0, -1.0, float("nan"), float("inf")])
def test_a_scale_that_is_no_size_is_refused(scale):
    with pytest.raises(DataError, match="a scale is above 0"):
        blocks("retail_chain", scale=scale)


def test_a_seed_below_nothing_and_an_unknown_merchant_are_refused_before_anything_is_drawn():
    with pytest.raises(DataError, match="seed -1"):
        blocks("retail_chain", seed=-1)
    with pytest.raises(UnknownName, match="Did you mean 'retail_chain'"):
        blocks("retail_chian")


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_no_key_of_one_block_is_found_in_another(name):
    for table in worlds.layout(name).tables:
        keys = [block[table.name][list(table.key)] for block in three_blocks(name)]
        if table.grows == "rows":
            assert not pd.concat(keys).duplicated().any(), table.name
        if table.grows == "adds":
            assert keys[1].equals(keys[0]), table.name
            assert keys[2].equals(keys[0]), table.name


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_references_hold_across_blocks_and_counts_are_added_up(name, small_blocks):
    tables = worlds.build(name, seed=4, scale=3 * SCALE)
    for table in worlds.layout(name).tables:
        for column in table.columns:
            if column.refers_to:
                there = tables[column.refers_to][column.refers_as or column.name]
                assert tables[table.name][column.name].dropna().isin(there).all(), (table.name, column.name)
        if table.grows == "stays":
            assert tables[table.name].equals(three_blocks(name)[0][table.name]), table.name
        if table.grows == "adds":
            single = [block[table.name] for block in three_blocks(name)]
            for count in table.counts:
                summed = single[0][count] + single[1][count] + single[2][count]
                assert tables[table.name][count].equals(summed), (table.name, count)


@pytest.mark.parametrize("name", worlds.MERCHANTS)
def test_a_larger_merchant_begins_with_the_rows_of_a_smaller_one(name, small_blocks):
    two, three = (worlds.build(name, seed=4, scale=count * SCALE) for count in (2, 3))
    for table in worlds.layout(name).tables:
        if table.grows != "adds":
            assert three[table.name].head(len(two[table.name])).equals(two[table.name]), table.name


COUNTS = Table(
    "counts",
    "Counts.",
    ("day",),
    (
        Column("day", "integer", "The day."),
        Column("people", "integer", "People.", empty_means="nobody counted"),
        Column("place", "text", "Where."),
    ),
    grows="adds",
)


def counts(*people, day=1):
    numbers = pd.array(people, dtype="Int64")
    return pd.DataFrame({"day": range(day, day + len(people)), "people": numbers, "place": "door"})


def test_counts_add_up_and_what_is_missing_in_one_is_missing_in_the_sum():
    found = streaming.added(COUNTS, counts(1, 2, None), counts(10, None, None))
    assert found["people"].tolist() == [11, pd.NA, pd.NA]
    assert found["day"].tolist() == [1, 2, 3]
    assert found["place"].tolist() == ["door"] * 3


def test_blocks_with_other_keys_do_not_add_up():
    with pytest.raises(ValueError, match="counts adds up"):
        streaming.added(COUNTS, counts(1, 2), counts(1, 2, day=2))


def test_one_block_is_in_memory_at_a_time(monkeypatch, small_blocks):
    """Whoever takes the frames of a piece and lets them go has none of them left when the next block is drawn."""
    drawn, alive = [], []

    class Frame(pd.DataFrame):
        pass

    def draw(name, *, block, **_more):
        gc.collect()
        alive.append(sum(each() is not None for each in drawn))
        piece = {table.name: Frame() for table in worlds.layout(name).tables}
        drawn.extend(weakref.ref(frame) for frame in piece.values())
        return piece

    monkeypatch.setattr(worlds, "draw_block", draw)
    for piece in blocks("retail_chain", scale=5 * SCALE):
        while piece:
            piece.popitem()
    assert alive == [0, 0, 0, 0, 0]


def test_pieces_are_put_together_in_the_layouts_order():
    layout = Layout("demo", (COUNTS,))
    found = together(layout, [{"counts": counts(1)}, {"counts": counts(2, day=2)}])
    assert found["counts"]["people"].tolist() == [1, 2]
    assert found["counts"].index.tolist() == [0, 1]
