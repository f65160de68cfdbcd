"""The tables of the two hotels: every column with its type, unit, meaning and limits."""

from __future__ import annotations

from kpilab.i18n import N_
from kpilab.worlds.calendar_table import CALENDAR
from kpilab.worlds.hotel.bookings import CHANNELS, STATUSES
from kpilab.worlds.hotel.cleaning import ROLES
from kpilab.worlds.hotel.complaints import CHANNELS as TICKET_CHANNELS
from kpilab.worlds.hotel.complaints import TOPICS, TYPES
from kpilab.worlds.hotel.houses import ROOM_TYPES
from kpilab.worlds.hotel.listening import BEHAVIOURS, RATERS
from kpilab.worlds.hotel.sentences import TOPICS as COMMENT_TOPICS
from kpilab.worlds.layout import Column, Layout, Table

__all__ = ["LAYOUT"]


def _house(refers_to: str = "stores") -> Column:
    return Column("store_id", "text", N_("The house."), refers_to=refers_to, pattern=r"S\d+")


def _money(name: str, meaning: str, at_least: int = 0) -> Column:
    return Column(name, "integer", meaning, N_("cents"), at_least=at_least)


def _number(name: str, meaning: str, refers_to: str = "") -> Column:
    return Column(name, "integer", meaning, at_least=1, refers_to=refers_to)


def _person(refers_to: str = "staff") -> Column:
    return Column("staff_id", "text", N_("The person."), refers_to=refers_to, pattern=r"E\d+")


def _room(refers_to: str = "rooms", empty_means: str = "") -> Column:
    return Column("room_id", "text", N_("The room."), refers_to=refers_to, pattern=r"R\d+", empty_means=empty_means)


def _guest(refers_to: str = "customers") -> Column:
    return Column("customer_id", "text", N_("The guest who booked."), refers_to=refers_to, pattern=r"C\d+")


_ORDER = _number("order_id", N_("The booking."), "orders")
_DAY = Column("day", "date", N_("The day."))


def _mark(name: str, meaning: str, empty_means: str) -> Column:
    return Column(name, "integer", meaning, N_("points"), empty_means=empty_means, at_least=1, at_most=5)


_STORES = Table(
    "stores",
    N_("The two houses of the group."),
    ("store_id",),
    (
        _house(""),
        Column("store", "text", N_("The house's name.")),
        Column("city", "text", N_("The city it stands in.")),
        Column(
            "district_type",
            "text",
            N_("What kind of place it stands in; it decides the seasons."),
            allowed=("lake", "centre"),
        ),
        Column("opened_on", "date", N_("The day it opened.")),
    ),
    grows="stays",
)

_ROOMS = Table(
    "rooms",
    N_("Every room that can be booked."),
    ("room_id",),
    (
        _room(""),
        _house(),
        Column("floor", "integer", N_("The floor."), at_least=1),
        Column("room_type", "text", N_("What kind of room it is."), allowed=ROOM_TYPES),
        _money("list_price_cents", N_("Price of a night on a plain day."), 1),
    ),
)

_STAFF = Table(
    "staff",
    N_("Everyone who worked in a house in these two years; a house's manager has the role manager."),
    ("staff_id",),
    (
        _person(""),
        _house(),
        Column("name", "text", N_("The name used at work.")),
        Column("role", "text", N_("What the person does."), allowed=ROLES),
        Column("fte", "decimal", N_("Share of full-time work."), N_("full-time jobs"), at_least=0, at_most=1),
        Column("start_on", "date", N_("First day in the house.")),
        Column("end_on", "date", N_("Last day in the house."), empty_means=N_("still there")),
    ),
)

_CUSTOMERS = Table(
    "customers",
    N_("Everyone who ever booked a room."),
    ("customer_id",),
    (
        _guest(""),
        Column("joined_on", "date", N_("The day of the first booking; it may lie before 2024.")),
        Column(
            "home_store_id",
            "text",
            N_("The house that was booked first."),
            pattern=r"S\d+",
            refers_to="stores",
            refers_as="store_id",
        ),
        Column("purpose", "text", N_("Why the guest travels, mostly."), allowed=("holiday", "work")),
    ),
)

_ORDERS = Table(
    "orders",
    N_("One row a booking, made by the end of 2025. What came of it stands in stays."),
    ("order_id",),
    (
        _number("order_id", N_("The booking. Numbers rise with time.")),
        _house(),
        Column("ordered_at", "time", N_("When it was booked.")),
        Column(
            "paid_at",
            "time",
            N_("When it was paid in full: on leaving, or at once in the flash app. Sales count from here."),
            empty_means=N_("not paid: cancelled, did not come, or has not left yet"),
        ),
        _guest(),
        Column("channel", "text", N_("How it was booked."), allowed=CHANNELS),
        _money("discount_cents", N_("Taken off the price of the nights.")),
        _money("paid_cents", N_("Paid with breakfast and extras; 0 where never paid. Refunds stand apart.")),
    ),
)

_STAYS = Table(
    "stays",
    N_("What came of each booking: one row a booking."),
    ("order_id",),
    (
        _ORDER,
        _room("rooms", N_("no room was given out: cancelled or did not come")),
        Column("room_type", "text", N_("The type of room booked."), allowed=ROOM_TYPES),
        Column("arrives_on", "date", N_("Day of arrival, as booked.")),
        Column("departs_on", "date", N_("Day of leaving, as booked.")),
        Column("guests", "integer", N_("People who share the room."), N_("people"), at_least=1, at_most=6),
        Column("breakfast", "flag", N_("Whether breakfast was booked.")),
        _money("rate_cents", N_("Price of one night before discount."), 1),
        Column(
            "status",
            "text",
            N_("What became of it by the end of 2025; booked means that it is still to come."),
            allowed=STATUSES,
        ),
        Column("cancelled_on", "date", N_("The day on which it was cancelled."), empty_means=N_("not cancelled")),
    ),
)

_RETURNS = Table(
    "returns",
    N_("Money paid back: for a booking paid at once and then cancelled, or as an apology."),
    ("return_id",),
    (
        _number("return_id", N_("The refund.")),
        _ORDER,
        Column("reason", "text", N_("Why it was paid back."), allowed=("cancelled", "apology")),
        _money("refund_cents", N_("Money paid back."), 1),
        Column("returned_on", "date", N_("The day on which it was paid back.")),
    ),
)

_ROOM_NIGHTS = Table(
    "room_nights",
    N_("What there was to sell and what was sold, a row for each house, type of room and night."),
    ("store_id", "room_type", "day"),
    (
        _house(),
        Column("room_type", "text", N_("The type of room."), allowed=ROOM_TYPES),
        Column("day", "date", N_("The day on which the night begins.")),
        Column("available", "integer", N_("Rooms there were to sell."), N_("rooms"), at_least=0),
        Column("sold", "integer", N_("Rooms that were slept in."), N_("rooms"), at_least=0),
        _money("revenue_cents", N_("Prices of these nights, after discount.")),
    ),
    grows="adds",
)

_INVITATIONS = Table(
    "survey_invitations",
    N_("Guests who were asked for an answer, on the day after leaving. One guest in four has no address or said no."),
    ("invitation_id",),
    (
        _number("invitation_id", N_("The invitation: the number of the booking.")),
        _house(),
        Column("sent_at", "time", N_("When it was sent.")),
        Column("delivered", "flag", N_("Whether it arrived.")),
        Column("answered_at", "time", N_("When the answer came."), empty_means=N_("no answer")),
    ),
)

_SKIPPED = N_("the question was skipped")

_SURVEYS = Table(
    "surveys",
    N_("The answers of guests who were asked, 1 to 5 for each question; 4 and 5 count as satisfied."),
    ("survey_id",),
    (
        _number("survey_id", N_("The answer: the number of the invitation.")),
        _number("order_id", N_("The booking that the guest was asked about."), "orders"),
        _house(),
        Column("answered_on", "date", N_("The day of the answer.")),
        Column(
            "score",
            "integer",
            N_("How satisfied with the stay as a whole: 1 not at all, 5 fully."),
            N_("points"),
            at_least=1,
            at_most=5,
        ),
        Column(
            "recommend",
            "integer",
            N_("How likely to recommend the house: 0 not at all, 10 certainly."),
            N_("points"),
            at_least=0,
            at_most=10,
        ),
        _mark("cleanliness", N_("How clean the room was."), _SKIPPED),
        _mark("service", N_("How helpful the people were."), _SKIPPED),
        _mark("breakfast", N_("How good breakfast was."), N_("the question was skipped, or no breakfast was taken")),
        _mark("room", N_("How good the room and the bed were."), _SKIPPED),
        _mark("value", N_("How well the price fits."), _SKIPPED),
        Column("comment", "text", N_("What the guest wrote."), empty_means=N_("nothing written")),
        Column(
            "comment_codes",
            "text",
            N_("The sentences in the comment, by their codes in comment_sentences."),
            empty_means=N_("nothing written"),
        ),
    ),
)

_SENTENCES = Table(
    "comment_sentences",
    N_("What guests write, sentence by sentence, with the topic and tone that two people at head office agreed on."),
    ("code",),
    (
        Column("code", "text", N_("The code of the sentence."), pattern=r"[A-Z]{2}-[NP]\d\d"),
        Column("topic", "text", N_("What it is about."), allowed=COMMENT_TOPICS),
        Column("tone", "text", N_("Whether it praises or blames."), allowed=("negative", "positive")),
        Column("text", "text", N_("The sentence.")),
    ),
    grows="stays",
)

_CALLS = Table(
    "callbacks",
    N_(
        "Guests of May 2025 who had not answered, drawn at random and rung up in June with one question: "
        "how satisfied with the stay as a whole?"
    ),
    ("order_id",),
    (
        _ORDER,
        Column("called_on", "date", N_("The day of the call.")),
        Column(
            "score",
            "integer",
            N_("The answer, 1 to 5."),
            N_("points"),
            empty_means=N_("not reached"),
            at_least=1,
            at_most=5,
        ),
    ),
)

_TICKETS = Table(
    "tickets",
    N_("What guests brought to the desk, small things too."),
    ("ticket_id",),
    (
        _number("ticket_id", N_("The ticket; numbers tell nothing of time.")),
        _ORDER,
        _house(),
        _guest(),
        Column("created_at", "time", N_("When the guest came with it.")),
        Column("channel", "text", N_("How it came."), allowed=TICKET_CHANNELS),
        Column("desk", "text", N_("Which desk had to answer, by the day."), allowed=("weekday", "weekend")),
        Column("type", "text", N_("What it is."), allowed=TYPES),
        Column("topic", "text", N_("What it is about."), allowed=TOPICS),
        Column(
            "severity",
            "integer",
            N_("How bad: 1 small, 2 it spoilt something, 3 it spoilt the stay."),
            empty_means=N_("no complaint"),
            at_least=1,
            at_most=3,
        ),
        Column("first_human_reply_at", "time", N_("When a person first answered."), empty_means=N_("no answer yet")),
        Column("solved_at", "time", N_("When it was solved."), empty_means=N_("not solved")),
        Column("reopened_at", "time", N_("When the guest came back with it."), empty_means=N_("did not")),
    ),
)

_CONTACTS = Table(
    "contacts",
    N_("Each time a guest turned to the house about a ticket."),
    ("contact_id",),
    (
        _number("contact_id", N_("The contact.")),
        _number("ticket_id", N_("The ticket."), "tickets"),
        _guest(),
        Column("ts", "time", N_("When.")),
        Column("channel", "text", N_("How."), allowed=TICKET_CHANNELS),
    ),
)

_SHIFTS = Table(
    "shifts",
    N_("Each cleaner's days at work. All rooms slept in are cleaned on the next day."),
    ("staff_id", "day"),
    (
        _person(),
        _DAY,
        Column("rooms_cleaned", "integer", N_("Rooms cleaned on that day."), N_("rooms"), at_least=0),
        Column(
            "hours", "decimal", N_("Hours paid; never more than nine and a half."), N_("hours"), at_least=0, at_most=9.5
        ),
    ),
)

_INSPECTIONS = Table(
    "inspections",
    N_("Rooms that the housekeeper looked at after cleaning, drawn by lot."),
    ("inspection_id",),
    (
        _number("inspection_id", N_("The inspection.")),
        _DAY,
        _room(),
        _person(),
        Column("score", "integer", N_("100 points, less what was found."), N_("points"), at_least=0, at_most=100),
    ),
)

_RUNS = Table(
    "training_runs",
    N_("The courses held in these two years."),
    ("run_id",),
    (
        Column("run_id", "text", N_("The course."), pattern=r"T\d+"),
        _house(),
        Column("course", "text", N_("What was taught.")),
        Column("held_on", "date", N_("The last day of the course.")),
    ),
    grows="stays",
)

_ENROLMENTS = Table(
    "enrolments",
    N_("Who was sent to which course."),
    ("run_id", "staff_id"),
    (
        Column("run_id", "text", N_("The course."), refers_to="training_runs", pattern=r"T\d+"),
        _person(),
        Column("enrolled_on", "date", N_("The day of enrolment.")),
        Column("ends_on", "date", N_("The last day of the course.")),
        Column("left_firm_on", "date", N_("The last day in the house."), empty_means=N_("still there")),
        Column("finished_on", "date", N_("The day on which all parts were done."), empty_means=N_("not finished")),
    ),
)

_REVIEWS = Table(
    "qa_reviews",
    N_("Conversations at the desk, drawn by lot each month and judged by the rubric for service conversations."),
    ("ticket_id", "agent_id", "rater", "day"),
    (
        _number("ticket_id", N_("The conversation."), "tickets"),
        Column(
            "agent_id",
            "text",
            N_("The receptionist who answered."),
            refers_to="staff",
            refers_as="staff_id",
            pattern=r"E\d+",
        ),
        Column("rater", "text", N_("Who listened."), allowed=RATERS),
        Column("score", "integer", N_("The rating."), N_("points"), at_least=0, at_most=100),
        Column("day", "date", N_("The day of listening.")),
    ),
)

_CHECKS = Table(
    "behaviour_checks",
    N_(
        "Cleaners of both houses watched at work, 30 and 90 days after a course on cleaning. "
        "Where there was no occasion to show a behaviour, there is no row."
    ),
    ("check_id",),
    (
        _number("check_id", N_("The check.")),
        Column("run_id", "text", N_("The course."), refers_to="training_runs", pattern=r"T\d+"),
        _person(),
        Column("checked_on", "date", N_("The day.")),
        Column("behaviour", "text", N_("What was looked for."), allowed=BEHAVIOURS),
        Column("seen", "integer", N_("1 seen, 0 not seen."), at_least=0, at_most=1),
        Column("trained", "flag", N_("Whether the person did the course.")),
    ),
)

_WAITS = Table(
    "breakfast_waits",
    N_("The queue for breakfast, as the head waiter notes it at nine o'clock."),
    ("store_id", "day"),
    (
        _house(),
        _DAY,
        Column("wait_minutes_mean", "decimal", N_("How long guests stand in the queue."), N_("minutes"), at_least=0),
    ),
    grows="stays",
)

LAYOUT = Layout(
    "hotel",
    (
        _STORES, _ROOMS, _STAFF, _CUSTOMERS, _ORDERS, _STAYS, _RETURNS, _ROOM_NIGHTS, _INVITATIONS, _SURVEYS,
        _SENTENCES, _CALLS, _TICKETS, _CONTACTS, _SHIFTS, _INSPECTIONS, _RUNS, _ENROLMENTS, _CHECKS, _REVIEWS,
        _WAITS, CALENDAR,
    ),
)  # fmt: skip
