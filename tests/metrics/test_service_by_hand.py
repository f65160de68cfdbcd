"""How long customers wait and what is solved: examples of a few rows, each number worked in a comment."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from by_hand import Tables, line, missing, table, value

from kpilab.errors import DataError
from kpilab.metrics import measure


def answered(*replies: str | None) -> Tables:
    """Tickets opened at ten on 2 May, and when a person answered."""
    rows = [(at, "chat", "2025-05-02 10:00", reply and f"2025-05-02 {reply}") for at, reply in enumerate(replies)]
    return {"tickets": table("ticket_id channel created_at first_human_reply_at", *rows)}


def test_the_first_answer_is_the_one_in_the_middle():
    assert value("first_response_time", answered("10:05", "10:01:30", "12:00")) == 5
    assert value("first_response_time", answered("10:05", "10:01:30")) == 3.25  # between 1.5 and 5


def test_who_has_no_answer_waits_longest():
    assert value("first_response_time", answered("10:05", "10:10", None)) == 10
    assert missing("first_response_time", answered("10:05", None))  # the middle lies between 5 minutes and no answer
    assert missing("first_response_time", answered(None))


def test_no_message_is_no_wait():
    assert measure("first_response_time", {"tickets": answered("10:05")["tickets"].head(0)})["value"].isna().all()


def test_contacts_answered_within_the_seconds():
    # 60 seconds are in time, 61 are not, and who gave up was not answered.
    contacts = answered("10:00:20", "10:01:00", "10:01:01", None)
    assert line("service_level", contacts) == (2, 4)
    assert line("service_level", contacts, settings={"answer_seconds": 30}) == (1, 4)


def test_no_contact_is_no_service_level():
    assert measure("service_level", {"tickets": answered("10:05")["tickets"].head(0)})["value"].isna().all()


def solved(*rows: tuple[str | None, str | None]) -> Tables:
    """Tickets opened at ten on 2 May: solved and reopened at ten of another day of May."""
    moments = [(at, *(day and f"2025-05-{day} 10:00" for day in row)) for at, row in enumerate(rows)]
    tickets = table("ticket_id solved_at reopened_at", *moments)
    return {"tickets": tickets.assign(created_at=pd.Timestamp("2025-05-02 10:00"), type="question")}


def test_solved_for_good_within_fourteen_days():
    # In time; in time to the hour; a day late; reopened within the days; reopened after them; still open.
    tickets = solved(("03", None), ("16", None), ("17", None), ("03", "05"), ("03", "20"), (None, None))
    assert line("resolution_rate", tickets) == (3, 6)


def test_young_tickets_are_neither_solved_nor_unsolved():
    tickets = solved(("03", None))
    assert value("resolution_rate", tickets, until=date(2025, 6, 14)) == 1
    assert missing("resolution_rate", tickets, until=date(2025, 6, 13))
    assert measure("resolution_rate", tickets, until=date(2025, 5, 16))["value"].tolist() == [1]
    assert measure("resolution_rate", tickets, until=date(2025, 5, 15))["value"].isna().all()


def test_the_hours_to_a_solution_are_those_in_the_middle():
    # 24, 48 and 240 hours from the opening.
    assert value("resolution_time", solved(("03", None), ("04", None), ("12", None))) == 48


def test_what_is_still_open_takes_longest():
    assert value("resolution_time", solved(("03", None), ("04", None), (None, None))) == 48
    assert missing("resolution_time", solved(("03", None), (None, None)))


def test_a_reopened_ticket_runs_on_from_its_first_opening():
    # Solved on the 3rd, reopened on the 4th: open. Reopened on the 3rd and solved on the 4th: 48 hours.
    assert missing("resolution_time", solved(("03", "04")))
    assert value("resolution_time", solved(("04", "03"))) == 48


MATTER = table(
    "ticket_id customer_id type created_at solved_at",
    (1, "A", "delivery", "2025-05-02 10:00", "2025-05-02 11:00"),
    (2, "B", "delivery", "2025-05-02 10:00", "2025-05-09 11:00"),
    (3, "C", "delivery", "2025-05-02 10:00", None),
    (4, "A", "question", "2025-05-03 10:00", "2025-05-03 11:00"),
)


def contacts(*rows: tuple[int, str, str]) -> Tables:
    """Contacts: ticket, customer, moment in May."""
    every = [(at, ticket, customer, f"2025-05-{ts}", "chat") for at, (ticket, customer, ts) in enumerate(rows)]
    return {"tickets": MATTER, "contacts": table("contact_id ticket_id customer_id ts channel", *every)}


FIRST = ((1, "A", "02 10:00"), (2, "B", "02 10:00"), (3, "C", "02 10:00"), (4, "A", "03 10:00"))


def test_solved_in_one_contact():
    # Tickets 1, 2 (on the seventh day) and 4 are solved; 3 is not. A asks about two matters: two first contacts.
    assert line("first_contact_resolution", contacts(*FIRST)) == (3, 4)


def test_a_second_contact_about_the_matter_within_the_days_undoes_it():
    assert line("first_contact_resolution", contacts(*FIRST, (1, "A", "09 23:00"))) == (2, 4)
    assert line("first_contact_resolution", contacts(*FIRST, (1, "A", "10 00:00"))) == (3, 4)


def test_a_new_ticket_of_the_same_customer_and_kind_is_the_same_matter():
    again = contacts(*FIRST, (5, "B", "05 10:00"))
    fifth = MATTER.iloc[[1]].assign(ticket_id=5, created_at=pd.Timestamp("2025-05-05"), solved_at=None)
    again["tickets"] = pd.concat([MATTER, fifth.astype(MATTER.dtypes)])
    assert line("first_contact_resolution", again) == (2, 5)  # 1 and 4; 2 was asked about again, 3 and 5 are open


def test_a_month_is_known_when_the_days_are_over():
    assert missing("first_contact_resolution", contacts(*FIRST), until=date(2025, 6, 6))
    assert value("first_contact_resolution", contacts(*FIRST), until=date(2025, 6, 7)) == 0.75


def complaints(*tickets: tuple[str, int | None]) -> Tables:
    every = [(at, "2025-06-20", *row) for at, row in enumerate(tickets)]
    paid = ["2025-05-02", "2025-05-03", "2025-05-04", None]
    return {
        "orders": table("order_id paid_at", *enumerate(paid)),
        "tickets": table("ticket_id created_at type order_id", *every),
    }


def test_orders_somebody_complained_about():
    # Orders 0, 1 and 2 were paid. Order 0 has two complaints and counts once; a question is no complaint; a
    # complaint of June lowers May, since the order is of May; one without an order cannot be told.
    data = complaints(("complaint", 0), ("complaint", 0), ("question", 1), ("complaint", 3), ("complaint", None))
    assert line("complaint_rate", data) == (1, 3)


def test_no_order_is_no_complaint_rate():
    data = complaints(("complaint", 0))
    assert missing("complaint_rate", data | {"orders": data["orders"].assign(paid_at=pd.NaT)})


def parcels(*rows: tuple[int, str | None, str | None]) -> Tables:
    every = [
        (at, order, promised and f"2025-05-{promised}", came and f"2025-05-{came}")
        for at, (order, promised, came) in enumerate(rows)
    ]
    return {"shipments": table("shipment_id order_id promised_on delivered_on", *every)}


def test_orders_that_came_by_the_day_promised():
    data = parcels(
        (1, "10", "10"),  # in time
        (2, "10", "11"),  # a day late
        (3, "10", None),  # past its day and not there: late
        (4, "10", "09"),
        (4, "12", "11"),  # two parcels, and the last one came after the 10th, which was promised first: late
        (5, None, "09"),  # nothing promised: left out
    )
    assert line("on_time_delivery", data) == (1, 4)


def test_what_is_not_due_yet_is_left_out():
    data = parcels((1, "10", "10"), (2, "20", None))
    assert line("on_time_delivery", data, until=date(2025, 5, 19)) == (1, 1)
    assert line("on_time_delivery", data, until=date(2025, 5, 20)) == (1, 2)


def test_nothing_promised_is_no_value():
    assert missing("on_time_delivery", parcels((5, None, "09")))


def heard(**scores: list[float]) -> Tables:
    """Conversations of agents on 2 May, a score each."""
    every = [(agent, score) for agent, given in scores.items() for score in given]
    rows = [(at, agent, "R1", score, "2025-05-02") for at, (agent, score) in enumerate(every)]
    return {"qa_reviews": table("ticket_id agent_id rater score day", *rows)}


def test_agents_need_five_conversations():
    # Ann's five make 350; Bo's four are left out.
    assert line("service_quality_score", heard(ann=[60, 70, 70, 70, 80], bo=[10, 10, 10, 10])) == (350, 5)
    assert missing("service_quality_score", heard(bo=[10, 10, 10, 10]))
    assert value("service_quality_score", heard(bo=[10, 20, 30, 40]), settings={"conversations": 4}) == 25


def test_two_raters_count_as_one_conversation_where_they_agree():
    data = heard(ann=[60, 70, 70, 70, 80])
    second = data["qa_reviews"].iloc[[0]].assign(rater="R2", score=80.0)
    both = {"qa_reviews": pd.concat([data["qa_reviews"], second])}
    assert line("service_quality_score", both) == (360, 5)  # the first conversation is (60 + 80) / 2
    apart = {"qa_reviews": pd.concat([data["qa_reviews"], second.assign(score=90.0)])}
    assert missing("service_quality_score", apart)  # 30 apart: four conversations are left


def test_scores_off_the_scale_are_refused_by_name():
    with pytest.raises(DataError, match="ticket_id 1, rater R1: score is 170"):
        measure("service_quality_score", heard(ann=[60, 170]))
