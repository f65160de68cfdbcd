"""Figures that others have printed, measured again: each with where it stands."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from by_hand import Tables, table, value

from kpilab.metrics import measure
from kpilab.metrics.lifetimes import survival


def orders(bought: list[tuple[str, str]]) -> Tables:
    rows = [(number, customer, day) for number, (customer, day) in enumerate(bought)]
    return {"orders": table("order_id customer_id paid_at", *rows)}


def people(kind: str, count: int, *days: str) -> list[tuple[str, str]]:
    return [(f"{kind}{number}", day) for number in range(count) for day in days]


@pytest.mark.parametrize(
    ("start", "end", "new", "rate"),
    [
        (100, 110, 15, 0.95),
        (200, 220, 40, 0.90),
    ],
)
def test_retention_is_the_end_less_the_new_over_the_start(start: int, end: int, new: int, rate: float):
    # The formula (E − N) / S as pages on retention explain it; 200, 220 and 40 giving 90 % is the usual example,
    # for instance at spartaselite.de/lenze6326hepe/formula-for-client-retention-rate-5430.php.
    kept = end - new
    data = orders(
        [
            *people("kept", kept, "2025-01-01", "2025-01-20", "2025-02-10"),
            *people("lost", start - kept, "2025-01-20"),
            *people("new", new, "2025-02-15"),
        ]
    )
    month = {"month": "2025-02", "settings": {"active_days": 30}}
    assert value("retention_rate", data, **month) == pytest.approx(rate)
    assert value("churn_rate", data, **month) == pytest.approx(1 - rate)
    assert value("customer_growth_rate", data, **month) == pytest.approx(end / start - 1)


def test_of_a_thousand_buyers_of_january_three_hundred_buy_in_february():
    # 回购率, blog.youkuaiyun.com/joe_lee1/article/details/105727822: 1,000 buyers in January, 300 of them again in
    # February: 30 %.
    january = people("a", 300, "2025-01-10", "2025-02-10") + people("b", 700, "2025-01-10")
    data = orders([*january, *people("c", 50, "2025-02-11")])
    assert value("repurchase_next_window", data, "2025-02") == pytest.approx(0.30)


def test_of_a_hundred_orders_thirty_are_not_somebodys_first():
    # 复购率 by orders, on the same page: 100 orders in a quarter, 20 people with a second one and 10 of these with a
    # third: 30 %. The others bought once, so that there are 70 people: by people it is 20 / 70.
    days = ("2025-01-10", "2025-02-10", "2025-03-10")
    data = orders([*people("a", 10, *days), *people("b", 10, *days[:2]), *people("c", 50, days[0])])
    found = measure(["repeat_order_share", "repeat_purchase_rate"], data, by="quarter").set_index("kpi")["value"]
    assert found["repeat_order_share"] == pytest.approx(0.30)
    assert found["repeat_purchase_rate"] == pytest.approx(20 / 70)


def test_2850_of_2900_products_sell_in_a_month():
    # 商品动销率, ucaimi.com/wiki/term/动销率, from 杨鑫, 如何成为优秀店长 (2011): 2,900 products on sale, 2,850 of them
    # sold in June 2010.
    sold = range(2850)
    days = {"qty": 1, "unit_price_cents": 100, "discount_cents": 0}
    data = {
        "orders": table("order_id paid_at", (1, "2010-06-15")),
        "order_lines": pd.DataFrame({"order_id": 1, "line_no": sold, "product_id": sold, **days}),
        "returns": table("order_id line_no qty returned_on refund_cents").astype(
            {"order_id": int, "line_no": int, "qty": int, "refund_cents": int}
        ),
        "stock": pd.DataFrame(
            {"store_id": "S1", "product_id": range(2900), "day": pd.Timestamp("2010-06-01"), "units": 3}
        ),
    }
    found = value("active_sku_rate", data, "2010-06", until=date(2010, 6, 30))
    assert found == pytest.approx(2850 / 2900)
    assert round(100 * found, 2) == 98.28


# Weeks in remission of 21 patients who were given 6-MP (Freireich and others, Blood 21, 1963); a plus sign: still in
# remission when last seen. The curve drawn from them stands in many textbooks.
REMISSIONS = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
CURVE = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}


def test_the_survival_curve_of_freireichs_patients():
    times = [int(one.rstrip("+")) for one in REMISSIONS.split()]
    lives = pd.DataFrame({"lifetime": times, "left": [int("+" not in one) for one in REMISSIONS.split()], "rows": 1})
    found = survival(lives).set_index("lifetime")["share"]
    assert found.to_dict() == pytest.approx(CURVE, abs=5e-5)


def test_the_median_lifetime_of_freireichs_patients():
    # As contracts, a day for a week: who is still there was last seen today, and began as long ago.
    today = pd.Timestamp("2025-06-30")
    rows = []
    for number, one in enumerate(REMISSIONS.split()):
        time = pd.Timedelta(days=int(one.rstrip("+")))
        start, end = (today - time, pd.NaT) if one.endswith("+") else (pd.Timestamp("2025-01-01"), None)
        rows.append((number, f"A{number}", start, pd.Timestamp("2025-01-01") + time if end is None else end))
    data = {"contracts": table("contract_id account_id start_on end_on", *rows)}
    assert measure("median_lifetime_km", data, until=today.date())["value"].tolist() == [23]
