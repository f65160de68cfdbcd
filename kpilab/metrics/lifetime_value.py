"""What a customer will bring: the margin of a period, carried on for as long as customers stay."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import pandas as pd

from kpilab.metrics.active_customers import MOVES, standing
from kpilab.metrics.aggregation import Frame
from kpilab.metrics.finishing import Finished
from kpilab.metrics.margins import sold_margins
from kpilab.metrics.parts import Parts, Plain, keys_of
from kpilab.metrics.sources import Sources

__all__ = ["lifetime_value"]

_MONTHS = {"day": 12 / 365.25, "week": 84 / 365.25, "month": 1, "quarter": 3, "year": 12}


def member_margins(sources: Sources) -> Frame:
    """Paid lines of known customers, with their margin."""
    return sources.built(sold_margins).filter(~nw.col("customer_id").is_null())


def lifetime_value() -> Finished:
    """Margin a customer in the period, times the sum over the horizon of retention to the power of t, discounted."""
    margin = Parts(member_margins, "margin_cents", sums={"margin_cents": Plain("sum", "margin_cents")})

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        keys = keys_of(sources)
        lines = standing(found["moves"], sources).merge(found["margin"], on=keys, how="left", indicator="booked")
        earned = lines["margin_cents"].mask(lines["booked"].eq("left_only"), 0.0)
        retention = (lines["start"] - lines["left"]) / lines["start"].where(lines["start"].gt(0))
        customers = lines["end"] + lines["left"] + lines["passed"]
        expected = earned * _payments(retention, sources)
        value = expected / customers.where(customers.gt(0))
        return lines[keys].assign(value=value, numerator=expected, denominator=customers)

    return Finished({"moves": MOVES, "margin": margin}, finish, "customers", windowed=True)


def _payments(retention: pd.Series[float], sources: Sources) -> pd.Series[float]:
    """How many payments of today the horizon is worth: the first in full, later ones by their chance, discounted."""
    months = _MONTHS[str(sources.period)]
    count = max(round(sources.settings["horizon_months"] / months), 1)
    kept = retention / (1 + sources.settings["yearly_discount"]) ** (months / 12)
    worth: pd.Series[float] = kept.mask(kept.notna(), 1.0)
    for _later in range(count - 1):
        worth = worth * kept + 1
    return worth
