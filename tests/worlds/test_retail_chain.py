"""The chain's tables hold together: keys, references, sums, flows, and plans that chance can hit or miss."""

from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

from kpilab import worlds
from kpilab.metrics import measure
from kpilab.worlds.retail_chain import PLANNED_KPIS


@lru_cache(maxsize=1)
def chain(seed):
    return worlds.build("retail_chain", seed=seed)


def test_lines_sum_to_their_orders(seed):
    tables = chain(seed)
    lines = tables["order_lines"].assign(paid=lambda t: t["qty"] * t["unit_price_cents"] - t["discount_cents"])
    sums = lines.groupby("order_id")[["discount_cents", "paid"]].sum()
    orders = tables["orders"].set_index("order_id")
    assert (sums["discount_cents"] == orders["discount_cents"]).all()
    assert (sums["paid"].where(orders["paid_at"].notna(), 0) == orders["paid_cents"]).all()
    assert orders.index.is_monotonic_increasing
    assert orders["ordered_at"].is_monotonic_increasing


def test_only_paid_goods_come_back_and_within_thirty_days(seed):
    tables = chain(seed)
    lines = tables["returns"].merge(tables["order_lines"], on=["order_id", "line_no"], suffixes=("", "_line"))
    lines = lines.merge(tables["orders"][["order_id", "paid_at"]], on="order_id")
    assert len(lines) == len(tables["returns"])
    assert (lines["qty"] <= lines["qty_line"]).all()
    assert (lines["refund_cents"] <= lines["qty_line"] * lines["unit_price_cents"] - lines["discount_cents"]).all()
    assert (lines["returned_on"] - lines["paid_at"].dt.normalize()).dt.days.between(1, 30).all()


def test_every_member_joins_with_a_purchase(seed):
    tables = chain(seed)
    new = tables["customers"].query("joined_on >= '2024-01-01'").set_index("customer_id")
    first = tables["orders"].groupby("customer_id")["paid_at"].min().dt.normalize()
    assert (first.loc[new.index] == new["joined_on"]).all()
    assert first.index.isin(tables["customers"]["customer_id"]).all()
    assert tables["customers"]["member_no"].is_unique


def test_stock_is_what_was_there_and_came_less_what_was_sold(seed):
    tables = chain(seed)
    sold = tables["order_lines"].merge(tables["orders"].dropna(subset=["paid_at"]), on="order_id")
    sold = sold.assign(day=sold["ordered_at"].dt.to_period("M").dt.end_time.dt.normalize().astype("datetime64[us]"))
    sold = sold.groupby(["store_id", "product_id", "day"])["qty"].sum()
    stock = tables["stock"].set_index(["store_id", "product_id", "day"]).sort_index()
    before = stock.groupby(["store_id", "product_id"])["units"].shift()
    expected = before + stock["received_units"] - sold.reindex(stock.index, fill_value=0)
    assert (expected.dropna() == stock["units"][expected.notna()]).all()


def test_whoever_sold_was_at_work(seed):
    tables = chain(seed)
    sold = tables["orders"].dropna(subset=["staff_id"]).merge(tables["staff"], on="staff_id", suffixes=("", "_home"))
    day = sold["ordered_at"].dt.normalize()
    assert (sold["store_id"] == sold["store_id_home"]).all()
    assert (day >= sold["start_on"]).all()
    assert (day <= sold["end_on"].fillna(pd.Timestamp("2026-01-01"))).all()


def test_the_managers_of_the_storyline_run_their_stores():
    people = chain(0)["staff"].query("role == 'manager'").merge(chain(0)["stores"], on="store_id")
    managers = dict(zip(people["store"], people["name"], strict=True))
    assert len(managers) == 8
    assert managers["Riverside"] == "Chen"
    assert {"Ma", "Song"} <= set(managers.values())
    assert "Hilltop" in managers


def test_a_plan_is_what_comparable_months_bring():
    tables = worlds.build("retail_chain", seed=11, stories=())
    facts = measure(PLANNED_KPIS, tables, by=["store_id", "month"])
    both = tables["plans"].merge(facts, on=["store_id", "month", "kpi"]).dropna(subset=["value"])
    sums = both.groupby("kpi")[["value", "norm"]].sum()
    ratios = sums["value"] / sums["norm"]
    assert sorted(ratios.index) == sorted(PLANNED_KPIS)
    assert ratios.between(0.95, 1.06).all(), ratios
    way = np.sign(both["norm"] - both["base"])
    assert (np.sign(both["target"] - both["norm"]) == way).all()
    zones = pd.DataFrame(
        {
            "under plan": (both["value"] - both["norm"]) * way < 0,
            "plan met": (both["value"] - both["norm"]) * way >= 0,
            "target": (both["value"] - both["target"]) * way >= 0,
        }
    )
    shares = zones.groupby(both["kpi"]).mean()
    assert shares[["under plan", "plan met"]].gt(0.3).all().all()
    assert shares["target"].gt(0.1).all()


def test_the_matrix_kpis_are_measured_each_month_at_riverside_and_hilltop():
    facts = measure(PLANNED_KPIS, chain(0), by=["store", "month"], where={"store": ["Riverside", "Hilltop"]})
    missing = facts[facts["value"].isna()]
    # The first month has no month before it, and the last can still be returned.
    assert set(zip(missing["kpi"], missing["month"], strict=True)) == {
        ("repurchase_next_window", "2024-01"),
        ("return_rate", "2025-12"),
    }
    assert len(facts) == 2 * 24 * len(PLANNED_KPIS)


def test_the_shape_of_two_years():
    tables = chain(0)
    orders = tables["orders"].dropna(subset=["paid_at"])
    online = orders.groupby(orders["paid_at"].dt.year)["channel"].apply(lambda channel: (channel == "online").mean())
    assert online[2025] > online[2024] + 0.04
    assert tables["footfall"]["entries"].isna().mean() == pytest.approx(0.017, abs=0.012)
    assert orders["customer_id"].isna().mean() == pytest.approx(0.4, abs=0.1)
    weekday = orders["ordered_at"].dt.isocalendar().day
    assert (weekday == 6).sum() > 1.2 * (weekday == 2).sum()
    best = orders["paid_cents"].quantile([0.5, 0.99])
    assert best[0.99] > 8 * best[0.5]


def test_the_small_store_is_mostly_luck():
    facts = measure("net_sales", chain(0), by=["store_id", "month"])
    both = facts.merge(chain(0)["plans"], on=["store_id", "month", "kpi"]).merge(chain(0)["stores"], on="store_id")
    scatter = (both["value"] / both["norm"]).groupby(both["store"]).std().sort_values()
    assert scatter.index[-1] == "Lakeside"
    assert scatter.iloc[-1] > 1.2 * scatter.iloc[-2]


def test_a_smaller_scale_thins_out_people_and_keeps_the_frame():
    small, full = worlds.build("retail_chain", seed=3, scale=0.1), worlds.build("retail_chain", seed=3)
    for table in ("orders", "customers", "surveys"):
        assert len(small[table]) == pytest.approx(len(full[table]) / 10, rel=0.15), table
    for table in ("stores", "products", "footfall", "till_waits", "plans", "calendar", "stock"):
        assert len(small[table]) == len(full[table]), table


def test_another_block_is_eight_more_stores_with_people_of_their_own():
    first, second = (worlds.draw_block("retail_chain", seed=3, scale=0.1, block=block) for block in (0, 1))
    assert first["stores"]["store_id"].tolist() == [f"S{number}" for number in range(1, 9)]
    assert second["stores"]["store_id"].tolist() == [f"S{number}" for number in range(9, 17)]
    assert second["stores"]["store"].tolist()[:2] == ["Riverside 2", "Hilltop 2"]
    assert second["orders"]["order_id"].min() > worlds.BLOCK
    assert len(second["orders"]) == pytest.approx(len(first["orders"]), rel=0.1)
    assert not set(second["customers"]["customer_id"]) & set(first["customers"]["customer_id"])


def test_what_happened_at_a_named_store_happened_in_the_first_block_alone():
    local = [story.id for story in worlds.stories("retail_chain") if "store" in story.where]
    for block, alike in ((0, False), (1, True)):
        told, untold = (
            worlds.draw_block("retail_chain", seed=3, scale=0.1, block=block, stories=stories)
            for stories in (local, ())
        )
        assert all(told[name].equals(untold[name]) for name in told) is alike


def test_a_chain_ten_times_as_busy_sells_ten_times_as_much():
    once, tenfold = (worlds.draw_block("retail_chain", seed=3, scale=scale) for scale in (1, 10))
    for table in ("orders", "order_lines", "customers", "surveys"):
        assert len(tenfold[table]) == pytest.approx(10 * len(once[table]), rel=0.03), table
    assert len(tenfold["plans"]) == len(once["plans"])
