"""The manufacturer's tables hold together, look like such a firm, and tell their stories."""

from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

from kpilab.metrics import measure
from kpilab.worlds.frames import csv_bytes
from kpilab.worlds.manufacturer import LAYOUT, tables
from kpilab.worlds.manufacturer.stories import STORIES

BY_NAME = {story.id: story for story in STORIES}
CHANGE = {
    "quality_mended": -0.05,
    "valve_batches": 0.075,
    "west_carrier": -0.10,
    "silent_manager": -0.35,
    "north_renewals": -0.022,
    "packaging_frame": 0.36,
}
"""What counts as found: half the planted strength, in points."""


TOGETHER = ("valve_batches", "west_carrier", "silent_manager", "north_renewals")
"""Stories that touch no decoy of one another: one world without all of them shows that their decoys stay."""
APART = {name: (name,) for name in BY_NAME if name not in TOGETHER}


@lru_cache(maxsize=2)
def maker(seed, told=True):
    return tables(seed, stories=None if told else ())


@lru_cache(maxsize=1)
def without(seed, names):
    return tables(seed, stories=[other for other in BY_NAME if other not in names])


KPIS = {
    (): ("avg_order_value", "on_time_delivery"),
    ("region",): ("on_time_delivery", "fill_rate", "gross_margin_rate", "order_count"),
    ("plant_line",): ("return_rate", "order_count"),
    ("name",): ("order_count",),
}
"""The monthly KPIs that the stories and decoys of each `where` need."""
DECOYS = {story.decoy for story in STORIES}


def world(seed, told):
    return maker(seed, told) if isinstance(told, bool) else without(seed, told)


@lru_cache(maxsize=16)
def measured(seed, told, columns):
    """The months of several KPIs, measured once for each world; of decoys alone where some stories are left out."""
    kpis = KPIS[columns] if isinstance(told, bool) else [kpi for kpi in KPIS[columns] if kpi in DECOYS]
    return measure(kpis, world(seed, told), by=["month", *columns])


def by(name, seed, told, where, period="month"):
    """`told` is True for all stories, False for none, else the names of those that are left out."""
    if period != "month":
        return measure(name, world(seed, told), by=period, where=where).set_index(period)
    known = measured(seed, told, tuple(where))
    known = known[known["kpi"] == name]
    for column, value in where.items():
        known = known[known[column] == value]
    return known.set_index("month")


def ratio(lines):
    known = lines.dropna(subset=["value"])
    return known["numerator"].sum() / known["denominator"].sum()


def change(story, seed, told):
    """In points: the story's months against those before; churn and contacts by year or quarter."""
    if story.id == "quality_mended":
        years = by("churn_rate", seed, told, story.where, "year")["value"]
        return years["2025"] - years["2024"]
    if story.id == "silent_manager":
        quarters = by(story.shown_by, seed, told, story.where, "quarter")
        return ratio(quarters.loc["2025-Q2":]) - ratio(quarters.loc["2024-Q1":"2024-Q4"])
    if story.id == "packaging_frame":
        quarters = by("churn_rate", seed, told, story.where, "quarter")["value"]
        return quarters["2025-Q3"] - quarters["2025-Q2"]
    seen = by(story.shown_by, seed, told, story.where)
    during, before = (
        seen.loc[f"{story.first:%Y-%m}" : f"{story.last:%Y-%m}"],
        seen.loc[: f"{story.first:%Y-%m}"].iloc[:-1],
    )
    return ratio(during) - ratio(before.loc["2023-11":])


@pytest.mark.parametrize("name", BY_NAME)
def test_its_kpi_finds_it_and_finds_nothing_when_it_is_off(name, seed):
    story, bar = BY_NAME[name], CHANGE[name]
    sign = {"up": 1, "down": -1}[story.moves]
    assert change(story, seed, True) * sign > bar * sign
    assert change(story, seed, False) * sign < bar * sign


@pytest.mark.parametrize("name", BY_NAME)
def test_its_decoy_does_not_move(name, seed):
    story = BY_NAME[name]
    first, last = f"{story.first:%Y-%m}", f"{story.last:%Y-%m}"
    on, off = (
        by(story.decoy, seed, told, story.decoy_where).loc[first:last, "value"].sum()
        for told in (True, APART.get(name, TOGETHER))
    )
    assert on == pytest.approx(off, rel=0.035)


def test_yearly_churn_falls_from_fifteen_to_five_per_cent():
    worlds = (tables(2, stories=told, scale=8) for told in (None, ()))
    on, off = (measure("churn_rate", data, by="year").set_index("year")["value"] for data in worlds)
    assert on["2024"] == pytest.approx(0.15, abs=0.01)
    assert on["2025"] == pytest.approx(0.05, abs=0.01)
    assert off["2025"] == pytest.approx(0.15, abs=0.015)


@pytest.mark.parametrize(
    ("name", "touched"),
    [
        ("valve_batches", {"batches", "returns", "tickets"}),
        ("west_carrier", {"shipments", "orders", "order_lines", "returns", "tickets"}),
        ("silent_manager", {"visits"}),
        ("north_renewals", {"renewals", "orders", "order_lines", "returns"}),
        ("packaging_frame", {"accounts", "contracts", "renewals", "orders", "order_lines", "shipments", "returns"}
         | {"visits", "tickets", "survey_invitations", "surveys"}),
    ],
)  # fmt: skip
def test_switching_it_leaves_all_other_luck_as_it_was(name, touched):
    others = [other for other in BY_NAME if other != name]
    on, off = (tables(5, stories=told, scale=0.6) for told in (None, others))
    assert {table for table in on if not on[table].equals(off[table])} <= touched
    customers = on["customers"]
    for column in customers.columns.intersection(list(BY_NAME[name].where)):
        others = customers.loc[customers[column] != BY_NAME[name].where[column], "customer_id"]
        for table in touched & {"orders", "renewals", "tickets", "surveys"}:
            assert of(on, table, others).equals(of(off, table, others)), table


def of(data, table, customers):
    """The rows of these customers, without the numbers that count all rows."""
    rows = data[table]
    if table == "renewals":
        rows = rows.merge(data["contracts"], on="contract_id").rename(columns={"account_id": "customer_id"})
    rows = rows[rows["customer_id"].isin(customers)]
    return rows.drop(columns=["order_id"], errors="ignore").reset_index(drop=True)


def test_lines_sum_to_their_orders_and_goods_come_from_batches_made_before(seed):
    data = maker(seed)
    lines = data["order_lines"].assign(paid=lambda t: t["qty"] * t["unit_price_cents"] - t["discount_cents"])
    sums = lines.groupby("order_id")[["discount_cents", "paid"]].sum()
    orders = data["orders"].set_index("order_id")
    assert (sums["discount_cents"] == orders["discount_cents"]).all()
    assert (sums["paid"].where(orders["paid_at"].notna(), 0) == orders["paid_cents"]).all()
    assert orders["ordered_at"].is_monotonic_increasing
    made = lines.merge(data["batches"], on="batch_id").merge(data["orders"], on="order_id", suffixes=("", "_of_order"))
    assert (made["plant_line"] == made["plant_line_of_order"]).all()
    assert (made["made_on"] < made["ordered_at"]).all()
    assert (data["batches"]["faulty_qty"] <= data["batches"]["checked_qty"]).all()
    assert (lines["first_shipped_qty"].dropna() <= lines["qty"][lines["first_shipped_qty"].notna()]).all()


def test_nobody_orders_without_a_contract_and_a_contract_follows_another(seed):
    data = maker(seed)
    contracts = data["contracts"].sort_values(["account_id", "start_on"])
    assert (contracts["end_on"] >= contracts["start_on"]).all()
    before = contracts.groupby("account_id")["end_on"].shift()
    assert (contracts["start_on"] > before)[before.notna()].all()
    both = data["orders"].merge(contracts, left_on="customer_id", right_on="account_id")
    day = both["ordered_at"].dt.normalize()
    covered = both.loc[(day >= both["start_on"]) & (day <= both["end_on"]), "order_id"]
    assert data["orders"]["order_id"].isin(covered).all()
    left = data["renewals"].query("outcome == 'left'").merge(contracts, on="contract_id")["account_id"]
    last = contracts[contracts["account_id"].isin(left)].groupby("account_id")["end_on"].max()
    assert left.is_unique
    assert (last <= pd.Timestamp("2025-12-31")).all()
    assert data["renewals"]["reason"].notna().equals(data["renewals"]["outcome"] == "left")


def test_what_is_shipped_was_ordered_and_what_comes_back_had_arrived(seed):
    data = maker(seed)
    parcels = data["shipments"].merge(data["orders"], on="order_id")
    assert (parcels["shipped_on"].dropna() > parcels["ordered_at"][parcels["shipped_on"].notna()].dt.normalize()).all()
    gone = parcels.dropna(subset=["delivered_on"])
    assert (gone["delivered_on"] >= gone["shipped_on"]).all()
    back = data["returns"].merge(data["order_lines"], on=["order_id", "line_no"], suffixes=("", "_line"))
    assert len(back) == len(data["returns"])
    assert (back["qty"] <= back["qty_line"]).all()
    came = data["shipments"].groupby("order_id")["delivered_on"].max()
    assert (back["returned_on"] > back["order_id"].map(came)).all()


def test_each_customer_is_in_one_care_at_a_time_and_visited_by_it(seed):
    data = maker(seed)
    accounts = data["accounts"].sort_values(["customer_id", "assigned_on"])
    before = accounts.groupby("customer_id")["released_on"].shift()
    assert (accounts["assigned_on"] == before)[before.notna()].all()
    assert set(accounts["customer_id"]) == set(data["customers"]["customer_id"])
    visits = data["visits"].merge(accounts, on=["customer_id", "staff_id"])
    day = visits["ts"].dt.normalize()
    open_end = visits["released_on"].fillna(pd.Timestamp("2026-01-01"))
    in_care = visits.loc[(day >= visits["assigned_on"]) & (day < open_end), "visit_id"]
    assert data["visits"]["visit_id"].isin(in_care).all()


def test_nobody_works_on_a_day_off_or_before_the_first_day_in_the_firm(seed):
    data = maker(seed)
    holidays = data["calendar"].dropna(subset=["holiday"])["day"]
    for table, column in (
        ("shipments", "shipped_on"), ("shipments", "delivered_on"), ("shipments", "promised_on"), ("visits", "ts"),
        ("tickets", "created_at"), ("tickets", "first_human_reply_at"), ("tickets", "solved_at"),
        ("returns", "returned_on"), ("opportunities", "closed_at"), ("renewals", "decided_on"),
    ):  # fmt: skip
        day = data[table][column].dropna().dt.normalize()
        assert not day.isin(holidays).any(), (table, column)
        assert day.dt.day_of_week.max() == 4, (table, column)
        assert day.dt.day_of_week.value_counts(normalize=True).max() < 0.35, (table, column)
    assert not data["orders"]["ordered_at"].dt.normalize().isin(holidays).any()
    start = data["staff"].set_index("staff_id")["start_on"]
    for table, column in (("orders", "ordered_at"), ("visits", "ts"), ("accounts", "assigned_on")):
        assert (data[table][column] >= data[table]["staff_id"].map(start)).all(), table


def test_who_was_won_is_looked_after_by_who_won_them_and_orders_about_as_much_as_was_offered(seed):
    data = maker(seed)
    won = data["opportunities"].query("stage == 'won'")
    accounts = data["accounts"].sort_values("assigned_on").drop_duplicates("customer_id")
    both = won.merge(accounts, on="customer_id", suffixes=("", "_in_care")).merge(
        data["contracts"].drop_duplicates("account_id"), left_on="customer_id", right_on="account_id"
    )
    assert len(both) == len(won)
    assert (both["staff_id"] == both["staff_id_in_care"]).all()
    assert (both["value_cents"] / both["yearly_value_cents"]).median() == pytest.approx(1, abs=0.15)


def test_the_shape_of_a_firm_that_sells_to_firms():
    data = maker(0, False)
    orders = data["orders"].dropna(subset=["paid_at"])
    spend = orders.groupby("customer_id")["paid_cents"].sum().sort_values(ascending=False)
    assert spend.head(len(spend) // 10).sum() > 0.4 * spend.sum()
    gaps = orders.sort_values("paid_at").groupby("customer_id")["paid_at"].diff().dt.days
    assert gaps.median() == pytest.approx(23, abs=4)
    assert (gaps > 90).mean() < 0.001
    reasons = data["renewals"]["reason"].value_counts(normalize=True)
    assert reasons["quality"] > 0.33
    faulty = data["batches"]["faulty_qty"].sum() / data["batches"]["checked_qty"].sum()
    assert faulty == pytest.approx(0.011, abs=0.003)
    assert measure("on_time_delivery", data)["value"].iloc[0] == pytest.approx(0.91, abs=0.02)
    assert measure("gross_margin_rate", data)["value"].iloc[0] == pytest.approx(0.28, abs=0.02)
    assert measure("win_rate", data)["value"].iloc[0] == pytest.approx(0.30, abs=0.05)
    weekday = orders["ordered_at"].dt.day_of_week.value_counts(normalize=True)
    assert weekday.loc[:4].between(0.15, 0.23).all()
    assert 0 < weekday[5] < 0.04
    assert 6 not in weekday


def test_who_will_leave_over_quality_is_less_satisfied_before():
    data = tables(3, stories=(), scale=5)
    left = data["renewals"].query("reason == 'quality'").merge(data["contracts"], on="contract_id")
    answers = data["surveys"].merge(left, left_on="customer_id", right_on="account_id", how="left")
    soon = (answers["due_on"] - answers["answered_on"]).dt.days.between(0, 270)
    gap = np.subtract(*answers.groupby(soon)["score"].mean())
    assert gap > 0.4


def test_larger_data_have_more_customers_and_numbers_of_their_own():
    one, other = (tables(3, scale=0.3, block=block) for block in (0, 1))
    for table in LAYOUT.tables:
        if table.grows == "stays":
            assert one[table.name].equals(other[table.name]), table.name
        elif len(table.key) == 1:
            key = table.key[0]
            assert not one[table.name][key].isin(other[table.name][key]).any(), table.name
    assert len(tables(3, scale=3)["orders"]) == pytest.approx(3 * len(maker(3)["orders"]), rel=0.1)


def test_the_same_seed_gives_the_same_bytes():
    first, again = (tables(8, scale=0.4) for _ in range(2))
    for table in LAYOUT.tables:
        assert csv_bytes(table, first[table.name]) == csv_bytes(table, again[table.name])
