"""Synthetic merchants, drawn from a seed: the same seed gives the same tables, to the byte."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kpilab.errors import UnknownName
from kpilab.i18n import _
from kpilab.worlds.layout import Layout
from kpilab.worlds.story import Story

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "BLOCK",
    "MERCHANTS",
    "MOST_SCALE",
    "SEEDS",
    "STANDARD_SEED",
    "build",
    "draw_block",
    "kept_files",
    "layout",
    "stories",
    "write",
]

MERCHANTS = ("retail_chain", "online_shop", "small_shop", "hotel", "sales_team", "manufacturer")
STANDARD_SEED = 17083
"""Tried out until Riverside's spring of 2025 came to what chapter 4 tells of it: 84, 80 and 78 % satisfied."""
SEEDS = {
    "retail_chain": STANDARD_SEED,
    "online_shop": 11,
    "small_shop": 20,
    "hotel": 113,
    "sales_team": 44,
    "manufacturer": 207,
}
"""The seed of each merchant's standard data."""
MOST_SCALE = 5.0
"""How much one block of larger data holds: block 0 up to five times the standard data, block 1 the next five."""
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

    `seed` is a whole number from 0; None is the seed of the standard data. `stories` are the ids of the
    stories to plant: all for None, none for (). `scale` says how much happens: 0.1 thins out orders, members and
    answers to a tenth, 20 draws twenty times as much. All of it lies in memory here; `kpilab.worlds.streaming`
    draws and writes any size block by block. Raises `UnknownName` for a merchant or story that does not exist and
    `DataError` for a seed or scale out of range.
    """
    from kpilab.worlds.streaming import blocks, together

    return together(layout(name), blocks(name, seed=seed, stories=stories, scale=scale))


def draw_block(
    name: str, *, seed: int, stories: Iterable[str] | None = None, scale: float = 1.0, block: int = 0
) -> dict[str, pd.DataFrame]:
    """The tables of one block of a merchant, with nothing left out: `scale` is above 0 and up to `MOST_SCALE`."""
    found: dict[str, pd.DataFrame] = _module(name).tables(  # type: ignore[attr-defined]
        seed, stories=stories, scale=scale, block=block
    )
    return found


def kept_files(name: str, *, seed: int | None = None) -> dict[str, bytes]:
    """The files that this merchant keeps by hand beside its tables, by name; none for most.

    >>> sorted(kept_files("small_shop"))
    ['notebook.csv', 'shop_book.xlsx']
    """
    draw = getattr(_module(name), "kept_files", None)
    return dict(draw(SEEDS[name] if seed is None else seed)) if draw else {}


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
