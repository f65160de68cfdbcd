"""The shop's tables hold together, look like a shop's, and tell its stories: found when on, absent when off."""

from functools import lru_cache

import pandas as pd
import pytest

from kpilab.metrics import measure
from kpilab.worlds.online_shop import STORIES, tables

BY_NAME = {story.id: story for story in STORIES}
CHANGE = {
    "phone_checkout": 0.135,
    "slow_laptop_pages": 0.35,
    "video_curious": 0.15,
    "kettle_stockout": 0.4,
    "western_carrier": -0.09,
    "try_at_home": 0.06,
    "no_night_shift": -0.05,
}
"""What counts as found, in the unit of `change`."""
BESIDE = {
    "video_curious": ("2025-12", "2025-12"),
    "kettle_stockout": ("2024-01", "2025-01"),
}
"""The months to compare with, where those of the year before the story do not serve: pages have no earlier record,
and the kettle was sold out before its first month began."""
OTHERS = {"phone_checkout": {"device": "laptop"}, "video_curious": {"channel": "search"}}
"""Whom to compare with, where the season moves the KPI for everybody."""


@lru_cache(maxsize=4)
def shop(seed, told=True):
    return tables(seed, stories=None if told else ())


def monthly(kpi, data, where):
    return measure(kpi, data, by="month", where=where).set_index("month")


def middle(months):
    """Ratios over all the months together; the mean of the months where there is no numerator."""
    known = months.dropna(subset=["value"])
    if known["denominator"].isna().all():
        return known["value"].mean()
    return known["numerator"].sum() / known["denominator"].sum()


def before_and_after(story, data, where):
    if story.id == "phone_checkout":  # carts of late December may still be paid, and the promotion begins in October
        seen = measure(story.shown_by, data, by="day", where=where).set_index("day")
        return middle(seen.loc["2025-09-01":"2025-09-21"]), middle(seen.loc["2025-09-22":"2025-10-19"])
    seen = monthly(story.shown_by, data, where)
    first, last = f"{story.first:%Y-%m}", f"{story.last:%Y-%m}"
    beside = BESIDE.get(story.id, ("2025-01", f"2025-{story.first.month - 1:02d}"))
    if story.id == "slow_laptop_pages":
        first = last  # the story holds for only a part of its first month
    return middle(seen.loc[slice(*beside)]), middle(seen.loc[first:last])


def change(story, data):
    """Growth of the loading time, and for all else points; beside the others' points where the season plays a part."""
    before, after = before_and_after(story, data, story.where)
    if story.id in OTHERS:
        others_before, others_after = before_and_after(story, data, OTHERS[story.id])
        return after - before - (others_after - others_before)
    return after / before - 1 if story.id == "slow_laptop_pages" else after - before


@pytest.mark.parametrize("name", BY_NAME)
def test_its_kpi_finds_it_and_finds_nothing_when_it_is_off(name, seed):
    story, bar = BY_NAME[name], CHANGE[name]
    sign = {"up": 1, "down": -1}[story.moves]
    assert change(story, shop(seed)) * sign > bar * sign
    assert change(story, shop(seed, False)) * sign < bar * sign


@pytest.mark.parametrize("name", BY_NAME)
def test_its_decoy_does_not_move(name, seed):
    story = BY_NAME[name]
    first, last = f"{story.first:%Y-%m}", f"{story.last:%Y-%m}"
    others = [other for other in BY_NAME if other != name]
    on, off = (
        monthly(story.decoy, world, story.decoy_where).loc[first:last, "value"].sum()
        for world in (shop(seed), tables(seed, stories=others))
    )
    assert on == pytest.approx(off, rel=0.06 if name == "kettle_stockout" else 0.02)


def test_the_log_and_the_orders_agree(seed):
    data = shop(seed)
    orders, sessions, events = data["orders"], data["sessions"], data["events"]
    recorded = orders[orders["ordered_at"] >= "2025-09-01"]
    assert recorded["session_id"].notna().all()
    assert recorded["session_id"].is_unique
    assert orders["session_id"].notna().sum() == len(recorded)
    begun = recorded["session_id"].map(sessions.set_index("session_id")["started_at"])
    assert (recorded["ordered_at"] - begun).between(pd.Timedelta(0), pd.Timedelta("1h")).all()
    for act, column in (("order", "ordered_at"), ("pay", "paid_at")):
        logged = recorded["session_id"].map(events[events["type"] == act].set_index("session_id")["ts"])
        assert logged.equals(recorded[column].rename("session_id")), act
    placed = set(events.loc[events["type"] == "order", "session_id"])
    paid = set(events.loc[events["type"] == "pay", "session_id"])
    assert placed == set(recorded["session_id"])
    assert paid == set(recorded.loc[recorded["paid_at"].notna(), "session_id"])
    assert not events.groupby("session_id")["ts"].diff().lt(pd.Timedelta(0)).any()


def test_who_registers_is_a_customer_and_reads_or_orders_as_one_from_then_on(seed):
    data = shop(seed)
    joined = data["customers"].set_index("customer_id")["joined_on"]
    events, orders = data["events"], data["orders"]
    registers = (events["type"] == "register").sum()
    given_up = (~joined.index.isin(orders["customer_id"]) & joined.between("2025-09-22", "2025-10-19")).sum()
    assert registers <= (joined >= "2025-09-01").sum() <= registers + given_up
    for table, who, when in (("content_events", "reader_id", "ts"), ("orders", "customer_id", "ordered_at")):
        known = data[table].dropna(subset=[who])
        assert (known[when].dt.normalize() >= known[who].map(joined)).all(), table
    letters = data["experiments"].merge(orders, on=["customer_id", "campaign_id"])
    assert set(letters["arm"]) <= {"with"}


def test_contacts_lie_within_their_ticket(seed):
    contacts = shop(seed)["contacts"]
    ends = contacts.groupby("ticket_id")["ts"].agg(["min", "max"])
    tickets = shop(seed)["tickets"].set_index("ticket_id")
    assert (ends["min"] == tickets["created_at"]).all()
    last = tickets["reopened_at"].fillna(tickets["solved_at"]).dropna()
    assert (ends["max"].loc[last.index] <= last).all()
    assert (contacts.groupby("ticket_id")["ts"].diff().dropna() >= pd.Timedelta(0)).all()


def test_the_truth_of_the_audits_is_what_the_tables_say(seed):
    data = shop(seed)
    truth = data["audits"].set_index(["field", "report_id"])["true_value"]
    for field, kpi in (("orders", "order_count"), ("net sales", "net_sales")):
        known = monthly(kpi, data, {}).loc["2024-01":"2025-11", "value"]
        assert list(truth[field]) == [int(value) for value in known], field
    wrong = data["audits"].query("reported.notna() and reported != true_value")["report_id"]
    corrected = data["reports"].dropna(subset=["corrected_at"])["report_id"]
    assert len(wrong) > 2
    assert len(corrected) < 20


def test_lines_sum_to_their_orders_and_refunds_to_less(seed):
    data = shop(seed)
    lines = data["order_lines"].assign(paid=lambda t: t["qty"] * t["unit_price_cents"] - t["discount_cents"])
    sums = lines.groupby("order_id")[["discount_cents", "paid"]].sum()
    orders = data["orders"].set_index("order_id")
    assert (sums["discount_cents"] == orders["discount_cents"]).all()
    assert (sums["paid"].where(orders["paid_at"].notna(), 0) == orders["paid_cents"]).all()
    back = (
        data["returns"]
        .merge(lines, on=["order_id", "line_no"], suffixes=("", "_sold"))
        .join(orders["paid_at"], "order_id")
    )
    assert len(back) == len(data["returns"])
    assert (back["qty"] <= back["qty_sold"]).all()
    assert (back["refund_cents"] <= back["paid"]).all()
    came = back["order_id"].map(data["shipments"].set_index("order_id")["delivered_on"])
    assert (back["returned_on"] - came).dt.days.between(1, 30).all()
    assert (
        data["order_lines"]["first_shipped_qty"]
        .notna()
        .equals(data["order_lines"]["order_id"].map(orders["paid_at"]).notna())
    )


def test_stock_is_what_was_there_and_came_less_what_was_sold(seed):
    data = shop(seed)
    sold = data["order_lines"].merge(data["orders"].dropna(subset=["paid_at"]), on="order_id")
    sold = sold.assign(day=sold["ordered_at"].dt.to_period("M").dt.end_time.dt.normalize().astype("datetime64[us]"))
    sold = sold.groupby(["store_id", "product_id", "day"])["qty"].sum()
    stock = data["stock"].set_index(["store_id", "product_id", "day"]).sort_index()
    before = stock.groupby(["store_id", "product_id"])["units"].shift()
    expected = before + stock["received_units"] - sold.reindex(stock.index, fill_value=0)
    assert (expected.dropna() == stock["units"][expected.notna()]).all()


def test_it_looks_like_a_shop(seed):
    data = shop(seed)
    orders = data["orders"].dropna(subset=["paid_at"])
    spend = orders.groupby("customer_id")["paid_cents"].sum().sort_values(ascending=False)
    assert 0.3 < spend.head(len(spend) // 10).sum() / spend.sum() < 0.7
    gaps = orders.dropna(subset=["customer_id"]).sort_values("paid_at").groupby("customer_id")["paid_at"].diff().dt.days
    nth = orders.dropna(subset=["customer_id"]).sort_values("paid_at").groupby("customer_id").cumcount()
    assert gaps[nth == 4].median() > gaps[nth == 1].median()
    by_day = orders.groupby(orders["paid_at"].dt.normalize()).size()
    assert by_day.idxmax().strftime("%m-%d") == "11-11"
    assert by_day.loc["2025-11-08":"2025-11-11"].mean() > 2 * by_day.loc["2025-09-01":"2025-10-09"].mean()
    rate = measure("conversion_rate_session", data, where={"month": "2025-12"})["value"].iloc[0]
    assert 0.02 < rate < 0.14
    net, planned = (measure(kpi, data)["value"].iloc[0] for kpi in ("net_sales", "plan_attainment"))
    assert net > 0
    assert 0.85 < planned < 1.15


def test_a_story_touches_nothing_else():
    after_orders = {"shipments", "ledger", "tickets", "contacts", "qa_reviews", "survey_invitations", "surveys"}
    after_orders |= {"returns", "audits"}
    of_stock = {"stock", "stock_counts"}
    touched = {
        "phone_checkout": {
            "orders",
            "order_lines",
            "returns",
            "sessions",
            "events",
            "searches",
            *after_orders,
            *of_stock,
        },
        "slow_laptop_pages": {"events"},
        "western_carrier": after_orders,
        "try_at_home": {"returns", "audits"},
        "no_night_shift": {"tickets", "contacts", "qa_reviews"},
    }
    on = tables(5, scale=0.3)
    for name, expected in touched.items():
        off = tables(5, stories=[other for other in BY_NAME if other != name], scale=0.3)
        assert {table for table in on if not on[table].equals(off[table])} <= expected, name


def test_a_bought_video_adds_visits_and_changes_none():
    others = [name for name in BY_NAME if name != "video_curious"]
    on, off = tables(5)["sessions"], tables(5, stories=others)["sessions"]
    columns = ["visitor_id", "started_at", "channel", "device", "landing_page"]
    both = off[columns].merge(on[columns], how="left", indicator=True)
    assert (both["_merge"] == "both").all()
    more = len(on) - len(off)
    usual = off[(off["channel"] == "video") & (off["started_at"].dt.strftime("%Y-%m") == "2025-10")]
    assert more > len(usual)
    assert on["channel"].eq("video").sum() - off["channel"].eq("video").sum() == more
