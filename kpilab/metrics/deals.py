"""Deals: opportunities on the day they were won or lost, and the pipeline of those that are open."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import pandas as pd

from kpilab.metrics.aggregation import Frame
from kpilab.metrics.engines import day_count
from kpilab.metrics.finishing import balances, quantile_of, side_by_side
from kpilab.metrics.parts import PERIOD, keys_of
from kpilab.metrics.sources import Sources

__all__ = ["closed_deals", "pipeline_flows", "speed", "won_deals"]

_CLOSED_AT = ("opportunities", "closed_at")
_MAY_BE_HELD = (
    "store_id",
    "staff_id",
    "customer_id",
    "source",
    "channel",
    "campaign_id",
    "value_cents",
    "qualified_at",
)


def closed_deals(sources: Sources) -> Frame:
    """Opportunities that were won or lost, on the day they were closed, with `won` 1 or 0."""
    closed = _opportunities(sources).filter(_is_closed())
    won = (nw.col("stage") == "won").cast(nw.Int64)
    return closed.with_columns(nw.col("closed_at").dt.truncate("1d").alias("day"), won.alias("won"))


def won_deals(sources: Sources) -> Frame:
    """Deals won, with `cycle_days` from creation to win; a win dated before its creation is an error and left out."""
    won = sources.built(closed_deals).filter((nw.col("won") == 1) & ~nw.col("created_at").is_null())
    days = day_count("closed_at") - day_count("created_at")
    return won.with_columns(days.alias("cycle_days")).filter(nw.col("cycle_days") >= 0)


def pipeline_flows(sources: Sources) -> Frame:
    """A row with `flow` 1 on the day an opportunity is qualified, and one with -1 on the day it is closed."""
    qualified = _opportunities(sources).filter(~nw.col("qualified_at").is_null())
    closed = qualified.filter(_is_closed())
    at_once = closed.filter(nw.col("closed_at") < nw.col("qualified_at")).select("opportunity_id")
    came = qualified.with_columns(nw.col("qualified_at").dt.truncate("1d").alias("day"), nw.lit(1).alias("flow"))
    went = closed.with_columns(nw.col("closed_at").dt.truncate("1d").alias("day"), nw.lit(-1).alias("flow"))
    return nw.concat([came, went], how="vertical").join(at_once, on="opportunity_id", how="anti")


def speed(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
    """Open opportunities times what a closed deal brought, over the cycle in days."""
    keys = keys_of(sources)
    pipeline = balances(found["flows"], "flow", sources, known_by=_CLOSED_AT)[[*keys, "closing"]]
    cycle = quantile_of(found["cycles"], "cycle_days", 0.5, keys)[[*keys, "value"]]
    closed = found["closed"]
    lines = side_by_side({"pipeline": pipeline, "cycle": cycle, "closed": closed}, keys)
    waiting = lines["closing"]
    covered = lines[PERIOD].le(sources.last_day(_CLOSED_AT)) if sources.period else waiting.isna()
    waiting = waiting.mask(waiting.isna() & covered, 0.0)
    return lines[keys].assign(
        numerator=waiting * lines["won_cents"] / lines["deals"].where(lines["deals"].gt(0)),
        denominator=lines["value"],
        value=lambda line: line["numerator"] / line["denominator"].where(line["denominator"].gt(0)),
    )


def _opportunities(sources: Sources) -> Frame:
    held = sources.held("opportunities", *_MAY_BE_HELD)
    columns = "opportunity_id", "created_at", "closed_at", "stage"
    return sources.table("opportunities", *columns, *held, key=["opportunity_id"])


def _is_closed() -> nw.Expr:
    return nw.col("stage").is_in(["won", "lost"]) & ~nw.col("closed_at").is_null()
