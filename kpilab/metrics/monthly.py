"""Tables that know months only: the plan for net sales, and the sales of the whole market."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from kpilab.metrics.aggregation import Frame
from kpilab.metrics.engines import settled
from kpilab.metrics.parts import booked_lines, with_period
from kpilab.metrics.sources import Sources

__all__ = ["market_totals", "planned_sales", "plans_ahead", "sales_in_market", "whole_months"]

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def month_plans(sources: Sources) -> Frame:
    """The plan for net sales, on the first day of its month."""
    columns = [*sources.held("plans", "store_id"), "month", "kpi"]
    plans = sources.table("plans", *columns, "norm", key=columns)
    return _dated(plans.filter(nw.col("kpi") == "net_sales").drop("kpi"), "plans")


def plans_ahead(sources: Sources) -> Frame:
    """The plan for net sales, those for months to come too, with its period."""
    return with_period(sources, sources.narrowed(sources.built(month_plans), periods=False, ahead=True))


def planned_sales(sources: Sources) -> Frame:
    """The plan for net sales; by week or by day there is none."""
    return _of_months(sources, sources.built(month_plans))


def market_totals(sources: Sources) -> Frame:
    """Sales of the whole market by category, on the first day of the month; by week or by day there are none."""
    totals = sources.table("market", "month", "category", "total_cents", key=["month", "category"])
    known = totals.filter(~nw.col("category").is_null() & ~nw.col("total_cents").is_null())
    return _of_months(sources, _dated(known, "market"))


def sales_in_market(sources: Sources) -> Frame:
    """Booked lines of the categories and months for which there is a figure of the market."""
    categories = sources.table("products", "product_id", "category", key=["product_id"])
    known = sources.built(market_totals).with_columns(_month_number()).select("category", "_month")
    sold = sources.built(booked_lines).join(categories, on="product_id", how="inner")
    return (
        sold.filter(~nw.col("category").is_null()).with_columns(_month_number()).join(known, on=["category", "_month"])
    )


def whole_months(amounts: pd.DataFrame, column: str, sources: Sources) -> pd.DataFrame:
    """The amounts, missing for a quarter or year of which a month is lacking (`months` counts them)."""
    lacking = amounts["months"].lt(_MONTHS.get(str(sources.period), 0))
    return amounts.assign(**{column: amounts[column].mask(lacking)})


def _dated(frame: Frame, table: str) -> Frame:
    """The first day of the `month`, written 2025-05, as `day`."""
    return settled(frame.with_columns(nw.concat_str([nw.col("month"), nw.lit("-01")]).alias("day")), table)


def _of_months(sources: Sources, frame: Frame) -> Frame:
    return frame if sources.period in (None, *_MONTHS) else frame.filter(nw.col("day").is_null())


def _month_number() -> nw.Expr:
    when = nw.col("day").dt
    return (when.year().cast(nw.Int64) * 100 + when.month().cast(nw.Int64)).alias("_month")
