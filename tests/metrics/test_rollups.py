"""Rolling up adds parts: whoever measures at once and whoever rolls up find the same."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from drawn import drawn
from on_engines import ENGINES, Tables, on, same
from shop import SHOP

from kpilab.errors import DataError, UnknownName
from kpilab.metrics import measure, measured, rollup
from kpilab.metrics.registry import parts_of

END = date(2025, 8, 31)
ONCE = {"spend_per_buyer", "repeat_purchase_rate", "repeat_customer_share", "repurchase_next_window", "items_per_order"}
ADDED = [kpi for kpi in SHOP if kpi not in ONCE]


@pytest.mark.parametrize("kpi", ADDED)
@pytest.mark.parametrize(
    ("by", "to"),
    [("month", "quarter"), ("day", "week"), (("store_id", "month"), "month"), (("store_id", "day"), ("store_id",))],
)
def test_rolled_up_is_as_measured(shop: Tables, kpi: str, by: str, to: str):
    same(rollup(measure(kpi, shop, by=by, until=END), to=to), measure(kpi, shop, by=to, until=END))


def test_all_together_keep_their_order(shop: Tables):
    asked = ["store_footfall", "csat_top2", "order_count"]
    found = rollup(measure(asked, shop, by=("store_id", "month"), until=END), to="month")
    assert found["kpi"].tolist()[:3] == asked
    assert found.set_index(["month", "kpi"])["value"]["2025-05", "store_footfall"] == 100


@pytest.mark.parametrize("kpi", sorted(ONCE))
def test_what_counts_each_one_once_is_refused_or_measured_again(shop: Tables, kpi: str):
    monthly = measure(["order_count", kpi], shop, by="month", where={"store_id": "S1"}, until=END)
    with pytest.raises(DataError) as caught:
        rollup(monthly, to="quarter")
    assert [problem.partition(":")[0] for problem in caught.value.problems] == [kpi]
    expected = measure(["order_count", kpi], shop, by="quarter", where={"store_id": "S1"}, until=END)
    same(rollup(monthly, shop, to="quarter"), expected)


def test_ratios_are_not_averaged(shop: Tables):
    total = rollup(measure("avg_order_value", shop, by="store_id"), to=())
    assert total["value"].tolist() == [pytest.approx((60 + 55) / 7)]  # the mean of 12 and 27.5 would be 19.75


def test_a_missing_part_leaves_the_sum_missing(shop: Tables):
    shop["orders"]["paid_cents"] = shop["orders"]["paid_cents"].astype(float).where(shop["orders"]["order_id"] != 7)
    by_store = measure(["gmv_paid", "avg_order_value"], shop, by="store_id")
    assert rollup(by_store, to=())["value"].isna().all()


def test_an_empty_table_rolls_up_to_nothing(shop: Tables):
    empty = {name: table.head(0) for name, table in shop.items()}
    assert rollup(measure(ADDED, empty, by="month", until=END), to="year").empty


def test_questions_that_make_no_sense_are_refused(shop: Tables):
    weekly = measure("order_count", shop, by=("store_id", "week"))
    with pytest.raises(DataError, match="A week does not lie within one month"):
        rollup(weekly, to="month")
    with pytest.raises(UnknownName, match="No key of the table 'city'"):
        rollup(weekly, to="city")
    with pytest.raises(DataError, match="one period at a time"):
        rollup(weekly, to=("month", "year"))
    with pytest.raises(DataError, match="has no periods"):
        rollup(measure("order_count", shop, by="store_id"), to="month")
    with pytest.raises(DataError, match="does not say how it was measured"):
        rollup(pd.DataFrame(weekly.to_dict("list")), to="week")
    with pytest.raises(DataError, match="numerator"):
        rollup(weekly.drop(columns="numerator"), to="week")


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_measured_again_is_so_on_every_engine(engine: str):
    names = [name for name in measured() if not parts_of(name).windowed]
    tables, options = drawn(3), {"by": "month", "until": date(2025, 6, 30)}
    elsewhere = on(engine, tables)
    found = rollup(measure(names, elsewhere, **options), elsewhere, to="quarter")
    same(found, rollup(measure(names, tables, **options), tables, to="quarter"))
