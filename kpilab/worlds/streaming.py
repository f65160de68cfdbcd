"""Data of any size, block after block: never more than one block of a merchant is in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import ceil, isfinite
from typing import TYPE_CHECKING

from kpilab import worlds
from kpilab.errors import DataError
from kpilab.i18n import _
from kpilab.worlds.layout import Layout, Table

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["block_scales", "blocks", "together"]

Frames = Mapping[str, "pd.DataFrame"]


def block_scales(scale: float) -> tuple[float, ...]:
    """How much each block holds: full blocks, and what is left in the last. Data of a larger scale begin the same.

    >>> block_scales(0.5), block_scales(12)
    ((0.5,), (5.0, 5.0, 2.0))
    """
    if not (isfinite(scale) and scale > 0):
        raise DataError(_("No data at scale {scale}: a scale is above 0, 1 for the standard size.").format(scale=scale))
    count = ceil(scale / worlds.MOST_SCALE)
    rest = scale - worlds.MOST_SCALE * (count - 1)
    return (*[worlds.MOST_SCALE] * (count - 1), round(rest, 9))


def blocks(
    name: str, *, seed: int | None = None, stories: Iterable[str] | None = None, scale: float = 1.0
) -> Iterator[dict[str, pd.DataFrame]]:
    """The merchant's tables piece by piece: put below one another, the pieces of a table are the whole table.

    Whoever takes the frames out of each piece has one block in memory. A table that stays the same comes with the
    first block alone. One whose counts add up comes with the last block, added up over all. Raises `UnknownName` and
    `DataError` as `worlds.build` does, before anything is drawn.

    >>> [len(piece["stores"]) for piece in blocks("retail_chain", seed=1, scale=0.01)]
    [8]
    """
    laid_out, seed = worlds.layout(name), worlds.SEEDS.get(name, 0) if seed is None else seed
    if seed < 0:
        raise DataError(_("No data for seed {seed}: a seed is 0 or a whole number above.").format(seed=seed))
    scales = block_scales(scale)
    told = None if stories is None else tuple(stories)
    return _drawn(laid_out, seed, told, scales)


def _drawn(
    laid_out: Layout, seed: int, stories: tuple[str, ...] | None, scales: tuple[float, ...]
) -> Iterator[dict[str, pd.DataFrame]]:
    sums: dict[str, pd.DataFrame] = {}
    last = len(scales) - 1
    for number, scale in enumerate(scales):
        drawn = worlds.draw_block(laid_out.name, seed=seed, stories=stories, scale=scale, block=number)
        for table in laid_out.tables:
            if table.grows == "adds":
                piece = drawn.pop(table.name)
                sums[table.name] = added(table, sums[table.name], piece) if number else piece
            elif table.grows == "stays" and number:
                del drawn[table.name]
        if number == last:
            drawn.update(sums)
        yield drawn
        del drawn  # the next block is drawn when this one has gone, if whoever got it has let it go


def added(table: Table, first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """The rows of `first` with the counts of `second` added; what is missing in one is missing in the sum."""
    if not first[list(table.key)].equals(second[list(table.key)]):
        raise ValueError(f"{table.name} adds up, and its blocks have not the same keys")
    return first.assign(**{name: first[name] + second[name] for name in table.counts})


def together(layout: Layout, pieces: Iterable[Frames]) -> dict[str, pd.DataFrame]:
    """Pieces of tables as whole tables, in the layout's order."""
    import pandas as pd

    found: dict[str, list[pd.DataFrame]] = {table.name: [] for table in layout.tables}
    for piece in pieces:
        for name, frame in piece.items():
            found[name].append(frame)
    return {name: each[0] if len(each) == 1 else pd.concat(each, ignore_index=True) for name, each in found.items()}
