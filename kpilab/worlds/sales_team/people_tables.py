"""The columns of the tables about sellers and their work."""

from __future__ import annotations

import numpy as np

from kpilab.worlds import calendar
from kpilab.worlds.frames import named
from kpilab.worlds.sales_team import paperwork, plans, skills
from kpilab.worlds.sales_team.cells import TEAM_IDS, TEAM_NAMES, Codes, as_day, as_whole
from kpilab.worlds.sales_team.deals import Deals
from kpilab.worlds.sales_team.firm import TEAMS
from kpilab.worlds.sales_team.luck import Luck
from kpilab.worlds.sales_team.people import FANG, MENG, NAMES, QIAO, STILL_HERE, People
from kpilab.worlds.sales_team.skills import Columns
from kpilab.worlds.story import Story

__all__ = [
    "by_month_tables",
    "courses_tables",
    "matrix_table",
    "meetings_table",
    "paperwork_tables",
    "skills_tables",
    "staff_table",
]

_RUNS = [course.run_id for course in skills.COURSES]


def staff_table(people: People, ids: Codes) -> Columns:
    """Sellers, then managers."""
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
        "store_id": named(TEAM_IDS, team),
        "team": named(TEAM_NAMES, team),
        "name": [*seller_names.tolist(), *(each.manager for each in TEAMS)],
        "role": ["seller"] * len(positions) + ["manager"] * len(TEAMS),
        "fte": np.concatenate([np.where(half, 0.8, 1.0), np.ones(len(TEAMS))]),
        "start_on": as_day(np.concatenate([people.start, [-2900, -2100, -1500, -2500]])),
        "end_on": as_day(np.where(end == STILL_HERE, 0, end), end != STILL_HERE),
    }


def by_month_tables(columns: Columns, ids: Codes, **values: str) -> Columns:
    """Values by seller and month, named as the table names them."""
    keys = {"staff_id": ids.person(columns["person"]), "month": named(calendar.months(), columns["month"])}
    return keys | {name: columns[source] for name, source in values.items()}


def matrix_table(columns: Columns, ids: Codes) -> Columns:
    """Each seller's matrix."""
    keys = {
        "owner": ids.person(columns["person"]),
        "month": named(calendar.months(), columns["month"]),
        "kpi": named(plans.MATRIX_KPIS, columns["kpi"]),
    }
    return keys | {name: columns[name] for name in ("weight", "base", "norm", "target", "fact")}


def paperwork_tables(
    seed: int, deals: Deals, people: People, ids: Codes, scale: float, block: int
) -> dict[str, Columns]:
    """Documents, audits, helps and cases."""
    documents, audits = paperwork.documents(seed, deals, people, block), paperwork.audits(seed, deals, scale, block)
    helps, cases = paperwork.helps(seed, deals, people, scale, block), paperwork.cases(seed, people, scale, block)
    return {
        "documents": {
            "document_id": ids.number(deals.number[documents["deal"]]),
            "opportunity_id": ids.number(deals.number[documents["deal"]]),
            "staff_id": ids.person(deals.person[documents["deal"]]),
            "kind": named(("offer", "contract"), documents["kind"]),
            "checked_on": as_day(documents["day"]),
            "errors": documents["errors"],
            "grave_errors": documents["grave"],
        },
        "process_audits": {
            "opportunity_id": ids.number(deals.number[audits["deal"]]),
            "staff_id": ids.person(deals.person[audits["deal"]]),
            "audited_on": as_day(audits["day"]),
            "steps_required": audits["required"],
            "steps_in_order": audits["in_order"],
        },
        "assists": {
            "opportunity_id": ids.number(deals.number[helps["deal"]]),
            "staff_id": ids.person(helps["person"]),
            "helped_on": as_day(helps["day"]),
        },
        "shared_cases": {
            "case_id": ids.number(cases["number"]),
            "staff_id": ids.person(cases["person"]),
            "published_on": as_day(cases["day"]),
            "meets_template": cases["fills"],
        },
    }


def meetings_table(seed: int) -> Columns:
    """The teams' weekly reviews."""
    reviews = paperwork.reviews(seed)
    return {
        "meeting_id": reviews["number"],
        "store_id": named(TEAM_IDS, reviews["team"]),
        "planned_on": as_day(reviews["day"]),
        "held_on": as_day(reviews["held"], reviews["held"] >= 0),
        "actions": as_whole(reviews["actions"]),
    }


def skills_tables(
    seed: int, people: People, ids: Codes, scale: float, block: int, told: dict[str, Story]
) -> dict[str, Columns]:
    """Tests, observed talks, ratings by colleagues and one-to-ones."""
    tests, talks = skills.tests(seed, people, told, block), skills.talks(seed, people, block)
    seen, rated = skills.observed(seed, people, block), skills.rated(seed, people, scale, block)
    manager = np.asarray(ids.manager(people.team[seen["person"]]))
    return {
        "test_answers": {
            "staff_id": ids.person(tests["person"]),
            "form": named(skills.FORMS, tests["form"]),
            "item": tests["item"],
            "answered_on": as_day(tests["day"]),
            "points": as_whole(tests["points"]),
            "points_possible": tests["possible"],
        },
        "observations": {
            "observation_id": ids.number(seen["talk"]),
            "staff_id": ids.person(seen["person"]),
            "skill": named(skills.SKILLS, seen["skill"]),
            "rater": np.where(seen["rater"] == 0, manager, "coach"),
            "level": seen["level"],
            "observed_on": as_day(seen["day"]),
        },
        "peer_ratings": {
            "rated_on": as_day(rated["day"]),
            "staff_id": ids.person(rated["person"]),
            "rater": ids.person(rated["rater"]),
            "score": rated["score"],
        },
        "one_to_ones": {
            "talk_id": ids.number(talks["number"]),
            "staff_id": ids.person(talks["person"]),
            "planned_on": as_day(talks["day"]),
            "held_on": as_day(talks["held"], talks["held"] >= 0),
            "quality": talks["quality"],
        },
    }


def courses_tables(seed: int, people: People, ids: Codes, block: int, told: dict[str, Story]) -> dict[str, Columns]:
    """The four tables about courses."""
    found = skills.courses(seed, people, told, block)
    enrolled, scores, answers, checks = (found[name] for name in ("enrolments", "scores", "answers", "checks"))
    return {
        "enrolments": {
            "run_id": named(_RUNS, enrolled["run"]),
            "course": named([course.title for course in skills.COURSES], enrolled["run"]),
            "staff_id": ids.person(enrolled["person"]),
            "enrolled_on": as_day(enrolled["day"]),
            "ends_on": as_day(enrolled["ends"]),
            "left_firm_on": as_day(enrolled["left"], enrolled["left"] >= 0),
            "finished_on": as_day(enrolled["finished"], enrolled["finished"] >= 0),
        },
        "test_scores": {
            "run_id": named(_RUNS, scores["run"]),
            "staff_id": ids.person(scores["person"]),
            "moment": named(("before", "after"), scores["moment"]),
            "taken_on": as_day(scores["day"]),
            "score": scores["score"],
        },
        "training_surveys": {
            "answer_id": ids.number(answers["key"]),
            "run_id": named(_RUNS, answers["run"]),
            "answered_on": as_day(answers["day"]),
            "score": answers["score"],
        },
        "behaviour_checks": {
            "check_id": ids.number(checks["key"]),
            "run_id": named(_RUNS, checks["run"]),
            "staff_id": ids.person(checks["person"]),
            "checked_on": as_day(checks["day"]),
            "behaviour": named(skills.BEHAVIOURS, checks["behaviour"]),
            "seen": as_whole(checks["seen"]),
            "trained": checks["trained"],
        },
    }
