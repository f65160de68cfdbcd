"""A chapter as notebooks: the one path for the repository's trees, the workspace and the page without code.

`render` is pure: the same chapter, tree, door and language give the same notebook, to the byte. Nothing is executed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import writes_json

from kpilab.course.cell import Cell
from kpilab.course.chapters import Chapter
from kpilab.course.source import read_cells, read_notes
from kpilab.course.trees import DOORS, EXECUTED, TREES, Door, Tree, tree_sources
from kpilab.errors import UnknownName
from kpilab.i18n import N_, _, language, speaking

__all__ = ["checks_hash", "notebook_text", "render", "source_hash", "tree_path"]

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_TITLES = {"exercises": N_("{title}: exercises"), "solutions": N_("{title}: solutions")}
_ANSWERED = N_("One answer to each task, and why this and not that. The numbers are those of the standard data.")
_INTRODUCTIONS = {
    ("exercises", "code"): N_("Run each cell from the top. Where `...` stands, write your answer first."),
    ("exercises", "page"): N_("Read each question, put your answer into the box below it, and press Check."),
    ("solutions", "code"): _ANSWERED,
    ("solutions", "page"): _ANSWERED,
}
_LINKS = {
    "start": N_("Start page"),
    "lesson": N_("Lesson"),
    "exercises": N_("Exercises"),
    "code": N_("Open this page with code"),
    "page": N_("Open this page without code"),
}
_H1 = re.compile(r"^# +(.+?)\s*$", re.MULTILINE)


def tree_path(chapter: Chapter, tree: Tree) -> str:
    """Where a tree keeps the chapter's notebook, relative to the root of the course."""
    folder = "notebooks/class" if tree == "class" else tree
    return f"{folder}/{chapter.name}.ipynb"


def render(
    chapter: Chapter,
    tree: Tree,
    *,
    door: Door = "code",
    lang: str | None = None,
    links: Mapping[str, str] | None = None,
) -> NotebookNode:
    """The chapter's notebook in one tree, not executed.

    `door="page"` is the page without code (Voilà): a task's answer cell and check become one answer box. `lang`
    is the language of the text, by default the one in use. `links` are addresses for the line of links at the
    top, by name: start, lesson, exercises, code, page.

    Raises `ChapterError` when the source is not in form and `UnknownName` for an unknown tree, door or link.
    """
    for kind, asked, known in ((_("tree"), tree, TREES), (_("door"), door, DOORS)):
        if asked not in known:
            raise UnknownName(kind, asked, known)
    with speaking(lang or language()):
        cells = read_notes(chapter) if tree == "class" else read_cells(chapter)
        shown = [cell for cell in cells if cell.tag in TREES[tree]]
        title = _title(cells, chapter)
        nodes = [
            *_link_cells(chapter, links or {}),
            *_head_cells(chapter, tree, door, title, shown),
            *(_node(cell, source) for cell, source in tree_sources(shown, tree, door)),
        ]
        return _notebook(chapter, tree, title, nodes)


def notebook_text(notebook: NotebookNode) -> str:
    """The notebook as the text of its file: keys sorted, one line a source line, a newline at the end."""
    return f"{writes_json(notebook)}\n"


def source_hash(notebook: NotebookNode) -> str:
    """A digest of what was rendered: ids, kinds, sources and metadata of the cells, and no outputs."""
    keys = ("id", "cell_type", "source", "metadata")
    plain = [{key: cell[key] for key in keys} for cell in notebook["cells"]]
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def checks_hash(chapter: Chapter) -> str:
    """A digest of what a chapter brings beside its text and shows in its outputs: its modules and its quiz."""
    files = sorted((*chapter.folder.glob("*.py"), *chapter.folder.glob("quiz.toml")))
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:32]


def _title(cells: Iterable[Cell], chapter: Chapter) -> str:
    for cell in cells:
        if cell.kind == "markdown" and (match := _H1.search(cell.source)):
            return _(match[1])
    return _(chapter.title)


def _link_cells(chapter: Chapter, links: Mapping[str, str]) -> Iterator[NotebookNode]:
    for name in links:
        if name not in _LINKS:
            raise UnknownName(_("link"), name, _LINKS)
    line = " · ".join(f"[{_(text)}]({links[name]})" for name, text in _LINKS.items() if name in links)
    if line:
        yield _markdown(f"c{chapter.number:02d}-links", line, {})


def _head_cells(chapter: Chapter, tree: Tree, door: Door, title: str, shown: list[Cell]) -> Iterator[NotebookNode]:
    """A title for a tree whose own cells bring none."""
    prose = (cell.source for cell in shown if cell.kind == "markdown")
    if tree in _TITLES and not any(_H1.search(source) for source in prose):
        heading = _(_TITLES[tree]).format(title=title)
        text = _(_INTRODUCTIONS[tree, door])
        yield _markdown(f"c{chapter.number:02d}-{tree}-title", f"# {heading}\n\n{text}", {})


def _node(cell: Cell, source: str) -> NotebookNode:
    about = {"task": cell.task, **cell.metadata} if cell.task else dict(cell.metadata)
    metadata: dict[str, Any] = {"tags": [cell.tag]} if cell.tag != "notes" else {}
    if about:
        metadata["kpilab"] = about
    if cell.tag in ("setup", "task"):
        metadata["deletable"] = False
    if cell.kind == "markdown":
        return _markdown(cell.id, source, metadata)
    code = {"cell_type": "code", "id": cell.id, "metadata": metadata, "source": source}
    return _plain({**code, "execution_count": None, "outputs": []})


def _markdown(cell_id: str, source: str, metadata: dict[str, Any]) -> NotebookNode:
    return _plain({"cell_type": "markdown", "id": cell_id, "metadata": metadata, "source": source})


def _notebook(chapter: Chapter, tree: Tree, title: str, cells: list[NotebookNode]) -> NotebookNode:
    notebook = _plain({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    about = {"chapter": chapter.folder.name, "source_hash": source_hash(notebook), "tree": tree}
    if tree in EXECUTED:
        about["checks_hash"] = checks_hash(chapter)
    notebook.metadata = _plain(
        {
            "kernelspec": _KERNEL,
            "kpilab": about,
            "language_info": {"name": "python"},
            "title": title,
        }
    )
    return notebook


def _plain(values: dict[str, Any]) -> NotebookNode:
    node: NotebookNode = from_dict(values)
    return node
