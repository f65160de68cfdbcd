"""A shop of two stores and eight orders: every number of it can be worked by eye."""

from __future__ import annotations

import pandas as pd
import pytest

Tables = dict[str, pd.DataFrame]


def _table(columns: str, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns.split())
    for name in frame.columns:
        if name == "day" or name.endswith(("_at", "_on")):
            frame[name] = pd.to_datetime(frame[name])
    return frame


@pytest.fixture
def shop() -> Tables:
    return {
        "stores": _table("store_id store city", [("S1", "Riverside", "Hangzhou"), ("S2", "Hilltop", "Suzhou")]),
        "products": _table("product_id category cost_cents", [("P1", "cups", 300), ("P2", "pans", 600)]),
        "customers": _table(
            "customer_id joined_on",
            [("C1", "2025-05-02"), ("C2", "2025-05-20"), ("C3", "2024-11-11"), ("C4", "2025-06-30")],
        ),
        "orders": _table(
            "order_id store_id paid_at customer_id channel discount_cents paid_cents",
            [
                (1, "S1", "2025-05-02 10:00", "C1", "store", 0, 1000),
                (2, "S1", "2025-05-20 18:00", "C2", "store", 200, 1800),
                (3, "S1", "2025-05-31 23:30", None, "online", 0, 500),
                (4, "S1", None, "C1", "store", 0, 0),
                (5, "S2", "2025-05-10 09:00", "C3", "store", 500, 4500),
                (6, "S1", "2025-06-05 12:00", "C1", "online", 0, 2000),
                (7, "S2", "2025-06-15 12:00", "C2", "store", 0, 1000),
                (8, "S1", "2025-06-30 20:00", "C4", "store", 100, 700),
            ],
        ),
        "order_lines": _table(
            "order_id line_no product_id qty unit_price_cents discount_cents",
            [
                (1, 1, "P1", 2, 500, 0),
                (2, 1, "P1", 2, 500, 100),
                (2, 2, "P2", 1, 1000, 100),
                (3, 1, "P1", 1, 500, 0),
                (4, 1, "P2", 1, 1000, 0),
                (5, 1, "P2", 5, 1000, 500),
                (6, 1, "P2", 2, 1000, 0),
                (7, 1, "P2", 1, 1000, 0),
                (8, 1, "P1", 2, 400, 100),
            ],
        ),
        "returns": _table(
            "return_id order_id line_no qty refund_cents returned_on",
            [(1, 2, 2, 1, 900, "2025-06-10"), (2, 5, 1, 1, 900, "2025-06-20")],
        ),
        "surveys": _table(
            "survey_id store_id answered_on score",
            [(1, "S1", "2025-05-03", 5), (2, "S1", "2025-05-04", 4), (3, "S1", "2025-05-31", 3)],
        ),
        "till_waits": _table(
            "store_id day served wait_minutes_mean",
            [("S1", "2025-05-01", 10, 4.0), ("S1", "2025-05-02", 30, 8.0), ("S1", "2025-05-03", 20, None)],
        ),
        "footfall": _table(
            "store_id day entries",
            [("S1", "2025-05-01", 100), ("S1", "2025-05-02", None), ("S2", "2025-05-01", None)],
        ),
        "stock": _table(
            "store_id product_id day units",
            [("S1", "P1", "2025-05-31", 0), ("S1", "P2", "2025-05-31", 3), ("S2", "P1", "2025-05-31", None)],
        ),
    }
