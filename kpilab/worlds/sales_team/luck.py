"""Luck that hangs on a number: the same deal has the same luck, whatever happens to the others."""

from __future__ import annotations

import numpy as np

from kpilab.worlds.chance import Ints, Reals, log_normal, normal, stream

__all__ = ["Luck"]

_LENGTH = 65_521
"""A prime, so that numbers in any steps run through the whole table."""


class Luck:
    """The luck of one seed and block, asked by purpose and number."""

    def __init__(self, seed: int, block: int) -> None:
        self._seed, self._block = seed, block

    def uniform(self, purpose: str, numbers: Ints, place: int = 0) -> Reals:
        """For each number a real from 0 to 1.

        >>> luck = Luck(7, 0)
        >>> one, more = luck.uniform("wins", np.array([12])), luck.uniform("wins", np.array([3, 12]))
        >>> bool(one[0] == more[1])
        True
        """
        return stream(self._seed, purpose, self._block).random(_LENGTH)[_places(numbers, place)]

    def below(self, purpose: str, most: int, numbers: Ints, place: int = 0) -> Ints:
        """For each number a whole number from 0 to below `most`."""
        return np.floor(self.uniform(purpose, numbers, place) * most).astype(np.int64)

    def tailed(self, purpose: str, spread: float, numbers: Ints, place: int = 0) -> Reals:
        """For each number a draw with a heavy tail and a mean of 1."""
        return log_normal(stream(self._seed, purpose, self._block), _LENGTH, spread)[_places(numbers, place)]

    def bell(self, purpose: str, numbers: Ints, place: int = 0) -> Reals:
        """For each number a draw from the standard normal distribution."""
        return normal(stream(self._seed, purpose, self._block), _LENGTH)[_places(numbers, place)]


def _places(numbers: Ints, place: int) -> Ints:
    return (numbers * 7 + place * 9_973) % _LENGTH
