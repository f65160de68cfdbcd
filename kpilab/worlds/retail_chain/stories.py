"""The six stories planted in the retail chain."""

from __future__ import annotations

from datetime import date

from kpilab.i18n import N_
from kpilab.worlds.story import Story

__all__ = ["STORIES"]

STORIES = (
    Story(
        id="riverside_advisers",
        what=N_(
            "Two of Riverside's advisers left at the end of February 2025 and were not replaced; "
            "the till kept its people."
        ),
        where={"store": "Riverside"},
        first=date(2025, 3, 1),
        last=date(2025, 12, 31),
        strength=0.12,
        strength_unit=N_("share of customers who are no longer satisfied"),
        shown_by="csat_top2",
        moves="down",
        decoy="till_wait_minutes",
        decoy_where={"store": "Riverside"},
        lesson=N_("A short queue says nothing about help on the floor; sales follow later, if at all."),
    ),
    Story(
        id="garden_mall_tills",
        what=N_("Garden Mall has run with two cashiers fewer since September 2024."),
        where={"store": "Garden Mall"},
        first=date(2024, 9, 1),
        last=date(2025, 12, 31),
        strength=0.60,
        strength_unit=N_("share by which the wait grows"),
        shown_by="till_wait_minutes",
        moves="up",
        decoy="net_sales",
        decoy_where={"store": "Garden Mall"},
        lesson=N_("Sales held; the queue and, after it, satisfaction paid for the saving."),
    ),
    Story(
        id="appliance_discounts",
        what=N_("From April 2025 small appliances are sold at 18 points more discount in every store."),
        where={"category": "Small appliances"},
        first=date(2025, 4, 1),
        last=date(2025, 12, 31),
        strength=0.18,
        strength_unit=N_("points of extra discount, as a fraction"),
        shown_by="gross_margin_rate",
        moves="down",
        decoy="net_sales",
        decoy_where={"category": "Small appliances"},
        lesson=N_("The extra pieces bring back the sales that the discount takes; the margin is gone."),
    ),
    Story(
        id="station_signups",
        what=N_(
            "From April to September 2025 Station's manager books guests at the till as new members; "
            "they never buy again."
        ),
        where={"store": "Station"},
        first=date(2025, 4, 1),
        last=date(2025, 9, 30),
        strength=0.45,
        strength_unit=N_("share of guest orders booked as new members"),
        shown_by="new_customers",
        moves="up",
        decoy="net_sales",
        decoy_where={"store": "Station"},
        lesson=N_("A count that anyone can write up needs a pair that only customers can move: do they buy again?"),
    ),
    Story(
        id="hilltop_counter",
        what=N_("Since May 2025 Hilltop's door counter misses a fifth of the people who come in, later two fifths."),
        where={"store": "Hilltop"},
        first=date(2025, 5, 1),
        last=date(2025, 12, 31),
        strength=0.40,
        strength_unit=N_("share of people not counted in the end"),
        shown_by="store_footfall",
        moves="down",
        decoy="order_count",
        decoy_where={"store": "Hilltop"},
        lesson=N_("When visitors fall and orders do not, look at the counter before you look at the market."),
    ),
    Story(
        id="old_town_stockout",
        what=N_("Old Town received no rice cookers, its bestseller, from October 2024 to February 2025."),
        where={"store": "Old Town", "product": "Rice cooker"},
        first=date(2024, 10, 1),
        last=date(2025, 2, 28),
        strength=1.0,
        strength_unit=N_("share of deliveries that did not come"),
        shown_by="stockout_rate",
        moves="up",
        decoy="store_footfall",
        decoy_where={"store": "Old Town"},
        lesson=N_(
            "What is not on the shelf is not sold: low sales of a bestseller can be missing stock, not missing demand."
        ),
    ),
)
