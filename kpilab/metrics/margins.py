"""What goods earn: the margin of what was sold."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.aggregation import Frame
from kpilab.metrics.parts import paid_lines
from kpilab.metrics.sources import Sources

__all__ = ["sold_margins"]


def sold_margins(sources: Sources) -> Frame:
    """Paid lines with their margin, refunds not taken off; missing where the cost of a piece is not known."""
    costs = sources.table("products", "product_id", "cost_cents", key=["product_id"])
    lines = sources.built(paid_lines).join(costs, on="product_id", how="left")
    return lines.with_columns((nw.col("net_cents") - nw.col("qty") * nw.col("cost_cents")).alias("margin_cents"))
