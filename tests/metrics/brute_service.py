"""Stock, service, content, work, data and skill in plain loops: written from the catalogue's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from statistics import fmean
from typing import Any

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
Key = Callable[[Any], str]
LAST = date(2025, 6, 30)
MONTHS = ("2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06")


def _by(rows: Iterable[Row], key: Key, when: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row[when] is not None:
            found[key(row[when])].append(row)
    return found


def _share(rows: Mapping[str, list[Row]], good: Callable[[Row], Any]) -> dict[str, float]:
    """Of each key's rows, the part that is good."""
    return {key: sum(float(bool(good(row))) for row in found) / len(found) for key, found in rows.items() if found}


def _end(key: str) -> date:
    year, number = int(key[:4]), int(key[5:])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def _over(found: Mapping[str, float], after: int) -> dict[str, float]:
    """What is known: so many days after the end of its month."""
    return {key: value for key, value in found.items() if _end(key) + timedelta(days=after) <= LAST}


# --- content


def _young(rows: Rows, key: Key) -> dict[str, list[Row]]:
    """The events of each piece's first seven days, under the month of its first event."""
    pieces: dict[str, list[Row]] = defaultdict(list)
    for row in rows["content_events"]:
        pieces[row["piece_id"]].append(row)
    found: dict[str, list[Row]] = defaultdict(list)
    for events in pieces.values():
        first = min(event["ts"] for event in events)
        ends = datetime.combine(first.date() + timedelta(days=7), time())
        found[key(first)] += [event for event in events if event["ts"] < ends]
    return found


def _reads(events: list[Row], *kinds: str) -> int:
    return sum(event["type"] in kinds for event in events)


def content_reads(rows: Rows, key: Key) -> dict[str, float]:
    return _over({month: _reads(events, "read") for month, events in _young(rows, key).items()}, 7)


def _per_read(rows: Rows, key: Key, *kinds: str) -> dict[str, float]:
    return _over(
        {
            month: _reads(events, *kinds) / _reads(events, "read")
            for month, events in _young(rows, key).items()
            if _reads(events, "read")
        },
        7,
    )


def engagement_rate(rows: Rows, key: Key) -> dict[str, float]:
    return _per_read(rows, key, "like", "comment", "share", "save")


def content_share_rate(rows: Rows, key: Key) -> dict[str, float]:
    return _per_read(rows, key, "share")


def content_conversion_rate(rows: Rows, key: Key) -> dict[str, float]:
    reads = [row for row in rows["content_events"] if row["type"] == "read" and row["reader_id"]]
    found = {}
    for month, seen in _by(reads, key, "ts").items():
        people = {row["reader_id"] for row in seen}
        bought = {
            row["reader_id"]
            for row in seen
            for order in rows["orders"]
            if order["customer_id"] == row["reader_id"]
            and order["paid_at"]
            and timedelta(0) <= order["paid_at"] - row["ts"] <= timedelta(days=14)
        }
        found[month] = len(bought) / len(people)
    return _over(found, 14)


# --- rated scores


def _mean_of_reviews(rows: Rows, key: Key, rubric: str, raters: int, apart: float) -> dict[str, float]:
    items: dict[str, list[Row]] = defaultdict(list)
    for row in rows["reviews"]:
        if row["rubric"] == rubric and row["score"] is not None:
            items[row["item"]].append(row)
    scores: dict[str, list[float]] = defaultdict(list)
    for ratings in items.values():
        given = [row["score"] for row in ratings]
        if len({row["rater"] for row in ratings}) >= raters and max(given) - min(given) <= apart:
            scores[key(max(row["reviewed_on"] for row in ratings))] += given
    return {month: fmean(given) for month, given in scores.items()}


def content_quality_score(rows: Rows, key: Key) -> dict[str, float]:
    return _mean_of_reviews(rows, key, "content_quality", 2, 25)


# --- stock


def _sold(rows: Rows) -> list[tuple[Any, Any, float, float]]:
    """Moment, product, pieces and whole units of money of every paid line, and of what came back with a minus."""
    paid = {row["order_id"]: row["paid_at"] for row in rows["orders"] if row["paid_at"]}
    lines = {(row["order_id"], row["line_no"]): row for row in rows["order_lines"] if row["order_id"] in paid}
    found = []
    for (order, _no), row in lines.items():
        money = row["qty"] * row.get("unit_price_cents", 0) - row.get("discount_cents", 0)
        found.append((paid[order], row["product_id"], row["qty"], money / 100))
    for row in rows.get("returns", []):
        line = lines.get((row["order_id"], row["line_no"]))
        if line:
            found.append((row["returned_on"], line["product_id"], -row["qty"], -row.get("refund_cents", 0) / 100))
    return found


def _costs(rows: Rows) -> dict[str, float]:
    return {row["product_id"]: row["cost_cents"] / 100 for row in rows["products"]}


def _average_stock(rows: Rows) -> dict[str, float | None]:
    """By month: the mean over the evenings of each store, the last one before the month among them, added up."""
    cost, found = _costs(rows), {}
    for month in MONTHS:
        first, last = date(2025, int(month[5:]), 1), _end(month)
        evenings: dict[str, dict[date, list[float | None]]] = defaultdict(lambda: defaultdict(list))
        for row in rows["stock"]:
            day = row["day"].date()
            if first - timedelta(days=1) <= day <= last:
                worth = None if row["units"] is None else row["units"] * cost[row["product_id"]]
                evenings[row["store_id"]][day].append(worth)
        every = [worth for days in evenings.values() for worths in days.values() for worth in worths]
        known = bool(every) and None not in every
        found[month] = (
            sum(sum(map(sum, days.values())) / len(days) for days in evenings.values()) if known else None  # type: ignore[arg-type]
        )
    return found


def _by_month(pairs: Iterable[tuple[Any, float]], key: Key) -> dict[str, float]:
    found = dict.fromkeys(MONTHS, 0.0)
    for when, amount in pairs:
        if key(when) in found:
            found[key(when)] += amount
    return found


def _goods(rows: Rows, key: Key) -> dict[str, float]:
    cost = _costs(rows)
    return _by_month(((when, pieces * cost[product]) for when, product, pieces, _money in _sold(rows)), key)


def _first_month(rows: Rows, key: Key) -> str:
    return min(key(row["paid_at"]) for row in rows["orders"] if row["paid_at"])


def _on_stock(rows: Rows, key: Key, amounts: Mapping[str, float]) -> dict[str, float]:
    stock = _average_stock(rows)
    return {
        month: amounts[month] * 365 / _end(month).day / stock[month]
        for month in MONTHS
        if stock[month] and month >= _first_month(rows, key)
    }


def inventory_turnover(rows: Rows, key: Key) -> dict[str, float]:
    return _on_stock(rows, key, _goods(rows, key))


def days_of_inventory(rows: Rows, key: Key) -> dict[str, float]:
    stock, goods = _average_stock(rows), _goods(rows, key)
    return {
        month: stock[month] / (goods[month] / _end(month).day)
        for month in MONTHS
        if stock[month] is not None and goods[month] > 0
    }


def gmroi(rows: Rows, key: Key) -> dict[str, float]:
    cost = _costs(rows)
    margin = ((when, money - pieces * cost[product]) for when, product, pieces, money in _sold(rows))
    return _on_stock(rows, key, _by_month(margin, key))


def fill_rate(rows: Rows, key: Key) -> dict[str, float]:
    paid = {row["order_id"]: key(row["paid_at"]) for row in rows["orders"] if row["paid_at"]}
    shipped, ordered = dict.fromkeys(MONTHS, 0), dict.fromkeys(MONTHS, 0)
    for row in rows["order_lines"]:
        if row["order_id"] in paid and row["first_shipped_qty"] is not None:
            shipped[paid[row["order_id"]]] += row["first_shipped_qty"]
            ordered[paid[row["order_id"]]] += row["qty"]
    return {month: shipped[month] / ordered[month] for month in MONTHS if ordered[month]}


def active_sku_rate(rows: Rows, key: Key) -> dict[str, float]:
    found = {}
    for month in MONTHS:
        net: dict[str, float] = defaultdict(float)
        offered = set()
        for when, product, pieces, _money in _sold(rows):
            if key(when) == month:
                net[product] += pieces
                offered |= {product} if pieces > 0 else set()
        before = date(2025, int(month[5:]), 1) - timedelta(days=1)
        for row in rows["stock"]:
            if row["units"] and before <= row["day"].date() <= _end(month):
                offered.add(row["product_id"])
        if offered and month >= _first_month(rows, key):
            found[month] = sum(net[product] > 0 for product in offered) / len(offered)
    return found


def stock_record_accuracy(rows: Rows, key: Key) -> dict[str, float]:
    counted = [row for row in rows["stock_counts"] if None not in (row["book"], row["counted"])]
    return _share(_by(counted, key, "day"), lambda row: row["book"] == row["counted"])


def slow_stock_share(rows: Rows, key: Key) -> dict[str, float]:
    cost = _costs(rows)
    order = {row["order_id"]: row for row in rows["orders"] if row["paid_at"]}
    began = min(row["paid_at"].date() for row in order.values())
    sales = [
        (order[row["order_id"]]["store_id"], row["product_id"], order[row["order_id"]]["paid_at"].date())
        for row in rows["order_lines"]
        if row["order_id"] in order
    ]
    on_shelf: dict[tuple[str, str], date] = {}
    for row in sorted(rows["stock"], key=lambda row: row["day"]):
        if (row["units"] or 0) > 0 or (row["received_units"] or 0) > 0:
            on_shelf.setdefault((row["store_id"], row["product_id"]), row["day"].date())
    found = {}
    for month, counts in _by(rows["stock"], key, "day").items():
        slow, whole = 0.0, 0.0
        for row in counts:  # every store counts on the last day of the month
            place, day = (row["store_id"], row["product_id"]), row["day"].date()
            since = day - timedelta(days=60)
            if began > since + timedelta(days=1) or day > LAST or on_shelf.get(place, day) > since:
                continue
            worth = float("nan") if row["units"] is None else row["units"] * cost[row["product_id"]]
            sold = any((store, product) == place and since < when <= day for store, product, when in sales)
            whole, slow = whole + worth, slow + (0 * worth if sold else worth)
        if whole:
            found[month] = slow / whole
    return found


def bestseller_share(rows: Rows, key: Key) -> dict[str, float]:
    sales: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for when, product, _pieces, money in _sold(rows):
        sales[key(when)][product] += money
    found = {}
    for month, products in sales.items():
        best = sorted((round(money, 2) for money in products.values() if round(money, 2) > 0), reverse=True)
        need = next((n for n in range(1, len(best) + 1) if sum(best[:n]) >= 0.8 * sum(best) - 1e-6), 0)
        if best:
            found[month] = need / len(best)
    return found


# --- service


def _opened(rows: Rows, key: Key) -> dict[str, list[Row]]:
    return _by(rows["tickets"], key, "created_at")


def _middle(values: list[float | None]) -> float | None:
    """The median, what is not known standing above all."""
    ordered = sorted(value for value in values if value is not None)
    middle = (len(values) - 1) / 2
    if int(middle + 0.5) >= len(ordered):
        return None
    return (ordered[int(middle)] + ordered[int(middle + 0.5)]) / 2


def first_response_time(rows: Rows, key: Key) -> dict[str, float | None]:
    return {
        month: _middle(
            [
                (row["first_human_reply_at"] - row["created_at"]).total_seconds() / 60
                if row["first_human_reply_at"]
                else None
                for row in tickets
            ]
        )
        for month, tickets in _opened(rows, key).items()
    }


def service_level(rows: Rows, key: Key) -> dict[str, float]:
    return _share(
        _opened(rows, key),
        lambda row: (
            row["first_human_reply_at"] and row["first_human_reply_at"] - row["created_at"] <= timedelta(seconds=60)
        ),
    )


def resolution_rate(rows: Rows, key: Key) -> dict[str, float]:
    def within(row: Row, what: str) -> bool:
        return row[what] is not None and row[what] - row["created_at"] <= timedelta(days=14)

    return _over(
        _share(_opened(rows, key), lambda row: within(row, "solved_at") and not within(row, "reopened_at")), 14
    )


def resolution_time(rows: Rows, key: Key) -> dict[str, float | None]:
    def hours(row: Row) -> float | None:
        again = (
            row["reopened_at"] is not None and row["solved_at"] is not None and row["reopened_at"] >= row["solved_at"]
        )
        closed = row["solved_at"] is not None and not again
        return (row["solved_at"] - row["created_at"]).total_seconds() / 3600 if closed else None

    return {month: _middle([hours(row) for row in tickets]) for month, tickets in _opened(rows, key).items()}


def first_contact_resolution(rows: Rows, key: Key) -> dict[str, float]:
    ticket = {row["ticket_id"]: row for row in rows["tickets"]}

    def same(row: Row, contact: Row) -> bool:
        if contact["ticket_id"] is None:
            return False
        other = ticket[contact["ticket_id"]]
        alike = None not in (row["type"], row["customer_id"]) and row["type"] == other["type"]
        return other is row or (alike and contact["customer_id"] == row["customer_id"])

    def at_once(row: Row) -> bool:
        opened = row["created_at"].date()
        last = opened + timedelta(days=7)
        contacts = [one for one in rows["contacts"] if same(row, one) and opened <= one["ts"].date() <= last]
        return row["solved_at"] is not None and row["solved_at"].date() <= last and len(contacts) <= 1

    return _over(_share(_opened(rows, key), at_once), 7)


def complaint_rate(rows: Rows, key: Key) -> dict[str, float]:
    complained = {row["order_id"] for row in rows["tickets"] if row["type"] == "complaint"}
    return _share(_by(rows["orders"], key, "paid_at"), lambda row: row["order_id"] in complained)


def on_time_delivery(rows: Rows, key: Key) -> dict[str, float]:
    orders: dict[Any, list[Row]] = defaultdict(list)
    for row in rows["shipments"]:
        orders[row["order_id"]].append(row)
    due = []
    for parcels in orders.values():
        promised = [row["promised_on"] for row in parcels if row["promised_on"]]
        if promised and min(promised).date() <= LAST:
            came = [row["delivered_on"] for row in parcels]
            due.append({"day": min(promised), "good": None not in came and max(came) <= min(promised)})
    return _share(_by(due, key, "day"), lambda row: row["good"])


def service_quality_score(rows: Rows, key: Key) -> dict[str, float]:
    heard: dict[tuple[Any, Any], list[Row]] = defaultdict(list)
    for row in rows["qa_reviews"]:
        if row["score"] is not None:
            heard[row["ticket_id"], row["agent_id"]].append(row)
    agents: dict[str, dict[Any, list[float]]] = defaultdict(lambda: defaultdict(list))
    for (_ticket, agent), ratings in heard.items():
        given = [row["score"] for row in ratings]
        if max(given) - min(given) <= 25:
            agents[key(max(row["day"] for row in ratings))][agent].append(fmean(given))
    kept = {month: [one for score in by.values() if len(score) >= 5 for one in score] for month, by in agents.items()}
    return {month: fmean(scores) for month, scores in kept.items() if scores}


# --- activity


def effective_visits(rows: Rows, key: Key) -> dict[str, float]:
    counted: set[tuple[Any, date]] = set()
    for row in rows["visits"]:
        meets = (
            row["is_target"]
            and (row["with_decider"] or (row["minutes"] or 0) >= 30)
            and None not in (row["outcome"], row["next_step"], row["logged_at"], row["customer_id"])
            and row["logged_at"] - row["ts"] <= timedelta(hours=24)
        )
        if meets:
            counted.add((row["customer_id"], row["ts"].date()))
    found: dict[str, float] = defaultdict(float)
    for _customer, day in counted:
        found[key(day)] += 1
    return found


def follow_up_timeliness(rows: Rows, key: Key) -> dict[str, float]:
    due = [row | {"due": row["created_at"] + timedelta(hours=24)} for row in rows["leads"] if row["created_at"]]
    due = [row for row in due if row["due"].date() <= LAST]
    return _share(_by(due, key, "due"), lambda row: row["first_contact_at"] and row["first_contact_at"] <= row["due"])


def review_completion(rows: Rows, key: Key) -> dict[str, float]:
    def worth(row: Row) -> float:
        if row["held_on"] is None or not row["actions"]:
            return 0
        return 1 if row["held_on"] <= row["planned_on"] else 0.5

    planned = _by((row for row in rows["meetings"] if row["planned_on"].date() <= LAST), key, "planned_on")
    return {month: fmean(worth(row) for row in found) for month, found in planned.items()}


def process_compliance(rows: Rows, key: Key) -> dict[str, float]:
    audited = [row for row in rows["process_audits"] if row["steps_in_order"] is not None]
    return _share(_by(audited, key, "audited_on"), lambda row: row["steps_in_order"] == row["steps_required"])


def document_accuracy(rows: Rows, key: Key) -> dict[str, float]:
    checked = [row for row in rows["documents"] if row["errors"] is not None]
    return _share(_by(checked, key, "checked_on"), lambda row: row["errors"] == 0)


def team_collaboration(rows: Rows, key: Key) -> dict[str, float]:
    found = {}
    for month, ratings in _by(rows["peer_ratings"], key, "rated_on").items():
        scores = []
        for member in {row["staff_id"] for row in ratings}:
            mine = [row for row in ratings if row["staff_id"] == member != row["rater"] and row["score"] is not None]
            helped = sum(row["staff_id"] == member and key(row["helped_on"]) == month for row in rows["assists"])
            shared = sum(
                row["staff_id"] == member and key(row["published_on"]) == month and row["meets_template"]
                for row in rows["shared_cases"]
            )
            if len({row["rater"] for row in mine}) >= 4:
                rating = (fmean(row["score"] for row in mine) - 1) / 4
                scores.append(50 * rating + 50 * min(1, (helped + shared) / 2))  # six a quarter are two a month
        if scores:
            found[month] = fmean(scores)
    return found


def feedback_frequency_quality(rows: Rows, key: Key) -> dict[str, float | None]:
    found: dict[str, float | None] = {}
    planned = _by((row for row in rows["one_to_ones"] if row["planned_on"].date() <= LAST), key, "planned_on")
    for month, talks in planned.items():
        held = [row["quality"] for row in talks if row["held_on"] is not None]
        if None in held:
            found[month] = None
        else:
            found[month] = 100 * len(held) / len(talks) * fmean(held) if held else 0.0
    return found


# --- data quality


def data_accuracy(rows: Rows, key: Key) -> dict[str, float]:
    sampled = [row for row in rows["audits"] if row["true_value"] is not None]
    return _share(_by(sampled, key, "audited_on"), lambda row: row["reported"] == row["true_value"])


def data_completeness(rows: Rows, key: Key) -> dict[str, float]:
    return _share(
        _by(rows["audits"], key, "audited_on"), lambda row: row["reported"] not in (None, "", "0", "1970-01-01")
    )


def report_timeliness(rows: Rows, key: Key) -> dict[str, float]:
    due = [row for row in rows["reports"] if row["due_at"].date() <= LAST]
    return _share(
        _by(due, key, "due_at"),
        lambda row: row["sent_at"] is not None and row["sent_at"] <= row["due_at"] and row["corrected_at"] is None,
    )


def analysis_depth(rows: Rows, key: Key) -> dict[str, float]:
    return _mean_of_reviews(rows, key, "analysis_depth", 2, 4)


def decision_adoption(rows: Rows, key: Key) -> dict[str, float]:
    made = _by(rows["recommendations"], key, "made_on")
    return _over(
        _share(made, lambda row: row["acted_on"] and row["acted_on"] - row["made_on"] <= timedelta(days=30)), 30
    )


# --- process and skill


def product_knowledge(rows: Rows, key: Key) -> dict[str, float]:
    return {
        month: 100 * sum(row["points"] or 0 for row in found) / sum(row["points_possible"] for row in found)
        for month, found in _by(rows["test_answers"], key, "answered_on").items()
    }


def skill_rating(rows: Rows, key: Key) -> dict[str, float]:
    talks: dict[tuple[Any, Any], list[Row]] = defaultdict(list)
    for row in rows["observations"]:
        if None not in (row["skill"], row["level"], row["rater"]):
            talks[row["observation_id"], row["skill"]].append(row)
    levels: dict[str, list[float]] = defaultdict(list)
    skills: dict[str, set[str]] = defaultdict(set)
    for (_talk, skill), seen in talks.items():
        given = [row["level"] for row in seen]
        if max(given) - min(given) < 2:
            month = key(max(row["observed_on"] for row in seen))
            levels[month] += given
            skills[month].add(skill)
    return {month: fmean(given) for month, given in levels.items() if len(skills[month]) == 1}


def _index(row: Row) -> float | None:
    base, norm, target, fact = (row[name] for name in ("base", "norm", "target", "fact"))
    if fact is None or norm == base:
        return None
    way = (fact - base) / (norm - base)
    if way <= 1:
        return max(0.0, way)
    return None if target in (None, norm) else min(1.2, 1 + 0.2 * (fact - norm) / (target - norm))


def _scored(rows: Rows) -> dict[str, list[tuple[float, float]]]:
    """Weight and index of the rows that have one, by month."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in rows["matrix"]:
        index = _index(row)
        if index is not None:
            found[row["month"]].append((row["weight"], index))
    return found


def kpi_index(rows: Rows, key: Key) -> dict[str, float]:
    return {month: fmean(index for _weight, index in found) for month, found in _scored(rows).items()}


def weighted_kpi_score(rows: Rows, key: Key) -> dict[str, float]:
    return {
        month: sum(weight * index for weight, index in found) / sum(weight for weight, _index in found)
        for month, found in _scored(rows).items()
    }


def training_attendance(rows: Rows, key: Key) -> dict[str, float]:
    over = [
        row
        for row in rows["enrolments"]
        if row["ends_on"].date() <= LAST and not (row["left_firm_on"] and row["left_firm_on"] <= row["ends_on"])
    ]
    return _share(_by(over, key, "ends_on"), lambda row: row["finished_on"] is not None)


def training_gain(rows: Rows, key: Key) -> dict[str, float]:
    known = {
        (row["run_id"], row["staff_id"], row["moment"]): row for row in rows["test_scores"] if row["score"] is not None
    }
    people: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for (run, person, moment), row in known.items():
        if moment == "after" and (run, person, "before") in known:
            people[key(row["taken_on"])].append((known[run, person, "before"]["score"], row["score"]))
    found = {}
    for month, scores in people.items():
        before, after = (fmean(column) for column in zip(*scores, strict=True))
        if before < 100:
            found[month] = (after - before) / (100 - before)
    return found


def training_reaction(rows: Rows, key: Key) -> dict[str, float]:
    valid = [row for row in rows["training_surveys"] if row["score"] in (1, 2, 3, 4, 5)]
    return _share(_by(valid, key, "answered_on"), lambda row: row["score"] in (4, 5))


def training_transfer(rows: Rows, key: Key) -> dict[str, float]:
    checks = [row for row in rows["behaviour_checks"] if row["trained"] and row["seen"] is not None]
    return _share(_by(checks, key, "checked_on"), lambda row: row["seen"])


def case_share_count(rows: Rows, key: Key) -> dict[str, float]:
    authors: dict[Any, int] = defaultdict(int)
    for row in rows["shared_cases"]:
        authors[row["case_id"]] += 1
    found: dict[str, float] = defaultdict(float)
    for row in rows["shared_cases"]:
        found[key(row["published_on"])] += row["meets_template"] / authors[row["case_id"]]
    return found


BRUTE: dict[str, Callable[[Rows, Key], Mapping[str, float]]] = {
    function.__name__: function
    for function in (
        active_sku_rate, analysis_depth, bestseller_share, case_share_count, complaint_rate,
        content_conversion_rate, content_quality_score, content_reads, content_share_rate, data_accuracy,
        data_completeness, days_of_inventory, decision_adoption, document_accuracy, effective_visits,
        engagement_rate, feedback_frequency_quality, fill_rate, first_contact_resolution, first_response_time,
        follow_up_timeliness, gmroi, inventory_turnover, kpi_index, on_time_delivery, process_compliance,
        product_knowledge, report_timeliness, resolution_rate, resolution_time, review_completion,
        service_level, service_quality_score, skill_rating, slow_stock_share, stock_record_accuracy,
        team_collaboration, training_attendance, training_gain, training_reaction, training_transfer,
        weighted_kpi_score,
    )
}  # fmt: skip
