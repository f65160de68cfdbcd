"""A half year of service, content, visits, talks, audits, reports, ratings and training, drawn by a seed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tables_orders import CUSTOMERS, DAYS, FIRST, PRODUCTS, STAFF, STORES, Tables, days, gaps, moments

MATTERS = ("complaint", "question", "delivery")
SKILLS = ("communication", "negotiation")


def tables(rng: np.random.Generator) -> Tables:
    return {
        **_service(rng),
        **_content(rng),
        **_ratings(rng),
        **_work(rng),
        **_reporting(rng),
        **_training(rng),
    }


def _later(rng: np.random.Generator, since: pd.Series, most_hours: float) -> pd.Series:
    """A moment up to so many hours after each, to the second."""
    return since + pd.to_timedelta(rng.integers(0, int(most_hours * 3600), len(since)), unit="s")


def _texts(rng: np.random.Generator, choices: tuple[str, ...], count: int) -> pd.Series:
    return pd.Series(rng.choice(choices, count), dtype="str")


def _flags(rng: np.random.Generator, count: int, share: float) -> pd.Series:
    return pd.Series(rng.random(count) < share)


def _service(rng: np.random.Generator) -> Tables:
    count = 45
    created = moments(rng, count)
    soon = created + pd.to_timedelta(rng.integers(5, 130, count), unit="s")
    solved = _later(rng, created, 24 * 25)
    tickets = pd.DataFrame(
        {
            "ticket_id": range(1, count + 1),
            "store_id": rng.choice(STORES, count),
            "customer_id": gaps(rng, _texts(rng, CUSTOMERS, count)),
            "order_id": gaps(rng, pd.Series(rng.integers(1, 30, count), dtype="Int64"), 0.3),
            "channel": rng.choice(["chat", "phone"], count),
            "type": gaps(rng, _texts(rng, MATTERS, count), 0.1),
            "created_at": created,
            "first_human_reply_at": gaps(rng, soon.where(rng.random(count) < 0.5, _later(rng, created, 5)), 0.2),
            "solved_at": gaps(rng, solved, 0.2),
            "reopened_at": gaps(rng, _later(rng, solved, 24 * 9) - pd.Timedelta(hours=48), 0.75),
        }
    )
    of = rng.integers(0, count, 40)
    contacts = pd.DataFrame(
        {
            "contact_id": range(1, 41),
            "ticket_id": gaps(rng, pd.Series(of + 1, dtype="Int64"), 0.1),
            "customer_id": gaps(rng, tickets["customer_id"].iloc[of].reset_index(drop=True), 0.1),
            "ts": _later(rng, created.iloc[of].reset_index(drop=True), 24 * 12),
            "channel": rng.choice(["chat", "phone"], 40),
        }
    )
    promised = days(rng, 40, last=DAYS + 5)
    shipments = pd.DataFrame(
        {
            "shipment_id": range(1, 41),
            "order_id": rng.integers(1, 30, 40),
            "promised_on": gaps(rng, promised, 0.1),
            "delivered_on": gaps(rng, promised + pd.to_timedelta(rng.integers(-4, 4, 40), unit="D"), 0.15),
        }
    )
    counts = pd.DataFrame(
        {
            "place": [f"A{number}" for number in range(40)],
            "store_id": rng.choice(STORES, 40),
            "product_id": rng.choice(PRODUCTS, 40),
            "day": days(rng, 40),
            "book": gaps(rng, pd.Series(rng.integers(0, 6, 40).astype(float)), 0.05),
            "counted": gaps(rng, pd.Series(rng.integers(0, 6, 40).astype(float)), 0.1),
        }
    )
    ticket = rng.integers(1, 25, 60)
    listened = pd.DataFrame(
        {
            "ticket_id": ticket,
            "agent_id": ["A1" if number % 3 else "A2" for number in ticket],
            "rater": _texts(rng, ("R1", "R2"), 60),
            "score": gaps(rng, pd.Series(rng.integers(12, 19, 60) * 5.0), 0.1),
            "day": FIRST + pd.to_timedelta(ticket // 13 * 40 + rng.integers(0, 20, 60), unit="D"),
        }
    )
    return {
        "tickets": tickets,
        "contacts": contacts,
        "shipments": shipments,
        "stock_counts": counts,
        "qa_reviews": listened.drop_duplicates(["ticket_id", "agent_id", "rater", "day"], ignore_index=True),
    }


def _content(rng: np.random.Generator) -> Tables:
    count = 60
    piece = rng.integers(1, 7, count)
    kinds = _texts(rng, ("open", "read", "read", "read", "like", "comment", "share", "save"), count)
    return {
        "content_events": pd.DataFrame(
            {
                "piece_id": pd.Series([f"B{number}" for number in piece], dtype="str"),
                "reader_id": gaps(rng, _texts(rng, CUSTOMERS, count), 0.1),
                "ts": FIRST + pd.to_timedelta(piece * 24 * 25 + rng.integers(0, 24 * 9, count), unit="h"),
                "type": gaps(rng, kinds, 0.05),
            }
        )
    }


def _ratings(rng: np.random.Generator) -> Tables:
    rows = [
        (name, f"{name} {item}", _one(rng, ("R1", "R2", "R3")), _one(rng, levels), FIRST + _days(rng, item * 30))
        for name, levels in (
            ("plan_innovation", (1, 2, 3, 4)),
            ("content_quality", (60, 70, 80, 90)),
            ("analysis_depth", (0, 1, 2, 3, 4)),
        )
        for item in range(6)
        for _rating in range(int(rng.integers(0, 5)))
    ]
    reviews = pd.DataFrame(rows, columns=["rubric", "item", "rater", "score", "reviewed_on"])
    reviews = reviews.assign(score=gaps(rng, reviews["score"].astype(float), 0.05))
    talks = rng.integers(1, 20, 40)
    observations = pd.DataFrame(
        {
            "observation_id": talks,
            "staff_id": [STAFF[number % len(STAFF)] for number in talks],
            "skill": gaps(rng, pd.Series([SKILLS[number % 3 % 2] for number in talks], dtype="str"), 0.05),
            "rater": _texts(rng, ("R1", "R2"), 40),
            "level": gaps(rng, pd.Series(rng.integers(2, 6, 40).astype(float)), 0.1),
            "observed_on": FIRST + pd.to_timedelta(talks % 3 * 40 + rng.integers(0, 20, 40), unit="D"),
        }
    )
    peers = pd.DataFrame(
        {
            "rated_on": FIRST + pd.to_timedelta(rng.integers(0, 2, 50) * 90 + rng.integers(0, 20, 50), unit="D"),
            "staff_id": rng.choice(STAFF[:3], 50),
            "rater": rng.choice(STAFF, 50),
            "score": gaps(rng, pd.Series(rng.integers(1, 6, 50).astype(float)), 0.1),
        }
    )
    return {
        "reviews": reviews.assign(review_id=range(len(reviews))),
        "observations": observations.drop_duplicates(["observation_id", "skill", "rater"], ignore_index=True),
        "peer_ratings": peers.drop_duplicates(["rated_on", "staff_id", "rater"], ignore_index=True),
    }


def _one(rng: np.random.Generator, choices: tuple[object, ...]) -> object:
    return choices[int(rng.integers(len(choices)))]


def _days(rng: np.random.Generator, first: int) -> pd.Timedelta:
    return pd.Timedelta(days=int(first + rng.integers(0, 10)))


def _work(rng: np.random.Generator) -> Tables:
    count = 45
    planned, talked = days(rng, 20, last=DAYS + 10), days(rng, 30, last=DAYS + 10)
    visited = days(rng, count)
    visited = visited - pd.to_timedelta(visited.dt.day % 3, unit="D") + pd.Timedelta(hours=10)
    held = gaps(rng, planned + pd.to_timedelta(rng.integers(-2, 4, 20), unit="D"), 0.2)
    came = gaps(rng, talked + pd.to_timedelta(rng.integers(-2, 4, 30), unit="D"), 0.3)
    required = rng.integers(1, 4, 30)
    return {
        "visits": pd.DataFrame(
            {
                "visit_id": rng.permutation(count) + 1,
                "customer_id": gaps(rng, _texts(rng, CUSTOMERS[:4], count), 0.05),
                "staff_id": rng.choice(STAFF, count),
                "ts": visited,
                "minutes": gaps(rng, pd.Series(rng.integers(2, 10, count) * 5.0), 0.1),
                "is_target": _flags(rng, count, 0.9),
                "with_decider": _flags(rng, count, 0.5),
                "outcome": gaps(rng, _texts(rng, ("order", "offer"), count), 0.1),
                "next_step": gaps(rng, _texts(rng, ("call", "visit"), count), 0.1),
                "logged_at": gaps(rng, _later(rng, visited, 30), 0.1),
            }
        ),
        "meetings": pd.DataFrame(
            {
                "meeting_id": range(20),
                "store_id": rng.choice(STORES, 20),
                "planned_on": planned,
                "held_on": held,
                "actions": gaps(rng, pd.Series(rng.integers(0, 4, 20).astype(float))),
            }
        ),
        "process_audits": pd.DataFrame(
            {
                "opportunity_id": range(30),
                "staff_id": rng.choice(STAFF, 30),
                "audited_on": days(rng, 30),
                "steps_required": required,
                "steps_in_order": gaps(rng, pd.Series(np.minimum(required, rng.integers(1, 4, 30)).astype(float))),
            }
        ),
        "documents": pd.DataFrame(
            {
                "document_id": range(30),
                "staff_id": rng.choice(STAFF, 30),
                "checked_on": days(rng, 30),
                "errors": gaps(rng, pd.Series(rng.integers(0, 3, 30).astype(float))),
            }
        ),
        "shared_cases": pd.DataFrame(
            {
                "case_id": np.repeat(range(12), 2),
                "staff_id": rng.permuted(np.tile(STAFF, (12, 1)), axis=1)[:, :2].ravel(),
                "published_on": np.repeat(days(rng, 12).to_numpy(), 2),
                "meets_template": np.repeat(_flags(rng, 12, 0.7).to_numpy(), 2),
            }
        )
        .sample(20, random_state=rng)
        .reset_index(drop=True),
        "assists": pd.DataFrame(
            {"opportunity_id": range(25), "staff_id": rng.choice(STAFF, 25), "helped_on": days(rng, 25)}
        ),
        "one_to_ones": pd.DataFrame(
            {
                "talk_id": range(30),
                "staff_id": rng.choice(STAFF, 30),
                "planned_on": talked,
                "held_on": came,
                "quality": gaps(rng, pd.Series(rng.integers(0, 5, 30) / 4), 0.05).where(came.notna()),
            }
        ),
    }


def _reporting(rng: np.random.Generator) -> Tables:
    due = days(rng, 30, last=DAYS + 10) + pd.Timedelta(hours=9)
    sent = gaps(rng, due - pd.Timedelta(hours=20) + pd.to_timedelta(rng.integers(0, 30, 30), unit="h"), 0.1)
    made = days(rng, 30)
    values = ("5", "7", "Suzhou", "", "0", "1970-01-01")
    return {
        "audits": pd.DataFrame(
            {
                "report_id": rng.integers(1, 8, 50),
                "audited_on": days(rng, 50),
                "field": rng.choice(["price", "city"], 50),
                "reported": gaps(rng, _texts(rng, values, 50), 0.1),
                "true_value": gaps(rng, _texts(rng, values[:3], 50), 0.1),
            }
        ),
        "reports": pd.DataFrame(
            {
                "report_id": range(30),
                "due_at": due,
                "sent_at": sent,
                "corrected_at": gaps(rng, _later(rng, sent, 40), 0.8),
            }
        ),
        "recommendations": pd.DataFrame(
            {
                "recommendation_id": range(30),
                "report_id": rng.integers(1, 8, 30),
                "made_on": made,
                "acted_on": gaps(rng, made + pd.to_timedelta(rng.integers(0, 45, 30), unit="D"), 0.3),
            }
        ),
    }


def _training(rng: np.random.Generator) -> Tables:
    enrolled = days(rng, 30)
    ends = enrolled + pd.Timedelta(days=20)
    both = pd.MultiIndex.from_product([("V1", "V2"), STAFF, ("before", "after")]).to_frame(
        index=False, name=["run_id", "staff_id", "moment"]
    )
    months = pd.MultiIndex.from_product(
        [STAFF[:2], pd.period_range("2025-01", "2025-06", freq="M").astype(str), ("sales", "visits")]
    ).to_frame(index=False, name=["owner", "month", "kpi"])
    lines = len(months)
    norm = rng.integers(3, 8, lines) * 10.0
    step = rng.choice([-10.0, 10.0], lines)
    possible = rng.integers(1, 5, 40)
    return {
        "test_answers": pd.DataFrame(
            {
                "staff_id": rng.choice(STAFF, 40),
                "form": rng.choice(["X", "Y"], 40),
                "item": range(40),
                "answered_on": days(rng, 40),
                "points": gaps(rng, pd.Series(np.minimum(possible, rng.integers(0, 5, 40)).astype(float))),
                "points_possible": possible,
            }
        ),
        "matrix": months.assign(
            weight=np.tile([0.75, 0.25], lines // 2),
            base=norm - step,
            norm=norm,
            target=gaps(rng, pd.Series(norm + step * 0.5), 0.1),
            fact=gaps(rng, pd.Series(norm + rng.integers(-8, 9, lines) * 2.5), 0.1),
        ),
        "enrolments": pd.DataFrame(
            {
                "run_id": rng.choice(["V1", "V2"], 30),
                "staff_id": [f"N{number}" for number in range(30)],
                "enrolled_on": enrolled,
                "ends_on": ends,
                "left_firm_on": gaps(rng, enrolled + pd.to_timedelta(rng.integers(0, 40, 30), unit="D"), 0.8),
                "finished_on": gaps(rng, enrolled + pd.to_timedelta(rng.integers(1, 20, 30), unit="D"), 0.4),
            }
        ),
        "test_scores": both.assign(
            taken_on=days(rng, len(both)), score=gaps(rng, pd.Series(rng.integers(4, 11, len(both)) * 10.0), 0.1)
        )
        .sample(17, random_state=rng)
        .reset_index(drop=True),
        "training_surveys": pd.DataFrame(
            {
                "answer_id": range(30),
                "run_id": rng.choice(["V1", "V2"], 30),
                "answered_on": days(rng, 30),
                "score": gaps(rng, pd.Series(rng.integers(0, 7, 30).astype(float))),
            }
        ),
        "behaviour_checks": pd.DataFrame(
            {
                "run_id": rng.choice(["V1", "V2"], 50),
                "staff_id": rng.choice(STAFF, 50),
                "checked_on": days(rng, 50),
                "behaviour": rng.choice(["asks", "sums up"], 50),
                "seen": gaps(rng, _flags(rng, 50, 0.6).astype("boolean")),
                "trained": _flags(rng, 50, 0.7),
            }
        ),
    }
