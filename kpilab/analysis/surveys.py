"""Asking customers: what a number of answers can and cannot say. The index of all survey functions.

Normal quantiles come from the standard library. The formulas are a line or two each: SciPy and
statsmodels would be heavy for them.
"""

from __future__ import annotations

from kpilab.analysis.net_promoter import Nps, needed_for_nps, nps, nps_of
from kpilab.analysis.survey_changes import Difference, change_margin, difference
from kpilab.analysis.survey_drivers import Drivers, alpha, drivers
from kpilab.analysis.survey_shares import (
    Bounds,
    SampleSize,
    Share,
    bounds,
    sample_size,
    share_interval,
    wilson,
)
from kpilab.analysis.survey_weights import Weighted, counted, weighted

__all__ = [
    "Bounds",
    "Difference",
    "Drivers",
    "Nps",
    "SampleSize",
    "Share",
    "Weighted",
    "alpha",
    "bounds",
    "change_margin",
    "counted",
    "difference",
    "drivers",
    "needed_for_nps",
    "nps",
    "nps_of",
    "sample_size",
    "share_interval",
    "weighted",
    "wilson",
]
