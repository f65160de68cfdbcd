"""Activity: visits, follow-up, reviews, talks, and whether the work was done as agreed."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import date_number, number_of, one_where
from kpilab.metrics.finishing import Finished
from kpilab.metrics.parts import Parts
from kpilab.metrics.ratings import on_scale
from kpilab.metrics.registry import measures
from kpilab.metrics.sources import Sources
from kpilab.metrics.teamwork import collaboration
from kpilab.rubrics import rubric


def _dated(frame: Frame, column: str) -> Frame:
    """The rows of which the date in `column` is known, with it as `day`."""
    return frame.filter(~nw.col(column).is_null()).with_columns(nw.col(column).dt.truncate("1d").alias("day"))


def _due(sources: Sources, frame: Frame, known_by: tuple[str, str]) -> Frame:
    """The rows whose `day` has come."""
    return frame.filter(date_number("day") <= number_of(sources.last_day(known_by)))


def moving_visits(sources: Sources) -> Frame:
    """The visits that count: one for each customer and day, the first of those that meet the rule."""
    asked = ("visit_id", "customer_id", "staff_id", "ts", "logged_at")
    rule = ("minutes", "is_target", "with_decider", "outcome", "next_step")
    visits = sources.table("visits", *asked, *rule, *sources.held("visits", "store_id"), key=["visit_id"])
    visits = _dated(visits.filter(~nw.col("customer_id").is_null()), "ts")
    to_the_point = one_where(nw.col("with_decider")) + one_where(nw.col("minutes") >= sources.settings["visit_minutes"])
    logged = ~nw.col("outcome").is_null() & ~nw.col("next_step").is_null()
    in_time = one_where(nw.col("logged_at") <= nw.col("ts").dt.offset_by("24h"))
    meets = one_where(nw.col("is_target")) * one_where(to_the_point > 0) * one_where(logged) * in_time
    meeting = visits.with_columns(meets.alias("meets")).filter(nw.col("meets") == 1)
    place = ["customer_id", "day"]
    earliest = added_up(meeting, place, {"first_at": Plain("min", "ts")})
    first = meeting.join(earliest, on=place, how="inner").filter(nw.col("ts") == nw.col("first_at"))
    one = added_up(first, place, {"visit_id": Plain("min", "visit_id")})
    return first.join(one.select("visit_id"), on="visit_id", how="inner")


def promised_contacts(sources: Sources) -> Frame:
    """Leads on the day on which the first contact falls due, with `kept`: 1 where it came by then."""
    held = sources.held("leads", "staff_id", "store_id", "channel", "source", "campaign_id")
    leads = sources.table("leads", "lead_id", "created_at", "first_contact_at", *held, key=["lead_id"])
    due_at = nw.col("created_at").dt.offset_by(f"{sources.days('follow_up_hours')}h")
    leads = leads.filter(~nw.col("created_at").is_null()).with_columns(due_at.alias("due_at"))
    kept = one_where(nw.col("first_contact_at") <= nw.col("due_at"))
    return _due(sources, _dated(leads, "due_at").with_columns(kept.alias("kept")), ("leads", "created_at"))


def planned_reviews(sources: Sources) -> Frame:
    """Reviews on the day planned, with `done`: 1 where it was held by then with actions, a half where later, else 0."""
    held = sources.held("meetings", "store_id", "staff_id")
    meetings = sources.table("meetings", "meeting_id", "planned_on", "held_on", "actions", *held, key=["meeting_id"])
    planned = _due(sources, _dated(meetings, "planned_on"), ("meetings", "held_on"))
    with_actions = one_where(~nw.col("held_on").is_null()) * one_where(nw.col("actions") >= 1)
    in_time = one_where(nw.col("held_on").dt.truncate("1d") <= nw.col("day"))
    return planned.with_columns((with_actions * (0.5 + 0.5 * in_time)).alias("done"))


def audited_deals(sources: Sources) -> Frame:
    """Audited deals with `complied`: 1 where every required step was done in its order."""
    columns = ("opportunity_id", "staff_id", "audited_on", "steps_required", "steps_in_order")
    deals = _dated(sources.table("process_audits", *columns, key=["opportunity_id", "audited_on"]), "audited_on")
    known = deals.filter(~nw.col("steps_required").is_null() & ~nw.col("steps_in_order").is_null())
    return known.with_columns(one_where(nw.col("steps_in_order") >= nw.col("steps_required")).alias("complied"))


def checked_documents(sources: Sources) -> Frame:
    """Checked documents with `right`: 1 where there was no error."""
    columns = ("document_id", "staff_id", "checked_on", "errors")
    documents = _dated(sources.table("documents", *columns, key=["document_id"]), "checked_on").filter(
        ~nw.col("errors").is_null()
    )
    return documents.with_columns(one_where(nw.col("errors") == 0).alias("right"))


def planned_talks(sources: Sources) -> Frame:
    """One-to-one talks on the day planned, with `worth`: the quality of those held, 0 for the others."""
    columns = ("talk_id", "staff_id", "planned_on", "held_on", "quality")
    talks = sources.table("one_to_ones", *columns, key=["talk_id"])
    on_scale(talks, "quality", rubric("feedback_quality"), "one_to_ones", ["talk_id"])
    planned = _due(sources, _dated(talks, "planned_on"), ("one_to_ones", "held_on"))
    took_place = ~nw.col("held_on").is_null()
    return planned.with_columns(nw.when(took_place).then(nw.col("quality")).otherwise(nw.lit(0.0)).alias("worth"))


@measures("effective_visits")
def effective_visits() -> Parts:
    """Visits that meet the rule, one a customer and day."""
    return Parts(moving_visits, "visits", sums={"visits": Plain("len")})


@measures("follow_up_timeliness")
def follow_up_timeliness() -> Parts:
    """Leads contacted within the promised time, over the leads due."""
    return Parts(promised_contacts, "kept", "due", sums={"kept": Plain("sum", "kept"), "due": Plain("len")})


@measures("review_completion")
def review_completion() -> Parts:
    """Reviews held with actions, late ones by half, over the reviews planned."""
    return Parts(planned_reviews, "done", "planned", sums={"done": Plain("sum", "done"), "planned": Plain("len")})


@measures("process_compliance")
def process_compliance() -> Parts:
    """Audited deals with every step in its order, over the deals audited."""
    sums = {"complied": Plain("sum", "complied"), "audited": Plain("len")}
    return Parts(audited_deals, "complied", "audited", sums=sums)


@measures("document_accuracy")
def document_accuracy() -> Parts:
    """Documents without an error, over documents checked."""
    return Parts(checked_documents, "right", "checked", sums={"right": Plain("sum", "right"), "checked": Plain("len")})


@measures("team_collaboration")
def team_collaboration() -> Finished:
    """Half the rating by colleagues, half the helps and cases against the number agreed, from 0 to 100."""
    return collaboration()


@measures("feedback_frequency_quality")
def feedback_frequency_quality() -> Parts:
    """The talks held over the talks planned, times their mean quality: their quality over the talks planned."""
    sums = {"worth": Plain("sum", "worth"), "planned": Plain("len")}
    return Parts(planned_talks, "worth", "planned", sums=sums, times=100)
