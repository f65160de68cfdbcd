"""What must be true of every KPI, on tables drawn by a seed: the loops agree, and so do shuffled and doubled tables."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import numpy as np
import pandas as pd
import pytest
from drawn import Tables, as_rows, drawn, loops, measurable, month
from hypothesis import given, settings
from hypothesis import strategies as st

from kpilab.catalogue import kpi, kpis
from kpilab.errors import DataError, GrainError, UnknownName
from kpilab.metrics import measure, measured, rollup
from kpilab.metrics.registry import parts_of

END = date(2025, 6, 30)
MUCH_LATER = date(2026, 6, 30)
"""A day on which all of the half year is known, however long a KPI waits."""
SEEDS = (3, 8)
WINDOWED = [name for name in measured() if parts_of(name).windowed]
WHOLE = [name for name in measured() if not parts_of(name).windowed]


@pytest.fixture(scope="module", params=SEEDS)
def tables(request: pytest.FixtureRequest) -> Tables:
    return drawn(request.param)


def values(table: pd.DataFrame) -> dict[tuple[str, ...], float]:
    keys = [*table.columns[: list(table.columns).index("kpi") + 1]]
    return dict(zip(table[keys].itertuples(index=False, name=None), table["value"], strict=True))


def test_every_entry_of_the_catalogue_is_measured() -> None:
    assert sorted(entry.id for entry in kpis()) == sorted(measured())


def test_the_drawn_tables_hold_what_every_kpi_needs() -> None:
    assert measurable(drawn(0)) == list(measured())


@pytest.mark.parametrize("name", measured())
@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_kpi_agrees_with_a_loop_in_plain_python(name: str, seed: int) -> None:
    tables = drawn(seed)
    found = {key: value for (key, _kpi), value in values(measure(name, tables, by="month", until=END)).items()}
    expected = loops()[name](as_rows({table: tables[table] for table in kpi(name).needs}), month)
    seen = {key: value for key, value in found.items() if not np.isnan(value)}
    wanted = {
        key: value for key, value in expected.items() if key <= month(END) and value is not None and not np.isnan(value)
    }
    assert seen == pytest.approx(wanted, rel=1e-9, abs=1e-9)


def test_the_order_of_rows_is_irrelevant(tables: Tables) -> None:
    rng = np.random.default_rng(1)
    mixed = {name: table.iloc[rng.permutation(len(table))].reset_index(drop=True) for name, table in tables.items()}
    found, expected = (measure(measured(), data, by="month", until=END) for data in (mixed, tables))
    pd.testing.assert_frame_equal(found, expected, rtol=1e-9)


def test_what_has_no_rows_is_missing_and_no_error(tables: Tables) -> None:
    empty = {name: table.head(0) for name, table in tables.items()}
    assert measure(measured(), empty, by="month").empty
    assert measure(measured(), empty, by="month", until=END).empty
    assert measure(WHOLE, empty)["value"].isna().all()
    assert measure(WHOLE, empty, until=END)["value"].isna().all()


def test_what_compares_periods_wants_to_know_them(tables: Tables) -> None:
    for name in WINDOWED:
        with pytest.raises(DataError, match="measure it by one of day, week, month, quarter, year"):
            measure(name, tables)


def test_shares_stay_in_0_to_1(tables: Tables) -> None:
    shares = [name for name in measured() if kpi(name).unit == "share"]
    for by in ("week", "month", "year"):
        found = measure(shares, tables, by=by, until=END)
        told = found[found["value"].notna() & ~found["numerator"].lt(0)]  # net sales can be less than nothing
        assert len(told) > len(shares) / 2
        assert told[~told["value"].between(0, 1)].empty


def test_counts_and_amounts_add_up_over_periods_and_stores(tables: Tables) -> None:
    additive = [name for name in WHOLE if kpi(name).additivity == "additive"]
    quarterly = measure(additive, tables, by="quarter", until=MUCH_LATER)
    monthly = measure(additive, tables, by="month", until=MUCH_LATER)
    pd.testing.assert_frame_equal(rollup(monthly, to="quarter"), quarterly, rtol=1e-9)
    by_store = [name for name in additive if all("store_id" in tables[table] for table in list(kpi(name).needs)[:1])]
    assert "net_sales" in by_store
    stores = measure(by_store, tables, by=("store_id", "quarter"), until=MUCH_LATER)
    whole = measure(by_store, tables, by="quarter", until=MUCH_LATER)
    pd.testing.assert_frame_equal(rollup(stores, to="quarter"), whole, rtol=1e-9)


def doubled(tables: Tables) -> Tables:
    found = {
        name: table.assign(**{column: table[column] * 2 for column in table if str(column).endswith("_cents")})
        for name, table in tables.items()
    }
    plans = found["plans"]
    found["plans"] = plans.assign(norm=plans["norm"].where(plans["kpi"].ne("net_sales"), plans["norm"] * 2))
    return found


def test_doubled_prices_double_money_and_leave_rates_alone(tables: Tables) -> None:
    before, after = (measure(measured(), data, by="month", until=END) for data in (tables, doubled(tables)))
    times = before["kpi"].map(lambda name: 2.0 if kpi(name).unit == "money" else 1.0)
    pd.testing.assert_series_equal(after["value"], before["value"] * times, rtol=1e-9, check_names=False)


@pytest.mark.parametrize("name", measured())
def test_rolled_up_is_measured_or_refused(name: str) -> None:
    tables = drawn(SEEDS[0])
    monthly = measure(name, tables, by="month", until=END)
    quarterly = measure(name, tables, by="quarter", until=END)
    pd.testing.assert_frame_equal(
        rollup(monthly, tables, to="quarter")[["quarter", "value"]], quarterly[["quarter", "value"]], rtol=1e-9
    )


def test_all_together_are_each_alone() -> None:
    tables = drawn(SEEDS[1])
    together = measure(measured(), tables, by="month", until=END)
    for name in measured():
        alone = measure(name, tables, by="month", until=END)
        both = together[together["kpi"].eq(name)].merge(alone, on=["month", "kpi"], how="left")
        pd.testing.assert_series_equal(both["value_x"], both["value_y"], check_names=False, rtol=1e-9)


OWN_IDS = {
    "ledger": "entry_id",
    "ad_events": "event_id",
    "content_events": "event_id",
    "audits": "audit_id",
    "behaviour_checks": "check_id",
}
"""Columns that tell rows apart where nothing else does, and that data need not hold."""
DIMENSIONS = {
    "stores": "city",
    "products": "category",
    "staff": "role",
    "calendar": "weekday",
    "campaigns": "objective",
}


def twice(table: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([table, table], ignore_index=True)


def refused_or_the_same(name: str, tables: Tables, table: str, by: tuple[str, ...]) -> None:
    expected = values(measure(name, tables, by=by, until=END))
    try:
        found = values(measure(name, {**tables, table: twice(tables[table])}, by=by, until=END))
    except GrainError:
        return
    assert found == pytest.approx(expected, rel=1e-9, nan_ok=True), table


@pytest.mark.parametrize("name", measured())
def test_rows_that_stand_twice_are_refused_or_count_once(name: str) -> None:
    tables = drawn(SEEDS[0])
    tables = tables | {
        title: tables[title].assign(**{key: range(len(tables[title]))}) for title, key in OWN_IDS.items()
    }
    for table in kpi(name).needs:
        refused_or_the_same(name, tables, table, ("month",))


@pytest.mark.parametrize(("table", "column"), DIMENSIONS.items())
def test_a_store_or_product_that_stands_twice_is_refused_or_counts_once(table: str, column: str) -> None:
    tables, seen = drawn(SEEDS[0]), 0
    for name in measured():
        with suppress(UnknownName):
            refused_or_the_same(name, tables, table, (column, "month"))
            seen += 1
    assert seen > 3


NO_SHARE_BELOW_ZERO = {"market_share", "sell_through_rate"}
"""Missing where more came back than went out, though both parts are known."""


@pytest.mark.parametrize("by", [("month",), ("week",), ("store_id", "quarter")])
def test_a_value_is_times_numerator_over_denominator(tables: Tables, by: tuple[str, ...]) -> None:
    seen = set()
    for name in measured():
        with suppress(UnknownName):
            found, part = measure(name, tables, by=by, until=END), parts_of(name)
            value, numerator, denominator = (found[column] for column in ("value", "numerator", "denominator"))
            seen.add(name)
            if part.denominator is None:
                assert denominator.isna().all(), name
                assert kpi(name).additivity != "ratio", name
                alone = numerator
                if kpi(name).additivity == "order statistic":
                    assert numerator.isna().all(), name
                    continue
            else:
                alone = part.times * numerator / denominator.where(denominator.gt(0))
            if name in NO_SHARE_BELOW_ZERO:
                alone = alone.where(numerator.ge(0))
            pd.testing.assert_series_equal(value, alone, check_names=False, rtol=1e-9)
    assert len(seen) > len(measured()) / 4


def told(table: pd.DataFrame) -> dict[tuple[str, ...], float]:
    return {key: value for key, value in values(table).items() if not np.isnan(value)}


@pytest.mark.parametrize("where", [{"quarter": "2025-Q2"}, {"month": ["2025-04", "2025-06"]}, {"year": "2025"}])
def test_periods_that_are_kept_have_the_value_they_have_among_all(tables: Tables, where: dict[str, object]) -> None:
    kept = {"quarter": {"2025-04", "2025-05", "2025-06"}, "month": {"2025-04", "2025-06"}}
    months = kept.get(next(iter(where)), {f"2025-{number:02}" for number in range(1, 13)})
    found, every = (measure(measured(), tables, by="month", until=END, where=rows) for rows in (where, None))
    assert told(found) == pytest.approx(
        {key: value for key, value in told(every).items() if key[0] in months}, rel=1e-9
    )


def test_a_store_that_is_kept_has_the_value_it_has_among_all(tables: Tables) -> None:
    seen = 0
    for name in measured():
        with suppress(UnknownName):
            every = measure(name, tables, by=("store_id", "month"), until=END)
            found = measure(name, tables, by="month", where={"store_id": "S1"}, until=END)
            expected = {key[1:]: value for key, value in told(every).items() if key[0] == "S1"}
            assert told(found) == pytest.approx(expected, rel=1e-9), name
            seen += 1
    assert seen > 40


@pytest.mark.parametrize("name", measured())
def test_one_table_without_rows_or_with_one_is_no_error(name: str) -> None:
    tables = drawn(SEEDS[0])
    alone = tables["matrix"].drop_duplicates(["owner", "month"], ignore_index=True).assign(weight=1.0)
    tables = {**tables, "matrix": alone}
    for table in kpi(name).needs:
        for rows in (tables[table].head(0), tables[table].head(1)):
            found = measure(name, {**tables, table: rows}, by="month", until=END)
            assert not np.isinf(found["value"]).any()


@pytest.mark.parametrize("by", [("store_id", "channel", "month"), ("category", "store_id", "quarter")])
def test_two_keys_and_a_period_add_up_to_the_period(tables: Tables, by: tuple[str, ...]) -> None:
    seen = 0
    for name in [name for name in WHOLE if kpi(name).additivity == "additive"]:
        with suppress(UnknownName):
            fine = measure(name, tables, by=by, until=MUCH_LATER)
            whole = measure(name, tables, by=by[-1], until=MUCH_LATER)
            found, expected = told(rollup(fine, to=by[-1])), told(whole)
            assert {key: value for key, value in found.items() if value} == pytest.approx(
                {key: value for key, value in expected.items() if value}, rel=1e-9
            ), name
            seen += 1
    assert seen >= 3
