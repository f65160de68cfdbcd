"""Leads, deals, the market, budgets, experiments and ads of a small merchant's half year, drawn by a seed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from tables_orders import CAMPAIGNS, CUSTOMERS, DAYS, FIRST, Tables, days, gaps, moments

CONTACTS = tuple(f"tel {number}" for number in range(1, 25))
CATEGORIES = ("cups", "pans", "lamps")


def tables(rng: np.random.Generator) -> Tables:
    leads, deals = 45, 40
    asked_at, created_at = moments(rng, leads), moments(rng, deals)
    won_after = pd.to_timedelta(rng.integers(-2, 60, deals) * 1440 + rng.integers(0, 1440, deals), unit="min")
    qualified_after = pd.to_timedelta(rng.integers(0, 30, max(leads, deals)), unit="D")
    called_after = pd.to_timedelta(rng.integers(0, 3000, leads), unit="min")
    stage = rng.choice(["won", "lost", "open"], deals, p=[0.4, 0.3, 0.3])
    market = pd.MultiIndex.from_product([pd.period_range("2025-01", "2025-06", freq="M").astype(str), CATEGORIES])
    budget_days = days(rng, 30)
    members = pd.MultiIndex.from_product([CAMPAIGNS, CUSTOMERS])
    arms = pd.Series(rng.choice(["with", "without"], len(members)))
    arms[members.get_level_values(0) == CAMPAIGNS[-1]] = "with"
    shown = moments(rng, 50).dt.floor("h")
    clicked = shown[rng.random(50) < 0.4]
    ad_times = pd.concat([shown, clicked + pd.Timedelta(minutes=1)], ignore_index=True)
    ad_campaign = pd.Series(rng.choice(CAMPAIGNS, len(ad_times)))
    ads = pd.DataFrame(
        {
            "campaign_id": ad_campaign,
            "visitor_id": gaps(rng, pd.Series(rng.choice(["V1", "V2", "V3"], len(ad_times)), dtype="str"), 0.2),
            "ts": ad_times,
            "type": ["impression"] * len(shown) + ["click"] * len(clicked),
        }
    )
    twice = pd.concat([ads, ads.iloc[rng.integers(0, len(shown), 5)]], ignore_index=True)
    every = pd.Series(pd.date_range(FIRST, periods=DAYS // 3, freq="3D"))
    return {
        "leads": pd.DataFrame(
            {
                "lead_id": range(1, leads + 1),
                "created_at": asked_at,
                "source": rng.choice(["fair", "web", "phone"], leads),
                "contact_key": gaps(rng, pd.Series(rng.choice(CONTACTS, leads), dtype="str")),
                "first_contact_at": gaps(rng, asked_at + called_after, 0.2),
                "qualified_at": gaps(rng, asked_at + qualified_after[:leads], 0.4),
                "customer_id": gaps(rng, pd.Series(rng.choice(CUSTOMERS, leads), dtype="str"), 0.3),
            }
        ),
        "opportunities": pd.DataFrame(
            {
                "opportunity_id": range(1, deals + 1),
                "created_at": created_at,
                "closed_at": (created_at + won_after).where(stage != "open"),
                "stage": stage,
                "qualified_at": gaps(rng, created_at + qualified_after[:deals], 0.3),
                "value_cents": rng.integers(10, 90, deals) * 1000,
                "staff_id": rng.choice(["T1", "T2", "T3"], deals),
            }
        ),
        "market": pd.DataFrame(
            {
                "month": market.get_level_values(0),
                "category": market.get_level_values(1),
                "total_cents": gaps(rng, pd.Series(rng.integers(50, 90, len(market)) * 10_000.0), 0.1),
            }
        ),
        "budget": pd.DataFrame(
            {
                "cost_line": rng.choice(["marketing", "logistics", "service"], 30),
                "phase": rng.choice(["before", "during", "after"], 30),
                "day": budget_days,
                "amount_cents": rng.integers(1, 60, 30) * 100,
            }
        ).drop_duplicates(["cost_line", "phase", "day"], ignore_index=True),
        "experiments": pd.DataFrame(
            {
                "campaign_id": members.get_level_values(0),
                "customer_id": members.get_level_values(1),
                "arm": arms,
            }
        ),
        "ad_events": twice,
        "followers": pd.DataFrame(
            {
                "day": every,
                "gained": rng.integers(0, 40, len(every)),
                "lost": rng.integers(0, 20, len(every)),
            }
        ),
    }
