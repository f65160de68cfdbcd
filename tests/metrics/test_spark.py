"""Every KPI gives the same numbers on Spark as on pandas. All that needs Spark stands here: it starts once."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from drawn import drawn
from on_engines import Tables, same

from kpilab.errors import GrainError
from kpilab.metrics import compare, measure, measured, rivals
from kpilab.metrics.registry import parts_of

END = date(2025, 6, 30)
WINDOWLESS = [name for name in measured() if not parts_of(name).windowed]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
        from pyspark.sql import SparkSession

        quick = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": "1",
            "spark.default.parallelism": "1",
            "spark.sql.session.timeZone": "Asia/Shanghai",  # and not that of this computer
            "spark.sql.adaptive.enabled": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",  # compiling takes longer than a few rows do
            "spark.sql.codegen.wholeStage": "false",
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        }
        builder = SparkSession.builder.master("local[1]").appName("kpilab")
        for name, value in quick.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def on_spark(spark: Any, tables: Tables) -> dict[str, Any]:
    return {name: spark.createDataFrame(pa.Table.from_pandas(table)) for name, table in tables.items()}


@pytest.fixture(scope="module")
def elsewhere(spark: Any) -> dict[str, Any]:
    return on_spark(spark, drawn(4))


def test_all_kpis_together(elsewhere: dict[str, Any]):
    same(measure(measured(), elsewhere, by="month", until=END), measure(measured(), drawn(4), by="month", until=END))


def test_by_iso_week(elsewhere: dict[str, Any]):
    asked = ("net_sales", "new_customers", "repurchase_next_window", "csat_top2", "unique_visitors", "win_rate")
    same(measure(asked, elsewhere, by="week", until=END), measure(asked, drawn(4), by="week", until=END))


def test_without_a_period(elsewhere: dict[str, Any]):
    same(measure(WINDOWLESS, elsewhere, until=END), measure(WINDOWLESS, drawn(4), until=END))


def test_by_store_narrowed_to_a_city_and_some_months(elsewhere: dict[str, Any]):
    asked = ("net_sales", "gross_margin_rate", "new_customers", "return_rate", "stockout_rate", "spend_per_buyer")
    words: Any = {"by": "store_id", "where": {"month": ["2025-01", "2025-02", "2025-05"], "city": "Hangzhou"}}
    same(measure(asked, elsewhere, **words), measure(asked, drawn(4), **words))


def test_an_early_last_day_compared_and_rivals(elsewhere: dict[str, Any]):
    asked, mid = ["net_sales", "order_count", "return_rate", "csat_top2"], date(2025, 5, 14)
    both = [measure(asked, data, by="month", until=mid) for data in (elsewhere, drawn(4))]
    same(*both)
    same(compare(both[0], elsewhere, to="previous"), compare(both[1], drawn(4), to="previous"))
    same(rivals("avg_order_value", elsewhere, by="month"), rivals("avg_order_value", drawn(4), by="month"))


def test_a_key_that_is_not_unique_is_named(spark: Any):
    products = pd.DataFrame({"product_id": ["P1", "P1"], "cost_cents": [1, 2]})
    data = on_spark(spark, {"products": products, **_one_sale()})
    with pytest.raises(GrainError, match="product_id P1: 2 rows"):
        measure("gross_margin", data)


def _one_sale() -> Tables:
    day = pd.Timestamp("2025-05-31 23:30")
    line = {"order_id": [1], "line_no": [1], "qty": [1], "product_id": ["P1"]}
    return {
        "orders": pd.DataFrame({"order_id": [1], "paid_at": [day]}),
        "order_lines": pd.DataFrame({**line, "unit_price_cents": [100], "discount_cents": [0]}),
        "returns": pd.DataFrame({**line, "return_id": [1], "refund_cents": [100], "returned_on": [day]}),
    }
