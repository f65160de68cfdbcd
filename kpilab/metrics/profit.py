"""Profit: what is left of sales once the goods are paid."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.finishing import Finished, net
from kpilab.metrics.parts import Parts, Plain, costed_lines, costed_refunds, paid_lines, refunds
from kpilab.metrics.registry import measures

_COST = nw.col("qty") * nw.col("cost_cents")
_SOLD = Parts(
    costed_lines,
    "margin_cents",
    rows={"margin_cents": nw.col("net_cents") - _COST},
    sums={"margin_cents": Plain("sum", "margin_cents")},
)
_BACK = Parts(
    costed_refunds,
    "lost_cents",
    rows={"lost_cents": nw.col("refund_cents") - _COST},
    sums={"lost_cents": Plain("sum", "lost_cents")},
)
_LINES = Parts(paid_lines, "net_cents", sums={"net_cents": Plain("sum", "net_cents")})
_REFUNDS = Parts(refunds, "refund_cents", sums={"refund_cents": Plain("sum", "refund_cents")})


@measures("gross_margin")
def gross_margin() -> Finished:
    """Net sales less cost of goods, that of returned goods taken off; missing where a cost is not known."""
    return net(_SOLD, _BACK)


@measures("gross_margin_rate")
def gross_margin_rate() -> Finished:
    """Net sales less cost of goods, over net sales."""
    return net(_SOLD, _BACK, over=(_LINES, _REFUNDS))
