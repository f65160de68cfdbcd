"""The six stories planted in the manufacturer."""

from __future__ import annotations

from datetime import date

from kpilab.i18n import N_
from kpilab.worlds.calendar import FIRST
from kpilab.worlds.story import Story

__all__ = ["STORIES", "days_of"]

STORIES = (
    Story(
        id="quality_mended",
        what=N_(
            "From October 2024 the plant mends what caused defects and the account managers call on every customer: "
            "nobody leaves for quality or service any more, and yearly churn falls from about 15 % to 5 %."
        ),
        where={},
        first=date(2024, 10, 1),
        last=date(2025, 12, 31),
        strength=0.10,
        strength_unit=N_("points of yearly churn, as a fraction"),
        shown_by="churn_rate",
        moves="down",
        decoy="avg_order_value",
        decoy_where={},
        lesson=N_("Churn follows the reasons that customers give: mend the two that are yours, and the rest stays."),
    ),
    Story(
        id="valve_batches",
        what=N_(
            "From June to August 2024 plant line L2 made valves with a wrong seal ring: "
            "six times as many defects as usual, batch after batch."
        ),
        where={"plant_line": "L2"},
        first=date(2024, 6, 1),
        last=date(2024, 8, 31),
        strength=0.15,
        strength_unit=N_("points of orders that come back, as a fraction"),
        shown_by="return_rate",
        moves="up",
        decoy="order_count",
        decoy_where={"plant_line": "L2"},
        lesson=N_("Orders go on as if nothing had happened; look at returns by line and batch before customers leave."),
    ),
    Story(
        id="west_carrier",
        what=N_("From March to August 2025 the carrier for the West brings one order in four too late."),
        where={"region": "West"},
        first=date(2025, 3, 1),
        last=date(2025, 8, 31),
        strength=0.20,
        strength_unit=N_("points of orders no longer on time, as a fraction"),
        shown_by="on_time_delivery",
        moves="down",
        decoy="fill_rate",
        decoy_where={"region": "West"},
        lesson=N_(
            "The warehouse ships all at once, as before: lateness has an address, find it before you blame stock."
        ),
    ),
    Story(
        id="silent_manager",
        what=N_("From February 2025 the account manager Lei hardly visits any of his customers."),
        where={"name": "Lei"},
        first=date(2025, 2, 1),
        last=date(2025, 12, 31),
        strength=0.70,
        strength_unit=N_("points of contact coverage in a quarter, as a fraction"),
        shown_by="key_account_contact_coverage",
        moves="down",
        decoy="order_count",
        decoy_where={"name": "Lei"},
        lesson=N_("Contracts keep the orders coming for a year; contact is the number that warns before they end."),
    ),
    Story(
        id="north_renewals",
        what=N_("From January 2025 contracts in the North are renewed with 14 points more discount."),
        where={"region": "North"},
        first=date(2025, 1, 1),
        last=date(2025, 12, 31),
        strength=0.05,
        strength_unit=N_("points of gross margin rate over the year, as a fraction"),
        shown_by="gross_margin_rate",
        moves="down",
        decoy="order_count",
        decoy_where={"region": "North"},
        lesson=N_("A renewal that is bought shows in the margin, and no customer stayed who would have left."),
    ),
    Story(
        id="packaging_frame",
        what=N_(
            "All contracts with makers of packaging machines end on 30 June 2025; they buy nothing until a new "
            "frame contract is signed in October."
        ),
        where={"industry": "Packaging machines"},
        first=date(2025, 7, 1),
        last=date(2025, 9, 30),
        strength=0.72,
        strength_unit=N_("share of the industry's customers who seem lost"),
        shown_by="churn_rate",
        moves="up",
        decoy="on_time_delivery",
        decoy_where={},
        lesson=N_(
            "Silence while a contract is being renewed looks like churn: ask when contracts end before you count."
        ),
    ),
)


def days_of(story: Story) -> tuple[int, int]:
    """The first and the last day of a story, counted from the first of January 2024.

    >>> days_of(STORIES[5])
    (547, 638)
    """
    return (story.first - FIRST).days, (story.last - FIRST).days
