"""Profit: what is left of sales once the goods are paid."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.parts import Parts, Plain, booked_lines
from kpilab.metrics.registry import measures
from kpilab.metrics.sources import Frame, Sources

_MARGIN = {"margin_cents": nw.col("net_cents") - nw.col("qty") * nw.col("cost_cents")}
_SUM = Plain("sum", "margin_cents")


def costed_lines(sources: Sources) -> Frame:
    """Booked lines with the cost of one piece; goods that came back bring their cost back."""
    costs = sources.table("products", "product_id", "cost_cents", key=["product_id"])
    return sources.built(booked_lines).join(costs, on="product_id", how="left")


@measures("gross_margin")
def gross_margin() -> Parts:
    """Net sales less cost of goods; missing where the cost of a piece is not known."""
    return Parts(costed_lines, "margin_cents", rows=_MARGIN, sums={"margin_cents": _SUM})


@measures("gross_margin_rate")
def gross_margin_rate() -> Parts:
    """Net sales less cost of goods, over net sales."""
    sums = {"margin_cents": _SUM, "net_cents": Plain("sum", "net_cents")}
    return Parts(costed_lines, "margin_cents", "net_cents", rows=_MARGIN, sums=sums)
