"""Chance that is the same on every machine.

Only whole numbers and plain uniforms are drawn; everything else is looked up in tables.
Neither the processor's vector units nor the system's mathematics library then has a say
in which row of data comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from math import exp
from statistics import NormalDist
from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Ints",
    "Reals",
    "Streams",
    "happens",
    "log_normal",
    "log_normal_table",
    "lot",
    "normal",
    "pick",
    "poisson",
    "slots",
    "stream",
]

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]
Streams = Callable[[str], np.random.Generator]
"""A generator for each purpose: `stream` of one seed and one block."""

_QUANTILES = 4096
_RATE_STEP = 0.02
_HIGHEST_RATE = 60.0


def stream(seed: int, purpose: str, block: int = 0) -> np.random.Generator:
    """A generator of its own for each purpose: switching one story leaves all other luck as it was.

    Data larger than the standard are drawn in blocks, each with luck of its own.

    >>> bool(stream(7, "surveys").random() == stream(7, "surveys").random())
    True
    """
    block_too = [block] if block else []
    return np.random.Generator(np.random.PCG64([seed, crc32(purpose.encode()), *block_too]))


def lot(seed: int, purpose: str, keys: Ints) -> Reals:
    """Luck from 0 to below 1 that belongs to a key: each keeps its own, whatever other keys there are.

    >>> lot(7, "events", np.array([4, 9])).tolist() == lot(7, "events", np.array([9, 4])).tolist()[::-1]
    True
    """
    start = np.uint64((seed * 0x9E3779B97F4A7C15 + crc32(purpose.encode()) * 0xD6E8FEB86659FD93) % (1 << 64))
    mixed = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + start
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):  # splitmix64, Steele and others 2014
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    found: Reals = ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) / (1 << 53)
    return found


@cache
def _normal_quantiles() -> Reals:
    standard = NormalDist()
    return np.array([round(standard.inv_cdf((i + 0.5) / _QUANTILES), 4) for i in range(_QUANTILES)])


def normal(rng: np.random.Generator, size: int | tuple[int, ...]) -> Reals:
    """Standard normal draws, to four decimals."""
    return _normal_quantiles()[rng.integers(_QUANTILES, size=size)]


@cache
def log_normal_table(spread: float) -> Reals:
    """The equally likely values that `log_normal` draws from."""
    return np.array([round(exp(spread * value - spread * spread / 2), 4) for value in _normal_quantiles().tolist()])


def log_normal(rng: np.random.Generator, size: int | tuple[int, ...], spread: float) -> Reals:
    """Draws with a heavy tail to the right and a mean of 1: what people spend, how long things take.

    `spread` is the standard deviation of the logarithm.

    >>> bool(log_normal(stream(7, "spend"), 9, 1.0).min() > 0)
    True
    """
    return log_normal_table(spread)[rng.integers(_QUANTILES, size=size)]


@cache
def _poisson_cumulated() -> Reals:
    rates = np.arange(round(_HIGHEST_RATE / _RATE_STEP) + 1) * _RATE_STEP
    chance = np.array([float(f"{exp(-rate):.13e}") for rate in rates.tolist()])
    columns, total = [], np.zeros(len(rates))
    for count in range(1, 121):
        total = total + chance
        columns.append(total)
        chance = chance * rates / count
    return np.round(np.stack(columns, axis=1), 9)


def poisson(rng: np.random.Generator, rates: ArrayLike) -> Ints:
    """How often something happens that happens `rates` times on average.

    Finer steps than 0.02 are lost. Above 60 the bell curve stands in: it is as wide, and as good as symmetric there.

    >>> poisson(stream(7, "orders"), [0.0, 0.0]).tolist()
    [0, 0]
    """
    asked = np.maximum(np.asarray(rates, dtype=float), 0)
    wanted = np.minimum(asked, _HIGHEST_RATE)
    row = np.floor(wanted / _RATE_STEP + 0.5).astype(np.int64)
    luck = rng.random(wanted.shape)
    cumulated = _poisson_cumulated()
    found = np.zeros(wanted.shape, dtype=np.int64)
    for count in range(cumulated.shape[1]):
        more = luck > cumulated[row, count]
        if not more.any():
            break
        found += more
    often = asked > _HIGHEST_RATE
    if often.any():
        bell = _normal_quantiles()[(luck[often] * _QUANTILES).astype(np.int64)]
        found[often] = np.floor(asked[often] + np.sqrt(asked[often]) * bell + 0.5).astype(np.int64)
    return found


def happens(rng: np.random.Generator, chance: ArrayLike, size: int | None = None) -> NDArray[np.bool_]:
    """Whether it happens, each with its own chance between 0 and 1."""
    wanted = np.asarray(chance, dtype=float)
    return rng.random(wanted.shape if size is None else size) < wanted


def slots(weights: Sequence[float], count: int = 1000) -> Ints:
    """Positions repeated in proportion to their weights, `count` in all: drawing a slot draws a position.

    >>> slots([1, 3], 4).tolist()
    [0, 1, 1, 1]
    """
    total = sum(weights)
    ends, reached = [], 0.0
    for weight in weights:
        reached += weight
        ends.append(round(reached / total * count))
    return np.repeat(np.arange(len(weights)), np.diff([0, *ends]))


def pick(rng: np.random.Generator, table: Ints | Reals, size: int) -> NDArray[np.generic]:
    """`size` draws from a table of equally likely entries."""
    return table[rng.integers(len(table), size=size)]
