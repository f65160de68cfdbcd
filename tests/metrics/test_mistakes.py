"""Mistakes that people make when they ask: each gets a sentence that says what was asked, and what to do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import polars as pl
import pytest
from by_hand import Tables

from kpilab.errors import DataError, KpilabError, UnknownName
from kpilab.metrics import measure


@pytest.mark.parametrize(
    ("asked", "options", "said"),
    [
        ([], {}, "Nothing to measure: name a KPI"),
        ("net_sale", {}, "Did you mean 'net_sales'"),
        (["net_sales", "csat"], {}, "Did you mean 'csat_top2'"),
        ("net_sales", {"by": "stor_id"}, "Did you mean 'store_id'"),
        ("net_sales", {"by": "citty"}, "Did you mean 'city'"),
        ("net_sales", {"by": "months"}, "Did you mean 'month'"),
        ("net_sales", {"by": ("month", "week")}, "one period at a time"),
        ("net_sales", {"where": {"ctegory": "cups"}}, "Did you mean 'category'"),
        ("net_sales", {"where": {"month": "May 2025"}}, "'May 2025' is not a month; write"),
        ("net_sales", {"until": "31.5.2025"}, "'31.5.2025' is not a day; write 2025-05-31"),
        ("net_sales", {"window": 0}, "at least one period"),
        ("churn_rate", {"by": "month", "settings": {"active_day": 60}}, "Did you mean 'active_days'"),
        ("churn_rate", {"by": "month", "settings": {"active_days": -5}}, "0 or more, and not -5"),
        ("churn_rate", {"by": "month", "settings": {"active_days": "60 days"}}, "0 or more, and not 60 days"),
        ("churn_rate", {}, "measure it by one of day, week, month"),
    ],
)
def test_a_wrong_word_is_told(shop: Tables, asked: Any, options: dict[str, Any], said: str):
    with pytest.raises(KpilabError, match=said):
        measure(asked, shop, **options)


def test_a_last_day_may_be_written(shop: Tables):
    written, told = (measure("gmv_paid", shop, until=day) for day in ("2025-05-31", date(2025, 5, 31)))
    pd.testing.assert_frame_equal(written, told)
    assert told["value"].item() == 78  # 10 + 18 + 5 + 45


def test_a_column_that_counts_but_cannot_be_measured_by_is_not_offered(shop: Tables):
    with pytest.raises(UnknownName) as told:
        measure("net_sales", shop, by="zzz")
    offered = str(told.value)
    assert "store_id" in offered
    assert "city" in offered
    assert "net_cents" not in offered


def test_tables_are_handed_over_by_name(shop: Tables):
    with pytest.raises(DataError, match="by their names"):
        measure("order_count", shop["orders"])  # type: ignore[arg-type]
    with pytest.raises(DataError, match="'orders' is no table"):
        measure("order_count", {"orders": [1, 2]})


@pytest.mark.parametrize("engine", [pd.DataFrame, pl.from_pandas])
def test_amounts_as_text_are_not_strung_together(shop: Tables, engine: Any):
    orders = shop["orders"].assign(paid_cents=shop["orders"]["paid_cents"].astype("str"))
    with pytest.raises(DataError, match="'paid_cents' must hold numbers"):
        measure("gmv_paid", {"orders": engine(orders)})


@pytest.mark.parametrize("engine", [pd.DataFrame, pl.from_pandas])
def test_an_id_is_text_everywhere_or_a_number_everywhere(shop: Tables, engine: Any):
    shop["orders"]["order_id"] = shop["orders"]["order_id"].astype("str")
    with pytest.raises(DataError, match=r"'order_id' holds (numbers|text) in '.*' and (numbers|text) in '.*'"):
        measure("net_sales", {name: engine(table) for name, table in shop.items()})


def test_guests_only_is_no_quarrel_over_ids(shop: Tables):
    shop["orders"]["customer_id"] = float("nan")
    assert measure("new_customers", shop)["value"].item() == 0


def test_ids_with_a_decimal_point_meet_those_without(shop: Tables):
    expected = measure("net_sales", shop, by="month")
    shop["orders"]["order_id"] = shop["orders"]["order_id"].astype(float)
    pd.testing.assert_frame_equal(measure("net_sales", shop, by="month"), expected)
    pd.testing.assert_frame_equal(
        measure("net_sales", {name: pl.from_pandas(table) for name, table in shop.items()}, by="month"), expected
    )


def test_times_that_are_none_are_told(shop: Tables):
    shop["orders"]["paid_at"] = "yesterday"
    with pytest.raises(DataError, match=r"orders\.paid_at must hold dates or times, written such as"):
        measure("order_count", shop)
