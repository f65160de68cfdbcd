"""What the workspace's kernels do at their start: stand in the workspace, and speak plainly of errors.

The workspace's own IPython start-up file calls `start`, so that it works before any cell has run.
"""

from __future__ import annotations

import ast
import builtins
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from types import TracebackType
from typing import Any

from kpilab.course.plain_errors import Explanation, Scene, explain
from kpilab.i18n import _
from kpilab.widgets.message import message_html

__all__ = ["cells_above", "explanation_html", "names_made", "start"]

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def start(shell: Any) -> None:
    """Stand in the workspace, and explain errors in `shell` (IPython's) from now on."""
    workspace = os.environ.get("KPILAB_WORKSPACE")
    if workspace and Path(workspace).is_dir():
        os.chdir(workspace)
    _speak_plainly(shell)


def _speak_plainly(shell: Any) -> None:
    python_says = shell._showtraceback

    def show(kind: type[BaseException], error: BaseException, traceback: list[str]) -> None:
        try:
            explanation = explain(error, _scene(shell, error))
            html = explanation_html(explanation, traceback)
        except Exception:  # an explanation that fails must not hide the error
            python_says(kind, error, traceback)
            return
        if getattr(shell.displayhook, "msg", None) is not None:
            shell._last_traceback_during_displayhook = True
        shell._last_traceback = traceback  # the reply to Run stays an error, so that Run All stops here
        text = f"{explanation.text}\n({kind.__name__}: {error})"
        shell.display_pub.publish({"text/html": html, "text/plain": text})

    shell._showtraceback = show


def explanation_html(explanation: Explanation, traceback: Iterable[str]) -> str:
    """The explanation, with Python's own traceback one click away."""
    pointer = (
        f'<pre style="margin:6px 0;overflow-x:auto">{escape(explanation.pointer)}</pre>' if explanation.pointer else ""
    )
    details = escape(_COLOURS.sub("", "\n".join(traceback)))
    summary = escape(_("What Python said, for those who want to know"))
    return (
        f"{message_html(explanation.message)}{pointer}"
        f'<details><summary style="cursor:pointer">{summary}</summary>'
        f'<pre style="overflow-x:auto">{details}</pre></details>'
    )


def names_made(cells: Iterable[Mapping[str, Any]]) -> tuple[set[str], set[str]]:
    """The names that the setup cells and the other code cells of a notebook make.

    >>> setup, others = names_made([{"cell_type": "code", "source": "total = 3", "metadata": {}}])
    >>> (setup, others)
    (set(), {'total'})
    """
    setup: set[str] = set()
    others: set[str] = set()
    for cell in cells:
        if cell.get("cell_type") == "code":
            tags = cell.get("metadata", {}).get("tags", [])
            (setup if "setup" in tags else others).update(_bound(_text(cell)))
    return setup, others


def _bound(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((alias.asname or alias.name).split(".")[0] for alias in node.names)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _scene(shell: Any, error: BaseException) -> Scene:
    inputs = shell.user_ns.get("In") or [""]
    source = str(inputs[-1])
    setup, above = names_made(cells_above(_notebook_cells(), _cell_id(shell), source))
    return Scene(
        source=source,
        line=_line(error.__traceback__, shell.user_ns),
        known=[name for name in (*shell.user_ns, *dir(builtins)) if not name.startswith("_")],
        setup=setup,
        cells=above,
    )


def cells_above(cells: Sequence[Mapping[str, Any]], cell_id: str, source: str) -> Sequence[Mapping[str, Any]]:
    r"""The cells above the one that runs, which is known by its id or else by its text; all setup cells in any case.

    >>> page = [{"id": "a", "source": "x = 1"}, {"id": "b", "source": ["x\n", "y"]}, {"id": "c", "source": "y = 2"}]
    >>> [cell["id"] for cell in cells_above(page, "b", "")], [cell["id"] for cell in cells_above(page, "", "x\ny")]
    (['a'], ['a'])
    """
    here = [i for i, cell in enumerate(cells) if cell_id and cell.get("id") == cell_id]
    here += [i for i, cell in enumerate(cells) if _text(cell).strip() == source.strip()]
    place = here[0] if here else 0
    return [cell for i, cell in enumerate(cells) if i < place or "setup" in cell.get("metadata", {}).get("tags", [])]


def _cell_id(shell: Any) -> str:
    """The id of the cell that JupyterLab sent."""
    return str(shell.get_parent().get("metadata", {}).get("cellId", ""))


def _text(cell: Mapping[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _line(step: TracebackType | None, names: Mapping[str, Any]) -> int | None:
    while step is not None:
        if step.tb_frame.f_globals is names and step.tb_frame.f_code.co_name == "<module>":
            return step.tb_lineno
        step = step.tb_next
    return None


def _notebook_cells() -> list[Mapping[str, Any]]:
    path = os.environ.get("JPY_SESSION_NAME", "")
    try:
        cells = json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError):
        return []
    return list(cells)
