"""The case in front of a learner: the standard one, or a draw on which every known mistake can be told apart."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any, TypeVar
from zlib import crc32

import numpy as np

from kpilab.course.form_shape import Parts
from kpilab.course.judge import claims, right_answers
from kpilab.course.task import CaseMaker, Task
from kpilab.errors import ChapterError
from kpilab.i18n import _

__all__ = ["MOST_DRAWS", "case_for", "collisions"]

C = TypeVar("C")

MOST_DRAWS = 200
"""After so many draws the one with the fewest coinciding answers is taken."""


def case_for(maker: CaseMaker[C], tasks: Sequence[Task[C]], *, variant: int, shop: int = 0) -> C:
    """The case of `maker` for one learner's `variant` and for that learner's `shop`.

    The first shop of variant 0 is the standard case. Any other is drawn again, always in the same order, until on all
    `tasks` that share the maker the right answer and the known wrong ones differ by more than their tolerance. The
    case is made anew each time, so that nobody can change another's.
    """
    if variant == 0 and shop == 0:
        return maker.standard()
    sharing = tuple(task for task in tasks if task.maker is maker or task.maker == maker)
    return _draw(maker, variant, shop, _attempt(maker, sharing, variant, shop))


def collisions(task: Task[C], case: C) -> tuple[tuple[str, str], ...]:
    """Pairs of answers that cannot be told apart on this case: two mistakes' ids, or "right" and a mistake's id."""
    known = claims(task, case)
    rights = right_answers(task, case)
    with_right = [("right", mistake.id) for mistake, claim in known if all(_fits(task, claim, way) for way in rights)]
    alike = [(one.id, other.id) for (one, a), (other, b) in combinations(known, 2) if _alike(task, a, b)]
    return (*with_right, *alike)


def _fits(task: Task[Any], claim: Parts, right: Parts) -> bool:
    return all(part in right and task.form.fits(part, claim[part], right[part]) for part in claim)


def _alike(task: Task[Any], one: Parts, other: Parts) -> bool:
    same_parts = one.keys() == other.keys()
    return same_parts and all(task.form.shows(part, one[part], other[part]) for part in one)


def _draw(maker: CaseMaker[C], variant: int, shop: int, attempt: int) -> C:
    rng = np.random.default_rng([crc32(maker.id.encode()), variant, shop, attempt])
    try:
        return maker.draw(rng)
    except Exception as error:
        summary = _("The cases of {maker} cannot be drawn (variant {variant}, shop {shop}, draw {attempt}).")
        text = summary.format(maker=maker.id, variant=variant, shop=shop, attempt=attempt)
        raise ChapterError(text, [f"{type(error).__name__}: {error}"]) from error


@lru_cache(maxsize=512)
def _attempt(maker: CaseMaker[Any], tasks: tuple[Task[Any], ...], variant: int, shop: int) -> int:
    """The number of the first draw without a collision, or of the one with the fewest."""
    best, fewest = 0, -1
    for attempt in range(MOST_DRAWS):
        case = _draw(maker, variant, shop, attempt)
        count = 0
        for task in tasks:
            count += len(collisions(task, case))
            if 0 <= fewest <= count:
                break
        if not count:
            return attempt
        if fewest < 0 or count < fewest:
            best, fewest = attempt, count
    return best
