"""Store matrices by month: plans and measured facts, nothing typed in."""

from __future__ import annotations

from datetime import date
from math import isnan

import pandas as pd
import pytest

from kpilab.analysis.monthly import index_by_month, monthly_scores, store_matrices, store_matrix
from kpilab.analysis.pay import CLIFF, bonus
from kpilab.analysis.scorecard import Matrix, score
from kpilab.catalogue import role
from kpilab.data.load import load
from kpilab.errors import DataError, UnknownName
from kpilab.i18n import speaking
from kpilab.metrics import measure

Tables = dict[str, pd.DataFrame]
MAY = "2025-05"


@pytest.fixture(scope="module")
def chain() -> Tables:
    return dict(load("retail_chain"))


@pytest.fixture(scope="module")
def may(chain: Tables) -> Matrix:
    return store_matrix(chain, "Riverside", MAY)


def test_facts_are_counted_from_the_tables(chain: Tables, may: Matrix):
    answers = chain["surveys"]
    answers = answers[(answers["store_id"] == "S1") & answers["answered_on"].dt.strftime("%Y-%m").eq(MAY)]
    satisfied = may.row("Satisfied customers")
    assert satisfied.fact == pytest.approx(100 * (answers["score"] >= 4).mean())
    assert satisfied.sample == len(answers)

    joined = chain["customers"].query("home_store_id == 'S1'")["joined_on"].dt.strftime("%Y-%m").eq(MAY).sum()
    assert may.row("New members").fact == joined

    till = chain["till_waits"].query("store_id == 'S1'")
    till = till[till["day"].dt.strftime("%Y-%m").eq(MAY)]
    waited = (till["served"] * till["wait_minutes_mean"]).sum() / till["served"].sum()
    assert may.row("Wait at the till").fact == pytest.approx(waited)


def test_levels_come_from_the_plans_in_the_unit_of_the_matrix(chain: Tables, may: Matrix):
    plans = chain["plans"].query("store_id == 'S1' and month == @MAY").set_index("kpi")
    sales, satisfied, wait = (may.row(name) for name in ("Net sales", "Satisfied customers", "Wait at the till"))
    assert sales.norm == pytest.approx(plans.loc["net_sales", "norm"] / 1000)
    assert satisfied.base == pytest.approx(plans.loc["csat_top2", "base"] * 100)
    assert wait.target == plans.loc["till_wait_minutes", "target"]
    assert [row.unit for row in (sales, satisfied, wait)] == ["thousand", "%", "minutes"]


def test_rows_and_weights_are_the_role_s(may: Matrix):
    assert [(row.kpi_id, row.weight) for row in may.rows] == [
        (row.kpi, row.weight) for row in role("store_manager").rows
    ]
    assert {row.owner for row in may.rows} == {"Chen"}


def test_a_store_goes_by_name_or_id(chain: Tables, may: Matrix):
    assert store_matrix(chain, "S1", MAY) == may
    assert may.title == "Riverside, 2025-05"
    with pytest.raises(UnknownName, match="Did you mean 'Riverside'"):
        store_matrix(chain, "Riverseid", MAY)


def test_what_is_not_known_yet_is_missing_and_lowers_the_coverage(chain: Tables):
    on_the_day = store_matrix(chain, "Riverside", MAY, until=date(2025, 5, 31))
    assert isnan(on_the_day.row("Refunds").fact)
    assert score(on_the_day).coverage == pytest.approx(0.9)
    assert not isnan(store_matrix(chain, "Riverside", MAY, until=date(2025, 6, 30)).row("Refunds").fact)


def test_a_table_line_is_the_matrix_scored(chain: Tables, may: Matrix):
    table = monthly_scores(chain, formula="ratio", curve=CLIFF, at_plan=6000, stores=["Riverside"])
    line = table.set_index("month").loc[MAY]
    by_ratio = score(may, formula="ratio")
    told = [line[name] for name in ("store", "manager", "formula", "below_base")]
    assert told == ["Riverside", "Chen", "ratio", "none"]
    assert line["total"] == pytest.approx(by_ratio.total)
    assert line["bonus"] == pytest.approx(bonus(by_ratio, CLIFF, 6000))
    assert "bonus" not in monthly_scores(chain, stores=["Riverside"], months=[MAY]).columns


def test_all_stores_and_months(chain: Tables):
    table = monthly_scores(chain)
    assert len(table) == len(store_matrices(chain)) == 8 * 24
    assert table["total"].notna().all()
    last, first = table["month"] == "2025-12", table["month"] == "2024-01"
    assert table.loc[last, "coverage"].tolist() == pytest.approx([0.9] * 8)  # returns may still come
    assert table.loc[first, "coverage"].tolist() == pytest.approx([0.85] * 8)  # nobody bought before
    assert table.loc[~(first | last), "coverage"].eq(1).all()


def test_the_person_is_whoever_ran_the_store_on_the_last_day(chain: Tables):
    staff = chain["staff"].copy()
    chen = staff["name"].eq("Chen") & staff["role"].eq("manager")
    heir = staff[chen].assign(staff_id="E999", name="Fang", start_on=pd.Timestamp("2025-05-31"))
    staff.loc[chen, "end_on"] = pd.Timestamp("2025-05-30")
    changed = {**chain, "staff": pd.concat([staff, heir])}
    months = ["2025-04", MAY]
    table = monthly_scores(changed, stores=["Riverside"], months=months)
    assert table["manager"].tolist() == ["Chen", "Fang"]


def test_fact_over_plan_stands_beside_the_index(chain: Tables, may: Matrix):
    table = index_by_month(chain, "Riverside", months=["2025-04", MAY])
    assert len(table) == 2 * len(may.rows)
    wait = table[(table["month"] == MAY) & (table["kpi"] == "Wait at the till")].iloc[0]
    assert wait["fact_vs_plan"] == pytest.approx(wait["norm"] / wait["fact"])
    assert wait["index"] == pytest.approx(score(may).rows[4].index)
    found = measure("till_wait_minutes", chain, by="month", where={"store_id": "S1", "month": MAY})
    assert wait["fact"] == pytest.approx(found["value"][0])


def test_one_kpi_is_picked_by_its_id_in_any_language(chain: Tables):
    months = ["2025-04", MAY]
    every = index_by_month(chain, "Riverside", months=months)
    satisfied = every[every["kpi"] == "Satisfied customers"].reset_index(drop=True)
    with speaking("xx"):
        picked = index_by_month(chain, "Riverside", only="csat_top2", months=months)
    assert picked["kpi"].unique().tolist() == ["⟦Sàtîsfîéd cüstõmérs⟧"]
    assert len(picked) == 2
    pd.testing.assert_frame_equal(picked.drop(columns="kpi"), satisfied.drop(columns="kpi"))
    with pytest.raises(UnknownName, match="Did you mean 'csat_top2'"):
        index_by_month(chain, "Riverside", only="csat_top", months=months)


def test_a_month_without_a_plan_is_named(chain: Tables):
    with pytest.raises(DataError, match="Riverside, 2031-01: no plan for net_sales"):
        store_matrix(chain, "Riverside", "2031-01")
