"""Sales: what was sold, for how much and to whom, and how that stands against plan, market and last period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import narwhals as nw
import pandas as pd

from kpilab.metrics.deals import closed_deals, pipeline_flows, speed, won_deals
from kpilab.metrics.finishing import Finished, net, over, quantile
from kpilab.metrics.growth import base_so_far, grown
from kpilab.metrics.headcount import per_head, sellers
from kpilab.metrics.leads import contacts, contacts_judged, contacts_with_payment
from kpilab.metrics.monthly import market_totals, planned_sales, plans_ahead, sales_in_market, whole_months
from kpilab.metrics.offered_stock import offered_units, returned_units, units_of_counted_days
from kpilab.metrics.pace import paced
from kpilab.metrics.parts import Parts, Plain, booked_lines, buyers, paid_lines, paid_orders, refunds
from kpilab.metrics.registry import measures
from kpilab.metrics.sources import Sources

_ORDERS = Plain("len")
_PAID = Plain("sum", "paid_cents")
_NET = {"net_cents": Plain("sum", "net_cents")}


@measures("net_sales")
def net_sales() -> Finished:
    """Paid lines less discounts, less the refunds booked."""
    return net(
        Parts(paid_lines, "net_cents", sums={"net_cents": Plain("sum", "net_cents")}),
        Parts(refunds, "refund_cents", sums={"refund_cents": Plain("sum", "refund_cents")}),
    )


@measures("gmv_paid")
def gmv_paid() -> Parts:
    """What orders paid, refunds left in."""
    return Parts(paid_orders, "paid_cents", sums={"paid_cents": _PAID})


@measures("order_count")
def order_count() -> Parts:
    """Orders paid."""
    return Parts(paid_orders, "orders", sums={"orders": _ORDERS})


@measures("avg_order_value")
def avg_order_value() -> Parts:
    """Paid amount over paid orders."""
    return Parts(paid_orders, "paid_cents", "orders", sums={"paid_cents": _PAID, "orders": _ORDERS})


@measures("discount_share")
def discount_share() -> Parts:
    """Discount over paid amount plus discount."""
    listed = nw.col("paid_cents") + nw.col("discount_cents")
    sums = {"discount_cents": Plain("sum", "discount_cents"), "listed_cents": Plain("sum", "listed_cents")}
    return Parts(paid_orders, "discount_cents", "listed_cents", rows={"listed_cents": listed}, sums=sums)


@measures("spend_per_buyer")
def spend_per_buyer() -> Parts:
    """What known buyers paid, over known buyers."""
    return Parts(buyers, "paid_cents", "buyers", sums={"paid_cents": _PAID, "buyers": Plain("len")}, keyed=True)


@measures("units_sold")
def units_sold() -> Parts:
    """Pieces on paid orders."""
    return Parts(paid_lines, "units", sums={"units": Plain("sum", "qty")})


@measures("items_per_order")
def items_per_order() -> Parts:
    """Pieces over orders."""
    sums = {"units": Plain("sum", "qty"), "orders_in_lines": Plain("n_unique", "order_id")}
    return Parts(paid_lines, "units", "orders_in_lines", sums=sums)


@measures("price_per_unit")
def price_per_unit() -> Parts:
    """Line amounts over pieces."""
    sums = {"line_cents": Plain("sum", "net_cents"), "units": Plain("sum", "qty")}
    return Parts(paid_lines, "line_cents", "units", sums=sums)


@measures("win_rate")
def win_rate() -> Parts:
    """Deals won over deals closed."""
    return Parts(closed_deals, "won", "closed", sums={"won": Plain("sum", "won"), "closed": Plain("len")})


@measures("sales_cycle_days")
def sales_cycle_days() -> Finished:
    """The middle one of the days that won deals took."""
    return quantile(won_deals, "cycle_days")


@measures("sales_velocity")
def sales_velocity() -> Finished:
    """Open qualified opportunities at the end, times what a closed deal brought, over the cycle in days."""
    value = {"won_cents": nw.when(nw.col("won") == 1).then(nw.col("value_cents")).otherwise(0)}
    sums = {"won_cents": Plain("sum", "won_cents"), "deals": Plain("len")}
    parts = {
        "flows": Parts(pipeline_flows, "flow", sums={"flow": Plain("sum", "flow")}, history=True),
        "closed": Parts(closed_deals, "won_cents", rows=value, sums=sums),
        "cycles": Parts(won_deals, "rows", sums={"rows": Plain("len")}, within=("cycle_days",)),
    }
    return Finished(parts, speed, "cycle_days")


@measures("lead_count")
def lead_count() -> Parts:
    """Contacts whose first lead this is."""
    return Parts(contacts, "leads", sums={"leads": Plain("len")})


@measures("qualified_lead_rate")
def qualified_lead_rate() -> Parts:
    """Contacts qualified within the stated days, over contacts."""
    sums = {"qualified": Plain("sum", "qualified"), "leads": Plain("len")}
    return Parts(
        contacts_judged,
        "qualified",
        "leads",
        sums=sums,
        known_after="qualify_days",
        known_by=("leads", "created_at"),
    )


@measures("lead_to_customer_rate")
def lead_to_customer_rate() -> Parts:
    """Contacts who paid for the first time within the stated days, over contacts."""
    sums = {"became": Plain("sum", "became"), "leads": Plain("len")}
    return Parts(contacts_with_payment, "became", "leads", sums=sums, known_after="lead_days")


@measures("sales_growth_rate")
def sales_growth_rate() -> Finished:
    """Net sales beyond those of the base, over those of the base."""
    parts = {
        "sales": Parts(booked_lines, "net_cents", sums=_NET, history=True),
        "so_far": Parts(base_so_far, "net_cents", sums=_NET, history=True),
    }
    return Finished(parts, grown, "net_cents", windowed=True)


@measures("plan_attainment")
def plan_attainment() -> Finished:
    """Net sales over the plan for them, once the period is over."""
    sales = Parts(booked_lines, "net_cents", sums=_NET, known_after=0)
    sums = {"norm": Plain("sum", "norm"), "months": Plain("n_unique", "month")}
    return _of_whole_months(sales, Parts(planned_sales, "norm", sums=sums, known_after=0), adds_up=True)


@measures("plan_pace")
def plan_pace() -> Finished:
    """Net sales to date over the part of the plan that is usually reached by then."""
    parts = {
        "sales": Parts(booked_lines, "net_cents", sums=_NET, within=("day",), history=True),
        "plans": Parts(
            plans_ahead, "norm", sums={"norm": Plain("sum", "norm")}, within=("day",), keyed=True, history=True
        ),
    }
    return Finished(parts, paced, "norm", windowed=True)


@measures("market_share")
def market_share() -> Finished:
    """Net sales over the sales of the whole market, where and when there is a figure for it."""
    sales = Parts(sales_in_market, "net_cents", sums=_NET, known_after=0)
    sums = {"total_cents": Plain("sum", "total_cents"), "months": Plain("n_unique", "month")}
    market = Parts(market_totals, "total_cents", sums=sums, known_after=0)
    return _not_below_zero(_of_whole_months(sales, market, adds_up=False))


@measures("sales_per_head")
def sales_per_head() -> Finished:
    """Net sales over the mean of the days' full-time jobs in selling."""
    sums = {"fte": Plain("sum", "fte")}
    parts = {
        "sales": Parts(booked_lines, "net_cents", sums=_NET),
        "jobs": Parts(sellers, "fte", sums=sums, within=("start_on", "end_on"), history=True),
    }
    return Finished(parts, per_head, "full_time_jobs")


@measures("sell_through_rate")
def sell_through_rate() -> Finished:
    """Units sold less those that came back, over those counted before the window and received in it."""
    sums = {"offered": Plain("sum", "offered"), "counts": Plain("sum", "counts")}
    sold = over(
        Parts(units_of_counted_days, "sold", sums={"sold": Plain("sum", "qty")}),
        Parts(offered_units, "offered", sums=sums, observed="counts"),
        less=Parts(returned_units, "returned", sums={"returned": Plain("sum", "qty")}),
        nothing_is_zero=True,
        adds_up=False,
    )
    return _not_below_zero(sold)


def _not_below_zero(share: Finished) -> Finished:
    """`share`, without a value where more came back than went out."""

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        lines = share.finish(found, sources)
        return lines.assign(value=lines["value"].where(lines["numerator"].ge(0)))

    return replace(share, finish=finish)


def _of_whole_months(numerator: Parts, denominator: Parts, *, adds_up: bool) -> Finished:
    """A fraction whose denominator is known by month, missing for a quarter or year that lacks one."""
    fraction = over(numerator, denominator, nothing_is_zero=True, adds_up=adds_up)

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        below = whole_months(found["below"], denominator.numerator, sources)
        return fraction.finish({**found, "below": below}, sources)

    return replace(fraction, finish=finish)
