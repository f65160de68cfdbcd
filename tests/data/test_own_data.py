"""The same data in CSV and in Parquet are read alike and told alike, in memory and by DuckDB."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from kpilab.data.mapping import read_mapping
from kpilab.data.opening import is_in_duckdb, open_data
from kpilab.data.own_data import OwnData, own_data
from kpilab.errors import MappingError
from kpilab.metrics import measure

LINES = pd.DataFrame(
    {
        "单号": ["T1", "T1", "T2", "T3"],
        "付款时间": ["2025/5/2 10:00", "2025/5/2 10:00", "2025-05-31 18:30", "2025-06-01T09:00:00Z"],
        "金额": ["1,002.35", "10.00", "¥7.65", "100"],
        "货号": ["A", "B", "A", "A"],
        "数量": ["1", "2", "1", "4"],
        "渠道": ["shop", "shop", "web", "shop"],
    }
)
MAPPING = """
money = "whole"
[tables]
orders = "june"
order_lines = "june"
returns = false
[columns.orders]
order_id = "单号"
paid_at = "付款时间"
paid_cents = { sum = "金额" }
channel = "渠道"
staff_id = "店员"
[columns.order_lines]
order_id = "单号"
line_no = { count_within = "单号" }
product_id = "货号"
qty = { value = 1 }
unit_price_cents = "金额"
discount_cents = { value = 0 }
[columns.returns]
qty = "counts for nothing"
"""
Ask = Callable[..., OwnData]


@pytest.fixture(params=["csv", "parquet"])
def ask(request: pytest.FixtureRequest, tmp_path: Path) -> Ask:
    """Asks for some KPIs' tables of a frame, kept in a CSV or a Parquet file."""

    def tables(lines: pd.DataFrame, mapping: str, *ids: str, **more: object) -> OwnData:
        path = tmp_path / f"june.{request.param}"
        lines.to_csv(path, index=False) if request.param == "csv" else lines.to_parquet(path)
        (tmp_path / "map.toml").write_text(mapping, encoding="utf-8")
        opened = open_data(str(path))
        assert is_in_duckdb(opened) == (request.param == "parquet")
        return own_data(ids, opened, read_mapping(tmp_path / "map.toml"), **more)  # type: ignore[arg-type]

    return tables


def test_a_wide_export_becomes_orders_lines_and_no_returns(ask: Ask) -> None:
    ids = ["net_sales", "gmv_paid", "order_count"]
    own = ask(LINES, MAPPING, *ids)
    found = measure(ids, own.tables, by="month")
    # May: 1,002.35 + 10 + 7.65 in two orders; June: 100 in one
    assert found["value"].tolist() == [1020.0, 1020.0, 2.0, 100.0, 100.0, 1.0]
    assert own.keys_checked


def test_only_what_is_needed_is_read(ask: Ask) -> None:
    own = ask(LINES, MAPPING, "order_count", keys=["channel"])
    assert list(own.tables) == ["orders"]
    assert list(own.tables["orders"].columns) == ["order_id", "paid_at", "channel"]


def test_keys_that_are_not_there_are_told(ask: Ask) -> None:
    with pytest.raises(MappingError) as error:
        ask(LINES, MAPPING, "order_count", keys=["渠道", "staff_id", "moth"], periods=["month"])
    own, gone, moth = error.value.problems
    assert 'Write under [columns.orders]: channel = "渠道", and ask for channel.' in own
    assert "[columns.orders] staff_id: the table 'june' has no column '店员'." in gone
    assert "Did you mean 'month'?" in moth


def test_a_column_is_looked_up_in_a_table_that_only_the_key_needs(tmp_path: Path) -> None:
    orders = {"order_id": [1, 2], "paid_at": ["2025-05-01"] * 2, "store_id": ["S1", "S2"], "region": ["?", "?"]}
    pd.DataFrame(orders).to_csv(tmp_path / "orders.csv", index=False)
    pd.DataFrame({"store_id": ["S1", "S2"], "region": ["n", "s"]}).to_csv(tmp_path / "stores.csv", index=False)
    own = own_data(["order_count"], open_data(str(tmp_path)), keys=["region"])
    found = measure("order_count", own.tables, by="region", where={"region": "n"})
    assert found[["region", "value"]].values.tolist() == [["n", 1.0]]


def test_cells_amounts_and_keys_that_do_not_fit_are_told_together(ask: Ask) -> None:
    wrong = pd.DataFrame(
        {
            "order_id": ["1", "2", "2", None],
            "paid_at": ["2025-05-01", "31/05/2025", "2025-05-02", "2025-05-03"],
            "paid_cents": ["12.345", "7,5", "8", "9"],
        }
    )
    with pytest.raises(MappingError) as error:
        ask(wrong, 'money = "whole"\n[tables]\norders = "june"', "gmv_paid", problems=["A first one."])
    first, time, amount, fine, empty, twice = error.value.problems
    assert first == "A first one."
    assert "orders.paid_at: 1 of 4 cells of 'paid_at' in 'june' is not read as dates or times: row " in time
    assert "'31/05/2025'. If all are written in one form" in time
    assert "orders.paid_cents: 1 of 4 cells" in amount
    assert 'decimal = ","' in amount
    assert "is finer than a cent" in fine
    assert 'fractions = "round"' in fine
    assert "order_id is empty in 1 row of 'june'" in empty
    assert "1 repeats: 2" in twice
    assert "The rows of the first differ in paid_at, paid_cents." in twice


def test_rows_that_are_alike_are_kept_once_where_that_is_said(ask: Ask) -> None:
    rows = pd.DataFrame({"order_id": ["1", "1"], "paid_at": ["2025-05-01"] * 2})
    with pytest.raises(MappingError, match=r'under \[reading.orders\]: rows = "distinct"'):
        ask(rows, "", "order_count")
    own = ask(rows, '[reading.orders]\nrows = "distinct"', "order_count")
    assert measure("order_count", own.tables)["value"].tolist() == [1.0]


def test_whether_money_is_in_cents_must_be_known(ask: Ask) -> None:
    with pytest.raises(MappingError, match="are amounts whole"):
        ask(LINES, MAPPING.replace('money = "whole"', ""), "gmv_paid")


def test_codes_that_one_table_has_as_numbers_and_one_as_texts_still_meet(tmp_path: Path) -> None:
    pd.DataFrame({"order_id": [1, 2], "paid_at": ["2025-05-01"] * 2}).to_parquet(tmp_path / "orders.parquet")
    lines = {"order_id": ["1", "2"], "line_no": [1, 1], "product_id": ["A", "B"], "qty": [3, 4]}
    pd.DataFrame(lines).to_parquet(tmp_path / "order_lines.parquet")
    own = own_data(["units_sold"], open_data(str(tmp_path)))
    assert measure("units_sold", own.tables, check_keys=not own.keys_checked)["value"].tolist() == [7.0]
    assert own.keys_checked
