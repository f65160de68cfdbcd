"""Costs, campaigns, ads and experiments in plain loops: written from the catalogue's words and not from the engine."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from brute_orders import LAST, Key, Rows, gross_margin, net_sales, new_customers

Found = dict[str, float]


def _last(month: str) -> date:
    return (date(int(month[:4]), int(month[5:]), 1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _known(found: Mapping[str, float], after: int) -> Found:
    return {month: value for month, value in found.items() if _last(month) + timedelta(days=after) <= LAST}


def _spent(rows: Rows, key: Key, counts: Callable[[str], bool]) -> Found:
    found: Found = {}
    for row in rows["ledger"]:
        found.setdefault(key(row["day"]), 0)
        found[key(row["day"])] += row["amount_cents"] / 100 * counts(row["cost_line"])
    return found


def _of_sales(amounts: Mapping[str, float], sales: Mapping[str, float]) -> Found:
    return {month: amount / sales[month] for month, amount in amounts.items() if sales.get(month, 0) > 0}


def _left(rows: Rows, key: Key, counts: Callable[[str], bool]) -> Found:
    margin = gross_margin(rows, key)
    left = {month: margin.get(month, 0) - spent for month, spent in _spent(rows, key, counts).items()}
    return _of_sales(left, net_sales(rows, key))


def net_margin_rate(rows: Rows, key: Key) -> Found:
    return _left(rows, key, lambda line: line != "goods")


def profit_margin(rows: Rows, key: Key) -> Found:
    return _left(rows, key, lambda line: line not in ("goods", "interest", "tax"))


def expense_ratio(rows: Rows, key: Key) -> Found:
    spent = _spent(rows, key, lambda line: line not in ("goods", "interest", "tax"))
    return _of_sales(spent, net_sales(rows, key))


def marketing_expense_ratio(rows: Rows, key: Key) -> Found:
    return _of_sales(_spent(rows, key, lambda line: line in ("marketing", "coupons")), net_sales(rows, key))


def logistics_cost_ratio(rows: Rows, key: Key) -> Found:
    lines = ("logistics", "freight", "handling", "return_freight")
    return _of_sales(_spent(rows, key, lambda line: line in lines), net_sales(rows, key))


def service_cost_ratio(rows: Rows, key: Key) -> Found:
    lines = ("service", "hired_service", "compensation")
    return _of_sales(_spent(rows, key, lambda line: line in lines), net_sales(rows, key))


def budget_execution(rows: Rows, key: Key) -> Found:
    budget: Found = {}
    for row in rows["budget"]:
        if row["day"].date() <= LAST:
            budget[key(row["day"])] = budget.get(key(row["day"]), 0) + row["amount_cents"] / 100
    lines = {row["cost_line"] for row in rows["budget"]}
    spent = _spent(rows, key, lambda line: line in lines)
    return {month: spent.get(month, 0) / amount for month, amount in budget.items()}


def _runs(rows: Rows) -> dict[str, tuple[date, date]]:
    return {row["campaign_id"]: (row["start_on"].date(), row["end_on"].date()) for row in rows["campaigns"]}


def _by_end(rows: Rows, key: Key, amounts: Mapping[str, float | None]) -> Found:
    """Amounts of campaigns in the month in which each ends."""
    found: Found = {}
    for name, amount in amounts.items():
        if amount is not None:
            month = key(_runs(rows)[name][1])
            found[month] = found.get(month, 0) + amount
    return found


def _costs(rows: Rows) -> dict[str, float]:
    return {row["campaign_id"]: row["cost_cents"] / 100 for row in rows["campaigns"]}


def _compared(rows: Rows, bought: list[tuple[str, date, float]]) -> dict[str, tuple[float, int]]:
    """For each campaign with both arms: what its customers bought more than as many others, and their number."""
    found: dict[str, tuple[float, int]] = {}
    for name, (start, end) in _runs(rows).items():
        arms = {
            arm: {row["customer_id"] for row in rows["experiments"] if (row["campaign_id"], row["arm"]) == (name, arm)}
            for arm in ("with", "without")
        }
        if all(arms.values()):
            over = end + timedelta(days=28)
            mean = {
                arm: sum(amount for who, day, amount in bought if who in people and start <= day <= over) / len(people)
                for arm, people in arms.items()
            }
            found[name] = (mean["with"] - mean["without"]) * len(arms["with"]), len(arms["with"])
    return found


def _paid(rows: Rows) -> list[dict[str, Any]]:
    return [row for row in rows["orders"] if row["paid_at"]]


def campaign_uplift(rows: Rows, key: Key) -> Found:
    bought = [(row["customer_id"], row["paid_at"].date(), row["paid_cents"] / 100) for row in _paid(rows)]
    compared = _compared(rows, bought)
    extra = _by_end(rows, key, {name: amount for name, (amount, _people) in compared.items()})
    people = _by_end(rows, key, {name: number for name, (_amount, number) in compared.items()})
    return _known({month: extra[month] / people[month] for month in people}, 28)


def _margins(rows: Rows) -> list[tuple[str, date, float]]:
    """Customer, day and gross margin of every line sold and of every refund."""
    cost = {row["product_id"]: row["cost_cents"] / 100 for row in rows["products"]}
    order = {row["order_id"]: row for row in _paid(rows)}
    lines = {(row["order_id"], row["line_no"]): row for row in rows["order_lines"] if row["order_id"] in order}
    found = []
    for row in lines.values():
        net = (row["qty"] * row["unit_price_cents"] - row["discount_cents"]) / 100
        sale = order[row["order_id"]]
        found.append((sale["customer_id"], sale["paid_at"].date(), net - row["qty"] * cost[row["product_id"]]))
    for row in rows["returns"]:
        line = lines.get((row["order_id"], row["line_no"]))
        if line:
            back = row["qty"] * cost[line["product_id"]] - row["refund_cents"] / 100
            found.append((order[row["order_id"]]["customer_id"], row["returned_on"].date(), back))
    return found


def contribution_margin_campaign(rows: Rows, key: Key) -> Found:
    costs = _costs(rows)
    left = {name: extra - costs[name] for name, (extra, _people) in _compared(rows, _margins(rows)).items()}
    return _known(_by_end(rows, key, left), 28)


def campaign_roi(rows: Rows, key: Key) -> Found:
    costs = _costs(rows)
    compared = _compared(rows, _margins(rows))
    cost = _by_end(rows, key, {name: costs[name] for name in compared})
    left = contribution_margin_campaign(rows, key)
    return {month: left[month] / cost[month] for month in left if cost[month] > 0}


def _credited(rows: Rows, days: int) -> list[dict[str, Any]]:
    """Orders of a campaign that were paid while it ran, or so many days after."""
    runs = _runs(rows)
    return [
        row
        for row in _paid(rows)
        if row["campaign_id"]
        and runs[row["campaign_id"]][0] <= row["paid_at"].date() <= runs[row["campaign_id"]][1] + timedelta(days=days)
    ]


def _credited_lines(rows: Rows, paid_within: int, refunded_within: int) -> list[tuple[str, str, float, float]]:
    """Campaign, product, pieces and amount of the lines of credited orders, refunds as negative lines."""
    campaign = {row["order_id"]: row["campaign_id"] for row in _credited(rows, paid_within)}
    lines = {(row["order_id"], row["line_no"]): row for row in rows["order_lines"] if row["order_id"] in campaign}
    found = []
    for (order, _line), row in lines.items():
        net = (row["qty"] * row["unit_price_cents"] - row["discount_cents"]) / 100
        found.append((campaign[order], row["product_id"], row["qty"], net))
    for row in rows["returns"]:
        line = lines.get((row["order_id"], row["line_no"]))
        if line:
            name = campaign[row["order_id"]]
            if row["returned_on"].date() <= _runs(rows)[name][1] + timedelta(days=refunded_within):
                found.append((name, line["product_id"], -row["qty"], -row["refund_cents"] / 100))
    return found


def _of_each(rows: Rows, pairs: list[tuple[str, float]]) -> dict[str, float]:
    """A sum for each campaign, 0 where there is nothing."""
    found = dict.fromkeys(_runs(rows), 0.0)
    for name, amount in pairs:
        found[name] += amount
    return found


def campaign_plan_attainment(rows: Rows, key: Key) -> Found:
    sales = _of_each(rows, [(name, net) for name, _product, _qty, net in _credited_lines(rows, 0, 30)])
    plan = _by_end(rows, key, {row["campaign_id"]: row["plan_cents"] / 100 for row in rows["campaigns"]})
    return _known({month: amount / plan[month] for month, amount in _by_end(rows, key, sales).items()}, 30)


def campaign_participation(rows: Rows, key: Key) -> Found:
    people: dict[str, set[str]] = defaultdict(set)
    for row in rows["events"]:
        if row["campaign_id"] and row["visitor_id"] and row["type"] in ("coupon", "play", "pay"):
            start, end = _runs(rows)[row["campaign_id"]]
            if start <= row["ts"].date() <= end:
                people[row["campaign_id"]].add(row["visitor_id"])
    reached = _by_end(rows, key, {row["campaign_id"]: row["audience"] for row in rows["campaigns"]})
    took_part = _by_end(rows, key, {name: len(people[name]) for name in _runs(rows)})
    return _known({month: took_part[month] / number for month, number in reached.items()}, 0)


def _ad_costs(rows: Rows, key: Key) -> Found:
    return _by_end(rows, key, _costs(rows))


def _ad_revenue(rows: Rows, key: Key) -> Found:
    pairs = [(row["campaign_id"], row["paid_cents"] / 100) for row in _credited(rows, 15)]
    return _by_end(rows, key, _of_each(rows, pairs))


def ad_roas(rows: Rows, key: Key) -> Found:
    revenue = _ad_revenue(rows, key)
    return _known({month: revenue[month] / cost for month, cost in _ad_costs(rows, key).items()}, 15)


def ad_cost_ratio(rows: Rows, key: Key) -> Found:
    cost = _ad_costs(rows, key)
    return _known({month: cost[month] / amount for month, amount in _ad_revenue(rows, key).items() if amount > 0}, 15)


def ad_profit_roi(rows: Rows, key: Key) -> Found:
    piece = {row["product_id"]: row["cost_cents"] / 100 for row in rows["products"]}
    lines = [(name, net - qty * piece[product]) for name, product, qty, net in _credited_lines(rows, 15, 15)]
    margin = _by_end(rows, key, _of_each(rows, lines))
    return _known({month: margin[month] / cost - 1 for month, cost in _ad_costs(rows, key).items()}, 15)


def cost_per_acquisition(rows: Rows, key: Key) -> Found:
    orders = _by_end(rows, key, _of_each(rows, [(row["campaign_id"], 1) for row in _credited(rows, 15)]))
    cost = _ad_costs(rows, key)
    return _known({month: cost[month] / number for month, number in orders.items() if number}, 15)


def _ads(rows: Rows, key: Key, kind: str) -> Counter[str]:
    seen: set[Any] = set()
    found = Counter({key(row["ts"]): 0 for row in rows["ad_events"]})
    for number, row in enumerate(rows["ad_events"]):
        who = row["visitor_id"] or number
        same = (row["campaign_id"], who, row["ts"].replace(microsecond=0), row["type"])
        if same not in seen and row["type"] == kind:
            found[key(row["ts"])] += 1
        seen.add(same)
    return found


def impressions(rows: Rows, key: Key) -> Found:
    return dict(_ads(rows, key, "impression"))


def clicks(rows: Rows, key: Key) -> Found:
    return dict(_ads(rows, key, "click"))


def ctr(rows: Rows, key: Key) -> Found:
    shown = _ads(rows, key, "impression")
    return {month: number / shown[month] for month, number in _ads(rows, key, "click").items() if shown[month]}


def follower_net_growth(rows: Rows, key: Key) -> Found:
    found: dict[str, float] = {}
    unknown = {key(row["day"]) for row in rows["followers"] if None in (row["gained"], row["lost"])}
    for row in rows["followers"]:
        if key(row["day"]) not in unknown:
            found[key(row["day"])] = found.get(key(row["day"]), 0) + row["gained"] - row["lost"]
    return found


def presale_signal(rows: Rows, key: Key) -> Found:
    found: dict[str, set[str]] = {key(row["ts"]): set() for row in rows["events"]}
    for row in rows["events"]:
        if row["visitor_id"] and row["type"] in ("add_to_cart", "favourite", "coupon", "deposit"):
            found[key(row["ts"])].add(row["visitor_id"])
    return {month: len(people) for month, people in found.items()}


def plan_innovation_score(rows: Rows, key: Key) -> Found:
    given: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows["reviews"]:
        if row["rubric"] == "plan_innovation" and None not in (row["score"], row["item"], row["rater"]):
            given[row["item"]].append(row)
    scores: dict[str, list[float]] = defaultdict(list)
    for reviews in given.values():
        if len({row["rater"] for row in reviews}) >= 3:
            scores[key(max(row["reviewed_on"] for row in reviews))] += [row["score"] for row in reviews]
    return {month: sum(points) / len(points) for month, points in scores.items()}


def cac(rows: Rows, key: Key) -> Found:
    spent: Found = {}
    for row in rows["campaigns"]:
        if row["objective"] == "acquisition":
            start, end = _runs(rows)[row["campaign_id"]]
            count = (end - start).days + 1
            for number in range(count):
                month = key(start + timedelta(days=number))
                spent[month] = spent.get(month, 0) + row["cost_cents"] / 100 / count
    return {month: spent.get(month, 0) / number for month, number in new_customers(rows, key).items() if number}


BRUTE: dict[str, Callable[[Rows, Key], Mapping[str, float]]] = {
    function.__name__: function
    for function in (
        ad_cost_ratio, ad_profit_roi, ad_roas, budget_execution, cac, campaign_participation, campaign_plan_attainment,
        campaign_roi, campaign_uplift, clicks, contribution_margin_campaign, cost_per_acquisition, ctr, expense_ratio,
        follower_net_growth, impressions, logistics_cost_ratio, marketing_expense_ratio, net_margin_rate,
        plan_innovation_score, presale_signal, profit_margin, service_cost_ratio,
    )
}  # fmt: skip
