import tomllib
from pathlib import Path

import pytest

from kpilab.data.guesses import guess
from kpilab.data.kinds import columns_of, table_names
from kpilab.data.mapping import read_mapping
from kpilab.data.mapping_template import mapping_template
from kpilab.data.opening import open_data
from kpilab.metrics import measured


def test_what_is_needed_is_listed_and_guessed(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text(
        "订单编号,订单付款时间,买家实际支付金额,商品编码,数量,渠道\n", encoding="utf-8"
    )
    text = mapping_template(["gmv_paid", "units_sold"], open_data(str(tmp_path)))
    found = tomllib.loads(text)
    assert found["money"] == "whole"
    assert found["tables"] == {"orders": "export", "order_lines": "export"}
    assert found["columns"]["orders"] == {
        "order_id": "订单编号", "paid_at": "订单付款时间", "paid_cents": "买家实际支付金额",
    }  # fmt: skip
    assert found["columns"]["order_lines"] == {
        "order_id": "订单编号", "line_no": {"count_within": "订单编号"}, "product_id": "商品编码", "qty": "数量",
    }  # fmt: skip
    assert found["reading"]["orders"] == {"rows": "distinct"}
    assert '# channel = "渠道"  # only to measure by it' in text


@pytest.mark.parametrize("name", measured())
def test_each_measured_kpi_has_one_that_is_understood(name: str, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(mapping_template([name]), encoding="utf-8")
    assert read_mapping(path).columns.keys() <= set(table_names())


def test_a_table_that_nothing_fits_is_left_open(tmp_path: Path) -> None:
    (tmp_path / "export.csv").write_text("订单编号,付款时间,数量\n", encoding="utf-8")
    text = mapping_template(["net_sales"], open_data(str(tmp_path)))
    assert 'returns = ""  # none seems to fit; write false if nothing of the kind is kept' in text
    assert tomllib.loads(text)["tables"]["returns"] == ""


def test_what_others_call_a_column_is_known_for_columns_that_there_are() -> None:
    from kpilab.data.guesses import _synonyms

    assert set(_synonyms()["tables"]) <= set(table_names())
    known = {column for table in table_names() for column in columns_of(table)}
    assert set(_synonyms()["columns"]) - known <= {"closed_on"}


def test_a_name_that_means_something_else_is_not_taken() -> None:
    assert guess("columns", "qty", ["单价", "金额"]) is None
    assert guess("tables", "returns", ["orders", "crm.refunds"]) == "crm.refunds"
    assert guess("columns", "order_id", ["子订单编号", "退款编号"]) is None
    assert guess("columns", "order_id", ["子订单编号", "天猫订单编号"]) == "天猫订单编号"
