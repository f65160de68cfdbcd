"""Rival definitions side by side: one name, several numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan
from typing import Any

import pandas as pd

from kpilab.catalogue import KPI, kpi
from kpilab.errors import KpilabError
from kpilab.i18n import _
from kpilab.metrics.divisors import divides_by
from kpilab.metrics.engine import measure

__all__ = ["rivals"]

_COLUMNS = ["kpi", "name", "value", "numerator", "denominator", "divides_by", "formula", "why_missing"]


def rivals(kpi_id: str, data: Mapping[str, Any], *, by: str | Sequence[str] = (), **asked: Any) -> pd.DataFrame:
    """The KPI and its rivals in the catalogue on the same data: what each comes to, and what each divides by.

    Columns are those of `by`, then kpi, name, value, numerator, denominator, divides_by (what stands
    below the line, in words; empty where nothing does), formula in words, and why_missing: what
    keeps a rival from being measured here. Further words go to `measure`.

    Raises what `measure` raises for the KPI itself.

    >>> orders = pd.DataFrame({
    ...     "order_id": [1, 2, 3],
    ...     "paid_at": pd.to_datetime(["2025-05-02", "2025-05-03", "2025-05-04"]),
    ...     "customer_id": ["C1", "C1", "C2"],
    ...     "paid_cents": [1000, 2000, 3000],
    ... })
    >>> rivals("spend_per_buyer", {"orders": orders})[["kpi", "value", "denominator", "divides_by"]].head(2)
                   kpi  value  denominator    divides_by
    0  spend_per_buyer   30.0          2.0  known buyers
    1  avg_order_value   20.0          3.0   paid orders
    """
    entry = kpi(kpi_id)
    keys = [by] if isinstance(by, str) else list(by)
    names = dict.fromkeys([entry.id, *entry.rivals])
    pieces = [_measured(kpi(name), data, keys, asked, needed=name == entry.id) for name in names]
    found = pd.concat([piece.dropna(axis="columns", how="all") for piece in pieces], ignore_index=True)
    return found.reindex(columns=[*keys, *_COLUMNS])


def _measured(
    entry: KPI, data: Mapping[str, Any], keys: Sequence[str], asked: Mapping[str, Any], *, needed: bool
) -> pd.DataFrame:
    """One KPI's lines; what these data cannot tell of a rival is a part of the answer."""
    words = {"name": entry.title, "formula": _(entry.formula)}
    try:
        found = measure(entry.id, data, by=keys, **asked)
    except KpilabError as error:
        if needed:
            raise
        return pd.DataFrame({"kpi": [entry.id], "value": [nan], **words, "why_missing": str(error)})
    return found.assign(**words, divides_by=divides_by(entry.id))
