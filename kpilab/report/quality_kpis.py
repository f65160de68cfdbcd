"""Data quality measured as the catalogue's KPIs, from what `quality` found."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kpilab.data.quality import Quality
from kpilab.data.quality.audits import accuracy_audits, completeness_audits, timeliness_reports
from kpilab.metrics import measure

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["quality_kpis"]


def quality_kpis(result: Quality, *, day: date, audited: Quality | None = None) -> pd.DataFrame:
    """data_completeness and report_timeliness of the data, looked at on `day`; data_accuracy where they were audited.

    One row a KPI with its value, numerator and denominator; missing where nothing was required, recorded or audited.
    The first two are the scores of completeness and, where no record was said to be late, of timeliness.

    >>> import pandas as pd
    >>> from kpilab.data.quality import quality
    >>> book = pd.DataFrame({"no": [1, 2, 3, 4, 5], "item": ["tea", "tea", "cup", None, "pot"]})
    >>> kpis = quality_kpis(quality(book), day=date(2025, 6, 1))
    >>> kpis.set_index("kpi")["value"].to_dict()
    {'data_completeness': 0.9, 'report_timeliness': nan}
    """
    import pandas as pd

    parts = [measure("data_completeness", completeness_audits(result, day=day), until=day)]
    if audited is not None:
        parts.append(measure("data_accuracy", accuracy_audits(result, audited, day=day), until=day))
    reports = timeliness_reports(result)
    last = reports["reports"]["due_at"].max()
    parts.append(measure("report_timeliness", reports, until=day if pd.isna(last) else last.date()))
    return pd.concat(
        [one.astype({"numerator": "float64", "denominator": "float64"}) for one in parts], ignore_index=True
    )
