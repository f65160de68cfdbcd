"""The ledger: what was spent by cost line, beside the sales and the budget of the same days."""

from __future__ import annotations

from collections.abc import Sequence

import narwhals as nw

from kpilab.metrics.aggregation import Frame, Plain
from kpilab.metrics.engines import date_number, number_of
from kpilab.metrics.parts import Parts
from kpilab.metrics.sources import Sources

__all__ = ["budget_to_date", "budgeted_lines", "ledger_lines", "spent_but_on", "spent_on"]

_BOOKED = ("ledger", "day")
_MAY_BE_HELD = ("store_id", "channel", "phase", "campaign_id")


def ledger_lines(sources: Sources) -> Frame:
    """What was booked, on the day it counts for."""
    held = sources.held("ledger", *_MAY_BE_HELD)
    ledger = sources.table("ledger", "day", "cost_line", "amount_cents", *held)
    return ledger.with_columns(nw.col("day").dt.truncate("1d"))


def budgeted_lines(sources: Sources) -> Frame:
    """What was booked on cost lines that have a budget; by cost line, all of it, so that any spend is named."""
    booked = sources.built(ledger_lines)
    if "cost_line" in sources.dims:
        return booked
    lines = sources.table("budget", "cost_line").filter(~nw.col("cost_line").is_null()).unique()
    return booked.filter(~nw.col("cost_line").is_null()).join(lines, on="cost_line", how="inner")


def budget_to_date(sources: Sources) -> Frame:
    """The budget of the days up to the last one that the ledger covers."""
    held = sources.held("budget", "store_id", "channel", "campaign_id")
    key = ["cost_line", "phase", "day", *held]
    budget = sources.table("budget", *key, "amount_cents", key=key)
    gone = date_number("day") <= number_of(sources.last_day(_BOOKED))
    return budget.with_columns(nw.col("day").dt.truncate("1d")).filter(gone)


def spent_on(*lines: str) -> Parts:
    """What was booked on these cost lines."""
    return _spent(nw.when(_among(lines)).then(nw.col("amount_cents")).otherwise(0))


def spent_but_on(*lines: str) -> Parts:
    """What was booked on all cost lines but these."""
    return _spent(nw.when(_among(lines)).then(0).otherwise(nw.col("amount_cents")))


def _among(lines: Sequence[str]) -> nw.Expr:
    return nw.col("cost_line").is_in(list(lines)).fill_null(False)


def _spent(amount: nw.Expr) -> Parts:
    sums = {"spent_cents": Plain("sum", "spent_cents")}
    return Parts(ledger_lines, "spent_cents", rows={"spent_cents": amount}, sums=sums)
