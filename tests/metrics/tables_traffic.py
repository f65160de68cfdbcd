"""Visits to a web shop and what happens in them, searches, competitors; surveys, contracts and accounts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from tables_orders import CAMPAIGNS, CUSTOMERS, DAYS, FIRST, PRODUCTS, SESSIONS, STAFF, STORES, Tables, days, gaps

VISITORS = tuple(f"V{number}" for number in range(1, 16))
CHANNELS = ("search", "mail", "video", "direct")
PAGES = ("home", "list", "product", "cart")

MINUTE = pd.Timedelta(minutes=1)


def tables(rng: np.random.Generator) -> Tables:
    sessions = _sessions(rng)
    months = pd.period_range("2025-01", "2025-06", freq="M").astype(str)
    rivals = [(month, name) for month in months for name in ("Lantern", "Harbour", "Crane") if rng.random() < 0.7]
    return {
        "sessions": sessions,
        "events": _events(rng, sessions),
        "searches": pd.DataFrame(
            {
                "search_id": range(1, 31),
                "session_id": rng.choice(SESSIONS, 30),
                "ts": days(rng, 30) + 600 * MINUTE,
                "results": gaps(rng, pd.Series(rng.integers(0, 3, 30).astype(float)), 0.1),
            }
        ),
        "competitors": pd.DataFrame(rivals, columns=["month", "competitor"]).assign(
            visitors=gaps(rng, pd.Series(rng.integers(0, 9, len(rivals)).astype(float)), 0.1), source="panel"
        ),
        "surveys": pd.DataFrame(
            {
                "survey_id": range(1, 31),
                "store_id": rng.choice(STORES, 30),
                "answered_on": days(rng, 30),
                "score": gaps(rng, pd.Series(rng.integers(0, 7, 30).astype(float)), 0.1),
                "recommend": gaps(rng, pd.Series(rng.integers(-1, 12, 30).astype(float)), 0.1),
            }
        ),
        "survey_invitations": _invitations(rng),
        "contracts": _contracts(rng),
        "accounts": _accounts(rng),
    }


def _sessions(rng: np.random.Generator) -> pd.DataFrame:
    count = len(SESSIONS)
    minutes = pd.to_timedelta(rng.integers(8 * 60, 21 * 60, count), unit="min")
    return pd.DataFrame(
        {
            "session_id": SESSIONS,
            "visitor_id": rng.choice(VISITORS, count),
            "started_at": days(rng, count) + minutes,
            "channel": gaps(rng, pd.Series(rng.choice(CHANNELS, count), dtype="str"), 0.1),
            "device": rng.choice(["phone", "laptop"], count),
            "landing_page": rng.choice(["home", "product"], count),
        }
    )


def _events(rng: np.random.Generator, sessions: pd.DataFrame) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for visit in sessions.to_dict("records"):
        when, cart = visit["started_at"], None
        same = {name: visit[name] for name in ("session_id", "visitor_id", "device")}
        for kind in rng.choice(_KINDS, int(rng.integers(1, 7)), p=_OFTEN):
            when += MINUTE * int(rng.integers(0, 20))
            product = rng.choice(PRODUCTS)
            if kind == "add_to_cart":
                cart = cart or f"B{visit['session_id']}"
            page = rng.choice(PAGES) if kind == "page_view" else None
            shown = kind in ("card_view", "card_click", "add_to_cart") or page == "product"
            rows.append(
                {
                    **same,
                    "ts": when,
                    "type": kind,
                    "page_type": page,
                    "product_id": product if shown else None,
                    "position": int(rng.integers(1, 4)) if kind.startswith("card") else None,
                    "cart_id": cart if kind in ("add_to_cart", "order", "pay") else None,
                }
            )
            if kind == "card_view" and rng.random() < 0.5:
                rows.append({**rows[-1], "type": "card_click", "ts": when + MINUTE})
        if cart and rng.random() < 0.7:
            late = when + MINUTE * int(rng.integers(0, 2000))
            rows.append({**same, "session_id": None, "ts": late, "type": "pay", "cart_id": cart})
    found = pd.DataFrame(rows)
    views = found["type"].eq("page_view")
    load = pd.Series(rng.integers(5, 60, len(found)) * 100.0).where(views)
    engaged = pd.Series(rng.integers(0, 20, len(found)) * 1000.0).where(views)
    campaign = gaps(rng, pd.Series(rng.choice(CAMPAIGNS, len(found)), dtype="str"), 0.4)
    text = {name: found[name].astype("str") for name in ("page_type", "product_id", "cart_id", "type", "device")}
    numbers = {name: found[name].astype(float) for name in ("session_id", "position")}
    return found.assign(
        event_id=range(1, len(found) + 1),
        load_ms=gaps(rng, load, 0.1),
        engaged_ms=gaps(rng, engaged, 0.1),
        campaign_id=campaign,
        **text,
        **numbers,
    )


_KINDS = ("page_view", "card_view", "add_to_cart", "register", "order", "pay", "favourite", "coupon", "deposit")
_OFTEN = (0.4, 0.15, 0.15, 0.06, 0.06, 0.06, 0.04, 0.04, 0.04)


def _invitations(rng: np.random.Generator) -> pd.DataFrame:
    sent = days(rng, 40) + 540 * MINUTE
    answered = sent + pd.to_timedelta(rng.integers(0, 25 * 24 * 60, 40), unit="min")
    return pd.DataFrame(
        {
            "invitation_id": range(1, 41),
            "sent_at": sent,
            "delivered": rng.random(40) < 0.8,
            "answered_at": gaps(rng, answered, 0.4),
        }
    )


def _contracts(rng: np.random.Generator) -> pd.DataFrame:
    start = days(rng, 24, first=-60, last=DAYS - 10)
    end = start + pd.to_timedelta(rng.integers(1, 120, 24), unit="D")
    return pd.DataFrame(
        {
            "contract_id": range(1, 25),
            "account_id": rng.choice([f"A{number}" for number in range(1, 19)], 24),
            "segment": rng.choice(["small", "large"], 24),
            "start_on": start,
            "end_on": gaps(rng, end, 0.3),
        }
    )


def _accounts(rng: np.random.Generator) -> pd.DataFrame:
    """Each customer is in somebody's care, and some change hands."""
    rows = []
    for customer in CUSTOMERS:
        first = FIRST + pd.Timedelta(days=int(rng.integers(-30, 90)))
        change = first + pd.Timedelta(days=int(rng.integers(10, 120)))
        one, other = rng.choice(STAFF, 2, replace=False)
        if rng.random() < 0.5:
            rows += [(customer, one, first, change), (customer, other, change, pd.NaT)]
        else:
            rows.append((customer, one, first, change if rng.random() < 0.3 else pd.NaT))
    return pd.DataFrame(rows, columns=["customer_id", "staff_id", "assigned_on", "released_on"])
