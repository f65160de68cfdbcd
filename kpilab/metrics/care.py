"""Customers in a seller's care, and which of them heard from the seller."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw
import pandas as pd

from kpilab.metrics.aggregation import Frame
from kpilab.metrics.finishing import Finished, side_by_side
from kpilab.metrics.parts import PERIOD, Parts, Plain, keys_of
from kpilab.metrics.periods import start_after
from kpilab.metrics.sources import Sources
from kpilab.metrics.spans import each_day

__all__ = ["contact_coverage"]

_VISITS = ("visits", "ts")
_NO_CONTACT = ("no_answer", "not_reached")


def assigned(sources: Sources) -> Frame:
    """Customers in a seller's care, from the day of assignment to the eve of release, on the day of assignment."""
    columns = ("customer_id", "staff_id", "assigned_on", "released_on")
    accounts = sources.table("accounts", *columns, key=["customer_id", "staff_id", "assigned_on"])
    began, ended = (nw.col(name).dt.truncate("1d") for name in ("assigned_on", "released_on"))
    found = accounts.with_columns(began.alias("day"), began.alias("from_on"), ended.dt.offset_by("-1d").alias("to_on"))
    return found.drop("assigned_on", "released_on")


def contacts(sources: Sources) -> Frame:
    """Contacts that a seller had with a customer in their care, each with the span of care."""
    visits = sources.table("visits", "visit_id", "customer_id", "staff_id", "ts", "outcome", key=["visit_id"])
    reached = visits.filter(~nw.col("outcome").is_null() & ~nw.col("outcome").is_in(_NO_CONTACT))
    known = reached.filter(~nw.col("customer_id").is_null() & ~nw.col("staff_id").is_null())
    both = known.join(sources.built(assigned).drop("day"), on=["customer_id", "staff_id"], how="inner")
    dated = both.with_columns(
        nw.col("ts").dt.truncate("1d").alias("day"),
        nw.col("staff_id").alias("seller"),
        nw.col("customer_id").alias("contacted"),
    )
    still = nw.col("to_on").is_null() | (nw.col("day") <= nw.col("to_on"))
    return dated.filter((nw.col("day") >= nw.col("from_on")) & still)


def contact_coverage() -> Finished:
    """Days of care of the customers who heard from their seller in the period, over all days of care."""
    spans = ("from_on", "to_on")
    rows = {"accounts": Plain("len")}
    parts = {
        "assigned": Parts(assigned, "accounts", sums=rows, within=spans, history=True),
        "contacted": Parts(contacts, "accounts", sums=rows, within=(*spans, "seller", "contacted")),
    }

    def finish(found: Mapping[str, pd.DataFrame], sources: Sources) -> pd.DataFrame:
        keys = keys_of(sources)
        cared = _days_of_care(found["assigned"].drop(columns=PERIOD, errors="ignore"), sources)
        heard = _days_of_care(found["contacted"].assign(accounts=1).rename(columns={PERIOD: "contact_in"}), sources)
        lines = side_by_side({"all": cared, "heard": heard.rename(columns={"days": "heard"})}, keys)
        above, below = lines["heard"].fillna(0).where(lines["days"].gt(0)), lines["days"]
        if sources.period:
            over = start_after(sources.period, sources.last_day(_VISITS) + pd.Timedelta(days=1), 0)
            above = above.where(lines[PERIOD].lt(over))
        return lines[keys].assign(value=above / below.where(below.gt(0)), numerator=above, denominator=below)

    return Finished(parts, finish, "days")


def _days_of_care(spans: pd.DataFrame, sources: Sources) -> pd.DataFrame:
    """The keys, and in `days` the days of care since the first contact that the data know."""
    keys = keys_of(sources)
    days = each_day(
        spans,
        sources,
        sources.ends(_VISITS)[0],
        sources.last_day(_VISITS),
        within="contact_in" if "contact_in" in spans else "",
    )
    if not keys:
        return pd.DataFrame({"days": [days["accounts"].astype(float).sum()]})
    return days.groupby(keys, dropna=False)["accounts"].sum().rename("days").reset_index()
