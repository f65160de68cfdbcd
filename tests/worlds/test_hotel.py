"""The hotels' tables hold together, look like two hotels, and tell their stories: found when on, absent when off."""

from functools import lru_cache

import pandas as pd
import pytest

from kpilab.metrics import measure
from kpilab.worlds.calendar_table import CALENDAR
from kpilab.worlds.frames import csv_bytes
from kpilab.worlds.hotel import LAYOUT, tables
from kpilab.worlds.hotel.stories import STORIES

BY_NAME = {story.id: story for story in STORIES}
CHANGE = {
    "willow_cleaners": -0.08,
    "tea_garden_training": -0.15,
    "flash_app": 0.04,
    "tea_garden_breakfast": -0.09,
    "weekend_replies": 0.60,
    "happy_guests_only": 0.06,
}
"""What counts as found: half the planted strength, in the unit of `change`."""
FULL = ("04", "05", "10")
"""The months in which Tea Garden is full."""


@lru_cache(maxsize=2)
def hotels(seed, told=True):
    return tables(seed, stories=None if told else ())


@lru_cache(maxsize=4)
def measured(seed, told, column):
    """The KPIs of all stories by month and `column`: measured once for each world."""
    asked = [story for story in STORIES if column in story.where]
    kpis = dict.fromkeys(kpi for story in asked for kpi in (story.shown_by, story.decoy))
    return measure(list(kpis), hotels(seed, told), by=["month", column])


def monthly(name, seed, told, where):
    ((column, value),) = where.items()
    known = measured(seed, told, column)
    return known[(known["kpi"] == name) & (known[column] == value)].set_index("month")


def ratio(months):
    known = months.dropna(subset=["value"])
    return known["numerator"].sum() / known["denominator"].sum()


def change(story, seed, told):
    """Shares in points, rates and waits as growth: the story's months against those before, or around them."""
    seen = monthly(story.shown_by, seed, told, story.where)
    first, last = f"{story.first:%Y-%m}", f"{story.last:%Y-%m}"
    during, outside = seen.loc[first:last], seen[(seen.index < first) | (seen.index > last)]
    if story.id == "tea_garden_breakfast":
        year = seen.loc["2024-01":"2024-12"]
        full = year.index.str[-2:].isin(FULL)
        return ratio(year[full]) - ratio(year[~full])
    if story.shown_by == "first_response_time":
        return during["value"].mean() / outside["value"].mean() - 1
    before = outside[outside.index < first]
    if story.shown_by == "complaint_rate":
        return ratio(during) / ratio(before) - 1
    return ratio(during) - ratio(outside if story.id == "happy_guests_only" else before)


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
        monthly(story.decoy, seed, told, story.decoy_where).loc[first:last, "value"].sum() for told in (True, False)
    )
    assert on == pytest.approx(off, rel=0.035)


def test_the_training_takes_three_complaints_in_ten():
    others = [story.id for story in STORIES if story.id != "tea_garden_training"]
    on, off = (tables(2, stories=told, scale=8) for told in (None, others))
    after = {"store": "Tea Garden", "month": [f"2025-{month:02d}" for month in range(3, 13)]}
    with_it, without = (measure("complaint_rate", data, where=after)["value"].iloc[0] for data in (on, off))
    assert with_it / without - 1 == pytest.approx(-0.30, abs=0.03)


@pytest.mark.parametrize(
    ("name", "touched"),
    [
        ("willow_cleaners", {"staff", "shifts", "inspections", "enrolments", "surveys", "callbacks", "behaviour_checks"}
         | {"qa_reviews"} | {"survey_invitations", "tickets", "contacts", "returns"}),
        ("tea_garden_training", {"training_runs", "enrolments", "behaviour_checks", "inspections", "surveys"}
         | {"callbacks", "qa_reviews"} | {"survey_invitations", "tickets", "contacts", "returns"}),
        ("flash_app", {"orders", "stays", "returns", "room_nights", "shifts", "inspections", "surveys", "callbacks"}
         | {"survey_invitations", "tickets", "contacts", "qa_reviews"}),
        ("tea_garden_breakfast", {"breakfast_waits", "surveys", "survey_invitations", "tickets", "contacts"}
         | {"returns", "qa_reviews"}),
        ("weekend_replies", {"tickets"}),
        ("happy_guests_only", {"surveys", "survey_invitations"}),
    ],
)  # fmt: skip
def test_switching_it_leaves_all_other_luck_as_it_was(name, touched):
    others = [other for other in BY_NAME if other != name]
    on, off = (tables(5, stories=told, scale=0.5) for told in (None, others))
    assert {table for table in on if not on[table].equals(off[table])} <= touched
    house = on["stores"].set_index("store")["store_id"].get(BY_NAME[name].where.get("store"))
    for table in touched & {"orders", "surveys", "survey_invitations", "tickets", "room_nights"}:
        if house:
            assert elsewhere(on[table], house).equals(elsewhere(off[table], house)), table


def elsewhere(data, store_id):
    return data[data["store_id"] != store_id].reset_index(drop=True)


def nights(data):
    """A row for each night slept in within the two years."""
    slept = data["stays"].query("status in ['stayed', 'in_house']")
    many = (slept["departs_on"] - slept["arrives_on"]).dt.days
    slept = slept.loc[slept.index.repeat(many)]
    slept["day"] = slept["arrives_on"] + pd.to_timedelta(slept.groupby("order_id").cumcount(), unit="D")
    return slept[slept["day"].between("2024-01-01", "2025-12-31")]


def test_no_room_is_let_twice_and_every_night_sold_was_slept_in(seed):
    data = hotels(seed)
    slept = nights(data)
    assert not slept.duplicated(["room_id", "day"]).any()
    slept = slept.drop(columns="room_type").merge(data["rooms"], on="room_id")
    sold = data["room_nights"].set_index(["store_id", "room_type", "day"])["sold"]
    counted = slept.groupby(["store_id", "room_type", "day"]).size()
    assert (counted.reindex(sold.index, fill_value=0) == sold).all()
    assert (data["room_nights"]["sold"] <= data["room_nights"]["available"]).all()


def test_every_room_slept_in_is_cleaned_on_the_next_day_by_somebody_at_work(seed):
    data = hotels(seed)
    cleaned = data["shifts"].merge(data["staff"], on="staff_id")
    assert (cleaned["day"] >= cleaned["start_on"]).all()
    assert (cleaned["day"] <= cleaned["end_on"].fillna(pd.Timestamp("2026-01-01"))).all()
    done = cleaned.groupby(["store_id", "day"])["rooms_cleaned"].sum()
    sold = data["room_nights"].groupby(["store_id", "day"])["sold"].sum()
    before = sold.groupby("store_id").shift()
    assert (done.reindex(before.index, fill_value=0)[before.notna()] == before.dropna()).all()


def test_money_is_nights_less_discount_and_extras(seed):
    both = hotels(seed)["orders"].merge(hotels(seed)["stays"], on="order_id")
    stayed = both[both["status"] == "stayed"]
    price = stayed["rate_cents"] * (stayed["departs_on"] - stayed["arrives_on"]).dt.days - stayed["discount_cents"]
    assert (stayed["paid_cents"] >= price).all()
    assert both.loc[both["paid_at"].isna(), "paid_cents"].eq(0).all()
    refunds = hotels(seed)["returns"].merge(both, on="order_id")
    assert (refunds["refund_cents"] <= refunds["paid_cents"]).all()
    assert (refunds["returned_on"] >= refunds["paid_at"].dt.normalize()).all()


def test_tickets_come_after_the_booking_and_complaints_from_within_the_stay(seed):
    data = hotels(seed)
    both = data["tickets"].merge(data["stays"], on="order_id").merge(data["orders"][["order_id", "ordered_at"]])
    assert (both["created_at"] > both["ordered_at"]).all()
    said = both.query("type == 'complaint' and channel != 'email'")
    assert (said["created_at"] >= said["arrives_on"]).all()
    assert (said["created_at"] < said["departs_on"] + pd.Timedelta(days=1)).all()
    answered = both.dropna(subset=["first_human_reply_at"])
    assert (answered["first_human_reply_at"] > answered["created_at"]).all()
    weekend = both["created_at"].dt.day_of_week >= 5
    assert (both["desk"] == "weekend").equals(weekend)
    contacts = data["contacts"].merge(data["tickets"], on="ticket_id")
    assert (contacts["ts"] >= contacts["created_at"]).all()
    assert set(data["tickets"]["ticket_id"]) == set(data["contacts"]["ticket_id"])


def test_who_was_trained_does_what_was_taught_and_the_desk_is_judged_by_who_was_there(seed):
    data = hotels(seed)
    seen = measure("training_transfer", data, by="trained").set_index("trained")["value"]
    assert seen[True] > seen[False] + 0.1
    reviews = data["qa_reviews"].merge(data["staff"], left_on="agent_id", right_on="staff_id")
    assert set(reviews["role"]) == {"receptionist"}
    heard = reviews.merge(data["tickets"], on="ticket_id", suffixes=("", "_of_ticket"))
    assert (heard["store_id"] == heard["store_id_of_ticket"]).all()
    assert (heard["created_at"] >= heard["start_on"]).all()
    assert 70 < measure("service_quality_score", data, by="quarter")["value"].mean() < 82


def test_answers_belong_to_invitations_that_arrived_and_comments_to_their_codes(seed):
    data = hotels(seed)
    asked = data["survey_invitations"].set_index("invitation_id").loc[data["surveys"]["survey_id"]]
    assert asked["delivered"].all()
    assert (asked["answered_at"].dt.normalize().array == data["surveys"]["answered_on"].array).all()
    assert asked["answered_at"].notna().sum() == data["survey_invitations"]["answered_at"].notna().sum()
    texts = data["comment_sentences"].set_index("code")["text"]
    for row in data["surveys"].dropna(subset=["comment"]).head(200).itertuples():
        assert row.comment == " ".join(texts[code] for code in row.comment_codes.split())
    assert data["surveys"]["comment"].isna().equals(data["surveys"]["comment_codes"].isna())


def test_two_years_look_like_two_hotels():
    data = hotels(0, False)
    rooms = data["room_nights"].merge(data["calendar"], on="day").merge(data["stores"], on="store_id")
    rooms = rooms.groupby(["store", "is_weekend"])[["sold", "available", "revenue_cents"]].sum()
    taken = rooms["sold"] / rooms["available"]
    assert taken["Tea Garden", True] > taken["Tea Garden", False] + 0.05
    assert taken["Willow Court", True] < taken["Willow Court", False] - 0.1
    assert taken.between(0.4, 0.8).all()
    assert (rooms["revenue_cents"] / rooms["sold"]).between(40_000, 90_000).all()
    status = data["stays"]["status"].value_counts(normalize=True)
    assert status["stayed"] > 0.75
    assert status["cancelled"] == pytest.approx(0.15, abs=0.03)
    paid = data["orders"].dropna(subset=["paid_at"])
    often = paid.groupby("customer_id").size()
    assert (often >= 2).mean() == pytest.approx(0.08, abs=0.04)
    assert often.max() >= 8
    assert measure("complaint_rate", data)["value"].iloc[0] == pytest.approx(0.11, abs=0.03)


def test_who_does_not_answer_is_less_satisfied():
    data = tables(4, stories=(), scale=8)
    rung = data["callbacks"]["score"].dropna()
    may = data["surveys"][data["surveys"]["answered_on"].between("2025-05-01", "2025-06-15")]
    response = measure("survey_response_rate", data)["value"].iloc[0]
    assert response == pytest.approx(0.26, abs=0.04)
    assert rung.ge(4).mean() < may["score"].ge(4).mean() - 0.015
    assert may["score"].eq(3).mean() < rung.eq(3).mean()


def test_larger_data_have_more_rooms_and_numbers_of_their_own():
    one, other = (tables(3, scale=0.3, block=block) for block in (0, 1))
    for table in LAYOUT.tables:
        if table.grows == "rows" and len(table.key) == 1:
            key = table.key[0]
            assert not one[table.name][key].isin(other[table.name][key]).any(), table.name
        elif table.grows == "stays":
            assert one[table.name].equals(other[table.name]), table.name
        elif table.grows == "adds":
            assert one[table.name][list(table.key)].equals(other[table.name][list(table.key)])
    assert len(tables(3, scale=2)["orders"]) == pytest.approx(2 * len(hotels(3)["orders"]), rel=0.05)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others():
    first, again, other = (tables(seed, scale=0.3) for seed in (8, 8, 9))
    for table in LAYOUT.tables:
        assert csv_bytes(table, first[table.name]) == csv_bytes(table, again[table.name])
    assert not first["orders"].equals(other["orders"])
    assert csv_bytes(CALENDAR, first["calendar"]) == csv_bytes(CALENDAR, other["calendar"])
