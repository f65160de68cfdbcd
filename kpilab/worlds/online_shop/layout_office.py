"""The tables of the work behind the online shop: reports, audits, advice, ratings."""

from __future__ import annotations

from kpilab.i18n import N_
from kpilab.worlds.layout import Column, Table
from kpilab.worlds.online_shop.office import AGENTS, FIELDS, RATERS, RUBRICS

__all__ = ["OFFICE_TABLES"]


def _report(refers_to: str = "reports") -> Column:
    return Column("report_id", "text", N_("The report."), pattern=r"R\d+", refers_to=refers_to)


_RATER = Column("rater", "text", N_("Who judged."), allowed=RATERS)
_SCORE = Column("score", "integer", N_("The rating."), N_("points"), at_least=0, at_most=100)

OFFICE_TABLES = (
    Table(
        "reports",
        N_("The monthly report on the shop's KPIs."),
        ("report_id",),
        (
            _report(""),
            Column("due_at", "time", N_("When it was due.")),
            Column("sent_at", "time", N_("When it was sent.")),
            Column("corrected_at", "time", N_("When a correction had to follow."), empty_means=N_("none was needed")),
        ),
        grows="stays",
    ),
    Table(
        "audits",
        N_("Each number of a report, checked a fortnight later against the tables; money in whole currency units."),
        ("report_id", "field"),
        (
            _report(),
            Column("field", "text", N_("The number's name in the report."), allowed=FIELDS),
            Column("audited_on", "date", N_("The day of the check.")),
            Column("reported", "integer", N_("What the report says."), empty_means=N_("the number was missing")),
            Column("true_value", "integer", N_("What is true: what the other tables say of the month.")),
        ),
        grows="adds",
    ),
    Table(
        "recommendations",
        N_("What a report advised, and when somebody did it."),
        ("recommendation_id",),
        (
            Column("recommendation_id", "text", N_("The advice."), pattern=r"A\d+"),
            _report(),
            Column("made_on", "date", N_("The day of the advice.")),
            Column("acted_on", "date", N_("The day it was done."), empty_means=N_("not done")),
        ),
        grows="stays",
    ),
    Table(
        "reviews",
        N_("Plans, pieces of content and analyses, judged by the rubrics."),
        ("review_id",),
        (
            Column("review_id", "integer", N_("The rating."), at_least=1),
            Column("rubric", "text", N_("By which rubric."), allowed=tuple(RUBRICS)),
            Column("item", "text", N_("What was judged; a piece of content by its id.")),
            _RATER,
            _SCORE,
            Column("reviewed_on", "date", N_("The day.")),
        ),
        grows="stays",
    ),
    Table(
        "qa_reviews",
        N_("Tickets drawn by lot, and judged by the rubric for service conversations."),
        ("ticket_id", "agent_id", "rater", "day"),
        (
            Column("ticket_id", "integer", N_("The ticket."), at_least=1, refers_to="tickets"),
            Column("agent_id", "text", N_("Who answered."), allowed=AGENTS),
            _RATER,
            _SCORE,
            Column("day", "date", N_("The day of listening.")),
        ),
    ),
)
