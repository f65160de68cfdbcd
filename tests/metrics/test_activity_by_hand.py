"""Visits, follow-up, reviews and talks: examples of a few rows, each number worked in a comment."""

from __future__ import annotations

from datetime import date

import pytest
from by_hand import Tables, line, missing, table, value

from kpilab.errors import DataError
from kpilab.metrics import measure

VISIT = ("A", "T1", "2025-05-02 10:00", 20, True, True, "offer", "call", "2025-05-03 10:00")
COLUMNS = (
    "customer_id", "staff_id", "ts", "minutes", "is_target", "with_decider", "outcome", "next_step", "logged_at",
)  # fmt: skip


def visits(*changed: dict[str, object]) -> Tables:
    """Visits as VISIT, but for what is changed in each."""
    rows = [tuple((dict(zip(COLUMNS, VISIT, strict=True)) | one)[name] for name in COLUMNS) for one in changed]
    every = [(at, *row) for at, row in enumerate(rows)]
    return {"visits": table(" ".join(["visit_id", *COLUMNS]), *every)}


@pytest.mark.parametrize(
    ("changed", "counts"),
    [
        ({}, 1),
        ({"with_decider": False}, 0),  # nobody decides, and 20 minutes are not 30
        ({"with_decider": False, "minutes": 30}, 1),
        ({"minutes": None}, 1),
        ({"is_target": False}, 0),
        ({"outcome": None}, 0),
        ({"next_step": None}, 0),
        ({"logged_at": "2025-05-03 10:01"}, 0),  # logged after more than 24 hours
        ({"logged_at": None}, 0),
        ({"customer_id": None}, 0),
    ],
)
def test_a_visit_counts_by_the_rule(changed: dict[str, object], counts: int):
    # Beside it stands one visit to B that counts.
    assert value("effective_visits", visits(changed, {"customer_id": "B"})) == counts + 1


def test_two_visits_to_a_customer_on_a_day_count_once_for_who_came_first():
    twice = visits({"ts": "2025-05-02 12:00"}, {"staff_id": "T2"}, {"ts": "2025-05-03 09:00"})
    assert value("effective_visits", twice) == 2
    found = measure("effective_visits", twice, by="staff_id").set_index("staff_id")["value"]
    assert found.to_dict() == {"T1": 1, "T2": 1}  # T1 on the 3rd; T2 at ten on the 2nd, before T1 at twelve


def test_other_minutes_may_be_stated():
    assert value("effective_visits", visits({"with_decider": False}), settings={"visit_minutes": 20}) == 1


def leads(*contacted: str | None) -> Tables:
    """Leads of ten o'clock on 2 May, and when they were contacted."""
    rows = [(at, "2025-05-02 10:00", day and f"2025-05-{day}") for at, day in enumerate(contacted)]
    return {"leads": table("lead_id created_at first_contact_at", *rows)}


def test_leads_contacted_in_the_time_promised():
    # In time, on the stroke of it, a minute late, never.
    found = leads("02 11:00", "03 10:00", "03 10:01", None)
    assert line("follow_up_timeliness", found) == (2, 4)
    assert line("follow_up_timeliness", found, settings={"follow_up_hours": 25}) == (3, 4)


def test_a_lead_counts_on_the_day_when_the_promise_falls_due_and_not_before():
    assert missing("follow_up_timeliness", leads("02 11:00"), until=date(2025, 5, 2))
    assert value("follow_up_timeliness", leads("02 11:00"), until=date(2025, 5, 3)) == 1
    late = {"leads": table("lead_id created_at first_contact_at", (1, "2025-04-30 10:00", "2025-04-30 12:00"))}
    assert missing("follow_up_timeliness", late, "2025-04")
    assert value("follow_up_timeliness", late, "2025-05") == 1


def meetings(*rows: tuple[str, str | None, float | None]) -> Tables:
    every = [(at, f"2025-05-{plan}", held and f"2025-05-{held}", n) for at, (plan, held, n) in enumerate(rows)]
    return {"meetings": table("meeting_id planned_on held_on actions", *every)}


def test_reviews_held_with_actions():
    # In time 1; late a half; without actions 0; not held 0: 1.5 of 4.
    assert line("review_completion", meetings(("05", "05", 2), ("12", "13", 1), ("19", "19", 0), ("26", None, 2))) == (
        1.5,
        4,
    )


def test_a_review_whose_day_has_not_come_is_left_out():
    planned = meetings(("05", "05", 2), ("12", None, None))
    assert line("review_completion", planned, until=date(2025, 5, 11)) == (1, 1)
    assert line("review_completion", planned, until=date(2025, 5, 12)) == (1, 2)
    assert missing("review_completion", planned, until=date(2025, 5, 4))


def test_deals_that_went_the_way_agreed():
    deals = table(
        "opportunity_id staff_id audited_on steps_required steps_in_order",
        (1, "T1", "2025-05-02", 5, 5),
        (2, "T1", "2025-05-02", 5, 4),
        (3, "T1", "2025-05-02", 3, 3),  # two steps do not apply to it
        (4, "T1", "2025-05-02", 5, None),  # not audited
    )
    assert line("process_compliance", {"process_audits": deals}) == (2, 3)
    assert missing("process_compliance", {"process_audits": deals.tail(1)})


def test_documents_right_the_first_time():
    checked = table(
        "document_id staff_id checked_on errors",
        (1, "T1", "2025-05-02", 0),
        (2, "T1", "2025-05-02", 3),
        (3, "T1", "2025-05-02", None),
    )
    assert line("document_accuracy", {"documents": checked}) == (1, 2)
    assert missing("document_accuracy", {"documents": checked.tail(1)})


def team(*scores: float, helped: int = 0, cases: int = 0, rater: str = "R") -> Tables:
    """What colleagues gave T1 in May, with the helps and the cases of T1."""
    given = [("2025-05-02", "T1", f"{rater}{at}", score) for at, score in enumerate(scores)]
    return {
        "peer_ratings": table("rated_on staff_id rater score", *given),
        "assists": table("opportunity_id staff_id helped_on", *[(at, "T1", "2025-05-09") for at in range(helped)]),
        "shared_cases": table(
            "case_id staff_id published_on meets_template", *[(at, "T1", "2025-05-09", at > 0) for at in range(cases)]
        ),
    }


def quarter(data: Tables, **options: object) -> float:
    return float(measure("team_collaboration", data, by="quarter", **options)["value"].iloc[0])  # type: ignore[arg-type]


def test_collaboration_is_half_the_rating_and_half_the_help():
    # Rating: mean 4 of 1 to 5 is 75 of 100. Two helps and one of two cases fill the template: 3 of 6 agreed, 50.
    assert quarter(team(5, 4, 4, 3, helped=2, cases=2)) == 62.5
    # A month has a third of the number agreed: 3 of 2 count as 100.
    assert value("team_collaboration", team(5, 4, 4, 3, helped=2, cases=2)) == 87.5
    assert quarter(team(5, 4, 4, 3)) == 37.5


def test_fewer_than_four_raters_are_no_value():
    assert missing("team_collaboration", team(5, 5, 5, helped=6))


def test_a_rating_of_oneself_is_left_out():
    own = team(5, 4, 4, 3)
    own["peer_ratings"].loc[4] = [own["peer_ratings"]["rated_on"][0], "T1", "T1", 5]
    assert quarter(own) == 37.5
    own["peer_ratings"] = own["peer_ratings"].drop(0)  # three colleagues are left
    assert missing("team_collaboration", own)


def test_no_number_agreed_is_no_value():
    assert missing("team_collaboration", team(5, 4, 4, 3), settings={"helps_agreed": 0})


def test_a_team_has_the_mean_of_its_members():
    both = team(5, 4, 4, 3)
    other = team(1, 1, 1, 1)["peer_ratings"].assign(staff_id="T2")
    both["peer_ratings"] = table(
        "rated_on staff_id rater score", *both["peer_ratings"].itertuples(index=False), *other.itertuples(index=False)
    )
    assert quarter(both) == 37.5 / 2
    assert measure("team_collaboration", both)["value"].tolist() == [37.5 / 2]


def test_ratings_by_colleagues_stay_on_the_scale():
    with pytest.raises(DataError, match="staff_id T1, rater R0, rated_on 2025-05-02 00:00:00: score is 6"):
        measure("team_collaboration", team(6, 4, 4, 3))


def talks(*rows: tuple[str, str | None, float | None]) -> Tables:
    every = [(at, "T1", f"2025-05-{plan}", held and f"2025-05-{held}", q) for at, (plan, held, q) in enumerate(rows)]
    return {"one_to_ones": table("talk_id staff_id planned_on held_on quality", *every)}


def test_talks_held_times_their_quality():
    # Two of four were held, with a mean of 0.75: 100 × 0.5 × 0.75.
    held = talks(("05", "05", 1), ("12", "13", 0.5), ("19", None, None), ("26", None, None))
    assert value("feedback_frequency_quality", held) == 37.5
    assert value("feedback_frequency_quality", talks(("05", None, None))) == 0


def test_a_talk_held_and_not_rated_leaves_the_score_missing():
    assert missing("feedback_frequency_quality", talks(("05", "05", 1), ("12", "13", None)))


def test_a_talk_whose_day_has_not_come_is_left_out():
    planned = talks(("05", "05", 1), ("12", None, None))
    assert value("feedback_frequency_quality", planned, until=date(2025, 5, 11)) == 100
    assert missing("feedback_frequency_quality", planned, until=date(2025, 5, 4))
    with pytest.raises(DataError, match="talk_id 0: quality is 2"):
        measure("feedback_frequency_quality", talks(("05", "05", 2)))
