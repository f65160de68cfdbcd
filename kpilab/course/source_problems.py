"""What can be wrong with a chapter's source, cell by cell and task by task, in words that an author can act on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kpilab.course.cell import DOORS, FLAGS, TAGS, Cell, Kind, assigned_names, used_names
from kpilab.i18n import _

__all__ = ["RawCell", "at", "cell_problems", "tag_of", "task_heading", "task_problems"]

_KEYS = {"tags", "minutes", "door", *FLAGS}
_TASK = re.compile(r"^### (\d{1,2})\.(\d{1,2}) \S")
_SOLUTION = re.compile(r"^\s*# solution\b.*$", re.MULTILINE)


@dataclass(frozen=True)
class RawCell:
    """A cell as it is written, before it is placed in a task or section."""

    kind: Kind
    source: str
    metadata: Mapping[str, Any]
    line: int


def at(line: int, problem: str) -> str:
    """The problem with its line."""
    return _("line {line}: {problem}").format(line=line, problem=problem)


def task_heading(line: str) -> tuple[int, int] | None:
    """The two numbers of a task's heading.

    >>> task_heading("### 4.2 Compute an index")
    (4, 2)
    """
    match = _TASK.match(line)
    return (int(match[1]), int(match[2])) if match else None


def tag_of(one: RawCell) -> str:
    """The cell's one tag; lesson when it has none or an unknown one."""
    tags = _tags(one)
    return tags[0] if tags and tags[0] in TAGS else "lesson"


def _tags(one: RawCell) -> list[str]:
    tags = one.metadata.get("tags") or []
    return [str(tag) for tag in ([tags] if isinstance(tags, str) else tags)]


def cell_problems(one: RawCell) -> Iterator[str]:
    """What is wrong with one cell taken alone."""
    tags = _tags(one)
    if len(tags) > 1:
        yield _("a cell has one tag; this one has {tags}.").format(tags=", ".join(tags))
    for tag in tags:
        if tag not in TAGS:
            yield _("unknown tag '{tag}'. There is: {known}.").format(tag=tag, known=", ".join(TAGS))
    for key, value in one.metadata.items():
        if key not in _KEYS:
            yield _("unknown metadata '{key}'. There is: {known}.").format(key=key, known=", ".join(sorted(_KEYS)))
        elif key in FLAGS and value is not True:
            yield _("'{key}' is true or left out.").format(key=key)
        elif key == "minutes" and (isinstance(value, bool) or not isinstance(value, int | float)):
            yield _("minutes: {given} is not a number.").format(given=value)
    if "door" in one.metadata:
        yield from _door_problems(one)
    if "core" in one.metadata and "extra" in one.metadata:
        yield _("a cell is core or extra, not both.")
    if one.kind == "code":
        yield from _code_problems(one)


def _door_problems(one: RawCell) -> Iterator[str]:
    if one.metadata["door"] not in DOORS:
        yield _("door: {given} is none. There is: {known}.").format(given=one.metadata["door"], known=", ".join(DOORS))
    if one.kind == "code" or task_heading(one.source):
        yield _("a door is said of prose alone, and not of a task's heading: both doors need the rest.")


def _code_problems(one: RawCell) -> Iterator[str]:
    try:
        ast.parse(one.source)
    except SyntaxError as error:
        yield _("not valid Python: {problem}").format(problem=error.msg)
    found = len(_SOLUTION.findall(one.source))
    if found and tag_of(one) != "task":
        yield _("the line '# solution' stands only in cells with the tag task.")
    if found > 1:
        yield _("the line '# solution' stands once in a cell.")


def task_problems(cells: Iterable[Cell], number: int) -> Iterator[str]:
    """What is wrong with the tasks of chapter `number` as wholes: places, order, one answer and one check in each."""
    groups: dict[str, list[Cell]] = {}
    for cell in cells:
        groups.setdefault(cell.task, []).append(cell)
    for cell in groups.pop("", []):
        if cell.tag == "solution" or (cell.tag == "task" and cell.kind == "code"):
            yield at(cell.line, _("a cell with the tag {tag} stands outside of a task.").format(tag=cell.tag))
    for due, (task, group) in enumerate(groups.items(), start=1):
        yield from _heading_problems(task, group, f"{number}.{due}")
        yield from _answer_problems(task, group)
    yield from _page_problems([cell for group in groups.values() for cell in group])


def _heading_problems(task: str, group: list[Cell], due: str) -> Iterator[str]:
    headings = [cell for cell in group if cell.kind == "markdown" and task_heading(cell.source)]
    if task != due:
        yield at(group[0].line, _("task {task} comes where {due} is due.").format(task=task, due=due))
    if len(headings) > 1:
        yield at(headings[1].line, _("there are two tasks {task}.").format(task=task))
    for cell in group:
        if cell.tag in ("lesson", "setup"):
            yield at(cell.line, _("a cell of task {task} has the tag {tag}.").format(task=task, tag=cell.tag))


def _answer_problems(task: str, group: list[Cell]) -> Iterator[str]:
    answers = [cell for cell in group if cell.is_answer]
    checks = [cell for cell in group if cell.is_check]
    if len(answers) != 1:
        problem = _("task {task} needs one cell with the line '# solution'; it has {count}.")
        yield at(group[0].line, problem.format(task=task, count=len(answers)))
    if len(checks) != 1:
        problem = _('task {task} needs one cell that is exactly check("{task}", name); it has {count}.')
        yield at(group[0].line, problem.format(task=task, count=len(checks)))
    if len(answers) == len(checks) == 1:
        yield from _pair_problems(task, group, answers[0], checks[0])


def _pair_problems(task: str, group: list[Cell], answer: Cell, check: Cell) -> Iterator[str]:
    other, name = check.checked
    if other != task:
        yield at(check.line, _("task {task} checks task {other}.").format(task=task, other=other))
    if group.index(check) != group.index(answer) + 1:
        yield at(check.line, _("the check of task {task} must follow its answer cell.").format(task=task))
    if name not in assigned_names(answer.answer):
        problem = _("task {task} checks '{name}', which its answer cell does not assign after '# solution'.")
        yield at(check.line, problem.format(task=task, name=name))


def _page_problems(cells: Iterable[Cell]) -> Iterator[str]:
    """Uses of an answer beyond its check: on the page without code nobody writes that answer."""
    answers: dict[str, str] = {}
    for cell in cells:
        if cell.kind != "code" or cell.tag != "task" or cell.is_check:
            continue
        for name in sorted(used_names(cell.given) & answers.keys()):
            problem = _("'{name}' is known only from the answer to task {task}, which the page without code lacks.")
            yield at(cell.line, problem.format(name=name, task=answers[name]))
        for name in assigned_names(cell.given):
            answers.pop(name, None)
        answers |= dict.fromkeys(assigned_names(cell.answer), cell.task)
