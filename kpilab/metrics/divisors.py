"""What a KPI divides by, in words that are read: the names of the parts themselves are for the code."""

from __future__ import annotations

from collections.abc import Mapping

from kpilab.i18n import N_, _
from kpilab.metrics.registry import parts_of

__all__ = ["divides_by"]

_WORDS: Mapping[str, str] = {
    "amount_cents": N_("budget to date"),
    "answers": N_("valid answers"),
    "arrived": N_("invitations that arrived"),
    "audience": N_("people reached"),
    "audited": N_("deals audited"),
    "bought_before": N_("known buyers of the window before"),
    "buyers": N_("known buyers"),
    "carts": N_("carts created"),
    "checked": N_("documents checked"),
    "closed": N_("deals closed, won or lost"),
    "cohort": N_("new customers of the period"),
    "conversations": N_("conversations scored"),
    "cost_cents": N_("what the campaigns cost"),
    "counts": N_("product-days counted"),
    "customers": N_("all customers of the period"),
    "cycle_days": N_("days of the sales cycle"),
    "days": N_("days of care"),
    "due": N_("what was due"),
    "enrolled": N_("people enrolled"),
    "full_time_jobs": N_("full-time jobs in selling"),
    "in_view": N_("times a card was in view"),
    "leads": N_("leads created"),
    "listed_cents": N_("paid amount plus discounts"),
    "looked_for": N_("behaviours looked for"),
    "made": N_("recommendations made"),
    "mean": N_("mean visitors of the competitors"),
    "net_cents": N_("net sales"),
    "new": N_("new customers"),
    "norm": N_("plan for net sales"),
    "offered": N_("contacts offered"),
    "on_sale": N_("products on sale"),
    "ordered": N_("units ordered"),
    "orders": N_("paid orders"),
    "orders_in_lines": N_("paid orders"),
    "paid_cents": N_("revenue credited to the ads"),
    "places": N_("places counted"),
    "plan_cents": N_("plan of the campaign"),
    "planned": N_("what was planned"),
    "possible": N_("points possible"),
    "present": N_("weight of the rows with a result"),
    "ratings": N_("ratings that count"),
    "reached": N_("steps reached"),
    "readers": N_("distinct readers"),
    "reads": N_("reads"),
    "required": N_("required cells"),
    "rows": N_("rows with a result"),
    "sampled": N_("fields sampled"),
    "searches": N_("searches"),
    "served_seen": N_("customers served"),
    "shown": N_("impressions"),
    "start": N_("customers active at the start"),
    "stock": N_("average stock at cost"),
    "tickets": N_("tickets opened"),
    "to_gain": N_("points still to gain"),
    "total_cents": N_("sales of the whole market"),
    "units": N_("units sold"),
    "value_cents": N_("stock at cost"),
    "viewed": N_("visitors who viewed the product's page"),
    "views": N_("page views"),
    "visitor_days": N_("visitors of each day"),
    "visitors": N_("distinct visitors"),
    "visits": N_("visits"),
}
_ELSEWHERE: Mapping[str, str] = {
    "campaign_uplift": N_("customers with the campaign"),
    "cost_per_acquisition": N_("orders credited to the ads"),
    "days_of_inventory": N_("cost of the goods sold in a day"),
    "plan_pace": N_("plan expected by this day"),
    "repeat_order_share": N_("orders of known buyers"),
    "sales_growth_rate": N_("net sales of the base"),
    "sell_through_rate": N_("opening stock plus units received"),
}
"""KPIs in which a part means something else than it mostly does."""


def divides_by(kpi_id: str) -> str | None:
    """What stands below the line of a KPI, in the language in use; nothing where it is no fraction.

    >>> divides_by("spend_per_buyer"), divides_by("order_count")
    ('known buyers', None)
    """
    part = parts_of(kpi_id).denominator
    return None if part is None else _(_ELSEWHERE.get(kpi_id) or _WORDS[part])
