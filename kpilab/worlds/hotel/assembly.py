"""The hotels' tables, put together from their parts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpilab.worlds import BLOCK
from kpilab.worlds.calendar import FIRST, days
from kpilab.worlds.calendar_table import calendar_columns
from kpilab.worlds.chance import Ints, log_normal, stream
from kpilab.worlds.frames import TEXT, coded, frame, named
from kpilab.worlds.hotel import cleaning, complaints
from kpilab.worlds.hotel.bookings import CHANNELS, LAST_DAY, STATUSES, Bookings, draw_bookings
from kpilab.worlds.hotel.experience import DIMENSIONS, Experience, breakfast_waits, draw_experience
from kpilab.worlds.hotel.feedback import Feedback, draw_calls, draw_feedback
from kpilab.worlds.hotel.guests import Guests, draw_guests
from kpilab.worlds.hotel.houses import HOUSES, ROOM_TYPES, rooms
from kpilab.worlds.hotel.layout import LAYOUT
from kpilab.worlds.hotel.listening import BEHAVIOURS, RATERS, Reviews, draw_checks, draw_reviews
from kpilab.worlds.hotel.sentences import SENTENCES
from kpilab.worlds.hotel.stories import STORIES
from kpilab.worlds.story import Story, chosen

__all__ = ["tables"]

Columns = dict[str, Any]
_STORE_IDS = tuple(house.store_id for house in HOUSES)
_COURSES = ((0, "Welcome at the desk", date(2024, 5, 16)), (1, "Welcome at the desk", date(2024, 5, 23)))
_CLEANING_COURSE = (0, "A standard for each room", date(2025, 2, 27))


def _day(day: Ints, known: Any = True) -> Any:
    found = np.datetime64(FIRST) + day.astype("timedelta64[D]")
    return np.where(known, found, np.datetime64("NaT"))


def _time(minute: Ints) -> Any:
    moment = np.datetime64(FIRST).astype("datetime64[m]") + minute.astype("timedelta64[m]")
    return np.where(minute > -(10**8), moment, np.datetime64("NaT"))


def _given(values: Ints, known: Any) -> Any:
    """Whole numbers, with an empty cell where not known."""
    return pd.array(values, dtype="Int64") if np.all(known) else pd.arrays.IntegerArray(values, ~known)


def _houses(position: Ints) -> Any:
    return named(_STORE_IDS, position)


def _stores() -> Columns:
    names = ("store_id", "store", "city", "district_type", "opened_on")
    every = [(one.store_id, one.name, one.city, one.district, np.datetime64(one.opened_on)) for one in HOUSES]
    return dict(zip(names, zip(*every, strict=True), strict=True))


def _rooms(scale: float, block: int) -> Columns:
    house, kind, floor, price = rooms(scale)
    return {
        "room_id": coded("R", block * BLOCK + 1 + np.arange(len(house))),
        "store_id": _houses(house),
        "floor": floor,
        "room_type": named(ROOM_TYPES, kind),
        "list_price_cents": price,
    }


def _staff(staff: cleaning.Staff, block: int) -> Columns:
    count = len(cleaning.NAMES)
    names = (*cleaning.NAMES, *(house.manager for house in HOUSES))
    return {
        "staff_id": coded("E", block * BLOCK + 1 + np.arange(len(staff.house))),
        "store_id": _houses(staff.house),
        "name": named(names, np.where(staff.name < 0, count - 1 - staff.name, staff.name)),
        "role": named(cleaning.ROLES, staff.role),
        "fte": staff.fte,
        "start_on": _day(staff.start),
        "end_on": _day(np.minimum(staff.end, 10**4), staff.end <= LAST_DAY),
    }


def _customers(guests: Guests, block: int) -> Columns:
    return {
        "customer_id": coded("C", block * BLOCK + 1 + np.arange(len(guests.home))),
        "joined_on": _day(guests.joined_day),
        "home_store_id": _houses(guests.home),
        "purpose": named(("holiday", "work"), guests.at_work.astype(np.int64)),
    }


def _orders(bookings: Bookings, number: Ints, guest: Any) -> Columns:
    return {
        "order_id": number,
        "store_id": _houses(bookings.house),
        "ordered_at": _time(bookings.ordered_minute),
        "paid_at": _time(bookings.paid_minute),
        "customer_id": guest,
        "channel": named(CHANNELS, bookings.channel),
        "discount_cents": bookings.discount,
        "paid_cents": bookings.paid,
    }


def _stays(bookings: Bookings, number: Ints, scale: float, block: int) -> Columns:
    kind = rooms(scale)[1][bookings.room]
    given = (bookings.status == 0) | (bookings.status == 4)
    return {
        "order_id": number,
        "room_id": coded("R", np.where(given, block * BLOCK + 1 + bookings.room, -1)),
        "room_type": named(ROOM_TYPES, kind),
        "arrives_on": _day(bookings.arrival),
        "departs_on": _day(bookings.departure),
        "guests": bookings.guests,
        "breakfast": bookings.breakfast,
        "rate_cents": bookings.rate,
        "status": named(STATUSES, bookings.status),
        "cancelled_on": _day(bookings.cancelled_day, bookings.status == 1),
    }


def _returns(seed: int, bookings: Bookings, number: Ints, tickets: complaints.Tickets, block: int) -> Columns:
    """What the app pays back, and apologies for what spoilt a stay: at most one refund a booking."""
    rng = stream(seed, "refunds", block)
    luck = rng.integers(2**31, size=len(bookings.house))
    share = log_normal(rng, len(bookings.house), 0.5)
    spoilt = np.zeros(len(bookings.house), dtype=bool)
    spoilt[tickets.booking[tickets.severity == 3]] = True
    refunded = (bookings.status == 1) & (bookings.paid > 0)
    sorry = spoilt & (bookings.status == 0) & (luck % 100 < 45)
    day = np.where(refunded, bookings.cancelled_day, bookings.departure + luck // 100 % 9)
    mine = np.flatnonzero((refunded | sorry) & (day <= LAST_DAY))
    apology = np.minimum(np.floor(share * bookings.rate * 0.5 / 1000).astype(np.int64) * 1000 + 1000, bookings.paid)
    return {
        "return_id": number[mine],
        "order_id": number[mine],
        "reason": named(("cancelled", "apology"), sorry[mine].astype(np.int64)),
        "refund_cents": np.where(refunded, bookings.paid, apology)[mine],
        "returned_on": _day(day[mine]),
    }


def _room_nights(bookings: Bookings, scale: float) -> Columns:
    house_of, kind_of, _floor, _price = rooms(scale)
    booking, day = cleaning.sold_rooms(bookings)
    kinds = len(ROOM_TYPES)
    group = house_of * kinds + kind_of
    groups = np.unique(group)
    shape = (len(groups), len(days()))
    cell = np.searchsorted(groups, group[bookings.room[booking]]) * shape[1] + day
    size = shape[0] * shape[1]
    # Discount in equal parts, the cents that are left over with the first night.
    share = bookings.discount // bookings.nights
    first = day == bookings.arrival[booking]
    left = bookings.discount - share * bookings.nights
    money = bookings.rate[booking] - share[booking] - np.where(first, left[booking], 0)
    place, night = (index.ravel() for index in np.indices(shape))
    return {
        "store_id": _houses(groups[place] // kinds),
        "room_type": named(ROOM_TYPES, groups[place] % kinds),
        "day": _day(night),
        "available": np.bincount(np.searchsorted(groups, group), minlength=len(groups))[place],
        "sold": np.bincount(cell, minlength=size),
        "revenue_cents": np.bincount(cell, weights=money, minlength=size).astype(np.int64),
    }


def _invitations(feedback: Feedback, bookings: Bookings, number: Ints) -> Columns:
    return {
        "invitation_id": number[feedback.booking],
        "store_id": _houses(bookings.house[feedback.booking]),
        "sent_at": _time(feedback.sent_minute),
        "delivered": feedback.delivered,
        "answered_at": _time(feedback.answered_minute),
    }


def _joined(texts: tuple[str, ...], sentences: Ints) -> Any:
    """One or two texts in a cell; an empty cell where there is none."""
    first, second = (pa.array(named(texts, sentences[:, place])) for place in (0, 1))
    both = pc.binary_join_element_wise(first, second, pa.scalar(" ", first.type))
    return pd.array(pc.coalesce(both, first), dtype=TEXT)


def _surveys(feedback: Feedback, experience: Experience, bookings: Bookings, number: Ints) -> Columns:
    answered = np.flatnonzero(feedback.answered_minute >= 0)
    answered = answered[np.argsort(feedback.answered_minute[answered], kind="stable")]
    booking = feedback.booking[answered]
    marks = feedback.marks[answered]
    sentences = feedback.sentences[answered]
    return {
        "survey_id": number[booking],
        "order_id": number[booking],
        "store_id": _houses(bookings.house[booking]),
        "answered_on": _day(feedback.answered_minute[answered] // 1440),
        "score": experience.overall[booking],
        "recommend": experience.recommend[booking],
        **{name: _given(marks[:, place], marks[:, place] > 0) for place, name in enumerate(DIMENSIONS)},
        "comment": _joined(tuple(one.text for one in SENTENCES), sentences),
        "comment_codes": _joined(tuple(one.code for one in SENTENCES), sentences),
    }


def _sentences() -> Columns:
    return {name: [getattr(one, name) for one in SENTENCES] for name in ("code", "topic", "tone", "text")}


def _calls(calls: tuple[Ints, Ints, Ints], feedback: Feedback, experience: Experience, number: Ints) -> Columns:
    called, day, reached = calls
    booking = feedback.booking[called]
    return {
        "order_id": number[booking],
        "called_on": _day(day),
        "score": _given(experience.overall[booking], reached > 0),
    }


def _tickets(tickets: complaints.Tickets, bookings: Bookings, number: Ints, guest: Any, block: int) -> Columns:
    weekend = (tickets.minute // 1440 % 7 >= 5).astype(np.int64)
    return {
        "ticket_id": block * BLOCK + tickets.number,
        "order_id": number[tickets.booking],
        "store_id": _houses(bookings.house[tickets.booking]),
        "customer_id": guest[tickets.booking],
        "created_at": _time(tickets.minute),
        "channel": named(complaints.CHANNELS, tickets.channel),
        "desk": named(("weekday", "weekend"), weekend),
        "type": named(complaints.TYPES, tickets.kind),
        "topic": named(complaints.TOPICS, tickets.topic),
        "severity": _given(tickets.severity, tickets.severity > 0),
        "first_human_reply_at": _time(tickets.replied_minute),
        "solved_at": _time(tickets.solved_minute),
        "reopened_at": _time(tickets.reopened_minute),
    }


def _contacts(seed: int, tickets: complaints.Tickets, guest: Any, block: int) -> Columns:
    """The first contact opens the ticket; each later one comes up to a day after the one before."""
    times = np.repeat(np.arange(len(tickets.booking)), tickets.contacts)
    turn = np.arange(len(times)) - np.repeat(np.cumsum(tickets.contacts) - tickets.contacts, tickets.contacts)
    later = turn * (180 + tickets.number[times] * 7919 % 1200)
    minute = tickets.minute[times] + later
    kept = minute < (LAST_DAY + 1) * 1440
    times, turn, minute = times[kept], turn[kept], minute[kept]
    return {
        "contact_id": block * BLOCK + tickets.number[times] * 5 + turn,
        "ticket_id": block * BLOCK + tickets.number[times],
        "customer_id": guest[tickets.booking[times]],
        "ts": _time(minute),
        "channel": named(complaints.CHANNELS, tickets.channel[times]),
    }


def _shifts(shifts: cleaning.Shifts, block: int) -> Columns:
    return {
        "staff_id": coded("E", block * BLOCK + 1 + shifts.person),
        "day": _day(shifts.day),
        "rooms_cleaned": shifts.rooms,
        "hours": shifts.half_hours / 2,
    }


def _inspections(found: cleaning.Inspections, block: int) -> Columns:
    return {
        "inspection_id": block * BLOCK + 1 + np.arange(len(found.day)),
        "day": _day(found.day),
        "room_id": coded("R", block * BLOCK + 1 + found.room),
        "staff_id": coded("E", block * BLOCK + 1 + found.person),
        "score": found.score,
    }


def _courses(stories: dict[str, Story]) -> list[tuple[int, str, date]]:
    return [*_COURSES, *([_CLEANING_COURSE] if "tea_garden_training" in stories else [])]


def _runs(stories: dict[str, Story]) -> Columns:
    courses = _courses(stories)
    return {
        "run_id": [f"T{number}" for number in range(1, len(courses) + 1)],
        "store_id": [_STORE_IDS[house] for house, _name, _on in courses],
        "course": [name for _house, name, _on in courses],
        "held_on": np.array([on for _house, _name, on in courses], dtype="datetime64[D]"),
    }


def _sent(staff: cleaning.Staff, stories: dict[str, Story]) -> tuple[Ints, Ints, Ints, Any]:
    """Course, person, last day and whether finished: everyone of the house who does that work on the day."""
    found = []
    for run, (house, name, on) in enumerate(_courses(stories)):
        last = (on - FIRST).days
        role = 2 if name == _CLEANING_COURSE[1] else 1
        there = (staff.house == house) & (staff.role == role) & (staff.start < last - 14) & (staff.end >= last - 10)
        here = np.flatnonzero(there)
        found.append((np.full(len(here), run), here, np.full(len(here), last)))
    runs, person, ends = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return runs, person, ends, (staff.end[person] >= ends) & ((person * 7 + runs) % 9 > 0)


def _enrolments(staff: cleaning.Staff, stories: dict[str, Story], block: int) -> Columns:
    runs, person, ends, finished = _sent(staff, stories)
    return {
        "run_id": coded("T", runs + 1),
        "staff_id": coded("E", block * BLOCK + 1 + person),
        "enrolled_on": _day(ends - 14),
        "ends_on": _day(ends),
        "left_firm_on": _day(np.minimum(staff.end[person], 10**4), staff.end[person] <= LAST_DAY),
        "finished_on": _day(ends, finished),
    }


def _checks(seed: int, staff: cleaning.Staff, stories: dict[str, Story], block: int) -> Columns:
    """Only the course on cleaning is followed up."""
    runs, person, _ends, finished = _sent(staff, stories)
    last = len(_COURSES)
    ends = (_CLEANING_COURSE[2] - FIRST).days
    checks = draw_checks(seed, staff, person[finished & (runs == last)], ends, block)
    count = len(checks.person)
    return {
        "check_id": block * BLOCK + 1 + np.arange(count),
        "run_id": coded("T", np.full(count, last + 1)),
        "staff_id": coded("E", block * BLOCK + 1 + checks.person),
        "checked_on": _day(checks.day),
        "behaviour": named(BEHAVIOURS, checks.behaviour),
        "seen": checks.seen.astype(np.int64),
        "trained": checks.trained,
    }


def _reviews(reviews: Reviews, tickets: complaints.Tickets, block: int) -> Columns:
    return {
        "ticket_id": block * BLOCK + tickets.number[reviews.ticket],
        "agent_id": coded("E", block * BLOCK + 1 + reviews.agent),
        "rater": named(RATERS, reviews.rater),
        "score": reviews.score,
        "day": _day(reviews.day),
    }


def _waits(waits: Any) -> Columns:
    day, house = (index.ravel() for index in np.indices(waits.shape))
    return {"store_id": _houses(house), "day": _day(day), "wait_minutes_mean": waits.ravel()}


def tables(
    seed: int, *, stories: Iterable[str] | None = None, scale: float = 1.0, block: int = 0
) -> dict[str, pd.DataFrame]:
    """All tables of the layout; the same seed gives the same rows. `stories` are ids, all for None, none for ().

    A larger group has more rooms in each house, and more people to clean them.
    """
    told = chosen(stories, STORIES)
    bookings = draw_bookings(seed, told, scale, block)
    number = block * BLOCK + 1 + np.arange(len(bookings.house))
    guests = draw_guests(seed, bookings, scale, block)
    guest = coded("C", block * BLOCK + guests.number)
    experience = draw_experience(seed, bookings, told, block)
    feedback = draw_feedback(seed, bookings, experience, told, block)
    calls = draw_calls(seed, feedback, bookings, scale, block)
    tickets = complaints.draw_tickets(seed, bookings, experience, told, block)
    staff = cleaning.draw_staff(seed, told, scale, block)
    shifts = cleaning.draw_shifts(staff, bookings)
    inspections = cleaning.draw_inspections(seed, staff, shifts, rooms(scale)[0], told, scale, block)
    columns = {
        "stores": _stores(),
        "rooms": _rooms(scale, block),
        "staff": _staff(staff, block),
        "customers": _customers(guests, block),
        "orders": _orders(bookings, number, guest),
        "stays": _stays(bookings, number, scale, block),
        "returns": _returns(seed, bookings, number, tickets, block),
        "room_nights": _room_nights(bookings, scale),
        "survey_invitations": _invitations(feedback, bookings, number),
        "surveys": _surveys(feedback, experience, bookings, number),
        "comment_sentences": _sentences(),
        "callbacks": _calls(calls, feedback, experience, number),
        "tickets": _tickets(tickets, bookings, number, guest, block),
        "contacts": _contacts(seed, tickets, guest, block),
        "shifts": _shifts(shifts, block),
        "inspections": _inspections(inspections, block),
        "training_runs": _runs(told),
        "enrolments": _enrolments(staff, told, block),
        "behaviour_checks": _checks(seed, staff, told, block),
        "qa_reviews": _reviews(draw_reviews(seed, tickets, bookings, staff, scale, block), tickets, block),
        "breakfast_waits": _waits(breakfast_waits(seed, told)),
        "calendar": calendar_columns(),
    }
    return {table.name: frame(table, columns[table.name]) for table in LAYOUT.tables}
