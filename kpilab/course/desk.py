"""The desk at which a learner sits: the workspace, the store of events, and the case that lies on it.

Outside a workspace everything works on the standard case, and nothing outlives the kernel.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kpilab.course.cases import case_for
from kpilab.course.chapters import chapter
from kpilab.course.events import Event, Kind, Store
from kpilab.course.history import History, history
from kpilab.course.judge import show_right
from kpilab.course.learner import Settings, events_file, find_workspace, read_settings
from kpilab.course.task import CaseMaker, Task
from kpilab.errors import WorkspaceError

__all__ = ["Desk", "desk", "sharing"]

_WORKED = 10_000_000
"""Shops from this number on lend their numbers to worked examples; no learner is asked about them."""


@dataclass(frozen=True)
class Desk:
    """One learner at work."""

    settings: Settings
    store: Store
    workspace: Path | None = None

    def record(self, kind: Kind, item: str, data: dict[str, Any], *, shop: int = 0) -> tuple[str, ...]:
        """Keep one event, on the disk when this returns; what the learner should be told about the keeping.

        An answer is judged even where it cannot be kept: then it lives as long as the kernel.
        """
        try:
            self.store.add(kind, item, data, variant=self.settings.variant, shop=shop)
        except WorkspaceError as error:
            _spare(self.workspace, self.settings.learner).add(
                kind, item, data, variant=self.settings.variant, shop=shop
            )
            return (str(error),)
        return self.store.take_notices()

    def events(self, kind: Kind | None = None, item: str | None = None) -> tuple[Event, ...]:
        """The learner's events; where the file cannot be read, those of this kernel."""
        try:
            return self.store.events(kind, item)
        except WorkspaceError:
            return _spare(self.workspace, self.settings.learner).events(kind, item)

    def history(self, task: Task[Any]) -> History:
        """What this learner did with the task."""
        return history(task.id, self.events(item=task.id))

    def shop(self, task: Task[Any]) -> int:
        """The number of the shop in front of the learner; tasks that share a case share it."""
        return (0, *self._shops(task))[-1]

    def shop_before(self, task: Task[Any], shop: int) -> int:
        """The shop that lay in front of the learner before this one."""
        met = [one for one in (0, *self._shops(task)) if one != shop]
        return met[-1] if met else 0

    def _shops(self, task: Task[Any]) -> tuple[int, ...]:
        """The shops that the learner moved to, in order."""
        together = {one.id for one in sharing(task)}
        mine = (event for event in self.events("another") if event.variant == self.settings.variant)
        return tuple(event.shop for event in mine if event.item in together)

    def case(self, task: Task[Any], shop: int) -> Any:
        """The case of that shop. It belongs to the judge; a learner gets `own_case`."""
        return _judges_case(task.maker, sharing(task), self.settings.variant, shop)

    def own_case(self, task: Task[Any], shop: int) -> Any:
        """The case of that shop, made anew: whoever changes it changes nobody else's."""
        return case_for(task.maker, sharing(task), variant=self.settings.variant, shop=shop)

    def next_shop(self, task: Task[Any], shop: int) -> int:
        """The next shop with another right answer; where every shop has the same one, with other facts."""
        here, ahead = self.case(task, shop), range(shop + 1, shop + 11)
        told = show_right(task, here)
        for one in ahead:
            if show_right(task, self.case(task, one)) != told:
                return one
        facts = dict(task.fields(here))
        return next((one for one in ahead if dict(task.fields(self.case(task, one))) != facts), shop + 1)

    def worked_case(self, task: Task[Any], case: Any, nth: int) -> Any:
        """Another case than `case`, for a worked example; another one for each `nth` time."""
        here = dict(task.fields(case))
        for step in range(20):
            found = self.case(task, _WORKED + 20 * nth + step)
            if dict(task.fields(found)) != here:
                return found
        return case


@lru_cache(maxsize=64)
def _judges_case(maker: CaseMaker[Any], tasks: tuple[Task[Any], ...], variant: int, shop: int) -> Any:
    """The case of one shop, drawn once."""
    return case_for(maker, tasks, variant=variant, shop=shop)


def sharing(task: Task[Any]) -> tuple[Task[Any], ...]:
    """The tasks and cards of the task's chapter that share its case, itself among them."""
    home = chapter(task.chapter)
    return tuple(one for one in (*home.tasks, *home.cards) if one.maker.id == task.maker.id)


def desk() -> Desk:
    """The desk of whoever learns in this process, in the current workspace."""
    workspace = find_workspace()
    settings = read_settings(workspace)
    path = events_file(workspace) if workspace else None
    return Desk(settings, _store(path, settings.learner), workspace)


@lru_cache(maxsize=8)
def _store(path: Path | None, learner: str) -> Store:
    """One open store a learner and file: opening costs more than writing."""
    return Store(path, learner=learner)


@lru_cache(maxsize=8)
def _spare(_workspace: Path | None, learner: str) -> Store:
    """Where answers go that the file does not take."""
    return Store(None, learner=learner)
