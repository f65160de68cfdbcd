"""The seven stories planted in the online shop."""

from __future__ import annotations

from datetime import date

from kpilab.i18n import N_
from kpilab.worlds.story import Story

__all__ = ["STORIES"]

STORIES = (
    Story(
        id="phone_checkout",
        what=N_("From 22 September to 19 October 2025 phones are asked to sign in or register before they may pay."),
        where={"device": "phone"},
        first=date(2025, 9, 22),
        last=date(2025, 10, 19),
        strength=0.55,
        strength_unit=N_("share of orders on phones that are given up"),
        shown_by="cart_abandonment_rate",
        moves="up",
        decoy="sessions",
        decoy_where={"device": "phone"},
        lesson=N_("As many people come as before; they are lost on the last step, and only on one device."),
    ),
    Story(
        id="slow_laptop_pages",
        what=N_("Since 24 November 2025 pages take two thirds longer to load on laptops."),
        where={"device": "laptop"},
        first=date(2025, 11, 24),
        last=date(2025, 12, 31),
        strength=0.65,
        strength_unit=N_("share by which loading takes longer"),
        shown_by="page_load_p75",
        moves="up",
        decoy="sessions",
        decoy_where={"device": "laptop"},
        lesson=N_("The mean over all devices hides it; look at the slow end, device by device."),
    ),
    Story(
        id="video_curious",
        what=N_("From 1 to 31 October 2025 a bought video sends three times as many people, who look and leave."),
        where={"channel": "video"},
        first=date(2025, 10, 1),
        last=date(2025, 10, 31),
        strength=2.0,
        strength_unit=N_("extra visits for each ordinary one"),
        shown_by="bounce_rate",
        moves="up",
        decoy="order_count",
        decoy_where={"channel": "video"},
        lesson=N_("Visitors are not demand: the visits tripled, the orders stayed."),
    ),
    Story(
        id="kettle_stockout",
        what=N_("The 1 litre kettle, the best of its kind, is not delivered from March to May 2025."),
        where={"product": "Kettle, 1 l"},
        first=date(2025, 3, 1),
        last=date(2025, 5, 31),
        strength=1.0,
        strength_unit=N_("share of deliveries that did not come"),
        shown_by="stockout_rate",
        moves="up",
        decoy="units_sold",
        decoy_where={"category": "Kettles"},
        lesson=N_("Most people take another kettle: the category looks well while its best one is missing."),
    ),
    Story(
        id="western_carrier",
        what=N_("Since June 2025 the carrier of the West warehouse needs two days more for half of its parcels."),
        where={"store": "West warehouse"},
        first=date(2025, 6, 1),
        last=date(2025, 12, 31),
        strength=0.5,
        strength_unit=N_("share of parcels that take two days longer"),
        shown_by="on_time_delivery",
        moves="down",
        decoy="order_count",
        decoy_where={"store": "West warehouse"},
        lesson=N_("Orders do not feel a late parcel until the next purchase; the promise does at once."),
    ),
    Story(
        id="try_at_home",
        what=N_(
            "Since April 2025 the shop's posts on social media say: try it at home, send back what you do not like."
        ),
        where={"channel": "social"},
        first=date(2025, 4, 1),
        last=date(2025, 12, 31),
        strength=0.12,
        strength_unit=N_("share of the products bought that come back on top"),
        shown_by="return_rate",
        moves="up",
        decoy="order_count",
        decoy_where={"channel": "social"},
        lesson=N_("Orders look well for thirty days; what counts is what stays sold."),
    ),
    Story(
        id="no_night_shift",
        what=N_("Since August 2025 nobody answers the chat after eight in the evening until the next morning."),
        where={"channel": "chat"},
        first=date(2025, 8, 1),
        last=date(2025, 12, 31),
        strength=1.0,
        strength_unit=N_("share of evening chats that wait until morning"),
        shown_by="service_level",
        moves="down",
        decoy="resolution_rate",
        decoy_where={"channel": "chat"},
        lesson=N_("All of them are solved in the end; the wait is what the customer tells others about."),
    ),
)
