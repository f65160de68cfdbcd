from pathlib import Path

import pandas as pd
import pytest

from kpilab.data.load import load, standard_folder
from kpilab.errors import DataError, MappingError
from kpilab.metrics import measure
from kpilab.report.own_measure import Measuring, measure_own, new_mapping

LINES = """单号,付款时间,实付金额,货号,数量,渠道
T1,2025/5/2 10:00,12.35,A,1,shop
T1,2025/5/2 10:00,12.35,B,2,shop
T2,2025/5/31 18:30,7.65,A,1,web
T3,2025/6/1 09:00,100.00,A,4,shop
"""
MAPPING = """
money = "whole"
[tables]
orders = "june"
order_lines = "june"
[columns.orders]
order_id = "单号"
paid_at = "付款时间"
paid_cents = "实付金额"
channel = "渠道"
[columns.order_lines]
order_id = "单号"
line_no = { count_within = "单号" }
product_id = "货号"
qty = "数量"
[reading.orders]
rows = "distinct"
"""


@pytest.fixture
def june(tmp_path: Path) -> Path:
    """A platform's export, a line a product, and a mapping to it."""
    (tmp_path / "june.csv").write_text(LINES, encoding="gb18030")
    (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


def asked(folder: Path, *ids: str, **more: object) -> Measuring:
    return Measuring(ids, str(folder / "june.csv"), folder / "map.toml", **more)  # type: ignore[arg-type]


def test_the_standard_data_are_measured_as_they_are_loaded() -> None:
    ids = ["net_sales", "avg_order_value", "repeat_customer_share"]
    found = measure_own(Measuring(ids, str(standard_folder("retail_chain")), by=["month,store_id"])).table
    expected = measure(ids, load("retail_chain"), by=["month", "store_id"])
    pd.testing.assert_frame_equal(found, expected)


def test_one_wide_export_is_read_as_orders_and_as_lines(june: Path) -> None:
    found = measure_own(asked(june, "gmv_paid", "units_sold", "order_count", by=["month"])).table
    # May: 12.35 + 7.65, 1 + 2 + 1 pieces, two orders; June: 100, 4, 1
    assert found["value"].tolist() == [20.0, 4.0, 2.0, 100.0, 4.0, 1.0]


def test_rows_are_chosen_by_a_column_and_by_a_period(june: Path) -> None:
    found = measure_own(asked(june, "gmv_paid", where=["channel=shop", "month=2025-05"])).table
    assert found["value"].tolist() == [12.35]


def test_periods_are_compared(june: Path) -> None:
    found = measure_own(asked(june, "gmv_paid", by=["month"], to="previous", until="2025-06-30")).table
    assert found["change"].round(2).tolist()[1:] == [80.0]


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_last_day_before_the_last_order_cuts_both_periods_alike(tmp_path: Path, ending: str) -> None:
    days = pd.to_datetime(["2025-05-01", "2025-05-11", "2025-06-10", "2025-06-11", "2025-06-20"])
    orders = pd.DataFrame({"order_id": range(5), "paid_at": days})
    path = tmp_path / f"orders{ending}"
    orders.to_csv(path, index=False) if ending == ".csv" else orders.to_parquet(path)
    asked = Measuring(["order_count"], str(path), by=["month"], until="2025-06-10", to="previous")
    found = measure_own(asked).table.set_index("month")
    assert found.loc["2025-06", ["value", "reference"]].tolist() == [1, 1]  # to the 10th, of June and of May


def test_everything_that_does_not_fit_is_told_at_once(june: Path) -> None:
    text = MAPPING.replace("付款时间", "付款时刻").replace('"june"\n[columns.orders]', '"jun"\n[columns.orders]')
    (june / "map.toml").write_text(text, encoding="utf-8")
    wrong = asked(
        june, "gmv_pait", "gmv_paid", "units_sold", by=["month", "chanel"], until="May", to="before", where=["x"]
    )
    with pytest.raises(MappingError) as error:
        measure_own(wrong)
    said = "\n".join(error.value.problems)
    assert "Did you mean 'gmv_paid'" in said
    assert "[columns.orders] paid_at: the table 'june' has no column '付款时刻'. Did you mean '付款时间'?" in said
    assert "no table 'jun'. Is it 'june'?" in said
    assert "no column 'chanel' to measure by or to choose rows by. Did you mean 'channel'?" in said
    assert "--until May" in said
    assert "--compare before" in said
    assert "--where x" in said
    assert error.value.exit_code == 2


def test_a_mapping_that_is_written_measures_after_a_look(june: Path) -> None:
    path = new_mapping(["gmv_paid", "units_sold"], june / "new.toml", str(june / "june.csv"))
    found = measure_own(Measuring(["gmv_paid", "units_sold"], str(june / "june.csv"), path)).table
    assert found["value"].tolist() == [120.0, 8.0]
    with pytest.raises(DataError, match="--force"):
        new_mapping(["gmv_paid"], path)


def test_a_mapping_for_a_kpi_that_is_not_there_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="Did you mean 'gmv_paid'"):
        new_mapping(["gmv_pait"], tmp_path / "new.toml")
    assert not list(tmp_path.iterdir())


def test_refunds_of_no_order_and_tables_that_are_not_kept_are_told_below(june: Path) -> None:
    (june / "back.csv").write_text("退款编号,单号,日期\nR1,T1,2025-05-09\nR2,T9,2025-05-09\n", "utf-8")
    returns = '[columns.returns]\norder_id = "单号"\nreturned_on = "日期"\n'
    text = MAPPING.replace("[columns.orders]", 'returns = "back"\n[columns.orders]', 1) + returns
    (june / "map.toml").write_text(text, "utf-8")
    ask = Measuring(["return_rate"], str(june), june / "map.toml", by=["month"])
    assert measure_own(ask).remarks == (
        "1 of 2 rows of 'returns' names an order that 'orders' does not hold, and was not counted: T9.",
    )
    (june / "map.toml").write_text(text.replace('"back"', "false"), "utf-8")
    assert measure_own(ask).remarks == (
        "The mapping says returns = false: measured as if there had been none. It bears on return_rate.",
    )


def test_a_value_that_no_row_has_is_told_below(june: Path) -> None:
    found = measure_own(asked(june, "order_count", by=["month"], where=["channel=fair"]))
    assert found.remarks == ("--where channel=fair: no row has that value. There is: shop, web.",)
    assert measure_own(asked(june, "order_count", by=["month"], where=["channel=web"])).remarks == ()


def test_a_column_under_another_name_is_offered_and_written_into_a_new_mapping(june: Path) -> None:
    (june / "map.toml").write_text(MAPPING.replace('channel = "渠道"\n', ""), encoding="utf-8")
    with pytest.raises(MappingError, match=r"Is it '渠道' of 'june'\? Then write under \[columns.orders\]"):
        measure_own(asked(june, "order_count", by=["month", "channel"]))
    path = new_mapping(["order_count"], june / "new.toml", str(june / "june.csv"), keys=["channel"])
    again = Measuring(["order_count"], str(june / "june.csv"), path, by=["month", "channel"])
    assert measure_own(again).table["channel"].tolist() == ["shop", "web", "shop"]
