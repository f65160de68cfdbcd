"""Hold the stored notebooks against their source, without running anything."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from kpilab.course.chapters import Chapter, chapters
from kpilab.course.outputs import output_problems
from kpilab.course.render import notebook_text, render, source_hash, tree_path
from kpilab.course.trees import TREES, Tree
from kpilab.errors import ChapterError
from kpilab.i18n import _

__all__ = ["EXECUTED", "check", "is_built", "orphans", "trees_of"]

EXECUTED: tuple[Tree, ...] = ("notebooks", "solutions")
"""The trees that keep their outputs."""
_FOLDERS = ("exercises", "notebooks", "solutions")


def check(root: Path) -> tuple[str, ...]:
    """Every way in which the stored course differs from its source; empty when it is as it should be.

    A notebook can be missing, stale (the source has changed since), edited (somebody changed the file), not
    executed, or an orphan (no chapter makes it); the data can be stale. Runs no notebook.
    """
    return (*_course_problems(root), *_dataset_problems())


def orphans(root: Path) -> tuple[Path, ...]:
    """Notebooks in the course's trees that no chapter makes."""
    wanted = {root / tree_path(chapter, tree) for chapter in chapters() for tree in trees_of(chapter)}
    found = (path for folder in _FOLDERS for path in (root / folder).rglob("*.ipynb"))
    return tuple(sorted(path for path in found if path not in wanted and ".ipynb_checkpoints" not in path.parts))


def is_built(path: Path) -> bool:
    """Whether we made this file."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return "source_hash" in stored["metadata"]["kpilab"]
    except (OSError, ValueError, KeyError, TypeError):
        return False


def trees_of(chapter: Chapter) -> Iterator[Tree]:
    """The trees in which the chapter has a notebook: class notes only where it has some."""
    for tree in TREES:
        if tree != "class" or chapter.notes_path.exists():
            yield tree


def _course_problems(root: Path) -> Iterator[str]:
    for chapter in chapters():
        try:
            for tree in trees_of(chapter):
                yield from _notebook_problems(root, tree_path(chapter, tree), render(chapter, tree), tree)
        except ChapterError as error:
            yield str(error)
    for path in orphans(root):
        yield _("{path}: orphaned: no chapter makes it").format(path=path.relative_to(root).as_posix())


def _notebook_problems(root: Path, path: str, rendered: NotebookNode, tree: Tree) -> Iterator[str]:
    """What is wrong with one stored notebook: the first thing only, for the rest would follow from it."""
    try:
        text = (root / path).read_text(encoding="utf-8")
        stored = json.loads(text)
        cells = [{**cell, "source": "".join(cell["source"])} for cell in stored["cells"]]
        known = stored["metadata"]["kpilab"]["source_hash"]
    except FileNotFoundError:
        yield _("{path}: missing: run kpilab build").format(path=path)
        return
    except (ValueError, KeyError, TypeError):
        yield _("{path}: edited: it is no longer a notebook of ours").format(path=path)
        return
    rendered_text = text if tree in EXECUTED else notebook_text(rendered)
    if known != rendered.metadata["kpilab"]["source_hash"]:
        yield _("{path}: stale: its source has changed since it was built").format(path=path)
    elif _digest(cells) != known or stored["metadata"] != rendered.metadata or text != rendered_text:
        yield _("{path}: edited: the file was changed, and not by kpilab build").format(path=path)
    elif tree in EXECUTED:
        yield from _output_problems(root, path, cells)


def _digest(cells: Iterable[Mapping[str, Any]]) -> str:
    try:
        return source_hash(NotebookNode(cells=list(cells)))
    except KeyError:
        return ""


def _output_problems(root: Path, path: str, cells: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        if cell["execution_count"] is None:
            yield _("{path}: cell {cell} was not executed").format(path=path, cell=cell["id"])
        for problem in output_problems(cell["outputs"], root=root):
            yield _("{path}: cell {cell}: {problem}").format(path=path, cell=cell["id"], problem=problem)


def _dataset_problems() -> Iterator[str]:
    from kpilab.worlds.datasets import stale

    yield from stale()
