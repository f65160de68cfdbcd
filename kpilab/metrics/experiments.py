"""Experiments: what customers with a campaign bought, beside those whom the lot left without it."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import pandas as pd

from kpilab.metrics.aggregation import Frame, Plain
from kpilab.metrics.campaigns import campaign_costs, runs
from kpilab.metrics.engines import day_count
from kpilab.metrics.finishing import Finished, summed
from kpilab.metrics.parts import Parts, keys_of, paid_orders
from kpilab.metrics.sources import Builder, Sources
from kpilab.metrics.stock import margin_lines

__all__ = ["contribution", "margin_in_arms", "sales_in_arms", "uplift"]

_WITH, _WITHOUT = "with", "without"


def sales_in_arms(sources: Sources) -> Frame:
    """The customers of each campaign's two arms, and what they paid in its window."""
    orders = sources.built(paid_orders).with_columns(nw.col("paid_cents").alias("amount_cents"))
    return _in_arms(sources, orders)


def margin_in_arms(sources: Sources) -> Frame:
    """The customers of each campaign's two arms, and the gross margin they left in its window, refunds taken off."""
    return _in_arms(sources, sources.built(margin_lines).with_columns(nw.col("margin_cents").alias("amount_cents")))


def uplift(table: Builder) -> Finished:
    """What a customer with the campaign bought more than one without it; several campaigns by their customers."""

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        keys = keys_of(sources)
        lines = summed(_additional(found["arms"], sources), keys, ["extra", "customers"])
        return lines[keys].assign(
            value=lines["extra"] / lines["customers"], numerator=lines["extra"], denominator=lines["customers"]
        )

    return Finished({"arms": _arms(table)}, finish, "customers", adds_up=True)


def contribution(*, over_cost: bool) -> Finished:
    """Additional margin less the cost of the campaigns that have a comparison; `over_cost`, divided by that cost."""
    costs = {"cost_cents": Plain("sum", "cost_cents")}
    cost = Parts(campaign_costs, "cost_cents", sums=costs, within=("run",), known_after="after_days")

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        keys = keys_of(sources)
        both = _additional(found["arms"], sources).merge(found["costs"], on=[*keys, "run"], how="left")
        lines = summed(both, keys, ["extra", "cost_cents"])
        left, cost_below = lines["extra"] - lines["cost_cents"], lines["cost_cents"]
        if not over_cost:
            return lines[keys].assign(value=left, numerator=left)
        value = left / cost_below.where(cost_below.gt(0))
        return lines[keys].assign(value=value, numerator=left, denominator=cost_below)

    parts = {"arms": _arms(margin_in_arms), "costs": cost}
    return Finished(parts, finish, "cost_cents" if over_cost else None, adds_up=True)


def _arms(table: Builder) -> Parts:
    """Amount and customers of each campaign and arm, known once the days after the campaign are over."""
    sums = {"amount_cents": Plain("sum", "amount_cents"), "customers": Plain("sum", "customers")}
    return Parts(table, "amount_cents", sums=sums, within=("run", "arm_of_run"), known_after="after_days")


def _additional(found: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    """By key and `run`: what those with the campaign bought more than as many without it, and how many they were.

    A campaign that has nobody in one of its arms is left out.
    """
    keys = [*keys_of(sources), "run"]
    mean = found["amount_cents"] / found["customers"].where(found["customers"].gt(0))
    each = found.assign(mean=mean)[[*keys, "arm_of_run", "mean", "customers"]]
    treated = each[each["arm_of_run"].eq(_WITH)].drop(columns="arm_of_run")
    control = each[each["arm_of_run"].eq(_WITHOUT)].drop(columns=["arm_of_run", "customers"])
    both = treated.merge(control, on=keys, suffixes=("", "_without"))
    return both.assign(extra=(both["mean"] - both["mean_without"]) * both["customers"])[[*keys, "extra", "customers"]]


def _in_arms(sources: Sources, amounts: Frame) -> Frame:
    members = sources.table("experiments", "campaign_id", "customer_id", "arm", key=["campaign_id", "customer_id"])
    known = members.filter(nw.col("arm").is_in([_WITH, _WITHOUT]) & ~nw.col("customer_id").is_null())
    people = known.join(sources.built(runs), on="campaign_id", how="inner").with_columns(
        nw.col("campaign_id").alias("run"), nw.col("arm").alias("arm_of_run")
    )
    bought = amounts.filter(~nw.col("customer_id").is_null()).select("customer_id", "day", "amount_cents")
    spent = people.join(bought, on="customer_id", how="inner").with_columns(
        (day_count("day") - day_count("starts_on")).alias("_place"),
        (day_count("stops_on") - day_count("starts_on") + 1 + sources.days("after_days")).alias("_length"),
    )
    inside = (nw.col("_place") >= 0) & (nw.col("_place") < nw.col("_length"))
    pieces = [_row(spent.filter(inside), nw.col("amount_cents"), 0), _row(people, nw.lit(0), 1)]
    if sources.days("less_before"):
        before = (nw.col("_place") < 0) & (nw.col("_place") >= -nw.col("_length"))
        pieces.append(_row(spent.filter(before), -nw.col("amount_cents"), 0))
    return nw.concat(pieces, how="vertical")


def _row(frame: Frame, amount: nw.Expr, customers: int) -> Frame:
    return frame.with_columns(
        nw.col("stops_on").alias("day"),
        amount.cast(nw.Float64).alias("amount_cents"),
        nw.lit(customers).cast(nw.Int64).alias("customers"),
    ).select("campaign_id", "customer_id", "run", "arm_of_run", "day", "amount_cents", "customers")
