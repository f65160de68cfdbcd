"""The sales team's tables, put together from its parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from kpilab.worlds import BLOCK, calendar
from kpilab.worlds.chance import Ints
from kpilab.worlds.frames import coded, frame, named
from kpilab.worlds.sales_team import fieldwork, paperwork, plans, skills
from kpilab.worlds.sales_team.baskets import Wanted
from kpilab.worlds.sales_team.companies import COMPANY_NAMES, NEVER, Care, Companies, draw_companies, in_care
from kpilab.worlds.sales_team.deals import ABSENT, Deals, draw_deals
from kpilab.worlds.sales_team.firm import (
    CITIES,
    EXISTING,
    INDUSTRIES,
    LOST_REASONS,
    PRODUCTS,
    SOURCES,
    STAGES,
    TEAMS,
    seats_of,
)
from kpilab.worlds.sales_team.layout import LAYOUT
from kpilab.worlds.sales_team.leads import Leads, draw_leads
from kpilab.worlds.sales_team.luck import Luck
from kpilab.worlds.sales_team.orders import Orders, draw_orders
from kpilab.worlds.sales_team.people import FANG, MENG, NAMES, QIAO, STILL_HERE, People, draw_people
from kpilab.worlds.sales_team.skills import Columns
from kpilab.worlds.sales_team.stories import STORIES
from kpilab.worlds.sales_team.workdays import DAY
from kpilab.worlds.story import chosen

__all__ = ["tables"]

_FIRST = np.datetime64(calendar.FIRST)
_TEAM_IDS = [team.store_id for team in TEAMS]
_TEAM_NAMES = [team.name for team in TEAMS]
_PRODUCT_IDS = [product.product_id for product in PRODUCTS]
_SOURCES = [*(source.name for source in SOURCES), EXISTING]
_RUNS = [course.run_id for course in skills.COURSES]
_OLDEST = ABSENT + 1
_SIZES = np.array([12, 20, 28, 35, 40, 55, 60, 80, 90, 120, 150, 180, 220, 300, 400, 550, 800, 1200, 2500, 6000])


def _date(day: Ints, known: Any = True) -> Any:
    found = _FIRST + day.astype("timedelta64[D]")
    return np.where(known, found, np.datetime64("NaT"))


def _time(minute: Ints, first: int = 0) -> Any:
    found = _FIRST.astype("datetime64[m]") + minute.astype("timedelta64[m]")
    return np.where(minute >= first, found, np.datetime64("NaT"))


def _whole(values: Ints) -> Any:
    """Whole numbers, those below 0 missing."""
    return pd.arrays.IntegerArray(values.astype(np.int64), values < 0)


class _Codes:
    """The ids of one block: its numbers begin after so many."""

    def __init__(self, block: int, people: People, scale: float) -> None:
        self._after = block * BLOCK
        self._people, self._scale = people, scale

    def number(self, numbers: Ints) -> Ints:
        return np.where(numbers >= 0, numbers + self._after, -1)

    def person(self, positions: Ints) -> Any:
        numbers = self._people.number[np.maximum(positions, 0)]
        return coded("E", np.where(positions >= 0, numbers + self._after, -1))

    def manager(self, team: Ints) -> Any:
        return coded("E", self._after + 2 * seats_of(self._scale) * len(TEAMS) + 1 + team)

    def company(self, numbers: Ints) -> Any:
        return coded("C", self.number(numbers))

    def team(self, seats: Ints) -> Any:
        return named(_TEAM_IDS, seats // seats_of(self._scale))


def _stores() -> Columns:
    return {
        "store_id": _TEAM_IDS,
        "team": _TEAM_NAMES,
        "city": [team.region for team in TEAMS],
        "manager": [team.manager for team in TEAMS],
    }


def _products() -> Columns:
    names = ("product_id", "product", "category", "price_cents", "cost_cents")
    rows = [(each.product_id, each.name, each.category, each.price * 100, each.cost * 100) for each in PRODUCTS]
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def _staff(people: People, ids: _Codes) -> Columns:
    positions, managers = np.arange(len(people.number)), np.arange(len(TEAMS))
    story_names = {FANG: "Fang Lei", QIAO: "Qiao Min", MENG: "Meng Tao"}
    seller_names = named(NAMES, people.name % len(NAMES)).to_numpy().astype(object)
    for known, name in story_names.items():
        seller_names[people.is_person(known)] = name
    team = np.concatenate([people.team, managers])
    end = np.concatenate([people.end, np.full(len(TEAMS), STILL_HERE)])
    half = Luck(0, 0).uniform("part time", people.number) < 0.08
    return {
        "staff_id": np.concatenate([np.asarray(ids.person(positions)), np.asarray(ids.manager(managers))]),
        "store_id": named(_TEAM_IDS, team),
        "team": named(_TEAM_NAMES, team),
        "name": [*seller_names.tolist(), *(each.manager for each in TEAMS)],
        "role": ["seller"] * len(positions) + ["manager"] * len(TEAMS),
        "fte": np.concatenate([np.where(half, 0.8, 1.0), np.ones(len(TEAMS))]),
        "start_on": _date(np.concatenate([people.start, [-2900, -2100, -1500, -2500]])),
        "end_on": _date(np.where(end == STILL_HERE, 0, end), end != STILL_HERE),
    }


def _customers(seed: int, companies: Companies, ids: _Codes, scale: float, block: int) -> Columns:
    luck, number = Luck(seed, block), companies.number
    team = companies.seat // seats_of(scale)
    cities = [city for each in CITIES for city in each]
    city = team * 5 + np.minimum(luck.below("city", 8, number), luck.below("city", 5, number, 1))
    return {
        "customer_id": ids.company(number),
        "customer": named(COMPANY_NAMES, (number * 769 + block * 13) % len(COMPANY_NAMES)),
        "industry": named(INDUSTRIES, luck.below("industry", len(INDUSTRIES), number)),
        "city": named(cities, city),
        "employees": _SIZES[luck.below("employees", len(_SIZES), number)] + luck.below("employees", 9, number, 1),
        "store_id": ids.team(companies.seat),
        "joined_on": _date(np.where(companies.joined == NEVER, 0, companies.joined), companies.joined != NEVER),
    }


def _accounts(care: Care, ids: _Codes) -> Columns:
    return {
        "customer_id": ids.company(care.company),
        "staff_id": ids.person(care.person),
        "assigned_on": _date(care.assigned),
        "released_on": _date(care.released, (care.released >= 0) & (care.released <= 730)),
    }


def _leads(leads: Leads, deals: Deals, ids: _Codes) -> Columns:
    company = np.full(int(leads.number.max(initial=0)) + 1, -1, dtype=np.int64)
    company[deals.lead[deals.lead >= 0]] = deals.company[deals.lead >= 0]
    return {
        "lead_id": ids.number(leads.number),
        "created_at": _time(leads.created),
        "source": named(_SOURCES, leads.source),
        "contact_key": coded("L", ids.number(leads.contact)),
        "store_id": ids.team(leads.seat),
        "staff_id": ids.person(leads.person),
        "first_contact_at": _time(leads.contacted),
        "qualified_at": _time(leads.qualified),
        "customer_id": ids.company(company[leads.contact]),
        "is_spam": leads.spam,
    }


def _values(deals: Deals, lines: Wanted) -> tuple[Ints, Ints]:
    """For each deal what it comes to after discount, and the discount."""
    paid, discount = (np.zeros(len(deals.number), dtype=np.int64) for _ in range(2))
    np.add.at(paid, lines.deal, lines.paid)
    np.add.at(discount, lines.deal, lines.discount)
    return paid, discount


def _opportunities(seed: int, deals: Deals, lines: Wanted, ids: _Codes, block: int) -> Columns:
    luck = Luck(seed, block)
    guess = np.floor(deals.lasts * (0.4 + 0.7 * luck.uniform("expects", deals.number))).astype(np.int64) + 10
    return {
        "opportunity_id": ids.number(deals.number),
        "lead_id": _whole(ids.number(deals.lead)),
        "customer_id": ids.company(deals.company),
        "store_id": ids.team(deals.seat),
        "staff_id": ids.person(deals.person),
        "source": named(_SOURCES, deals.source),
        "created_at": _time(deals.created, _OLDEST),
        "qualified_at": _time(deals.entered(1), _OLDEST),
        "stage": named(STAGES, deals.stage),
        "closed_at": _time(deals.closed),
        "expected_close_on": _date(deals.created // DAY + np.minimum(guess, 240)),
        "value_cents": _values(deals, lines)[0],
        "lost_reason": named(LOST_REASONS, deals.reason),
    }


def _stage_changes(deals: Deals, ids: _Codes) -> Columns:
    moments = [deals.entered(stage) if stage else deals.created for stage in range(4)]
    entered = np.stack([*moments, *(np.where(deals.stage == end, deals.closed, ABSENT) for end in (4, 5))], axis=1)
    deal, stage = np.nonzero(entered > ABSENT)
    return {
        "opportunity_id": ids.number(deals.number[deal]),
        "stage": named(STAGES, stage),
        "entered_at": _time(entered[deal, stage], _OLDEST),
    }


def _follow_ups(follow_ups: fieldwork.FollowUps, deals: Deals, ids: _Codes) -> Columns:
    return {
        "follow_up_id": ids.number(follow_ups.number),
        "opportunity_id": ids.number(deals.number[follow_ups.deal]),
        "staff_id": ids.person(follow_ups.person),
        "kind": named(fieldwork.KINDS, follow_ups.kind),
        "due_on": _date(follow_ups.due),
        "done_on": _date(follow_ups.done, follow_ups.done >= 0),
    }


def _visits(visits: fieldwork.Visits, people: People, ids: _Codes) -> Columns:
    return {
        "visit_id": ids.number(visits.number),
        "customer_id": ids.company(visits.company),
        "staff_id": ids.person(visits.person),
        "store_id": named(_TEAM_IDS, people.team[visits.person]),
        "ts": _time(visits.moment),
        "minutes": visits.minutes,
        "is_target": visits.target,
        "with_decider": visits.decider,
        "outcome": named(fieldwork.OUTCOMES, visits.outcome),
        "next_step": named(fieldwork.STEPS, visits.step),
        "logged_at": _time(visits.logged),
    }


_ORDERS_AFTER = 100_000


def _orders(deals: Deals, lines: Wanted, orders: Orders, ids: _Codes) -> Columns:
    deal = orders.deal[np.argsort(deals.closed[orders.deal], kind="stable")]
    paid, discount = _values(deals, lines)
    partner = deals.source[deal] == _SOURCES.index("partner")
    return {
        "order_id": ids.number(deals.number[deal]) + _ORDERS_AFTER,
        "opportunity_id": ids.number(deals.number[deal]),
        "store_id": ids.team(deals.seat[deal]),
        "ordered_at": _time(deals.closed[deal]),
        "paid_at": _time(orders.paid[deal]),
        "customer_id": ids.company(deals.company[deal]),
        "channel": named(("direct", "partner"), partner.astype(np.int64)),
        "staff_id": ids.person(deals.person[deal]),
        "discount_cents": discount[deal],
        "paid_cents": np.where(orders.paid[deal] >= 0, paid[deal], 0),
    }


def _order_lines(deals: Deals, lines: Wanted, orders: Orders, ids: _Codes) -> Columns:
    line = orders.line[np.argsort(deals.closed[lines.deal[orders.line]], kind="stable")]
    return {
        "order_id": ids.number(deals.number[lines.deal[line]]) + _ORDERS_AFTER,
        "line_no": lines.line_no[line],
        "product_id": named(_PRODUCT_IDS, lines.product[line]),
        "qty": lines.quantity[line],
        "unit_price_cents": lines.price[line],
        "discount_cents": lines.discount[line],
    }


def _returns(deals: Deals, lines: Wanted, orders: Orders, ids: _Codes) -> Columns:
    line, back = orders.returned, orders.returned_quantity
    number = ids.number(deals.number[lines.deal[line]]) + _ORDERS_AFTER
    return {
        "return_id": number * 10 + lines.line_no[line],
        "order_id": number,
        "line_no": lines.line_no[line],
        "qty": back,
        "refund_cents": lines.paid[line] * back // lines.quantity[line],
        "returned_on": _date(orders.returned_day),
    }


def _by_month(columns: Columns, ids: _Codes, **values: str) -> Columns:
    keys = {"staff_id": ids.person(columns["person"]), "month": named(calendar.months(), columns["month"])}
    return keys | {name: columns[source] for name, source in values.items()}


def _team_plans(scale: float) -> Columns:
    columns = plans.team_plans(scale)
    keys = {
        "store_id": named(_TEAM_IDS, columns["team"]),
        "month": named(calendar.months(), columns["month"]),
        "kpi": named(plans.PLANNED_KPIS, columns["kpi"]),
    }
    return keys | {level: columns[level] for level in ("base", "norm", "target")}


def _matrix(columns: Columns, ids: _Codes) -> Columns:
    keys = {
        "owner": ids.person(columns["person"]),
        "month": named(calendar.months(), columns["month"]),
        "kpi": named(plans.MATRIX_KPIS, columns["kpi"]),
    }
    return keys | {name: columns[name] for name in ("weight", "base", "norm", "target", "fact")}


def _paperwork(seed: int, deals: Deals, people: People, ids: _Codes, scale: float, block: int) -> dict[str, Columns]:
    documents, audits = paperwork.documents(seed, deals, people, block), paperwork.audits(seed, deals, scale, block)
    helps, cases = paperwork.helps(seed, deals, people, scale, block), paperwork.cases(seed, people, scale, block)
    return {
        "documents": {
            "document_id": ids.number(deals.number[documents["deal"]]),
            "opportunity_id": ids.number(deals.number[documents["deal"]]),
            "staff_id": ids.person(deals.person[documents["deal"]]),
            "kind": named(("offer", "contract"), documents["kind"]),
            "checked_on": _date(documents["day"]),
            "errors": documents["errors"],
            "grave_errors": documents["grave"],
        },
        "process_audits": {
            "opportunity_id": ids.number(deals.number[audits["deal"]]),
            "staff_id": ids.person(deals.person[audits["deal"]]),
            "audited_on": _date(audits["day"]),
            "steps_required": audits["required"],
            "steps_in_order": audits["in_order"],
        },
        "assists": {
            "opportunity_id": ids.number(deals.number[helps["deal"]]),
            "staff_id": ids.person(helps["person"]),
            "helped_on": _date(helps["day"]),
        },
        "shared_cases": {
            "case_id": ids.number(cases["number"]),
            "staff_id": ids.person(cases["person"]),
            "published_on": _date(cases["day"]),
            "meets_template": cases["fills"],
        },
    }


def _meetings(seed: int) -> Columns:
    reviews = paperwork.reviews(seed)
    return {
        "meeting_id": reviews["number"],
        "store_id": named(_TEAM_IDS, reviews["team"]),
        "planned_on": _date(reviews["day"]),
        "held_on": _date(reviews["held"], reviews["held"] >= 0),
        "actions": _whole(reviews["actions"]),
    }


def _skills(seed: int, people: People, ids: _Codes, scale: float, block: int, told: Any) -> dict[str, Columns]:
    tests, talks = skills.tests(seed, people, told, block), skills.talks(seed, people, block)
    seen, rated = skills.observed(seed, people, block), skills.rated(seed, people, scale, block)
    manager = np.asarray(ids.manager(people.team[seen["person"]]))
    return {
        "test_answers": {
            "staff_id": ids.person(tests["person"]),
            "form": named(skills.FORMS, tests["form"]),
            "item": tests["item"],
            "answered_on": _date(tests["day"]),
            "points": _whole(tests["points"]),
            "points_possible": tests["possible"],
        },
        "observations": {
            "observation_id": ids.number(seen["talk"]),
            "staff_id": ids.person(seen["person"]),
            "skill": named(skills.SKILLS, seen["skill"]),
            "rater": np.where(seen["rater"] == 0, manager, "coach"),
            "level": seen["level"],
            "observed_on": _date(seen["day"]),
        },
        "peer_ratings": {
            "rated_on": _date(rated["day"]),
            "staff_id": ids.person(rated["person"]),
            "rater": ids.person(rated["rater"]),
            "score": rated["score"],
        },
        "one_to_ones": {
            "talk_id": ids.number(talks["number"]),
            "staff_id": ids.person(talks["person"]),
            "planned_on": _date(talks["day"]),
            "held_on": _date(talks["held"], talks["held"] >= 0),
            "quality": talks["quality"],
        },
    }


def _courses(seed: int, people: People, ids: _Codes, block: int, told: Any) -> dict[str, Columns]:
    found = skills.courses(seed, people, told, block)
    enrolled, scores, answers, checks = (found[name] for name in ("enrolments", "scores", "answers", "checks"))
    return {
        "enrolments": {
            "run_id": named(_RUNS, enrolled["run"]),
            "course": named([course.title for course in skills.COURSES], enrolled["run"]),
            "staff_id": ids.person(enrolled["person"]),
            "enrolled_on": _date(enrolled["day"]),
            "ends_on": _date(enrolled["ends"]),
            "left_firm_on": _date(enrolled["left"], enrolled["left"] >= 0),
            "finished_on": _date(enrolled["finished"], enrolled["finished"] >= 0),
        },
        "test_scores": {
            "run_id": named(_RUNS, scores["run"]),
            "staff_id": ids.person(scores["person"]),
            "moment": named(("before", "after"), scores["moment"]),
            "taken_on": _date(scores["day"]),
            "score": scores["score"],
        },
        "training_surveys": {
            "answer_id": ids.number(answers["key"]),
            "run_id": named(_RUNS, answers["run"]),
            "answered_on": _date(answers["day"]),
            "score": answers["score"],
        },
        "behaviour_checks": {
            "check_id": ids.number(checks["key"]),
            "run_id": named(_RUNS, checks["run"]),
            "staff_id": ids.person(checks["person"]),
            "checked_on": _date(checks["day"]),
            "behaviour": named(skills.BEHAVIOURS, checks["behaviour"]),
            "seen": _whole(checks["seen"]),
            "trained": checks["trained"],
        },
    }


def _calendar() -> Columns:
    days = calendar.days()
    return {
        "day": _date(np.arange(len(days))),
        "iso_year": [day.day.isocalendar().year for day in days],
        "iso_week": [day.day.isocalendar().week for day in days],
        "month": [day.month for day in days],
        "quarter": [f"{day.day.year}-Q{(day.day.month + 2) // 3}" for day in days],
        "year": [day.day.year for day in days],
        "weekday": [day.day.isoweekday() for day in days],
        "is_weekend": [day.day.isoweekday() > 5 for day in days],
        "holiday": [day.holiday or None for day in days],
        "promotion": [None for _day in days],
    }


def tables(
    seed: int, *, stories: Iterable[str] | None = None, scale: float = 1.0, block: int = 0
) -> dict[str, pd.DataFrame]:
    """All tables of the layout; the same seed gives the same rows. `stories` are ids, all for None, none for ().

    `scale` makes teams larger or smaller, and leads, deals and orders with them; `block` is another stretch of
    the same firm, its numbers beginning after `block * BLOCK`.
    """
    told = chosen(stories, STORIES)
    people = draw_people(seed, told, scale, block)
    leads = draw_leads(seed, people, told, scale, block)
    deals, lines = draw_deals(seed, leads, people, told, scale, block)
    orders = draw_orders(seed, deals, lines, block)
    companies = draw_companies(seed, deals, orders, scale, block)
    care = in_care(companies, people)
    ids = _Codes(block, people, scale)
    columns = {
        "stores": _stores(),
        "staff": _staff(people, ids),
        "products": _products(),
        "customers": _customers(seed, companies, ids, scale, block),
        "accounts": _accounts(care, ids),
        "leads": _leads(leads, deals, ids),
        "opportunities": _opportunities(seed, deals, lines, ids, block),
        "stage_changes": _stage_changes(deals, ids),
        "follow_ups": _follow_ups(fieldwork.draw_follow_ups(seed, deals, people, block), deals, ids),
        "visits": _visits(fieldwork.draw_visits(seed, deals, care, people, told, block), people, ids),
        "orders": _orders(deals, lines, orders, ids),
        "order_lines": _order_lines(deals, lines, orders, ids),
        "returns": _returns(deals, lines, orders, ids),
        "plans": _team_plans(scale),
        "quotas": _by_month(plans.quotas(people), ids, quota_cents="cents"),
        "pay": _by_month(
            plans.pay(people, deals, lines, orders),
            ids,
            base_cents="base",
            commission_cents="commission",
            bonus_cents="bonus",
        ),
        "matrix": _matrix(plans.matrix(people, leads, deals, lines, orders), ids),
        "meetings": _meetings(seed),
        "calendar": _calendar(),
    }
    columns |= _paperwork(seed, deals, people, ids, scale, block)
    columns |= _skills(seed, people, ids, scale, block, told) | _courses(seed, people, ids, block, told)
    return {table.name: frame(table, columns[table.name]) for table in LAYOUT.tables}
