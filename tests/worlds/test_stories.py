"""Each planted story: found by its KPI, absent when switched off, and nothing else touched by the switch."""

from functools import lru_cache

import pytest

from kpilab import worlds
from kpilab.metrics import measure

STORIES = {story.id: story for story in worlds.stories("retail_chain")}
CHANGE = {
    "riverside_advisers": -0.06,
    "garden_mall_tills": 0.30,
    "appliance_discounts": -0.08,
    "station_signups": 0.40,
    "hilltop_counter": -0.12,
    "old_town_stockout": 0.40,
}
"""What counts as found: half the planted strength, in the unit of `change`."""


@lru_cache(maxsize=2)
def world(seed, told):
    return worlds.build("retail_chain", seed=seed, stories=None if told else ())


def by_month(kpi, tables, where):
    return measure(kpi, tables, by="month", where=where).set_index("month")


def change(story, tables):
    """Shares: points against the months before. The rest: growth against the same months of the other year."""
    seen = by_month(story.shown_by, tables, story.where)
    first, last = f"{story.first:%Y-%m}", f"{story.last:%Y-%m}"
    during = seen.loc[first:last]
    if story.shown_by in ("new_customers", "store_footfall"):
        return during["value"].sum() / seen.loc[[f"2024{month[4:]}" for month in during.index], "value"].sum() - 1
    outside = seen.loc[: first[:4] + f"-{story.first.month - 1:02d}"]
    after, before = (months["numerator"].sum() / months["denominator"].sum() for months in (during, outside))
    return after / before - 1 if story.shown_by == "till_wait_minutes" else after - before


@pytest.mark.parametrize("name", STORIES)
def test_its_kpi_finds_it_and_finds_nothing_when_it_is_off(name, seed):
    story, bar = STORIES[name], CHANGE[name]
    sign = {"up": 1, "down": -1}[story.moves]
    assert bar * sign > 0
    assert change(story, world(seed, True)) * sign > bar * sign
    assert change(story, world(seed, False)) * sign < bar * sign


@pytest.mark.parametrize("name", STORIES)
def test_its_decoy_does_not_move(name, seed):
    story = STORIES[name]
    first, last = f"{story.first:%Y-%m}", f"{story.last:%Y-%m}"
    on, off = (
        by_month(story.decoy, world(seed, told), story.decoy_where).loc[first:last, "value"].sum()
        for told in (True, False)
    )
    assert on == pytest.approx(off, rel=0.035)


def test_sign_ups_do_not_come_back(seed):
    on, off = (
        measure("repurchase_next_window", world(seed, told), by="month", where={"store": "Station"})
        .set_index("month")
        .loc["2025-04":"2025-09", ["numerator", "denominator"]]
        .sum()
        for told in (True, False)
    )
    assert on["numerator"] == off["numerator"]
    assert on["denominator"] > 1.1 * off["denominator"]


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("riverside_advisers", {"staff", "orders", "surveys"}),
        ("garden_mall_tills", {"staff", "till_waits", "surveys"}),
        ("appliance_discounts", {"orders", "order_lines", "returns", "stock"}),
        ("station_signups", {"orders", "customers"}),
        ("hilltop_counter", {"footfall"}),
        ("old_town_stockout", {"orders", "order_lines", "returns", "stock"}),
    ],
)
def test_switching_it_leaves_all_other_luck_as_it_was(name, tables):
    others = [other for other in STORIES if other != name]
    on, off = (worlds.build("retail_chain", seed=5, stories=told, scale=0.3) for told in (None, others))
    assert {table for table in on if not on[table].equals(off[table])} <= tables
    if "store" in STORIES[name].where:
        here = on["stores"].set_index("store").loc[STORIES[name].where["store"], "store_id"]
        for table in tables & {"orders", "surveys", "till_waits", "footfall", "stock"}:
            assert elsewhere(on[table], here).equals(elsewhere(off[table], here)), table


def elsewhere(data, store_id):
    return data[data["store_id"] != store_id].reset_index(drop=True)
