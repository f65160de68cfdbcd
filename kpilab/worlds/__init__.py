"""Synthetic merchants, drawn from a seed: the same seed gives the same tables, to the byte."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kpilab.errors import DataError, UnknownName
from kpilab.i18n import _
from kpilab.worlds.layout import Layout
from kpilab.worlds.story import Story

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BLOCK", "MERCHANTS", "SEEDS", "STANDARD_SEED", "build", "layout", "stories", "write"]

MERCHANTS = ("retail_chain",)
STANDARD_SEED = 17083
"""Tried out until Riverside's spring of 2025 came to what chapter 4 tells of it: 84, 80 and 78 % satisfied."""
SEEDS = {"retail_chain": STANDARD_SEED}
"""The seed of each merchant's standard data."""
BLOCK = 1_000_000_000
"""Numbers of a block of larger data begin after this many: block 2 numbers its orders from 2,000,000,001."""


def _module(name: str) -> object:
    if name not in MERCHANTS:
        raise UnknownName(_("merchant"), name, MERCHANTS)
    return import_module(f"kpilab.worlds.{name}")


def layout(name: str) -> Layout:
    """The tables of that merchant, column by column.

    >>> layout("retail_chain").table("returns").key
    ('return_id',)
    """
    found: Layout = _module(name).LAYOUT  # type: ignore[attr-defined]
    return found


def stories(name: str) -> tuple[Story, ...]:
    """What has been planted in that merchant's data.

    >>> stories("retail_chain")[0].shown_by
    'csat_top2'
    """
    found: tuple[Story, ...] = _module(name).STORIES  # type: ignore[attr-defined]
    return found


def build(
    name: str, *, seed: int | None = None, stories: Iterable[str] | None = None, scale: float = 1.0
) -> dict[str, pd.DataFrame]:
    """The merchant's tables by name, in the layout's order; money in whole cents.

    `seed` is a whole number from 0; None is the seed of the standard data. `stories` are the ids
    of the stories to plant: all for None, none for (). `scale` thins out orders, members, visitors
    and answers (above 0 and up to 1); stores, products and days stay. Raises `UnknownName` for a merchant or story that does not
    exist and `DataError` for a seed or scale out of range.
    """
    module = _module(name)
    seed = SEEDS[name] if seed is None else seed
    if seed < 0 or not 0 < scale <= 1:
        raise DataError(
            _("No data for seed {seed} at scale {scale}: the seed is 0 or more, the scale above 0 and up to 1.").format(
                seed=seed, scale=scale
            )
        )
    found: dict[str, pd.DataFrame] = module.tables(seed, stories=stories, scale=scale)  # type: ignore[attr-defined]
    return found


def write(tables: Mapping[str, pd.DataFrame], folder: Path, *, name: str = "retail_chain") -> tuple[Path, ...]:
    """Write each table as a CSV file into `folder` and return the files, in the layout's order."""
    from kpilab.worlds.frames import csv_bytes

    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for table in layout(name).tables:
        file = folder / f"{table.name}.csv"
        file.write_bytes(csv_bytes(table, tables[table.name]))
        files.append(file)
    return tuple(files)
