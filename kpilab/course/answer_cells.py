"""Which cells of the answer file belong to a task, by name: the one agreement between writing and reading it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kpilab.course.forms import Composite, Table
from kpilab.course.task import Task

__all__ = ["answer_names"]


def answer_names(task: Task[Any]) -> Mapping[str, tuple[str, ...]]:
    """The names of the cells for each part of a task; several where a part asks for several picks.

    A table's only name is that of its first heading.

    >>> from kpilab.course.chapters import find_task
    >>> answer_names(find_task("4.2")), answer_names(find_task("4.6"))["norm"]
    ({'': ('answer_4_2',)}, ('answer_4_6_norm',))
    """
    name = f"answer_{_slug(task.id)}"
    form = task.form
    if isinstance(form, Table):
        return {"": (f"{name}_table",)}
    found: dict[str, tuple[str, ...]] = {}
    for part in form.part_labels():
        own = f"{name}_{_slug(part)}" if part else name
        picks = form.count(part) if isinstance(form, Composite) else 1
        found[part] = (own,) if picks == 1 else tuple(f"{own}_{place}" for place in range(1, picks + 1))
    return found


def _slug(text: str) -> str:
    return re.sub(r"\W+", "_", text).strip("_").lower()
