"""Ads and followers: what was shown and clicked, and who follows us."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.aggregation import Frame
from kpilab.metrics.sources import Sources

__all__ = ["ad_events", "follower_days"]


def ad_events(sources: Sources) -> Frame:
    """Views and clicks of ads: what one person did twice with one ad within a second counts once."""
    held = sources.held("ad_events", "visitor_id", "ad_id", "channel", "device")
    found = sources.table("ad_events", "campaign_id", "ts", "type", *held)
    seconds = found.with_columns(nw.col("ts").dt.truncate("1s"), nw.col("ts").dt.truncate("1d").alias("day"))
    if "visitor_id" not in held:
        return seconds
    known = seconds.filter(~nw.col("visitor_id").is_null()).unique()
    return nw.concat([known, seconds.filter(nw.col("visitor_id").is_null())], how="vertical")


def follower_days(sources: Sources) -> Frame:
    """Followers gained and lost, day by day."""
    held = sources.held("followers", "channel", "platform")
    days = sources.table("followers", "day", "gained", "lost", *held, key=["day", *held])
    return days.with_columns(nw.col("day").dt.truncate("1d"))
