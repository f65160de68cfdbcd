"""The small shop: each planted story is found by its KPI and absent when off, and the tables hold together."""

from functools import lru_cache

import pytest

from kpilab import worlds
from kpilab.metrics import measure
from kpilab.worlds import small_shop
from kpilab.worlds.frames import csv_bytes

STORIES = {story.id: story for story in worlds.stories("small_shop")}
CHANGE = {
    "names_asked": 1.0,
    "loose_tea_discounts": 0.015,
    "dragon_well_out": 0.4,
    "sheets_at_month_end": -0.35,
    "blanks_filled": 0.08,
    "boxes_opened": -0.12,
}
"""What counts as found: growth of the names, points of the shares."""


@lru_cache(maxsize=2)
def shop(seed, told=True):
    return small_shop.tables(seed, stories=None if told else ())


def by_month(kpi, tables, where):
    return measure(kpi, tables, by="month", where=where).set_index("month")


def change(story, tables):
    """The months of the story against those before it; counts against the eight months before."""
    seen = by_month(story.shown_by, tables, story.where)
    during = seen.loc[f"{story.first:%Y-%m}" : f"{story.last:%Y-%m}"]
    before = seen.loc[: f"{story.first:%Y-%m}"].iloc[:-1]
    if story.shown_by == "new_customers":
        return during["value"].mean() / before["value"].tail(8).mean() - 1
    after, earlier = (months["numerator"].sum() / months["denominator"].sum() for months in (during, before))
    return after - earlier


@pytest.mark.parametrize("name", STORIES)
def test_its_kpi_finds_it_and_finds_nothing_when_it_is_off(name, seed):
    story, bar = STORIES[name], CHANGE[name]
    sign = {"up": 1, "down": -1}[story.moves]
    assert bar * sign > 0
    assert change(story, shop(seed)) * sign > bar * sign
    assert change(story, shop(seed, told=False)) * sign < bar * sign


@pytest.mark.parametrize("name", STORIES)
def test_its_decoy_does_not_move(name, seed):
    story = STORIES[name]
    first, last = f"{story.first:%Y-%m}", f"{story.last:%Y-%m}"
    others = [other for other in STORIES if other != name]
    on = by_month(story.decoy, shop(seed), story.decoy_where).loc[first:last, "value"]
    off = by_month(story.decoy, small_shop.tables(seed, stories=others), story.decoy_where).loc[first:last, "value"]
    assert on.tolist() == pytest.approx(off.tolist(), nan_ok=True)


@pytest.mark.parametrize(
    ("name", "touched"),
    [
        ("names_asked", {"orders", "customers"}),
        ("loose_tea_discounts", {"orders", "order_lines", "returns"}),
        ("dragon_well_out", {"orders", "order_lines", "returns", "stock", "stock_counts", "audits"}),
        ("sheets_at_month_end", {"reports"}),
        ("blanks_filled", {"audits"}),
        ("boxes_opened", {"stock_counts"}),
    ],
)
def test_switching_it_leaves_all_other_luck_as_it_was(name, touched):
    others = [other for other in STORIES if other != name]
    on, off = shop(5), small_shop.tables(5, stories=others)
    assert {table for table in on if not on[table].equals(off[table])} <= touched


def test_the_tables_agree_with_each_other(seed):
    tables = shop(seed)
    orders, lines = tables["orders"], tables["order_lines"]
    gross = (
        lines.assign(gross=lines["qty"] * lines["unit_price_cents"])
        .groupby("order_id")[["gross", "discount_cents"]]
        .sum()
    )
    assert (orders.set_index("order_id")["paid_cents"] == gross["gross"] - gross["discount_cents"]).all()
    first = orders.groupby("customer_id")["paid_at"].min().dt.normalize()
    assert (first.reindex(tables["customers"]["customer_id"]).to_numpy() == tables["customers"]["joined_on"]).all()
    assert not (orders["paid_at"].dt.isocalendar().day == 2).any()
    assert orders["order_id"].is_unique
    assert orders["paid_at"].is_monotonic_increasing


def test_stock_is_what_was_there_and_came_less_what_was_sold(seed):
    tables = shop(seed)
    sold = tables["order_lines"].merge(tables["orders"], on="order_id")
    ends = sold["paid_at"].dt.to_period("M").dt.end_time.dt.normalize().astype("datetime64[us]")
    sold = sold.assign(day=ends).groupby(["product_id", "day"])["qty"].sum()
    stock = tables["stock"].set_index(["product_id", "day"]).sort_index()
    before = stock.groupby("product_id")["units"].shift()
    expected = before + stock["received_units"] - sold.reindex(stock.index, fill_value=0)
    assert (expected.dropna() == stock["units"][expected.notna()]).all()
    assert (stock[["units", "received_units"]] >= 0).all().all()


def test_it_is_small_and_most_guests_have_no_name(seed):
    tables = shop(seed)
    orders = tables["orders"]
    assert 2_500 < len(orders) < 4_000
    assert orders["customer_id"].isna().mean() > 0.5
    assert sum(len(csv_bytes(table, tables[table.name])) for table in small_shop.LAYOUT.tables) < 500_000
    best = orders["paid_cents"].quantile([0.5, 0.99])
    assert best[0.99] > 5 * best[0.5]
    assert 0.45 < tables["footfall"]["entries"].isna().mean() < 0.75


def test_a_blank_that_is_filled_by_habit_is_wrong():
    audits = shop(0)["audits"]
    off = shop(0, told=False)["audits"]
    filled = off["reported"].isna() & audits["reported"].notna()
    assert filled.sum() > 10
    assert (audits["reported"] != audits["true_value"])[filled].all()


def test_a_larger_shop_has_more_sales_and_the_same_goods():
    small, large = small_shop.tables(3, scale=0.2), small_shop.tables(3, scale=4.0)
    assert len(large["orders"]) == pytest.approx(20 * len(small["orders"]), rel=0.15)
    assert large["products"].equals(small["products"])


def test_another_block_has_numbers_of_its_own_and_the_same_luck_in_what_all_share():
    first, second = small_shop.tables(3), small_shop.tables(3, block=1)
    assert second["orders"]["order_id"].min() == worlds.BLOCK + 1
    assert not set(first["customers"]["customer_id"]) & set(second["customers"]["customer_id"])
    assert first["reports"].equals(second["reports"])


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    orders = small_shop.LAYOUT.table("orders")
    first, again, other = (csv_bytes(orders, small_shop.tables(seed)["orders"]) for seed in (8, 8, 9))
    assert first == again != other
