"""The six stories planted in the two hotels."""

from __future__ import annotations

from datetime import date

from kpilab.i18n import N_
from kpilab.worlds.calendar import FIRST
from kpilab.worlds.story import Story

__all__ = ["STORIES", "days_of"]

STORIES = (
    Story(
        id="willow_cleaners",
        what=N_(
            "Half of Willow Court's cleaners left at the end of February 2025 and were not replaced; "
            "those who stayed clean twice as many rooms."
        ),
        where={"store": "Willow Court"},
        first=date(2025, 3, 1),
        last=date(2025, 12, 31),
        strength=0.17,
        strength_unit=N_("share of guests who are no longer satisfied"),
        shown_by="csat_top2",
        moves="down",
        decoy="order_count",
        decoy_where={"store": "Willow Court"},
        lesson=N_(
            "The rooms stay full for a long time; cleanliness, complaints and the rooms for each cleaner tell it first."
        ),
    ),
    Story(
        id="tea_garden_training",
        what=N_(
            "At the end of February 2025 Tea Garden's cleaners were trained and given a standard for each room; "
            "complaints fell by about 30 %."
        ),
        where={"store": "Tea Garden"},
        first=date(2025, 3, 1),
        last=date(2025, 12, 31),
        strength=0.30,
        strength_unit=N_("share by which complaints for each stay fall"),
        shown_by="complaint_rate",
        moves="down",
        decoy="resolution_rate",
        decoy_where={"store": "Tea Garden"},
        lesson=N_("Complaints are not solved better than before: there are fewer. Mend the cause and not the reply."),
    ),
    Story(
        id="flash_app",
        what=N_(
            "From January 2025 Tea Garden sells short-notice nights in an app that takes the money at once; "
            "two in five of these bookings are cancelled and paid back."
        ),
        where={"store": "Tea Garden"},
        first=date(2025, 1, 1),
        last=date(2025, 12, 31),
        strength=0.40,
        strength_unit=N_("share of the app's bookings that are cancelled"),
        shown_by="return_rate",
        moves="up",
        decoy="avg_order_value",
        decoy_where={"store": "Tea Garden"},
        lesson=N_("Each paid booking brings as much as before, and one in ten is paid back: count the nights slept."),
    ),
    Story(
        id="tea_garden_breakfast",
        what=N_(
            "In 2024 Tea Garden's second breakfast room was closed; on full days, mostly in April, May and October, "
            "guests queue, and on quiet days nobody notices."
        ),
        where={"store": "Tea Garden"},
        first=date(2024, 4, 1),
        last=date(2024, 10, 31),
        strength=0.19,
        strength_unit=N_("share of guests of the full months who are no longer satisfied"),
        shown_by="csat_top2",
        moves="down",
        decoy="order_count",
        decoy_where={"store": "Tea Garden"},
        lesson=N_("A mean over the year hides what happens on the full days: look at the season before the average."),
    ),
    Story(
        id="weekend_replies",
        what=N_("Since January 2025 one person fewer answers guests at weekends, in both houses."),
        where={"desk": "weekend"},
        first=date(2025, 1, 1),
        last=date(2025, 12, 31),
        strength=1.5,
        strength_unit=N_("share by which the wait for a first answer grows"),
        shown_by="first_response_time",
        moves="up",
        decoy="resolution_rate",
        decoy_where={"desk": "weekend"},
        lesson=N_("In the end all is solved as before; the guest remembers the hours without a word."),
    ),
    Story(
        id="happy_guests_only",
        what=N_(
            "From June to November 2024 Willow Court's reception hands the survey only to guests who look happy, "
            "and asks them in person."
        ),
        where={"store": "Willow Court"},
        first=date(2024, 6, 1),
        last=date(2024, 11, 30),
        strength=0.11,
        strength_unit=N_("points of response rate, as a fraction"),
        shown_by="survey_response_rate",
        moves="up",
        decoy="complaint_rate",
        decoy_where={"store": "Willow Court"},
        lesson=N_(
            "Response and score rise together and complaints stay: count whom you asked, and not only who answered."
        ),
    ),
)


def days_of(story: Story) -> tuple[int, int]:
    """The first and the last day of a story, counted from the first of January 2024.

    >>> days_of(STORIES[2])
    (366, 730)
    """
    return (story.first - FIRST).days, (story.last - FIRST).days
