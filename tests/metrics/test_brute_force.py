"""KPIs of the retail chain by store and month, against loops in plain Python over the same rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from kpilab.metrics import measure
from kpilab.worlds import build

Key = tuple[str, str]
KPIS = (
    "net_sales",
    "order_count",
    "avg_order_value",
    "gross_margin",
    "new_customers",
    "new_customers_returning",
    "repurchase_next_window",
    "spend_per_buyer",
    "return_rate",
    "csat_top2",
    "till_wait_minutes",
    "store_footfall",
)
END = date(2025, 12, 31)


@pytest.fixture(scope="module")
def chain() -> dict[str, pd.DataFrame]:
    return build("retail_chain", seed=11, scale=0.2)


@pytest.fixture(scope="module")
def counted(chain: dict[str, pd.DataFrame]) -> dict[str, dict[Key, float]]:
    filled = {name: table.astype(object).where(table.notna(), None) for name, table in chain.items()}
    return _counted({name: table.to_dict("records") for name, table in filled.items()})


def _month(day: Any) -> str:
    return f"{day:%Y-%m}"


def _after(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02}"


def _counted(rows: dict[str, list[dict[str, Any]]]) -> dict[str, dict[Key, float]]:
    paid = sorted((row for row in rows["orders"] if row["paid_at"]), key=lambda row: row["paid_at"])
    day_of = {row["order_id"]: row["paid_at"].date() for row in paid}
    store_of = {row["order_id"]: row["store_id"] for row in paid}
    key_of = {order: (store_of[order], _month(day)) for order, day in day_of.items()}
    cost = {row["product_id"]: row["cost_cents"] for row in rows["products"]}
    product = {(row["order_id"], row["line_no"]): row["product_id"] for row in rows["order_lines"]}
    out: dict[str, Any] = {name: Counter() for name in KPIS}

    for row in rows["order_lines"]:
        if row["order_id"] in key_of:
            net = row["qty"] * row["unit_price_cents"] - row["discount_cents"]
            out["net_sales"][key_of[row["order_id"]]] += net
            out["gross_margin"][key_of[row["order_id"]]] += net - row["qty"] * cost[row["product_id"]]
    back: set[int] = set()
    for row in rows["returns"]:
        key = store_of[row["order_id"]], _month(row["returned_on"])
        item = cost[product[row["order_id"], row["line_no"]]]
        out["net_sales"][key] -= row["refund_cents"]
        out["gross_margin"][key] -= row["refund_cents"] - row["qty"] * item
        if row["returned_on"].date() - day_of[row["order_id"]] <= timedelta(days=30):
            back.add(row["order_id"])

    spent, members = Counter[Key](), defaultdict(set)
    amount, returned = Counter[Key](), Counter[Key]()
    days: dict[str, list[tuple[date, str]]] = defaultdict(list)
    for row in paid:
        key = key_of[row["order_id"]]
        out["order_count"][key] += 1
        amount[key] += row["paid_cents"]
        returned[key] += row["order_id"] in back
        if row["customer_id"]:
            members[key].add(row["customer_id"])
            spent[key] += row["paid_cents"]
            days[row["customer_id"]].append((day_of[row["order_id"]], row["store_id"]))
    joined = {row["customer_id"]: row["joined_on"].date() for row in rows["customers"]}
    for customer, visits in days.items():
        first, store = visits[0]
        if joined[customer] >= date(2024, 1, 1):
            again = any(first < day <= first + timedelta(days=60) for day, _store in visits)
            out["new_customers"][store, _month(first)] += 1
            out["new_customers_returning"][store, _month(first)] += again
    for (store, month), people in members.items():
        later = members.get((store, _after(month)))
        if later:
            out["repurchase_next_window"][store, _after(month)] = len(people & later) / len(people)
    for key, orders in out["order_count"].items():
        out["avg_order_value"][key] = amount[key] / 100 / orders
        out["return_rate"][key] = returned[key] / orders
        out["spend_per_buyer"][key] = spent[key] / 100 / len(members[key])
    for name in ("net_sales", "gross_margin"):
        out[name] = {key: cents / 100 for key, cents in out[name].items()}

    happy, answers, waited, served = Counter[Key](), Counter[Key](), Counter[Key](), Counter[Key]()
    for row in rows["surveys"]:
        key = row["store_id"], _month(row["answered_on"])
        answers[key] += 1
        happy[key] += row["score"] >= 4
    for row in rows["till_waits"]:
        key = row["store_id"], _month(row["day"])
        waited[key] += row["served"] * row["wait_minutes_mean"]
        served[key] += row["served"]
    for row in rows["footfall"]:
        out["store_footfall"][row["store_id"], _month(row["day"])] += row["entries"] or 0
    out["csat_top2"] = {key: happy[key] / n for key, n in answers.items()}
    out["till_wait_minutes"] = {key: waited[key] / n for key, n in served.items()}
    return out


UNKNOWN = {"return_rate": {"2025-12"}, "new_customers_returning": {"2025-11", "2025-12"}}


@pytest.mark.parametrize("kpi", KPIS)
def test_the_engine_agrees_with_loops(
    chain: dict[str, pd.DataFrame], counted: dict[str, dict[Key, float]], kpi: str
) -> None:
    found = measure(kpi, chain, by=("store_id", "month"), until=END)
    values = dict(zip(zip(found["store_id"], found["month"], strict=True), found["value"], strict=True))
    missing = {key for key in values if key[1] in UNKNOWN.get(kpi, set())}
    if kpi == "repurchase_next_window":
        missing |= {key for key in values if key[1] == "2024-01"}
    assert all(pd.isna(values[key]) for key in missing)
    assert len(values) == 8 * 24
    for key in values.keys() - missing:
        assert values[key] == pytest.approx(counted[kpi].get(key, 0), rel=1e-9), (kpi, key)
