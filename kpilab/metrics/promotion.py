"""Promotion: what campaigns and ads are planned to bring, whom they reach, and what they bring in truth."""

from __future__ import annotations

import narwhals as nw

from kpilab.metrics.ads import ad_events, follower_days
from kpilab.metrics.aggregation import Frame
from kpilab.metrics.campaigns import (
    ad_lines,
    ad_orders,
    audiences,
    campaign_costs,
    campaign_lines,
    campaign_plans,
    participants,
)
from kpilab.metrics.engines import one_where
from kpilab.metrics.experiments import contribution, sales_in_arms, uplift
from kpilab.metrics.finishing import Finished, led_by, over
from kpilab.metrics.parts import Parts, Plain
from kpilab.metrics.ratings import mean_rating, reviewed
from kpilab.metrics.registry import measures
from kpilab.metrics.sources import Sources
from kpilab.metrics.web_events import events

_PUT_ASIDE = ["add_to_cart", "favourite", "coupon", "deposit"]
_SHOWN = {"shown": one_where(nw.col("type") == "impression")}
_CLICKED = {"clicked": one_where(nw.col("type") == "click")}
_SUMS = {"shown": Plain("sum", "shown"), "clicked": Plain("sum", "clicked")}


def costed_ad_lines(sources: Sources) -> Frame:
    """Lines credited to ads, with the cost of one piece."""
    costs = sources.table("products", "product_id", "cost_cents", key=["product_id"])
    return sources.built(ad_lines).join(costs, on="product_id", how="left")


def rated_plans(sources: Sources) -> Frame:
    """Ratings of plans for campaigns."""
    return reviewed(sources, "plan_innovation")


@measures("campaign_plan_attainment")
def campaign_plan_attainment() -> Finished:
    """Net sales credited to the campaign, over its plan."""
    sold, planned = {"net_cents": Plain("sum", "net_cents")}, {"plan_cents": Plain("sum", "plan_cents")}
    sales = Parts(campaign_lines, "net_cents", sums=sold, known_after="return_days")
    plan = Parts(campaign_plans, "plan_cents", sums=planned, known_after="return_days")
    return over(sales, plan, nothing_is_zero=True)


@measures("campaign_participation")
def campaign_participation() -> Finished:
    """Visitors who took part over people reached, once the campaign is over."""
    took_part = Parts(participants, "took_part", sums={"took_part": Plain("len")}, known_after=0)
    reached = Parts(audiences, "audience", sums={"audience": Plain("sum", "audience")}, known_after=0)
    return over(took_part, reached, nothing_is_zero=True)


@measures("campaign_roi")
def campaign_roi() -> Finished:
    """Additional gross margin less the cost of the campaign, over that cost."""
    return contribution(over_cost=True)


@measures("campaign_uplift")
def campaign_uplift() -> Finished:
    """What a customer with the campaign bought more than one without it."""
    return uplift(sales_in_arms)


@measures("plan_innovation_score")
def plan_innovation_score() -> Parts:
    """Mean of the ratings of plans that enough people rated."""
    return mean_rating(rated_plans)


@measures("impressions")
def impressions() -> Parts:
    """Times that an ad was shown."""
    return Parts(ad_events, "shown", rows=_SHOWN, sums={"shown": _SUMS["shown"]})


@measures("clicks")
def clicks() -> Parts:
    """Times that an ad was clicked."""
    return Parts(ad_events, "clicked", rows=_CLICKED, sums={"clicked": _SUMS["clicked"]})


@measures("ctr")
def ctr() -> Parts:
    """Clicks over impressions."""
    return Parts(ad_events, "clicked", "shown", rows={**_SHOWN, **_CLICKED}, sums=_SUMS)


@measures("ad_roas")
def ad_roas() -> Finished:
    """Revenue credited to the ads over what they cost."""
    return over(_revenue(), _cost(), nothing_is_zero=True)


@measures("ad_cost_ratio")
def ad_cost_ratio() -> Finished:
    """What the ads cost over the revenue credited to them."""
    return led_by(over(_cost(), _revenue()), "above")


@measures("ad_profit_roi")
def ad_profit_roi() -> Finished:
    """Gross margin credited to the ads less what they cost, over that cost."""
    rows = {"margin_cents": nw.col("net_cents") - nw.col("qty") * nw.col("cost_cents")}
    sums = {"margin_cents": Plain("sum", "margin_cents")}
    margin = Parts(costed_ad_lines, "margin_cents", rows=rows, sums=sums, known_after="credit_days")
    return over(margin, _cost(), less=_cost(), nothing_is_zero=True)


@measures("cost_per_acquisition")
def cost_per_acquisition() -> Finished:
    """What the ads cost over the orders credited to them."""
    orders = Parts(ad_orders, "orders", sums={"orders": Plain("len")}, known_after="credit_days")
    return led_by(over(_cost(), orders), "above")


@measures("follower_net_growth")
def follower_net_growth() -> Parts:
    """Followers gained less followers lost."""
    rows = {"net": nw.col("gained") - nw.col("lost")}
    return Parts(follower_days, "net", rows=rows, sums={"net": Plain("sum", "net")})


@measures("presale_signal")
def presale_signal() -> Parts:
    """Different visitors who put something aside."""
    rows = {"collector": nw.when(nw.col("type").is_in(_PUT_ASIDE)).then(nw.col("visitor_id"))}
    return Parts(events, "collectors", rows=rows, sums={"collectors": Plain("n_unique", "collector")})


def _cost() -> Parts:
    sums = {"cost_cents": Plain("sum", "cost_cents")}
    return Parts(campaign_costs, "cost_cents", sums=sums, known_after="credit_days")


def _revenue() -> Parts:
    sums = {"paid_cents": Plain("sum", "paid_cents")}
    return Parts(ad_orders, "paid_cents", sums=sums, known_after="credit_days")
