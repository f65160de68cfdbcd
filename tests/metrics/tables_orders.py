"""A small merchant's half year, drawn by a seed: the tables that most families share.

Thirty-odd rows a table: enough for gaps, guests, unpaid orders, refunds of another month and stores without a sale,
and few enough that a loop in plain Python answers at once.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

Tables = dict[str, pd.DataFrame]

STORES = ("S1", "S2", "S3")
PRODUCTS = ("P1", "P2", "P3", "P4", "P5")
STAFF = ("T1", "T2", "T3", "T4", "T5")
CUSTOMERS = tuple(f"C{number}" for number in range(1, 13))
CAMPAIGNS = ("K1", "K2", "K3")
SESSIONS = tuple(range(1, 41))
FIRST, DAYS = pd.Timestamp("2025-01-01"), 181
"""The half year from January to June 2025."""


def days(rng: np.random.Generator, count: int, *, first: int = 0, last: int = DAYS) -> pd.Series[pd.Timestamp]:
    """`count` days of the half year, from day `first` to before day `last`."""
    return pd.Series(FIRST + pd.to_timedelta(rng.integers(first, last, count), unit="D"))


def moments(rng: np.random.Generator, count: int) -> pd.Series[pd.Timestamp]:
    """`count` moments of the half year, to the minute."""
    return days(rng, count) + pd.to_timedelta(rng.integers(0, 24 * 60, count), unit="min")


def gaps(rng: np.random.Generator, values: pd.Series, share: float = 0.15) -> pd.Series:
    """`values`, of which about that share is not known."""
    return values.mask(pd.Series(rng.random(len(values)) < share, index=values.index))


def tables(rng: np.random.Generator) -> Tables:
    orders = int(rng.integers(30, 45))
    paid = gaps(rng, moments(rng, orders), 0.1)
    lines = int(rng.integers(50, 70))
    order_of = np.concatenate([np.arange(1, orders + 1), rng.integers(1, orders + 1, lines)])
    order_of.sort()
    line_no = pd.Series(order_of).groupby(order_of).cumcount() + 1
    qty = rng.integers(1, 5, len(order_of))
    price = rng.integers(2, 40, len(order_of)) * 50
    discount = rng.integers(0, 3, len(order_of)) * 25
    net = pd.Series(qty * price - discount).groupby(order_of).sum()
    some = np.flatnonzero(rng.random(len(order_of)) < 0.2)
    by_order = pd.Series(paid.to_numpy(), index=range(1, orders + 1)).fillna(FIRST)
    came_back = by_order.loc[order_of[some]].dt.normalize().to_numpy() + pd.to_timedelta(
        rng.integers(0, 50, len(some)), unit="D"
    )
    months = pd.period_range("2025-01", "2025-06", freq="M").astype(str)
    grid = pd.MultiIndex.from_product([STORES, PRODUCTS, pd.date_range("2024-12-31", "2025-06-30", freq="ME")])
    stock = grid.to_frame(index=False, name=["store_id", "product_id", "day"])
    every = pd.date_range(FIRST, periods=DAYS, freq="D")
    holiday = pd.Series("", index=every, dtype="str")
    holiday.loc["2025-01-28":"2025-02-03"] = "Spring Festival"
    return {
        "stores": pd.DataFrame(
            {"store_id": STORES, "city": ["Hangzhou", "Suzhou", "Hangzhou"], "opened_on": pd.Timestamp("2023-05-01")}
        ),
        "products": pd.DataFrame(
            {
                "product_id": PRODUCTS,
                "category": ["cups", "pans", "cups", "lamps", "lamps"],
                "cost_cents": rng.integers(1, 15, 5) * 50,
            }
        ),
        "customers": pd.DataFrame(
            {"customer_id": CUSTOMERS, "joined_on": days(rng, len(CUSTOMERS), first=-60, last=30)}
        ),
        "staff": pd.DataFrame(
            {
                "staff_id": STAFF,
                "store_id": [*STORES, "S1", "S2"],
                "role": ["seller", "seller", "seller", "manager", "seller"],
                "fte": rng.choice([0.5, 1.0], 5),
                "start_on": days(rng, 5, first=-200, last=60),
                "end_on": gaps(rng, days(rng, 5, first=60), 0.6),
            }
        ),
        "orders": pd.DataFrame(
            {
                "order_id": range(1, orders + 1),
                "store_id": rng.choice(STORES, orders),
                "customer_id": gaps(rng, pd.Series(rng.choice(CUSTOMERS, orders), dtype="str"), 0.2),
                "staff_id": rng.choice(STAFF, orders),
                "session_id": gaps(rng, pd.Series(rng.permutation(np.resize(SESSIONS, orders)).astype(float)), 0.3),
                "campaign_id": gaps(rng, pd.Series(rng.choice(CAMPAIGNS, orders), dtype="str"), 0.5),
                "channel": rng.choice(["store", "online"], orders),
                "paid_at": paid,
                "discount_cents": rng.integers(0, 3, orders) * 100,
                "paid_cents": net.to_numpy(),
            }
        ),
        "order_lines": pd.DataFrame(
            {
                "order_id": order_of,
                "line_no": line_no.to_numpy(),
                "product_id": rng.choice(PRODUCTS, len(order_of)),
                "qty": qty,
                "unit_price_cents": price,
                "discount_cents": discount,
                "first_shipped_qty": gaps(
                    rng, pd.Series(np.minimum(qty, rng.integers(0, 5, len(qty))).astype(float)), 0.1
                ),
            }
        ),
        "returns": pd.DataFrame(
            {
                "return_id": range(1, len(some) + 1),
                "order_id": order_of[some],
                "line_no": line_no.to_numpy()[some],
                "qty": 1,
                "refund_cents": (price - discount)[some],
                "returned_on": came_back,
            }
        ),
        "stock": stock.assign(
            units=gaps(rng, pd.Series(rng.integers(0, 30, len(stock)).astype(float)), 0.05),
            received_units=rng.integers(0, 10, len(stock)),
        ),
        "calendar": pd.DataFrame(
            {"day": every, "weekday": every.day_of_week + 1, "holiday": holiday.to_numpy(), "promotion": ""}
        ),
        "plans": pd.DataFrame(
            [(store, month, "net_sales", float(rng.integers(5, 20) * 10)) for store in STORES for month in months],
            columns=["store_id", "month", "kpi", "norm"],
        ),
        "campaigns": pd.DataFrame(
            {
                "campaign_id": CAMPAIGNS,
                "objective": ["acquisition", "retention", "acquisition"],
                "channel": ["search", "mail", "video"],
                "audience": [100, 200, 300],
                "start_on": pd.to_datetime(["2025-01-10", "2025-03-01", "2025-05-20"]),
                "end_on": pd.to_datetime(["2025-01-31", "2025-03-14", "2025-06-10"]),
                "cost_cents": rng.integers(10, 90, 3) * 100,
                "plan_cents": rng.integers(50, 99, 3) * 100,
            }
        ),
        "ledger": pd.DataFrame(
            {
                "day": days(rng, 40),
                "store_id": rng.choice(STORES, 40),
                "cost_line": rng.choice(["marketing", "logistics", "service", "rent", "wages", "tax", "interest"], 40),
                "amount_cents": rng.integers(1, 60, 40) * 100,
            }
        ),
        "till_waits": pd.DataFrame(
            {
                "store_id": np.repeat(STORES, 20),
                "day": np.concatenate(
                    [FIRST + pd.to_timedelta(rng.permutation(DAYS)[:20], unit="D") for _store in STORES]
                ),
                "served": gaps(rng, pd.Series(rng.integers(0, 50, 60).astype(float)), 0.1),
                "wait_minutes_mean": gaps(rng, pd.Series(rng.integers(1, 40, 60) / 4), 0.1),
            }
        ),
        "footfall": pd.DataFrame(
            {
                "store_id": np.repeat(STORES, 20),
                "day": np.concatenate(
                    [FIRST + pd.to_timedelta(rng.permutation(DAYS)[:20], unit="D") for _store in STORES]
                ),
                "entries": gaps(rng, pd.Series(rng.integers(0, 200, 60).astype(float)), 0.2),
            }
        ),
    }
