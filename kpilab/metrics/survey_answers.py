"""What customers were asked, and what they answered."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.aggregation import Frame
from kpilab.metrics.sources import Sources

__all__ = ["invitations", "survey_answers"]


def survey_answers(sources: Sources) -> Frame:
    """Answers with their day."""
    columns = sources.held("surveys", "store_id", "customer_id", "channel", "score", "recommend")
    answers = sources.table("surveys", "survey_id", "answered_on", *columns, key=["survey_id"])
    return answers.with_columns(nw.col("answered_on").dt.truncate("1d").alias("day"))


def invitations(sources: Sources) -> Frame:
    """Invitations that arrived, on the day of sending: `answered` is 1 where an answer came within the stated days."""
    columns = sources.held("survey_invitations", "store_id", "customer_id", "channel", "wave")
    asked = sources.table(
        "survey_invitations", "invitation_id", "sent_at", "delivered", "answered_at", *columns, key=["invitation_id"]
    )
    sent, answered = (nw.col(name).dt.truncate("1d") for name in ("sent_at", "answered_at"))
    in_time = answered <= sent.dt.offset_by(f"{sources.days('answer_days')}d")
    arrived = asked.filter(nw.col("delivered").fill_null(False))
    return arrived.with_columns(sent.alias("day"), in_time.fill_null(False).cast(nw.Int64).alias("answered"))
