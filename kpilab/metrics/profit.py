"""Profit: what is left of sales once the goods, the expenses and the campaigns are paid."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.experiments import contribution
from kpilab.metrics.finishing import Finished, led_by, net, over
from kpilab.metrics.ledger import budget_to_date, budgeted_lines, spent_but_on, spent_on
from kpilab.metrics.parts import Parts, Plain, booked_lines, costed_lines, costed_refunds, paid_lines, refunds
from kpilab.metrics.registry import measures
from kpilab.metrics.stock import margin_lines

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
_MARGIN = {"margin_cents": Plain("sum", "margin_cents")}
_NET = {"net_cents": Plain("sum", "net_cents")}
_AMOUNT = {"amount_cents": Plain("sum", "amount_cents")}


@measures("gross_margin")
def gross_margin() -> Finished:
    """Net sales less cost of goods, that of returned goods taken off; missing where a cost is not known."""
    return net(_SOLD, _BACK)


@measures("gross_margin_rate")
def gross_margin_rate() -> Finished:
    """Net sales less cost of goods, over net sales."""
    return net(_SOLD, _BACK, over=(_LINES, _REFUNDS))


@measures("net_margin_rate")
def net_margin_rate() -> Finished:
    """Gross margin less all that the ledger holds beside the goods, over net sales."""
    return _margin_after(spent_but_on("goods"))


@measures("profit_margin")
def profit_margin() -> Finished:
    """Gross margin less operating expenses, over net sales."""
    return _margin_after(spent_but_on("goods", "interest", "tax"))


@measures("expense_ratio")
def expense_ratio() -> Finished:
    """Operating expenses over net sales."""
    return _share_led_by(spent_but_on("goods", "interest", "tax"))


@measures("marketing_expense_ratio")
def marketing_expense_ratio() -> Finished:
    """Marketing and the coupons that we pay for, over net sales."""
    return _share_led_by(spent_on("marketing", "coupons"))


@measures("logistics_cost_ratio")
def logistics_cost_ratio() -> Finished:
    """Freight, handling and freight of returns, over net sales."""
    return _share_led_by(spent_on("logistics", "freight", "handling", "return_freight"))


@measures("service_cost_ratio")
def service_cost_ratio() -> Finished:
    """Service, hired service and compensation, over net sales."""
    return _share_led_by(spent_on("service", "hired_service", "compensation"))


@measures("budget_execution")
def budget_execution() -> Finished:
    """What was spent on lines that have a budget, over the budget to date."""
    return over(
        Parts(budgeted_lines, "amount_cents", sums=_AMOUNT),
        Parts(budget_to_date, "amount_cents", sums=_AMOUNT),
        nothing_is_zero=True,
        adds_up=False,
    )


@measures("contribution_margin_campaign")
def contribution_margin_campaign() -> Finished:
    """Additional gross margin less the cost of the campaign."""
    return contribution(over_cost=False)


def _share_led_by(spent: Parts) -> Finished:
    return led_by(over(spent, Parts(booked_lines, "net_cents", sums=_NET)), "above")


def _margin_after(spent: Parts) -> Finished:
    margin = Parts(margin_lines, "margin_cents", sums=_MARGIN)
    return led_by(over(margin, Parts(margin_lines, "net_cents", sums=_NET), less=spent), "less")
