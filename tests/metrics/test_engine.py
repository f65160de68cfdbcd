"""What holds for every KPI, and how the engine answers questions it cannot."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import narwhals as nw
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from shop import SHOP

import kpilab.metrics
from kpilab.catalogue import kpi, kpis
from kpilab.errors import DataError, UnknownName
from kpilab.metrics import Parts, Plain, entry_of, measure, measured, measures, registry
from kpilab.metrics.parts import paid_orders
from kpilab.metrics.registry import parts_of

Tables = dict[str, pd.DataFrame]
END = date(2025, 12, 31)
ALL = sorted(SHOP)


def by_month(ids: object, data: Tables, **options: object) -> pd.DataFrame:
    return measure(ids, data, by="month", until=END, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("kpi_id", ALL)
def test_an_empty_table_measures_nothing(shop: Tables, kpi_id: str):
    empty = {name: table.head(0) for name, table in shop.items()}
    untyped = {name: pd.DataFrame(columns=table.columns) for name, table in shop.items()}
    assert by_month(kpi_id, empty).empty
    assert by_month(kpi_id, untyped).empty
    assert list(by_month(kpi_id, empty).columns) == ["month", "kpi", "value", "numerator", "denominator"]
    if not parts_of(kpi_id).windowed:
        assert measure(kpi_id, empty)["value"].isna().tolist() == [True]


@pytest.mark.parametrize("kpi_id", ALL)
def test_the_order_of_rows_changes_nothing(shop: Tables, kpi_id: str):
    shuffled = {name: table.sample(frac=1, random_state=3) for name, table in shop.items()}
    assert_frame_equal(by_month(kpi_id, shop), by_month(kpi_id, shuffled))


@pytest.mark.parametrize("kpi_id", ALL)
def test_what_the_catalogue_says_is_needed_is_enough(shop: Tables, kpi_id: str):
    needed = {table: shop[table][list(columns)] for table, columns in kpi(kpi_id).needs.items()}
    assert_frame_equal(by_month(kpi_id, needed), by_month(kpi_id, shop))


@pytest.mark.parametrize("kpi_id", ALL)
def test_asked_alone_or_with_all_others_a_kpi_is_the_same(shop: Tables, kpi_id: str):
    together = by_month(ALL, shop)
    alone = by_month(kpi_id, shop)
    found = together[(together["kpi"] == kpi_id) & together["month"].isin(alone["month"])].reset_index(drop=True)
    assert_frame_equal(found, alone)


@pytest.mark.parametrize("kpi_id", ALL)
def test_no_argument_is_changed(shop: Tables, kpi_id: str):
    before = {name: table.copy() for name, table in shop.items()}
    by_month(kpi_id, shop)
    for name, table in shop.items():
        assert_frame_equal(table, before[name])


@pytest.mark.parametrize("kpi_id", [entry.id for entry in kpis() if entry.id in ALL and entry.additivity == "additive"])
def test_an_additive_kpi_adds_up_over_stores_and_months(shop: Tables, kpi_id: str):
    if kpi_id == "gross_margin":
        assert set(shop["products"]["cost_cents"].notna()) == {True}
    whole = measure(kpi_id, shop, until=END)["value"][0]
    has_store = "store_id" in {column for table in kpi(kpi_id).needs for column in shop[table].columns}
    assert by_month(kpi_id, shop)["value"].sum() == pytest.approx(whole)
    assert has_store
    assert measure(kpi_id, shop, by="store_id", until=END)["value"].sum() == pytest.approx(whole)


@pytest.mark.parametrize("kpi_id", [entry.id for entry in kpis() if entry.id in ALL and entry.unit == "share"])
def test_a_share_lies_between_0_and_1(shop: Tables, kpi_id: str):
    known = by_month(kpi_id, shop)["value"].dropna()
    assert len(known) > 0
    assert known.between(0, 1).all()


def test_doubled_prices_double_money_and_leave_the_rest(shop: Tables):
    dear = {name: table.copy() for name, table in shop.items()}
    for table in dear.values():
        money = [name for name in table.columns if name.endswith("_cents")]
        table[money] = table[money] * 2
    before, after = by_month(ALL, shop), by_month(ALL, dear)
    factor = [2 if kpi(kpi_id).unit == "money" else 1 for kpi_id in before["kpi"]]
    assert after["value"].tolist() == pytest.approx((before["value"] * factor).tolist(), nan_ok=True)


ORDERS = st.lists(st.tuples(st.integers(0, 120), st.sampled_from([None, "A", "B", "C"])), max_size=9)


@settings(deadline=None, max_examples=40)
@given(ORDERS)
def test_repurchase_agrees_with_counting_by_hand(orders: list[tuple[int, str | None]]):
    frame = pd.DataFrame(orders, columns=["day", "customer_id"])
    frame["paid_at"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(frame.pop("day").astype(int), unit="D")
    frame["order_id"] = range(len(frame))
    bought: dict[str, set[str]] = {}
    for when, (_day, who) in zip(frame["paid_at"], orders, strict=True):
        bought.setdefault(f"{when:%Y-%m}", set()).update({who} - {None})
    found = by_month("repurchase_next_window", {"orders": frame}).set_index("month")["value"]
    for before, now in [("2025-01", "2025-02"), ("2025-02", "2025-03"), ("2025-03", "2025-04")]:
        if bought.get(before) and now in bought:
            share = len(bought[before] & bought[now]) / len(bought[before])
            assert found[now] == pytest.approx(share)


def test_periods_are_written_so_that_they_sort(shop: Tables):
    for period, first in {"day": "2025-05-02", "month": "2025-05", "quarter": "2025-Q2", "year": "2025"}.items():
        assert measure("order_count", shop, by=period)[period][0] == first


def test_by_any_column_that_the_table_points_to(shop: Tables):
    assert measure("order_count", shop, by="city").set_index("city")["value"].to_dict() == {"Hangzhou": 5, "Suzhou": 2}
    assert measure("units_sold", shop, by="category").set_index("category")["value"].to_dict() == {"cups": 7, "pans": 9}


def test_where_keeps_one_value_or_several(shop: Tables):
    assert measure("order_count", shop, where={"channel": "online"})["value"][0] == 2
    assert measure("order_count", shop, where={"store_id": ["S1", "S2"], "month": "2025-05"})["value"][0] == 4
    assert measure("net_sales", shop, where={"city": "Suzhou"}, by="month")["value"].tolist() == [45, 10 - 9]


def test_where_on_a_period_keeps_the_window_before_it(shop: Tables):
    found = by_month("repurchase_next_window", shop, where={"month": "2025-06"})
    assert found["month"].tolist() == ["2025-06"]
    assert found["value"][0] == pytest.approx(2 / 3)
    with pytest.raises(DataError, match="leave out month"):
        measure("repurchase_next_window", shop, by="year", where={"month": "2025-06"})
    with pytest.raises(DataError, match="'May' is not a month"):
        measure("order_count", shop, where={"month": "May"})


def test_keys_are_shared_and_what_was_not_seen_is_missing(shop: Tables):
    found = measure(["order_count", "csat_top2"], shop, by=("store_id", "month"))
    assert len(found) == 4 * 2
    hilltop = found[(found["store_id"] == "S2") & (found["kpi"] == "csat_top2")]
    assert hilltop["value"].isna().all()


def test_text_dates_are_read_as_dates(shop: Tables):
    orders = shop["orders"].assign(paid_at=shop["orders"]["paid_at"].dt.strftime("%Y-%m-%d"))
    assert_frame_equal(by_month("order_count", {"orders": orders}), by_month("order_count", shop))
    with pytest.raises(DataError, match=r"orders.paid_at must hold dates"):
        measure("order_count", {"orders": orders.assign(paid_at=20250501)})


def test_a_key_that_is_not_unique_is_refused(shop: Tables):
    shop["products"] = pd.concat([shop["products"], shop["products"]])
    with pytest.raises(DataError, match="product_id must be different in every row"):
        measure("gross_margin", shop)


def test_everything_that_is_lacking_is_named_at_once(shop: Tables):
    data = {"orders": shop["orders"].drop(columns=["paid_cents", "customer_id"])}
    with pytest.raises(DataError) as caught:
        measure(["csat_top2", "spend_per_buyer"], data)
    assert caught.value.problems == (
        "csat_top2 needs the table 'surveys'.",
        "spend_per_buyer needs the column 'paid_cents' in the table 'orders'.",
        "spend_per_buyer needs the column 'customer_id' in the table 'orders'.",
    )


def test_questions_that_make_no_sense_are_refused(shop: Tables):
    with pytest.raises(UnknownName, match="Did you mean 'net_sales'"):
        measure("net_sale", shop)
    with pytest.raises(UnknownName, match="No KPI 'win_rat'"):
        measure("win_rat", shop)
    with pytest.raises(DataError, match="win_rate needs the table 'opportunities'"):
        measure("win_rate", shop)
    with pytest.raises(UnknownName, match="No column to measure by 'chanel'. Did you mean 'channel'"):  # noqa: RUF043
        measure("order_count", shop, by="chanel")
    with pytest.raises(DataError, match="one period at a time"):
        measure("order_count", shop, by=("month", "year"))
    with pytest.raises(DataError, match="compares neighbouring periods"):
        measure("repurchase_next_window", shop)
    with pytest.raises(DataError, match="at least one period"):
        by_month("repurchase_next_window", shop, window=0)


@pytest.mark.parametrize("compound", [nw.col("x") * 2, nw.when(nw.col("x") > 0).then(1), nw.col("x")])
def test_an_aggregation_takes_a_bare_column_and_nothing_else(compound: object):
    with pytest.raises(DataError, match="one column"):
        Plain("sum", compound)  # type: ignore[arg-type]
    with pytest.raises(DataError, match="one column"):
        Parts(paid_orders, "x", sums={"x": compound})  # type: ignore[dict-item]


def test_aggregations_are_of_the_five_plain_kinds():
    with pytest.raises(DataError, match="'mean' is not a plain aggregation"):
        Plain("mean", "x")  # type: ignore[arg-type]
    with pytest.raises(DataError, match="one column"):
        Plain("len", "x")
    with pytest.raises(DataError, match="not among the sums"):
        Parts(paid_orders, "x")


def test_nothing_is_aggregated_outside_the_one_function():
    homes = []
    for file in sorted(Path(kpilab.metrics.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("agg", "group_by"):
                homes.append(file.name)
    assert homes == ["aggregation.py", "aggregation.py"]


def test_a_function_and_its_entry_know_each_other(monkeypatch: pytest.MonkeyPatch):
    assert entry_of(kpilab.metrics.sales.net_sales) is kpi("net_sales")
    assert set(ALL) <= {entry.id for entry in kpis()}
    with pytest.raises(UnknownName, match="No KPI 'net_sails'"):
        measures("net_sails")
    with pytest.raises(TypeError, match="measured by net_sales already"):
        measures("net_sales")
    monkeypatch.delitem(registry._FUNCTIONS, "win_rate", raising=False)

    def won_rate() -> Parts:
        return Parts(paid_orders, "orders", sums={"orders": Plain("len")})

    with pytest.raises(TypeError, match="and not by 'won_rate'"):
        measures("win_rate")(won_rate)
    assert "win_rate" not in measured()


def test_numbers_are_plain_floats(shop: Tables):
    table = by_month(ALL, shop)
    assert [table[name].dtype for name in ("value", "numerator", "denominator")] == [np.dtype(float)] * 3
