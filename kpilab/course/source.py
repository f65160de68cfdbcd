"""A chapter's source as cells, checked: what is wrong is said here, with its line, before anything is rendered.

`chapter.md` is MyST Markdown, read with jupytext. A cell has one tag (none means lesson); a task begins with the
heading `### 4.2 Title` and is followed by its answer cell, with the comment line `# solution`, and by a cell that is
exactly `check("4.2", name)`. Cell ids are made of chapter, section or task, tag and ordinal, so that two builds are
the same to the byte and an edit does not lose a learner's cell; prose for one door is counted by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from kpilab.course.cell import Cell
from kpilab.course.chapters import Chapter
from kpilab.course.source_problems import RawCell, at, cell_problems, tag_of, task_heading, task_problems
from kpilab.errors import ChapterError
from kpilab.i18n import _

__all__ = ["parse_cells", "read_cells", "read_notes"]

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_FENCE = re.compile(r"^(`{3,}|~{3,})")


def read_cells(chapter: Chapter) -> tuple[Cell, ...]:
    """The cells of a chapter's `chapter.md`.

    Raises `ChapterError`, which names the chapter and every problem with its line.
    """
    return parse_cells(chapter.text_path.read_text(encoding="utf-8"), number=chapter.number, name=chapter.folder.name)


def read_notes(chapter: Chapter) -> tuple[Cell, ...]:
    """The cells of a chapter's `class_notes.md`, all of them prose; none where the chapter has no notes."""
    path: Path = chapter.notes_path
    if not path.exists():
        return ()
    raw, problems = _raw_cells(path.read_text(encoding="utf-8"))
    problems += [at(one.line, _("class notes hold no code.")) for one in raw if one.kind == "code"]
    if problems:
        raise _error(f"{chapter.folder.name}/{path.name}", problems)
    return tuple(
        Cell("markdown", one.source, "notes", "", f"c{chapter.number:02d}-notes-{i}", {}, one.line)
        for i, one in enumerate(raw, start=1)
    )


@lru_cache(maxsize=128)
def parse_cells(text: str, *, number: int, name: str) -> tuple[Cell, ...]:
    r"""The cells of a chapter written in `text`, for chapter `number`, whose folder is `name`.

    Raises `ChapterError` as `read_cells` does.

    >>> cells = parse_cells("# 4 · Plan\n\n## Base is a promise\n\nRead it:\n", number=4, name="c04_plan")
    >>> [(cell.id, cell.tag) for cell in cells]
    [('c04-base-is-a-promise-lesson-1', 'lesson')]
    """
    raw, problems = _raw_cells(text)
    if problems:
        raise _error(name, problems)
    cells = tuple(_placed(raw, number, problems))
    problems += task_problems(cells, number) if not problems else []
    if problems:
        raise _error(name, problems)
    return cells


def _error(name: str, problems: Iterable[str]) -> ChapterError:
    return ChapterError(_("{chapter}: the source has problems.").format(chapter=name), problems)


def _raw_cells(text: str) -> tuple[list[RawCell], list[str]]:
    """Cells as jupytext reads them, and what kept it from reading them."""
    from jupytext.myst import MystMetadataParsingError, myst_to_notebook
    from nbformat import ValidationError

    try:
        notebook = myst_to_notebook(text.replace("\r\n", "\n"), add_source_map=True)
    except (MystMetadataParsingError, ValidationError) as error:
        return [], [str(error).split("\n", 1)[0]]
    lines = text.split("\n")
    cells, problems = [], []
    for cell, start in zip(notebook.cells, notebook.metadata["source_map"], strict=True):
        line = next((i for i in range(start, len(lines)) if lines[i].strip()), start) + 1
        if cell.cell_type == "raw":
            problems.append(at(line, _("raw cells are not used.")))
        cells.append(RawCell(cell.cell_type, cell.source, dict(cell.metadata), line))
    return cells, problems


def _placed(raw: Iterable[RawCell], number: int, problems: list[str]) -> Iterator[Cell]:
    """Each cell with its tag, its task and its id; what is wrong is added to `problems`."""
    task, section, count = "", "start", Counter[str]()
    for one in raw:
        problems += [at(one.line, problem) for problem in cell_problems(one)]
        tag = tag_of(one)
        for first, level, title in _headings(one) if tag != "solution" else ():
            match = task_heading(f"{'#' * level} {title}")
            if match and not first:
                problems.append(at(one.line, _("a task heading must be the first line of its cell.")))
            if level <= 3:
                task = f"{match[0]}.{match[1]}" if match else ""
                section = task.replace(".", "-") or _slug(title)
        stem = "-".join([f"c{number:02d}", section, tag, *filter(None, [str(one.metadata.get("door", ""))])])
        count[stem] += 1
        metadata = {key: value for key, value in one.metadata.items() if key != "tags"}
        yield Cell(one.kind, one.source, tag, task, f"{stem}-{count[stem]}", metadata, one.line)


def _headings(one: RawCell) -> Iterator[tuple[bool, int, str]]:
    """(whether it is the first line, level, title) of each heading of a prose cell."""
    fence = ""
    for i, line in enumerate(one.source.split("\n") if one.kind == "markdown" else ()):
        opened = _FENCE.match(line)
        if opened and not fence:
            fence = opened[1]
        elif fence and line.startswith(fence):
            fence = ""
        elif not fence and (match := _HEADING.match(line)):
            yield i == 0, len(match[1]), match[2]


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-") or "section"
