"""A shop whose every order is one line: what was sold when, and what came back."""

from __future__ import annotations

from typing import Any

import pandas as pd
from by_hand import table

Tables = dict[str, pd.DataFrame]
Sale = tuple[str, float] | tuple[str, float, dict[str, Any]]


def sold(*sales: Sale, back: tuple[tuple[int, str, float], ...] = ()) -> Tables:
    """Orders numbered from 1, each of one piece: the day, the amount in whole units, and further columns of the order.

    `back` names the order, the day and the amount of each refund.
    """
    orders = [
        {"order_id": number, "paid_at": pd.Timestamp(sale[0]), "paid_cents": round(sale[1] * 100)}
        for number, sale in enumerate(sales, 1)
    ]
    more = [sale[2] if len(sale) == 3 else {} for sale in sales]
    lines = [(number, 1, "P1", 1, round(sale[1] * 100), 0) for number, sale in enumerate(sales, 1)]
    returns = table(
        "order_id line_no qty refund_cents returned_on",
        *((order, 1, 1, amount * 100, day) for order, day, amount in back),
    )
    return {
        "orders": pd.DataFrame([order | extra for order, extra in zip(orders, more, strict=True)]),
        "order_lines": table("order_id line_no product_id qty unit_price_cents discount_cents", *lines),
        "returns": returns.astype({"order_id": int, "line_no": int, "qty": int, "refund_cents": float}),
        "products": table("product_id category cost_cents", ("P1", "cups", 400)),
    }
