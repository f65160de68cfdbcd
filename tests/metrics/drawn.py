"""A half year of every table that a KPI reads, drawn by a seed, and the loops that its numbers must agree with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import pandas as pd

from kpilab.catalogue import kpi
from kpilab.metrics import measured

Tables = dict[str, pd.DataFrame]
Rows = Mapping[str, list[dict[str, Any]]]
Loop = Callable[[Rows, Callable[[Any], str]], Mapping[str, float]]

_HERE = Path(__file__).parent


def _modules(prefix: str) -> list[Any]:
    return [import_module(path.stem) for path in sorted(_HERE.glob(f"{prefix}_*.py"))]


@cache
def drawn(seed: int) -> Tables:
    """The tables of all families for one seed."""
    found: Tables = {}
    for module in _modules("tables"):
        for name, table in module.tables(np.random.default_rng([seed, crc32(module.__name__.encode())])).items():
            assert name not in found, f"{module.__name__} draws {name} once more"
            found[name] = table
    return found


@cache
def loops() -> Mapping[str, Loop]:
    """For each KPI a calculation in plain Python, written from the catalogue's words."""
    return {name: loop for module in _modules("brute") for name, loop in module.BRUTE.items()}


def as_rows(tables: Tables) -> Rows:
    """The tables as plain records; what is not known is None."""
    return {name: table.astype(object).where(table.notna(), None).to_dict("records") for name, table in tables.items()}


def month(day: Any) -> str:
    """The month of a date or moment, as measure writes it."""
    return f"{day:%Y-%m}"


def measurable(tables: Tables) -> list[str]:
    """The KPIs whose tables and columns are all there."""
    return [
        name
        for name in measured()
        if all(table in tables and set(columns) <= set(tables[table]) for table, columns in kpi(name).needs.items())
    ]
