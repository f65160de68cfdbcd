"""Every KPI gives the same numbers on Polars, DuckDB and PyArrow as on pandas (Spark: test_spark.py)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import polars as pl
import pytest
from drawn import drawn
from on_engines import ENGINES, Tables, on, same
from shop import SHOP

from kpilab.catalogue import kpi
from kpilab.errors import DataError, GrainError
from kpilab.metrics import engines, measure, measured
from kpilab.metrics.registry import parts_of
from kpilab.worlds import build

END, HALF = date(2025, 12, 31), date(2025, 6, 30)


@pytest.fixture(scope="module")
def chain() -> Tables:
    return build("retail_chain", seed=5, scale=0.03)


@pytest.fixture(scope="module", params=ENGINES)
def elsewhere(request: pytest.FixtureRequest, chain: Tables) -> dict[str, Any]:
    return on(request.param, chain)


@pytest.fixture(scope="module", params=ENGINES)
def half_year(request: pytest.FixtureRequest) -> dict[str, Any]:
    return on(request.param, drawn(4))


@pytest.mark.parametrize("by", ["week", "month", "year"])
def test_all_kpis_together(half_year: dict[str, Any], by: str):
    same(measure(measured(), half_year, by=by, until=HALF), measure(measured(), drawn(4), by=by, until=HALF))


def test_all_kpis_of_the_whole_time(half_year: dict[str, Any]):
    asked = [name for name in measured() if not parts_of(name).windowed]
    same(measure(asked, half_year, until=HALF), measure(asked, drawn(4), until=HALF))


@pytest.mark.parametrize("by", ["month", "week", ("store_id", "quarter"), ("city", "day"), ("channel", "year")])
def test_all_together_on_a_chain(chain: Tables, elsewhere: dict[str, Any], by: str):
    asked = [name for name in SHOP if by != ("channel", "year") or "orders" in kpi(name).needs]
    words: Any = {"by": by, "where": {"month": ["2025-02", "2025-03"]} if "day" in by else None}
    asked = asked if words["where"] is None else [name for name in asked if name != "repurchase_next_window"]
    same(measure(asked, elsewhere, **words), measure(asked, chain, **words))


def test_without_a_period(chain: Tables, elsewhere: dict[str, Any]):
    asked = [name for name in SHOP if name != "repurchase_next_window"]
    where = {"month": ["2025-01", "2025-02", "2025-05"], "city": "Hangzhou"}
    same(measure(asked, elsewhere), measure(asked, chain))
    same(measure(asked, elsewhere, where=where), measure(asked, chain, where=where))


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_not_known_is_missing_everywhere(shop: Tables, engine: str):
    shop["orders"]["paid_cents"] = shop["orders"]["paid_cents"].astype(float).where(shop["orders"]["order_id"] != 7)
    shop["orders"]["channel"] = shop["orders"]["channel"].where(shop["orders"]["order_id"] != 8)
    shop["products"] = shop["products"].head(1)
    data = on(engine, shop)
    for by in ("month", ("store_id", "month"), ("channel", "month")):
        asked = ["gmv_paid", "order_count", "gross_margin", "repurchase_next_window", "avg_order_value"]
        same(measure(asked, data, by=by, until=END), measure(asked, shop, by=by, until=END))


@pytest.mark.parametrize("engine", ENGINES)
def test_dates_as_text_or_with_a_time_zone_are_the_dates_on_the_wall(shop: Tables, engine: str):
    expected = measure("order_count", shop, by="day")
    written = {"orders": shop["orders"].assign(paid_at=shop["orders"]["paid_at"].dt.strftime("%Y-%m-%d %H:%M:%S"))}
    same(measure("order_count", on(engine, written), by="day"), expected)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_a_time_zone_is_taken_off_and_the_clock_left_as_it_is(shop: Tables, zone: str):
    zoned = {"orders": shop["orders"].assign(paid_at=shop["orders"]["paid_at"].dt.tz_localize(zone))}
    expected = measure("order_count", shop, by="day")
    same(measure("order_count", zoned, by="day"), expected)
    same(measure("order_count", on("polars", zoned), by="day"), expected)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_key_that_is_not_unique_is_named_with_its_rows(shop: Tables, engine: str):
    shop["products"] = pd.concat([shop["products"], shop["products"].head(1)])
    with pytest.raises(GrainError) as caught:
        measure("gross_margin", on(engine, shop))
    assert (caught.value.table, caught.value.key) == ("products", ("product_id",))
    assert caught.value.duplicates == ({"product_id": "P1", "rows": 2},)
    assert caught.value.problems == ("product_id P1: 2 rows",)


def test_only_the_first_few_duplicates_are_listed(shop: Tables):
    shop["orders"] = pd.concat([shop["orders"], shop["orders"]])
    with pytest.raises(GrainError) as caught:
        measure("order_count", shop)
    assert [row["order_id"] for row in caught.value.duplicates] == [1, 2, 3, 4, 5]
    assert caught.value.problems[-1] == "… and more"


def test_keys_that_a_database_guarantees_need_no_second_look(shop: Tables):
    shop["orders"] = pd.concat([shop["orders"], shop["orders"].head(1)])
    assert measure("order_count", shop, check_keys=False)["value"].tolist() == [8]


def test_narrow_numbers_do_not_overflow(shop: Tables):
    narrow = pl.from_pandas(shop["orders"]).with_columns(pl.lit(2_000_000_000).cast(pl.Int32).alias("paid_cents"))
    assert measure("gmv_paid", {"orders": narrow})["value"].tolist() == [7 * 20_000_000.0]


def test_tables_of_two_engines_are_refused(shop: Tables):
    data = {**shop, "stores": pl.from_pandas(shop["stores"])}
    with pytest.raises(DataError, match="'stores' is a table of polars and 'orders' one of pandas"):
        measure("order_count", data, by="city")


def test_arrow_tables_need_no_polars(shop: Tables, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    assert engines.opened(on("pyarrow", shop)["orders"], "orders").implementation.is_pandas()
    same(measure("order_count", on("pyarrow", shop), by="week"), measure("order_count", shop, by="week"))


def test_iso_weeks_begin_on_monday_and_belong_to_the_year_of_their_thursday():
    days = pd.to_datetime(["2024-12-29", "2024-12-30", "2025-01-05", "2025-01-06", "2026-12-31", "2027-01-03"])
    orders = {"orders": pd.DataFrame({"order_id": range(6), "paid_at": days})}
    for data in (orders, *(on(engine, orders) for engine in ENGINES)):
        found = measure("order_count", data, by="week").set_index("week")["value"]
        assert found.to_dict() == {"2024-W52": 1, "2025-W01": 2, "2025-W02": 1, "2026-W53": 2}
        assert measure("order_count", data, where={"week": "2025-W01"})["value"].tolist() == [2]
    with pytest.raises(DataError, match="'2025-W53' is not a week"):
        measure("order_count", orders, where={"week": "2025-W53"})
