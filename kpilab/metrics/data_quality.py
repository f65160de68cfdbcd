"""Data quality: whether what is reported is right, whole and in time, says why, and is acted on."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.aggregation import Frame, Plain
from kpilab.metrics.engines import date_number, number_of, one_where
from kpilab.metrics.parts import Parts
from kpilab.metrics.ratings import mean_rating, reviewed
from kpilab.metrics.registry import measures
from kpilab.metrics.sources import Sources

_DEFAULTS = ("", "0", "1970", "1970-01-01")
"""What stands in a cell that nobody filled."""


def sampled_fields(sources: Sources) -> Frame:
    """Fields with a known true value, with `equal`: 1 where the report says the same."""
    fields = _audits(sources, "true_value").filter(~nw.col("true_value").is_null())
    reported, true = nw.col("reported"), nw.col("true_value")
    if fields.collect_schema()["reported"].is_numeric():
        return fields.with_columns(
            one_where((reported - true).abs() <= sources.settings["value_tolerance"]).alias("equal")
        )
    return fields.with_columns(one_where(reported == true).alias("equal"))


def required_cells(sources: Sources) -> Frame:
    """Required cells, with `filled`: 1 where something stands in it that is not a default."""
    cells = _audits(sources)
    reported = nw.col("reported")
    if cells.collect_schema()["reported"].is_numeric():
        return cells.with_columns(one_where(~reported.is_null() & (reported != 0)).alias("filled"))
    is_default = one_where(nw.any_horizontal(*(reported == text for text in _DEFAULTS), ignore_nulls=True))
    return cells.with_columns((one_where(~reported.is_null()) * (1 - is_default)).alias("filled"))


def _audits(sources: Sources, *more: str) -> Frame:
    audits = sources.table("audits", "report_id", "audited_on", "field", "reported", *more)
    known = audits.filter(~nw.col("audited_on").is_null())
    return known.with_columns(nw.col("audited_on").dt.truncate("1d").alias("day"))


def due_reports(sources: Sources) -> Frame:
    """Reports whose day has come, with `in_time`: 1 where it came by then and needed no correction."""
    held = sources.held("reports", "staff_id", "store_id")
    reports = sources.table("reports", "report_id", "due_at", "sent_at", "corrected_at", *held, key=["report_id"])
    known = reports.filter(~nw.col("due_at").is_null()).with_columns(nw.col("due_at").dt.truncate("1d").alias("day"))
    due = known.filter(date_number("day") <= number_of(sources.last_day(("reports", "sent_at"))))
    in_time = one_where(nw.col("sent_at") <= nw.col("due_at")) * one_where(nw.col("corrected_at").is_null())
    return due.with_columns(in_time.alias("in_time"))


def rated_analyses(sources: Sources) -> Frame:
    """The ratings of analyses."""
    return reviewed(sources, "analysis_depth")


def recommendations(sources: Sources) -> Frame:
    """Recommendations, with `followed`: 1 where somebody acted within the stated days."""
    key = "recommendation_id"
    made = sources.table("recommendations", key, "report_id", "made_on", "acted_on", key=[key])
    made = made.filter(~nw.col("made_on").is_null()).with_columns(nw.col("made_on").dt.truncate("1d").alias("day"))
    until = nw.col("day").dt.offset_by(f"{sources.days('adoption_days')}d")
    return made.with_columns(one_where(nw.col("acted_on").dt.truncate("1d") <= until).alias("followed"))


@measures("data_accuracy")
def data_accuracy() -> Parts:
    """Fields that agree with the source of truth, over fields sampled."""
    return Parts(sampled_fields, "equal", "sampled", sums={"equal": Plain("sum", "equal"), "sampled": Plain("len")})


@measures("data_completeness")
def data_completeness() -> Parts:
    """Required cells that are filled, over required cells."""
    return Parts(
        required_cells, "filled", "required", sums={"filled": Plain("sum", "filled"), "required": Plain("len")}
    )


@measures("report_timeliness")
def report_timeliness() -> Parts:
    """Reports that came by their deadline and stood, over the reports due."""
    return Parts(due_reports, "in_time", "due", sums={"in_time": Plain("sum", "in_time"), "due": Plain("len")})


@measures("analysis_depth")
def analysis_depth() -> Parts:
    """The mean level of analyses that enough raters have rated."""
    return mean_rating(rated_analyses)


@measures("decision_adoption")
def decision_adoption() -> Parts:
    """Recommendations acted on within the stated days, over recommendations; known when these are over."""
    sums = {"followed": Plain("sum", "followed"), "made": Plain("len")}
    return Parts(
        recommendations,
        "followed",
        "made",
        sums=sums,
        known_after="adoption_days",
        known_by=("recommendations", "made_on"),
    )
