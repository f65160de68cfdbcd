"""The last step on small results: amounts of two tables, a value in the middle, a balance that runs on."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpilab.errors import DataError
from kpilab.metrics.engine import _finished
from kpilab.metrics.finishing import Finished, balances, over, quantile, quantile_of, summed
from kpilab.metrics.parts import Parts, Plain
from kpilab.metrics.passes import components
from kpilab.metrics.sources import Frame, Sources

BOOKED = pd.DataFrame(
    {
        "day": pd.to_datetime(["2025-01-03", "2025-01-20", "2025-03-05", "2025-03-31"]),
        "store_id": ["S1", "S2", "S1", "S1"],
        "amount_cents": [100, 300, 500, 700],
        "minutes": [1.0, 3.0, None, 9.0],
    }
)
WON = pd.DataFrame({"day": pd.to_datetime(["2025-01-05", "2025-02-01"]), "store_id": ["S1", "S1"], "won": [4, 2]})


def booked(sources: Sources) -> Frame:
    return sources.table("booked", "day", "store_id", "amount_cents", "minutes")


def won(sources: Sources) -> Frame:
    return sources.table("won", "day", "store_id", "won")


COST = Parts(booked, "amount_cents", sums={"amount_cents": Plain("sum", "amount_cents")})
NEW = Parts(won, "won", sums={"won": Plain("sum", "won")})


def finished(asked: Finished, **words: Any) -> pd.DataFrame:
    sources = Sources({"booked": BOOKED, "won": WON}, **words)
    lines = _finished("k", asked, components({"k": asked}, sources), sources)
    keys = [key for key in ("store_id", "_period") if key in lines]
    lines = lines.sort_values(keys, ignore_index=True) if keys else lines
    return lines.assign(_period=lines["_period"].dt.strftime("%m")) if "_period" in lines else lines


def test_an_amount_over_an_amount_of_another_table():
    lines = finished(over(COST, NEW), period="month")
    # January: 4 yuan for 4 customers; February: nothing booked; March: 12 yuan and nobody won
    assert lines["_period"].tolist() == ["01", "02", "03"]
    assert lines["value"].tolist() == pytest.approx([1.0, np.nan, np.nan], nan_ok=True)
    assert lines["numerator"].tolist() == pytest.approx([4.0, np.nan, 12.0], nan_ok=True)
    assert lines["denominator"].tolist() == pytest.approx([4.0, 2.0, np.nan], nan_ok=True)


def test_nothing_booked_can_be_a_true_zero():
    lines = finished(over(COST, NEW, nothing_is_zero=True), period="month")
    assert lines["value"].tolist() == pytest.approx([1.0, 0.0, np.nan], nan_ok=True)


def test_an_amount_less_another_times_a_factor():
    lines = finished(over(COST, NEW, less=NEW, times=100))
    # (16 − 6) ÷ 6 × 100
    assert lines["value"].tolist() == [pytest.approx(100 * 10 / 6)]


def test_the_value_in_the_middle_leaves_out_what_is_not_known():
    assert finished(quantile(booked, "minutes"))["value"].tolist() == [3.0]
    lines = finished(quantile(booked, "minutes"), period="month")
    assert lines.set_index("_period")["value"].to_dict() == {"01": 2.0, "03": 9.0}


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=30), st.sampled_from([0.0, 0.1, 0.5, 0.75, 0.9, 1.0]))
def test_the_quantile_of_counts_is_that_of_the_rows(values: list[int], share: float):
    counts = pd.Series(values).value_counts().rename_axis("x").reset_index(name="rows")
    found = quantile_of(counts, "x", share, [])["value"].iloc[0]
    assert found == pytest.approx(np.quantile(values, share))


def test_what_has_not_ended_stands_above_all_that_has():
    # 1, 3, 9 and one that is not known yet: the middle lies between 3 and 9, and three quarters up between 9 and it.
    assert finished(quantile(booked, "minutes", gaps_last=True))["value"].tolist() == [6]
    assert finished(quantile(booked, "minutes", 0.75, gaps_last=True))["value"].isna().all()
    assert finished(quantile(booked, "minutes", gaps_last=True), dims=("store_id",))["value"].tolist() == [9, 3]


def test_a_sum_of_small_results_is_missing_where_a_part_is():
    parts = pd.DataFrame({"key": ["a", "a", "b", "b"], "amount": [1, 2, 3, np.nan]})
    assert summed(parts, ["key"], ["amount"]).set_index("key")["amount"].to_dict() == pytest.approx(
        {"a": 3, "b": np.nan}, nan_ok=True
    )
    assert summed(parts, [], ["amount"])["amount"].isna().all()
    assert summed(parts.head(2), [], ["amount"])["amount"].tolist() == [3]
    assert summed(parts.head(0), [], ["amount"])["amount"].isna().all()


def test_the_quantile_of_nothing_is_missing():
    assert quantile_of(pd.DataFrame({"x": [], "rows": []}), "x", 0.5, [])["value"].isna().all()


def flow(sources: Sources) -> Frame:
    return sources.table("booked", "day", "store_id").with_columns(nw.lit(1).alias("came"))


CAME = Parts(flow, "came", sums={"came": Plain("sum", "came")}, history=True)


def test_a_balance_runs_on_through_periods_in_which_nothing_flowed():
    def finish(found: Any, sources: Sources) -> pd.DataFrame:
        lines = balances(found["came"], "came", sources, known_by=("booked", "day"))
        return lines.assign(value=lines["opening"], numerator=lines["closing"])

    asked = Finished({"came": CAME}, finish, windowed=True)
    lines = finished(asked, period="month")
    assert lines[["_period", "value", "numerator"]].to_numpy().tolist() == [
        ["01", 0, 2],
        ["02", 2, 2],
        ["03", 2, 4],
    ]
    later = finished(asked, period="month", where={"month": ["2025-03"]})
    assert later[["value", "numerator"]].to_numpy().tolist() == [[2, 4]]
    by_store = finished(asked, period="month", dims=("store_id",))
    assert by_store["value"].tolist() == [0, 1, 1, 0, 1, 1]
    assert by_store["numerator"].tolist() == [1, 1, 3, 1, 1, 1]


def test_alike_expressions_are_worked_out_once_and_others_kept_apart():
    one, other = (nw.col("amount_cents") * factor for factor in (1, 2))
    parts = {
        name: Parts(booked, "x", rows={"x": row}, sums={"x": Plain("sum", "x")})
        for name, row in {"a": one, "b": other, "c": one}.items()
    }
    found = components(parts, Sources({"booked": BOOKED}))
    assert [found[name, ""].whole("x").iloc[0] for name in "abc"] == [1600, 3200, 1600]
    assert found["a", ""].sums == found["c", ""].sums != found["b", ""].sums


def test_an_expression_does_not_hide_a_column_that_another_adds_up():
    hides = Parts(booked, "y", rows={"amount_cents": nw.lit(0)}, sums={"y": Plain("sum", "amount_cents")})
    found = components({"a": hides, "b": COST}, Sources({"booked": BOOKED}))
    assert found["a", ""].whole("y").iloc[0] == 0
    assert found["b", ""].whole("amount_cents").iloc[0] == 16


def test_a_kpi_of_no_parts_is_refused():
    with pytest.raises(DataError, match="needs a part"):
        Finished({}, lambda found, sources: pd.DataFrame())
