"""Inventory: what was there to be sold."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.parts import Parts, Plain
from kpilab.metrics.registry import measures
from kpilab.metrics.sources import Frame, Sources


def counted_products(sources: Sources) -> Frame:
    """What was counted: a row for each store, product and day of counting."""
    return sources.table("stock", "store_id", "product_id", "day", "units", key=["store_id", "product_id", "day"])


@measures("stockout_rate")
def stockout_rate() -> Parts:
    """Counts that found an empty shelf, over counts; a day that nobody counted is no count."""
    rows = {
        "empty": (nw.col("units") <= 0).fill_null(False).cast(nw.Int64),
        "counts": (~nw.col("units").is_null()).cast(nw.Int64),
    }
    sums = {"empty": Plain("sum", "empty"), "counts": Plain("sum", "counts")}
    return Parts(counted_products, "empty", "counts", rows=rows, sums=sums)
