"""The tables about sellers and their work: every column with its type, unit, meaning and limits."""

from __future__ import annotations

from kpilab.i18n import N_
from kpilab.worlds.calendar_table import with_promotions
from kpilab.worlds.layout import Column, Table
from kpilab.worlds.sales_team.firm import TEAMS
from kpilab.worlds.sales_team.layout_deals import MONTH, money, number, person, team
from kpilab.worlds.sales_team.plans import MATRIX_KPIS
from kpilab.worlds.sales_team.skills import BEHAVIOURS, COURSES, FORMS, SKILLS

__all__ = ["CALENDAR", "PEOPLE_TABLES", "STAFF"]


def _rater(meaning: str) -> Column:
    return Column("rater", "text", meaning, pattern=r"E\d+|coach")


def _run() -> Column:
    return Column("run_id", "text", N_("The run of the course."), allowed=tuple(course.run_id for course in COURSES))


def _points(name: str, meaning: str, most: int, empty: str = "", least: int = 0) -> Column:
    return Column(name, "integer", meaning, N_("points"), at_least=least, at_most=most, empty_means=empty)


STAFF = Table(
    "staff",
    N_("Everyone who sold or led a team in these two years. Of the largest firms two people may share a name."),
    ("staff_id",),
    (
        person(N_("The person."), refers_to=""),
        team(),
        Column("team", "text", N_("The team's name."), allowed=tuple(each.name for each in TEAMS)),
        Column("name", "text", N_("The name used at work.")),
        Column("role", "text", N_("A manager leads a team and does not sell."), allowed=("manager", "seller")),
        Column("fte", "decimal", N_("Share of full-time work."), N_("full-time jobs"), at_least=0, at_most=1),
        Column("start_on", "date", N_("First day in the team.")),
        Column("end_on", "date", N_("Last day in the team."), empty_means=N_("still there")),
    ),
)

_QUOTAS = Table(
    "quotas",
    N_("What each seller was to sell in each whole month; newcomers start at two fifths of it."),
    ("staff_id", "month"),
    (
        person(),
        Column("month", "text", N_("The month, as 2025-05."), pattern=MONTH),
        money("quota_cents", N_("Paid orders agreed for the month."), 1),
    ),
)

_PAY = Table(
    "pay",
    N_("What each seller earned: base pay by days, 5 % of paid orders, and 2.5 % more on those beyond the quota."),
    ("staff_id", "month"),
    (
        person(),
        Column("month", "text", N_("The month, as 2025-05."), pattern=MONTH),
        money("base_cents", N_("Base pay.")),
        money("commission_cents", N_("Commission on paid orders.")),
        money("bonus_cents", N_("More on paid orders beyond the quota.")),
    ),
)

_MATRIX = Table(
    "matrix",
    N_("Each seller's KPI matrix of 2025: three KPIs a month with weight, levels and what came of it."),
    ("owner", "month", "kpi"),
    (
        Column("owner", "text", N_("The seller."), pattern=r"E\d+", refers_to="staff", refers_as="staff_id"),
        Column("month", "text", N_("The month, as 2025-05."), pattern=MONTH),
        Column("kpi", "text", N_("The KPI's id."), allowed=MATRIX_KPIS),
        Column("weight", "decimal", N_("Its weight; the weights of a month add up to 1."), at_least=0, at_most=1),
        Column("base", "decimal", N_("The lowest level accepted."), N_("money in currency units, rates as fractions")),
        Column("norm", "decimal", N_("The plan."), N_("as base")),
        Column("target", "decimal", N_("The stretch beyond the plan."), N_("as base")),
        Column("fact", "decimal", N_("What came of it."), N_("as base"), empty_means=N_("nothing closed or due")),
    ),
)

_DOCUMENTS = Table(
    "documents",
    N_("Offers and contracts drawn at random and checked."),
    ("document_id",),
    (
        number("document_id", N_("The document.")),
        number("opportunity_id", N_("The deal it belongs to."), "opportunities"),
        person(N_("Who wrote it.")),
        Column("kind", "text", N_("What it is."), allowed=("offer", "contract")),
        Column("checked_on", "date", N_("The day of the check.")),
        Column("errors", "integer", N_("Errors found."), at_least=0),
        Column("grave_errors", "integer", N_("Of these, wrong prices, names or terms."), at_least=0),
    ),
)

_AUDITS = Table(
    "process_audits",
    N_("Closed deals drawn at random: were the agreed steps done, and in their order?"),
    ("opportunity_id", "audited_on"),
    (
        number("opportunity_id", N_("The deal."), "opportunities"),
        person(N_("Whose deal it was.")),
        Column("audited_on", "date", N_("The day of the audit.")),
        Column("steps_required", "integer", N_("Steps that this deal called for."), at_least=1),
        Column("steps_in_order", "integer", N_("Of these, done and in their order."), at_least=0),
    ),
)

_MEETINGS = Table(
    "meetings",
    N_("The teams' weekly look at the pipeline."),
    ("meeting_id",),
    (
        number("meeting_id", N_("The review.")),
        team(),
        Column("planned_on", "date", N_("The day planned.")),
        Column("held_on", "date", N_("The day it was held."), empty_means=N_("not held")),
        Column("actions", "integer", N_("Actions agreed."), at_least=0, empty_means=N_("not held")),
    ),
    grows="stays",
)

_ASSISTS = Table(
    "assists",
    N_("Deals on which a colleague helped."),
    ("opportunity_id", "staff_id", "helped_on"),
    (
        number("opportunity_id", N_("The deal helped with."), "opportunities"),
        person(N_("Who helped.")),
        Column("helped_on", "date", N_("When.")),
    ),
)

_CASES = Table(
    "shared_cases",
    N_("Cases written up for the colleagues, a row for each author."),
    ("case_id", "staff_id"),
    (
        number("case_id", N_("The case.")),
        person(N_("An author.")),
        Column("published_on", "date", N_("The day of publishing.")),
        Column("meets_template", "flag", N_("Whether situation, KPI, action, result and evidence are all there.")),
    ),
)

_TESTS = Table(
    "test_answers",
    N_("The product test of each quarter, a row for each question; who was away has no rows."),
    ("staff_id", "form", "item"),
    (
        person(),
        Column("form", "text", N_("The form of the test: the quarter."), allowed=FORMS),
        number("item", N_("The question.")),
        Column("answered_on", "date", N_("The day of the test.")),
        _points("points", N_("Points earned."), 2, N_("left out")),
        _points("points_possible", N_("Points to be earned."), 2, least=1),
    ),
)

_OBSERVATIONS = Table(
    "observations",
    N_("A talk with a customer each quarter, listened to by the manager and a coach."),
    ("observation_id", "skill", "rater"),
    (
        number("observation_id", N_("The talk.")),
        person(N_("Who was listened to.")),
        Column("skill", "text", N_("The skill looked at."), allowed=SKILLS),
        _rater(N_("Who listened: the manager, or the coach from outside.")),
        _points("level", N_("The level on the rubric."), 5, least=1),
        Column("observed_on", "date", N_("The day of the talk.")),
    ),
)

_PEERS = Table(
    "peer_ratings",
    N_("What colleagues of the team think of working together, each quarter."),
    ("rated_on", "staff_id", "rater"),
    (
        Column("rated_on", "date", N_("The day of the rating.")),
        person(N_("Who is rated.")),
        _rater(N_("Who rates.")),
        _points("score", N_("1 keeps to himself or herself, 5 makes the others better."), 5, least=1),
    ),
)

_TALKS = Table(
    "one_to_ones",
    N_("The monthly talk between manager and seller."),
    ("talk_id",),
    (
        number("talk_id", N_("The talk.")),
        person(),
        Column("planned_on", "date", N_("The day planned.")),
        Column("held_on", "date", N_("The day it took place."), empty_means=N_("did not take place")),
        Column(
            "quality", "decimal", N_("How good it was, on the rubric from 0 to 1."),
            at_least=0, at_most=1, empty_means=N_("did not take place"),
        ),
    ),
)  # fmt: skip

_ENROLMENTS = Table(
    "enrolments",
    N_("Who was put down for which run of a course."),
    ("run_id", "staff_id"),
    (
        _run(),
        Column("course", "text", N_("What it is about.")),
        person(),
        Column("enrolled_on", "date", N_("The day of enrolling.")),
        Column("ends_on", "date", N_("The last day of the run.")),
        Column("left_firm_on", "date", N_("Left the firm meanwhile."), empty_means=N_("did not leave")),
        Column("finished_on", "date", N_("Finished all parts."), empty_means=N_("did not finish")),
    ),
)

_SCORES = Table(
    "test_scores",
    N_("The test before a course and the test after it, out of 100 points."),
    ("run_id", "staff_id", "moment"),
    (
        _run(),
        person(),
        Column("moment", "text", N_("Before the course or after it."), allowed=("before", "after")),
        Column("taken_on", "date", N_("The day of the test.")),
        _points("score", N_("Points."), 100),
    ),
)

_OPINIONS = Table(
    "training_surveys",
    N_("What people said of a course; the answers bear no name."),
    ("answer_id",),
    (
        number("answer_id", N_("The answer.")),
        _run(),
        Column("answered_on", "date", N_("The day of the answer.")),
        _points("score", N_("1 not at all useful, 5 very."), 5, least=1),
    ),
)

_CHECKS = Table(
    "behaviour_checks",
    N_("What was seen at work 30 and 90 days after a course, of those trained and of others."),
    ("check_id",),
    (
        number("check_id", N_("The check.")),
        _run(),
        person(N_("Who was seen at work.")),
        Column("checked_on", "date", N_("The day.")),
        Column("behaviour", "text", N_("What was looked for."), allowed=BEHAVIOURS),
        Column(
            "seen", "integer", N_("1 seen, 0 not seen."),
            at_least=0, at_most=1, empty_means=N_("no occasion to show it"),
        ),
        Column("trained", "flag", N_("Whether the person took the course.")),
    ),
)  # fmt: skip

PEOPLE_TABLES = (
    _QUOTAS,
    _PAY,
    _MATRIX,
    _DOCUMENTS,
    _AUDITS,
    _MEETINGS,
    _ASSISTS,
    _CASES,
    _TESTS,
    _OBSERVATIONS,
    _PEERS,
    _TALKS,
    _ENROLMENTS,
    _SCORES,
    _OPINIONS,
    _CHECKS,
)

CALENDAR = with_promotions(N_("Shops' promotions of these days; this firm has none."), N_("none"))
