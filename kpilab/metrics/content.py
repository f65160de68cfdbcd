"""Content: what is read, answered, passed on and bought after."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from kpilab.metrics.aggregation import Frame, Plain, added_up
from kpilab.metrics.engines import date_number, number_of, one_where
from kpilab.metrics.parts import Parts, keys_of, with_period
from kpilab.metrics.ratings import mean_rating, reviewed
from kpilab.metrics.registry import measures
from kpilab.metrics.sources import ORDERS_PAID, Sources

_EVENTS = ("content_events", "ts")
_READS = Plain("sum", "reads")


def events(sources: Sources) -> Frame:
    """What readers did, event by event."""
    held = sources.held("content_events", "channel", "store_id", "campaign_id", "staff_id")
    return sources.table("content_events", "piece_id", "reader_id", "ts", "type", *held)


def young_pieces(sources: Sources) -> Frame:
    """The events of each piece's first days; `day` is the first of these, so that a piece counts once."""
    every = sources.built(events).filter(~nw.col("piece_id").is_null())
    first = added_up(every, ["piece_id"], {"first_at": Plain("min", "ts")})
    first = first.with_columns(nw.col("first_at").dt.truncate("1d").alias("day")).drop("first_at")
    until = nw.col("day").dt.offset_by(f"{sources.days('content_days')}d")
    return every.join(first, on="piece_id", how="inner").filter(nw.col("ts") < until)


def readers(sources: Sources) -> Frame:
    """One row for each reader and key: `bought` is 1 where an order followed a read within the stated days."""
    days = sources.days("buying_days")
    reads = sources.built(events).filter((nw.col("type") == "read") & ~nw.col("reader_id").is_null())
    reads = reads.with_columns(nw.col("ts").dt.truncate("1d").alias("day"))
    reads = sources.narrowed(reads)
    if sources.period is None:
        last = sources.last_day(ORDERS_PAID)
        reads = reads.filter(date_number("day") <= number_of(last - pd.Timedelta(days=days)))
    orders = sources.table("orders", "paid_at", "customer_id").filter(
        ~nw.col("paid_at").is_null() & ~nw.col("customer_id").is_null()
    )
    orders = orders.with_columns(nw.col("customer_id").alias("reader_id")).select("reader_id", "paid_at")
    after = reads.join(orders, on="reader_id", how="inner").filter(
        (nw.col("paid_at") >= nw.col("ts")) & (nw.col("paid_at") <= nw.col("ts").dt.offset_by(f"{days}d"))
    )
    key = ["reader_id", *keys_of(sources)]
    rows = [
        with_period(sources, frame).select(*key).with_columns(nw.lit(bought).alias("bought"))
        for frame, bought in ((reads, 0), (after.drop("paid_at"), 1))
    ]
    return added_up(nw.concat(rows, how="vertical"), key, {"bought": Plain("max", "bought")})


def rated_content(sources: Sources) -> Frame:
    """The ratings of pieces."""
    return reviewed(sources, "content_quality")


def _per_read(*kinds: str) -> Parts:
    """Events of those kinds over reads, in the first days of each piece."""
    rows = {"wanted": one_where(_of(*kinds)), "reads": one_where(_of("read"))}
    sums = {"wanted": Plain("sum", "wanted"), "reads": _READS}
    return Parts(young_pieces, "wanted", "reads", rows=rows, sums=sums, known_after="content_days", known_by=_EVENTS)


def _of(*kinds: str) -> nw.Expr:
    return nw.any_horizontal(*(nw.col("type") == kind for kind in kinds), ignore_nulls=True)


@measures("content_reads")
def content_reads() -> Parts:
    """Reads in the first days of each piece."""
    rows = {"reads": one_where(_of("read"))}
    return Parts(young_pieces, "reads", rows=rows, sums={"reads": _READS}, known_after="content_days", known_by=_EVENTS)


@measures("engagement_rate")
def engagement_rate() -> Parts:
    """Likes, comments, shares and saves over reads."""
    return _per_read("like", "comment", "share", "save")


@measures("content_share_rate")
def content_share_rate() -> Parts:
    """Shares over reads."""
    return _per_read("share")


@measures("content_conversion_rate")
def content_conversion_rate() -> Parts:
    """Readers who buy within the stated days, over readers."""
    sums = {"bought": Plain("sum", "bought"), "readers": Plain("len")}
    return Parts(readers, "bought", "readers", sums=sums, known_after="buying_days", keyed=True)


@measures("content_quality_score")
def content_quality_score() -> Parts:
    """The mean rating of pieces that raters who agree have rated."""
    return mean_rating(rated_content)
