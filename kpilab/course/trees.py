"""What each tree, behind each door, shows of a chapter's cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypeAlias

from kpilab.course.cell import DOORS, Cell, Door, assigned_names, used_names
from kpilab.course.code_text import spoken_code
from kpilab.course.markdown import translated
from kpilab.i18n import N_

__all__ = ["DOORS", "EXECUTED", "TREES", "Door", "Tree", "tree_sources"]

Tree: TypeAlias = Literal["notebooks", "exercises", "solutions", "class"]
TREES: Mapping[Tree, tuple[str, ...]] = {
    "notebooks": ("setup", "lesson"),
    "exercises": ("setup", "task"),
    "solutions": ("setup", "task", "solution"),
    "class": ("notes",),
}
"""Which tags each tree shows."""
EXECUTED: tuple[Tree, ...] = ("notebooks", "solutions")
"""The trees that are run, and keep their outputs."""

_BLANK = N_("your answer here")
_IMPORT = re.compile(r"^from kpilab\.course import (?:\(([^)]*)\)|([^\n(]+))$", re.MULTILINE)


def tree_sources(cells: Iterable[Cell], tree: Tree, door: Door) -> Iterator[tuple[Cell, str]]:
    """Each cell that the tree shows, with its text there, in the language in use.

    In exercises/ an answer is cut to a blank for each name that a later cell reads and that the code given before
    the answer does not lay out already; on the page without code a task's code becomes one answer box.
    Prose that is meant for the other door is left out.
    """
    shown = [cell for cell in cells if cell.tag in TREES[tree] and cell.door in ("", door)]
    if tree == "exercises":
        sources = _boxes(shown) if door == "page" else _blanks(shown)
    else:
        sources = ((cell, cell.source) for cell in shown)
    for cell, source in sources:
        yield cell, translated(source) if cell.kind == "markdown" else spoken_code(source)


def _blanks(shown: Sequence[Cell]) -> Iterator[tuple[Cell, str]]:
    for i, cell in enumerate(shown):
        yield cell, _unanswered(cell, shown[i + 1 :]) if cell.is_answer else cell.source


def _unanswered(answer: Cell, later: Iterable[Cell]) -> str:
    wanted = {name for cell in later if cell.kind == "code" for name in used_names(cell.given)}
    given = assigned_names(answer.given)
    names = [name for name in assigned_names(answer.answer) if name in wanted and name not in given]
    return "\n".join(filter(None, [answer.given, *(f"{name} = ...  # {_BLANK}" for name in names)]))


def _boxes(shown: Sequence[Cell]) -> Iterator[tuple[Cell, str]]:
    setup = next((cell for cell in shown if cell.tag == "setup" and cell.kind == "code"), None)
    for cell in shown:
        if cell.is_check:
            yield cell, f'answer_box("{cell.task}")'
        elif not (cell.task and cell.kind == "code"):
            yield cell, _with_import(cell.source, "answer_box") if cell is setup else cell.source


def _with_import(source: str, name: str) -> str:
    """Setup code whose import from `kpilab.course` brings `name` too."""
    match = _IMPORT.search(source)
    if match is None:
        return f"{source}\nfrom kpilab.course import {name}"
    given = [part.strip() for part in (match[1] or match[2]).split(",")]
    names = ", ".join(sorted({*filter(None, given), name}))
    return f"{source[: match.start()]}from kpilab.course import {names}{source[match.end() :]}"
