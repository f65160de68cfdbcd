"""Visits, pages, carts and searches: examples of a few rows, each number worked in a comment."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from by_hand import END, Tables, line, missing, table, value

from kpilab.errors import GrainError
from kpilab.metrics import measure


def visits(*rows: tuple[object, ...]) -> pd.DataFrame:
    return table("session_id visitor_id started_at channel device landing_page", *rows)


def logged(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Events, each with a number of its own."""
    columns = "event_id session_id visitor_id ts type page_type product_id cart_id engaged_ms load_ms position device"
    width = len(columns.split())
    return table(columns, *[((number, *row) + (None,) * width)[:width] for number, row in enumerate(rows, start=1)])


# Visit 1 sees two pages and orders; visit 2, of the same visitor, sees one; visit 3 sees one, for 12 seconds.
SHOP: Tables = {
    "sessions": visits(
        (1, "V1", "2025-05-01 23:50", "search", "phone", "home"),
        (2, "V1", "2025-05-01 09:00", "search", "phone", "home"),
        (3, "V2", "2025-05-02 09:00", None, "laptop", "product"),
    ),
    "events": logged(
        (1, "V1", "2025-05-01 23:50", "page_view", "home", None, None, 4000, 800),
        (1, "V1", "2025-05-02 00:05", "page_view", "product", "P1", None, 3000, 1200),
        (1, "V1", "2025-05-02 00:06", "add_to_cart", None, "P1", "B1"),
        (1, "V1", "2025-05-02 00:10", "pay", None, None, "B1"),
        (2, "V1", "2025-05-01 09:00", "page_view", "home", None, None, 9000, 400),
        (3, "V2", "2025-05-02 09:00", "page_view", "product", "P1", None, 12000, 2000),
        (None, "V3", "2025-05-03 09:00", "page_view", "home", None, None, None, None),
    ),
    "orders": table(
        "order_id paid_at customer_id session_id",
        (1, "2025-05-02 00:10", "C1", 1),
        (2, "2025-05-09 10:00", "C2", None),
        (3, None, "C3", 2),
        (4, "2025-05-09 10:00", None, None),
    ),
}
NOTHING: Tables = {name: frame.head(0) for name, frame in SHOP.items()}


def test_a_visitor_of_two_days_is_one_visitor_of_the_month():
    assert value("unique_visitors", SHOP) == 3
    days = measure("unique_visitors", SHOP, by="day").set_index("day")["value"]
    assert days.to_dict() == {"2025-05-01": 1, "2025-05-02": 2, "2025-05-03": 1}  # together 4


def test_a_visitor_without_a_page_view_did_not_come():
    only = {"events": SHOP["events"].query("type == 'pay'")}
    assert measure("unique_visitors", only, until=END)["value"].isna().all()


def test_a_visit_over_midnight_is_one_visit_of_the_first_day():
    days = measure("sessions", SHOP, by="day").set_index("day")["value"]
    assert days.to_dict() == {"2025-05-01": 2, "2025-05-02": 1}
    twice = {"sessions": pd.concat([SHOP["sessions"], SHOP["sessions"].head(1)])}
    with pytest.raises(GrainError, match="session_id 1: 2 rows"):
        measure("sessions", twice)


def test_pages_count_as_often_as_they_are_seen():
    assert value("page_views", SHOP) == 5


def test_known_buyers_over_visitors():
    # C1 and C2 paid; C3 did not, and the guest cannot be told apart. Three visitors.
    assert line("conversion_rate_visitor", SHOP) == (2, 3)
    assert measure("conversion_rate_visitor", SHOP, by="month", where={"month": "2025-06"}).empty


def test_visitors_and_no_buyer_convert_at_0_and_no_visitor_has_no_rate():
    assert value("conversion_rate_visitor", {**SHOP, "orders": SHOP["orders"].query("order_id == 3")}) == 0
    assert missing("conversion_rate_visitor", {**SHOP, "events": NOTHING["events"]})


def test_a_buyer_whose_visit_was_not_seen_can_lift_it_above_1():
    few = {**SHOP, "events": SHOP["events"].tail(1)}
    assert line("conversion_rate_visitor", few) == (2, 1)


def test_visits_with_a_paid_order_over_visits():
    assert line("conversion_rate_session", SHOP) == (1, 3)  # the order of visit 2 was not paid
    found = measure("conversion_rate_session", SHOP, by="channel").set_index("channel")["value"]
    assert found["search"] == 0.5


def test_each_device_can_rise_while_the_total_falls():
    # Before: phone 1 of 5, laptop 3 of 5: 4 of 10. After: phone 3 of 10, laptop 2 of 3: 5 of 13.
    rows, orders = [], []
    for month, device, count, ordered in (
        ("04", "phone", 5, 1),
        ("04", "laptop", 5, 3),
        ("05", "phone", 10, 3),
        ("05", "laptop", 3, 2),
    ):
        for number in range(count):
            rows.append((len(rows), "V", f"2025-{month}-01", "search", device, "home"))
            if number < ordered:
                orders.append((len(rows), f"2025-{month}-01", "C", len(rows) - 1))
    data = {"sessions": visits(*rows), "orders": table("order_id paid_at customer_id session_id", *orders)}
    assert value("conversion_rate_session", data, "2025-04") == 0.4
    assert value("conversion_rate_session", data) == pytest.approx(5 / 13)
    by_device = measure("conversion_rate_session", data, by=("device", "month")).set_index(["device", "month"])["value"]
    assert by_device["phone", "2025-05"] > by_device["phone", "2025-04"]
    assert by_device["laptop", "2025-05"] > by_device["laptop", "2025-04"]


CARTS = {
    "events": logged(
        (1, "V1", "2025-05-01 10:00", "add_to_cart", None, "P1", "B1"),
        (1, "V1", "2025-05-01 11:00", "add_to_cart", None, "P2", "B1"),
        (1, "V1", "2025-05-02 10:00", "pay", None, None, "B1"),  # 24 hours after the first thing: in time
        (2, "V2", "2025-05-03 10:00", "add_to_cart", None, "P1", "B2"),
        (2, "V2", "2025-05-04 10:01", "pay", None, None, "B2"),  # a minute too late
        (2, "V2", "2025-05-04 10:02", "pay", None, None, "B2"),
        (3, "V3", "2025-05-31 10:00", "add_to_cart", None, "P1", "B3"),
        (3, "V3", "2025-05-31 11:00", "pay", None, None, None),  # of no cart that is known
    )
}


def test_carts_that_were_not_paid_for_in_time():
    assert line("cart_abandonment_rate", CARTS) == (2, 3)
    assert line("cart_abandonment_rate", CARTS, settings={"cart_days": 7}) == (1, 3)


def test_a_young_cart_is_not_abandoned_yet():
    assert missing("cart_abandonment_rate", CARTS, until=date(2025, 5, 31))
    assert not missing("cart_abandonment_rate", CARTS, until=date(2025, 6, 1))
    assert measure("cart_abandonment_rate", CARTS, until=date(2025, 5, 31))["denominator"].tolist() == [2]


def test_three_bounce_rates_of_the_same_visits():
    # Visits 2 and 3 saw one page: 2 of 3. Visit 3 lasted 12 seconds: 1 of 3 came to nothing.
    # On 1 May V1 saw two pages, in two visits; on 2 May V1 one and V2 one; on 3 May V3 one: 3 of 4 person-days.
    assert line("bounce_rate", SHOP) == (2, 3)
    assert line("bounce_rate_engaged", SHOP) == (1, 3)
    assert line("bounce_rate_visitor", SHOP) == (3, 4)


def test_a_visit_is_engaged_by_time_by_a_second_page_or_by_an_act():
    assert line("bounce_rate_engaged", SHOP, settings={"engaged_seconds": 13}) == (2, 3)
    assert line("bounce_rate_engaged", SHOP, settings={"engaged_seconds": 9}) == (0, 3)
    acted = {**SHOP, "events": logged((2, "V1", "2025-05-01 09:01", "register"))}
    assert line("bounce_rate_engaged", acted) == (2, 3)


def test_a_visit_without_a_page_view_has_not_bounced():
    paid = {**SHOP, "events": SHOP["events"].query("type == 'pay'")}
    assert line("bounce_rate", paid) == (0, 3)


@pytest.mark.parametrize("kpi", ["bounce_rate", "bounce_rate_engaged", "avg_session_seconds", "pages_per_session"])
def test_without_a_visit_there_is_no_value(kpi: str):
    assert measure(kpi, {**SHOP, "sessions": NOTHING["sessions"]}, until=END)["value"].isna().all()


def test_pages_and_seconds_of_a_visit():
    # 4 views in 3 visits; 4 + 3 + 9 + 12 seconds. The view outside any visit belongs to none.
    assert line("pages_per_session", SHOP) == (4, 3)
    assert line("avg_session_seconds", SHOP) == (28, 3)
    no_signal = {**SHOP, "events": SHOP["events"].assign(engaged_ms=float("nan"))}
    assert value("avg_session_seconds", no_signal) == 0


def test_how_often_a_page_is_the_last():
    # product: the last of visits 1 and 3, viewed twice. home: viewed twice within a visit, last in visit 2.
    found = measure("exit_rate", SHOP, by="page_type").set_index("page_type")
    assert found.loc["product", ["numerator", "denominator"]].tolist() == [2, 2]
    assert found.loc["home", ["numerator", "denominator"]].tolist() == [1, 2]


def test_of_two_views_at_one_moment_the_later_number_is_the_last():
    both = {"events": logged((1, "V", "2025-05-01", "page_view", "home"), (1, "V", "2025-05-01", "page_view", "cart"))}
    assert measure("exit_rate", both, by="page_type").set_index("page_type")["value"].to_dict() == {
        "home": 0,
        "cart": 1,
    }


STEPS = {
    "events": logged(
        (1, "V1", "2025-05-01 10:00", "register"),
        (1, "V1", "2025-05-01 10:30", "add_to_cart"),  # 30 minutes later: in time
        (1, "V1", "2025-05-01 10:40", "add_to_cart"),
        (1, "V1", "2025-05-01 11:05", "order"),  # 35 minutes after the first: too late
        (2, "V2", "2025-05-01 10:00", "add_to_cart"),
        (2, "V2", "2025-05-01 10:05", "pay"),  # quick payment: the order was skipped
        (3, "V3", "2025-05-01 10:00", "order"),
        (3, "V3", "2025-05-01 10:05", "add_to_cart"),  # a step back is not a step on
    )
}


def test_at_which_step_people_leave():
    found = measure("checkout_step_dropoff", STEPS, by="step").set_index("step")
    lost = {step: tuple(found.loc[step, ["numerator", "denominator"]]) for step in found.index}
    # add_to_cart is reached by all three: visit 1 goes on too late, visit 3 not at all.
    assert lost == {"register": (0, 1), "add_to_cart": (2, 3), "order": (2, 2)}
    later = measure("checkout_step_dropoff", STEPS, by="step", settings={"step_minutes": 60}).set_index("step")["value"]
    assert later["add_to_cart"] == pytest.approx(1 / 3)


def test_a_step_that_nobody_reaches_has_no_value():
    assert measure("checkout_step_dropoff", SHOP | {"events": CARTS["events"].tail(1)})["value"].isna().all()


def test_the_slow_quarter_begins_on_the_line_between_two_times():
    # 0.4, 0.8, 1.2 and 2 seconds: three quarters of the way from the first to the last lies a quarter past the third.
    assert value("page_load_p75", SHOP) == pytest.approx(1.2 + 0.25 * 0.8)
    assert measure("page_load_p75", {"events": SHOP["events"].tail(1)})["value"].isna().all()


def test_clicks_over_the_times_a_card_was_in_view():
    shown = [(1, "V1", "2025-05-01", "card_view", None, "P1"), (1, "V1", "2025-05-01", "card_view", None, "P2")]
    cards = {"events": logged(*shown, *shown[:1], (1, "V1", "2025-05-01", "card_click", None, "P1"))}
    found = measure("card_ctr", cards, by="product_id").set_index("product_id")
    assert found.loc["P1", ["numerator", "denominator"]].tolist() == [1, 2]
    assert found.loc["P2", "value"] == 0
    assert measure("card_ctr", {"events": cards["events"].tail(1)})["value"].isna().all()  # never in view


def test_visitors_who_saw_the_product_and_added_it():
    # V1 saw P1 (twice) and added it; V2 saw it; V3 added it straight from a list.
    seen = {
        "events": logged(
            (1, "V1", "2025-05-01", "page_view", "product", "P1"),
            (1, "V1", "2025-05-02", "page_view", "product", "P1"),
            (1, "V1", "2025-05-02", "add_to_cart", None, "P1", "B1"),
            (2, "V2", "2025-05-02", "page_view", "product", "P1"),
            (3, "V3", "2025-05-02", "add_to_cart", None, "P1", "B3"),
            (2, "V2", "2025-05-02", "page_view", "product", "P2"),
        )
    }
    assert line("card_to_cart_rate", seen, where={"product_id": "P1"}) == (1, 2)
    assert line("card_to_cart_rate", seen) == (1, 3)  # V1 with P1, V2 with P1, V2 with P2
    assert measure("card_to_cart_rate", seen, where={"product_id": "P3"})["value"].isna().all()
    told = {"events": seen["events"].assign(in_stock=[True, True, True, False, True, True])}
    assert line("card_to_cart_rate", told, where={"product_id": "P1"}) == (1, 1)


def test_searches_that_found_nothing():
    searches = table(
        "search_id session_id ts results",
        (1, 1, "2025-05-01", 0),
        (2, 1, "2025-05-01", 0),  # the same word again is a search again
        (3, 2, "2025-05-01", 7),
        (4, 2, "2025-05-01", None),  # not known
    )
    assert line("zero_result_rate", {"searches": searches}) == (2, 3)
    assert measure("zero_result_rate", {"searches": searches.tail(1)})["value"].isna().all()


PEERS = table(
    "month competitor visitors source",
    ("2025-05", "Lantern", 4, "panel"),
    ("2025-05", "Harbour", 8, "panel"),
    ("2025-05", "Crane", None, "panel"),
    ("2025-04", "Lantern", 4, "panel"),
)


def test_our_visitors_over_the_mean_of_the_others():
    assert line("traffic_vs_peer", {**SHOP, "competitors": PEERS}) == (3, 6)
    assert missing("traffic_vs_peer", {**SHOP, "competitors": PEERS}, "2025-04")  # nobody seen here
    assert missing("traffic_vs_peer", {**SHOP, "competitors": PEERS.tail(1)})  # no figure for May


def test_panels_count_months_that_are_over():
    data = {**SHOP, "competitors": PEERS}
    assert missing("traffic_vs_peer", data, until=date(2025, 5, 30))
    assert measure("traffic_vs_peer", data, by="quarter", until=END)["value"].isna().all()


def test_two_panels_for_one_shop_are_refused():
    with pytest.raises(GrainError, match="competitor Lantern"):
        measure("traffic_vs_peer", {**SHOP, "competitors": pd.concat([PEERS, PEERS.head(1)])})


# Order 1 (10.00, goods 3.00) was placed in visit 1, of search; order 2 in no visit that is known.
# Search costs 30.00 over ten days from 30 April on: 3.00 a day, and the visits are of 1 and 2 May: 6.00.
EARNED: Tables = {
    **SHOP,
    "order_lines": table(
        "order_id line_no product_id qty unit_price_cents discount_cents",
        (1, 1, "P1", 1, 1000, 0),
        (2, 1, "P1", 9, 1000, 0),
    ),
    "products": table("product_id cost_cents", ("P1", 300)),
    "campaigns": table(
        "campaign_id channel start_on end_on cost_cents", ("K1", "search", "2025-04-30", "2025-05-09", 3000)
    ),
}


def test_what_a_channels_visits_earn_less_what_it_costs():
    found = measure("channel_value_per_visit", EARNED, by="channel").set_index("channel")
    assert found.loc["search", ["numerator", "denominator", "value"]].tolist() == [pytest.approx(7 - 6), 2, 0.5]
    unknown = found[found.index.isna()]
    assert unknown[["numerator", "denominator", "value"]].to_numpy().tolist() == [[0, 1, 0]]


def test_a_cost_is_spread_over_the_days_of_the_campaign():
    days = measure("channel_value_per_visit", EARNED, by="day").set_index("day")["numerator"]
    assert days.to_dict() == {"2025-05-01": pytest.approx(7 - 3), "2025-05-02": -3}  # one day loses money
    until = measure("channel_value_per_visit", EARNED, by="month", until=END)["numerator"]
    assert until.tolist() == [pytest.approx(7 - 27)]  # all nine days in May


def test_a_cost_that_is_not_known_leaves_the_value_missing():
    dear = {**EARNED, "campaigns": EARNED["campaigns"].assign(cost_cents=float("nan"))}
    assert missing("channel_value_per_visit", dear)
    assert missing("channel_value_per_visit", {**EARNED, "products": EARNED["products"].head(0)})
    assert missing("channel_value_per_visit", {**EARNED, "sessions": NOTHING["sessions"]})
