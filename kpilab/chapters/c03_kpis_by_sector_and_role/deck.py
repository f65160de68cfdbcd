"""A scenario card in the hand: eight KPIs in an order of their own, and the task to choose the three that serve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from kpilab.catalogue import kpi
from kpilab.chapters.c03_kpis_by_sector_and_role.phase_scenes import PHASE_SCENES
from kpilab.chapters.c03_kpis_by_sector_and_role.scenes import SECTOR_SCENES, Scene
from kpilab.course.forms import Choice, Composite
from kpilab.course.task import CaseMaker, Mistake, Task
from kpilab.i18n import N_, _

__all__ = ["ANOTHER_MOMENT", "ANOTHER_TRADE", "PHASES", "SECTORS", "Hand", "choose_three"]

ANOTHER_TRADE = N_(
    "Another card: a language school, whose head wants pupils to stay beyond the trial term, and not for presents. Does it tell "
    "whether they stay? The share of pupils who stay, so that is the result. What moves before? How good the lessons are, judged by "
    "somebody who sits in: the driver. What would be given away? The discounts: the guard. Pupils who register are the tempting one; "
    "they are many already. Now your card, in the same order."
)
ANOTHER_MOMENT = N_(
    "Another moment: a restaurant at five o'clock, before a full evening. What can still be changed? The tables booked, the cooks on "
    "duty, what lies in the cold store: these three lead. The bill of a guest cannot be known yet, the month's profit is known in a "
    "week, and yesterday's reviews are over. Now your moment, by the same question."
)
_LETTERS = "abcdefgh"
THREE = "three"


@dataclass(frozen=True)
class Hand:
    """A scene with its eight KPIs in the order in which they are offered."""

    scene: Scene
    order: tuple[str, ...]

    @property
    def three(self) -> tuple[str, ...]:
        """The letters of the three that serve, in the order of the options."""
        return tuple(letter for letter, one in zip(_LETTERS, self.order, strict=True) if one in self.scene.right)

    def letter(self, one: str) -> str:
        """The letter under which a KPI is offered."""
        return _LETTERS[self.order.index(one)]

    def tempting(self, place: int) -> str:
        """The letter of the wrong KPI that stands `place`th among the wrong ones."""
        return self.letter(list(self.scene.wrong)[place])

    def __str__(self) -> str:
        return "\n".join((_(self.scene.situation), _(self.scene.asked)))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return (
            f'<div class="kpilab-scene" style="max-width:46em"><p>{escape(_(self.scene.situation))}</p>'
            f"<p><strong>{escape(_(self.scene.asked))}</strong></p></div>"
        )


def _drawn(scenes: Sequence[Scene], rng: np.random.Generator) -> Hand:
    scene = scenes[int(rng.integers(len(scenes)))]
    return Hand(scene, tuple(rng.permutation([*scene.right, *scene.wrong]).tolist()))


def _standard(scene: Scene) -> Hand:
    """The scene with right and wrong ones mixed in a fixed order."""
    right, wrong = list(scene.right), list(scene.wrong)
    return Hand(scene, (wrong[0], right[0], wrong[1], right[2], wrong[2], wrong[3], right[1], wrong[4]))


SECTORS = CaseMaker("c03.sector", lambda: _standard(SECTOR_SCENES[2]), lambda rng: _drawn(SECTOR_SCENES, rng))
PHASES = CaseMaker("c03.phase", lambda: _standard(PHASE_SCENES[1]), lambda rng: _drawn(PHASE_SCENES, rng))


def _fields(case: Hand) -> Mapping[str, object]:
    scene = case.scene
    said = {
        f"says_{place}": _("{kpi}: {text}").format(kpi=kpi(one).title, text=_(text))
        for place, (one, text) in enumerate(scene.wrong.items())
    }
    return {
        **{letter: kpi(one).title for letter, one in zip(_LETTERS, case.order, strict=True)},
        **said,
        "situation": _(scene.situation),
        "asked": _(scene.asked),
        "praise": _(scene.praise),
        "first": kpi(next(iter(scene.right))).title,
    }


def _tempting(place: int) -> Mistake[Hand]:
    return Mistake(f"tempting-{place}", lambda case: case.tempting(place), f"{{says_{place}}}", part=THREE)


_CHOICE = Choice(tuple((letter, f"{{{letter}}}") for letter in _LETTERS))


def choose_three(
    number: str, title: str, maker: CaseMaker[Hand], hints: tuple[str, str, str], worked: str, *, question: str = ""
) -> Task[Hand]:
    """The task to choose the three KPIs of a card; each of the five that tempt is answered by its own sentence.

    `worked` is an example that no card of the deck shows: two hands of one scene have the same answer.
    """
    return Task(
        number,
        title,
        Composite(((THREE, N_("Your three KPIs"), _CHOICE),), several=((THREE, 3),)),
        maker,
        lambda case: {THREE: case.three},
        tuple(map(_tempting, range(5))),
        hints,
        "{praise}",
        worked,
        _fields,
        lambda case: case,
        question=question,
    )
