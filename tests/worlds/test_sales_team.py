"""The sales team's tables hold together, look like a firm's, and each planted story is found by its KPI alone."""

from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

from kpilab import worlds
from kpilab.catalogue import kpi
from kpilab.data.schemas import faults
from kpilab.errors import UnknownName
from kpilab.metrics import measure
from kpilab.worlds import sales_team
from kpilab.worlds.frames import csv_bytes

LAYOUT = sales_team.LAYOUT
STORIES = {story.id: story for story in sales_team.STORIES}
CHANGE = {
    "directory_leads": -0.10,
    "north_routing": -0.20,
    "quarter_end_pull": 0.03,
    "west_newcomers": -0.06,
    "lucky_may": 0.99,
    "south_product_course": 10.0,
    "double_visits": 0.45,
}
"""What counts as found: about half of what was planted, in the unit of `change`."""
MONTHS = pd.period_range("2024-01", "2025-12", freq="M").astype(str)


@lru_cache(maxsize=2)
def firm(seed, told=True):
    return sales_team.tables(seed, stories=None if told else ())


def asked_together():
    """The KPIs of stories and decoys by what they are narrowed to: each is measured once a world."""
    found = {(("team", "North"),): {"win_rate"}, (): {"effective_visits"}}
    for story in STORIES.values():
        for kpi_id, where in ((story.shown_by, story.where), (story.decoy, story.decoy_where)):
            found.setdefault(tuple(sorted(where.items())), set()).add(kpi_id)
    return found


@lru_cache(maxsize=64)
def measured(seed, told, where):
    return measure(sorted(asked_together()[where]), firm(seed, told), by="month", where=dict(where))


def parts(kpi_id, seed, told, where, months):
    seen = measured(seed, told, tuple(sorted(where.items())))
    return seen[seen["kpi"].eq(kpi_id) & seen["month"].isin(months)]


def months_of(story):
    last = min(story.last, pd.Timestamp("2025-11-30").date()) if story.shown_by == "qualified_lead_rate" else story.last
    return pd.period_range(story.first, last, freq="M").astype(str)


def pooled(found):
    return found["numerator"].sum() / found["denominator"].sum()


def change(story, seed, told):
    """Rates: points against the months before the story; a month by itself; visits: growth beyond that of others."""
    during = months_of(story)
    before = [month for month in MONTHS if month < during[0]]
    if story.id == "quarter_end_pull":
        during = ["2025-03", "2025-06", "2025-09", "2025-12"]
    now, then = (parts(story.shown_by, seed, told, story.where, chosen) for chosen in (during, before))
    if story.id == "lucky_may":
        return pooled(now)
    if story.shown_by == "effective_visits":
        every = [parts(story.shown_by, seed, told, {}, chosen)["value"].sum() for chosen in (during, before)]
        his = [found["value"].sum() for found in (now, then)]
        return his[0] / his[1] / ((every[0] - his[0]) / (every[1] - his[1])) - 1
    return (pooled(now) - pooled(then)) * (100 if kpi(story.shown_by).unit == "score" else 1)


@pytest.mark.parametrize("name", STORIES)
def test_its_kpi_finds_it_and_finds_nothing_when_it_is_off(name, seed):
    story, bar = STORIES[name], CHANGE[name]
    sign = {"up": 1, "down": -1}[story.moves]
    assert change(story, seed, True) * sign > bar * sign
    assert change(story, seed, False) * sign < bar * sign


@pytest.mark.parametrize("name", STORIES)
def test_its_decoy_does_not_move(name, seed):
    story = STORIES[name]
    on, off = (parts(story.decoy, seed, told, story.decoy_where, months_of(story)) for told in (True, False))
    if kpi(story.decoy).additivity == "ratio":
        assert on["numerator"].sum() / on["denominator"].sum() == pytest.approx(pooled(off), abs=0.04)
    else:
        assert on["value"].sum() == pytest.approx(off["value"].sum(), rel=0.03)


def test_late_answers_cost_deals_in_the_months_after(seed):
    on, off = (pooled(parts("win_rate", seed, told, {"team": "North"}, MONTHS[14:])) for told in (True, False))
    assert on < off - 0.015


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("directory_leads", {"leads", "opportunities", "stage_changes", "follow_ups", "visits", "customers"}),
        ("lucky_may", {"opportunities", "stage_changes", "orders", "order_lines", "customers", "accounts"}),
        ("south_product_course", {"test_answers", "enrolments", "test_scores", "training_surveys", "behaviour_checks"}),
        ("double_visits", {"visits"}),
    ],
)
def test_switching_it_leaves_all_other_luck_as_it_was(name, tables):
    on, off = (sales_team.tables(5, stories=told, scale=0.4) for told in ([name], ()))
    changed = {table for table in on if not on[table].equals(off[table])}
    assert "visits" in changed if name == "double_visits" else changed
    assert changed - _AFTER_A_DEAL <= tables


_AFTER_A_DEAL = {"returns", "pay", "matrix", "documents", "process_audits", "assists", "follow_ups", "visits"}
"""What follows from each deal and order."""


def test_a_deal_goes_through_its_stages_in_their_order(seed):
    tables = firm(seed)
    steps = tables["stage_changes"].sort_values(["opportunity_id", "entered_at"], kind="stable")
    order = steps["stage"].map({"new": 0, "qualified": 1, "proposal": 2, "negotiation": 3, "won": 4, "lost": 4})
    same = steps["opportunity_id"].eq(steps["opportunity_id"].shift())
    assert (order.diff()[same] > 0).all()
    deals = tables["opportunities"].set_index("opportunity_id")
    last = steps.groupby("opportunity_id")["stage"].last()
    assert (last == deals.loc[last.index, "stage"]).all()
    assert deals["closed_at"].isna().eq(~deals["stage"].isin(["won", "lost"])).all()
    assert (deals["closed_at"].dropna() > deals["created_at"][deals["closed_at"].notna()]).all()


def test_every_deal_won_is_an_order_of_its_value(seed):
    tables = firm(seed)
    orders = tables["orders"].set_index("opportunity_id")
    won = tables["opportunities"].query("stage == 'won'").set_index("opportunity_id")
    assert sorted(orders.index) == sorted(won.index)
    lines = tables["order_lines"].assign(net=lambda t: t["qty"] * t["unit_price_cents"] - t["discount_cents"])
    sums = lines.groupby("order_id")["net"].sum().loc[orders["order_id"]]
    assert (sums.to_numpy() == won.loc[orders.index, "value_cents"].to_numpy()).all()
    assert (orders["paid_cents"].to_numpy() == np.where(orders["paid_at"].notna(), sums, 0)).all()


def test_whoever_did_it_was_there(seed):
    tables = firm(seed)
    staff = tables["staff"].set_index("staff_id")
    for table, when in (
        ("visits", "ts"),
        ("orders", "ordered_at"),
        ("test_answers", "answered_on"),
        ("leads", "created_at"),
    ):
        rows = tables[table]
        day, person = rows[when].dt.normalize(), staff.loc[rows["staff_id"]]
        assert (day.to_numpy() >= person["start_on"].to_numpy()).all(), table
        assert (day.to_numpy() <= person["end_on"].fillna(pd.Timestamp("2026-01-01")).to_numpy()).all(), table


def test_the_matrix_states_what_is_measured():
    tables = firm(0)
    matrix = tables["matrix"].set_index(["owner", "month", "kpi"])["fact"]
    for name in ("gmv_paid", "win_rate", "follow_up_timeliness"):
        seen = measure(name, tables, by=["staff_id", "month"]).set_index(["staff_id", "month"])["value"]
        stated = matrix.xs(name, level="kpi").dropna()
        stated = stated[stated > 0]
        assert stated.to_numpy() == pytest.approx(seen.loc[stated.index].to_numpy(), abs=6e-5), name


def test_it_looks_like_a_firm_that_sells_to_firms():
    tables = worlds.build("sales_team")
    deals = tables["opportunities"]
    assert 0.33 < pooled(measure("win_rate", tables, by="month").query("month >= '2024-01'")) < 0.47
    assert 25 < measure("sales_cycle_days", tables)["value"].item() < 50
    value = deals["value_cents"].quantile([0.5, 0.99])
    assert value[0.99] > 6 * value[0.5]
    by_source = measure("qualified_lead_rate", tables, by="source").set_index("source")["value"]
    assert by_source["referral"] > by_source["web"] + 0.1
    sold = tables["orders"].query("paid_at >= '2025-01-01'").groupby("staff_id")["paid_cents"].sum()
    asked = tables["quotas"].query("month >= '2025-01'").groupby("staff_id")["quota_cents"].sum()
    attained = (sold / asked).dropna()
    assert 0.3 < (attained >= 1).mean() < 0.6
    assert attained.std() > 0.2
    weekday = tables["leads"]["created_at"].dt.isocalendar().day
    assert (weekday == 2).sum() > 3 * (weekday == 6).sum()


def test_newcomers_win_less_at_first(seed):
    tables = firm(seed, told=False)
    deals = tables["opportunities"].dropna(subset=["closed_at"]).merge(tables["staff"], on="staff_id")
    tenure = (deals["created_at"] - deals["start_on"]).dt.days
    won = deals["stage"].eq("won")
    assert won[tenure < 120].mean() < won[tenure > 300].mean()


def test_scale_makes_teams_larger_and_blocks_follow_one_another():
    small, double = sales_team.tables(3, scale=0.3), sales_team.tables(3, scale=2)
    usual, next_one = sales_team.tables(3), sales_team.tables(3, block=1)
    for table in ("leads", "opportunities", "orders", "staff"):
        assert len(small[table]) < len(usual[table]) < len(double[table]), table
        assert len(double[table]) == pytest.approx(2 * len(usual[table]), rel=0.12), table
    for table in LAYOUT.tables:
        key = list(table.key)
        if table.grows == "rows":
            both = pd.concat([usual[table.name][key], next_one[table.name][key]])
            assert not both.duplicated().any(), table.name
        else:
            assert usual[table.name][key].equals(next_one[table.name][key]), table.name
    assert next_one["leads"]["lead_id"].min() > worlds.BLOCK
    assert list(next_one["staff"]["staff_id"].str.len() > 9) == [True] * len(next_one["staff"])


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    first, again, other = (sales_team.tables(seed, scale=0.2) for seed in (8, 8, 9))
    for table in LAYOUT.tables:
        assert csv_bytes(table, first[table.name]) == csv_bytes(table, again[table.name])
    assert csv_bytes(LAYOUT.table("orders"), first["orders"]) != csv_bytes(LAYOUT.table("orders"), other["orders"])


@pytest.mark.parametrize("maker", sales_team.MAKERS)
def test_another_maker_sells_other_things_for_the_same_money(maker):
    usual = sales_team.tables(1, scale=0.2)
    other = sales_team.for_maker(usual, maker)
    assert list(faults(LAYOUT.table("products"), other["products"])) == []
    assert not set(other["products"]["product"]) & set(usual["products"]["product"]) - {"Installation day"}
    sold = [measure("gross_margin", each, by="category")["value"].sort_values().tolist() for each in (usual, other)]
    assert sold[0] == sold[1]
    with pytest.raises(UnknownName, match="food"):
        sales_team.for_maker(usual, "foods")
