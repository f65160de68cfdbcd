"""Traffic: who came to look."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.parts import Parts, Plain
from kpilab.metrics.registry import measures
from kpilab.metrics.sources import Frame, Sources


def counted_days(sources: Sources) -> Frame:
    """The door counter's days."""
    return sources.table("footfall", "store_id", "day", "entries", key=["store_id", "day"])


@measures("store_footfall")
def store_footfall() -> Parts:
    """Entries on the days that the counter worked; missing where it worked on none."""
    rows = {"seen": nw.col("entries").fill_null(0), "worked": (~nw.col("entries").is_null()).cast(nw.Int64)}
    sums = {"seen": Plain("sum", "seen"), "worked": Plain("sum", "worked")}
    return Parts(counted_days, "seen", rows=rows, sums=sums, observed="worked")
