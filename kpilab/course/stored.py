"""Hold the stored notebooks against their source, without running anything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode, from_dict

from kpilab.course.chapters import Chapter, chapters
from kpilab.course.outputs import output_problems
from kpilab.course.render import notebook_text, render, source_hash, tree_path
from kpilab.course.trees import EXECUTED, TREES, Tree
from kpilab.errors import ChapterError
from kpilab.i18n import _

__all__ = ["check", "is_built", "orphans", "stored_text", "trees_of"]

_FOLDERS = ("exercises", "notebooks", "solutions")
_SEAL = "outputs_hash"


def check(root: Path) -> tuple[str, ...]:
    """Every way in which the stored course differs from its source; empty when it is as it should be.

    A notebook can be missing, stale (the source has changed since), edited (somebody changed the file), not
    executed, or an orphan (no chapter makes it); the data can be stale. Runs no notebook.
    """
    return (*_course_problems(root), *_dataset_problems())


def stored_text(notebook: NotebookNode) -> str:
    """The text of the file of a notebook that was run: in it a digest of its outputs, so that an edit is seen."""
    plain = json.loads(notebook_text(notebook))
    plain["metadata"]["kpilab"][_SEAL] = _outputs_digest(plain["cells"])
    return notebook_text(from_dict(plain))


def orphans(root: Path) -> tuple[Path, ...]:
    """Files in the course's trees that no chapter makes; hidden ones do not count."""
    wanted = {root / tree_path(chapter, tree) for chapter in chapters() for tree in trees_of(chapter)}
    found = (path for folder in _FOLDERS for path in (root / folder).rglob("*") if path.is_file())
    return tuple(sorted(path for path in found if path not in wanted and not _is_hidden(path.relative_to(root))))


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


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


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
        about = stored["metadata"]["kpilab"]
        known = about["source_hash"]
    except FileNotFoundError:
        yield _("{path}: missing: run kpilab build").format(path=path)
        return
    except (ValueError, KeyError, TypeError):
        yield _("{path}: edited: it is no longer a notebook of ours").format(path=path)
        return
    now = rendered.metadata["kpilab"]
    if (known, about.get("checks_hash")) != (now["source_hash"], now.get("checks_hash")):
        yield _("{path}: stale: its source has changed since it was built").format(path=path)
        return
    whole = _digest(cells) == known
    problems = list(_output_problems(root, path, cells)) if whole and tree in EXECUTED else []
    as_written = _is_as_run(stored, text, rendered) if tree in EXECUTED else text == notebook_text(rendered)
    if problems:
        yield from problems
    elif not (whole and as_written):
        yield _("{path}: edited: the file was changed, and not by kpilab build").format(path=path)


def _is_as_run(stored: Mapping[str, Any], text: str, rendered: NotebookNode) -> bool:
    """Whether the outputs are those of the build, and the rest of the file is as we write it."""
    sealed = {**rendered.metadata["kpilab"], _SEAL: _outputs_digest(stored["cells"])}
    as_run = {**rendered, "cells": stored["cells"], "metadata": {**rendered.metadata, "kpilab": sealed}}
    try:
        return text == notebook_text(from_dict(as_run))
    except AttributeError:  # a cell lacks what every cell has
        return False


def _outputs_digest(cells: Iterable[Mapping[str, Any]]) -> str:
    shown = [[cell.get("execution_count"), cell.get("outputs")] for cell in cells if cell["cell_type"] == "code"]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:32]


def _digest(cells: Iterable[Mapping[str, Any]]) -> str:
    try:
        return source_hash(NotebookNode(cells=list(cells)))
    except KeyError:
        return ""


def _output_problems(root: Path, path: str, cells: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        if cell.get("execution_count") is None:
            yield _("{path}: cell {cell} was not executed").format(path=path, cell=cell["id"])
        for problem in output_problems(cell.get("outputs", []), root=root):
            yield _("{path}: cell {cell}: {problem}").format(path=path, cell=cell["id"], problem=problem)


def _dataset_problems() -> Iterator[str]:
    from kpilab.report import pictures_page
    from kpilab.worlds import datasets

    found = datasets.stale()
    yield from found
    if not any("has not been written" in fault for fault in found):
        yield from pictures_page.stale()
