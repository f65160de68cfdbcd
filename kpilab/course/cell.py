"""One cell of a chapter's source, and what can be read off it alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["DOORS", "FLAGS", "TAGS", "Cell", "Door", "Kind", "assigned_names", "used_names"]

Kind = Literal["markdown", "code"]
Door = Literal["code", "page"]
DOORS: tuple[Door, ...] = ("code", "page")
"""With code in JupyterLab, or as a page without code through Voilà."""
TAGS = ("setup", "lesson", "task", "solution")
FLAGS = ("core", "extra", "predict", "discuss", "own")
"""What may be said of a cell beside its tag and its minutes."""

_SOLUTION = re.compile(r"^# solution[ \t]*$", re.MULTILINE)
_CHECK = re.compile(r'check\("([^"]+)", ([A-Za-z_]\w*)\)')


@dataclass(frozen=True)
class Cell:
    """One cell of a chapter. `task` is "4.2", or empty outside of tasks; `line` is where it starts in the file.

    `metadata` is what was written beside the tag: minutes, core, extra, predict, discuss, own, door.
    """

    kind: Kind
    source: str
    tag: str
    task: str
    id: str
    metadata: Mapping[str, Any]
    line: int

    @property
    def door(self) -> str:
        """The only door behind which the cell is shown; empty for a cell that belongs to both."""
        return str(self.metadata.get("door", ""))

    @property
    def is_answer(self) -> bool:
        """Whether this is a task's answer cell: code with the comment line `# solution`."""
        return self.kind == "code" and self.tag == "task" and _SOLUTION.search(self.source) is not None

    @property
    def is_check(self) -> bool:
        """Whether this is a task's check cell: exactly `check("4.2", name)`."""
        return self.kind == "code" and self.tag == "task" and bool(self._checks())

    @property
    def checked(self) -> tuple[str, str]:
        """(task, name) that a check cell hands to the judge."""
        found = self._checks()
        return (found[1], found[2]) if found else ("", "")

    @property
    def given(self) -> str:
        """The code that stands before `# solution`; all of it in other cells."""
        found = _SOLUTION.search(self.source)
        return self.source[: found.start()].rstrip() if found and self.is_answer else self.source

    @property
    def answer(self) -> str:
        """The code from `# solution` on; empty in other cells."""
        found = _SOLUTION.search(self.source)
        return self.source[found.start() :] if found and self.is_answer else ""

    def _checks(self) -> re.Match[str] | None:
        return _CHECK.fullmatch(self.source.strip())


def assigned_names(source: str) -> tuple[str, ...]:
    r"""The names that `source` gives a value at its top level, in order of appearance.

    >>> assigned_names("base, norm = 80, 90\nfor row in rows:\n    total = row\n")
    ('base', 'norm', 'row', 'total')
    """
    found: dict[str, None] = {}
    for node in _same_scope(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found[node.id] = None
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = None
        elif isinstance(node, ast.alias):
            found[(node.asname or node.name).split(".")[0]] = None
    return tuple(found)


def used_names(source: str) -> frozenset[str]:
    """The names that `source` reads.

    >>> sorted(used_names("total = sum(row.weight for row in rows)"))
    ['row', 'rows', 'sum']
    """
    nodes = ast.walk(ast.parse(source))
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))


def _same_scope(node: ast.AST) -> Iterator[ast.AST]:
    """Every node below `node` in reading order, but nothing inside functions and comprehensions."""
    closed = ast.FunctionDef | ast.ClassDef | ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, closed):
            yield from _same_scope(child)
