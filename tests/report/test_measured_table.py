from datetime import date
from io import StringIO

import pandas as pd
from rich.console import Console

from kpilab.metrics import compare, measure
from kpilab.metrics.question import asked
from kpilab.report.measured_table import compared_rich, measured_rich, shown_value

ORDERS = pd.DataFrame(
    {
        "order_id": [1, 2, 3],
        "paid_at": pd.to_datetime(["2025-05-02", "2025-05-31", "2025-06-01"]),
        "paid_cents": [100000, 23450, 4000],
        "discount_cents": [0, 0, 0],
        "customer_id": ["C1", "C1", "C2"],
        "channel": ["web", "web", None],
    }
)
DATA = {"orders": ORDERS}


def printed(shown: object) -> list[list[str]]:
    """The words of each line."""
    console = Console(file=StringIO(), width=200, color_system=None)
    with console.capture() as captured:
        console.print(shown, highlight=False)
    return [line.split() for line in captured.get().splitlines() if line.strip()]


def test_a_line_a_month_and_a_column_a_kpi() -> None:
    lines = printed(measured_rich(measure(["gmv_paid", "order_count"], DATA, by="month")))
    assert lines[0][0] == "month"
    assert lines[2:] == [["2025-05", "1,234.50", "2"], ["2025-06", "40.00", "1"]]


def test_without_a_key_the_parts_stand_beside_the_value() -> None:
    lines = printed(measured_rich(measure(["avg_order_value", "gmv_paid"], DATA)))
    assert lines[2][-3:] == ["424.83", "1,274.5", "3"]
    assert lines[3][-3:] == ["1,274.50", "1,274.5", "—"]


def test_a_missing_value_has_its_reason() -> None:
    lines = printed(measured_rich(measure("repurchase_next_window", DATA, by="month", until=date(2025, 6, 10))))
    assert lines[2:4] == [["2025-05", "—¹"], ["2025-06", "—²"]]
    assert " ".join(lines[4]) == "—¹ nobody is there in the window before, or it is not wholly in the data"


def test_a_window_that_is_not_over_says_when_it_is() -> None:
    customers = pd.DataFrame({"customer_id": ["C1", "C2"], "joined_on": pd.to_datetime(["2025-05-01"] * 2)})
    found = measure("new_customers_returning", {"orders": ORDERS, "customers": customers}, by="month")
    *_table, first, second = printed(measured_rich(found))
    assert " ".join(first) == "—¹ not known before 2025-07-30; the data end on 2025-06-01"
    assert " ".join(second) == "—² not known before 2025-08-29; the data end on 2025-06-01"


def test_nothing_to_divide_by_is_said_and_a_key_that_is_not_known_is_named() -> None:
    free = {"orders": ORDERS.assign(paid_cents=0)}
    lines = printed(measured_rich(measure("discount_share", free, by="channel")))
    assert lines[3] == ["(not", "known)", "—¹"]
    assert " ".join(lines[-1]) == "—¹ there is nothing to divide by"


def test_lines_that_are_left_out_are_counted() -> None:
    lines = printed(measured_rich(measure("order_count", DATA, by="day"), most=1))
    assert (lines[2], " ".join(lines[3])) == (
        ["2025-05-02", "1"],
        "2 more lines are not shown; --out FILE.csv writes all.",
    )
    many = ["gmv_paid", "order_count", "avg_order_value", "spend_per_buyer", "repeat_purchase_rate", "discount_share"]
    lines = printed(measured_rich(measure([*many, "repurchase_next_window"], DATA, by="month"), most=3))
    assert "11 more lines" in " ".join(lines[-1])


def test_a_comparison_says_what_is_better() -> None:
    table = measure(["gmv_paid", "discount_share"], DATA, by="month", until=date(2025, 6, 30))
    lines = [" ".join(line) for line in printed(compared_rich(compare(table, DATA, to="previous"), asked(table)))]
    assert any(line.endswith("40.00 1,234.50 -1,194.50 -96.8% worse") for line in lines)
    assert any(line.endswith("0.0% 0.0% +0.0 points —") for line in lines)
    assert not lines[-1].startswith("2025-06 is not over")


def test_a_comparison_says_why_a_value_is_missing() -> None:
    table = measure("repurchase_next_window", DATA, by="month", until=date(2025, 6, 30))
    compared = compare(table, DATA, to="previous")
    lines = [" ".join(line) for line in printed(compared_rich(compared, asked(table), table))]
    # the first month of the data has none before it
    assert "—¹ nobody is there in the window before, or it is not wholly in the data" in lines


def test_a_period_that_is_not_over_is_named() -> None:
    table = measure("gmv_paid", DATA, by="month", until=date(2025, 6, 10))
    lines = printed(compared_rich(compare(table, DATA, to="previous"), asked(table)))
    assert " ".join(lines[-1]) == "2025-06 is not over: its 10 days are set against as many days of the other period."


def test_an_empty_table_says_so() -> None:
    nothing = measure("order_count", DATA, by="month", where={"month": "2030-01"})
    assert printed(measured_rich(nothing))[0][:4] == ["There", "is", "nothing", "to"]
    assert printed(compared_rich(nothing, asked(nothing)))[0][:4] == ["There", "is", "nothing", "to"]


def test_each_unit_has_its_form() -> None:
    assert [shown_value(1234.5, unit) for unit in ("money", "count", "ratio", "days", "score")] == [
        "1,234.50", "1,234.50", "1,234.50", "1,234.5", "1,234.50",
    ]  # fmt: skip
    assert shown_value(7.0, "count") == "7"
