"""Tables of a few rows, and one value or line of what is measured on them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from kpilab.metrics import measure

Tables = dict[str, pd.DataFrame]
END = date(2025, 6, 30)


def table(columns: str, *rows: tuple[object, ...]) -> pd.DataFrame:
    """A table with times as times."""
    frame = pd.DataFrame(rows, columns=columns.split())
    for name in frame.columns:
        if name in ("day", "ts") or name.endswith(("_at", "_on")):
            frame[name] = pd.to_datetime(frame[name], format="ISO8601")
    return frame


def line(kpi: str, data: Tables, month: str = "2025-05", **options: Any) -> tuple[float, float]:
    """Numerator and denominator of a month."""
    found = measure(kpi, data, by="month", until=options.pop("until", END), **options).set_index("month").loc[month]
    return found["numerator"], found["denominator"]


def value(kpi: str, data: Tables, month: str = "2025-05", **options: Any) -> float:
    """The value of a month; missing where the month does not come up."""
    found = measure(kpi, data, by="month", until=options.pop("until", END), **options).set_index("month")["value"]
    return float(found.get(month, float("nan")))


def missing(kpi: str, data: Tables, month: str = "2025-05", **options: Any) -> bool:
    """Whether there is no value for a month."""
    return pd.isna(value(kpi, data, month, **options))
